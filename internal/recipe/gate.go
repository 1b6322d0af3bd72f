package recipe

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// maxReason bounds a reason or a field's name that a recipe gives, in characters.
const maxReason = 2000

// tiers are the names that a gate cannot have: those of the gates that tiers bring.
var tiers = []string{"low", "elevated", "high"}

// gates checks what has to hold before a release, and copies it.
func (l *loader) gates() {
	l.plan.Domain = strings.TrimSpace(l.top.Domain)
	if utf8.RuneCountInString(l.plan.Domain) > maxName {
		l.problem("domain", fmt.Sprintf("the name of a field has %d characters at the most", maxName), "write paediatrics, or contract law")
	}
	l.tier()
	if len(l.top.Gate) > maxEntries {
		l.problem("gate", fmt.Sprintf("more than %d gates", maxEntries), "")
		return
	}
	for _, item := range l.top.Gate {
		path := config.Join("gate", item.Key)
		g := item.Value
		g.Name, g.Pos = item.Key, l.doc.KeyPos(path)
		l.checkName(path, "a gate", g.Name)
		if slices.Contains(tiers, g.Name) {
			l.report(seedbed.Problem{Pos: g.Pos, Message: fmt.Sprintf("%s is the gate that risk of this tier brings", g.Name), Fix: "give it another name"})
		}
		l.checkGate(path, &g)
		l.plan.Gates = append(l.plan.Gates, g)
	}
}

// tier checks what of a tier's demands is lowered, and with what reason.
func (l *loader) tier() {
	r := &l.plan.Risk
	g, ok := plan.TierGate(*r, l.plan.Domain)
	if _, lowered := r.Lower.Get("inspected"); r.Tier == "high" && l.plan.Domain == "" && !lowered {
		l.problem("risk.tier", "at high risk experts look at the rows, and the recipe does not say of which field", "add domain: paediatrics, or whichever it is")
	}
	for _, low := range r.Lower {
		path := config.Join("risk.lower", low.Key)
		switch {
		case !slices.Contains(plan.DemandNames(), low.Key):
			l.report(config.Unknown(l.doc.KeyPos(path), "demand", low.Key, plan.DemandNames()))
		case !ok:
			l.problem(path, "there is nothing to lower: the recipe names no tier of risk", "write risk: {tier: low, because: ...}")
		case !g.Makes(low.Key):
			l.problem(path, fmt.Sprintf("the tier %s does not demand %s", r.Tier, low.Key), "remove it")
		case strings.TrimSpace(low.Value) == "":
			l.problem(path, fmt.Sprintf("a demand is lowered with a reason, and %s has none", low.Key), "write why the data does not need it; the release prints it")
		case utf8.RuneCountInString(low.Value) > maxReason:
			l.problem(path, fmt.Sprintf("a reason has %d characters at the most", maxReason), "")
		}
	}
}

// checkGate checks what a gate names, against the rest of the recipe.
func (l *loader) checkGate(path string, g *plan.Gate) {
	if !slices.ContainsFunc(plan.DemandNames(), g.Makes) {
		l.report(seedbed.Problem{Pos: g.Pos, Message: fmt.Sprintf("gate %s demands nothing, and is always open", g.Name), Fix: "write one of " + strings.Join(plan.DemandNames(), ", ")})
	}
	at := func(key string, i int) seedbed.Position {
		p := config.Join(path, key)
		if l.doc.Kind(p) == config.List {
			p = itemPath(p, i)
		}
		return l.doc.Pos(p)
	}
	for i, name := range g.Measured {
		if name != plan.Any && !contains(l.opt.Measures, name) {
			l.report(config.Unknown(at("measured", i), "measure", name, append(slices.Clone(l.opt.Measures), plan.Any)))
		}
	}
	if len(g.Measured) > 0 && !l.doc.Has("measure") {
		l.problem(config.Join(path, "measured"), "the recipe measures nothing", "add measure: with the measures to take, such as [duplicates, coverage]")
	}
	inspections := l.inspections()
	for i, name := range g.Claims {
		if name != plan.All && !slices.Contains(inspections, name) {
			l.report(config.Unknown(at("claims", i), "inspection", name, append(slices.Clone(inspections), plan.All)))
		}
	}
	for _, key := range []string{"claims", "inspected"} {
		if g.Makes(key) && len(inspections) == 0 {
			l.problem(config.Join(path, key), "the recipe plans no inspection", "add a stage of kind inspect, whose claim says what people are to show")
		}
	}
	for i, s := range g.Sign {
		for _, other := range g.Sign[:i] {
			if s.Role == other.Role && s.Domain == other.Domain {
				l.report(seedbed.Problem{Pos: at("sign", i), Message: fmt.Sprintf("%s signs twice", s.Role), Fix: fmt.Sprintf("write once {role: %s, people: %d}", s.Role, s.People+other.People)})
			}
		}
	}
}

// inspections returns the names of the stages that plan a human look.
func (l *loader) inspections() []string {
	var out []string
	for _, s := range l.steps {
		if s.Needs.Inspection != nil || s.Kind != nil && s.Kind.Name == "inspect" {
			out = append(out, s.Name)
		}
	}
	return out
}
