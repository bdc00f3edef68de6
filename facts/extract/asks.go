package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// asksAtMost is how many ways of asking a proposal has: enough to be found by,
// few enough to be read.
const asksAtMost = 6

var slot = regexp.MustCompile(`\{(\w+)\}`)

// asksFor words the questions a fact answers, by the templates of its relation.
func (r *reading) asksFor(f *found) []string {
	values := r.slotsFor(f)
	relation := f.relation
	if f.cell != "" {
		relation = "cell"
	}
	var out []string
	put := func(list []string) {
		for _, t := range list {
			if a, ok := filled(t, values); ok && len(out) < asksAtMost && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, a) }) {
				out = append(out, a)
			}
		}
	}
	for _, rule := range askRules {
		if rule.Relation == relation && rule.fits(f) && !f.old {
			put(rule.Asks)
			break
		}
		if rule.Relation == relation && f.old && f.cell != "" && f.period != "" {
			put(rule.Asks[:1]) // with its period, which the first has
		}
	}
	if f.kind == facts.Count && f.noun != "" && !f.old && f.cell == "" && !(f.relation == "figure" && ofPeople.MatchString(f.noun)) {
		for _, rule := range askRules {
			if rule.Relation == "any" && slices.Contains(rule.Kinds, "count") {
				put(rule.Asks)
			}
		}
	}
	terse := r.terse(f)
	put([]string{terse})
	if name := stripped(f.subject.name) + " "; f.relation == "figure" && f.kind == facts.Money && strings.Count(terse, " ") > 3 {
		put([]string{strings.TrimPrefix(terse, name)})
	}
	return out
}

// fits says whether a rule of a fact's relation is for its value.
func (rule *askRule) fits(f *found) bool {
	if rule.values != nil {
		return rule.values.MatchString(f.value) && f.kind == facts.Text
	}
	return len(rule.Kinds) == 0 || slices.Contains(rule.Kinds, string(f.kind))
}

// slotsFor are the words that a fact has for the templates.
func (r *reading) slotsFor(f *found) map[string]string {
	values := map[string]string{
		"s": stripped(f.subject.name), "n": f.noun, "per": f.per, "p": periodWords(f.period), "title": r.self.name, "about": r.topic(),
	}
	if len(f.with) > 0 {
		values["w"] = stripped(f.with[0].name)
	}
	if f.by != nil {
		values["by"] = stripped(f.by.name)
	}
	if f.kind == facts.Text && len(f.value) < 60 {
		values["v"] = f.value
	}
	if f.relation == "appointment" && f.kind == facts.Text {
		values["role"] = strings.ToLower(officeRE.FindString(f.value))
		values["short"] = words.Short[values["role"]]
	}
	if f.relation == "office" {
		low := strings.ToLower(officeRE.FindString(f.value))
		values["role"], values["short"] = low, words.Short[low]
	}
	if f.cell != "" && f.period == "" && !strings.EqualFold(f.cell, f.noun) {
		values["row"], values["s"] = strings.ToLower(f.cell), ""
	}
	return values
}

// deniesFor words what a fact says no to: what somebody denies, and what is said
// not to be so, put as a question.
func (r *reading) deniesFor(f *found) []string {
	var out []string
	values := map[string]string{"s": stripped(f.subject.name)}
	if len(f.with) > 0 {
		values["w"] = stripped(f.with[0].name)
	}
	if f.kind == facts.Text && len(f.value) < 60 {
		values["v"] = f.value
	}
	for _, rule := range askRules {
		if rule.Relation != f.relation || rule.values != nil && !rule.fits(f) {
			continue
		}
		for _, t := range rule.Denies {
			if a, ok := filled(t, values); ok {
				out = append(out, a)
			}
		}
	}
	if m := saidNot.FindStringSubmatch(f.value); m != nil && f.negated {
		out = append(out, titled(m[1])+" "+stripped(f.subject.name)+" "+strings.TrimRight(m[2], " .")+"?")
	}
	if m := refusedTo.FindStringSubmatch(f.value); m != nil {
		out = append(out, "Did "+stripped(f.subject.name)+" "+strings.TrimRight(m[1], " .")+"?")
	}
	if m := turnedDown.FindStringSubmatch(f.value); m != nil && f.kind == facts.Text {
		out = append(out, titled(m[2][:1])+m[2][1:]+" "+m[1]+" "+m[3]+"?")
	}
	return out
}

// saidNot finds what is said not to be so, to be asked without the "not".
var saidNot = regexp.MustCompile(`\b(has|have|had|did|does|do|is|are|was|were|will|would|can|could)(?: not|n't| never) ((?:\S+ ?){1,8})`)

// refusedTo finds what somebody would not do: "refused to grant an injunction".
var refusedTo = regexp.MustCompile(`\b(?:refused|declined|failed) to ((?:[^\s,]+ ?){1,8})`)

// turnedDown finds what was rejected or denied as a statement: "rejected the
// claim that the infringement was wilful".
var turnedDown = regexp.MustCompile(`(?:reject\w*|den\w+|dismiss\w*|refus\w*)[^,.]{0,30}\bthat\s([^,.]{3,60}?)\s(was|were|is|are|had|has|did|would)\s([^,.]{2,60})$`)

// filled puts the values into a template; false where one is missing, save the period.
func filled(t string, values map[string]string) (string, bool) {
	ok := true
	out := slot.ReplaceAllStringFunc(t, func(s string) string {
		v := values[s[1:len(s)-1]]
		if v == "" && s != "{p}" {
			ok = false
		}
		return v
	})
	out = strings.Join(strings.Fields(out), " ")
	return strings.NewReplacer(" ?", "?", "s's ", "s' ").Replace(out), ok && out != ""
}

// terse is the words of what is said without its figures: how somebody in a hurry asks.
func (r *reading) terse(f *found) string {
	out := []string{stripped(f.subject.name)}
	text := f.clause
	for _, name := range append([]string{f.subject.name}, f.subject.aliases...) {
		text = strings.ReplaceAll(text, name, " ")
	}
	for _, w := range strings.Fields(text) {
		w = strings.Trim(w, `.,;:"'()[]`)
		low := strings.ToLower(w)
		if low == "" || stopWords[low] || starts[low] || strings.ContainsAny(w, "0123456789$€£¥%") || slices.Contains(out, w) {
			continue
		}
		if out = append(out, w); len(out) > 9 {
			break
		}
	}
	if p := periodWords(f.period); p != "" {
		out = append(out, strings.TrimPrefix(p, "in "))
	}
	return strings.Join(out, " ")
}

// periodWords says a period as a question does.
func periodWords(period string) string {
	p, err := facts.ParsePeriod(period)
	if period == "" || err != nil {
		return ""
	}
	if p.Mode == facts.In {
		return "in " + p.String()
	}
	return p.String()
}

// topic is what the article is about, for questions about the article itself.
func (r *reading) topic() string {
	if r.cast.main != nil {
		return stripped(r.cast.main.name)
	}
	return ""
}
