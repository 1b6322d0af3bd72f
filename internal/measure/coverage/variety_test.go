package coverage

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// caricature makes all rows of a group, or a part of them, say much the same.
func (m *made) caricature(group string, every int) {
	for i := range m.rows {
		if r := &m.rows[i]; r.group == group && i%every == 0 {
			r.text = strings.Join([]string{
				"I wake up early and feed the animals before sunrise.", "My " + m.pick(things) + " is old but hard work never hurt anyone.",
				m.pick(names) + " says we love our simple life and our old tractor.",
			}, " ")
		}
	}
}

func TestVarietyConforms(t *testing.T) {
	m := clean(1, 600)
	m.caricature("farmers", 2)
	m.conform(t, variety{})
}

func TestVarietyNamesTheCaricature(t *testing.T) {
	// The group has 5 % of 2,000 rows, all alike; or an eighth, of which half are.
	for name, plant := range map[string]func() *made{
		"small": func() *made {
			m := clean(2, 2000)
			for i := range m.rows {
				if m.rows[i].group == "farmers" {
					m.rows[i].group = "nurses"
				}
				if i%20 == 0 {
					m.rows[i].group = "farmers"
				}
			}
			m.caricature("farmers", 1)
			return m
		},
		"half": func() *made {
			m := clean(3, 2000)
			m.caricature("farmers", 2)
			return m
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := finding(t, plant().measure(t, variety{}), "variety", "")
			wantSevere(t, f, measure.Serious, `"farmers"`)
			if f.Of != "farmers" || len(f.Evidence) == 0 {
				t.Fatalf("of %s with %d pieces of evidence", f.Of, len(f.Evidence))
			}
			ref := f.Evidence[0].Rows[0]
			if ref.Group != "farmers" || len(ref.Marks) == 0 || !strings.Contains(ref.Text, "tractor") {
				t.Errorf("evidence %+v", ref)
			}
		})
	}
}

func TestVarietyOfAThirdOfAGroup(t *testing.T) {
	m := clean(5, 2000)
	m.caricature("farmers", 3)
	f := finding(t, m.measure(t, variety{}), "variety", "")
	if f.Of != "farmers" || f.Severity == measure.Plain {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
}

// The likeness is the mean cosine over pairs, computed here pair by pair.
func TestLikenessIsTheMeanOverPairs(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		groups := []*group{{name: "a"}, {name: "b"}}
		for i := range rapid.IntRange(4, 30).Draw(rt, "rows") {
			k := &kept{n: int64(i)}
			for range 1 + rng.IntN(12) {
				k.words = append(k.words, uint32(rng.IntN(20))<<20)
			}
			groups[i%2].rows = append(groups[i%2].rows, k)
		}
		v := newVectors(groups, 8)
		for i := range groups {
			mean, se, _ := v.alike(i)
			if want := pairwise(v, i); math.Abs(mean-want) > 1e-5 || se < 0 {
				rt.Errorf("mean %v, over pairs %v", mean, want)
			}
			if d := v.distinct(i, v.budget(), 3); d < 0 || d > 1 {
				rt.Errorf("distinct %v", d)
			}
		}
	})
}

func pairwise(v *vectors, i int) float64 {
	sum, n := 0.0, 0
	norm := func(f []uint32) float64 {
		s := 0.0
		for _, at := range f {
			s += float64(v.idf[at]) * float64(v.idf[at])
		}
		return math.Sqrt(s)
	}
	for a, f := range v.rows[i] {
		for b, g := range v.rows[i] {
			if a == b {
				continue
			}
			n++
			dot := 0.0
			for _, x := range f {
				for _, y := range g {
					if x == y {
						dot += float64(v.idf[x]) * float64(v.idf[x])
					}
				}
			}
			if l := norm(f) * norm(g); l > 0 {
				sum += dot / l
			}
		}
	}
	return sum / float64(n)
}

// Over many clean sets the interval covers the likeness of the process, and no group
// is called a caricature.
func TestVarietyInterval(t *testing.T) {
	covered, sets := 0, 40
	var truth float64
	var low, high []float64
	for i := range sets {
		f := finding(t, clean(uint64(1000+i), 800).measure(t, variety{}), "variety", "")
		if f.Severity != measure.Plain {
			t.Errorf("set %d: %s", i, f.Says)
		}
		g := f.Plots[0].Dots[len(f.Plots[0].Dots)/2]
		truth += g.Value / float64(sets)
		low, high = append(low, *g.Low), append(high, *g.High)
	}
	for i := range low {
		if low[i] <= truth && truth <= high[i] {
			covered++
		}
	}
	if covered < sets*85/100 {
		t.Errorf("the interval of a middling group covers %d of %d times", covered, sets)
	}
}

func hatecheck(t testing.TB) []seedbed.Record {
	t.Helper()
	f, err := os.Open("testdata/hatecheck.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []seedbed.Record
	for _, l := range lines[1:] {
		out = append(out, measuretest.Record("text", l[1], "group", l[2], "label", l[3], "template", l[4]))
	}
	return out
}

func hatecheckCase(t testing.TB) measuretest.Case {
	return measuretest.Case{
		Setup: measure.Setup{Columns: measure.Columns{Text: "text", Label: "label", Groups: []string{"group"}}}, Data: hatecheck(t),
	}
}
