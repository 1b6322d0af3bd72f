package main

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/release"
)

// peopleFacts puts what people did into the facts of a release: what they found who looked
// at the rows, how judges go with them, what they left out and mended, and what each said.
// Unless take, nothing that they did changes the rows, and their votes stay out.
func (v *view) peopleFacts(ctx context.Context, f *release.Facts, stages []string, take bool) (*work, *voices, error) {
	none := &work{}
	if _, err := os.Stat(v.app.peopleDir()); errors.Is(err, fs.ErrNotExist) {
		f.Work.Ignored = !take
		return none, nil, nil
	}
	w, err := v.peopleRead(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer w.close()
	if err := v.calibrationFacts(ctx, f); err != nil {
		return nil, nil, err
	}
	if !take {
		f.Work.Ignored = true
		return none, nil, v.inspectionFacts(ctx, w, f, none, nil)
	}
	changes, err := v.work(ctx, w, stages)
	if err != nil {
		return nil, nil, err
	}
	f.Work = changes.facts
	said := &voices{people: w, names: map[string]string{}, taken: map[string]bool{}}
	return changes, said, v.inspectionFacts(ctx, w, f, changes, said)
}

// calibrationFacts says how each judge stands against people.
func (v *view) calibrationFacts(ctx context.Context, f *release.Facts) error {
	all, err := v.standings(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		s := &all[i]
		c := release.Calibration{Stage: s.Stage, Judge: s.Judge, Criterion: s.Criterion, Calibrated: s.Calibrated, Words: s.Words()}
		for j := range s.Rates {
			c.Rates = append(c.Rates, s.Rates[j].Words())
		}
		f.Calibrations = append(f.Calibrations, c)
	}
	return nil
}

// inspectionFacts says what people found in each inspection of the recipe; what each of
// them said goes into said, unless that is nil.
func (v *view) inspectionFacts(ctx context.Context, w *people, f *release.Facts, changes *work, said *voices) error {
	list, err := v.inspections("")
	if seedbed.CodeOf(err) == seedbed.CodeNotFound {
		return nil // the recipe plans none
	}
	if err != nil {
		return err
	}
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
		if since := changes.since(); since != "" {
			one.Sentence += " " + since
		}
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
		if said == nil {
			continue
		}
		if err := said.add(ctx, v, &report, report.Dataset == dataset); err != nil {
			return err
		}
	}
	return nil
}
