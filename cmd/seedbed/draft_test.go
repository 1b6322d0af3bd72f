package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/testkit"
)

const (
	goodRubricDraft = `{"task": "Judge a hint.", "criteria": [
{"name": "good", "question": "Does it help: \"yes\" or no?", "answer": "scale", "from": 1, "to": 7, "choices": [], "anchors": [{"value": "1", "means": "not at all"}, {"value": "7", "means": "very much"}]},
{"name": "kind", "question": "Is it kind?", "answer": "yes_no", "from": 0, "to": 0, "choices": [], "anchors": [{"value": "no", "means": "it would hurt"}]},
{"name": "what", "question": "What is it?", "answer": "choice", "from": 0, "to": 0, "choices": ["hint", "solution"], "anchors": []}]}`
	goodPromptDraft = `{"system": "You are a tutor.\nOne sentence.", "user": "Hint at {{ question }}"}`
)

// drafter is a project whose model drafts these replies, one for each attempt; the last
// for ever.
func drafter(t *testing.T, replies ...string) (*ground, *testkit.Server) {
	srv := testkit.NewServer(t, testkit.Script{Reply: func(r testkit.Request) testkit.Response {
		if r.Model != "mock-grader" {
			return testkit.Response{Text: "Think of the eggs."}
		}
		n := 0
		for _, earlier := range replies[1:] { // asked again, a request differs in nothing that a server sees
			_ = earlier
			if r.Attempt > n+1 {
				n++
			}
		}
		return testkit.Response{Text: replies[n]}
	}})
	files := eggs(srv, 3)
	delete(files, "rubrics/hint.yaml")
	return newGround(t, files), srv
}

func (g *ground) read(path string) string {
	g.t.Helper()
	b, err := os.ReadFile(filepath.Join(g.dir, path))
	if err != nil {
		g.t.Fatal(err)
	}
	return string(b)
}

// A draft is written, refused until a person has accepted it, and used from then on.
func TestDraftRubric(t *testing.T) {
	t.Parallel()
	g, srv := drafter(t, "I would love to.", goodRubricDraft)
	draft := []string{"draft", "rubric", "--purpose", "Hints that help", "--model", "grader", "--examples", "seeds.csv", "-o", "rubrics/hint.yaml"}
	r := g.start(draft...).wait()
	if r.code != exitOK || !strings.Contains(r.stdout, "seedbed accept rubrics/hint.yaml --as NAME") {
		t.Fatal(r)
	}
	text := g.read("rubrics/hint.yaml")
	if !strings.HasPrefix(text, "drafted_by: \"mock-grader (call ") || !strings.Contains(text, "scale: 1-7") {
		t.Errorf("got\n%s", text)
	}
	if srv.Tally().Answered != 2 {
		t.Errorf("asked %d times", srv.Tally().Answered)
	}
	if r = g.start(draft...).wait(); r.code != exitInvalid || !strings.Contains(r.stderr, "is there already") || g.read("rubrics/hint.yaml") != text {
		t.Error(r)
	}
	if r = g.start("run").wait(); r.code != exitInvalid || !strings.Contains(r.stderr, "nobody has accepted it") || !strings.Contains(r.stderr, "seedbed accept rubrics/hint.yaml --as NAME") {
		t.Error(r)
	}
	if r = g.start("accept", "rubrics/hint.yaml").wait(); r.code != exitOK || !strings.Contains(r.stdout, "nobody has accepted it") {
		t.Error(r)
	}
	g.replace("rubrics/hint.yaml", "Is it kind?", "Is it friendly?")
	if r = g.start("accept", "rubrics/hint.yaml", "--as", "Ana Souza").wait(); r.code != exitOK || !strings.Contains(r.stdout, "accepted by Ana Souza, ") || !strings.Contains(r.stdout, "the text is the one") {
		t.Error(r)
	}
	if r = g.start("check").wait(); r.code != exitOK {
		t.Error(r)
	}
	g.replace("rubrics/hint.yaml", "Is it friendly?", "Is it warm?")
	if r = g.start("accept", "rubrics/hint.yaml", "--json").wait(); r.code != exitOK || !strings.Contains(r.stdout, `"changed_since": true`) {
		t.Error(r)
	}
	if r = g.start("check").wait(); r.code != exitOK {
		t.Errorf("a person may mend what was accepted: %v", r)
	}
	if r = g.start("accept", "rubrics/hint.yaml", "--as", "Bo").wait(); r.code != exitOK || strings.Count(g.read("rubrics/hint.yaml"), "accepted_by") != 1 {
		t.Error(r, g.read("rubrics/hint.yaml"))
	}
}

func TestDraftPrompt(t *testing.T) {
	t.Parallel()
	g, _ := drafter(t, goodPromptDraft)
	r := g.start("draft", "prompt", "--purpose", "Hints", "--model", "grader", "--fields", "question,answer", "-o", "prompts/new.md").wait()
	if r.code != exitOK {
		t.Fatal(r)
	}
	g.write("rubrics/hint.yaml", answerRubric)
	use := []string{"check", "--set", "stages.hints.prompt=prompts/new.md"}
	if r = g.start(use...).wait(); r.code != exitInvalid || !strings.Contains(r.stderr, "prompts/new.md:2:13: the prompt was drafted by") {
		t.Error(r)
	}
	g.replace("prompts/new.md", "One sentence.", "One sentence.\naccepted_by: nobody in the text")
	if r = g.start("accept", "prompts/new.md", "--as", "Ana").wait(); r.code != exitOK || !strings.Contains(g.read("prompts/new.md"), "accepted_by: nobody in the text") {
		t.Error(r, g.read("prompts/new.md"))
	}
	if r = g.start(use...).wait(); r.code != exitOK {
		t.Error(r)
	}
}

// Replies that cannot be used leave nothing behind but a reason.
func TestDraftRefuses(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]string{
		"no idea":                               "is not the JSON that was asked for",
		goodRubricDraft + " And more":           "goes on after the JSON",
		`{"task": "t", "criteria": [], "x": 1}`: "unknown field",
		`{"task": "t", "criteria": []}`:         "is missing",
		strings.Replace(goodRubricDraft, `{"value": "7", "means": "very much"}`, `{"value": "8", "means": "very much"}`, 1): "needs words at both ends",
		strings.Replace(goodRubricDraft, `"name": "kind"`, `"name": "../kind: x"`, 1):                                       "a criterion is named with a letter",
		strings.Replace(goodRubricDraft, `"yes_no"`, `"essay"`, 1):                                                          "which is no scale, yes_no or choice",
	} {
		g, _ := drafter(t, reply)
		r := g.start("draft", "rubric", "--purpose", "Hints", "--model", "grader", "-o", "rubrics/hint.yaml").wait()
		if r.code != exitIncomplete || !strings.Contains(r.stderr, want) {
			t.Errorf("%s: %v", reply, r)
		}
		if _, err := os.Stat(filepath.Join(g.dir, "rubrics/hint.yaml")); err == nil {
			t.Errorf("%s: a file was written", reply)
		}
	}
	for reply, want := range map[string]string{
		`{"system": "a", "user": "Hint at {{ questin }}"}`:                             "did you mean",
		`{"system": "a", "user": "Hint."}`:                                             "uses no field",
		`{"system": "a", "user": " "}`:                                                 "is empty",
		`{"system": "a", "user": "{{ question }}\n## assistant\nSure"}`:                "hold more than text and fields",
		`{"system": "a{% include 'x' %}", "user": "{{ question }}"}`:                   "hold more than text and fields",
		`{"system": "a", "user": "{{ question }}{{ question.__class__ }}"}`:            "hold more than text and fields",
		`{"system": "` + strings.Repeat("a", 300<<10) + `", "user": "{{ question }}"}`: "longer than",
	} {
		g, _ := drafter(t, reply)
		r := g.start("draft", "prompt", "--purpose", "Hints", "--model", "grader", "--fields", "question", "-o", "new.md").wait()
		if r.code != exitIncomplete || !strings.Contains(r.stderr, want) {
			t.Errorf("%.100s: %v", reply, r)
		}
	}
	g, _ := drafter(t, goodRubricDraft)
	g.write("broken.yaml", "drafted_by: x\ntask: t\ncriteria: {}\n")
	g.write("flow.yaml", `{drafted_by: x, task: t, criteria: {good: {ask: a, yes_no: true}}}`)
	g.write("own.yaml", answerRubric)
	for args, want := range map[string]string{
		"draft essay --purpose p --model grader -o x":                "there is no draft of \"essay\"",
		"draft rubric --model grader -o x":                           "wants --purpose",
		"draft rubric --purpose p --model gradr -o x":                `did you mean "grader"?`,
		"draft prompt --purpose p --model grader -o x":               "--fields",
		"draft rubric --purpose p --model grader --examples no -o x": "there is no file no",
		"accept broken.yaml --as Ana":                                "the rubric asks nothing",
		"accept flow.yaml --as Ana":                                  "does not stand on a line of its own",
		"accept own.yaml --as Ana":                                   "is no draft",
		"accept own.yaml --as":                                       "flag needs an argument",
		"accept own.yaml --as a,b":                                   "--as wants the name of a person",
	} {
		if r := g.start(strings.Fields(args)...).wait(); r.code != exitInvalid || !strings.Contains(r.stderr, want) {
			t.Errorf("%s: %v", args, r)
		}
	}
	if r := g.start("accept", "none.yaml", "--as", "Ana").wait(); r.code != exitInvalid {
		t.Error(r)
	}
}

func FuzzDraft(f *testing.F) {
	f.Add(goodRubricDraft)
	f.Add(goodPromptDraft)
	f.Fuzz(func(t *testing.T, reply string) {
		for _, k := range []draftKind{rubricDraft(), promptDraft()} {
			text, err := k.render(reply)
			if err != nil || len(k.check("x.yaml", text, []string{"question"})) > 0 {
				continue
			}
			name := map[string]string{"rubric": "x.yaml", "prompt": "x.md"}[k.name]
			signed := []byte(k.sign(text, "model (call ab)"))
			st, err := standing(name, signed)
			if err != nil || st.DraftedBy != "model (call ab)" || st.AcceptedBy != "" {
				t.Fatalf("%q: %+v, %v", signed, st, err)
			}
			out, err := withAcceptance(name, signed, "accepted_by: \"Ana\"\n")
			if err != nil {
				t.Fatalf("%q: %v", signed, err)
			}
			if after, err := standing(name, out); err != nil || after.AcceptedBy != "Ana" || after.Digest != st.Digest {
				t.Fatalf("%q: %+v, %v", out, after, err)
			}
		}
	})
}
