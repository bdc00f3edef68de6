package answer

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// Some questions are about how an article is written, and not about what it tells: what was
// put right in it, what letters in it stand for. No sentence is like these; they are answered
// by where it stands.

// The words that ask for a correction: by themselves, and those that do so of an article.
var (
	corrections   = lexicon.Set("correction-asked")
	wrongWords    = lexicon.Set("wrong-in-print")
	changeWords   = lexicon.Set("changed-in-print")
	printWords    = lexicon.Set("article", "in-print")
	putRightRE    = regexp.MustCompile(`\b` + lexicon.Pattern("put-right") + `\b`)
	otherQuestion = []question.Kind{question.When, question.Where, question.Amount, question.Why}
)

// correctedIn answers what was wrong at first in an article: with its correction, if it is
// clear which article is meant.
func (e *Engine) correctedIn(q question.Query) (Answer, bool) {
	if q.YesNo || slices.Contains(otherQuestion, q.Kind) || !asksCorrection(q) {
		return Answer{}, false
	}
	k, ok := e.correctionMeant(q)
	if !ok {
		return Answer{}, false
	}
	at := e.passages.all[k].at
	var a Answer
	for i := range e.passages.all {
		s := &e.passages.all[i]
		if s.at != at {
			continue
		}
		f := e.entries[s.entries[0]].fact
		switch {
		case a.Text == "":
			a = e.told(f)
		case !strings.Contains(a.Text, ending(f.Says)):
			a.Text += " " + f.Says
			a.also(f, e.cite(f))
		}
	}
	a.Confidence = 0.9
	return a, true
}

// asksCorrection reports whether a question asks what was put right in an article. What else
// has changed is asked more often, of a release, say: for that it must be an article by name.
func asksCorrection(q question.Query) bool {
	wrong := putRightRE.MatchString(q.Words())
	var changed, print, named bool
	for _, t := range q.Tokens {
		if t.Background() {
			continue
		}
		if corrections[t.Read] {
			return true
		}
		wrong, changed = wrong || wrongWords[t.Read], changed || changeWords[t.Read]
		print, named = print || printWords[t.Read], named || articleWords[t.Read]
	}
	return wrong && print || changed && named
}

// correctionMeant is the first sentence of the one correction whose article names whoever a
// question does.
func (e *Engine) correctionMeant(q question.Query) (k int32, ok bool) {
	for _, at := range e.passages.corrections {
		switch {
		case !e.passages.all[at].inArticleOf(q):
		case ok:
			return 0, false
		default:
			k, ok = at, true
		}
	}
	return k, ok
}

// lettersRunRE is a run of letters that a text gives in brackets behind what they stand for.
var lettersRunRE = regexp.MustCompile(`\((\p{Lu}[\p{L}&]{1,6}?)s?\)`)

// speltOut answers what letters stand for with the first sentence that writes them out, of the
// article that has most of the question, or of a few that have as much of it.
func (e *Engine) speltOut(q question.Query) (Answer, bool) {
	asks := q.Kind == question.Define || slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return (spelling[t.Read] || meaning[t.Read]) && !t.Background() })
	if !asks || q.YesNo {
		return Answer{}, false
	}
	var best []*passage // of as many articles
	most := 0
	for _, t := range q.Tokens {
		for k := range e.passages.all {
			s := &e.passages.all[k]
			letters, ok := lettersIn(e.entries[s.entries[0]].fact.Says)
			if !ok || !strings.EqualFold(t.Text, letters) {
				continue
			}
			n, all := s.paragraph.article.holds(q)
			switch {
			case !all || n < most || n == most && slices.ContainsFunc(best, func(o *passage) bool { return o.at.Article == s.at.Article }):
			case n > most:
				best, most = []*passage{s}, n
			default:
				best = append(best, s)
			}
		}
		if len(best) > 0 {
			break
		}
	}
	if len(best) == 0 || len(best) > fewTold {
		return Answer{}, false
	}
	a := e.told(e.entries[best[0].entries[0]].fact)
	for _, s := range best[1:] {
		f := e.entries[s.entries[0]].fact
		a.also(f, e.cite(f))
	}
	a.Confidence = 0.9
	return a, true
}

// holds is how many words of weight of a question an article has, and whether it has all but
// those for what it is itself: "in that notice".
func (a *account) holds(q question.Query) (n int, all bool) {
	all = true
	for _, t := range q.Tokens {
		if t.Class == question.Light || t.Background() || t.Sort == "article" || printWords[t.Read] || spelling[t.Read] || meaning[t.Read] {
			continue
		}
		has := a.has(t.Terms)
		n, all = n+int(one(has)), all && has
	}
	return n, all
}

// meaning are the words that ask what something means.
var meaning = lexicon.Set("meaning")

// lettersIn are the letters that a sentence gives behind what they stand for.
func lettersIn(says string) (letters string, ok bool) {
	m := lettersRunRE.FindStringSubmatchIndex(says)
	if m == nil {
		return "", false
	}
	letters = says[m[2]:m[3]]
	return letters, standsFor(says[:m[0]], letters)
}

// standsFor reports whether letters stand for the words before them: they are their
// initials, or there is a word for each of them and the first begins so: iron is Fe.
func standsFor(before, letters string) bool {
	words := lettersRE.FindAllString(before, -1)
	n := len([]rune(letters))
	if writesOut(strings.Join(words[max(0, len(words)-2*n):], " "), strings.ToUpper(letters)) {
		return true
	}
	return len(words) >= n && strings.EqualFold(words[len(words)-n][:1], letters[:1])
}

// inArticleOf reports whether the article of a sentence names whoever a question does.
func (s *passage) inArticleOf(q question.Query) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		names := t.Class == question.Entity && t.Sort != "article" || t.Class == question.Foreign
		return names && !t.Background() && !s.paragraph.article.has(t.Terms)
	})
}
