package main

import (
	"slices"

	"seedbed.dev/seedbed"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/text"
)

// shownJudge is who scored what of the rows that were shown.
type shownJudge struct{ criterion, stage, judge string }

// shownJudges are those whose scores were shown, in the order in which they came.
type shownJudges []shownJudge

func (s *shownJudges) add(rec *seedbed.Record) {
	for i := range rec.Scores {
		k := shownJudge{rec.Scores[i].Criterion, rec.Scores[i].Stage, rec.Scores[i].Judge}
		if !slices.Contains(*s, k) {
			*s = append(*s, k)
		}
	}
}

// tell says what the scores are worth, and what the judges say of all released rows, with
// what people's answers make of it.
func (s *shownJudges) tell(a *app, known ratings.Standings) {
	var alone []string
	for _, k := range *s {
		st, ok := known.Of(k.criterion, k.stage, k.judge)
		if !ok {
			if name := text.Harmless(k.judge, 48); !slices.Contains(alone, name) {
				alone = append(alone, name)
			}
			continue
		}
		a.printf("%s: %s\n", st.Name(), st.Words())
		for i := range st.Rates {
			a.printf("  %s\n", st.Rates[i].Words())
		}
	}
	for _, name := range alone {
		a.printf("scores by %s: %s (a judge's word; not compared with people)\n", name, ratings.Uncalibrated)
	}
}
