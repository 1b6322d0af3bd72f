package main

import (
	"context"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/release"
)

// inspectionFacts puts what people found who looked at the rows into the facts of a
// release.
func (v *view) inspectionFacts(ctx context.Context, f *release.Facts) error {
	list, err := v.inspections("")
	if seedbed.CodeOf(err) == seedbed.CodeNotFound {
		return nil // the recipe plans none
	}
	if err != nil {
		return err
	}
	w, err := v.peopleRead(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	for _, in := range list {
		if _, begun := w.desk.Plan(in.Name); !begun {
			continue
		}
		report, err := w.desk.Result(in.Name)
		if err != nil {
			return err
		}
		if len(report.Votes) == 0 {
			continue // a plan is no inspection
		}
		dataset, err := v.dataset(ctx, in)
		if err != nil {
			return err
		}
		report.What = string(seedbed.Accepted)
		one := release.Inspected{Stage: in.Name, Sentence: report.Sentence(), Claims: report.Sentences(), Notes: report.Notes}
		if report.Dataset != dataset {
			one.Notes = append(one.Notes, "These are not the rows that people looked at: the recipe gives others since. What is said is said of the earlier ones.")
		}
		for i := range report.Raters {
			if name := w.roster.Credited(&report.Raters[i]); name != "" {
				one.Raters = append(one.Raters, name)
			} else {
				one.Unnamed++
			}
		}
		f.Inspections = append(f.Inspections, one)
	}
	return nil
}
