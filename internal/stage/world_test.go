package stage

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

const worldBrief = `name: Haldane Instruments
does: builds and repairs weather stations for harbours
people: 30
units: {Engineering: 5, Finance: 1, Sales: 2}
places: [Bergen, Aarhus]
projects: {Seaglass: a cheaper salt sensor, Lantern: a lighter mast}
topics: [the canteen, travel expenses]
`

func worldRig(answer func(seedbed.Request) (seedbed.Reply, error)) *generateRig {
	g := &generateRig{files: map[string]string{
		"brief.yaml": worldBrief, "bad.yaml": "name: X\npeople: 3\n", "typo.md": "{{ facs }}", "same.md": "Write.",
		"all.md": "{{ organisation }}{{ does }}{{ kind }}{{ date }}{{ author.email }}{{ recipients }}{{ topic }}{{ language }}{{ facts }}{{ avoid }}{{ passages }}{{ earlier }}{{ position }}{{ of }}",
	}}
	if answer != nil {
		g.model = &generateModel{answer: answer}
	}
	return g
}

// worldAll runs all threads.
func worldAll(t testing.TB, g *generateRig) []seedbed.Record {
	t.Helper()
	var out []seedbed.Record
	n := 0
	for root, err := range g.stage.(seedbed.Rooter).Roots(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		recs, err := g.stage.Process(context.Background(), root)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, recs...)
		n++
	}
	if n != g.needs.Roots {
		t.Errorf("%d roots, announced are %d", n, g.needs.Roots)
	}
	return out
}

// worldGood answers with what the prompt demands: its facts, and its passage as it is
// to be, word for word or between tags.
func worldGood(r seedbed.Request) (seedbed.Reply, error) {
	var b strings.Builder
	b.WriteString("Subject: News\n\n")
	for line := range strings.Lines(r.Messages[len(r.Messages)-1].Content) {
		if fact, ok := strings.CutPrefix(line, "- "); ok {
			b.WriteString(fact)
		}
		if strings.HasPrefix(line, "Say nothing of these") {
			break
		}
	}
	if _, rest, ok := strings.Cut(r.Messages[len(r.Messages)-1].Content, "between the tags "); ok {
		label, rest, _ := strings.Cut(rest, ">")
		_, says, _ := strings.Cut(rest, ": ")
		says, keep, _ := strings.Cut(says, "\n")
		keep, _, _ = strings.Cut(strings.TrimPrefix(keep, "These stay as they are written: "), "\n")
		if r.Copy%2 == 0 {
			says = "In my words, " + strings.ReplaceAll(strings.TrimRight(keep, "."), `"`, "")
		}
		fmt.Fprintf(&b, "%s> %s </%s>", label, says, strings.Trim(label, "<"))
	}
	return seedbed.Reply{Text: b.String()}, nil
}

func TestWorld(t *testing.T) {
	defer goleak.VerifyNone(t)
	yaml := "{brief: brief.yaml, model: writer, documents: 200, sensitive: 30%, look_alike: 20%}"
	g := worldRig(worldGood).ok(t, World(), yaml)
	recs := worldAll(t, g)
	sensitive, alike, told, planned := 0, 0, 0, 0
	ids := map[seedbed.ID]bool{}
	threads := map[string]int{}
	for i := range recs {
		r := &recs[i]
		ids[r.ID] = true
		if !r.Live() || r.Origin != seedbed.OriginSimulated || r.Fields.Text("validity") != "valid" || r.Fields.Text("subject") != "News" || len(r.Lineage.Calls) == 0 {
			t.Fatalf("record %s %+v", shown(recs[i:i+1]), r.Decision)
		}
		if p, _ := r.Fields.Get("problems"); len(p.([]any)) > 0 {
			t.Errorf("problems of a text that says what it was told to: %s", shown(recs[i:i+1]))
		}
		a, _ := r.Fields.Get("asserts")
		told += len(a.([]any))
		if r.Fields.Text("sensitive") == "true" {
			sensitive++
		}
		if r.Fields.Text("looks_sensitive") != "" {
			alike++
		}
		spans, _ := r.Fields.Get("spans")
		for _, s := range spans.([]any) {
			s := s.(map[string]any)
			text := []rune(r.Fields.Text("text"))
			if got := string(text[s["start"].(int64):s["end"].(int64)]); got != s["text"] || strings.ContainsAny(got, "<>") {
				t.Errorf("span %v is %q", s, got)
			}
		}
		planned++
		threads[r.Fields.Text("thread")]++
		if want := threads[r.Fields.Text("thread")]; r.Fields.Text("position") != fmt.Sprint(want) {
			t.Errorf("position %s, want %d", r.Fields.Text("position"), want)
		}
	}
	if len(recs) < 200 || len(recs) > 203 || len(ids) != len(recs) || sensitive < 45 || sensitive > 61 || alike < 25 || told < planned {
		t.Errorf("%d records, %d ids, %d sensitive, %d alike, %d facts told", len(recs), len(ids), sensitive, alike, told)
	}
	names := strings.Join(g.needs.Output.Names(), " ")
	if got := strings.Join(recs[0].Fields.Names(), " "); got != names {
		t.Errorf("fields %s, announced %s", got, names)
	}
	again := worldAll(t, worldRig(worldGood).ok(t, World(), yaml))
	if shown(again) != shown(recs) {
		t.Error("the second time it is another organisation")
	}
	more := worldAll(t, worldRig(worldGood).ok(t, World(), strings.Replace(yaml, "200", "260", 1)))
	if shown(more[:len(recs)]) != shown(recs) || more[len(recs)-1].ID != recs[len(recs)-1].ID {
		t.Error("more documents change those that were there")
	}
	if flow := g.needs.Estimate(plan.Flow{}); flow.Rows != 200 || flow.Calls[0].Calls != 200 || g.needs.Roles[0] != (plan.Role{Model: "writer", As: plan.AsWriter}) {
		t.Errorf("estimate %+v, roles %v", flow, g.needs.Roles)
	}
}

// What a model does instead of what it was asked: each shows as what it is.
func TestWorldBroken(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply seedbed.Reply
		more  string
		want  func(r *seedbed.Record) bool
	}{
		{"no passage", seedbed.Reply{Text: "Subject: x\n\nNothing private."}, "sensitive: 100%, look_alike: 0%", func(r *seedbed.Record) bool {
			return r.Decision.State == seedbed.Rejected && r.Decision.Reason == reasonNoPassage && strings.Contains(r.Fields.Text("text"), "Nothing")
		}},
		{"inserted", seedbed.Reply{Text: "Subject: x\n\nOne.\n\nTwo."}, "sensitive: 100%, look_alike: 0%, plant: inserted", func(r *seedbed.Record) bool {
			return r.Live() && r.Fields.Text("sensitive") == "true" && strings.HasPrefix(r.Fields.Text("text"), "One.")
		}},
		{"refused", seedbed.Reply{Refusal: "I cannot write about people."}, "sensitive: 100%, look_alike: 0%", func(r *seedbed.Record) bool {
			return r.Live() && r.Fields.Text("validity") == "declined" && r.Fields.Text("text") == "" && r.Fields.Text("invalid_because") != ""
		}},
		{"cut off", seedbed.Reply{Text: "Subject: x\n\nThe long", Finish: seedbed.FinishLength}, "sensitive: 100%, look_alike: 0%", func(r *seedbed.Record) bool {
			return r.Live() && r.Fields.Text("validity") == "cut off" && r.Fields.Text("text") == "The long"
		}},
		{"empty", seedbed.Reply{Text: "Subject: x"}, "plant: inserted", func(r *seedbed.Record) bool {
			return r.Live() && r.Fields.Text("validity") == "unparsable"
		}},
		{"a stranger", seedbed.Reply{Text: "```json\n{\"subject\": \"S\", \"body\": \"I met Sarah Johnson.\"}\n```"}, "sensitive: 0", func(r *seedbed.Record) bool {
			return r.Live() && strings.Contains(r.Fields.Text("problems"), "nobody called Sarah Johnson") && r.Fields.Text("subject") == "S"
		}},
		{"hostile", seedbed.Reply{Text: strings.Repeat("<health>\xff\x00[", 500) + strings.Repeat("</health>Maya Project INC-", 500)}, "sensitive: 100%, look_alike: 0%", func(r *seedbed.Record) bool {
			return r.Decision.Reason == reasonNoPassage
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			var mu sync.Mutex
			g := worldRig(func(seedbed.Request) (seedbed.Reply, error) { mu.Lock(); asked++; mu.Unlock(); return tt.reply, nil })
			recs := worldAll(t, g.ok(t, World(), "{brief: brief.yaml, model: writer, documents: 6, attempts: 2, "+tt.more+"}"))
			for i := range recs {
				if !tt.want(&recs[i]) {
					t.Errorf("got %s", shown(recs[i:i+1]))
				}
			}
			if asked > 2*len(recs) {
				t.Errorf("asked %d times for %d documents", asked, len(recs))
			}
		})
	}
}

// A document that contradicts the graph is asked for again, and the best one stays.
func TestWorldAsksAgain(t *testing.T) {
	g := worldRig(func(r seedbed.Request) (seedbed.Reply, error) {
		return seedbed.Reply{Text: []string{"Hi, I met Sarah Johnson and Emily Brown.", "Hi, I met Sarah Johnson.", "Hi, I met Sarah Johnson and Emily Brown."}[r.Attempt]}, nil
	})
	for _, r := range worldAll(t, g.ok(t, World(), "{brief: brief.yaml, model: writer, documents: 3, sensitive: 0, look_alike: 0}")) {
		if !strings.HasSuffix(r.Fields.Text("text"), "met Sarah Johnson.") || len(r.Lineage.Calls) != 3 {
			t.Errorf("got %q of %d calls", r.Fields.Text("text"), len(r.Lineage.Calls))
		}
	}
}

// A message that no reply could be had to fails alone, with those after it in its
// thread; the next run makes what the first would have made.
func TestWorldLost(t *testing.T) {
	yaml := "{brief: brief.yaml, model: writer, documents: 30, kinds: {email_thread: 1}}"
	whole := worldAll(t, worldRig(worldGood).ok(t, World(), yaml))
	g := worldRig(func(r seedbed.Request) (seedbed.Reply, error) {
		if r.Copy == 1 {
			return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Transient, Message: "reset"}
		}
		return worldGood(r)
	}).ok(t, World(), yaml)
	some := worldAll(t, g)
	if some[0].ID != whole[0].ID || some[1].Decision.State != seedbed.Failed || some[1].ID == whole[1].ID || some[1].Fields.Text("thread") != "t1" || some[2].Fields.Text("thread") != "t2" {
		t.Errorf("got %s", shown(some[:3]))
	}
	g.model.answer = func(seedbed.Request) (seedbed.Reply, error) {
		return seedbed.Reply{}, &seedbed.CallError{Class: seedbed.Permanent, Message: "wrong key"}
	}
	for root := range g.stage.(seedbed.Rooter).Roots(context.Background()) {
		if _, err := g.stage.Process(context.Background(), root); err == nil {
			t.Error("a permanent error does not stop the run")
		}
		break
	}
	if _, err := g.stage.Process(context.Background(), generateSeed("thread", "x")); err == nil {
		t.Error("a record of another stage is taken")
	}
}

// Prompts that show nothing of a document still ask for different ones.
func TestWorldPrompts(t *testing.T) {
	for _, file := range []string{"same.md", "all.md"} {
		g := worldRig(worldGood).ok(t, World(), "{brief: brief.yaml, model: writer, documents: 20, prompt: "+file+", attempts: 1}")
		keys := map[seedbed.CallKey]bool{}
		recs := worldAll(t, g)
		for _, r := range recs {
			keys[r.Lineage.Calls[0]] = true
		}
		if len(keys) != len(recs) {
			t.Errorf("%s: %d different calls for %d documents", file, len(keys), len(recs))
		}
	}
}

func TestWorldProblems(t *testing.T) {
	for _, tt := range []struct{ yaml, want string }{
		{"{brief: none.yaml, model: writer}", "none.yaml does not exist"},
		{"{brief: bad.yaml, model: writer}", "bad.yaml:2:9:"},
		{"{brief: brief.yaml, model: nobody}", "no model nobody"},
		{"{brief: brief.yaml, model: writer, kinds: {email: 1}}", `"email" is no kind of document`},
		{"{brief: brief.yaml, model: writer, kinds: {chat: -1}}", "-1 is no share"},
		{"{brief: brief.yaml, model: writer, kinds: {chat: 0}}", "no kind of document has a share"},
		{"{brief: brief.yaml, model: writer, sensitive: 80%, look_alike: 30%}", "110 % together"},
		{"{brief: brief.yaml, model: writer, prompt: typo.md}", `typo.md:1:4: {{ facs }} is not a field of world`},
	} {
		g := worldRig(nil).make(t, World(), tt.yaml)
		if !strings.Contains(g.problems.Error(), tt.want) {
			t.Errorf("%s: got %q, want %q", tt.yaml, g.problems.Error(), tt.want)
		}
	}
	g := worldRig(nil)
	g.from, g.input = true, questions()
	if g.make(t, World(), "{brief: brief.yaml, model: writer}"); !strings.Contains(g.problems.Error(), "leave from out") {
		t.Errorf("with from: %v", g.problems)
	}
}
