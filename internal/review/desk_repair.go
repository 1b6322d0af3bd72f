package review

import (
	"context"
	"crypto/sha256"
	"slices"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// mostRepair bounds what a mended row may have, in bytes of JSON.
const mostRepair = 1 << 20

// Repair keeps a row that somebody mended, as a new record of human origin whose parent
// is the old one; fields are those that changed. The old row, and what was said of it,
// stay. Whoever has the row in hand, or has answered it, may mend it, and so may
// adjudicators and owners; a program mends nothing, as what it writes is of no human
// origin. The same repair again gives the same id and is kept once.
func (d *Desk) Repair(ctx context.Context, inspection, person string, row seedbed.ID, fields seedbed.Fields, note string) (Repair, error) {
	if len(note) > mostNote || !utf8.ValidString(note) {
		return Repair{}, seedbed.Errorf(seedbed.CodeInvalid, "the note has %d bytes or is no UTF-8; %d bytes are the most", len(note), mostNote)
	}
	d.mu.Lock()
	c, m, err := d.find(inspection, person)
	if err == nil {
		err = c.mayRepair(m, row)
	}
	d.mu.Unlock()
	if err != nil {
		return Repair{}, err
	}
	r, ok, err := d.rows.Row(ctx, row)
	if err != nil {
		return Repair{}, seedbed.Errorf(seedbed.CodeStorage, "reading row %s: %w", row.Short(), err)
	}
	if !ok {
		return Repair{}, seedbed.Errorf(seedbed.CodeNotFound, "row %s is not there any more", row.Short())
	}
	shown := c.shown(&r)
	for _, f := range fields {
		if _, has := shown.Fields.Get(f.Name); !has {
			return Repair{}, seedbed.Errorf(seedbed.CodeInvalid, "%.40q is no field of the row that you are shown; there are %v", f.Name, shown.Fields.Names())
		}
		r.Fields = r.Fields.With(f.Name, f.Value)
	}
	text := r.Fields.AppendJSON(nil)
	if len(text) > mostRepair {
		return Repair{}, seedbed.Errorf(seedbed.CodeInvalid, "the mended row has %d bytes; %d are the most", len(text), mostRepair)
	}
	fp := seedbed.Fingerprint(sha256.Sum256(append([]byte("repair\x00"+person+"\x00"), text...)))
	rep := Repair{Row: row, New: seedbed.ChildID(fp, []seedbed.ID{row}, 0), Fields: r.Fields, Note: note}
	d.mu.Lock()
	there := slices.ContainsFunc(d.mended, func(o MendedRow) bool { return o.Inspection == inspection && o.New == rep.New })
	d.mu.Unlock()
	if there {
		return rep, nil
	}
	_, err = d.do(ctx, person, EventRepair, inspection, &rep)
	return rep, err
}

func (c *course) mayRepair(m *member, row seedbed.ID) error {
	i, err := c.rowOf(row)
	if err != nil {
		return err
	}
	if m.Program != "" {
		return forbidden(m.ID, "a program mends no rows: a mended row is of human origin")
	}
	s := c.seat(m)
	_, rated := c.own(s, i, false)
	if holds := s.hold != nil && s.hold.row == i; !m.settles() && (!m.Has(Rater) || !holds && !rated) {
		return forbidden(m.ID, "you are not looking at row %s", row.Short())
	}
	return nil
}

// repairs returns the rows that were mended in an inspection, first to last, but those
// of who took all back.
func (d *Desk) repairs(inspection string) []Repair {
	var out []Repair
	for i := range d.mended {
		if k := &d.mended[i]; k.Inspection == inspection && !d.members[k.By].withdrew {
			out = append(out, k.Repair)
		}
	}
	return out
}
