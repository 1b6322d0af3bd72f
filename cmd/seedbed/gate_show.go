package main

import (
	"fmt"
	"strings"

	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/text"
)

// mostMissing is how many missing things of one demand a terminal shows.
const mostMissing = 5

// gatesOf returns the gate of a name, or all.
func (s *stand) gatesOf(names []string) ([]gate.Standing, error) {
	if len(names) == 0 {
		return s.gates, nil
	}
	g, err := s.gate(names[0])
	if err != nil {
		return nil, err
	}
	return []gate.Standing{*g}, nil
}

// showGates prints how gates stand, and says whether they hold no release.
func (a *app) showGates(s *stand, shown []gate.Standing) (open bool) {
	shut := gate.Shut(shown)
	if a.json {
		if shown == nil {
			shown = []gate.Standing{}
		}
		a.printJSON(map[string]any{"subject": s.facts.Subject, "open": len(shut) == 0, "gates": shown})
	} else {
		for i := range shown {
			a.showGate(s, &shown[i])
		}
		a.printf("%s\n", gatesVerdict(shown, shut))
	}
	return len(shut) == 0
}

func (a *app) showGate(s *stand, g *gate.Standing) {
	head := g.Name
	if g.Tier != "" {
		head = "risk " + g.Tier
	}
	switch {
	case g.Open:
		head += ": open"
	default:
		head += ": shut"
	}
	if g.Because != "" {
		head += "; because " + harmlessLine(strings.TrimRight(g.Because, "."))
	}
	a.printf("%s\n", head)
	var rows [][]string
	for i := range g.Conditions {
		rows = append(rows, s.conditionRows(&g.Conditions[i])...)
	}
	table(a.stdout, rows)
	a.printf("\n")
}

// conditionRows are the lines of one demand.
func (s *stand) conditionRows(c *gate.Condition) [][]string {
	more := func(lines ...string) (out [][]string) {
		for _, l := range lines {
			out = append(out, []string{"", "", l})
		}
		return out
	}
	first := func(line string) []string { return []string{"  " + string(c.State), c.Demand, line} }
	switch c.State {
	case gate.Lowered:
		return [][]string{first("because " + harmlessLine(c.Because))}
	case gate.Met:
		line := c.Wants
		if c.Note != "" {
			line += "; " + c.Note
		}
		rows := [][]string{first(harmlessLine(line))}
		for i := range c.Signed {
			rows = append(rows, more(harmlessLine(s.signature(&c.Signed[i])))...)
		}
		return rows
	}
	var rows [][]string
	for i, m := range c.Missing {
		if i == mostMissing {
			rows = append(rows, more(fmt.Sprintf("and %d more: --json lists all", len(c.Missing)-i))...)
			break
		}
		if i == 0 {
			rows = append(rows, first(text.Harmless(m, 300)))
		} else {
			rows = append(rows, more(text.Harmless(m, 300))...)
		}
	}
	for i := range c.Signed {
		rows = append(rows, more("has "+harmlessLine(s.signature(&c.Signed[i])))...)
	}
	for i := range c.Overrides {
		o := &c.Overrides[i]
		rows = append(rows, more(fmt.Sprintf("%s, %s: %s", s.name(o.By), gate.Day(o.At), harmlessLine(o.Because)))...)
	}
	if c.Do != "" {
		rows = append(rows, more("→ "+c.Do)...)
	}
	return rows
}

// signature is who signed, as what and when, with what they said.
func (s *stand) signature(g *gate.Signed) string {
	out := fmt.Sprintf("%s, %s, %s", s.name(g.By), g.Role, gate.Day(g.At))
	if g.Says != "" {
		out += ": " + g.Says
	}
	return out
}

func gatesVerdict(shown, shut []gate.Standing) string {
	if len(shown) == 0 {
		return "The recipe has no gate: it names no tier of risk and writes none under gate:."
	}
	if len(shut) == 0 {
		return "Nothing holds a release."
	}
	names := make([]string, len(shut))
	for i := range shut {
		names[i] = shut[i].Name
	}
	return prose.Plural(len(shut), "gate holds", "gates hold") + " a release: " + strings.Join(names, ", ") + "."
}
