package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func itoa(i int) string { return strconv.Itoa(i) }

// write puts files into a new folder: name, content, name, content ...
func write(t testing.TB, pairs ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(pairs); i += 2 {
		path := filepath.Join(dir, pairs[i])
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(pairs[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func src(paths ...string) plan.Source {
	return plan.Source{Name: "q", Paths: paths, Origin: seedbed.OriginHuman, Fingerprint: seedbed.Fingerprint{1}}
}

func collect(rd *Reader, s plan.Source) ([]seedbed.Record, error) {
	var out []seedbed.Record
	for r, err := range rd.Rows(context.Background(), s) {
		if err != nil {
			return out, err
		}
		out = append(out, r)
	}
	return out, nil
}

// texts prints records in short, for comparing.
func texts(recs []seedbed.Record) string {
	var b strings.Builder
	for i := range recs {
		fmt.Fprintf(&b, "%s:%d %s\n", recs[i].Lineage.File, recs[i].Lineage.Line, recs[i].Fields.AppendJSON(nil))
	}
	return b.String()
}

func TestJSONL(t *testing.T) {
	for name, content := range map[string]string{
		"LF":            "{\"a\":1}\n\n{\"a\":\"x\"}\n",
		"CRLF":          "{\"a\":1}\r\n\r\n{\"a\":\"x\"}\r\n",
		"no last line":  "{\"a\":1}\n  \n{\"a\":\"x\"}",
		"BOM":           "\xef\xbb\xbf{\"a\":1}\n\n{\"a\":\"x\"}",
		"BOM and space": "\xef\xbb\xbf {\"a\" : 1 } \n\t\n{\"a\":\"x\"}",
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, "s.jsonl", content)
			got, err := collect(&Reader{Dir: dir}, src("s.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			want := "s.jsonl:1 {\"a\":1}\ns.jsonl:3 {\"a\":\"x\"}\n"
			if texts(got) != want {
				t.Errorf("got\n%swant\n%s", texts(got), want)
			}
			r := got[0]
			if r.Stage != "q" || r.Origin != seedbed.OriginHuman || r.Lineage.Source != "q" || !r.Live() ||
				r.ID != seedbed.SeedID(seedbed.Fingerprint{1}, r.Fields, 0) {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestOccurrences(t *testing.T) {
	dir := write(t, "s.jsonl", strings.Repeat("{\"a\":1}\n{\"a\":2}\n", 3))
	got, err := collect(&Reader{Dir: dir}, src("s.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range got {
		if want := seedbed.SeedID(seedbed.Fingerprint{1}, r.Fields, i/2); r.ID != want {
			t.Errorf("row %d has ID %s, want that of occurrence %d", i, r.ID, i/2)
		}
	}
	var o occurrences
	for round := range 3 {
		for i := range uint64(20_000) {
			if n := o.add(i * 0x9e3779b97f4a7c15); n != round {
				t.Fatalf("hash %d counted %d times before, want %d", i, n, round)
			}
		}
	}
}

func TestBadRows(t *testing.T) {
	dir := write(t, "s.jsonl", "{\"a\":1}\n{\"a\":1,}\n[1]\n{\"a\":\"\xff\"}\n{\"a\":2}\n")
	s := src("s.jsonl")
	got, err := collect(&Reader{Dir: dir}, s)
	var p seedbed.Problems
	if !errors.As(err, &p) || p.Error() != "s.jsonl:2:7: a comma before }; leave the comma out" || len(got) != 1 {
		t.Errorf("got %d rows and %v", len(got), err)
	}
	s.BadRows = "reject"
	got, err = collect(&Reader{Dir: dir}, s)
	if err != nil || len(got) != 5 {
		t.Fatalf("got %d rows and %v", len(got), err)
	}
	ids := map[seedbed.ID]bool{}
	for _, r := range got {
		ids[r.ID] = true
	}
	want := seedbed.Decision{
		State: seedbed.Rejected, Actor: "q", Reason: "unreadable row",
		Detail: "s.jsonl:4:7: byte 0xFF is not UTF-8; save the file as UTF-8",
	}
	if got[3].Decision != want || texts(got[3:4]) != `s.jsonl:4 {"raw":"{\"a\":\"`+"\uFFFD"+`\"}"}`+"\n" || len(ids) != 5 {
		t.Errorf("got %+v %s", got[3].Decision, texts(got[3:4]))
	}
}

func TestScan(t *testing.T) {
	dir := write(t, "s.jsonl", "{\"a\":1,\"b\":\"xy\"}\n{\"a\":1.5,\"c\":null}\nno\n{\"a\":2,\"b\":\"é\"}\n")
	rd := &Reader{Dir: dir, Now: func() time.Time { return time.Now().Add(time.Minute) }}
	s := src("s.jsonl")
	var last, total int64
	got, problems, err := rd.Scan(context.Background(), s, func(d, n int64) { last, total = d, n })
	if err != nil {
		t.Fatal(err)
	}
	if problems.Error() != `s.jsonl:3:1: want an object {...}; write one JSON object a line, or say which format it is: format: csv` {
		t.Errorf("got %v", problems)
	}
	if got.Rows != 4 || got.Bad != 1 || got.Bytes != last || last != total || got.Stat == "" || got.MeanBytes != 5 {
		t.Errorf("got %+v, progress %d of %d", got, last, total)
	}
	if fmt.Sprint(got.Schema.Fields) != "[{a float} {b text} {c any}]" {
		t.Errorf("got schema %v", got.Schema.Fields)
	}
	if st, err := rd.Stat(context.Background(), s); st != got.Stat || err != nil {
		t.Errorf("stat is %q then %q, %v", got.Stat, st, err)
	}
	rd.Now = nil
	if st, _ := rd.Stat(context.Background(), s); st != "" {
		t.Errorf("a fresh file is trusted: %q", st)
	}
}

// manyRows returns JSON lines like those of a question-and-answer set, about 300
// bytes each.
func manyRows(rows int) []byte {
	var b bytes.Buffer
	for i := range rows {
		fmt.Fprintf(&b, `{"id": %d, "question": "Janet's ducks lay %d eggs per day. She eats three for breakfast every morning and bakes muffins for her friends every day with four. How much in dollars does she make?", "answer": "She sells the rest:\n%d a day at the market, which is %d dollars.", "hard": false, "score": 0.%d}`+"\n", i, i, i*2, i*3, i%97+1)
	}
	return b.Bytes()
}

func BenchmarkRows(b *testing.B) {
	data := manyRows(50_000)
	dir := write(b, "s.jsonl", string(data))
	rd := &Reader{Dir: dir}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range rd.Rows(context.Background(), src("s.jsonl")) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 50_000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(50_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkScan(b *testing.B) {
	data := manyRows(50_000)
	dir := write(b, "s.jsonl", string(data))
	rd := &Reader{Dir: dir}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if s, p, err := rd.Scan(context.Background(), src("s.jsonl"), nil); s.Rows != 50_000 || len(p) > 0 || err != nil {
			b.Fatal(s, p, err)
		}
	}
}
