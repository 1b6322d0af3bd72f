package review

import (
	"hash/fnv"
	"time"
)

// take gives somebody a row.
func (c *course) take(s *seat, h *hold) {
	s.hold = h
	if h.again || c.part(h.row) == PartGold {
		return
	}
	c.rows[h.row].held++
	c.list(h.row)
}

// release takes a row back, if it is that one that is held and not on its way.
func (c *course) release(s *seat, h *hold) {
	if s.hold != h || h == nil || h.sending {
		return
	}
	s.hold = nil
	if h.again || c.part(h.row) == PartGold {
		return
	}
	c.rows[h.row].held--
	c.list(h.row)
}

func (c *course) prolong(h *hold, until time.Time) {
	h.until = until
	if c.soonest.IsZero() || until.Before(c.soonest) {
		c.soonest = until
	}
}

// expire takes back what was held too long. It looks at everybody who holds something,
// but only when there is one whose time is over.
func (c *course) expire(now time.Time) {
	if c.soonest.IsZero() || now.Before(c.soonest) {
		return
	}
	c.soonest = time.Time{}
	for _, s := range c.sortedSeats() {
		h := s.hold
		if h == nil {
			continue
		}
		if !h.sending && !h.until.After(now) {
			c.release(s, h)
			continue
		}
		if c.soonest.IsZero() || h.until.Before(c.soonest) {
			c.soonest = h.until
		}
	}
}

// heldByOthers reports whether somebody has a row that could come back to this person,
// and when the first may.
func (c *course) heldByOthers(s *seat, enough bool) (until time.Time, held bool) {
	for _, o := range c.seats {
		h := o.hold
		if h == nil || o == s || h.again || c.part(h.row) == PartGold || enough && c.side(h.row) == sideRandom {
			continue
		}
		if c.rows[h.row].is(rowDone|rowAdjudicated|rowGone) || !c.isFor(s, h.row) {
			continue
		}
		if !held || h.until.Before(until) {
			until, held = h.until, true
		}
	}
	return until, held
}

// chance is a number that depends on what it is given alone, and looks like any.
func chance(inspection, person string, seed int64, k uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte(inspection))
	h.Write([]byte{0})
	h.Write([]byte(person))
	h.Write([]byte{0})
	x := h.Sum64() ^ uint64(seed)*0x9e3779b97f4a7c15 ^ k*0xbf58476d1ce4e5b9
	for range 2 { // the finaliser of splitmix64 (Steele, Lea and Flood 2014)
		x ^= x >> 30
		x *= 0xbf58476d1ce4e5b9
		x ^= x >> 27
		x *= 0x94d049bb133111eb
		x ^= x >> 31
	}
	return x
}
