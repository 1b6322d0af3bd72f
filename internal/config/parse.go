package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"seedbed.dev/seedbed"
)

// The limits put on a document, so that a hostile one costs little.
const (
	MaxBytes    = 4 << 20 // of one document
	MaxDepth    = 100     // of nested lists and maps
	maxExpanded = 100_000 // nodes that aliases may add
	maxReported = 50      // problems of one kind of syntax error
)

// Kind is the shape of a value.
type Kind string

// The kinds. A key that is written without a value has none.
const (
	None    Kind = "none"
	Scalar  Kind = "scalar"
	List    Kind = "list"
	Mapping Kind = "map"
)

// node is one value with its place. Aliases are expanded and merge keys applied,
// so a tree has neither.
type node struct {
	kind   Kind
	tag    string // "!!str", "!!int", ... of a scalar
	value  string // of a scalar
	style  yaml.Style
	pos    seedbed.Position
	source seedbed.Position // where the text itself stands: of an alias, its anchor's
	keys   []*node          // of a map, beside items
	items  []*node          // of a map or list
	index  map[string]int   // of a large map: where a key is
}

func (n *node) isNull() bool { return n == nil || (n.kind == Scalar && n.tag == "!!null") }

func (n *node) get(key string) (k, v *node) {
	if n.index != nil {
		if i, ok := n.index[key]; ok {
			return n.keys[i], n.items[i]
		}
		return nil, nil
	}
	for i := range n.keys {
		if n.keys[i].value == key {
			return n.keys[i], n.items[i]
		}
	}
	return nil, nil
}

// Doc is one parsed document. It is not changed by reading, so any number of
// goroutines may read it; Set must not run beside them.
type Doc struct {
	file      string
	firstLine int
	lines     [][]byte
	root      *node // nil: empty
}

// Parse reads one YAML document. file is named in positions; firstLine is the
// number of data's first line within that file, 1 unless data is front matter.
// With problems that are not all warnings, the Doc holds what could be read,
// and is never nil.
func Parse(file string, data []byte, firstLine int) (*Doc, seedbed.Problems) {
	d := &Doc{file: file, firstLine: max(firstLine, 1)}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(data) > MaxBytes {
		return d, seedbed.Problems{{
			Pos:     seedbed.Position{File: file},
			Message: fmt.Sprintf("the file has %d bytes; more than %d are not read", len(data), MaxBytes),
			Fix:     "keep data in files of its own, and name them",
		}}
	}
	d.lines = bytes.Split(data, []byte("\n"))
	if probs := d.checkText(); len(probs) > 0 {
		return d, probs
	}
	root, probs := d.load(data)
	if root == nil {
		return d, probs
	}
	b := builder{doc: d}
	d.root = b.build(root, 0)
	if d.root.isNull() {
		d.root = nil
	}
	return d, Sorted(append(probs, b.probs...))
}

// load runs the YAML parser and turns its one error into a problem.
func (d *Doc) load(data []byte) (*yaml.Node, seedbed.Problems) {
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, d.syntax(err)
	}
	var root, second yaml.Node
	if err := loader.Load(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, d.syntax(err)
	}
	if err := loader.Load(&second); !errors.Is(err, io.EOF) {
		if err != nil {
			return &root, d.syntax(err)
		}
		return &root, seedbed.Problems{{
			Pos:     d.at(second.Line, max(second.Column, 1)),
			Message: "a second document starts here",
			Fix:     "remove the line --- and what follows it",
		}}
	}
	return &root, nil
}

// checkText reports bytes that no YAML may hold.
func (d *Doc) checkText() seedbed.Problems {
	var probs seedbed.Problems
	for i, line := range d.lines {
		col := 0
		for j := 0; j < len(line); {
			r, size := utf8.DecodeRune(line[j:])
			col++
			switch {
			case r == utf8.RuneError && size == 1:
				probs = append(probs, seedbed.Problem{
					Pos: d.at(i+1, col), Message: fmt.Sprintf("byte %#02x is not UTF-8 text", line[j]),
					Fix: "save the file as UTF-8",
				})
			case r < ' ' && r != '\t' && r != '\r', r == 0x7f:
				probs = append(probs, seedbed.Problem{
					Pos: d.at(i+1, col), Message: fmt.Sprintf("control character U+%04X", r),
					Fix: fmt.Sprintf("remove it, or write it as \"\\x%02x\" in double quotes", r),
				})
			}
			j += size
			if len(probs) >= maxReported {
				return probs
			}
		}
	}
	return probs
}

func (d *Doc) at(line, col int) seedbed.Position {
	p := seedbed.Position{File: d.file}
	if line > 0 {
		p.Line, p.Col = line+d.firstLine-1, col
	}
	return p
}

func (d *Doc) syntax(err error) seedbed.Problems {
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		return seedbed.Problems{{Pos: d.at(0, 0), Message: "not YAML: " + trimYAML(err.Error())}}
	}
	mark := le.Mark
	if mark.Line == 0 {
		mark = le.ContextMark
	}
	msg := le.Message
	if le.ContextMsg != "" && le.ContextMark.Line != le.Mark.Line {
		msg = fmt.Sprintf("%s, %s that starts on line %d", msg, le.ContextMsg, d.at(le.ContextMark.Line, 0).Line)
	}
	return seedbed.Problems{{Pos: d.at(mark.Line, mark.Column), Message: "not YAML: " + msg, Fix: syntaxFix(le.Message)}}
}

func trimYAML(s string) string {
	return strings.TrimPrefix(strings.TrimPrefix(s, "yaml: "), "go-yaml load error ")
}

// syntaxFix says what people mostly meant when they met an error of the parser.
func syntaxFix(msg string) string {
	switch {
	case strings.Contains(msg, "cannot start any token"):
		return "indent with spaces, and put text that starts with @, ` or %, or is a mere -, in quotes"
	case strings.Contains(msg, "block sequence entries"):
		return "start a list on a line of its own; put text that is a mere - in quotes"
	case strings.Contains(msg, "mapping values are not allowed"):
		return "put text that holds a colon and a space in quotes"
	case strings.Contains(msg, "did not find expected key"), strings.Contains(msg, "expected '-'"):
		return "check that the lines of this block start in the same column"
	case strings.Contains(msg, "expected ',' or"):
		return "close the bracket, or put the text in quotes"
	case strings.Contains(msg, "unexpected end of stream"):
		return "close the quote"
	case strings.Contains(msg, "unknown anchor"):
		return "put text that starts with * in quotes"
	}
	return ""
}

// Sorted returns problems in the order of file, line and column, each once.
func Sorted(probs seedbed.Problems) seedbed.Problems {
	slices.SortStableFunc(probs, func(a, b seedbed.Problem) int {
		if c := strings.Compare(a.Pos.File, b.Pos.File); c != 0 {
			return c
		}
		if a.Pos.Line != b.Pos.Line {
			return a.Pos.Line - b.Pos.Line
		}
		return a.Pos.Col - b.Pos.Col
	})
	return slices.Compact(probs)
}
