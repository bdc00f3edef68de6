package extract

import (
	"fmt"
	"github.com/pilcrow-bot/pilcrow/facts/article"
	"os"
	"testing"
)

func TestZ(t *testing.T) {
	text := os.Getenv("Z")
	if text == "" {
		t.Skip()
	}
	a, _ := article.Cut("z", []byte("A title about nothing\n\nBy Jo Field\n\n3 May 2025\n\n"+text))
	r := &reading{article: a, cast: castOf(a, nil), takes: kindsOf(emptyBase().Relations), used: map[*figure]bool{}, calendar: calendar{published: a.Published}}
	r.cast.offices(a.Units)
	r.cast.home = r.issuer()
	r.about()
	r.cast.self = r.self
	for _, u := range a.Units {
		if u.At == "title" || u.At == "byline" || u.At == "dateline" {
			continue
		}
		fmt.Println("UNIT", u.At, u.Text)
		for _, s := range sentencesOf(u.At, u.Text) {
			n := len(r.found)
			r.at = u.At
			r.sentence(&s)
			fmt.Println(" S:", s.text)
			for _, m := range s.names {
				fmt.Println("   name", s.text[m.from:m.to], "=", m.party.name, m.party.kind)
			}
			for _, c := range s.clauses {
				nm := "-"
				if c.subject != nil {
					nm = c.subject.name
				}
				fmt.Printf("   clause %q [%s] %s\n", s.text[c.from:c.to], c.lead, nm)
			}
			for _, f := range s.figures {
				fmt.Printf("   fig %q %s\n", s.text[f.from:f.to], f.text)
			}
			for _, d := range s.dates {
				fmt.Printf("   date %q %s %s\n", s.text[d.from:d.to], d.period, d.day)
			}
			for _, v := range r.cast.voicesIn(&s, &r.memory) {
				nm := "-"
				if v.by != nil {
					nm = v.by.name
				}
				fmt.Printf("   voice %q %s\n", s.text[v.from:v.to], nm)
			}
			for _, f := range r.found[n:] {
				p := ""
				for _, x := range f.parties {
					p += x.name + ";"
				}
				by := ""
				if f.by != nil {
					by = f.by.name
				}
				fmt.Printf("   => %s | %s | %s %q %s | %s %s | %s\n", f.subject.name, f.relation, f.kind, f.value, p, f.period, by, f.how)
			}
		}
	}
}
