package facts

// ValueKind names a type of value.
type ValueKind string

// Value is what a fact says.
type Value struct{}

// Period is a time.
type Period struct{}

// Day is a date.
type Day struct{}

// Vocabulary is the words.
type Vocabulary struct{}
