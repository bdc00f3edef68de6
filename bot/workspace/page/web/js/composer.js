// The box to write in. It completes @names, /commands and :emoji: as one types.
import { h, id } from './dom.js'
import { emoji, emojiLike } from './emoji.js'
import { apps, people } from './names.js'

const sizesItself = CSS.supports('field-sizing', 'content')

// composer makes one. It is given a label; people, the ids of who is there; send,
// to be called with what was written; and perhaps commands (they can be run
// here), extra (further buttons), cancel, and sendLabel.
export function composer({ label, people: members, send, commands, extra, cancel, sendLabel }) {
  const list = id('complete')
  let offered = null // what completes, and from where in the text
  let active = 0

  const box = h('textarea', {
    rows: 1, 'aria-label': label, placeholder: label, 'aria-autocomplete': 'list', 'aria-controls': list, 'aria-haspopup': 'listbox', 'data-key': 'box',
    oninput: () => { grow(); complete() }, onkeydown: keys, onblur: () => setTimeout(close, 150),
  })
  const popup = h('ul', { id: list, class: 'listbox above', role: 'listbox', 'aria-label': 'Completions', hidden: true })
  const go = h('button', { type: 'button', class: 'button primary send', 'aria-label': sendLabel || 'Send', disabled: true, onclick: submit }, sendLabel || '➤')
  const node = h('div', { class: 'composer' }, popup, box,
    h('div', { class: 'tools' }, extra, h('span', { class: 'space' }), cancel && h('button', { type: 'button', class: 'button', onclick: cancel }, 'Cancel'), go))

  function grow() {
    if (!sizesItself && box.isConnected) {
      box.style.height = 'auto'
      box.style.height = `${box.scrollHeight}px`
    }
    go.disabled = !box.value.trim()
  }
  function set(text) {
    box.value = text
    grow()
  }
  async function submit() {
    const text = box.value.trim()
    if (!text) return
    set('')
    close()
    if (await send(text) === undefined && !box.value) set(text)
  }

  // What can be completed: where it begins, and what there is.
  const kinds = [
    [/(^|[\s(])@([\w.-]*)$/, (typed) => people().filter((p) => members().includes(p.id) || p.app)
      .filter((p) => p.name.toLowerCase().startsWith(typed.toLowerCase()))
      .map((p) => ({ insert: `@${p.name} `, label: p.name, more: p.app ? 'app' : p.admin ? 'admin' : '' }))],
    [/^()\/([\w-]*)$/, (typed) => (commands ? apps().flatMap((a) => a.commands.map((c) => ({ ...c, app: a.name }))) : [])
      .filter((c) => c.name.startsWith('/' + typed)).map((c) => ({ insert: `${c.name} `, label: c.name, more: c.usage }))],
    [/(^|\s):([a-z0-9_+-]{2,})$/, (typed) => emojiLike(typed).map((name) => ({ insert: `:${name}: `, label: `${emoji[name]} :${name}:` }))],
  ]
  function complete() {
    const before = box.value.slice(0, box.selectionStart)
    for (const [pattern, find] of kinds) {
      const match = pattern.exec(before)
      const all = match && find(match[2])
      if (all?.length) return show({ from: match.index + match[1].length, all })
    }
    return close()
  }
  function show(what) {
    offered = what
    active = 0
    popup.replaceChildren(...what.all.map((o, i) => h('li', {
      id: `${list}-${i}`, role: 'option', 'aria-selected': String(i === 0),
      onmousedown: (e) => { e.preventDefault(); take(i) },
    }, h('strong', {}, o.label), o.more && h('small', {}, ` ${o.more}`))))
    popup.hidden = false
    box.setAttribute('aria-activedescendant', `${list}-0`)
  }
  function close() {
    offered = null
    popup.hidden = true
    box.removeAttribute('aria-activedescendant')
  }
  function take(i) {
    const { insert } = offered.all[i]
    const after = box.value.slice(box.selectionStart)
    box.value = box.value.slice(0, offered.from) + insert + after
    box.selectionStart = box.selectionEnd = offered.from + insert.length
    close()
    grow()
  }
  function move(by) {
    active = (active + by + offered.all.length) % offered.all.length
    ;[...popup.children].forEach((li, i) => li.setAttribute('aria-selected', String(i === active)))
    box.setAttribute('aria-activedescendant', `${list}-${active}`)
  }
  function keys(e) {
    if (e.isComposing) return
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (offered && arrow) { e.preventDefault(); move(arrow) }
    else if (offered && (e.key === 'Tab' || e.key === 'Enter')) { e.preventDefault(); take(active) }
    else if (offered && e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); close() }
    else if (e.key === 'Escape' && cancel) { e.stopPropagation(); cancel() }
    else if (e.key === 'Enter' && !e.shiftKey) { e.preventDefault(); submit() }
  }
  return {
    node,
    set,
    value: () => box.value,
    focus: () => box.focus(),
    insert: (text) => { set(box.value + text); box.focus(); complete() },
  }
}
