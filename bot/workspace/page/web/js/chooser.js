// A field to choose from a list that shortens as one types: of options, people or
// conversations at hand, or of what an app offers. It follows the combobox
// pattern of WAI-ARIA; what is chosen of several stands before it to be taken out.
import { h, id } from './dom.js'
import { withEmoji } from './emoji.js'
import { listbox } from './listbox.js'
import { channels, people, titleOf } from './names.js'

const option = (o, group) => ({ value: o.value, label: withEmoji(o.text.text), more: o.description?.text, group })
const flat = (e) => [...(e.options || []).map((o) => option(o)),
  ...(e.option_groups || []).flatMap((g) => g.options.map((o) => option(o, g.label.text)))]
const called = (c) => ({ value: c.id, label: (c.type === 'im' ? '@' : '#') + titleOf(c) })

// sources says where each kind of element has its list from.
const sources = {
  static_select: flat,
  users_select: () => people().map((p) => ({ value: p.id, label: p.name })),
  channels_select: () => channels().filter((c) => c.type === 'channel').map(called),
  conversations_select: () => channels().map(called),
}

const kindOf = (e) => e.type.replace(/^multi_/, '')
const initial = (e) => [e.initial_option, ...(e.initial_options || [])].filter(Boolean).map((o) => option(o))
const initialIDs = (e) => [e.initial_user, e.initial_channel, e.initial_conversation,
  ...(e.initial_users || []), ...(e.initial_channels || []), ...(e.initial_conversations || [])].filter(Boolean)

// chooser makes the field of an element. What is chosen is given to chosen: a value
// or, for those that take many, several with commas between.
export function chooser(e, { input, described, error, label, placeholder, at, held, surface, chosen, required }) {
  const many = e.type.startsWith('multi_')
  const external = kindOf(e) === 'external_select'
  const local = external ? [] : sources[kindOf(e)]?.(e) || []
  const known = surface.known ??= new Map() // what was offered before, to be named again
  const named = (value) => known.get(`${at} ${value}`) || [...local, ...initial(e)].find((o) => o.value === value) || { value, label: value }
  let picked = held !== undefined ? held.split(',').filter(Boolean) : [...initial(e).map((o) => o.value), ...initialIDs(e)]
  let asked = 0

  const box = h('input', {
    id: input || id('chooser'), type: 'text', role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
    'aria-label': input ? null : label, 'aria-describedby': described, 'aria-invalid': error ? 'true' : null, 'aria-required': required ? 'true' : null,
    'data-key': at, placeholder, onfocus: () => many || box.select(), oninput: () => offer(box.value), onclick: () => offer(typed()),
    onkeydown: keys, onblur: () => { list.close(); settle() },
  })
  const list = listbox({ box, label, pick: ({ value }) => set(many ? [...picked, value] : [value]) })
  const tags = h('span', { class: 'tags' })
  const typed = () => (many ? box.value : '')

  // settle shows what is chosen: before the box where it may be much, else in it.
  function settle() {
    tags.replaceChildren(...(many ? picked : []).map((value) => h('span', { class: 'tag' }, named(value).label, h('button', {
      type: 'button', class: 'plain', 'aria-label': `Remove ${named(value).label}`,
      onclick: () => { set(picked.filter((v) => v !== value)); box.focus() },
    }, '✕'))))
    box.value = many || !picked.length ? '' : named(picked[0]).label
  }
  function set(values) {
    picked = values
    settle()
    chosen(picked.join(','))
  }
  async function offer(text) {
    const turn = ++asked
    const least = e.min_query_length ?? 3
    if (external && text.length < least) {
      list.show([], { nothing: `Type ${least} letters or more` })
      return
    }
    const all = external ? await suggested(text) : local.filter((o) => o.label.toLowerCase().includes(text.trim().toLowerCase()))
    if (turn === asked && document.activeElement === box) list.show(all.filter((o) => !many || !picked.includes(o.value)), { nothing: 'Nothing fits' })
  }
  async function suggested(text) {
    const got = await surface.suggest(e, text)
    const all = (Array.isArray(got) ? got : []).map((o) => ({ value: o.Value, label: o.Text, more: o.Description, group: o.Group }))
    for (const o of all) known.set(`${at} ${o.value}`, o)
    return all
  }
  function keys(event) {
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const whole = box.selectionEnd - box.selectionStart === box.value.length
    if (arrow || event.key === 'Enter' || event.key === 'Escape' && list.isOpen()) event.preventDefault()
    if (arrow && list.isOpen()) list.move(arrow)
    else if (arrow) offer(typed())
    else if (event.key === 'Enter' && list.isOpen()) list.take()
    else if (event.key === 'Escape' && list.isOpen()) { event.stopPropagation(); list.close() }
    else if (event.key === 'Backspace' && picked.length && (many ? !box.value : whole)) set(picked.slice(0, -1))
  }
  settle()
  return h('span', { class: many ? 'chooser many' : 'chooser' }, tags, box, list.node)
}
