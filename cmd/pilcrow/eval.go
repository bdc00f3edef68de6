package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
	"github.com/pilcrow-bot/pilcrow/facts/bank"
)

type evalCmd struct {
	Bank     []string `arg:"" help:"Question banks, JSON Lines." placeholder:"BANK.jsonl"`
	Only     string   `help:"Only the questions whose id, type or wording holds this." placeholder:"TEXT"`
	Save     string   `help:"Keep the run, to compare a later one with it." placeholder:"FILE"`
	Against  string   `help:"Compare with a run that was kept: what became worse, what better." placeholder:"FILE"`
	Min      float64  `help:"Fail below this share of right answers, in percent." placeholder:"PERCENT"`
	MaxWrong float64  `help:"Fail above this share of wrong answers among those asserted, in percent." default:"100" placeholder:"PERCENT"`
}

// Run puts banks to the engine and reports how well it does.
func (v *evalCmd) Run(c *cli, s streams) error {
	questions, err := v.questions()
	if err != nil {
		return err
	}
	b, err := c.base()
	if err != nil {
		return err
	}
	engine, err := answer.New(b)
	if err != nil {
		return err
	}
	report := graded(b, engine, questions)
	if _, err := report.WriteTo(s.out); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if err := v.compare(report, s); err != nil {
		return err
	}
	if v.Save != "" {
		if err := save(report, v.Save); err != nil {
			return err
		}
	}
	return v.judge(report, s)
}

// graded puts every question to the engine.
func graded(b *facts.Base, engine *answer.Engine, questions []bank.Question) bank.Report {
	var out bank.Report
	for _, q := range questions {
		out = append(out, bank.Of(b, q, engine.Ask(q.Text, q.Context)))
	}
	return out
}

// questions reads the banks in the order given.
func (v *evalCmd) questions() ([]bank.Question, error) {
	var out []bank.Question
	for _, name := range v.Bank {
		qs, err := readBank(name)
		if faults := facts.FaultsIn(err); len(faults) > 0 {
			return nil, fmt.Errorf("the bank has %s:\n%w", plural(len(faults), "fault", "faults"), faults)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, qs...)
	}
	out = slices.DeleteFunc(out, func(q bank.Question) bool {
		return !strings.Contains(q.ID+" "+q.Type+" "+q.Noise, v.Only)
	})
	if len(out) == 0 {
		return nil, fmt.Errorf("no question in %s", strings.Join(v.Bank, " "))
	}
	return out, nil
}

func readBank(name string) ([]bank.Question, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("opening a bank: %w", err)
	}
	defer f.Close()
	return bank.Read(f, name)
}

// compare tells what changed since an earlier run.
func (v *evalCmd) compare(r bank.Report, s streams) error {
	if v.Against == "" {
		return nil
	}
	f, err := os.Open(v.Against)
	if err != nil {
		return fmt.Errorf("opening the earlier run: %w", err)
	}
	defer f.Close()
	changes, err := r.Against(f)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nagainst %s: %d changed\n", v.Against, len(changes))
	for _, c := range changes {
		fmt.Fprintf(s.out, "  %s: %s, was %s: %s\n", c.ID, c.Now, c.Before, strings.ReplaceAll(c.Text, "\n", " / "))
	}
	return nil
}

// judge holds the run against the thresholds given.
func (v *evalCmd) judge(r bank.Report, s streams) error {
	var below []string
	if share := 100 * r.Tally(nil).Share(); share < v.Min {
		below = append(below, fmt.Sprintf("%.2f %% right, want %g %%", share, v.Min))
	}
	wrong, asserted := r.Wrong()
	if share := 100 * float64(wrong) / float64(max(1, asserted)); share > v.MaxWrong {
		below = append(below, fmt.Sprintf("%.2f %% of what is asserted is wrong, want no more than %g %%", share, v.MaxWrong))
	}
	if len(below) == 0 {
		return nil
	}
	fmt.Fprintln(s.err, "pilcrow:", strings.Join(below, "; "))
	return errNo
}

// save keeps a run: written aside and renamed, so that no half of it is left.
func save(r bank.Report, name string) error {
	var out bytes.Buffer
	if err := r.Save(&out); err != nil {
		return err
	}
	aside, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("saving the run: %w", err)
	}
	defer os.Remove(aside.Name()) // nothing is there any more once it is renamed
	if _, err := aside.Write(out.Bytes()); err != nil {
		aside.Close()
		return fmt.Errorf("saving the run: %w", err)
	}
	if err := aside.Close(); err != nil {
		return fmt.Errorf("saving the run: %w", err)
	}
	if err := os.Rename(aside.Name(), name); err != nil {
		return fmt.Errorf("saving the run: %w", err)
	}
	return nil
}
