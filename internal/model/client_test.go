package model_test

import (
	"context"
	"testing"

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

func TestGenerate(t *testing.T) {
	srv := testkit.NewServer(t, testkit.Script{})
	m := newModel(t, plan.Model{Provider: "openai", URL: srv.URL()}, model.Options{})
	reply, err := m.Generate(context.Background(), question("How many eggs are left after breakfast?"))
	if err != nil {
		t.Fatal(err)
	}
	if reply.Text == "" || reply.Finish != seedbed.FinishStop || !reply.Usage.Known {
		t.Fatalf("got %+v", reply)
	}
}
