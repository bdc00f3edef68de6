package facts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pilcrow-bot/pilcrow/facts"
)

func TestLintSound(t *testing.T) {
	t.Parallel()
	if faults := load(t, base(t)).Lint(); len(faults) > 0 {
		t.Errorf("the sound base has faults:\n%v", faults)
	}
}

// TestLint breaks one thing of the sound base a time: the rule about it speaks
// up, at that line, and no other does.
func TestLint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit edit
		at   string // the text on whose line the fault is
		want string
	}{
		{"figure in no unit", edit{table, "what Brimstone takes.", "what Brimstone takes, or 7 cents."}, "id: share", "share: the statement has the figure 7, which no unit it cites holds"},
		{"figure of another unit", edit{table, "Quillmark sits in Oslo.", "Quillmark sits in Oslo since 2029."}, "id: office", "office: the statement has the figure 2029"},

		{"calculation that is wrong", edit{table, "12 / 48 = 0.25", "48 / 12 = 0.25"}, "id: third", "third: calc: 48 / 12 is 4, not 0.25"},
		{"calculation that is rounded wrongly", edit{table, "12 / 48 = 0.25", "12.6 / 48 = 0.25"}, "id: third", "third: calc: 12.6 / 48 is 0.2625, not 0.25"},
		{"calculation of nothing", edit{table, "12 / 48 = 0.25", "12 / 0 = 0.25"}, "id: third", `third: calc: "12 / 0" cannot be worked out: write numbers with`},
		{"calculation in words", edit{table, "12 / 48 = 0.25", "a fourth = 0.25"}, "id: third", `third: calc: "a fourth" cannot be worked out`},
		{"calculation in another language", edit{table, "12 / 48 = 0.25", "len(x) = 0.25"}, "id: third", `third: calc: "len(x)" cannot be worked out`},
		{"calculation without a number", edit{table, "12 / 48 = 0.25", "12 / 48 = 0.25 or so"}, "id: third", `third: calc: 12 / 48 is 0.25, not 0.25 or so`},
		{"calculation that does not say so", edit{table, "of them; that is calculated", "of them"}, "id: third", "third: the statement holds what was calculated or counted and does not say so"},

		{"amount not stated", edit{table, "US$40 million by", "US$30 million by"}, "id: revenue", "revenue: the value is about US$40 million, but the statement does not say 40"},
		{"scale not stated", edit{table, "US$40 million by", "US$40 by"}, "id: revenue", "but the statement does not say million"},
		{"percentage not stated", edit{table, "12% of what", "a part of what"}, "id: share", "share: the value is 12%, but the statement does not say 12"},
		{"multiple not stated", edit{table, "almost 3 times as much", "almost as much"}, "id: growth", "but the statement does not say 3"},
		{"day not stated", edit{table, "signed on 30 April 2030.", "signed in April 2030."}, "id: signed", "signed: the value is 30 April 2030, but the statement does not say 30"},
		{"month not stated", edit{table, "signed on 30 April 2030.", "signed on the 30th of the month, 30 in 2030."}, "id: signed", "but the statement does not say April"},
		{"count not stated", edit{table, "forty-eight licensees, 48 in figures", "a few licensees"}, "id: licensees", "but the statement does not say 48"},

		{"hedge dropped", edit{table, "earned about US$40", "earned US$40"}, "id: revenue", `revenue: the value is "about US$40 million", but the statement drops the "about"`},
		{"another hedge", edit{table, "almost 3 times as much", "over 3 times as much"}, "id: growth", `but the statement drops the "nearly"`},

		{"party not named", edit{table, "says: Quillmark takes the", "says: Another takes the"}, "id: partner", "partner: the value names Quillmark, but the statement does not"},
		{"place not named", edit{table, "Quillmark sits in Oslo.", "Quillmark sits in Norway."}, "id: office", "office: the value names Oslo"},
		{"entry not spoken of", edit{table, "radio and about coding video", "radio"}, "id: fields", `fields: the value lists "video coding", but the statement does not speak of it`},
		{"number outside the span", edit{table, "3 and 11 to 12", "3 and 12"}, "id: chapters", `chapters: the value lists "11"`},
		{"number within a number", edit{table, "3 and 11 to 12", "30 and 11 to 12"}, "id: chapters", `chapters: the value lists "3"`},

		{"claimant not named", edit{table, "Quillmark calls the terms fair.", "The terms are fair."}, "id: claim", "claim: the statement (claimed) does not name Quillmark, who says so"},
		{"author not named", edit{table, "The article's author thinks it a pity.", "It is a pity."}, "id: opinion", "opinion: the statement is the author's opinion and does not say so"},
		{"reader not named", edit{table, "Moss, a reader, finds it", "A reader finds it"}, "id: doubt", "doubt: the statement (comment) does not name Moss, who says so"},
		{"readers not named", edit{table, "A reader doubts the deal.", "The deal is doubtful."}, "id: readers", "readers: the statement is what readers say and does not say so"},

		{"way of asking twice", edit{table, "- What were its royalties?", "- How much did Brimstone earn?\n      - What were its royalties?"}, "id: revenue", `the way of asking "How much did Brimstone earn?" is empty or there twice`},
		{"asked and denied", edit{table, "Did they sign in March?", "When did they sign?"}, "id: signed", `the way of asking "When did they sign?" is empty or there twice`},
		{"empty way of asking", edit{table, "[Where does Quillmark sit?]", `[Where does Quillmark sit?, "?"]`}, "id: office", `the way of asking "?" is empty`},

		{"unit without gist", edit{record, "    gist: A reader doubts it.\n", ""}, "at: comment-1", "unit comment-1 has no gist"},
		{"unit without digest", edit{record, "    digest: d2\n", ""}, `at: "2"`, "unit 2 has no digest"},
		{"unit without fact", edit{record, "- at: comment-1", "- {at: caption, digest: d4, gist: Two logos.}\n  - at: comment-1"}, "at: comment-1", "unit caption carries no fact"},

		{"entity of no fact", edit{entities, "- {id: moss", "- {id: bern, name: Bern, kind: place}\n- {id: moss"}, "id: moss", "no fact speaks of the entity bern"},
		{"entity only in words", edit{entities, "- {id: moss", "- {id: radio, name: Radio, kind: technology}\n- {id: moss"}, "", ""},
		{"name of two", edit{entities, "kind: place, aliases: []", "kind: place, aliases: [BRIM]"}, "id: oslo", `"BRIM" is a name of brimstone and of oslo`},
		{"relation of no fact", edit{relations, "- {id: view", "- {id: age, means: how old it is, value: [count]}\n- {id: view"}, "id: view", "no fact has the relation age"},
		{"concept of no fact", edit{synonyms, "- {concept", "- {concept: boat, words: [ship]}\n- {concept"}, "concept", `no fact uses any word of the concept "boat"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := load(t, base(t, tt.edit)).Lint()
			if tt.want == "" {
				if len(got) > 0 {
					t.Errorf("got faults\n%v\nwant none", got)
				}
				return
			}
			want := facts.Fault{File: tt.edit.file, Line: lineOf(t, tt.edit.file, tt.at)}.String()
			if len(got) != 1 || !strings.HasPrefix(got[0].String(), want) || !strings.Contains(got[0].Text, tt.want) {
				t.Errorf("got faults\n%v\nwant one, at %s with %s", got, want, tt.want)
			}
		})
	}
}

// An article's readers and author speak for it, so it has to be an entity even
// where no fact names it.
func TestLintArticleIsEntity(t *testing.T) {
	t.Parallel()
	got := load(t, base(t,
		edit{entities, "- {id: gazette-2030, name: the Gazette article, kind: article, aliases: []}\n", ""},
		edit{table, "subject: gazette-2030", "subject: brimstone"},
	)).Lint()
	want := facts.Faults{{
		File: record, Line: 1,
		Text: "the article gazette-2030 is no entity: add it to vocabulary/entities.yaml with kind article",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestCheck: of files that are to come to a base the same is wrong as of a base that
// has them, and the base is left as it is.
func TestCheck(t *testing.T) {
	t.Parallel()
	const fact = "article: gazette-2030\nfacts:\n- {id: more, at: 1, subject: brimstone, relation: revenue, money: US$40 million, period: 2029, says: %s, asks: [And what else?]}\n"
	tests := map[string]struct{ name, text string }{
		"sound":             {"more.asks.yaml", "asks:\n- {fact: share, asks: [And what else?]}\n"},
		"no such fact":      {"more.asks.yaml", "asks:\n- {fact: sharing, asks: [And what else?]}\n"},
		"no YAML":           {"more.asks.yaml", "asks: [\n"},
		"an id twice":       {"more.facts.yaml", "article: gazette-2030\nfacts:\n- {id: share}\n"},
		"without its value": {"more.facts.yaml", fmt.Sprintf(fact, "Brimstone earned much.")},
	}
	files, err := facts.Read(base(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := load(t, base(t))
			more := map[string][]byte{tt.name: []byte(tt.text)}
			with, err := files.With(more).Load()
			want := facts.FaultsIn(err)
			if err == nil {
				want = slices.DeleteFunc(with.Lint(), func(f facts.Fault) bool { return f.File != tt.name })
			}
			if got := b.Check(more); got.Error() != want.Error() {
				t.Errorf("got:\n%v\nwant:\n%v", got, want)
			}
			if sound := name == "sound"; sound != (len(want) == 0) {
				t.Errorf("the case is none: %v", want)
			}
			if diff := cmp.Diff(load(t, base(t)), b); diff != "" {
				t.Errorf("the base has changed:\n%s", diff)
			}
		})
	}
}
