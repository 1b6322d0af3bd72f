package stage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

const evolveHead = "seeds: [questions]\nmodel: writer\n"

// grow returns what has grown, without the seeds, all of which have to be told as such.
func (g *sourceRig) grow(t testing.TB, yaml string) []seedbed.Record {
	t.Helper()
	return grown(t, g.run(t, yaml))
}

func grown(t testing.TB, out []seedbed.Record) []seedbed.Record {
	t.Helper()
	for i, r := range out {
		if r.Fields.Text("how") != evolveSeed {
			return out[i:]
		}
		if r.Decision.Reason != reasonIsSeed || r.Fields.Text("depth") != "0" {
			t.Errorf("seed %+v", r)
		}
	}
	return nil
}

func evolveRig(answer func(seedbed.Request) (seedbed.Reply, error), seeds ...string) *sourceRig {
	g := &sourceRig{
		kind: Evolve(), model: &generateModel{answer: answer}, rows: map[string][]seedbed.Record{},
		files: map[string]string{"p.md": "Make {{ how }} of {{ instruction }}.", "bad.md": "{{ instructoin }}"},
		sources: map[string]plan.Source{
			"questions": {Name: "questions", Schema: seedbed.Schema{Fields: []seedbed.FieldType{{Name: "instruction", Type: seedbed.TypeText}, {Name: "n", Type: seedbed.TypeInt}}}},
		},
	}
	for i, s := range seeds {
		g.rows["questions"] = append(g.rows["questions"], redteamSeed(i, seedbed.Field{Name: "instruction", Value: s}))
	}
	return g
}

// madeUp gives instructions that share no two words in a row, numbered.
func madeUp(n int) string {
	rng := rand.New(rand.NewPCG(uint64(n), 5))
	words := make([]string, 8)
	for i := range words {
		words[i] = fmt.Sprintf("w%d", rng.IntN(100_000))
	}
	return fmt.Sprintf("Explain %d %s.", n, strings.Join(words, " "))
}

func text2reply(s string) (seedbed.Reply, error) { return seedbed.Reply{Text: s}, nil }

func TestEvolveGrows(t *testing.T) {
	defer goleak.VerifyNone(t)
	novel := func(r seedbed.Request) (seedbed.Reply, error) { return text2reply(madeUp(r.Copy)) }
	g := evolveRig(novel, "Explain tides to a child.", "Write a poem on rust.", "Write a poem on rust.", "", "List five uses of a brick.")
	out := g.grow(t, evolveHead+"rounds: 6\nbatch: 12\ndepth: 3")
	if len(out) != 72 {
		t.Fatalf("%d records, %q", len(out), g.notices)
	}
	seeds := map[seedbed.ID]bool{}
	st, _ := g.make(t, evolveHead+"rounds: 6\nbatch: 12\ndepth: 3")
	for root := range st.(seedbed.Rooter).Roots(t.Context()) {
		seeds[root.ID] = root.Lineage.Line > 0
	}
	g.notices = g.notices[:0]
	all, _ := stageRun(st)
	out = grown(t, all)
	byHow, deepest, ids := map[string]int{}, int64(0), map[seedbed.ID]seedbed.Record{}
	for _, r := range out {
		f := r.Fields.Map()
		how, method, _ := strings.Cut(f["how"].(string), ": ")
		byHow[how]++
		if (how == evolveDeeper) != (method != "") || !slices.Contains(g.needs.Attributes[0].Values, f["how"].(string)) {
			t.Errorf("how: %v", f["how"])
		}
		depth := f["depth"].(int64)
		deepest = max(deepest, depth)
		if !r.Live() || r.Origin != seedbed.OriginGenerated || r.Lineage.Depth != int(depth) || r.Lineage.Source != "seeds" || len(r.Lineage.Calls) != 1 {
			t.Fatalf("%+v", r)
		}
		parent, ok := ids[r.Lineage.Parents[0]]
		if !ok && !seeds[r.Lineage.Parents[0]] {
			t.Errorf("a parent is no row: %+v", r.Lineage)
		}
		if ok && how != evolveInstruct {
			if p, _ := parent.Fields.Get("depth"); p.(int64) != depth-1 {
				t.Errorf("depth %d of a child of depth %v", depth, p)
			}
		}
		if how == evolveInstruct && len(r.Lineage.Exemplars) < 3 {
			t.Errorf("%+v", r.Lineage)
		}
		ids[r.ID] = r
	}
	if byHow[evolveDeeper] != 24 || byHow[evolveBroader] != 24 || byHow[evolveInstruct] != 24 || deepest != 3 || len(ids) != 72 {
		t.Errorf("%v, depth %d, %d ids", byHow, deepest, len(ids))
	}
	if len(g.notices) != 1 || !strings.Contains(g.notices[0], "72 new instructions from 3 seeds in 6 rounds") || !strings.Contains(g.notices[0], "not saturated") {
		t.Errorf("%q", g.notices)
	}
	// The same replies give the same rows, and more rounds change none of them.
	more := g.grow(t, evolveHead+"rounds: 8\nbatch: 12\ndepth: 3\nat_most: 90")
	for i := range out {
		if more[i].ID != out[i].ID || string(more[i].Fields.AppendJSON(nil)) != string(out[i].Fields.AppendJSON(nil)) {
			t.Fatalf("row %d is another", i)
		}
	}
	if len(more) != 90 || !strings.Contains(g.notices[0], "90 instructions that are wanted") {
		t.Errorf("%d rows, %q", len(more), g.notices)
	}
}

func TestEvolveStopsAtSaturation(t *testing.T) {
	g := evolveRig(func(r seedbed.Request) (seedbed.Reply, error) {
		return text2reply(madeUp(rand.New(rand.NewPCG(uint64(r.Copy), 1)).IntN(40)))
	}, "Explain tides to a child.")
	out := g.grow(t, evolveHead+"rounds: 400\nbatch: 16")
	live := 0
	for _, r := range out {
		if r.Live() {
			live++
		} else if r.Decision.Reason != reasonNotNovel || !strings.Contains(r.Decision.Detail, "Jaccard 1.00") || r.Fields.Text("instruction") == "" {
			t.Fatalf("%+v", r.Decision)
		}
	}
	if live < 38 || live > 40 || len(out) > 600 {
		t.Errorf("%d novel of %d", live, len(out))
	}
	if !strings.Contains(g.notices[0], "with 95 % confidence, and saturation is 5") || !strings.Contains(g.notices[0], "not novel") {
		t.Errorf("%q", g.notices)
	}
	if out = g.grow(t, evolveHead+"rounds: 60\nbatch: 16\nsaturation: 0%"); len(out) != 960 {
		t.Errorf("saturation 0%% stopped at %d", len(out))
	}
}

func TestEvolveRejects(t *testing.T) {
	long := strings.Repeat("long ", 301)
	texts := []string{
		"I'm sorry, but I can't do that.", "I can't sleep. What helps against that?", "Why?", long, "Answer the given prompt with care, please.",
		"It makes sense by itself, and people can answer it well.", "Explain tides to a child.",
	}
	g := evolveRig(func(r seedbed.Request) (seedbed.Reply, error) {
		if r.Copy == len(texts) {
			return seedbed.Reply{Finish: seedbed.FinishRefusal, Refusal: "no"}, nil
		}
		if r.Copy == len(texts)+1 {
			return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.BadRequest, Message: "too long"}
		}
		if r.Copy > len(texts) {
			return text2reply(madeUp(r.Copy))
		}
		return text2reply(texts[r.Copy])
	}, "Explain tides to a child.")
	out := g.grow(t, evolveHead+"rounds: 2\nbatch: 9\nhow: [broader, deeper]")
	var got []string
	for _, r := range out[:9] {
		got = append(got, r.Decision.Reason)
	}
	want := []string{reasonRefused, "", reasonTooShort, reasonTooLong, reasonCopied, reasonCopied, reasonNotNovel, reasonRefused, reasonBadRequest}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if len(out) != 18 {
		t.Errorf("a request that the model will not take stopped it: %d rows", len(out))
	}
	if !strings.Contains(g.notices[0], "2 refused") || !strings.Contains(g.notices[0], "2 copied the instructions") {
		t.Errorf("%q", g.notices)
	}
}

func TestEvolveWaitsForLostCalls(t *testing.T) {
	down := true
	g := evolveRig(func(r seedbed.Request) (seedbed.Reply, error) {
		if down && r.Copy == evolvePlaces+3 {
			return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient, Message: "down"}
		}
		return text2reply(madeUp(r.Copy))
	}, "Explain tides to a child.")
	first := g.grow(t, evolveHead+"rounds: 4\nbatch: 8")
	if len(first) != 16 || first[11].Decision.State != seedbed.Failed || !strings.Contains(g.notices[0], "1 call got no answer") {
		t.Fatalf("%d rows, %q", len(first), g.notices)
	}
	down = false
	whole := g.grow(t, evolveHead+"rounds: 4\nbatch: 8")
	if len(whole) != 32 {
		t.Fatalf("%d rows", len(whole))
	}
	for i := range first {
		if (whole[i].ID == first[i].ID) != (i != 11) {
			t.Errorf("row %d: %v and %v", i, first[i].ID, whole[i].ID)
		}
	}
	st, err := g.make(t, evolveHead)
	if err != nil {
		t.Fatal(err)
	}
	g.model.answer = func(seedbed.Request) (seedbed.Reply, error) {
		return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Permanent, Message: "no such model"}
	}
	if _, err := stageRun(st); err == nil || !strings.Contains(err.Error(), "no such model") {
		t.Errorf("%v", err)
	}
}

func TestEvolveEnds(t *testing.T) {
	// With depth 1 and no instruct, seeds alone are evolved, again and again.
	g := evolveRig(func(r seedbed.Request) (seedbed.Reply, error) { return text2reply("I cannot create that.") }, "Explain tides to a child.")
	if out := g.grow(t, evolveHead+"rounds: 50\nbatch: 10"); len(out) != 30 || !strings.Contains(g.notices[0], "none of the last 30 replies") {
		t.Errorf("%d rows, %q", len(out), g.notices)
	}
	g = evolveRig(nil, "", "  ")
	st, err := g.make(t, evolveHead)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stageRun(st); err == nil || !strings.Contains(err.Error(), "no seed has a text") {
		t.Errorf("%v", err)
	}
	g = evolveRig(func(r seedbed.Request) (seedbed.Reply, error) { return text2reply(madeUp(r.Copy)) }, "Explain tides to a child.")
	out := g.grow(t, evolveHead+"prompt: p.md\nrounds: 2\nbatch: 4\ndepth: 1")
	for _, r := range out {
		if d, _ := r.Fields.Get("depth"); d != int64(1) {
			t.Errorf("depth %v", d)
		}
	}
	if got := last(g.model.reqs[0]); !strings.HasPrefix(got, "Make ") {
		t.Errorf("%q", got)
	}
}

func TestEvolveKeepsSeeds(t *testing.T) {
	g := evolveRig(func(r seedbed.Request) (seedbed.Reply, error) { return text2reply(madeUp(r.Copy)) }, "Explain tides to a child.")
	out := g.run(t, evolveHead+"rounds: 1\nbatch: 1\nkeep_seeds: true")
	if len(out) != 2 || !out[0].Live() || out[0].Fields.Text("instruction") != "Explain tides to a child." || out[0].Origin != seedbed.OriginHuman || out[0].Lineage.Line != 1 {
		t.Errorf("%+v", out)
	}
}

func TestEvolveSaysWhatIsWrong(t *testing.T) {
	g := evolveRig(nil, "Explain tides to a child.")
	for yaml, want := range map[string]string{
		"seeds: [gone]\nmodel: writer":                 "no source gone",
		"seeds: [questions, questions]\nmodel: writer": "there twice",
		"seeds: [questions]\nmodel: gone":              "no model gone",
		"model: writer":                                "seeds",
		evolveHead + "field: question":                 "no field question",
		evolveHead + "field: n":                        "no text",
		evolveHead + "how: [deeper, deeper]":           "there twice",
		evolveHead + "how: [wider]":                    "wider",
		evolveHead + "prompt: gone.md":                 "does not exist",
		evolveHead + "prompt: bad.md":                  "instructoin",
		evolveHead + "saturation: 0.01%":               "thousands",
	} {
		if _, err := g.make(t, yaml); err != nil || !strings.Contains(g.problems.Error(), want) {
			t.Errorf("%s: %v, want %q", yaml, g.problems, want)
		}
	}
	if _, err := g.make(t, evolveHead); err != nil || len(g.problems)+len(g.warnings) > 0 {
		t.Errorf("%v %v %q", err, g.problems, g.warnings)
	}
	if f := g.needs.Estimate(plan.Flow{}); f.Rows != 640 || f.Calls[0].Calls != 640 {
		t.Errorf("%+v", f)
	}
	if schema, err := config.JSONSchema("x", "evolve", Evolve().Doc, Evolve().Config()); err != nil || len(schema) < 100 {
		t.Errorf("%s, %v", schema, err)
	}
}

// Doubling the rows does not make each of them cost more.
func BenchmarkEvolve(b *testing.B) {
	for _, rounds := range []int{20, 80} {
		b.Run(fmt.Sprint(rounds*500), func(b *testing.B) {
			g := evolveRig(func(r seedbed.Request) (seedbed.Reply, error) { return text2reply(madeUp(r.Copy)) }, "Explain tides to a child.")
			n := 0
			for b.Loop() {
				st, err := g.make(b, fmt.Sprintf("%srounds: %d\nbatch: 500\nat_most: 1000000", evolveHead, rounds))
				if err != nil {
					b.Fatal(err)
				}
				for root := range st.(seedbed.Rooter).Roots(b.Context()) {
					for range st.(seedbed.Streamer).Stream(b.Context(), root) {
						n++
					}
				}
				g.model.reqs = nil
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/row")
		})
	}
}
