// What can be pressed, chosen and filled in.
import { h, id } from './dom.js'
import { withEmoji } from './emoji.js'
import { chooser } from './chooser.js'
import { asked } from './confirm.js'
import { menu } from './menu.js'

// words are what a text object says, without marks.
export const words = (t) => (t?.text || '').replace(/[*_~`]/g, '')

const isField = (e) => e.type !== 'button' && e.type !== 'icon_button' && e.type !== 'overflow' && e.type !== 'feedback_buttons'
const heldAt = (block, element) => `${block.block_id} ${element.action_id}`

// acted is an element that does something at once, as in a message. near is what
// stands beside it, which may be its only name.
export function acted(element, block, surface, near) {
  if (!isField(element)) return pressed[element.type](element, block, surface, near)
  const label = element.placeholder?.text || near || 'Choose'
  return entry(element, block, surface, { label, done: (value) => surface.act(element, value) })
}

// press does what an element does, once, and asks before if it is to.
async function press(button, element, value, surface) {
  if (button.getAttribute('aria-busy') === 'true') return
  if (element.confirm && !await asked(element.confirm)) return
  button.setAttribute('aria-busy', 'true')
  await surface.act(element, value)
  button.removeAttribute('aria-busy')
}

const pressed = {
  button(e, block, surface, near) {
    const label = withEmoji(e.text.text)
    const button = h('button', {
      class: `button ${e.style || ''}`, 'data-key': `${block.block_id} ${e.action_id}`,
      'aria-label': e.accessibility_label || (near ? `${label}: ${near}` : null),
      onclick: () => {
        if (e.url && /^https?:/i.test(e.url)) window.open(e.url, '_blank', 'noopener,noreferrer')
        press(button, e, '', { act: () => surface.act(e, e.value || '') })
      },
    }, label)
    return button
  },
  icon_button(e, block, surface) {
    const button = h('button', {
      class: 'button icon', 'aria-label': e.accessibility_label || e.text.text, title: e.text.text, 'data-key': heldAt(block, e),
      onclick: () => press(button, e, e.value || '', surface),
    }, '🗑')
    return button
  },
  feedback_buttons(e, block, surface) {
    const held = heldAt(block, e)
    const thumb = (b, sign) => {
      const button = h('button', {
        class: 'button icon thumb', title: b.text.text, 'aria-label': b.accessibility_label || b.text.text,
        'aria-pressed': String(surface.values.get(held) === b.value), 'data-key': `${held} ${sign}`,
        onclick: () => {
          surface.values.set(held, b.value)
          for (const other of button.parentElement.children) other.setAttribute('aria-pressed', String(other === button))
          press(button, e, b.value, surface)
        },
      }, sign)
      return button
    }
    return h('span', { class: 'thumbs', role: 'group', 'aria-label': 'Feedback' }, thumb(e.positive_button, '👍'), thumb(e.negative_button, '👎'))
  },
  overflow: (e, block, surface) => menu({
    label: 'More', key: heldAt(block, e), items: e.options.map((o) => ({ label: o.text.text, do: () => surface.act(e, o.value) })),
  }),
}

// field is an input block: a label, what is filled in, a hint, and what is wrong.
export function field(block, surface) {
  const { element } = block
  const [input, hint, wrong] = [id('field'), id('hint'), id('wrong')]
  const error = surface.errors?.[block.block_id]
  const done = block.dispatch_action ? (value) => surface.act(element, value) : null
  const described = [block.hint && hint, error && wrong].filter(Boolean).join(' ') || null
  const group = element.type === 'radio_buttons' || element.type === 'checkboxes'
  const label = [withEmoji(block.label.text), block.optional && h('span', { class: 'optional' }, ' (optional)')]
  return h(group ? 'fieldset' : 'div', { class: error ? 'field wrong' : 'field', 'aria-describedby': group ? described : null },
    group ? h('legend', {}, label) : h('label', { for: input }, label),
    entry(element, block, surface, { input, described, error, done, label: block.label.text, required: !block.optional }),
    block.hint && h('p', { class: 'hint', id: hint }, block.hint.text),
    error && h('p', { class: 'error', id: wrong }, error))
}

// entry is the element of a field. What is entered is noted with the surface.
function entry(element, block, surface, about) {
  const at = heldAt(block, element)
  const set = (value) => {
    surface.values.set(at, value)
    surface.changed?.(block)
  }
  const draw = entries[element.type] || choosing
  return draw(element, { ...about, at, set, held: surface.values.get(at), surface })
}

const entries = {
  plain_text_input(e, { input, described, error, done, label, set, held, at, required }) {
    const node = h(e.multiline ? 'textarea' : 'input', {
      id: input, 'data-key': at, 'aria-label': input ? null : label, 'aria-describedby': described, 'aria-invalid': error ? 'true' : null,
      'aria-required': required ? 'true' : null,
      type: e.multiline ? null : 'text', rows: e.multiline ? 3 : null, placeholder: e.placeholder?.text, maxlength: e.max_length,
      value: held ?? e.initial_value ?? '', autocomplete: 'off', autofocus: e.focus_on_load,
      oninput: () => set(node.value),
      onkeydown: (event) => {
        if (event.key !== 'Enter' || e.multiline || !done || event.isComposing) return
        event.preventDefault()
        if (node.value.trim()) done(node.value)
      },
    })
    return node
  },
  datepicker: (e, { input, described, label, set, held, done, at }) => h('input', {
    id: input, type: 'date', 'data-key': at, 'aria-label': input ? null : label, 'aria-describedby': described, value: held ?? e.initial_date ?? '',
    onchange: (event) => { set(event.target.value); done?.(event.target.value) },
  }),
  radio_buttons: (e, { set, held, done, at }) => options(e, 'radio', (o) => (held ?? e.initial_option?.value) === o.value, at, (box) => {
    set(box.value)
    done?.(box.value)
  }),
  checkboxes: (e, { set, held, done, at }) => {
    const chosen = held?.split(',') ?? e.initial_options?.map((o) => o.value) ?? []
    return options(e, 'checkbox', (o) => chosen.includes(o.value), at, (box) => {
      const all = [...box.closest('.options').querySelectorAll('input')].filter((i) => i.checked).map((i) => i.value).join(',')
      set(all)
      done?.(all)
    })
  },
}

function options(e, type, checked, at, changed) {
  const name = id('options')
  return h('div', { class: 'options' }, e.options.map((o, i) => h('label', {},
    h('input', { type, name, value: o.value, checked: checked(o), 'data-key': `${at} ${i}`, onchange: (event) => changed(event.target) }),
    h('span', {}, withEmoji(o.text.text), o.description && h('small', {}, o.description.text)))))
}

function choosing(e, about) {
  return chooser(e, {
    ...about,
    placeholder: e.placeholder?.text || 'Choose',
    chosen: (value) => { about.set(value); about.done?.(value) },
  })
}
