package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"path/filepath"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// inspectable gives the rows that an inspection is about: those that came to it and
// were accepted, in plan order.
func (v *view) inspectable(ctx context.Context, in *plan.Inspection) iter.Seq2[seedbed.Record, error] {
	return v.rows(ctx, []string{in.Name}, []seedbed.State{seedbed.Accepted})
}

// beginAll begins the inspections that were not begun.
func (w *people) beginAll(ctx context.Context, list []*plan.Inspection) error {
	owner, err := w.owner(ctx)
	if err != nil {
		return err
	}
	for _, in := range list {
		if _, begun := w.desk.Plan(in.Name); begun {
			continue
		}
		if err := w.begin(ctx, owner, in); err != nil {
			return err
		}
	}
	return nil
}

// begin draws the sample of an inspection, keeps its rows as they are now, and has the
// ledger told.
func (w *people) begin(ctx context.Context, owner string, in *plan.Inspection) error {
	v, err := w.view(ctx)
	if err != nil {
		return err
	}
	defer v.close()
	if v.run.Status == seedbed.RunOpen {
		return &seedbed.Error{Code: seedbed.CodeIncomplete, Message: "the run is not finished: what is claimed of its rows would not be of those to come", Fix: "finish it with seedbed run"}
	}
	gold, goldRows, err := w.gold(in)
	if err != nil {
		return err
	}
	sample, err := review.Draw(ctx, v.inspectable(ctx, in), in, review.DrawOptions{Gold: gold})
	if err != nil {
		return err
	}
	sample.Inspection = in.Name
	wanted := make(map[seedbed.ID]bool, len(sample.Items))
	for i := range sample.Items {
		wanted[sample.Items[i].Row] = true
	}
	path := filepath.Join(w.dir, in.Name+rowsEnding)
	err = review.WriteRows(path, func(yield func(seedbed.Record, error) bool) {
		for r, err := range v.inspectable(ctx, in) {
			if (err != nil || wanted[r.ID]) && !yield(r, err) {
				return
			}
		}
		for _, r := range goldRows {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err == nil {
		err = w.rows.open(path)
	}
	if err != nil {
		return err
	}
	return w.desk.Begin(ctx, owner, in, sample)
}

// goldLine is a row whose answers are known, as a file has it.
type goldLine struct {
	Fields  seedbed.Fields    `json:"fields"`
	Answers map[string]string `json:"answers"`
	Why     map[string]string `json:"why"`
}

// gold reads the rows of an inspection whose answers are known.
func (w *people) gold(in *plan.Inspection) (gold []review.GoldRow, rows []seedbed.Record, err error) {
	if in.Gold == "" {
		return nil, nil, nil
	}
	i := slices.IndexFunc(w.plan.Files, func(f plan.File) bool { return f.Path == in.Gold })
	if i < 0 || w.plan.Files[i].Text == nil {
		return nil, nil, seedbed.Errorf(seedbed.CodeInternal, "inspection %s: %s was not read", in.Name, in.Gold)
	}
	lines := bufio.NewScanner(bytes.NewReader(w.plan.Files[i].Text))
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var l goldLine
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&l); err != nil {
			return nil, nil, seedbed.Errorf(seedbed.CodeInvalid, "%s:%d: %w; write {\"fields\": {...}, \"answers\": {...}, \"why\": {...}}", in.Gold, n, err)
		}
		for criterion, answer := range l.Answers {
			if err := allowed(in.Rubric, criterion, answer); err != nil {
				return nil, nil, seedbed.Errorf(seedbed.CodeInvalid, "%s:%d: %w", in.Gold, n, err)
			}
		}
		if len(l.Answers) == 0 || len(l.Fields) == 0 {
			return nil, nil, seedbed.Errorf(seedbed.CodeInvalid, "%s:%d: a row with known answers has fields and answers", in.Gold, n)
		}
		id := seedbed.SeedID(seedbed.Fingerprint{}, l.Fields, n)
		gold = append(gold, review.GoldRow{Row: id, Answers: l.Answers, Why: l.Why})
		rows = append(rows, seedbed.Record{ID: id, Stage: "gold", Origin: seedbed.OriginHuman, Fields: l.Fields})
	}
	if err := lines.Err(); err != nil {
		return nil, nil, seedbed.Errorf(seedbed.CodeInvalid, "%s: %w", in.Gold, err)
	}
	return gold, rows, nil
}

// allowed says what is wrong with an answer to a rubric.
func allowed(r *seedbed.Rubric, criterion, answer string) error {
	i := slices.IndexFunc(r.Criteria, func(c seedbed.Criterion) bool { return c.Name == criterion })
	if i < 0 {
		return fmt.Errorf("rubric %s does not ask about %s", r.Name, criterion)
	}
	if _, ok := r.Criteria[i].Value(answer); !ok {
		return fmt.Errorf("%q is no answer to %s", answer, criterion)
	}
	return nil
}
