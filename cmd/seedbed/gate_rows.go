package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
)

// changed learns what people changed of the rows, and names the rows with it: who signed
// before has not seen it. It is read again only where somebody changed something since.
func (s *stand) changed(ctx context.Context) (err error) {
	if s.view == nil {
		return nil
	}
	if s.bare || s.record.Changed == 0 {
		s.changes = nil
	} else if s.changes == nil || s.through != s.record.Changed {
		w, err := s.peopleRead(ctx)
		if err != nil {
			return err
		}
		out, err := w.desk.Outcome(ctx)
		if err = errors.Join(err, w.close()); err != nil {
			return fmt.Errorf("reading what people changed of the rows: %w", err)
		}
		s.changes, s.through = &out, s.record.Changed
	}
	s.facts.Subject = s.view.subject(s.changes)
	return nil
}

// subject names the rows of a run as people changed them: other rows have another name.
// What they changed of rows that are not in this run counts too: that costs a signature,
// and a look at each row that it does not.
func (v *view) subject(changes *review.Outcome) string {
	c := &v.summary.Summary
	parts := []string{v.plan.Fingerprint.String(), v.run.Inputs, fmt.Sprintf("%d %d %d", c.Accepted, c.Rejected, c.Failed)}
	if d := changesDigest(changes); d != "" {
		parts = append(parts, d)
	}
	return gate.Subject(parts...)
}

// changesDigest names which rows are left out, and which are in the places of others; ""
// where none are.
func changesDigest(o *review.Outcome) string {
	if o == nil {
		return ""
	}
	h, any := sha256.New(), false
	for _, id := range sortedRows(o.LeftOut) {
		h.Write([]byte{'-'})
		h.Write(id[:])
		any = true
	}
	for _, id := range sortedRows(o.Repairs) {
		if _, out := o.LeftOut[id]; out {
			continue
		}
		made := o.Repairs[id].New
		h.Write([]byte{'+'})
		h.Write(id[:])
		h.Write(made[:])
		any = true
	}
	if !any {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

func sortedRows[V any](m map[seedbed.ID]V) []seedbed.ID {
	return slices.SortedFunc(maps.Keys(m), func(a, b seedbed.ID) int { return bytes.Compare(a[:], b[:]) })
}

// contested looks up which rows, of those that were rightly objected to, are still to
// be released.
func (s *stand) contested(ctx context.Context) error {
	s.facts.Accepted = map[seedbed.ID]bool{}
	if s.view == nil {
		return nil
	}
	for i := range s.record.Contests {
		c := &s.record.Contests[i]
		if c.What != gate.Upheld {
			continue
		}
		stays, err := s.stays(ctx, c.Row)
		if err != nil {
			return err
		}
		s.facts.Accepted[c.Row] = stays
	}
	return nil
}

// stays reports whether a row is still to be released as it is: one of the run, or one
// that a person made of it.
func (s *stand) stays(ctx context.Context, id seedbed.ID) (bool, error) {
	accepted, taken, err := s.mendTaken(ctx, id)
	if err != nil || accepted || s.changes == nil {
		return accepted && !taken, err
	}
	for old, m := range s.changes.Repairs {
		if m.New == id {
			_, taken, err := s.mendTaken(ctx, old)
			return taken, err
		}
	}
	return false, nil
}

// mendTaken reports whether the run accepted a row that nobody left out, and whether a
// mended one is released in its place.
func (s *stand) mendTaken(ctx context.Context, id seedbed.ID) (accepted, taken bool, err error) {
	rec, out, err := s.view.find(ctx, id.String())
	if seedbed.CodeOf(err) == seedbed.CodeNotFound {
		return false, false, nil
	}
	if err != nil || out == nil || out.Decision.State != seedbed.Accepted || s.changes == nil {
		return err == nil && out != nil && out.Decision.State == seedbed.Accepted, false, err
	}
	if _, left := s.changes.LeftOut[id]; left {
		return false, false, nil
	}
	m, mended := s.changes.Repairs[id]
	if !mended {
		return true, false, nil
	}
	_, why, err := s.view.mend(ctx, &rec, &m)
	return true, why == "", err
}
