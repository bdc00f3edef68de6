package facts

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestWriteAndLoad: what is written loads as what it was, with the embedded
// base's own tables and records.
func TestWriteAndLoad(t *testing.T) {
	t.Parallel()
	base, err := Load(os.DirFS("../seeds"))
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	put := func(name string, data []byte, err error) {
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: data}
	}
	entities, err := WriteEntities(base.Entities)
	put("vocabulary/entities.yaml", entities, err)
	relations, err := WriteRelations(base.Relations)
	put("vocabulary/relations.yaml", relations, err)
	for i := range base.Articles {
		a := &base.Articles[i]
		record, err := WriteRecord(a)
		put(a.ID+".yaml", record, err)
		var table []Fact
		for _, f := range base.Facts {
			if f.Cite[0].Article == a.ID {
				table = append(table, f)
			}
		}
		data, err := WriteTable(a.ID, table[:len(table)/2], table[len(table)/2:])
		put(a.ID+".facts.yaml", data, err)
	}
	again, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	places := cmpopts.IgnoreFields(Fact{}, "File", "Line")
	for i := range base.Articles {
		id := base.Articles[i].ID
		of := func(list []Fact) []Fact {
			var out []Fact
			for _, f := range list {
				if f.Cite[0].Article == id {
					out = append(out, f)
				}
			}
			return out
		}
		if diff := cmp.Diff(of(base.Facts), append(of(again.Facts), of(again.Proposed)...), places, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff(base.Articles, again.Articles, cmpopts.IgnoreFields(Unit{}, "Line"), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(base.Entities, again.Entities, cmpopts.IgnoreFields(Entity{}, "Line", "File"), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}
