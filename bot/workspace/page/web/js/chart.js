// Charts, drawn for the width there is: bars, lines, areas and pies. What a chart
// shows is in its label too, for whoever does not see it.
import { h, svg } from './dom.js'

const height = 260
const narrowest = 260
const widest = 600

export function chart(block) {
  const drawn = h('div', { class: 'drawn' })
  const figure = h('figure', { class: 'chart' }, h('figcaption', {}, block.title), drawn)
  const draw = () => {
    const width = Math.round(Math.max(narrowest, Math.min(widest, drawn.clientWidth || widest)))
    if (width === drawn.width) return
    drawn.width = width
    drawn.replaceChildren(...(block.chart.type === 'pie' ? pie(block, width) : axes(block, width)))
  }
  new ResizeObserver(draw).observe(drawn)
  draw()
  return figure
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

// told is the chart in words.
function told(block) {
  const c = block.chart
  const points = c.type === 'pie' ? c.segments.map((s) => `${s.label} ${number.format(s.value)}`)
    : c.series.flatMap((s) => s.data.map((p) => `${p.label} ${number.format(p.value)}`))
  const unit = c.axis_config?.y_label ? ` in ${c.axis_config.y_label}` : ''
  return `${c.type} chart: ${block.title}${unit}: ${points.join(', ')}`
}

// ticks are round numbers from below the least to above the greatest value.
export function ticks(low, high) {
  if (high <= low) return [low, low + 1]
  const raw = (high - low) / 4
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= raw)
  const out = []
  for (let at = Math.floor(low / step); at * step < high + step * 0.999; at++) out.push(at * step)
  return out
}

function axes(block, width) {
  const { type, series, axis_config: axis } = block.chart
  const names = axis.categories
  const values = series.flatMap((s) => s.data.map((p) => p.value))
  const scale = ticks(Math.min(0, ...values), Math.max(0, ...values))
  const slanted = names.some((n) => n.length * 7 > (width - 60) / names.length)
  const left = 16 + Math.max(...scale.map((t) => number.format(t).length)) * 7
  const bottom = (slanted ? 78 : 30) + (axis.x_label ? 18 : 0)
  const area = { left, right: width - 8, top: axis.y_label ? 30 : 14, bottom: height - bottom }
  const y = (v) => area.bottom - (v - scale[0]) / (scale.at(-1) - scale[0]) * (area.bottom - area.top)
  const slot = (area.right - area.left) / names.length
  const x = (i) => area.left + slot * (i + 0.5)

  const picture = svg('svg', { role: 'img', 'aria-label': told(block), width, height, viewBox: `0 0 ${width} ${height}` },
    axis.y_label && svg('text', { x: 0, y: 12, class: 'unit' }, axis.y_label),
    scale.map((t) => [
      svg('line', { x1: area.left, x2: area.right, y1: y(t), y2: y(t), class: t === 0 ? 'zero' : 'grid' }),
      svg('text', { x: area.left - 8, y: y(t) + 4, class: 'tick' }, number.format(t)),
    ]),
    names.map((name, i) => svg('text', slanted
      ? { x: x(i) + 4, y: area.bottom + 14, class: 'slanted', transform: `rotate(-35 ${x(i) + 4} ${area.bottom + 14})` }
      : { x: x(i), y: area.bottom + 20, class: 'name' }, name)),
    axis.x_label && svg('text', { x: (area.left + area.right) / 2, y: height - 4, class: 'unit across' }, axis.x_label),
    draws[type](series, names, { x, y, slot, floor: y(Math.max(0, scale[0])) }))
  return [picture, series.length > 1 && legend(series.map((s) => s.name))].filter(Boolean)
}

const pointOf = (s, name) => s.data.find((p) => p.label === name)?.value ?? 0

const draws = {
  bar(series, names, { x, y, slot, floor }) {
    const wide = Math.min(64, slot * 0.7 / series.length)
    return series.flatMap((s, j) => names.map((name, i) => {
      const v = pointOf(s, name)
      const left = x(i) + (j - series.length / 2) * wide
      return [
        svg('rect', { x: left + 1, y: Math.min(y(v), floor), width: wide - 2, height: Math.abs(floor - y(v)), rx: 3, class: `series-${j}` }),
        wide > 34 && svg('text', { x: left + wide / 2, y: Math.min(y(v), floor) - 5, class: 'value' }, number.format(v)),
      ]
    }))
  },
  line: (series, names, at) => series.map((s, j) => [
    svg('polyline', { points: names.map((n, i) => `${at.x(i)},${at.y(pointOf(s, n))}`).join(' '), class: `line series-${j}` }),
    names.map((n, i) => svg('circle', { cx: at.x(i), cy: at.y(pointOf(s, n)), r: 3.5, class: `series-${j}` })),
  ]),
  area: (series, names, at) => [
    series.map((s, j) => svg('polygon', {
      points: [`${at.x(0)},${at.floor}`, ...names.map((n, i) => `${at.x(i)},${at.y(pointOf(s, n))}`), `${at.x(names.length - 1)},${at.floor}`].join(' '),
      class: `area series-${j}`,
    })),
    draws.line(series, names, at),
  ],
}

function pie(block, width) {
  const { segments } = block.chart
  const total = segments.reduce((sum, s) => sum + s.value, 0)
  const r = 92
  let angle = -Math.PI / 2
  const at = (a) => `${110 + r * Math.cos(a)},${110 + r * Math.sin(a)}`
  const slices = segments.map((s, i) => {
    const from = angle
    angle += Math.min(s.value / total, 0.99999) * 2 * Math.PI // a whole turn would draw nothing
    return svg('path', { d: `M110,110 L${at(from)} A${r},${r} 0 ${angle - from > Math.PI ? 1 : 0} 1 ${at(angle)} Z`, class: `slice series-${i}` })
  })
  return [svg('svg', { role: 'img', 'aria-label': told(block), width: Math.min(220, width), height: 220, viewBox: '0 0 220 220' }, slices),
    legend(segments.map((s) => `${s.label} (${number.format(100 * s.value / total)} %)`))]
}

const legend = (names) => h('ul', { class: 'legend' }, names.map((name, i) => h('li', {},
  svg('svg', { width: 12, height: 12, 'aria-hidden': 'true' }, svg('rect', { width: 12, height: 12, rx: 3, class: `series-${i}` })), name)))
