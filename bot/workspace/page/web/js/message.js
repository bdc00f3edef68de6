// One message: who, when, what, and what can be done with it.
import { h } from './dom.js'
import { blocks } from './blocks.js'
import { mrkdwn } from './mrkdwn.js'
import { apps, person } from './names.js'
import { act } from './server.js'
import { menu } from './menu.js'
import { sure } from './confirm.js'
import { emoji } from './emoji.js'
import { composer } from './composer.js'

// What the page remembers by itself: what somebody dismissed, is editing, has
// entered into a message's fields. A page loaded anew does not.
export const dismissed = new Set()
const editing = new Map()
const entered = new Map()

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' })
export const dateOf = (m) => new Date(parseFloat(m.ts) * 1000)

// sign changes when a message has to be drawn anew.
export const sign = (m, about) => JSON.stringify([m, about.replies, about.close, about.open, editing.has(m.ts), about.names])

// message draws m. about says: channel, replies (how many, and the last), close
// (it follows another of the same person), openThread and redraw, to be called.
export function message(m, about) {
  const who = person(m.user)
  if (m.subtype === 'tombstone') return system(m, 'This message was deleted.', about)
  if (m.subtype) return system(m, mrkdwn(m.text), about)
  const edit = editing.get(m.ts)
  return h('li', { class: classes(m, about), tabindex: -1, 'data-ts': m.ts },
    h('div', { class: 'gutter' }, about.close ? time(m, true) : avatar(who)),
    h('div', { class: 'body' },
      m.onlyYou && h('div', { class: 'only' }, '👁 Only visible to you · ',
        h('button', { class: 'link', onclick: () => { dismissed.add(m.ts); about.redraw() } }, 'Dismiss')),
      h('div', { class: about.close ? 'unseen' : 'head' }, h('span', { class: 'name' }, who.name), who.app && h('span', { class: 'badge' }, 'APP'), ' ', time(m)),
      edit ? editor(m, about, edit) : content(m, about),
      reactions(m, about),
      replies(m, about)),
    edit ? '' : toolbar(m, about, who))
}

const classes = (m, about) => ['message', about.close && 'close', m.onlyYou && 'only-you', about.open && 'open'].filter(Boolean).join(' ')

const system = (m, text, about) => h('li', { class: 'message system', tabindex: -1, 'data-ts': m.ts },
  h('div', { class: 'gutter' }), h('div', { class: 'body' }, h('p', {}, text, ' ', time(m)), replies(m, about)))

const time = (m, short) => h('time', { class: short ? 'short' : null, datetime: dateOf(m).toISOString(), title: full.format(dateOf(m)) }, clock.format(dateOf(m)))

export function avatar(who) {
  if (who.app) return h('span', { class: 'avatar app', 'aria-hidden': 'true' }, '¶')
  return h('span', { class: `avatar hue-${[...who.id].reduce((n, c) => n + c.charCodeAt(0), 0) % 6}`, 'aria-hidden': 'true' }, who.name[0].toUpperCase())
}

function content(m, about) {
  const shown = m.blocks?.length ? blocks(m.blocks, surfaceOf(m, about)) : [h('div', { class: 'text block' }, mrkdwn(m.text))]
  const edited = m.edited && !m.app && h('span', { class: 'edited' }, '(edited)')
  return h('div', { class: 'content' }, shown, edited)
}

// surfaceOf lets the blocks of a message act.
function surfaceOf(m, about) {
  if (!entered.has(m.ts)) entered.set(m.ts, new Map())
  const where = { channel: about.channel.id, ts: m.ts }
  return {
    values: entered.get(m.ts),
    act: (element, value) => act('click', { ...where, action: element.action_id, value: value || '' }),
    suggest: (element, typed) => act('type', { ...where, action: element.action_id, value: typed }),
  }
}

function reactions(m, about) {
  if (!m.reactions?.length) return ''
  return h('div', { class: 'reactions' }, m.reactions.map((r) => {
    const mine = r.users.some((u) => person(u).me)
    return h('button', {
      class: 'reaction', title: `${r.users.map((u) => person(u).name).join(', ')}: ${r.name}`, 'aria-label': `${r.name}, ${r.count}`,
      'aria-pressed': String(mine), 'data-key': `react-${r.name}`,
      onclick: () => act(mine ? 'unreact' : 'react', { channel: about.channel.id, ts: m.ts, name: r.name }),
    }, `${emoji[r.name] || `:${r.name}:`} ${r.count}`)
  }))
}

function replies(m, about) {
  if (!about.replies || !about.openThread) return ''
  const { count, last, doing } = about.replies
  if (!count && !doing) return ''
  return h('button', { class: 'replies', 'data-key': 'replies', onclick: () => about.openThread(m.ts) },
    doing ? h('span', { class: 'doing' }, doing)
      : [h('strong', {}, count === 1 ? '1 reply' : `${count} replies`), h('span', {}, ` Last at ${clock.format(dateOf(last))}`)])
}

function toolbar(m, about, who) {
  const where = { channel: about.channel.id, ts: m.ts }
  const react = (name) => h('button', {
    class: 'icon', 'aria-label': `React with ${name}`, title: name, 'data-key': `add-${name}`, onclick: () => act(m.reactions?.some((r) => r.name === name && r.users.some((u) => person(u).me)) ? 'unreact' : 'react', { ...where, name }),
  }, emoji[name])
  return h('div', { class: 'toolbar', role: 'group', 'aria-label': `Message of ${who.name}` },
    !m.onlyYou && [react('thumbsup'), react('eyes'), react('white_check_mark')],
    about.openThread && !m.onlyYou && h('button', {
      class: 'icon', 'aria-label': 'Reply in thread', title: 'Reply in thread', 'data-key': 'thread', onclick: () => about.openThread(m.thread || m.ts),
    }, '💬'),
    menu({ label: 'More actions', key: 'more', items: () => entries(m, about, who, where) }))
}

function entries(m, about, who, where) {
  const own = who.me
    ? [{ label: 'Edit message', do: () => { editing.set(m.ts, m); about.redraw() } },
      { label: 'Delete message…', danger: true, do: async () => await sure('Delete message', 'It is gone for everybody.', 'Delete') && act('delete', where) }]
    : []
  const shortcuts = m.onlyYou ? [] : apps().flatMap((a) => a.shortcuts.filter((s) => s.type === 'message')
    .map((s) => ({ label: s.name, do: () => act('shortcut', { ...where, name: s.id }) })))
  return [
    { label: 'Copy text', do: () => navigator.clipboard?.writeText(m.text) },
    ...own,
    ...(shortcuts.length ? [{ heading: 'Shortcuts' }, ...shortcuts] : []),
  ]
}

// typedOf is what a person typed, of what became of it.
function typedOf(m) {
  const pieces = m.blocks?.[0]?.elements?.[0]?.elements
  return pieces ? pieces.map((e) => e.text ?? e.url ?? (e.user_id ? '@' + person(e.user_id).name : '')).join('') : m.text
}

function editor(m, about) {
  const done = () => { editing.delete(m.ts); about.redraw() }
  const box = composer({
    label: 'Edit message',
    people: () => about.channel.members,
    send: async (text) => { if (await act('edit', { channel: about.channel.id, ts: m.ts, text })) done() },
    cancel: done,
    sendLabel: 'Save',
  })
  box.set(typedOf(m))
  queueMicrotask(() => box.focus())
  return box.node
}
