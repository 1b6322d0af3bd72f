package redundancy

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sentences makes texts of words whose frequencies fall off as in a language.
type sentences struct {
	rng   *rand.Rand
	vocab int
}

func newSentences(seed uint64, vocab int) *sentences {
	return &sentences{rand.New(rand.NewPCG(seed, 7)), vocab}
}

func (s *sentences) word() string {
	// Zipf's law: ranks whose logarithm is uniform.
	r := int(math.Pow(float64(s.vocab), s.rng.Float64()))
	return fmt.Sprintf("w%d", r)
}

func (s *sentences) text(words int) string {
	out := make([]string, words)
	for i := range out {
		out[i] = s.word()
	}
	return strings.Join(out, " ")
}

// corpus is rows texts of 15 to 45 words, of which one in `every` has a near
// duplicate behind it.
func corpus(seed uint64, rows, every int) []string {
	s := newSentences(seed, 4000)
	var out []string
	for len(out) < rows {
		t := s.text(15 + s.rng.IntN(31))
		out = append(out, t)
		if every > 0 && s.rng.IntN(every) == 0 {
			w := strings.Fields(t)
			w[s.rng.IntN(len(w))] = "changed"
			out = append(out, strings.Join(w, " "))
		}
	}
	return out[:rows]
}

func textCase(texts []string) measuretest.Case {
	return measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Text: "text"}, Seed: 1}, Data: measuretest.Texts(texts...)}
}

// of returns the finding of a figure.
func of(tb testing.TB, r *measure.Result, figure string) *measure.Finding {
	tb.Helper()
	for i := range r.Findings {
		if r.Findings[i].Figure == figure {
			return &r.Findings[i]
		}
	}
	tb.Fatalf("no finding %s; not measured: %+v", figure, r.NotMeasured)
	return nil
}
