package intent

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
)

// ErrStale is returned for a stored matcher that was trained on other ways of
// asking or by another version.
var ErrStale = errors.New("trained on other ways of asking")

// stored is a matcher as it is kept in a file.
type stored struct {
	Digest   [32]byte
	Features *features
	Planes   planes
	Net      net
	Doubt    doubt
	Estimate Estimate
}

// Encode returns the matcher for a file that [Decode] reads. The same matcher
// always gives the same bytes.
func (m *Matcher) Encode() ([]byte, error) {
	var out bytes.Buffer
	err := gob.NewEncoder(&out).Encode(stored{m.digest, m.features, m.planes, m.net, m.doubt, m.estimate})
	if err != nil {
		return nil, fmt.Errorf("encoding the trained matcher: %w", err)
	}
	return out.Bytes(), nil
}

// Decode reads what [Matcher.Encode] wrote, for the ways of asking that it was
// trained on; for others it returns [ErrStale].
func Decode(data []byte, asks [][]string) (*Matcher, error) {
	var s stored
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&s); err != nil {
		return nil, fmt.Errorf("decoding the trained matcher: %w", err)
	}
	if s.Digest != digestOf(asks) {
		return nil, ErrStale
	}
	if !s.sound(len(asks)) {
		return nil, errors.New("decoding the trained matcher: its parts do not fit together")
	}
	s.Features.index()
	ways, of := flatten(asks)
	s.Features.stems = stemsOf(ways)
	m := &Matcher{
		learned: learned{features: s.Features, planes: s.Planes, net: s.Net, entries: len(asks)},
		doubt:   s.Doubt, estimate: s.Estimate, digest: s.Digest,
	}
	m.prepare(asks, ways, of)
	m.remember(ways, of)
	return m, nil
}

// sound reports whether all parts are there and of the sizes that belong together.
func (s *stored) sound(entries int) bool {
	if s.Features == nil {
		return false
	}
	f := s.Features
	for i, key := range f.Keys {
		if key == "" || key[0] >= kinds || i > 0 && f.Keys[i-1] >= key {
			return false
		}
	}
	width := f.width()
	return len(f.Rare) == len(f.Keys) &&
		s.Planes.Weights.fits(width, entries) && len(s.Planes.Offsets) == entries &&
		s.Net.In.fits(width, hidden) && len(s.Net.InOffset) == hidden &&
		s.Net.Out.fits(hidden, entries) && len(s.Net.OutOffset) == entries
}
