package model

import (
	"math"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func TestPrices(t *testing.T) {
	p, err := LoadPrices()
	if err != nil {
		t.Fatal(err)
	}
	if p.AsOf.Before(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) || len(p.models) < 50 {
		t.Errorf("%s", p)
	}
	own := &plan.Price{In: 1, Out: 2}
	for _, c := range []struct {
		name string
		spec plan.Model
		in   float64 // -1: unknown
	}{
		{"exact", plan.Model{Provider: "openai", ID: "gpt-5-mini"}, 0.25},
		{"dated", plan.Model{Provider: "openai", ID: "gpt-5-mini-2025-08-07"}, 0.25},
		{"Claude dated", plan.Model{Provider: "anthropic", ID: "claude-haiku-4-5-20251001"}, 1},
		{"another model that starts alike", plan.Model{Provider: "openai", ID: "gpt-5-minimal"}, -1},
		{"unknown", plan.Model{Provider: "openai", ID: "nope"}, -1},
		{"same name, own server", plan.Model{Provider: "openai", ID: "gpt-5-mini", URL: "http://127.0.0.1:8080/v1"}, -1},
		{"provider's address", plan.Model{Provider: "openai", ID: "deepseek-v4-flash", URL: "https://api.deepseek.com"}, 0.3},
		{"the recipe's", plan.Model{Provider: "openai", ID: "gpt-5-mini", Price: own}, 1},
		{"free", plan.Model{Provider: "exec", ID: "x", Price: &plan.Price{}}, 0},
		{"exec", plan.Model{Provider: "exec", ID: "gpt-5-mini"}, -1},
	} {
		got, ok := p.For(c.spec)
		if ok != (c.in >= 0) || (ok && got.In != c.in) {
			t.Errorf("%s: got %+v, %v", c.name, got, ok)
		}
	}
	if _, ok := (*Prices)(nil).For(plan.Model{Provider: "openai", ID: "gpt-5"}); ok {
		t.Error("no table gave a price")
	}
}

func TestCost(t *testing.T) {
	u := seedbed.Usage{In: 1000, CachedIn: 400, Out: 100, Known: true}
	for _, c := range []struct {
		price *plan.Price
		u     seedbed.Usage
		want  seedbed.Cost
	}{
		{nil, u, seedbed.Cost{}},
		{&plan.Price{In: 1, Out: 10}, u, seedbed.Cost{USD: 0.002, Known: true}},
		{&plan.Price{In: 1, CachedIn: 0.1, Out: 10}, u, seedbed.Cost{USD: 0.00164, Known: true}},
		{&plan.Price{In: 1, Out: 10}, seedbed.Usage{}, seedbed.Cost{}},
		{&plan.Price{}, u, seedbed.Cost{Known: true}},
		{&plan.Price{}, seedbed.Usage{}, seedbed.Cost{Known: true}},
	} {
		got := Cost(c.price, c.u)
		if got.Known != c.want.Known || math.Abs(got.USD-c.want.USD) > 1e-12 {
			t.Errorf("%+v at %+v: got %+v, want %+v", c.u, c.price, got, c.want)
		}
	}
}

func FuzzParsePrices(f *testing.F) {
	f.Add(pricesJSON)
	f.Add([]byte(`{"as_of":"2026-01-01","models":{"x":{"in":-1}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := ParsePrices(data); err == nil && p == nil {
			t.Error("neither table nor error")
		}
	})
}
