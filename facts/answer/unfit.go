package answer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/lexicon"
	"github.com/pilcrow-bot/pilcrow/facts/question"
)

// unfit reports whether a fact, though it may be the nearest, cannot be the
// answer: it lacks what such a question asks for, or it is about somebody else.
// What is asked for in the words of the base is beyond doubt, and a fact that says no
// to a question corrects it.
func unfit(q question.Query, c candidate) bool {
	f := c.entry.fact
	if c.chance == 1 && c.proof[likeWords] == 0 {
		return false
	}
	if q.YesNo {
		return asksDone(q) && (undone(c) || onlyMay(q, f)) || c.refuted < noEnough && elsewhereRanked(q, f)
	}
	if unspelt(q, f) || nextAfter(q, f) || sumOnly(q) {
		return true
	}
	if c.refuted >= noEnough || len(f.Value.IDs)+len(f.Value.Items) > 1 { // it corrects the question, or lists
		return false
	}
	return untold(q, f) || nameless(q, f) || otherOffice(q, f) || timeless(q, f) || spanless(q, f) || ofNobody(q, c) || ofAnother(q, c) || placeless(q, c) || elsewhereRanked(q, f) || unrated(q, f)
}

// nameless reports whether a question asks for names of several, "which five brands", of whom a
// fact tells no more than how many they are.
func nameless(q question.Query, f *facts.Fact) bool {
	return namesAsked(q) > 1 && hasWord(q, firmNouns) && f.How != facts.NotDisclosed && len(f.Value.IDs) == 0 && namesIn(f.Says, q) == 0
}

// sumOnly reports whether a question has nothing but figures and currencies to go by, and more
// than one of them: "what is 17 times 23", "dollars to yuan today".
func sumOnly(q question.Query) bool {
	figures, currencies := 0, 0
	for _, t := range q.Tokens {
		switch {
		case t.Class == question.Light || t.Class == question.Plain:
		case t.Class == question.Number:
			figures++
		case isCurrency(t.Read):
			currencies++
		default:
			return false
		}
	}
	return figures > 1 || currencies > 1
}

// spelling are the words that ask what letters stand for.
var spelling = lexicon.Set("spelling")

// acronymRE is what is written in capitals for short.
var acronymRE = regexp.MustCompile(`\b[A-Z][A-Z&]{1,5}\b`)

// unspelt reports whether a question asks what some letters stand for, and a fact only
// has the letters.
func unspelt(q question.Query, f *facts.Fact) bool {
	letters := lettersAsked(q, f)
	return letters != "" && !writesOut(f.Says, letters)
}

// lettersAsked are the letters of a statement that a question asks to have written out;
// none where it asks for none of them.
func lettersAsked(q question.Query, f *facts.Fact) string {
	asks := func(t question.Token) bool { return spelling[t.Read] && !t.Background() }
	if !slices.ContainsFunc(q.Tokens, asks) {
		return ""
	}
	for _, letters := range acronymRE.FindAllString(f.Says, -1) {
		has := func(t question.Token) bool { return slices.Contains(strings.Fields(strings.ToUpper(t.Text)), letters) }
		if slices.ContainsFunc(q.Tokens, has) {
			return letters
		}
	}
	return ""
}

// spelled is what was found for a question that wants letters written out: first what does
// so, where the likeliest only has the letters.
func spelled(q question.Query, found []candidate) []candidate {
	if len(found) == 0 || found[0].entry.fact == nil || !unspelt(q, found[0].entry.fact) {
		return found
	}
	return foremost(found, slices.IndexFunc(found, func(c candidate) bool {
		f := c.entry.fact
		return f != nil && lettersAsked(q, f) != "" && !unspelt(q, f)
	}))
}

// writesOut reports whether a statement has words one after another that begin with
// some letters.
func writesOut(says, letters string) bool {
	var initials, heavy strings.Builder
	for _, word := range lettersRE.FindAllString(says, -1) {
		if acronymRE.MatchString(word) {
			initials.WriteByte(' ')
			heavy.WriteByte(' ')
			continue
		}
		first := strings.ToUpper(word[:1])
		initials.WriteString(first)
		if !linking[strings.ToLower(word)] {
			heavy.WriteString(first)
		}
	}
	letters = strings.ReplaceAll(letters, "&", "")
	return strings.Contains(initials.String(), letters) || strings.Contains(heavy.String(), letters)
}

// lettersRE is a word; linking are those that a short form leaves out.
var (
	lettersRE = regexp.MustCompile(`\pL+`)
	linking   = lexicon.Set("linking")
)

// behind are the words for a place after somebody else's.
var behind = lexicon.Set("behind")

// nextAfter reports whether a question asks who comes after somebody in an order, of whom
// alone a fact tells: "who is second, behind Orbex?".
func nextAfter(q question.Query, f *facts.Fact) bool {
	place, after := false, false
	for i, t := range q.Tokens {
		place = place || ordinals[t.Read] > 1
		after = after || i > 0 && behind[q.Tokens[i-1].Read] && t.Entity == f.Subject && t.Entity != ""
	}
	return place && after && len(f.With) == 0
}

// Words for what a figure is for each of; a unit of time behind them makes a span of it.
var (
	eachOf   = lexicon.Set("each-of")
	timeUnit = lexicon.Set("unit-of-time", "units-of-time", "more-time")
	eachRE   = regexp.MustCompile(`(?i)\b(?:` + lexicon.Pattern("each-of", "each-told") + `)\b|%`)
)

// unrated reports whether a question asks for a sum per device, and a fact tells one that is
// of all of them: the revenue is no rate.
func unrated(q question.Query, f *facts.Fact) bool {
	if f.Value.Kind != facts.Money || f.Value.Per != "" || eachRE.MatchString(f.Says) {
		return false
	}
	for i, t := range q.Tokens[:max(0, len(q.Tokens)-1)] {
		of := &q.Tokens[i+1] // but for "per the article", "each other"
		if eachOf[t.Read] && !t.Background() && of.Class != question.Light && of.Class < question.Number && !timeUnit[of.Read] {
			return true
		}
	}
	return false
}

// deeds are what a question may take for granted that somebody did, and the words
// without one of which a statement tells nothing of it.
var deeds = []struct {
	asked map[string]bool
	told  *regexp.Regexp
}{
	{lexicon.Set("leaving"), regexp.MustCompile(`(?i)\b` + lexicon.Pattern("leaving-told") + `\b`)},
	{lexicon.Set("withdrawing"), regexp.MustCompile(`(?i)\b` + lexicon.Pattern("withdrawing-told") + `\b`)},
}

// leftBehind are the words for what somebody leaves by writing it.
var leftBehind = lexicon.Set("left-behind")

// untold reports whether a question asks who did something or why, and a fact tells
// nothing of its being done.
func untold(q question.Query, f *facts.Fact) bool {
	writes := slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return leftBehind[t.Read] })
	if writes || q.Kind != question.Who && q.Kind != question.Why {
		return false
	}
	for _, d := range deeds {
		if slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return !t.Background() && d.asked[strings.ToLower(t.Text)] }) && !d.told.MatchString(f.Says) {
			return true
		}
	}
	return false
}

// deedRE is what may have been done, so that a fact without it is neither a yes nor a no.
var deedRE = regexp.MustCompile(`^` + lexicon.Pattern("deed") + `$`)

// undone reports whether a fact leaves the word for what a question asks to have been done.
func undone(c candidate) bool {
	return slices.ContainsFunc(c.left, func(t question.Token) bool { return !t.Background() && deedRE.MatchString(t.Read) })
}

// mayRE is what may be done yet, by how its word begins: "28 days in which to seek
// permission to appeal", "subject to approval".
var mayRE = regexp.MustCompile(`(?i)\b` + `(?:` + lexicon.Pattern("may-do") + ` to(?: the)?|` + lexicon.Pattern("yet-to-do") + `(?: be)?) (\pL{4,5})`)

// onlyMay reports whether a fact says of what a question asks only that it may be done.
func onlyMay(q question.Query, f *facts.Fact) bool {
	may := mayRE.FindStringSubmatch(f.Says)
	asks := func(is func(word string) bool) bool {
		return slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return !t.Background() && is(t.Read) })
	}
	return may != nil && !asks(func(word string) bool { return mayDo[word] }) && asks(func(word string) bool {
		return strings.HasPrefix(word, strings.ToLower(may[1])) || events[word] || deeds[0].asked[word] && deeds[0].asked[strings.ToLower(may[1])]
	})
}

// asksDone reports whether a question asks if something was done: "has …", "did …".
func asksDone(q question.Query) bool {
	first, _, _ := strings.Cut(q.Words(), " ")
	return done[first]
}

var done, mayDo = lexicon.Set("done"), lexicon.Set("may-do", "yet-to-do")

// posts are the words by which offices differ.
var posts = lexicon.Words("office")

// postsInFull writes out how offices are called for short.
var postsInFull = lexicon.Replacer("office-in-full")

// otherOffice reports whether a question asks for one office, and a fact names who
// holds another: the chief executive for the chief product officer.
func otherOffice(q question.Query, f *facts.Fact) bool {
	if q.Kind != question.Who && q.Kind != question.What || q.YesNo || f.Relation != "office" {
		return false
	}
	held, asked, same := false, false, false
	low := postsInFull.Replace(strings.ToLower(f.Value.Text))
	for _, post := range posts {
		in := strings.Contains(low, post)
		held = held || in
		if slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return t.Read == post && !t.Background() }) {
			asked, same = true, same || in
		}
	}
	return held && asked && !same
}

// elsewhereRanked reports whether a question asks for a place in a ranking after the
// first, "the second biggest", "number two", and a fact names none such and tells no
// order.
func elsewhereRanked(q question.Query, f *facts.Fact) bool {
	n := rankAsked(q)
	if q.Before != nil || n < 2 {
		return false
	}
	place := strconv.Itoa(n)
	said := wordRE.FindAllString(strings.ToLower(f.Says), -1)
	return !slices.ContainsFunc(said, func(word string) bool {
		return ordinals[word] == float64(n) || word == place || cardinals[word] == float64(n) || rankTold[word]
	})
}

// rankTold are the words by which a statement puts things in order.
var rankTold = lexicon.Set("rank-told")

// wordRE is a word or a number of a statement.
var wordRE = regexp.MustCompile(`[\pL\d]+`)

// rankAsked is the place in a ranking that a question asks for beyond doubt, or 0: unlike
// for [placesAsked], an ordinal alone may be that of anything, "the second quarter".
func rankAsked(q question.Query) int {
	for i := 1; i < len(q.Tokens); i++ {
		a, b := &q.Tokens[i-1], &q.Tokens[i]
		switch {
		case a.Background() || b.Background():
		case superlatives[b.Read] && ordinals[a.Read] > 1:
			return int(ordinals[a.Read])
		case placeMarks[a.Read]:
			return numbered(b)
		}
	}
	return 0
}

// timeless reports whether a question asks when, and a fact tells no time at all.
func timeless(q question.Query, f *facts.Fact) bool {
	return q.Kind == question.When && strings.HasPrefix(q.Words(), "when ") && f.How != facts.NotDisclosed && f.Period == (facts.Period{}) && f.Value.Day.Year == 0 && !timeRE.MatchString(rateRE.ReplaceAllString(f.Says, ""))
}

// placeless reports whether a question asks in which country or town something is, and a fact
// is none that tells where.
func placeless(q question.Query, c candidate) bool {
	return q.Kind == question.Where && c.proof[wrongKind] > 0 && c.entry.fact.How != facts.NotDisclosed &&
		slices.ContainsFunc(q.Tokens, func(t question.Token) bool { return placeNouns[t.Read] && !t.Background() })
}

var placeNouns = lexicon.Set("place-noun")

// rateRE is how often something comes, which is no time.
var rateRE = regexp.MustCompile(`(?i)\b` + lexicon.Pattern("rate", "each-of") + ` ` + lexicon.Pattern("unit-of-time") + `\b`)

// timeRE is a time of any sort, also one that hangs on something else.
var timeRE = regexp.MustCompile(`(?i)\d{4}|\b` + lexicon.Pattern("month", "weekday", "unit-of-time", "units-of-time", "time") + `\b`)

// spanless reports whether a question asks how long, and a fact tells no span.
func spanless(q question.Query, f *facts.Fact) bool {
	return strings.HasPrefix(q.Words(), "how long") && f.How != facts.NotDisclosed && !spanRE.MatchString(rateRE.ReplaceAllString(f.Says, ""))
}

var spanRE = regexp.MustCompile(`(?i)\d{4}|\b` + lexicon.Pattern("unit-of-time", "units-of-time", "span") + `\b`)

// ofNobody reports whether a question asks who holds a post, names nobody, and a
// fact leaves a word of it: whatever that is, it is not where the post is held.
func ofNobody(q question.Query, c candidate) bool {
	if q.Kind != question.Who || c.entry.fact.Relation != "office" || q.Before != nil || len(q.Entities()) > 0 {
		return false
	}
	return slices.ContainsFunc(c.left, func(t question.Token) bool {
		return !t.Background() && t.Class != question.Light && !mustExplain[t.Class] && !mended(q, t)
	})
}

// mended reports whether a word was taken for another than was written, and is
// perhaps a name.
func mended(q question.Query, t question.Token) bool {
	return slices.ContainsFunc(q.Corrections, func(c question.Correction) bool { return c.To == t.Read })
}

// ofAnother reports whether a question asks for a figure of one company or product, and a
// fact gives that of another, though it speaks of the first company, or is asked whether it
// is that of the product.
func ofAnother(q question.Query, c candidate) bool {
	f := c.entry.fact
	if q.Kind != question.Amount || !isFigure(f.Value) || q.Before != nil || q.Operation != "" {
		return false
	}
	others := 0
	for _, t := range q.Tokens {
		if t.Class != question.Entity || t.Sort != company && t.Sort != product || t.Background() {
			continue
		}
		if t.Sort == product && c.entry.core.hasAny(t.Terms) {
			return false
		}
		if isParty(f, t.Entity) || t.Entity == f.By || c.phrase != nil && !c.phrase.states && !c.phrase.deny && c.phrase.holds.hasAny(t.Terms) {
			return false
		}
		others++
	}
	return others > 0
}
