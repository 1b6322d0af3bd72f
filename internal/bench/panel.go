package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The judges of panelRecipe.
const (
	panelOfThree = "models: [strict, kind, third]"
	panelOfOne   = "model: strict"
)

// panelRecipe has judges give their opinion of each question.
const panelRecipe = `seedbed: 1
name: bench
models:
  strict: {model: mock-strict, url: %[1]s}
  kind: {model: mock-kind, url: %[1]s}
  third: {model: mock-third, url: %[1]s}
sources:
  questions: {file: seeds.jsonl, origin: generated}
stages:
  scored: {judge: {from: questions, %[2]s, rubric: rubric.yaml, show: [question]}}
  kept: {keep: {from: scored, when: "score.helpful >= 1"}}
release: {formats: [parquet]}
`

// panelRubric has five criteria.
const panelRubric = `task: A pupil is stuck on a homework question and is shown a hint.
criteria:
  helpful: {ask: Does the hint help the pupil to begin?, scale: 1-7, anchors: {1: not at all, 7: very much}}
  gives_away: {ask: How much of the answer does it tell?, scale: 1-7, anchors: {1: nothing, 7: all of it}}
  clear: {ask: Is it plain to a pupil of ten?, scale: 1-7, anchors: {1: not at all, 7: wholly}}
  is_hint: {ask: Is it a hint at all?, yes_no: true}
  tone: {ask: How does it sound?, choice: [warm, neutral, cold]}
`

// panelJudges is how many calls a row takes with panelOfThree.
const panelJudges = 3

// panelPlace is what the reference puts a question in the place of.
const panelPlace = "@@question@@"

// panel measures a panel of three judges with five criteria each. The reference sends
// the same requests, but for the mark between which a question stands: it is that of
// the request which they were made from.
func panel(ctx context.Context, b *bench) ([]figure, error) {
	rows := b.size(20_000, 4_000)
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	bodies, err := b.bodiesOf(ctx, s, panelJudges, func(url string) (*project, error) { return b.panelProject(url, 1, panelOfThree) })
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("panel of 3, 5 criteria, %s calls", count(float64(panelJudges*rows)))
	pairs, err := b.inTurn(what,
		func() (speed, error) { return b.referenceOf(ctx, s, rows, panelJudges, inFlight, bodies) },
		func() (speed, error) { return b.panelRun(ctx, s, rows, panelOfThree, panelJudges) })
	if err != nil {
		return nil, err
	}
	return []figure{ratioFigure(what, pairs, 0.60)}, nil
}

// panelProject makes a project whose judges ask a server.
func (b *bench) panelProject(url string, rows int, judges string) (*project, error) {
	return b.projectOf(rows, map[string]string{"seedbed.yaml": fmt.Sprintf(panelRecipe, url, judges), "rubric.yaml": panelRubric})
}

// panelRun returns the speed of a run whose rows take so many calls each.
func (b *bench) panelRun(ctx context.Context, s *server, rows int, judges string, calls int) (speed, error) {
	p, err := b.panelProject(s.url, rows, judges)
	if err != nil {
		return speed{}, err
	}
	defer p.remove()
	if err := s.reset(ctx); err != nil {
		return speed{}, err
	}
	u, err := p.run(ctx, inFlight)
	if err != nil {
		return speed{}, err
	}
	return u.speed(panelJudges * rows), s.answered(ctx, calls*rows)
}

// referenceOf returns the speed of the reference when it makes so many calls about each
// question: those of a file of requests, or its own one where that is "".
func (b *bench) referenceOf(ctx context.Context, s *server, rows, calls, inFlight int, bodies string) (speed, error) {
	dir, err := b.folder()
	if err != nil {
		return speed{}, err
	}
	p := &project{b: b, dir: dir}
	defer p.remove()
	if err := writeQuestions(p.seeds(), rows); err != nil {
		return speed{}, err
	}
	if err := s.reset(ctx); err != nil {
		return speed{}, err
	}
	u, err := b.exec(ctx, dir, environ(), b.program("reference"), "-url", s.url, "-seeds", p.seeds(),
		"-db", filepath.Join(dir, "calls.db"), "-in-flight", strconv.Itoa(inFlight), "-bodies", bodies)
	if err != nil {
		return speed{}, err
	}
	return u.speed(calls * rows), s.answered(ctx, calls*rows)
}

// bodiesOf writes down what is sent about the one question of a project, and returns
// the file.
func (b *bench) bodiesOf(ctx context.Context, s *server, calls int, project func(url string) (*project, error)) (string, error) {
	tap, err := listenIn(s)
	if err != nil {
		return "", err
	}
	defer tap.close()
	p, err := project(tap.url)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(p.seeds(), []byte(`{"question":"`+panelPlace+`"}`+"\n"), 0o644); err != nil {
		return "", err
	}
	if _, err := p.run(ctx, inFlight); err != nil {
		return "", err
	}
	bodies := tap.heard()
	if len(bodies) != calls {
		return "", fmt.Errorf("%d requests about one question, not %d", len(bodies), calls)
	}
	for _, body := range bodies {
		if strings.Count(body, panelPlace) != 1 || strings.Contains(body, "\n") {
			return "", fmt.Errorf("a request does not hold the question once, on one line: %.300s", body)
		}
	}
	file := filepath.Join(p.dir, "bodies.jsonl")
	return file, os.WriteFile(file, []byte(strings.Join(bodies, "\n")+"\n"), 0o644)
}

// tap stands between a program and a model server, and writes down what is asked.
type tap struct {
	url    string
	server *http.Server
	mu     sync.Mutex
	bodies []string
}

func listenIn(s *server) (*tap, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	t := &tap{url: "http://" + ln.Addr().String() + "/v1"}
	t.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := t.pass(s, w, r); err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
		}
	})}
	go func() { _ = t.server.Serve(ln) }() // ends with close
	return t, nil
}

// pass hands a request on, and its answer back.
func (t *tap) pass(s *server, w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	to := strings.TrimSuffix(s.url, "/v1") + r.URL.Path
	req, err := http.NewRequestWithContext(r.Context(), r.Method, to, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if r.Method == http.MethodPost {
		t.mu.Lock()
		t.bodies = append(t.bodies, string(body))
		t.mu.Unlock()
	}
	w.Header().Set("Content-Type", resp.Header.Get("Content-Type"))
	w.WriteHeader(resp.StatusCode)
	_, err = io.Copy(w, resp.Body)
	return err
}

// heard are the bodies of what was asked, in an order that does not depend on time.
func (t *tap) heard() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(slices.Values(t.bodies))
}

func (t *tap) close() {
	if err := t.server.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
}
