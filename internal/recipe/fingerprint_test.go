package recipe

import (
	"os"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// change is an edit of a project, and what it does to fingerprints: s the
// source's, h that of stage hints, j of stage scored, k of stage kept, p the
// plan's.
type change struct {
	what     string
	file     string
	old, new string
	set      string
	changes  string
}

// TestFingerprints holds the table of docs/fingerprints.md true.
func TestFingerprints(t *testing.T) {
	before := prints(mustLoad(t, goodOptions(goodFiles())))
	for _, c := range []change{
		{what: "source's name", old: "questions", new: "queries", changes: "s h j k p"},
		{what: "origin", old: "origin: human", new: "origin: generated", changes: "s h j k p"},
		{what: "content of the source", file: "seeds.jsonl", old: "q", new: "other"},
		{what: "path of the source", old: "file: seeds.jsonl", new: "file: '*.jsonl'"},
		{what: "licence of the source", old: "license: MIT", new: "license: CC0-1.0"},
		{what: "note on the source", old: "license: MIT", new: "license: MIT, note: from a friend"},
		{what: "limit of the source", old: "license: MIT", new: "license: MIT, limit: 3"},
		{what: "what becomes of bad rows", old: "license: MIT", new: "license: MIT, bad_rows: reject", changes: "p"},
		{what: "format of the source", old: "license: MIT", new: "license: MIT, format: csv", changes: "p"},
		{what: "stage's name", old: "hints", new: "clues", changes: "p"},
		{what: "kind of the stage", old: "{keep:  {from: scored, when: \"score.gives_away <= 2\", want: 2000}}", new: "{write: {from: scored, model: writer, prompt: prompts/hint.md}}", changes: "k p"},
		{what: "setting of the stage", old: "copies: 2", new: "copies: 3", changes: "h j k p"},
		{what: "setting at its default", old: "copies: 2", new: "copies: 2, field: text"},
		{what: "setting that changes no result", old: "copies: 2", new: "copies: 2, notes: hm", changes: "p"},
		{what: "setting of a later stage", old: "want: 2000", new: "want: 100", changes: "k p"},
		{what: "because of the stage", old: "copies: 2", new: "copies: 2, because: two see more"},
		{what: "what the stage reads", old: "from: scored", new: "from: [scored, questions]", changes: "k p"},
		{what: "prompt's text", file: "prompts/hint.md", old: "please", new: "now", changes: "h j k p"},
		{what: "rubric's text", file: "rubrics/hint.yaml", old: "all of it", new: "everything", changes: "j k p"},
		{what: "model behind the name", old: "gpt-5-mini", new: "gpt-5", changes: "h j k p"},
		{what: "provider", old: "provider: anthropic", new: "provider: openai", changes: "j k p"},
		{what: "model's revision", old: "temperature: 0.8", new: "temperature: 0.8, revision: r2", changes: "h j k p"},
		{what: "parameter of the model", old: "temperature: 0.8", new: "temperature: 0.9", changes: "h j k p"},
		{what: "further key of the request", old: "temperature: 0.8", new: "temperature: 0.8, extra: {a: 1}", changes: "h j k p"},
		{what: "how JSON is asked for", old: "temperature: 0.8", new: "temperature: 0.8, structured: instruct", changes: "h j k p"},
		{what: "address of the model", old: "temperature: 0.8", new: "temperature: 0.8, url: 'http://127.0.0.1:1/v1'"},
		{what: "key of the model", old: "$OPENAI_API_KEY", new: "$OTHER_KEY"},
		{what: "limits, timeout and price of the model", old: "temperature: 0.8", new: "temperature: 0.8, in_flight: 3, rpm: 9, tpm: 9, timeout: 9s, price: {in: 1, out: 2}"},
		{what: "because and licence of the model", old: "because: won", new: "because: cheap, license: mit"},
		{what: "a model that nothing calls", old: "models:\n", new: "models:\n  spare: gpt-5\n"},
		{what: "budget", old: "budget: 5", new: "budget: 6"},
		{what: "what is demanded", old: "budget: 5", new: "budget: 5\ndemand: {judge_test: {accuracy: '>= 0.8'}}"},
		{what: "family of the model", old: "because: won", new: "because: won, family: mine"},
		{what: "in_flight", old: "budget: 5", new: "budget: 5\nin_flight: 9"},
		{what: "name, purpose, use and risk", old: "use: training", new: "use: evaluation"},
		{what: "name, purpose, use and risk", old: "name: tutor-hints", new: "name: other"},
		{what: "settings of the release", old: "[parquet, jsonl]", new: "jsonl", changes: "p"},
		{what: "order and spelling of the recipe", old: "copies: 2", new: "'copies': 0x2"},
		{what: "an override", set: "stages.hints.copies=3", changes: "h j k p"},
		{what: "an override that says the same", set: "stages.hints.copies=2"},
	} {
		files := goodFiles()
		name := c.file
		if name == "" {
			name = "seedbed.yaml"
		}
		files[name] = strings.ReplaceAll(files[name], c.old, c.new)
		opt := goodOptions(files)
		if c.set != "" {
			opt.Set = []string{c.set}
		} else if files[name] == goodFiles()[name] {
			t.Fatalf("%s: nothing was changed", c.what)
		}
		after := prints(mustLoad(t, opt))
		var got []string
		for _, k := range []string{"s", "h", "j", "k", "p"} {
			if before[k] != after[k] {
				got = append(got, k)
			}
		}
		if strings.Join(got, " ") != c.changes {
			t.Errorf("%s: changes the fingerprints %q, want %q", c.what, strings.Join(got, " "), c.changes)
		}
	}
}

func prints(p *plan.Plan) map[string]seedbed.Fingerprint {
	return map[string]seedbed.Fingerprint{
		"s": p.Sources[0].Fingerprint, "h": p.Stages[0].Fingerprint, "j": p.Stages[1].Fingerprint, "k": p.Stages[2].Fingerprint, "p": p.Fingerprint,
	}
}

// TestFingerprintsStay: what was fingerprinted once keeps its fingerprint, or
// stored records are lost to their owners. When this fails on purpose, say so in
// the change log.
func TestFingerprintsStay(t *testing.T) {
	p := mustLoad(t, goodOptions(goodFiles()))
	got := prints(p)
	for k, want := range map[string]string{
		"s": "7d480da8635a", "h": "66a096bbbade", "p": "72e29dba887e",
	} {
		if got[k].Short() != want {
			t.Errorf("%s: %s, want %s", k, got[k].Short(), want)
		}
	}
}

// TestFingerprintTable: the document speaks of everything that the test above
// changes.
func TestFingerprintTable(t *testing.T) {
	doc, err := os.ReadFile("../../docs/fingerprints.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(doc)
	for _, word := range []string{
		"seed id", "record id", "call key", "prompt revision", "source", "stage", "plan", "run",
		"origin", "limit", "bad_rows", "format", "copies", "because", "rubric", "identity", "parameters", "structured", "url",
		"key", "price", "budget", "in_flight", "purpose", "release", "--set",
	} {
		if !strings.Contains(text, word) {
			t.Errorf("docs/fingerprints.md does not speak of %q", word)
		}
	}
}

// TestOtherFingerprints pins what seeds, records and calls are known by.
func TestOtherFingerprints(t *testing.T) {
	var fp, other seedbed.Fingerprint
	other[0] = 1
	fields := seedbed.Fields{{Name: "a", Value: "x"}}
	seed := seedbed.SeedID(fp, fields, 0)
	if seed == seedbed.SeedID(other, fields, 0) || seed == seedbed.SeedID(fp, fields.With("a", "y"), 0) || seed == seedbed.SeedID(fp, fields, 1) {
		t.Error("a seed id leaves something out")
	}
	child := seedbed.ChildID(fp, []seedbed.ID{seed}, 0)
	if child == seedbed.ChildID(other, []seedbed.ID{seed}, 0) || child == seedbed.ChildID(fp, []seedbed.ID{{}}, 0) || child == seedbed.ChildID(fp, []seedbed.ID{seed}, 1) {
		t.Error("a record id leaves something out")
	}
	base := func() *seedbed.Request {
		return &seedbed.Request{Messages: []seedbed.Message{{Role: seedbed.User, Content: "hi"}}}
	}
	key := base().Key("openai:m")
	for what, k := range map[string]seedbed.CallKey{
		"identity": base().Key("openai:n"),
		"message":  requestWith(base(), func(r *seedbed.Request) { r.Messages[0].Content = "ho" }),
		"role":     requestWith(base(), func(r *seedbed.Request) { r.Messages[0].Role = seedbed.System }),
		"params":   requestWith(base(), func(r *seedbed.Request) { r.Params.MaxTokens = 3 }),
		"schema":   requestWith(base(), func(r *seedbed.Request) { r.Schema = []byte(`{}`) }),
		"copy":     requestWith(base(), func(r *seedbed.Request) { r.Copy = 1 }),
		"attempt":  requestWith(base(), func(r *seedbed.Request) { r.Attempt = 1 }),
	} {
		if k == key {
			t.Errorf("a call key leaves out the %s", what)
		}
	}
	if key != requestWith(base(), func(r *seedbed.Request) { r.Stage, r.Record = "s", seed }) {
		t.Error("a call key covers who asks")
	}
}

func requestWith(r *seedbed.Request, change func(*seedbed.Request)) seedbed.CallKey {
	change(r)
	return r.Key("openai:m")
}
