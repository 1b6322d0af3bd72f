package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/text"
)

// Section is findings under one heading.
type Section struct {
	Title    string
	Findings []*measure.Finding
}

// The headings.
const (
	needsDecision = "needs a decision"
	worthKnowing  = "worth knowing"
	cannotTell    = "cannot tell"
	forTheRecord  = "for the record"
)

// Sections parts findings by what they ask of the reader, most pressing first.
// Where a verdict is open, that comes before how pressing the figure is.
func Sections(r *measure.Result) []Section {
	out := []Section{{Title: needsDecision}, {Title: worthKnowing}, {Title: cannotTell}, {Title: forTheRecord}}
	for i := range r.Findings {
		f := &r.Findings[i]
		k := 3
		switch {
		case f.Verdict == measure.CannotTell, !f.Estimate.Defined():
			k = 2
		case f.Severity == measure.Serious:
			k = 0
		case f.Severity == measure.Notable, f.Verdict == measure.Met:
			k = 1
		}
		out[k].Findings = append(out[k].Findings, f)
	}
	return slices.DeleteFunc(out, func(s Section) bool { return len(s.Findings) == 0 })
}

// Verdict says what became of an expectation; "" where none was declared.
func Verdict(f *measure.Finding) string {
	if f.Verdict == "" {
		return ""
	}
	s := fmt.Sprintf("%s %q", f.Verdict, f.Expect)
	if f.Because != "" {
		s += ": " + f.Because
	}
	return s
}

// of says what was measured: "rows.jsonl: 2,000 rows against theirs.jsonl: 500".
func of(r *measure.Result) string {
	var b strings.Builder
	for _, p := range []struct{ name, joint string }{{"data", ""}, {"reference", " against "}, {"holdout", ", held out "}} {
		n, ok := r.Rows[p.name]
		if !ok {
			continue
		}
		b.WriteString(p.joint)
		if o := r.Of[p.name]; o != "" {
			b.WriteString(o + ": ")
		}
		b.WriteString(rows(n))
	}
	return b.String()
}

func rows(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return prose.Count(n) + " rows"
}

// Text writes all of a result for a terminal: a line or two for each finding, under
// what it asks of the reader.
func Text(w io.Writer, r *measure.Result, opt Options) error {
	out := bufio.NewWriter(w)
	t := newTerminal(out, opt)
	t.head(r)
	for _, s := range Sections(r) {
		t.heading(s.Title)
		for _, f := range s.Findings {
			t.finding(f)
		}
	}
	if len(r.NotMeasured) > 0 {
		t.heading("not measured")
		for _, n := range r.NotMeasured {
			why := n.Why
			if n.Fix != "" {
				why += ": " + n.Fix
			}
			t.line(n.Measure, why)
		}
	}
	return out.Flush()
}

// terminal lays out lines of two columns.
type terminal struct {
	w     *bufio.Writer
	width int
	color bool
}

func newTerminal(w *bufio.Writer, opt Options) *terminal {
	t := &terminal{w: w, width: opt.Width, color: opt.Color}
	if t.width <= 0 {
		t.width = 100
	}
	return t
}

// head says what was measured.
func (t *terminal) head(r *measure.Result) {
	fmt.Fprintln(t.w, text.Harmless(of(r), 0))
	if r.Columns.Text != "" {
		fmt.Fprintf(t.w, "text: %s", text.Harmless(r.Columns.Text, 80))
		if r.Embedder != "" {
			fmt.Fprintf(t.w, " · embeddings: %s", text.Harmless(r.Embedder, 80))
		}
		fmt.Fprintln(t.w)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(t.w, "note: %s\n", text.Harmless(n, 0))
	}
}

// room is how wide the second column is.
func (t *terminal) room() int { return max(t.width-nameColumn, 40) }

// nameColumn is how wide the column of measures' names is.
const nameColumn = 17

func (t *terminal) heading(s string) {
	if t.color {
		s = "\x1b[1m" + s + "\x1b[0m"
	}
	fmt.Fprintln(t.w, s)
}

func (t *terminal) finding(f *measure.Finding) { t.line(f.Measure, t.sentence(f)) }

// sentence is what a finding says, with what became of its expectation.
func (t *terminal) sentence(f *measure.Finding) string {
	says, verdict := f.Says, Verdict(f)
	if why := f.Estimate.Undefined; !f.Estimate.Defined() && !strings.Contains(says, why) && !strings.Contains(verdict, why) {
		says += " (" + why + ")"
	}
	if verdict != "" {
		says += "; " + verdict
	}
	return says
}

// line prints a name and a text, folded at words.
func (t *terminal) line(name, s string) {
	name = "  " + text.Harmless(name, nameColumn-3)
	pad := strings.Repeat(" ", max(nameColumn-len(name), 1))
	if t.color {
		name = "\x1b[36m" + name + "\x1b[0m"
	}
	fmt.Fprint(t.w, name, pad)
	room := t.room()
	at := 0
	for i, word := range strings.Fields(text.Harmless(s, 0)) {
		n := len([]rune(word))
		if i > 0 && at+1+n > room {
			fmt.Fprint(t.w, "\n", strings.Repeat(" ", nameColumn))
			at = 0
		} else if i > 0 {
			fmt.Fprint(t.w, " ")
			at++
		}
		fmt.Fprint(t.w, word)
		at += n
	}
	fmt.Fprintln(t.w)
}

// Brief writes the findings that need a decision or could not be judged, and
// counts the others.
func Brief(w io.Writer, r *measure.Result, opt Options) error {
	out := bufio.NewWriter(w)
	t := &terminal{w: out, width: max(opt.Width, 40), color: opt.Color}
	for _, s := range Sections(r) {
		if s.Title != needsDecision && s.Title != cannotTell {
			fmt.Fprintf(out, "%s: %d\n", s.Title, len(s.Findings))
			continue
		}
		t.heading(s.Title)
		for _, f := range s.Findings {
			t.finding(f)
		}
	}
	if n := len(r.NotMeasured); n > 0 {
		fmt.Fprintf(out, "not measured: %d\n", n)
	}
	return out.Flush()
}
