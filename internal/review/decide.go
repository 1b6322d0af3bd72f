package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// Deciding is what is done about many rows at once.
type Deciding string

// What can be done.
const (
	DecideLeaveOut Deciding = "leave out" // the rows are in no release
	DecideKeep     Deciding = "keep"      // overrules that they were left out before
)

// Decision is what an owner or adjudicator decided about many rows at once. It may be
// about any rows of the project, also those that no inspection has drawn.
type Decision struct {
	ID     string   `json:"id"` // "d-" and 8 hexadecimal digits
	Do     Deciding `json:"do"`
	Filter string   `json:"filter"` // as the person wrote it; "" where rows were picked by hand
	Reason string   `json:"reason"`
	Rows   int      `json:"rows"`
	// IDs is the SHA-256, in hexadecimal, of the file of the rows' ids: see DecidedRows.
	IDs string `json:"ids"`
}

// DecisionUndo takes a decision back: it counts for nothing from then on.
type DecisionUndo struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Decided is a decision, by whom and when, and what became of it.
type Decided struct {
	Decision
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	Undone     bool      `json:"undone,omitempty"`
	UndoneBy   string    `json:"undone_by,omitempty"`
	UndoReason string    `json:"undo_reason,omitempty"`
	UndoneAt   time.Time `json:"undone_at,omitzero"`
}

// What a decision may have.
const (
	mostReason  = 4000      // bytes, of a reason or a filter
	mostDecided = 4_000_000 // rows
)

// Decide keeps what somebody decided about rows, whose ids may come in any order and
// twice. Their file is on the disk before the event is, so that a kill leaves the
// decision whole or not there. It takes 32 bytes of memory a row while it lasts.
//
// Of dec, Do, Filter and Reason count; Rows, where it is not 0, is how many rows the
// person was shown, and has to be as many as come. ID may be given by who wants to ask
// twice for the same: a decision that is there under it is returned, and nothing is
// kept. So is one that says the same as the newest that stands.
//
// Errors: *Forbidden for who is neither owner nor adjudicator; seedbed.CodeInvalid for
// no rows, more than 4,000,000, another number than was shown, no reason, or one of more
// than 4000 bytes; those of ids; seedbed.CodeStorage where it could not be kept.
func (d *Desk) Decide(ctx context.Context, by string, dec Decision, ids iter.Seq2[seedbed.ID, error]) (Decided, error) {
	if err := dec.check(); err != nil {
		return Decided{}, err
	}
	if err := d.mayDecide(by); err != nil {
		return Decided{}, err
	}
	rows, err := sortedIDs(ctx, ids)
	if err != nil {
		return Decided{}, err
	}
	switch shown := dec.Rows; {
	case len(rows) == 0:
		return Decided{}, seedbed.Errorf(seedbed.CodeInvalid, "there is no row to decide about: the filter matches none")
	case shown != 0 && shown != len(rows):
		return Decided{}, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: rowsNow(shown, len(rows)),
			Fix: "look at them again, and decide then",
		}
	}
	dec.Rows = len(rows)
	sum := digestIDs(rows)
	dec.IDs = hex.EncodeToString(sum[:])
	have, there, err := d.reserveDecision(by, &dec)
	if there || err != nil {
		return have, err
	}
	defer func() {
		d.mu.Lock()
		delete(d.deciding, dec.ID)
		d.mu.Unlock()
	}()
	if err := d.keepIDs(dec.IDs, rows); err != nil {
		return Decided{}, err
	}
	if _, err := d.do(ctx, by, EventDecide, "", &dec); err != nil {
		return Decided{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.decisions[d.decided[dec.ID]], nil
}

func (dec *Decision) check() error {
	switch {
	case dec.Do != DecideLeaveOut && dec.Do != DecideKeep:
		return seedbed.Errorf(seedbed.CodeInvalid, "%.40q is nothing to do about rows; there are %q and %q", dec.Do, DecideLeaveOut, DecideKeep)
	case len(dec.Filter) > mostReason || !utf8.ValidString(dec.Filter):
		return seedbed.Errorf(seedbed.CodeInvalid, "the filter has %d bytes or is no UTF-8; %d bytes are the most", len(dec.Filter), mostReason)
	case dec.ID != "" && !isDecisionID(dec.ID):
		return seedbed.Errorf(seedbed.CodeInvalid, "%.40q names no decision; d- and 8 hexadecimal digits do", dec.ID)
	case dec.Rows < 0:
		return seedbed.Errorf(seedbed.CodeInvalid, "a decision is about no fewer than 0 rows, not %d", dec.Rows)
	}
	return checkReason(dec.Reason)
}

func checkReason(s string) error {
	if strings.TrimSpace(s) == "" {
		return seedbed.Errorf(seedbed.CodeInvalid, "say why: it is kept beside what was decided")
	}
	if len(s) > mostReason || !utf8.ValidString(s) {
		return seedbed.Errorf(seedbed.CodeInvalid, "the reason has %d bytes or is no UTF-8; %d bytes are the most", len(s), mostReason)
	}
	return nil
}

func isDecisionID(s string) bool {
	b, err := hex.DecodeString(strings.TrimPrefix(s, "d-"))
	return strings.HasPrefix(s, "d-") && err == nil && len(b) == 4 && s == strings.ToLower(s)
}

func (d *Desk) mayDecide(by string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := d.members[by]
	if m == nil {
		return forbidden(by, "nobody is known here as %q; ask the owner for an invitation", by)
	}
	if !m.settles() {
		return forbidden(by, "only owners and adjudicators decide about many rows at once")
	}
	return nil
}

// reserveDecision gives a decision an id that no other has, unless it is there.
func (d *Desk) reserveDecision(by string, dec *Decision) (have Decided, there bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at, known := d.decided[dec.ID]; known {
		if have = d.decisions[at]; !have.says(by, dec) {
			return have, false, seedbed.Errorf(seedbed.CodeInvalid, "there is a decision %s already, about something else", dec.ID)
		}
		return have, true, nil
	}
	if d.deciding[dec.ID] {
		return have, false, seedbed.Errorf(seedbed.CodeInvalid, "decision %s is being kept just now", dec.ID)
	}
	if dec.ID == "" {
		for i := len(d.decisions) - 1; i >= 0; i-- {
			if have = d.decisions[i]; have.Undone {
				continue
			}
			if have.says(by, dec) {
				return have, true, nil
			}
			break
		}
		dec.ID = d.nameDecision(by, dec)
	}
	d.deciding[dec.ID] = true
	return Decided{}, false, nil
}

// says reports whether a decision is the one that is to be kept.
func (k *Decided) says(by string, dec *Decision) bool {
	return k.By == by && k.Do == dec.Do && k.Filter == dec.Filter && k.Reason == dec.Reason && k.IDs == dec.IDs
}

// nameDecision makes an id of what is decided, that is not taken.
func (d *Desk) nameDecision(by string, dec *Decision) string {
	for n := len(d.decisions); ; n++ {
		h := sha256.New()
		for _, s := range []string{by, string(dec.Do), dec.Filter, dec.Reason, dec.IDs} {
			h.Write([]byte(s))
			h.Write([]byte{0})
		}
		h.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
		id := "d-" + hex.EncodeToString(h.Sum(nil)[:4])
		if _, taken := d.decided[id]; !taken && !d.deciding[id] {
			return id
		}
	}
}

// Undecide takes a decision back, with a reason. What was decided, and that it was
// taken back, stays in the ledger.
//
// Errors: *Forbidden as in Decide; seedbed.CodeNotFound for a decision that there is
// not; seedbed.CodeInvalid for one that is taken back already, and for no reason.
func (d *Desk) Undecide(ctx context.Context, by, id, reason string) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	if err := d.mayDecide(by); err != nil {
		return err
	}
	return d.decide(ctx, by, EventDecideUndo, "", &DecisionUndo{ID: id, Reason: reason}, func() error {
		at, known := d.decided[id]
		if !known {
			return seedbed.Errorf(seedbed.CodeNotFound, "there is no decision %.40q", id)
		}
		if k := &d.decisions[at]; k.Undone {
			return seedbed.Errorf(seedbed.CodeInvalid, "decision %s was taken back already", id)
		}
		return nil
	})
}

// Decisions returns what was decided, oldest first, what was taken back among it.
func (d *Desk) Decisions() []Decided {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Decided{}, d.decisions...)
}

func (d *Desk) applyDecide(e *Event, dec *Decision) error {
	if !isDecisionID(dec.ID) || dec.Rows < 1 {
		return seedbed.Errorf(seedbed.CodeStorage, "it is no decision")
	}
	if _, twice := d.decided[dec.ID]; twice {
		return nil // the first stays
	}
	d.decided[dec.ID] = len(d.decisions)
	d.decisions = append(d.decisions, Decided{Decision: *dec, By: e.By, At: e.At})
	return nil
}

func (d *Desk) applyUndecide(e *Event, u *DecisionUndo) error {
	at, known := d.decided[u.ID]
	if !known {
		return seedbed.Errorf(seedbed.CodeStorage, "there is no decision %.40q before it", u.ID)
	}
	if k := &d.decisions[at]; !k.Undone {
		k.Undone, k.UndoneBy, k.UndoReason, k.UndoneAt = true, e.By, u.Reason, e.At
	}
	return nil
}
