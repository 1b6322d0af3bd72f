package exchange

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// A name that several people have names nobody: their ids are asked for.
func TestSharedNames(t *testing.T) {
	r, err := newReading("x.csv", &Want{
		Rubrics: []*seedbed.Rubric{hints()}, People: map[string]string{"Kim": "p-2", "Ana": "p-1", "p-1": "p-1"},
		Shared: map[string][]string{"Kim": {"p-2", "p-3"}, "Ana": {"p-1"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	at := r.pos(7, 2)
	if _, ok := r.person(at, "Kim"); ok {
		t.Error("one of two people of a name is taken")
	}
	if id, ok := r.person(at, "Ana"); !ok || id != "p-1" {
		t.Errorf("Ana is %q", id)
	}
	if id, ok := r.person(at, "p-1"); !ok || id != "p-1" {
		t.Errorf("p-1 is %q", id)
	}
	if len(r.Problems) != 1 || !strings.Contains(r.Problems[0].String(), `x.csv:7:2: "Kim" is the name of several people: p-2, p-3; write the id in place of the name`) {
		t.Errorf("%v", r.Problems)
	}
}
