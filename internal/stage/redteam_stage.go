package stage

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"sync/atomic"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

const (
	// redteamRound is the most attacks of one round: they are in memory together.
	redteamRound = 1024
	// redteamPlaces parts the numbers of the attacks of one strategy from the next.
	redteamPlaces = 100_000
	// redteamTwins is what the numbers of attacks that were not sent begin at: the
	// record of one that is sent after all, in another search, is another.
	redteamTwins = 1 << 28
)

// redteam is the stage. Stream holds all seeds, and one round of attacks.
type redteam struct {
	cfg      *redteamConfig
	name     string
	fp       seedbed.Fingerprint
	base     seedbed.Fingerprint // the same in every wave
	attacker seedbed.Model       // nil: none
	system   seedbed.Model
	judge    seedbed.Stage
	asking   seedbed.Params
	sending  seedbed.Params
	rows     func(plan.Source) iter.Seq2[seedbed.Record, error]
	notice   func(string)
}

func newRedteam(cfg *redteamConfig, env plan.Env) (*redteam, error) {
	if cfg.policy == nil || cfg.success == nil || cfg.words == nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making stage %s: its configuration was not checked", env.Stage.Name)
	}
	r := &redteam{
		cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint,
		base: sha256.Sum256(append(config.Canonical(cfg), cfg.policy.Revision...)),
		rows: env.Rows, notice: env.Notice,
	}
	if r.notice == nil {
		r.notice = func(string) {}
	}
	system, err := env.System(cfg.System)
	if err != nil {
		return nil, err
	}
	r.system = tolled{system}
	if cfg.Model != "" {
		m, err := env.Model(cfg.Model)
		if err != nil {
			return nil, err
		}
		r.attacker = tolled{m}
	}
	under := env
	under.Model = func(name string) (seedbed.Model, error) {
		m, err := env.Model(name)
		return tolled{m}, err
	}
	if r.judge, err = Judge().New(&cfg.Judge.judgeConfig, under); err != nil {
		return nil, err
	}
	r.asking = askParams(env.Plan.Model(cfg.Model), seedbed.Params{})
	r.sending = askParams(env.Plan.Model(cfg.System), seedbed.Params{})
	return r, nil
}

// tolled counts the calls of an attack, whether they are sent or were answered
// before, where its context says into what.
type tolled struct{ next seedbed.Model }

type tollKey struct{}

func (t tolled) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	if n, ok := ctx.Value(tollKey{}).(*atomic.Int64); ok {
		n.Add(1)
	}
	return t.next.Generate(ctx, req)
}

// Roots implements seedbed.Rooter: the one root is the search.
func (r *redteam) Roots(context.Context) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		sources := make([]any, len(r.cfg.Attacks))
		for i, s := range r.cfg.Attacks {
			sources[i] = s
		}
		fields := seedbed.Fields{
			{Name: "attacks", Value: sources}, {Name: "policy", Value: r.cfg.Policy}, {Name: "search", Value: "attacks on " + r.cfg.System},
		}
		yield(seedbed.Record{ID: seedbed.SeedID(r.fp, fields, 0), Stage: r.name, Fields: fields, Origin: seedbed.OriginHuman}, nil)
	}
}

// Process implements seedbed.Stage. The engine calls Stream.
func (r *redteam) Process(ctx context.Context, root seedbed.Record) ([]seedbed.Record, error) {
	var out []seedbed.Record
	for rec, err := range r.Stream(ctx, root) {
		if err != nil {
			return nil, err
		}
		out = append(out, rec)
	}
	return out, nil
}

// Stream implements seedbed.Streamer: round by round, the attacks of each in the
// order in which they were planned. All of a round have come back before the first
// is given on, so that what is known of it does not depend on which was quickest.
func (r *redteam) Stream(ctx context.Context, root seedbed.Record) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		h, bad, err := r.hunt(&root)
		if err != nil {
			yield(seedbed.Record{}, err)
			return
		}
		for _, rec := range bad {
			if !yield(rec, nil) {
				return
			}
		}
		sent := 0
		for round := 0; ; round++ {
			shots := h.plan(round)
			if len(shots) == 0 {
				r.notice(fmt.Sprintf("%s: %d attacks in %d rounds, %d calls", r.name, sent, round, r.cfg.Calls-h.left))
				return
			}
			if err := h.fire(ctx, shots); err != nil {
				yield(seedbed.Record{}, err)
				return
			}
			sent += len(shots)
			for i := range shots {
				if !yield(r.record(&root, &shots[i]), nil) {
					return
				}
			}
		}
	}
}
