package answer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// oneOrMore answers a message as one question or, where that leaves something
// unexplained, as several.
func (e *Engine) oneOrMore(q question.Query, text string, before turn) turn {
	whole := e.one(q, before)
	if whole.verbatim && !q.Item {
		return whole.turn
	}
	parts := e.reader.Parts(text)
	if len(parts) > 1 && (!whole.sure || severalAsk(parts)) {
		whole.turn, whole.parts = e.several(parts, whole, before)
	}
	if t, ok := e.heaped(q, text, whole, before); ok {
		return t
	}
	if whole.answer.Outcome == Unknown && len(before.tokens) == 0 {
		return e.briefly(text, whole.turn)
	}
	return whole.turn
}

// briefly answers a long message by what it would have been without most of what leads up
// to the question, if that is surely answered.
func (e *Engine) briefly(text string, whole turn) turn {
	for _, q := range e.reader.Briefs(text) {
		if a, ok := e.talk(q, turn{}); ok && a.Outcome == Advice {
			whole.answer = a
			return whole
		}
		if r := e.one(q, turn{}); r.answer.Outcome == Answered && r.left == 0 && r.chance >= brieflyEnough {
			return r.turn
		}
	}
	return whole
}

// heaped answers a message that asks for several things one after another without saying
// so but by a semicolon, a comma or a word that joins. What the message is answered with as
// a whole must be among what its parts are.
func (e *Engine) heaped(q question.Query, text string, whole reading, before turn) (turn, bool) {
	if whole.verbatim || q.YesNo || q.Operation != "" || len(before.tokens) > 0 || afterOr(q) != nil {
		return turn{}, false
	}
	for _, parts := range e.reader.Heaps(text) {
		if (whole.sure || q.Marked) && !isList(parts) && (q.Marked || !joinedOn(parts)) {
			continue
		}
		rs, ok := e.partByPartOf(parts)
		if !ok || answered(rs) <= whole.parts || whole.answer.Outcome == Answered && !slices.ContainsFunc(rs, func(r reading) bool { return r.answer.carrier() == whole.answer.carrier() }) {
			continue
		}
		last := rs[len(rs)-1].turn
		last.answer = e.joined(rs)
		return last, true
	}
	return turn{}, false
}

// partByPartOf answers parts of a message one by one, if each of them is surely answered by a
// fact of its own; of a list only most of them need be. One that names nobody takes the
// name from the part before it, the first one from the last.
func (e *Engine) partByPartOf(parts []question.Query) ([]reading, bool) {
	var before turn
	var topic []question.Token
	list := isList(parts)
	if last := parts[len(parts)-1]; !list && namesNobody(parts[0]) && !namesNobody(last) {
		before = e.leaves(last, Answer{})
	}
	var out []reading
	declined := 0
	told := map[string]bool{}
	for i, p := range parts {
		switch {
		case announces(p) || saysLittle(p):
			continue
		case isTopic(p) && len(out) == 0:
			topic = p.Tokens
			continue
		case !ofItsOwn(p):
			return nil, false
		}
		p.Back = p.Back || len(before.tokens) > 0 && namesNobody(p)
		r := e.afterPart(p, before)
		if of := p; len(topic) > 0 && (namesNobody(p) || r.answer.Outcome != Answered) {
			of.Tokens = slices.Concat(topic, p.Tokens)
			r = e.one(of, turn{})
		}
		id := r.answer.carrier()
		switch sure := r.answer.Outcome == Answered && r.left == 0; {
		case sure && told[id], !list && (!sure || r.chance < heapedEnough):
			return nil, false
		case sure:
			told[id] = true
			before = r.turn
		default:
			declined++
			if i == 0 {
				continue // it may lead up to the list
			}
			r.answer = Answer{Outcome: Unknown, Text: doNotSay("")}
		}
		out = append(out, r)
	}
	return out, len(told) > 1 && len(told) > declined
}

// joinedOn reports whether a word such as "and" joins each part of a message to the one
// before it.
func joinedOn(parts []question.Query) bool {
	return !slices.ContainsFunc(parts[1:], func(q question.Query) bool { return q.YesNo || !q.JoinedOn })
}

// afterPart answers a part of a message in the light of the part before it, or by itself
// where it has a name of its own.
func (e *Engine) afterPart(q question.Query, before turn) reading {
	r := e.one(q, before)
	if (r.answer.Outcome != Answered || r.left > 0) && !namesNobody(q) && len(before.tokens) > 0 {
		if alone := e.one(q, turn{}); alone.answer.Outcome == Answered && alone.left == 0 {
			return alone
		}
	}
	return r
}

// isList reports whether parts of a message are a list: each after a semicolon, or what is
// asked of a topic.
func isList(parts []question.Query) bool {
	if isTopic(parts[0]) && len(parts) > 3 {
		return true
	}
	return !slices.ContainsFunc(parts[1:], func(q question.Query) bool { return !q.Listed })
}

// ofItsOwn reports whether a part of a message says more than a time or a figure.
func ofItsOwn(q question.Query) bool {
	return slices.ContainsFunc(q.Tokens, func(t question.Token) bool {
		return (t.Class == question.Content || t.Class == question.Salient || t.Class == question.Entity) && facts.MonthNumber(t.Read) == 0
	})
}

// answered counts the parts of a message that were answered.
func answered(rs []reading) int {
	n := 0
	for _, r := range rs {
		n += int(one(r.answer.Outcome == Answered))
	}
	return n
}

// namesNobody reports whether a part of a message has no name in it.
func namesNobody(q question.Query) bool { return len(q.Entities()) == 0 }

// isTopic reports whether a part of a message only names what the parts after it are
// about: "Acme:".
func isTopic(q question.Query) bool {
	return !namesNobody(q) && !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class != question.Entity && t.Class != question.Light })
}

// announces reports whether a part of a message only says that several things are asked
// for: "two numbers, please".
func announces(q question.Query) bool {
	any := false
	for _, t := range q.Tokens {
		switch {
		case announcing[t.Read]:
			any = true
		case t.Class != question.Light:
			return false
		}
	}
	return any
}

var announcing = lexicon.Set("announcing")

// brieflyEnough is how sure an answer must be to what is left of a long message.
const brieflyEnough = 0.8

// heapedEnough is how sure the answer to each of several things must be where nothing tells
// that several are asked for.
const heapedEnough = 0.7

// severalAsk reports whether more than one part of a message puts a question, or they are
// marked as items.
func severalAsk(parts []question.Query) bool {
	if slices.ContainsFunc(parts, isItem) {
		return true
	}
	n := 0
	for _, q := range parts {
		if asksItself(q) {
			n++
		}
	}
	return n > 1 || !slices.ContainsFunc(parts, func(q question.Query) bool { return !asksItself(q) && (!q.Marked || heavyWords(q) > mostNamed) })
}

// isItem reports whether a part of a message is marked as one item of several.
func isItem(q question.Query) bool { return q.Item }

// mostNamed is how many words of weight a part of a message may have that asks for a thing by
// its name: "Orbex: author? date?".
const mostNamed = 3

// heavyWords is how many words of weight a question has.
func heavyWords(q question.Query) int {
	n := 0
	for _, t := range q.Tokens {
		n += int(one(t.Class != question.Light))
	}
	return n
}

// asksItself reports whether a part of a message puts a question of its own.
func asksItself(q question.Query) bool {
	return q.YesNo || q.Kind != question.What || slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return question.AsksWith(t.Read) })
}

// several answers a message part by part and puts the answers together. Where
// the parts say no more than the whole, the whole stands. It tells how many were answered.
func (e *Engine) several(parts []question.Query, whole reading, before turn) (turn, int) {
	var readings []reading
	items := slices.ContainsFunc(parts, isItem)
	for i, p := range parts {
		if items && !p.Item {
			continue // it leads up to them
		}
		if i > 0 && heavyWords(p) == 0 && before.answer.Outcome == Unknown {
			continue // "…, how many?", "… and what was it?" ask for what is not known
		}
		if !asksItself(p) && (announces(p) || onlyPoints(p.Tokens) || e.isChat(p)) {
			continue
		}
		r := e.afterPart(p, before)
		if r.answer.Outcome == Unknown && saysLittle(p) && !p.Item {
			continue // "two questions:", "different topic:", "for a memo,"
		}
		if r.answer.Outcome == Ambiguous && !asksItself(p) {
			continue // it only leads up to the others
		}
		if r.answer.Outcome == Unknown && strings.ContainsAny(r.answer.Text, "0123456789") {
			r.answer.Text = "The sources do not say." // figures of what is not cited stay out of an answer
		}
		r.asks = asksItself(p) || p.Item
		readings = append(readings, r)
		before = r.turn
	}
	readings = asked(readings)
	chosen := map[string]bool{}
	for _, r := range readings {
		if r.answer.Outcome == Answered {
			chosen[cmp.Or(r.answer.carrier(), r.answer.Text)] = true
		}
	}
	if len(chosen) == 0 || len(chosen) < 2 && !items && whole.answer.Outcome == Answered && whole.left == 0 {
		return whole.turn, 0
	}
	before.answer = e.joined(readings)
	return before, len(chosen)
}

// asked leaves out what only led up to questions none of which is answered: that
// it is known is no answer to them.
func asked(rs []reading) []reading {
	answered := func(r reading) bool { return r.asks && r.answer.Outcome == Answered }
	if !slices.ContainsFunc(rs, func(r reading) bool { return r.asks }) || slices.ContainsFunc(rs, answered) {
		return rs
	}
	return slices.DeleteFunc(rs, func(r reading) bool { return !r.asks })
}

// saysLittle reports whether a part of a message holds nothing that a fact
// speaks of.
func saysLittle(q question.Query) bool {
	return !slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Class > question.Plain })
}

// isChat reports whether a part of a message is small talk.
func (e *Engine) isChat(q question.Query) bool {
	a, ok := e.talk(q, turn{})
	return ok && a.Outcome == Chat
}

// joined puts the answers of several questions into one.
func (e *Engine) joined(rs []reading) Answer {
	out := Answer{Outcome: Answered, Confidence: 1}
	said := map[string]bool{}
	for _, r := range rs {
		a := r.answer
		if said[a.Text] || a.Outcome == Chat {
			continue
		}
		said[a.Text] = true
		if out.Text != "" {
			out.Text += "\n"
		}
		out.Text += a.Text
		out.Derived = append(out.Derived, a.Derived...)
		out.Related = append(out.Related, a.Related...)
		out.Confidence = min(out.Confidence, a.Confidence)
		out.Table = cmp.Or(out.Table, a.Table)
		if a.Outcome == Answered || a.Outcome == Ambiguous {
			out.Facts = append(out.Facts, a.Facts...)
			for _, c := range a.Citations { // a place may be cited for two who say so
				if !slices.Contains(out.Citations, c) {
					out.Citations = append(out.Citations, c)
				}
			}
		}
	}
	if t := e.partByPart(out.Facts); t != nil {
		out.Table = t
	}
	return out
}
