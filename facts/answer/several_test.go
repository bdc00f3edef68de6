package answer_test

import (
	"strings"
	"testing"

	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

func TestSeveral(t *testing.T) {
	t.Parallel()
	e, err := table()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		question string
		outcome  answer.Outcome
		says     []string
	}{
		{"Huawei R&D spend 2024; active patents; Wi-Fi devices", answer.Answered, []string{"24 billion", "150,000", "1.2 billion"}},
		{"Ericsson licensing revenue & Qualcomm's", answer.Answered, []string{"1.27", "5.57"}},
		{"HW: wifi devices? lines of OpenHarmony added? sixth what?", answer.Answered, []string{"1.2 billion", "10 million", "sixth"}},
		{"Please list: year of Huawei's blacklisting; share of its licensing income from Europe; its headcount", answer.Answered, []string{"2019", "one third", "The sources do not say."}},
		{"Two records are missing. First, in which city did Huawei hold its forum; second, the job title of Liuping Song, who is quoted from it. Thank you.", answer.Answered, []string{"Beijing", "Chief Legal Officer"}},
		{"For a memo I need (1) the place of Huawei's forum and (2) how many Wi-Fi devices it has licensed. I owe you a drink.", answer.Answered, []string{"Beijing", "1.2 billion"}},
		{"a) Nokia's licensing revenue b) Xiaomi's headcount c) Ericsson's licensing revenue", answer.Answered, []string{"US$2 billion", "The sources do not say.", "US$1.27 billion"}},
		{"When did Nokia sue Amazon and why?", answer.Answered, []string{"October 2023", "without authorisation"}},
		{"Who is Alan Fan and what did he say?", answer.Answered, []string{"Vice President", "academic papers"}},
		{"What colour is the logo of Xiaomi, and what was it before?", answer.Unknown, []string{"The sources do not say."}},
		{"What did he say about it?", answer.Ambiguous, []string{"Which do you mean?"}},
		{"When did this come out?", answer.Ambiguous, []string{"2017", "2024", "2025"}},
		{"A thousand of what?", answer.Ambiguous, []string{"Mi Homes", "papers"}},
		{"Hello there, anyone home?", answer.Chat, nil},
		{"```SELECT name FROM vendors``` why is it empty", answer.Unknown, nil},
	} {
		a := e.Ask(tt.question, nil)
		if a.Outcome != tt.outcome {
			t.Errorf("%q: %s: %s", tt.question, a.Outcome, a.Text)
		}
		for _, says := range tt.says {
			if !strings.Contains(a.Text, says) {
				t.Errorf("%q: lacks %q: %s", tt.question, says, a.Text)
			}
		}
	}
}
