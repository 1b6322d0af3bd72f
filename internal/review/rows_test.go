package review

import (
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func sampleRow(i int, text string) seedbed.Record {
	id := seedbed.ID{byte(i), byte(i >> 8), 7}
	return seedbed.Record{
		ID: id, Stage: "hints", Origin: seedbed.OriginGenerated,
		Fields:   seedbed.Fields{{Name: "text", Value: text}, {Name: "n", Value: int64(i)}, {Name: "list", Value: []any{"a", int64(2)}}},
		Scores:   []seedbed.Score{{Criterion: "helpful", Status: seedbed.Scored, Value: int64(5), Judge: "grader"}, {Criterion: "sound", Status: seedbed.Scored, Value: true}},
		Lineage:  seedbed.Lineage{Parents: []seedbed.ID{{9}}, Source: "questions", Calls: []seedbed.CallKey{{3}}},
		Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "kept"},
	}
}

func seqOf(rows []seedbed.Record) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestRowFile(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.String(), 0, 20).Draw(rt, "texts")
		var rows []seedbed.Record
		for i, s := range texts {
			if i == 3 {
				s = strings.Repeat("a long row\n", 10_000)
			}
			rows = append(rows, sampleRow(i, strings.ToValidUTF8(s, "?")))
		}
		path := filepath.Join(dir, "rows.jsonl")
		if err := WriteRows(path, seqOf(rows)); err != nil {
			rt.Fatal(err)
		}
		f, err := OpenRows(path)
		if err != nil {
			rt.Fatal(err)
		}
		defer f.Close()
		if f.Len() != len(rows) {
			rt.Fatalf("%d rows of %d", f.Len(), len(rows))
		}
		for i := len(rows) - 1; i >= 0; i-- {
			got, ok, err := f.Row(t.Context(), rows[i].ID)
			if err != nil || !ok || !reflect.DeepEqual(got, rows[i]) {
				rt.Fatalf("row %d: %+v, %v, %v; want %+v", i, got, ok, err, rows[i])
			}
		}
		if _, ok, err := f.Row(t.Context(), seedbed.ID{255, 255}); ok || err != nil {
			rt.Fatalf("a row that is not there: %v %v", ok, err)
		}
	})
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("%v were left", left)
	}
}

func TestRowFileIsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.jsonl")
	for text, want := range map[string]string{
		"{}\n": "rows.jsonl:1: this is no row",
		`{"id":"07000000000000000000000000000000","stage":""}` + "\nx\n": "rows.jsonl:2: this is no row",
		`{"id":"zz000000000000000000000000000000"}` + "\n":               "rows.jsonl:1: ",
	} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenRows(path); seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := WriteRows(path, func(yield func(seedbed.Record, error) bool) {
		_ = yield(sampleRow(1, "one"), nil) && yield(seedbed.Record{}, os.ErrDeadlineExceeded)
	}); err == nil {
		t.Error("rows that could not be read are a file")
	}
	if b, _ := os.ReadFile(path); len(b) == 0 {
		t.Error("the file that was there is gone")
	}
}
