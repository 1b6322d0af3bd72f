package release

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// TestVerifyFindsEveryChange changes one thing at a time.
func TestVerifyFindsEveryChange(t *testing.T) {
	in := hintStory(t)
	m := writeStory(t, in)
	for _, f := range m.Files {
		path := filepath.Join(in.Out, f.Path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []int{0, len(data) / 2, len(data) - 1} {
			changed := bytes.Clone(data)
			changed[at] ^= 1
			put(t, path, string(changed))
			wantProblem(t, in.Out, f.Path+" has the SHA-256")
		}
		put(t, path, string(data)+"\n")
		wantProblem(t, in.Out, f.Path+" has")
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, in.Out, f.Path+" is missing")
		if err := os.Symlink("/etc/hostname", path); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, in.Out, f.Path+" is not a regular file")
		os.Remove(path)
		put(t, path, string(data))
	}
	put(t, filepath.Join(in.Out, "data", "more.parquet"), "x")
	wantProblem(t, in.Out, "data/more.parquet is not named by the manifest")
	os.Remove(filepath.Join(in.Out, "data", "more.parquet"))
	put(t, filepath.Join(in.Out, ".gitattributes"), "x")
	if err := Verify(in.Out); err != nil {
		t.Errorf("a file beside the data: %v", err)
	}
	for _, c := range []struct{ old, new, want string }{
		{m.Data, strings.Repeat("0", 64), "digest of the data"},
		{`"path":"README.md"`, `"path":"../README.md"`, "outside the release"},
		{`"path":"README.md"`, `"path":"/etc/passwd"`, "outside the release"},
		{`"format":1`, `"format":2`, "format 2"},
		{`"rows":{`, `"rows":{{`, "reading manifest.json"},
	} {
		put(t, filepath.Join(in.Out, "manifest.json"), strings.Replace(string(m.Canonical()), c.old, c.new, 1))
		wantProblem(t, in.Out, c.want)
	}
	os.Remove(filepath.Join(in.Out, "manifest.json"))
	wantProblem(t, in.Out, "manifest.json")
}

func wantProblem(t *testing.T, dir, want string) {
	t.Helper()
	err := Verify(dir)
	if err == nil || !strings.Contains(err.Error(), want) || seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("got %v, want one with %q", err, want)
	}
}

func FuzzManifest(f *testing.F) {
	m := Manifest{Format: 1, Name: "x", Files: []File{{Path: "data/train.parquet", Bytes: 3, SHA256: "00"}}}
	f.Add(m.Canonical())
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"format":1,"files":[{"path":"../x"}]}`))
	f.Add([]byte("\xff\x00"))
	f.Add([]byte(strings.Repeat("[", 20_000)))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseManifest(data)
		if err != nil {
			return
		}
		for _, file := range m.Files {
			if !filepath.IsLocal(file.Path) {
				t.Errorf("lets %q through", file.Path)
			}
		}
		canonical := m.Canonical()
		if !json.Valid(canonical) {
			t.Fatalf("not JSON: %s", canonical)
		}
		again, err := parseManifest(canonical)
		if err != nil || again.Digest() != m.Digest() {
			t.Errorf("read again: %v", err)
		}
	})
}
