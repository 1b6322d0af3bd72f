package main

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	ratings "seedbed.dev/seedbed/internal/measure/people"
)

// rateNext prints which released rows people would best rate next to learn what a judge is
// worth, each with the probability with which it was drawn: as JSON with the row itself,
// so that the lines are a worksheet.
func (a *app) rateNext(ctx context.Context, v *view, n int, of string) error {
	judge, criterion, err := v.judgeNamed(of)
	if err != nil {
		return err
	}
	votes, err := v.votes()
	if err != nil {
		return err
	}
	chooser := ratings.NewChooser(criterion, judge)
	released := func(yield func(seedbed.Record, error) bool) {
		v.rows(ctx, v.released(), []seedbed.State{seedbed.Accepted})(yield)
	}
	for rec, err := range votes.Join(released) {
		if err != nil {
			return err
		}
		chooser.Add(&rec)
	}
	round, err := chooser.Propose(n, 1)
	if err != nil {
		return err
	}
	share := map[seedbed.ID]float64{}
	for _, p := range round.Ask {
		share[p.Row] = p.Share
	}
	for rec, err := range released {
		if err != nil {
			return err
		}
		drawn, asked := share[rec.ID]
		if !asked {
			continue
		}
		if a.json {
			out := seedbed.Fields{{Name: "id", Value: rec.ID.String()}, {Name: "drawn", Value: drawn}, {Name: "criterion", Value: criterion}}
			b := out.AppendJSON(nil)
			b = append(b[:len(b)-1], `,"fields":`...)
			a.printf("%s}\n", rec.Fields.AppendJSON(b))
			continue
		}
		a.printf("%s  drawn with %s  %s\n", rec.ID.Short(), percent(drawn), mainText(&rec, v.plan))
	}
	if !a.json {
		a.printf("%s to rate by %s; those that people rated already are not among them. --json keeps each row's probability, which measure --drawn takes\n",
			count(int64(len(round.Ask)), "row"), criterion)
	}
	return nil
}

// judgeNamed finds the judge that --by names: "grader.helpful", or whichever of the two is
// enough.
func (v *view) judgeNamed(of string) (judge, criterion string, err error) {
	type pair struct{ judge, criterion string }
	var all []pair
	for i := range v.plan.Stages {
		st := &v.plan.Stages[i]
		if st.Needs.Rubric == nil || st.Needs.Inspection != nil {
			continue
		}
		for _, m := range st.Needs.Models {
			for _, c := range st.Needs.Rubric.Criteria {
				if p := (pair{m, c.Name}); !slices.Contains(all, p) {
					all = append(all, p)
				}
			}
		}
	}
	var found, names []string
	for _, p := range all {
		name := p.judge + "." + p.criterion
		names = append(names, name)
		if of == "" || of == name || of == p.judge || of == p.criterion {
			judge, criterion, found = p.judge, p.criterion, append(found, name)
		}
	}
	switch {
	case len(all) == 0:
		return "", "", usagef("--rate-next: the recipe has no judge")
	case len(found) == 0:
		return "", "", usagef("--by %q: no judge has this name or criterion; there are %s", of, strings.Join(names, ", "))
	case len(found) > 1:
		return "", "", usagef("--by: which of %s?", strings.Join(found, ", "))
	}
	return judge, criterion, nil
}

// sortRecords puts records into the order of their ids.
func sortRecords(all []seedbed.Record) {
	slices.SortFunc(all, func(a, b seedbed.Record) int { return bytes.Compare(a.ID[:], b.ID[:]) })
}
