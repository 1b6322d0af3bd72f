package recipe

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seedbed.dev/seedbed"
)

func TestParseRubric(t *testing.T) {
	r, probs := ParseRubric("rubrics/hint.yaml", []byte(goodRubric))
	if len(probs) > 0 {
		t.Fatal(probs)
	}
	want := &seedbed.Rubric{
		Name: "hint", Revision: digest([]byte(goodRubric)), Task: "Judge a hint.",
		Criteria: []seedbed.Criterion{
			{
				Name: "gives_away", Question: "How much of the answer does it give away?", Kind: seedbed.Scale, Min: 1, Max: 7,
				Anchors: []seedbed.Anchor{{Value: "1", Words: "nothing"}, {Value: "7", Words: "all of it"}},
			},
			{Name: "helpful", Question: "Does it help?", Kind: seedbed.YesNo},
			{
				Name: "tone", Question: "How does it sound?", Kind: seedbed.Choice, Choices: []string{"kind", "neutral", "harsh"},
				Anchors: []seedbed.Anchor{{Value: "harsh", Words: "would hurt"}},
			},
		},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
}

func TestRubricForms(t *testing.T) {
	for _, scale := range []string{"1-7", "'1 to 7'", "1..7", "1–7", "0-1", "-3..3", "-3 - 3", "0-999"} {
		c := criterionOf(t, "scale: "+scale)
		if c.Kind != seedbed.Scale || c.Min >= c.Max {
			t.Errorf("%s: %+v", scale, c)
		}
	}
	c := criterionOf(t, "scale: 1-3, anchors: {3: good, 2: so-so, 1: bad}")
	if got := c.Anchors[0].Value + c.Anchors[1].Value + c.Anchors[2].Value; got != "123" {
		t.Error(got)
	}
	if c := criterionOf(t, "yes_no: true, anchors: {yes: it is, No: it is not}"); len(c.Anchors) != 2 || c.Anchors[1].Value != "no" {
		t.Errorf("%+v", c)
	}
}

// criterionOf parses a criterion and accepts missing anchors alone.
func criterionOf(t *testing.T, form string) seedbed.Criterion {
	t.Helper()
	r, probs := ParseRubric("r.yaml", []byte("task: t\ncriteria: {x: {ask: a, "+form+"}}"))
	for _, p := range probs {
		if !strings.Contains(p.Message, "needs words at both ends") {
			t.Errorf("%s: %v", form, p)
		}
	}
	return r.Criteria[0]
}

func TestRubricProblems(t *testing.T) {
	for src, want := range map[string]string{
		"":                          `r.yaml:1: "task" is missing: what is judged, in the words shown to judges and raters`,
		"task: t\n":                 `"criteria" is missing: the questions, by their names; add criteria:`,
		"task: t\ncriteria: {}":     `r.yaml:2:11: the rubric asks nothing`,
		"task: ''\ncriteria: {}":    `"task" is missing`,
		"task: t\ncriteria: [a]":    `want a map, got a list`,
		"task: t\ncriteria: {x: y}": `"x": want a map, got text "y"`,
		"task: t\ncriteria: {A b: {ask: q, yes_no: true}}":                             `"A b" is not; write a_b`,
		"task: t\ncriteria: {x: {yes_no: true}}":                                       `"ask" is missing: the question`,
		"task: t\ncriteria: {x: {ask: q}}":                                             `r.yaml:2:12: criterion "x" does not say how it is answered; add scale: 1-7, yes_no: true or choice: [...]`,
		"task: t\ncriteria: {x: {ask: q, yes_no: false}}":                              `does not say how it is answered`,
		"task: t\ncriteria: {x: {ask: q, yes_no: true, scale: 1-7}}":                   `criterion "x" is answered in 2 ways: scale, yes_no; keep one`,
		"task: t\ncriteria: {x: {ask: q, scale: seven}}":                               `"seven" is not a scale; write its two ends: scale: 1-7`,
		"task: t\ncriteria: {x: {ask: q, scale: 7}}":                                   `"7" is not a scale`,
		"task: t\ncriteria: {x: {ask: q, scale: 7-1}}":                                 `scale 7-1 does not go up; write scale: 1-7`,
		"task: t\ncriteria: {x: {ask: q, scale: 1-100000}}":                            `has more than 1000 values`,
		"task: t\ncriteria: {x: {ask: q, scale: [1, 7]}}":                              `"scale": want text, got a list`,
		"task: t\ncriteria: {x: {ask: q, scale: 1-7, anchors: {1: a}}}":                `r.yaml:2:31: scale 1-7 needs words at both ends, so that judges and people mean the same; add anchors: {1: ..., 7: ...}`,
		"task: t\ncriteria: {x: {ask: q, scale: 1-7, anchors: {1: a, 7: b, 8: c}}}":    `r.yaml:2:58: anchor "8" is no answer of x; write a whole number from 1 to 7`,
		"task: t\ncriteria: {x: {ask: q, scale: 1-7, anchors: {1: a, 7: b, low: c}}}":  `anchor "low" is no answer of x`,
		"task: t\ncriteria: {x: {ask: q, scale: 1-7, anchors: {1: a, 7: b, 01: c}}}":   `answer 1 has two anchors`,
		"task: t\ncriteria: {x: {ask: q, scale: 1-7, anchors: {1: a, 7: ' '}}}":        `anchor "7" has no words`,
		"task: t\ncriteria: {x: {ask: q, yes_no: true, anchors: {perhaps: a}}}":        `anchor "perhaps" is no answer of x; write yes or no`,
		"task: t\ncriteria: {x: {ask: q, choice: [a]}}":                                `a choice needs two answers at least`,
		"task: t\ncriteria: {x: {ask: q, choice: [a, b, a]}}":                          `r.yaml:2:39: answer "a" is there twice; remove one`,
		"task: t\ncriteria: {x: {ask: q, choice: [a, '']}}":                            `an answer is empty`,
		"task: t\ncriteria: {x: {ask: q, choice: [small, large], anchors: {smal: a}}}": `anchor "smal" is no answer of x; did you mean "small"?`,
		"task: t\ncriteria: {x: {ask: q, yes_no: true, anchor: {yes: a}}}":             `unknown key "anchor"; did you mean "anchors"?`,
		"task: t\ncriteria: {x: {ask: q, yes_no: true}, x: {ask: q, yes_no: true}}":    `"x" is there twice`,
		"task: [": `not YAML`,
	} {
		_, probs := ParseRubric("r.yaml", []byte(src))
		if !strings.Contains(probs.Error(), want) {
			t.Errorf("%q: got %s, want %s", src, probs, want)
		}
	}
}

func FuzzParseRubric(f *testing.F) {
	f.Add([]byte(goodRubric))
	for _, s := range []string{"", "task: t\ncriteria: {x: {ask: q, scale: 1-7, anchors: {1: a}}}", "criteria: {x: {scale: -9..-1, choice: x, yes_no: yes}}", "[", "criteria: {? : }"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, probs := ParseRubric("r.yaml", data)
		_ = probs.Error()
		if len(probs) > 0 {
			return
		}
		for _, c := range r.Criteria {
			ok := c.Kind == seedbed.YesNo || c.Kind == seedbed.Choice && len(c.Choices) > 1 || c.Kind == seedbed.Scale && c.Min < c.Max && len(c.Anchors) > 1
			if !ok || !identifier.MatchString(c.Name) || c.Question == "" {
				t.Errorf("%+v", c)
			}
		}
		if len(r.Criteria) == 0 {
			t.Error("nothing is asked, and nothing is wrong")
		}
	})
}

func TestRubricExamples(t *testing.T) {
	c := criterionOf(t, "scale: 1-7, anchors: {1: a, 7: b}, examples: [{text: It is 18., value: 7, because: it states it}, {text: \"Count.\\nThen add.\", value: ' 1 '}]")
	want := []seedbed.RubricExample{{Text: "It is 18.", Value: "7", Because: "it states it"}, {Text: "Count.\nThen add.", Value: "1"}}
	if diff := cmp.Diff(want, c.Examples); diff != "" {
		t.Error(diff)
	}
	if c := criterionOf(t, "yes_no: true, examples: [{text: a, value: true}]"); c.Examples[0].Value != "yes" {
		t.Errorf("%+v", c)
	}
	if c := criterionOf(t, "ranking: true"); c.Kind != seedbed.Ranking {
		t.Errorf("%+v", c)
	}
	for form, want := range map[string]string{
		"scale: 1-7, examples: [{text: a, value: 8}]":                                    `r.yaml:2:64: "8" is no answer of x; write a whole number from 1 to 7`,
		"yes_no: true, examples: [{text: a, value: perhaps}]":                            `"perhaps" is no answer of x; write yes or no`,
		"yes_no: true, examples: [{value: yes}]":                                         `"text" is missing: the text`,
		"yes_no: true, examples: [{text: a}]":                                            `"value" is missing: the answer that it is to get`,
		"yes_no: true, examples: [{text: ' ', value: yes}]":                              `the example has no text`,
		"yes_no: true, examples: [a]":                                                    `want a map, got text "a"`,
		"ranking: true, examples: [{text: a, value: b}]":                                 `"b" is no answer of x; take it out`,
		"ranking: true, anchors: {1: a}":                                                 `anchor "1" is no answer of x; take it out`,
		"ranking: true, yes_no: true":                                                    `answered in 2 ways: yes_no, ranking`,
		"yes_no: true, examples: [" + strings.Repeat("{text: a, value: yes},", 51) + "]": `50 examples at the most`,
	} {
		_, probs := ParseRubric("r.yaml", []byte("task: t\ncriteria: {x: {ask: a, "+form+"}}"))
		if !strings.Contains(probs.Error(), want) {
			t.Errorf("%s: got %s, want %s", form, probs, want)
		}
	}
}

// A rubric that a model drafted is used only when a person has accepted it.
func TestRubricDrafts(t *testing.T) {
	const from = "drafted_by: gpt-5\n"
	for head, want := range map[string]string{
		"":                                "",
		from:                              "rubrics/hint.yaml:1:13: the rubric was drafted by gpt-5 and nobody has accepted it; read it, mend it, then: seedbed accept rubrics/hint.yaml --as NAME",
		from + "accepted_by: ' '\n":       "nobody has accepted it",
		from + "accepted_by: Ana Souza\n": "",
		"accepted_by: Ana Souza\n":        "",
		"drafted_by: [a]\n":               "want text, got a list",
	} {
		files := goodFiles()
		files["rubrics/hint.yaml"] = head + goodRubric
		p, probs := Load(goodOptions(files))
		if (p != nil) != (want == "") || !strings.Contains(probs.Error(), want) {
			t.Errorf("%q: got %v, %s, want %s", head, p != nil, probs, want)
		}
	}
}
