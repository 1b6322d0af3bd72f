package review

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
)

// FlagUnclear is the flag of an answer that says that the guideline does not tell.
const FlagUnclear = "unclear guideline"

// Asking says which rows are asked again by a clearer guideline, beside those whose
// answers it does not allow.
type Asking string

// The ways to choose.
const (
	AskNeeded  Asking = ""        // none
	AskUnclear Asking = "unclear" // those of AskAgain by what changed
	AskAll     Asking = "all"     // every row that somebody answered
)

// AskAgain returns which rows would be asked again if the guideline became clearer about
// some criteria: those that people answered differently by one of them, and those that
// somebody flagged as not told by the guideline, in the order of the sample. Without
// criteria (nil), it returns every row that somebody answered. Adjudicators and owners
// may ask; who of them rates as well is told of the rows alone that Votes would show
// them, since a row's place in the list tells what others said. Revise finds the others.
func (d *Desk) AskAgain(inspection, viewer string, criteria []string) ([]seedbed.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, m, err := d.guideline(inspection, viewer)
	if err != nil {
		return nil, err
	}
	for _, name := range criteria {
		if !slices.Contains(criterionNames(c.in.Rubric), name) {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "the rubric does not ask for %.40q; its criteria are %s", name, strings.Join(criterionNames(c.in.Rubric), ", "))
		}
	}
	return d.named(c, m, c.concerned(criteria)), nil
}

// Unfit returns the rows that have to be asked again if the rubric becomes another: those
// with an answer that counts and that the other does not allow. Adjudicators and owners
// may ask, and are told of the rows of AskAgain alone.
func (d *Desk) Unfit(inspection, viewer string, to *seedbed.Rubric) ([]seedbed.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, m, err := d.guideline(inspection, viewer)
	if err != nil {
		return nil, err
	}
	return d.named(c, m, c.unfit(to)), nil
}

// hides reports whether somebody who changes a guideline may still be asked about a row,
// and so is not to learn what others said of it.
func (d *Desk) hides(c *course, m *member, i int32) bool {
	return m.mayRate(c) == nil && !d.mayLook(c, m, i)
}

// named returns those of some rows that somebody may be told of.
func (d *Desk) named(c *course, m *member, rows []int32) []seedbed.ID {
	out := []seedbed.ID{}
	for _, i := range rows {
		if !d.hides(c, m, i) {
			out = append(out, c.sample.Items[i].Row)
		}
	}
	return out
}

// ChangedCriteria names the criteria of a rubric that are not as they were in another, or
// are gone from it; all of them where the task is another.
func ChangedCriteria(from, to *seedbed.Rubric) []string {
	out := []string{}
	for i := range from.Criteria {
		was := &from.Criteria[i]
		k := slices.IndexFunc(to.Criteria, func(c seedbed.Criterion) bool { return c.Name == was.Name })
		if from.Task != to.Task || k < 0 || !reflect.DeepEqual(*was, to.Criteria[k]) {
			out = append(out, was.Name)
		}
	}
	return out
}

// guideline finds an inspection for who may change its guideline.
func (d *Desk) guideline(inspection, viewer string) (*course, *member, error) {
	c, m, err := d.find(inspection, viewer)
	if err == nil && !m.settles() {
		err = forbidden(viewer, "only adjudicators change a guideline")
	}
	return c, m, err
}

// concerned are the rows that AskAgain is about.
func (c *course) concerned(criteria []string) (out []int32) {
	for i := range int32(len(c.rows)) {
		if c.answered(i) && (criteria == nil || c.unclear(i, criteria)) {
			out = append(out, i)
		}
	}
	return out
}

// answered reports whether somebody said something of a row that counts.
func (c *course) answered(i int32) bool {
	r := &c.rows[i]
	return c.part(i) != PartGold && (r.got > 0 || r.is(rowDone|rowAdjudicated))
}

// unclear reports whether people answered a row differently by one of some criteria, or
// flagged that the guideline does not tell.
func (c *course) unclear(i int32, criteria []string) (is bool) {
	var first map[string]string
	c.marksOf(i, func(at int32, m *mark) bool {
		if !c.counted(m) {
			return true
		}
		if x := c.extra[at]; x != nil && slices.Contains(x.flags, FlagUnclear) {
			is = true
		}
		values := c.said[m.said].values
		if first == nil {
			first = values
		}
		for _, name := range criteria {
			is = is || values[name] != first[name]
		}
		return !is
	})
	return is
}

// unfit are the rows whose answers another rubric does not allow.
func (c *course) unfit(to *seedbed.Rubric) (out []int32) {
	fits := make([]int8, len(c.said)) // 0: not looked at yet
	fit := func(said int32) bool {
		if fits[said] == 0 {
			fits[said] = 1
			if checkValues(to, c.said[said].values) != nil {
				fits[said] = -1
			}
		}
		return fits[said] > 0
	}
	for i := range int32(len(c.rows)) {
		if !c.answered(i) {
			continue
		}
		ok := true
		c.marksOf(i, func(_ int32, m *mark) bool {
			ok = ok && (!c.counted(m) || fit(m.said))
			return ok
		})
		if k := c.settled[i]; k != nil && len(k.Values) > 0 {
			ok = ok && checkValues(to, k.Values) == nil
		}
		if !ok {
			out = append(out, i)
		}
	}
	return out
}

// Revise makes another revision of the rubric the one that is asked from now on, and
// has the rows in Again asked once more, first those that stand first. What was said of
// them is kept, and counts no longer; other rows keep their answers. Text and Rubric are
// the file, and as it was read.
//
// To Again are added the rows that by is not told of (see AskAgain) and that Ask is
// about, or whose answers the new rubric does not allow.
//
// Errors: *Forbidden; seedbed.CodeInvalid where From is not the revision that is asked,
// the new one was asked before, a row of Again is not in the sample, an answer that is not
// asked again is none that it allows, the definition of a defect does not fit, or criteria
// of known answers are gone.
func (d *Desk) Revise(ctx context.Context, inspection, by string, r RubricRevision) error {
	return d.decide(ctx, by, EventRubric, inspection, &r, func() error { return d.mayRevise(inspection, by, &r) })
}

func (d *Desk) mayRevise(inspection, by string, r *RubricRevision) error {
	c, m, err := d.guideline(inspection, by)
	if err != nil {
		return err
	}
	switch {
	case !slices.Contains([]Asking{AskNeeded, AskUnclear, AskAll}, r.Ask):
		return seedbed.Errorf(seedbed.CodeInternal, "rows are not asked again by %.40q", r.Ask)
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
	return d.completeAgain(c, m, r)
}

// completeAgain adds the rows to Again that whoever changes a guideline is not told of,
// and says where one that they are told of is missing.
func (d *Desk) completeAgain(c *course, m *member, r *RubricRevision) error {
	again := make(map[int32]bool, len(r.Again))
	for _, id := range r.Again {
		i, err := c.rowOf(id)
		if err != nil {
			return err
		}
		again[i] = true
	}
	hidden := map[int32]bool{}
	n := 0
	for _, i := range c.unfit(r.Rubric) {
		switch {
		case again[i]:
		case d.hides(c, m, i):
			hidden[i] = true
		default:
			n++
		}
	}
	if n > 0 {
		return &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: "answers to " + prose.Rows(n) + " are none that the new guideline allows, and these are not asked again",
			Fix: "ask them again as well",
		}
	}
	var concerned []int32
	switch r.Ask {
	case AskUnclear:
		concerned = c.concerned(ChangedCriteria(c.in.Rubric, r.Rubric))
	case AskAll:
		concerned = c.concerned(nil)
	}
	for _, i := range concerned {
		if !again[i] && d.hides(c, m, i) {
			hidden[i] = true
		}
	}
	r.Again = slices.Clone(r.Again)
	for _, i := range slices.Sorted(maps.Keys(hidden)) {
		r.Again = append(r.Again, c.sample.Items[i].Row)
	}
	return nil
}

func (c *course) applyRevision(r *RubricRevision, at time.Time) error {
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
	c.revs = append(c.revs, revision{r.Rubric, in, at})
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
