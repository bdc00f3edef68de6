package article

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Names lists the capitalised names and the acronyms of a text, in order and
// each once, as well as can be told by their look: a word that only begins a
// sentence is not taken for a name. It proposes; a person decides.
func Names(text string) []string {
	var out []string
	for _, sentence := range sentenceEnd.Split(plain(text), -1) {
		for _, name := range namesOf(sentence) {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// sentenceEnd parts sentences and what is quoted or bracketed within them, so
// that no name runs over such a sign.
var sentenceEnd = regexp.MustCompile(`[.!?:;]["')\]]*\s+|\s-\s|[()\[\]"]`)

// wordOf finds the words of a sentence, with the signs a name may hold.
var wordOf = regexp.MustCompile(`[@\pL\d][\pL\d&.'/-]*[\pL\d]|[\pL\d]|,|&`)

// ordinaryWords begin sentences, titles and questions without being names.
var ordinaryWords = setOf(`the a an this that these those it its they their there he she his her we our you your i my who what when where why how which
	in on at by for from with without of to as and or but nor so if though although while since after before during under over between against among amid
	because however also then thus yet not no yes all both each every some many most more few several such other another one two three four five six seven
	eight nine ten firstly secondly finally further furthermore moreover meanwhile instead despite according together here now today yesterday recently last
	next both either neither is are was were be has have had do does did will would can could may might should must let see read about above below beyond
	updated correction update editor published photo image asked said says in by as at an`)

// namesOf finds the runs of capitalised words in one sentence.
func namesOf(sentence string) []string {
	var out []string
	var run []string
	flush := func() {
		for len(run) > 0 && joining[run[len(run)-1]] {
			run = run[:len(run)-1]
		}
		if len(run) > 0 {
			out = append(out, strings.TrimSuffix(strings.Join(run, " "), "'s"))
		}
		run = nil
	}
	for i, word := range wordOf.FindAllString(sentence, -1) {
		switch {
		case nameWord(word, i == 0):
			run = append(run, strings.TrimSuffix(word, "'s"))
			if strings.HasSuffix(word, "'s") {
				flush()
			}
		case len(run) > 0 && joining[word]:
			run = append(run, word)
		default:
			flush()
		}
	}
	flush()
	return out
}

// joining are the words that may stand within a name.
var joining = setOf("of the & for de la van von der")

// nameWord tells a word that can be part of a name: capitalised, an acronym, or
// with a capital within ("iPhone", "openEuler").
func nameWord(word string, first bool) bool {
	upper := strings.IndexFunc(word, unicode.IsUpper)
	if upper < 0 {
		return strings.HasPrefix(word, "@") && len(word) > 1
	}
	if ordinaryWords[strings.ToLower(word)] {
		return false
	}
	if first && upper == 0 && len(word) > 3 && adverb(word) {
		return false
	}
	return true
}

// adverb tells the words of one common kind that begin sentences.
func adverb(word string) bool { return strings.HasSuffix(word, "ly") && len(word) > 5 }
