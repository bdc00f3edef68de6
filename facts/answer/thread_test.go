package answer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// TestThreads: what people ask after an answer, in few words, is answered by what it was about,
// and not by what else the words would fit.
func TestThreads(t *testing.T) {
	t.Parallel()
	e := engine(t)
	const decade, suit = "How much has Huawei invested in R&D over the past decade?", "Which areas does Amazon's filing name?"
	for _, c := range []struct {
		turns         []string
		begins, holds string // of the last answer
		cites         string
		unknown       bool
	}{
		{turns: []string{decade, "is that dollars?"}, begins: "No. It is in yuan.", holds: "CNY 1.249 trillion", cites: "huawei-ip-2025#3"},
		{turns: []string{decade, "what currency is that?"}, begins: "In yuan.", cites: "huawei-ip-2025#3"},
		{turns: []string{decade, "dollars or yuan?"}, begins: "In yuan.", cites: "huawei-ip-2025#3"},
		{turns: []string{decade, "thats yuan?"}, begins: "Yes.", cites: "huawei-ip-2025#3"},
		{turns: []string{decade, "in euros?"}, unknown: true, holds: "in yuan"},
		{turns: []string{"Who is bringing the Nokia brand back to the US?", "did the article say so from the start?"}, holds: "carries a correction", cites: "nokia-xiaomi-2017#correction"},
		{turns: []string{"What patent does Benny suggest as a zipper?", "what does Tesia reply to that?"}, holds: "Ziploc", cites: "nokia-xiaomi-2017#comment-33"},
		{turns: []string{suit, "the last one?"}, begins: "The last of those named is Distributed", cites: "amazon-nokia-2024#5"},
		{turns: []string{"Which disputes did Huawei settle in 2025?", "what was the Netgear one about?", "and the other one?"}, holds: "MediaTek", cites: "huawei-ip-2025#7"},
		{turns: []string{"Who earns the most from patent licensing?", "who's second?", "what's the gap between the two?"}, holds: "US$3.57 billion", cites: "huawei-ip-2025#9"},
		{turns: []string{"How many patents does it hold?", "Nokia"}, holds: "30,000", cites: "nokia-xiaomi-2017#5"},
		{turns: []string{"What share of its revenue did Huawei spend on R&D?", "in absolute terms?"}, holds: "US$24 billion", cites: "huawei-ip-2025#3"},
		{turns: []string{"Whose views does the 2017 article give?", "name?"}, begins: "Steve Brachmann", cites: "nokia-xiaomi-2017#author-note"},
		{turns: []string{"Who wrote the Huawei article?", "ok, the title then"}, holds: "Geopolitics", cites: "huawei-ip-2025#title"},
		{turns: []string{"How many patents does Nokia hold?", "Something else. When did Xiaomi enter India?"}, holds: "2014", cites: "nokia-xiaomi-2017#3"},
		{turns: []string{"Does Samsung come up in all three stories?", "and in the Huawei one?"}, begins: "Yes. Samsung is mentioned in the Huawei article", cites: "huawei-ip-2025#7"},
		{turns: []string{"Does Samsung come up in all three stories?", "and in the Huawei one?", "and the other two?"}, begins: "Samsung is mentioned in both articles", cites: "amazon-nokia-2024#7"},
		{turns: []string{"What did Xiaomi hope for India in 2017?", "did it happen?"}, unknown: true},
		{turns: []string{"Does Xiaomi own more patents than Huawei?"}, begins: "No. By patents the order is Huawei", cites: "huawei-ip-2025#5"},
		{turns: []string{"Does Huawei have more patents than Xiaomi?"}, begins: "Yes. By patents the order is Huawei", cites: "huawei-ip-2025#5"},
		{turns: []string{"How many licence agreements has Huawei?", "how many of them were amicable?", "leaves?"}, begins: "That leaves about 5%, about 12 of the 233", cites: "huawei-ip-2025#7"},
		{turns: []string{"How many comments has the Xiaomi article?", "what percentage is by Tesia Thomas?", "in numbers?"}, holds: "29 of the 43", cites: "nokia-xiaomi-2017#comment-1"},
		{turns: []string{"How many active patents had Huawei at the end of 2024?", "and Nokia?"}, holds: "30,000", cites: "nokia-xiaomi-2017#5"},
		{turns: []string{"Who profits from the suits in the author's opinion?", "its date?"}, holds: "31 July 2024", cites: "amazon-nokia-2024#dateline"},
		{turns: []string{"Is the 2017 article legal advice?", "Should we sue Ericsson?", "Understood. The author's name?"}, holds: "Steve Brachmann", cites: "nokia-xiaomi-2017#byline"},
		{turns: []string{"Which patent number was compared with the zipper?", "by whom?"}, begins: "It is Benny.", cites: "nokia-xiaomi-2017#comment-32"},
		{turns: []string{"Which patent number was compared with the zipper?", "to whom?"}, unknown: true},
		{turns: []string{"Which products bring Huawei most of its licence income?", "then?"}, begins: "The second of those named is automotive.", cites: "huawei-ip-2025#8"},
		{turns: []string{"Rank the licensors by licensing income.", "no I meant the second from the bottom"}, begins: "The second from the end of those named is Ericsson.", cites: "huawei-ip-2025#9"},
		{turns: []string{"How many patents has Nokia?", "ok and families, back to the first one"}, holds: "9,900", cites: "nokia-xiaomi-2017#5"},
		{turns: []string{"What did Song say on openness?", "Entirely different matter: what was Scott Bicheno doing before he joined Telecoms.com?"}, begins: "Before ", cites: "amazon-nokia-2024#author-note"},
		{turns: []string{"Licensing revenue of Nokia?", "and Ericsson?", "both together?", "and with Qualcomm on top?"}, begins: "Together about US$8.84 billion", cites: "huawei-ip-2025#9"},
		{turns: []string{"Licensing revenue of Nokia?", "and Ericsson?", "both together?", "Nokia's % of that?"}, begins: "About 61.2% of the sum", cites: "huawei-ip-2025#9"},
		{turns: []string{"How many Wi-Fi devices does Huawei license?", "and 5G?", "what share of the two is Wi-Fi?"}, begins: "About 30.8% of the sum", cites: "huawei-ip-2025#5"},
		{turns: []string{"Whose patent stock is larger, Nokia's or Huawei's?", "do the two figures date from the same year?"}, begins: "No.", holds: "as of 2016", cites: "huawei-ip-2025#5"},
		{turns: []string{"Which Nokia products does Amazon name?", "is Nokia still in the cloud business?", "paid how much?"}, unknown: true},
		{turns: []string{"In which year did Nokia acquire full ownership of Nokia Siemens Networks?", "price?"}, unknown: true},
		{turns: []string{"When did Nokia leave phones, by Amazon's papers?", "And Alcatel-Lucent, what did that bring it?", "price tag?"}, unknown: true},
		{turns: []string{"Who is Marco Alemán?", "Did the trademark people send someone as well?"}, begins: "Yes. International figures", cites: "huawei-ip-2025#14"},
		{turns: []string{"How many Fortune Global 500 firms take a licence from Huawei?", "Which ones are they?"}, unknown: true},
		{turns: []string{"Can I treat the 2017 article as legal advice?", "Fair enough. The author's name?"}, holds: "Steve Brachmann", cites: "nokia-xiaomi-2017#byline"},
		{turns: []string{"What share of Huawei's licence agreements came about peacefully?", "out of how many?", "so that makes how many", "and the rest?"}, begins: "That leaves about 5%", cites: "huawei-ip-2025#7"},
		{turns: []string{"Hlo, what share of the turnover Huawei is putting in research in 2024?"}, begins: "Huawei", holds: "20.8%", cites: "huawei-ip-2025#3"},
		{turns: []string{"Who wrote the 2024 article?", "Who from the International Trademark Association was at Huawei's forum, does the text say?"}, unknown: true},
		{turns: []string{"Huawei's licensing revenue?", "and Qualcomm's?", "How much more is that than the first one?"}, begins: "A difference of about US$4.94 billion", cites: "huawei-ip-2025#9"},
		{turns: []string{"How many patents has Xiaomi been granted?", "and how many has Nokia?", "How many times Xiaomi's granted ones is it?"}, begins: "About 7.5 times", cites: "nokia-xiaomi-2017#5"},
		{turns: []string{"How many PCT applications did Huawei file in 2024?", "Huawei published how many patents in 2024?", "the difference of the two?"}, begins: "A difference of about 30,400", cites: "huawei-ip-2025#4"},
		{turns: []string{"How many lines of code did openEuler gain in 2024?"}, unknown: true},
		{turns: []string{"so Nokia is suing?"}, unknown: true},
		{turns: []string{"Is Nokia being sued?"}, begins: "Yes. Amazon is suing Nokia", cites: "amazon-nokia-2024#1"},
		{turns: []string{"How many lines of code did OpenHarmony gain in 2024?"}, holds: "10 million", cites: "huawei-ip-2025#11"},
		{turns: []string{"When did the article come out?", "the Amazon one", "and the one on Huawei?"}, holds: "12 November 2025", cites: "huawei-ip-2025#dateline"},
		{turns: []string{"With which vendors has Huawei cross-licences?", "count them"}, begins: "Five. ", cites: "huawei-ip-2025#7"},
		{turns: []string{"What is new in Chaspark Patent?", "how many people use it?"}, unknown: true},
		{turns: []string{"What share of Huawei's licence agreements came about amicably?", "So the remaining share would be?"}, begins: "That leaves about 5%", cites: "huawei-ip-2025#7"},
		{turns: []string{"Why, in the author's reading, does Huawei pay so many royalties?"}, begins: "The author reads", cites: "huawei-ip-2025#6"},
		{turns: []string{"From which regions, in equal parts, does Huawei's licensing money come?"}, begins: "Huawei's licensing revenue", cites: "huawei-ip-2025#8"},
	} {
		last := len(c.turns) - 1
		a := e.Ask(c.turns[last], c.turns[:last])
		cited := c.cites == "" || slices.ContainsFunc(a.Citations, func(at answer.Citation) bool { return at.Article+"#"+at.At == c.cites })
		if (a.Outcome == answer.Unknown) != c.unknown || !strings.HasPrefix(a.Text, c.begins) || !strings.Contains(a.Text, c.holds) || !cited {
			t.Errorf("%q\n got %s %q citing %v", c.turns, a.Outcome, a.Text, a.Citations)
		}
	}
}

// TestDeclinedByWhatIsAsked: letters that no fact writes out, a person whom none names, and
// who comes after somebody of whom alone it tells.
func TestDeclinedByWhatIsAsked(t *testing.T) {
	t.Parallel()
	e := engine(t)
	for question, outcome := range map[string]answer.Outcome{
		"What do the letters AIA stand for in comment 35?":            answer.Unknown,
		"What does SEP stand for?":                                    answer.Answered,
		"What does WIPO stand for?":                                   answer.Answered,
		"Which Reuters reporter broke the news of Amazon's suit?":     answer.Unknown,
		"Which Nokia executive announced the action in a blog?":       answer.Answered,
		"Which company comes second, behind Huawei, among PCT users?": answer.Unknown,
		"Would our set-top box infringe Nokia's video patents?":       answer.Advice,
		"Who was first with the news of Amazon's suit against Nokia?": answer.Answered,
		"wtf is openEuler": answer.Answered,
		"wats 17 tiems 23": answer.Unknown,
		"What was Huawei's patent licensing revenue in 2024, moneywise?": answer.Answered,
	} {
		if a := e.Ask(question, nil); a.Outcome != outcome {
			t.Errorf("%s: %s %q", question, a.Outcome, a.Text)
		}
	}
}
