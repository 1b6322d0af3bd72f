package review

import (
	"slices"

	"seedbed.dev/seedbed"
)

// CountedRow is a row of a sample with what counts of what people said of it.
type CountedRow struct {
	Row   seedbed.ID
	Part  Part
	Share float64 // PartRandom: the probability with which it was drawn; else 0
	Votes []Vote  // the answers that decide it, first to last
	// Settled is what an adjudicator made of it, with their id; nil: none did.
	Settled   *Settlement
	SettledBy string
}

// Counted returns the rows of an inspection that people answered, in the order of the
// sample, with the answers that count: the first time that somebody was asked, not taken
// back, not surplus, to the guideline that holds for the row. Gold rows, whose answers
// were known before, are left out. It is the one place that says which these are. It
// asks for no role: nobody who rates is shown what comes of it.
func (d *Desk) Counted(inspection string) ([]CountedRow, error) {
	d.mu.Lock()
	c := d.courses[inspection]
	d.mu.Unlock()
	if c == nil {
		return nil, seedbed.Errorf(seedbed.CodeNotFound, "there is no inspection %q", inspection)
	}
	var out []CountedRow
	for from := 0; from < len(c.rows); from += piece {
		d.mu.Lock()
		for i := from; i < min(from+piece, len(c.rows)); i++ {
			if k, any := c.countedRow(d, int32(i)); any {
				out = append(out, k)
			}
		}
		d.mu.Unlock()
	}
	return out, nil
}

func (c *course) countedRow(d *Desk, i int32) (k CountedRow, any bool) {
	if c.part(i) == PartGold || c.rows[i].mark < 0 && c.settled[i] == nil {
		return k, false
	}
	it := &c.sample.Items[i]
	k = CountedRow{Row: it.Row, Part: it.Part}
	if it.Part == PartRandom {
		k.Share = it.Share
	}
	c.marksOf(i, func(at int32, m *mark) bool {
		if c.counted(m) {
			k.Votes = append(k.Votes, c.vote(d, at))
		}
		return true
	})
	slices.Reverse(k.Votes)
	if a := c.settled[i]; a != nil {
		s := a.Settlement
		k.Settled, k.SettledBy = &s, a.by
	}
	return k, len(k.Votes) > 0 || k.Settled != nil
}
