package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/review"
)

func (a *app) inspectReviseCommand() *cobra.Command {
	var as, ask string
	var preview bool
	cmd := &cobra.Command{
		Use:   "revise STAGE",
		Short: "Make a clearer guideline the one that people answer",
		Long: `Revise takes the rubric as its file is now for the guideline of an inspection that was
begun. Rows are asked again, by people who answered them before as well: those that people
answered differently by a criterion that changed, those that somebody flagged as not told by
the guideline, and those with an answer that the new one does not allow. What was said before
is kept, under the revision that it answered, and counts no longer for the rows that are asked
again; what is claimed is claimed by the newest revision.`,
		Example: "  seedbed inspect revise looked --preview\n  seedbed inspect revise looked --as \"Ana Souza\"\n  seedbed inspect revise looked --as \"Ana Souza\" --ask all",
		Args:    exactArgs(1, "the inspection's stage"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if as == "" && !preview {
				return usagef("it is recorded who acts: --as \"Ana Souza\", or the id of a person")
			}
			return a.atDesk(cmd.Context(), args[0], preview, func(w *people, in *plan.Inspection) error {
				return w.revise(cmd.Context(), in, revising{as: as, ask: ask, preview: preview})
			})
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&as, "as", "", "who changes it: a name or an id, of an owner or adjudicator")
	cmd.Flags().StringVar(&ask, "ask", "unclear", "which rows are asked again: unclear, all, or needed: those alone whose answers it does not allow")
	cmd.Flags().BoolVar(&preview, "preview", false, "say which rows would be asked again, and change nothing")
	return cmd
}

type revising struct {
	as, ask string
	preview bool
}

func (w *people) revise(ctx context.Context, in *plan.Inspection, o revising) error {
	list, err := w.inspections(in.Name)
	if err != nil {
		return err
	}
	to, by := list[0].Rubric, w.anOwner()
	if to.Revision == in.Rubric.Revision {
		return &seedbed.Error{Code: seedbed.CodeInvalid, Message: "the rubric is the one that people answer already", Fix: "change its file first"}
	}
	if o.as != "" {
		if by, err = w.called(o.as); err != nil {
			return err
		}
	}
	changed := review.ChangedCriteria(in.Rubric, to)
	again, err := w.askedAgain(in.Name, by, o.ask, changed, to)
	if err != nil {
		return err
	}
	if !o.preview {
		r := review.RubricRevision{From: in.Rubric.Revision, To: to.Revision, Text: w.rubricText(to), Again: again, Rubric: to}
		if o.ask != "needed" {
			r.Ask = review.Asking(o.ask) // with rows that whoever does this may not be told of
		}
		if err := w.desk.Revise(ctx, in.Name, by, r); err != nil {
			return err
		}
	}
	if w.app.json {
		w.app.printJSON(map[string]any{
			"inspection": in.Name, "from": in.Rubric.Revision, "to": to.Revision, "changed": changed,
			"again": append([]seedbed.ID{}, again...), "done": !o.preview,
		})
		return nil
	}
	what := "its criteria are as they were"
	if len(changed) > 0 {
		what = "changed: " + strings.Join(changed, ", ")
	}
	w.app.printf("%s: rubric %s, %s\n", in.Name, to.Name, what)
	for i, id := range again {
		if i == mostMissing {
			w.app.printf("  and %d more: --json lists all\n", len(again)-i)
			break
		}
		w.app.printf("  %s\n", id.Short())
	}
	if o.preview {
		w.app.printf("%s would be asked again.  next:  seedbed inspect revise %s --as WHO\n", prose.Rows(len(again)), in.Name)
		return nil
	}
	w.app.printf("%s asked again; what was said before is kept.  next:  seedbed review\n", prose.Rows(len(again)))
	return nil
}

// askedAgain returns the rows that are asked again.
func (w *people) askedAgain(name, by, ask string, changed []string, to *seedbed.Rubric) (again []seedbed.ID, err error) {
	switch ask {
	case "all":
		return w.desk.AskAgain(name, by, nil)
	case "unclear":
		if again, err = w.desk.AskAgain(name, by, changed); err != nil {
			return nil, err
		}
	case "needed":
	default:
		return nil, usagef("--ask %q: want unclear, all or needed", ask)
	}
	unfit, err := w.desk.Unfit(name, by, to)
	if err != nil {
		return nil, err
	}
	in := make(map[seedbed.ID]bool, len(again))
	for _, id := range again {
		in[id] = true
	}
	return append(again, slices.DeleteFunc(unfit, func(id seedbed.ID) bool { return in[id] })...), nil
}

// rubricText returns the file of a rubric.
func (w *people) rubricText(r *seedbed.Rubric) string {
	for i := range w.plan.Files {
		f := &w.plan.Files[i]
		if f.Kind != "rubric" {
			continue
		}
		if got, problems := recipe.ParseRubric(f.Path, f.Text); len(problems) == 0 && got.Revision == r.Revision {
			return string(f.Text)
		}
	}
	return ""
}
