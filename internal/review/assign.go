package review

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"seedbed.dev/seedbed"
)

// hold is a row that somebody has in hand. Its place counts as an answer until it ends,
// so that no row is ever given to more people than it wants.
type hold struct {
	row     int32
	again   bool
	checked bool // a gold row of the calibration round
	sending bool // its answer is on its way to the disk: it does not end
	until   time.Time
}

// Next gives somebody the row that they are to look at. Until they answer or skip it,
// or its time is over, it is the same one: asking again does no harm, and prolongs it.
//
// Errors: *Nothing, with why and until when; *Forbidden; and those of reading a row.
// The order is: the calibration round; repeats and gold rows that are due; rows that
// the person has a draft of; of the random rows those that others have begun, those
// that were given back, and those that nobody has seen, in drawn order; and when enough
// is known, or no random row is left for them, the other parts in the same way.
func (d *Desk) Next(ctx context.Context, inspection, person string) (*Task, error) {
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if err := d.learn(ctx, c, m); err != nil {
		return nil, err
	}
	for {
		d.awaitSent(c, m)
		t, h, err := d.reserve(c, m)
		if err != nil {
			return nil, err
		}
		err = d.fill(ctx, c, m, t)
		if err == nil {
			return t, nil
		}
		d.mu.Lock()
		c.release(c.seat(m), h)
		if errors.Is(err, errGone) {
			c.rows[h.row].status |= rowGone
			d.mu.Unlock()
			continue
		}
		d.mu.Unlock()
		return nil, err
	}
}

// reserve finds a row for somebody and holds a place for it.
func (d *Desk) reserve(c *course, m *member) (*Task, *hold, error) {
	now := d.now()
	draft := d.drafts.of(m.ID, c.in.Name)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := m.mayRate(c); err != nil {
		return nil, nil, err
	}
	c.expire(now)
	s := c.seat(m)
	if err := d.may(c, s, now); err != nil {
		return nil, nil, err
	}
	if h := s.hold; h != nil && c.rows[h.row].is(rowAdjudicated|rowGone) && !h.again {
		c.release(s, h)
	}
	if s.hold == nil {
		h, err := d.choose(c, s, draft, now)
		if err != nil {
			return nil, nil, err
		}
		c.take(s, h)
	}
	h := s.hold
	c.prolong(h, now.Add(d.rules.Reserve))
	states, _ := d.claimsFor(c, s)
	t := &Task{
		Inspection: c.in.Name, Row: c.sample.Items[h.row].Row, Rubric: c.in.Rubric, Again: h.again, Calibration: h.checked,
		Draft: draft[c.sample.Items[h.row].Row], Notice: c.in.Harm, Break: len(c.in.Harm) > 0 && s.sinceOff >= d.rules.BreakAfter,
		Until: h.until, Done: s.answers, Left: c.left(states),
	}
	return t, h, nil
}

// choose finds a row for somebody who has none.
func (d *Desk) choose(c *course, s *seat, draft map[seedbed.ID]json.RawMessage, now time.Time) (*hold, error) {
	gold, more := c.nextGold(s)
	if more && s.golds < c.round {
		return &hold{row: gold, checked: true}, nil
	}
	if d.rules.Pass > 0 && s.checked > 0 && float64(s.right) < d.rules.Pass*float64(s.checked) {
		return nil, &Nothing{Why: WhyCalibrated}
	}
	if i, ok := c.repeat(s); ok {
		return &hold{row: i, again: true}, nil
	}
	enough := c.enough()
	i, ok := int32(0), false
	if !enough {
		i, ok = c.drafted(s, draft, sideRandom)
		if !ok {
			i, ok = c.pick(s, sideRandom)
		}
	}
	if !ok {
		if i, ok = c.drafted(s, draft, sideOther); !ok {
			i, ok = c.pick(s, sideOther)
		}
	}
	if more && d.rules.GoldEvery > 0 && len(s.firsts)/d.rules.GoldEvery > s.golds-c.round {
		return &hold{row: gold}, nil
	}
	if ok {
		return &hold{row: i}, nil
	}
	if until, held := c.heldByOthers(s, enough); held {
		return nil, &Nothing{Why: WhyHeld, Until: until}
	}
	if enough {
		return nil, &Nothing{Why: WhyEnough}
	}
	return nil, &Nothing{Why: WhyDone}
}

// drafted returns a row of a side that somebody has begun to answer, and lost their
// place of, if it is still for them.
func (c *course) drafted(s *seat, draft map[seedbed.ID]json.RawMessage, side int) (int32, bool) {
	best := int32(-1)
	for id := range draft {
		i, err := c.rowOf(id)
		if err == nil && c.side(i) == side && c.wants(i) > 0 && c.isFor(s, i) && (best < 0 || i < best) {
			best = i
		}
	}
	return best, best >= 0
}

// nextGold returns the first gold row that somebody has not seen.
func (c *course) nextGold(s *seat) (int32, bool) {
	for ; s.golds < len(c.gold); s.golds++ {
		if _, has := c.own(s, c.gold[s.golds], false); !has {
			return c.gold[s.golds], true
		}
	}
	return 0, false
}

// spaced is how many others come at least before a row comes a second time.
const spaced = 20

// repeat returns the row that somebody is to be asked a second time now. The k-th
// repeat is of their k/Again-th answer, give or take what a hash of person and k says.
func (c *course) repeat(s *seat) (int32, bool) {
	if c.in.Again <= 0 {
		return 0, false
	}
	for {
		at := c.repeatAt(s)
		if at+spaced >= len(s.firsts) {
			return 0, false
		}
		i := s.firsts[at]
		if _, has := c.own(s, i, false); has && c.part(i) != PartGold {
			if _, twice := c.own(s, i, true); !twice {
				return i, true
			}
		}
		s.again++ // it was taken back, or is asked by a newer rubric
	}
}

func (c *course) repeatAt(s *seat) int {
	gap := 1 / c.in.Again
	jitter := float64(chance(c.in.Name, s.ID, c.in.Seed, uint64(s.again))%1000) / 1000
	return int(gap * (float64(s.again) + jitter))
}

// left is how many answers are still wanted of all people together, by how the claims
// stand as far as somebody may see.
func (c *course) left(states []ClaimState) int {
	n := c.open[sideOther]
	if c.in.Fixed || len(states) == 0 {
		return n + c.open[sideRandom]
	}
	if more := More(states); more >= 0 {
		return n + min(c.open[sideRandom], more*c.in.Raters)
	}
	return n + c.open[sideRandom]
}

// enough reports whether the claims are decided, so that no further random row is
// given out. A sample of fixed size is looked at to its end, as is one without claims.
func (c *course) enough() bool {
	return !c.in.Fixed && Enough(c.standing()) && len(c.standing()) > 0
}
