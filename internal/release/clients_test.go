package release

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// pythonOf makes the Python environment once for all tests.
var pythonOf = sync.OnceValues(func() (string, error) {
	cmd := exec.Command(filepath.Join("..", "..", "scripts", "python-env.sh"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return stderr.String(), err
	}
	return strings.TrimSpace(string(out)), nil
})

// view is what datasets and DuckDB see of a release.
type view struct {
	Splits map[string]seen `json:"splits"`
	DuckDB map[string]seen `json:"duckdb"`
	Votes  seen            `json:"votes"`
}

type seen struct {
	Columns []string          `json:"columns"`
	Types   map[string]string `json:"types"`
	Rows    []map[string]any  `json:"rows"`
}

// readBack reads the releases at dirs with the real clients.
func readBack(t *testing.T, dirs ...string) []view {
	t.Helper()
	python, err := pythonOf()
	if err != nil {
		t.Fatalf("scripts/python-env.sh: %v\n%s", err, python)
	}
	cache := t.TempDir()
	cmd := exec.Command(python, append([]string{"testdata/read_release.py"}, dirs...)...)
	cmd.Env = append(os.Environ(), "HF_HUB_OFFLINE=1", "HF_HOME="+cache, "HF_DATASETS_CACHE="+cache, "PYTHONDONTWRITEBYTECODE=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("reading the release: %v\n%s", err, stderr.String())
	}
	var v []view
	if err := json.Unmarshal(stdout.Bytes(), &v); err != nil {
		t.Fatalf("%v\n%s", err, stdout.String())
	}
	return v
}

func writeStory(t *testing.T, in Input) Manifest {
	t.Helper()
	m, err := Write(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(in.Out); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestDatasetsAndDuckDBReadTheRelease(t *testing.T) {
	in := hintStory(t)
	writeStory(t, in)
	v := readBack(t, in.Out)[0]
	columns := []string{
		"id", "question", "text", "level", "tags", "mixed", "big", "seedbed_id", "origin", "source", "parents",
		"score_gives_away", "score_kind", "score_polite",
	}
	train := v.Splits["train"]
	if len(v.Splits) != 1 || len(train.Rows) != 3 || !slices.Equal(train.Columns, columns) {
		t.Fatalf("load_dataset gave %v", v.Splits)
	}
	data := v.DuckDB["data/train.parquet"]
	if !slices.Equal(data.Columns, columns) || len(data.Rows) != 3 {
		t.Fatalf("DuckDB gave %v", data)
	}
	for name, want := range map[string]string{"level": "float64", "score_gives_away": "int64", "score_polite": "bool", "text": "string"} {
		if got := train.Types[name]; got != want {
			t.Errorf("datasets has %s as %s, want %s", name, got, want)
		}
	}
	for name, want := range map[string]string{"level": "DOUBLE", "score_gives_away": "BIGINT", "score_polite": "BOOLEAN", "text": "VARCHAR"} {
		if got := data.Types[name]; got != want {
			t.Errorf("DuckDB has %s as %s, want %s", name, got, want)
		}
	}
	for _, rows := range [][]map[string]any{train.Rows, data.Rows} {
		checkHintRows(t, rows)
	}
	rejected := v.DuckDB["rejected.parquet"]
	if want := slices.Concat(columns[:7], []string{"raw"}, columns[7:], []string{"state", "actor", "reason", "detail"}); !slices.Equal(rejected.Columns, want) {
		t.Errorf("rejected rows have the columns %v, want %v", rejected.Columns, want)
	}
	if len(rejected.Rows) != 4 || rejected.Rows[3]["reason"] != "unreadable row" || rejected.Rows[3]["raw"] != "{not json" || rejected.Rows[0]["raw"] != nil {
		t.Errorf("rejected rows: %v", rejected.Rows)
	}
}

func checkHintRows(t *testing.T, rows []map[string]any) {
	t.Helper()
	want := []map[string]any{
		{
			"text": "Count the eggs first.", "level": 3.0, "tags": `["a",1]`, "mixed": nil, "seedbed_id": "01ab0000000000000000000000000000",
			"origin": "generated", "source": "questions", "score_gives_away": 1.0, "score_kind": "step", "score_polite": true,
		},
		{"text": "NUL \x00, escape \x1b[31m, bad \ufffd byte, \u202eturned, \"quoted\", \u2028 line", "level": 2.5, "mixed": `"word"`},
		{"text": "", "level": nil, "mixed": "7", "big": "123456789012345678901234567890", "score_gives_away": nil},
	}
	for i := range want {
		for k, v := range want[i] {
			if rows[i][k] != v {
				t.Errorf("row %d, %s: got %#v, want %#v", i, k, rows[i][k], v)
			}
		}
	}
}

// TestEveryFormatLoads reads releases that have one format alone, none of the
// rows, and awkward names. All are in folders of the same name and share a cache:
// each must give its own rows all the same.
func TestEveryFormatLoads(t *testing.T) {
	awkward := seedbed.Record{ID: seedbed.ID{1}, Origin: seedbed.OriginGenerated, Fields: seedbed.Fields{
		{Name: "a,b", Value: "1"},
		{Name: "a.b", Value: "2"},
		{Name: "état", Value: int64(3)},
		{Name: " ", Value: true},
		{Name: "\"q\"", Value: 1.5},
		{Name: "1st", Value: nil},
	}}
	messages := seedbed.Record{ID: seedbed.ID{2}, Fields: seedbed.Fields{{Name: "messages", Value: []any{
		map[string]any{"role": "user", "content": "Where to begin?"}, map[string]any{"role": "assistant", "content": "Count."},
	}}}}
	cases := []struct {
		name, use string
		formats   []string
		rows      []seedbed.Record
		check     func(rows []map[string]any) bool
	}{
		{"JSON lines alone", "training", []string{"jsonl"}, hintRows(), func(rows []map[string]any) bool {
			return rows[1]["mixed"] == `"word"` && rows[0]["score_gives_away"] == 1.0 && rows[2]["score_gives_away"] == nil
		}},
		{"messages", "training", []string{"jsonl"}, []seedbed.Record{messages}, func(rows []map[string]any) bool {
			list, ok := rows[0]["messages"].([]any)
			return ok && len(list) == 2 && list[1].(map[string]any)["content"] == "Count."
		}},
		{"evaluation", "evaluation", []string{"parquet"}, hintRows(), func(rows []map[string]any) bool { return rows[0]["question"] == "How many?" }},
		{"awkward names", "", nil, []seedbed.Record{awkward}, func(rows []map[string]any) bool {
			r := rows[0]
			return r["a,b"] == "1" && r["a.b"] == "2" && r["état"] == 3.0 && r[" "] == true && r["\"q\""] == 1.5
		}},
		{"no rows", "training", nil, nil, nil},
	}
	dirs := make([]string, len(cases))
	for i, c := range cases {
		dirs[i] = filepath.Join(t.TempDir(), "out")
		writeStory(t, Input{
			Plan: &plan.Plan{Name: "x", Use: c.use, Release: plan.Release{Formats: c.formats}}, Version: "0",
			Out: dirs[i], Accepted: rowsOf(c.rows...), Rejected: rowsOf(hintRows()[0].Reject("kept", "r", "")),
		})
	}
	for i, v := range readBack(t, dirs...) {
		c := cases[i]
		if c.rows == nil { // datasets loads nothing that has no rows
			if empty := v.DuckDB["data/train.parquet"]; len(empty.Rows) != 0 || len(empty.Columns) != 4 {
				t.Errorf("%s: DuckDB gave %v", c.name, empty)
			}
			continue
		}
		split := "train"
		if c.use == "evaluation" {
			split = "test"
		}
		got, there := v.Splits[split]
		if !there || len(v.Splits) != 1 || len(got.Rows) != len(c.rows) || !c.check(got.Rows) {
			t.Errorf("%s: load_dataset gave %v", c.name, v.Splits)
		}
	}
}
