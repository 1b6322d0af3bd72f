package people

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// checked makes rows of which people rated some as broken or not: "signal" goes with what
// they say, "backwards" against it, "noise" not at all, and a third of the broken ones
// hold a template's slot.
func checked(n int, share float64) []seedbed.Record {
	rng := rand.New(rand.NewPCG(9, 9))
	var out []seedbed.Record
	for i := range n {
		broken := rng.Float64() < .3
		x := rng.NormFloat64()
		if broken {
			x += 2
		}
		text := fmt.Sprintf("This is hint number %d of many.", i)
		if broken && rng.Float64() < .5 {
			text = "Dear {{ name }}, this is your hint."
		}
		r := measuretest.Record("text", text, "signal", x, "backwards", -x, "noise", rng.Float64(), "flag", broken != (rng.Float64() < .1))
		if rng.Float64() < share {
			for p := range 3 {
				says := broken != (rng.Float64() < .05)
				r.Votes = append(r.Votes,
					seedbed.Vote{Criterion: "broken", Person: fmt.Sprint("p", p), Value: map[bool]string{true: "yes", false: "no"}[says], Share: share},
					seedbed.Vote{Criterion: "quality", Person: fmt.Sprint("p", p), Value: fmt.Sprint(1 + rng.IntN(7)), Share: share})
			}
		}
		out = append(out, r)
	}
	return out
}

func TestProxiesConform(t *testing.T) {
	measuretest.Test(t, proxies{}, measuretest.Case{Setup: setup(), Data: checked(400, .5)})
}

func TestProxies(t *testing.T) {
	r := measuretest.Run(t, proxies{}, measuretest.Case{Setup: setup("proxies.fields", "signal, backwards,noise,flag"), Data: checked(1500, .4)}, 2)
	for of, want := range map[string]struct {
		severity measure.Severity
		says     string
	}{
		`field signal, broken "yes"`:    {measure.Plain, ": keep it"},
		`field backwards, broken "yes"`: {measure.Plain, "; it goes the other way"},
		`field noise, broken "yes"`:     {measure.Notable, ": do not trust it for this"},
		`field flag, broken "yes"`:      {measure.Plain, ": keep it"},
		`field signal, quality`:         {measure.Notable, "people called quality \"above"},
	} {
		wants(t, named(t, r, "proxies", of), want.severity, want.says)
	}
	wants(t, named(t, r, "proxies.distrust", ""), measure.Notable, "1 of 4 automatic measures of single rows do not go with anything that people were asked", ": field noise")
	k := named(t, r, "proxies.keep", "")
	if k.Estimate.Value != 3 || len(k.Tables) != 1 || len(k.Tables[0].Rows) != 8 || len(k.Plots) != 1 {
		t.Errorf("%+v", k)
	}
}

// slots is a check that flags rows with a template's slot, and every eighth row.
type slots struct{ measure.Measure }

type slotted struct{ hits measure.Hits }

func (slots) Info() measure.Info { return measure.Info{Name: "slots", Family: "x"} }

func (slots) Start(*measure.Setup, measure.Known) (measure.Summary, error) { return &slotted{}, nil }

func (s *slotted) Add(r *measure.Row) {
	var hits []measure.Hit
	if strings.Contains(r.Text, "{{") {
		hits = append(hits, measure.Hit{Kind: "slot"})
	}
	if r.N%8 == 0 {
		hits = append(hits, measure.Hit{Kind: "eighth"})
	}
	s.hits.Add(r, hits)
}

func (s *slotted) Merge(o measure.Summary) error {
	s.hits.Merge(&o.(*slotted).hits)
	return nil
}

func (s *slotted) Report(context.Context) ([]measure.Finding, error) { return nil, nil }

// Flags of the measures before it are held against people, in one run: a check that finds
// half of the broken rows and nothing else is kept.
func TestProxiesHoldFlags(t *testing.T) {
	job := measure.Job{Setup: setup(), Measures: append([]measure.Measure{slots{}}, Measures()...), Workers: 2}
	job.Parts[measure.Data] = measuretest.Rows(checked(1500, .5))
	r, err := measure.Run(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	f := named(t, r, "proxies.flag", `slots: slot, broken "yes"`)
	wants(t, f, measure.Plain, "of 122 rows that slots: slot flags, people called 99.2 %", `broken "yes", and 31 % of all`, ": keep it")
	wants(t, named(t, r, "proxies.flag", `slots: eighth, broken "yes"`), measure.Notable, ": do not trust it for this")
}

func TestProxiesWithoutPeople(t *testing.T) {
	data := checked(200, .5)
	for i := range data {
		for k := range data[i].Votes {
			data[i].Votes[k].Share = 0
		}
	}
	r := measuretest.Run(t, proxies{}, measuretest.Case{Setup: setup(), Data: data}, 2)
	if len(r.NotMeasured) != 1 || !strings.Contains(r.NotMeasured[0].Why, "chosen for what they are") {
		t.Errorf("%+v", r)
	}
	r = measuretest.Run(t, proxies{}, measuretest.Case{Setup: setup(), Data: checked(200, 0)}, 2)
	if len(r.NotMeasured) != 1 || r.NotMeasured[0].Why != "nobody rated these rows" {
		t.Errorf("%+v", r)
	}
}
