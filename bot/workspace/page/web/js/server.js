// The two ways to the server: what a person does, and what they see.
import { alerted } from './tell.js'

let person = ''

// act does something as the person who is played. It gives undefined, and says
// why on the page, if it could not be done.
export async function act(name, what = {}) {
  let told
  try {
    const response = await fetch(`do/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ as: person, ...what }),
    })
    told = await response.json()
  } catch {
    told = { error: 'The workspace cannot be reached: has it been stopped?' }
  }
  if (told.error) {
    alerted(told.error)
    return undefined
  }
  return told.done ?? true
}

export const get = async (path) => (await fetch(path)).json()

// watch calls seen with all that a person sees, now and at every change, until
// somebody else is watched.
let stream
export function watch(as, seen, lost) {
  person = as
  stream?.close()
  stream = new EventSource(`stream?as=${encodeURIComponent(as)}`)
  stream.onmessage = (e) => seen(JSON.parse(e.data))
  stream.onerror = lost
}
