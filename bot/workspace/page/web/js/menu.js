// A button that opens a menu, by mouse or by keys.
import { h, id } from './dom.js'

let closeOpen = () => {}
document.addEventListener('pointerdown', (e) => { if (!e.target.closest('.menu')) closeOpen() })

// menu makes it. Its items have a label and what they do; or a heading only. They
// may be given by a function, which is asked when the menu opens.
export function menu({ label, sign = '⋯', items, key }) {
  const list = id('menu')
  const button = h('button', {
    type: 'button', class: 'icon', 'aria-label': label, title: label, 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': list, 'data-key': key,
    onclick: () => (popup.hidden ? open() : close(true)),
    onkeydown: (e) => { if (e.key === 'ArrowDown' && popup.hidden) { e.preventDefault(); open() } },
  }, sign)
  const popup = h('div', { id: list, class: 'popup', role: 'menu', 'aria-label': label, hidden: true, onkeydown: keys })

  function open() {
    closeOpen()
    popup.replaceChildren(...(typeof items === 'function' ? items() : items).map((item) => (item.heading
      ? h('div', { class: 'group', role: 'presentation' }, item.heading)
      : h('button', { type: 'button', role: 'menuitem', tabindex: -1, class: item.danger ? 'danger' : null, onclick: () => { close(true); item.do() } },
        item.label))))
    popup.hidden = false
    button.setAttribute('aria-expanded', 'true')
    place()
    popup.querySelector('[role=menuitem]')?.focus()
    closeOpen = () => close(false)
  }
  // place keeps the menu within the window.
  function place() {
    popup.classList.remove('up', 'from-left')
    const edge = popup.getBoundingClientRect()
    if (edge.bottom > innerHeight - 8) popup.classList.add('up')
    if (edge.left < 8) popup.classList.add('from-left')
  }
  function close(back) {
    popup.hidden = true
    button.setAttribute('aria-expanded', 'false')
    closeOpen = () => {}
    if (back) button.focus()
  }
  function keys(e) {
    const all = [...popup.querySelectorAll('[role=menuitem]')]
    const at = all.indexOf(document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[e.key]
    if (to !== undefined) {
      e.preventDefault()
      all[to % all.length].focus()
    } else if (e.key === 'Escape' || e.key === 'Tab') {
      if (e.key === 'Escape') { e.preventDefault(); e.stopPropagation() }
      close(true)
    }
  }
  return h('span', { class: 'menu' }, button, popup)
}
