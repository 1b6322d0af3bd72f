package exchange

import (
	"context"
	"math"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// fieldRows are rows that were in a table.
type fieldRows map[seedbed.ID]seedbed.Fields

func (r fieldRows) Row(_ context.Context, id seedbed.ID) (seedbed.Record, bool, error) {
	f, ok := r[id]
	return seedbed.Record{ID: id, Stage: "hatecheck", Origin: seedbed.OriginHuman, Fields: f}, ok, nil
}

// HateCheck's votes, imported as an inspection, agree there as they do in the table, and
// no row has more people than the plan asks for.
func TestHateCheckAsAnInspection(t *testing.T) {
	got, fields := readVotes(t)
	ctx := t.Context()
	desk, err := review.OpenDesk(ctx, review.DeskOptions{Dir: t.TempDir(), Rows: fieldRows(fields), Now: func() time.Time { return time.Unix(1e9, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	join := func(id string, roles ...review.Role) {
		if err := desk.Join(ctx, review.Person{ID: id, Roles: roles}); err != nil {
			t.Fatal(err)
		}
	}
	join("p-00", review.Owner)
	people := map[string]bool{}
	s := &review.Sample{Inspection: "hatecheck", Rows: len(fields), Dataset: "d"}
	for _, a := range got.Answers {
		if !people[a.Person] {
			people[a.Person] = true
			join(a.Person, review.Rater)
		}
	}
	for _, id := range sortedRows(fields) {
		s.Items = append(s.Items, review.Item{Row: id, Part: review.PartRandom, Share: 1})
	}
	in := &plan.Inspection{Name: "hatecheck", Confidence: .95, Raters: 5, Rubric: hateful(), Fixed: true}
	if err := desk.Begin(ctx, "p-00", in, s); err != nil {
		t.Fatal(err)
	}
	byRow := map[seedbed.ID][]*Answered{}
	for i := range got.Answers {
		a := &got.Answers[i]
		byRow[a.Answer.Row] = append(byRow[a.Answer.Row], a)
	}
	rows := make(chan []*Answered)
	var group sync.WaitGroup
	for range 256 { // so that many are durable with one write
		group.Go(func() {
			for row := range rows {
				for _, a := range row {
					if r, err := desk.Answer(ctx, "hatecheck", a.Person, a.Answer); err != nil || !r.Counted {
						t.Errorf("%s, %s: %+v, %v", a.Person, a.Answer.Row.Short(), r, err)
					}
				}
			}
		})
	}
	for _, row := range byRow {
		rows <- row
	}
	close(rows)
	group.Wait()
	result, err := desk.Result("hatecheck")
	if err != nil {
		t.Fatal(err)
	}
	want := agreementOf(t, got, func(seedbed.ID) bool { return true }).Alpha.Value
	if k := result.Agreement.Value; math.Abs(k-want) > 1e-9 || result.People != 10 || result.LookedAt != 3901 {
		t.Errorf("%d people, %d rows, α = %v; want %v", result.People, result.LookedAt, k, want)
	}
	if !result.From.Equal(got.Answers[0].At) || !result.To.Equal(got.Answers[0].At) {
		t.Errorf("answered from %v to %v; want %v", result.From, result.To, got.Answers[0].At)
	}
}
