package prompt

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func exemplars(n, topics int) []Exemplar {
	out := make([]Exemplar, n)
	for i := range out {
		out[i] = NewExemplar(seedbed.Fields{{Name: "id", Value: fmt.Sprintf("e%d", i)}, {Name: "topic", Value: int64(i % topics)}})
	}
	return out
}

func TestReadExemplars(t *testing.T) {
	all, probs := ReadExemplars("e.jsonl", []byte("\ufeff{\"id\": 7, \"q\": \"a\"}\r\n\n{\"q\": \"b\"}\n[1]\n{\"q\": \"b\", \"q\": 2}\n"))
	if len(all) != 2 || all[0].ID != "7" || len(all[1].ID) != 8 {
		t.Errorf("got %+v", all)
	}
	if len(probs) != 2 || probs[0].Pos.Line != 4 || probs[1].Pos.Line != 5 {
		t.Errorf("problems: %v", probs)
	}
	if again := NewExemplar(all[1].Fields); again.ID != all[1].ID {
		t.Error("the same content has another identity")
	}
}

func TestPickerErrors(t *testing.T) {
	for _, tt := range []struct {
		all      []Exemplar
		pick, by string
		n        int
		want     string
	}{
		{exemplars(2, 1), PickRandom, "", 3, "3 exemplars are wanted, and there are 2"},
		{append(exemplars(2, 1), exemplars(1, 1)...), PickFixed, "", 1, `two exemplars are called "e0"`},
		{exemplars(2, 1), PickBalanced, "level", 1, `no field "level"`},
	} {
		if _, err := NewPicker(tt.all, tt.pick, tt.n, tt.by); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
}

// Whatever the way of picking: as many as wanted, none twice, the same for the
// same record; and balanced is balanced.
func TestPick(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.IntRange(1, 20).Draw(t, "total")
		topics := rapid.IntRange(1, total).Draw(t, "topics")
		n := rapid.IntRange(1, total).Draw(t, "n")
		how := rapid.SampledFrom([]string{PickFixed, PickRandom, PickBalanced}).Draw(t, "how")
		p, err := NewPicker(exemplars(total, topics), how, n, "topic")
		if err != nil {
			t.Fatal(err)
		}
		id := seedbed.ID{rapid.Byte().Draw(t, "id")}
		a, b := p.Pick(seedbed.Fingerprint{1}, id), p.Pick(seedbed.Fingerprint{1}, id)
		if len(a.IDs) != n || cmp.Diff(a.IDs, b.IDs) != "" {
			t.Fatalf("%v and %v", a.IDs, b.IDs)
		}
		seen, perTopic := map[string]bool{}, map[int]int{}
		for _, e := range a.IDs {
			if seen[e] {
				t.Fatalf("%s is there twice", e)
			}
			seen[e] = true
			var i int
			fmt.Sscanf(e, "e%d", &i)
			perTopic[i%topics]++
		}
		if how == PickBalanced && n <= topics {
			for topic, k := range perTopic {
				if k != 1 {
					t.Fatalf("topic %d is shown %d times of %d", topic, k, n)
				}
			}
		}
	})
	// Records see different ones.
	p, _ := NewPicker(exemplars(20, 4), PickRandom, 5, "")
	seen := map[string]bool{}
	for i := range 50 {
		seen[strings.Join(p.Pick(seedbed.Fingerprint{}, seedbed.ID{byte(i)}).IDs, " ")] = true
	}
	if len(seen) < 45 {
		t.Errorf("50 records see %d selections", len(seen))
	}
}
