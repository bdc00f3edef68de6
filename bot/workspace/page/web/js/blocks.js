// Blocks, drawn as Slack draws them. A block of a kind unknown here says so,
// rather than being left out.
import { h } from './dom.js'
import { withEmoji } from './emoji.js'
import { mrkdwn } from './mrkdwn.js'
import { richText } from './richtext.js'
import { markdown } from './markdown.js'
import { dataTable, plainTable } from './table.js'
import { chart } from './chart.js'
import { acted, field, words } from './elements.js'

// A surface is what the blocks stand on: it knows what was entered, and does
// what is done.
//
//   act(element, value)       something is pressed or chosen
//   suggest(element, typed)   what an app offers for what is typed
//   values                    what was entered, by block_id and action_id
//   errors                    what is wrong, by block_id
export function blocks(list, surface) {
  return list.map((block) => {
    const draw = kinds[block.type]
    const node = draw ? draw(block, surface) : h('p', { class: 'unknown' }, `(a block of the type ${block.type})`)
    node.classList.add('block')
    return node
  })
}

const kinds = {
  section(b, surface) {
    return h('div', { class: 'section' },
      h('div', { class: 'said' }, b.text && h('div', { class: 'text' }, text(b.text)),
        b.fields && h('div', { class: 'columns' }, b.fields.map((f) => h('div', {}, text(f))))),
      b.accessory && h('div', { class: 'accessory' }, acted(b.accessory, b, surface, words(b.text))))
  },
  divider: () => h('hr'),
  header: (b) => h(`h${Math.min(6, 2 + (b.level || 1))}`, { class: `header level-${b.level || 1}` }, withEmoji(b.text.text)),
  image: (b) => h('figure', { class: 'picture' }, b.title && h('figcaption', {}, b.title.text), picture(b)),
  context: (b) => h('div', { class: 'context' }, b.elements.map((e) => (e.type === 'image' ? picture(e) : h('span', {}, text(e))))),
  actions: (b, surface) => h('div', { class: 'actions' }, b.elements.map((e) => acted(e, b, surface))),
  context_actions: (b, surface) => h('div', { class: 'actions small' }, b.elements.map((e) => acted(e, b, surface))),
  input: (b, surface) => field(b, surface),
  rich_text: (b) => h('div', { class: 'rich-text' }, richText(b)),
  markdown: (b) => h('div', { class: 'text' }, markdown(b.text)),
  table: (b) => plainTable(b),
  data_table: (b, surface) => dataTable(b, surface),
  data_visualization: (b) => chart(b),
  task_card: (b) => h('div', { class: 'card' }, task(b)),
  plan: (b) => h('div', { class: 'card' }, h('strong', {}, b.title), h('ul', {}, (b.tasks || []).map((t) => h('li', {}, task(t))))),
}

const task = (t) => [h('span', {}, t.title || ''), h('span', { class: 'hint' }, ` ${(t.status || '').replace('_', ' ')}`)]

// text is a text object.
export function text(t) {
  return t.type === 'mrkdwn' ? mrkdwn(t.text) : t.text.split('\n').flatMap((l, i) => (i ? [h('br'), withEmoji(l)] : [withEmoji(l)]))
}

// picture is what an image shows, in words: nothing is fetched from elsewhere.
const picture = (e) => h('span', { class: 'no-picture', role: 'img', 'aria-label': e.alt_text }, `🖼 ${e.alt_text}`)
