package source

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"seedbed.dev/seedbed"
)

func gzipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

func zstandard(s string) string {
	e, _ := zstd.NewWriter(nil)
	return string(e.EncodeAll([]byte(s), nil))
}

func TestFormats(t *testing.T) {
	pq := string(parquetBytes(t, []struct {
		A string `parquet:"a"`
	}{{"x"}, {"y"}}, 10))
	jsonl, csv := "{\"a\":\"x\"}\n{\"a\":\"y\"}\n", "a\nx\ny\n"
	tests := []struct{ file, format, content, want string }{
		{"s.jsonl.gz", "", gzipped(jsonl), "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"s.ndjson", "", zstandard(jsonl), "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"s.gz", "", gzipped(gzipped(jsonl)[:0] + jsonl), "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"two.jsonl.gz", "", gzipped("{\"a\":\"x\"}\n") + gzipped("{\"a\":\"y\"}\n"), "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"s.csv.zst", "", zstandard("\xef\xbb\xbf" + csv), "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"s.dat", "csv", csv, "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"s.tsv", "", "a,b\tc\nx,y\t1\n", `{"a,b":"x,y","c":"1"}`},
		{"s.parquet", "", pq, "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"s.parquet.gz", "", gzipped(pq), "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"s.bin", "", pq, "{\"a\":\"x\"} {\"a\":\"y\"}"},
		{"s.txt", "", "x\r\n \ny z\n", `{"text":"x"} {"text":"y z"}`},
		{"s.md", "document", "x\n\ny\n", `{"text":"x\n\ny\n"}`},
		{"empty.jsonl", "", "", ""},
		{"empty.csv", "", "", ""},
		{"empty.txt", "", gzipped(""), ""},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			rd := &Reader{Dir: write(t, tt.file, tt.content)}
			s := src(tt.file)
			s.Format = tt.format
			recs, err := collect(rd, s)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i := range recs {
				got = append(got, string(recs[i].Fields.AppendJSON(nil)))
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			scan, problems, err := rd.Scan(context.Background(), s, nil)
			sum := sha256.Sum256([]byte(tt.content))
			if err != nil || scan.Rows != len(recs) || scan.Digest != hex.EncodeToString(sum[:]) || scan.Bytes != int64(len(tt.content)) {
				t.Errorf("scan %+v, %v, %v", scan, problems, err)
			}
			sample, schema, problems := rd.Sample(context.Background(), s, 1)
			if len(problems) > 0 || len(sample) != min(1, len(recs)) || len(recs) > 0 && len(schema.Fields) != len(recs[0].Fields) {
				t.Errorf("sample %v %v %v", sample, schema, problems)
			}
		})
	}
}

func TestCannotRead(t *testing.T) {
	dir := write(
		t, "a.jsonl", "{\"a\":1}\n", "sub/b.jsonl", "", "s.dat", "hello", "utf16.csv", "\xff\xfea\x00", "cut.jsonl.gz", gzipped("{\"a\":1}\n")[:20],
		"cut.zst", zstandard(strings.Repeat("{\"a\":1}\n", 5000))[:20], "twice.csv", "\nx,x\n1,2",
	)
	for path, want := range map[string]string{
		"b.jsonl":      "source \"q\": there is no file b.jsonl; paths start at the project folder",
		"sub":          "source \"q\": sub is a folder; write sub/*.jsonl",
		"*.parquet":    "source \"q\": no file is named like *.parquet",
		"[":            "source \"q\": [ is not a pattern that can be read; close every [ with a ]",
		"-":            "source \"q\": nothing is piped into standard input; write: cat seeds.jsonl | seedbed run",
		"s.dat":        "s.dat: nothing tells what format this file has; say so: format: jsonl, csv, parquet, text, document (one of them)",
		"utf16.csv":    "utf16.csv: the file is UTF-16; save it as UTF-8",
		"cut.jsonl.gz": "cut.jsonl.gz: source \"q\" cannot be read: unexpected EOF",
		"twice.csv":    "twice.csv:2: the header names \"x\" twice; rename one of the two",
	} {
		_, err := collect(&Reader{Dir: dir}, src("a.jsonl", path))
		if err == nil || strings.Replace(err.Error(), "gz:1:", "gz:", 1) != want || seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%s:\ngot  %v\nwant %s", path, err, want)
		}
		_, problems, err := (&Reader{Dir: dir}).Scan(context.Background(), src("a.jsonl", path), nil)
		if len(problems) != 1 || err != nil {
			t.Errorf("%s: scan gives %v, %v", path, problems, err)
		}
	}
}

func TestGlob(t *testing.T) {
	dir := write(t, "d/2.jsonl", "{\"a\":2}\n", "d/10.jsonl", "{\"a\":10}\n", "d/1.txt", "no", "w[1].jsonl", "{\"a\":7}\n")
	got, err := collect(&Reader{Dir: dir}, src("d/2.jsonl", "d/*.jsonl", "w[1].jsonl"))
	want := "d/2.jsonl:1 {\"a\":2}\nd/10.jsonl:1 {\"a\":10}\nw[1].jsonl:1 {\"a\":7}\n"
	if err != nil || texts(got) != want {
		t.Errorf("got\n%s%v\nwant\n%s", texts(got), err, want)
	}
}

func TestStdin(t *testing.T) {
	dir := t.TempDir()
	rd := &Reader{Dir: dir, Stdin: strings.NewReader("{\"a\":1}\n{\"a\":2}\n")}
	for range 2 { // it is read once, and can be asked for again
		got, err := collect(rd, src("-"))
		if err != nil || texts(got) != "-:1 {\"a\":1}\n-:2 {\"a\":2}\n" {
			t.Fatalf("got %s, %v", texts(got), err)
		}
	}
	scan, _, err := rd.Scan(context.Background(), src("-"), nil)
	spools, e := Spools(dir)
	if err != nil || e != nil || len(spools) != 1 || spools[0].Digest != scan.Digest || spools[0].Bytes != 16 || scan.Stat == "" {
		t.Fatalf("got %+v %+v %v %v", scan, spools, err, e)
	}
	later := &Reader{Dir: dir, Spool: scan.Digest}
	if got, err := collect(later, src("-")); err != nil || len(got) != 2 {
		t.Errorf("the copy gives %d rows, %v", len(got), err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".seedbed", "stdin", "reading-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, bad := range []string{"../../x", strings.Repeat("0", 64)} {
		if _, err := collect(&Reader{Dir: dir, Spool: bad}, src("-")); err == nil {
			t.Errorf("spool %s is read", bad)
		}
	}
}

func TestLimit(t *testing.T) {
	dir := write(t, "a.jsonl", strings.Repeat("{\"a\":1}\n", 5), "b.jsonl", "{\"b\":1}\nbad\n")
	s := src("a.jsonl", "b.jsonl")
	s.Limit = 6
	rd := &Reader{Dir: dir}
	got, err := collect(rd, s)
	if err != nil || len(got) != 6 {
		t.Errorf("got %d rows, %v", len(got), err)
	}
	scan, problems, err := rd.Scan(context.Background(), s, nil)
	if err != nil || len(problems) > 0 || scan.Rows != 6 || scan.Bytes != 52 {
		t.Errorf("scan %+v, %v, %v", scan, problems, err)
	}
	s.Limit = 2
	shorter, _, err := rd.Scan(context.Background(), s, nil)
	if err != nil || shorter.Digest != scan.Digest || shorter.Rows != 2 {
		t.Errorf("a limit changes the digest: %+v, %v", shorter, err)
	}
}

func TestManyBadRows(t *testing.T) {
	dir := write(t, "a.jsonl", strings.Repeat("no\n", 50))
	_, problems, err := (&Reader{Dir: dir}).Scan(context.Background(), src("a.jsonl"), nil)
	last := problems[len(problems)-1].String()
	if err != nil || len(problems) != 21 || last != `source "q" has 30 more rows that cannot be read; mend them, or go on without them: bad_rows: reject` {
		t.Errorf("got %d, last %q, %v", len(problems), last, err)
	}
}

func TestCancel(t *testing.T) {
	dir := write(t, "a.jsonl", string(manyRows(5000)))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for _, err := range (&Reader{Dir: dir}).Rows(ctx, src("a.jsonl")) {
		if n++; n == 100 {
			cancel()
		}
		last = err
	}
	if last != context.Canceled || n > 1000 {
		t.Errorf("%d rows, then %v", n, last)
	}
	if _, _, err := (&Reader{Dir: dir}).Scan(ctx, src("a.jsonl"), nil); err != context.Canceled {
		t.Errorf("scan gives %v", err)
	}
	for range (&Reader{Dir: dir}).Rows(context.Background(), src("a.jsonl")) {
		break
	}
}

func TestChangedFile(t *testing.T) {
	dir := write(t, "a.jsonl", "{\"a\":1}\n")
	rd := &Reader{Dir: dir}
	one, _, _ := rd.Scan(context.Background(), src("a.jsonl"), nil)
	if err := os.WriteFile(filepath.Join(dir, "a.jsonl"), []byte("{\"a\":2}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	two, _, _ := rd.Scan(context.Background(), src("a.jsonl"), nil)
	if one.Digest == two.Digest || one.Stat != "" {
		t.Errorf("got %+v and %+v", one, two)
	}
}
