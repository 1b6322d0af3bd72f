package dialogue

import (
	"strings"
	"testing"
)

// TestSaysAgain counts, in conversations that are parted by bars, those who say the same
// again, those who go in a circle, and those who come back to a matter as people do.
func TestSaysAgain(t *testing.T) {
	for _, c := range []struct {
		name, told string
		wrong      bool
		most       int // of them that may be taken for the other kind
	}{
		{"again", saidAgain, true, 3},
		{"round", roundAndRound, true, 7},
		{"sound", soundAgain, false, 3},
		{"fresh again", againFresh, true, 4},
		{"fresh round", roundFresh, true, 3},
		{"fresh sound", soundFresh, false, 2},
		{"last again", againLast, true, 2},
		{"last round", roundLast, true, 1},
		{"last sound", soundLast, false, 0},
		{"wide again", againWide, true, 4},
		{"wide round", roundWide, true, 1},
		{"wide sound", soundWide, false, 3},
		{"answered twice", answeredTwice, true, 2},
		{"civil forever", civilForever, true, 0},
		{"answers alike", answersAlike, false, 0},
		{"refused forever", refusedForever, true, 0},
		{"civil and on", civilAndOn, false, 0},
		{"swaying forever", swayingForever, true, 0},
		{"swaying once", swayingOnce, false, 0},
		{"objected to", objectedTo, false, 0},
		{"codes alike", codesAlike, false, 0},
		{"units again", unitsAgain, true, 0},
		{"steps and offers", stepsAndOffers, false, 0},
		{"steps and no more", stepsAndNoMore, true, 0},
	} {
		misses, n := 0, 0
		for line := range strings.SplitSeq(strings.TrimSpace(c.told), "\n") {
			n++
			sums := map[Name]float64{Repeats: 1, Loop: 1}
			for _, s := range Signals(talk(strings.Split(line, " | ")...), Profile{}) {
				if d, ok := sums[s.Name]; ok {
					sums[s.Name] = d * (1 - s.Strength)
				}
			}
			if found := min(sums[Repeats], sums[Loop]) <= 1-Threshold+1e-9; found != c.wrong {
				misses++
				t.Logf("%s: %.2f %.2f %s", c.name, 1-sums[Repeats], 1-sums[Loop], line)
			}
		}
		if misses > c.most {
			t.Errorf("%s: %d of %d", c.name, misses, n)
		}
	}
}
