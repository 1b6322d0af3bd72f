package gate

import (
	"slices"
	"strconv"
	"time"

	"seedbed.dev/seedbed/internal/plan"
)

// State is how a condition stands.
type State string

// The states of conditions. All but Missing let data pass.
const (
	Met        State = "met"
	Missing    State = "missing"
	Lowered    State = "lowered"    // the recipe says why the data does not need it
	Overridden State = "overridden" // somebody answers for it
)

// Gates that are always there, besides those of tiers and recipes.
const (
	DemandGate   = "demand"   // what demand: wants of judges
	ContestsGate = "contests" // objections to rows
)

// Condition is one demand of a gate.
type Condition struct {
	Gate    string   `json:"gate"`
	Demand  string   `json:"demand"`
	Wants   string   `json:"wants"` // the end of a sentence: "no serious finding is open"
	State   State    `json:"state"`
	Missing []string `json:"missing,omitempty"` // what is, or would be without the override, each a sentence without its point
	Do      string   `json:"do,omitempty"`      // what to do about it
	Note    string   `json:"note,omitempty"`    // what else one has to know
	Because string   `json:"because,omitempty"` // Lowered: why
	// Overrides are those that cover what is missing, the first to do so first.
	Overrides []OverrideBy `json:"overrides,omitempty"`
	Signed    []Signed     `json:"signed,omitempty"` // of the demand sign: those that count
}

// Key names a condition: "ready.findings".
func (c *Condition) Key() string { return c.Gate + "." + c.Demand }

// Standing is how a gate stands.
type Standing struct {
	Name       string      `json:"gate"`
	Because    string      `json:"because,omitempty"`
	Tier       string      `json:"tier,omitempty"` // of risk, where that brings the gate
	Open       bool        `json:"open"`
	Conditions []Condition `json:"conditions"`
}

// Condition returns the condition of a demand; nil where the gate has none.
func (s *Standing) Condition(demand string) *Condition {
	for i := range s.Conditions {
		if s.Conditions[i].Demand == demand {
			return &s.Conditions[i]
		}
	}
	return nil
}

// Check says how every gate of a plan stands: that of its tier of risk, those that the
// recipe writes in its order, what demand: wants, and objections to rows where there
// are any.
func Check(p *plan.Plan, f *Facts, r *Record) []Standing {
	var out []Standing
	if g, ok := plan.TierGate(p.Risk, p.Domain); ok {
		s := check(&g, f, r)
		lower(&s, &p.Risk)
		out = append(out, s)
	}
	for i := range p.Gates {
		out = append(out, check(&p.Gates[i], f, r))
	}
	if len(p.Demand.JudgeTest) > 0 {
		out = append(out, standing(DemandGate, f, r, Condition{
			Demand: "judge_test", Wants: "what is demanded of judges is shown", Missing: f.Demanded, Do: "seedbed judge-test",
		}))
	}
	if s, any := contests(f, r); any {
		out = append(out, s)
	}
	for i := range out {
		out[i].Open = !slices.ContainsFunc(out[i].Conditions, func(c Condition) bool { return c.State == Missing })
	}
	return out
}

// Shut returns the gates that hold a release.
func Shut(all []Standing) []Standing {
	return slices.DeleteFunc(slices.Clone(all), func(s Standing) bool { return s.Open })
}

// check says how one gate stands.
func check(g *plan.Gate, f *Facts, r *Record) Standing {
	var all []Condition
	for _, name := range plan.DemandNames() {
		if !g.Makes(name) {
			continue
		}
		var c Condition
		switch name {
		case "questions":
			c = questions(f, r)
		case "consulted":
			c = consulted(g, f, r)
		case "measured":
			c = measured(g, f)
		case "findings":
			c = findings(g, f)
		case "judges":
			c = judges(g, f)
		case "inspected":
			c = inspected(g, f)
		case "claims":
			c = claims(g, f)
		case "sign":
			c = signs(g, f, r)
		}
		c.Demand = name
		all = append(all, c)
	}
	s := standing(g.Name, f, r, all...)
	s.Because, s.Tier = g.Because, g.Tier
	return s
}

// standing completes conditions: what is missing is covered by overrides, or it is not.
func standing(gate string, f *Facts, r *Record, all ...Condition) Standing {
	for i := range all {
		c := &all[i]
		c.Gate, c.State = gate, Met
		if len(c.Missing) == 0 {
			c.Do = ""
			continue
		}
		c.State = Missing
		if covered := cover(c, f, r); len(covered) > 0 {
			c.State, c.Overrides, c.Do = Overridden, covered, ""
		}
	}
	return Standing{Name: gate, Conditions: all}
}

// cover returns the overrides that together cover all that is missing of a condition,
// or nothing.
func cover(c *Condition, f *Facts, r *Record) []OverrideBy {
	var used []OverrideBy
	open := slices.Clone(c.Missing)
	for _, o := range r.Overrides {
		if o.Gate != c.Gate || o.Demand != c.Demand || o.Subject != f.Subject || f.Subject == "" {
			continue
		}
		before := len(open)
		open = slices.DeleteFunc(open, func(m string) bool { return slices.Contains(o.Missing, m) })
		if len(open) < before {
			used = append(used, o)
		}
	}
	if len(open) > 0 {
		return nil
	}
	return used
}

// lower marks what the recipe lowers of a tier's demands.
func lower(s *Standing, risk *plan.Risk) {
	for i := range s.Conditions {
		c := &s.Conditions[i]
		if because, ok := risk.Lower.Get(c.Demand); ok && because != "" {
			c.State, c.Because, c.Missing, c.Do, c.Overrides = Lowered, because, nil, "", nil
		}
	}
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// Day writes a day as messages say it: "3 March 2026".
func Day(t time.Time) string { return t.UTC().Format("2 January 2006") }
