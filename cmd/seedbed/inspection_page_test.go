package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"seedbed.dev/seedbed/internal/testkit"
	"seedbed.dev/seedbed/internal/testkit/rater"
)

// What nobody who rates may read of a row before their own answer is in.
const (
	judgesWord  = "the-judge-takes-it-for-sound"
	writersName = "the-model-that-wrote-it"
	ratersNote  = "the-note-of-the-first-rater"
)

// judgedGround is a project whose rows a model wrote, a judge scored, and people look at.
func judgedGround(t *testing.T, rows int) *ground {
	t.Helper()
	srv := testkit.NewServer(t, testkit.Script{Models: []string{writersName, "mock-grader"}, Reply: func(r testkit.Request) testkit.Response {
		if r.Model == writersName {
			return testkit.Response{Text: hintFor(r.Messages[len(r.Messages)-1].Content)}
		}
		return testkit.Response{Text: fmt.Sprintf(`{"sound": {"reason": %q, "value": "yes"}}`, judgesWord)}
	}})
	g := newGround(t, map[string]string{
		"seeds.csv":       questions(rows),
		"prompts/hint.md": answerPrompt,
		"rubric.yaml":     "task: Look at a hint.\ncriteria: {sound: {ask: Is it sound?, yes_no: true}}\n",
		"seedbed.yaml": fmt.Sprintf(`seedbed: 1
name: looked
models:
  writer: {model: %[2]s, url: "%[1]s", max_tokens: 200, price: {in: 0, out: 0}, because: it is scripted}
  grader: {model: mock-grader, url: "%[1]s", max_tokens: 200, price: {in: 0, out: 0}, because: it is scripted}
sources: {questions: {file: seeds.csv, origin: human, license: MIT}}
stages:
  hints:  {generate: {from: questions, model: writer, prompt: prompts/hint.md}}
  scored: {judge: {from: hints, model: grader, rubric: rubric.yaml}}
  looked: {inspect: {from: scored, rubric: rubric.yaml, claim: defects <= 15%%, defect: "!score.sound", raters: 2}}
gate: {ready: {claims: all, sign: [owner]}}
`, srv.URL(), writersName),
	})
	g.must(exitOK, "run")
	return g
}

// served is the page of a ground's project, in a process of its own.
type served struct {
	rater.Links
	child *child
}

// serve starts the page, and invites people with these roles.
func (g *ground) serve(roles ...string) *served {
	g.t.Helper()
	args := []string{"review", "--addr", "127.0.0.1:0"}
	for _, r := range roles {
		args = append(args, "--invite", r)
	}
	s := &served{child: g.command(nil, args...)}
	s.child.cmd.Stdout = nil
	out, err := s.child.cmd.StdoutPipe()
	if err == nil {
		err = s.child.cmd.Start()
	}
	if err != nil {
		g.t.Fatal(err)
	}
	if s.Links, err = rater.ReadLinks(out, len(roles)); err != nil {
		s.child.kill()
		g.t.Fatalf("%v: %v", err, s.child.wait())
	}
	g.t.Cleanup(s.child.kill)
	return s
}

// end ends the page as Ctrl-C does.
func (s *served) end(t *testing.T) {
	t.Helper()
	s.child.signal(syscall.SIGINT)
	if r := s.child.wait(); r.code != exitOK {
		t.Errorf("the page ended by Ctrl-C: %v", r)
	}
}

// What the page acknowledged is there after kill -9, again and again, and who was signed
// in goes on where they were.
func TestKilledWhileRating(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 600)
	g.replace("seedbed.yaml", "defects <= 10%, ", "defects <= 1%, ")
	acknowledged := map[string]bool{}
	for round := range 4 {
		s := g.serve("rater", "rater")
		said := make(chan string, 1<<12)
		var wg sync.WaitGroup
		for i, link := range s.Invited {
			c, err := s.SignIn(t.Context(), link, fmt.Sprintf("rater %d of round %d", i, round))
			if err != nil {
				t.Fatal(err)
			}
			wg.Go(func() {
				for n := 0; ; n++ {
					note := fmt.Sprintf("answer %d of %d in round %d", n, i, round)
					task, _, err := c.Next(t.Context(), "looked")
					if err == nil {
						_, err = c.Answer(t.Context(), "looked", task, map[string]string{"sound": "yes"}, note)
					}
					if err != nil {
						return // there is no task, or the server is gone
					}
					said <- note
					if n == 20+7*round+5*i {
						s.child.kill()
					}
				}
			})
		}
		wg.Wait()
		s.child.kill()
		_ = s.child.cmd.Wait()
		close(said)
		for note := range said {
			acknowledged[note] = true
		}
	}
	if len(acknowledged) < 100 {
		t.Fatalf("%d rows were answered before the kills", len(acknowledged))
	}
	w := g.at()
	defer w.close()
	report, err := w.desk.Result("looked")
	if err != nil {
		t.Fatal(err)
	}
	kept, perRow := map[string]int{}, map[string]int{}
	for _, v := range report.Votes {
		if kept[v.Note]++; kept[v.Note] > 1 {
			t.Errorf("%q is kept twice", v.Note)
		}
		if perRow[v.Row.String()]++; perRow[v.Row.String()] > 2 {
			t.Errorf("row %s has more answers than were asked for", v.Row.Short())
		}
	}
	for note := range acknowledged {
		if kept[note] == 0 {
			t.Errorf("%q was acknowledged and is gone", note)
		}
	}
}

// shot keeps what a page looks like, where SCREENSHOTS names a folder for it.
func shot(t *testing.T, name string, png []byte) {
	t.Helper()
	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
