package gate

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

func measured(g *plan.Gate, f *Facts) Condition {
	c := Condition{Wants: "these rows were measured: " + strings.Join(g.Measured, ", "), Do: "seedbed run measures what measure: names"}
	for _, name := range g.Measured {
		switch {
		case name == plan.Any && len(f.Taken) == 0:
			c.Missing = append(c.Missing, "nothing was measured of these rows")
		case name != plan.Any && !slices.Contains(f.Taken, name):
			why := "it was not taken"
			if w := f.NotTaken[name]; w != "" {
				why = w
			}
			c.Missing = append(c.Missing, name+" says nothing of these rows: "+why)
		}
	}
	if slices.Contains(g.Measured, plan.Any) {
		c.Wants = "something was measured of these rows"
	}
	return c
}

func findings(g *plan.Gate, f *Facts) Condition {
	c := Condition{Wants: "no serious finding is open", Do: "seedbed measure shows the rows; mend the recipe, or override with a reason"}
	if g.Findings == "notable" {
		c.Wants = "no finding is open, notable ones neither"
	}
	for _, found := range f.Findings {
		if found.Severity == "serious" || found.Severity == "notable" && g.Findings == "notable" {
			c.Missing = append(c.Missing, found.Measure+": "+found.Says)
		}
	}
	if len(f.Taken) == 0 {
		c.Note = "nothing was measured of these rows, so nothing can have been found"
	}
	return c
}

func judges(g *plan.Gate, f *Facts) Condition {
	independent, tried := slices.Contains(g.Judges, "independent"), slices.Contains(g.Judges, "tried")
	c := Condition{}
	var wants, do []string
	if independent {
		wants, do = append(wants, "no judge is a relative of whom it judges"), append(do, "seedbed kin")
	}
	if tried {
		wants, do = append(wants, "every judge was tried"), append(do, "seedbed judge-test")
	}
	c.Wants, c.Do = strings.Join(wants, ", and "), strings.Join(do, ", ")
	for i := range f.Judges {
		j := &f.Judges[i]
		if independent {
			c.Missing = append(c.Missing, j.Related...)
		}
		if tried && !j.Tried {
			c.Missing = append(c.Missing, "the judge of "+j.Stage+" was not tried as it is now")
		}
	}
	if len(f.Judges) == 0 {
		c.Note = "the recipe has no judge"
	}
	return c
}

func inspected(g *plan.Gate, f *Facts) Condition {
	want := g.Inspected
	if want.People == 0 {
		want.People = 1
	}
	c := Condition{Wants: prose.Plural(want.People, "person", "people") + " looked at each row of the sample", Do: "seedbed inspect, then seedbed review"}
	if want.By != "" {
		c.Wants += ", all at home in " + want.By
	}
	if len(f.Inspections) == 0 {
		c.Missing = []string{"the recipe plans no inspection"}
		c.Do = "add a stage of kind inspect, with what people are to show"
	}
	for i := range f.Inspections {
		in := &f.Inspections[i]
		c.Missing = append(c.Missing, lacks(in, &want)...)
		if in.Programs > 0 {
			c.Do = anew
		}
	}
	return c
}

// anew is what to do about an inspection that programs answered: what they said stays,
// and no person is asked for what they settled.
const anew = "begin an inspection under another name, for people: name its stage otherwise, then seedbed inspect --begin"

// lacks says what an inspection lacks of what is wanted.
func lacks(in *Inspection, want *plan.Inspected) []string {
	var out []string
	if in.Programs > 0 {
		out = append(out, fmt.Sprintf("programs answered in %s, and no person's word is in what they settled", in.Name))
	}
	if in.Raters < want.People {
		out = append(out, fmt.Sprintf("%s plans %s a row; %d are wanted", in.Name, prose.Plural(in.Raters, "person", "people"), want.People))
	}
	if want.By != "" && !strings.EqualFold(in.Domain, want.By) {
		who := "anyone"
		if in.Domain != "" {
			who = "people at home in " + in.Domain
		}
		out = append(out, fmt.Sprintf("%s lets %s rate; people at home in %s are wanted", in.Name, who, want.By))
	}
	switch {
	case !in.Begun:
		out = append(out, "nobody has looked yet for "+in.Name)
	case in.Other:
		out = append(out, in.Name+" was of other rows than these")
	case in.Left > 0:
		out = append(out, in.Name+" is under way: not enough people have looked yet")
	}
	return out
}

func claims(g *plan.Gate, f *Facts) Condition {
	all := slices.Contains(g.Claims, plan.All)
	c := Condition{Wants: "what was to be shown is shown: " + strings.Join(g.Claims, ", "), Do: "seedbed inspect shows how each claim stands"}
	if all {
		c.Wants = "what people were to show is shown"
	}
	if all && len(f.Inspections) == 0 {
		c.Note = "the recipe plans no inspection, so nothing is claimed"
		if !g.Makes("inspected") { // which says so, or is lowered with a reason
			c.Missing, c.Note = []string{c.Note}, ""
			c.Do = "add a stage of kind inspect, with what people are to show"
		}
	}
	for i := range f.Inspections {
		in := &f.Inspections[i]
		if !all && !slices.Contains(g.Claims, in.Name) {
			continue
		}
		if !in.Begun || in.Other || len(in.Claims) == 0 {
			c.Missing = append(c.Missing, "nothing is shown by "+in.Name+" of these rows yet")
			continue
		}
		if in.Programs > 0 {
			c.Missing = append(c.Missing, fmt.Sprintf("%s: programs answered, who are no people", in.Name))
			c.Do = anew
		}
		for _, claim := range in.Claims {
			if claim.Verdict != stats.Met {
				c.Missing = append(c.Missing, fmt.Sprintf("%s: %s: %s", in.Name, claim.Text, claim.Verdict))
			}
		}
	}
	return c
}
