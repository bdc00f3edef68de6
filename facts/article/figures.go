package article

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Figures lists the figures that stand in a text, in order and each once, in
// one form whatever the writer's: "37,000" is "37000", "Forty-eight" is "48",
// "one-third" is "1/3", "three times" is "3". The digits of a name count too
// ("5G" gives "5"), because whoever checks an answer against its source must
// find every number there. A scale stays a word: "US$2 billion" gives "2".
func Figures(text string) []string {
	var out []string
	for _, token := range figureToken.FindAllString(countable(text), -1) {
		for _, figure := range reading(strings.ToLower(token)) {
			if !slices.Contains(out, figure) {
				out = append(out, figure)
			}
		}
	}
	return out
}

// vulgar holds the fractions that are one character, spelt out so that "2½"
// does not become twenty-one halves.
var vulgar = strings.NewReplacer("½", " 1/2", "⅓", " 1/3", "⅔", " 2/3", "¼", " 1/4", "¾", " 3/4", "⅕", " 1/5", "⅛", " 1/8")

// groupSpace is a thousands separator that is a space of the unbreakable kind:
// "37 000" is one figure, where an ordinary space parts two.
var groupSpace = regexp.MustCompile(`(\d)[\x{00a0}\x{202f}\x{2009}](\d{3})\b`)

// countable is a text made ready for counting.
func countable(text string) string {
	for range 2 { // neighbouring groups share a digit, so a second pass takes the rest
		text = groupSpace.ReplaceAllString(text, "$1,$2")
	}
	return plain(vulgar.Replace(text))
}

const (
	grouped   = `\d{1,3}(?:,\d{3})+(?:\.\d+)?`
	european  = `\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?`
	ratio     = `\b\d{1,2}/\d{1,3}\b`
	decimal   = `\d+(?:\.\d+)?`
	letters   = `[A-Za-z]+`
	wordChain = `\b` + letters + `(?:[- ]` + letters + `)*`
)

// figureToken finds what may be a figure: digits in one of their shapes, or a
// chain of words, in which number words are then looked for.
var figureToken = regexp.MustCompile(strings.Join([]string{grouped, european, ratio, decimal, wordChain}, "|"))

// reading turns one token into figures in their one form.
func reading(token string) []string {
	switch {
	case token[0] > '9':
		return wordFigures(strings.FieldsFunc(token, func(r rune) bool { return r == '-' || r == ' ' }))
	case strings.Contains(token, "/"):
		return ratioFigures(token)
	case strings.Count(token, ".") > 1:
		return []string{trimZeros(strings.ReplaceAll(strings.ReplaceAll(token, ".", ""), ",", "."))}
	default:
		return []string{trimZeros(strings.ReplaceAll(token, ",", ""))}
	}
}

// ratioFigures reads "1/3" as one figure, and "24/7" or "7/15" as two.
func ratioFigures(token string) []string {
	above, below, _ := strings.Cut(token, "/")
	n, _ := strconv.Atoi(above)
	d, _ := strconv.Atoi(below)
	if n > 0 && n < d && d <= 10 {
		return []string{token}
	}
	return []string{trimZeros(above), trimZeros(below)}
}

// trimZeros drops the zeros a figure may lead with ("07" of a time or a day).
func trimZeros(s string) string {
	t := strings.TrimLeft(s, "0")
	if t == "" || t[0] == '.' {
		return "0" + t
	}
	return t
}

var (
	cardinals = numbered("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	ordinals  = numbered("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
	tens      = numbered("- - twenty thirty forty fifty sixty seventy eighty ninety")
	parts     = map[string]int{
		"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
		"fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
	}
	multiples = map[string]int{
		"twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2,
		"thrice": 3, "triple": 3, "tripled": 3, "triples": 3, "tripling": 3, "dozen": 12, "firstly": 1, "secondly": 2, "thirdly": 3,
	}
)

// numbered gives each word of a list its place in it.
func numbered(list string) map[string]int {
	out := map[string]int{}
	for i, word := range strings.Fields(list) {
		out[word] = i
	}
	return out
}

// wordFigures finds the number words in a chain of words.
func wordFigures(words []string) []string {
	var out []string
	for i := 0; i < len(words); {
		figure, used := wordFigure(words[i:])
		if used == 0 {
			i++
			continue
		}
		out = append(out, figure)
		i += used
	}
	return out
}

// wordFigure reads the figure that a chain of words begins with and says how
// many words it took, 0 for none.
func wordFigure(words []string) (string, int) {
	if figure, used := fraction(words); used > 0 {
		return figure, used
	}
	if n, used := wholeNumber(words); used > 0 {
		return strconv.Itoa(n), used
	}
	if n, ok := multiples[words[0]]; ok {
		return strconv.Itoa(n), 1
	}
	return "", 0
}

// fraction reads "one-third", "a third of", "two thirds", "half". Only after a
// number is "quarter" a part of something; by itself it is three months.
func fraction(words []string) (string, int) {
	if words[0] == "half" {
		return "1/2", 1
	}
	if len(words) < 2 {
		return "", 0
	}
	below, isPart := parts[words[1]]
	above, isCount := cardinals[words[0]]
	if words[0] == "a" && len(words) > 2 && words[2] == "of" {
		above, isCount = 1, true
	}
	if !isPart || !isCount || above == 0 || above >= below {
		return "", 0
	}
	return strconv.Itoa(above) + "/" + strconv.Itoa(below), 2
}

// wholeNumber reads "eight", "forty-eight", "sixth", "two hundred and six",
// "ten thousand". Millions stay a word, as they do after digits.
func wholeNumber(words []string) (int, int) {
	total, used := belowHundred(words)
	if used == 0 {
		return 0, 0
	}
	if at(words, used) == "hundred" {
		total, used = total*100, used+1
		rest := used
		if at(words, rest) == "and" {
			rest++
		}
		if n, more := belowHundred(words[min(rest, len(words)):]); more > 0 {
			total, used = total+n, rest+more
		}
	}
	if at(words, used) == "thousand" {
		total, used = total*1000, used+1
	}
	return total, used
}

// belowHundred reads a number or an ordinal up to ninety-nine.
func belowHundred(words []string) (int, int) {
	word := at(words, 0)
	if n, ok := cardinals[word]; ok {
		return n, 1
	}
	if n, ok := ordinals[word]; ok {
		return n, 1
	}
	n, ok := tens[strings.Replace(word, "ieth", "y", 1)]
	if !ok || n < 2 {
		return 0, 0
	}
	for _, units := range []map[string]int{cardinals, ordinals} {
		if unit, ok := units[at(words, 1)]; ok && unit > 0 && unit < 10 {
			return n*10 + unit, 2
		}
	}
	return n * 10, 1
}

// at is the word at a place, or nothing beyond the end.
func at(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}
