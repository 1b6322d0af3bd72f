package review

import (
	"fmt"
	"slices"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
)

// Result returns what came of an inspection, with all votes: for documents and
// releases, and for whoever answers for them. It asks for no role; what builds on it
// shows raters nothing of it but its sentence.
func (d *Desk) Result(inspection string) (Report, error) {
	d.mu.Lock()
	c := d.courses[inspection]
	d.mu.Unlock()
	if c == nil {
		return Report{}, seedbed.Errorf(seedbed.CodeNotFound, "there is no inspection %q", inspection)
	}
	f := d.newFigures(c)
	d.bound(c, true)
	r := Report{Criteria: f.agreement, Votes: d.allVotes(c)}
	d.mu.Lock()
	r.Repairs = d.repairs(c.in.Name)
	r.Result = Result{
		Inspection: c.in.Name, Rows: c.sample.Rows, Dataset: c.sample.Dataset, Rubric: c.rubricName(), Confidence: c.in.Confidence,
		Claims: c.standing(), Parts: map[Part]int{}, PerRow: c.in.Raters, Agreement: f.overall, Notes: c.notes(mendedRows(r.Repairs)), Head: d.Head(),
	}
	r.Answers, r.People, r.Programs, r.From, r.To = d.counting(r.Votes)
	r.Unrated = c.unrated()
	for part, p := range c.parts {
		if p.Settled > 0 {
			r.Parts[part] = p.Settled
			r.LookedAt += p.Settled
		}
	}
	for _, s := range c.sortedSeats() {
		if s.answers > 0 {
			r.Raters = append(r.Raters, s.copy())
			if s.Credit == CreditNone {
				r.Unnamed++
			}
		}
	}
	for _, i := range c.settledRows() {
		r.Settled = append(r.Settled, c.settled[i].Settlement)
	}
	rows := slices.Clone(c.rows)
	d.mu.Unlock()
	r.Groups = GroupFigures(c.sample, func(i int) (RowOutcome, bool) {
		return RowOutcome{Defective: rows[i].is(rowBad)}, rows[i].is(rowDone | rowAdjudicated)
	}, r.Confidence)
	return r, nil
}

// counting counts the answers that count, and who gave them, from when to when.
func (d *Desk) counting(votes []Vote) (answers, people, programs int, from, to time.Time) {
	who := map[string]bool{}
	for i := range votes {
		v := &votes[i]
		if !v.Counted {
			continue
		}
		answers++
		who[v.Person] = true
		if from.IsZero() || v.At.Before(from) {
			from = v.At
		}
		if v.At.After(to) {
			to = v.At
		}
	}
	for id := range who {
		if m := d.members[id]; m != nil && m.Program != "" {
			programs++
		}
	}
	return answers, len(who) - programs, programs, from, to
}

// unrated counts the settled rows of which nobody knows what they are.
func (c *course) unrated() (n int) {
	for i := range c.rows {
		if c.rows[i].is(rowUnrated) {
			n++
		}
	}
	return n
}

// withdrawn counts those who answered and took it back.
func (c *course) withdrawn() (n int) {
	for _, s := range c.seats {
		if s.withdrew && len(s.acts) > 0 {
			n++
		}
	}
	return n
}

// allVotes returns what everybody said, in order, a few thousand under one lock.
func (d *Desk) allVotes(c *course) []Vote {
	out := []Vote{}
	for from, end := 0, 1; from < end; from += piece {
		d.mu.Lock()
		end = len(c.marks)
		for at := from; at < min(from+piece, end); at++ {
			if !c.marks[at].is(markUndone) {
				out = append(out, c.vote(d, int32(at)))
			}
		}
		d.mu.Unlock()
	}
	return out
}

func (c *course) settledRows() []int32 {
	out := make([]int32, 0, len(c.settled))
	for i := range c.settled {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}

// rubricName names a rubric as people do: the first that was asked is r1.
func (c *course) rubricName() string {
	if len(c.revs) == 1 {
		return c.in.Rubric.Name
	}
	return fmt.Sprintf("%s r%d", c.in.Rubric.Name, len(c.revs))
}

// mendedRows counts the rows that were mended, each of them once.
func mendedRows(repairs []Repair) int {
	rows := make(map[seedbed.ID]bool, len(repairs))
	for i := range repairs {
		rows[repairs[i].Row] = true
	}
	return len(rows)
}

// notes are what one has to know beside the figures.
func (c *course) notes(mended int) []string {
	out := slices.Clone(c.sample.Notes)
	if c.in.Assisted != "" {
		out = append(out, fmt.Sprintf("people saw what the judge %s said before they answered", c.in.Assisted))
	}
	if n := len(c.revs) - 1; n > 0 {
		out = append(out, fmt.Sprintf("the guideline was changed %s on the way", prose.Plural(n, "time", "times")))
	}
	if n := c.openDisputes(); n > 0 {
		out = append(out, fmt.Sprintf("those who rated disagree about %s, and nobody has settled it", prose.Rows(n)))
	}
	if n := c.unrated(); n > 0 {
		out = append(out, fmt.Sprintf("%s could not be rated", prose.Rows(n)))
	}
	switch n := c.withdrawn(); {
	case n == 1:
		out = append(out, "one person took their answers back; what is said stands without them")
	case n > 1:
		out = append(out, fmt.Sprintf("%d people took their answers back; what is said stands without them", n))
	}
	if n := mended; n > 0 {
		out = append(out, fmt.Sprintf("%s mended by hand", prose.Rows(n)))
	}
	return out
}
