package question

import "slices"

// worded is a text made into words.
type worded struct {
	text     string
	words    []word // as written
	meant    []word // with what stands for others read as these
	expanded []word // room for meant, where it is not as written
	sents    []sentence
}

// word makes a text into words, in the room that a text before has left.
func (r *Reader) word(text string, in *worded) {
	in.text = text
	in.words, in.sents = r.split(clean(text), in.words)
	in.meant = in.words
	if mayExpand(in.words) {
		in.expanded = r.expand(in.words, in.expanded)
		in.meant = in.expanded
	}
}

// ahead makes texts into words beside whoever reads them, some at a time.
type ahead struct {
	made, spare chan []worded
	now         []worded // those at hand, of which so many are taken
	taken       int
}

const (
	together = 32 // texts that are handed over at once
	under    = 3  // times so many are under way at most
)

// Ahead has texts made into words beside, on another processor if there is one,
// which is half of what learning them takes. [Reader.Learn] is then to be called for
// all of them in this order, and over before anything else is read.
func (r *Reader) Ahead(texts []string) (over func()) {
	a := &ahead{made: make(chan []worded, under), spare: make(chan []worded, under)}
	for range under {
		a.spare <- make([]worded, together)
	}
	r.ahead, r.learning = a, true
	go func() {
		defer close(a.made)
		for some := range slices.Chunk(texts, together) {
			room := (<-a.spare)[:len(some)]
			for i, text := range some {
				r.word(text, &room[i])
			}
			a.made <- room
		}
	}()
	return func() {
		for a.next() {
		}
		r.ahead, r.learning = nil, false
	}
}

// take is what a text was made into. One that has not its turn is not there, nor
// any before it any more: then nothing is made beside any longer.
func (a *ahead) take(text string) *worded {
	if a == nil {
		return nil
	}
	for a.taken < len(a.now) || a.next() {
		w := &a.now[a.taken]
		a.taken++
		if w.text == text {
			return w
		}
	}
	return nil
}

// next has the next texts at hand, if there are more.
func (a *ahead) next() bool {
	if a.now != nil {
		a.spare <- a.now[:together]
	}
	a.now, a.taken = <-a.made, 0
	return a.now != nil
}
