package coverage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// made is a dataset of ordinary generated text, with groups, labels, exemplars,
// attributes, seeds and scores that have nothing to do with each other, but for the
// text, which tells the label.
type made struct {
	rng  *rand.Rand
	rows []row
}

type row struct {
	text, group, label, topic, tone, exemplar, seed string
	score                                           float64
}

var (
	people = []string{"nurses", "farmers", "students", "immigrants", "retired people", "musicians", "engineers", "veterans"}
	topics = []string{"housing", "food", "travel", "work", "health"}
	tones  = []string{"formal", "warm", "brief", "curious"}
	names  = strings.Fields("Ana Ben Cleo Dan Eva Finn Gus Hana Ivo Jun Kim Leo Mia Nils Ola Pia Quin Rosa Sam Tess")
	things = strings.Fields("ticket letter garden bicycle kitchen window schedule market invoice lecture engine violin blanket recipe journey ladder meeting paper bridge coffee lantern river village basket camera jacket kettle mirror pencil rocket saddle teapot umbrella wallet anchor button candle dragon eagle feather guitar hammer island jigsaw")
	verbs  = strings.Fields("found carried painted repaired ordered described counted returned planned measured borrowed cleaned opened photographed followed visited explained bought moved watched")
	places = strings.Fields("Berlin Oslo Lima Cairo Kyoto Quito Turin Porto Delhi Accra Perth Dublin")
	glad   = strings.Fields("wonderful helpful lovely pleasant generous calm bright friendly")
	sad    = strings.Fields("awful rude broken tiring cold unfair noisy bitter")
)

func (m *made) pick(of []string) string { return of[m.rng.IntN(len(of))] }

// sentence is one of several hundred thousand.
func (m *made) sentence(mood []string) string {
	switch m.rng.IntN(6) {
	case 0:
		return fmt.Sprintf("%s %s a %s near %s on day %d.", m.pick(names), m.pick(verbs), m.pick(things), m.pick(places), 1+m.rng.IntN(30))
	case 1:
		return fmt.Sprintf("I %s the %s and the %s before %s called.", m.pick(verbs), m.pick(things), m.pick(things), m.pick(names))
	case 2:
		return fmt.Sprintf("The %s was %s when we reached %s with %s.", m.pick(things), m.pick(mood), m.pick(places), m.pick(names))
	case 3:
		return fmt.Sprintf("My %s felt %s, so %s %s another %s.", m.pick(things), m.pick(mood), m.pick(names), m.pick(verbs), m.pick(things))
	case 4:
		return fmt.Sprintf("Every %s in %s costs %d coins, said %s.", m.pick(things), m.pick(places), 2+m.rng.IntN(90), m.pick(names))
	default:
		return fmt.Sprintf("It seemed a %s day to %s who %s the %s.", m.pick(mood), m.pick(names), m.pick(verbs), m.pick(things))
	}
}

// clean makes rows without defects.
func clean(seed uint64, n int) *made {
	m := &made{rng: rand.New(rand.NewPCG(seed, 7))}
	for range n {
		r := row{
			group: m.pick(people), topic: m.pick(topics), tone: m.pick(tones),
			exemplar: fmt.Sprintf("e%d", m.rng.IntN(10)), seed: fmt.Sprintf("s%d", m.rng.IntN(n/20+1)), label: "good", score: float64(1 + m.rng.IntN(7)),
		}
		mood := glad
		if m.rng.IntN(2) == 0 {
			r.label, mood = "bad", sad
		}
		var b []string
		for range 3 + m.rng.IntN(3) {
			b = append(b, m.sentence(mood))
		}
		if m.rng.IntN(3) == 0 {
			b = append(b, "Other "+r.group+" would agree.")
		}
		r.text = strings.Join(b, " ")
		m.rows = append(m.rows, r)
	}
	return m
}

func (m *made) records() []seedbed.Record {
	var out []seedbed.Record
	for i := range m.rows {
		r := &m.rows[i]
		out = append(out, measuretest.Record("text", r.text, "group", r.group, "label", r.label, "topic", r.topic, "tone", r.tone, "exemplar", r.exemplar, "seed", r.seed, "score", r.score))
	}
	return out
}

func setup() measure.Setup {
	return measure.Setup{Columns: measure.Columns{
		Text: "text", Label: "label", Score: "score", Groups: []string{"group"}, By: []string{"exemplar", "seed", "topic", "tone"},
	}}
}

func (m *made) measure(t testing.TB, me measure.Measure) *measure.Result {
	t.Helper()
	return measuretest.Run(t, me, measuretest.Case{Setup: setup(), Data: m.records()}, 2)
}

func (m *made) conform(t *testing.T, me measure.Measure) {
	t.Helper()
	measuretest.Test(t, me, measuretest.Case{Setup: setup(), Data: m.records()})
}

// finding returns the finding of a figure, and of what where that is not "".
func finding(t testing.TB, r *measure.Result, figure, of string) *measure.Finding {
	t.Helper()
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Figure == figure && (of == "" || f.Of == of) {
			return f
		}
	}
	t.Fatalf("no finding %s of %q among %d (not measured: %+v)", figure, of, len(r.Findings), r.NotMeasured)
	return nil
}

func wantSevere(t testing.TB, f *measure.Finding, s measure.Severity, words ...string) {
	t.Helper()
	if f.Severity != s {
		t.Errorf("%s is %s, want %s: %s", f.Figure, f.Severity, s, f.Says)
	}
	for _, w := range words {
		if !strings.Contains(f.Says, w) {
			t.Errorf("%s does not say %q: %s", f.Figure, w, f.Says)
		}
	}
}
