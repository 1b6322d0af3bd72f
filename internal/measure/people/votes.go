package people

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
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
// It takes the answers that count, as review.Desk.Counted gives them, with an
// adjudicator's answers beside them. Rows of the random part carry the probability with
// which they were drawn, others 0. What programs answered is no person's and left out. What stood in the form from a judge when somebody
// answered (assisted inspections) is left out: that is not held against the judge.
//
// Errors are those of review.ReadDesk.
func ReadVotes(dir string) (Votes, error) {
	d, err := review.ReadDesk(context.Background(), review.DeskOptions{Dir: dir})
	if err != nil {
		return nil, fmt.Errorf("reading what people said: %w", err)
	}
	out := Votes{}
	names := d.Inspections()
	slices.Sort(names)
	for _, name := range names {
		rows, err := d.Counted(name)
		if err != nil {
			return nil, fmt.Errorf("reading what people said: %w", err)
		}
		for i := range rows {
			rows[i].Votes = slices.DeleteFunc(rows[i].Votes, func(v review.Vote) bool {
				p, _ := d.Person(v.Person)
				return p.Program != ""
			})
			out.add(&rows[i])
		}
	}
	return out, d.Close()
}

// add adds what counts of a row: people in the order in which they answered, criteria by
// name.
func (v Votes) add(row *review.CountedRow) {
	one := func(person string, values, filled map[string]string, settled bool) {
		for _, criterion := range sortedKeys(values) {
			if _, was := filled[criterion]; !was {
				v[row.Row] = append(v[row.Row], seedbed.Vote{Criterion: criterion, Person: person, Value: values[criterion], Share: row.Share, Settled: settled})
			}
		}
	}
	for i := range row.Votes {
		one(row.Votes[i].Person, row.Votes[i].Values, row.Votes[i].Filled, false)
	}
	if row.Settled != nil {
		one(row.SettledBy, row.Settled.Values, nil, true)
	}
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
