package transcripts

import (
	"reflect"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func corpusOf(t *testing.T, seed uint64) []Transcript {
	t.Helper()
	all, err := Corpus(seed)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestCorpusIsLargeEnough(t *testing.T) {
	all := corpusOf(t, 1)
	hand, total := map[Behaviour]int{}, map[Behaviour]int{}
	for _, x := range all {
		total[x.Behaviour]++
		if !x.Composed {
			hand[x.Behaviour]++
		}
	}
	if hand[Sound] < 40 || len(all) < 400 {
		t.Errorf("%d sound by hand, %d in all", hand[Sound], len(all))
	}
	for _, b := range Behaviours {
		if hand[b] < 15 || total[b] != hand[b]+composedBroken {
			t.Errorf("%s: %d by hand, %d in all", b, hand[b], total[b])
		}
		if len(b.Told()) == 0 {
			t.Errorf("%s: no signal tells it", b)
		}
	}
}

func TestSameSeedSameCorpus(t *testing.T) {
	one, other := corpusOf(t, 7), corpusOf(t, 7)
	if !reflect.DeepEqual(one, other) {
		t.Error("the same seed gave other transcripts")
	}
	if reflect.DeepEqual(one, corpusOf(t, 8)) {
		t.Error("another seed gave the same transcripts")
	}
}

// What is written by hand is well formed: roles in turn, the user first, no slot left,
// a profile that can be read, and no transcript twice.
func TestTranscriptsAreWellFormed(t *testing.T) {
	seen := map[string]string{}
	for seed := range uint64(20) { // composed ones differ by seed
		for _, x := range corpusOf(t, seed) {
			var all strings.Builder
			for i, turn := range x.Turns {
				want := seedbed.User
				if i%2 == 1 {
					want = seedbed.Assistant
				}
				if turn.Role != want {
					t.Errorf("%s: turn %d is %s's", x.ID, i+1, turn.Role)
				}
				if strings.Contains(turn.Content, "{thing}") || strings.Contains(turn.Content, "{age}") || strings.Contains(turn.Content, "@@") {
					t.Errorf("%s: turn %d has a slot or mark in it: %q", x.ID, i+1, turn.Content)
				}
				if turn.Role == seedbed.User && strings.TrimSpace(turn.Content) == "" {
					t.Errorf("%s: turn %d is empty", x.ID, i+1)
				}
				if turn.Role == seedbed.Assistant && strings.TrimSpace(turn.Content) == "" && x.Behaviour != Unreachable {
					t.Errorf("%s: turn %d is empty", x.ID, i+1)
				}
				all.WriteString(turn.Content)
			}
			if len(x.Turns) == 0 {
				t.Errorf("%s has no turns", x.ID)
			}
			if p := x.Profile(); p.Name == "" || p.AgeTo == 0 || len(p.Languages) == 0 {
				t.Errorf("%s: profile %+v", x.ID, p)
			}
			if !x.Composed && seed == 0 {
				if other := seen[all.String()]; other != "" {
					t.Errorf("%s is %s", x.ID, other)
				}
				seen[all.String()] = x.ID
			}
		}
	}
}

func TestParseSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"U> a":                  "1: text before the first @@",
		"@@ kind; name":         `1: "name" is not key=value`,
		"@@ k\nU> a\n@@ k; x=1": `3: there is no key "x"`,
	} {
		if _, err := parse(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	got, err := parse("@@ k; name=Ana; thing=x y\nU[length]> a\n\nb > c\nA>\n\n")
	if err != nil || len(got) != 1 || len(got[0].Turns) != 2 {
		t.Fatal(got, err)
	}
	if u := got[0].Turns[0]; u.Content != "a\n\nb > c" || u.Finish != seedbed.FinishLength {
		t.Errorf("%+v", u)
	}
}
