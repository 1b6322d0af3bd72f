package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed/internal/kin"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/release"
	"seedbed.dev/seedbed/internal/text"
)

func (a *app) kinCommand() *cobra.Command {
	var families bool
	cmd := &cobra.Command{
		Use:   "kin [MODEL MODEL]",
		Short: "Show who judges whom in a plan, and how the models are related",
		Long: `Kin shows what each model of the recipe does, of which family it is, and how every
judge is related to those whose work it judges: the same model, by inheritance, of one
family, independent, or unknown. Unknown is not independent: say of which family a
model is with family:, or add a line to families.tsv in the project folder.

With two names of models, of the recipe or as providers write them, it tells how those
two are related.`,
		Example: "  seedbed kin\n  seedbed kin --json\n  seedbed kin vicuna-7b gpt-4o\n  seedbed kin --families",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case families && len(args) == 0:
				return a.listFamilies()
			case len(args) == 2 && !families:
				return a.relate(cmd, args[0], args[1])
			case len(args) > 0:
				return usagef("kin wants two models, or none; see seedbed kin --help")
			}
			a.relatedWarns = true
			p, err := a.open(cmd.Context(), 0)
			if err != nil {
				return err
			}
			a.tellKin(p.plan)
			return nil
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().BoolVar(&families, "families", false, "list the table of families that is shipped")
	return cmd
}

// relate tells how two models are related. Names of the recipe come first; without a
// project the ids alone are looked up.
func (a *app) relate(cmd *cobra.Command, first, second string) error {
	table, models := kin.Shipped(), [2]kin.Model{{ID: first}, {ID: second}}
	a.relatedWarns, a.quiet = true, true
	if p, err := a.open(cmd.Context(), 0); err == nil {
		table = recipe.Families(p.plan)
		for i := range models {
			if m := p.plan.Model(models[i].ID); m != nil {
				models[i] = recipe.KinModel(m)
			}
		}
	}
	relation, why := table.Relate(models[0], models[1])
	places := [2]kin.Place{table.Place(models[0]), table.Place(models[1])}
	if a.json {
		a.printJSON(map[string]any{"relation": relation, "why": why, "models": []map[string]any{
			{"model": models[0].ID, "place": places[0]}, {"model": models[1].ID, "place": places[1]},
		}})
		return nil
	}
	a.printf("%s: %s.\n", relation, why)
	for i, m := range models {
		a.printf("  %s is %s%s\n", text.Harmless(m.ID, 100), familyOf(places[i]), saidAt(table, places[i].Family))
	}
	return nil
}

// familyOf says where a model stands, and who says so.
func familyOf(p kin.Place) string {
	if !p.Known {
		return "in no table"
	}
	return text.Harmless(p.String(), 200) + ", as " + p.By + " says"
}

func saidAt(t *kin.Table, family string) string {
	if f, ok := t.Family(family); ok && f.Source != "" {
		return " (" + text.Harmless(f.Source, 200) + ", " + text.Harmless(f.Date, 20) + ")"
	}
	return ""
}

// kinModel is a model of a plan, with what it does.
type kinModel struct {
	Name  string    `json:"name"`
	ID    string    `json:"model"`
	Roles []string  `json:"roles"`
	Place kin.Place `json:"place"`
}

func kinModels(p *plan.Plan) []kinModel {
	table := recipe.Families(p)
	var out []kinModel
	for i := range p.Models {
		m := &p.Models[i]
		k := kinModel{Name: m.Name, ID: m.ID, Roles: []string{}, Place: table.Place(recipe.KinModel(m))}
		for j := range p.Stages {
			for _, r := range recipe.Roles(&p.Stages[j].Needs) {
				if r.Model == m.Name {
					k.Roles = append(k.Roles, fmt.Sprintf("%s in %s", r.As, p.Stages[j].Name))
				}
			}
		}
		out = append(out, k)
	}
	return out
}

func (a *app) tellKin(p *plan.Plan) {
	models, judgings := kinModels(p), recipe.Judgings(p)
	if a.json {
		type judging struct {
			recipe.Judging
			InTheWay bool `json:"in_the_way"`
		}
		all := []judging{}
		for _, j := range judgings {
			all = append(all, judging{j, j.InTheWay()})
		}
		a.printJSON(map[string]any{"models": models, "judges": all, "use": p.Use})
		return
	}
	rows := [][]string{{"model", "is", "does", "family"}}
	for _, m := range models {
		family := text.Harmless(m.Place.String(), 100)
		if m.Place.By == "its name" || m.Place.By == "the recipe" {
			family += ", as " + m.Place.By + " says"
		}
		rows = append(rows, []string{m.Name, text.Harmless(m.ID, 60), strings.Join(m.Roles, "; "), family})
	}
	table(a.stdout, rows)
	if len(judgings) == 0 {
		a.printf("\nNo model of this recipe judges another.\n")
		return
	}
	a.printf("\n")
	rows = [][]string{{"judge", "judges", "relation", "why"}}
	ways := 0
	for _, j := range judgings {
		note := ""
		switch {
		case j.InTheWay():
			ways++
		case j.Because != "" && j.Relation != kin.Independent:
			note = "; judges all the same, because: " + text.Harmless(j.Because, 200)
		case j.Within && j.Relation != kin.Independent:
			note = "; both work within " + j.Stage
		}
		rows = append(rows, []string{j.Judge + " in " + j.Stage, fmt.Sprintf("%s, %s in %s", j.Model, j.As, j.In), string(j.Relation), text.Harmless(j.Why, 200) + note})
	}
	table(a.stdout, rows)
	a.printf("\n%s\n", kinVerdict(p, ways))
}

// kinVerdict says what the relations mean for the plan.
func kinVerdict(p *plan.Plan, ways int) string {
	switch {
	case ways == 0:
		return "Nothing is in the way: no judge is related to those it judges without a reason given."
	case p.Use == "evaluation":
		return "In the way of an evaluation: take a judge of another family, say of which family a model is with family:, or give the reason with related_because:."
	}
	return "An evaluation could not rest on this. For training it is a warning, and the release's card tells it."
}

func (a *app) listFamilies() error {
	all := kin.Shipped().Families()
	if a.json {
		a.printJSON(map[string]any{"families": all})
		return nil
	}
	rows := [][]string{{"family", "maker", "from", "names begin with", "source"}}
	for _, f := range all {
		var from []string
		for _, d := range f.From {
			from = append(from, fmt.Sprintf("%s (%s)", d.Family, d.How))
		}
		if f.More {
			from = append(from, "?")
		}
		rows = append(rows, []string{f.Name, f.Maker, strings.Join(from, ", "), strings.Join(f.Names, ", "), f.Source + " " + f.Date})
	}
	table(a.stdout, rows)
	return nil
}

// kinNote says in one line of the plan that its judges are unrelated to those they
// judge. Where they are not, warnings have said so.
func (a *app) kinNote(p *plan.Plan) {
	judgings := recipe.Judgings(p)
	for _, j := range judgings {
		if j.Relation != kin.Independent {
			return
		}
	}
	for _, j := range judgings {
		a.printf("%s and %s are unrelated models.\n", j.Judge, j.Model)
	}
}

// kinFacts puts who judges whom into the facts of a release.
func kinFacts(p *plan.Plan, f *release.Facts) {
	for _, j := range recipe.Judgings(p) {
		f.Judgings = append(f.Judgings, release.Judging{
			Stage: j.Stage, Judge: j.Judge, Model: j.Model, As: string(j.As), Relation: string(j.Relation), Why: j.Why, Because: j.Because,
			Related: j.Relation != kin.Independent,
		})
	}
}
