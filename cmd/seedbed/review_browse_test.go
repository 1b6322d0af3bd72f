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
	"seedbed.dev/seedbed/internal/store"
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

// look has the page look at once whether the rows have changed.
func (b *rowBrowser) look(t *testing.T) *opened {
	t.Helper()
	b.mu.Lock()
	b.looked = time.Time{}
	b.mu.Unlock()
	o, err := b.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// becomes waits until the page has come to something.
func (b *rowBrowser) becomes(t *testing.T, what string, is func(*opened) bool) *opened {
	t.Helper()
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if o := b.look(t); is(o) {
			return o
		}
		if time.Since(begun) > 30*time.Second {
			t.Fatalf("it did not come to this: %s; %+v", what, b.Underway(t.Context()))
		}
	}
}

// copyOutcome stores a row of a run once more, under another id.
func copyOutcome(t *testing.T, j *store.Journal, run, ord int64) seedbed.ID {
	t.Helper()
	for row, err := range j.Outcomes(t.Context(), run, store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		row.Record.ID[0]++
		row.Outcome.Record, row.Outcome.Ord = row.Record.ID, ord
		err = errors.Join(j.PutRecords(t.Context(), []seedbed.Record{row.Record}), j.PutOutcomes(t.Context(), run, []seedbed.Outcome{row.Outcome}), j.Flush(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		return row.Record.ID
	}
	t.Fatal("the run has no row")
	return seedbed.ID{}
}

// The rows of a run that goes on are indexed again now and then, and once it has ended.
func TestBrowseARunThatGoesOn(t *testing.T) {
	t.Parallel()
	srv := testkit.NewServer(t, testkit.Script{})
	g := newGround(t, eggs(srv, 40))
	g.must(exitOK, "run")
	j, err := store.Open(t.Context(), g.dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	runs, err := j.Runs(t.Context())
	if err == nil {
		err = j.ReopenRun(t.Context(), runs[0].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, web, x := g.browsed()
	b := web.(*rowBrowser)
	if !b.Underway(t.Context()).GoesOn {
		t.Fatal("the run is taken to have ended")
	}
	first, all := x.Name(), x.Progress().Rows
	copied := copyOutcome(t, j, runs[0].ID, all)
	if o := b.look(t); o.key != first || b.next != nil {
		t.Error("the rows are indexed again at once")
	}
	b.mu.Lock()
	b.now.whole = b.now.whole.Add(-browseShare*time.Hour - browseAnew)
	b.now.begun = b.now.whole
	b.mu.Unlock()
	o := b.becomes(t, "the rows are indexed again", func(o *opened) bool { return o.key != first })
	if n := o.index.Progress().Rows; n != all+1 {
		t.Errorf("%d rows of %d", n, all+1)
	}
	if _, ok, err := o.index.Row(copied); !ok || err != nil {
		t.Error("the new row is not there", err)
	}
}

// An index that cannot be made is tried again, later each time; who runs the page is told.
func TestBrowseTriesAgain(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 20)
	_, web, x := g.browsed()
	b, first := web.(*rowBrowser), x.Name()
	browseDir := filepath.Join(g.dir, ".seedbed", "browse")
	if err := errors.Join(os.RemoveAll(browseDir), os.WriteFile(browseDir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	g.must(exitOK, "run", "--limit", "7")
	b.becomes(t, "there is trouble", func(*opened) bool { return b.Underway(t.Context()).Trouble != nil })
	b.mu.Lock()
	wait := b.trouble.wait
	b.mu.Unlock()
	b.look(t) // too soon
	b.mu.Lock()
	if b.trouble.wait != wait || b.next != nil || b.now.key != first {
		t.Error("it is tried again at once")
	}
	b.trouble.again = time.Time{}
	b.mu.Unlock()
	b.look(t)
	b.mu.Lock()
	if b.trouble.wait != 2*wait {
		t.Errorf("it waits for %s, and waited for %s", b.trouble.wait, wait)
	}
	b.trouble.again = time.Time{}
	b.mu.Unlock()
	if err := os.Remove(browseDir); err != nil {
		t.Fatal(err)
	}
	b.becomes(t, "the rows are indexed", func(o *opened) bool { return o.key != first && o.index.Progress().Rows == 7 })
	if err := b.Underway(t.Context()).Trouble; err != nil {
		t.Error(err)
	}
}

// A first index that fails is tried again too, of the same rows.
func TestBrowseTriesTheFirstAgain(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 20)
	lock := filepath.Join(g.dir, ".seedbed", "browse", "lock")
	if err := os.MkdirAll(lock, 0o700); err != nil { // where a file has to be
		t.Fatal(err)
	}
	w := g.at()
	t.Cleanup(func() { w.close() })
	made, err := w.browser(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := made.(*rowBrowser)
	b.becomes(t, "there is trouble", func(*opened) bool { return b.Underway(t.Context()).Trouble != nil })
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	b.trouble.again = time.Time{}
	b.mu.Unlock()
	b.becomes(t, "the rows are indexed", func(o *opened) bool { return o.index.Progress().Done })
	if err := b.look(t); b.Underway(t.Context()).Trouble != nil {
		t.Error(err)
	}
}

// Somebody who reads an index whose place was taken keeps nobody waiting.
func TestBrowseClosesBehindOthers(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 20)
	_, web, x := g.browsed()
	b := web.(*rowBrowser)
	for _, err := range x.Each(t.Context(), &browse.Query{}) { // a long decision
		if err != nil {
			t.Fatal(err)
		}
		g.must(exitOK, "run", "--limit", "7")
		b.becomes(t, "other rows", func(o *opened) bool { return o.index != x })
		b.mu.Lock()
		b.old[0].until = time.Time{}
		b.mu.Unlock()
		done := make(chan struct{})
		go func() { defer close(done); b.look(t) }()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Error("a page waits for whoever reads an older index")
		}
		break
	}
}
