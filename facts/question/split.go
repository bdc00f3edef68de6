package question

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWords bounds the words of one question.
const maxWords = 400

// word is a piece of text between spaces and punctuation, lower case.
type word struct {
	text      string // as written
	low       string
	stem      string
	sentence  int
	clause    int     // counted through the whole message
	number    float64 // where isNumber
	isNumber  bool
	isYear    bool
	isShare   bool // of a hundred
	shortYear bool // two digits that may be a year
	capital   bool
}

// sentence is what is known of one sentence before its words are read.
type sentence struct {
	asks     bool // it puts a question
	confirms bool // it asks whether what was said before is so
}

// split cuts clean text into words and sentences. The words are put into room,
// where it is large enough.
func split(s string, room []word) ([]word, []sentence) {
	words := slices.Grow(room[:0], min(maxWords, len(s)/4+2))
	sents := []sentence{{}}
	i, clause := 0, 0
	var short [256]rune // most messages fit, so that nothing is allocated for them
	rs := short[:0]
	for _, r := range s {
		rs = append(rs, r)
	}
	written := func(i, j int) string {
		if len(rs) == len(s) { // every letter is one byte
			return s[i:j]
		}
		return string(rs[i:j])
	}
	end := func() {
		clause++
		if len(words) > 0 && words[len(words)-1].sentence == len(sents)-1 {
			sents = append(sents, sentence{})
		}
	}
	for i < len(rs) && len(words) < maxWords {
		r := rs[i]
		switch {
		case r == '?':
			if n := len(words); n > 0 && words[n-1].sentence == len(sents)-1 {
				sents[len(sents)-1].asks = true
			}
			end()
			i++
		case r == '\n' || r == '!' || r == ';' || r == '.' && (i+1 == len(rs) || unicode.IsSpace(rs[i+1])):
			end()
			i++
		case isWordRune(r) || r == '$' || r == '€' || r == '£' || r == '\'' && i+2 < len(rs) && unicode.IsDigit(rs[i+1]):
			j := scanWord(rs, i)
			words = appendWord(words, word{text: written(i, j), sentence: len(sents) - 1, clause: clause})
			i = j
		case (r == '+' || r == '&') && i > 0 && unicode.IsSpace(rs[i-1]) && i+1 < len(rs) && unicode.IsSpace(rs[i+1]):
			words = append(words, word{text: string(r), low: map[rune]string{'+': "plus", '&': "and"}[r], sentence: len(sents) - 1, clause: clause})
			i++
		case r == ',' || r == ':' || r == '(' || r == ')' || r == '-' && i+1 < len(rs) && rs[i+1] == ' ':
			clause++
			i++
		default:
			i++
		}
	}
	return joinNumbers(words), sents
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// scanWord returns the end of the word that begins at i: letters and digits,
// with marks that bind inside a word (r&d, didn't, 5.57, 37,000, U.S.).
func scanWord(rs []rune, i int) int {
	j := i + 1
	for j < len(rs) {
		r := rs[j]
		next := rune(0)
		if j+1 < len(rs) {
			next = rs[j+1]
		}
		digits := unicode.IsDigit(rs[j-1]) && unicode.IsDigit(next)
		switch {
		case isWordRune(r) || r == '%' && unicode.IsDigit(rs[j-1]) || r == '$':
		case (r == '\'' || r == '&') && isWordRune(next):
		case (r == '.' || r == ',') && digits:
		case r == '.' && isWordRune(rs[j-1]) && isWordRune(next) && (j-i == 1 || rs[j-2] == '.'):
		default:
			return j
		}
		j++
	}
	return j
}

// appendWord reads one written word, given as it stands and where: a possessive
// loses its ending, a figure becomes its number, letters and digits run together
// come apart.
func appendWord(ws []word, w word) []word {
	low := strings.ToLower(w.text)
	low = strings.TrimSuffix(strings.TrimSuffix(low, "'s"), "'")
	w.low = low
	first, _ := utf8.DecodeRuneInString(w.text)
	w.capital = unicode.IsUpper(first)
	if n, rest, year, ok := figure(low); ok {
		w.isNumber, w.isYear, w.number = true, year, n
		w.isShare = strings.HasSuffix(low, "%")
		ws = append(ws, w)
		if rest != "" {
			ws = append(ws, word{text: rest, low: rest, sentence: w.sentence, clause: w.clause})
		}
		return ws
	}
	if strings.IndexByte(low, '.') >= 0 && !strings.ContainsFunc(low, unicode.IsDigit) {
		w.low = strings.ReplaceAll(low, ".", "") // U.S. → us, a.k.a. → aka
	}
	if head, tail, ok := cutDigits(w.low); ok {
		ws = append(ws, word{text: head, low: head, sentence: w.sentence, clause: w.clause, capital: w.capital})
		return appendWord(ws, word{text: tail, sentence: w.sentence, clause: w.clause})
	}
	return append(ws, w)
}

// cutDigits parts "fortune500" but leaves short codes such as "fp4" whole.
func cutDigits(s string) (head, tail string, ok bool) {
	i := strings.IndexFunc(s, unicode.IsDigit)
	if i < 4 || strings.ContainsFunc(s[i:], unicode.IsLetter) {
		return "", "", false
	}
	return s[:i], s[i:], true
}

var scaleWords = map[string]float64{
	"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
	"b": 1e9, "bn": 1e9, "bln": 1e9, "billion": 1e9, "billions": 1e9, "tn": 1e12, "trillion": 1e12,
}

var numberWords = map[string]float64{
	"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "dozen": 12,
}

// figure reads a number as people write it: "630m", "us$5.57bn", "37,000",
// "36%", "'24", "fy2024". rest is a unit that was glued to it.
func figure(s string) (n float64, rest string, year, ok bool) {
	if v, ok := numberWords[s]; ok {
		return v, "", false, true
	}
	if !strings.ContainsFunc(s, unicode.IsDigit) {
		return 0, "", false, false
	}
	body := s
	short := false
	for _, p := range []string{"us$", "usd", "$", "€", "£", "eur", "cny", "fy", "'", "q"} {
		if r, cut := strings.CutPrefix(body, p); cut && r != "" && unicode.IsDigit(rune(r[0])) {
			if p == "q" {
				return 0, "", false, false
			}
			short = p == "fy" || p == "'"
			body = r
			break
		}
	}
	i := strings.IndexFunc(body, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' })
	if i < 0 {
		i = len(body)
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(body[:i], ",", ""), 64)
	if err != nil {
		return 0, "", false, false
	}
	rest = body[i:]
	if short && v < 100 && rest == "" {
		return 2000 + v, "", true, true
	}
	if by, scale := scaleWords[rest]; scale {
		return v * by, "", false, true
	}
	switch rest {
	case "", "%", "$":
		return v, "", rest == "" && i == 4 && v >= 1900 && v < 2100 && body == s || short, true
	case "st", "nd", "rd", "th", "g", "d": // 1st, 5g and 3d are words, not figures
		return 0, "", false, false
	case "s":
		return v, "", false, true
	}
	if (len(rest) > 2 || rest == "yr") && v < 1e4 {
		return v, rest, false, true
	}
	return 0, "", false, false
}

// fractions are read as shares of a hundred after "a" or "one".
var fractions = map[string]float64{
	"half": 50, "third": 100.0 / 3, "quarter": 25, "fifth": 20, "sixth": 100.0 / 6, "tenth": 10,
}

// joinNumbers reads figures that take several words as one: "630 million", "five
// thousand", "a billion", "36 percent", "a third", "nine in ten".
func joinNumbers(ws []word) []word {
	if !slices.ContainsFunc(ws, func(w word) bool { return w.isNumber || scaleWords[w.low] > 0 || fractions[w.low] > 0 }) {
		return ws
	}
	out := ws[:0] // never ahead of what is read
	for _, w := range ws {
		n := len(out)
		before := func(lows ...string) bool { return n > 0 && slices.Contains(lows, out[n-1].low) }
		if n > 0 && out[n-1].isNumber && !out[n-1].isYear && out[n-1].sentence == w.sentence {
			prev := &out[n-1]
			if by, ok := scaleWords[w.low]; ok && prev.number < 1e5 {
				prev.number *= by
				prev.text += " " + w.text
				continue
			}
			if w.low == "percent" || w.text == "pct" || w.low == "percents" { // PCT is a treaty
				prev.isShare = true
				prev.text += " " + w.text
				continue
			}
		}
		if share, taken := shareEnding(out, w); taken > 0 {
			text := out[n-taken].text
			for _, part := range out[n-taken+1:] {
				text += " " + part.text
			}
			w.isNumber, w.isShare, w.number, w.text = true, true, share, text+" "+w.text
			out = append(out[:n-taken], w)
			continue
		}
		if by, ok := scaleWords[w.low]; ok && len(w.low) > 5 && before("a", "one") {
			w.isNumber, w.number = true, by
		}
		if by, ok := scaleWords[w.low]; ok && len(w.low) > 5 && before("two") { // no figure but before such a word
			w.isNumber, w.number = true, 2*by
			w.text = out[n-1].text + " " + w.text
			out = out[:n-1]
		}
		if share, ok := fractions[w.low]; ok && before("a", "one", "than") {
			w.isNumber, w.isShare, w.number = true, true, share
		}
		out = append(out, w)
	}
	return out
}

// shareEnding is the share of a hundred that words amount to with the next one,
// "nine in" with "ten", "two" with "thirds", and how many of the words it takes.
func shareEnding(ws []word, next word) (share float64, taken int) {
	n := len(ws)
	if n == 0 || ws[n-1].sentence != next.sentence {
		return 0, 0
	}
	part, some := small(ws[n-1])
	if each := fractions[strings.TrimSuffix(next.low, "s")]; some && part > 1 && each > 0 && strings.HasSuffix(next.low, "s") {
		return part * each, 1
	}
	whole, ok := small(next)
	if !ok || whole < 3 {
		return 0, 0
	}
	taken = 2
	switch {
	case ws[n-1].low == "in":
	case ws[n-1].low == "of" && n > 2 && ws[n-2].low == "out":
		taken = 3
	default:
		return 0, 0
	}
	if n < taken {
		return 0, 0
	}
	if part, some = small(ws[n-taken]); !some || part >= whole {
		return 0, 0
	}
	return 100 * part / whole, taken
}

// small reads a whole number up to ten, or a hundred, of which people take shares.
func small(w word) (float64, bool) {
	switch {
	case w.low == "one":
		return 1, true
	case w.low == "two":
		return 2, true
	}
	return w.number, w.isNumber && !w.isShare && !w.isYear && w.number >= 1 && (w.number <= 10 || w.number == 100)
}
