// The box to write in. It completes @names, /commands and :emoji: as one types.
import { h } from './dom.js'
import { emoji, emojiLike } from './emoji.js'
import { listbox } from './listbox.js'
import { apps, people } from './names.js'

const sizesItself = CSS.supports('field-sizing', 'content')

// composer makes one. It is given a label; people, the ids of who is there; send,
// to be called with what was written; and perhaps commands (they can be run
// here), extra (further buttons), cancel, and sendLabel.
export function composer({ label, people: members, send, commands, extra, cancel, sendLabel }) {
  let from = 0 // where in the text begins what is completed

  const box = h('textarea', {
    rows: 1, 'aria-label': label, placeholder: label, 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'data-key': 'box',
    oninput: () => { grow(); complete() }, onkeydown: keys, onblur: () => list.close(),
  })
  const list = listbox({ box, label: 'Completions', above: true, pick: take })
  const go = h('button', { type: 'button', class: 'button primary send', 'aria-label': sendLabel || 'Send', disabled: true, onclick: submit }, sendLabel || '➤')
  const node = h('div', { class: 'composer' }, list.node, box,
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
    list.close()
    if (await send(text) === undefined && !box.value) set(text)
  }

  // What can be completed: how it begins, and what there is.
  const kinds = [
    [/(^|[\s(])@([\w.-]*)$/, (typed) => people().filter((p) => (members().includes(p.id) || p.app) && p.name.toLowerCase().startsWith(typed.toLowerCase()))
      .map((p) => ({ insert: `@${p.name} `, label: p.name, more: p.app ? 'app' : p.admin ? 'admin' : '' }))],
    [/^()\/([\w-]*)$/, (typed) => (commands ? apps().flatMap((a) => a.commands) : []).filter((c) => c.name.startsWith('/' + typed))
      .map((c) => ({ insert: `${c.name} `, label: c.name, more: c.usage }))],
    [/(^|\s):([a-z0-9_+-]{2,})$/, (typed) => emojiLike(typed).map((name) => ({ insert: `:${name}: `, label: `${emoji[name]} :${name}:` }))],
  ]
  function complete() {
    const before = box.value.slice(0, box.selectionStart)
    for (const [pattern, find] of kinds) {
      const match = pattern.exec(before)
      const all = match ? find(match[2]) : []
      if (all.length) {
        from = match.index + match[1].length
        list.show(all, { marked: 0 })
        return
      }
    }
    list.close()
  }
  function take({ insert }) {
    box.setRangeText(insert, from, box.selectionStart, 'end')
    grow()
  }
  function keys(e) {
    if (e.isComposing) return
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    const open = list.isOpen()
    if (open && arrow) { e.preventDefault(); list.move(arrow) }
    else if (open && (e.key === 'Tab' || e.key === 'Enter')) { e.preventDefault(); list.take() }
    else if (open && e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); list.close() }
    else if (e.key === 'Escape' && cancel) { e.stopPropagation(); cancel() }
    else if (e.key === 'Enter' && !e.shiftKey) { e.preventDefault(); submit() }
  }
  return {
    node,
    set,
    value: () => box.value,
    focus: () => box.focus(),
    insert: (text) => { box.focus(); set(box.value + text); complete() },
  }
}
