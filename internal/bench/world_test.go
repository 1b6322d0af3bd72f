package main

import (
	"testing"

	"seedbed.dev/seedbed/internal/society"
)

// The texts are few here; make bench has as many as the issue promises.
func TestWorldCheck(t *testing.T) {
	org, err := worldOrganisation(2)
	if err != nil {
		t.Fatal(err)
	}
	clean := worldClean(org, 1500)
	alarms := worldFalse(t, org, clean)
	if share := float64(alarms) / float64(len(clean)); share > 0.02 {
		t.Errorf("%d alarms in %d consistent documents", alarms, len(clean))
	}
	found, planted, missed := worldFound(org, 1200)
	for _, d := range worldDefects {
		if planted[d.name] == 0 {
			t.Errorf("%s was planted nowhere", d.name)
		}
		t.Logf("%s: %d of %d", d.name, found[d.name], planted[d.name])
	}
	all, hit := 0, 0
	for name := range planted {
		all, hit = all+planted[name], hit+found[name]
	}
	if float64(hit) < 0.9*float64(all) {
		t.Errorf("%d of %d found%s", hit, all, worldExamples(missed))
	}
}

func worldFalse(t *testing.T, org *society.Organisation, clean []worldText) int {
	t.Helper()
	alarms := worldCheck(society.NewChecker(org), clean)
	t.Log(worldExamples(alarms))
	return len(alarms)
}
