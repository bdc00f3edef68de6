// Package seal keeps texts that have to be stored and are nobody's to read, such
// as the tokens of workspaces: AES-256 in Galois/counter mode, with keys that the
// operator has and the database has not. What was sealed can neither be read nor
// changed without the key, nor be put in the place of something else.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrKey is when something was sealed with a key that is not at hand.
	ErrKey = errors.New("it was sealed with a key that PILCROW_KEY does not hold")

	// ErrDamaged is when what was sealed is no longer what it was, or is not in its
	// place.
	ErrDamaged = errors.New("it is damaged, or not in its place")
)

const (
	keySize = 32 // bytes of a key, as AES-256 has them
	idSize  = 4  // bytes of what a key is known by
)

// Keys seal with the first of them, and open what any of them has sealed: a new
// key is put in front, and the old one left until nothing of it is there.
type Keys []key

// key is a key of the operator's, from which one is derived for each purpose.
type key struct {
	id   string // what it is known by, which tells nothing of it
	aead cipher.AEAD
}

// NewKey is a random key, as [Parse] reads it.
func NewKey() string {
	secret := make([]byte, keySize)
	_, _ = rand.Read(secret) // never fails
	return base64.StdEncoding.EncodeToString(secret)
}

// Parse reads keys, with commas or line ends between them, the one to seal with
// first. Each is 32 random bytes in base64. An error tells the operator what to do,
// and no key.
func Parse(text string) (keys Keys, err error) {
	for n, one := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) }) {
		secret, err := base64.StdEncoding.DecodeString(one)
		if err != nil || len(secret) != keySize {
			return nil, fmt.Errorf("key %d of PILCROW_KEY is not %d bytes in base64: make one with openssl rand -base64 %d", n+1, keySize, keySize)
		}
		k, err := derived(secret)
		if err != nil {
			return nil, fmt.Errorf("deriving from key %d of PILCROW_KEY: %w", n+1, err)
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("PILCROW_KEY holds no key: make one with openssl rand -base64 %d", keySize)
	}
	return keys, nil
}

func derived(secret []byte) (key, error) {
	id, err := hkdf.Key(sha256.New, secret, nil, "pilcrow: what the key is known by", idSize)
	if err != nil {
		return key{}, err
	}
	sealing, err := hkdf.Key(sha256.New, secret, nil, "pilcrow: AES-256-GCM", keySize)
	if err != nil {
		return key{}, err
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return key{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return key{hex.EncodeToString(id), aead}, err
}

// Seal seals a text for a place, without whose name it cannot be opened.
func (k Keys) Seal(place, text string) string {
	sealed := k[0].aead.Seal(nil, nil, []byte(text), []byte(place))
	return k[0].id + "." + base64.RawURLEncoding.EncodeToString(sealed)
}

// Open opens what was sealed for a place, or says [ErrKey] or [ErrDamaged].
func (k Keys) Open(place, sealed string) (string, error) {
	id, rest, _ := strings.Cut(sealed, ".")
	bytes, err := base64.RawURLEncoding.DecodeString(rest)
	if err != nil || len(id) != 2*idSize {
		return "", ErrDamaged
	}
	for _, one := range k {
		if one.id != id {
			continue
		}
		text, err := one.aead.Open(nil, nil, bytes, []byte(place))
		if err != nil {
			return "", ErrDamaged
		}
		return string(text), nil
	}
	return "", ErrKey
}

// Fresh reports whether something was sealed with the first key.
func (k Keys) Fresh(sealed string) bool { return strings.HasPrefix(sealed, k[0].id+".") }
