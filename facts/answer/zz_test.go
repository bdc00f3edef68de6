package answer

import (
	"fmt"
	"github.com/pilcrow-bot/pilcrow/facts"
	"os"
	"testing"
)

func TestZZ(t *testing.T) {
	b, err := facts.Load(os.DirFS("../../seeds"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range b.Lint() {
		t.Log(f)
	}
	e, _ := New(b)
	fs := e.Check()
	for _, f := range fs {
		t.Log(f)
	}
	t.Log(len(fs))
}
func TestHeld(t *testing.T) {
	b, err := facts.Load(os.DirFS("../../seeds"))
	if err != nil {
		t.Fatal(err)
	}
	e, _ := New(b)
	out, _ := os.Create("/tmp/held.txt")
	defer out.Close()
	var ok, wrong, none, gapok, gapbad, denyok, denybad, denynone int
	rawq := map[int32]string{}
	for i := range e.phrases {
		rawq[int32(i)] = e.phrases[i].words
	}
	for i := range e.phrases {
		p := &e.phrases[i]
		n := &e.entries[p.entry]
		if n.fact != nil && p.words == "" {
			continue
		}
		q := e.reader.Read(rawq[int32(i)])
		found := e.matchBut(q, int32(i))
		a := e.decide(q, found)
		sc := float32(0)
		if len(found) > 0 {
			sc = found[0].score
		}
		switch {
		case n.gap != nil:
			if a.Outcome == Unknown {
				gapok++
			} else {
				gapbad++
				fmt.Fprintf(out, "GAPBAD %.2f %.2f [%s] %s -> %s\n", sc, found[0].doubt, n.gap.ID, p.words, a.Text)
			}
		default:
			same := a.Outcome == Answered && (a.Facts[0] == n.fact.ID || e.facts[a.Facts[0]].Cite[0] == n.fact.Cite[0])
			for _, id := range a.Facts {
				if id == n.fact.ID {
					same = true
				}
			}
			if p.deny {
				switch {
				case a.Outcome != Answered:
					denynone++
				case same:
					denyok++
				default:
					denybad++
					fmt.Fprintf(out, "DENYBAD %.2f %.2f [%s] %s -> %v %s\n", sc, found[0].doubt, n.fact.ID, p.words, a.Facts, a.Text)
				}
				continue
			}
			switch {
			case same:
				ok++
			case a.Outcome == Answered || a.Outcome == Ambiguous:
				wrong++
				fmt.Fprintf(out, "WRONG %.2f %.2f [%s] %s -> %v %s\n", sc, found[0].doubt, n.fact.ID, p.words, a.Facts, a.Text)
			default:
				none++
				fmt.Fprintf(out, "NONE %.2f [%s] %s -> %s\n", sc, n.fact.ID, p.words, a.Text)
			}
		}
	}
	t.Logf("asks ok %d wrong %d none %d | gaps ok %d bad %d | deny ok %d bad %d none %d", ok, wrong, none, gapok, gapbad, denyok, denybad, denynone)
}
