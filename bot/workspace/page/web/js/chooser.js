// A field to choose from a list that shortens as one types: of options, people or
// conversations at hand, or of what an app offers. It follows the combobox
// pattern of WAI-ARIA; what is chosen of several stands before it to be taken out.
import { h, id } from './dom.js'
import { withEmoji } from './emoji.js'
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

export function chooser(e, { input, described, error, label, placeholder, at, held, surface, chosen, required }) {
  const many = e.type.startsWith('multi_')
  const external = kindOf(e) === 'external_select'
  const local = external ? [] : sources[kindOf(e)]?.(e) || []
  const list = id('list')
  const known = surface.known ??= new Map() // what was offered before, to be named again
  const named = (value) => known.get(`${at} ${value}`) || [...local, ...initial(e)].find((o) => o.value === value) || { value, label: value }
  let picked = held !== undefined ? held.split(',').filter(Boolean) : [...initial(e).map((o) => o.value), ...initialIDs(e)]
  let offered = []
  let active = -1
  let asked = 0

  const box = h('input', {
    id: input || id('chooser'), type: 'text', role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
    'aria-controls': list, 'aria-label': input ? null : label, 'aria-describedby': described, 'aria-invalid': error ? 'true' : null,
    'aria-required': required ? 'true' : null, 'data-key': at,
    placeholder, onfocus: () => many || box.select(), oninput: () => offer(box.value), onclick: () => offer(many ? box.value : ''),
    onkeydown: keys, onblur: () => setTimeout(() => { close(); settle() }, 150),
  })
  const popup = h('ul', { id: list, class: 'listbox', role: 'listbox', 'aria-label': label, hidden: true })
  const tags = h('span', { class: 'tags' })
  const node = h('span', { class: many ? 'chooser many' : 'chooser' }, tags, box, popup)

  function settle() {
    tags.replaceChildren(...(many ? picked.map((value) => h('span', { class: 'tag' }, named(value).label, h('button', {
      type: 'button', class: 'plain', 'aria-label': `Remove ${named(value).label}`,
      onclick: () => { set(picked.filter((v) => v !== value)); box.focus() },
    }, '✕'))) : []))
    box.value = many || !picked.length ? '' : named(picked[0]).label
  }
  function set(values) {
    picked = values
    settle()
    chosen(picked.join(','))
  }
  async function offer(typed) {
    const turn = ++asked
    const fit = typed.trim().toLowerCase()
    let all = local.filter((o) => o.label.toLowerCase().includes(fit))
    if (external) {
      if (typed.length < (e.min_query_length ?? 3)) return show([], `Type ${e.min_query_length ?? 3} letters or more`)
      const got = await surface.suggest(e, typed)
      if (turn !== asked || !Array.isArray(got)) return undefined
      all = got.map((o) => ({ value: o.Value, label: o.Text, more: o.Description, group: o.Group }))
      for (const o of all) known.set(`${at} ${o.value}`, o)
    }
    return show(all.filter((o) => !many || !picked.includes(o.value)), 'Nothing fits')
  }
  function show(all, nothing) {
    offered = all
    active = -1
    let group
    popup.replaceChildren(...all.flatMap((o, i) => [
      o.group && o.group !== group && h('li', { class: 'group', role: 'presentation' }, group = o.group),
      h('li', { id: `${list}-${i}`, role: 'option', 'aria-selected': 'false', onmousedown: (event) => { event.preventDefault(); pick(i) } },
        o.label, o.more && h('small', {}, o.more)),
    ].filter(Boolean)))
    if (!all.length) popup.append(h('li', { class: 'nothing', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, nothing))
    popup.hidden = false
    box.setAttribute('aria-expanded', 'true')
    box.removeAttribute('aria-activedescendant')
    popup.scrollIntoView({ block: 'nearest' })
  }
  function close() {
    popup.hidden = true
    box.setAttribute('aria-expanded', 'false')
    box.removeAttribute('aria-activedescendant')
  }
  function pick(i) {
    const { value } = offered[i]
    close()
    set(many ? [...picked, value] : [value])
  }
  function move(by) {
    if (popup.hidden) { offer(many ? box.value : ''); return }
    active = (active + by + offered.length) % offered.length
    popup.querySelectorAll('[id]').forEach((li, i) => li.setAttribute('aria-selected', String(i === active)))
    box.setAttribute('aria-activedescendant', `${list}-${active}`)
    document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }
  function keys(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (popup.hidden || offered.length) move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (!popup.hidden && offered.length) pick(Math.max(active, 0))
    } else if (event.key === 'Escape' && !popup.hidden) {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (event.key === 'Backspace' && !box.value && many && picked.length) {
      set(picked.slice(0, -1))
    } else if (event.key === 'Backspace' && !many && box.selectionEnd - box.selectionStart === box.value.length && picked.length) {
      set([])
    }
  }
  settle()
  return node
}
