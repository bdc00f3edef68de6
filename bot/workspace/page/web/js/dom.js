// Making and changing nodes. Text always goes in as text: nothing in this page
// takes markup from outside.

// h makes an element. Properties that begin with "on" are listeners, true and
// false set and leave out an attribute, everything else is an attribute.
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children)
}

// svg is h for drawings.
export function svg(tag, props, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children)
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (name === 'value' && 'value' in node) node.value = value
    else node.setAttribute(name, value === true ? '' : value)
  }
  node.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false))
  return node
}

// keyed makes parent's children those of items and touches only what is new: each
// item has a key, and a sign that changes when it has to be drawn anew. What had
// the focus keeps it, if it is still there under the same data-key.
export function keyed(parent, items, make) {
  const old = new Map([...parent.children].map((node) => [node.dataset.of, node]))
  const focused = parent.contains(document.activeElement) ? document.activeElement : null
  const within = focused?.closest('[data-of]')?.dataset.of
  let at = parent.firstElementChild
  for (const { key, sign, item } of items) {
    let node = old.get(key)
    if (node && node.sign !== sign) {
      const next = draw(make, item, key, sign)
      node.replaceWith(next)
      if (at === node) at = next
      node = next
    } else if (!node) {
      node = draw(make, item, key, sign)
    }
    old.delete(key)
    if (node === at) at = at.nextElementSibling
    else parent.insertBefore(node, at)
  }
  for (const node of old.values()) node.remove()
  if (focused && !focused.isConnected) refocus(parent, within, focused.dataset.key)
}

function draw(make, item, key, sign) {
  const node = make(item)
  node.dataset.of = key
  node.sign = sign
  return node
}

function refocus(parent, within, key) {
  const node = [...parent.children].find((n) => n.dataset.of === within)
  const target = key && [...(node?.querySelectorAll('[data-key]') || [])].find((n) => n.dataset.key === key)
  ;(target || node)?.focus()
}

// id gives ids that no other element has.
let ids = 0
export const id = (prefix) => `${prefix}-${++ids}`
