package main

import (
	"context"
	"iter"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/release"
)

func (a *app) releaseCommand() *cobra.Command {
	var out string
	var partial, noPeople bool
	var o overriding
	cmd := &cobra.Command{
		Use:   "release",
		Short: "Write the accepted rows with their documents",
		Long: `Release writes the accepted rows as Parquet and JSON lines, the rejected ones with
their reasons, a dataset card from the journal, and a manifest of digests. The
same journal gives the same bytes. A gate that is shut holds it: seedbed gate.

What people decided and did is in it: rows that they left out are among the rejected,
mended ones are in the places of the old, and what each said is in votes.jsonl and
votes.parquet. --no-people leaves that out, and the card says so.`,
		Example: "  seedbed release -o out\n  python -c \"import datasets; print(datasets.load_dataset('out'))\"",
		Args:    exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.as != "" && o.because == "" {
				return usagef("--as says who answers for --override, which is not there")
			}
			p, err := a.open(cmd.Context(), 0)
			if err != nil {
				return err
			}
			return a.release(cmd.Context(), p, releasing{out, partial, noPeople, o})
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "out", "folder to write")
	cmd.Flags().BoolVar(&partial, "partial", false, "release what there is of a run that is not finished")
	cmd.Flags().BoolVar(&noPeople, "no-people", false, "release rows as if people had left none out and mended none, and without what each said")
	cmd.Flags().StringVar(&o.because, "override", "", "why to release although something that has to hold is missing; the card prints it")
	cmd.Flags().StringVar(&o.as, "as", "", "who answers for the override: a name, or the id of a person")
	return cmd
}

// releasing is how a release is made.
type releasing struct {
	out               string
	partial, noPeople bool
	overriding
}

func (a *app) release(ctx context.Context, p *project, o releasing) error {
	tuneMemory(1024)
	v, err := p.view(ctx)
	if err != nil {
		return err
	}
	defer v.close()
	if v.run.Status == seedbed.RunOpen && !o.partial {
		return &seedbed.Error{Code: seedbed.CodeIncomplete, Message: "the run is not finished", Fix: "finish it with seedbed run, or release what there is with --partial"}
	}
	facts, err := v.facts(ctx)
	if err != nil {
		return err
	}
	if err := v.judgeFacts(ctx, &facts); err != nil {
		return err
	}
	stages := v.released()
	changes, said, err := v.peopleFacts(ctx, &facts, stages, !o.noPeople)
	if err != nil {
		return err
	}
	if err := v.gateFacts(ctx, &facts, o.overriding); err != nil {
		return err
	}
	accepted := v.releaseRows(ctx, stages, seedbed.Accepted)
	m, err := release.Write(ctx, release.Input{
		Plan: p.plan, Version: version(), Out: a.path(o.out), Facts: facts,
		Accepted: changes.accepted(accepted),
		Rejected: changes.rejected(v.releaseRows(ctx, nil, seedbed.Rejected), accepted),
		Votes:    said.all(),
		Schema:   v.schema(stages),
	})
	if err != nil {
		return err
	}
	a.acts = true
	a.tellRelease(o.out, m, &facts)
	a.tellWork(changes)
	return nil
}

// path is where a path on the command line points: one that is not absolute
// begins at the project folder.
func (a *app) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(a.dir, p)
}

// schema is what the run knows of its accepted rows, where those are the ones
// released.
func (v *view) schema(stages []string) *seedbed.Schema {
	if len(v.summary.Schema.Fields) == 0 || len(stages) != len(v.plan.Leaves()) {
		return nil
	}
	s := v.summary.Schema
	for i := range v.plan.Stages {
		if r := v.plan.Stages[i].Needs.Rubric; r != nil {
			s.Criteria = append(s.Criteria, r.Criteria...)
		}
	}
	return &s
}

func (v *view) releaseRows(ctx context.Context, stages []string, state seedbed.State) release.Rows {
	return func() iter.Seq2[seedbed.Record, error] { return v.rows(ctx, stages, []seedbed.State{state}) }
}

// facts gathers what the journal knows of how the rows came to be.
func (v *view) facts(ctx context.Context) (release.Facts, error) {
	f := release.Facts{Complete: v.run.Status != seedbed.RunOpen, Failed: int(v.summary.Failed)}
	f.Stages = v.stageFacts()
	if err := v.fileFacts(ctx, &f); err != nil {
		return f, err
	}
	if err := v.measuredFacts(ctx, &f); err != nil {
		return f, err
	}
	kinFacts(v.plan, &f)
	for _, src := range v.summary.Sources {
		f.Sources = append(f.Sources, release.SourceFacts{Name: src.Name, Rows: src.Rows, Digest: src.Digest})
	}
	return f, nil
}

// stageFacts are the figures of the stages.
func (v *view) stageFacts() []release.StageFacts {
	var out []release.StageFacts
	for i := range v.plan.Stages {
		st := &v.plan.Stages[i]
		s := release.StageFacts{Name: st.Name, Wanted: st.Needs.Want}
		for _, f := range v.summary.Flow {
			if f.Stage == st.Name {
				s.In, s.Out = int(f.In), int(f.Out)
			}
		}
		for _, sp := range v.summary.Spent {
			if sp.Stage == st.Name {
				// How long calls took differs from run to run.
				spend := sp.Spend
				spend.Time = 0
				s.Spend = append(s.Spend, release.ModelSpend{Model: sp.Model, Spend: spend})
			}
		}
		out = append(out, s)
	}
	return out
}

// fileFacts are the prompt and rubric revisions that the plan uses.
func (v *view) fileFacts(ctx context.Context, f *release.Facts) error {
	for _, file := range v.plan.Files {
		if file.Kind != "prompt" && file.Kind != "rubric" {
			continue
		}
		_, _, n, body, ok, err := v.journal.FileByDigest(ctx, file.Digest)
		if err != nil {
			return err
		}
		if !ok {
			body = file.Text
		}
		var users []string
		for i := range v.plan.Stages {
			st := &v.plan.Stages[i]
			if file.Kind == "prompt" && st.Needs.Prompt == file.Path {
				users = append(users, st.Name)
			}
			if r := st.Needs.Rubric; file.Kind == "rubric" && r != nil && r.Revision == file.Digest {
				users = append(users, st.Name)
				f.Rubrics = append(f.Rubrics, release.Rubric{Path: file.Path, Number: n, Digest: file.Digest, Rubric: r, Stages: []string{st.Name}})
			}
		}
		if file.Kind == "prompt" {
			f.Prompts = append(f.Prompts, release.Prompt{Path: file.Path, Number: n, Digest: file.Digest, Text: string(body), Stages: users})
		}
	}
	return nil
}

func (a *app) tellRelease(out string, m release.Manifest, f *release.Facts) {
	if a.json {
		a.printf("%s\n", m.Canonical())
		return
	}
	size := func(path string) string {
		info, err := os.Stat(filepath.Join(a.path(out), path))
		if err != nil {
			return ""
		}
		return prose.Count(info.Size()) + " bytes"
	}
	a.printf("%s/  %s accepted, %s rejected\n", out, count(int64(m.Rows.Accepted), "row"), prose.Count(int64(m.Rows.Rejected)))
	var rows [][]string
	for _, f := range m.Files {
		rows = append(rows, []string{"  " + f.Path, size(f.Path), "sha256:" + f.SHA256[:12]})
	}
	table(a.stdout, rows)
	looked := "Nobody has inspected these rows yet; the card says so."
	if len(f.Inspections) > 0 {
		looked = "What people found who looked is in the card."
	}
	a.printf("opens with datasets.load_dataset(%q). %s\n", out, looked)
}

// tellWork says what people changed in a release.
func (a *app) tellWork(k *work) {
	if a.json {
		return
	}
	if left, mended := k.changed(); left+mended > 0 {
		a.printf("%s left out by people, and %s mended; both are in rejected.parquet.\n", prose.Rows(left), prose.Count(mended))
	}
	for i := range k.facts.LeftOut {
		if missed := k.facts.LeftOut[i].Missed(); missed != "" {
			a.printf("%s\n", missed)
		}
	}
	if missed := k.facts.MissedRepairs(); missed != "" {
		a.printf("%s\n", missed)
	}
	for i, r := range k.facts.Refused {
		if i == 5 {
			a.printf("and %s that were not taken; the card lists them\n", prose.Plural(len(k.facts.Refused)-5, "repair", "repairs"))
			break
		}
		a.printf("the repair of row %s was not taken: %s\n", r.Row.Short(), r.Why)
	}
}
