package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/release"
	"seedbed.dev/seedbed/internal/review"
)

// voices are what people said in inspections, as a release has it.
type voices struct {
	people  *people
	names   map[string]string // of raters, by id
	taken   map[string]bool
	unnamed int
	votes   []release.Vote
}

// name is how a rater is told in the files of votes: as they wish, or by a number. No two
// have one name.
func (s *voices) name(id string) string {
	if n, ok := s.names[id]; ok {
		return n
	}
	n := s.people.credited(id)
	for i := 2; n != "" && s.taken[n]; i++ {
		n = fmt.Sprintf("%s (%d)", s.people.credited(id), i)
	}
	for n == "" || s.taken[n] {
		s.unnamed++
		n = fmt.Sprintf("r%d", s.unnamed)
	}
	s.names[id], s.taken[n] = n, true
	return n
}

// add takes what was said in an inspection: but of gold rows, whose answers were known, and
// of rows that are not in the release.
func (s *voices) add(ctx context.Context, v *view, r *review.Report, same bool) error {
	sample, err := review.ReadSample(s.people.dir, r.Inspection, "")
	if err != nil {
		return err
	}
	gold := map[seedbed.ID]bool{}
	for i := range sample.Items {
		if it := &sample.Items[i]; it.Part == review.PartGold {
			gold[it.Row] = true
		}
	}
	there := func(seedbed.ID) bool { return true }
	if !same {
		if there, err = v.there(ctx, r.Votes); err != nil {
			return err
		}
	}
	settled := map[seedbed.ID]*review.Settlement{}
	for i := range r.Settled {
		settled[r.Settled[i].Row] = &r.Settled[i]
	}
	for i := range r.Raters {
		s.name(r.Raters[i].ID) // in the order in which they joined
	}
	for i := range r.Votes {
		if one := &r.Votes[i]; !gold[one.Row] && there(one.Row) {
			s.take(r.Inspection, one, settled[one.Row])
		}
	}
	return nil
}

func (s *voices) take(inspection string, v *review.Vote, settled *review.Settlement) {
	p, _ := s.people.desk.Person(v.Person)
	for _, criterion := range slices.Sorted(maps.Keys(v.Values)) {
		_, filled := v.Filled[criterion]
		one := release.Vote{
			Row: v.Row, Inspection: inspection, Criterion: criterion, Value: v.Values[criterion], Rater: s.name(v.Person), Program: p.Program != "",
			Rubric: v.Rubric, Day: v.At.UTC().Format("2006-01-02"), Counted: v.Counted, Assisted: filled,
		}
		if settled != nil {
			one.Settled, one.Cause = settled.Values[criterion], string(settled.Cause)
		}
		s.votes = append(s.votes, one)
	}
}

// there tells which rows that people saw are in a release.
func (v *view) there(ctx context.Context, votes []review.Vote) (func(seedbed.ID) bool, error) {
	is := map[seedbed.ID]bool{}
	for i := range votes {
		is[votes[i].Row] = false
	}
	for rec, err := range v.rows(ctx, nil, []seedbed.State{seedbed.Accepted, seedbed.Rejected}) {
		if err != nil {
			return nil, err
		}
		if _, asked := is[rec.ID]; asked {
			is[rec.ID] = true
		}
	}
	return func(id seedbed.ID) bool { return is[id] }, nil
}

// all gives the votes; nil where there are none.
func (s *voices) all() release.Votes {
	if s == nil || len(s.votes) == 0 {
		return nil
	}
	return func() iter.Seq2[release.Vote, error] {
		return func(yield func(release.Vote, error) bool) {
			for _, v := range s.votes {
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}
