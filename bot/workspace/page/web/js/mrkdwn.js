// Slack's mrkdwn becomes nodes. Text is escaped there (&amp; &lt; &gt;), and what
// stands between < and > is a link or a mention; everything else is text, and
// goes in as text.
import { h } from './dom.js'
import { withEmoji } from './emoji.js'
import { channel, person } from './names.js'

const unescape = (s) => s.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

// mrkdwn gives the nodes of a text of one or more lines.
export function mrkdwn(text) {
  const out = []
  text.split(/```\n?([\s\S]*?)\n?```/).forEach((part, i) => {
    if (i % 2) out.push(h('pre', {}, unescape(part)))
    else if (part) out.push(...quotesIn(part))
  })
  return out
}

// quotesIn sets lines that begin with > apart.
function quotesIn(text) {
  const out = []
  let quote = null
  text.split('\n').forEach((line, i, all) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line)
    if (quoted) {
      if (quote) quote.append(h('br'))
      else out.push(quote = h('blockquote'))
      quote.append(...spans(quoted[1]))
      return
    }
    const afterQuote = quote !== null
    quote = null
    if (i > 0 && !afterQuote) out.push(h('br'))
    if (line || i < all.length - 1) out.push(...spans(line))
  })
  return out
}

// The marks within a line, each with what becomes of what it holds. A mark holds
// only where it stands at the edge of a word.
const marks = [
  [/`([^`\n]+)`/u, ([, code]) => h('code', {}, unescape(code))],
  [/<([^<>\n]+)>/u, ([all, inside]) => angle(inside, all)],
  [/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}*])/u, ([, s]) => h('strong', {}, spans(s))],
  [/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}_])/u, ([, s]) => h('em', {}, spans(s))],
  [/(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}~])/u, ([, s]) => h('s', {}, spans(s))],
]

function spans(line) {
  let first = null
  for (const [pattern, make] of marks) {
    const match = pattern.exec(line)
    if (match && (!first || match.index < first.match.index)) first = { match, make }
  }
  if (!first) return line ? [withEmoji(unescape(line))] : []
  const { match, make } = first
  return [...spans(line.slice(0, match.index)), make(match), ...spans(line.slice(match.index + match[0].length))]
}

// angle is a mention or a link, or what it says where it is neither.
function angle(inside, all) {
  const [what, label] = [inside.split('|')[0], inside.split('|').slice(1).join('|')]
  if (/^@U\w+$/.test(what)) return mention(what.slice(1))
  if (/^#C\w+$/.test(what)) return channelLink(what.slice(1), label)
  if (/^!(here|channel|everyone)$/.test(what)) return h('span', { class: 'mention' }, '@' + what.slice(1))
  if (what.startsWith('!')) return unescape(label || all)
  return link(unescape(what), unescape(label) || unescape(what))
}

export function mention(id) {
  const who = person(id)
  return h('span', { class: who.me ? 'mention me' : 'mention' }, '@' + who.name)
}

export function channelLink(id, label) {
  return h('a', { class: 'mention', href: `#/c/${id}` }, '#' + (channel(id)?.name || label || id))
}

// link leads to another place of the workspace or, in another tab, out of it. A
// link of any other kind than those is shown as text.
export function link(url, label) {
  const inside = /^https:\/\/[\w-]+\.slack\.com\/archives\/(\w+)\/p(\d{10})(\d{6})(?:\?thread_ts=([\d.]+))?/.exec(url)
  if (inside) return h('a', { href: `#/c/${inside[1]}/${inside[4] || `${inside[2]}.${inside[3]}`}` }, label)
  if (!/^(https?:|mailto:)/i.test(url)) return label
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label)
}
