package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/store"
)

// stand is a project before its gates: what is known of its rows, what people recorded,
// and what is missing.
type stand struct {
	*project
	view   *view // nil: there is no run of the recipe as it is now
	roster *review.Roster
	record *gate.Record
	facts  gate.Facts
	gates  []gate.Standing
	by     string // who acts, where somebody does
	// bare: what people changed of the rows is not taken, as with release --no-people.
	bare    bool
	changes *review.Outcome // what they changed of them; nil: not read yet, or bare
	through int64           // the event up to which changes was read
}

// peopleDir is where a project keeps what people do.
func (a *app) peopleDir() string { return filepath.Join(a.dir, store.Folder, "people") }

// openStand opens a project, with its run where it has one.
func (a *app) openStand(ctx context.Context) (*stand, error) {
	a.relatedWarns = true // what is wrong with a judge is what a gate tells
	p, err := a.open(ctx, 0)
	if err != nil {
		return nil, err
	}
	v, err := p.view(ctx)
	if err != nil && seedbed.CodeOf(err) != seedbed.CodeNotFound {
		return nil, err
	}
	return p.stand(v)
}

// stand is a project before its gates; v is nil where it has no run.
func (p *project) stand(v *view) (*stand, error) {
	s := &stand{project: p, view: v}
	var err error
	s.roster, err = review.OpenRoster(p.app.peopleDir(), now)
	return s, err
}

func (s *stand) close() {
	if s.view != nil {
		s.view.close()
	}
}

// read learns how the gates stand: from l, where the ledger is open for writing. What
// does not come from the ledger is learned once.
func (s *stand) read(ctx context.Context, l *review.Ledger) (err error) {
	events := review.ReadLedger(s.app.peopleDir())
	if l != nil {
		events = l.Events()
	}
	if s.record, err = gate.Fold(events); err != nil {
		return fmt.Errorf("reading what people recorded: %w", err)
	}
	if s.facts.Now.IsZero() {
		if err := s.learn(ctx); err != nil {
			return err
		}
	}
	if err := s.changed(ctx); err != nil {
		return err
	}
	if err := s.contested(ctx); err != nil {
		return err
	}
	s.gates = gate.Check(s.plan, &s.facts, s.record)
	return nil
}

// learn gathers what is known of the rows.
func (s *stand) learn(ctx context.Context) error {
	f := &s.facts
	f.Now, f.Purpose, f.Use = now(), s.plan.Purpose, s.plan.Use
	var err error
	if f.Consultations, err = s.app.consultations(); err != nil {
		return err
	}
	f.Judges = judgesAtGate(s.plan)
	if err := s.inspections(ctx); err != nil {
		return err
	}
	if s.view == nil {
		for _, d := range s.plan.Demand.JudgeTest {
			f.Demanded = append(f.Demanded, fmt.Sprintf("%s %s: nothing was run yet", d.Test, d.Claim))
		}
		return nil
	}
	if err := s.measured(ctx); err != nil {
		return err
	}
	return s.tried(ctx)
}

// measured learns what was found of the rows as the recipe measures them now.
func (s *stand) measured(ctx context.Context) error {
	v := s.view
	m, ok, err := findings(ctx, v.journal, v.run.ID)
	if err != nil || !ok || v.plan.Measure == nil {
		return err
	}
	how, err := howMeasured(v.plan.Measure)
	if err != nil || how != m.How {
		return err
	}
	if changed, err := v.app.comparedStands(ctx, v.plan.Measure, m.Against); err != nil || changed != "" {
		return err
	}
	for _, taken := range m.Result.Measures {
		s.facts.Taken = append(s.facts.Taken, taken.Name, taken.Family)
	}
	s.facts.NotTaken = map[string]string{}
	for _, n := range m.Result.NotMeasured {
		s.facts.NotTaken[n.Measure] = n.Why
	}
	for i := range m.Result.Findings {
		found := &m.Result.Findings[i]
		s.facts.Findings = append(s.facts.Findings, gate.Finding{Measure: found.Measure, Severity: string(found.Severity), Says: found.Says})
	}
	return nil
}

// tried learns which judges were tried, and what is demanded of them and not shown.
func (s *stand) tried(ctx context.Context) error {
	stages, err := judgeStages(s.plan, nil)
	if err != nil {
		return nil // there is no judge
	}
	for _, st := range stages {
		t, tried, err := keptTrial(ctx, s.view.journal, st)
		if err != nil {
			return err
		}
		for i := range s.facts.Judges {
			if s.facts.Judges[i].Stage == st.Name {
				s.facts.Judges[i].Tried = tried
			}
		}
		s.facts.Demanded = append(s.facts.Demanded, unmet(s.plan, st, &t, tried)...)
	}
	return nil
}

// handWait is how long the process that has the ledger is waited for.
const handWait = 5 * time.Second

// recordHere is record, also while another process, such as the page, has the ledger: what
// is recorded is handed to it then.
func (a *app) recordHere(ctx context.Context, as string, make func(*stand, string) ([]review.Event, error), done func(*stand) error) error {
	err := a.record(ctx, as, make, done)
	if seedbed.CodeOf(err) != seedbed.CodeBusy {
		return err
	}
	s, operr := a.openStand(ctx)
	if operr != nil {
		return operr
	}
	defer s.close()
	if _, err := s.hand(ctx, as, make, err); err != nil {
		return err
	}
	a.acts = true
	return done(s)
}

// hand hands what make says to the process that has the ledger. busy says which that is.
func (s *stand) hand(ctx context.Context, as string, make func(*stand, string) ([]review.Event, error), busy error) ([]review.Event, error) {
	if err := s.read(ctx, nil); err != nil {
		return nil, err
	}
	s.by = programID
	if as != "" {
		by, first, err := s.person(as)
		switch {
		case err != nil:
			return nil, err
		case first != nil:
			return nil, busy // who is the first here is written by whoever has the ledger alone
		}
		s.by = by
	}
	events, err := make(s, s.by)
	if err != nil {
		return nil, err
	}
	written, err := review.Hand(ctx, s.app.peopleDir(), handWait, events...)
	if err != nil {
		return nil, err
	}
	return written, s.read(ctx, nil)
}
