package main

import (
	"context"

	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// inspections learns how the human looks stand that the recipe plans.
func (s *stand) inspections(ctx context.Context) error {
	for i := range s.plan.Stages {
		in := s.plan.Stages[i].Needs.Inspection
		if in == nil {
			continue
		}
		one := gate.Inspection{Name: in.Name, Raters: in.Raters, Domain: in.Domain}
		begun, ok := s.record.Begun[in.Name]
		if ok && s.view != nil {
			one.Begun = true
			dataset, err := s.view.dataset(ctx, in)
			if err != nil {
				return err
			}
			if one.Other = begun.Dataset != dataset; !one.Other {
				if one, err = s.looked(ctx, in, dataset); err != nil {
					return err
				}
			}
		}
		s.facts.Inspections = append(s.facts.Inspections, one)
	}
	return nil
}

// looked is how an inspection stands as the desk says it, also while people are at it.
func (s *stand) looked(ctx context.Context, in *plan.Inspection, dataset string) (out gate.Inspection, err error) {
	w, err := s.peopleRead(ctx)
	if err != nil {
		return out, err
	}
	defer func() {
		if cerr := w.close(); err == nil {
			err = cerr
		}
	}()
	status, err := w.desk.Status(in.Name, w.anOwner())
	if err != nil {
		return out, err
	}
	report, err := w.desk.Result(in.Name)
	if err != nil {
		return out, err
	}
	return gate.Looked(in, &status, &report.Result, dataset), nil
}

// dataset names the rows that an inspection would be about now.
func (v *view) dataset(ctx context.Context, in *plan.Inspection) (string, error) {
	return review.Dataset(v.inspectable(ctx, in))
}
