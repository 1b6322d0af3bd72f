package stage

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// sourceRig makes a stage that starts by itself and may read sources.
type sourceRig struct {
	kind     *plan.Kind
	files    map[string]string
	sources  map[string]plan.Source
	rows     map[string][]seedbed.Record
	plan     plan.Plan
	from     bool
	input    seedbed.Schema
	model    *generateModel
	problems seedbed.Problems
	warnings []string
	notices  []string
	needs    plan.Needs
}

func (g *sourceRig) make(t testing.TB, yaml string) (seedbed.Stage, error) {
	t.Helper()
	g.problems, g.warnings, g.notices = nil, nil, nil
	doc, probs := config.Parse("recipe.yaml", []byte(yaml), 1)
	cfg := g.kind.Config()
	if g.problems = append(probs, doc.Decode("", cfg)...); len(g.problems) > 0 {
		return nil, nil
	}
	if len(g.plan.Models) == 0 {
		g.plan.Models = []plan.Model{{Name: "writer", ID: "w"}}
	}
	problem := func(key, message, fix string) {
		g.problems = append(g.problems, seedbed.Problem{Pos: doc.Pos(key), Message: key + ": " + message, Fix: fix})
	}
	g.needs = cfg.Check(&plan.Scope{
		Stage: "people", HasFrom: g.from, Input: g.input, Use: g.plan.Use, Problem: problem,
		ProblemAt: func(key string, line, col int, message, fix string) { problem(key, message, fix) },
		Report:    func(p seedbed.Problems) { g.problems = append(g.problems, p...) },
		Warn:      func(key, message, _ string) { g.warnings = append(g.warnings, key+": "+message) },
		ReadFile: func(key, path, _ string) ([]byte, bool) {
			s, ok := g.files[path]
			if !ok {
				problem(key, path+" does not exist", "")
			}
			return []byte(s), ok
		},
		Source: func(key, name string) (*plan.Source, bool) {
			src, ok := g.sources[name]
			if !ok {
				problem(key, "no source "+name, "")
			}
			return &src, ok
		},
		Model: func(key, name string) (*plan.Model, bool) {
			m := g.plan.Model(name)
			if m == nil {
				problem(key, "no model "+name, "")
			}
			return m, m != nil
		},
	})
	if len(g.problems) > 0 {
		return nil, nil
	}
	st := &plan.Stage{Name: "people", Kind: g.kind, Config: cfg, Fingerprint: seedbed.Fingerprint{7}, Needs: g.needs}
	if g.from {
		st.From = []string{"questions"}
	}
	return g.kind.New(cfg, plan.Env{
		Stage: st, Plan: &g.plan,
		Model:  func(string) (seedbed.Model, error) { return g.model, nil },
		Notice: func(s string) { g.notices = append(g.notices, s) },
		Rows: func(src plan.Source) iter.Seq2[seedbed.Record, error] {
			return func(yield func(seedbed.Record, error) bool) {
				for _, r := range g.rows[src.Name] {
					if !yield(r, nil) {
						return
					}
				}
			}
		},
	})
}

func (g *sourceRig) run(t testing.TB, yaml string) []seedbed.Record {
	t.Helper()
	st, err := g.make(t, yaml)
	if err != nil || len(g.problems) > 0 {
		t.Fatal(err, g.problems)
	}
	out, err := stageRun(st)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// stageRun gives a stage its own roots, one after the other.
func stageRun(st seedbed.Stage) (out []seedbed.Record, err error) {
	for root, err := range st.(seedbed.Rooter).Roots(context.Background()) {
		if err != nil {
			return nil, err
		}
		recs, err := st.Process(context.Background(), root)
		if err != nil {
			return nil, err
		}
		out = append(out, recs...)
	}
	return out, nil
}

func personaRig() *sourceRig {
	return &sourceRig{kind: Persona(), files: map[string]string{
		"census.csv": "age,gender,n\n18-29,female,10\n18-29,male,10\n30-64,female,40\n30-64,male,20\n65+,female,15\n65+,male,5\n",
	}}
}

func shareOf(recs []seedbed.Record, field, value string) float64 {
	n := 0
	for i := range recs {
		if recs[i].Fields.Text(field) == value {
			n++
		}
	}
	return float64(n) / float64(len(recs))
}

func TestPersonaTraits(t *testing.T) {
	defer goleak.VerifyNone(t)
	g := personaRig()
	out := g.run(t, "table: census.csv\nweight: n\nrows: 100\nwant: {gender × age: 8}\nsources: {age: a, gender: b}\nmarginals: {region: {north: .3, south: .7}}")
	if len(out) != 100 || g.needs.Roots != 100 {
		t.Fatalf("%d people, %d roots", len(out), g.needs.Roots)
	}
	ids, cells := map[seedbed.ID]bool{}, map[string]int{}
	for i, r := range out {
		ids[r.ID] = true
		cells[r.Fields.Text("age")+r.Fields.Text("gender")]++
		if !r.Live() || r.Origin != seedbed.OriginSimulated || r.Lineage.Depth != 0 || len(r.Fields) != 3 {
			t.Fatalf("person %d: %+v", i, r)
		}
	}
	if len(ids) != 100 || len(cells) != 6 || cells["65+male"] < 8 {
		t.Errorf("%d ids, %v", len(ids), cells)
	}
	if s := shareOf(out, "region", "north"); math.Abs(s-.3) > .011 {
		t.Errorf("region north: %v", s)
	}
	if len(g.notices) != 1 || !strings.Contains(g.notices[0], "invented") || !strings.Contains(g.notices[0], "as declared") {
		t.Errorf("%q", g.notices)
	}
	again := g.run(t, "table: census.csv\nweight: n\nrows: 100\nwant: {cell: \"gender, age\", at_least: 8}\nsources: {age: a, gender: b}\nmarginals: {region: {north: .3, south: .7}}")
	for i := range out {
		if again[i].ID != out[i].ID {
			t.Fatal("the same plan gave other people")
		}
	}
	other := g.run(t, "table: census.csv\nweight: n\nseed: 2\nrows: 100")
	if slices.EqualFunc(out, other, func(a, b seedbed.Record) bool { return a.ID == b.ID }) {
		t.Error("another seed gave the same people")
	}
}

func TestPersonaRakesAndConstrains(t *testing.T) {
	g := personaRig()
	out := g.run(t, "table: census.csv\nweight: n\nrows: 200\nmarginals: {gender: {female: 1, male: 1}}\nconstraints: [\"!(age == '65+' && gender == 'male')\"]")
	if s := shareOf(out, "gender", "female"); math.Abs(s-.5) > .011 {
		t.Errorf("women %v", s)
	}
	for _, r := range out {
		if r.Fields.Text("age") == "65+" && r.Fields.Text("gender") == "male" {
			t.Fatalf("%v", r.Fields)
		}
	}
	// The constraint takes men from the oldest, and leaves each trait its share.
	if s := shareOf(out, "age", "65+"); math.Abs(s-(.5*15/65+.5*5/35)) > .011 {
		t.Errorf("65+ %v", s)
	}
	if !strings.Contains(g.notices[0], "rule out 7.1 %") {
		t.Errorf("%q", g.notices)
	}
	out = g.run(t, "table: census.csv\nweight: n\nrows: 200\nconstraints: [\"age != '65+'\"]")
	if len(out) != 200 || shareOf(out, "age", "65+") > 0 || math.Abs(shareOf(out, "gender", "female")-.65) > .011 {
		t.Errorf("%v women", shareOf(out, "gender", "female"))
	}
	g.run(t, "table: census.csv\nweight: n\nrows: 200\nconstraints: [\"age == '18-29' || gender == 'female'\", \"age != '18-29' || gender == 'male'\"]")
	if !strings.Contains(strings.Join(g.warnings, " "), "points off") {
		t.Errorf("%q", g.warnings)
	}
}

func TestPersonaIsDescribedAndChecked(t *testing.T) {
	defer goleak.VerifyNone(t)
	g := personaRig()
	g.model = &generateModel{answer: func(r seedbed.Request) (seedbed.Reply, error) {
		text := last(r)
		switch {
		case strings.Contains(text, "- age: 65+"):
			return seedbed.Reply{Text: "A 24-year-old who likes chess."}, nil
		case strings.Contains(text, "- age: 18-29") && r.Attempt == 0:
			return seedbed.Reply{Text: "In her sixties, and tired."}, nil
		case r.Copy == 3:
			return seedbed.Reply{Finish: seedbed.FinishRefusal, Refusal: "no"}, nil
		case r.Copy == 4:
			return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient, Message: "gone"}
		}
		return seedbed.Reply{Text: fmt.Sprintf("Likes chess, in way %d.", r.Copy)}, nil
	}}
	out := g.run(t, "table: census.csv\nweight: n\nrows: 20\nmodel: writer\nattempts: 2")
	reasons := map[string]int{}
	for _, r := range out {
		reasons[r.Decision.Reason]++
		if r.Live() {
			if len(r.Fields.Text("description")) == 0 || r.Lineage.Depth != 1 || r.Lineage.Model != "writer" {
				t.Errorf("%+v", r)
			}
			if want := map[string]int{"18-29": 2}[r.Fields.Text("age")]; want > 0 && len(r.Lineage.Calls) != want {
				t.Errorf("%d calls for %v", len(r.Lineage.Calls), r.Fields)
			}
		}
		if r.Decision.Reason == reasonContradicts && (r.Fields.Text("description") == "" || !strings.Contains(r.Decision.Detail, "24-year-old")) {
			t.Errorf("%+v", r)
		}
	}
	if reasons[reasonContradicts] != 4 || reasons[reasonRefused] < 1 || reasons[reasonNoAnswer] < 1 || reasons[""] < 8 {
		t.Errorf("%v", reasons)
	}
	if want := (plan.Role{Model: "writer", As: plan.AsWriter}); !slices.Contains(g.needs.Roles, want) {
		t.Errorf("roles %v", g.needs.Roles)
	}
}

func TestPersonaWritten(t *testing.T) {
	g := personaRig()
	g.sources = map[string]plan.Source{
		"volunteers": {Name: "volunteers", Origin: seedbed.OriginHuman, Schema: seedbed.Schema{Fields: []seedbed.FieldType{{Name: "age", Type: seedbed.TypeText}, {Name: "gender", Type: seedbed.TypeText}, {Name: "about", Type: seedbed.TypeText}}}},
		"made":       {Name: "made", Origin: seedbed.OriginGenerated, Schema: seedbed.Schema{Open: true}},
	}
	g.rows = map[string][]seedbed.Record{}
	for i := range 40 {
		gender, about := "female", fmt.Sprintf("I keep %d bees on the roof.", i)
		if i%4 == 0 {
			gender = "male"
		}
		if i == 1 {
			about = "I am 81 years old and keep bees."
		}
		g.rows["volunteers"] = append(g.rows["volunteers"], redteamSeed(i, seedbed.Field{Name: "age", Value: "30-64"}, seedbed.Field{Name: "gender", Value: gender}, seedbed.Field{Name: "about", Value: about}))
	}
	out := g.run(t, "table: census.csv\nweight: n\nrows: 20\nwritten: volunteers")
	if len(out) != 12 || shareOf(out, "gender", "male") != 4.0/12 { // 60 % of 20 are 30-64, a third of them men
		t.Fatalf("%d people, %v men", len(out), shareOf(out, "gender", "male"))
	}
	rejected := 0
	for _, r := range out {
		if !r.Live() {
			rejected++
		}
		if r.Origin != seedbed.OriginHuman || r.Lineage.Depth != 0 || r.Lineage.Line == 0 || r.Lineage.Source != "seeds" {
			t.Errorf("%+v", r)
		}
	}
	if rejected != 1 || !strings.Contains(g.notices[0], "for 8 of 20 places nobody") {
		t.Errorf("%d rejected, %q", rejected, g.notices)
	}
	if out = g.run(t, "rows: 7\nwritten: volunteers"); len(out) != 7 {
		t.Errorf("%d people", len(out))
	}
	for yaml, want := range map[string]string{
		"written: made":                                  "is generated",
		"written: nobody":                                "no source nobody",
		"written: volunteers\nwant: {a: 1}":              "need a distribution",
		"written: volunteers\nmodel: writer":             "need no model",
		"written: volunteers\nmarginals: {shoe: {a: 1}}": "has no field shoe",
	} {
		if g.make(t, yaml); !strings.Contains(g.problems.Error(), want) {
			t.Errorf("%s: %v, want %q", yaml, g.problems, want)
		}
	}
}

func TestPersonaSaysWhatIsWrong(t *testing.T) {
	g := personaRig()
	g.files["p.md"] = "A {{ ago }} person."
	for yaml, want := range map[string]string{
		"rows: 3":                           "nothing says what people there are",
		"table: gone.csv":                   "gone.csv does not exist",
		"table: census.csv\nweight: m":      "no column m",
		"weight: n\nmarginals: {a: {b: 1}}": "columns of a table",
		"table: census.csv\nweight: n\nwant: {shoe × age: 3}":           "\"shoe\" is no trait",
		"table: census.csv\nweight: n\nrows: 10\nwant: {age×gender: 3}": "takes 18 people",
		"table: census.csv\nweight: n\nwant: {age: 0}":                  "a number above 0",
		"table: census.csv\nweight: n\nconstraints: [\"false\"]":        "no combination",
		"table: census.csv\nweight: n\nconstraints: [\"agee == 1\"]":    "constraints.0",
		"table: census.csv\nweight: n\nsources: {shoe: x}":              "\"shoe\" is no trait",
		"table: census.csv\nweight: n\nmarginals: {age: {18-29: 1}}":    "not in the marginal",
		"table: census.csv\nweight: n\nprompt: p.md":                    "no model to describe",
		"table: census.csv\nweight: n\nmodel: writer\nprompt: p.md":     "ago",
		"table: census.csv\nweight: n\nmodel: nobody":                   "no model nobody",
	} {
		if _, err := g.make(t, yaml); err != nil || !strings.Contains(g.problems.Error(), want) {
			t.Errorf("%s: %v, want %q", yaml, g.problems, want)
		}
	}
	if g.make(t, "table: census.csv\nweight: n"); len(g.problems) > 0 || len(g.warnings) != 1 || !strings.Contains(g.warnings[0], "age, gender") {
		t.Errorf("%v %q", g.problems, g.warnings)
	}
	g.from = true
	if g.make(t, "table: census.csv\nweight: n"); !strings.Contains(g.problems.Error(), "starts by itself") {
		t.Errorf("%v", g.problems)
	}
	g.from = false
	if schema, err := config.JSONSchema("x", "persona", Persona().Doc, Persona().Config()); err != nil || len(schema) < 100 {
		t.Errorf("%s, %v", schema, err)
	}
}
