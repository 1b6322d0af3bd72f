package stage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// generateModel answers by a function, and remembers what it was asked.
type generateModel struct {
	answer func(seedbed.Request) (seedbed.Reply, error)

	mu   sync.Mutex
	reqs []seedbed.Request
}

func (m *generateModel) Generate(_ context.Context, r seedbed.Request) (seedbed.Reply, error) {
	m.mu.Lock()
	m.reqs = append(m.reqs, r)
	m.mu.Unlock()
	reply, err := m.answer(r)
	reply.Key = r.Key("test")
	if reply.Finish == "" {
		reply.Finish = seedbed.FinishStop
	}
	return reply, err
}

// generateRig checks and makes a stage as the recipe and the engine would.
type generateRig struct {
	files    map[string]string
	from     bool
	input    seedbed.Schema
	problems seedbed.Problems
	warnings []string
	needs    plan.Needs
	stage    seedbed.Stage
	model    *generateModel
}

func (g *generateRig) make(t testing.TB, kind *plan.Kind, yaml string) *generateRig {
	t.Helper()
	doc, probs := config.Parse("recipe.yaml", []byte(yaml), 1)
	cfg := kind.Config()
	if len(probs) == 0 {
		probs = doc.Decode("", cfg)
	}
	if len(probs) > 0 {
		t.Fatalf("decoding: %v", probs)
	}
	p := &plan.Plan{Models: []plan.Model{{Name: "writer", Provider: "test", ID: "w"}}}
	g.needs = cfg.Check(&plan.Scope{
		Stage: "hints", Input: g.input, HasFrom: g.from,
		Problem: func(key, message, fix string) {
			g.problems = append(g.problems, seedbed.Problem{Pos: doc.Pos(key), Message: message, Fix: fix})
		},
		ProblemAt: func(key string, line, col int, message, fix string) {
			g.problems = append(g.problems, seedbed.Problem{Pos: doc.PosIn(key, line, col), Message: message, Fix: fix})
		},
		Report: func(p seedbed.Problems) { g.problems = append(g.problems, p...) },
		Warn:   func(_, message, _ string) { g.warnings = append(g.warnings, message) },
		ReadFile: func(key, path, _ string) ([]byte, bool) {
			s, ok := g.files[path]
			if !ok {
				g.problems = append(g.problems, seedbed.Problem{Pos: doc.Pos(key), Message: path + " does not exist"})
			}
			return []byte(s), ok
		},
		Model: func(key, name string) (*plan.Model, bool) {
			m := p.Model(name)
			if m == nil {
				g.problems = append(g.problems, seedbed.Problem{Pos: doc.Pos(key), Message: "no model " + name})
			}
			return m, m != nil
		},
	})
	if len(g.problems) > 0 {
		return g
	}
	st := &plan.Stage{Name: "hints", Kind: kind, Config: cfg, Fingerprint: seedbed.Fingerprint{7}}
	if g.from {
		st.From = []string{"questions"}
	}
	if g.model == nil {
		g.model = &generateModel{answer: func(r seedbed.Request) (seedbed.Reply, error) {
			return seedbed.Reply{Text: fmt.Sprintf(" %d.%d: %s\n", r.Copy, r.Attempt, r.Messages[len(r.Messages)-1].Content)}, nil
		}}
	}
	stage, err := kind.New(cfg, plan.Env{Stage: st, Plan: p, Model: func(string) (seedbed.Model, error) { return g.model, nil }})
	if err != nil {
		t.Fatal(err)
	}
	g.stage = stage
	return g
}

func (g *generateRig) ok(t testing.TB, kind *plan.Kind, yaml string) *generateRig {
	t.Helper()
	if g.make(t, kind, yaml); len(g.problems) > 0 {
		t.Fatal(g.problems)
	}
	return g
}

func (g *generateRig) process(t testing.TB, fields ...any) []seedbed.Record {
	t.Helper()
	out, err := g.stage.Process(context.Background(), generateSeed(fields...))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func generateSeed(fields ...any) seedbed.Record {
	var f seedbed.Fields
	for i := 0; i < len(fields); i += 2 {
		f = append(f, seedbed.Field{Name: fields[i].(string), Value: fields[i+1]})
	}
	return seedbed.Record{ID: seedbed.SeedID(seedbed.Fingerprint{1}, f, 0), Stage: "questions", Fields: f, Origin: seedbed.OriginHuman}
}

func questions() seedbed.Schema {
	return seedbed.Schema{}.With("question", seedbed.TypeText).With("answer", seedbed.TypeText)
}

// shown prints records shortly: fields, and the decision where there is one.
func shown(recs []seedbed.Record) string {
	var b strings.Builder
	for i := range recs {
		b.Write(recs[i].Fields.AppendJSON(nil))
		if d := recs[i].Decision; d.State != "" {
			fmt.Fprintf(&b, " %s by %s: %s (%s)", d.State, d.Actor, d.Reason, d.Detail)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestGenerateText(t *testing.T) {
	g := (&generateRig{from: true, input: questions(), files: map[string]string{"p.md": "---\nfield: hint\n---\nHint for {{ question }}"}}).
		ok(t, Generate(), "{model: writer, prompt: p.md, copies: 2, params: {temperature: 0.8}}")
	recs := g.process(t, "question", "1+1?", "answer", "2")
	want := `{"question":"1+1?","answer":"2","hint":"0.0: Hint for 1+1?"}
{"question":"1+1?","answer":"2","hint":"1.0: Hint for 1+1?"}
`
	if got := shown(recs); got != want {
		t.Errorf("got %s want %s", got, want)
	}
	r := recs[1]
	if r.ID == recs[0].ID || r.Origin != seedbed.OriginGenerated || r.Lineage.Depth != 1 || r.Lineage.Model != "writer" ||
		r.Lineage.Copy != 1 || len(r.Lineage.Calls) != 1 || len(r.Lineage.Revision) != 64 || r.Stage != "hints" {
		t.Errorf("lineage: %+v", r)
	}
	if p := g.model.reqs[0].Params; *p.Temperature != 0.8 || p.MaxTokens != 1024 {
		t.Errorf("params: %+v", p)
	}
	if got := strings.Join(g.needs.Output.Names(), " "); got != "question answer hint" || g.needs.Output.Open {
		t.Errorf("output: %s", got)
	}
	flow := g.needs.Estimate(plan.Flow{Rows: 10, Bytes: 40})
	if flow.Rows != 20 || flow.Calls[0].Calls != 20 || flow.Calls[0].MaxOut != 20*1024 {
		t.Errorf("flow: %+v", flow)
	}
}

func TestGenerateForms(t *testing.T) {
	files := map[string]string{
		"json.md": "---\nschema:\n  type: object\n  properties: {hint: {type: string}, hard: {type: boolean}}\n  required: [hint]\n---\n{{ question }}",
		"list.md": "---\nreply: list\nfield: hint\n---\n{{ question }}",
	}
	replies := map[string][]seedbed.Reply{
		"json.md": {{Text: "no"}, {Text: `{"hint": "look", "answer": "3"}`}},
		"list.md": {{Text: `["a", "", {"hint": "b", "note": 1}]`}},
	}
	for file, want := range map[string]string{
		"json.md": `{"question":"1+1?","answer":"3","hint":"look"}` + "\n",
		"list.md": `{"question":"1+1?","answer":"2","hint":"a"}
{"question":"1+1?","answer":"2"} rejected by hints: empty reply (item 2: an empty text)
{"question":"1+1?","answer":"2","hint":"b","note":1}
`,
	} {
		g := &generateRig{from: true, input: questions(), files: files}
		g.model = &generateModel{answer: func(r seedbed.Request) (seedbed.Reply, error) { return replies[file][r.Attempt], nil }}
		recs := g.ok(t, Generate(), "{model: writer, prompt: "+file+"}").process(t, "question", "1+1?", "answer", "2")
		if got := shown(recs); got != want {
			t.Errorf("%s: got %s want %s", file, got, want)
		}
		if len(recs[0].Lineage.Calls) != len(replies[file]) || recs[0].Lineage.Calls[0] != g.model.reqs[len(g.model.reqs)-1].Key("test") {
			t.Errorf("%s: calls are not all there, last first: %v", file, recs[0].Lineage.Calls)
		}
		for i := range recs {
			if recs[i].Lineage.Copy != i*generateMost {
				t.Errorf("item %d is numbered %d", i, recs[i].Lineage.Copy)
			}
		}
		if file == "json.md" {
			if g.model.reqs[0].Schema == nil || strings.Join(g.needs.Output.Names(), " ") != "question answer hint hard" {
				t.Errorf("schema %s, output %v", g.model.reqs[0].Schema, g.needs.Output.Names())
			}
		}
	}
}

func TestGenerateRejects(t *testing.T) {
	g := &generateRig{from: true, input: questions(), files: map[string]string{"p.md": "---\nreply: json\n---\n{{ question }}"}}
	g.model = &generateModel{answer: func(seedbed.Request) (seedbed.Reply, error) { return seedbed.Reply{Text: "never"}, nil }}
	recs := g.ok(t, Generate(), "{model: writer, prompt: p.md, attempts: 3}").process(t, "question", "q", "answer", "a")
	if len(recs) != 1 || recs[0].Decision.Reason != "unparsable reply" || recs[0].Decision.Actor != "hints" || len(recs[0].Lineage.Calls) != 3 || recs[0].Fields.Text("question") != "q" {
		t.Errorf("got %s", shown(recs))
	}
	g.model.reqs = nil
	g.model.answer = func(seedbed.Request) (seedbed.Reply, error) { return seedbed.Reply{Finish: seedbed.FinishFilter}, nil }
	if recs = g.process(t, "question", "q", "answer", "a"); recs[0].Decision.Reason != "filtered" || len(g.model.reqs) != 1 {
		t.Errorf("a filtered reply is asked for again: %s", shown(recs))
	}
}

// A record that lacks a field of an open schema is rejected without a call.
func TestGenerateMissingField(t *testing.T) {
	g := (&generateRig{from: true, input: seedbed.Schema{Open: true}, files: map[string]string{"p.md": "{{ question }} {{ row['full name'] }}"}}).
		ok(t, Generate(), "{model: writer, prompt: p.md, copies: 2}")
	recs := g.process(t, "quest", "q")
	if len(recs) != 2 || recs[0].Decision.Reason != "prompt cannot be filled" || recs[0].Decision.Detail != "p.md:1:4: {{ question }} is undefined: this record has no such field" || len(g.model.reqs) != 0 {
		t.Errorf("got %s", shown(recs))
	}
	if recs = g.process(t, "question", "q", "full name", "Ada"); recs[0].Fields.Text("text") != "0.0: q Ada" {
		t.Errorf("got %s", shown(recs))
	}
}

// The schema and the reference of both kinds can be made, and every default fits.
func TestGenerateConfigs(t *testing.T) {
	for _, c := range []any{&generateConfig{}, &varyConfig{}} {
		if _, err := config.JSONSchema("x", "x", "x", c); err != nil {
			t.Error(err)
		}
		entries := config.Reference(c)
		if len(entries) < 10 {
			t.Errorf("%T has %d entries", c, len(entries))
		}
		for _, e := range entries {
			if e.Doc == "" && !strings.HasPrefix(e.Key, "params.") {
				t.Errorf("%T: %s has no doc", c, e.Key)
			}
		}
	}
}

func TestGenerateErrors(t *testing.T) {
	defer goleak.VerifyNone(t)
	g := &generateRig{from: true, input: questions(), files: map[string]string{"p.md": "{{ question }}"}}
	fail := map[int]error{}
	g.model = &generateModel{answer: func(r seedbed.Request) (seedbed.Reply, error) { return seedbed.Reply{Text: "x"}, fail[r.Copy] }}
	g.ok(t, Generate(), "{model: writer, prompt: p.md, copies: 5}")
	bad, wrong := &seedbed.CallError{Class: seedbed.BadRequest}, &seedbed.CallError{Class: seedbed.Permanent}
	for _, tt := range []struct {
		fail map[int]error
		want error
	}{
		{map[int]error{1: bad, 4: wrong}, wrong},
		{map[int]error{1: bad, 4: seedbed.ErrStopping}, seedbed.ErrStopping},
		{map[int]error{4: context.Canceled}, context.Canceled},
	} {
		fail = tt.fail
		recs, err := g.stage.Process(context.Background(), generateSeed("question", "q"))
		if !errors.Is(err, tt.want) || recs != nil {
			t.Errorf("got %v, want %v", err, tt.want)
		}
	}
}

// A copy whose call fails is a failed record of its own: the others are as they are
// when none fails, and so is its own once it is answered.
func TestGenerateLostCopies(t *testing.T) {
	defer goleak.VerifyNone(t)
	files := map[string]string{
		"text.md": "{{ question }}",
		"list.md": "---\nreply: list\nfield: hint\nattributes: {level: [easy, hard]}\n---\n{{ question }} {{ level }}",
	}
	for _, file := range []string{"text.md", "list.md"} {
		var mu sync.Mutex
		lost := map[int]error{}
		g := &generateRig{from: true, input: questions(), files: files}
		g.model = &generateModel{answer: func(r seedbed.Request) (seedbed.Reply, error) {
			mu.Lock()
			defer mu.Unlock()
			if r.Attempt == 0 && r.Copy == 1 { // so that its second attempt is what fails
				return seedbed.Reply{}, nil
			}
			return seedbed.Reply{Text: fmt.Sprintf(`["a%d", "b%d"]`, r.Copy, r.Copy)}, lost[r.Copy]
		}}
		g.ok(t, Generate(), "{model: writer, prompt: "+file+", copies: 4}")
		whole := g.process(t, "question", "q")
		asked := len(g.model.reqs) - 1
		known := map[seedbed.ID]string{}
		for i := range whole {
			known[whole[i].ID] = shown(whole[i : i+1])
		}
		if len(known) != len(whole) || len(whole)%asked != 0 {
			t.Fatalf("%s: %d ids of %d rows of %d questions", file, len(known), len(whole), asked)
		}
		lost[0] = &seedbed.CallError{Class: seedbed.BadRequest, Status: 400, Message: "too long"}
		lost[1] = fmt.Errorf("no reply in 8 tries: %w", &seedbed.CallError{Class: seedbed.Transient, Message: "reset"})
		some := g.process(t, "question", "q")
		if len(some) != 2+(asked-2)*len(whole)/asked {
			t.Fatalf("%s: %d rows where 2 of %d calls fail and all make %d: %s", file, len(some), asked, len(whole), shown(some))
		}
		want := []seedbed.Decision{
			{State: seedbed.Failed, Actor: "hints", Reason: "the model will not take this request", Detail: "too long (HTTP 400)"},
			{State: seedbed.Failed, Actor: "hints", Reason: "no answer", Detail: "reset"},
		}
		for n, w := range want {
			r := some[n]
			if r.Decision != w || known[r.ID] != "" || r.Lineage.Copy != n || len(r.Lineage.Calls) != n || r.Lineage.Model != "writer" || r.Fields.Text("question") != "q" {
				t.Errorf("%s: copy %d is %+v", file, n, r)
			}
		}
		for i := range some[2:] {
			if r := some[2+i : 3+i]; known[r[0].ID] != shown(r) {
				t.Errorf("%s: the same id is another row: %s and %s", file, known[r[0].ID], shown(r))
			}
		}
		if again := g.process(t, "question", "q"); shown(again) != shown(some) || again[0].ID != some[0].ID || again[1].ID == again[0].ID {
			t.Errorf("%s: failing again makes other rows: %s", file, shown(again))
		}
	}
}

func TestGenerateAttributes(t *testing.T) {
	file := "---\nattributes:\n  level: [pupil, student]\n  tone: {plain: 3, playful: 1}\nconstraints: [\"level != 'pupil' || tone == 'plain'\"]\n---\n{{ question }} for a {{ level }}, {{ tone }}"
	g := (&generateRig{from: true, input: questions(), files: map[string]string{"p.md": file}}).ok(t, Generate(), "{model: writer, prompt: p.md, copies: 2}")
	recs := g.process(t, "question", "q", "answer", "a")
	var got []string
	ids := map[seedbed.ID]bool{}
	for _, r := range recs {
		got = append(got, r.Fields.Text("text"))
		ids[r.ID] = true
	}
	want := "0.0: q for a pupil, plain|1.0: q for a student, plain|2.0: q for a student, playful|3.0: q for a pupil, plain|4.0: q for a student, plain|5.0: q for a student, playful"
	if strings.Join(got, "|") != want || len(ids) != 6 || strings.Join(recs[0].Lineage.Attributes, " ") != "level tone" {
		t.Errorf("got %q", got)
	}
	if names := strings.Join(g.needs.Output.Names(), " "); names != "question answer level tone text" {
		t.Errorf("output %s", names)
	}

	// More copies add records, and change none.
	more := (&generateRig{from: true, input: questions(), files: map[string]string{"p.md": file}}).ok(t, Generate(), "{model: writer, prompt: p.md, copies: 3}")
	if again := more.process(t, "question", "q", "answer", "a"); len(again) != 9 || shown(again[:6]) != shown(recs) || again[5].ID != recs[5].ID {
		t.Errorf("with a copy more: %s", shown(again))
	}

	sampled := (&generateRig{from: true, input: questions(), files: map[string]string{"p.md": file}}).ok(t, Generate(), "{model: writer, prompt: p.md, how: sample, draws: 3}")
	a, b := sampled.process(t, "question", "q"), sampled.process(t, "question", "q")
	if len(a) != 3 || shown(a) != shown(b) {
		t.Errorf("got %s and %s", shown(a), shown(b))
	}
}

func TestGenerateRoots(t *testing.T) {
	file := "---\nattributes: {level: [pupil, student], topic: {file: topics.txt}}\n---\nWrite of {{ topic }} for a {{ level }}"
	for _, tt := range []struct {
		yaml string
		rows int
	}{
		{"{model: writer, prompt: p.md}", 6},
		{"{model: writer, prompt: p.md, rows: 8, copies: 2}", 8},
		{"{model: writer, prompt: p.md, how: pairwise}", 6},
		{"{model: writer, prompt: p.md, how: sample, rows: 50}", 50},
	} {
		g := (&generateRig{files: map[string]string{"p.md": file, "topics.txt": "ducks\n\neggs\r\nünïcode\nducks\n"}}).ok(t, Generate(), tt.yaml)
		if g.needs.Roots != tt.rows {
			t.Errorf("%s: %d roots announced, want %d", tt.yaml, g.needs.Roots, tt.rows)
		}
		ids, keys, n, out := map[seedbed.ID]bool{}, map[seedbed.CallKey]bool{}, 0, 0
		for r, err := range g.stage.(seedbed.Rooter).Roots(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			ids[r.ID] = true
			recs, err := g.stage.Process(context.Background(), r)
			if err != nil {
				t.Fatal(err)
			}
			out += len(recs)
			for i := range recs {
				ids[recs[i].ID] = true
				keys[recs[i].Lineage.Calls[0]] = true
			}
		}
		if n != tt.rows || len(ids) != n+out || len(keys) != out {
			t.Errorf("%s: %d roots, %d records, %d ids, %d different calls", tt.yaml, n, out, len(ids), len(keys))
		}
	}
}

func TestGenerateExemplars(t *testing.T) {
	file := "---\nexemplars: {file: e.jsonl, pick: random, n: 2}\n---\n{% for e in exemplars %}{{ e.q }} {% endfor %}{{ question }}"
	g := (&generateRig{from: true, input: questions(), files: map[string]string{"p.md": file, "e.jsonl": `{"id":"x","q":"X"}` + "\n" + `{"id":"y","q":"Y"}` + "\n" + `{"id":"z","q":"Z"}`}}).
		ok(t, Generate(), "{model: writer, prompt: p.md}")
	r := g.process(t, "question", "q")[0]
	if want := "0.0: " + strings.ToUpper(strings.Join(r.Lineage.Exemplars, " ")) + " q"; r.Fields.Text("text") != want || len(r.Lineage.Exemplars) != 2 {
		t.Errorf("got %s of %v", r.Fields.Text("text"), r.Lineage.Exemplars)
	}
	if len(g.needs.Parts) != 2 {
		t.Errorf("parts: %v", g.needs.Parts)
	}
}

func TestGenerateProblems(t *testing.T) {
	files := map[string]string{
		"ok.md": "{{ question }}", "typo.md": "---\nreply: text\n---\nHi\n{{ questin }}", "blind.md": "Hi",
		"constraint.md": "---\nattributes: {a: [1, 2]}\nconstraints:\n  - a == 1\n  - a > 'x'\n---\n{{ question }}{{ a }}",
		"schema.md":     "---\nschema: {type: objekt}\n---\n{{ question }}", "twice.md": "---\nattributes: {a: [1, 1]}\n---\n{{ question }}{{ a }}",
		"exemplars.md": "---\nexemplars: {file: bad.jsonl}\n---\n{{ question }}", "bad.jsonl": "{}\n[",
		"weights.md": "---\nattributes: {a: {values: [1, 2], weights: [1]}}\n---\n{{ question }}{{ a }}",
	}
	for _, tt := range []struct{ yaml, want string }{
		{"{model: nobody, prompt: ok.md}", "no model nobody"},
		{"{model: writer, prompt: none.md}", "recipe.yaml:1:25: none.md does not exist"},
		{"{model: writer, prompt: typo.md}", `typo.md:5:4: {{ questin }} is not a field of the records that come in (question, answer); did you mean "question"?`},
		{"{model: writer, prompt: constraint.md}", "constraint.md:5:"},
		{"{model: writer, prompt: schema.md}", "schema.md:2:9: the JSON Schema cannot be used"},
		{"{model: writer, prompt: ok.md, schema: {type: objekt}}", "recipe.yaml:1:40: the JSON Schema cannot be used"},
		{"{model: writer, prompt: ok.md, reply: text, schema: {type: object}}", "is no text"},
		{"{model: writer, prompt: twice.md}", "twice.md:2:17: the value 1 is there twice"},
		{"{model: writer, prompt: weights.md}", "1 weights for 2 values"},
		{"{model: writer, prompt: exemplars.md}", "bad.jsonl:2: this is no exemplar"},
		{"{model: writer, prompt: ok.md, rows: 3}", "rows is for stages without from"},
		{"{model: writer, prompt: ok.md, draws: 3}", "draws is for stages"},
		{"{model: writer, prompt: ok.md, draws: 1000, copies: 101}", "1000 draws and 101 copies make 101000 rows of each record, and 100000 are the most"},
		{"{model: writer, prompt: ok.md, constraints: [\"true\"]}", "no attributes"},
	} {
		g := (&generateRig{from: true, input: questions(), files: files}).make(t, Generate(), tt.yaml)
		if !strings.Contains(g.problems.Error(), tt.want) {
			t.Errorf("%s: got %q, want %q", tt.yaml, g.problems.Error(), tt.want)
		}
	}
	g := (&generateRig{from: true, input: questions(), files: files}).make(t, Generate(), "{model: writer, prompt: blind.md, field: answer, copies: 2}")
	if w := strings.Join(g.warnings, "|"); !strings.Contains(w, "uses no field") || !strings.Contains(w, `the reply's "answer"`) {
		t.Errorf("warnings: %s", w)
	}
}

func BenchmarkGenerate(b *testing.B) {
	for name, file := range map[string]string{
		"text":      "---\nfield: hint\n---\n## system\nBe kind.\n## user\n{{ question }} {{ answer }}",
		"json":      "---\nschema: {type: object, properties: {hint: {type: string}, level: {type: integer}}, required: [hint]}\n---\n{{ question }}",
		"exemplars": "---\nexemplars: {list: [{q: a}, {q: b}, {q: c}], pick: random, n: 2}\n---\n{% for e in exemplars %}\n## user\n{{ e.q }}\n{% endfor %}\n## user\n{{ question }}",
	} {
		b.Run(name, func(b *testing.B) {
			g := (&generateRig{from: true, input: questions(), files: map[string]string{"p.md": file}}).ok(b, Generate(), "{model: writer, prompt: p.md}")
			stage := g.stage.(*generateStage)
			stage.asker.model = generateInstant{}
			rec := generateSeed("question", strings.Repeat("Janet's ducks lay 16 eggs. ", 8), "answer", "18")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := stage.Process(context.Background(), rec); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type generateInstant struct{}

func (generateInstant) Generate(context.Context, seedbed.Request) (seedbed.Reply, error) {
	return seedbed.Reply{Text: `{"hint": "How many eggs are left after breakfast and baking?", "level": 3}`, Finish: seedbed.FinishStop}, nil
}
