// What is on the left: who one is, channels, direct conversations, apps.
import { h } from './dom.js'
import { avatar } from './message.js'
import { titleOf } from './names.js'

// sidebar draws it. at is where one is; players can be played; unread says how
// many messages of a channel have not been seen.
export function sidebar({ sight, at, players, unread, play, sources, theme, turnTheme, wire, turnWire }) {
  const rooms = sight.channels.filter((c) => c.type !== 'im')
  const appUsers = sight.apps.map((a) => a.user)
  const directs = sight.people.filter((p) => p.id !== sight.me && !appUsers.includes(p.id)).map((p) => ({
    person: p, channel: sight.channels.find((c) => c.type === 'im' && c.members.includes(p.id) && c.members.includes(sight.me)),
  }))
  const line = (href, sign, name, current, count) => h('li', {}, h('a', { href, class: count ? 'line unread' : 'line', 'aria-current': current ? 'page' : null, 'data-key': href },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, sign), h('span', { class: 'called' }, name),
    count ? h('span', { class: 'count', 'aria-label': `${count} unread` }, String(count)) : ''))
  const group = (name, lines) => h('section', { 'aria-label': name }, h('h2', {}, name), h('ul', {}, lines))
  return [
    h('header', {}, h('strong', {}, sight.team),
      h('label', { class: 'playing' }, h('span', {}, 'You are'),
        h('select', { 'data-key': 'play', onchange: (e) => play(e.target.value) }, players.map((p) => h('option', { value: p.id, selected: p.id === sight.me },
          p.admin ? `${p.name} (admin)` : p.name))))),
    h('div', { class: 'lines' },
      group('Channels', rooms.map((c) => line(`#/c/${c.id}`, c.type === 'group' ? '🔒' : '#', titleOf(c), at.channel === c.id, unread(c)))),
      group('Direct messages', directs.map(({ person, channel }) => line(`#/with/${person.id}`, avatar(person), person.name,
        at.channel && at.channel === channel?.id, channel && unread(channel)))),
      group('Apps', sight.apps.map((a) => line(`#/app/${a.id}/home`, avatar({ app: a.id }), a.name, at.app === a.id,
        at.app !== a.id && unread(sight.channels.find((c) => c.id === a.channel))))),
      sources && group('Behind it', [line('#/sources', '¶', 'Sources', at.sources)])),
    h('footer', {},
      h('button', { class: 'plain', 'data-key': 'theme', onclick: turnTheme }, `Theme: ${theme}`),
      h('button', { class: 'plain', 'data-key': 'wire', 'aria-pressed': String(wire), onclick: turnWire }, 'Wire')),
  ]
}
