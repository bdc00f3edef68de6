// Package intent finds which entry of a FAQ a question means, or that it means
// none, learning from the ways of asking.
//
// A question becomes a vector of its words' stems, their pairs and the runs of
// three and four letters within them, weighed by rarity, and of its gist: the
// mean of what its words mean (package sense), so that a word that no way of
// asking has still speaks for the entries that have its like. Two learners of
// different temper score the entries: a separating plane for each entry, and a
// small net with one hidden layer. Their chances are averaged; the greatest is
// the entry that is meant, if any is.
//
// Whether any is, is learned from rehearsals: some entries are left out whole,
// some ways of asking of the others are left out too, and both are asked of
// what was learned from the rest. That shows how sure one may be of a question
// that belongs somewhere, and how sure one seems of one that belongs nowhere.
// The bound between them costs one in-scope answer in eighty.
//
// Nothing depends on the clock, on chance or on the order of a map: the same
// ways of asking always give the same matcher, byte for byte, on processors of one
// kind.
package intent
