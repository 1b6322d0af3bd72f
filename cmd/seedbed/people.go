package main

import (
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"sync"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// rowsEnding ends the name of the file of the rows that an inspection is about.
const rowsEnding = ".rows.jsonl"

// people is what people do in a project: who they are, and the desk at which they do it.
type people struct {
	*project
	dir    string
	roster *review.Roster
	rows   *ratedRows
	desk   *review.Desk
	// browsed is what the page's rows are read from, where there is a page.
	browsed *rowBrowser
}

// people opens what people do in the project.
func (p *project) people(ctx context.Context) (*people, error) {
	return p.openPeople(ctx, review.OpenDesk)
}

// peopleRead is people to be read alone, also while somebody else has them open.
func (p *project) peopleRead(ctx context.Context) (*people, error) {
	return p.openPeople(ctx, review.ReadDesk)
}

func (p *project) openPeople(ctx context.Context, open func(context.Context, review.DeskOptions) (*review.Desk, error)) (*people, error) {
	w := &people{project: p, dir: p.app.peopleDir(), rows: &ratedRows{}}
	if err := os.MkdirAll(w.dir, 0o700); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "making a folder for what people do: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(w.dir, "*"+rowsEnding))
	for _, f := range files {
		if err == nil {
			err = w.rows.open(f)
		}
	}
	if err == nil {
		w.roster, err = review.OpenRoster(w.dir, nil)
	}
	if err == nil {
		w.desk, err = open(ctx, review.DeskOptions{Dir: w.dir, Rows: w.rows})
	}
	if err != nil {
		return nil, errors.Join(err, w.rows.close())
	}
	return w, nil
}

func (w *people) close() error {
	if w.browsed != nil {
		w.browsed.close()
	}
	return errors.Join(w.desk.Close(), w.rows.close())
}

// anOwner returns somebody who owns the project's inspections; "" where nobody does.
func (w *people) anOwner() string {
	for _, p := range w.desk.People() {
		if p.Has(review.Owner) {
			return p.ID
		}
	}
	return ""
}

// owner returns who owns the project's inspections: whoever begins the first of them.
func (w *people) owner(ctx context.Context) (string, error) {
	if id := w.anOwner(); id != "" {
		return id, nil
	}
	name := "owner"
	if u, err := user.Current(); err == nil && u.Username != "" {
		name = u.Username
	}
	p := review.FirstOwner()
	return p.ID, w.roster.Add(review.Member{ID: p.ID, Name: name}, func() error { return w.desk.Admit(ctx, p.ID, p) })
}

// name is how a person is called in the project: by name, or by id once it is erased.
func (w *people) name(id string) string {
	if m, ok, err := w.roster.Member(id); err == nil && ok && m.Name != "" {
		return m.Name
	}
	return id
}

// inspections are the stages of the plan that people look at, or the one that is named.
func (p *project) inspections(name string) ([]*plan.Inspection, error) {
	var out []*plan.Inspection
	for i := range p.plan.Stages {
		if in := p.plan.Stages[i].Needs.Inspection; in != nil && (name == "" || in.Name == name) {
			out = append(out, in)
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case name != "":
		return nil, usagef("the recipe has no inspection %q", name)
	}
	return nil, &seedbed.Error{
		Code: seedbed.CodeNotFound, Message: "the recipe plans no inspection",
		Fix: "add a stage: looked: {inspect: {from: ..., rubric: ..., claim: defects <= 5%, defect: ...}}; see docs/inspection.md",
	}
}

// ratedRows are the rows of all inspections.
type ratedRows struct {
	mu    sync.RWMutex
	files []*review.RowFile
}

func (s *ratedRows) open(path string) error {
	f, err := review.OpenRows(path)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = append(s.files, f)
	return nil
}

// Row implements review.Rows.
func (s *ratedRows) Row(ctx context.Context, id seedbed.ID) (seedbed.Record, bool, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for i := len(s.files) - 1; i >= 0; i-- {
		if r, ok, err := s.files[i].Row(ctx, id); ok || err != nil {
			return r, ok, err
		}
	}
	return seedbed.Record{}, false, nil
}

func (s *ratedRows) close() (err error) {
	for _, f := range s.files {
		err = errors.Join(err, f.Close())
	}
	return err
}
