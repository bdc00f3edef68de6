// Who and what the ids in messages are, as the person who is played sees it.
let sight = { people: [], channels: [], apps: [] }

export function setNames(now) { sight = now }

export function person(id) {
  const found = sight.people.find((p) => p.id === id)
  if (id === 'USLACKBOT') return { id, name: 'Slackbot' }
  return found ? { ...found, me: id === sight.me } : { id, name: 'somebody' }
}

export const channel = (id) => sight.channels.find((c) => c.id === id)

export const appOf = (channel) => sight.apps.find((a) => a.channel === channel.id)

// titleOf is what a conversation is called: by its name, or by the other side.
export function titleOf(c) {
  if (c.type !== 'im') return c.name
  const other = c.members.find((m) => m !== sight.me)
  return person(other || sight.me).name
}

export const me = () => sight.me
export const people = () => sight.people
export const channels = () => sight.channels
export const apps = () => sight.apps
