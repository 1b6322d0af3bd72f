package release

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tree returns the files below dir with their content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sameTree(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s differs", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

// noLeftovers checks that nothing but out is in the folder around it.
func noLeftovers(t *testing.T, out string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(out) {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	first := hintStory(t)
	m := writeStory(t, first)
	want := tree(t, first.Out)
	for range 5 {
		in := hintStory(t)
		if again := writeStory(t, in); again.Digest() != m.Digest() {
			t.Errorf("the digest is %s, then %s", m.Digest(), again.Digest())
		}
		sameTree(t, tree(t, in.Out), want)
	}
	for _, name := range []string{"data/train.parquet", "data/train.jsonl", "rejected.parquet", "README.md", "manifest.json"} {
		if _, there := want[name]; !there || len(want) != 5 {
			t.Errorf("%s is missing, or there are more files: %d", name, len(want))
		}
	}
	if m.Rows != (Counts{Accepted: 3, Rejected: 4}) || want["manifest.json"] != string(m.Canonical()) {
		t.Errorf("manifest: %+v", m)
	}
}

func TestReplacesAReleaseAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(t *testing.T, out string)
		refused string // part of the message; "": it is replaced
	}{
		{"nothing", func(*testing.T, string) {}, ""},
		{"empty folder", func(t *testing.T, out string) { mkdir(t, out) }, ""},
		{"release", func(t *testing.T, out string) { release(t, out) }, ""},
		{"nested", func(t *testing.T, out string) { mkdir(t, filepath.Dir(out)) }, ""},
		{"file", func(t *testing.T, out string) { put(t, out, "x") }, "is a file"},
		{"foreign files", func(t *testing.T, out string) { mkdir(t, out); put(t, out+"/notes.txt", "x") }, "is not a Seedbed release"},
		{"foreign manifest", func(t *testing.T, out string) { mkdir(t, out); put(t, out+"/manifest.json", `{"name":"app"}`) }, "is not a Seedbed release"},
		{"release with notes", func(t *testing.T, out string) { release(t, out); put(t, out+"/data/notes.txt", "x") }, "data/notes.txt"},
		{"release in git", func(t *testing.T, out string) { release(t, out); mkdir(t, out+"/.git"); put(t, out+"/.git/HEAD", "x") }, ".git/HEAD"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := hintStory(t)
			c.prepare(t, in.Out)
			_, err := Write(context.Background(), in)
			if c.refused == "" {
				if err != nil {
					t.Fatal(err)
				}
				if err := Verify(in.Out); err != nil {
					t.Fatal(err)
				}
			} else if err == nil || !strings.Contains(err.Error(), c.refused) || seedbed.CodeOf(err) != seedbed.CodeInvalid {
				t.Fatalf("got %v, want one with %q", err, c.refused)
			}
			noLeftovers(t, in.Out)
		})
	}
}

func TestOutMayBeALink(t *testing.T) {
	in := hintStory(t)
	real := filepath.Join(t.TempDir(), "real")
	release(t, real)
	if err := os.Symlink(real, in.Out); err != nil {
		t.Fatal(err)
	}
	writeStory(t, in)
	if info, err := os.Lstat(in.Out); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	noLeftovers(t, real)
}

func release(t *testing.T, out string) {
	t.Helper()
	in := hintStory(t)
	in.Out, in.Accepted = out, rowsOf(hintRows()[:1]...)
	writeStory(t, in)
}

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWhatFailsLeavesTheOldRelease breaks the rows at different places, and
// expects the error, the old release untouched, and nothing left behind.
func TestWhatFailsLeavesTheOldRelease(t *testing.T) {
	broken := errors.New("the journal broke")
	after := func(n, calls int) Rows { // fails at row n of the given reading
		call := 0
		return func() iter.Seq2[seedbed.Record, error] {
			call++
			fail := call == calls
			return func(yield func(seedbed.Record, error) bool) {
				i := 0
				for r := range manyRows(n + 1)() {
					if i++; fail && i > n {
						yield(seedbed.Record{}, broken)
						return
					}
					if !yield(r, nil) {
						return
					}
				}
			}
		}
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		name   string
		ctx    context.Context
		change func(*Input)
		want   error
	}{
		{"while looking", context.Background(), func(in *Input) { in.Accepted = after(0, 1) }, broken},
		{"while writing", context.Background(), func(in *Input) { in.Accepted = after(5000, 2) }, broken},
		{"rejected rows", context.Background(), func(in *Input) { in.Rejected = after(5000, 2) }, broken},
		{"cancelled", cancelled, func(*Input) {}, context.Canceled},
		{"cancelled, many rows", cancelled, func(in *Input) { in.Accepted = manyRows(10_000) }, context.Canceled},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := hintStory(t)
			release(t, in.Out)
			before := tree(t, in.Out)
			c.change(&in)
			if _, err := Write(c.ctx, in); !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			sameTree(t, tree(t, in.Out), before)
			noLeftovers(t, in.Out)
		})
	}
}

// TestFullDisk writes to files that take no more.
func TestFullDisk(t *testing.T) {
	l := newLayout([]named{{"text", cellText}}, nil, false, false)
	for _, format := range []string{"parquet", "jsonl"} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		out, err := newDigestFile(filepath.Join(t.TempDir(), "x"))
		if err != nil {
			t.Fatal(err)
		}
		out.f.Close()
		out.f = full
		var s sink = newParquetSink(out, l, "0")
		if format == "jsonl" {
			s = newJSONLSink(out, l)
		}
		tb := &table{rows: rowsOf(seedbed.Record{Fields: seedbed.Fields{{Name: "text", Value: "x"}}}), stats: newStats(0)}
		err = tb.pump(context.Background(), l, []sink{s})
		if err == nil {
			_, err = s.close()
		}
		s.abort()
		if seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s: got %v, want an error of code storage", format, err)
		}
	}
}
