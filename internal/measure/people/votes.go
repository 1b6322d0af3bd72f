package people

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// Votes are what people said of rows, by the ids of the rows.
type Votes map[seedbed.ID][]seedbed.Vote

// ReadVotes reads what people said from the ledger in a folder, also while they are at
// it. None where there is no ledger.
//
// It takes the answers that count: the first time that somebody was asked, not taken
// back, not surplus, to the guideline that holds for the row, with an adjudicator's
// answers beside them. Rows of the random part carry the probability with which they
// were drawn, others 0. Left out are gold rows, whose answers were known before; and what
// stood in the form from a judge when somebody answered (assisted inspections): that is
// not held against the judge.
//
// Errors are those of review.ReadLedger and review.ReadSample.
func ReadVotes(dir string) (Votes, error) {
	f := folding{dir: dir, of: map[string]*inspected{}}
	for e, err := range review.ReadLedger(dir) {
		if err == nil {
			err = f.take(&e)
		}
		if err != nil {
			return nil, fmt.Errorf("reading what people said: %w", err)
		}
	}
	return f.votes(), nil
}

// folding makes votes of events.
type folding struct {
	dir string
	of  map[string]*inspected
}

// inspected is what was said in one inspection.
type inspected struct {
	share map[seedbed.ID]float64
	rows  map[seedbed.ID]*opinions
}

// opinions are what was said of one row.
type opinions struct {
	people  []opinion // in the order in which they were given
	settled *opinion
}

type opinion struct {
	person string
	values map[string]string
}

func (f *folding) take(e *review.Event) error {
	if e.Kind == review.EventInspection {
		return f.begin(e)
	}
	in := f.of[e.Of]
	if in == nil {
		return nil
	}
	switch e.Kind {
	case review.EventAnswer:
		var a review.Answer
		if err := bodyOf(e, &a); err != nil {
			return err
		}
		if a.Again || a.Surplus {
			return nil
		}
		values := map[string]string{}
		for c, v := range a.Values {
			if _, filled := a.Filled[c]; !filled {
				values[c] = v
			}
		}
		o := in.of(a.Row)
		o.drop(e.By)
		o.people = append(o.people, opinion{e.By, values})
	case review.EventUndo:
		var u review.Undo
		if err := bodyOf(e, &u); err != nil {
			return err
		}
		if !u.Again {
			in.of(u.Row).drop(e.By)
		}
	case review.EventSettle:
		var s review.Settlement
		if err := bodyOf(e, &s); err != nil {
			return err
		}
		in.of(s.Row).settled = nil
		if len(s.Values) > 0 {
			in.of(s.Row).settled = &opinion{e.By, s.Values}
		}
	case review.EventRubric:
		var r review.RubricRevision
		if err := bodyOf(e, &r); err != nil {
			return err
		}
		for _, row := range r.Again {
			delete(in.rows, row)
		}
	}
	return nil
}

func (f *folding) begin(e *review.Event) error {
	var b review.Begun
	if err := bodyOf(e, &b); err != nil {
		return err
	}
	s, err := review.ReadSample(f.dir, e.Of, b.Sample)
	if err != nil {
		return err
	}
	in := &inspected{share: map[seedbed.ID]float64{}, rows: map[seedbed.ID]*opinions{}}
	for i := range s.Items {
		switch it := &s.Items[i]; it.Part {
		case review.PartGold:
		case review.PartRandom:
			in.share[it.Row] = it.Share
		default:
			in.share[it.Row] = 0
		}
	}
	f.of[e.Of] = in
	return nil
}

func bodyOf(e *review.Event, into any) error {
	if err := json.Unmarshal(e.Body, into); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "event %d (%s): %w", e.Seq, e.Kind, err)
	}
	return nil
}

func (in *inspected) of(row seedbed.ID) *opinions {
	o := in.rows[row]
	if o == nil {
		o = new(opinions)
		in.rows[row] = o
	}
	return o
}

func (o *opinions) drop(person string) {
	o.people = slices.DeleteFunc(o.people, func(p opinion) bool { return p.person == person })
}

// votes gives each row's votes: inspections in the order of their names, people in that
// in which they answered, criteria by name.
func (f *folding) votes() Votes {
	out := Votes{}
	for _, name := range sortedKeys(f.of) {
		in := f.of[name]
		for row, o := range in.rows {
			share, asked := in.share[row]
			if !asked {
				continue
			}
			for _, p := range o.people {
				out[row] = p.append(out[row], share, false)
			}
			if o.settled != nil {
				out[row] = o.settled.append(out[row], share, true)
			}
			if len(out[row]) == 0 {
				delete(out, row)
			}
		}
	}
	return out
}

func (o *opinion) append(out []seedbed.Vote, share float64, settled bool) []seedbed.Vote {
	for _, criterion := range sortedKeys(o.values) {
		out = append(out, seedbed.Vote{Criterion: criterion, Person: o.person, Value: o.values[criterion], Share: share, Settled: settled})
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, strings.Compare)
	return out
}

// Digest tells votes from others: SHA-256, in hexadecimal; "" of none.
func (v Votes) Digest() string {
	if len(v) == 0 {
		return ""
	}
	rows := make([]seedbed.ID, 0, len(v))
	for row := range v {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b seedbed.ID) int { return bytes.Compare(a[:], b[:]) })
	h := sha256.New()
	for _, row := range rows {
		h.Write(row[:])
		for _, one := range v[row] {
			fmt.Fprintf(h, "%q %q %q %v %v\n", one.Criterion, one.Person, one.Value, one.Share, one.Settled)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Join gives rows with what people said of them.
func (v Votes) Join(rows iter.Seq2[seedbed.Record, error]) iter.Seq2[seedbed.Record, error] {
	if len(v) == 0 {
		return rows
	}
	return func(yield func(seedbed.Record, error) bool) {
		for rec, err := range rows {
			if err == nil {
				if votes := v[rec.ID]; votes != nil {
					rec.Votes = votes
				}
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}
