package dialogue

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestLooksNoFurther: a turn that is like none by meaning alone has no score that counts
// when all of it is looked at, in conversations as they are.
func TestLooksNoFurther(t *testing.T) {
	m := knownWeights()
	for _, file := range []string{"testdata/broken.txt", "testdata/sound.txt"} {
		_, talks, profiles := readTalks(t, file)
		for i, c := range talks {
			type sign struct {
				turn int
				name Name
			}
			found := map[sign]bool{}
			for _, s := range SignalsWith(c, profiles[i], m) {
				found[sign{s.Turn, s.Name}] = true
			}
			Scores(c, profiles[i], m, func(turn int, z [learnedClasses]float32, _ []Signal) {
				for k, name := range learnedNames {
					if z[k] >= m.Limits[k] && !found[sign{turn, name}] && (name != Praise || turn > 1) {
						t.Errorf("%s: turn %d: %s is over its limit by %.2f, and no sign says so", file, turn+1, name, z[k]-m.Limits[k])
					}
				}
			})
		}
	}
}

// TestSums: weights added several at once are as those added one by one.
func TestSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.SliceOfN(rapid.Int8(), 1+learnedClasses, 1+learnedClasses), 0, 700).Draw(t, "weights")
		var fast sums
		var slow [learnedClasses]int32
		for i, weights := range all {
			m := Weights{Features: 1}
			m.room()
			bytes := make([]byte, len(weights))
			for j, w := range weights {
				bytes[j] = byte(w)
			}
			m.put(uint32(i)*77777, bytes)
			x := m.of(uint32(i) * 77777)
			if got := x.voice(); got != int32(weights[0]) {
				t.Fatalf("the voice %d is read as %d", weights[0], got)
			}
			fast.add(x)
			for k := range slow {
				slow[k] += int32(weights[1+k])
			}
		}
		if got := *fast.of(); got != slow {
			t.Fatalf("%v, and one by one %v", got, slow)
		}
	})
}

// TestVoiced: how much voices are is rounded down to steps that stay in their table.
func TestVoiced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float32(), 1, 40).Draw(t, "voices")
		out := voiced(v)
		for kind, value := range out {
			if value >= voicePatterns || uint32(kind) < voiceRuns && value >= voiceSteps {
				t.Fatalf("kind %d is %d", kind, value)
			}
		}
		if x := float64(v[0]); math.Abs(x) < 1000 && out[voiceFirst] != uint32(min(max(math.Floor(x)+8, 0), voiceSteps-1)) {
			t.Fatalf("%v is step %d", x, out[voiceFirst])
		}
	})
}
