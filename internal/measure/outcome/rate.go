package outcome

import (
	"context"

	"seedbed.dev/seedbed/internal/measure"
)

// rate is the measure of how often rows came to what was looked for.
type rate struct{}

// What a report shows of cells at the most, and from when on a cell differs.
const (
	mostFindings = 20
	mostLines    = 60
	surely       = .05
)

func (rate) Info() measure.Info {
	return measure.Info{
		Name: "outcome", Family: family, Title: "How often it came to that",
		Says: "The rate of what was looked for (an attack that succeeded, a conversation that was harmful or reached its goal) among the rows that are valid, with its interval; what it would be among all rows if every missing one were good, or bad; and the same for each category, strategy and identity, or whatever groups are named, and their combinations. Cells that differ from all other rows are told. " +
			"The outcome is the field `outcome.field` (success, unless told), true or false; with `outcome.at_least` it is a number, or the run's score, from that value on. A cell of fewer than 30 valid rows is said to have few, one of fewer than 5 shows no rate.",
		Cannot:  "An outcome is what the field says. Where a judge wrote it and nobody compared the judge with people, the rate is one of verdicts. A search that goes where attacks succeed makes the overall rate higher than that of any fixed set of attacks: compare cells, and not whole searches. A difference between cells is no cause.",
		Formula: "k of n valid rows, interval by mid-p or Clopper and Pearson (1934). With m missing rows the share of all lies between k/(n+m) and (k+m)/(n+m) (Manski 1989, Anatomy of the selection problem); the interval around both ends holds it in 95 % of all samples (Imbens and Manski 2004, Confidence intervals for partially identified parameters). Missing is a row that is not valid, or valid without an outcome. Cells of at least 5 valid rows are compared with all other valid rows by Fisher's exact test (1935), q by Benjamini and Hochberg (1995) over all of them.",
		Use:     "On what redteam and simulate bring about, after validity. `outcome.by` names the fields to go by, as does --group. Where rows were made from one another, as minimal pairs are, compare the pairs by `seedbed stats compare`.",
		Cost:    "One pass; keeps 4,096 cells at the most.",
		Figures: []measure.Figure{
			{Name: "outcome", Unit: measure.Share, Says: "rate among the valid rows"},
			{Name: "outcome.least", Unit: measure.Share, Says: "rate among all rows, if no missing one were a success"},
			{Name: "outcome.most", Unit: measure.Share, Says: "rate among all rows, if every missing one were a success"},
			{Name: "outcome.cell", Unit: measure.Share, Says: "rate in a cell that differs from all other rows"},
			{Name: "outcome.small", Unit: measure.Count, Says: "cells with fewer than 30 valid rows"},
		},
	}
}

func (rate) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	how, err := readingOf(s)
	if err != nil {
		return nil, err
	}
	return &rates{setup: s, how: how, cells: newCells(dimensions(s, "outcome.by"))}, nil
}

type rates struct {
	setup *measure.Setup
	how   reading
	cells *cells
	total counts
	// passed are rows that say nothing of either validity or outcome: they are of
	// another sort.
	passed, invalid int64
	judged, rated   int64 // outcomes by a judge that nobody had compared with people then; of them rated by people since
}

func (s *rates) Add(r *measure.Row) {
	why, said := validityOf(r)
	good, known := s.how.of(r)
	one := counts{}
	switch {
	case !said && !known:
		s.passed++
		return
	case why != "":
		one.missing = 1
		s.invalid++
	case !known:
		one.missing = 1
	case good:
		one.good, one.rows[0] = 1, r.N+1
	default:
		one.bad = 1
	}
	if v, ok := r.Fields.Get(fieldCalibrated); ok && v == false && known {
		s.judged++
		if peopleRated(r) {
			s.rated++
		}
	}
	s.total.add(&one)
	s.cells.add(r, one)
}

// fieldCalibrated says whether the judge that wrote an outcome had been compared with
// people by then.
const fieldCalibrated = "calibrated"

// peopleRated reports whether people answered something about a row that its judge did.
func peopleRated(r *measure.Row) bool {
	for i := range r.Votes {
		for j := range r.Scores {
			if r.Votes[i].Criterion == r.Scores[j].Criterion {
				return true
			}
		}
	}
	return false
}

func (s *rates) Merge(o measure.Summary) error {
	other := o.(*rates)
	s.total.add(&other.total)
	s.passed, s.invalid = s.passed+other.passed, s.invalid+other.invalid
	s.judged, s.rated = s.judged+other.judged, s.rated+other.rated
	s.cells.merge(other.cells)
	return nil
}

func (s *rates) Report(context.Context) ([]measure.Finding, error) {
	switch {
	case s.total.all() == 0:
		return nil, measure.Cannot("--option outcome.field=FIELD", "no row has an outcome in the field %q", s.how.field)
	case s.total.known() == 0 && s.invalid < s.total.all():
		return nil, measure.Cannot("--option outcome.field=FIELD", "no valid row has an outcome in the field %q that is true or false", s.how.field)
	}
	cells := s.cells.list(s.total, s.setup.Level)
	return append(s.overall(cells), s.differing(cells)...), nil
}

// show returns the first rows of a cell that are good.
func show(c *counts) []measure.Evidence {
	var out []measure.Evidence
	for _, n := range c.rows {
		if n > 0 {
			out = append(out, measure.Evidence{Rows: []measure.RowRef{{Part: measure.Data, N: n - 1}}})
		}
	}
	return out
}
