package review

import (
	"context"
	"time"

	"seedbed.dev/seedbed"
)

// MendedRow is a row that a person mended, where and when.
type MendedRow struct {
	Repair
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	Inspection string    `json:"inspection"`
}

// Outcome is what people's work changes in a release. It is a function of the ledger
// alone.
type Outcome struct {
	LeftOut map[seedbed.ID]string    // the rows that are in no release, with the id of the decision; a later decision wins over an earlier one
	Repairs map[seedbed.ID]MendedRow // by the old row: the newest that was not withdrawn
}

// Outcome returns what people's work changes in a release, as of now. It asks for no
// role. Errors are those of DecidedRows.
func (d *Desk) Outcome(ctx context.Context) (Outcome, error) {
	o, decisions := d.repaired()
	for i := range decisions {
		k := &decisions[i]
		if k.Undone {
			continue
		}
		if err := ctx.Err(); err != nil {
			return Outcome{}, err
		}
		for id, err := range d.DecidedRows(k.Decision) {
			if err != nil {
				return Outcome{}, err
			}
			if k.Do == DecideKeep {
				delete(o.LeftOut, id)
			} else {
				o.LeftOut[id] = k.ID
			}
		}
	}
	return o, nil
}

// repaired returns an outcome with all repairs, and the decisions that rows are still to
// be taken from, oldest first.
func (d *Desk) repaired() (o Outcome, decisions []Decided) {
	o = Outcome{LeftOut: map[seedbed.ID]string{}, Repairs: map[seedbed.ID]MendedRow{}}
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.mended {
		if m := d.mended[i]; !d.members[m.By].withdrew {
			o.Repairs[m.Row] = m
		}
	}
	return o, append([]Decided{}, d.decisions...)
}
