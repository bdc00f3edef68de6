package answer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// mostTold is in how many places somebody may be mentioned for each to be told;
// more are only counted.
const mostTold = 4

// mentions answers whether, or where, the articles mention somebody. The records
// list the names of every paragraph, so it answers without any fact, and can say
// no. It gives false for a question that asks anything else besides.
func (e *Engine) mentions(q question.Query) (Answer, bool) {
	who, articles, ok := e.asksForMention(q)
	if !ok {
		return Answer{}, false
	}
	a := Answer{Outcome: Answered, Confidence: 1}
	var lines []string
	in := 0
	for _, id := range articles {
		if places := e.mentioned()[who][id]; len(places) > 0 {
			lines = append(lines, e.mentionIn(id, who, places, &a)...)
			in++
		}
	}
	if in == 0 {
		return e.unmentioned(who, articles), true
	}
	var opening string
	switch {
	case len(articles) == 1:
		opening = e.name(who) + " is mentioned in " + e.name(articles[0]) + ":"
	case in == len(articles) && in == 2:
		opening = e.name(who) + " is mentioned in both articles:"
	case in == len(articles):
		opening = fmt.Sprintf("%s is mentioned in all %s articles:", e.name(who), numberWord(in))
	default:
		opening = fmt.Sprintf("%s is mentioned in %s of the %s articles:", e.name(who), numberWord(in), numberWord(len(articles)))
	}
	if q.YesNo || q.Kind == question.What && len(articles) == 1 {
		opening = "Yes. " + opening
	}
	if len(articles) > 1 {
		a.Derived = append(a.Derived, Derived{"count of the articles that mention " + e.name(who), strconv.Itoa(in)})
	}
	a.Text = capital(opening) + "\n" + strings.Join(lines, "\n")
	return a, true
}

// mentionsElsewhere answers where the other articles mention somebody, after it was told where
// one of them does: "and the other two?".
func (e *Engine) mentionsElsewhere(q question.Query, before turn) (Answer, bool) {
	_, told, ok := e.asksForMention(before.query)
	if !ok || before.answer.Outcome != Answered || !pointsToOther(q) {
		return Answer{}, false
	}
	whole := before.query
	whole.YesNo = false
	whole.Tokens = slices.DeleteFunc(slices.Clone(whole.Tokens), func(t question.Token) bool { return t.Sort == "article" })
	for _, s := range e.Sources() {
		if !slices.Contains(told, s.ID) {
			whole.Tokens = append(whole.Tokens, e.named(s.ID))
		}
	}
	return e.mentions(whole)
}

// mentionIn tells where an article mentions somebody, and what it says there if
// that is in few places, and cites each.
func (e *Engine) mentionIn(article, who string, places []string, a *Answer) []string {
	record, _ := e.base.Article(article)
	var out []string
	for _, at := range places {
		c, line := e.citeUnit(record, at), "• “"+record.Title+"”, "+Place(at)
		if f := e.about(who, c.Citation); f != nil && len(places) <= mostTold {
			line += ": " + f.Says
			a.Facts = append(a.Facts, f.ID)
			c = e.cite(f)[0]
		}
		if len(places) <= mostTold || len(out) == 0 {
			a.Citations = append(a.Citations, c)
		}
		out = append(out, line)
	}
	if len(places) <= mostTold {
		return out
	}
	n := strconv.Itoa(len(places))
	a.Derived = append(a.Derived, Derived{"count of the places in " + e.name(article) + " that mention " + e.name(who), n})
	return []string{"• “" + record.Title + "”, in " + n + " places, the first of them " + Place(places[0])}
}

// citeUnit cites a unit for itself, whatever fact stands in it.
func (e *Engine) citeUnit(a *facts.Article, at string) Citation {
	return Citation{
		Citation: facts.Citation{Article: a.ID, At: at}, Title: a.Title, Publisher: a.Publisher, Published: a.Published.ISO(), How: facts.Reported,
	}
}

// unmentioned says that none of the articles mentions somebody.
func (e *Engine) unmentioned(who string, articles []string) Answer {
	a := Answer{Outcome: Answered, Confidence: 1}
	text := "No. None of the articles mentions " + e.name(who) + "."
	if len(articles) == 1 {
		text = "No. " + capital(e.name(articles[0])) + " does not mention " + e.name(who) + "."
	}
	for _, id := range articles {
		record, _ := e.base.Article(id)
		a.Citations = append(a.Citations, e.citeUnit(record, record.Units[0].At))
	}
	a.Text = text
	return a
}

// asksForMention reports whether a question asks no more than whether or where
// somebody is mentioned, and in which articles: those it names, or all that count.
func (e *Engine) asksForMention(q question.Query) (who string, articles []string, ok bool) {
	if !q.Mentions || q.Negated || q.Operation != "" || q.Kind == question.Who || q.Kind == question.When {
		return "", nil, false
	}
	sources := false // it speaks of articles
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Entity && t.Sort == "article":
			if !e.reads(t.Entity) {
				return "", nil, false
			}
			articles = append(articles, t.Entity)
		case t.Class == question.Entity && who == "" && !t.Carried:
			who = t.Entity
		case t.Mention, t.Background():
		case t.Class == question.Light:
			sources = sources || slices.Contains(t.Terms, e.articleTerm) || anywhere[t.Read]
		default:
			return "", nil, false
		}
	}
	if who == "" || len(articles) == 0 && !sources && q.Kind != question.Where {
		return "", nil, false
	}
	if len(articles) == 0 {
		for _, s := range e.Sources() {
			articles = append(articles, s.ID)
		}
	}
	return who, articles, true
}

// anywhere are the words for all that the articles say: "does it come up at all?".
var anywhere = map[string]bool{"anywhere": true, "all": true}

// indexMentions notes of everybody in which units of which articles they are
// mentioned, in reading order, by the names that the records list.
func (e *Engine) indexMentions() map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for i := range e.base.Articles {
		a := &e.base.Articles[i]
		for _, u := range a.Units {
			for _, id := range e.entitiesIn(u.Names) {
				if out[id] == nil {
					out[id] = map[string][]string{}
				}
				out[id][a.ID] = append(out[id][a.ID], u.At)
			}
		}
	}
	return out
}

// entitiesIn are the entities that names stand for, each once.
func (e *Engine) entitiesIn(names []string) []string {
	var out []string
	for _, name := range names {
		for _, t := range e.reader.Read(name).Tokens {
			if t.Entity != "" && !slices.Contains(out, t.Entity) {
				out = append(out, t.Entity)
			}
		}
	}
	return out
}

// about is the first fact of just this unit that is about somebody, if any is.
func (e *Engine) about(who string, at facts.Citation) *facts.Fact {
	elsewhere := func(c facts.Citation) bool { return c != at }
	for _, f := range e.everyFact() {
		if isParty(f, who) && !slices.ContainsFunc(f.Cite, elsewhere) && len(f.Calc) == 0 {
			return f
		}
	}
	return nil
}
