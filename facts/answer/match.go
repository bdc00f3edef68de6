package answer

import (
	"slices"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// candidate is an entry held against a question.
type candidate struct {
	entry  *entry
	phrase *phrase          // the way of asking it is most like
	score  float32          // 0..1: likeness, with what the entry explains besides
	left   []question.Token // words of the question that nothing in the entry explains
	doubt  float32          // how much those words matter
	roles  bool             // the question has the parties the other way round
	kind   bool             // the entry has the kind of answer that is wanted
}

// Doubt by class: what one unexplained word of a class weighs against an
// entry. At tooMuchDoubt the entry is no answer. Words that only colour a
// question raise no doubt of their own: they lower the score.
var classDoubt = [...]float32{
	question.Light: 0, question.Plain: 0, question.Content: 0, question.Salient: 0.95,
	question.Foreign: 0.6, question.Number: 0.6, question.Year: 1, question.Entity: 1,
}

const (
	tooMuchDoubt = 0.95
	askedDoubt   = 0.6 // the noun that is asked for
	countedDoubt = 1   // the noun that is counted
	speakerDoubt = 0.7 // the company asked about only says so
	kindDoubt    = 0.5 // a fact without the kind of answer that is wanted
	sourceDoubt  = 0.4 // a year that may only be that of the article
	asideDoubt   = 0.2 // share of doubt that words outside the asking sentence keep
	carriedDoubt = 0.3 // share of doubt that words of an earlier turn keep
)

const (
	likeEnough   = 0.2  // the least score of an answer
	sameEnough   = 0.66 // how much of the words of a denial or gap the question must have
	kindWeight   = 0.1  // what asking for the same kind of answer counts, as if it were a word
	orderWeight  = 0.3  // what the same party acting on the same other counts
	sameRelation = 1.4  // a thread stays with its subject
	rightKind    = 1.1  // the value itself is of the kind that is wanted
	fewEnough    = 24   // entries looked at closely
)

// match returns the entries nearest to the question, best first.
func (e *Engine) match(q question.Query) []candidate { return e.matchBut(q, noPhrase) }

// noPhrase stands for no way of asking.
const noPhrase = -1

// matchBut is match as if the base had one way of asking less, which shows how
// well the rest carries a question that nobody foresaw.
func (e *Engine) matchBut(q question.Query, but int32) []candidate {
	got := make([]float32, len(e.phrases))
	stamp := make([]int32, len(e.phrases))
	common := make([]float32, len(e.phrases)) // weight of the phrase's tokens, by its own measure
	extra := make([]float32, len(e.phrases))  // weight of background that the phrase shares
	var touched []int32
	var total float32
	for i, t := range q.Tokens {
		w := e.weigh(t)
		if !t.Background() {
			total += w
		}
		for _, term := range t.Terms {
			for _, p := range e.postings[term] {
				if stamp[p] == int32(i)+1 || p == but {
					continue
				}
				if got[p] == 0 {
					touched = append(touched, p)
				}
				stamp[p] = int32(i) + 1
				got[p] += w * e.credit[term]
				common[p] += e.plainWeight(t) * e.credit[term]
				if t.Background() {
					extra[p] += w
				}
			}
		}
	}
	best := map[int32]int32{}
	for _, p := range touched {
		ph := &e.phrases[p]
		if (ph.deny || e.entries[ph.entry].gap != nil) && common[p] < sameEnough*ph.weight {
			continue
		}
		both := total + extra[p] + ph.weight
		if q.Kind != question.What {
			both += kindWeight
		}
		if ph.kind != question.What {
			both += kindWeight
		}
		for _, o := range q.Orders {
			if slices.Contains(ph.orders, o) {
				got[p] += orderWeight
			}
		}
		if q.Kind == ph.kind && q.Kind != question.What {
			got[p] += kindWeight
		}
		got[p] = 2 * got[p] / both
		if b, ok := best[ph.entry]; !ok || got[p] > got[b] || got[p] == got[b] && p < b {
			best[ph.entry] = p
		}
	}
	order := make([]int32, 0, len(best))
	for _, p := range best {
		order = append(order, p)
	}
	slices.SortFunc(order, func(a, b int32) int {
		if got[a] != got[b] {
			if got[a] > got[b] {
				return -1
			}
			return 1
		}
		return int(a - b)
	})
	if len(order) > fewEnough {
		order = order[:fewEnough]
	}
	out := make([]candidate, 0, len(order))
	for _, p := range order {
		out = append(out, e.weighUp(q, &e.phrases[p], min(1, got[p])))
	}
	slices.SortStableFunc(out, byScore)
	e.exact(q, out, but)
	return out
}

// exact puts first the entry that is asked for in just these words.
func (e *Engine) exact(q question.Query, found []candidate, but int32) {
	at, ok := e.verbatim[q.Words()]
	if !ok || at == but {
		return
	}
	p := &e.phrases[at]
	for i, c := range found {
		if c.entry == &e.entries[p.entry] {
			c.phrase, c.score, c.doubt, c.left, c.kind, c.roles = p, 1, 0, nil, true, false
			copy(found[1:i+1], found[:i])
			found[0] = c
			return
		}
	}
}

// weighUp looks closely at one entry: which words of the question it leaves
// unexplained, whether the roles and the kind of answer fit.
func (e *Engine) weighUp(q question.Query, p *phrase, like float32) candidate {
	n := &e.entries[p.entry]
	c := candidate{entry: n, phrase: p}
	var total, explained float32
	for _, t := range q.Tokens {
		total += e.weigh(t)
	}
	missed := total
	for _, t := range q.Tokens {
		w := e.weigh(t)
		if e.accounts(n, p, t) {
			explained += w
			continue
		}
		d := classDoubt[t.Class]
		switch {
		case t.Background() && d == 0:
			missed -= w // what led up to the question helps where it fits and is not missed
			continue
		case t.Class == question.Year && e.ofArticle(n, t):
			d = sourceDoubt
		case t.Asked && t.Counted:
			d = countedDoubt
		case t.Asked && t.Class != question.Light:
			d = max(d, askedDoubt)
		case t.Class == question.Light:
			continue
		}
		if t.Aside {
			d *= asideDoubt
		}
		if t.Carried {
			if t.Class != question.Entity || t.Implied {
				continue
			}
			d *= carriedDoubt
		}
		c.doubt += d
		c.left = append(c.left, t)
	}
	share := explained / max(missed, 0.01)
	c.score = like * share * share * share // what is left unexplained counts more than what is put differently
	if n.fact != nil && n.fact.Relation == q.Relation {
		c.score *= sameRelation // a thread stays with its subject
	}
	if n.fact != nil && q.Kind != question.What && q.Kind == question.KindOf(n.fact.Value.Kind) {
		c.score *= rightKind
	}
	c.score = min(1, c.score)
	if c.kind = kindFits(q, n); !c.kind {
		c.doubt += kindDoubt
		c.score *= 0.8
	}
	if e.swapped(q, n, p) {
		c.roles = true
		c.doubt++
	}
	if e.onlySpeaks(q, n, p) {
		c.doubt += speakerDoubt
	}
	return c
}

// ofArticle reports whether a year is the one in which the article of a fact
// appeared: "the author in 2017", "the 2025 piece".
func (e *Engine) ofArticle(n *entry, t question.Token) bool {
	if n.fact == nil {
		return false
	}
	a, ok := e.base.Article(n.fact.Cite[0].Article)
	return ok && float64(a.Published.Year) == t.Value
}

// accounts reports whether an entry explains a word of a question. Names, years
// and figures must stand in the fact itself or in the way of asking that is
// most like the question; what is counted must be what the fact counts.
func (e *Engine) accounts(n *entry, p *phrase, t question.Token) bool {
	if p.deny && n.denies.hasAny(t.Terms) {
		return true
	}
	if n.fact == nil {
		return n.explains.hasAny(t.Terms)
	}
	switch {
	case t.Asked && t.Counted && n.fact.Value.Kind == facts.Count:
		return n.asked.hasAny(t.Terms)
	case t.Class >= question.Number:
		return n.core.hasAny(t.Terms) || slices.ContainsFunc(p.tokens, func(o question.Token) bool {
			return slices.ContainsFunc(o.Terms, func(x question.Term) bool { return slices.Contains(t.Terms, x) })
		})
	}
	return n.explains.hasAny(t.Terms)
}

// onlySpeaks reports whether the only company of the question that a fact
// knows is the one who says so, though the question does not ask what is said.
func (e *Engine) onlySpeaks(q question.Query, n *entry, p *phrase) bool {
	if n.fact == nil || p.deny || q.Says {
		return false
	}
	f, speaks := n.fact, false
	for _, t := range q.Tokens {
		if t.Class != question.Entity || t.Sort != "company" || t.Background() {
			continue
		}
		if t.Entity == f.Subject || slices.Contains(f.With, t.Entity) || slices.Contains(f.Value.IDs, t.Entity) {
			return false
		}
		speaks = speaks || t.Entity == f.By
	}
	return speaks
}

// kindFits reports whether an entry has the kind of answer that is wanted.
func kindFits(q question.Query, n *entry) bool {
	switch q.Kind {
	case question.Who, question.When, question.Where, question.Amount, question.Define:
		return q.YesNo || n.gap != nil || n.kinds[q.Kind]
	}
	return true
}

// swapped reports whether the question has the parties the other way round: than
// the way of asking it is most like, or, where that tells nothing, than a fact
// in which roles matter.
func (e *Engine) swapped(q question.Query, n *entry, p *phrase) bool {
	for _, o := range q.Orders {
		turned := question.Order{Agent: o.Patient, Patient: o.Agent}
		switch {
		case slices.Contains(p.orders, o):
			return false
		case slices.Contains(p.orders, turned):
			return true
		case n.fact != nil && !p.deny && e.roles[n.fact.Relation] && o.Patient == n.fact.Subject && slices.Contains(n.fact.With, o.Agent):
			return true
		}
	}
	return false
}
