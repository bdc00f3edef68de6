package question

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
)

// maxWords bounds the words of one question.
const maxWords = 400

// word is a piece of text between spaces and punctuation, lower case.
type word struct {
	text      string // as written
	low       string
	stem      string
	form      *form // of low; nil while the vocabulary is read
	sentence  int
	clause    int     // counted through the whole message
	number    float64 // where isNumber
	isNumber  bool
	isYear    bool
	isShare   bool // of a hundred
	shortYear bool // two digits that may be a year
	cut       bool // cut short with a period: "jurisd."
	scales    bool // may be part of a figure of several words
}

// count makes a word a figure.
func (w *word) count(n float64) { w.isNumber, w.number, w.stem = true, n, numberKey(n) }

// sentence is what is known of one sentence before its words are read.
type sentence struct {
	asks     bool // it puts a question
	listed   bool // it begins after a semicolon or the mark of an item
	item     bool // it begins after such a mark
	confirms bool // it asks whether what was said before is so
}

// split cuts clean text into words and sentences. The words are put into room,
// where it is large enough.
func (r *Reader) split(s string, room []word) ([]word, []sentence) {
	words := slices.Grow(room[:0], min(maxWords, len(s)/4+2))
	sents := []sentence{{}}
	i, clause, from := 0, 0, 0 // from: where the last word begins
	var short [256]rune        // most messages fit, so that nothing is allocated for them
	rs := short[:0]
	for _, c := range s {
		rs = append(rs, c)
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
		c := rs[i]
		switch {
		case c == '?':
			if n := len(words); n > 0 && words[n-1].sentence == len(sents)-1 {
				sents[len(sents)-1].asks = true
			}
			end()
			i++
		case c == '.' && i > from && isWordRune(rs[i-1]) && isInitial(rs[from:]):
			words = words[:len(words)-1] // "Scott B. wrote"
			i++
		case c == '.' && i > from && isWordRune(rs[i-1]) && r.cutShort(written(from, i), rs[i+1:]):
			words[len(words)-1].cut = true
			i++
		case c == ';' || c == itemMark:
			end()
			sents[len(sents)-1].listed, sents[len(sents)-1].item = true, c == itemMark
			i++
		case c == ':' && leadsUp(words, len(sents)-1) && asksNext(rs[i+1:]):
			end()
			i++
		case c == '\n' || c == '!' || c == '.' && (i+1 == len(rs) || unicode.IsSpace(rs[i+1])):
			end()
			i++
		case isWordRune(c) || c == '$' || c == '€' || c == '£' || c == '\'' && i+2 < len(rs) && unicode.IsDigit(rs[i+1]):
			j := scanWord(rs, i)
			words = r.put(words, written(i, j), len(sents)-1, clause)
			from, i = i, j
		case c == '+' && i > 0 && isWordRune(rs[i-1]) && i+1 < len(rs) && isWordRune(rs[i+1]):
			words = r.put(words, "plus", len(sents)-1, clause)
			i++
		case c == '%' && !r.learning: // a base is written in whole words
			words = r.put(words, "percent", len(sents)-1, clause)
			i++
		case (c == '+' || c == '&') && i > 0 && unicode.IsSpace(rs[i-1]) && i+1 < len(rs) && unicode.IsSpace(rs[i+1]):
			words = r.put(words, map[rune]string{'+': "plus", '&': "and"}[c], len(sents)-1, clause)
			words[len(words)-1].text = string(c)
			i++
		case c == ',' || c == ':' || c == '(' || c == ')' || (c == '-' || c == '/' && i > 0 && rs[i-1] == ' ') && i+1 < len(rs) && rs[i+1] == ' ':
			clause++
			i++
		default:
			i++
		}
	}
	return joinNumbers(words), sents
}

// leadsUp reports whether the words of the sentence that is being read tell of who asks:
// "I am filling in a form and one cell is empty: what …". They are no part of the question.
func leadsUp(ws []word, sentence int) bool {
	return slices.ContainsFunc(ws, func(w word) bool { return w.sentence == sentence && oneself[w.low] })
}

var oneself = lexicon.Set("oneself")

// asksNext reports whether a text begins with a word that asks.
func asksNext(rs []rune) bool {
	from := 0
	for from < len(rs) && unicode.IsSpace(rs[from]) {
		from++
	}
	if from == len(rs) {
		return false
	}
	next := strings.ToLower(string(rs[from:scanWord(rs, from)]))
	return asks[next] || auxiliaries[next]
}

// isInitial reports whether a text begins with the initial of somebody's name.
func isInitial(rs []rune) bool {
	return len(rs) > 2 && unicode.IsUpper(rs[0]) && rs[1] == '.' && unicode.IsSpace(rs[2])
}

// cutShort reports whether a period cuts a word short rather than ends a sentence:
// what follows goes on in small letters, and the word is a short form or none at all.
func (r *Reader) cutShort(text string, after []rune) bool {
	low := Bare(strings.ToLower(text))
	short := r.meant[low] != nil || r.meant[low+"."] != nil
	if !short && (r.learning || r.speller.knows(low)) {
		return false // a base is written in whole words, of which not all are known while it is read
	}
	at := 0
	for at < len(after) && unicode.IsSpace(after[at]) {
		at++
	}
	switch {
	case at == len(after):
		return false
	case at == 0:
		return strings.ContainsRune("?,:)-/", after[0])
	case !unicode.IsLetter(after[at]):
		return true
	case unicode.IsUpper(after[at]):
		return false
	}
	return !asksNext(after[at:])
}

// put appends the words that a written one is.
func (r *Reader) put(ws []word, text string, sentence, clause int) []word {
	n := len(ws)
	is, ok := r.written[text]
	if !ok {
		is = r.wordsOf(text)
	}
	ws = append(ws, is...)
	for i := range ws[n:] {
		ws[n+i].sentence, ws[n+i].clause = sentence, clause
	}
	return ws
}

// wordsOf reads one written word, and keeps what it is while a base is read.
func (r *Reader) wordsOf(text string) []word {
	ws := wordsOf(text)
	if r.forms == nil {
		return ws // of the vocabulary, on which depends what forms are
	}
	for i := range ws {
		ws[i] = r.as(ws[i], ws[i].low)
	}
	if r.learning {
		r.written[text] = ws
	}
	return ws
}

// as reads a word as another.
func (r *Reader) as(w word, low string) word {
	w.low, w.form = low, r.form(low)
	if !w.isNumber {
		w.stem = w.form.stem
	}
	return w
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

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
		switch {
		case isWordRune(r) || r == '%' && unicode.IsDigit(rs[j-1]) || r == '$':
		case (r == '\'' || r == '&') && isWordRune(next):
		case (r == '.' || r == ',') && unicode.IsDigit(rs[j-1]) && unicode.IsDigit(next):
		case r == '.' && isWordRune(rs[j-1]) && isWordRune(next) && (j-i == 1 || rs[j-2] == '.'):
		default:
			return j
		}
		j++
	}
	return j
}

// periodRE is a quarter of a year written as one word: "1q17", "q2fy25".
var periodRE = regexp.MustCompile(`^(?:([1-4])q|q([1-4]))(?:fy|cy|')?((?:20)?\d\d)$`)

// wordsOf reads one written word: a possessive loses its ending, a figure becomes
// its number, letters and digits run together come apart.
func wordsOf(text string) []word {
	low := Bare(strings.ToLower(text))
	low = strings.TrimSuffix(strings.TrimSuffix(low, "'s"), "'")
	if m := periodRE.FindStringSubmatch(low); m != nil {
		quarter := "q" + m[1] + m[2]
		return append([]word{{text: quarter, low: quarter}}, wordsOf("'"+m[3][len(m[3])-2:])...)
	}
	if n, rest, year, ok := figure(low); ok {
		w := word{text: text, low: low, isYear: year, isShare: strings.HasSuffix(low, "%")}
		w.count(n)
		if rest != "" {
			return []word{w, {text: rest, low: rest}}
		}
		return []word{w}
	}
	if strings.IndexByte(low, '.') >= 0 && !strings.ContainsFunc(low, unicode.IsDigit) {
		low = strings.ReplaceAll(low, ".", "") // U.S. → us, a.k.a. → aka
	}
	if head, year, ok := strings.Cut(low, "'"); ok && head != "" && len(year) == 2 && strings.Trim(year, "0123456789") == "" {
		return append([]word{{text: head, low: head}}, wordsOf("'"+year)...) // "q1'17", "jun'24"
	}
	if head, tail, ok := cutDigits(low); ok {
		return append([]word{{text: head, low: head}}, wordsOf(tail)...)
	}
	return []word{{text: text, low: low, scales: scaleWords[low] > 0 || fractions[strings.TrimSuffix(low, "s")] > 0}}
}

// cutDigits parts "fortune500" but leaves short codes such as "fp4" whole.
func cutDigits(s string) (head, tail string, ok bool) {
	i := strings.IndexFunc(s, unicode.IsDigit)
	if i < 4 || strings.ContainsFunc(s[i:], unicode.IsLetter) {
		return "", "", false
	}
	return s[:i], s[i:], true
}

var scaleWords = lexicon.Numbers("magnitude", "magnitude-short")

var numberWords = lexicon.Numbers("number", "high-number")

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
	for _, p := range []string{"us$", "usd", "$", "€", "£", "eur", "cny", "fy", "cy", "'", "q"} {
		if r, cut := strings.CutPrefix(body, p); cut && r != "" && unicode.IsDigit(rune(r[0])) {
			if p == "q" {
				return 0, "", false, false
			}
			short = p == "fy" || p == "cy" || p == "'"
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
	if rest == "y" {
		return v, "years", false, true
	}
	if (len(rest) > 2 || rest == "yr") && v < 1e4 {
		return v, rest, false, true
	}
	return 0, "", false, false
}

// fractions say into how many parts a hundred is shared after "a" or "one".
var fractions = lexicon.Numbers("part")

// ofTreaty are the words before which "pct" is the treaty: "number 1 pct filer".
var ofTreaty = lexicon.Set("of-the-treaty")

// joinNumbers reads figures that take several words as one: "630 million", "five
// thousand", "a billion", "36 percent", "a third", "nine in ten".
func joinNumbers(ws []word) []word {
	if !slices.ContainsFunc(ws, func(w word) bool { return w.isNumber || w.scales }) {
		return ws
	}
	out := ws[:0] // never ahead of what is read
	for i, w := range ws {
		n := len(out)
		before := func(lows ...string) bool { return n > 0 && slices.Contains(lows, out[n-1].low) }
		if n > 0 && out[n-1].isNumber && !out[n-1].isYear && out[n-1].sentence == w.sentence {
			prev := &out[n-1]
			if unit := unitOf(w); unit > 0 && numberWords[prev.low] == prev.number && prev.number >= 20 && prev.number < 100 {
				prev.count(prev.number + unit)
				prev.text, prev.low = prev.text+" "+w.text, ""
				continue
			}
			if w.low == "hundred" && prev.number < 100 && prev.number == float64(int(prev.number)) {
				prev.count(prev.number * 100)
				prev.text += " " + w.text
				continue
			}
			if by, ok := scaleWords[w.low]; ok && prev.number < 1e5 {
				prev.count(prev.number * by)
				prev.text += " " + w.text
				continue
			}
			if w.low == "percent" || w.text == "pct" && prev.number < 1000 && (i+1 == len(ws) || !ofTreaty[ws[i+1].low]) || w.low == "percents" { // PCT is a treaty
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
			if n > 1 && out[n-2].low == "half" {
				w.text = out[n-2].text + " " + out[n-1].text + " " + w.text
				w.count(by / 2)
				out = append(out[:n-2], w)
				continue
			}
			w.count(by)
		}
		if by, ok := scaleWords[w.low]; ok && len(w.low) > 5 && before("two") { // no figure but before such a word
			w.count(2 * by)
			w.text = out[n-1].text + " " + w.text
			out = out[:n-1]
		}
		if parts, ok := fractions[w.low]; ok && before("a", "one", "than") {
			w.count(100 / parts)
			w.isShare = true
		}
		out = append(out, w)
	}
	return out
}

// unitOf is what a word adds to the tens before it, "twenty-five"; 0 where it is no
// such word.
func unitOf(w word) float64 {
	switch w.low {
	case "one":
		return 1
	case "two":
		return 2
	}
	if n := numberWords[w.low]; n < 10 {
		return n
	}
	return 0
}

// shareEnding is the share of a hundred that words amount to with the next one,
// "nine in" with "ten", "two" with "thirds", and how many of the words it takes.
func shareEnding(ws []word, next word) (share float64, taken int) {
	n := len(ws)
	if n == 0 || ws[n-1].sentence != next.sentence {
		return 0, 0
	}
	part, some := small(ws[n-1])
	if parts := fractions[strings.TrimSuffix(next.low, "s")]; some && part > 1 && parts > 0 && strings.HasSuffix(next.low, "s") {
		return part * (100 / parts), 1
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
