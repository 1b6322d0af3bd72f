package kin

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// File is the name of a project's own lines of the table, in its folder.
const File = "families.tsv"

//go:embed families.tsv
var shipped []byte

// maxLines bounds a table: beyond what there are models, and low enough that finding
// one takes no time.
const maxLines = 5000

// maxText bounds an id, and each text of a line, in bytes.
const maxText = 1000

// Family is a line of the table.
type Family struct {
	Name  string    `json:"family"`
	Names []string  `json:"names"` // beginnings of ids; * within for any text
	Words []string  `json:"words,omitempty"`
	From  []Descent `json:"from,omitempty"`
	// More says that it descends from, or was taught by, more than From names.
	More   bool   `json:"more,omitempty"`
	Maker  string `json:"maker,omitempty"`
	Source string `json:"source,omitempty"` // where the maker says it
	Date   string `json:"date,omitempty"`   // of the source
}

// Descent is what a family comes from, and how.
type Descent struct {
	Family string `json:"family"`
	How    How    `json:"how"`
}

// How is a way of descending.
type How string

// The ways.
const (
	Weights  How = "weights"  // trained on from its weights
	Taught   How = "taught"   // trained on what it wrote or scored
	Research How = "research" // made from the same work by the same maker
)

// Table knows families. The zero Table knows none.
type Table struct {
	families []Family
	byName   map[string]int
}

// Shipped returns the table that the program brings along.
func Shipped() *Table { return parsed() }

var parsed = sync.OnceValue(func() *Table {
	t, _ := (&Table{}).With(File, shipped) // a test finds no problem with it
	return t
})

// Families returns the lines of the table, in order.
func (t *Table) Families() []Family { return slices.Clone(t.families) }

// Family returns the line of a name.
func (t *Table) Family(name string) (Family, bool) {
	i, ok := t.byName[name]
	if !ok {
		return Family{}, false
	}
	return t.families[i], true
}

// With returns a table with further lines, those of a file families.tsv. A family
// that is there already is replaced. Lines that cannot be read are reported with
// their place, and left out.
func (t *Table) With(file string, data []byte) (*Table, seedbed.Problems) {
	out := &Table{families: slices.Clone(t.families), byName: map[string]int{}}
	for i := range out.families {
		out.byName[out.families[i].Name] = i
	}
	r := reader{file: file}
	if !utf8.Valid(data) {
		r.problem(0, 0, "the table of families is not UTF-8 text", "save it as UTF-8")
		return out, r.problems
	}
	var own []Family
	for line := range strings.SplitSeq(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
		r.line++
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(own) == maxLines {
			r.problem(r.line, 0, fmt.Sprintf("more than %d families", maxLines), "")
			break
		}
		f, ok := r.family(line)
		if !ok {
			continue
		}
		own = append(own, f)
		r.lines = append(r.lines, r.line)
		if i, ok := out.byName[f.Name]; ok {
			out.families[i] = f
			continue
		}
		out.byName[f.Name] = len(out.families)
		out.families = append(out.families, f)
	}
	for i := range own {
		for _, d := range own[i].From {
			if _, ok := out.byName[d.Family]; !ok {
				p := config.Unknown(seedbed.Position{File: file, Line: r.lines[i]}, "family", d.Family, out.names())
				p.Message = fmt.Sprintf("%s is said to come from %s, which is no family of the table", config.Show(own[i].Name), config.Show(d.Family))
				r.problems = append(r.problems, p)
			}
		}
	}
	return out, r.problems
}

func (t *Table) names() []string {
	out := make([]string, len(t.families))
	for i := range t.families {
		out[i] = t.families[i].Name
	}
	return out
}

// reader reads lines of a table.
type reader struct {
	file     string
	line     int
	lines    []int // of the families that were read
	problems seedbed.Problems
}

func (r *reader) problem(line, col int, message, fix string) {
	r.problems = append(r.problems, seedbed.Problem{Pos: seedbed.Position{File: r.file, Line: line, Col: col}, Message: message, Fix: fix})
}

const columns = "family, names, words, from, maker, source, date"

// family reads one line.
func (r *reader) family(line string) (Family, bool) {
	cells := strings.Split(line, "\t")
	if len(cells) < 2 || len(cells) > 7 {
		r.problem(r.line, 0, fmt.Sprintf("a line of the table has 2 to 7 columns, this one has %d", len(cells)), "write with a tab between: "+columns)
		return Family{}, false
	}
	for i, c := range cells {
		if len(c) > maxText || strings.ContainsRune(c, 0) {
			r.problem(r.line, 0, fmt.Sprintf("column %d is longer than %d bytes, or holds a NUL", i+1, maxText), "")
			return Family{}, false
		}
		cells[i] = strings.TrimSpace(c)
	}
	cells = append(cells, make([]string, 7-len(cells))...)
	f := Family{
		Name: strings.ToLower(cells[0]), Names: list(cells[1]), Words: list(cells[2]), Maker: cells[4], Source: cells[5], Date: cells[6],
	}
	if !validName(f.Name) {
		r.problem(r.line, 1, fmt.Sprintf("%s is no name of a family", config.Show(cells[0])), "write letters, digits, dots and - alone")
		return f, false
	}
	for _, n := range f.Names {
		if strings.HasPrefix(n, "*") || len(strings.ReplaceAll(n, "*", "")) < 2 {
			r.problem(r.line, 0, fmt.Sprintf("the name %s would find nearly any model", config.Show(n)), "write how the ids of its models begin, two characters at the least")
			return f, false
		}
	}
	for _, from := range list(cells[3]) {
		if from == "?" {
			f.More = true
			continue
		}
		name, how, ok := strings.Cut(from, ":")
		if !ok {
			how = string(Weights)
		}
		if !slices.Contains([]How{Weights, Taught, Research}, How(how)) || !validName(name) {
			r.problem(r.line, 0, fmt.Sprintf("%s does not say what the family comes from", config.Show(from)), "write llama:weights, gpt:taught, gemini:research, or ? for what is not known")
			return f, false
		}
		f.From = append(f.From, Descent{name, How(how)})
	}
	return f, true
}

// list reads a column of several texts.
func list(cell string) []string {
	var out []string
	for s := range strings.SplitSeq(strings.ToLower(cell), ",") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func validName(s string) bool {
	return s != "" && len(s) <= 64 && strings.IndexFunc(s, func(r rune) bool {
		return r != '-' && r != '.' && r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) < 0
}
