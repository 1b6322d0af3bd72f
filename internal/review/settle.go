package review

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// change changes a row, and what is counted of rows with it.
func (c *course) change(i int32, f func(r *row)) {
	c.tally(i, -1)
	f(&c.rows[i])
	c.tally(i, 1)
}

func (c *course) tally(i int32, n int) {
	r := &c.rows[i]
	switch p := c.parts[c.part(i)]; {
	case r.is(rowDone | rowAdjudicated):
		p.Settled += n
	case r.is(rowGone):
	default:
		if r.got > 0 {
			p.Begun += n
		}
		c.open[c.side(i)] += n * max(0, c.need(i)-int(r.got))
	}
}

// settle works out what came of a row, after all answers or an adjudicator's word.
func (c *course) settle(i int32) {
	r, o := &c.rows[i], c.outcome(i)
	r.status &^= rowBad | rowUnrated
	if o.Defective || o.Void {
		r.status |= rowBad
	}
	if o.Void {
		r.status |= rowUnrated
	}
	if len(c.about(i)) > 0 {
		c.disputed[i] = struct{}{}
	} else if c.settled[i] == nil {
		delete(c.disputed, i)
	}
	_ = c.claims.Settle(int(i), o) // the item is one of the sample
	c.settles++
}

// outcome is what a row is by what people said. Of one that too many skipped, nobody
// knows, unless those who answered decide it whatever the others would have said: the
// answers of those who could rate it are no sample of what all would answer.
func (c *course) outcome(i int32) RowOutcome {
	if k := c.settled[i]; k != nil && len(k.Values) > 0 {
		o, _, _ := OutcomeOf(c.in, []map[string]string{k.Values})
		return o
	}
	if c.rows[i].is(rowSkippedOut) && !c.certain(i) {
		return RowOutcome{Void: true}
	}
	o, _, _ := OutcomeOf(c.in, c.answersOf(i))
	return o
}

// certain reports whether the answers that are missing of a row would change nothing.
func (c *course) certain(i int32) bool {
	got, bad, unclears := 0, 0, 0
	c.marksOf(i, func(_ int32, m *mark) bool {
		if c.counted(m) {
			got++
			switch c.said[m.said].defect {
			case defective:
				bad++
			case unclear:
				unclears++
			}
		}
		return true
	})
	all, missing := c.need(i)-unclears, c.need(i)-got
	if c.in.Defect == nil {
		return 2*got > c.need(i)
	}
	return 2*(bad+missing) < all || all > 0 && 2*bad >= all
}

// reopen takes back that a row is settled.
func (c *course) reopen(i int32) {
	delete(c.disputed, i)
	_ = c.claims.Unsettle(int(i))
	c.settles++
	c.list(i)
}

// standing is how the claims stand. What decides them is as of now, and so a function of
// the events in their order; the bounds are those that were worked out last.
func (c *course) standing() []ClaimState {
	if c.stood != c.settles {
		c.states, c.stood = c.claims.stand(), c.settles
	}
	return c.states
}

// boundNow is bound where nobody else has the desk yet.
func (c *course) boundNow() {
	if c.settles-c.bounded > c.bounded/100 {
		c.claims.due()()()
		c.bounded, c.stood = c.settles, -1
	}
}

// bound brings the bounds that are shown up to date. They take longer than all else that
// an answer costs, and decide nothing: so they are worked out without the lock, by one
// at a time. Who does not wait leaves it to whoever is at it already, and to the next;
// with some hundred rows settled, bounds may be of one row in a hundred less.
//
// The lock is not held.
func (d *Desk) bound(c *course, wait bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for want := c.settles; c.bounded < want; {
		if c.bounding {
			if !wait {
				return
			}
			d.applied.Wait()
			continue
		}
		if !wait && c.settles-c.bounded <= c.bounded/100 {
			return
		}
		c.bounding = true
		claims, upTo, work := c.claims, c.settles, c.claims.due()
		d.mu.Unlock()
		keep := work()
		d.mu.Lock()
		c.bounding = false
		if c.claims == claims { // else the rubric became another, and what it was is nothing
			keep()
			c.bounded, c.stood = upTo, -1
		}
		d.applied.Broadcast()
	}
}

// boundSoon is bound for a page: with many rows settled, when a row more hardly moves a
// bound that takes a while, it shows what is known and has the rest worked out meanwhile.
func (d *Desk) boundSoon(c *course) {
	d.mu.Lock()
	large := c.settles > soon && c.bounded > 0
	if large && !c.bounding && c.bounded < c.settles && !d.closed {
		d.working.Go(func() { d.bound(c, false) })
	}
	d.mu.Unlock()
	if !large {
		d.bound(c, true)
	}
}

// answersOf returns the answers that decide a row, first to last.
func (c *course) answersOf(i int32) []map[string]string {
	var out []map[string]string
	c.marksOf(i, func(_ int32, m *mark) bool {
		if c.counted(m) {
			out = append(out, c.said[m.said].values)
		}
		return true
	})
	slices.Reverse(out)
	return out
}

// about says on what people do not agree about a row, or why it was not rated; none:
// there is nothing to settle. On a scale it takes more than a quarter of its width.
func (c *course) about(i int32) []string {
	var out []string
	n, bad, open := 0, 0, 0
	flags := map[string]bool{}
	c.marksOf(i, func(at int32, m *mark) bool {
		if !c.counted(m) {
			return true
		}
		n++
		switch c.said[m.said].defect {
		case defective:
			bad++
		case unclear:
			open++
		}
		if x := c.extra[at]; x != nil {
			for _, f := range x.flags {
				flags[f] = true
			}
		}
		return true
	})
	if c.rows[i].is(rowSkippedOut) {
		out = append(out, fmt.Sprintf("skipped by %d people", c.rows[i].skips))
	}
	if open > 0 {
		out = append(out, fmt.Sprintf("defective: %d of %d answers do not tell", open, n))
	}
	if told := n - open; bad > 0 && bad < told {
		out = append(out, fmt.Sprintf("defective: %d of %d say so", bad, told))
	}
	if n > 1 {
		answers := c.answersOf(i)
		for k := range c.in.Rubric.Criteria {
			if s := apart(&c.in.Rubric.Criteria[k], answers); s != "" {
				out = append(out, s)
			}
		}
	}
	for _, f := range slices.Sorted(maps.Keys(flags)) {
		out = append(out, "flagged: "+f)
	}
	return out
}

// apart says what people answered who are far apart on a criterion.
func apart(k *seedbed.Criterion, answers []map[string]string) string {
	first, same := answers[0][k.Name], true
	for _, a := range answers {
		same = same && a[k.Name] == first
	}
	if same {
		return ""
	}
	var values []string
	low, high := k.Max, k.Min
	for _, a := range answers {
		v := a[k.Name]
		if n, err := strconv.Atoi(v); err == nil {
			low, high = min(low, n), max(high, n)
		}
		values = append(values, v)
	}
	if k.Kind == seedbed.Scale && 4*(high-low) <= k.Max-k.Min {
		return ""
	}
	return k.Name + ": " + strings.Join(values, ", ")
}

// mostDisputes is how many are given at once.
const mostDisputes = 1000

// Disputes returns the rows on which people do not agree, or which too many skipped:
// open ones first, then those that were settled, in the order of the sample, a
// thousand at most. Owners and adjudicators alone see them. A row is there when all
// its answers are in; somebody who sees it is not asked about it any more.
func (d *Desk) Disputes(inspection, viewer string) ([]Dispute, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, open, settled, err := d.disputed(inspection, viewer)
	if err != nil {
		return nil, err
	}
	rows := append(open, settled...)
	out := make([]Dispute, 0, min(len(rows), mostDisputes))
	for _, i := range rows[:min(len(rows), mostDisputes)] {
		q := Dispute{Row: c.sample.Items[i].Row, Part: c.part(i), About: c.about(i), Votes: c.votes(d, i, nil)}
		if k := c.settled[i]; k != nil {
			s := k.Settlement
			q.Settled = &s
		}
		out = append(out, q)
	}
	return out, nil
}

// disputed returns the places of an inspection's disputed rows in the order of the sample,
// for who may see them. The lock is held.
func (d *Desk) disputed(inspection, viewer string) (c *course, open, settled []int32, err error) {
	c, m, err := d.find(inspection, viewer)
	if err != nil {
		return nil, nil, nil, err
	}
	if !m.settles() {
		return nil, nil, nil, forbidden(viewer, "only adjudicators see disagreements")
	}
	for i := range c.disputed {
		if c.settled[i] == nil {
			open = append(open, i)
		} else {
			settled = append(settled, i)
		}
	}
	slices.Sort(open)
	slices.Sort(settled)
	return c, open, settled, nil
}

// Settle records what an adjudicator made of a disagreement: what counts from now on,
// or that it stays. Votes are kept either way. It may be settled again.
//
// Errors: *Forbidden for others, and for who rated the row, where there is somebody
// else to settle it; seedbed.CodeInvalid where the row is not one whose answers are in,
// for a cause that there is not, and for values that the rubric does not allow.
func (d *Desk) Settle(ctx context.Context, inspection, by string, s Settlement) error {
	return d.decide(ctx, by, EventSettle, inspection, &s, func() error { return d.maySettle(inspection, by, &s) })
}

// decide has somebody do what may allows, which is asked under the lock.
func (d *Desk) decide(ctx context.Context, by string, kind EventKind, inspection string, body any, may func() error) error {
	d.mu.Lock()
	err := may()
	d.mu.Unlock()
	if err != nil {
		return err
	}
	_, err = d.do(ctx, by, kind, inspection, body)
	return err
}

func (d *Desk) maySettle(inspection, by string, s *Settlement) error {
	c, m, err := d.find(inspection, by)
	if err != nil {
		return err
	}
	if !m.settles() {
		return forbidden(by, "only adjudicators settle disagreements")
	}
	i, err := c.rowOf(s.Row)
	if err != nil {
		return err
	}
	switch {
	case !slices.Contains([]Cause{CauseGap, CauseAmbiguous, CauseSlip, CauseReal}, s.Cause):
		return seedbed.Errorf(seedbed.CodeInvalid, "%.40q is no cause; there are %s, %s, %s and %s", s.Cause, CauseGap, CauseAmbiguous, CauseSlip, CauseReal)
	case c.part(i) == PartGold:
		return seedbed.Errorf(seedbed.CodeInvalid, "row %s is a gold row: its answer is known", s.Row.Short())
	case !c.rows[i].is(rowDone | rowAdjudicated):
		return seedbed.Errorf(seedbed.CodeInvalid, "row %s has %d of %d answers; it is settled when all are in", s.Row.Short(), c.rows[i].got, c.need(i))
	case len(s.Note) > mostNote:
		return seedbed.Errorf(seedbed.CodeInvalid, "the note has %d bytes; %d are the most", len(s.Note), mostNote)
	}
	if _, rated := c.own(c.seat(m), i, false); rated {
		if slices.ContainsFunc(d.joined, func(o *member) bool {
			_, too := c.own(c.seat(o), i, false)
			return o != m && o.settles() && !too
		}) {
			return forbidden(by, "you rated row %s yourself; another adjudicator settles it", s.Row.Short())
		}
	}
	if len(s.Values) > 0 {
		return checkValues(c.in.Rubric, s.Values)
	}
	return nil
}

func (c *course) applySettle(by *member, s *Settlement) error {
	i, err := c.rowOf(s.Row)
	if err != nil {
		return err
	}
	c.settled[i] = &adjudicated{*s, by.ID}
	c.change(i, func(r *row) { r.status |= rowAdjudicated })
	c.disputed[i] = struct{}{}
	c.settle(i)
	return nil
}
