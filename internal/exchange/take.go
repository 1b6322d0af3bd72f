package exchange

import (
	"maps"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// given is one row as a file answers it, before it is looked at.
type given struct {
	place    seedbed.Position
	row      rowName
	person   string
	at       time.Time
	revision string // of the rubric; "" where the file does not say
	through  string
	values   map[string]entry // by criterion
	skip     string
	note     string
	flags    []string
	spans    []review.Span
	latest   bool // the later of two answers to the same row counts
}

// entry is what was answered to one criterion, and where.
type entry struct {
	text  string
	place seedbed.Position
	cell  string // "cell D17", where it is one of a table
	hint  string // what happened to it, where that can be told: "the spreadsheet made a date of it"
}

// once notes a problem that a whole file shares at its first place, and counts it at the
// others.
func (r *reading) once(key string, p seedbed.Position, fix, format string, args ...any) {
	if r.shared[key] {
		r.More++
		return
	}
	if r.shared == nil {
		r.shared = map[string]bool{}
	}
	r.shared[key] = true
	r.problem(p, fix, format, args...)
}

// take keeps an answer or a skip, or says why not.
func (r *reading) take(g given) {
	rubric := r.rubric(g.revision)
	if rubric == nil {
		r.once("rubric "+g.revision, g.place, "write it again and answer that one", "this was written for revision %s of the rubric, which is not known here", quote(g.revision))
		return
	}
	values, ok := r.values(rubric, g)
	if !ok {
		return
	}
	at := g.at
	if at.IsZero() {
		at = r.want.At
	}
	if !at.IsZero() {
		at = at.UTC().Truncate(time.Microsecond)
	}
	if len(values) == 0 {
		r.skip(g, at)
		return
	}
	if !r.tidy(&g) {
		return
	}
	if g.skip != "" {
		r.problem(g.place, "take out the one or the other", "row %s is answered and skipped", g.row.id.Short())
		return
	}
	a := Answered{Person: g.person, At: at, Place: g.place, Answer: review.Answer{
		Row: g.row.id, Again: g.row.again, Values: values, Spans: g.spans, Note: g.note,
		Flags: g.flags, Rubric: rubric.Revision, Through: g.through, Given: at,
	}}
	key := answerKey{g.person, g.row.id, g.row.again}
	i, twice := r.seen[key]
	switch {
	case !twice:
		r.seen[key] = len(r.Answers)
		r.Answers = append(r.Answers, a)
	case i >= 0 && same(&r.Answers[i].Answer, &a.Answer):
	case g.latest && i >= 0:
		if a.At.After(r.Answers[i].At) {
			r.Answers[i] = a
		}
		r.warn(g.place, "", "%s answered row %s more than once; the last answer is read", quote(g.person), g.row.id.Short())
	case i >= 0:
		r.problem(g.place, "take one of the two out", "row %s was answered otherwise in line %d", g.row.id.Short(), r.Answers[i].Place.Line)
	default:
		r.problem(g.place, "take one of the two out", "row %s was skipped in line %d", g.row.id.Short(), r.Skips[-1-i].Place.Line)
	}
}

// skip keeps a row that was skipped, or counts one that was left empty.
func (r *reading) skip(g given, at time.Time) {
	if g.skip == "" {
		r.Empty++
		if g.note != "" || len(g.flags) > 0 || len(g.spans) > 0 {
			r.warn(g.place, "answer it, or give the reason why not in the column \"skip\"", "row %s has a note or a mark and no answer; it is not read", g.row.id.Short())
		}
		return
	}
	key := answerKey{g.person, g.row.id, g.row.again}
	i, twice := r.seen[key]
	switch {
	case !twice:
		r.seen[key] = -1 - len(r.Skips)
		r.Skips = append(r.Skips, Skipped{
			Person: g.person, At: at, Again: g.row.again, Place: g.place,
			Skip: review.Skip{Row: g.row.id, Reason: clip(g.skip, mostNote), Rubric: g.revision},
		})
	case i >= 0:
		r.problem(g.place, "take one of the two out", "row %s was answered in line %d", g.row.id.Short(), r.Answers[i].Place.Line)
	}
}

// tidy holds what comes beside an answer to what a desk takes.
func (r *reading) tidy(g *given) bool {
	if len(g.spans) > mostSpans {
		r.problem(g.place, "mark less", "row %s has %d marks, and %d are the most", g.row.id.Short(), len(g.spans), mostSpans)
		return false
	}
	if len(g.note) > mostNote {
		r.warn(g.place, "", "the note to row %s is longer than %d bytes; the rest is not read", g.row.id.Short(), mostNote)
		g.note = clip(g.note, mostNote)
	}
	if len(g.flags) > mostFlags {
		r.warn(g.place, "", "row %s has %d flags; the first %d are read", g.row.id.Short(), len(g.flags), mostFlags)
		g.flags = g.flags[:mostFlags]
	}
	for i, f := range g.flags {
		g.flags[i] = clip(f, mostFlag)
	}
	if len(g.flags) == 0 {
		g.flags = nil
	}
	return true
}

// values reads the answers to all criteria: all of them, or none at all.
func (r *reading) values(rubric *seedbed.Rubric, g given) (map[string]string, bool) {
	out := make(map[string]string, len(rubric.Criteria))
	var missing []string
	ok := true
	for i := range rubric.Criteria {
		c := &rubric.Criteria[i]
		e := g.values[c.Name]
		if strings.TrimSpace(e.text) == "" {
			missing = append(missing, c.Name)
			continue
		}
		v, allowed := readValue(c, e.text)
		if !allowed {
			ok = false
			before, after := e.cell, e.hint
			if before != "" {
				before += ": "
			}
			if after != "" {
				after = ": " + after
			}
			r.problem(e.place, fixOf(c), "%s%s is no answer to %s%s", before, quote(e.text), c.Name, after)
			continue
		}
		out[c.Name] = v
	}
	if ok && len(out) > 0 && len(missing) > 0 {
		r.problem(g.place, "answer all of a row, or none", "row %s has no answer to %s", g.row.id.Short(), strings.Join(missing, ", "))
		return nil, false
	}
	return out, ok
}

// same reports whether two answers say the same.
func same(a, b *review.Answer) bool {
	return maps.Equal(a.Values, b.Values) && slices.Equal(a.Spans, b.Spans) && slices.Equal(a.Flags, b.Flags) && a.Note == b.Note
}
