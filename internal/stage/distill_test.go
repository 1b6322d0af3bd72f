package stage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

const distillHead = "model: writer\nprompt: solve.md\n"

// distillRig has a teacher that answers by the number of the sample.
func distillRig(texts ...string) *sourceRig {
	return &sourceRig{
		kind: Distill(), from: true, input: seedbed.Schema{Fields: []seedbed.FieldType{{Name: "question", Type: seedbed.TypeText}, {Name: "answer", Type: seedbed.TypeText}}},
		files: map[string]string{"solve.md": "Solve: {{ question }}", "bad.md": "{{ qestion }}", "same.md": "Solve it."},
		plan:  plan.Plan{Use: "training", Models: []plan.Model{{Name: "writer", ID: "w", License: "MIT"}}},
		model: &generateModel{answer: func(r seedbed.Request) (seedbed.Reply, error) {
			return text2reply(texts[r.Copy%len(texts)])
		}},
	}
}

func (g *sourceRig) one(t testing.TB, yaml string) seedbed.Record {
	t.Helper()
	st, err := g.make(t, yaml)
	if err != nil || len(g.problems) > 0 {
		t.Fatal(err, g.problems)
	}
	out, err := st.Process(t.Context(), redteamSeed(3, seedbed.Field{Name: "question", Value: "1+1?"}, seedbed.Field{Name: "answer", Value: "gold"}))
	if err != nil || len(out) != 1 {
		t.Fatal(out, err)
	}
	return out[0]
}

func TestDistillKeepsTheMajority(t *testing.T) {
	defer goleak.VerifyNone(t)
	g := distillRig("So #### 42", "Hence\n####\n\n $42.00.", "#### 41", "no mark", "therefore #### **42**")
	r := g.one(t, distillHead+"answer: {after: \"####\"}")
	f := r.Fields.Map()
	if f["solution"] != "So #### 42" || f["final_answer"] != "42" || f["agreement"] != .6 || f["answer"] != "gold" || len(f["flags"].([]any)) != 0 {
		t.Errorf("%v", f)
	}
	samples := f["samples"].([]any)
	if len(samples) != 5 || samples[3].(map[string]any)["reason"] != reasonUnread || samples[3].(map[string]any)["answer"] != nil || samples[2].(map[string]any)["answer"] != "41" {
		t.Errorf("%v", samples)
	}
	if !r.Live() || r.Origin != seedbed.OriginGenerated || r.Lineage.Depth != 1 || len(r.Lineage.Calls) != 5 || r.Lineage.Source != "seeds" {
		t.Errorf("%+v", r)
	}
	if samples[0].(map[string]any)["call"] != r.Lineage.Calls[0].String() {
		t.Errorf("the first sample is not the first call")
	}
	if want := (plan.Role{Model: "writer", As: plan.AsWriter}); !slices.Contains(g.needs.Roles, want) {
		t.Errorf("roles %v", g.needs.Roles)
	}
}

func TestDistillFlags(t *testing.T) {
	for _, tc := range []struct {
		texts []string
		yaml  string
		flags []any
	}{
		{[]string{"a", "a", "a", "b", "b"}, "", []any{flagContested}},
		{[]string{"a", "a", "b", "b", "c"}, "", []any{flagUncertain, flagContested}},
		{[]string{"a", "a", "b", "c", "d"}, "contested: 10%", []any{flagUncertain}},
		{[]string{"a", "a", "a", "a", "b"}, "", []any{}},
		{[]string{"a", "a", "a", "a", "b"}, "agree: 90%", []any{flagUncertain}},
		{[]string{"a"}, "samples: 1", []any{}},
		{[]string{"a", "", ""}, "samples: 3", []any{flagUncertain}},
	} {
		r := distillRig(tc.texts...).one(t, distillHead+tc.yaml)
		got, _ := r.Fields.Get("flags")
		if fmt.Sprint(got) != fmt.Sprint(tc.flags) {
			t.Errorf("%v %s: %v, want %v", tc.texts, tc.yaml, got, tc.flags)
		}
	}
	if v, _ := distillRig("a").one(t, distillHead+"samples: 1").Fields.Get("agreement"); v != nil {
		t.Errorf("one sample agrees with itself: %v", v)
	}
}

func TestDistillLogprobs(t *testing.T) {
	g := distillRig()
	g.model.answer = func(r seedbed.Request) (seedbed.Reply, error) {
		if r.Params.Logprobs != 1 {
			t.Errorf("logprobs %d", r.Params.Logprobs)
		}
		tokens := []seedbed.TokenLogprob{{Token: "a", Logprob: -float64(5 - r.Copy)}, {Token: "b", Logprob: -1}}
		if r.Copy == 4 {
			tokens = nil
		}
		return seedbed.Reply{Text: fmt.Sprintf("text %d: yes", r.Copy), Logprobs: tokens}, nil
	}
	f := g.one(t, distillHead+"logprobs: true\nleast_logprob: -1.2\nanswer: {pattern: \": (\\\\w+)\"}").Fields.Map()
	if f["solution"] != "text 3: yes" || f["logprob"] != -1.5 || f["final_answer"] != "yes" || fmt.Sprint(f["flags"]) != "[uncertain]" {
		t.Errorf("%v", f)
	}
	g.model.answer = func(seedbed.Request) (seedbed.Reply, error) { return text2reply("yes") }
	if f = g.one(t, distillHead+"logprobs: true\nleast_logprob: -1.2").Fields.Map(); f["logprob"] != nil || fmt.Sprint(f["flags"]) != "[]" {
		t.Errorf("%v", f)
	}
}

func TestDistillReadsJSON(t *testing.T) {
	f := distillRig(`{"answer": 7, "why": "so"}`, `I think {"answer": "7.0"}`, `{"answer": 8}`).one(t, distillHead+"samples: 3\nanswer: {field: answer, as: number}").Fields.Map()
	if f["number"] != "7" || f["agreement"] != 2.0/3 || f["solution"] != `{"answer": 7, "why": "so"}` {
		t.Errorf("%v", f)
	}
}

func TestDistillBreaks(t *testing.T) {
	g := distillRig("nothing", "here")
	r := g.one(t, distillHead+"answer: {after: \"####\"}")
	if r.Live() || r.Decision.Reason != reasonUnread || len(r.Fields.Map()["samples"].([]any)) != 5 || r.Fields.Text("solution") != "" {
		t.Errorf("%+v", r)
	}
	g.model.answer = func(seedbed.Request) (seedbed.Reply, error) {
		return seedbed.Reply{Finish: seedbed.FinishRefusal, Refusal: "no"}, nil
	}
	if r = g.one(t, distillHead); r.Live() || r.Decision.Reason != reasonRefused {
		t.Errorf("%+v", r)
	}
	g.model.answer = func(q seedbed.Request) (seedbed.Reply, error) {
		if q.Copy == 3 {
			return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient, Message: "down"}
		}
		return text2reply("a")
	}
	lost := g.one(t, distillHead)
	if lost.Decision.State != seedbed.Failed || lost.Decision.Reason != reasonNoAnswer {
		t.Errorf("%+v", lost)
	}
	g.model.answer = func(seedbed.Request) (seedbed.Reply, error) { return text2reply("a") }
	if r = g.one(t, distillHead); r.ID == lost.ID || !r.Live() {
		t.Errorf("%+v", r)
	}
	g.model.answer = func(seedbed.Request) (seedbed.Reply, error) {
		return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Permanent, Message: "wrong key"}
	}
	st, _ := g.make(t, distillHead)
	if _, err := st.Process(t.Context(), redteamSeed(3, seedbed.Field{Name: "question", Value: "x"})); err == nil || !strings.Contains(err.Error(), "wrong key") {
		t.Errorf("%v", err)
	}
	if out, err := st.Process(t.Context(), redteamSeed(3)); err != nil || out[0].Decision.Reason != reasonUnfilled {
		t.Errorf("%v %v", out, err)
	}
}

func TestDistillLicence(t *testing.T) {
	for license, forbids := range map[string]bool{
		"MIT": false, "Apache-2.0": false, "": false, "CC-BY-4.0": false, "synchronous": false,
		"CC-BY-NC-4.0": true, "cc_by_nc_sa": true, "proprietary; no training of competing models": true, "Non-commercial use": true,
		"Output may not be used to train other models": true, "research only": true,
	} {
		for _, use := range []string{"training", "evaluation", ""} {
			g := distillRig("a")
			g.plan.Models[0].License, g.plan.Use = license, use
			_, _ = g.make(t, distillHead) // what is wrong is in problems
			if (len(g.problems) > 0) != (forbids && use == "training") {
				t.Errorf("%q, for %q: %v", license, use, g.problems)
			}
			if warned := len(g.warnings) > 0; warned != (forbids && use != "training" || license == "") {
				t.Errorf("%q, for %q: %q", license, use, g.warnings)
			}
		}
		if !forbids {
			continue
		}
		g := distillRig("a")
		g.plan.Models[0].License = license
		if _, err := g.make(t, distillHead+"license_because: our agreement of 3 May allows it"); err != nil {
			t.Fatal(err)
		}
		if len(g.problems)+len(g.warnings) > 0 || len(g.needs.Notes) != 1 || !strings.Contains(g.needs.Notes[0], "3 May") {
			t.Errorf("%q: %v %q %q", license, g.problems, g.warnings, g.needs.Notes)
		}
	}
}

func TestDistillSaysWhatIsWrong(t *testing.T) {
	for yaml, want := range map[string]string{
		"model: gone\nprompt: solve.md":                  "no model gone",
		"model: writer\nprompt: gone.md":                 "does not exist",
		"model: writer\nprompt: bad.md":                  "qestion",
		distillHead + "answer: {after: x, field: y}":     "several ways",
		distillHead + "answer: {pattern: \"(\"}":         "cannot be read",
		distillHead + "field: samples":                   "makes itself",
		distillHead + "answer: {as: solution}":           "makes already",
		distillHead + "least_logprob: -1":                "not asked for",
		distillHead + "least_logprob: 1\nlogprobs: true": "above 0",
		distillHead + "samples: 0":                       "samples",
	} {
		g := distillRig("a")
		if _, err := g.make(t, yaml); err != nil || !strings.Contains(g.problems.Error(), want) {
			t.Errorf("%s: %v, want %q", yaml, g.problems, want)
		}
	}
	for yaml, want := range map[string]string{
		distillHead + "params: {temperature: 0}": "at temperature 0",
		"model: writer\nprompt: same.md":         "share their replies",
		distillHead + "field: answer":            "takes the place",
	} {
		g := distillRig("a")
		if _, err := g.make(t, yaml); err != nil || !strings.Contains(strings.Join(g.warnings, " "), want) {
			t.Errorf("%s: %q, want %q", yaml, g.warnings, want)
		}
	}
	g := distillRig("a")
	g.from = false
	if g.make(t, distillHead); !strings.Contains(g.problems.Error(), "nothing comes in") {
		t.Errorf("%v", g.problems)
	}
	g.from = true
	if g.make(t, distillHead); g.needs.Estimate(plan.Flow{Rows: 10, Bytes: 40}).Calls[0].Calls != 50 {
		t.Errorf("%+v", g.needs.Estimate(plan.Flow{Rows: 10}))
	}
	if schema, err := config.JSONSchema("x", "distill", Distill().Doc, Distill().Config()); err != nil || len(schema) < 100 {
		t.Errorf("%s, %v", schema, err)
	}
}

func TestAnswerKeys(t *testing.T) {
	for _, same := range [][]string{
		{"42", "42.0", "$42.", " **42** ", "\"42\"", "42,", "€ 42", "(42)"},
		{"1,000", "1000", "1000.00"},
		{"42%", "42 %", "42.0%."},
		{"-3", "-3.0"},
		{"Paris", "paris.", "“Paris”", " PARIS "},
		{"the  Nile", "The Nile."},
		{"yes"},
		{"3"},
		{"1/2"},
		{"-1/2"},
		{"x+1"},
		{"x-1"},
		{"5!"},
		{"42 apples"},
		{"4 or 5"},
		{".5", "0.5"},
		{"?"},
		{"B18"},
	} {
		for _, s := range same {
			if answerKey(s) != answerKey(same[0]) || answerKey(s) == "" {
				t.Errorf("%q is %q, %q is %q", s, answerKey(s), same[0], answerKey(same[0]))
			}
		}
	}
	different := []string{"42", "-42", "42%", "42 apples", "42 pears", "5!", "5", "x+1", "x-1", "1/2", "-1/2", "12", "?", "!", "B18", "18"}
	for i, a := range different {
		for _, b := range different[:i] {
			if answerKey(a) == answerKey(b) {
				t.Errorf("%q and %q are both %q", a, b, answerKey(a))
			}
		}
	}
}

// The order of the samples changes neither the agreement nor, where there is no tie,
// the answer.
func TestTallyIsFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 1, 9).Draw(t, "keys")
		samples := make([]distillSample, len(keys))
		for i, k := range keys {
			samples[i] = distillSample{key: k, answer: k}
		}
		one := tally(samples)
		slices.Reverse(samples)
		two := tally(samples)
		if one.votes != two.votes || one.second != two.second || one.answered != two.answered || (one.best < 0) != (two.best < 0) {
			t.Fatalf("%+v and %+v", one, two)
		}
		if one.best >= 0 && one.votes > one.second && samples[two.best].key != keys[one.best] {
			t.Fatalf("%q and %q", samples[two.best].key, keys[one.best])
		}
		if one.votes < one.second || one.votes+one.second > len(keys) {
			t.Fatalf("%+v", one)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add("so #### 42\n", "####")
	f.Add("####\x00\xff", "")
	f.Add("1,000,00.-%", "%")
	f.Fuzz(func(t *testing.T, s, mark string) {
		a := answerAfter(s, mark)
		if strings.Contains(a, "\n") || !strings.Contains(s, a) {
			t.Fatalf("%q of %q", a, s)
		}
		if answerKey(a) != answerKey("\""+a+"\".") && answerKey(a) != "" && strings.Trim(a, answerEnds) != "" {
			t.Fatalf("%q is %q, and in quotes %q", a, answerKey(a), answerKey("\""+a+"\"."))
		}
	})
}

func BenchmarkDistill(b *testing.B) {
	g := distillRig("Some steps lead there. #### 42", "And #### 41")
	st, err := g.make(b, distillHead+"answer: {after: \"####\"}")
	if err != nil {
		b.Fatal(err)
	}
	rec := redteamSeed(3, seedbed.Field{Name: "question", Value: "1+1?"})
	for b.Loop() {
		if _, err := st.Process(b.Context(), rec); err != nil {
			b.Fatal(err)
		}
		g.model.reqs = g.model.reqs[:0]
	}
}
