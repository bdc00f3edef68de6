// rich_text blocks, which say what mrkdwn says, in parts.
import { h } from './dom.js'
import { emoji, withEmoji } from './emoji.js'
import { channelLink, link, mention } from './mrkdwn.js'

export function richText(block) {
  return block.elements.map(part)
}

function part(e) {
  switch (e.type) {
    case 'rich_text_section': return h('p', { class: 'rich' }, e.elements.map(inline))
    case 'rich_text_quote': return h('blockquote', {}, e.elements.map(inline))
    case 'rich_text_preformatted': return h('pre', {}, e.elements.map(inline))
    case 'rich_text_list':
      return h(e.style === 'ordered' ? 'ol' : 'ul', { class: `indent-${e.indent || 0}`, start: e.offset ? e.offset + 1 : null },
        e.elements.map((item) => h('li', {}, item.elements.map(inline))))
  }
  return ''
}

// inlines says what becomes of each kind of piece.
const inlines = {
  text: (e) => lines(withEmoji(e.text)),
  link: (e) => link(e.url, e.text || e.url),
  user: (e) => mention(e.user_id),
  usergroup: (e) => h('span', { class: 'mention' }, '@' + e.usergroup_id),
  channel: (e) => channelLink(e.channel_id),
  broadcast: (e) => h('span', { class: 'mention' }, '@' + e.range),
  emoji: (e) => emoji[e.name] || `:${e.name}:`,
  color: (e) => h('code', {}, e.value),
  date: (e) => e.fallback || new Date(e.timestamp * 1000).toLocaleString(),
  citation: (e) => link(e.url, e.text),
}

function inline(e) {
  let node = inlines[e.type] ? inlines[e.type](e) : ''
  for (const [style, tag] of [['code', 'code'], ['bold', 'strong'], ['italic', 'em'], ['strike', 's'], ['underline', 'u']]) {
    if (e.style?.[style]) node = h(tag, {}, node)
  }
  return node
}

const lines = (text) => text.split('\n').flatMap((line, i) => (i ? [h('br'), line] : [line]))
