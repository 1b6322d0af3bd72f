package measure

import (
	"slices"
	"testing"

	"seedbed.dev/seedbed"
)

// Columns of people become votes on the score's criterion, with the probability with
// which the row was drawn; one that is none makes the row one that was chosen.
func TestVotesFromColumns(t *testing.T) {
	fields := func(drawn any) seedbed.Fields {
		return seedbed.Fields{{Name: "text", Value: "a b"}, {Name: "verdict", Value: "yes"}, {Name: "ana", Value: " no "}, {Name: "ben", Value: ""}, {Name: "cem", Value: int64(1)}, {Name: "p", Value: drawn}}
	}
	c := Columns{Text: "text", Score: "verdict", People: []string{"ana", "ben", "cem", "absent"}, Drawn: "p"}
	for drawn, share := range map[any]float64{.25: .25, "0.5": .5, int64(1): 1, "": 0, 1.5: 0, -1.0: 0, "x": 0, nil: 0} {
		rec := seedbed.Record{Fields: fields(drawn), Votes: []seedbed.Vote{{Criterion: "kind", Person: "p-1", Value: "7", Share: 1}}}
		row, _ := RowOf(&c, Data, 0, &rec)
		want := []seedbed.Vote{
			{Criterion: "kind", Person: "p-1", Value: "7", Share: 1},
			{Criterion: "verdict", Person: "ana", Value: "no", Share: share},
			{Criterion: "verdict", Person: "cem", Value: "1", Share: share},
		}
		if !slices.Equal(row.Votes, want) {
			t.Errorf("drawn %v: %+v", drawn, row.Votes)
		}
		if len(row.Scores) != 1 || row.Scores[0].Criterion != "verdict" || row.Scores[0].Value != "yes" {
			t.Errorf("%+v", row.Scores)
		}
	}
	c = Columns{People: []string{"ana"}}
	rec := seedbed.Record{Fields: fields(nil)}
	if row, _ := RowOf(&c, Data, 0, &rec); len(row.Votes) != 1 || row.Votes[0].Criterion != PeopleSay || row.Votes[0].Share != 1 || len(row.Scores) != 0 {
		t.Errorf("without a score: %+v", row.Votes)
	}
}

// Flags are kept of rows that people rated, once each, until the next row.
func TestFlags(t *testing.T) {
	rated := seedbed.Record{Votes: []seedbed.Vote{{Criterion: "ok", Person: "p", Value: "yes"}}}
	row, _ := RowOf(&Columns{}, Data, 0, &rated)
	row.measure = "residue"
	row.Flag("slot")
	row.Flag("slot")
	row.Flag("chat")
	if want := []Flag{{"residue", "slot"}, {"residue", "chat"}}; !slices.Equal(row.Flags(), want) {
		t.Errorf("%+v", row.Flags())
	}
	new(Columns).fill(row, &seedbed.Record{}, row.scratch)
	if row.Flag("slot"); len(row.Flags()) != 0 {
		t.Errorf("of a row that nobody rated: %+v", row.Flags())
	}
}
