package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// dated reads "that year", "the year before" and the like as the year meant, by
// the last one in the thread.
func (e *Engine) dated(q question.Query, before turn) question.Query {
	year := lastYear(before)
	if year == 0 {
		return q
	}
	word := func(i int) string {
		if i < 0 || i >= len(q.Tokens) {
			return ""
		}
		return q.Tokens[i].Read
	}
	for i, t := range q.Tokens {
		from, to := max(0, i-1), i+1
		apart := yearsApart(q.Tokens, i)
		switch {
		case apart != 0:
			year, to = year+apart, i+2
		case t.Read != "year":
			continue
		case word(i-1) == "that" || word(i-1) == "same":
		case word(i-1) == "previous" || word(i-1) == "prior":
			year--
		case word(i-1) == "following" || word(i-1) == "next":
			year++
		default:
			continue
		}
		if to > i+1 && word(to) == "that" && to+1 < len(q.Tokens) && q.Tokens[to+1].Class != question.Entity {
			to += 2 // "the year before that deal"
		}
		out := q
		out.Tokens = slices.Concat(q.Tokens[:from], e.reader.Read(strconv.Itoa(year)).Tokens, q.Tokens[to:])
		return out
	}
	return q
}

// sideOf are the words that set one time apart from another, by the side of it.
var sideOf = lexicon.Numbers("apart")

// yearsApart is how many years a question goes on from the one that was told, or back,
// with the word at a place: "the year after", "two years later"; 0 where it does not.
func yearsApart(ts []question.Token, at int) int {
	if at+1 >= len(ts) || lapses[ts[at].Read] != 12 {
		return 0
	}
	side := int(sideOf[ts[at+1].Read])
	if at == 0 {
		return side * int(one(len(ts) == 2 && ts[at].Read == "year")) // "year before?"
	}
	n := ts[at-1]
	if ts[at].Read == "year" {
		return side * int(one(n.Read == "the" || n.Read == "a" || n.Read == "one"))
	}
	return side * int(cmp.Or(howMany[n.Read], n.Value))
}

// events are the words that ask what happened, and of nothing that did.
var events = lexicon.Set("event")

// happenedThen answers what somebody of whom a thread tells did in a year that was
// pointed to: "and what did they do the year after?".
func (e *Engine) happenedThen(q question.Query, before turn) (reading, bool) {
	year, asks := 0, false
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Year && year == 0:
			year = int(t.Value)
		case t.Class != question.Light:
			return reading{}, false
		}
		asks = asks || events[t.Read]
	}
	if year == 0 || !asks || q.YesNo || q.Kind != question.What || before.fact == nil {
		return reading{}, false
	}
	for _, t := range before.tokens {
		if t.Class == question.Entity && t.Sort == company && isParty(before.fact, t.Entity) {
			q.Tokens = append(slices.Clip(q.Tokens), t)
		}
	}
	for _, c := range e.match(q) {
		f := c.entry.fact
		if f == nil || len(f.Calc) > 0 || cmp.Or(f.Value.Day.Year, f.Period.From.Year) != year || !isParty(f, before.fact.Subject) {
			continue
		}
		return reading{turn: e.leaves(q, e.told(f)), sure: true, chance: c.chance}, true
	}
	nothing := Answer{Outcome: Unknown, Text: doNotSay("They date nothing to " + strconv.Itoa(year) + " that would go with that."), Confidence: 0.5}
	return reading{turn: e.leaves(q, nothing), sure: true, chance: 0.5}, true
}

// thatArticle reads "that article" as the only one that the last answer cites, where
// a question names nothing else.
func (e *Engine) thatArticle(q question.Query, before turn) (question.Query, bool) {
	cited := e.articlesOf(before.answer)
	if before.answer.Outcome != Answered || len(cited) != 1 || e.names[cited[0]] == nil || len(q.Entities()) > 0 {
		return q, false
	}
	for i := 1; i < len(q.Tokens); i++ {
		if articleWords[q.Tokens[i].Read] && pointing[q.Tokens[i-1].Read] {
			q.Tokens = slices.Concat(q.Tokens[:i-1], []question.Token{e.named(cited[0])}, q.Tokens[i+1:])
			return q, true
		}
	}
	return q, false
}

// Words for what an article has at its head: whose name, and what others have too, such as a
// person his title and an agreement its date.
var (
	articleHands = lexicon.Set("article-hand")
	articleParts = lexicon.Set("article-part")
)

// ofItsArticle answers a question that only asks for what is at the head of the article that a
// thread was about last: "the author's name?", "its date?".
func (e *Engine) ofItsArticle(q question.Query, before turn) (reading, bool) {
	f := before.fact
	if f == nil || q.YesNo || !e.asksOfArticle(q, f) {
		return reading{}, false
	}
	own := slices.DeleteFunc(slices.Clone(q.Tokens), func(t question.Token) bool { return ofSomebody[t.Read] })
	q.Tokens, q.Back = append(own, e.named(f.Cite[0].Article)), false
	for _, c := range e.match(q) {
		if g := c.entry.fact; g != nil && unsaid[g.Cite[0].At] && c.chance >= ownEnough {
			return reading{turn: e.leaves(q, e.told(g)), sure: true, chance: c.chance}, true
		}
	}
	return reading{}, false
}

// asksOfArticle reports whether a question says nothing but what is at the head of the one
// article that a fact stands in, which is no comment. A title and a date are its own only
// where it is spoken of.
func (e *Engine) asksOfArticle(q question.Query, f *facts.Fact) bool {
	hand, part, of := false, false, false
	for _, t := range q.Tokens {
		switch {
		case articleHands[t.Read]:
			hand = true
		case articleParts[t.Read]:
			part = true
		case articleWords[t.Read] || t.Read == "its":
			of = true
		case t.Class != question.Light && !t.Background():
			return false
		}
	}
	if e.names[f.Cite[0].Article] == nil || slices.ContainsFunc(f.Cite, func(at facts.Citation) bool {
		return at.Article != f.Cite[0].Article || strings.HasPrefix(at.At, "comment-")
	}) {
		return false
	}
	return hand || part && of
}

// corrected answers whether an article always said what was told from it, by the
// correction of that: "did the text say so from the start?".
func (e *Engine) corrected(q question.Query, before turn) (Answer, bool) {
	f := before.fact
	of := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return printed[t.Read] || t.Sort == "article" })
	if f == nil || before.answer.Outcome != Answered || !of || !everSinceRE.MatchString(q.Words()) {
		return Answer{}, false
	}
	for _, g := range e.everyFact() {
		if g.How == facts.Corrected && g.Cite[0].Article == f.Cite[0].Article && sharesParty(f, g) {
			return e.told(g), true
		}
	}
	return Answer{}, false
}

// Words for what is printed, and for its having been so from the first.
var (
	printed     = lexicon.Set("printed")
	everSinceRE = regexp.MustCompile(`\b` + lexicon.Pattern("ever-since") + `\b`)
)

// sharesParty reports whether two facts are about somebody in common.
func sharesParty(f, g *facts.Fact) bool {
	return slices.ContainsFunc(slices.Concat([]string{f.Subject}, f.With, f.Value.IDs), func(id string) bool { return isParty(g, id) })
}

// severalArticles are the words for more articles than one.
var severalArticles = lexicon.Set("articles")

// articleWords are the words for an article that mean nothing else: no post.
var articleWords = lexicon.Set("article")

// pointing are the words that point to what was told before.
var pointing = lexicon.Set("pointing")

// otherArticle reads a company's name and "one" as the article on that company, where
// the turn before named another article, or several.
func (e *Engine) otherArticle(q question.Query, before turn) question.Query {
	named := slices.ContainsFunc(before.query.Tokens, func(t question.Token) bool { return t.Sort == "article" || severalArticles[t.Read] })
	for i := 1; named && i < len(q.Tokens); i++ {
		if t := q.Tokens[i-1]; t.Class != question.Entity || t.Sort != company || q.Tokens[i].Read != "one" && q.Tokens[i].Text != "1" {
			continue
		}
		for _, t := range e.reader.Read("the " + q.Tokens[i-1].Text + " article").Tokens {
			if t.Sort == "article" {
				out := q
				out.Tokens = slices.Concat(q.Tokens[:i-1], []question.Token{t}, q.Tokens[i+1:])
				return out
			}
		}
	}
	return q
}

// lastYear is the year that a turn was about, or 0: the one asked for, else that
// of the fact that answered.
func lastYear(t turn) int {
	for _, w := range slices.Backward(t.query.Tokens) {
		if w.Class == question.Year {
			return int(w.Value)
		}
	}
	if t.fact == nil {
		return 0
	}
	return cmp.Or(t.fact.Period.From.Year, yearOf(t.fact))
}

// inThatComment answers what the one comment says that the turn before told of: "what
// does that one say about lawyers?".
func (e *Engine) inThatComment(q question.Query, before turn) (reading, bool) {
	unit, ok := onlyComment(before)
	if !ok || q.YesNo || q.Operation != "" || q.Kind != question.What || !pointsToOne(q) {
		return reading{}, false
	}
	own := onlyOwn(q)
	if len(own) == 0 {
		return reading{}, false
	}
	for _, c := range e.match(follow(q, before)) {
		f := c.entry.fact
		if f == nil || f.How != facts.Comment || slices.ContainsFunc(f.Cite, func(at facts.Citation) bool { return at != unit }) || !e.allExplained(own, f) {
			continue
		}
		return reading{turn: e.leaves(follow(q, before), e.told(f)), sure: true, chance: max(c.chance, ownEnough)}, true
	}
	nothing := Answer{Outcome: Unknown, Text: doNotSay(capital(Place(unit.At)) + " says nothing of it."), Related: []Related{e.related(before.fact)}, Confidence: 0.5}
	return reading{turn: e.leaves(follow(q, before), nothing), sure: true, chance: 0.5}, true
}

// replied answers what was said to the comment that the turn before told of: "her reply?",
// "what does she say to that?". It is a later comment to whoever wrote that one.
func (e *Engine) replied(q question.Query, before turn) (Answer, bool) {
	unit, ok := onlyComment(before)
	if !ok || q.YesNo || before.fact.How != facts.Comment || !e.asksReply(q, before.fact) {
		return Answer{}, false
	}
	found, best := &facts.Fact{}, nearReply+1
	for _, g := range e.everyFact() {
		at := g.Cite[0]
		apart := commentNo(at) - commentNo(unit)
		if g.How != facts.Comment || at.Article != unit.Article || apart < 1 || g.Subject == before.fact.Subject || !slices.Contains(g.With, before.fact.Subject) || !ofNamedReader(q, g) {
			continue
		}
		if apart < best || apart == best && len(g.Says) > len(found.Says) { // the one that tells most
			found, best = g, apart
		}
	}
	if found.ID == "" {
		return Answer{}, false
	}
	return e.told(found), true
}

// nearReply is how many comments further on a reply may stand.
const nearReply = 3

// Words for a reply, and those that are one with "that": "what does she say to that?".
var replies, utters = lexicon.Set("reply"), lexicon.Set("utter")

// asksReply reports whether a question asks what was replied to a fact, and says nothing
// else but who replied and words of the fact.
func (e *Engine) asksReply(q question.Query, f *facts.Fact) bool {
	asks := false
	for i, t := range q.Tokens {
		said := utters[t.Read] && i+2 < len(q.Tokens) && placingReply[q.Tokens[i+1].Read] && pointing[q.Tokens[i+2].Read]
		switch {
		case replies[t.Read], said:
			asks = true
		case t.Class != question.Light && t.Sort != "reader" && !t.Carried && !e.explained(t, []*facts.Fact{f}):
			return false
		}
	}
	return asks
}

// placingReply are the words between what is said and what it is said to.
var placingReply = lexicon.Set("said-to")

// ofNamedReader reports whether a fact is of the reader whom a question names, if it does.
func ofNamedReader(q question.Query, f *facts.Fact) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Sort == "reader" && !t.Carried && t.Entity != f.Subject })
}

// commentNo is the number of the comment that a unit is; 0 where it is none.
func commentNo(unit facts.Citation) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(unit.At, "comment-"))
	return n
}

// onlyComment is the comment that the answer of a turn stands in, where it is one.
func onlyComment(t turn) (unit facts.Citation, ok bool) {
	if t.fact == nil || t.answer.Outcome != Answered {
		return unit, false
	}
	unit = t.fact.Cite[0]
	return unit, len(t.fact.Cite) == 1 && strings.HasPrefix(unit.At, "comment-")
}

// ones are the words for a comment that was told of.
var ones = lexicon.Set("comment")

// pointsToOne reports whether a question asks what the one says that was told before:
// "that one", "this comment".
func pointsToOne(q question.Query) bool {
	points, one := false, false
	for _, t := range q.Tokens {
		points = points || pointing[t.Read]
		one = one || points && ones[t.Read]
	}
	return one && (q.Says || slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Read == "about" }))
}

// onlyOwn are the words of weight of a question but those for a comment.
func onlyOwn(q question.Query) []question.Token {
	return slices.DeleteFunc(slices.Clone(q.Tokens), func(t question.Token) bool { return t.Class == question.Light || t.Carried || ones[t.Read] })
}
