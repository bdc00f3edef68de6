package answer

import (
	"cmp"
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
	ownDoubt     = 0.5 // what a short question adds to the turn before
	asideDoubt   = 0.2 // share of doubt that words outside the asking sentence keep
	carriedDoubt = 0.3 // share of doubt that words of an earlier turn keep
)

const (
	likeEnough    = 0.2  // the least score of an answer
	nearlyAll     = 0.85 // the same, for a denial that differs in the order of its words only
	sameEnough    = 0.66 // how much of the words of a denial or gap the question must have
	kindWeight    = 0.1  // what asking for the same kind of answer counts, as if it were a word
	conceptTrust  = 0.75 // how far another word for the same thing explains a word
	orderWeight   = 0.3  // what the same party acting on the same other counts
	unaskedReader = 0.6  // a reader's opinion, where nobody asked for one
	sameRelation  = 1.4  // what staying with the subject of a thread is worth
	sameUnit      = 1.3  // and with the paragraph
	sameFact      = 0.7  // but nobody asks to hear the same again
	rightKind     = 1.1  // the value itself is of the kind that is wanted
	worthLiking   = 0.45 // share of the best rough score that a phrase needs to be looked at
	likelyEnough  = 120  // phrases held against the question word by word
	fewEnough     = 24   // entries looked at closely
)

// match returns the entries nearest to the question, best first.
//
// It goes from rough to fine, so that a question costs tens of microseconds:
//
//	scan     the heavy words' postings give each phrase a rough score
//	liken    the best few phrases are held against the question word by word
//	weighUp  the best phrase of each of the best few entries decides
func (e *Engine) match(q question.Query) []candidate { return e.matchBut(q, noPhrase) }

// noPhrase stands for no way of asking.
const noPhrase = -1

// matchBut is match as if the base had one way of asking less, which shows how
// well the rest carries a question that nobody foresaw.
func (e *Engine) matchBut(q question.Query, but int32) []candidate {
	asked := e.weighed(q)
	likely := e.scan(asked, but)
	best := make([]likeness, 0, len(likely))
	for _, l := range likely {
		p := &e.phrases[l.phrase]
		like, shared := e.liken(q, asked, p)
		if !e.applies(p, asked, shared) {
			continue
		}
		best = append(best, likeness{l.phrase, like})
	}
	slices.SortFunc(best, byLikeness)
	out := make([]candidate, 0, fewEnough)
	for _, l := range best {
		p := &e.phrases[l.phrase]
		if len(out) == fewEnough {
			break
		}
		if !slices.ContainsFunc(out, func(c candidate) bool { return c.entry == &e.entries[p.entry] }) {
			out = append(out, e.weighUp(asked, q, p, min(1, l.score)))
		}
	}
	slices.SortStableFunc(out, byScore)
	e.exact(q, out, but)
	return out
}

// applies reports whether a phrase may answer at all. A gap must have most of
// its words in the question. A denial must besides have a word there that is at
// odds with its fact, such as the wrong year; one without such a word, as where
// roles are swapped, must have nearly all.
func (e *Engine) applies(p *phrase, asked []weighedToken, shared float32) bool {
	switch {
	case e.entries[p.entry].gap != nil:
		return shared >= sameEnough*p.weight
	case !p.deny:
		return true
	case len(p.wrong) == 0:
		return shared >= nearlyAll*p.weight
	}
	return shared >= sameEnough*p.weight && slices.ContainsFunc(asked, func(t weighedToken) bool { return p.wrong.hasAny(t.Terms) })
}

// weighedToken is a token with what it counts, worked out once a question.
type weighedToken struct {
	question.Token
	weight float32 // as it stands here
	full   float32 // as if it stood in the asking words
}

func (e *Engine) weighed(q question.Query) []weighedToken {
	out := make([]weighedToken, len(q.Tokens))
	for i, t := range q.Tokens {
		out[i] = weighedToken{Token: t, weight: e.weigh(t), full: e.plainWeight(t)}
	}
	return out
}

// likeness is a phrase and how much the question is like it.
type likeness struct {
	phrase int32
	score  float32
}

func byLikeness(a, b likeness) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.phrase, b.phrase))
}

// scratch is the working memory of a scan, kept between questions.
type scratch struct {
	got     []float32
	seen    []int32 // token that counted last, plus one
	touched []int32
	found   []likeness
}

// scan finds the phrases that share most weight with the question by its heavy
// words alone; by the light ones where it has no others.
func (e *Engine) scan(asked []weighedToken, but int32) []likeness {
	s := e.spare.Get().(*scratch)
	defer e.spare.Put(s)
	for _, light := range []bool{false, true} {
		for i := range asked {
			t := &asked[i]
			if (t.Class == question.Light) != light || t.weight == 0 {
				continue
			}
			for _, term := range t.Terms {
				w := t.weight * e.credit[term]
				for _, p := range e.postings[term] {
					if s.seen[p] == int32(i)+1 || p == but {
						continue
					}
					if s.seen[p] == 0 {
						s.touched = append(s.touched, p)
					}
					s.seen[p] = int32(i) + 1
					s.got[p] += w
				}
			}
		}
		if len(s.touched) > 0 {
			break
		}
	}
	var best float32
	for _, p := range s.touched {
		// the phrase's own weight keeps long phrases from winning by length
		s.got[p] /= 1 + e.phrases[p].weight/2
		best = max(best, s.got[p])
	}
	s.found = s.found[:0]
	for _, p := range s.touched {
		if s.got[p] >= best*worthLiking {
			s.found = append(s.found, likeness{p, s.got[p]})
		}
		s.got[p], s.seen[p] = 0, 0
	}
	s.touched = s.touched[:0]
	slices.SortFunc(s.found, byLikeness)
	return slices.Clone(s.found[:min(len(s.found), likelyEnough)])
}

// liken holds a question against a phrase word by word: twice what they share
// over what both hold (Dice's coefficient, weighted). shared is what of the
// phrase's own weight the question has.
func (e *Engine) liken(q question.Query, asked []weighedToken, p *phrase) (like, shared float32) {
	var got, both float32
	for i := range asked {
		t := &asked[i]
		credit := e.shares(p, t.Terms)
		switch {
		case !t.Background():
			both += t.weight
		case credit > 0:
			both += t.weight // what led up to the question is not missed
		}
		got += t.weight * credit
		shared += t.full * credit
	}
	for _, o := range q.Orders {
		if slices.Contains(p.orders, o) {
			got += orderWeight
		}
	}
	if q.Kind != question.What {
		both += kindWeight
		if q.Kind == p.kind {
			got += kindWeight
		}
	}
	if p.kind != question.What {
		both += kindWeight
	}
	return 2 * got / (both + p.weight), shared
}

// shares returns what it is worth that a phrase holds one of the terms: all for
// the same word, less for the same concept, nothing for none.
func (e *Engine) shares(p *phrase, terms []question.Term) float32 {
	for _, x := range terms {
		if p.holds.has(x) {
			return e.credit[x]
		}
	}
	return 0
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
func (e *Engine) weighUp(asked []weighedToken, q question.Query, p *phrase, like float32) candidate {
	n := &e.entries[p.entry]
	c := candidate{entry: n, phrase: p}
	var missed, explained float32
	says := false                 // a word of weight is explained
	var own, ownExplained float32 // of the words said now, in a thread
	for i := range asked {
		missed += asked[i].weight
	}
	for i := range asked {
		t, w := &asked[i].Token, asked[i].weight
		if t.Class != question.Light && !t.Background() {
			own += w
		}
		if e.accounts(n, p, t) {
			explained += w * e.trust(n, p, t)
			says = says || t.Class == question.Content || t.Class == question.Salient || t.Class == question.Entity
			if t.Class != question.Light && !t.Background() {
				ownExplained += w
			}
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
		case t.Class == question.Plain && q.Before != nil:
			d = ownDoubt
		}
		if t.Aside {
			d *= asideDoubt
		}
		if t.Carried {
			missed -= w
			if t.Class != question.Entity || t.Implied {
				continue
			}
			d *= carriedDoubt
		}
		c.doubt += d
		c.left = append(c.left, *t)
	}
	if !says {
		c.doubt++ // figures and grammar alone say nothing
	}
	share := explained / max(missed, 0.01)
	c.score = like * share * share * share // what is left unexplained counts more than what is put differently
	if n.fact != nil && q.Before != nil {  // a thread stays with its subject
		if n.fact.Relation == q.Before.Relation {
			c.score *= sameRelation
		}
		if n.fact.Cite[0] == q.Before.Cite[0] {
			c.score *= sameUnit
		}
		if n.fact == q.Before {
			c.score *= sameFact
		}
		if own > 0 && ownExplained < own/2 {
			c.doubt++ // what is new in the question must be in the answer
		}
	}
	if n.fact != nil && q.Kind != question.What && q.Kind == question.KindOf(n.fact.Value.Kind) {
		c.score *= rightKind
	}
	if n.fact != nil && n.fact.How == facts.Comment && !e.ofReaders(q) {
		c.score *= unaskedReader
	}
	c.score = min(1, c.score)
	if c.kind = kindFits(q, n); !c.kind {
		c.doubt += kindDoubt
		if q.Kind == question.When {
			c.doubt += kindDoubt // never a fact without a date for a date
		}
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

// ofReaders reports whether a question is about what readers say: it names one
// or the comments, or follows an answer about them.
func (e *Engine) ofReaders(q question.Query) bool {
	if q.Before != nil && q.Before.How == facts.Comment {
		return true
	}
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return t.Sort == "reader" || t.Class != question.Light && t.Class != question.Entity && slices.Contains(t.Terms, e.readers)
	})
}

// trust is how far an entry explains a word that it accounts for: wholly where
// it has the word itself, not quite where it has another for the same thing.
func (e *Engine) trust(n *entry, p *phrase, t *question.Token) float32 {
	for _, x := range t.Terms {
		if !e.reader.IsConcept(x) && (n.explains.has(x) || p.deny && n.denies.has(x)) {
			return 1
		}
	}
	return conceptTrust
}

// ofArticle reports whether a year is the one in which the article of a fact
// appeared: "the author in 2017", "the 2025 piece".
func (e *Engine) ofArticle(n *entry, t *question.Token) bool {
	if n.fact == nil {
		return false
	}
	a, ok := e.base.Article(n.fact.Cite[0].Article)
	return ok && float64(a.Published.Year) == t.Value
}

// accounts reports whether an entry explains a word of a question. Names, years
// and figures must stand in the fact itself or in the way of asking that is
// most like the question; what is counted must be what the fact counts.
func (e *Engine) accounts(n *entry, p *phrase, t *question.Token) bool {
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
		return n.core.hasAny(t.Terms) || p.holds.hasAny(t.Terms)
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
