// The question that some elements put before they do anything.
import { h, id } from './dom.js'
import { mrkdwn } from './mrkdwn.js'

// asked says whether the person confirms. c is a confirm object of Block Kit.
export function asked(c) {
  return new Promise((resolve) => {
    const title = id('confirm')
    const dialog = h('dialog', { class: 'confirm', 'aria-labelledby': title, onclose: () => { dialog.remove(); resolve(dialog.returnValue === 'yes') } },
      h('h2', { id: title }, c.title.text), h('div', { class: 'content' }, mrkdwn(c.text.text)),
      h('div', { class: 'buttons' },
        h('button', { class: 'button', onclick: () => dialog.close('') }, c.deny.text),
        h('button', { class: `button ${c.style === 'danger' ? 'danger' : 'primary'}`, onclick: () => dialog.close('yes') }, c.confirm.text)))
    document.body.append(dialog)
    dialog.showModal()
  })
}

// sure asks in words of the page's own.
export const sure = (title, text, yes) => asked({
  title: { text: title }, text: { text }, confirm: { text: yes }, deny: { text: 'Cancel' }, style: 'danger',
})
