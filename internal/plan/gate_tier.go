package plan

import "slices"

// All stands in a gate for every inspection; Any for at least one measure.
const (
	All = "all"
	Any = "any"
)

// demandNames are the demands that a gate can make, by their keys in recipes, in the order
// in which they are met in the life of the data.
var demandNames = []string{"questions", "consulted", "measured", "findings", "judges", "inspected", "claims", "sign"}

// DemandNames returns the keys of what a gate can demand.
func DemandNames() []string { return slices.Clone(demandNames) }

// TierGate returns the gate that a tier of risk brings, whole: what is lowered is in it
// still. ok is false for a recipe that names no tier.
//
//	low       no serious finding is open
//	elevated  also: something was measured, two people looked at each row and what they
//	          were to show is shown, judges are no relatives, the questions are answered
//	high      also: those who looked are experts, judges were tried, people were
//	          consulted on the use and on what came out, an owner and an adjudicator sign
func TierGate(r Risk, domain string) (g Gate, ok bool) {
	g = Gate{Name: r.Tier, Tier: r.Tier, Because: r.Because, Findings: "serious"}
	switch r.Tier {
	case "low":
		return g, true
	case "elevated", "high":
	default:
		return Gate{}, false
	}
	g.Measured = []string{Any}
	g.Inspected = Inspected{People: 2}
	g.Claims = []string{All}
	g.Judges = []string{"independent"}
	g.Questions = true
	if r.Tier == "high" {
		g.Inspected.By = domain
		g.Judges = []string{"independent", "tried"}
		g.Consulted = []string{"use case", "validation"}
		g.Sign = []SignOff{{Role: "owner", People: 1}, {Role: "adjudicator", People: 1}}
	}
	return g, true
}

// Makes reports whether a gate makes a demand.
func (g *Gate) Makes(demand string) bool {
	switch demand {
	case "questions":
		return g.Questions
	case "consulted":
		return len(g.Consulted) > 0
	case "measured":
		return len(g.Measured) > 0
	case "findings":
		return g.Findings != ""
	case "judges":
		return len(g.Judges) > 0
	case "inspected":
		return g.Inspected.People > 0 || g.Inspected.By != ""
	case "claims":
		return len(g.Claims) > 0
	case "sign":
		return len(g.Sign) > 0
	}
	return false
}
