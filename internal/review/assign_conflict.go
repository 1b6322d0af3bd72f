package review

import (
	"context"
	"math"
	"slices"

	"seedbed.dev/seedbed"
)

// wrote reports whether a row comes from what somebody wrote. Until the rows' sources
// are known nobody who wrote something is asked: see learn.
func (c *course) wrote(s *seat, i int32) bool {
	if len(s.Wrote) == 0 || c.from == nil {
		return false
	}
	from := &c.origin[c.from[i]]
	return slices.Contains(s.Wrote, from[0]) || from[1] != "" && slices.Contains(s.Wrote, from[1])
}

// learn reads the stage and source of every row of a sample, once, when the first
// person comes who wrote some. Two who come at once both read them, and the same.
func (d *Desk) learn(ctx context.Context, c *course, m *member) error {
	d.mu.Lock()
	wanted := len(m.Wrote) > 0 && c.from == nil
	d.mu.Unlock()
	if !wanted {
		return nil
	}
	from, origins, numbers := make([]uint16, len(c.rows)), [][2]string{{}}, map[[2]string]uint16{{}: 0}
	for i := range c.sample.Items {
		r, ok, err := d.rows.Row(ctx, c.sample.Items[i].Row)
		if err != nil {
			return seedbed.Errorf(seedbed.CodeStorage, "reading who wrote the rows of %s: %w", c.in.Name, err)
		}
		if !ok {
			continue // said when somebody is given it
		}
		o := [2]string{r.Stage, r.Lineage.Source}
		n, known := numbers[o]
		if !known {
			if len(origins) > math.MaxUint16 {
				return seedbed.Errorf(seedbed.CodeInvalid, "the rows of %s are from more than %d stages and sources, so that nobody can be kept from rating what they wrote", c.in.Name, math.MaxUint16)
			}
			n = uint16(len(origins))
			numbers[o], origins = n, append(origins, o)
		}
		from[i] = n
	}
	d.mu.Lock()
	c.from, c.origin = from, origins
	d.mu.Unlock()
	return nil
}
