// The sources page: the articles with a gist of each paragraph and the facts that
// stand there; and a search across all facts as one types.
import { h } from './dom.js'
import { get } from './server.js'

const most = 60 // facts found that are shown
const again = 1000 // ms until what was asked is looked for again

// sourcesPage makes it. ask, to be called with a question, puts it to the app.
export function sourcesPage(ask) {
  const found = h('div', { class: 'found' })
  const count = h('p', { class: 'hint', role: 'status' })
  const box = h('input', { type: 'search', placeholder: 'Search all facts', 'aria-label': 'Search all facts', oninput: () => draw() })
  const often = h('input', { type: 'checkbox', onchange: () => draw() })
  const node = h('div', { class: 'scroller sources', tabindex: 0, role: 'region', 'aria-label': 'Sources' },
    h('div', { class: 'search' }, box, h('label', {}, often, ' Most asked first')), count, found)
  let shelf = null

  // load looks for what was asked, again and again as long as the page is there.
  async function load() {
    const got = await get('sources').catch(() => ({ error: 'The workspace cannot be reached' }))
    if (got.error) count.textContent = `${got.error}…`
    else if (got.asked !== shelf?.asked) take(got)
    setTimeout(() => node.isConnected && load(), again)
  }
  function take(got) {
    shelf = got
    for (const f of shelf.facts) f.words = [f.says, f.id, f.by, ...f.asks].join(' ').toLowerCase()
    const open = new Set([...found.querySelectorAll('details[open]')].map((d) => d.dataset.key))
    draw()
    for (const d of found.querySelectorAll('details')) d.open = open.has(d.dataset.key)
  }

  function draw() {
    if (!shelf) return
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean)
    if (!words.length && !often.checked) {
      count.textContent = `${shelf.articles.length} articles, ${shelf.facts.length} facts; ${shelf.asked === 1 ? '1 question was' : `${shelf.asked} questions were`} asked here.`
      found.replaceChildren(...shelf.articles.map(article), ...rest())
      return
    }
    const fit = shelf.facts.filter((f) => words.every((w) => f.words.includes(w)))
    const inTheStatement = (f) => words.filter((w) => f.says.toLowerCase().includes(w)).length
    fit.sort((a, b) => (often.checked ? b.asked - a.asked : 0) || inTheStatement(b) - inTheStatement(a) || a.says.length - b.says.length)
    count.textContent = fit.length > most ? `${fit.length} facts; the first ${most} are shown.` : fit.length === 1 ? '1 fact.' : `${fit.length} facts.`
    found.replaceChildren(h('ul', { class: 'facts' }, fit.slice(0, most).map((f) => fact(f, true))))
  }

  function article(a) {
    const about = shelf.facts.filter((f) => f.cite.some((c) => c.article === a.id))
    const asked = about.reduce((n, f) => n + f.asked, 0)
    const by = [a.author, a.publisher, a.published].filter(Boolean).join(', ')
    return h('section', { class: 'article', 'aria-label': a.title }, h('h2', {}, a.title),
      h('p', { class: 'hint' }, `${by}${by ? ' · ' : ''}${about.length} facts${asked ? `, asked for ${times(asked)}` : ''}`),
      h('ol', {}, a.units.map((u) => unit(a, u, about.filter((f) => f.cite[0].article === a.id && f.cite[0].at === u.at)))))
  }
  function unit(a, u, facts) {
    const asked = facts.reduce((n, f) => n + f.asked, 0)
    const gist = [h('span', { class: 'place' }, u.place), h('span', { class: 'gist' }, u.gist),
      h('span', { class: 'number' }, facts.length ? `${facts.length === 1 ? '1 fact' : `${facts.length} facts`}${asked ? `, asked ${times(asked)}` : ''}` : '')]
    if (!facts.length) return h('li', {}, h('div', { class: 'unit' }, gist))
    const list = h('details', { 'data-key': `${a.id} ${u.at}`, ontoggle: () => list.open && list.children.length === 1 && list.append(h('ul', { class: 'facts' }, facts.map((f) => fact(f)))) },
      h('summary', { class: 'unit' }, gist))
    return h('li', {}, list)
  }
  // rest are the facts that stand in no article: entries of a FAQ.
  function rest() {
    const left = shelf.facts.filter((f) => !shelf.articles.some((a) => f.cite.some((c) => c.article === a.id)))
    return left.length ? [h('section', { class: 'article', 'aria-label': 'Without an article' }, h('h2', {}, 'Without an article'),
      h('ul', { class: 'facts' }, left.slice(0, most).map((f) => fact(f, true))))] : []
  }
  function fact(f, where) {
    const said = { reported: '', 'not disclosed': 'not disclosed' }[f.how] ?? `${f.how}${f.by ? ` by ${f.by}` : ''}`
    const places = where ? cited(f) : f.places.join(', ')
    const questions = h('details', { 'data-key': f.id, ontoggle: () => questions.open && questions.children.length === 1 && questions.append(h('ul', {}, f.asks.map((q) => h('li', {},
      h('button', { class: 'link', title: 'Ask this', onclick: () => ask(q) }, q))))) }, h('summary', {}, `Answers ${f.asks.length} ways of asking`))
    return h('li', { class: 'fact' }, h('p', {}, f.says), h('p', { class: 'hint' }, [places, said, f.asked && `asked ${times(f.asked)}`].filter(Boolean).join(' · ')), questions)
  }
  // cited are the articles of a fact, each with the places.
  function cited(f) {
    const places = Map.groupBy(f.cite.map((c, i) => ({ article: c.article, place: f.places[i] })), (c) => c.article)
    const title = (id) => shelf.articles.find((a) => a.id === id)?.title || id
    return [...places].map(([id, all]) => `${title(id)}, ${all.map((c) => c.place).join(', ')}`).join('; ')
  }
  load()
  return { node, focus: () => box.focus() }
}

const times = (n) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`)
