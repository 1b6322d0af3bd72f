package transcripts

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func secondSetOf(t *testing.T) []Transcript {
	t.Helper()
	all, err := Second()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSecondSetIsLargeEnough(t *testing.T) {
	n, other := map[Behaviour]int{}, 0
	all := secondSetOf(t)
	for _, x := range all {
		n[x.Behaviour]++
		if x.lang() != "en" {
			other++
		}
		if x.Composed {
			t.Errorf("%s is put together", x.ID)
		}
	}
	if n[Sound] < 60 || 5*other < len(all) {
		t.Errorf("%d sound, %d of %d not in English", n[Sound], other, len(all))
	}
	for _, b := range Behaviours {
		if n[b] < 10 {
			t.Errorf("%s: %d", b, n[b])
		}
	}
}

// Roles come in turn, users say something, replies are empty only where the target
// was not reached, profiles can be read, and nothing is in both sets.
func TestSecondSetIsWellFormed(t *testing.T) {
	seen := map[string]string{}
	for _, x := range append(corpusOf(t, 1), secondSetOf(t)...) {
		if x.Composed {
			continue
		}
		var all strings.Builder
		for i, turn := range x.Turns {
			want := []seedbed.Role{seedbed.User, seedbed.Assistant}[i%2]
			if turn.Role != want {
				t.Errorf("%s: turn %d is %s's", x.ID, i+1, turn.Role)
			}
			if strings.TrimSpace(turn.Content) == "" && (want == seedbed.User || x.Behaviour != Unreachable) {
				t.Errorf("%s: turn %d is empty", x.ID, i+1)
			}
			all.WriteString(turn.Content)
		}
		if p := x.Profile(); p.Name == "" || p.AgeTo == 0 || len(p.Languages) == 0 || len(x.Turns) == 0 {
			t.Errorf("%s: %d turns, profile %+v", x.ID, len(x.Turns), p)
		}
		if other := seen[all.String()]; other != "" {
			t.Errorf("%s is %s", x.ID, other)
		}
		seen[all.String()] = x.ID
	}
}
