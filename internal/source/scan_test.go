package source

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

// scanAgrees holds a Scan against the Rows of the same content: as many rows,
// as many bad ones, the same schema. It returns how many rows there are.
func scanAgrees(t interface{ Fatalf(string, ...any) }, dir, format string, content []byte) int {
	path := filepath.Join(dir, "seeds")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatalf("%v", err)
	}
	s := src("seeds")
	s.Format, s.BadRows = format, "reject"
	rd := &Reader{Dir: dir}
	recs, err := collect(rd, s)
	scan, problems, scanErr := rd.Scan(context.Background(), s, nil)
	if scanErr != nil {
		t.Fatalf("%v", scanErr)
	}
	if err != nil {
		if len(problems) == 0 || !utf8.ValidString(err.Error()) {
			t.Fatalf("Rows says %v, Scan nothing", err)
		}
		return 0
	}
	bad := 0
	var sum summary
	ids := map[seedbed.ID]bool{}
	for i := range recs {
		ids[recs[i].ID] = true
		if recs[i].Decision.State == seedbed.Rejected {
			bad++
			if v := recs[i].Fields.Text("raw"); len(v) > maxRaw || !utf8.ValidString(v) {
				t.Fatalf("raw is %q", v)
			}
			continue
		}
		sum.add(recs[i].Fields)
	}
	if scan.Rows != len(recs) || scan.Bad != bad || len(ids) != len(recs) {
		t.Fatalf("scan %+v, but %d rows, %d bad, %d IDs: %q", scan, len(recs), bad, len(ids), content)
	}
	if got := sum.schema(); bad < len(recs) && !reflect.DeepEqual(got, scan.Schema) {
		t.Fatalf("scan finds %+v, rows %+v: %q", scan.Schema, got, content)
	}
	return len(recs)
}

func FuzzScan(f *testing.F) {
	for i, s := range []string{
		"{\"a\":1}\n{\"a\":1}\n{\"a\":\"x\",\"b\":[1]}\nno\n", "a,b\n1,2\n1\n\"x\n", "x\n\ny\n", "x", "\xef\xbb\xbf{\"a\":null}", "\x1f\x8b", "\x28\xb5\x2f\xfd\x00",
		gzipped("{\"a\":1}\n"), zstandard("a\n1\n"), "PAR1", "\xff\xfe",
	} {
		f.Add([]byte(s), uint8(i))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte, format uint8) {
		scanAgrees(t, dir, Formats()[int(format)%len(Formats())], content)
	})
}

func TestScanAgrees(t *testing.T) {
	dir := t.TempDir()
	pieces := []string{
		"{\"a\":1}\n", "{\"a\":1.5,\"b\":\"x\"}\n", "{\"\\u0061\":null}\r\n", "\n", "  \n", "[1]\n", "{\"a\":", "\"x\"", "}", "x,y\n", "\"", ",", "1,2\n", "\xff", "\x00", "é\n",
	}
	rows := 0
	rapid.Check(t, func(t *rapid.T) {
		format := rapid.SampledFrom([]string{JSONL, CSV, Text, Document}).Draw(t, "format")
		content := ""
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces") {
			content += p
		}
		rows += scanAgrees(t, dir, format, []byte(content))
	})
	if rows == 0 {
		t.Error("no content had any rows")
	}
}

// TestInsertedRow shows that a row put into a file changes no other row's ID.
func TestInsertedRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 30).Draw(t, "values")
		at := rapid.IntRange(0, len(values)-1).Draw(t, "at")
		ids := func(skip int) map[seedbed.ID]bool {
			seeds, out := newSeeder(src("s")), map[seedbed.ID]bool{}
			for i, v := range values {
				if i == skip {
					continue
				}
				rec, err := seeds.record(&row{fields: seedbed.Fields{{Name: "a", Value: int64(v)}}})
				if err != nil || out[rec.ID] {
					t.Fatalf("row %d: %v, or an ID twice", i, err)
				}
				out[rec.ID] = true
			}
			return out
		}
		with := ids(-1)
		for id := range ids(at) {
			if !with[id] {
				t.Fatalf("%s is gone when a row is put in", id)
			}
		}
	})
}

func TestScanStops(t *testing.T) {
	defer goleak.VerifyNone(t)
	dir := write(t, "a.jsonl", string(manyRows(20_000)))
	ctx, cancel := context.WithCancel(t.Context())
	_, _, err := (&Reader{Dir: dir}).Scan(ctx, src("a.jsonl"), func(done, _ int64) {
		if done > 1<<20 {
			cancel()
		}
	})
	cancel()
	if err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

// TestLongLines reads lines as long as they may be, and some that are longer.
func TestLongLines(t *testing.T) {
	const limit = 100_000
	for _, ending := range []string{"\n", "\r\n"} {
		line := func(n int) string { return `{"a":"` + strings.Repeat("x", n-8) + `"}` + ending }
		text := line(limit) + line(limit+1) + "{\"a\":1}" + ending + line(3*limit) + strings.TrimSuffix(line(limit), ending)
		j := &jsonl{lines: newLines(bufio.NewReaderSize(strings.NewReader(text), 4096))}
		j.lines.max = limit
		var got []string
		for {
			var r row
			if err := j.next(&r); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			what := "read"
			if r.bad != nil {
				what = r.bad.message
			}
			got = append(got, fmt.Sprint(r.line, " ", what))
		}
		want := "1 read, 2 the line is longer than 97 KiB, 3 read, 4 the line is longer than 97 KiB, 5 read"
		if strings.Join(got, ", ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

func BenchmarkCSV(b *testing.B) {
	content := "id,question,answer\n"
	for i := range 5000 {
		content += fmt.Sprintf("%d,\"Janet's ducks lay %d eggs per day, she eats three\",She sells the rest at the market\n", i, i)
	}
	dir := write(b, "s.csv", content)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		for _, err := range (&Reader{Dir: dir}).Rows(context.Background(), src("s.csv")) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(5000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkParquet(b *testing.B) {
	type qa struct {
		ID       int64  `parquet:"id"`
		Question string `parquet:"question"`
		Answer   string `parquet:"answer,optional"`
	}
	rows := make([]qa, 20_000)
	for i := range rows {
		rows[i] = qa{int64(i), fmt.Sprintf("Janet's ducks lay %d eggs per day, she eats three", i), "She sells the rest at the market"}
	}
	dir := write(b, "s.parquet", string(parquetBytes(b, rows, 10_000)))
	for b.Loop() {
		for _, err := range (&Reader{Dir: dir}).Rows(context.Background(), src("s.parquet")) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
