package facts

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Load reads a whole base: every record (<id>.yaml), every fact file
// (*.facts.yaml), what else people ask for those facts (*.asks.yaml), every FAQ
// (*.faq.csv) and the vocabulary (vocabulary/*.yaml). It reports all faults
// of form and reference at once, as [Faults]; a base that loads has no fact
// without a citation that exists. What a base may hold and still be unsound is
// found by [Base.Lint].
func Load(fsys fs.FS) (*Base, error) {
	files, err := Read(fsys)
	if err != nil {
		return nil, err
	}
	return files.Load()
}

// Load is the base that the files are, or all their faults, like [Load].
func (f Files) Load() (*Base, error) {
	l := newLoader(f)
	if !l.all() {
		return nil, errors.New("the base holds no article: a base is a directory of <article>.yaml, <article>.facts.yaml and vocabulary/*.yaml, or of <name>.faq.csv")
	}
	l.resolve()
	if len(l.faults) > 0 {
		return nil, l.faults.Sorted()
	}
	l.base.Version = f.Version()
	return l.base, nil
}

// Check is what would be wrong with files of facts and of ways of asking if they were
// of the base too: what [Files.Load] would say, and of their facts [Base.Lint]. It
// reads those files alone, and is fast on a large base.
func (b *Base) Check(more map[string][]byte) Faults {
	l := newLoader(Files{content: more})
	grown := *b
	grown.Facts, grown.Gaps = slices.Clone(b.Facts), slices.Clip(b.Gaps)
	for i := range grown.Facts {
		f := &grown.Facts[i]
		f.Asks, f.Denies = slices.Clip(f.Asks), slices.Clip(f.Denies)
	}
	l.base = &grown
	l.all()
	l.resolve()
	if len(l.faults) == 0 {
		lint := newLinter(&grown)
		for i := range grown.Facts[len(b.Facts):] {
			lint.fact(&grown.Facts[len(b.Facts)+i])
		}
		l.faults = lint.faults
	}
	return l.faults.Sorted()
}

// LoadVocabulary reads the vocabulary of a base that has no article yet.
func LoadVocabulary(fsys fs.FS) (*Base, error) {
	files, err := Read(fsys)
	if err != nil {
		return nil, err
	}
	l := newLoader(files)
	l.vocabulary()
	if len(l.faults) > 0 {
		return nil, l.faults.Sorted()
	}
	return l.base, nil
}

// all reads all the files, and reports whether there is anything to answer from.
func (l *loader) all() bool {
	var records, tables, asks, faqs, words []string
	for _, n := range slices.Sorted(maps.Keys(l.there)) {
		switch {
		case strings.HasPrefix(n, "vocabulary/"):
			words = append(words, n)
		case strings.HasSuffix(n, ".facts.yaml"):
			tables = append(tables, n)
		case strings.HasSuffix(n, AsksSuffix):
			asks = append(asks, n)
		case strings.HasSuffix(n, FAQSuffix):
			faqs = append(faqs, n)
		case strings.HasSuffix(n, ".yaml"):
			records = append(records, n)
		}
	}
	defer l.parseAhead(slices.Concat(words, records, tables, asks))()
	l.vocabulary()
	for _, n := range records {
		l.record(n)
	}
	for _, n := range tables {
		l.table(n)
	}
	for _, n := range asks {
		l.asks(n)
	}
	for _, n := range faqs {
		if data, ok := l.files[n]; ok {
			l.faq(n, data)
		}
	}
	if len(faqs) > 0 {
		l.base.Trained = l.files[TrainedFAQ]
	}
	return len(records)+len(faqs) > 0
}

type loader struct {
	files  map[string][]byte
	there  map[string]bool // the files, those that cannot be read as well
	base   *Base
	faults Faults
	ahead  map[string]func() (*ast.File, error) // file → what it is parsed as, see parseAhead

	// unread holds the files and ids that are there but faulty, so that what
	// refers to them is not called a fault too.
	unread map[string]bool
}

func newLoader(f Files) *loader {
	l := &loader{files: f.content, there: map[string]bool{}, base: &Base{}, faults: slices.Clone(f.unread), unread: map[string]bool{}}
	for n := range f.content {
		l.there[n] = true
	}
	for _, fault := range f.unread {
		l.there[fault.File], l.unread[fault.File] = true, true
	}
	return l
}

// The shapes of the files. Keys not named here are faults.
type (
	recordFile struct {
		Title     string       `yaml:"title"`
		Author    string       `yaml:"author"`
		Publisher string       `yaml:"publisher"`
		Published string       `yaml:"published"`
		Units     []recordUnit `yaml:"units"`
	}
	recordUnit struct {
		At      string   `yaml:"at"`
		Digest  string   `yaml:"digest"`
		Gist    string   `yaml:"gist"`
		Text    string   `yaml:"text"`
		Names   []string `yaml:"names"`
		Figures []string `yaml:"figures"`
	}
	tableFact struct {
		ID       string    `yaml:"id"`
		At       oneOrMore `yaml:"at"`
		Subject  string    `yaml:"subject"`
		Relation string    `yaml:"relation"`
		Money    string    `yaml:"money"`
		Count    string    `yaml:"count"`
		Percent  string    `yaml:"percent"`
		Multiple string    `yaml:"multiple"`
		Date     string    `yaml:"date"`
		Party    oneOrMore `yaml:"party"`
		Place    oneOrMore `yaml:"place"`
		List     oneOrMore `yaml:"list"`
		Text     string    `yaml:"text"`
		Period   string    `yaml:"period"`
		With     oneOrMore `yaml:"with"`
		About    oneOrMore `yaml:"about"`
		By       string    `yaml:"by"`
		How      string    `yaml:"how"`
		Calc     oneOrMore `yaml:"calc"`
		Says     string    `yaml:"says"`
		Asks     []string  `yaml:"asks"`
		Lacks    []string  `yaml:"lacks"`
		Denies   []string  `yaml:"denies"`
	}
	tableGap struct {
		ID   string    `yaml:"id"`
		Near oneOrMore `yaml:"near"`
		Says string    `yaml:"says"`
		Asks []string  `yaml:"asks"`
	}
	askLines struct {
		Fact   string   `yaml:"fact"`
		Asks   []string `yaml:"asks"`
		Denies []string `yaml:"denies"`
	}
	entityLine struct {
		ID      string   `yaml:"id"`
		Name    string   `yaml:"name"`
		Kind    string   `yaml:"kind"`
		Aliases []string `yaml:"aliases"`
		Beside  []string `yaml:"beside"`
	}
	relationLine struct {
		ID    string   `yaml:"id"`
		Means string   `yaml:"means"`
		Value []string `yaml:"value"`
		Roles bool     `yaml:"roles"`
		Asks  []string `yaml:"asks"`
	}
	synonymLine struct {
		Concept string   `yaml:"concept"`
		Words   []string `yaml:"words"`
	}
	contrastLine struct {
		Words []string `yaml:"words"`
	}
	oppositeLine struct {
		One   []string `yaml:"one"`
		Other []string `yaml:"other"`
	}
	sayingLine struct {
		ID      string   `yaml:"id"`
		Outcome string   `yaml:"outcome"`
		Says    string   `yaml:"says"`
		Asks    []string `yaml:"asks"`
		Unless  []string `yaml:"unless"`
		Signs   []Sign   `yaml:"signs"`
		Enough  int      `yaml:"enough"`
		Within  int      `yaml:"within"`
	}
	meantLine struct {
		Meant   string   `yaml:"meant"`
		Written []string `yaml:"written"`
	}
	kindLine struct {
		Kind  string   `yaml:"kind"`
		Words []string `yaml:"words"`
	}
)

// oneOrMore reads a scalar or a list of scalars.
type oneOrMore []string

// UnmarshalYAML implements yaml.InterfaceUnmarshaler.
func (o *oneOrMore) UnmarshalYAML(decode func(any) error) error {
	var many []string
	if err := decode(&many); err == nil {
		*o = many
		return nil
	}
	var one string
	if err := decode(&one); err != nil {
		return fmt.Errorf("want one entry or a list of entries")
	}
	*o = []string{one}
	return nil
}

// parseFile reads a file as YAML.
func (l *loader) parseFile(name string) (*ast.File, error) {
	if f, ok := readSimple(l.files[name]); ok {
		return f, nil
	}
	return parser.ParseBytes(l.files[name], 0)
}

// parseAhead parses files on all processors, since that takes most of the time
// of loading, while the loader takes them up one after the other: each where it
// is needed, so that nothing depends on which is ready first. The returned stop
// ends it, and waits for that.
func (l *loader) parseAhead(names []string) (stop func()) {
	l.ahead = make(map[string]func() (*ast.File, error), len(names))
	parse := make([]func() (*ast.File, error), len(names))
	for i, n := range names {
		parse[i] = sync.OnceValues(func() (*ast.File, error) { return l.parseFile(n) })
		l.ahead[n] = parse[i]
	}
	var next atomic.Int32
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) - 1 { // the loader itself is one more
		workers.Go(func() {
			defer func() { _ = recover() }() // and comes again where the file is taken up
			for i := int(next.Add(1)) - 1; i < len(parse); i = int(next.Add(1)) - 1 {
				_, _ = parse[i]() // what is wrong with it is told when it is taken up
			}
		})
	}
	return func() {
		next.Store(int32(len(parse)))
		workers.Wait()
	}
}

// parse reads a file into its top node; faults are noted and give nil.
func (l *loader) parse(name string) ast.Node {
	if l.unread[name] {
		return nil
	}
	parsed, ok := l.ahead[name]
	if !ok {
		parsed = func() (*ast.File, error) { return l.parseFile(name) }
	}
	f, err := parsed()
	switch {
	case err != nil:
		l.note(name, 1, err)
	case len(f.Docs) != 1 || f.Docs[0].Body == nil:
		l.faults.add(name, 0, "holds no YAML document, or more than one")
	default:
		return f.Docs[0].Body
	}
	l.unread[name] = true
	return nil
}

// note keeps a YAML error with its own line where it has one.
func (l *loader) note(name string, line int, err error) {
	var ye yaml.Error
	if errors.As(err, &ye) {
		if t := ye.GetToken(); t != nil && t.Position != nil {
			line = t.Position.Line
		}
		l.faults.add(name, line, "%s", plain(ye))
		return
	}
	l.faults.add(name, line, "%v", err)
}

// plain words a YAML error for people who write no code: without Go's types.
func plain(err yaml.Error) string {
	switch e := err.(type) {
	case *yaml.UnknownFieldError:
		return strings.Replace(e.Message, "unknown field", "unknown key", 1)
	case *yaml.UnexpectedNodeTypeError:
		return fmt.Sprintf("want %s here, not %s", shapeOfNode(e.Expected), shapeOfNode(e.Actual))
	case *yaml.TypeError:
		return fmt.Sprintf("want %s here, not %s", shapeOfType(e.DstType), shapeOfType(e.SrcType))
	}
	return err.GetMessage()
}

func shapeOfNode(t ast.NodeType) string {
	switch t {
	case ast.SequenceType:
		return "a list"
	case ast.MappingType, ast.MappingValueType:
		return "keys with values"
	case ast.NullType:
		return "nothing"
	}
	return "a text"
}

func shapeOfType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "keys with values"
	case reflect.Bool:
		return "true or false"
	}
	return "a text"
}

// decode reads one node strictly; a fault is noted and gives false.
func (l *loader) decode(name string, n ast.Node, into any) bool {
	room := reflect.ValueOf(into).Elem()
	if fill(room, n) {
		return true
	}
	room.SetZero()
	if err := yaml.NodeToValue(n, into, yaml.Strict()); err != nil {
		l.note(name, lineOf(n), err)
		if id := field(n, "id"); id != nil {
			l.unread[id.GetToken().Value] = true
		}
		return false
	}
	return true
}

func lineOf(n ast.Node) int {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// field returns the node under a key of a mapping, or nil.
func field(n ast.Node, key string) ast.Node {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			if v.Key.GetToken().Value == key {
				return v.Value
			}
		}
	case *ast.MappingValueNode:
		if n.Key.GetToken().Value == key {
			return n.Value
		}
	}
	return nil
}

// entries calls each for every element of a sequence node, with its line.
func (l *loader) entries(name string, n ast.Node, each func(ast.Node, int)) {
	if n == nil {
		return
	}
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		l.faults.add(name, lineOf(n), "want a list here")
		l.unread[name] = true
		return
	}
	for _, v := range seq.Values {
		each(v, lineOf(v))
	}
}

func (l *loader) record(name string) {
	n := l.parse(name)
	var r recordFile
	if n == nil || !l.decode(name, n, &r) {
		l.unread[name] = true
		return
	}
	a := Article{
		ID: strings.TrimSuffix(path.Base(name), ".yaml"), Title: r.Title,
		Author: r.Author, Publisher: r.Publisher, File: name,
	}
	if a.Title == "" {
		l.faults.add(name, 1, "the record has no title")
	}
	if r.Published != "" {
		day, err := ParseDay(r.Published)
		if err != nil {
			l.faults.add(name, 1, "published: %v", err)
		}
		a.Published = day
	}
	i := 0
	l.entries(name, field(n, "units"), func(_ ast.Node, line int) {
		u := r.Units[i]
		i++
		if u.At == "" {
			l.faults.add(name, line, "the unit has no name (at)")
		}
		if _, dup := a.Unit(u.At); dup {
			l.faults.add(name, line, "unit %s is there twice", u.At)
		}
		a.Units = append(a.Units, Unit{At: u.At, Digest: u.Digest, Gist: u.Gist, Text: u.Text, Names: u.Names, Figures: u.Figures, Line: line})
	})
	l.base.Articles = append(l.base.Articles, a)
}

func (l *loader) table(name string) {
	n := l.parse(name)
	if n == nil {
		return
	}
	article := ""
	l.keys(name, n, "article", "facts", "proposed", "gaps")
	if v := field(n, "article"); v != nil {
		l.decode(name, v, &article)
	}
	l.entries(name, field(n, "facts"), func(n ast.Node, line int) {
		var t tableFact
		if l.decode(name, n, &t) {
			l.base.Facts = append(l.base.Facts, l.fact(name, line, article, t))
		}
	})
	l.entries(name, field(n, "proposed"), func(n ast.Node, line int) {
		var t tableFact
		if l.decode(name, n, &t) {
			l.base.Proposed = append(l.base.Proposed, l.fact(name, line, article, t))
		}
	})
	l.gaps(name, field(n, "gaps"))
}

// keys notes every key of a file's top that is not one of those wanted.
func (l *loader) keys(name string, n ast.Node, want ...string) {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		l.faults.add(name, lineOf(n), "want %s here", strings.Join(want, ", "))
		l.unread[name] = true
		return
	}
	for _, v := range m.Values {
		if key := v.Key.GetToken().Value; !slices.Contains(want, key) {
			l.faults.add(name, lineOf(v.Key), "unknown key %q: want %s", key, strings.Join(want, ", "))
		}
	}
}

// gaps reads near questions that the sources leave open.
func (l *loader) gaps(name string, n ast.Node) {
	l.entries(name, n, func(n ast.Node, line int) {
		var t tableGap
		if !l.decode(name, n, &t) {
			return
		}
		if t.ID == "" || t.Says == "" || len(t.Asks) == 0 {
			l.faults.add(name, line, "a gap needs id, says and asks")
		}
		l.base.Gaps = append(l.base.Gaps, Gap{ID: t.ID, Near: t.Near, Says: t.Says, Asks: t.Asks, File: name, Line: line})
	})
}

// asks adds further ways of asking to the facts that the tables hold, and
// further gaps.
func (l *loader) asks(name string) {
	at := map[string]int{}
	for i, f := range l.base.Facts {
		at[f.ID] = i
	}
	n := l.parse(name)
	if n == nil {
		return
	}
	l.keys(name, n, "asks", "gaps")
	l.gaps(name, field(n, "gaps"))
	l.entries(name, field(n, "asks"), func(n ast.Node, line int) {
		var a askLines
		if !l.decode(name, n, &a) {
			return
		}
		i, ok := at[a.Fact]
		switch {
		case !ok && l.lost(a.Fact):
		case !ok:
			l.faults.add(name, line, "unknown fact %q", a.Fact)
		case len(a.Asks)+len(a.Denies) == 0:
			l.faults.add(name, line, "%s: neither asks nor denies", a.Fact)
		case ok:
			f := &l.base.Facts[i]
			f.Asks, f.Denies = append(f.Asks, a.Asks...), append(f.Denies, a.Denies...)
		}
	})
}

// lost reports whether a fact that is not in the base may yet stand in a file
// that could not be read, so that its absence is no fault of its own.
func (l *loader) lost(fact string) bool {
	if l.unread[fact] {
		return true
	}
	for name := range l.unread {
		if strings.HasSuffix(name, ".facts.yaml") {
			return true
		}
	}
	return false
}

// fact turns one entry of a table into a Fact, noting every fault of form.
func (l *loader) fact(name string, line int, article string, t tableFact) Fact {
	f := Fact{
		ID: t.ID, Subject: t.Subject, Relation: t.Relation, With: t.With, About: t.About, By: t.By,
		How: Stance(t.How), Says: t.Says, Asks: t.Asks, Denies: t.Denies, Lacks: t.Lacks, File: name, Line: line,
	}
	fault := func(format string, args ...any) {
		l.faults.add(name, line, "%s: %s", t.ID, fmt.Sprintf(format, args...))
	}
	for _, at := range t.At {
		c := Citation{Article: article, At: at}
		if a, u, ok := strings.Cut(at, "#"); ok {
			c = Citation{Article: a, At: u}
		}
		f.Cite = append(f.Cite, c)
	}
	if f.How == "" {
		f.How = Reported
	}
	if !slices.Contains(Stances, f.How) {
		fault("%q is no way of saying: want one of %v", f.How, Stances)
	}
	for _, need := range []struct{ name, value string }{
		{"id", f.ID}, {"subject", f.Subject}, {"relation", f.Relation}, {"says", f.Says},
	} {
		if need.value == "" {
			fault("the fact has no %s", need.name)
		}
	}
	if len(f.Cite) == 0 {
		fault("the fact cites no unit (at)")
	}
	if len(f.Asks) == 0 {
		fault("the fact has no way of asking (asks)")
	}
	for _, c := range t.Calc {
		expression, value, ok := strings.Cut(c, " = ")
		if !ok {
			fault("calc: %q has no result: write 24 / 0.208 = 115", c)
		}
		f.Calc = append(f.Calc, Calculation{Expression: strings.TrimSpace(expression), Value: strings.TrimSpace(value)})
	}
	if t.Period != "" {
		p, err := ParsePeriod(t.Period)
		if err != nil {
			fault("%v", err)
		}
		f.Period = p
	}
	v, err := t.value()
	if err != nil {
		fault("%v", err)
	}
	f.Value = v
	return f
}

// value reads the one value that a fact gives.
func (t tableFact) value() (Value, error) {
	given := []struct {
		kind ValueKind
		one  string
		many []string
	}{
		{Money, t.Money, nil}, {Count, t.Count, nil}, {Percent, t.Percent, nil}, {Multiple, t.Multiple, nil},
		{Date, t.Date, nil}, {Text, t.Text, nil}, {Party, "", t.Party}, {Place, "", t.Place}, {List, "", t.List},
	}
	var v Value
	found := 0
	for _, g := range given {
		var err error
		switch {
		case g.one != "":
			v, err = ParseValue(g.kind, g.one)
		case len(g.many) > 0:
			v, err = ParseValues(g.kind, g.many)
		default:
			continue
		}
		if err != nil {
			return v, err
		}
		found++
	}
	if found != 1 {
		return v, fmt.Errorf("the fact gives %d values, want exactly one of %v", found, ValueKinds)
	}
	return v, nil
}

// vocabulary reads the words. Each file is a list of lines of its own shape.
func (l *loader) vocabulary() {
	v := &l.base.Vocabulary
	read(l, "entities", func(name string, line int, e entityLine) {
		if e.ID == "" || e.Name == "" || e.Kind == "" {
			l.faults.add(name, line, "an entity needs id, name and kind")
		}
		l.base.Entities = append(l.base.Entities, Entity{e.ID, e.Name, e.Kind, e.Aliases, e.Beside, name, line})
	})
	read(l, "relations", func(name string, line int, r relationLine) {
		out := Relation{ID: r.ID, Means: r.Means, Roles: r.Roles, Asks: r.Asks, File: name, Line: line}
		for _, k := range r.Value {
			if !slices.Contains(ValueKinds, ValueKind(k)) {
				l.faults.add(name, line, "%s: %q is no kind of value: want some of %v", r.ID, k, ValueKinds)
			}
			out.Value = append(out.Value, ValueKind(k))
		}
		if r.ID == "" || r.Means == "" || len(r.Value) == 0 {
			l.faults.add(name, line, "a relation needs id, means and value")
		}
		l.base.Relations = append(l.base.Relations, out)
	})
	read(l, "synonyms", func(name string, line int, s synonymLine) {
		if s.Concept == "" || len(s.Words) == 0 {
			l.faults.add(name, line, "a synonym line needs concept and words")
		}
		v.Synonyms = append(v.Synonyms, Synonym{s.Concept, s.Words, name, line})
	})
	read(l, "light", func(_ string, _ int, w string) { v.Light = append(v.Light, w) })
	read(l, "salient", func(_ string, _ int, w string) { v.Salient = append(v.Salient, w) })
	read(l, "contrasts", func(name string, line int, c contrastLine) {
		if len(c.Words) < 2 {
			l.faults.add(name, line, "a contrast needs two words or more")
		}
		v.Contrasts = append(v.Contrasts, c.Words)
	})
	read(l, "opposites", func(name string, line int, o oppositeLine) {
		if len(o.One) == 0 || len(o.Other) == 0 {
			l.faults.add(name, line, "opposites need words on both sides, one and other")
		}
		v.Opposites = append(v.Opposites, Opposite(o))
	})
	read(l, "meant", func(_ string, _ int, m meantLine) {
		for _, w := range m.Written {
			v.Meant = append(v.Meant, Replacement{w, m.Meant})
		}
	})
	read(l, "forms", func(_ string, _ int, m meantLine) {
		for _, w := range m.Written {
			v.Forms = append(v.Forms, Replacement{w, m.Meant})
		}
	})
	read(l, "kinds", func(_ string, _ int, k kindLine) { v.Kinds = append(v.Kinds, KindWords(k)) })
	read(l, "sayings", func(name string, line int, s sayingLine) {
		if !slices.Contains(sayingOutcomes, s.Outcome) {
			l.faults.add(name, line, "%s: the outcome of a saying is %s, not %q", s.ID, strings.Join(sayingOutcomes, ", "), s.Outcome)
		}
		if len(s.Signs) > 0 && (s.Enough < 1 || s.Enough > len(s.Signs) || s.Within < s.Enough) {
			l.faults.add(name, line, "%s: %d signs, of which %d are enough within %d words", s.ID, len(s.Signs), s.Enough, s.Within)
		}
		v.Sayings = append(v.Sayings, Saying{s.ID, s.Outcome, s.Says, s.Asks, s.Unless, s.Signs, s.Enough, s.Within, name, line})
	})
}

// sayingOutcomes are what may become of a saying; see [Saying].
var sayingOutcomes = []string{"chat", "advice", "unknown", "again", "source", "instead"}

// read decodes one vocabulary file line by line; a missing file is an empty one.
func read[T any](l *loader, topic string, each func(name string, line int, entry T)) {
	name := "vocabulary/" + topic + ".yaml"
	if !l.there[name] {
		return
	}
	l.entries(name, l.parse(name), func(n ast.Node, line int) {
		var entry T
		if l.decode(name, n, &entry) {
			each(name, line, entry)
		}
	})
}
