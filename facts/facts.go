package facts

// Fact is one claim of one article: what is said, of whom, for when, by whom
// and how firmly. Statements are in our own words; the citation says where the
// article's own words stand.
type Fact struct {
	ID       string
	Cite     []Citation // never empty; the first is the one that carries the fact
	Subject  string     // entity id
	Relation string     // relation id: the intent
	Value    Value
	Period   Period   // what time the value is for; zero where none is given
	With     []string // the other parties: entity ids, in their role of object
	About    []string // qualifiers: technology, region, product; free words
	By       string   // who says so: entity id
	How      Stance
	Calc     []Calculation // where the statement holds what no unit holds, how it comes about
	Says     string        // the statement, one or two sentences
	Asks     []string      // ways people put the question that this fact answers
	Lacks    []string      // what the statement says is not told: whoever asks for just that is told so
	Denies   []string      // premises and yes/no questions to which this fact is the "no"

	File string // where the fact stands, for reports
	Line int
}

// Calculation is a figure worked out from figures of the cited units.
type Calculation struct {
	Expression string // "24 / 0.208", or in words what was counted
	Value      string // "115"
}

// Citation points at one unit of one article.
type Citation struct {
	Article string `json:"article"`
	At      string `json:"at"`
}

// Stance is how something is said, which an answer never drops.
type Stance string

// The stances, from firm to open.
const (
	Reported     Stance = "reported"      // the article states it in its own voice
	Claimed      Stance = "claimed"       // a party says so, in a filing, a blog or on a stage
	Opinion      Stance = "opinion"       // the article's author thinks so
	Comment      Stance = "comment"       // a reader argues so below the article
	Corrected    Stance = "corrected"     // the article takes back what it said before
	NotDisclosed Stance = "not disclosed" // the article says that it is not known
)

// Stances lists all stances in order, for messages and checks.
var Stances = []Stance{Reported, Claimed, Opinion, Comment, Corrected, NotDisclosed}

// Article is the record of one source: its bibliography and units, never its
// sentences.
type Article struct {
	ID        string
	Title     string
	Author    string // empty where the source names none
	Publisher string // empty where the source names none
	Published Day
	Units     []Unit

	File string
}

// Unit is one citable place of an article: a numbered paragraph or a named
// part such as "correction" or "comment-24".
type Unit struct {
	At      string
	Digest  string   // of the normalised original text
	Gist    string   // our own words, shown where the original is not at hand
	Text    string   // the original's words; only in a base whose owner may keep them
	Names   []string // proper names that stand in the original
	Figures []string // figures that stand in the original, in canonical form

	Line int
}

// Unit returns the unit called at.
func (a *Article) Unit(at string) (*Unit, bool) {
	for i := range a.Units {
		if a.Units[i].At == at {
			return &a.Units[i], true
		}
	}
	return nil, false
}

// Entity is a name the base knows: a company, a person, an office, a place, a
// product, an article.
type Entity struct {
	ID      string
	Name    string   // as shown
	Kind    string   // company, person, product, place, body, article, reader, …
	Aliases []string // other names, tickers, and how people describe it ("the Finns")
	Beside  []string // short names that are somebody else's too; they hold as written, "ERIC", or beside others of the kind

	File string
	Line int
}

// Relation is what a fact says of its subject, with the ways people ask for it
// whoever the subject is.
type Relation struct {
	ID    string
	Means string      // one line: what the relation holds
	Value []ValueKind // the kinds of value it takes
	Roles bool        // who does it to whom matters: subject acts on With
	Asks  []string    // ways of asking; "{subject}" and "{with}" stand for the names

	File string
	Line int
}

// Base is everything an answer may draw on. It is read-only once loaded and
// safe for use from many goroutines.
type Base struct {
	Articles   []Article // by id
	Facts      []Fact    // in the articles' order
	Proposed   []Fact    // not answered from until a person has accepted them
	FAQ        []Fact    // entries of nothing but ways of asking and an answer, see [ReadFAQ]
	Trained    []byte    // what was learned from the FAQ and stored beside it, see [TrainedFAQ]; nil where nothing was
	Gaps       []Gap
	Entities   []Entity
	Relations  []Relation
	Vocabulary Vocabulary
	Version    string // of its content, see [Files.Version]
}

// Article returns the record with this id.
func (b *Base) Article(id string) (*Article, bool) {
	for i := range b.Articles {
		if b.Articles[i].ID == id {
			return &b.Articles[i], true
		}
	}
	return nil, false
}
