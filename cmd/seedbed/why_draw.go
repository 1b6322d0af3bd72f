package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/text"
)

// branch is one line of the tree, with what hangs below it.
type branch struct {
	lines []string
}

// draw shows a story as a tree: what the row is, then what went into it, then
// what was said and decided of it.
func (st *story) draw(v *view, raw bool) string {
	var b strings.Builder
	rec := &st.Record
	where := rec.Stage
	if st.Outcome != nil {
		where = st.Outcome.Stage
	}
	fmt.Fprintf(&b, "%s  %s  %s\n", rec.ID.Short(), where, mainText(rec, v.plan))
	var branches []branch
	branches = append(branches, st.grownFrom(v, raw)...)
	branches = append(branches, st.made(v, raw)...)
	if broke := broken(rec); broke != "" {
		branches = append(branches, branch{[]string{line("broke", "%s", broke)}})
	}
	branches = append(branches, st.judged(v, raw)...)
	branches = append(branches, st.decided()...)
	for i, br := range branches {
		first, rest := "├─ ", "│  "
		if i == len(branches)-1 {
			first, rest = "└─ ", "   "
		}
		for k, line := range br.lines {
			if k == 0 {
				b.WriteString(first)
			} else {
				b.WriteString(rest)
			}
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// line puts a label in front of what is said.
func line(label, format string, args ...any) string {
	return fmt.Sprintf("%-10s ", label) + fmt.Sprintf(format, args...)
}

const below = "           " // as wide as a label

// grownFrom are the branches of all that a record was grown from.
func (st *story) grownFrom(v *view, raw bool) []branch {
	var out []branch
	for _, p := range st.Parents {
		if !p.plans(st) {
			out = append(out, p.ancestors(v, raw)...)
		}
	}
	return out
}

// plans reports whether a record is no more than what a stage that starts by itself
// set out with: attributes, which the record that came of it tells as its own.
func (st *story) plans(child *story) bool {
	l := &st.Record.Lineage
	if len(l.Parents) > 0 || len(l.Calls) > 0 || len(l.Exemplars) > 0 || l.Line > 0 || st.Record.Stage != child.Record.Stage {
		return false
	}
	return !slices.ContainsFunc(l.Attributes, func(name string) bool { return !slices.Contains(child.Record.Lineage.Attributes, name) })
}

// ancestors are the branches of a parent: its own parents first.
func (st *story) ancestors(v *view, raw bool) []branch {
	out := st.grownFrom(v, raw)
	rec := &st.Record
	if len(rec.Lineage.Parents) == 0 && rec.Lineage.Line > 0 {
		return append(out, branch{[]string{line("seed", "%s:%d  %s   %s", rec.Lineage.Source, rec.Lineage.Line, mainText(rec, v.plan), seedNotes(st))}})
	}
	out = append(out, branch{[]string{line("from", "%s  %s  %s", rec.ID.Short(), rec.Stage, mainText(rec, v.plan))}})
	return append(out, st.made(v, raw)...)
}

func seedNotes(st *story) string {
	notes := []string{string(st.Record.Origin)}
	if st.license != "" {
		notes = append(notes, st.license)
	} else {
		notes = append(notes, "licence not said")
	}
	if st.Record.Lineage.File != "" {
		notes = append(notes, st.Record.Lineage.File)
	}
	return strings.Join(notes, ", ")
}

// made are the branches of what made a record: exemplars, prompt, model.
func (st *story) made(v *view, raw bool) []branch {
	var out []branch
	l := &st.Record.Lineage
	if len(l.Parents) == 0 && l.Line > 0 {
		out = append(out, branch{[]string{line("seed", "%s:%d   %s", l.Source, l.Line, seedNotes(st))}})
	}
	for _, e := range l.Exemplars {
		out = append(out, branch{[]string{line("exemplar", "%s", text.Harmless(e, 100))}})
	}
	if len(l.Attributes) > 0 {
		var parts []string
		for _, name := range l.Attributes {
			parts = append(parts, name+" = "+text.Harmless(st.Record.Fields.Text(name), 60))
		}
		out = append(out, branch{[]string{line("attributes", "%s", strings.Join(parts, ", "))}})
	}
	if p := st.Prompt; p != nil {
		note := ""
		if p.Revision > 1 {
			note = fmt.Sprintf(" (%s differ from r%d)", count(int64(p.Differs), "line"), p.Revision-1)
		}
		lines := []string{line("prompt", "%s r%d%s", p.Path, p.Revision, note)}
		if raw {
			lines = append(lines, strings.Split(strings.TrimRight(harmless([]byte(p.Text), below), "\n"), "\n")...)
		}
		out = append(out, branch{lines})
	}
	for i := range st.Calls {
		out = append(out, st.called(v, &st.Calls[i], "model", raw))
	}
	return out
}

// called is the branch of one call.
func (st *story) called(v *view, c *seedbed.Call, label string, raw bool) branch {
	what, because := c.Identity, ""
	if m := v.plan.Model(c.Model); m != nil {
		what, because = m.ID, m.Because
	}
	lines := []string{line(label, "%s = %s%s", c.Model, what, settings(c))}
	if because != "" {
		lines = append(lines, below+"because: "+text.Harmless(because, 160))
	}
	tokens := "tokens not reported"
	if c.Usage.Known {
		tokens = fmt.Sprintf("%d tokens in, %d out", c.Usage.In, c.Usage.Out)
	}
	lines = append(lines, fmt.Sprintf("%s%s, cost %s, %s, %s", below, tokens, c.Cost.String(), span(c.Latency), c.Started.Local().Format("2 Jan 15:04:05")))
	if raw {
		lines = append(lines, below+"sent:")
		lines = append(lines, strings.Split(strings.TrimRight(harmless(pretty(c.Request), below+"  "), "\n"), "\n")...)
		lines = append(lines, below+"came back:")
		lines = append(lines, strings.Split(strings.TrimRight(harmless(pretty(c.Reply), below+"  "), "\n"), "\n")...)
	}
	return branch{lines}
}

// settings are the parameters that a call was sent with.
func settings(c *seedbed.Call) string {
	var sent struct {
		Temperature *float64 `json:"temperature"`
		TopP        *float64 `json:"top_p"`
		MaxTokens   int      `json:"max_tokens"`
	}
	var b strings.Builder
	if json.Unmarshal(c.Request, &sent) == nil {
		if sent.Temperature != nil {
			fmt.Fprintf(&b, ", temperature %g", *sent.Temperature)
		}
		if sent.TopP != nil {
			fmt.Fprintf(&b, ", top_p %g", *sent.TopP)
		}
	}
	if c.Copy > 0 {
		fmt.Fprintf(&b, ", copy %d", c.Copy+1)
	}
	if c.Attempt > 0 {
		fmt.Fprintf(&b, ", attempt %d", c.Attempt+1)
	}
	return b.String()
}

func pretty(b []byte) []byte {
	var out bytes.Buffer
	if json.Indent(&out, b, "", "  ") == nil {
		return out.Bytes()
	}
	return b
}

// judged are the branches of the scores, one a judge of a stage.
func (st *story) judged(v *view, raw bool) []branch {
	crit := criteria(v.plan)
	var out []branch
	for i := 0; i < len(st.Record.Scores); {
		first := st.Record.Scores[i]
		var parts []string
		var names []string
		reasons := []string{}
		for ; i < len(st.Record.Scores) && st.Record.Scores[i].Stage == first.Stage && st.Record.Scores[i].Judge == first.Judge; i++ {
			s := st.Record.Scores[i]
			parts, names = append(parts, score(s, crit)), append(names, s.Criterion)
			if s.Reason != "" {
				reasons = append(reasons, below+s.Criterion+": "+quote(s.Reason, 160))
			}
		}
		by := first.Judge
		if m := v.plan.Model(first.Judge); m != nil {
			by += " = " + m.ID
		}
		out = append(out, branch{append([]string{line(first.Stage, "%s   by %s, %s", strings.Join(parts, ", "), by, st.people.worth(names, first.Stage, first.Judge))}, reasons...)})
	}
	if raw {
		for i := range st.Judged {
			out = append(out, st.called(v, &st.Judged[i], "judge call", raw))
		}
	}
	return out
}

// decided are the branches of where the record ended, and of what people say of it.
func (st *story) decided() []branch {
	if st.Outcome == nil && st.people.mends() {
		return st.people.branches()
	}
	if st.Outcome == nil {
		none := branch{[]string{line("outcome", "none in this run: it went on into others, or is not of this plan as it is now")}}
		return append([]branch{none}, st.people.branches()...)
	}
	d := st.Outcome.Decision
	s := string(d.State)
	if d.Actor != "" {
		s += " by " + d.Actor
	}
	if d.Reason != "" {
		s += ": " + text.Harmless(d.Reason, 100)
	}
	lines := []string{line("outcome", "%s", s)}
	if d.Detail != "" {
		lines = append(lines, below+text.Harmless(d.Detail, 300))
	}
	return append([]branch{{lines}}, st.people.branches()...)
}
