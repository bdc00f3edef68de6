package main

import (
	"context"
	"fmt"
	"time"

	"github.com/pilcrow-bot/pilcrow/bot/store"
	"github.com/pilcrow-bot/pilcrow/facts"
	"github.com/pilcrow-bot/pilcrow/facts/answer"
)

// shelf is what the sources page shows: what the answers come from, and how much
// of it is asked for.
type shelf struct {
	Articles []shownArticle `json:"articles"`
	Facts    []shownFact    `json:"facts"`
	Asked    int            `json:"asked"` // questions in all
}

type shownArticle struct {
	ID        string      `json:"id"`
	Title     string      `json:"title"`
	Author    string      `json:"author,omitempty"`
	Publisher string      `json:"publisher,omitempty"`
	Published string      `json:"published,omitempty"`
	Units     []shownUnit `json:"units"`
}

type shownUnit struct {
	At    string `json:"at"`
	Place string `json:"place"` // ¶6
	Gist  string `json:"gist"`
}

type shownFact struct {
	ID    string           `json:"id"`
	Says  string           `json:"says"`
	Cite  []facts.Citation `json:"cite"`
	Place []string         `json:"places"` // of the citations, for people
	How   string           `json:"how"`
	By    string           `json:"by,omitempty"`
	Asks  []string         `json:"asks"`
	Asked int              `json:"asked"`
}

// shelved sets a base out for the page. asked says how often each fact was part of
// an answer.
func shelved(b *facts.Base, asked map[string]int) shelf {
	out := shelf{Articles: []shownArticle{}, Facts: []shownFact{}}
	for i := range b.Articles {
		a := &b.Articles[i]
		shown := shownArticle{ID: a.ID, Title: a.Title, Author: a.Author, Publisher: a.Publisher, Units: []shownUnit{}}
		if a.Published.Year != 0 {
			shown.Published = a.Published.String()
		}
		for _, u := range a.Units {
			shown.Units = append(shown.Units, shownUnit{At: u.At, Place: answer.Place(u.At), Gist: u.Gist})
		}
		out.Articles = append(out.Articles, shown)
	}
	names := map[string]string{}
	for _, e := range b.Entities {
		names[e.ID] = e.Name
	}
	for _, all := range [][]facts.Fact{b.Facts, b.FAQ} {
		for _, f := range all {
			shown := shownFact{ID: f.ID, Says: f.Says, Cite: f.Cite, How: string(f.How), By: names[f.By], Asks: append([]string{}, f.Asks...), Asked: asked[f.ID]}
			for _, c := range f.Cite {
				shown.Place = append(shown.Place, answer.Place(c.At))
			}
			out.Facts = append(out.Facts, shown)
		}
	}
	return out
}

// onShelf sets a base out, with what was asked in a workspace as the bot remembers
// it in the database at url.
func onShelf(ctx context.Context, b *facts.Base, url, team string) (shelf, error) {
	memory, err := store.Open(ctx, url, time.Now)
	if err != nil {
		return shelf{}, fmt.Errorf("looking for what was asked: %w", err)
	}
	defer func() { _ = memory.Close() }() // only read
	all, err := memory.AskedSince(ctx, team, time.Time{})
	if err != nil {
		return shelf{}, err
	}
	asked := map[string]int{}
	for _, a := range all {
		for _, fact := range a.Facts {
			asked[fact]++
		}
	}
	out := shelved(b, asked)
	out.Asked = len(all)
	return out, nil
}
