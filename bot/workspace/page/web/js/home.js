// An app's own pages: its home tab, and what it says of itself.
import { h } from './dom.js'
import { blocks } from './blocks.js'
import { act } from './server.js'
import { valuesOf } from './modal.js'

// home shows the home tab of an app, and what is entered there until the app
// shows another.
export function home() {
  const node = h('div', { class: 'home scroller', tabindex: 0, role: 'region', 'aria-label': 'Home' })
  let shown = null
  const values = new Map()

  function render(app) {
    if (!app.home) {
      node.replaceChildren(h('p', { class: 'hint' }, app.here ? 'Opening…' : `${app.name} is not connected yet…`))
      return
    }
    if (shown === app.home.id + app.home.hash) return
    shown = app.home.id + app.home.hash
    const focused = node.contains(document.activeElement)
    const { view } = app.home
    const where = () => ({ view: app.home.id, values: valuesOf(view, values) })
    node.replaceChildren(h('div', { class: 'sheet' }, blocks(view.blocks, {
      values,
      act: (element, value) => act('click', { ...where(), action: element.action_id, value: value || '' }),
      suggest: (element, typed) => act('type', { view: app.home.id, action: element.action_id, value: typed }),
    })))
    if (focused) node.querySelector('input')?.focus()
  }
  return { node, render }
}

export const about = (app) => h('div', { class: 'home scroller', tabindex: 0, role: 'region', 'aria-label': 'About' }, h('div', { class: 'sheet' },
  h('h3', { class: 'header' }, app.name), h('p', {}, app.about || ''),
  h('h4', {}, 'Commands'), h('ul', {}, app.commands.map((c) => h('li', {}, h('code', {}, c.name), ` ${c.usage || ''}`))),
  h('h4', {}, 'Shortcuts'), h('ul', {}, app.shortcuts.map((s) => h('li', {}, s.name, s.type === 'message' ? ', in the menu of a message' : ', beside the message box'))),
  h('p', { class: 'hint' }, app.here ? 'It is connected.' : 'It is not connected.')))
