// The list that opens at a box while one types into it. The focus stays in the
// box; which line is meant is told by aria-activedescendant.
import { h, id } from './dom.js'

// listbox makes the list of a box. pick is called with the item that is chosen.
// An item has a label, and perhaps more to say and a group.
export function listbox({ box, label, above, pick }) {
  const name = id('list')
  const node = h('ul', { id: name, class: above ? 'listbox above' : 'listbox', role: 'listbox', 'aria-label': label, hidden: true })
  let items = []
  let active = -1
  box.setAttribute('aria-controls', name)

  // show opens the list, with the line of that number marked; without items it
  // says so.
  function show(all, { marked = -1, nothing } = {}) {
    items = all
    let group
    node.replaceChildren(...all.flatMap((o, i) => [
      o.group && o.group !== group && h('li', { class: 'group', role: 'presentation' }, group = o.group),
      h('li', { id: `${name}-${i}`, role: 'option', onmousedown: (e) => { e.preventDefault(); take(i) } }, h('span', {}, o.label), o.more && h('small', {}, ` ${o.more}`)),
    ].filter(Boolean)))
    if (!all.length) node.append(h('li', { class: 'nothing', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, nothing))
    open(true)
    mark(marked)
    node.scrollIntoView({ block: 'nearest' })
  }
  function open(yes) {
    node.hidden = !yes
    if (box.getAttribute('role') === 'combobox') box.setAttribute('aria-expanded', String(yes))
    if (!yes) mark(-1)
  }
  function mark(i) {
    active = i
    node.querySelectorAll('[id]').forEach((line, j) => line.setAttribute('aria-selected', String(i === j)))
    if (i < 0) return box.removeAttribute('aria-activedescendant')
    box.setAttribute('aria-activedescendant', `${name}-${i}`)
    return document.getElementById(`${name}-${i}`)?.scrollIntoView({ block: 'nearest' })
  }
  function take(i) {
    const item = items[i]
    open(false)
    if (item) pick(item)
  }
  return {
    node,
    show,
    close: () => open(false),
    isOpen: () => !node.hidden,
    // move marks the next line, or the one before.
    move: (by) => items.length && mark((active + by + items.length) % items.length),
    // take chooses what is marked, or else the first.
    take: () => take(Math.max(active, 0)),
  }
}
