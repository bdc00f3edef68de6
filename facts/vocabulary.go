package facts

// Vocabulary is the words of a base: what is the same, what matters little,
// what asks for what. All of it is data, so that a new way of asking is a line
// in a file and never a line of code.
type Vocabulary struct {
	Synonyms  []Synonym
	Light     []string      // words that carry next to nothing: chatter, manners, light verbs
	Salient   []string      // nouns that must be explained though no fact may speak of them
	Contrasts [][]string    // words of which a thing is one only: first, second, third; 4G, 5G
	Opposites []Opposite    // words that say the contrary of one another: rise, fall
	Meant     []Replacement // slang, short forms and sound spellings → what is meant
	Forms     []Replacement // irregular forms → the word ("bought" → "buy")
	Kinds     []KindWords   // what asks for which kind of answer
	Sayings   []Saying      // small talk, help, advice: what is not answered from the facts
}

// Synonym is one concept and the words for it.
type Synonym struct {
	Concept string
	Words   []string

	File string
	Line int
}

// Opposite is two ways a thing can be, of which the one shuts the other out: what
// a fact says fell did not rise.
type Opposite struct{ One, Other []string }

// Replacement reads one written form as another.
type Replacement struct{ Written, Meant string }

// KindWords are the words that ask for one kind of answer.
type KindWords struct {
	Kind  string
	Words []string
}

// Saying is a turn of talk that is not a question to the fact table.
type Saying struct {
	ID      string
	Outcome string // chat, advice, unknown, or what follows the last answer: "again" says it once more, "source" who said it, "instead" puts another question
	Says    string // to an "instead", the question, with {person} for the one that the last answer told of
	Asks    []string
	Unless  []string // words beside which it is none: "what should I cite"
	Signs   []Sign   // what else tells it, where no run of words alone does
	Enough  int      // of the signs
	Within  int      // of how many words: what is far apart does not belong together

	File string
	Line int
}

// Sign is a class of words that speaks for a saying, each as good as another.
type Sign []string

// Gap is a near question that an article does not answer: it lets the refusal
// say what is missing.
type Gap struct {
	ID   string
	Near []string // fact ids
	Says string
	Asks []string

	File string
	Line int
}
