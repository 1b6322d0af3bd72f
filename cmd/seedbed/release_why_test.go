package main

import (
	"testing"

	"seedbed.dev/seedbed"
)

// Where no person rated a row, what an adjudicator settled is told all the same.
func TestWhyOfRowsThatOnlyProgramsRated(t *testing.T) {
	for want, votes := range map[string][]seedbed.Vote{
		"by nobody yet": nil,
		"by no person; settled by an adjudicator: kind step, sound yes": {
			{Criterion: "sound", Person: "p-1", Value: "yes", Settled: true}, {Criterion: "kind", Person: "p-1", Value: "step", Settled: true},
		},
		"by 1 person: sound no (settled: yes)": {{Criterion: "sound", Person: "p-2", Value: "no"}, {Criterion: "sound", Person: "p-1", Value: "yes", Settled: true}},
		"by 1 person: sound no; settled by an adjudicator: kind step": {
			{Criterion: "sound", Person: "p-2", Value: "no"}, {Criterion: "kind", Person: "p-1", Value: "step", Settled: true},
		},
	} {
		if got := (&saidOf{votes: votes}).inspected(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
