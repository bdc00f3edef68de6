package question

// ask finds what kind of answer is wanted: the first word or run of words in
// an asking sentence that the vocabulary gives a kind to. It also decides which
// sentences ask, since a question mark is often left out.
func (r *Reader) ask(q *Query, ws []word, sents []sentence) {
	starts := starts(ws)
	marked := false
	for _, s := range sents {
		marked = marked || s.asks
	}
	kind := Kind("")
	for i := 0; i < len(ws); {
		n, ends := r.kinds.longest(ws[i:])
		if n == 0 {
			i++
			continue
		}
		s := &sents[ws[i].sentence]
		for _, e := range ends {
			switch {
			case e == "yesno":
				if starts[i] {
					q.YesNo = q.YesNo || s.asks || !marked
					s.asks = s.asks || !marked && len(sents) > 1
				}
			case e == "yesno-end":
				q.YesNo = q.YesNo || i+n == len(ws) || starts[i+n]
			case kind == "" && (s.asks || !marked):
				kind = Kind(e)
				s.asks = s.asks || len(sents) > 1
			}
		}
		i += n
	}
	if kind != "" {
		q.Kind = kind
	}
}

// starts tells which words begin a sentence.
func starts(ws []word) []bool {
	out := make([]bool, len(ws)+1)
	for i := range ws {
		out[i] = i == 0 || ws[i].sentence != ws[i-1].sentence
	}
	out[len(ws)] = true
	return out
}

// orders finds who acts on whom among neighbouring company names: "Amazon sues
// Nokia", "a suit by Nokia against Amazon", "Nokia was sued by Amazon". Names
// that only stand side by side ("the Nokia Amazon case", "Nokia and Xiaomi")
// have no order.
func (r *Reader) orders(ts []Token) []Order {
	var out []Order
	last := -1
	for i, t := range ts {
		if t.Class != Entity || r.entity[t.Entity].Kind != "company" {
			continue
		}
		if last >= 0 && ts[last].sentence == t.sentence && ts[last].Entity != t.Entity {
			if o, ok := order(ts, last, i); ok {
				out = append(out, o)
			}
		}
		last = i
	}
	return out
}

func order(ts []Token, a, b int) (Order, bool) {
	active := Order{ts[a].Entity, ts[b].Entity}
	passive := Order{ts[b].Entity, ts[a].Entity}
	if a > 0 && ts[a-1].Read == "by" || a > 0 && ts[a-1].Read == "from" && ts[b-1].Read == "to" {
		return active, true
	}
	if a > 0 && ts[a-1].Read == "against" && (ts[b-1].Read == "by" || ts[b-1].Read == "from") {
		return passive, true
	}
	acts := false
	for _, t := range ts[a+1 : b] {
		switch t.Read {
		case "and", "or", "with", "versus", "vs", "between", "than", "nor":
			return Order{}, false
		case "by":
			return passive, true
		case "against", "from", "to", "v":
			acts = true
		}
		acts = acts || t.Class >= Content
	}
	return active, acts
}

// markAsked marks the noun after "how many", "which", "what" or "number of":
// the one word that an answer cannot do without.
func markAsked(ts []Token) {
	for i, t := range ts {
		asks := t.head == "which" || t.head == "whose" || t.head == "what" ||
			(t.head == "many" || t.head == "much") && i > 0 && ts[i-1].head == "how" || t.head == "of" && i > 0 && ts[i-1].head == "number"
		if !asks {
			continue
		}
		last := -1
		for j := i + 1; j < len(ts) && j <= i+4 && ts[j].Class != Light && ts[j].Class != Entity && ts[j].sentence == t.sentence; j++ {
			last = j
		}
		if last >= 0 {
			ts[last].Asked = true
		}
	}
}
