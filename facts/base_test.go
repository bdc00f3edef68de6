package facts_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pilcrow-bot/pilcrow/facts"
)

// The files of a small base without a fault, about companies that do not exist.
// A test of a rule breaks one thing of it.
var sound = map[string]string{
	"gazette-2030.yaml": `title: Brimstone licenses Quillmark
author: Ada Finch
publisher: The Gazette
published: 2030-05-04
units:
  - at: title
    digest: d0
    gist: The headline.
    names: [Brimstone, Quillmark]
    figures: []
  - at: "1"
    digest: d1
    gist: The deal and what it brings.
    names: [Brimstone, Quillmark]
    figures: ["40", "2029", "12", "3", "48", "30", "2030", "11"]
  - at: "2"
    digest: d2
    gist: What either side thinks of it.
    names: [Brimstone, Quillmark, Oslo]
    figures: []
  - at: comment-1
    digest: d3
    gist: A reader doubts it.
    names: [Moss]
    figures: []
`,
	"gazette-2030.asks.yaml": `asks:
  - fact: share
    asks: [How much of its takings comes from royalties?]
gaps:
  - id: terms
    near: signed
    says: The article does not say how long the deal lasts.
    asks: [How long does the deal last?]
`,
	"gazette-2030.facts.yaml": `article: gazette-2030
facts:
  - id: headline
    at: title
    subject: gazette-2030
    relation: headline
    text: Brimstone licenses Quillmark
    says: The article is headed "Brimstone licenses Quillmark".
    asks: [What is the headline?]
  - id: revenue
    at: 1
    subject: brimstone
    relation: revenue
    money: about US$40 million
    period: 2029
    says: Brimstone earned about US$40 million by licences in 2029.
    asks:
      - How much did Brimstone earn?
      - What were its royalties?
  - id: share
    at: 1
    subject: brimstone
    relation: share
    percent: 12%
    says: Royalties are 12% of what Brimstone takes.
    asks: [What share are royalties?]
  - id: growth
    at: 1
    subject: brimstone
    relation: share
    multiple: nearly 3 times
    says: That is almost 3 times as much as before.
    asks: [How fast do royalties grow?]
  - id: signed
    at: 1
    subject: brimstone
    with: quillmark
    relation: deal
    date: 30 April 2030
    says: Brimstone and Quillmark signed on 30 April 2030.
    asks: [When did they sign?]
    denies: [Did they sign in March?]
  - id: licensees
    at: 1
    subject: brimstone
    relation: licensees
    count: 48 licensees
    says: Brimstone has forty-eight licensees, 48 in figures.
    asks: [How many licensees are there?]
  - id: partner
    at: [1, gazette-2030#title]
    subject: brimstone
    relation: licensees
    party: quillmark
    says: Quillmark takes the licence.
    asks: [Who takes the licence?]
  - id: office
    at: 2
    subject: quillmark
    relation: office
    place: oslo
    says: Quillmark sits in Oslo.
    asks: [Where does Quillmark sit?]
  - id: fields
    at: 2
    subject: brimstone
    relation: licensees
    list: [radio, video coding]
    says: The deal is about radio and about coding video.
    asks: [What is the deal about?]
  - id: chapters
    at: 1
    subject: brimstone
    relation: licensees
    list: ["3", "11", "12"]
    says: Three chapters deal with it, 3 and 11 to 12.
    asks: [Which chapters deal with it?]
  - id: third
    at: 1
    subject: brimstone
    relation: share
    multiple: about 1/4
    calc: 12 / 48 = 0.25
    says: Every fourth licensee is new, about 0.25 of them; that is calculated.
    asks: [Which part of the licensees is new?]
  - id: sides
    at: 1
    subject: brimstone
    relation: licensees
    count: 2 sides
    calc: count of the sides = 2
    says: The deal has 2 sides, counted from the names.
    asks: [How many sides has the deal?]
  - id: claim
    at: 2
    subject: brimstone
    relation: view
    by: quillmark
    how: claimed
    text: fair
    says: Quillmark calls the terms fair.
    asks: [Are the terms fair?]
  - id: opinion
    at: 2
    subject: brimstone
    relation: view
    by: ada-finch
    how: opinion
    text: a pity
    says: The article's author thinks it a pity.
    asks: [What does the writer think?]
  - id: doubt
    at: comment-1
    subject: brimstone
    relation: view
    by: moss
    how: comment
    text: too dear
    says: Moss, a reader, finds it too dear.
    asks: [Is it too dear?]
  - id: readers
    at: comment-1
    subject: brimstone
    relation: view
    how: comment
    text: doubts
    says: A reader doubts the deal.
    asks: [What do the readers say?]
gaps:
  - id: no-term
    near: signed
    says: The article does not say how long the deal runs.
    asks: [How long does the deal run?]
`,
	"vocabulary/entities.yaml": `- {id: gazette-2030, name: the Gazette article, kind: article, aliases: []}
- {id: brimstone, name: Brimstone, kind: company, aliases: [BRIM]}
- {id: quillmark, name: Quillmark, kind: company, aliases: [], beside: [QUIL]}
- {id: oslo, name: Oslo, kind: place, aliases: []}
- {id: ada-finch, name: Ada Finch, kind: person, aliases: []}
- {id: moss, name: Moss, kind: reader, aliases: []}
`,
	"vocabulary/relations.yaml": `- {id: headline, means: how it is headed, value: [text], asks: [What is it headed?]}
- {id: revenue, means: what it earns, value: [money], asks: ["What does {subject} earn?"]}
- {id: share, means: a part, value: [percent, multiple]}
- {id: deal, means: a deal, value: [date], roles: true}
- {id: licensees, means: who takes licences, value: [count, party, list]}
- {id: office, means: where it sits, value: [place]}
- {id: view, means: what somebody thinks, value: [text]}
`,
	"vocabulary/synonyms.yaml": `- {concept: royalty, words: [royalties, fees]}
`,
	"vocabulary/sayings.yaml": `- {id: greeting, outcome: chat, says: Hello., asks: [hello]}
`,
}

// edit replaces, in one file of the sound base, the one place where old stands.
type edit struct{ file, old, new string }

// base is the sound base with these edits.
func base(t *testing.T, edits ...edit) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range sound {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, e := range edits {
		f, ok := fsys[e.file]
		if !ok || strings.Count(string(f.Data), e.old) != 1 {
			t.Fatalf("%q does not stand just once in %s", e.old, e.file)
		}
		f.Data = []byte(strings.Replace(string(f.Data), e.old, e.new, 1))
	}
	return fsys
}

func load(t *testing.T, fsys fs.FS) *facts.Base {
	t.Helper()
	b, err := facts.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lineOf is the line of the sound base on which a text stands first.
func lineOf(t *testing.T, file, text string) int {
	t.Helper()
	before, _, ok := strings.Cut(sound[file], text)
	if !ok {
		t.Fatalf("%q does not stand in %s", text, file)
	}
	return 1 + strings.Count(before, "\n")
}
