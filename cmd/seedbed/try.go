package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/engine"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/text"
)

func (a *app) tryCommand() *cobra.Command {
	var rows int
	cmd := &cobra.Command{
		Use:   "try STAGE",
		Short: "Send a few rows through a stage, and see messages, replies and cost",
		Long: `Try takes the first few rows of each source as far as one stage, and shows what
was sent, what came back, what was made of it and what it cost. The replies stay
in the journal: a later run does not pay for them again.`,
		Example: "  seedbed try hints\n  seedbed try scored --rows 1",
		Args:    exactArgs(1, "the name of a stage"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if rows < 1 {
				return usageError{fmt.Errorf("--rows wants a whole number above 0")}
			}
			a.takesInput = true
			p, err := a.open(cmd.Context(), rows)
			if err != nil {
				return err
			}
			if err := p.cutAt(args[0]); err != nil {
				return err
			}
			return a.try(cmd.Context(), p, args[0])
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().IntVar(&rows, "rows", 2, "rows of each source")
	return cmd
}

// cutAt leaves in the plan only what leads to a stage.
func (p *project) cutAt(name string) error {
	if p.plan.Stage(name) == nil {
		var names []string
		for i := range p.plan.Stages {
			names = append(names, p.plan.Stages[i].Name)
		}
		return usageError{fmt.Errorf("there is no stage %q; there are %s", name, strings.Join(names, ", "))}
	}
	need := map[string]bool{name: true}
	var stages []plan.Stage
	for i := len(p.plan.Stages) - 1; i >= 0; i-- {
		st := p.plan.Stages[i]
		if !need[st.Name] {
			continue
		}
		for _, from := range st.From {
			need[from] = true
		}
		stages = append([]plan.Stage{st}, stages...)
	}
	cut := *p.plan
	cut.Stages = stages
	p.plan = &cut
	return nil
}

// watched is a model that keeps what it was asked.
type watched struct {
	next seedbed.Model
	log  *callLog
	name string
}

// callLog is what was asked, by the record that it was about.
type callLog struct {
	mu    sync.Mutex
	calls []triedCall
}

type triedCall struct {
	model   string
	request seedbed.Request
	reply   seedbed.Reply
	err     error
}

func (w watched) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	reply, err := w.next.Generate(ctx, req)
	w.log.mu.Lock()
	w.log.calls = append(w.log.calls, triedCall{w.name, req, reply, err})
	w.log.mu.Unlock()
	return reply, err
}

func (a *app) try(ctx context.Context, p *project, name string) (err error) {
	s, err := p.begin(ctx)
	if err != nil {
		return err
	}
	defer s.end(ctx, &err)
	log := &callLog{}
	err = s.makeStages(p.plan, func(model string) (seedbed.Model, error) {
		m, err := s.models.get(model)
		return watched{m, log, model}, err
	})
	if err != nil {
		return err
	}
	var got []tried
	e, err := engine.New(engine.Config{
		Plan: p.plan, Stages: s.stages, Sources: p.sources(), Tasks: 1, OnStop: func(err error) { s.gate.Close(err) },
		Sink: func(rec *seedbed.Record, out *seedbed.Outcome) error {
			r := *rec
			r.Decision = out.Decision
			got = append(got, tried{r, out.Stage})
			return nil
		},
	})
	if err != nil {
		return err
	}
	if _, err := e.Run(ctx); err != nil {
		if cause := s.gate.Cause(); errors.Is(err, seedbed.ErrStopping) && cause != nil {
			err = cause // the models stopped it
		}
		return err
	}
	a.tellTry(p, log, got)
	return nil
}

// tried is a row that try has made, and the stage where it ended.
type tried struct {
	rec   seedbed.Record
	stage string
}

func (a *app) tellTry(p *project, log *callLog, got []tried) {
	if a.json {
		a.tryJSON(log, got)
		return
	}
	var sum seedbed.Tally
	for i, c := range log.calls {
		a.printf("call %d  %s asks %s about %s\n", i+1, c.request.Stage, c.model, c.request.Record.Short())
		for _, m := range c.request.Messages {
			a.printf("  %s:\n%s", m.Role, harmless([]byte(m.Content), "    "))
		}
		if c.err != nil {
			a.printf("  no reply: %s\n\n", text.Harmless(c.err.Error(), 300))
			continue
		}
		sum.Add("", "", &c.reply)
		from := ""
		if c.reply.Stored {
			from = ", from the journal"
		}
		a.printf("  reply (%s, %d tokens in, %d out, cost %s, %s%s):\n%s\n", c.reply.Finish, c.reply.Usage.In, c.reply.Usage.Out,
			c.reply.Cost.String(), span(c.reply.Latency), from, harmless([]byte(c.reply.Text), "    "))
	}
	crit := criteria(p.plan)
	for _, t := range got {
		a.printf("row %s", rowText(&t.rec, p.plan, crit))
		for _, f := range t.rec.Fields {
			a.printf("          %s: %s\n", text.Harmless(f.Name, 40), quote(seedbed.TextOf(f.Value), 200))
		}
	}
	for _, s := range sum.Take().Spent {
		a.printf("%s, %d tokens in, %d out, cost %s. The replies are in the journal: seedbed run does not pay for them again.\n",
			count(int64(s.Spend.Calls), "call"), s.Spend.In, s.Spend.Out, s.Spend.Cost().String())
	}
}

func (a *app) tryJSON(log *callLog, got []tried) {
	var calls []map[string]any
	for _, c := range log.calls {
		d := map[string]any{"stage": c.request.Stage, "model": c.model, "record": c.request.Record, "messages": c.request.Messages}
		if c.err != nil {
			d["error"] = c.err.Error()
		} else {
			d["text"], d["finish"], d["usage"], d["cost"], d["stored"] = c.reply.Text, c.reply.Finish, c.reply.Usage, c.reply.Cost, c.reply.Stored
		}
		calls = append(calls, d)
	}
	var rows []any
	for i := range got {
		rows = append(rows, jsonOrText(rowJSON(&got[i].rec)))
	}
	a.printJSON(map[string]any{"calls": calls, "rows": rows})
}
