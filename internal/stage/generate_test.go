package stage

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

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
