package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/engine"
	"seedbed.dev/seedbed/internal/model"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
	"seedbed.dev/seedbed/internal/store"
)

// session is a project opened for work: its journal, its models, and one run.
type session struct {
	*project
	journal *store.Journal
	gate    *model.Gate
	budget  *model.Budget
	models  *models
	scans   map[string]source.Scan
	stages  map[string]seedbed.Stage
	notices func(string)
}

// begin opens the project's journal for writing and makes its models. The
// session must be closed.
func (p *project) begin(ctx context.Context) (*session, error) {
	j, err := store.Open(ctx, p.app.dir, store.Options{Version: version()})
	if err != nil {
		return nil, err
	}
	s := &session{project: p, journal: j, gate: model.NewGate(), notices: func(string) {}}
	if err := s.fund(ctx); err != nil {
		j.Close()
		return nil, err
	}
	s.models, err = newModels(p.app, p.plan, j, s.gate, s.budget)
	if err != nil {
		j.Close()
		return nil, err
	}
	return s, nil
}

// fund sets the budget up: what this project has spent counts, and what it may
// have been billed for without getting a reply. Where the plan has none, it bounds
// nothing, and keeps in the journal what a kill would leave unknown.
func (s *session) fund(ctx context.Context) error {
	spent, err := s.spent(ctx)
	if err != nil {
		return err
	}
	usd, tokens, err := s.journal.MaybeBilled(ctx)
	if err != nil {
		return err
	}
	spent.USD += usd
	spent.In += tokens
	s.budget = model.NewBudget(s.plan.Budget, spent, s.journal, s.gate)
	return nil
}

// spent adds up everything that the project's calls have cost.
func (s *session) spent(ctx context.Context) (seedbed.Spend, error) {
	by, err := s.journal.Spend(ctx)
	if err != nil {
		return seedbed.Spend{}, err
	}
	var sum seedbed.Spend
	for _, sp := range by {
		sum = sum.Add(sp)
	}
	return sum, nil
}

// close ends the stages' programs, the models and the journal. It says whether
// everything became durable.
func (s *session) close(ctx context.Context) error {
	for _, st := range s.stages {
		if c, ok := st.(io.Closer); ok {
			c.Close()
		}
	}
	s.models.close()
	if err := s.settle(context.WithoutCancel(ctx)); err != nil {
		s.journal.Close()
		return err
	}
	return s.journal.Close()
}

// end closes the session; what goes wrong with that is err, where nothing did before.
func (s *session) end(ctx context.Context, err *error) {
	if closing := s.close(ctx); *err == nil {
		*err = closing
	}
}

// settle notes what calls may have been billed without a reply to show for it: a
// closed session has no lease, and the next one must know.
func (s *session) settle(ctx context.Context) error {
	if b := s.budget.Stats(); b.KeptUSD > 0 || b.KeptTokens > 0 {
		if err := s.journal.AddLost(ctx, b.KeptUSD, b.KeptTokens); err != nil {
			return err
		}
	}
	return s.budget.Close(ctx)
}

// scan reads every source once, before any call is made, unless the journal
// knows that nothing has changed. It returns the digest of all inputs.
func (s *session) scan(ctx context.Context, progress func(name string, done, total int64)) (string, error) {
	h := sha256.New()
	s.scans = map[string]source.Scan{}
	var problems seedbed.Problems
	for i := range s.plan.Sources {
		src := s.plan.Sources[i]
		sc, probs, err := s.scanOne(ctx, src, progress)
		if err != nil {
			return "", err
		}
		problems = append(problems, probs...)
		s.scans[src.Name] = sc
		fmt.Fprintf(h, "%s\x00%s\x00%d\x00", src.Name, sc.Digest, src.Limit)
	}
	if fatal, _ := split(problems); len(fatal) > 0 {
		return "", problems
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

func (s *session) scanOne(ctx context.Context, src plan.Source, progress func(string, int64, int64)) (source.Scan, seedbed.Problems, error) {
	stat, err := s.reader.Stat(ctx, src)
	if err != nil {
		return source.Scan{}, nil, err
	}
	key := scanKey(&src)
	var sc source.Scan
	if cached, ok, err := s.journal.Cache(ctx, key); err != nil {
		return sc, nil, err
	} else if ok && stat != "" && json.Unmarshal(cached, &sc) == nil && sc.Stat == stat {
		return sc, nil, nil
	}
	sc, problems, err := s.reader.Scan(ctx, src, func(done, total int64) { progress(src.Name, done, total) })
	if err != nil || len(problems) > 0 {
		return sc, problems, err
	}
	value, err := json.Marshal(sc)
	if err != nil {
		return sc, nil, err
	}
	return sc, nil, s.journal.PutCache(ctx, key, value)
}

// scanKey is where the journal keeps what a source was found to hold.
func scanKey(src *plan.Source) string {
	return strings.Join([]string{
		"scan/1", src.Name, src.Fingerprint.String(), src.Format, src.BadRows, fmt.Sprint(src.Limit), strings.Join(src.Paths, "\x00"),
	}, "/")
}

// makeStages makes every stage of the plan anew.
func (s *session) makeStages(p *plan.Plan, get func(string) (seedbed.Model, error)) error {
	stages, err := makeStages(s.project, p, get, func(message string) { s.notices(message) })
	s.stages = stages
	return err
}

// makeStages makes the stages of p.
func makeStages(pr *project, p *plan.Plan, get func(string) (seedbed.Model, error), notice func(string)) (map[string]seedbed.Stage, error) {
	out := map[string]seedbed.Stage{}
	for i := range p.Stages {
		spec := &p.Stages[i]
		st, err := spec.Kind.New(spec.Config, plan.Env{
			Stage: spec,
			Plan:  p,
			Model: get,
			System: func(name string) (seedbed.Model, error) {
				m, err := get(name)
				if err != nil || p.Wave == 0 {
					return m, err
				}
				return waved{m, p.Wave}, nil
			},
			Rows: func(src plan.Source) iter.Seq2[seedbed.Record, error] {
				return pr.reader.Rows(context.Background(), src)
			},
			Notice: notice,
		})
		if err != nil {
			return out, fmt.Errorf("preparing stage %s: %w", spec.Name, err)
		}
		out[spec.Name] = st
	}
	return out, nil
}

// sources gives the engine the rows of every source.
func (p *project) sources() map[string]engine.Rows {
	out := map[string]engine.Rows{}
	for i := range p.plan.Sources {
		src := p.plan.Sources[i]
		out[src.Name] = func(ctx context.Context) iter.Seq2[seedbed.Record, error] { return p.reader.Rows(ctx, src) }
	}
	return out
}

// free reports whether every stage can be computed again at no cost: then a run
// stores no records, and whoever wants rows computes them.
func free(p *plan.Plan) bool {
	for i := range p.Stages {
		if !p.Stages[i].Kind.Free {
			return false
		}
	}
	return true
}

// tasks returns how many records are worth having under way at once: enough to
// keep every endpoint busy while replies to others are being made durable.
// Models of one endpoint share what it takes at once, the tightest that any of them is
// given.
func tasks(p *plan.Plan) int {
	most := map[endpoint]int{}
	for i := range p.Models {
		at := endpointOf(&p.Models[i])
		most[at] = tighter(most[at], inFlight(p, &p.Models[i]))
	}
	n := 0
	for _, of := range most {
		n += of
	}
	if n == 0 {
		return 64
	}
	return n + min(n, 1024)
}

// expected is what a stage will probably meet.
type expected struct {
	In, Out int // records
	Calls   []plan.CallFlow
}

// forecast follows the estimated flow of records through the plan.
func forecast(p *plan.Plan, sources map[string]plan.Flow) map[string]expected {
	flows := map[string]plan.Flow{}
	for name, f := range sources {
		flows[name] = f
	}
	out := map[string]expected{}
	for i := range p.Stages {
		st := &p.Stages[i]
		in := plan.Flow{Rows: st.Needs.Roots}
		for _, from := range st.From {
			in = merge(in, flows[from])
		}
		next := in
		if st.Needs.Estimate != nil {
			next = st.Needs.Estimate(in)
		}
		if st.Needs.Want > 0 {
			next.Rows = min(next.Rows, st.Needs.Want)
		}
		out[st.Name] = expected{In: in.Rows, Out: next.Rows, Calls: next.Calls}
		flows[st.Name] = plan.Flow{Rows: next.Rows, Bytes: next.Bytes}
	}
	return out
}

// merge returns the flow of two streams together.
func merge(a, b plan.Flow) plan.Flow {
	rows := a.Rows + b.Rows
	if rows == 0 {
		return plan.Flow{}
	}
	return plan.Flow{Rows: rows, Bytes: (a.Bytes*a.Rows + b.Bytes*b.Rows) / rows}
}

// now is the clock of the command line.
func now() time.Time { return time.Now() }
