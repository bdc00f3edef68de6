// The page: where one is, what is drawn there, and who one is.
//
//   #/c/<channel>            a conversation
//   #/c/<channel>/<thread>   and a thread of it beside
//   #/c/<channel>/~          and the assistant beside
//   #/with/<person>          the direct conversation with somebody
//   #/app/<app>/<tab>        home, messages or about, of an app
//   #/sources                the articles and facts behind the answers
import { h, keyed } from './dom.js'
import { conversation } from './conversation.js'
import { about, home } from './home.js'
import { modal } from './modal.js'
import { setNames, titleOf } from './names.js'
import { act, get, watch } from './server.js'
import { sidebar } from './sidebar.js'
import { sourcesPage } from './sources.js'
import { alerted } from './tell.js'
import { wirePanel } from './wire.js'

const [bar, main, aside] = ['sidebar', 'main', 'aside'].map((id) => document.getElementById(id))
const start = await get('start')
let sight = null
let drawn = {} // the parts now on the page, with what each is of
const seenUntil = new Map() // by person and channel
const wire = wirePanel(document.getElementById('wire'), start.methods, () => render())

const me = () => start.players.find((id) => id === sessionStorage.getItem('me')) || start.players[0]

function play(who) {
  sessionStorage.setItem('me', who)
  sight = null
  watch(who, seen, () => { if (!document.hidden) document.body.classList.add('lost') })
}

function seen(now) {
  const first = !sight
  document.body.classList.remove('lost')
  sight = now
  setNames(now)
  if (first) {
    drawn = {}
    for (const c of now.channels) if (!seenUntil.has(key(c))) seenUntil.set(key(c), c.messages.at(-1)?.ts || '')
    visit()
  }
  render()
}

const key = (c) => `${sight.me} ${c.id}`

// at reads where one is from the address.
function at() {
  const [, kind, id, more] = location.hash.split('/')
  const channel = sight.channels.find((c) => c.id === id)
  const app = sight.apps.find((a) => a.id === id)
  if (kind === 'sources' && start.sources) return { sources: true }
  if (kind === 'app' && app) return { app: app.id, tab: more || 'home' }
  if (kind === 'c' && channel) {
    const own = sight.apps.find((a) => a.channel === channel.id)
    if (own && !more) return { app: own.id, tab: 'messages' }
    return { channel: channel.id, thread: more, app: own?.id, tab: 'messages' }
  }
  return { channel: sight.channels[0]?.id }
}

// visit tells an app that its page was opened, and finds conversations by who is
// in them.
async function visit() {
  document.body.classList.remove('menu-open')
  const [, kind, id, tab] = location.hash.split('/')
  if (kind === 'app' && tab !== 'about') act('visit', { app: id, tab: tab || 'home' })
  if (kind === 'c' && tab === '~') act('visit', { app: sight.apps[0].id, tab: 'messages' })
  if (kind === 'with') {
    const channel = await act('meet', { with: id })
    if (channel) location.replace(`#/c/${channel.ID}`)
  }
}

addEventListener('hashchange', () => { if (sight) { visit(); render(); drawn.main?.part.focus?.() } })

// part keeps what is drawn in a place as long as it is of the same.
function part(place, node, of, make) {
  if (drawn[place]?.of !== of) {
    const made = make()
    node.replaceChildren(...made.nodes)
    drawn[place] = { of, part: made }
  }
  return drawn[place].part
}

function render() {
  if (!sight) return
  const where = at()
  const app = sight.apps.find((a) => a.id === where.app)
  document.title = `${heading(where, app)} · ${sight.team}`
  renderMain(where, app)
  renderAside(where, app)
  for (const id of [where.channel, where.tab === 'messages' && app?.channel, where.thread?.startsWith('~') && sight.apps[0].channel]) {
    const c = sight.channels.find((other) => other.id === id)
    if (c && !document.hidden) seenUntil.set(key(c), c.messages.at(-1)?.ts || '')
  }
  keyed(bar, sidebarParts(where), (node) => node)
  modal(sight.modals)
}

function sidebarParts(where) {
  return sidebar({
    sight, at: where, play, sources: start.sources, unread: (c) => (c ? c.messages.filter((m) => m.ts > (seenUntil.get(key(c)) ?? '') && m.user !== sight.me).length : 0),
    players: start.players.map((id) => sight.people.find((p) => p.id === id)).filter(Boolean),
    theme: document.documentElement.dataset.theme, turnTheme, wire: wire.open(), turnWire: () => { wire.turn(); render() },
  }).filter(Boolean).map((node, i) => ({ key: String(i), sign: node.outerHTML, item: node }))
}

const heading = (where, app) => (where.sources ? 'Sources' : app ? app.name : titleOf(sight.channels.find((c) => c.id === where.channel)))

function renderMain(where, app) {
  if (where.sources) {
    part('main', main, 'sources', () => {
      const p = sourcesPage(ask)
      return { ...p, nodes: [top('Sources', 'What the answers come from'), p.node] }
    })
    return
  }
  if (app) {
    const p = part('main', main, `${app.id} ${where.tab} ${app.channel || ''}`, () => appPage(app, where.tab))
    p.render()
    return
  }
  const channel = sight.channels.find((c) => c.id === where.channel)
  if (!channel) return
  const p = part('main', main, `${sight.me} ${channel.id}`, () => {
    const name = channel.type === 'im' ? titleOf(channel) : '#' + titleOf(channel)
    const c = conversation({ channelID: channel.id, label: `Messages in ${name}`, go: (ts) => { location.hash = `#/c/${channel.id}/${ts}` } })
    return { ...c, nodes: [top(name, `${channel.members.length} members`), c.node] }
  })
  p.render(channel)
}

// ask puts a question to the first app, in the conversation with it.
async function ask(question) {
  const [app] = sight.apps
  const channel = await act('meet', { with: app.user })
  if (!channel || !await act('say', { channel: channel.ID, text: question })) return
  location.hash = `#/app/${app.id}/messages`
}

function appPage(app, tab) {
  const tabs = h('div', { class: 'tabs', role: 'group', 'aria-label': app.name }, ['home', 'messages', 'about'].map((t) => h('a', {
    href: `#/app/${app.id}/${t}`, 'aria-current': t === tab ? 'page' : null,
  }, t[0].toUpperCase() + t.slice(1))))
  const now = () => sight.apps.find((a) => a.id === app.id)
  const header = top(app.name, app.here ? 'App' : 'not connected yet', tabs)
  if (tab === 'about') return { nodes: [header, about(app)], render: () => {} }
  if (tab === 'home') {
    const page = home()
    return { nodes: [header, page.node], render: () => page.render(now()) }
  }
  if (!app.channel) return { nodes: [header, h('p', { class: 'hint' }, 'Opening…')], render: () => {} }
  const c = conversation({ channelID: app.channel, label: `Messages in ${app.name}`, go: (ts) => { location.hash = `#/c/${app.channel}/${ts}` } })
  return { ...c, nodes: [header, c.node], render: () => c.render(sight.channels.find((other) => other.id === app.channel)) }
}

function renderAside(where, app) {
  const assistant = sight.apps[0]
  const pane = where.thread?.startsWith('~')
  const thread = pane ? where.thread.slice(1) || undefined : where.thread
  const channel = sight.channels.find((c) => c.id === (pane ? assistant?.channel : where.channel))
  aside.hidden = where.thread === undefined || !channel
  document.body.classList.toggle('beside', !aside.hidden)
  if (aside.hidden) { drawn.aside = null; return }
  const home = `#/c/${where.channel}`
  const p = part('aside', aside, `${sight.me} ${channel.id} ${where.thread}`, () => {
    const go = (ts) => { location.hash = pane ? `${home}/~${ts}` : `${home}/${ts}` }
    const label = pane ? `Messages in ${assistant.name}` : `Thread in ${titleOf(channel)}`
    aside.setAttribute('aria-label', label)
    const c = conversation({ channelID: channel.id, thread, label, go })
    queueMicrotask(() => c.focus())
    return { ...c, nodes: [asideTop(pane ? assistant.name : label, home, pane && chats(channel, home)), c.node] }
  })
  p.render(channel)
}

const asideTop = (title, back, more) => h('header', { class: 'top' }, h('h2', {}, title), h('span', { class: 'space' }), more,
  h('a', { class: 'icon', href: back, 'aria-label': 'Close', title: 'Close' }, '✕'))

// chats leads to threads with the assistant by what it calls them, and back.
const chats = (channel, home) => h('label', { class: 'chats' }, h('span', { class: 'unseen' }, 'Threads'), h('select', {
  onchange: (e) => { location.hash = `${home}/~${e.target.value}` },
}, h('option', { value: '' }, 'All messages'), Object.entries(channel.titles || {}).reverse().map(([ts, title]) => h('option', {
  value: ts, selected: location.hash.endsWith(ts),
}, title))))

function top(name, note, more) {
  return h('header', { class: 'top' },
    h('button', { class: 'icon menu-button', 'aria-label': 'Channels', onclick: () => document.body.classList.toggle('menu-open') }, '☰'),
    h('h1', {}, name), h('span', { class: 'note-beside' }, note), more || '', h('span', { class: 'space' }),
    sight.apps.length && !more && name !== 'Sources' ? h('a', { class: 'button', href: `${location.hash.split('/').slice(0, 3).join('/') || `#/c/${sight.channels[0].id}`}/~` }, `¶ Ask ${sight.apps[0].name}`) : '')
}

function turnTheme() {
  const themes = ['auto', 'light', 'dark']
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length]
  document.documentElement.dataset.theme = next
  localStorage.setItem('theme', next)
  render()
}

main.addEventListener('pointerdown', () => document.body.classList.remove('menu-open'))
addEventListener('unhandledrejection', (e) => alerted(`Something went wrong on this page: ${e.reason?.message || e.reason}`))
play(me())
