package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts/article"
)

func TestDump(t *testing.T) {
	for _, f := range strings.Fields(os.Getenv("DUMP")) {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if _, after, ok := strings.Cut(text, "-- text --\n"); ok {
			text, _, _ = strings.Cut(after, "\n-- ")
		}
		a, err := article.Cut(strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		d := From(a, emptyBase())
		fmt.Println("=====", f)
		for _, e := range d.Entities {
			fmt.Printf("   %s (%s) %q %v\n", e.ID, e.Kind, e.Name, e.Aliases)
		}
		at := ""
		for i, x := range d.Facts {
			if x.Cite[0].At != at {
				at = x.Cite[0].At
				for _, u := range a.Units {
					if u.At == at {
						fmt.Printf("¶%s %s\n", at, u.Text)
					}
				}
			}
			fmt.Printf("  %d %s | %s | %s %q | %s | w %v | %s %s | %v\n", i, x.Subject, x.Relation, x.Value.Kind, x.Value.Text, x.Period, x.With, x.By, x.How, x.About)
			if os.Getenv("SAYS") != "" {
				fmt.Printf("       %s\n       %q\n", x.Says, x.Asks)
			}
		}
	}
}
