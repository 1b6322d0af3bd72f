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

// What Short shows of much.
const (
	shownOfMeasure = 4 // findings of one measure under one heading
	shownTelling   = 3 // figures of a family for the record
	shownNames     = 5 // measures that want the same
)

// Short writes what of a result needs a decision or is worth knowing, what cannot be
// told, and what became of expectations; of the rest it says how much there is, a
// line a family. It returns how many figures it left out, which Text would write.
func Short(w io.Writer, r *measure.Result, opt Options) (more int, err error) {
	out := bufio.NewWriter(w)
	t := newTerminal(out, opt)
	t.head(r)
	var record []*measure.Finding
	for _, s := range Sections(r) {
		if s.Title == forTheRecord {
			record = s.Findings
			continue
		}
		t.heading(s.Title)
		if s.Title == cannotTell {
			more += t.open(s.Findings)
		} else {
			more += t.few(s.Findings)
		}
	}
	t.record(r, record)
	t.missing(r.NotMeasured)
	return more + len(record), out.Flush()
}

// few prints the first findings of each measure, and counts the others. What became
// of an expectation is always shown. It returns how many it left out.
func (t *terminal) few(all []*measure.Finding) int {
	left := 0
	for i, f := range all {
		before, after := 0, 0 // of the same measure, without expectations
		for k, g := range all {
			if g.Measure != f.Measure || g.Verdict != "" {
				continue
			}
			if k < i {
				before++
			} else if k > i {
				after++
			}
		}
		switch {
		case f.Verdict != "" || before < shownOfMeasure:
			t.finding(f)
		case after == 0:
			left += before + 1 - shownOfMeasure
			t.line(f.Measure, fmt.Sprintf("and %s more like these", prose.Count(before+1-shownOfMeasure)))
		}
	}
	return left
}

// open prints what cannot be told: all expectations, and of each measure's figures
// that nobody expected anything of the first, with how many more there are.
func (t *terminal) open(all []*measure.Finding) int {
	left := 0
	for i, f := range all {
		if f.Verdict != "" {
			t.finding(f)
			continue
		}
		same := func(g *measure.Finding) bool { return g.Verdict == "" && g.Measure == f.Measure }
		if slices.ContainsFunc(all[:i], same) {
			continue
		}
		more := 0
		for _, g := range all[i+1:] {
			if same(g) {
				more++
			}
		}
		left += more
		says := t.sentence(f)
		if more > 0 {
			says += fmt.Sprintf("; nor %s", prose.Plural(more, "other figure", "other figures"))
		}
		t.line(f.Measure, says)
	}
	return left
}

// record prints a line for each family with figures that ask for nothing: how many
// there are, and some that tell most.
func (t *terminal) record(r *measure.Result, all []*measure.Finding) {
	if len(all) == 0 {
		return
	}
	t.heading(forTheRecord)
	var families []string
	of := map[string]string{}
	for _, m := range r.Measures {
		of[m.Name] = m.Family
		if !slices.Contains(families, m.Family) {
			families = append(families, m.Family)
		}
	}
	for _, family := range families {
		var here []*measure.Finding
		for _, f := range all {
			if of[f.Measure] == family {
				here = append(here, f)
			}
		}
		if len(here) > 0 {
			t.family(family, here)
		}
	}
}

// family prints one family's line, with as many figures as fit in it.
func (t *terminal) family(name string, here []*measure.Finding) {
	s := prose.Plural(len(here), "more figure", "more figures")
	joint := ": "
	for i, f := range telling(here) {
		next := joint + f.Figure + " " + shortFigure(f)
		if i > 0 && len([]rune(s+next)) > t.room() {
			continue
		}
		s += next
		joint = " · "
	}
	t.line(name, s)
}

// telling picks up to three figures: the main one of each measure that has figures
// here, then others.
func telling(here []*measure.Finding) []*measure.Finding {
	var out []*measure.Finding
	for _, main := range []bool{true, false} {
		for _, f := range here {
			if len(out) == shownTelling || !f.Estimate.Defined() || main != (f.Figure == f.Measure) {
				continue
			}
			if !slices.ContainsFunc(out, func(g *measure.Finding) bool { return g.Measure == f.Measure }) {
				out = append(out, f)
			}
		}
	}
	return out
}

// shortFigure is a figure as sentences say it, and what it is of.
func shortFigure(f *measure.Finding) string {
	s := prose.Figure(f.Estimate)
	switch f.Unit {
	case measure.Share:
		s = prose.Share(f.Estimate)
	case measure.Length:
		s += " words"
	}
	if f.Of != "" {
		s += " (" + text.Harmless(f.Of, 24) + ")"
	}
	return s
}

// wanting is measures that want the same.
type wanting struct {
	want  string // a flag, or why nothing could be measured
	names []string
}

// missing tells which measures were not taken, by what has to be given for them.
func (t *terminal) missing(all []measure.NotMeasured) {
	if len(all) == 0 {
		return
	}
	var by []wanting
	for _, n := range all {
		want := firstFlag(n.Fix)
		if want == "" {
			want = n.Why
		}
		i := slices.IndexFunc(by, func(w wanting) bool { return w.want == want })
		if i < 0 {
			i = len(by)
			by = append(by, wanting{want: want})
		}
		by[i].names = append(by[i].names, n.Measure)
	}
	var flags []string
	for _, w := range by {
		if strings.HasPrefix(w.want, "--") {
			flags = append(flags, w.want+": "+prose.List(w.names, shownNames))
		}
	}
	t.heading("not measured")
	if len(flags) > 0 {
		t.line("for want of", strings.Join(flags, "; "))
	}
	for _, w := range by {
		if strings.HasPrefix(w.want, "--") {
			continue
		}
		name := w.names[0]
		if len(w.names) > 1 {
			name = prose.Plural(len(w.names), "measure", "measures")
		}
		t.line(name, w.want)
	}
}

// firstFlag returns the first flag that a fix names, with what it takes.
func firstFlag(fix string) string {
	if !strings.HasPrefix(fix, "--") {
		return ""
	}
	fix, _, _ = strings.Cut(fix, " or ")
	fix, _, _ = strings.Cut(fix, " --")
	return fix
}
