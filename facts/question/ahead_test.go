package question

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// What is learned does not depend on what is made into words ahead: all of it, in
// its turn or not, or nothing.
func TestAhead(t *testing.T) {
	t.Parallel()
	base, err := facts.Load(os.DirFS("../../seeds"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for i := range base.Facts {
		texts = append(texts, base.Facts[i].Asks...)
	}
	texts = append(texts[:5*together], "pls tell, what's the no. of SEPs 4 them, is it 10 million?", "didn't they", texts[0])
	learned := func(ahead []string) (out []Query) {
		r := NewReader(base)
		over := r.Ahead(ahead)
		for _, text := range texts {
			q := r.Learn(text)
			q.Tokens = append([]Token{}, q.Tokens...)
			out = append(out, q)
		}
		over()
		return append(out, r.Read("wich comapny lost, "+texts[0]))
	}
	want := learned(nil)
	for name, ahead := range map[string][]string{
		"all": texts, "more": append(texts[:len(texts):len(texts)], texts...),
		"one out of turn": append([]string{"who?"}, texts...), "one missing": append(texts[:70:70], texts[71:]...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, learned(ahead), cmp.AllowUnexported(Token{}), cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is made ahead and asked for in turn is taken, and not made again.
func TestAheadInTurn(t *testing.T) {
	t.Parallel()
	var texts []string
	for i := range 3*together + 1 {
		texts = append(texts, fmt.Sprint("who owns patent ", i))
	}
	r := NewReader(&facts.Base{})
	defer r.Ahead(texts)()
	for _, text := range texts {
		if r.ahead.take(text) == nil {
			t.Fatalf("%q is not there in its turn", text)
		}
	}
}
