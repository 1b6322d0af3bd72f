package release

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// bare is a plan with nothing but a name.
func bare(formats ...string) *plan.Plan {
	return &plan.Plan{Name: "x", Release: plan.Release{Formats: formats}}
}

// parquetRows reads a file as one map a row, JSON types in it.
func parquetRows(t testing.TB, path string) ([]string, []map[string]any) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range file.Schema().Fields() {
		names = append(names, c.Name())
	}
	var out []map[string]any
	for _, group := range file.RowGroups() {
		rows := group.Rows()
		buf := make([]parquet.Row, 64)
		for {
			n, err := rows.ReadRows(buf)
			for _, r := range buf[:n] {
				row := map[string]any{}
				for _, v := range r {
					row[names[v.Column()]] = plainValue(v)
				}
				out = append(out, row)
			}
			if err != nil || n == 0 {
				break
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return names, out
}

func plainValue(v parquet.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Kind() == parquet.Int64:
		return v.Int64()
	case v.Kind() == parquet.Double:
		return v.Double()
	case v.Kind() == parquet.Boolean:
		return v.Boolean()
	default:
		return string(v.ByteArray())
	}
}

func jsonRows(t testing.TB, path string) []seedbed.Fields {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []seedbed.Fields
	for lines := bufio.NewReader(f); ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return out
		}
		var row seedbed.Fields
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		out = append(out, row)
	}
}

// drawValue draws any value that a field can have.
func drawValue(t *rapid.T) any {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "\x00", "\xff\xfe", "\u202e", "1", "null", strings.Repeat("long ", 200)}))
	switch rapid.IntRange(0, 9).Draw(t, "type") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.OneOf(rapid.Int64(), rapid.Int64Range(-9, 9)).Draw(t, "int")
	case 3:
		return rapid.Float64().Draw(t, "float")
	case 4:
		return json.Number("92233720368547758080")
	case 5:
		return []any{text.Draw(t, "text"), int64(1), nil}
	case 6:
		return map[string]any{text.Draw(t, "text"): 2.5}
	default:
		return text.Draw(t, "text")
	}
}

// TestFilesHoldTheRows writes any rows and reads them back: both formats have
// the same cells, and those of the records.
func TestFilesHoldTheRows(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		names := []string{"a", "text", "id", "seedbed_id", "origin", "score_x", "", "é", "\xff", "a b"}
		var rows []seedbed.Record
		for i := range rapid.IntRange(0, 8).Draw(rt, "rows") {
			r := seedbed.Record{ID: seedbed.ID{byte(i)}, Origin: seedbed.OriginGenerated}
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, rapid.ID[string]).Draw(rt, "fields") {
				r.Fields = append(r.Fields, seedbed.Field{Name: name, Value: drawValue(rt)})
			}
			if rapid.Bool().Draw(rt, "scored") {
				r.Scores = append(r.Scores, seedbed.Score{Criterion: "x", Status: seedbed.Scored, Value: rapid.SampledFrom([]any{int64(3), true, "choice"}).Draw(rt, "score")})
			}
			rows = append(rows, r)
		}
		out := filepath.Join(dir, "out")
		_, err := Write(context.Background(), Input{Plan: bare(), Out: out, Accepted: rowsOf(rows...), Rejected: rowsOf(rows...)})
		if err != nil {
			rt.Fatal(err)
		}
		columns, cells := parquetRows(t, out+"/data/train.parquet")
		lines := jsonRows(t, out+"/data/train.jsonl")
		if len(cells) != len(rows) || len(lines) != len(rows) {
			rt.Fatalf("%d and %d rows, want %d", len(cells), len(lines), len(rows))
		}
		for i := range rows {
			if got := lines[i].Names(); !reflect.DeepEqual(got, columns) {
				rt.Fatalf("columns %q in JSON lines, %q in Parquet", got, columns)
			}
			for _, f := range lines[i] {
				if !sameCell(cells[i][f.Name], f.Value) {
					rt.Fatalf("row %d, %q: %#v in Parquet, %#v in JSON lines", i, f.Name, cells[i][f.Name], f.Value)
				}
			}
			for _, f := range rows[i].Fields {
				checkCell(rt, f, lines[i])
			}
		}
		if _, rejected := parquetRows(t, out+"/rejected.parquet"); len(rejected) != len(rows) {
			rt.Fatalf("%d rejected rows, want %d", len(rejected), len(rows))
		}
	})
}

// sameCell compares a value of the JSON lines with the Parquet cell, which has
// lists and objects as JSON text.
func sameCell(cell, v any) bool {
	switch v.(type) {
	case []any, map[string]any:
		text, _ := cell.(string)
		return reflect.DeepEqual(readValue(text), v)
	}
	return cell == v
}

// checkCell checks that a line has the field: as it is, as a float64 of the same
// value, as JSON text, or as null where JSON has no such number.
func checkCell(t *rapid.T, f seedbed.Field, line seedbed.Fields) {
	want := readValue(string(seedbed.AppendValue(nil, f.Value)))
	i, whole := f.Value.(int64)
	for _, cell := range line {
		text, _ := cell.Value.(string)
		if reflect.DeepEqual(cell.Value, want) || reflect.DeepEqual(readValue(text), want) || (whole && cell.Value == float64(i)) {
			return
		}
	}
	t.Fatalf("%q: %#v is nowhere in %s", f.Name, f.Value, line.AppendJSON(nil))
}

// readValue reads a JSON value; what is not JSON reads as an error.
func readValue(text string) any {
	var row seedbed.Fields
	if err := json.Unmarshal([]byte(`{"v":`+text+`}`), &row); err != nil {
		return err
	}
	return row[0].Value
}

func TestColumnNamesAreUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.SampledFrom([]string{"id", "seedbed_id", "seedbed_seedbed_id", "score_a", "a", "", "_", "state", "\xff", "\ufffd"}), rapid.String())
		var fields []named
		for _, n := range rapid.SliceOfDistinct(name, rapid.ID[string]).Draw(t, "fields") {
			fields = append(fields, named{n, cellText})
		}
		l := newLayout(fields, []named{{"a", cellInt}}, false, true)
		seen := map[string]bool{}
		for _, c := range l.columns {
			if seen[c.name] || c.name == "" {
				t.Fatalf("column %q is there twice, or has no name", c.name)
			}
			seen[c.name] = true
		}
	})
}

func TestTypesOfColumns(t *testing.T) {
	for _, c := range []struct {
		values []any
		want   cellType
	}{
		{[]any{nil, "a"}, cellText},
		{[]any{nil}, cellText},
		{[]any{int64(1), nil, int64(2)}, cellInt},
		{[]any{int64(1), 2.5}, cellFloat},
		{[]any{2.5, int64(1)}, cellFloat},
		{[]any{2.5, int64(1) << 60}, cellJSON},
		{[]any{int64(1) << 60, int64(1)}, cellInt},
		{[]any{true, nil}, cellBool},
		{[]any{true, int64(1)}, cellJSON},
		{[]any{"a", int64(1)}, cellJSON},
		{[]any{[]any{"a"}, []any{}}, cellList},
		{[]any{[]any{"a"}, map[string]any{}}, cellJSON},
		{[]any{map[string]any{}}, cellObject},
		{[]any{json.Number("1e999")}, cellJSON},
		{[]any{[]any{json.Number("1e999")}}, cellJSON},
	} {
		inf := newInference(nil)
		for _, v := range c.values {
			r := seedbed.Record{Fields: seedbed.Fields{{Name: "f", Value: v}}}
			if err := inf.add(&r); err != nil {
				t.Fatal(err)
			}
		}
		fields, _ := inf.names(nil)
		if fields[0].typ != c.want {
			t.Errorf("%v: got %s, want %s", c.values, fields[0].typ, c.want)
		}
		for _, v := range c.values {
			if !fields[0].typ.fits(v) {
				t.Errorf("%v does not fit %s", v, fields[0].typ)
			}
		}
	}
}

// TestSchemaSparesAReading counts how often rows are read, and checks that a
// schema which turns out wrong changes nothing.
func TestSchemaSparesAReading(t *testing.T) {
	right := &seedbed.Schema{
		Fields: []seedbed.FieldType{
			{Name: "id", Type: "text"},
			{Name: "question", Type: "text"},
			{Name: "text", Type: "text"},
			{Name: "level", Type: "float"},
			{Name: "tags", Type: "list"},
		},
		Criteria: hintRubric().Criteria,
	}
	for _, c := range []struct {
		name     string
		schema   *seedbed.Schema
		readings int
	}{
		{"right", right, 1},
		{"none", nil, 2},
		{"open", &seedbed.Schema{Open: true, Fields: right.Fields}, 2},
		{"any", ptr(right.With("level", seedbed.TypeAny)), 2},
		{"wrong type", ptr(right.With("level", seedbed.TypeInt)), 3},
		{"too few", &seedbed.Schema{Fields: right.Fields[:2], Criteria: right.Criteria}, 3},
		{"without criteria", &seedbed.Schema{Fields: right.Fields}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			readings := 0
			rows := rowsOf(hintRows()[0], func() seedbed.Record {
				r := hintRows()[1]
				r.Fields = r.Fields[:4]
				return r
			}())
			in := hintStory(t)
			in.Schema = c.schema
			in.Accepted = func() iter.Seq2[seedbed.Record, error] { readings++; return rows() }
			writeStory(t, in)
			if readings != c.readings {
				t.Errorf("the rows were read %d times, want %d", readings, c.readings)
			}
			in.Schema, in.Out = nil, in.Out+"2"
			writeStory(t, in)
			sameTree(t, tree(t, in.Out), tree(t, strings.TrimSuffix(in.Out, "2")))
		})
	}
}

func ptr[T any](v T) *T { return &v }

func TestSelectedFields(t *testing.T) {
	in := hintStory(t)
	in.Plan.Release.Fields = []string{"text", "none", "question"}
	writeStory(t, in)
	columns, rows := parquetRows(t, in.Out+"/data/train.parquet")
	want := []string{"text", "none", "question", "id", "origin", "source", "parents", "score_gives_away", "score_kind", "score_polite"}
	if !reflect.DeepEqual(columns, want) || rows[0]["id"] != "01ab0000000000000000000000000000" || rows[0]["none"] != nil {
		t.Errorf("got %v, %v", columns, rows[0])
	}
	columns, _ = parquetRows(t, in.Out+"/rejected.parquet")
	if want = append(want, "state", "actor", "reason", "detail"); !reflect.DeepEqual(columns, want) {
		t.Errorf("rejected rows have %v", columns)
	}
	if card := tree(t, in.Out)["README.md"]; strings.Contains(card, "not json") {
		t.Error("the card shows a field that is not released")
	}
}

// TestRejectedRowsOfOtherTypes: what did not make it need not look like what did.
func TestRejectedRowsOfOtherTypes(t *testing.T) {
	row := func(v any) seedbed.Record { return seedbed.Record{Fields: seedbed.Fields{{Name: "n", Value: v}}} }
	in := Input{Plan: bare(), Out: t.TempDir() + "/out", Accepted: rowsOf(row(int64(1))), Rejected: rowsOf(row("one").Reject("s", "r", ""), row(int64(2)).Reject("s", "r", ""))}
	writeStory(t, in)
	_, accepted := parquetRows(t, in.Out+"/data/train.parquet")
	_, rejected := parquetRows(t, in.Out+"/rejected.parquet")
	if accepted[0]["n"] != int64(1) || rejected[0]["n"] != `"one"` || rejected[1]["n"] != "2" {
		t.Errorf("got %v, %v", accepted, rejected)
	}
}

func TestTooManyFields(t *testing.T) {
	var rows []seedbed.Record
	for i := range maxColumns + 1 {
		rows = append(rows, seedbed.Record{Fields: seedbed.Fields{{Name: fmt.Sprint(i), Value: true}}})
	}
	in := Input{Plan: bare(), Out: t.TempDir() + "/out", Accepted: rowsOf(rows...)}
	if _, err := Write(context.Background(), in); seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(err.Error(), "fields: [...]") {
		t.Errorf("got %v", err)
	}
}

// TestManyRows goes over several row groups, and keeps the order.
func TestManyRows(t *testing.T) {
	const n = 2*groupRows + 77
	in := Input{Plan: bare(), Out: t.TempDir() + "/out", Accepted: manyRows(n), Rejected: manyRows(3000)}
	m := writeStory(t, in)
	if m.Rows != (Counts{n, 3000}) {
		t.Errorf("got %+v", m.Rows)
	}
	_, rows := parquetRows(t, in.Out+"/data/train.parquet")
	if len(rows) != n {
		t.Fatalf("%d rows, want %d", len(rows), n)
	}
	i := 0
	for r := range manyRows(n)() {
		if rows[i]["id"] != r.ID.String() || rows[i]["text"] != r.Fields[2].Value || rows[i]["parents"] != r.Lineage.Parents[0].String() {
			t.Fatalf("row %d: %v", i, rows[i])
		}
		i++
	}
}

// TestLargeTexts keeps whole what is far larger than a page.
func TestLargeTexts(t *testing.T) {
	var rows []seedbed.Record
	for i := range 3 {
		text := strings.Repeat(string(rune('a'+i)), 10<<20)
		rows = append(rows, seedbed.Record{ID: seedbed.ID{byte(i)}, Fields: seedbed.Fields{{Name: "text", Value: text}}})
	}
	in := Input{Plan: bare(), Out: t.TempDir() + "/out", Accepted: rowsOf(rows...), Rejected: rowsOf(rows...)}
	writeStory(t, in)
	_, got := parquetRows(t, in.Out+"/data/train.parquet")
	for i := range rows {
		if got[i]["text"] != rows[i].Fields[0].Value {
			t.Errorf("row %d differs", i)
		}
	}
	if card := tree(t, in.Out)["README.md"]; len(card) > 20_000 {
		t.Errorf("the card has %d bytes", len(card))
	}
}
