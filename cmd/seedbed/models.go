package main

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/engine"
	"seedbed.dev/seedbed/internal/model"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/store"
)

// models are a plan's auxiliary models, wired: reply store, retry, budget and
// limiter around each client, with what the models of one endpoint share.
type models struct {
	plan      *plan.Plan
	env       func(string) (string, bool)
	dir       string
	journal   *store.Journal
	gate      *model.Gate
	budget    *model.Budget
	prices    *model.Prices
	transport *model.Transport

	mu        sync.Mutex
	endpoints map[endpoint]*shared
	made      map[string]*wired
}

// endpoint is an address and an account there: what a limiter belongs to.
type endpoint struct{ provider, url, key string }

// shared is what the models of one endpoint share.
type shared struct {
	limiter *model.Limiter
	breaker *model.Breaker
}

// wired is one model of the plan.
type wired struct {
	spec     *plan.Model
	client   seedbed.Model
	recorded *model.Recorded
	refusals *model.Refusals
	shared   *shared
}

// client makes the bare client of a model.
func (m *models) client(spec *plan.Model) (seedbed.Model, error) {
	key := ""
	if spec.KeyVar != "" {
		key, _ = m.env(spec.KeyVar)
	}
	return model.New(*spec, model.Options{Key: key, Transport: m.transport, Prices: m.prices, Dir: m.dir})
}

// get returns the model of a name, wrapped.
func (m *models) get(name string) (seedbed.Model, error) {
	w, err := m.wire(name)
	if err != nil {
		return nil, err
	}
	return tallied{w.refusals, name, m.gate}, nil
}

func (m *models) wire(name string) (*wired, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if w := m.made[name]; w != nil {
		return w, nil
	}
	spec := m.plan.Model(name)
	if spec == nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "the plan has no model %q", name)
	}
	client, err := m.client(spec)
	if err != nil {
		return nil, err
	}
	w := &wired{spec: spec, client: client, shared: m.share(spec)}
	price := func(u seedbed.Usage) seedbed.Cost { return seedbed.Cost{} }
	if p, ok := m.prices.For(*spec); ok {
		price = func(u seedbed.Usage) seedbed.Cost { return model.Cost(p, u) }
	}
	next := client
	if m.budget != nil && !m.budget.Bounds() {
		next = model.Capped(next, m.budget, name, price)
	}
	next = model.Limit(next, w.shared.limiter, m.gate)
	if m.budget != nil && m.budget.Bounds() {
		next = model.Capped(next, m.budget, name, price)
	}
	next = model.NewRetry(next, model.RetryConfig{Gate: m.gate, Breaker: w.shared.breaker})
	w.recorded = model.NewRecorded(next, client.(seedbed.Decoder), model.Identity{Identity: spec.Identity(), Name: name}, m.journal, m.gate)
	w.refusals = model.NewRefusals(w.recorded, name)
	m.made[name] = w
	return w, nil
}

func (m *models) share(spec *plan.Model) *shared {
	at := endpointOf(spec)
	if s := m.endpoints[at]; s != nil {
		return s
	}
	s := &shared{
		limiter: model.NewLimiter(m.limits(at)),
		breaker: model.NewBreaker(model.BreakerConfig{URL: spec.URL}),
	}
	m.endpoints[at] = s
	return s
}

func endpointOf(spec *plan.Model) endpoint {
	if spec.Provider == "exec" {
		return endpoint{"exec", spec.Name, ""} // a program of its own
	}
	return endpoint{spec.Provider, spec.URL, spec.KeyVar}
}

// limits are the tightest that the recipe gives for any model of an endpoint:
// they are the endpoint's, and its models share them.
func (m *models) limits(at endpoint) model.LimiterConfig {
	var c model.LimiterConfig
	for i := range m.plan.Models {
		spec := &m.plan.Models[i]
		if endpointOf(spec) != at {
			continue
		}
		c.Max = tighter(c.Max, inFlight(m.plan, spec))
		c.RPM, c.TPM = tighter(c.RPM, spec.RPM), tighter(c.TPM, spec.TPM)
	}
	return c
}

// tighter returns the smaller of two bounds, of which 0 is none.
func tighter(a, b int) int {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// defaultInFlight is the most calls under way at one endpoint where neither the
// recipe nor the command line says otherwise. The limiter starts far below it.
const defaultInFlight = 256

func inFlight(p *plan.Plan, spec *plan.Model) int {
	n := defaultInFlight
	if p.InFlight > 0 {
		n = p.InFlight
	}
	if spec.InFlight > 0 {
		n = min(n, spec.InFlight)
		if p.InFlight == 0 {
			n = spec.InFlight
		}
	}
	return n
}

// close ends what the clients hold.
func (m *models) close() {
	for _, w := range m.made {
		if c, ok := w.client.(io.Closer); ok {
			c.Close()
		}
	}
	m.transport.CloseIdleConnections()
}

// newModels prepares the models of a plan; the clients are made as stages ask
// for them.
func newModels(a *app, p *plan.Plan, j *store.Journal, gate *model.Gate, budget *model.Budget) (*models, error) {
	prices, err := model.LoadPrices()
	if err != nil {
		return nil, err
	}
	most := 0
	for i := range p.Models {
		most = max(most, inFlight(p, &p.Models[i]))
	}
	return &models{
		plan: p, env: a.env, dir: a.dir, journal: j, gate: gate, budget: budget, prices: prices,
		transport: model.NewTransport(max(most, 1)),
		endpoints: map[endpoint]*shared{}, made: map[string]*wired{},
	}, nil
}

// tallied tells the run of each reply, and of the record that it was for. A
// permanent error closes the gate at once: calls that already wait for their
// turn would meet it too.
type tallied struct {
	next seedbed.Model
	name string
	gate *model.Gate
}

func (t tallied) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	reply, err := t.next.Generate(ctx, req)
	if err == nil {
		engine.Answered(ctx, req.Stage, t.name, &reply)
		return reply, nil
	}
	var call *seedbed.CallError
	if errors.As(err, &call) && call.Class == seedbed.Permanent {
		t.gate.Close(err)
	}
	return reply, err
}

// modelStatus is how one model is doing, for people watching a run.
type modelStatus struct {
	Name     string        `json:"name"`
	Stored   int64         `json:"stored"` // answers from the reply store
	Sent     int64         `json:"sent"`
	InFlight int           `json:"in_flight"`
	Waiting  int           `json:"waiting"`
	Limit    int           `json:"limit"`
	Paused   time.Duration `json:"paused_ns,omitempty"` // until calls go out again; 0: they do
}

// inFlight returns how many calls are under way.
func (m *models) inFlight() (n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.endpoints {
		n += int64(s.limiter.Stats().InFlight)
	}
	return n
}

// status returns the figures of all models that a stage has asked for.
func (m *models) status(now time.Time) []modelStatus {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []modelStatus
	for i := range m.plan.Models {
		w := m.made[m.plan.Models[i].Name]
		if w == nil {
			continue
		}
		rec, lim := w.recorded.Stats(), w.shared.limiter.Stats()
		s := modelStatus{Name: w.spec.Name, Stored: rec.Stored + rec.Shared, Sent: rec.Sent, InFlight: lim.InFlight, Waiting: lim.Waiting, Limit: lim.Limit}
		if d := lim.PausedUntil.Sub(now); d > 0 {
			s.Paused = d
		}
		out = append(out, s)
	}
	return out
}
