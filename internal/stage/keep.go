package stage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/plan"
)

// Keep is the kind that lets the wanted records through: those for which a
// condition holds, and as many as are wanted, in plan order.
func Keep() *plan.Kind {
	return &plan.Kind{
		Name: "keep",
		Doc: "Keeps the records for which `when` holds, rejects the others with a reason, and stops what comes before it " +
			"once it has as many as it wants. A record without a score that `when` needs is rejected as unscored. " +
			"`reasons` are checked first, in their order, and name what they drop.",
		Ordered: true,
		Marks:   true,
		Free:    true,
		Config:  func() plan.StageConfig { return &keepConfig{} },
		New: making("a keep stage", func(cfg *keepConfig, env plan.Env) (*keep, error) {
			return newKeep(cfg, env.Stage.Name)
		}),
	}
}

type keepConfig struct {
	When    string     `yaml:"when" doc:"condition over fields and scores, in CEL; left out: every record" example:"score.gives_away <= 2"`
	Want    int        `yaml:"want" doc:"how many records are wanted; exactly so many are kept, in plan order; left out: as many as come" min:"1" example:"2000"`
	AtMost  int        `yaml:"at_most" doc:"how many records are looked at, at the most; left out: as many as come" min:"1" example:"5000"`
	Reason  string     `yaml:"reason" doc:"words for the rejection when the condition does not hold; left out: the condition itself" example:"gives the answer away"`
	Reasons []keepDrop `yaml:"reasons" doc:"named rules checked before the condition; a record for which one holds is rejected for that reason"`

	when  *expr.Program
	drops []*expr.Program
}

// keepDrop is a named rule that drops records.
type keepDrop struct {
	When   string `yaml:"when" doc:"condition for dropping a record, in CEL" required:"true" example:"has_number(hint, final_answer(answer))"`
	Reason string `yaml:"reason" doc:"words for the rejection" required:"true" example:"gives the answer away"`
}

// Check implements plan.StageConfig.
func (c *keepConfig) Check(s *plan.Scope) plan.Needs {
	if c.When == "" && c.Want == 0 && c.AtMost == 0 && len(c.Reasons) == 0 {
		s.Problem("", "keep says neither which records to keep nor how many", "add when: with a condition, want: with a number, or both")
	}
	if c.AtMost > 0 && c.Want > c.AtMost {
		s.Problem("at_most", fmt.Sprintf("looks at %d records at the most, and wants %d of them", c.AtMost, c.Want), fmt.Sprintf("write %d or more", c.Want))
	}
	env := expr.EnvOf(s.Input)
	if c.When != "" {
		c.when = keepCompile(s, "when", c.When, env)
	}
	c.drops = make([]*expr.Program, len(c.Reasons))
	for i, d := range c.Reasons {
		c.drops[i] = keepCompile(s, fmt.Sprintf("reasons.%d.when", i), d.When, env)
	}
	return plan.Needs{
		Output: s.Input,
		Want:   c.Want,
		AtMost: c.AtMost,
		Estimate: func(in plan.Flow) plan.Flow {
			if c.AtMost > 0 {
				in.Rows = min(in.Rows, c.AtMost)
			}
			if c.Want > 0 {
				in.Rows = min(in.Rows, c.Want)
			}
			in.Calls = nil
			return in
		},
	}
}

// keepCompile compiles a condition and reports what is wrong with it.
func keepCompile(s *plan.Scope, key, src string, env expr.Env) *expr.Program {
	p, problems := expr.Compile(src, env, seedbed.TypeBool)
	for _, q := range problems {
		s.ProblemAt(key, q.Line, q.Col, q.Message, q.Fix)
	}
	return p
}

// keep is the stage. Process sees one record at a time; Want may be asked by
// anyone at any time.
type keep struct {
	cfg             *keepConfig
	name            string
	accepted, tried atomic.Int64
}

func newKeep(cfg *keepConfig, name string) (*keep, error) {
	if cfg.When != "" && cfg.when == nil || len(cfg.drops) != len(cfg.Reasons) || slices.Contains(cfg.drops, nil) {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making stage %s: its conditions were not checked", name)
	}
	return &keep{cfg: cfg, name: name}, nil
}

// Process implements seedbed.Stage.
func (k *keep) Process(_ context.Context, r seedbed.Record) ([]seedbed.Record, error) {
	if k.Want().Satisfied {
		r.Decision = seedbed.Decision{State: seedbed.Surplus, Actor: k.name, Reason: "beyond what was wanted"}
		return []seedbed.Record{r}, nil
	}
	out := k.decide(r)
	k.tried.Add(1)
	if out.Decision.State == seedbed.Accepted {
		k.accepted.Add(1)
	}
	return []seedbed.Record{out}, nil
}

// Want implements seedbed.Wanter.
func (k *keep) Want() seedbed.Want {
	w := seedbed.Want{
		Wanted: k.cfg.Want, AtMost: k.cfg.AtMost,
		Accepted: int(k.accepted.Load()), Tried: int(k.tried.Load()),
	}
	w.Satisfied = w.Wanted > 0 && w.Accepted >= w.Wanted || w.AtMost > 0 && w.Tried >= w.AtMost
	return w
}

func (k *keep) decide(r seedbed.Record) seedbed.Record {
	for i, p := range k.cfg.drops {
		drop, err := p.Bool(&r)
		if err != nil {
			return k.undecided(r, err)
		}
		if drop {
			return r.Reject(k.name, k.cfg.Reasons[i].Reason, "")
		}
	}
	if k.cfg.when != nil {
		ok, err := k.cfg.when.Bool(&r)
		if err != nil {
			return k.undecided(r, err)
		}
		if !ok {
			if k.cfg.Reason != "" {
				return r.Reject(k.name, k.cfg.Reason, "not "+k.cfg.When)
			}
			return r.Reject(k.name, "not "+k.cfg.When, "")
		}
	}
	r.Decision = seedbed.Decision{State: seedbed.Accepted, Actor: k.name, Reason: k.cfg.When}
	return r
}

// undecided rejects a record of which a condition says neither yes nor no.
func (k *keep) undecided(r seedbed.Record, err error) seedbed.Record {
	var missing *expr.MissingError
	if errors.As(err, &missing) && missing.Criterion != "" {
		return r.Reject(k.name, "unscored: "+missing.Criterion, missing.What)
	}
	return r.Reject(k.name, "cannot be decided", err.Error())
}
