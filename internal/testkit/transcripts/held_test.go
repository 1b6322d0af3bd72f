package transcripts

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// held are the sets that signals are tried on and nobody is told of.
var held = map[string]struct {
	read  func() ([]Transcript, error)
	sound int // at least
}{
	"second": {Second, 60},
	"third":  {Third, 200},
	"fourth": {Fourth, 200},
	"fifth":  {Fifth, 200},
	"sixth":  {Sixth, 200},
}

func heldSets(t *testing.T) map[string][]Transcript {
	t.Helper()
	out := map[string][]Transcript{}
	for name, set := range held {
		all, err := set.read()
		if err != nil {
			t.Fatal(err)
		}
		out[name] = all
	}
	return out
}

func TestHeldSetsAreLargeEnough(t *testing.T) {
	for name, all := range heldSets(t) {
		n, other := map[Behaviour]int{}, 0
		for _, x := range all {
			n[x.Behaviour]++
			if x.lang() != "en" {
				other++
			}
			if x.Composed {
				t.Errorf("%s: %s is put together", name, x.ID)
			}
		}
		if n[Sound] < held[name].sound || 5*other < len(all) {
			t.Errorf("%s: %d sound, %d of %d not in English", name, n[Sound], other, len(all))
		}
		for _, b := range Behaviours {
			if n[b] < 10 {
				t.Errorf("%s: %s: %d", name, b, n[b])
			}
		}
	}
}

// Roles come in turn, users say something, replies are empty only where the target
// was not reached, profiles can be read, and nothing is in two sets, or trained on.
func TestHeldSetsAreWellFormed(t *testing.T) {
	seen := map[string]string{}
	lessons, _, err := Training()
	if err != nil {
		t.Fatal(err)
	}
	for i := range lessons {
		seen[said(&lessons[i].Transcript)] = "a lesson, " + lessons[i].ID
	}
	for _, x := range corpusOf(t, 1) {
		if !x.Composed {
			seen[said(&x)] = x.ID
		}
	}
	for name, all := range heldSets(t) {
		for _, x := range all {
			for i, turn := range x.Turns {
				if i > 0 && turn.Role == x.Turns[i-1].Role {
					t.Errorf("%s: %s: turn %d is %s's again", name, x.ID, i+1, turn.Role)
				}
				if strings.TrimSpace(turn.Content) == "" && (turn.Role == seedbed.User || x.Behaviour != Unreachable) {
					t.Errorf("%s: %s: turn %d is empty", name, x.ID, i+1)
				}
			}
			if p := x.Profile(); len(p.Languages) == 0 || len(x.Turns) == 0 {
				t.Errorf("%s: %s: %d turns, profile %+v", name, x.ID, len(x.Turns), p)
			}
			text := said(&x)
			if other := seen[text]; other != "" {
				t.Errorf("%s: %s is %s", name, x.ID, other)
			}
			seen[text] = name + " " + x.ID
		}
	}
}

// said is all that was said in a transcript.
func said(x *Transcript) string {
	var all strings.Builder
	for _, turn := range x.Turns {
		all.WriteString(turn.Content)
	}
	return all.String()
}

// takesTurns checks that each side says something and waits for the other.
func takesTurns(t *testing.T, x *Transcript) {
	t.Helper()
	for i, turn := range x.Turns {
		if i > 0 && turn.Role == x.Turns[i-1].Role || strings.TrimSpace(turn.Content) == "" {
			t.Errorf("%s: turn %d is %s's again, or empty", x.ID, i+1, turn.Role)
		}
	}
}

// Turns are people's as they wrote them, those of one side in a row put together.
func TestPeopleAreWellFormed(t *testing.T) {
	all, err := People()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 600 {
		t.Errorf("%d conversations", len(all))
	}
	for _, x := range all {
		takesTurns(t, &x)
		if len(x.Turns) < 2 || x.lang() != "en" {
			t.Errorf("%s: %d turns, %s", x.ID, len(x.Turns), x.lang())
		}
	}
}

// Those of a small model begin with its user, and each side waits for the other.
func TestSmallIsWellFormed(t *testing.T) {
	all, err := Small()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Errorf("%d conversations", len(all))
	}
	for _, x := range all {
		takesTurns(t, &x)
		for i, turn := range x.Turns {
			if turn.Finish != "" && turn.Finish != seedbed.FinishLength && turn.Finish != seedbed.FinishStop {
				t.Errorf("%s: turn %d ended by %q", x.ID, i+1, turn.Finish)
			}
		}
		if len(x.Turns) == 0 || x.Turns[0].Role != seedbed.User || x.Behaviour != Broken {
			t.Errorf("%s: %d turns, %q", x.ID, len(x.Turns), x.Behaviour)
		}
	}
}
