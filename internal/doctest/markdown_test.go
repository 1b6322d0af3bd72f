package doctest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// document is a Markdown file of the project.
type document struct {
	path   string // from the root, with slashes
	prose  string // what is outside of fenced blocks
	blocks []block
}

// block is a fenced block.
type block struct {
	lang string
	name string // of the file that it is; "" where it is none
	text string
	line int
}

// documents are all that people read: the front pages, docs, and what stands
// beside examples and scripts.
func documents(t *testing.T) []document {
	t.Helper()
	paths := []string{"README.md", "ARCHITECTURE.md", "CHANGELOG.md"}
	for _, dir := range []string{"docs", "examples", "scripts"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(p string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(p, ".md") && !strings.Contains(p, "prompts") {
				rel, _ := filepath.Rel(root, p)
				paths = append(paths, filepath.ToSlash(rel))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var out []document
	for _, p := range paths {
		out = append(out, parseDocument(p, read(t, p)))
	}
	return out
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func parseDocument(path, text string) document {
	doc := document{path: path}
	var prose strings.Builder
	var open *block
	indent := ""
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimLeft(line, " ")
		fence := strings.HasPrefix(trimmed, "```")
		switch {
		case fence && open == nil:
			lang, name, _ := strings.Cut(strings.TrimPrefix(trimmed, "```"), " ")
			open = &block{lang: lang, name: strings.TrimSpace(name), line: i + 1}
			indent = line[:len(line)-len(trimmed)]
		case fence:
			doc.blocks = append(doc.blocks, *open)
			open = nil
		case open != nil:
			open.text += strings.TrimPrefix(line, indent) + "\n"
		default:
			prose.WriteString(line + "\n")
		}
	}
	doc.prose = prose.String()
	return doc
}

var quoted = regexp.MustCompile("`([^`\n]+)`")

// inBackticks returns what a document's prose has in backticks.
func (d *document) inBackticks() []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(d.prose, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestParseDocument(t *testing.T) {
	d := parseDocument("x.md", "a `b c`\n   ```yaml seedbed.yaml\n   k: v\n     l: w\n   ```\n`d`")
	if len(d.blocks) != 1 || d.blocks[0] != (block{"yaml", "seedbed.yaml", "k: v\n  l: w\n", 2}) {
		t.Errorf("%+v", d.blocks)
	}
	if got := d.inBackticks(); !slices.Equal(got, []string{"b c", "d"}) {
		t.Error(got)
	}
}
