package model_test

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/model"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/testkit"
)

func newModel(t testing.TB, spec plan.Model, opt model.Options) seedbed.Model {
	t.Helper()
	if spec.ID == "" {
		spec.ID = "mock"
	}
	spec.Name = "writer"
	m, err := model.New(spec, opt)
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := m.(interface{ Close() error }); ok {
		t.Cleanup(func() { c.Close() })
	}
	return m
}

func question(text string) seedbed.Request {
	return seedbed.Request{Messages: []seedbed.Message{{Role: seedbed.System, Content: "Write a hint."}, {Role: seedbed.User, Content: text}}}
}

// callError makes one call that has to fail.
func callError(t *testing.T, m seedbed.Model) *seedbed.CallError {
	t.Helper()
	_, err := m.Generate(t.Context(), question("x"))
	var call *seedbed.CallError
	if !errors.As(err, &call) {
		t.Fatalf("got %v", err)
	}
	return call
}

func TestNothingAnswers(t *testing.T) {
	m := newModel(t, plan.Model{Provider: "openai", URL: "http://127.0.0.1:1/v1"}, model.Options{})
	err := callError(t, m)
	if err.Class != seedbed.Transient || err.MaybeBilled || err.Message != "nothing answers at http://127.0.0.1:1; is the server running?" {
		t.Errorf("got %+v", err)
	}
	if _, perr := m.(seedbed.Prober).Probe(t.Context()); perr == nil || perr.Error() != err.Error() {
		t.Errorf("probe: %v", perr)
	}
}

func TestTimeout(t *testing.T) {
	srv := testkit.NewServer(t, testkit.Script{Faults: testkit.Faults{Stall: 1}})
	for _, spec := range []plan.Model{
		{Provider: "openai", URL: srv.URL(), Timeout: 50 * time.Millisecond},
		{Provider: "exec", Command: []string{"cat", "/dev/null", "-"}, Timeout: 50 * time.Millisecond},
	} {
		if spec.Provider == "exec" { // it reads, and says nothing that is a reply
			spec.Command = []string{"sh", "-c", "while read -r line; do echo noise; done"}
		}
		err := callError(t, newModel(t, spec, model.Options{}))
		if err.Class != seedbed.Transient || !err.MaybeBilled || !strings.Contains(err.Message, "within 50ms") {
			t.Errorf("%s: got %+v", spec.Provider, err)
		}
	}
}

func TestReplyTooLong(t *testing.T) {
	srv := testkit.NewServer(t, testkit.Script{Reply: func(testkit.Request) testkit.Response {
		return testkit.Response{Body: make([]byte, 64<<20+1)}
	}})
	err := callError(t, newModel(t, plan.Model{Provider: "openai", URL: srv.URL()}, model.Options{}))
	if err.Class != seedbed.BadRequest || !err.MaybeBilled || !strings.Contains(err.Message, "64 MiB") {
		t.Errorf("got %+v", err)
	}
}

func TestNoRedirect(t *testing.T) {
	srv := testkit.NewServer(t, testkit.Script{Reply: func(testkit.Request) testkit.Response {
		return testkit.Response{Status: 307, Header: map[string][]string{"Location": {"http://elsewhere.invalid/"}}, Body: []byte("{}")}
	}})
	err := callError(t, newModel(t, plan.Model{Provider: "openai", URL: srv.URL()}, model.Options{}))
	if err.Class != seedbed.Permanent || !strings.Contains(err.Message, "http://elsewhere.invalid/") {
		t.Errorf("got %+v", err)
	}
}

func TestNoKey(t *testing.T) {
	srv := testkit.NewServer(t, testkit.Script{Key: "sk-real"})
	spec := plan.Model{Provider: "openai", URL: srv.URL(), KeyVar: "MY_KEY"}
	if err := callError(t, newModel(t, spec, model.Options{})); !strings.Contains(err.Message, "$MY_KEY is empty") {
		t.Errorf("got %v", err)
	}
	env := func(name string) string { return map[string]string{"MY_KEY": "sk-real"}[name] }
	if _, err := newModel(t, spec, model.Options{Environ: env}).Generate(t.Context(), question("x")); err != nil {
		t.Error(err)
	}
}

func TestProbeNamesWhatIsServed(t *testing.T) {
	srv := testkit.NewServer(t, testkit.Script{Models: []string{"a", "b"}})
	m := newModel(t, plan.Model{Provider: "openai", URL: srv.URL(), ID: "c"}, model.Options{})
	_, err := m.(seedbed.Prober).Probe(t.Context())
	if err == nil || !strings.Contains(err.Error(), `serves no model "c"; it serves a, b`) {
		t.Errorf("got %v", err)
	}
}

func TestManyInFlight(t *testing.T) {
	srv := testkit.NewServer(t, testkit.Script{Latency: 100 * time.Millisecond})
	rt := model.NewTransport(1000)
	defer rt.CloseIdleConnections()
	m := newModel(t, plan.Model{Provider: "openai", URL: srv.URL()}, model.Options{Transport: rt})
	var wg sync.WaitGroup
	for i := range 1000 {
		wg.Go(func() {
			if _, err := m.Generate(t.Context(), question(strconv.Itoa(i))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := srv.Tally(); got.Answered != 1000 || got.Distinct != 1000 {
		t.Errorf("tally %+v", got)
	}
}
