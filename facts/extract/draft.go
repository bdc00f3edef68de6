package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/article"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// draft makes of what was found what a base holds.
func (r *reading) draft() Draft {
	d := Draft{Article: r.record()}
	r.dropDoubles()
	ids := map[string]int{}
	parties := []*party{r.self}
	for i := range r.found {
		f := &r.found[i]
		out, err := r.factOf(f)
		if err != nil {
			continue // what cannot be written as a value is not proposed
		}
		if ids[out.ID]++; ids[out.ID] > 1 {
			out.ID = fmt.Sprintf("%s-%d", out.ID, ids[out.ID])
		}
		d.Facts = append(d.Facts, out)
		if !slices.Contains(d.Relations, out.Relation) {
			d.Relations = append(d.Relations, out.Relation)
		}
		parties = append(parties, f.subject, f.by)
		parties = append(parties, f.with...)
		parties = append(parties, f.parties...)
	}
	for _, p := range r.cast.all { // whom no fact is about is known by name as well
		if (p.isOrg() || p.kind == "person") && p.count > 0 {
			parties = append(parties, p)
		}
	}
	for _, p := range parties {
		if p == nil || p.known || r.known.ids[p.id] || slices.ContainsFunc(d.Entities, func(e facts.Entity) bool { return e.ID == p.id }) {
			continue
		}
		d.Entities = append(d.Entities, r.entity(p))
	}
	return d
}

// dropDoubles drops what is said in words where a figure of the same bearer and
// relation says it too.
func (r *reading) dropDoubles() {
	var kept []found
	for _, f := range r.found {
		if f.kind == facts.Text && f.relation != "vote" && len(f.with) == 0 && slices.ContainsFunc(r.found, func(o found) bool {
			same := o.relation == f.relation && o.how == f.how || f.relation == "request" && o.by == f.subject
			return o.at[0] == f.at[0] && o.subject == f.subject && same && o.says == f.says &&
				(o.kind == facts.Money || o.kind == facts.Count || o.kind == facts.Percent)
		}) {
			continue
		}
		kept = append(kept, f)
	}
	r.found = kept
}

// record is the article's record, with its own words: the base is its owner's.
func (r *reading) record() facts.Article {
	a := r.whole
	title := a.Title
	if title == "" {
		title = a.ID
	}
	out := facts.Article{ID: a.ID, Title: title, Author: a.Author, Publisher: bracketed.ReplaceAllString(a.Publisher, "")}
	if !a.Published.IsZero() {
		out.Published = facts.Day{Year: a.Published.Year(), Month: int(a.Published.Month()), Day: a.Published.Day()}
	}
	for _, u := range a.Units {
		out.Units = append(out.Units, facts.Unit{At: u.At, Digest: article.Digest(u.Text), Text: u.Text, Names: article.Names(u.Text), Figures: article.Figures(u.Text)})
	}
	return out
}

func (r *reading) entity(p *party) facts.Entity {
	e := facts.Entity{ID: p.id, Name: p.name, Kind: p.kind}
	if p.kind == "article" {
		return e
	}
	if short := stripped(p.name); short != p.name {
		e.Name, e.Aliases = short, append(e.Aliases, p.name)
	}
	if fields := strings.Fields(e.Name); p.kind == "company" && len(fields) > 1 && !question.IsEnglish(strings.ToLower(fields[0])) && r.cast.byName[strings.ToLower(fields[0])] == nil {
		e.Aliases = append(e.Aliases, fields[0])
	}
	for _, a := range p.aliases {
		if !strings.EqualFold(a, e.Name) && !slices.ContainsFunc(e.Aliases, func(b string) bool { return strings.EqualFold(a, b) }) {
			e.Aliases = append(e.Aliases, a)
		}
	}
	return e
}

// factOf turns what was found into a fact; its value has to be one that a base
// can hold.
func (r *reading) factOf(f *found) (facts.Fact, error) {
	out := facts.Fact{Subject: f.subject.id, Relation: f.relation, How: f.how, Says: r.attributed(f), Asks: r.asksFor(f), Denies: r.deniesFor(f)}
	for _, at := range f.at {
		out.Cite = append(out.Cite, facts.Citation{Article: r.article.ID, At: at})
	}
	var err error
	if f.kind == facts.Party || f.kind == facts.Place {
		var ids []string
		for _, p := range f.parties {
			ids = append(ids, p.id)
		}
		out.Value, err = facts.ParseValues(f.kind, ids)
	} else {
		out.Value, err = facts.ParseValue(f.kind, f.value)
	}
	if err != nil {
		return out, err
	}
	if f.period != "" {
		if out.Period, err = facts.ParsePeriod(f.period); err != nil {
			return out, err
		}
	}
	if f.calc != nil {
		out.Calc = append(out.Calc, *f.calc)
	}
	for _, p := range f.with {
		out.With = append(out.With, p.id)
	}
	if f.by != nil {
		out.By = f.by.id
	}
	if f.noun != "" && f.kind != facts.Count {
		out.About = append(out.About, f.noun)
	}
	out.About = append(out.About, f.about...)
	if f.measure != "" && f.measure != "figure" {
		out.About = append(out.About, strings.ReplaceAll(f.measure, "-", " "))
	}
	if f.yearLabel != "" {
		out.About = append(out.About, f.yearLabel)
	}
	year := ""
	if out.Period.From.Year > 0 {
		year = fmt.Sprint(out.Period.From.Year)
	}
	out.ID = strings.Trim(strings.Join(strings.FieldsFunc(strings.Join([]string{r.article.ID, f.at[0], shortSlug(f.subject.name), f.relation, year}, " "), func(c rune) bool { return c == ' ' }), "-"), "-")
	return out, nil
}

// shortSlug is a party's name short enough for an id.
func shortSlug(name string) string {
	s := slug(stripped(name))
	if len(s) > 24 {
		s = strings.TrimRight(s[:24], "-")
	}
	return s
}

// attributed is a fact's statement with who says so in it.
func (r *reading) attributed(f *found) string {
	named := func(p *party) bool {
		low := strings.ToLower(f.says)
		if strings.Contains(low, strings.ToLower(p.name)) || strings.Contains(low, strings.ToLower(stripped(p.name))) {
			return true
		}
		return slices.ContainsFunc(p.aliases, func(a string) bool { return strings.Contains(low, strings.ToLower(a)) })
	}
	switch {
	case f.how == facts.Opinion:
		return "The author's opinion: " + f.says
	case f.how == facts.Claimed && f.by == r.self && strings.HasPrefix(f.says, "According to "):
	case f.how == facts.Claimed && f.by == r.self && !strings.Contains(strings.ToLower(f.says), "article"):
		return "According to the article: " + f.says
	case f.how == facts.Claimed && f.by != nil && f.by != r.self && !named(f.by) && paperLead.MatchString(f.says):
		return paperLead.ReplaceAllString(f.says, "${1}"+stripped(f.by.name)+"'s $2")
	case f.how == facts.Claimed && f.by != nil && f.by != r.self && !named(f.by):
		return "According to " + stripped(f.by.name) + ": " + f.says
	}
	if f.subject != r.self && f.subject.kind != "person" && f.kind != facts.Place && f.relation != "office" && !named(f.subject) && !slices.ContainsFunc(f.with, named) {
		joint := ": "
		if i := strings.IndexByte(f.says, ':'); i >= 0 && i < 40 {
			joint = " – "
		}
		return stripped(f.subject.name) + joint + f.says
	}
	return f.says
}

var paperLead = regexp.MustCompile(`^(?i:(according to )the )(complaint|suit|lawsuit|filing|claim|petition)`)
