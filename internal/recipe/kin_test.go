package recipe

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/plan"
)

// kinProject is the good project with other models.
func kinProject(use, writer, grader string) memFiles {
	files := goodFiles()
	r := strings.Replace(goodRecipe, "use: training\n", map[bool]string{true: "use: " + use + "\n"}[use != ""], 1)
	r = strings.Replace(r, "{provider: openai, model: gpt-5-mini, key: $OPENAI_API_KEY, temperature: 0.8, because: won}", writer, 1)
	files["seedbed.yaml"] = strings.Replace(r, "{provider: anthropic, model: claude-haiku-4-5, key: $ANTHROPIC_API_KEY}", grader, 1)
	return files
}

func TestKin(t *testing.T) {
	for _, c := range []struct {
		use, writer, grader, families string
		err, warn                     string
	}{
		{use: "evaluation", writer: "gpt-5-mini", grader: "claude-haiku-4-5"},
		{
			use: "evaluation", writer: "gpt-5-mini", grader: "gpt-4o",
			err: `seedbed.yaml:13:43: grader judges what writer wrote, and both are of the family gpt: judges favour their own kind; take a judge of another family, or tell why this one may judge: related_because: ...`,
		},
		{use: "training", writer: "gpt-5-mini", grader: "gpt-5-mini", warn: "they are the same model"},
		{use: "evaluation", writer: "gpt-5-mini", grader: "{model: vicuna-7b, url: 'http://127.0.0.1:1/v1'}", err: "vicuna-7b was taught by gpt"},
		{
			use: "evaluation", writer: "local", grader: "claude-haiku-4-5",
			err: "nobody knows whether they are related: the table of families does not know local; say of which family each model is: models.writer.family; unknown is not independent",
		},
		{use: "training", writer: "local", grader: "other", warn: "models.grader.family, models.writer.family"},
		{use: "", writer: "local", grader: "other"},
		{use: "", writer: "local", grader: "local", warn: "they are the same model"},
		{use: "evaluation", writer: "{model: local, family: mine}", grader: "{model: other, family: theirs}"},
		{use: "evaluation", writer: "{model: local, family: mine}", grader: "{model: other, family: theirs < mine}", err: "other was taught by mine"},
		{use: "evaluation", writer: "{model: local, family: mine < lama}", grader: "claude-haiku-4-5", err: `there is no family lama; did you mean "llama"?`},
		{use: "evaluation", writer: "local", grader: "claude-haiku-4-5", families: "house\tlocal\t\tllama:weights\n"},
		{use: "evaluation", writer: "local", grader: "claude-haiku-4-5", families: "house\tlocal\t\tclaude:taught\n", err: "local was taught by claude"},
		{use: "evaluation", writer: "local", grader: "claude-haiku-4-5", families: "house\n", err: "families.tsv:1: a line of the table has 2 to 7 columns"},
	} {
		files := kinProject(c.use, c.writer, c.grader)
		if c.families != "" {
			files["families.tsv"] = c.families
		}
		p, probs := Load(goodOptions(files))
		var errs, warns string
		for _, q := range probs {
			if q.Warning {
				warns += q.String() + "\n"
			} else {
				errs += q.String() + "\n"
			}
		}
		if (errs == "") != (c.err == "") || !strings.Contains(errs, c.err) || (warns == "") != (c.warn == "" || c.err != "") && c.err == "" || !strings.Contains(warns, c.warn) {
			t.Errorf("%+v:\nerrors %swarnings %s", c, errs, warns)
		}
		if (p == nil) != (c.err != "") {
			t.Errorf("%+v: plan %v", c, p != nil)
		}
	}
	opt := goodOptions(kinProject("evaluation", "gpt-5-mini", "gpt-4o"))
	opt.RelatedWarns = true
	if p := mustLoad(t, opt); len(p.Warnings) != 1 || len(Judgings(p)) != 1 || !Judgings(p)[0].InTheWay() {
		t.Errorf("got %v, %+v", p.Warnings, Judgings(p))
	}
}

// A judge judges all who worked upstream of it, whatever they did there; judges
// before it wrote nothing, and who works in its own stage is told and not in the way.
func TestJudgings(t *testing.T) {
	model := func(name, id string) plan.Model { return plan.Model{Name: name, ID: id} }
	p := &plan.Plan{
		Models: []plan.Model{
			model("user", "gpt-5"), model("target", "llama3"), model("first", "qwen3"), model("second", "gpt-4o"), model("aside", "gpt-4o"),
		},
		Stages: []plan.Stage{
			{Name: "talks", From: []string{"seeds"}, Needs: plan.Needs{
				Models: []string{"user", "target", "first"},
				Roles:  []plan.Role{{Model: "user", As: plan.AsUser}, {Model: "target", As: plan.AsSystem}, {Model: "first", As: plan.AsJudge}},
			}},
			{Name: "other", From: []string{"seeds"}, Needs: plan.Needs{Models: []string{"aside"}}},
			{Name: "one", From: []string{"talks"}, Needs: plan.Needs{Models: []string{"first"}, Roles: []plan.Role{{Model: "first", As: plan.AsJudge}}}},
			{Name: "two", From: []string{"one"}, Needs: plan.Needs{
				Models: []string{"second"}, Roles: []plan.Role{{Model: "second", As: plan.AsJudge}}, Related: "no other reads Welsh",
			}},
		},
	}
	var got []string
	for _, j := range Judgings(p) {
		s := j.Stage + ": " + j.Judge + " " + string(j.Relation) + " to " + j.Model + ", " + string(j.As) + " in " + j.In
		if j.Within {
			s += ", within"
		}
		if j.InTheWay() {
			s += ", in the way"
		}
		got = append(got, s)
	}
	want := `talks: first independent to user, user in talks, within
talks: first independent to target, system in talks, within
one: first independent to user, user in talks
one: first independent to target, system in talks
two: second family to user, user in talks
two: second independent to target, system in talks`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
}

func TestDemand(t *testing.T) {
	files := goodFiles()
	files["seedbed.yaml"] += "demand: {judge_test: {accuracy: \">= 0.8\", position: '<= 5%'}}\n"
	p := mustLoad(t, goodOptions(files))
	if d := p.Demand.JudgeTest; len(d) != 2 || d[0] != (plan.JudgeDemand{Test: "accuracy", Claim: ">= 0.8"}) {
		t.Errorf("got %+v", d)
	}
	files["seedbed.yaml"] = strings.Replace(files["seedbed.yaml"], "accuracy: \">= 0.8\", position: '<= 5%'", "acuracy: '>= 0.8', length: about 3", 1)
	_, probs := Load(goodOptions(files))
	if s := probs.Error(); !strings.Contains(s, `did you mean "accuracy"?`) || !strings.Contains(s, `"about 3" is no demand`) {
		t.Error(s)
	}
	files["seedbed.yaml"] = strings.Replace(goodRecipe, "{judge: {from: hints, model: grader, rubric: rubrics/hint.yaml}}", "{keep: {from: hints}}", 1) +
		"demand: {judge_test: {accuracy: '>= 0.8'}}\n"
	if _, probs := Load(goodOptions(files)); !strings.Contains(probs.Error(), "demands something of its judges and has none") {
		t.Error(probs)
	}
}
