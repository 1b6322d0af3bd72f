package doctest

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// made are folders that commands make and the repository does not hold.
var made = []string{"build", "demo", ".seedbed", "out"}

var pathLike = regexp.MustCompile(`^[A-Za-z0-9_.*][A-Za-z0-9_.*/-]*$`)

// Whatever a document calls a file of the repository is there.
func TestPaths(t *testing.T) {
	n := 0
	for _, d := range documents(t) {
		for _, q := range d.inBackticks() {
			word := strings.TrimSuffix(strings.Fields(q)[0], "/")
			if !pathLike.MatchString(word) {
				continue
			}
			first, rest, deep := strings.Cut(word, "/")
			if slices.Contains(made, first) || (!deep && !slices.Contains([]string{".md", ".go", ".mod", ".sh"}, path.Ext(word))) {
				continue
			}
			beside := path.Dir(d.path)
			switch {
			case !deep && (exists(word) || exists(path.Join(beside, word))):
			case !deep:
				t.Errorf("%s mentions `%s`, which is not there", d.path, q)
			case exists(path.Join(beside, first)) && exists(path.Join(beside, word)):
			case exists(first) && !exists(word):
				t.Errorf("%s mentions `%s`; %s has no %s", d.path, q, first, rest)
			}
			n++
		}
	}
	if n < 50 {
		t.Errorf("only %d paths were found in the documents", n)
	}
}

func exists(p string) bool {
	found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(p)))
	return err == nil && len(found) > 0
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestLinks(t *testing.T) {
	n := 0
	for _, d := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(d.prose, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			file, anchor, _ := strings.Cut(m[1], "#")
			target := d.path
			if file != "" {
				target = path.Join(path.Dir(d.path), file)
			}
			n++
			if !exists(target) {
				t.Errorf("%s links to %s, which is not there", d.path, m[1])
			} else if anchor != "" && !slices.Contains(anchors(read(t, target)), anchor) {
				t.Errorf("%s links to %s, but %s has no such heading", d.path, m[1], target)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d links were found in the documents", n)
	}
}

var notInAnchor = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// anchors are the names of a document's headings, as code hosts make them.
func anchors(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if h := strings.TrimLeft(line, "#"); h != line && strings.HasPrefix(h, " ") {
			out = append(out, strings.ReplaceAll(notInAnchor.ReplaceAllString(strings.ToLower(strings.TrimSpace(h)), ""), " ", "-"))
		}
	}
	return out
}

// A picture says the same in words.
func TestPictures(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(root, "docs", "overview.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title", "<desc", "prefers-color-scheme: dark"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("docs/overview.svg has no %s", want)
		}
	}
}
