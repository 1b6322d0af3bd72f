package review

import (
	"slices"

	"seedbed.dev/seedbed"
)

// MayBeAsked reports whether somebody may still be asked about a row of an inspection, so
// that nothing may be shown to them that tells what a judge or somebody else said of it:
// where they have not answered it by the guideline as it is now, where they can still take
// their answer back, and where it may come to them a second time. It is false for who does
// not rate there, and for a row that is not of the sample.
//
// Who settles disagreements is not asked about a row any more that has all its answers:
// they may have read them (see Votes).
func (d *Desk) MayBeAsked(inspection string, row seedbed.ID, person string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, m, err := d.find(inspection, person)
	if err != nil || m.mayRate(c) != nil {
		return false
	}
	i, err := c.rowOf(row)
	if err != nil {
		return false
	}
	s := c.seat(m)
	if s.hold != nil && s.hold.row == i {
		return true
	}
	for _, again := range [...]bool{false, true} {
		at, has := c.own(s, i, again)
		switch {
		case !has && !again:
			return !m.settles() || !c.rows[i].is(rowDone|rowAdjudicated) && !(c.rows[i].is(rowReopened) && c.in.Raters > 1)
		case !has:
			return c.mayRepeat(s, i)
		case d.final(c, s, at, s.acts[len(s.acts)-1] == at) == "":
			return true
		}
	}
	return false
}

// mayRepeat reports whether a row that somebody answered may be asked of them once more to
// see how consistent they are. All answers from the next repeat on may: which of them will,
// is not for them to know.
func (c *course) mayRepeat(s *seat, i int32) bool {
	if c.in.Again <= 0 || c.part(i) == PartGold {
		return false
	}
	from := c.repeatAt(s)
	return from < len(s.firsts) && slices.Contains(s.firsts[from:], i)
}

// OpenDisputes returns all rows on which people do not agree and which nobody has settled,
// in the order of the sample, however many there are. Owners and adjudicators alone see
// them.
func (d *Desk) OpenDisputes(inspection, viewer string) ([]seedbed.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, open, _, err := d.disputed(inspection, viewer)
	if err != nil {
		return nil, err
	}
	out := make([]seedbed.ID, len(open))
	for k, i := range open {
		out[k] = c.sample.Items[i].Row
	}
	return out, nil
}

// Mended returns the newest repair of a row that was not withdrawn, as Outcome has it.
func (d *Desk) Mended(row seedbed.ID) (MendedRow, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range slices.Backward(d.mended) {
		if m.Row == row && !d.members[m.By].withdrew {
			return m, true
		}
	}
	return MendedRow{}, false
}
