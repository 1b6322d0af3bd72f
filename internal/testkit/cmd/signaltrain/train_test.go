package main

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// TestSameWeights: the same texts give the same weights, and these can be read.
func TestSameWeights(t *testing.T) {
	lessons, digest, err := transcripts.Training()
	if err != nil {
		t.Fatal(err)
	}
	var some []transcripts.Lesson
	for i := 0; i < len(lessons); i += 60 {
		some = append(some, lessons[i])
	}
	one, err := weights(learn(all(prepare(some))), digest, limits{})
	if err != nil {
		t.Fatal(err)
	}
	other, err := weights(learn(all(prepare(some))), digest, limits{})
	if err != nil || !bytes.Equal(one, other) {
		t.Errorf("trained twice, two files of weights; %v", err)
	}
	m, err := dialogue.ReadWeights(string(one))
	if err != nil || m.Digest != digest {
		t.Error(m, err)
	}
}

// TestGroups: a writer is held out as a whole, and of a folder of real people a third.
func TestGroups(t *testing.T) {
	var talks []talk
	for _, w := range []string{"a", "a", "aq", "a", "aq", "b", "aq", "aq"} {
		talks = append(talks, talk{Lesson: &transcripts.Lesson{Writer: w}})
	}
	want := []string{"a", "a", "aq 0", "a", "aq 1", "b", "aq 2", "aq 0"}
	if got := groups(talks); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestLimits: no more sound conversations are above the limits than are allowed.
func TestLimits(t *testing.T) {
	lessons, _, err := transcripts.Training()
	if err != nil {
		t.Fatal(err)
	}
	var some []transcripts.Lesson
	for i := 0; i < len(lessons); i += 30 {
		some = append(some, lessons[i])
	}
	held, err := heldOut(prepare(some))
	if err != nil {
		t.Fatal(err)
	}
	l := settle(held)
	sound, alarms := 0.0, 0.0
	for i := range held {
		if held[i].Behaviour == transcripts.Sound {
			sound += held[i].weight()
			if held[i].over(l.counts, nil) {
				alarms += held[i].weight()
			}
		}
	}
	if alarms > alarmsMost*sound {
		t.Errorf("%.1f of %.1f", alarms, sound)
	}
	for k := range l.doubts {
		if l.doubts[k] > l.counts[k] {
			t.Errorf("%s is doubted where it counts: %v", names[k], l)
		}
	}
	if err := table(io.Discard, held, l, true); err != nil {
		t.Error(err)
	}
}
