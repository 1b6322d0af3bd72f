package review

import (
	"context"
	"reflect"
	"slices"

	"seedbed.dev/seedbed"
)

// AskAgain proposes which rows are asked again if the rubric becomes another: those
// with an answer to a criterion that changed, disputed ones first. Adjudicators and
// owners may ask.
func (d *Desk) AskAgain(inspection, viewer string, to *seedbed.Rubric) ([]seedbed.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, m, err := d.find(inspection, viewer)
	if err != nil {
		return nil, err
	}
	if !m.settles() {
		return nil, forbidden(viewer, "only adjudicators change a guideline")
	}
	if !changed(c.in.Rubric, to) {
		return nil, nil
	}
	var first, then []seedbed.ID
	for i := range c.rows {
		if r := &c.rows[i]; r.got == 0 && !r.is(rowDone|rowAdjudicated) || c.part(int32(i)) == PartGold {
			continue
		}
		if _, is := c.disputed[int32(i)]; is {
			first = append(first, c.sample.Items[i].Row)
		} else {
			then = append(then, c.sample.Items[i].Row)
		}
	}
	return append(first, then...), nil
}

// changed reports whether an answer by one rubric may be another by the other. Every
// answer answers all criteria, so that one that changed concerns all of them.
func changed(from, to *seedbed.Rubric) bool {
	if to == nil {
		return false
	}
	return from.Task != to.Task || !reflect.DeepEqual(from.Criteria, to.Criteria)
}

// Revise makes another revision of the rubric the one that is asked from now on, and
// has the rows in Again asked once more, first those that stand first. What was said of
// them is kept, and counts no longer; other rows keep their answers. Text and Rubric are
// the file, and as it was read.
//
// Errors: *Forbidden; seedbed.CodeInvalid where From is not the revision that is asked,
// the new one was asked before, a row of Again is not in the sample, the definition of a
// defect does not fit, or criteria of known answers are gone.
func (d *Desk) Revise(ctx context.Context, inspection, by string, r RubricRevision) error {
	return d.decide(ctx, by, EventRubric, inspection, &r, func() error { return d.mayRevise(inspection, by, &r) })
}

func (d *Desk) mayRevise(inspection, by string, r *RubricRevision) error {
	c, m, err := d.find(inspection, by)
	if err != nil {
		return err
	}
	if !m.settles() {
		return forbidden(by, "only adjudicators change a guideline")
	}
	switch {
	case r.Rubric == nil:
		return seedbed.Errorf(seedbed.CodeInternal, "a revision of a rubric comes without the rubric")
	case r.To != r.Rubric.Revision:
		return seedbed.Errorf(seedbed.CodeInternal, "the rubric that comes is revision %.12q, and not %.12q", r.Rubric.Revision, r.To)
	case r.From != c.in.Rubric.Revision:
		return &seedbed.Error{Code: seedbed.CodeInvalid, Message: "the guideline was changed by somebody else meanwhile", Fix: "look at the newest revision, and change that"}
	case len(c.revs) >= 1<<16-1:
		return seedbed.Errorf(seedbed.CodeInvalid, "%s had %d revisions of its rubric, and no more fit", inspection, len(c.revs))
	}
	if slices.ContainsFunc(c.revs, func(v revision) bool { return v.rubric.Revision == r.To }) {
		return seedbed.Errorf(seedbed.CodeInvalid, "revision %.12s was asked before; an older guideline does not come back under its name", r.To)
	}
	in, err := withRubric(c.in, r.Rubric)
	if err != nil {
		return err
	}
	if err := checkKnown(in, c.sample); err != nil {
		return err
	}
	if _, err := NewClaims(in, c.sample); err != nil {
		return err
	}
	for _, id := range r.Again {
		if _, err := c.rowOf(id); err != nil {
			return err
		}
	}
	return nil
}

func (c *course) applyRevision(r *RubricRevision) error {
	if r.Rubric == nil {
		return seedbed.Errorf(seedbed.CodeStorage, "it has no rubric")
	}
	in, err := withRubric(c.in, r.Rubric)
	if err != nil {
		return err
	}
	claims, err := NewClaims(in, c.sample)
	if err != nil {
		return err
	}
	c.in, c.claims = in, claims
	c.revs = append(c.revs, revision{r.Rubric, in})
	rev := uint16(len(c.revs) - 1)
	for _, id := range r.Again {
		i, err := c.rowOf(id)
		if err != nil {
			return err
		}
		c.askAgain(i, rev)
	}
	c.restate()
	for _, s := range c.seats {
		s.shown = nil
	}
	return nil
}

// askAgain opens a row for everybody, by a revision.
func (c *course) askAgain(i int32, rev uint16) {
	if c.part(i) == PartGold {
		return
	}
	had := c.rows[i].is(rowDone | rowAdjudicated)
	c.change(i, func(r *row) {
		r.since, r.got, r.skips = rev, 0, 0
		r.status &= rowGone | rowReopened
		if had {
			r.status |= rowReopened
		}
	})
	delete(c.settled, i)
	delete(c.disputed, i)
	c.changes++
	for _, s := range c.seats {
		if h := s.hold; h != nil && h.row == i && !h.again {
			c.release(s, h)
		}
	}
	c.list(i)
}

// restate works out all claims anew from the rows that are settled.
func (c *course) restate() {
	for i := range c.rows {
		if c.rows[i].is(rowDone | rowAdjudicated) {
			c.settle(int32(i))
		}
	}
	c.settles++
}

// openDisputes counts those that nobody has settled. Every row that was settled stands
// among the disputed ones.
func (c *course) openDisputes() int { return len(c.disputed) - len(c.settled) }
