// Command pilcrow answers questions about technology licensing from a fact
// table, in Slack and on the command line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/seeds"
)

func main() {
	b, err := facts.Load(seeds.FS)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	e, err := answer.New(b)
	if err != nil {
		panic(err)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	enc := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var r struct {
			ID       string
			Question string
			Context  []string
		}
		json.Unmarshal(in.Bytes(), &r)
		a := e.Ask(r.Question, r.Context)
		enc.Encode(struct {
			ID string `json:"id"`
			answer.Answer
		}{r.ID, a})
	}
}
