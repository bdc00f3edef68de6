package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
)

var wordly = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// readVectors reads the commonest words and their vectors. The file lists all
// words by falling frequency, before the vectors.
func readVectors(name string) (words []string, v [][]float64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	in := json.NewDecoder(bufio.NewReaderSize(f, 1<<20))
	ids := map[string]int{}
	if _, err := in.Token(); err != nil {
		return nil, nil, err
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return nil, nil, err
		}
		switch key {
		case "words":
			var all []string
			if err := in.Decode(&all); err != nil {
				return nil, nil, err
			}
			for _, w := range all {
				if wordly.MatchString(w) && len(words) < most {
					ids[w] = len(words)
					words = append(words, w)
				}
			}
		case "vectors":
			v, err = readRows(in, ids)
			return words, v, err
		default:
			var skipped json.RawMessage
			if err := in.Decode(&skipped); err != nil {
				return nil, nil, err
			}
		}
	}
	return nil, nil, errors.New("no vectors in " + name)
}

// readRows reads the vectors of the words that are wanted.
func readRows(in *json.Decoder, ids map[string]int) ([][]float64, error) {
	v := make([][]float64, len(ids))
	left := len(ids)
	if _, err := in.Token(); err != nil {
		return nil, err
	}
	for left > 0 && in.More() {
		word, err := in.Token()
		if err != nil {
			return nil, err
		}
		var row []float64 // its length and its place follow at the end
		if err := in.Decode(&row); err != nil {
			return nil, err
		}
		if len(row) < given {
			return nil, fmt.Errorf("%v has %d numbers", word, len(row))
		}
		if i, ok := ids[word.(string)]; ok && v[i] == nil {
			v[i] = row[:given]
			left--
		}
	}
	if left > 0 {
		return nil, fmt.Errorf("%d words have no vector", left)
	}
	return v, nil
}
