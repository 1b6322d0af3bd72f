package copying

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// passage returns n texts of about so many words, of a vocabulary as people's is:
// few words are most of it.
func passage(seed uint64, n, words int) []string {
	rng := rand.New(rand.NewPCG(seed, 7))
	zipf := rand.NewZipf(rng, 1.1, 8, 5000)
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for k := range words/2 + rng.IntN(words) {
			if k > 0 {
				b.WriteByte(' ')
			}
			v := zipf.Uint64()
			if rng.IntN(12) == 0 {
				fmt.Fprint(&b, rng.IntN(2000))
				continue
			}
			for v > 0 || b.Len() == 0 || b.String()[b.Len()-1] == ' ' {
				b.WriteByte("etaoinshrdlucmfwypvbgkqjxz"[v%26])
				v /= 26
			}
		}
		b.WriteByte('.')
		out[i] = b.String()
	}
	return out
}

func caseOf(texts ...string) measuretest.Case {
	return measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Text: "text"}}, Data: measuretest.Texts(texts...)}
}

// of returns the finding of a figure, about something; it fails where there is none.
func of(t *testing.T, r *measure.Result, figure, of string) measure.Finding {
	t.Helper()
	for _, f := range r.Findings {
		if f.Figure == figure && f.Of == of {
			return f
		}
	}
	t.Fatalf("no finding %s of %q; there are %+v and %+v", figure, of, r.Findings, r.NotMeasured)
	return measure.Finding{}
}

// copied returns a case in which every 20th row holds words of the reference.
func copied() measuretest.Case {
	c := caseOf(passage(1, 400, 40)...)
	ref := passage(2, 300, 40)
	c.Reference, c.Holdout = measuretest.Texts(ref...), measuretest.Texts(passage(3, 300, 40)...)
	for i := 0; i < len(c.Data); i += 20 {
		words := strings.Fields(ref[i%len(ref)])
		c.Data[i] = measuretest.Record("text", "Here it is: "+strings.ToUpper(strings.Join(words[:15], ", "))+" and "+strings.Join(words, " "))
	}
	return c
}

func TestConformance(t *testing.T) {
	t.Run("contamination", func(t *testing.T) { measuretest.Test(t, Contamination{}, copied()) })
	t.Run("memorisation", func(t *testing.T) { measuretest.Test(t, Memorisation{}, leaking()) })
	t.Run("personal data", func(t *testing.T) {
		c := caseOf(passage(1, 300, 30)...)
		for i := 0; i < len(c.Data); i += 7 {
			c.Data[i] = measuretest.Record("text", fmt.Sprintf("write to ana.%d@gmail.com or call (202) 555-0%d now", i, 100+i%100), "contact_phone", fmt.Sprintf("20255512%02d", i%100))
		}
		measuretest.Test(t, PersonalData{}, c)
	})
	t.Run("small cells", func(t *testing.T) {
		c := caseOf(passage(1, 500, 10)...)
		c.Setup.Columns.Groups = []string{"a", "b"}
		for i := range c.Data {
			c.Data[i].Fields = append(c.Data[i].Fields, seedbed.Field{Name: "a", Value: fmt.Sprint(i % 7)}, seedbed.Field{Name: "b", Value: int64(i * i % 31)})
		}
		measuretest.Test(t, SmallCells{}, c)
	})
}

// leaking returns rows made from seeds and exemplars, one of which leaks: "tacos".
func leaking() measuretest.Case {
	c := caseOf()
	seeds := passage(5, 100, 30)
	for i, s := range seeds {
		c.Seeds = append(c.Seeds, measuretest.Record("text", s, "id", int64(i)))
	}
	for k := range 8 {
		shown := passage(uint64(50+k), 1, 20)[0]
		if k == 7 {
			shown = "Tom has 12 tacos and gives 3 of them to his sister before dinner."
		}
		r := measuretest.Record("text", shown)
		r.Lineage.Exemplars = []string{fmt.Sprintf("e%d", k)}
		c.Seeds = append(c.Seeds, r)
	}
	rng := rand.New(rand.NewPCG(3, 3))
	for i, s := range passage(6, 600, 30) {
		saw := rng.IntN(8)
		switch {
		case i%60 == 3:
			s += " " + seeds[i%100]
		case i%60 == 4:
			s = seeds[(i+1)%100]
		case saw == 7 && rng.IntN(10) < 6:
			s += " He likes tacos."
		}
		r := measuretest.Record("text", s)
		r.Lineage.Exemplars, r.Lineage.Parents = []string{fmt.Sprintf("e%d", saw)}, []seedbed.ID{c.Seeds[i%100].ID}
		c.Data = append(c.Data, r)
	}
	c.Reference, c.Holdout = measuretest.Texts(passage(11, 400, 30)...), measuretest.Texts(passage(12, 500, 30)...)
	return c
}

func TestCleanDataGivesNothingSerious(t *testing.T) {
	serious := 0
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 9))
		c := caseOf()
		c.Setup.Columns.Groups, c.Setup.Columns.Label, c.Setup.Seed = []string{"group", "tone"}, "label", seed
		for i := range 8 {
			r := measuretest.Record("text", passage(900+100*seed+uint64(i), 1, 30)[0])
			r.Lineage.Exemplars = []string{fmt.Sprintf("e%d", i)}
			c.Seeds = append(c.Seeds, r)
		}
		for _, s := range passage(1000+seed, 2000, 30) {
			r := measuretest.Record("text", s, "group", fmt.Sprint("g", rng.IntN(7)), "tone", fmt.Sprint("t", rng.IntN(3)), "label", fmt.Sprint(rng.IntN(2)))
			r.Lineage.Exemplars = []string{fmt.Sprintf("e%d", rng.IntN(8))}
			c.Data = append(c.Data, r)
		}
		c.Reference, c.Holdout = measuretest.Texts(passage(2000+seed, 600, 30)...), measuretest.Texts(passage(3000+seed, 600, 30)...)
		for _, m := range Measures() {
			for _, f := range measuretest.Run(t, m, c, 2).Findings {
				if f.Severity == measure.Serious {
					serious++
					t.Logf("seed %d: %s", seed, f.Says)
				}
			}
		}
	}
	if serious > 0 {
		t.Errorf("%d serious findings in clean data", serious)
	}
}

func TestInfoIsComplete(t *testing.T) {
	for _, m := range Measures() {
		info := m.Info()
		for what, s := range map[string]string{"says": info.Says, "cannot": info.Cannot, "formula": info.Formula, "use": info.Use, "cost": info.Cost, "title": info.Title} {
			if len(s) < 8 {
				t.Errorf("%s: %s is missing", info.Name, what)
			}
		}
		if info.Family != "copying" || info.Figures[0].Name != info.Name {
			t.Errorf("%s: the family is %q and the main figure %q", info.Name, info.Family, info.Figures[0].Name)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := leaking()
	m := Memorisation{}
	ref, _ := m.Learn(&c.Setup, measure.Reference)
	for i := range c.Reference {
		row, _ := measure.RowOf(&c.Setup.Columns, measure.Reference, int64(i), &c.Reference[i])
		ref.Add(row)
	}
	s, err := m.Start(&c.Setup, measure.Known{Reference: ref})
	if err != nil {
		t.Fatal(err)
	}
	row, _ := measure.RowOf(&c.Setup.Columns, measure.Data, 0, &c.Data[0])
	s.Add(row)
	if _, err := s.(measure.Reporter).Report(ctx); err != context.Canceled {
		t.Errorf("the error is %v", err)
	}
}
