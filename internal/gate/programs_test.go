package gate

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/stats"
)

// Where programs answered, looking on opens nothing: people begin anew, under another name.
func TestProgramsAnsweredSaysWhatHelps(t *testing.T) {
	g := &plan.Gate{Inspected: plan.Inspected{People: 1}, Claims: []string{plan.All}}
	f := good()
	f.Inspections = []Inspection{{Name: "looked", Raters: 2, Begun: true, Claims: []review.ClaimState{{Text: "defects <= 5%", Verdict: stats.Met}}}}
	for name, c := range map[string]Condition{"inspected": inspected(g, f), "claims": claims(g, f)} {
		if len(c.Missing) != 0 || strings.Contains(c.Do, "another name") {
			t.Errorf("%s by people: %+v", name, c)
		}
	}
	f.Inspections[0].Programs = 1
	for name, c := range map[string]Condition{"inspected": inspected(g, f), "claims": claims(g, f)} {
		if len(c.Missing) != 1 || !strings.HasPrefix(c.Do, "begin an inspection under another name, for people") {
			t.Errorf("%s by a program: %+v", name, c)
		}
	}
}

// Only what may change which rows are released makes them other rows.
func TestChanged(t *testing.T) {
	l := people(t)
	l.append(NewContest(seedbed.ID{1}, "cy", "it is about me", day, Deadline))
	if got := l.fold().Changed; got != 0 {
		t.Errorf("nobody changed a row, and event %d did", got)
	}
	for _, kind := range []review.EventKind{review.EventDecide, review.EventDecideUndo, review.EventRepair, review.EventWithdraw} {
		l.append(event("ana", kind, struct{}{}))
		want := int64(len(l.events))
		l.append(event("ana", review.EventAnswer, struct{}{}))
		if got := l.fold().Changed; got != want {
			t.Errorf("%s: event %d, want %d", kind, got, want)
		}
	}
}
