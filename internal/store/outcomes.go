package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
)

// Row is an outcome with its record, whose Scores and Decision are the
// outcome's. Where the record is not stored, only its ID is set.
type Row struct {
	Outcome seedbed.Outcome
	Record  seedbed.Record
}

// Filter chooses outcomes. The zero Filter chooses all.
type Filter struct {
	Stages []string        // of these stages; empty: of all
	States []seedbed.State // in these states; empty: in all
	From   int64           // from this Ord on
	Limit  int             // so many at the most; 0: all
}

// Count is how many outcomes have the same stage, state, actor and reason.
type Count struct {
	Stage  string
	State  seedbed.State
	Actor  string
	Reason string
	N      int
}

// verdict is what many outcomes have in common.
type verdict struct {
	stage  string
	state  seedbed.State
	actor  string
	reason string
}

func parseVerdict(text string) (verdict, error) {
	var f [4]string
	err := json.Unmarshal([]byte(text), &f)
	return verdict{f[0], seedbed.State(f[1]), f[2], f[3]}, err
}

func (d *decoder) verdict(v driver.Value) (out verdict, err error) {
	id, ok := v.(int64)
	if !ok {
		return parseVerdict(textOf(v))
	}
	if out, ok := d.verdicts[id]; ok {
		return out, nil
	}
	text, err := d.text(id)
	if err == nil {
		out, err = parseVerdict(text)
	}
	if err == nil {
		d.verdicts[id] = out
	}
	return out, err
}

// outcome fills o from the columns ord, verdict, detail, scores.
func (d *decoder) outcome(o *seedbed.Outcome, row []driver.Value) error {
	v, err := d.verdict(row[1])
	if err != nil {
		return err
	}
	o.Ord, o.Stage = intOf(row[0]), v.stage
	o.Decision = seedbed.Decision{State: v.state, Actor: v.actor, Reason: v.reason, Detail: textOf(row[2])}
	b, err := d.j.unpack(d.c, bytesOf(row[3]))
	if err == nil && len(b) > 0 {
		o.Scores, err = decodeScores(b, d.text)
	}
	return err
}

func (f *Filter) takes(v verdict) bool {
	return (len(f.Stages) == 0 || slices.Contains(f.Stages, v.stage)) &&
		(len(f.States) == 0 || slices.Contains(f.States, v.state))
}

// OutcomeOf returns where a record ended in a run, and whether it did.
func (j *Journal) OutcomeOf(ctx context.Context, run int64, id seedbed.ID) (seedbed.Outcome, bool, error) {
	o := seedbed.Outcome{Record: id}
	found := false
	err := j.read(ctx, "reading an outcome", func(c *conn) error {
		num, err := j.numOf(c, j.recordsIn, id[:]) // not in the snapshot: see table
		if err != nil {
			return err
		}
		return c.snapshot(func() error {
			spans, err := outcomeSpans(c, run)
			if err != nil {
				return err
			}
			f := outcomeFinder{c, run, spans, func(row []driver.Value) error {
				found = true
				return j.decoder(c).outcome(&o, row)
			}}
			if num != 0 {
				err = f.find(num, whoOfNum(num), &found)
			}
			if err == nil && !found {
				err = f.find(id[:], whoOfID(id[:]), &found)
			}
			return err
		})
	})
	if err != nil || !found {
		return seedbed.Outcome{}, false, err
	}
	return o, true, nil
}

// CountOutcomes counts the outcomes of a run by stage, state, actor and reason,
// sorted by those.
func (j *Journal) CountOutcomes(ctx context.Context, run int64) ([]Count, error) {
	var out []Count
	err := j.read(ctx, "counting outcomes", func(c *conn) error {
		return c.snapshot(func() error {
			counts, err := countVerdicts(c, run)
			d := j.decoder(c)
			for verdict, n := range counts {
				if err == nil {
					v, e := d.verdict(verdict)
					out, err = append(out, Count{v.stage, v.state, v.actor, v.reason, n}), e
				}
			}
			return err
		})
	})
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(strings.Compare(a.Stage, b.Stage), strings.Compare(string(a.State), string(b.State)),
			strings.Compare(a.Actor, b.Actor), strings.Compare(a.Reason, b.Reason))
	})
	return out, err
}

// Outcomes gives the chosen outcomes of a run in plan order, with their records.
// It reads as it goes, a few thousand rows ahead at the most, and holds no lock
// between: outcomes that are stored meanwhile may be among them. After an error
// it ends.
func (j *Journal) Outcomes(ctx context.Context, run int64, f Filter) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		r := rowReader{j: j, run: run, f: f}
		r.stream(ctx, yield)
	}
}
