// A conversation: its messages and the box below them. The same is a channel, a
// direct conversation, a thread, and the assistant's pane.
import { h, keyed } from './dom.js'
import { composer } from './composer.js'
import { menu } from './menu.js'
import { dateOf, dismissed, message, sign } from './message.js'
import { mrkdwn } from './mrkdwn.js'
import { apps, appOf, me, people, person, titleOf } from './names.js'
import { act } from './server.js'
import { alerted, spoken } from './tell.js'

const soon = 300 // s, within which messages of one person belong together
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const drafts = new Map()

// conversation makes one of a channel: of one thread of it, or of all but the
// replies (undefined). go leads elsewhere: to a thread, by its time stamp.
export function conversation({ channelID, thread, label, go }) {
  const list = h('ol', { class: 'messages', 'aria-label': label, onkeydown: walk })
  const prompts = h('div', { class: 'prompts' })
  const doing = h('p', { class: 'doing', 'aria-live': 'polite' })
  const draft = `${me()} ${channelID} ${thread ?? 'all'}`
  let channel = null
  let heard = '' // the last message that was read out

  const box = composer({
    label: thread === undefined ? label.replace('Messages in', 'Message') : 'Reply…',
    people: () => channel?.members || [],
    commands: thread === undefined,
    send,
    extra: extras(),
  })
  box.set(drafts.get(draft) || '')
  box.node.addEventListener('input', () => drafts.set(draft, box.value()))
  const scroller = h('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': label }, h('div', { class: 'push' }), list, doing)
  const node = h('div', { class: 'conversation' }, scroller, prompts, box.node)

  async function send(text) {
    drafts.delete(draft)
    const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text)
    if (command && thread !== undefined) return alerted(`${command[1]} cannot be used in threads.`) // nor can it in Slack
    if (command) return act('command', { channel: channelID, name: command[1], text: command[2] })
    return act('say', { channel: channelID, thread: thread || '', text })
  }
  function extras() {
    return [
      h('button', { type: 'button', class: 'icon', 'aria-label': 'Mention somebody', title: 'Mention somebody', onclick: () => box.insert('@') }, '@'),
      h('button', { type: 'button', class: 'icon', 'aria-label': 'Emoji', title: 'Emoji', onclick: () => box.insert(':sm') }, '☺'),
      menu({
        label: 'Shortcuts', sign: '⚡', items: () => apps().flatMap((a) => [
          { heading: a.name },
          ...a.shortcuts.filter((s) => s.type === 'global').map((s) => ({ label: s.name, do: () => act('shortcut', { name: s.id }) })),
          ...(thread === undefined ? a.commands.map((c) => ({ label: c.name, do: () => box.insert(`${c.name} `) })) : []),
        ]),
      }),
    ]
  }

  // walk goes from message to message with the arrow keys.
  function walk(e) {
    const by = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[e.key]
    const at = e.target.closest('.message')
    if (!by || !at || e.target.closest('input, textarea, [role=menu]')) return
    let to = at[by]
    while (to && !to.matches('.message')) to = to[by]
    if (to) { e.preventDefault(); to.focus() }
  }

  function shown() {
    const visible = channel.messages.filter((m) => !dismissed.has(m.ts))
    if (thread === undefined) return visible.filter((m) => !m.thread || m.thread === m.ts)
    return visible.filter((m) => m.ts === thread || m.thread === thread)
  }
  function repliesOf(m) {
    if (thread !== undefined) return null
    const all = channel.messages.filter((r) => r.thread === m.ts && r.ts !== m.ts && !r.onlyYou)
    return { count: all.length, last: all.at(-1), doing: channel.doing?.[m.ts] && `${app()} ${channel.doing[m.ts]}` }
  }
  const app = () => apps()[0]?.name || ''

  function items() {
    const out = []
    let before = null
    const names = people().length
    if (thread === undefined && !shown().length) out.push({ key: 'intro', sign: label, item: { intro: true } })
    for (const m of shown()) {
      const date = day.format(dateOf(m))
      if (date !== (before && day.format(dateOf(before)))) out.push({ key: `day ${date}`, sign: date, item: { date } })
      const close = before && before.user === m.user && !before.subtype && !m.subtype && !before.onlyYou && !m.onlyYou && dateOf(m) - dateOf(before) < soon * 1000
        && !person(m.user).app && m.ts !== thread
      const about = { channel, close, replies: repliesOf(m), openThread: thread === undefined ? go : null, redraw: () => render(channel), names }
      out.push({ key: m.ts, sign: sign(m, about), item: { m, about } })
      before = m
    }
    return out
  }
  const intro = () => h('li', { class: 'intro' }, h('strong', {}, channel.type === 'im' ? `This is the beginning with ${titleOf(channel)}` : `This is the beginning of #${titleOf(channel)}`),
    ...apps().filter((a) => channel.members.includes(a.user)).map((a) => (channel.type === 'im'
      ? `Ask ${a.name} anything it may know; nobody else sees it. `
      : `Write @${a.name} and a question; it answers in a thread. Or type / to see what only you get to see. `)))
  const draw = ({ intro: first, date, m, about }) => (first ? intro() : date ? h('li', { class: 'day' }, h('span', {}, date)) : message(m, about))

  function render(now) {
    const first = channel === null
    channel = now
    const atEnd = first || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60
    keyed(list, items(), draw)
    const talk = thread && channel.doing?.[thread]
    doing.textContent = talk ? `${app()} ${talk}` : ''
    offer()
    if (atEnd) scroller.scrollTop = scroller.scrollHeight
    tell(first)
  }
  // tell reads out what others have said meanwhile, in threads too; not what was
  // there from the beginning.
  function tell(first) {
    const last = channel.messages.filter((m) => !person(m.user).me && m.ts > heard).at(-1)
    if (last && !first) spoken(`${person(last.user).name}: ${h('p', {}, mrkdwn(last.text.split('\n\n')[0])).textContent}`)
    heard = last?.ts || heard
  }
  function offer() {
    const some = thread === undefined && appOf(channel) ? channel.prompts : null
    prompts.hidden = !some?.length
    const sig = JSON.stringify(some || null)
    if (prompts.sig === sig) return
    prompts.sig = sig
    prompts.replaceChildren(...(some?.length ? [h('p', {}, channel.prompted || 'Try'),
      ...some.map((p) => h('button', { class: 'button prompt', onclick: () => send(p.message) }, p.title))] : []))
  }
  return { node, render, focus: () => box.focus(), box, title: () => titleOf(channel) }
}
