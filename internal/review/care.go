package review

import (
	"context"
	"slices"
	"time"

	"seedbed.dev/seedbed"
)

// count adds to what somebody did on a day.
func (m *member) count(at time.Time, n int) {
	if m.today(at) {
		m.given += n
	}
}

// today begins the day of a moment, where it is a new one. It is false for a moment of
// a day before.
func (m *member) today(at time.Time) bool {
	day := dayOf(at)
	switch {
	case day.After(m.day):
		m.day, m.given, m.revealed = day, 0, 0
	case day.Before(m.day):
		return false
	}
	return true
}

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// may says why somebody is not given a row now. How long they take is no reason, and
// is kept nowhere.
func (d *Desk) may(c *course, s *seat, now time.Time) error {
	tomorrow := dayOf(now).AddDate(0, 0, 1)
	today := s.day.Equal(dayOf(now.In(c.where)))
	switch {
	case s.left:
		return &Nothing{Why: WhyLeft}
	case s.paused:
		return &Nothing{Why: WhyBreak}
	case today && d.rules.PerDay > 0 && s.given >= d.rules.PerDay,
		today && len(c.in.Harm) > 0 && d.rules.HarmPerDay > 0 && s.revealed >= d.rules.HarmPerDay:
		c.release(s, s.hold)
		return &Nothing{Why: WhyCap, Until: tomorrow}
	}
	return nil
}

// Reveal notes that somebody chose to see a row that may hurt, so that what they were
// exposed to is counted, by category. Categories are of the plan; none: all of them.
// A row counts once as long as the person looks at it.
func (d *Desk) Reveal(ctx context.Context, inspection, person string, r Reveal) error {
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	seen := false
	if err == nil {
		seen, err = c.mayReveal(m, &r)
	}
	d.mu.Unlock()
	if err != nil || seen {
		return err
	}
	_, err = d.do(ctx, person, EventReveal, inspection, &r)
	return err
}

func (c *course) mayReveal(m *member, r *Reveal) (seen bool, err error) {
	if !m.Has(Rater) && !m.settles() {
		return false, forbidden(m.ID, "only who rates or settles is shown rows")
	}
	i, err := c.rowOf(r.Row)
	if err != nil {
		return false, err
	}
	s := c.seat(m)
	_, rated := c.own(s, i, false)
	if holds := s.hold != nil && s.hold.row == i; !holds && !rated && !m.settles() {
		return false, forbidden(m.ID, "you are not looking at row %s", r.Row.Short())
	}
	if len(r.Categories) == 0 {
		r.Categories = slices.Clone(c.in.Harm)
	}
	for _, k := range r.Categories {
		if !slices.Contains(c.in.Harm, k) {
			return false, seedbed.Errorf(seedbed.CodeInvalid, "%.40q is no category of %s; there are %v", k, c.in.Name, c.in.Harm)
		}
	}
	return s.revealedRow == i+1, nil
}

func (d *Desk) applyReveal(c *course, s *seat, r *Reveal, at time.Time) {
	if s.exposure == nil {
		s.exposure = map[string]int{}
	}
	for _, k := range r.Categories {
		s.exposure[k]++
	}
	if i, err := c.rowOf(r.Row); err == nil {
		s.revealedRow = i + 1
	}
	if s.today(at.In(c.where)) {
		s.revealed++
	}
	s.sinceOff++
}

// Pause begins a break. What the person has in hand is kept for them as long as its
// time lasts.
func (d *Desk) Pause(ctx context.Context, inspection, person string) error {
	return d.pause(ctx, inspection, person, Pause{})
}

// Resume ends a break, or takes leaving back.
func (d *Desk) Resume(ctx context.Context, inspection, person string) error {
	return d.pause(ctx, inspection, person, Pause{Back: true})
}

// Leave ends somebody's part in an inspection. What they answered stays and counts, and
// what they have in hand goes to others. Nothing is held against them; Resume takes it
// back.
func (d *Desk) Leave(ctx context.Context, inspection, person string) error {
	return d.pause(ctx, inspection, person, Pause{Leaves: true})
}

func (d *Desk) pause(ctx context.Context, inspection, person string, p Pause) error {
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	same := false
	if err == nil {
		s := c.seat(m)
		switch {
		case p.Back:
			same = !s.left && !s.paused
		case p.Leaves:
			same = s.left
		default:
			same = s.paused || s.left
		}
	}
	d.mu.Unlock()
	if err != nil || same {
		return err
	}
	_, err = d.do(ctx, person, EventPause, inspection, &p)
	return err
}

func (c *course) applyPause(s *seat, p *Pause) {
	s.sinceOff = 0
	switch {
	case p.Back:
		s.paused, s.left = false, false
	case p.Leaves:
		s.left = true
		c.release(s, s.hold)
	default:
		s.paused = true
	}
}
