package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/kin"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/release"
	"seedbed.dev/seedbed/internal/review"
)

// overriding is what a person says who releases although something is missing.
type overriding struct{ because, as string }

// gateFacts puts how the gates stand into the facts of a release, and refuses one that
// a gate holds, unless somebody answers for what is missing.
func (v *view) gateFacts(ctx context.Context, f *release.Facts, o overriding) error {
	s, err := v.project.stand(v)
	if err != nil {
		return err
	}
	s.bare = f.Work.Ignored
	if err := s.read(ctx, nil); err != nil {
		return err
	}
	missing := missingAt(s.gates)
	if len(missing) > 0 && o.because == "" {
		return refused(missing)
	}
	if o.because != "" && o.as != "" {
		answers := func(s *stand, by string) ([]review.Event, error) {
			return overrides(missingAt(s.gates), s, by, o.because)
		}
		_, err := s.write(ctx, o.as, answers)
		if seedbed.CodeOf(err) == seedbed.CodeBusy {
			_, err = s.hand(ctx, o.as, answers, err)
		}
		if err != nil {
			return err
		}
	} else if i := slices.IndexFunc(missing, func(c gate.Condition) bool { return c.Gate != gate.DemandGate }); i >= 0 {
		return usagef("--override of %s names who answers for it: --as \"Ana Souza\", or the id of a person", missing[i].Key())
	}
	s.governance(f, o)
	return nil
}

// missingAt returns what is missing at gates that hold a release.
func missingAt(all []gate.Standing) []gate.Condition {
	var out []gate.Condition
	for _, g := range gate.Shut(all) {
		for _, c := range g.Conditions {
			if c.State == gate.Missing {
				out = append(out, c)
			}
		}
	}
	return out
}

func overrides(missing []gate.Condition, s *stand, by, because string) ([]review.Event, error) {
	var out []review.Event
	for i := range missing {
		e, err := gate.NewOverride(&missing[i], &s.facts, s.record, by, because)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// refused is why there is no release.
func refused(missing []gate.Condition) error {
	var said []string
	for i := range missing {
		c := &missing[i]
		what := strings.Join(c.Missing[:min(len(c.Missing), mostMissing)], "; ")
		if more := len(c.Missing) - mostMissing; more > 0 {
			what += fmt.Sprintf("; and %d more", more)
		}
		if c.Gate == gate.DemandGate {
			what = "the recipe demands of its judges what is not shown: " + what
		} else {
			what = c.Key() + ": " + what
		}
		said = append(said, what)
	}
	return &seedbed.Error{
		Code: seedbed.CodeUnmet, Message: "a release is held: " + strings.Join(said, ". "),
		Fix: "seedbed gate shows what to do; or release all the same with --override REASON --as NAME, which the card prints",
	}
}

// governance puts who answers for the release into its facts.
func (s *stand) governance(f *release.Facts, o overriding) {
	g := &f.Governance
	for i := range s.gates {
		st := &s.gates[i]
		out := release.Gate{Name: st.Name, Tier: st.Tier, Because: st.Because}
		for j := range st.Conditions {
			c := &st.Conditions[j]
			k := release.GateCondition{Wants: c.Wants, Stands: string(c.State), Because: c.Because, Missing: c.Missing, Note: c.Note}
			for n := range c.Signed {
				k.Signed = append(k.Signed, s.signature(&c.Signed[n]))
			}
			if c.State == gate.Missing { // released by --override without a name
				k.Stands = string(gate.Overridden)
				for _, m := range c.Missing {
					f.Overrides = append(f.Overrides, m+". Released because: "+o.because)
				}
			}
			for _, by := range c.Overrides {
				what := strings.Join(by.Missing, "; ")
				if c.Gate != gate.DemandGate {
					what = c.Key() + ": " + what
				}
				f.Overrides = append(f.Overrides, fmt.Sprintf("%s. Released because: %s (%s, %s)", what, by.Because, s.name(by.By), gate.Day(by.At)))
			}
			out.Conditions = append(out.Conditions, k)
		}
		g.Gates = append(g.Gates, out)
	}
	s.askedFacts(g)
	s.consultedFacts(g)
	s.contestFacts(g)
}

func (s *stand) askedFacts(g *release.Governance) {
	q := s.record.Questions
	if q == nil {
		return
	}
	out := &release.Synthetic{Decision: q.Decision, Because: q.Because, Who: s.name(q.By), On: gate.Day(q.At)}
	for _, a := range q.Answers {
		out.Answers = append(out.Answers, release.SyntheticAnswer{Ask: a.Ask, Answer: a.Answer})
	}
	g.Synthetic = out
}

// judgesAtGate are the judges of a plan with those whom they are related to.
func judgesAtGate(p *plan.Plan) []gate.Judge {
	var out []gate.Judge
	at := map[string]int{}
	add := func(stage string) *gate.Judge {
		i, ok := at[stage]
		if !ok {
			i = len(out)
			at[stage] = i
			out = append(out, gate.Judge{Stage: stage})
		}
		return &out[i]
	}
	if stages, err := judgeStages(p, nil); err == nil {
		for _, st := range stages {
			add(st.Name)
		}
	}
	for _, j := range recipe.Judgings(p) {
		if !j.InTheWay() {
			continue
		}
		said := fmt.Sprintf("%s (stage %s) judges %s, and %s", j.Judge, j.Stage, j.Model, j.Why)
		if j.Relation == kin.Unknown {
			said = fmt.Sprintf("%s (stage %s) judges %s, and nobody knows whether they are related: %s", j.Judge, j.Stage, j.Model, j.Why)
		}
		k := add(j.Stage)
		k.Related = append(k.Related, said)
	}
	return out
}
