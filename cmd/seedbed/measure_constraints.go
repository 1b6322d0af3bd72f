package main

import (
	"iter"
	"regexp"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/plan"
)

// mostCombinations is how many combinations of attributes that constraints tie
// together are gone over, about half a second's work.
const mostCombinations = 200_000

// plannedCombinations says which combinations of attributes the constraints of a
// plan's prompts allow, as far as that can be gone over.
func plannedCombinations(p *plan.Plan) (out []measure.Combinations) {
	declared := map[string]int{} // by how many stages
	for i := range p.Stages {
		for _, at := range p.Stages[i].Needs.Attributes {
			declared[at.Name]++
		}
	}
	for i := range p.Stages {
		st := &p.Stages[i]
		for _, t := range tie(st.Needs.Attributes, st.Needs.Constraints) {
			c := t.combinations()
			if t.size() > mostCombinations || slices.ContainsFunc(t.attributes, func(a plan.Attribute) bool { return declared[a.Name] > 1 }) {
				c.All = nil // too many; or another stage may give what this one must not
			}
			out = append(out, c)
		}
	}
	return out
}

// tied is attributes that constraints tie together, and these.
type tied struct {
	attributes  []plan.Attribute
	constraints []string
}

// tie parts attributes by which constraints speak of them: what one set allows has
// nothing to do with what another does. A constraint that names none may be about
// any.
func tie(all []plan.Attribute, constraints []string) []tied {
	var out []tied
	for _, src := range constraints {
		t := tied{constraints: []string{src}}
		for _, a := range all {
			if regexp.MustCompile(`(^|[^\pL\pN_])` + regexp.QuoteMeta(a.Name) + `($|[^\pL\pN_])`).MatchString(src) {
				t.attributes = append(t.attributes, a)
			}
		}
		if len(t.attributes) == 0 || rowName.MatchString(src) {
			t.attributes = all
		}
		out = slices.DeleteFunc(out, func(o tied) bool {
			if !slices.ContainsFunc(o.attributes, func(a plan.Attribute) bool { return t.has(a.Name) }) {
				return false
			}
			t.constraints = append(t.constraints, o.constraints...)
			for _, a := range o.attributes {
				if !t.has(a.Name) {
					t.attributes = append(t.attributes, a)
				}
			}
			return true
		})
		out = append(out, t)
	}
	return out
}

// rowName is the map of all fields in an expression, which may reach any of them.
var rowName = regexp.MustCompile(`(^|[^\pL\pN_.])row($|[^\pL\pN_])`)

func (t *tied) has(name string) bool {
	return slices.ContainsFunc(t.attributes, func(a plan.Attribute) bool { return a.Name == name })
}

func (t *tied) size() int {
	n := 1
	for _, a := range t.attributes {
		if n *= len(a.Typed); n > mostCombinations {
			return mostCombinations + 1
		}
	}
	return n
}

// combinations gives what the constraints allow.
func (t *tied) combinations() (out measure.Combinations) {
	var env expr.Env
	for _, a := range t.attributes {
		var typ seedbed.Type
		for _, v := range a.Typed {
			typ = typ.Join(seedbed.TypeOf(v))
		}
		env.Fields = append(env.Fields, expr.Var{Name: a.Name, Type: typ})
		out.Attributes = append(out.Attributes, a.Name)
	}
	var programs []*expr.Program
	for _, src := range t.constraints {
		p, problems := expr.Compile(src, env, seedbed.TypeBool)
		if len(problems) > 0 {
			return out // the plan's: checked before, so this is not to be expected
		}
		programs = append(programs, p)
	}
	out.All = t.allowed(programs)
	return out
}

// allowed goes over all combinations, the last attribute changing fastest. One that
// a constraint says nothing of is not allowed, as where rows are made.
func (t *tied) allowed(programs []*expr.Program) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		at := make([]int, len(t.attributes))
		written := make([]string, len(at))
		rec := seedbed.Record{Fields: make(seedbed.Fields, len(at))}
		for {
			for i, a := range t.attributes {
				rec.Fields[i] = seedbed.Field{Name: a.Name, Value: a.Typed[at[i]]}
				written[i] = a.Values[at[i]]
			}
			ok := !slices.ContainsFunc(programs, func(p *expr.Program) bool {
				met, err := p.Bool(&rec)
				return err != nil || !met
			})
			if ok && !yield(written) {
				return
			}
			i := len(at) - 1
			for ; i >= 0; i-- {
				if at[i]++; at[i] < len(t.attributes[i].Typed) {
					break
				}
				at[i] = 0
			}
			if i < 0 {
				return
			}
		}
	}
}
