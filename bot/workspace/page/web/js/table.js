// Tables. A data table can be sorted by a column and has pages.
import { h } from './dom.js'
import { richText } from './richtext.js'
import { acted } from './elements.js'

export function plainTable(b) {
  const [head, ...rows] = b.rows
  return h('div', { class: 'table' }, h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' }, h('table', {},
    h('thead', {}, h('tr', {}, head.map((c) => h('th', { scope: 'col' }, cell(c))))),
    h('tbody', {}, rows.map((row) => h('tr', {}, row.map((c) => h('td', {}, cell(c)))))))))
}

export function dataTable(b, surface) {
  const [head, ...rows] = b.rows
  const size = b.page_size || 10
  const box = h('div', { class: 'table' })
  const shown = { page: 0, by: -1, down: false }

  function draw(focus) {
    const sorted = sort(rows, shown)
    const pages = Math.ceil(rows.length / size)
    box.replaceChildren(
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': b.caption }, h('table', {},
        h('caption', {}, b.caption),
        h('thead', {}, h('tr', {}, head.map((c, i) => heading(c, i)))),
        h('tbody', {}, sorted.slice(shown.page * size, (shown.page + 1) * size).map((row) => h('tr', {}, row.map((c, i) => {
          const numeric = c.type === 'raw_number' ? 'number' : null
          return i === (b.row_header_column_index ?? 0) ? h('th', { scope: 'row', class: numeric }, cell(c, b, surface))
            : h('td', { class: numeric }, cell(c, b, surface))
        })))))),
      pages > 1 ? h('div', { class: 'pager' },
        turn('Previous page', '‹', shown.page > 0, -1),
        h('span', {}, `${shown.page * size + 1}–${Math.min(rows.length, (shown.page + 1) * size)} of ${rows.length}`),
        turn('Next page', '›', shown.page < pages - 1, 1)) : '')
    if (focus) box.querySelector(`[data-key="${focus}"]`)?.focus()
  }
  function heading(c, i) {
    const sorting = shown.by === i ? (shown.down ? 'descending' : 'ascending') : null
    const numeric = rows.length && rows[0][i]?.type === 'raw_number' ? 'number' : null
    return h('th', { scope: 'col', 'aria-sort': sorting, class: numeric }, h('button', {
      class: 'plain', 'data-key': `sort-${i}`, title: 'Sort',
      onclick: () => {
        Object.assign(shown, { by: i, down: shown.by === i && !shown.down, page: 0 })
        draw(`sort-${i}`)
      },
    }, cell(c), h('span', { 'aria-hidden': 'true', class: 'arrow' }, sorting ? (shown.down ? '\u00a0↓' : '\u00a0↑') : '\u00a0↕')))
  }
  const turn = (label, sign, possible, by) => h('button', {
    'aria-label': label, 'data-key': label, disabled: !possible, onclick: () => { shown.page += by; draw(label) },
  }, sign)

  draw()
  return box
}

function sort(rows, { by, down }) {
  if (by < 0) return rows
  const order = (a, b) => (a.type === 'raw_number' && b.type === 'raw_number' ? a.value - b.value : plain(a).localeCompare(plain(b)))
  return rows.toSorted((a, b) => (down ? -1 : 1) * order(a[by], b[by]))
}

const plain = (c) => c.text ?? String(c.value ?? '')

function cell(c, block, surface) {
  if (c.type === 'rich_text') return richText(c)
  if (c.element && surface) return acted(c.element, block, surface)
  return plain(c)
}
