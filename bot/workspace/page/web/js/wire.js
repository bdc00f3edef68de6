// The wire panel: what passes between Slack and the apps, with its JSON and how
// long it took, and buttons that have something go wrong.
import { h } from './dom.js'
import { act } from './server.js'
import { apps } from './names.js'

const most = 500 // lines

// What can go wrong with the next call of a method, and with the connection.
const callFaults = [['429', 'Too many requests (429)'], ['500', 'Error (500)'], ['slow', 'Slow answer (5 s)'], ['cut', 'Connection cut'], ['lost', 'Done, but no answer']]
const otherFaults = [['again', 'Deliver the last event again'], ['refresh', 'Ask to reconnect'], ['drop', 'Drop the connections']]

// The kinds of passages: an arrow as seen from Slack, and what they are called.
const kinds = {
  events_api: ['→', 'event'], slash_commands: ['→', 'command'], interactive: ['→', 'action'],
  call: ['←', 'call'], response_url: ['←', 'answer'], connection: ['⇄', 'link'], refused: ['⚠', 'refused'],
}

// wirePanel makes the panel, and calls closed when somebody closes it there.
export function wirePanel(panel, methods, closed) {
  let stream = null
  const list = h('ol', { class: 'passages', 'aria-label': 'What passed' })
  const only = h('input', { type: 'search', placeholder: 'Filter', 'aria-label': 'Filter', oninput: filter })
  const scroller = h('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'What passed' }, list)

  function filter() {
    const fit = only.value.toLowerCase()
    for (const line of list.children) line.hidden = !line.text.includes(fit)
  }
  function turn() {
    if (stream) {
      stream.close()
      stream = null
    } else {
      list.replaceChildren()
      panel.replaceChildren(header(), scroller)
      stream = new EventSource('wire')
      stream.onopen = () => list.replaceChildren() // it begins anew with all that is kept
      stream.onmessage = (e) => add(JSON.parse(e.data))
    }
    panel.hidden = !stream
    document.body.classList.toggle('wired', !panel.hidden)
  }
  function add(p) {
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40
    const node = passage(p)
    node.hidden = !node.text.includes(only.value.toLowerCase())
    node.at = p.at
    let before = list.lastElementChild // what ended later may have begun before
    while (before && before.at > p.at) before = before.previousElementSibling
    list.insertBefore(node, before ? before.nextElementSibling : list.firstElementChild)
    if (list.children.length > most) list.firstElementChild.remove()
    if (atEnd) scroller.scrollTop = scroller.scrollHeight
  }
  function header() {
    const method = h('select', { 'aria-label': 'Method' }, methods.map((m) => h('option', { selected: m === 'chat.postMessage' }, m)))
    const fault = h('select', { 'aria-label': 'What goes wrong' }, callFaults.map(([value, label]) => h('option', { value }, label)))
    return h('header', { class: 'top' }, h('h2', {}, 'Wire'), only, h('span', { class: 'space' }),
      h('button', { class: 'icon', 'aria-label': 'Close the wire', onclick: () => { turn(); closed() } }, '✕'),
      h('div', { class: 'trouble' }, h('span', { class: 'faults', role: 'group', 'aria-label': 'Next call' }, h('span', {}, 'Next'), method, fault,
        h('button', { class: 'button', onclick: () => act('fault', { name: method.value, value: fault.value }) }, 'Let it fail')),
      h('span', { class: 'faults', role: 'group', 'aria-label': 'Connection' }, otherFaults.map(([value, label]) => h('button', {
        class: 'button', onclick: () => act('fault', { app: apps()[0]?.id, value }),
      }, label)))))
  }
  return { open: () => Boolean(stream), turn }
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 })
const duration = (ns) => (ns >= 1e9 ? `${(ns / 1e9).toFixed(1)} s` : `${(ns / 1e6).toFixed(1)} ms`)

function passage(p) {
  const [arrow, kind] = kinds[p.kind] || ['', p.kind]
  const line = [h('span', { class: 'at' }, clock.format(new Date(p.at))), h('span', { class: `kind ${p.kind}` }, `${arrow} ${kind}`),
    h('span', { class: 'what' }, p.what + (p.try ? ` (attempt ${p.try + 1})` : '')), h('span', { class: 'wrong' }, p.wrong || ''),
    h('span', { class: 'took' }, p.kind === 'connection' || p.kind === 'refused' ? '' : duration(p.took))]
  const parts = [['Sent', p.sent], [p.kind === 'call' ? 'Answer' : 'Acknowledged with', p.back]].filter(([, json]) => json)
  const node = h('li', { class: p.wrong ? 'faulty' : null }, parts.length ? details(line, parts) : h('div', { class: 'line-of' }, line))
  node.text = JSON.stringify([p.kind, p.what, p.wrong, p.sent, p.back]).toLowerCase()
  return node
}

// details writes the JSON out when it is opened, and not before.
function details(line, parts) {
  const node = h('details', {
    ontoggle: () => node.open && node.children.length === 1 && node.append(...parts.flatMap(([name, json]) => [
      h('h3', {}, name), h('pre', { tabindex: 0 }, JSON.stringify(json, null, 2))])),
  }, h('summary', { class: 'line-of' }, line))
  return node
}
