package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// gapRule is one line of rules/gaps.yaml: what people ask of a company that its
// sources may leave open.
type gapRule struct {
	Topic     string
	Relations []string
	People    bool // a fact about a person at the company tells it as well
	Roles     bool // so does one in which the company is the other side
	Says      string
	Asks      []string
}

// gapCompanies is for how many companies gaps are kept, those spoken of most
// first: enough for the companies a team asks about, few enough to load fast.
const gapCompanies = 150

// Gaps is what the facts of a base leave open about the companies it speaks of
// most: so that whoever asks for it is told so, and not the next best thing.
func Gaps(b *facts.Base) []facts.Gap {
	prepare()
	told := map[string]map[string]bool{}
	count := map[string]int{}
	note := func(id, relation string) {
		if told[id] == nil {
			told[id] = map[string]bool{}
		}
		told[id][relation] = true
	}
	for i := range b.Facts {
		f := &b.Facts[i]
		count[f.Subject]++
		note(f.Subject, f.Relation)
		for _, id := range slices.Concat(f.With, f.Value.IDs) {
			note(id, "other side of "+f.Relation)
		}
	}
	var companies []facts.Entity
	for _, e := range b.Entities {
		if e.Kind == "company" && count[e.ID] > 0 {
			companies = append(companies, e)
		}
	}
	slices.SortFunc(companies, func(x, y facts.Entity) int { return cmp.Or(count[y.ID]-count[x.ID], cmp.Compare(x.ID, y.ID)) })
	var out []facts.Gap
	ids := map[string]int{} // of "Orbex" and "Orbex Licensing" the ids may be the same
	for _, e := range companies[:min(len(companies), gapCompanies)] {
		for _, rule := range gapRules {
			if !rule.told(told[e.ID]) {
				g := rule.gap(e)
				if ids[g.ID]++; ids[g.ID] > 1 {
					g.ID += fmt.Sprintf("-%d", ids[g.ID])
				}
				out = append(out, g)
			}
		}
	}
	return out
}

func (g *gapRule) told(relations map[string]bool) bool {
	return slices.ContainsFunc(g.Relations, func(r string) bool {
		return relations[r] || (g.People || g.Roles) && relations["other side of "+r]
	})
}

func (g *gapRule) gap(e facts.Entity) facts.Gap {
	name := func(t string) string {
		return strings.ReplaceAll(strings.ReplaceAll(t, "{s}", e.Name), "s's ", "s' ")
	}
	out := facts.Gap{ID: e.ID + "-" + g.Topic + "-open", Says: name(g.Says)}
	for _, a := range g.Asks {
		out.Asks = append(out.Asks, name(a))
	}
	return out
}
