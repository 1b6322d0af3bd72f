package main

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/release"
	"seedbed.dev/seedbed/internal/review"
)

// byPeople is the actor of what people changed in a release.
const byPeople = "people"

// work is what people changed of the rows that are released.
type work struct {
	out    map[seedbed.ID]seedbed.Decision // rows that are left out, each with why
	mended map[seedbed.ID]seedbed.Record   // the new row, by the old one
	facts  release.Work
}

// work works out what people changed of the accepted rows of stages. What they decided
// about other rows changes nothing, and is told.
func (v *view) work(ctx context.Context, w *people, stages []string) (*work, error) {
	out := &work{out: map[seedbed.ID]seedbed.Decision{}, mended: map[seedbed.ID]seedbed.Record{}}
	said, err := w.desk.Outcome(ctx)
	if err != nil || len(said.LeftOut)+len(said.Repairs) == 0 {
		return out, err
	}
	decided := map[string]review.Decided{}
	for _, d := range w.desk.Decisions() {
		decided[d.ID] = d
	}
	rows, by := map[string]int{}, map[string]int{}
	astray := maps.Clone(said.Repairs)
	maps.DeleteFunc(astray, func(old seedbed.ID, _ review.MendedRow) bool { _, is := said.LeftOut[old]; return is })
	for rec, err := range v.rows(ctx, stages, []seedbed.State{seedbed.Accepted}) {
		if err != nil {
			return nil, err
		}
		if id, is := said.LeftOut[rec.ID]; is {
			d := decided[id]
			rows[id]++
			out.out[rec.ID] = seedbed.Decision{
				State: seedbed.Rejected, Actor: byPeople, Reason: "left out by people: " + d.Reason, Detail: "decision " + id + creditedBy(w.credited(d.By)),
			}
			continue
		}
		m, is := said.Repairs[rec.ID]
		if !is {
			continue
		}
		delete(astray, rec.ID)
		mended, why, err := v.mend(ctx, &rec, &m)
		switch {
		case err != nil:
			return nil, err
		case why != "":
			out.facts.Refused = append(out.facts.Refused, release.Refused{Row: rec.ID, Why: why})
			continue
		}
		out.mended[rec.ID] = mended
		by[w.credited(m.By)]++
	}
	out.facts.Astray = len(astray)
	out.facts.LeftOut = w.leftOut(&said, rows)
	for name, n := range by {
		out.facts.Mended = append(out.facts.Mended, release.Mended{By: name, Rows: n})
	}
	slices.SortFunc(out.facts.Mended, func(a, b release.Mended) int { return cmp.Compare(a.By, b.By) })
	return out, nil
}

// leftOut are the decisions that leave rows out, with how many of the release each does.
func (w *people) leftOut(said *review.Outcome, rows map[string]int) (out []release.LeftOut) {
	of := map[string]int{}
	for _, id := range said.LeftOut {
		of[id]++
	}
	for _, d := range w.desk.Decisions() {
		if n := of[d.ID]; n > 0 {
			out = append(out, release.LeftOut{
				ID: d.ID, Reason: d.Reason, Filter: d.Filter, By: w.credited(d.By), On: d.At.UTC().Format("2 January 2006"), Rows: rows[d.ID], Of: n,
			})
		}
	}
	return out
}

// credited is how a person is named in releases; "": not at all.
func (w *people) credited(id string) string {
	p, ok := w.desk.Person(id)
	if !ok {
		return ""
	}
	return w.roster.Credited(&p)
}

func creditedBy(name string) string {
	if name == "" {
		return ""
	}
	return " by " + name
}

// changed are the rows that are not as the run left them.
func (k *work) changed() (leftOut, mended int) { return len(k.out), len(k.mended) }

// accepted gives the rows that are released: without those that are left out, and with
// the mended ones in the places of the old.
func (k *work) accepted(rows release.Rows) release.Rows {
	if len(k.out)+len(k.mended) == 0 {
		return rows
	}
	return func() iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for rec, err := range rows() {
				if err == nil {
					if _, out := k.out[rec.ID]; out {
						continue
					}
					if m, is := k.mended[rec.ID]; is {
						rec = m
					}
				}
				if !yield(rec, err) || err != nil {
					return
				}
			}
		}
	}
}

// rejected gives the rejected rows, and after them those of accepted that people left out
// or mended.
func (k *work) rejected(rejected, accepted release.Rows) release.Rows {
	if len(k.out)+len(k.mended) == 0 {
		return rejected
	}
	return func() iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for rec, err := range rejected() {
				if !yield(rec, err) || err != nil {
					return
				}
			}
			for rec, err := range accepted() {
				if err == nil {
					d, changed := k.decision(rec.ID)
					if !changed {
						continue
					}
					rec.Decision = d
				}
				if !yield(rec, err) || err != nil {
					return
				}
			}
		}
	}
}

// decision is what became of a row by people; false where they changed nothing.
func (k *work) decision(id seedbed.ID) (seedbed.Decision, bool) {
	if d, out := k.out[id]; out {
		return d, true
	}
	m, is := k.mended[id]
	if !is {
		return seedbed.Decision{}, false
	}
	d := seedbed.Decision{State: seedbed.Rejected, Actor: byPeople, Reason: "mended", Detail: "see " + m.ID.String()}
	if m.Decision.Detail != "" {
		d.Detail += ": " + m.Decision.Detail
	}
	return d, true
}

// since says in a sentence what became of rows after people looked at them.
func (k *work) since() string {
	left, mended := k.changed()
	switch {
	case left > 0 && mended > 0:
		return fmt.Sprintf("Since then %s left out and %s mended.", prose.Plural(left, "row was", "rows were"), prose.Count(mended))
	case left > 0:
		return fmt.Sprintf("Since then %s left out.", prose.Plural(left, "row was", "rows were"))
	case mended > 0:
		return fmt.Sprintf("Since then %s mended.", prose.Plural(mended, "row was", "rows were"))
	}
	return ""
}
