package main

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/review"
)

// An address that cannot be taken is told before anything is changed.
func TestPeopleChangeIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	g := gated(t)
	g.must(exitOK, "run")
	g.must(exitOK, "people", "add", "Ana Souza", "--email", "ana@example.org")
	g.must(exitOK, "people", "add", "Bo Chen", "--role", "reader")
	for email, want := range map[string]string{
		"nonsense": "is no address of mail", "a@b\x1b[2J,c": "is no address of mail", "ANA@example.org": "this address is that of p-",
	} {
		r := g.must(exitInvalid, "people", "change", "Bo Chen", "--role", "rater,adjudicator", "--email", email)
		if !strings.Contains(r.stderr, want) || strings.Contains(r.stderr, "\x1b") {
			t.Errorf("%q: %v", email, r)
		}
		g.must(exitInvalid, "people", "add", "Cy", "--role", "rater", "--email", email)
	}
	g.people(func(w *people) {
		if n := len(w.desk.People()); n != 2 {
			t.Errorf("%d people", n)
		}
		bo, err := w.whom("Bo Chen")
		if err != nil || !bo.Has(review.Reader) || bo.Has(review.Rater) {
			t.Errorf("%+v, %v", bo, err)
		}
	})
	g.must(exitOK, "people", "change", "Ana Souza", "--email", "ANA@example.org") // theirs already
	g.must(exitOK, "people", "change", "Bo Chen", "--role", "rater", "--email", "bo@example.org")
	g.must(exitOK, "people", "change", "Bo Chen", "--email", "")
}
