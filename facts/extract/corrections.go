package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
)

var (
	correctionLead = regexp.MustCompile(`^[\[(*_]*(?i:corrections?|corrected|clarifications?|corrigend(?:um|a)|errat(?:um|a)|updated?|amendment|editor's note)\b(?:\d\.\d|[^:.]){0,60}[:.]\s*`)
	wrongBefore    = regexp.MustCompile(`(?i)\b(?:said|wrote|stated|gave|put|misstated|wrongly|incorrectly|erroneously|reported|misspelled|named|described|attributed|instead of|rather than|not|earlier|previous|original|former(?:ly)?|had|as)\b`)
	rightBefore    = regexp.MustCompile(`(?i)\b(?:is|was|are|were|should (?:be|read|have)|in fact|actually|correct(?:ly)? (?:figure|number|name|date|is|was|reads?)|has been corrected|amounts? to|it is|it was|to)\b`)
	changedRE      = regexp.MustCompile(`(?i)\b(?:earlier|previous|original|first|prior) (?:version|edition|draft|text|post|copy|article)|(?:last (?:week|month|issue)|earlier|yesterday|previously),? we (?:wrote|said|reported|stated)|was (?:given|put|stated|reported) (?:as|at)|misstated|incorrectly|wrongly|in error|erroneously|corrected|should (?:be|read|have)\b|(?:,| and) not (?:the |as )?(?:about |some )?(?:(?:US|A|C)?[$€£¥]|[A-Z]{3} )?\d`)
)

// takesBack is how a correction is headed that is no mere update.
var takesBack = regexp.MustCompile(`^[\[(*_]*(?i:correction|corrected|corrigend|erratum|errata|clarification)`)

// correction reads what an article takes back: the whole of it is one fact, and
// the figures, names and dates it puts right are facts in place of those they correct.
func (r *reading) correction(u article.Unit) {
	r.at, r.item, r.bullet = u.At, false, false
	if _, body := headless(u); body != "" {
		r.putRight(u.At, body)
	}
}

// corrects tells a correction from a paragraph by which the story only goes on.
func corrects(u article.Unit) bool {
	lead, body := headless(u)
	return changedRE.MatchString(lead+body) || takesBack.MatchString(lead)
}

// headless is a correction's text and what stands above it.
func headless(u article.Unit) (lead, body string) {
	text := flat(strings.Trim(u.Text, "[]*_ "))
	body = correctionLead.ReplaceAllString(text, "")
	return strings.TrimSuffix(text, body), body
}

// update reads a paragraph by which the story goes on, perhaps on a day of its own.
func (r *reading) update(u article.Unit) {
	lead, body := headless(u)
	article := r.calendar.published
	if on := datesIn(lead, &calendar{published: article}); len(on) > 0 && strings.Count(on[0].day, " ") == 2 {
		r.calendar.published, _ = time.Parse("2 January 2006", on[0].day)
	}
	for _, s := range sentencesOf(u.At, body) {
		r.sentence(&s)
	}
	r.calendar.published = article
}

// putRight reads what takes back something that was said before.
func (r *reading) putRight(at, body string) {
	r.put(found{at: []string{at}, subject: r.self, relation: "correction", kind: facts.Text, value: clip(body), how: facts.Corrected, by: r.self, says: "Correction: " + ended(body), clause: body})
	var wrong []string
	open := map[facts.ValueKind][]string{} // what was wrong and has not been put right yet
	noun := ""
	r.memory.org, r.memory.company = nil, nil // it goes on from nothing
	for _, s := range sentencesOf(at, body) {
		r.spans(&s)
		r.memory.remember(&s)
		for i := range s.figures { // "was given as 231 members; the correct number is 213"
			if f := &s.figures[i]; f.kind == facts.Count && f.noun == "" && !r.nounBefore(&s, f) && noun != "" {
				f.noun = noun
				f.text += " " + noun
			}
			noun = s.figures[i].noun
		}
		wrong = append(wrong, r.righted(&s, body, open)...)
		for i := range s.figures { // though no rule says what it measures
			if f := &s.figures[i]; (f.kind != facts.Count || notThis.MatchString(s.text[:f.from])) && !slices.Contains(wrong, f.text) && r.isWrong(&s, f.text) {
				wrong = append(wrong, f.text)
			}
		}
	}
	r.wrong = append(r.wrong, takenBack{at, wrong})
}

// takenBack are the values that a correction, which may stand above what it
// corrects, says were wrong.
type takenBack struct {
	at     string
	values []string
}

// righted keeps what a sentence of a correction says to be right, each figure in
// place of one of its sort that was wrong, and gives those.
func (r *reading) righted(s *sentence, body string, open map[facts.ValueKind][]string) (wrong []string) {
	before := len(r.found)
	r.measured(s, nil)
	right, kept := []found{}, r.found[:before:before]
	for _, f := range r.found[before:] {
		switch {
		case f.negated:
		case r.isWrong(s, f.value):
			wrong, open[f.kind] = append(wrong, f.value), append(open[f.kind], f.value)
		default:
			right = append(right, f)
		}
	}
	for _, f := range right {
		f.how, f.by, f.says = facts.Corrected, r.self, "Correction: "+ended(body)
		if w := open[f.kind]; len(w) > 0 {
			f.instead, open[f.kind] = w[0], w[1:]
		} else if old := r.sumBefore(&f, s, kept); old != "" {
			f.instead, wrong = old, append(wrong, old)
		}
		kept = append(kept, f)
	}
	r.found = kept
	return wrong
}

// sumBefore is the total that stood before a part of it was put right: the new one
// without what the parts have gained.
func (r *reading) sumBefore(total *found, s *sentence, sofar []found) string {
	parts := slices.DeleteFunc(slices.Clone(sofar), func(f found) bool { return f.at[0] != total.at[0] || f.instead == "" })
	if !totalRE.MatchString(s.text) || len(parts) == 0 {
		return ""
	}
	sum, ok := leading(total.value)
	for _, p := range parts {
		is, known := leading(p.value)
		was, corrects := leading(p.instead)
		ok = ok && known && corrects
		sum -= is - was
	}
	for _, f := range r.found {
		if n, counts := leading(f.value); ok && counts && n == sum && f.kind == total.kind && f.at[0] != total.at[0] {
			return f.value
		}
	}
	return ""
}

var totalRE = regexp.MustCompile(`(?i)\b(?:total|sum|in all|altogether)\b`)

// leading is the number a value begins with.
func leading(value string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(numberHead.FindString(value), ",", ""), 64)
	return n, err == nil
}

var numberHead = regexp.MustCompile(`^\d[\d,]*(?:\.\d+)?`)

// isWrong says whether a correction names a value as what was wrong.
func (r *reading) isWrong(s *sentence, value string) bool {
	for _, f := range s.figures {
		if f.text != value {
			continue
		}
		before := s.text[:f.from]
		if notThis.MatchString(before) {
			return true
		}
		if slices.ContainsFunc(s.figures, func(o figure) bool { return o.kind == f.kind && notThis.MatchString(s.text[:o.from]) }) {
			return false
		}
		w, ok := wrongBefore.FindAllStringIndex(before, -1), rightBefore.FindAllStringIndex(before, -1)
		if w == nil {
			return false
		}
		last := w[len(w)-1]
		if ok == nil {
			return true
		}
		// "said the fee was $3 million": the word of saying rules the verb after it
		cl := s.clauses[s.clauseAt(f.from)]
		if changed := changedRE.FindStringIndex(s.text[:f.from]); changed != nil && !regexp.MustCompile(`(?i)\b(?:should|in fact|actually|; it|\. it|correct figure)`).MatchString(s.text[changed[1]:f.from]) && (cl.from <= changed[0] || cl.lead == "that" || cl.lead == "as") {
			return true
		}
		return last[0] > ok[len(ok)-1][0]
	}
	return false
}

// notThis is what stands before what is not so: "€321 million, not €312 million".
var notThis = regexp.MustCompile(`(?i),? (?:and )?not (?:the |as )?$`)

// sameValue says whether a value is the one a correction names, which may be more
// exact or count under a longer name: "up to £3 million", "71 families".
func sameValue(said, named string) bool {
	a, ok := leading(said)
	b, counts := leading(named)
	last := func(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }
	return said == named || strings.HasSuffix(said, " "+named) || ok && counts && a == b && last(said) == last(named)
}

// takeBack marks what was corrected: facts of the body with a value that was wrong.
func (r *reading) takeBack(at, wrong string) {
	for i := range r.found {
		f := &r.found[i]
		switch {
		case f.at[0] == at:
		case sameValue(f.value, wrong), f.kind == facts.Money && strings.HasPrefix(f.value, wrong+" per "), f.kind == facts.Count && numberOnly(f.value) == numberOnly(wrong) && r.correctedAt(at, f.subject):
			f.how = "taken back"
			f.at = append(f.at, at)
		case strings.Contains(f.says, wrong) && f.clause != "" && !strings.Contains(f.clause, wrong): // the rest of its sentence still holds
			f.says = ended(f.clause)
		}
	}
}

// mended says whether the text has what a correction puts right as it should be: what is
// right stands there, in more of the correction's words than what was wrong. The correction
// is then about that, and takes over whose it is and when.
func (r *reading) mended(at, wrong string) bool {
	i := slices.IndexFunc(r.found, func(f found) bool { return f.at[0] == at && f.how == facts.Corrected && f.instead == wrong })
	if i < 0 {
		return false
	}
	c := &r.found[i]
	words := wordHeads(c.says)
	best, most, stale := (*found)(nil), 0, 0
	for k := range r.found {
		f := &r.found[k]
		if f.at[0] == at || f.how == facts.Corrected {
			continue
		}
		shared := 0
		for w := range wordHeads(f.clause) {
			if words[w] {
				shared++
			}
		}
		switch sum, _, _ := strings.Cut(f.value, " per "); {
		case f.kind == c.kind && sameValue(sum, c.value) && shared > most:
			best, most = f, shared
		case sameValue(sum, wrong):
			stale = max(stale, shared)
		}
	}
	if best == nil || most <= stale {
		return false
	}
	c.subject, c.relation, c.period, c.with = best.subject, best.relation, cmp.Or(best.period, c.period), best.with
	return true
}

// wordHeads are the words of some length in a text by how they begin: "royalty" and
// "royalties" are one.
func wordHeads(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) }) {
		if len(w) > 3 {
			out[w[:min(len(w), 5)]] = true
		}
	}
	return out
}

// numberOnly is a count without what is counted, which a correction may call
// otherwise or not at all.
func numberOnly(value string) string {
	number, _, _ := strings.Cut(value, " ")
	return number
}

// correctedAt says whether a correction puts a count of somebody's right.
func (r *reading) correctedAt(at string, p *party) bool {
	return slices.ContainsFunc(r.found, func(f found) bool {
		return f.at[0] == at && f.subject == p && f.kind == facts.Count && f.how == facts.Corrected
	})
}

// correct drops what was taken back and lets what corrects it stand in its place.
func (r *reading) correct() {
	for _, w := range r.wrong {
		for _, value := range w.values {
			if !r.mended(w.at, value) {
				r.takeBack(w.at, value)
			}
		}
	}
	var back []found
	for _, f := range r.found {
		if f.how == "taken back" {
			back = append(back, f)
		}
	}
	var kept []found
	for _, f := range r.found {
		if f.how == "taken back" {
			continue
		}
		if f.how == facts.Corrected && f.relation != "correction" {
			for _, b := range back {
				if sameValue(b.value, f.instead) && b.kind == f.kind && b.at[1] == f.at[0] {
					f.subject, f.relation, f.period, f.with = b.subject, b.relation, cmp.Or(b.period, f.period), b.with
					f.at = append(f.at[:1:1], b.at[0])
				}
			}
		}
		kept = append(kept, f)
	}
	r.found = kept
}
