package release

import (
	"context"
	"iter"

	"seedbed.dev/seedbed"
)

// Vote is one person's answer to one criterion about one row, or a program's, as a release has
// it: every
// one that counts or counted, whatever became of the disagreement. Who is not to be named
// has a number (r1, r2) that means nothing outside of the release.
type Vote struct {
	Row        seedbed.ID // of the released or rejected row that the person saw
	Inspection string
	Criterion  string
	Value      string // as the rubric names it
	Rater      string // a name or pseudonym as the person wishes, else r1, r2
	Program    bool   // a program answered in this name, and no person
	Rubric     string // the SHA-256 of the guideline that was answered, in hexadecimal
	Day        string // 2026-03-10, in UTC
	Counted    bool   // it is one of those that decide the row
	Assisted   bool   // a judge's answer stood in the form when the person answered
	Settled    string // what an adjudicator decided; "" for nothing, or that the disagreement stays
	Cause      string // of the disagreement, where somebody looked into it
}

// Votes gives votes, in an order that is the same each time; it may be called more than
// once.
type Votes func() iter.Seq2[Vote, error]

// voteColumns are the columns of the files of votes.
var voteColumns = []struct {
	name  string
	typ   cellType
	means string
}{
	{"row", cellText, "identity of the row that the person saw"},
	{"inspection", cellText, "what the person was asked in"},
	{"criterion", cellText, "question of the rubric"},
	{"value", cellText, "the answer"},
	{"rater", cellText, "who answered, as they wish to be named; otherwise a number of this release"},
	{"program", cellBool, "yes: a program answered in this name, and no person"},
	{"rubric", cellText, "SHA-256 of the revision of the guideline that was answered"},
	{"day", cellText, "when, in UTC"},
	{"counted", cellBool, "no: given in addition, or asked a second time"},
	{"assisted", cellBool, "yes: a judge's answer stood in the form"},
	{"settled", cellText, "what an adjudicator decided on; null where nothing was, or where the disagreement stays"},
	{"cause", cellText, "of the disagreement, where somebody looked into it"},
}

// votePaths are the files of votes.
const (
	votesParquet = "votes.parquet"
	votesJSONL   = "votes.jsonl"
)

// writeVotes writes them as Parquet and as JSON lines, beside the data and not among it;
// no file where there are none. The table is nil then.
func writeVotes(ctx context.Context, in *Input, dir string, m *Manifest) (*table, error) {
	if in.Votes == nil {
		return nil, nil
	}
	any := false
	for _, err := range in.Votes() {
		if err != nil {
			return nil, err
		}
		any = true
		break
	}
	if !any {
		return nil, nil
	}
	l := &layout{fields: map[string]int{}, scores: map[string]int{}}
	for i, c := range voteColumns {
		l.fields[c.name] = i
		l.columns = append(l.columns, column{name: c.name, from: fromField, key: c.name, typ: c.typ})
	}
	t := &table{what: "votes", rows: voteRows(in.Votes), files: []tableFile{{"parquet", votesParquet}, {"jsonl", votesJSONL}}}
	files, err := t.writeAs(ctx, in, dir, l)
	m.Files = append(m.Files, files...)
	return t, err
}

// voteRows are votes as rows with a field for each column.
func voteRows(votes Votes) Rows {
	return func() iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for v, err := range votes() {
				if !yield(seedbed.Record{Origin: v.origin(), Fields: v.fields()}, err) || err != nil {
					return
				}
			}
		}
	}
}

// origin is by whom a vote is: a person or a program.
func (v *Vote) origin() seedbed.Origin {
	if v.Program {
		return seedbed.OriginGenerated
	}
	return seedbed.OriginHuman
}

func (v *Vote) fields() seedbed.Fields {
	cells := [...]any{v.Row.String(), v.Inspection, v.Criterion, v.Value, v.Rater, v.Program, v.Rubric, v.Day, v.Counted, v.Assisted, nil, nil}
	if v.Settled != "" {
		cells[10] = v.Settled
	}
	if v.Cause != "" {
		cells[11] = v.Cause
	}
	out := make(seedbed.Fields, len(cells))
	for i, c := range cells {
		out[i] = seedbed.Field{Name: voteColumns[i].name, Value: c}
	}
	return out
}
