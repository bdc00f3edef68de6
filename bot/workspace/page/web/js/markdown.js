// The Markdown of markdown blocks: headings, lists, quotes, code, and within a
// line bold, italic, code and links.
import { h } from './dom.js'
import { link } from './mrkdwn.js'

export function markdown(text) {
  const out = []
  text.split(/```\w*\n?([\s\S]*?)```/).forEach((part, i) => {
    if (i % 2) out.push(h('pre', {}, part))
    else part.split('\n').forEach((line) => add(out, line))
  })
  return out
}

function add(out, line) {
  const heading = /^(#{1,6}) (.*)$/.exec(line)
  const item = /^\s*(?:[-*]|(\d+)\.) (.*)$/.exec(line)
  const quote = /^> ?(.*)$/.exec(line)
  if (heading) out.push(h('p', { class: 'heading' }, spans(heading[2])))
  else if (quote) out.push(h('blockquote', {}, spans(quote[1])))
  else if (item) {
    const tag = item[1] ? 'OL' : 'UL'
    if (out.at(-1)?.tagName !== tag) out.push(h(tag.toLowerCase()))
    out.at(-1).append(h('li', {}, spans(item[2])))
  } else if (line.trim()) out.push(h('p', {}, spans(line)))
}

const marks = [
  [/`([^`]+)`/, ([, s]) => h('code', {}, s)],
  [/\[([^\]]+)\]\(([^)\s]+)\)/, ([, label, url]) => link(url, label)],
  [/\*\*(\S(?:.*?\S)?)\*\*/, ([, s]) => h('strong', {}, spans(s))],
  [/(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])/, ([, s]) => h('em', {}, spans(s))],
]

function spans(line) {
  let first = null
  for (const [pattern, make] of marks) {
    const match = pattern.exec(line)
    if (match && (!first || match.index < first.match.index)) first = { match, make }
  }
  if (!first) return line ? [line] : []
  const { match, make } = first
  return [...spans(line.slice(0, match.index)), make(match), ...spans(line.slice(match.index + match[0].length))]
}
