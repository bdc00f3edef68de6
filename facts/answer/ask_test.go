package answer

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

func word(read string, class question.Class) question.Token {
	return question.Token{Text: read, Read: read, Class: class}
}

func carried(t question.Token) question.Token {
	t.Carried = true
	return t
}

func TestWordless(t *testing.T) {
	t.Parallel()
	asks := []question.Token{word("since", question.Light), word("when", question.Light)}
	for _, tt := range []struct {
		name string
		q    question.Query
		want bool
	}{
		{"only words that ask", question.Query{Kind: question.When, Tokens: asks}, true},
		{"with what it took over", question.Query{Kind: question.When, Tokens: append(asks, carried(word("court", question.Salient)))}, true},
		{"with a word of its own", question.Query{Kind: question.When, Tokens: append(asks, word("court", question.Salient))}, false},
		{"asks for no kind", question.Query{Kind: question.What, Tokens: asks}, false},
		{"wants a yes or a no", question.Query{Kind: question.When, YesNo: true, Tokens: asks}, false},
		{"calculates", question.Query{Kind: question.Amount, Operation: question.Sum, Tokens: asks}, false},
	} {
		if got := wordless(tt.q); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestBrief(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		tokens []question.Token
		want   bool
	}{
		{"a name put in a place", []question.Token{word("and", question.Light), word("nokia", question.Entity)}, true},
		{"a word put in a place", []question.Token{word("and", question.Light), word("tablets", question.Content)}, true},
		{"nothing put", []question.Token{word("and", question.Light)}, false},
		{"asks in its own words", []question.Token{word("did", question.Light), word("nokia", question.Entity)}, false},
		{"says too much", []question.Token{word("a", question.Content), word("b", question.Content), word("c", question.Content), word("d", question.Content)}, false},
	} {
		if got := brief(question.Query{Kind: question.What, Tokens: tt.tokens}); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestPair(t *testing.T) {
	t.Parallel()
	company := question.Token{Class: question.Entity, Sort: "company"}
	both := []question.Token{word("both", question.Light), carried(company), carried(company)}
	f := &facts.Fact{}
	for _, tt := range []struct {
		name string
		q    question.Query
		want bool
	}{
		{"both of two", question.Query{Before: f, Tokens: both}, true},
		{"both of one", question.Query{Before: f, Tokens: both[:2]}, false},
		{"names one itself", question.Query{Before: f, Tokens: append(both, company)}, false},
		{"no thread", question.Query{Tokens: both}, false},
		{"no word for several", question.Query{Before: f, Tokens: both[1:]}, false},
	} {
		if got := pair(tt.q); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestOfPair(t *testing.T) {
	t.Parallel()
	name := word("nokia", question.Entity)
	one := candidate{at: 1, chance: 0.5, left: []question.Token{name}}
	for _, tt := range []struct {
		name   string
		second candidate
		first  int32
	}{
		{"about both and likely", candidate{at: 2, chance: 0.2}, 2},
		{"about both and unlikely", candidate{at: 2, chance: 0.01}, 1},
		{"about one", candidate{at: 2, chance: 0.4, left: []question.Token{name}}, 1},
	} {
		if got := ofPair([]candidate{one, tt.second}); got[0].at != tt.first || got[0].chance != one.chance {
			t.Errorf("%s: %d with %v", tt.name, got[0].at, got[0].chance)
		}
	}
}

func TestLastYear(t *testing.T) {
	t.Parallel()
	dated := &facts.Fact{Period: facts.Period{From: facts.Day{Year: 2016}}}
	asked := question.Query{Tokens: []question.Token{{Class: question.Year, Value: 2014}}}
	for _, tt := range []struct {
		name string
		t    turn
		want int
	}{
		{"the one asked for", turn{query: asked, fact: dated}, 2014},
		{"that of the fact", turn{fact: dated}, 2016},
		{"none", turn{}, 0},
	} {
		if got := lastYear(tt.t); got != tt.want {
			t.Errorf("%s: %d", tt.name, got)
		}
	}
}

func TestAddable(t *testing.T) {
	t.Parallel()
	count := func(unit string) *facts.Fact {
		return &facts.Fact{Value: facts.Value{Kind: facts.Count, Unit: unit}}
	}
	money := func(unit string) *facts.Fact {
		return &facts.Fact{Value: facts.Value{Kind: facts.Money, Unit: unit}}
	}
	for _, tt := range []struct {
		name string
		a, b *facts.Fact
		want bool
	}{
		{"the same counted", count("active patents"), count("patents"), true},
		{"lines and people", count("lines"), count("contributors"), false},
		{"one currency", money("USD"), money("USD"), true},
		{"two currencies", money("USD"), money("CNY"), false},
		{"money and things", money("USD"), count("patents"), false},
	} {
		if got := addable(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestPlacesAsked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		asks   string
		places []int
		place  int
	}{
		{"who comes second", []int{2}, 2},
		{"from the third to the 1st", []int{3, 1}, 3},
		{"the top and the bottom one", []int{1, lastPlace}, 0},
		{"who made more last year", []int{lastPlace}, 0},
		{"from no 2 to number 3", []int{2, 3}, 2},
		{"more than 2 of them", nil, 0},
		{"smallest first", nil, 0},
		{"which is the largest", nil, 0},
	} {
		var q question.Query
		for w := range strings.FieldsSeq(tt.asks) {
			token := word(w, question.Light)
			if w == "2" || w == "3" {
				token.Class, token.Value = question.Number, float64(w[0]-'0')
			}
			q.Tokens = append(q.Tokens, token)
		}
		if got, one := placesAsked(q, places), placeAsked(q); !slices.Equal(got, tt.places) || one != tt.place {
			t.Errorf("%s: %v and %d, want %v and %d", tt.asks, got, one, tt.places, tt.place)
		}
	}
}

// tokens are words as read, those that are digits as numbers.
func tokens(asks string) []question.Token {
	var out []question.Token
	for w := range strings.FieldsSeq(asks) {
		token := word(w, question.Light)
		if n, err := strconv.ParseFloat(w, 64); err == nil {
			token.Class, token.Value = question.Number, n
		}
		out = append(out, token)
	}
	return out
}

func TestPointedTo(t *testing.T) {
	t.Parallel()
	for asks, want := range map[string]int{
		"what do the three come to": 3, "sum of those 4": 4, "the two of them": 2, "both together": 2,
		"more than 3": 0, "the 2.5 together": 0, "all 500 of them": 0, "altogether": 0,
	} {
		n, rest := pointedTo(question.Query{Tokens: tokens(asks)})
		if n != want {
			t.Errorf("%s: %d, want %d", asks, n, want)
		}
		if left := len(strings.Fields(asks)) - len(rest.Tokens); left != min(n, 1) {
			t.Errorf("%s: %d words taken out", asks, left)
		}
	}
}

// TestNotCalculated: what counts two things adds them up as little as what holds somebody who is not
// named against another compares the two companies that it names.
func TestNotCalculated(t *testing.T) {
	t.Parallel()
	counted := func(asks string) question.Query {
		q := question.Query{Tokens: tokens(asks)}
		for i := range q.Tokens {
			q.Tokens[i].Counted = i > 0 && q.Tokens[i-1].Read == "many"
		}
		return q
	}
	if !countsTwice(counted("how many patents move and how many staff has it in all")) || countsTwice(counted("how many patents have they in all")) {
		t.Error("a question that counts twice, or one that counts once")
	}
	compared := func(asks string) question.Query {
		q := question.Query{Tokens: tokens(asks), YesNo: true, Operation: question.Compare}
		for i := range q.Tokens {
			if word := q.Tokens[i].Read; word == "orbex" || word == "castle" {
				q.Tokens[i].Class, q.Tokens[i].Sort, q.Tokens[i].Entity = question.Entity, company, word
			}
		}
		return q
	}
	if !comparesNobody(compared("did anybody bid more than orbex for castle")) || comparesNobody(compared("did orbex bid more than castle")) {
		t.Error("a comparison of nobody, or one of two companies")
	}
}

func TestYearsApart(t *testing.T) {
	t.Parallel()
	for asks, want := range map[string]int{
		"the year after that": 1, "a year earlier": -1, "two years later": 2, "3 years before that": -3,
		"that year": 0, "in what year after that": 0, "the years after": 0, "two months later": 0, "year later": 1, "year before": -1, "in year later": 0,
	} {
		got := 0
		for i := range tokens(asks) {
			got += yearsApart(tokens(asks), i)
		}
		if got != want {
			t.Errorf("%s: %d, want %d", asks, got, want)
		}
	}
}

// Figures are written as people would: what floating point does not hold is not told.
func TestPlainNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[float64]string{0.35 + 1.1: "1.45", 0.1 + 0.2: "0.3", 1234567: "1,234,567", 12.25: "12.25", 1e12: "1,000,000,000,000"} {
		if got := plainNumber(n); got != want {
			t.Errorf("%v: %s, want %s", n, got, want)
		}
	}
}
