// What the page itself has to say: to everybody, or to screen readers only.
import { h } from './dom.js'

const shownFor = 8000 // ms

// alerted shows what went wrong until it is read or a while has passed.
export function alerted(text) {
  const box = document.getElementById('alert')
  const note = h('div', { class: 'note' }, h('span', {}, text),
    h('button', { class: 'plain', 'aria-label': 'Dismiss', onclick: () => note.remove() }, '✕'))
  box.replaceChildren(note)
  setTimeout(() => note.remove(), shownFor)
}

// spoken is read out by screen readers, once nothing else is.
export function spoken(text) {
  document.getElementById('live').textContent = text
}
