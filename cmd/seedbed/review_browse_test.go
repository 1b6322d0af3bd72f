package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/testkit"
	"seedbed.dev/seedbed/internal/web"
)

// browsed opens the rows of the ground's project as the page has them.
func (g *ground) browsed() (*people, web.Browser, *browse.Index) {
	g.t.Helper()
	w := g.at()
	g.t.Cleanup(func() { w.close() })
	b, err := w.browser(g.t.Context())
	if err != nil {
		g.t.Fatal(err)
	}
	x, err := b.Index(g.t.Context())
	if err == nil {
		err = x.Wait(g.t.Context())
	}
	if err != nil {
		g.t.Fatal(err)
	}
	return w, b, x
}

// kindsIn counts the parts of a story by their kind, and gathers their words.
func kindsIn(p *web.Part, n map[web.PartKind]int, words *strings.Builder) {
	n[p.Kind]++
	words.WriteString(p.Label + " " + p.Title + " " + strings.Join(p.Lines, " ") + "\n")
	for _, c := range p.Parts {
		kindsIn(c, n, words)
	}
}

// A run's rows are found as seedbed rows finds them, and their stories say what seedbed why
// says.
func TestBrowseARun(t *testing.T) {
	t.Parallel()
	srv := testkit.NewServer(t, testkit.Script{})
	g := newGround(t, eggs(srv, 40))
	g.must(exitOK, "run")
	_, b, x := g.browsed()
	all := rowsOf(t, g)
	p, err := x.Search(t.Context(), &browse.Query{Limit: 500})
	if err != nil || len(p.Hits) != len(all) || !x.Progress().Done {
		t.Fatalf("%d of %d rows, %v", len(p.Hits), len(all), err)
	}
	for i, h := range p.Hits {
		if !strings.Contains(all[i], h.Row.ID.String()) {
			t.Fatalf("row %d is %s, and seedbed rows has %s", i, h.Row.ID, all[i])
		}
	}
	story, err := b.Story(t.Context(), p.Hits[0].Row.ID)
	if err != nil {
		t.Fatal(err)
	}
	n, words := map[web.PartKind]int{}, &strings.Builder{}
	kindsIn(story.Root, n, words)
	for _, kind := range []web.PartKind{web.PartRow, web.PartSeed, web.PartPrompt, web.PartCall, web.PartJudge, web.PartDecision} {
		if n[kind] == 0 {
			t.Errorf("no %s in\n%s", kind, words)
		}
	}
	for _, want := range []string{"prompts/hint.md r1", "uncalibrated", "seeds.csv"} {
		if !strings.Contains(words.String(), want) {
			t.Errorf("%q is not in\n%s", want, words)
		}
	}
	if len(story.Standings) != len(story.Record.Scores) || len(story.Standings) == 0 {
		t.Errorf("%d standings of %d scores", len(story.Standings), len(story.Record.Scores))
	}
	if _, err := b.Story(t.Context(), seedbed.ID{1, 2, 3}); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Error(err)
	}
	// The parent is a row that can be looked at too.
	if _, err := b.Story(t.Context(), story.Record.Lineage.Parents[0]); err != nil {
		t.Error(err)
	}
}

// A plan that costs nothing has its rows computed, also where people look at some; what was
// decided about rows that a filter found is undone again.
func TestBrowseComputedRows(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 300)
	g.must(exitOK, "inspect", "--begin")
	w, b, x := g.browsed()
	q := browse.Query{Where: `topic == "t1"`, Limit: 10}
	p, err := x.Search(t.Context(), &q)
	if err != nil || p.Found != 100 || !p.Exact {
		t.Fatalf("%+v %v", p, err)
	}
	sampled, err := b.Sampled(t.Context())
	if err != nil || len(sampled["looked"]) == 0 {
		t.Fatal(sampled, err)
	}
	for _, id := range sampled["looked"] {
		if _, ok, err := x.Row(id); !ok || err != nil {
			t.Fatalf("row %s of the sample is not there: %v", id, err)
		}
	}
	owner := w.anOwner()
	done, err := w.desk.Decide(t.Context(), owner, review.Decision{Do: review.DecideLeaveOut, Filter: q.Where, Reason: "the topic is done", Rows: 100}, x.Each(t.Context(), &q))
	if err != nil || done.Rows != 100 {
		t.Fatal(done, err)
	}
	o, err := w.desk.Outcome(t.Context())
	if err != nil || o.LeftOut[p.Hits[0].Row.ID] != done.ID {
		t.Error(o.LeftOut, err)
	}
	if err := w.desk.Undecide(t.Context(), owner, done.ID, "it is not"); err != nil {
		t.Fatal(err)
	}
	if o, err = w.desk.Outcome(t.Context()); err != nil || len(o.LeftOut) != 0 {
		t.Error(len(o.LeftOut), err)
	}
}

// Before anything was run the sources' rows are there.
func TestBrowseSources(t *testing.T) {
	t.Parallel()
	g := newGround(t, map[string]string{
		"rows.jsonl":   "{\"text\": \"one egg\"}\n{\"text\": \"two eggs\"}\n",
		"rubric.yaml":  "task: Look at a text.\ncriteria: {sound: {ask: Is it sound?, yes_no: true}}\n",
		"seedbed.yaml": "seedbed: 1\nname: looked\nsources: {rows: {file: rows.jsonl, origin: human, license: MIT}}\nstages: {looked: {inspect: {from: rows, rubric: rubric.yaml, claim: [defects <= 10%], defect: \"!score.sound\"}}}\n",
	})
	_, b, x := g.browsed()
	p, err := x.Search(t.Context(), &browse.Query{Text: "eggs", Limit: 10})
	if err != nil || p.Found != 1 {
		t.Fatal(p, err)
	}
	story, err := b.Story(t.Context(), p.Hits[0].Row.ID)
	if err != nil || story.Root.Parts[0].Kind != web.PartSeed {
		t.Fatal(story, err)
	}
}

// When the run has changed, so do the rows; the older index is gone from the disk.
func TestBrowseAfterAnotherRun(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 20)
	_, b, x := g.browsed()
	first := x.Name()
	g.write("rows.jsonl", strings.Repeat("{\"text\": \"a new row\", \"topic\": \"t9\"}\n", 7))
	g.must(exitOK, "run")
	for begun := time.Now(); x.Name() == first; {
		if time.Since(begun) > 30*time.Second {
			t.Fatal("the rows are still those of the first run")
		}
		b.(*rowBrowser).mu.Lock()
		b.(*rowBrowser).looked = time.Time{}
		b.(*rowBrowser).mu.Unlock()
		var err error
		if x, err = b.Index(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	if p, err := x.Search(t.Context(), &browse.Query{Text: "new", Limit: 10}); err != nil || p.Found != 7 {
		t.Error(p.Found, err)
	}
	if _, err := os.Stat(filepath.Join(g.dir, ".seedbed", "browse", first)); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// A view of a run that was limited limits no plan but its own: others read the project's at
// the same time.
func TestViewLeavesThePlan(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 20)
	g.must(exitOK, "run", "--limit", "3")
	w := g.at()
	t.Cleanup(func() { w.close() })
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			v, err := w.view(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			defer v.close()
			n := 0
			for _, err := range v.rows(t.Context(), nil, nil) {
				if n++; err != nil {
					t.Error(err)
				}
			}
			if n != 3 {
				t.Errorf("%d rows of a run of 3", n)
			}
		})
	}
	both.Wait()
	if limit := w.plan.Source("rows").Limit; limit != 0 {
		t.Errorf("the plan is limited to %d rows", limit)
	}
}
