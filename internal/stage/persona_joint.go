package stage

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/population"
)

// checkJoint makes the joint distribution; false where it cannot be.
func (c *personaConfig) checkJoint(s *plan.Scope, needs *plan.Needs) bool {
	marginals, ok := c.marginals(s, needs)
	if !ok {
		return false
	}
	switch {
	case c.Table != "":
		data, read := s.ReadFile("table", c.Table, "data")
		if !read {
			return false
		}
		needs.Parts = append(needs.Parts, part("table", data))
		var err error
		if c.joint, err = population.ReadTable(c.Table, data, c.Weight, c.Traits); err != nil {
			s.Problem("table", err.Error(), "")
			return false
		}
	case c.Weight != "" || len(c.Traits) > 0:
		s.Problem("weight", "weight and traits name columns of a table, and there is none", "add table: data/census.csv")
		return false
	case len(marginals) > 0:
		c.joint = &population.Joint{Cells: []population.Cell{{Share: 1}}}
	case c.Written == "":
		s.Problem("", "nothing says what people there are", "add table:, marginals: or written:")
		return false
	default:
		if len(c.Constraints) > 0 || len(c.Want) > 0 {
			s.Problem("written", "constraints and want need a distribution of traits", "add table: or marginals:")
		}
		return false
	}
	for i := range marginals {
		if c.joint.Trait(marginals[i].Name) < 0 {
			if err := c.joint.Cross(&marginals[i]); err != nil {
				s.Problem(config.Join("marginals", marginals[i].Name), err.Error(), "")
				c.joint = nil
				return false
			}
		}
	}
	if c.rake(s, marginals) && c.constrain(s) {
		return true
	}
	c.joint = nil
	return false
}

func (c *personaConfig) rake(s *plan.Scope, marginals []population.Marginal) bool {
	if len(marginals) == 0 {
		return true
	}
	fit, err := c.joint.Rake(marginals)
	if err != nil {
		s.Problem("marginals", err.Error(), "")
		return false
	}
	if !fit.Agrees() {
		s.Warn("marginals", fmt.Sprintf("the table does not let all marginals hold: %s %s is %.1f points off", fit.Trait, fit.Value, 100*fit.Off), "look for combinations that the table does not have")
	}
	return true
}

// marginals reads the shares of single traits.
func (c *personaConfig) marginals(s *plan.Scope, needs *plan.Needs) ([]population.Marginal, bool) {
	var out []population.Marginal
	ok := true
	for _, item := range c.Marginals {
		key := config.Join("marginals", item.Key)
		a := item.Value
		if a.File != "" {
			data, read := s.ReadFile(config.Join(key, "file"), a.File, "values")
			if !read {
				ok = false
				continue
			}
			needs.Parts = append(needs.Parts, part("marginal "+item.Key, data))
			a.Values = attributeValues(data)
		}
		if len(a.Values) == 0 || len(a.Weights) > 0 && len(a.Weights) != len(a.Values) {
			s.Problem(key, fmt.Sprintf("%d values and %d shares", len(a.Values), len(a.Weights)), "write a share for each value")
			ok = false
			continue
		}
		shares := a.Weights
		if len(shares) == 0 {
			shares = slices.Repeat([]float64{1}, len(a.Values))
		}
		out = append(out, population.Marginal{Trait: population.Trait{Name: item.Key, Values: a.Values}, Shares: shares})
	}
	return out, ok
}

// constrain drops the combinations that break a constraint.
func (c *personaConfig) constrain(s *plan.Scope) bool {
	env := expr.EnvOf(c.traitSchema())
	var programs []*expr.Program
	for i, src := range c.Constraints {
		p := keepCompile(s, fmt.Sprintf("constraints.%d", i), src, env)
		if p == nil {
			return false
		}
		programs = append(programs, p)
	}
	if len(programs) == 0 {
		return true
	}
	before := c.joint.Marginals()
	var failed error
	var left bool
	c.dropped, left = c.joint.Where(func(f seedbed.Fields) bool {
		r := seedbed.Record{Fields: f}
		for _, p := range programs {
			ok, err := p.Bool(&r)
			if err != nil && failed == nil {
				failed = err
			}
			if err != nil || !ok {
				return false
			}
		}
		return true
	})
	if !left {
		msg := "no combination of traits meets all constraints"
		if failed != nil {
			msg += ": " + failed.Error()
		}
		s.Problem("constraints", msg, "")
		return false
	}
	return c.restore(s, before)
}

// restore fits those whom the constraints leave to the shares that the traits had
// before, but for values that the constraints rule out altogether.
func (c *personaConfig) restore(s *plan.Scope, before []population.Marginal) bool {
	if c.dropped == 0 {
		return true
	}
	for i := range before {
		for v, share := range c.joint.Shares(i) {
			if share == 0 {
				before[i].Shares[v] = 0
			}
		}
	}
	fit, err := c.joint.Rake(before)
	if err != nil {
		s.Problem("constraints", err.Error(), "")
		return false
	}
	if !fit.Agrees() {
		s.Warn("constraints", fmt.Sprintf("the constraints do not let the shares of all traits hold: %s %s is %.1f points off", fit.Trait, fit.Value, 100*fit.Off), "look whether a constraint rules out too much")
	}
	return true
}

// personaSeed makes the draw follow what the people are drawn from, and not how they
// are described: they stay the same while a prompt is being worked on.
func (c *personaConfig) personaSeed() seedbed.Fingerprint {
	h := sha256.New()
	if c.joint != nil {
		for i := range c.joint.Traits {
			fmt.Fprintf(h, "%s=%q\n", c.joint.Traits[i].Name, seedbed.TextOf(c.joint.Traits[i].Values))
		}
		for i := range c.joint.Cells {
			fmt.Fprintf(h, "%v %s\n", c.joint.Cells[i].At, hex.EncodeToString(seedbed.AppendValue(nil, c.joint.Cells[i].Share)))
		}
	}
	fmt.Fprintf(h, "seed %d", c.Seed)
	return seedbed.Fingerprint(h.Sum(nil))
}
