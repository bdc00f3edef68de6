package bot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/pilcrow-bot/pilcrow/bot/store"
)

// taughtFiles are what was taught, as files of a base: a file for each new fact
// and one for all further ways of asking.
func taughtFiles(all []store.Learned) (map[string][]byte, error) {
	files := map[string][]byte{}
	type asks struct {
		Fact string   `yaml:"fact"`
		Asks []string `yaml:"asks"`
	}
	var ways struct {
		Asks []asks `yaml:"asks"`
	}
	for _, l := range all {
		if l.YAML != "" {
			files[l.ID+".facts.yaml"] = []byte(l.YAML)
			continue
		}
		i := slices.IndexFunc(ways.Asks, func(a asks) bool { return a.Fact == l.Fact })
		if i < 0 {
			i = len(ways.Asks)
			ways.Asks = append(ways.Asks, asks{Fact: l.Fact})
		}
		ways.Asks[i].Asks = append(ways.Asks[i].Asks, l.Ask)
	}
	if len(ways.Asks) > 0 {
		text, err := yaml.Marshal(ways)
		if err != nil {
			return nil, fmt.Errorf("writing what was taught as YAML: %w", err)
		}
		files["taught.asks.yaml"] = text
	}
	return files, nil
}

// Taught is what was taught as YAML, a file after the other with its name above,
// to be put into the base.
func Taught(all []store.Learned) (string, error) {
	files, err := taughtFiles(all)
	if err != nil {
		return "", err
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		fmt.Fprintf(&b, "# %s\n%s\n", name, files[name])
	}
	for _, l := range all {
		if l.YAML == "" {
			fmt.Fprintf(&b, "# %s is: %s\n", l.ID, l.Ask)
		}
	}
	return b.String(), nil
}
