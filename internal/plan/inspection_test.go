package plan

import (
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
)

func TestParseClaim(t *testing.T) {
	for text, want := range map[string]InspectionClaim{
		"defects <= 5%":                   {Kind: ShareOfDefects, Limit: .05},
		" defects < .02 ":                 {Kind: ShareOfDefects, Limit: .02},
		"defects ≤ 0.5 %":                 {Kind: ShareOfDefects, Limit: .005},
		"judge within .05":                {Kind: JudgeWithin, Limit: .05},
		"judge scored within 5%":          {Kind: JudgeWithin, Limit: .05, Judge: "scored"},
		"judge scored.helpful within .05": {Kind: JudgeWithin, Limit: .05, Judge: "scored", Criterion: "helpful"},
		"every dialect seen":              {Kind: GroupsSeen, Field: "dialect", Least: 1},
		"every dialect seen 30 times":     {Kind: GroupsSeen, Field: "dialect", Least: 30},
	} {
		got, err := ParseClaim(text)
		got.Text = ""
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "defects", "defects <= 0", "defects <= 100%", "defects <= 5 percent", "defects <= 1.2.3", "judge within 1", "every dialect seen 0 times", "every dialect seen 99999999999999999999 times"} {
		if c, err := ParseClaim(text); err == nil {
			t.Errorf("%q is taken: %+v", text, c)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		c, err := ParseClaim(rapid.String().Draw(rt, "text"))
		if err == nil && c.Kind == "" {
			rt.Fatal("a claim of no kind")
		}
	})
}

func TestDefective(t *testing.T) {
	criteria := []seedbed.Criterion{
		{Name: "helpful", Kind: seedbed.Scale, Min: 1, Max: 7},
		{Name: "sound", Kind: seedbed.YesNo},
		{Name: "kind", Kind: seedbed.Choice, Choices: []string{"hint", "solution"}},
	}
	in := &Inspection{Name: "inspected", Rubric: &seedbed.Rubric{Criteria: criteria}}
	if _, err := in.Defective(nil); err == nil {
		t.Error("without a definition of defects, there are some")
	}
	var problems []expr.Problem
	in.Defect, problems = expr.Compile(`score.helpful <= 2 || !score.sound || score.kind == "solution"`, expr.EnvOf(seedbed.Schema{Criteria: criteria}), seedbed.TypeBool)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, test := range []struct {
		answers map[string]string
		want    bool
		fails   bool
	}{
		{map[string]string{"helpful": "5", "sound": "yes", "kind": "hint"}, false, false},
		{map[string]string{"helpful": "2", "sound": "yes", "kind": "hint"}, true, false},
		{map[string]string{"helpful": "5", "sound": "no", "kind": "hint"}, true, false},
		{map[string]string{"helpful": "5", "sound": "yes"}, false, true},
		{map[string]string{"helpful": "8", "sound": "yes", "kind": "hint"}, false, true},
		{map[string]string{"helpful": "5", "sound": "maybe", "kind": "hint"}, false, true},
	} {
		got, err := in.Defective(test.answers)
		if got != test.want || (err != nil) != test.fails {
			t.Errorf("%v: %v, %v", test.answers, got, err)
		}
	}
}
