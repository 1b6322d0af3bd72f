package review

import (
	"slices"
	"time"

	"seedbed.dev/seedbed"
)

// Votes returns what people said of a row, as far as somebody may see it: first to
// last, what was taken back left out.
//
// Owners see everything, and adjudicators what is settled; but whoever of them rates as
// well sees nothing of a row that they may still be asked about. Raters see their own,
// and, where Rules.OpenVotes lets them, those of others without their names, once the
// row is settled and their own can no longer be taken back. Readers see none.
func (d *Desk) Votes(inspection string, row seedbed.ID, viewer string) ([]Vote, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, m, err := d.find(inspection, viewer)
	if err != nil {
		return nil, err
	}
	i, err := c.rowOf(row)
	if err != nil {
		return nil, err
	}
	switch {
	case m.settles():
		if !d.mayLook(c, m, i) {
			return c.votes(d, i, func(k *mark) bool { return k.who == m.index }), nil
		}
		return c.votes(d, i, nil), nil
	case !m.Has(Rater):
		return nil, forbidden(viewer, "who said what is shown to adjudicators, and to everybody their own")
	case d.rules.OpenVotes && d.mayCompare(c, m, i):
		out := c.votes(d, i, nil)
		for k := range out {
			if out[k].Person != m.ID {
				out[k].Person = ""
			}
		}
		return out, nil
	}
	return c.votes(d, i, func(k *mark) bool { return k.who == m.index }), nil
}

// mayLook reports whether an owner or adjudicator may see what others said of a row.
func (d *Desk) mayLook(c *course, m *member, i int32) bool {
	done := c.rows[i].is(rowDone | rowAdjudicated)
	switch {
	case m.mayRate(c) != nil:
		return done || m.Has(Owner)
	case c.part(i) == PartGold:
		_, has := c.own(c.seat(m), i, false)
		return has
	}
	return done
}

// mayCompare reports whether a rater may see what others said of a row.
func (d *Desk) mayCompare(c *course, m *member, i int32) bool {
	s := c.seat(m)
	at, has := c.own(s, i, false)
	if !has || c.part(i) == PartGold || !c.rows[i].is(rowDone|rowAdjudicated) {
		return false
	}
	newest := len(s.acts) > 0 && s.acts[len(s.acts)-1] == at
	return d.final(c, s, at, newest) != ""
}

// votes returns the marks of a row, first to last, that which lets pass; nil: all.
func (c *course) votes(d *Desk, i int32, which func(*mark) bool) []Vote {
	out := []Vote{}
	c.marksOf(i, func(at int32, m *mark) bool {
		if !m.is(markUndone) && (which == nil || which(m)) {
			out = append(out, c.vote(d, at))
		}
		return true
	})
	slices.Reverse(out)
	return out
}

func (c *course) vote(d *Desk, at int32) Vote {
	m := &c.marks[at]
	v := Vote{
		Row: c.sample.Items[m.row].Row, Person: d.joined[m.who].ID, At: time.UnixMicro(m.at).UTC(), Rubric: c.revs[m.rev].rubric.Revision,
		Again: m.is(markAgain), Counted: c.counted(m), Through: throughs[m.through],
	}
	if m.said >= 0 {
		v.Values = c.said[m.said].values // never changed
	}
	if x := c.extra[at]; x != nil {
		v.Spans, v.Note, v.Flags, v.Order, v.Filled, v.Skipped = x.spans, x.note, x.flags, x.order, x.filled, x.reason
	}
	return v
}

// Mine returns what somebody did in an inspection, newest first, most at most; what
// they took back is left out.
func (d *Desk) Mine(inspection, person string, most int) ([]Vote, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, m, err := d.find(inspection, person)
	if err != nil {
		return nil, err
	}
	out := []Vote{}
	s := c.seat(m)
	for n := len(s.acts) - 1; n >= 0 && len(out) < most; n-- {
		if at := s.acts[n]; !c.marks[at].is(markUndone) {
			v := c.vote(d, at)
			v.Counted = v.Counted || c.part(c.marks[at].row) == PartGold || v.Again
			out = append(out, v)
		}
	}
	return out, nil
}

// receipt says what an answer came to. The lock is not held.
func (d *Desk) receipt(c *course, m *member, seq int64, a *Answer) Receipt {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := c.seat(m)
	r := Receipt{Seq: seq}
	i, err := c.rowOf(a.Row)
	if err != nil {
		return r
	}
	if at, has := c.own(s, i, a.Again); has {
		k := &c.marks[at]
		r.Counted = !k.is(markSurplus)
		if k.is(markChecked) {
			r.Feedback = c.feedback(s, i, c.said[k.said].values)
		}
	}
	r.Claims, _ = d.claimsFor(c, s)
	r.Enough, r.More = decided(r.Claims)
	return r
}

// claimsFor returns the claims as somebody may see them. How a claim moves when one's
// own answer settles a row tells what the others said of it; so raters see that when
// they can no longer take their answer back.
// behind: they are those from before that answer.
func (d *Desk) claimsFor(c *course, s *seat) (states []ClaimState, behind bool) {
	if s.shown != nil && !s.settles() && d.final(c, s, s.acts[len(s.acts)-1], true) == "" {
		return s.shown, true
	}
	return c.standing(), false
}

func decided(states []ClaimState) (enough bool, more int) {
	if len(states) == 0 {
		return false, -1
	}
	return Enough(states), More(states)
}

// checkGold compares an answer to a gold row with the known one.
func (c *course) checkGold(s *seat, i int32, values map[string]string, m *mark) {
	at, _ := slices.BinarySearch(c.gold, i)
	if at >= c.round {
		return
	}
	m.flags |= markChecked
	s.checked++
	if right(c.sample.Items[i].Gold, values) {
		s.right++
	}
}

func right(known, values map[string]string) bool {
	for k, v := range known {
		if values[k] != v {
			return false
		}
	}
	return true
}

func (c *course) feedback(s *seat, i int32, values map[string]string) *GoldFeedback {
	it := &c.sample.Items[i]
	return &GoldFeedback{Right: right(it.Gold, values), Known: it.Gold, Why: it.Why, Done: s.checked, Of: c.round}
}
