package dialogue

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// Ways in which people give away an age or a gender in German, French and Spanish, and
// below "== sound" what is near to them and contradicts nothing. A line is a profile,
// what the reply asked, and what the user said.
//
//go:embed testdata/contradicts_de_fr_es.txt
var waysOfSaying string

// The same, written as natives of many countries would say it before anybody looked at
// the rules; in a file of its own so that it can be counted by itself.
//
//go:embed testdata/contradicts_natives.txt
var waysOfNatives string

// TestSaidInGermanFrenchSpanish: what contradicts is found, and what does not is not.
func TestSaidInGermanFrenchSpanish(t *testing.T) {
	t.Run("first", func(t *testing.T) { trySayings(t, waysOfSaying) })
	t.Run("natives", func(t *testing.T) { trySayings(t, waysOfNatives) })
	t.Run("fresh", func(t *testing.T) { trySayings(t, waysFresh) })
	t.Run("fresh again", func(t *testing.T) { trySayings(t, waysFreshAgain) })
	t.Run("fresh last", func(t *testing.T) { trySayings(t, waysFreshLast) })
}

//go:embed testdata/contradicts_fresh.txt
var waysFresh string

//go:embed testdata/contradicts_fresh2.txt
var waysFreshAgain string

//go:embed testdata/contradicts_fresh3.txt
var waysFreshLast string

func trySayings(t *testing.T, lines string) {
	t.Helper()
	wrong, missed, all := true, 0, 0
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		if line == "== sound" {
			wrong = false
		}
		if line == "" || line[0] == '#' || line[0] == '=' {
			continue
		}
		parts := strings.SplitN(line, "|", 3)
		if len(parts) != 3 {
			t.Fatalf("%q is no line of three parts", line)
		}
		var f seedbed.Fields
		for kv := range strings.SplitSeq(parts[0], ";") {
			k, v, _ := strings.Cut(strings.TrimSpace(kv), "=")
			f = append(f, seedbed.Field{Name: k, Value: strings.TrimSpace(v)})
		}
		turns := talk("Hallo, hola, bonjour!", "Ok. "+strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2]))
		signals := SignalsWith(turns, ProfileOf(f), nil)
		got := slices.ContainsFunc(signals, func(s Signal) bool { return s.Name == Contradicts && s.Strength >= Threshold })
		all++
		if got != wrong {
			missed++
			t.Errorf("%v: %s: %v", got, line, signals)
		}
	}
	t.Logf("%d of %d", all-missed, all)
}
