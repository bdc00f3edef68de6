// The forms that apps open, the topmost of them.
import { h } from './dom.js'
import { blocks } from './blocks.js'
import { act } from './server.js'

const dialog = document.getElementById('modal')
let shown = null // {id, hash, values, errors, known}

dialog.addEventListener('cancel', (e) => {
  e.preventDefault()
  if (shown) act('close', { view: shown.id })
})

// modal shows the topmost of what is open, or nothing.
export function modal(views) {
  const top = views.at(-1)
  if (!top) {
    shown = null
    if (dialog.open) dialog.close()
    return
  }
  if (shown?.id === top.id && shown.hash === top.hash) return
  const same = shown?.id === top.id
  shown = { ...top, errors: {}, values: same ? shown.values : new Map(), known: same ? shown.known : new Map() }
  draw()
  if (!dialog.open) dialog.showModal()
  else document.getElementById('modal-title').focus()
  focusFirst()
}

function focusFirst() {
  const first = dialog.querySelector('[autofocus]') || dialog.querySelector('.content input, .content textarea')
  first?.focus()
}

// valuesOf are what was entered, by action id, as far as the view has it.
export function valuesOf(view, values) {
  const out = {}
  for (const block of view.blocks || []) {
    for (const element of [block.element, block.accessory, ...(block.elements || [])]) {
      const held = element && values.get(`${block.block_id} ${element.action_id}`)
      if (held !== undefined && element.type !== 'feedback_buttons') out[element.action_id] = held
    }
  }
  return out
}

function draw() {
  const { view } = shown
  const where = () => ({ view: shown.id, values: valuesOf(view, shown.values) })
  const surface = {
    ...shown,
    act: (element, value) => act('click', { ...where(), action: element.action_id, value: value || '' }),
    suggest: (element, typed) => act('type', { view: shown.id, action: element.action_id, value: typed }),
  }
  const submit = async (e) => {
    e.preventDefault()
    const button = dialog.querySelector('[type=submit]')
    if (button.disabled) return
    button.disabled = true
    shown.errors = missing(view, shown.values)
    if (!Object.keys(shown.errors).length) shown.errors = (await act('submit', where()))?.errors || {}
    button.disabled = false
    if (shown && Object.keys(shown.errors).length) wrong()
  }
  dialog.replaceChildren(h('form', { method: 'dialog', novalidate: true, onsubmit: submit },
    h('header', {}, h('h2', { id: 'modal-title', tabindex: -1 }, view.title.text),
      h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => act('close', { view: shown.id }) }, '✕')),
    h('div', { class: 'content', tabindex: 0, role: 'group', 'aria-labelledby': 'modal-title' }, blocks(view.blocks, surface)),
    h('footer', { class: 'buttons' },
      h('button', { type: 'button', class: 'button', onclick: () => act('close', { view: shown.id }) }, view.close?.text || 'Close'),
      view.submit && h('button', { type: 'submit', class: 'button primary' }, view.submit.text))))
}

// wrong shows errors beside their fields.
function wrong() {
  draw()
  dialog.querySelector('[aria-invalid=true], .wrong input')?.focus()
}

// missing finds inputs that have to be filled in and are not.
function missing(view, values) {
  const errors = {}
  for (const b of view.blocks) {
    const e = b.element
    if (b.type !== 'input' || b.optional) continue
    const held = values.get(`${b.block_id} ${e.action_id}`)
    const initially = Object.keys(e).some((k) => k.startsWith('initial_') && e[k]?.length !== 0)
    if (held === '' || held === undefined && !initially) errors[b.block_id] = 'Please complete this required field.'
  }
  return errors
}
