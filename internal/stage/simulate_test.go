package stage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// simulateRig checks and makes a simulate stage, with a model for each role that
// answers by a function, behind a store of replies.
type simulateRig struct {
	files    map[string]string
	input    seedbed.Schema
	from     bool
	problems seedbed.Problems
	warnings []string
	needs    plan.Needs
	stage    seedbed.Stage
	config   *simulateConfig
	models   map[string]func(seedbed.Request) (seedbed.Reply, error)

	mu    sync.Mutex
	store map[seedbed.CallKey]seedbed.Reply
	asked map[string][]seedbed.Request // by model: what was not in the store
	stop  int                          // after so many calls the run is killed; 0: never
}

var errKilled = errors.New("killed")

type simulateModel struct {
	rig  *simulateRig
	name string
}

func (m simulateModel) Generate(_ context.Context, r seedbed.Request) (seedbed.Reply, error) {
	g := m.rig
	key := r.Key(m.name)
	g.mu.Lock()
	defer g.mu.Unlock()
	if reply, ok := g.store[key]; ok {
		return reply, nil
	}
	total := 0
	for _, a := range g.asked {
		total += len(a)
	}
	if g.stop > 0 && total >= g.stop {
		return seedbed.Reply{}, errKilled
	}
	r.Messages = slices.Clone(r.Messages)
	g.asked[m.name] = append(g.asked[m.name], r)
	reply, err := g.models[m.name](r)
	if err != nil {
		return reply, err
	}
	reply.Key = key
	if reply.Finish == "" {
		reply.Finish = seedbed.FinishStop
	}
	g.store[key] = reply
	return reply, nil
}

func newSimulateRig(t testing.TB, yaml string) *simulateRig {
	t.Helper()
	g := &simulateRig{
		files: map[string]string{"u.md": "You are {{ name }}. You want {{ want }}."}, from: true,
		input:  seedbed.Schema{}.With("name", seedbed.TypeText).With("want", seedbed.TypeText),
		models: map[string]func(seedbed.Request) (seedbed.Reply, error){},
		store:  map[seedbed.CallKey]seedbed.Reply{}, asked: map[string][]seedbed.Request{},
	}
	g.models["player"] = simulateAsker
	g.models["other"] = simulateAsker
	g.models["target"] = func(r seedbed.Request) (seedbed.Reply, error) {
		return seedbed.Reply{Text: fmt.Sprintf("Answer to %q.", r.Messages[len(r.Messages)-1].Content)}, nil
	}
	g.models["grader"] = func(seedbed.Request) (seedbed.Reply, error) {
		return seedbed.Reply{Text: `{"because": "so it is", "answer": "no"}`}, nil
	}
	g.make(t, yaml)
	return g
}

// simulateAsker asks another thing each time.
func simulateAsker(r seedbed.Request) (seedbed.Reply, error) {
	things := []string{
		"When does the library open on Sundays?", "And do I need a card to borrow records?", "How much is a card for my daughter?",
		"Where can I park my bike near the entrance?", "Is the reading room heated in winter?", "Could I bring a sandwich along?", "Who repairs torn books there?",
	}
	n := 0
	for _, m := range r.Messages {
		if m.Role == seedbed.Assistant {
			n++
		}
	}
	return seedbed.Reply{Text: things[n%len(things)]}, nil
}

func (g *simulateRig) make(t testing.TB, yaml string) {
	t.Helper()
	doc, probs := config.Parse("recipe.yaml", []byte(yaml), 1)
	kind := Simulate()
	cfg := kind.Config()
	if len(probs) == 0 {
		probs = doc.Decode("", cfg)
	}
	if len(probs) > 0 {
		t.Fatalf("decoding: %v", probs)
	}
	p := &plan.Plan{}
	for name := range g.models {
		p.Models = append(p.Models, plan.Model{Name: name, Provider: "test", ID: name})
	}
	g.needs = cfg.Check(&plan.Scope{
		Stage: "talks", Input: g.input, HasFrom: g.from,
		Problem: func(key, message, fix string) {
			g.problems = append(g.problems, seedbed.Problem{Pos: doc.Pos(key), Message: key + ": " + message, Fix: fix})
		},
		ProblemAt: func(key string, line, col int, message, fix string) {
			g.problems = append(g.problems, seedbed.Problem{Pos: doc.PosIn(key, line, col), Message: key + ": " + message, Fix: fix})
		},
		Report: func(p seedbed.Problems) { g.problems = append(g.problems, p...) },
		Warn:   func(key, message, _ string) { g.warnings = append(g.warnings, key+": "+message) },
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
				g.problems = append(g.problems, seedbed.Problem{Pos: doc.Pos(key), Message: key + ": no model " + name})
			}
			return m, m != nil
		},
	})
	if len(g.problems) > 0 {
		return
	}
	st := &plan.Stage{Name: "talks", Kind: kind, Config: cfg, Fingerprint: seedbed.Fingerprint{9}}
	if g.from {
		st.From = []string{"profiles"}
	}
	open := func(name string) (seedbed.Model, error) { return simulateModel{g, name}, nil }
	stage, err := kind.New(cfg, plan.Env{Stage: st, Plan: p, Model: open, System: open})
	if err != nil {
		t.Fatal(err)
	}
	g.stage, g.config = stage, cfg.(*simulateConfig)
}

func (g *simulateRig) run(t testing.TB) []seedbed.Record {
	t.Helper()
	if len(g.problems) > 0 {
		t.Fatal(g.problems)
	}
	out, err := g.stage.Process(context.Background(), generateSeed("name", "Ada", "want", "to know when the library opens"))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// simulated prints a conversation shortly.
func simulated(r *seedbed.Record) string {
	v, _ := r.Fields.Get("conversation")
	list, _ := v.([]any)
	var b strings.Builder
	for _, turn := range list {
		m := turn.(map[string]any)
		fmt.Fprintf(&b, "%s: %s\n", m["role"].(string)[:1], m["content"])
	}
	return b.String()
}

const simulatePlain = "{model: player, system: target, prompt: u.md, turns: 2, repair: {ask_again: 0, restart: 0}"

func TestSimulate(t *testing.T) {
	defer goleak.VerifyNone(t)
	g := newSimulateRig(t, simulatePlain+", instructions: 'You serve {{ name }}.', copies: 2}")
	recs := g.run(t)
	want := `u: When does the library open on Sundays?
a: Answer to "When does the library open on Sundays?".
u: And do I need a card to borrow records?
a: Answer to "And do I need a card to borrow records?".
`
	if len(recs) != 2 || simulated(&recs[0]) != want {
		t.Fatalf("%d records, %s", len(recs), simulated(&recs[0]))
	}
	r := recs[1]
	if r.Origin != seedbed.OriginSimulated || r.Lineage.Copy != 1 || len(r.Lineage.Calls) != 4 || r.Lineage.Model != "player" || r.Lineage.Depth != 1 || r.ID == recs[0].ID {
		t.Errorf("%+v", r)
	}
	if v, ok := seedbed.ValidityOf(r.Fields); !ok || v != seedbed.Valid || r.Fields.Text("ended") != "turns" || r.Fields.Text("turns") != "2" {
		t.Errorf("%s", r.Fields.AppendJSON(nil))
	}
	// Roles are turned round for the one who plays, and as they are for the system.
	var roles []string
	for _, m := range g.asked["player"][len(g.asked["player"])-1].Messages {
		roles = append(roles, string(m.Role))
	}
	if got := strings.Join(roles, " "); got != "system user assistant user" {
		t.Errorf("the player sees %s", got)
	}
	last := g.asked["target"][len(g.asked["target"])-1].Messages
	if len(last) != 4 || last[0].Content != "You serve Ada." || last[1].Role != seedbed.User || last[2].Role != seedbed.Assistant {
		t.Errorf("the system sees %v", last)
	}
	if !slices.Contains(g.needs.Roles, plan.Role{Model: "target", As: plan.AsSystem}) || !slices.Contains(g.needs.Roles, plan.Role{Model: "player", As: plan.AsUser}) {
		t.Errorf("roles %v", g.needs.Roles)
	}
	f := g.needs.Estimate(plan.Flow{Rows: 10, Bytes: 40})
	if f.Rows != 20 || f.Calls[0].Calls != 40 || f.Calls[1].Calls != 40 {
		t.Errorf("estimate %+v", f)
	}
	for _, name := range g.needs.Output.Names() {
		if _, ok := r.Fields.Get(name); !ok {
			t.Errorf("%s is said to be there, and is not", name)
		}
	}
}

func TestSimulateStops(t *testing.T) {
	says := func(s string) func(seedbed.Request) (seedbed.Reply, error) {
		return func(r seedbed.Request) (seedbed.Reply, error) {
			reply, err := simulateAsker(r)
			if len(r.Messages) > 3 {
				reply.Text = s
			}
			return reply, err
		}
	}
	for name, c := range map[string]struct {
		yaml, player, ended, turns string
		grader                     string
		goal                       any
	}{
		"user ends":            {yaml: "", player: "Thank you, that helps me.\n[End of conversation]", ended: "user", turns: "2"},
		"user ends in silence": {yaml: "", player: "[end of conversation]", ended: "user", turns: "1"},
		"goodbye":              {yaml: "", player: "Thanks a lot, bye!", ended: "user", turns: "2"},
		"when":                 {yaml: "stop: {when: \"turns == 2 && contains(last_reply, 'Answer') && size(conversation) == 4\"}", ended: "when", turns: "2"},
		"tokens":               {yaml: "stop: {tokens: 150}", ended: "tokens", turns: "1"},
		"goal":                 {yaml: "stop: {goal: {ask: Does she know?, model: grader}}", grader: `{"because": "x", "answer": "yes"}`, ended: "goal", turns: "1", goal: true},
		"no goal":              {yaml: "stop: {goal: {ask: Does she know?, model: grader}}", grader: `{"because": "x", "answer": "no"}`, ended: "turns", turns: "4", goal: false},
		"goal unread":          {yaml: "stop: {goal: {ask: Does she know?, model: grader}}", grader: `perhaps`, ended: "turns", turns: "4", goal: nil},
	} {
		t.Run(name, func(t *testing.T) {
			g := newSimulateRig(t, "{model: player, system: target, prompt: u.md, turns: 4,"+c.yaml+"}")
			if c.player != "" {
				g.models["player"] = says(c.player)
			}
			if c.grader != "" {
				g.models["grader"] = func(seedbed.Request) (seedbed.Reply, error) { return seedbed.Reply{Text: c.grader}, nil }
			}
			r := g.run(t)[0]
			goal, _ := r.Fields.Get("goal_reached")
			if v, _ := seedbed.ValidityOf(r.Fields); v != seedbed.Valid || r.Fields.Text("ended") != c.ended || r.Fields.Text("turns") != c.turns || goal != c.goal {
				t.Errorf("%s", r.Fields.AppendJSON(nil))
			}
		})
	}
}

func TestSimulateRepairs(t *testing.T) {
	const flip = "How can I help you today?"
	count := func(field string, r *seedbed.Record) int {
		v, _ := r.Fields.Get(field)
		l, _ := v.([]any)
		return len(l)
	}
	player := func(broken func(seedbed.Request) bool) func(seedbed.Request) (seedbed.Reply, error) {
		return func(r seedbed.Request) (seedbed.Reply, error) {
			if broken(r) {
				return seedbed.Reply{Text: flip}, nil
			}
			return simulateAsker(r)
		}
	}
	for name, c := range map[string]struct {
		yaml     string
		broken   func(seedbed.Request) bool
		validity seedbed.Validity
		model    string
		noted    int
		calls    int
	}{
		"sound":           {"", func(seedbed.Request) bool { return false }, seedbed.Valid, "player", 0, 4},
		"asked again":     {"", func(r seedbed.Request) bool { return r.Attempt == 0 }, seedbed.Valid, "player", 2, 6},
		"begun again":     {"", func(r seedbed.Request) bool { return r.Copy == 0 }, seedbed.Valid, "player", 2, 6},
		"another model":   {", model: other", func(seedbed.Request) bool { return true }, seedbed.Valid, "other", 4, 8},
		"broken for good": {"", func(seedbed.Request) bool { return true }, seedbed.Derailed, "player", 3, 4},
	} {
		t.Run(name, func(t *testing.T) {
			g := newSimulateRig(t, "{model: player, system: target, prompt: u.md, turns: 2, repair: {ask_again: 1, restart: 1"+c.yaml+"}}")
			g.models["player"] = player(c.broken)
			r := g.run(t)[0]
			v, _ := seedbed.ValidityOf(r.Fields)
			if v != c.validity || r.Lineage.Model != c.model || count("broken", &r) != c.noted || len(r.Lineage.Calls) != c.calls || !r.Live() {
				t.Errorf("%d calls, %+v %s", len(r.Lineage.Calls), r.Lineage.Model, r.Fields.AppendJSON(nil))
			}
			if c.validity != seedbed.Valid && (!strings.HasPrefix(r.Fields.Text("invalid_because"), "turn 1: role flip") || r.Fields.Text("ended") != "derailed" || count("signals", &r) == 0) {
				t.Errorf("%s", r.Fields.AppendJSON(nil))
			}
		})
	}
}

func TestSimulateBreaks(t *testing.T) {
	say := func(r seedbed.Reply) func(seedbed.Request) (seedbed.Reply, error) {
		return func(seedbed.Request) (seedbed.Reply, error) { return r, nil }
	}
	fails := func(class seedbed.ErrorClass) func(seedbed.Request) (seedbed.Reply, error) {
		return func(seedbed.Request) (seedbed.Reply, error) {
			return seedbed.Reply{}, &seedbed.CallError{Class: class, Message: "no"}
		}
	}
	for name, c := range map[string]struct {
		player, target func(seedbed.Request) (seedbed.Reply, error)
		validity       seedbed.Validity
		ended          string
		failed         bool
	}{
		"player refuses":       {player: say(seedbed.Reply{Refusal: "No."}), validity: seedbed.Declined, ended: "declined"},
		"player filtered":      {player: say(seedbed.Reply{Finish: seedbed.FinishFilter}), validity: seedbed.Declined, ended: "declined"},
		"player blocked":       {player: fails(seedbed.BadRequest), validity: seedbed.Declined, ended: "declined"},
		"player refuses words": {player: say(seedbed.Reply{Text: "I'm sorry, but I can't assist with that request."}), validity: seedbed.Declined, ended: "declined"},
		"player cut":           {player: say(seedbed.Reply{Text: "I would like", Finish: seedbed.FinishLength}), validity: seedbed.CutOff, ended: "cut off"},
		"player empty":         {player: say(seedbed.Reply{}), validity: seedbed.Unparsable, ended: "unparsable"},
		"player ends at once":  {player: say(seedbed.Reply{Text: "When do you open?\n[end of conversation]"}), validity: seedbed.Derailed, ended: "derailed"},
		"player repeats":       {player: say(seedbed.Reply{Text: "When does the big library open on Sunday morning?"}), validity: seedbed.Derailed, ended: "derailed"},
		"target empty":         {target: say(seedbed.Reply{}), validity: seedbed.Unreachable, ended: "unreachable"},
		"target blocked":       {target: fails(seedbed.BadRequest), validity: seedbed.Unreachable, ended: "unreachable"},
		"target lost":          {target: fails(seedbed.Transient), validity: seedbed.Unreachable, failed: true},
		"target cut":           {target: say(seedbed.Reply{Text: "We open", Finish: seedbed.FinishLength}), validity: seedbed.CutOff, ended: "cut off"},
		"target filtered":      {target: say(seedbed.Reply{Finish: seedbed.FinishFilter}), validity: seedbed.Valid, ended: "filter"},
		"target refuses":       {target: say(seedbed.Reply{Refusal: "I cannot do that."}), validity: seedbed.Valid, ended: "turns"},
		"target asks a tool":   {target: say(seedbed.Reply{Finish: seedbed.FinishTool, Tools: []seedbed.ToolCall{{Name: "hours", Arguments: "{}"}}}), validity: seedbed.Valid, ended: "turns"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newSimulateRig(t, simulatePlain+"}")
			if c.player != nil {
				g.models["player"] = c.player
			}
			if c.target != nil {
				g.models["target"] = c.target
			}
			r := g.run(t)[0]
			if v, _ := seedbed.ValidityOf(r.Fields); v != c.validity || r.Fields.Text("ended") != c.ended || r.Live() == c.failed {
				t.Errorf("%s %s", r.Decision.State, r.Fields.AppendJSON(nil))
			}
			if (r.Fields.Text("invalid_because") == "") != (c.validity == seedbed.Valid) {
				t.Errorf("because %q", r.Fields.Text("invalid_because"))
			}
		})
	}
	g := newSimulateRig(t, simulatePlain+"}")
	g.models["target"] = fails(seedbed.Permanent)
	if _, err := g.stage.Process(context.Background(), generateSeed("name", "Ada", "want", "x")); err == nil {
		t.Error("a wrong key stops nothing")
	}
}

func TestSimulateBranches(t *testing.T) {
	defer goleak.VerifyNone(t)
	g := newSimulateRig(t, "{model: player, system: target, prompt: u.md, turns: 4, branch: {after: 2, into: 3}}")
	g.models["target"] = func(r seedbed.Request) (seedbed.Reply, error) {
		return seedbed.Reply{Text: fmt.Sprintf("Reply %d of copy %d.", len(r.Messages), r.Copy)}, nil
	}
	recs := g.run(t)
	if len(recs) != 3 || len(g.asked["player"]) != 2+3*2 || len(g.asked["target"]) != 2+3*2 {
		t.Fatalf("%d records, %d calls", len(recs), len(g.asked["player"]))
	}
	a, b := recs[0], recs[2]
	if n := len(a.Lineage.Calls); n != 8 || a.Lineage.Calls[n-1] != b.Lineage.Calls[n-1] || a.Lineage.Calls[n-4] != b.Lineage.Calls[n-4] || a.Lineage.Calls[0] == b.Lineage.Calls[0] {
		t.Errorf("calls %v %v", a.Lineage.Calls, b.Lineage.Calls)
	}
	if a.ID == b.ID || b.Fields.Text("branch") != "3" || simulated(&a) == simulated(&b) {
		t.Errorf("%s %s", simulated(&a), simulated(&b))
	}
}

// TestSimulateResumes kills a run after each number of calls: what goes on asks no
// stored call again, and ends in the same records.
func TestSimulateResumes(t *testing.T) {
	const yaml = "{model: player, system: target, prompt: u.md, turns: 3, copies: 2, branch: {after: 1, into: 2}, stop: {goal: {ask: Enough?, model: grader}}, checks: {model: grader}}"
	flips := func(r seedbed.Request) (seedbed.Reply, error) {
		if r.Attempt == 0 && len(r.Messages) == 4 {
			return seedbed.Reply{Text: "As an AI language model, I have no card."}, nil
		}
		return simulateAsker(r)
	}
	whole := newSimulateRig(t, yaml)
	whole.models["player"] = flips
	want := shown(whole.run(t))
	total := 0
	for _, a := range whole.asked {
		total += len(a)
	}
	for stop := 1; stop < total; stop++ {
		g := newSimulateRig(t, yaml)
		g.models["player"] = flips
		g.stop = stop
		if _, err := g.stage.Process(context.Background(), generateSeed("name", "Ada", "want", "to know when the library opens")); !errors.Is(err, errKilled) {
			t.Fatalf("stopped after %d: %v", stop, err)
		}
		g.stop = 0
		if got := shown(g.run(t)); got != want {
			t.Fatalf("stopped after %d: %s", stop, got)
		}
		again := 0
		for _, a := range g.asked {
			again += len(a)
		}
		if again != total {
			t.Fatalf("stopped after %d: %d calls instead of %d", stop, again, total)
		}
	}
}

func TestSimulateChecks(t *testing.T) {
	g := newSimulateRig(t, simulatePlain+", checks: {model: grader, share: 50%}, copies: 40}")
	checked := 0
	for _, r := range g.run(t) {
		v, _ := seedbed.ValidityOf(r.Fields)
		switch r.Fields.Text("checked") {
		case "":
			if v != seedbed.Valid {
				t.Errorf("%s", r.Fields.AppendJSON(nil))
			}
		case "broken":
			checked++
			if v != seedbed.Derailed || r.Fields.Text("invalid_because") != "broken by the validity check: so it is" {
				t.Errorf("%s", r.Fields.AppendJSON(nil))
			}
		}
	}
	if checked < 8 || checked > 32 {
		t.Errorf("%d of 40 were checked", checked)
	}
}

func TestSimulateAttributes(t *testing.T) {
	g := newSimulateRig(t, simulatePlain+", attributes: {mood: [calm, angry]}, opening: 'Hi, {{ mood }} {{ name }} here. When do you open?'}")
	recs := g.run(t)
	if len(recs) != 2 || !strings.HasPrefix(simulated(&recs[1]), "u: Hi, angry Ada here.") || recs[1].Fields.Text("mood") != "angry" || len(g.asked["player"]) != 2 {
		t.Errorf("%s", shown(recs))
	}
	g.from, g.problems = false, nil
	g.input = seedbed.Schema{}
	g.files["u.md"] = "---\nattributes: {name: [Ada, Bo], want: [books, rest, tea]}\n---\nYou are {{ name }}, who wants {{ want }}."
	g.make(t, simulatePlain+"}")
	if len(g.problems) > 0 || g.needs.Roots != 6 {
		t.Fatalf("%v, %d roots", g.problems, g.needs.Roots)
	}
	n := 0
	for r, err := range g.stage.(seedbed.Rooter).Roots(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		out, err := g.stage.Process(context.Background(), r)
		if err != nil || len(out) != 1 || out[0].Fields.Text("name") == "" {
			t.Fatal(err, out)
		}
		n++
	}
	if n != 6 {
		t.Errorf("%d roots", n)
	}
}

func TestSimulateProblems(t *testing.T) {
	for yaml, want := range map[string]string{
		"{model: player, system: nobody, prompt: u.md}":                                         "no model nobody",
		"{model: player, system: target, prompt: gone.md}":                                      "gone.md does not exist",
		"{model: player, system: target, prompt: u.md, opening: '{{ nam }}'}":                   `did you mean "name"`,
		"{model: player, system: target, prompt: u.md, instructions: '{% if %}'}":               "instructions:",
		"{model: player, system: target, prompt: u.md, branch: {into: 2}}":                      "add after: 2",
		"{model: player, system: target, prompt: u.md, branch: {after: 6, into: 2}}":            "none left after turn 6",
		"{model: player, system: target, prompt: u.md, stop: {goal: {ask: Done?}}}":             "nobody is asked",
		"{model: player, system: target, prompt: u.md, stop: {goal: {model: grader}}}":          "no question",
		"{model: player, system: target, prompt: u.md, stop: {when: turn > 3}}":                 `did you mean "turns"`,
		"{model: player, system: target, prompt: u.md, repair: {model: player}}":                "has played already",
		"{model: player, system: target, prompt: u.md, checks: {model: x}}":                     "no model x",
		"{model: player, system: target, prompt: u.md, rows: 3}":                                "rows is for stages without from",
		"{model: player, system: target, prompt: u.md, attributes: {a: [1]}, constraints: [b]}": "b",
	} {
		g := newSimulateRig(t, yaml)
		if got := g.problems.Error(); !strings.Contains(got, want) {
			t.Errorf("%s\n got %q\nwant %q", yaml, got, want)
		}
	}
	g := newSimulateRig(t, "{model: player, system: player, prompt: u.md, field: want}")
	if got := strings.Join(g.warnings, "\n"); !strings.Contains(got, "same model plays") || !strings.Contains(got, "takes the place") {
		t.Errorf("warnings: %s", got)
	}
}

func TestSimulateUnfilled(t *testing.T) {
	g := newSimulateRig(t, simulatePlain+"}")
	out, err := g.stage.Process(context.Background(), generateSeed("name", "Ada"))
	if err != nil || len(out) != 1 || out[0].Decision.Reason != reasonUnfilled {
		t.Errorf("%v %v", out, err)
	}
}

// BenchmarkSimulate is one conversation of six turns with models that answer at once.
func BenchmarkSimulate(b *testing.B) {
	g := newSimulateRig(b, "{model: player, system: target, prompt: u.md, turns: 6}")
	open := func(string) (seedbed.Model, error) {
		return simulateInstant(func(r seedbed.Request) (seedbed.Reply, error) { return simulateAsker(r) }), nil
	}
	st, err := newSimulate(g.config, plan.Env{Stage: &plan.Stage{Name: "talks", From: []string{"x"}}, Plan: &plan.Plan{}, Model: open, System: open})
	if err != nil {
		b.Fatal(err)
	}
	seed := generateSeed("name", "Ada", "want", "to know when the library opens")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := st.Process(context.Background(), seed); err != nil {
			b.Fatal(err)
		}
	}
}

type simulateInstant func(seedbed.Request) (seedbed.Reply, error)

func (m simulateInstant) Generate(_ context.Context, r seedbed.Request) (seedbed.Reply, error) {
	return m(r)
}
