package answer

import "sync"

// Suggestion is a question that may be put.
type Suggestion struct {
	Label    string // at most 75 characters
	Question string // to put to [Engine.Ask]
	Fact     string // what answers it
}

// offers is what may be offered to somebody who types, made when it is first
// needed.
type offers struct {
	engine *Engine // for which everything counts
	once   sync.Once
}

func newOffers(e *Engine) *offers { return &offers{engine: e} }

// Nearest offers questions near to what somebody has typed so far.
func (e *Engine) Nearest(typed string, max int) []Suggestion { return nil }

// Prompts offers good first questions.
func (e *Engine) Prompts(max int) []Suggestion { return nil }
