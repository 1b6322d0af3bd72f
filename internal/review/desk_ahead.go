package review

import (
	"context"
	"errors"
)

// Ahead returns up to so many rows that somebody may be asked about, in the order in
// which they would come, for a worksheet that is answered elsewhere. It holds no place:
// an answer to a row that has all it needs when the sheet comes back is kept, and does
// not count. Gold rows and repeats, whose order matters, are for the page alone.
//
// Errors: *Forbidden, and those of reading a row.
func (d *Desk) Ahead(ctx context.Context, inspection, person string, most int) ([]Task, error) {
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	if err == nil {
		err = m.mayRate(c)
	}
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if err := d.learn(ctx, c, m); err != nil {
		return nil, err
	}
	var out []Task
	for _, i := range d.ahead(c, m, most) {
		t := Task{Inspection: c.in.Name, Row: c.sample.Items[i].Row, Rubric: c.in.Rubric, Notice: c.in.Harm}
		switch err := d.fill(ctx, c, m, &t); {
		case errors.Is(err, errGone):
			continue
		case err != nil:
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// ahead returns the places of the rows of Ahead.
func (d *Desk) ahead(c *course, m *member, most int) []int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, enough := c.seat(m), c.enough()
	var out []int32
	for i := range int32(len(c.rows)) {
		if len(out) >= most {
			break
		}
		if enough && c.side(i) == sideRandom || c.wants(i) <= 0 || !c.isFor(s, i) {
			continue
		}
		out = append(out, i)
	}
	return out
}
