package transcripts

import (
	"testing"

	"seedbed.dev/seedbed"
)

// Each training transcript shows what its file says in turns of its user, or is sound.
func TestTrainingIsWellFormed(t *testing.T) {
	lessons, digest, err := Training()
	if err != nil || len(digest) != 64 {
		t.Fatal(digest, err)
	}
	n := map[Behaviour]int{}
	for _, l := range lessons {
		n[l.Behaviour]++
		if len(l.Turns) == 0 || (len(l.Shows) == 0) != (l.Behaviour == Sound) {
			t.Errorf("%s: %d turns, shows in %v", l.ID, len(l.Turns), l.Shows)
		}
		for _, i := range l.Shows {
			if l.Turns[i].Role != seedbed.User {
				t.Errorf("%s: turn %d shows it, and is the system's", l.ID, i+1)
			}
		}
		for i, turn := range l.Turns {
			if turn.Finish != "" || turn.Content == "" {
				t.Errorf("%s: turn %d: %+v", l.ID, i+1, turn)
			}
		}
	}
	for _, b := range []Behaviour{Sound, RoleFlip, BothSides, Praise, Persona, Contradiction} {
		if n[b] < 150 {
			t.Errorf("%q: %d", b, n[b])
		}
	}
}

func TestVariants(t *testing.T) {
	got, err := parse("@@ k\nU> a\nA> b\nU!flip> c\nU> d\nU!> e\n")
	if err != nil {
		t.Fatal(err)
	}
	talks := variants(got[0].Turns)
	if len(talks) != 3 || len(talks[1]) != 3 || talks[2][2].Content != "e" || talks[2][2].Finish != shows || talks[0][2].Finish != "!flip" {
		t.Errorf("%+v", talks)
	}
}
