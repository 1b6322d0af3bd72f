package recipe

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func TestLoadGoodRecipe(t *testing.T) {
	p, probs := Load(goodOptions(goodFiles()))
	if len(probs) > 0 {
		t.Fatal(probs)
	}
	if p.Name != "tutor-hints" || p.Use != "training" || p.Risk.Tier != "elevated" || p.Budget.USD != 5 {
		t.Errorf("%+v", p)
	}
	w := p.Model("writer")
	if w.Provider != "openai" || w.ID != "gpt-5-mini" || w.KeyVar != "OPENAI_API_KEY" || *w.Params.Temperature != .8 {
		t.Errorf("%+v", w)
	}
	if s := p.Source("questions"); s.Origin != seedbed.OriginHuman || s.License != "MIT" || s.BadRows != "error" || s.Schema.Open {
		t.Errorf("%+v", s)
	}
	kept := p.Stage("kept")
	if kept.Needs.Want != 2000 || len(kept.Output.Criteria) != 3 || len(kept.Output.Fields) != 2 {
		t.Errorf("%+v", kept)
	}
	var files []string
	for _, f := range p.Files {
		files = append(files, f.Kind+" "+f.Path)
	}
	if got := strings.Join(files, ", "); got != "recipe seedbed.yaml, prompt prompts/hint.md, rubric rubrics/hint.yaml" {
		t.Error(got)
	}
	if p.Fingerprint == (seedbed.Fingerprint{}) {
		t.Error("no fingerprint")
	}
}

func TestTenLines(t *testing.T) {
	files := goodFiles()
	files["seedbed.yaml"] = `models:
  writer: gpt-5-mini
sources:
  questions: seeds.jsonl
stages:
  hints: {write: {from: questions, model: writer, prompt: prompts/hint.md}}
`
	p, probs := Load(goodOptions(files))
	if p == nil {
		t.Fatal(probs)
	}
	if p.Name != "tutor" || p.Model("writer").KeyVar != "OPENAI_API_KEY" {
		t.Errorf("%+v", p)
	}
	want := `warning: seedbed.yaml:4:3: the origin of source "questions" is not said; taken as human; add origin: human, or perturbed, generated, simulated, label-only`
	if probs.Error() != want || len(p.Warnings) != 1 {
		t.Errorf("got %s", probs)
	}
	if p.Release.Version != "1.0.0" || len(p.Release.Formats) != 2 {
		t.Errorf("%+v", p.Release)
	}
}

// TestProblems changes one thing of a good recipe and sees what is said of it.
func TestProblems(t *testing.T) {
	for _, tc := range []struct{ name, old, new, want string }{
		{"unknown from", "from: hints", "from: hint", `seedbed.yaml:13:29: stage "scored" reads from "hint", which does not exist; did you mean "hints"?`},
		{"unknown kind", "{judge: {from", "{jugde: {from", `seedbed.yaml:13:15: unknown kind of stage "jugde"; did you mean "judge"?`},
		{"unknown top key", "purpose:", "purpos:", `seedbed.yaml:3:1: unknown key "purpos"; did you mean "purpose"?`},
		{"unknown stage key", "copies: 2", "copys: 2", `unknown key "copys"; did you mean "copies"?`},
		{"key beside kind", "copies: 2}}", "field: x}, copies: 2}", `seedbed.yaml:12:91: "copies" does not stand beside write; write it within the braces of write: {write: {copies: ...}}`},
		{"two kinds", "hints:     {write: {", "hints:     {keep: {from: questions}, write: {", `stage "hints" does several things: keep, write; make a stage of each, and chain them with from:`},
		{"no kind", "{keep:  {from: scored, when: \"score.gives_away <= 2\", want: 2000}}", "{}", `seedbed.yaml:14:3: stage "kept" does not say what it does; write kept: {write: {from: ...}}, with one of write, judge, keep`},
		{"wrong type", "copies: 2", "copies: two", `seedbed.yaml:12:88: "copies": want a whole number, got text "two"`},
		{"missing key", "model: writer, ", "", `seedbed.yaml:12:15: "model" is missing: the model that writes; add model: writer`},
		{"unknown model", "model: writer", "model: writr", `seedbed.yaml:12:47: stage "hints" calls model "writr", which does not exist; did you mean "writer"?`},
		{"no prompt file", "prompts/hint.md", "prompts/hnt.md", `reading prompts/hnt.md: there is no such file; did you mean "prompts/hint.md"?`},
		{"no seed file", "seeds.jsonl", "seed.jsonl", `seedbed.yaml:10:21: reading seed.jsonl: there is no such file; did you mean "seeds.jsonl"?`},
		{"no match", "seeds.jsonl", "data/*.jsonl", `no file matches data/*.jsonl`},
		{"bad pattern", "seeds.jsonl", "'[a'", `"[a" is not a pattern of files`},
		{"expression", "score.gives_away", "score.gives_awy", `seedbed.yaml:14:50: gives_awy is no criterion`},
		{"literal key", "$OPENAI_API_KEY", "sk-123456", `seedbed.yaml:7:54: a key is named, not written; write the name of an environment variable, $NAME; keys never go into recipes`},
		{"model url", "model: gpt-5-mini", "model: gpt-5-mini, url: 'localhost:80'", `want an address of a server; write it as http://127.0.0.1:8080/v1`},
		{"password in url", "model: gpt-5-mini", "model: x, url: 'http://a:b@c/'", `an address holds no name and password`},
		{"model unnamed", "model: gpt-5-mini, ", "", `model "writer" does not say which model it is; add model:`},
		{"exec without command", "provider: openai, model: gpt-5-mini, key: $OPENAI_API_KEY", "provider: exec", `model "writer" does not say which program it is; add command: [program, argument]`},
		{"command", "provider: openai", "provider: openai, command: x", `provider openai runs no command; write provider: exec, or remove command:`},
		{"extra", "temperature: 0.8", "extra: {model: x}", `extra cannot set "model"; remove it`},
		{"price", "temperature: 0.8", "price: {in: 1}", `the price says nothing of "out"`},
		{"provider", "provider: openai", "provider: opnai", `"provider" is "opnai", want one of openai, anthropic, http, exec; did you mean "openai"?`},
		{"model name", "  writer: {", "  my-writer: {", `seedbed.yaml:7:3: a model is named with a letter, then letters, digits and _, all small, 64 at the most; "my-writer" is not; write my_writer`},
		{"stage name", "  kept: ", "  Kept!: ", `seedbed.yaml:14:3: a stage is named with a letter, then letters, digits and _, all small, 64 at the most; "Kept!" is not; write kept`},
		{"same name", "  kept: ", "  questions: ", `a source and a stage are both named "questions"; rename one, so that from: names one thing`},
		{"twice", "from: hints,", "from: [hints, hints],", `stage "scored" reads from "hints" twice`},
		{"no from", "from: questions, ", "", `seedbed.yaml:12:15: stage "hints" reads from nothing, and write cannot start by itself; add from: with a source or a stage`},
		{"measure", "budget: 5", "measure: [duplicate]", `seedbed.yaml:15:11: unknown measure "duplicate"; did you mean "duplicates"?`},
		{"version", "seedbed: 1", "seedbed: 2", `this program knows version 1 of recipes`},
		{"name", "name: tutor-hints", "name: tutor hints", `seedbed.yaml:2:7: a name has letters, digits and - _ . alone, 100 at the most; write tutor-hints`},
		{"budget", "budget: 5", "budget: much", `seedbed.yaml:15:9: "budget": want a number, got text "much"`},
		{"budget below nothing", "budget: 5", "budget: -1", `a budget is at least 0`},
		{"release from", "release: {", "release: {from: keptt, ", `the release takes from stage "keptt", which does not exist; did you mean "kept"?`},
		{"release field", "release: {", "release: {fields: [question, txt], ", `unknown field "txt"; did you mean "text"?`},
		{"format", "[parquet, jsonl]", "[parquet, csv]", `"formats" is "csv", want one of parquet, jsonl`},
		{"origin", "origin: human", "origin: humans", `"origin" is "humans", want one of human, perturbed, generated, simulated, label-only; did you mean "human"?`},
		{"rubric", "rubrics/hint.yaml", "rubrics/none.yml", `reading rubrics/none.yml: there is no such file`},
		{"against", "want: 2000", "against: [quest]", `stage "kept" names source "quest", which does not exist; did you mean "questions"?`},
		{"stages list", "stages:\n", "stages: [\n]\nother:\n", `stages wants a map of stages by their names`},
		{"tab", "budget: 5", "budget:\n\t5", `not YAML: found character that cannot start any token; indent with spaces`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := goodFiles()
			files["seedbed.yaml"] = strings.Replace(goodRecipe, tc.old, tc.new, 1)
			if files["seedbed.yaml"] == goodRecipe {
				t.Fatal("nothing was changed")
			}
			p, probs := Load(goodOptions(files))
			if p != nil {
				t.Fatal("a plan came of it")
			}
			if !strings.Contains(probs.Error(), tc.want) {
				t.Errorf("got\n%s\nwant\n%s", probs, tc.want)
			}
			if strings.Contains(probs.Error(), "sk-123456") {
				t.Error("a key is repeated")
			}
		})
	}
}

func TestSeveralProblemsAtOnceInOrder(t *testing.T) {
	files := goodFiles()
	files["seedbed.yaml"] = strings.NewReplacer("from: hints", "from: hint", "use: training", "use: trainig", "want: 2000", "want: x").Replace(goodRecipe)
	files["rubrics/hint.yaml"] = strings.Replace(goodRubric, "    anchors: {1: nothing, 7: all of it}\n", "", 1)
	files["prompts/hint.md"] = "Hint at $questin"
	_, probs := Load(goodOptions(files))
	want := `prompts/hint.md:1:1: {{ questin }} is not a field
rubrics/hint.yaml:5:12: scale 1-7 needs words at both ends, so that judges and people mean the same; add anchors: {1: ..., 7: ...}
seedbed.yaml:4:6: "use" is "trainig", want one of training, evaluation; did you mean "training"?
seedbed.yaml:13:29: stage "scored" reads from "hint", which does not exist; did you mean "hints"?
seedbed.yaml:14:74: "want": want a whole number, got text "x"`
	if probs.Error() != want {
		t.Errorf("got\n%s\nwant\n%s", probs, want)
	}
}

func TestGraphProblems(t *testing.T) {
	head := goodRecipe[:strings.Index(goodRecipe, "stages:")]
	write := func(from string) string {
		return "{write: {from: " + from + ", model: writer, prompt: prompts/hint.md}}"
	}
	judge := func(from string) string {
		return "{judge: {from: " + from + ", model: grader, rubric: rubrics/hint.yaml}}"
	}
	for _, tc := range []struct {
		name   string
		stages []string
		want   string
		ok     bool
	}{
		{"circle", []string{"a: " + write("c"), "b: " + write("a"), "c: " + write("b")}, "seedbed.yaml:12:21: stages read from one another in a circle: a ← c ← b ← a; let one of them read from a source", false},
		{"itself", []string{"a: " + write("a")}, "in a circle: a ← a", false},
		{"two judges", []string{"a: " + write("questions"), "j: " + judge("a"), "k: {keep: {from: a}}", "m: {keep: {from: [j, k]}}"}, `stage "m" reads the records of "a" twice, through "j" and "k"; chain them: let "k" read from "j"`, false},
		{"with and without mark", []string{"a: " + write("questions"), "j: " + judge("a"), "m: {keep: {from: [a, j]}}"}, `stage "m" reads the records of "a" twice, through "a" and "j"; read from one of them; "j" holds the records of "a"`, false},
		{"same work", []string{"a: " + write("questions"), "b: " + write("questions")}, `seedbed.yaml:13:3: stages "a" and "b" do the same work on the same records; remove one; for more rows of each record, use copies:`, false},
		{"branches of different records", []string{"a: " + write("questions"), "b: " + write("a"), "m: {keep: {from: [a, b]}}"}, "", true},
		{"two ends", []string{"a: " + write("questions"), "j: {keep: {from: a, want: 1}}", "k: {keep: {from: a, want: 2}}"}, `warning: seedbed.yaml:14:3: records of "a" end in both "j" and "k"`, true},
		{"odd", []string{"a: " + write("questions"), "j: {keep: {from: a, want: 13}}"}, `warning: seedbed.yaml:13:29: 13 is an odd number`, true},
		{"any order", []string{"k: {keep: {from: a}}", "a: " + write("questions")}, "", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := goodFiles()
			files["seedbed.yaml"] = head + "stages:\n  " + strings.Join(tc.stages, "\n  ") + "\n"
			p, probs := Load(goodOptions(files))
			if (p != nil) != tc.ok || !strings.Contains(probs.Error(), tc.want) {
				t.Errorf("got\n%s\nwant\n%s", probs, tc.want)
			}
		})
	}
}

func TestStagesFollowWhatTheyRead(t *testing.T) {
	files := goodFiles()
	head := goodRecipe[:strings.Index(goodRecipe, "stages:")]
	files["seedbed.yaml"] = head + `stages:
  z: {keep: {from: c}}
  c: {write: {from: b, model: writer, prompt: prompts/hint.md}}
  a: {write: {from: questions, model: writer, prompt: prompts/hint.md, field: x}}
  b: {write: {from: questions, model: writer, prompt: prompts/hint.md}}
`
	p := mustLoad(t, goodOptions(files))
	var got []string
	for _, s := range p.Stages {
		got = append(got, s.Name)
	}
	if strings.Join(got, " ") != "a b c z" {
		t.Error(got)
	}
}

func TestEnvironment(t *testing.T) {
	opt := goodOptions(goodFiles())
	opt.Env = func(name string) (string, bool) { return " ", name == "OPENAI_API_KEY" }
	_, probs := Load(opt)
	want := `seedbed.yaml:7:54: model "writer" needs a key, and the environment variable OPENAI_API_KEY is empty; write OPENAI_API_KEY=... into the file .env, or run: export OPENAI_API_KEY=...
seedbed.yaml:8:63: model "grader" needs a key, and the environment variable ANTHROPIC_API_KEY is not set; write ANTHROPIC_API_KEY=... into the file .env, or run: export ANTHROPIC_API_KEY=...`
	if probs.Error() != want {
		t.Errorf("got\n%s", probs)
	}
	opt.Env = nil
	mustLoad(t, opt)

	local := goodFiles()
	local["seedbed.yaml"] = strings.Replace(goodRecipe, "provider: openai, model: gpt-5-mini, key: $OPENAI_API_KEY", "model: m, url: 'http://127.0.0.1:8080/v1/'", 1)
	opt = goodOptions(local)
	opt.Env = func(name string) (string, bool) { return "x", name == "ANTHROPIC_API_KEY" }
	p := mustLoad(t, opt)
	if m := p.Model("writer"); m.KeyVar != "" || m.URL != "http://127.0.0.1:8080/v1" || m.Provider != "openai" {
		t.Errorf("%+v", m)
	}
}

func TestSet(t *testing.T) {
	opt := goodOptions(goodFiles())
	opt.Set = []string{
		"models.writer.url=http://127.0.0.1:1/v1", "stages.hints.write.copies=3", "stages.kept.want=7",
		"budget={usd: 2, time: 1h}", "sources.questions.limit=9", "purpose=a: b is text # not",
	}
	opt.Limit = 4
	p, probs := Load(opt)
	if p == nil {
		if !strings.Contains(probs.Error(), "--set purpose") {
			t.Fatal(probs)
		}
	}
	opt.Set[5] = "purpose=plain words"
	p = mustLoad(t, opt)
	if p.Model("writer").URL != "http://127.0.0.1:1/v1" || p.Stage("hints").Config.(*fakeWrite).Copies != 3 ||
		p.Stage("kept").Needs.Want != 7 || p.Budget != (plan.Budget{USD: 2, Time: time.Hour}) || p.Sources[0].Limit != 4 || p.Purpose != "plain words" {
		t.Errorf("%+v", p)
	}
	for set, want := range map[string]string{
		"x":                     "--set x: want KEY=VALUE",
		"models.writer.ulr=x":   `--set models.writer.ulr: unknown key "ulr"; did you mean "url"?`,
		"stages.hints.copies=x": `--set stages.hints.write.copies: "copies": want a whole number, got text "x"`,
		"a..b=1":                `--set a..b: a key is empty`,
		"name.x=1":              `--set name.x: name is text "tutor-hints", which has no keys`,
		"purpose=[":             `--set purpose: not YAML`,
		"models.writer=x":       `no key`,
	} {
		opt.Set = []string{set}
		_, probs := Load(opt)
		if set != "models.writer=x" && !strings.Contains(probs.Error(), want) {
			t.Errorf("%s: got %s, want %s", set, probs, want)
		}
	}
}

func TestSetOnShorthands(t *testing.T) {
	files := goodFiles()
	files["seedbed.yaml"] = `models: {writer: gpt-5-mini}
sources: {questions: seeds.jsonl}
stages: {hints: {write: {from: questions, model: writer, prompt: prompts/hint.md}}}
`
	opt := goodOptions(files)
	opt.Set = []string{"models.writer.url=http://h/v1", "sources.questions.origin=human"}
	p, probs := Load(opt)
	if p == nil || len(probs) > 0 {
		t.Fatal(probs)
	}
	if m := p.Model("writer"); m.ID != "gpt-5-mini" || m.URL != "http://h/v1" || p.Sources[0].Paths[0] != "seeds.jsonl" {
		t.Errorf("%+v", m)
	}
}

func TestNoRecipe(t *testing.T) {
	_, probs := Load(Options{Dir: t.TempDir()})
	if probs.Error() != "seedbed.yaml: reading the recipe: there is no such file; go to a project folder, or make one: seedbed init NAME" {
		t.Error(probs)
	}
	for _, empty := range []string{"", "\n", "# nothing\n", "~"} {
		_, probs = Load(goodOptions(memFiles{"seedbed.yaml": empty}))
		if !strings.Contains(probs.Error(), "the recipe has no stages; add stages:") {
			t.Errorf("%q: %v", empty, probs)
		}
	}
}

// TestNoFalseFollowUps: what cannot be known because of a mistake is no further
// mistake.
func TestNoFalseFollowUps(t *testing.T) {
	for _, tc := range []struct{ name, old, new string }{
		{"no rubric file", "rubrics/hint.yaml", "rubrics/none.yaml"},
		{"kind of the judge", "{judge: ", "{judg: "},
		{"the judge reads nothing", "from: hints", "from: nothing"},
		{"no source file", "seeds.jsonl", "none.jsonl"},
		{"no prompt file", "prompts/hint.md", "prompts/none.md"},
		{"model", "model: grader", "model: grade"},
	} {
		files := goodFiles()
		files["seedbed.yaml"] = strings.ReplaceAll(goodRecipe, tc.old, tc.new)
		if _, probs := Load(goodOptions(files)); len(probs) != 1 {
			t.Errorf("%s:\n%s", tc.name, probs)
		}
	}
	opt := goodOptions(goodFiles())
	opt.Sample = func(src plan.Source) (seedbed.Schema, int, seedbed.Problems) {
		return seedbed.Schema{}, 0, seedbed.Problems{{Pos: src.Pos, Message: "line 1 is no JSON"}}
	}
	if _, probs := Load(opt); len(probs) != 1 {
		t.Errorf("%s", probs)
	}
	opt.Sample = func(plan.Source) (seedbed.Schema, int, seedbed.Problems) { return seedbed.Schema{}, 0, nil }
	if p, probs := Load(opt); p != nil || len(probs) != 1 || !strings.Contains(probs.Error(), `source "questions" has no rows`) {
		t.Errorf("%s", probs)
	}
	opt.Set = []string{"sources.questions.file=-"}
	if p, probs := Load(opt); p == nil || len(probs) != 1 {
		t.Errorf("%s", probs)
	}
}

// TestWithoutSample: commands that only look need no seeds, and get the same
// fingerprints.
func TestWithoutSample(t *testing.T) {
	opt := goodOptions(goodFiles())
	want := mustLoad(t, opt)
	opt.Sample = nil
	p := mustLoad(t, opt)
	if p.Fingerprint != want.Fingerprint || !p.Sources[0].Schema.Open {
		t.Errorf("%+v", p)
	}
}

func TestMergedInput(t *testing.T) {
	a := seedbed.Schema{Fields: []seedbed.FieldType{{Name: "x", Type: seedbed.TypeInt}, {Name: "y", Type: seedbed.TypeText}, {Name: "z", Type: seedbed.TypeText}}}
	b := seedbed.Schema{Fields: []seedbed.FieldType{{Name: "x", Type: seedbed.TypeFloat}, {Name: "y", Type: seedbed.TypeBool}, {Name: "w", Type: seedbed.TypeText}}, Criteria: []seedbed.Criterion{{Name: "c"}}}
	l := &loader{plan: &plan.Plan{Sources: []plan.Source{{Name: "a", Schema: a}, {Name: "b", Schema: b}}}}
	got := l.inputOf(&step{Stage: plan.Stage{From: []string{"a", "b"}}})
	if x, _ := got.Has("x"); x != seedbed.TypeFloat {
		t.Error(got)
	}
	if y, _ := got.Has("y"); y != seedbed.TypeAny {
		t.Error(got)
	}
	_, z := got.Has("z")
	_, w := got.Has("w")
	if z || w || !got.Open || len(got.Criteria) != 1 {
		t.Error(got)
	}
}

// TestFilesOfTheSystem reads a project on disk.
func TestFilesOfTheSystem(t *testing.T) {
	dir := t.TempDir()
	for name, text := range goodFiles() {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	opt := goodOptions(nil)
	opt.Dir, opt.Files = dir, nil
	p := mustLoad(t, opt)
	if same := mustLoad(t, goodOptions(goodFiles())); p.Fingerprint != same.Fingerprint {
		t.Error("another folder, another plan")
	}
	for set, want := range map[string]string{
		"stages.hints.prompt=prompts":           "reading prompts: not a file",
		"stages.hints.prompt=prompts/hints.md":  `did you mean "prompts/hint.md"?`,
		"stages.hints.prompt=/dev/zero":         "reading /dev/zero: not a file",
		"stages.hints.prompt=\"a\\0b\"":         `reading "a\x00b": there is no such file`,
		"sources.questions.file=prompts":        "reading prompts: there is no such file",
		"sources.questions.file=*.jsonl":        "",
		"sources.questions.file=*.csv":          "no file matches *.csv",
		"sources.questions.file=../../../../*[": `is not a pattern of files`,
	} {
		opt.Set = []string{set}
		if _, probs := Load(opt); !strings.Contains(probs.Error(), want) {
			t.Errorf("%s: %s", set, probs)
		}
	}
}
