package web

import (
	"context"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/review"
)

// notShown stands for what became of a row that somebody may still be asked about.
const notShown = "outcome not shown yet"

// blindTo reports whether somebody may still be asked about a row, by any inspection.
func (s *Server) blindTo(id seedbed.ID, v *visit) bool {
	return slices.ContainsFunc(s.desk.Inspections(), func(in string) bool { return s.stillAsked(in, id, &v.person) })
}

// blinded is a row as somebody sees it who may still be asked about it: with the fields that
// each inspection shows that asks, and without what became of it and its scores.
func (s *Server) blinded(row browse.Row, v *visit) (browse.Row, error) {
	rec := row.Record
	for _, in := range s.desk.Inspections() {
		if !s.stillAsked(in, row.ID, &v.person) {
			continue
		}
		shown, err := s.desk.Shown(in, &rec)
		if err != nil {
			return browse.Row{}, err
		}
		rec.Fields = shown.Fields
	}
	rec.Scores, rec.Decision = nil, seedbed.Decision{}
	return browse.Row{Record: rec}, nil
}

// judged tells which fields somebody does not see of the rows that they may still be asked
// about; nil: who is asked about nothing sees all.
func (s *Server) judged(v *visit) func(field string) bool {
	if !v.person.Has(review.Rater) {
		return nil
	}
	all, known := s.desk.Inspections(), map[string]bool{}
	return func(field string) bool {
		is, ok := known[field]
		if !ok {
			is = slices.ContainsFunc(all, func(in string) bool {
				shown, err := s.desk.Shown(in, &seedbed.Record{Fields: seedbed.Fields{{Name: field, Value: true}}})
				return err != nil || len(shown.Fields) == 0
			})
			known[field] = is
		}
		return is
	}
}

// tells reports whether a flag tells what judges or others said of a row.
func tells(flag string) bool {
	flag = strings.TrimPrefix(flag, "!")
	return flag == flagOut || flag == flagDisputed
}

// unjudged is a story without what judges said and what followed from it: also where the
// row ended, with which its title begins.
func unjudged(root *Part, row *browse.Row) *Part {
	if root = root.without(); root == nil {
		return nil
	}
	root.Title = row.Stage
	root.Parts = slices.DeleteFunc(root.Parts, func(p *Part) bool { return p.Kind == PartDecision || p.Kind == PartJudge })
	return root
}

// counted are those of some rows that lists do not show to somebody who rates before they
// choose to see each: of the samples of inspections that name harms, where what people are
// exposed to is counted.
func (s *Server) counted(ctx context.Context, ids []seedbed.ID, v *visit) (map[seedbed.ID]bool, error) {
	if !v.person.Has(review.Rater) || len(s.harms()) == 0 {
		return nil, nil
	}
	sampled, err := s.sampled(ctx)
	if err != nil {
		return nil, err
	}
	asks, out := make(map[seedbed.ID]bool, len(ids)), map[seedbed.ID]bool{}
	for _, id := range ids {
		asks[id] = true
	}
	for name, rows := range sampled {
		if in, ok := s.desk.Plan(name); !ok || len(in.Harm) == 0 {
			continue
		}
		for _, id := range rows {
			if asks[id] {
				out[id] = true
			}
		}
	}
	return out, nil
}
