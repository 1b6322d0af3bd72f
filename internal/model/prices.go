package model

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

//go:embed prices.json
var pricesJSON []byte

// Prices is a dated table of what providers charge. It is what somebody wrote
// down on that day: recipes override it, and a model that it does not hold has
// an unknown price, not none.
type Prices struct {
	AsOf   time.Time
	models map[string]plan.Price
}

// LoadPrices reads the table that comes with the program.
func LoadPrices() (*Prices, error) { return ParsePrices(pricesJSON) }

// ParsePrices reads a table: {"as_of": "2026-11-22", "models": {"name": {"in":
// 1, "cached_in": 0.1, "out": 5}}}, in US dollars a million tokens.
func ParsePrices(data []byte) (*Prices, error) {
	var in struct {
		AsOf   string `json:"as_of"`
		Models map[string]struct {
			In       *float64 `json:"in"`
			CachedIn float64  `json:"cached_in"`
			Out      *float64 `json:"out"`
		} `json:"models"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading prices: %w", err)
	}
	asOf, err := time.Parse(time.DateOnly, in.AsOf)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading prices: as_of: %w", err)
	}
	p := &Prices{AsOf: asOf, models: make(map[string]plan.Price, len(in.Models))}
	for name, m := range in.Models {
		if m.In == nil || m.Out == nil || *m.In < 0 || *m.Out < 0 || m.CachedIn < 0 {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading prices: model %q: want in and out, both at least 0", name)
		}
		p.models[name] = plan.Price{In: *m.In, CachedIn: m.CachedIn, Out: *m.Out}
	}
	return p, nil
}

// For returns the price of a model: the recipe's own; else the table's for the
// provider's name of it, exactly or without a date at its end, where the model
// is asked at that provider. A model at another address has no price but the
// recipe's: who runs it sets what it costs.
func (p *Prices) For(spec plan.Model) (*plan.Price, bool) {
	if spec.Price != nil {
		price := *spec.Price
		return &price, true
	}
	if p == nil || !priced(spec) {
		return nil, false
	}
	name := spec.ID
	for {
		if price, ok := p.models[name]; ok {
			return &price, true
		}
		short, ok := trimDate(name)
		if !ok {
			return nil, false
		}
		name = short
	}
}

// priced reports whether the table speaks of the address that spec names.
func priced(spec plan.Model) bool {
	if spec.Provider == "exec" {
		return false
	}
	if spec.URL == "" {
		return true
	}
	u, err := baseURL(spec, "")
	if err != nil {
		return false
	}
	switch host := u.Hostname(); host {
	case "api.openai.com", "api.anthropic.com", "generativelanguage.googleapis.com", "api.deepseek.com", "api.mistral.ai":
		return true
	default:
		return strings.HasSuffix(host, ".api.openai.com")
	}
}

// trimDate cuts a date off the end of a model's name: "gpt-5-2025-08-07",
// "claude-haiku-4-5-20251001".
func trimDate(name string) (string, bool) {
	for _, form := range []string{"-####-##-##", "-########"} {
		if len(name) > len(form) && matches(name[len(name)-len(form):], form) {
			return name[:len(name)-len(form)], true
		}
	}
	return "", false
}

func matches(s, form string) bool {
	for i := range len(form) {
		if digit := s[i] >= '0' && s[i] <= '9'; (form[i] == '#') != digit || (form[i] != '#' && s[i] != form[i]) {
			return false
		}
	}
	return true
}

// Cost is what a call with usage u cost at price; unknown where either is. The
// formula: cached tokens of the request at CachedIn (at In, where that is 0),
// the others at In, those of the reply at Out, each divided by a million.
func Cost(price *plan.Price, u seedbed.Usage) seedbed.Cost {
	if price == nil {
		return seedbed.Cost{}
	}
	if !u.Known && (price.In != 0 || price.Out != 0) {
		return seedbed.Cost{}
	}
	cached := price.CachedIn
	if cached == 0 {
		cached = price.In
	}
	usd := (float64(u.In-u.CachedIn)*price.In + float64(u.CachedIn)*cached + float64(u.Out)*price.Out) / 1e6
	if math.IsNaN(usd) || math.IsInf(usd, 0) {
		return seedbed.Cost{}
	}
	return seedbed.Cost{USD: usd, Known: true}
}

// String says what the table is.
func (p *Prices) String() string {
	return fmt.Sprintf("%d models as of %s", len(p.models), p.AsOf.Format(time.DateOnly))
}
