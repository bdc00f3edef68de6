package facts

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// ValueKind names a type of value; it is also the key a fact gives it under.
type ValueKind string

// The kinds of value.
const (
	Money    ValueKind = "money"    // an amount with its currency
	Count    ValueKind = "count"    // a number and what is counted
	Percent  ValueKind = "percent"  // of a hundred
	Multiple ValueKind = "multiple" // times, or a fraction such as 1/3
	Date     ValueKind = "date"
	Party    ValueKind = "party" // entities
	Place    ValueKind = "place" // entities of kind place or body
	List     ValueKind = "list"  // short texts
	Text     ValueKind = "text"
)

// ValueKinds lists the kinds in order, for messages and checks.
var ValueKinds = []ValueKind{Money, Count, Percent, Multiple, Date, Party, Place, List, Text}

// Value is what a fact says: one typed value with the hedge the source gives it.
type Value struct {
	Kind   ValueKind
	Hedge  string  // "about", "over", "nearly", "up to", "at least"; empty where exact
	Amount float64 // money, count, percent, multiple: the number itself, scale applied
	High   float64 // upper end of a range, else 0
	Unit   string  // currency code or the thing counted
	Per    string  // of a rate, what it is for each of: "device", "day"
	Day    Day     // date
	IDs    []string
	Items  []string
	Text   string // as written in the data
}

// hedges as written in the data and what they are kept as.
var hedges = []struct{ written, kept string }{
	{"approximately", "about"}, {"roughly", "about"}, {"around", "about"}, {"about", "about"},
	{"more than", "over"}, {"over", "over"}, {"nearly", "nearly"}, {"almost", "nearly"},
	{"up to", "up to"}, {"at least", "at least"}, {"less than", "under"}, {"under", "under"},
	{"end of", "end of"}, {"early", "early"}, {"late", "late"}, {"mid", "mid"},
}

var scales = []struct {
	name string
	by   float64
}{{"trillion", 1e12}, {"billion", 1e9}, {"million", 1e6}, {"thousand", 1e3}}

// currencies as written, longest first, and their codes.
var currencies = []struct{ sign, code string }{
	{"US$", "USD"}, {"USD", "USD"}, {"EUR", "EUR"}, {"GBP", "GBP"}, {"CNY", "CNY"}, {"CHF", "CHF"},
	{"JPY", "JPY"}, {"KRW", "KRW"}, {"SEK", "SEK"}, {"NOK", "NOK"}, {"DKK", "DKK"}, {"INR", "INR"}, {"TWD", "TWD"},
	{"AUD", "AUD"}, {"CAD", "CAD"}, {"HKD", "HKD"}, {"SGD", "SGD"},
	{"IDR", "IDR"}, {"MYR", "MYR"}, {"THB", "THB"}, {"PLN", "PLN"}, {"CZK", "CZK"}, {"HUF", "HUF"}, {"BRL", "BRL"}, {"ZAR", "ZAR"}, {"MXN", "MXN"}, {"VND", "VND"},
	{"NZD", "NZD"}, {"ILS", "ILS"}, {"TRY", "TRY"}, {"AED", "AED"}, {"SAR", "SAR"}, {"PHP", "PHP"}, {"RON", "RON"}, {"UAH", "UAH"}, {"EGP", "EGP"},
	{"NGN", "NGN"}, {"KES", "KES"}, {"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}, {"¥", "JPY"},
}

// ParseValue reads a scalar of the data as a value of the given kind:
// "about US$630 million", "over 150,000 active patents", "nearly 3 times",
// "1/3", "28%", "end of October 2023", "US$200 to US$300". Parties, places and
// lists are given as several scalars; see [ParseValues].
func ParseValue(kind ValueKind, s string) (Value, error) {
	v := Value{Kind: kind, Text: s}
	rest := strings.TrimSpace(s)
	if rest == "" {
		return v, fmt.Errorf("the %s is empty", kind)
	}
	switch kind {
	case Text:
		return v, nil
	case Party, Place, List:
		return ParseValues(kind, []string{s})
	}
	v.Hedge, rest = cutHedge(rest)
	var err error
	switch kind {
	case Date:
		v.Day, err = ParseDay(rest)
	case Money:
		err = v.parseMoney(rest)
	case Count:
		err = v.parseCount(rest)
	case Percent:
		err = v.parsePercent(rest)
	case Multiple:
		err = v.parseMultiple(rest)
	default:
		err = fmt.Errorf("%q is no kind of value", kind)
	}
	if err == nil && math.IsInf(v.Amount+v.High, 0) {
		err = fmt.Errorf("more than can be counted")
	}
	if err != nil {
		return v, fmt.Errorf("%s %q: %w", kind, s, err)
	}
	return v, nil
}

// ParseValues reads the kinds that hold several scalars: party, place and list.
func ParseValues(kind ValueKind, ss []string) (Value, error) {
	v := Value{Kind: kind, Text: strings.Join(ss, ", ")}
	for _, s := range ss {
		if strings.TrimSpace(s) == "" {
			return v, fmt.Errorf("the %s has an empty entry", kind)
		}
	}
	switch kind {
	case Party, Place:
		v.IDs = ss
	case List:
		v.Items = ss
	default:
		return v, fmt.Errorf("a %s is a single value, not a list", kind)
	}
	if len(ss) == 0 {
		return v, fmt.Errorf("the %s is empty", kind)
	}
	return v, nil
}

func cutHedge(s string) (hedge, rest string) {
	for _, h := range hedges {
		if r, ok := strings.CutPrefix(s, h.written+" "); ok {
			return h.kept, strings.TrimSpace(r)
		}
	}
	return "", s
}

func (v *Value) parseMoney(s string) error {
	s = v.cutPer(s)
	low, high, isRange := strings.Cut(s, " to ")
	amount, unit, err := parseAmountOfMoney(low)
	if err != nil {
		return err
	}
	v.Amount, v.Unit = amount, unit
	if isRange {
		if v.High, unit, err = parseAmountOfMoney(high); err != nil {
			return err
		}
		if unit != v.Unit || v.High <= v.Amount {
			return fmt.Errorf("not a range in one currency, low to high")
		}
	}
	return nil
}

func parseAmountOfMoney(s string) (float64, string, error) {
	s = strings.TrimSpace(s)
	for _, c := range currencies {
		rest, ok := strings.CutPrefix(s, c.sign)
		if !ok {
			continue
		}
		n, after, err := parseNumber(strings.TrimSpace(rest))
		if err != nil {
			return 0, "", err
		}
		if after != "" {
			return 0, "", fmt.Errorf("%q after the amount", after)
		}
		return n, c.code, nil
	}
	return 0, "", fmt.Errorf("no currency in front: write US$630 million")
}

// cutPer takes what a rate is for each of off its end: "US$0.50 per device".
func (v *Value) cutPer(s string) string {
	amount, per, _ := strings.Cut(s, " per ")
	if per == "cent" {
		return s
	}
	v.Per = strings.TrimSpace(per)
	return amount
}

// parseRange reads two numbers with "to" between, or one, and what follows.
func (v *Value) parseRange(s string) (unit string, err error) {
	low, high, isRange := strings.Cut(s, " to ")
	if isRange {
		if v.High, unit, err = parseNumber(strings.TrimSpace(high)); err != nil {
			isRange = false // "to" is of the thing counted
		}
	}
	if !isRange {
		v.High = 0
		v.Amount, unit, err = parseNumber(s)
		return unit, err
	}
	first := ""
	if v.Amount, first, err = parseNumber(low); err != nil {
		return "", err
	}
	if first != "" && first != unit || v.High <= v.Amount {
		return "", fmt.Errorf("not a range of one thing, low to high")
	}
	return unit, nil
}

func (v *Value) parseCount(s string) error {
	unit, err := v.parseRange(s)
	if err != nil {
		return err
	}
	if unit == "" {
		return fmt.Errorf("say what is counted: 48 licensees")
	}
	v.Unit = unit
	return nil
}

func (v *Value) parsePercent(s string) error {
	unit, err := v.parseRange(v.cutPer(s))
	if err != nil {
		return err
	}
	if unit != "%" && unit != "percent" && unit != "per cent" {
		return fmt.Errorf("write 95%%")
	}
	v.Unit = "%"
	return nil
}

func (v *Value) parseMultiple(s string) error {
	if a, b, ok := strings.Cut(s, "/"); ok {
		x, after1, err1 := parseNumber(strings.TrimSpace(a))
		y, after2, err2 := parseNumber(strings.TrimSpace(b))
		if err1 != nil || err2 != nil || after1+after2 != "" || y == 0 {
			return fmt.Errorf("not a fraction: write 1/3")
		}
		v.Amount, v.Unit = x/y, "fraction"
		return nil
	}
	n, unit, err := parseNumber(s)
	if err != nil {
		return err
	}
	if unit != "times" {
		return fmt.Errorf("write 3 times or 1/3")
	}
	v.Amount, v.Unit = n, unit
	return nil
}

var numberRE = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+(?:\.\d+)?|^\d+(?:\.\d+)?`)

// parseNumber reads a number with its scale word and returns what follows it.
func parseNumber(s string) (n float64, rest string, err error) {
	m := numberRE.FindString(s)
	if m == "" {
		return 0, "", fmt.Errorf("no number in front")
	}
	n, err = strconv.ParseFloat(strings.ReplaceAll(m, ",", ""), 64)
	if err != nil {
		return 0, "", fmt.Errorf("reading the number: %w", err)
	}
	rest = strings.TrimSpace(s[len(m):])
	for _, sc := range scales {
		if r, ok := strings.CutPrefix(rest, sc.name); ok && (r == "" || r[0] == ' ') {
			return n * sc.by, strings.TrimSpace(r), nil
		}
	}
	return n, rest, nil
}

// Figures returns the figures written in digits in a text, in order, without
// thousands separators or leading zeros: "over 37,000 by 07/2024" gives
// "37000", "7" and "2024". Digits that belong to a name, as in 5G or FP4, are
// no figures.
func Figures(s string) []string {
	var out []string
	rs := []rune(s)
	for i := 0; i < len(rs); {
		if !unicode.IsDigit(rs[i]) {
			i++
			continue
		}
		j := i
		for j < len(rs) && (unicode.IsDigit(rs[j]) || (rs[j] == ',' || rs[j] == '.') && j+1 < len(rs) && unicode.IsDigit(rs[j+1])) {
			j++
		}
		named := i > 0 && unicode.IsLetter(rs[i-1]) || j < len(rs) && unicode.IsLetter(rs[j])
		if !named {
			n := strings.ReplaceAll(string(rs[i:j]), ",", "")
			if strings.Count(n, ".") > 1 { // thousands, as in "200.331.745"
				n = strings.ReplaceAll(n, ".", "")
			}
			out = append(out, trimZeros(n))
		}
		i = j
	}
	return out
}

func trimZeros(s string) string {
	t := strings.TrimLeft(s, "0")
	if t == "" || t[0] == '.' {
		return "0" + t
	}
	return t
}
