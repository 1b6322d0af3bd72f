package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/exchange"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

func (a *app) inspectSheetCommand() *cobra.Command {
	var person, out string
	var rows int
	cmd := &cobra.Command{
		Use:   "sheet STAGE",
		Short: "Write a worksheet that somebody answers elsewhere",
		Long: `Sheet writes rows that somebody is to look at next, with the guideline, as a
workbook, CSV or JSON lines, by the ending of the file's name. It holds nothing of
what others said. Nothing is reserved by it: an answer to a row that has all it needs
when the sheet comes back is kept, and does not count.`,
		Example: "  seedbed inspect sheet looked --for Ana -o ana.xlsx\n  seedbed inspect sheet looked --for p-7f3a9c01 --rows 200 -o ana.csv",
		Args:    exactArgs(1, "the inspection's stage"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.atDesk(cmd.Context(), args[0], true, func(w *people, in *plan.Inspection) error {
				return w.sheet(cmd.Context(), in, person, rows, out)
			})
		},
	}
	cmd.Flags().StringVar(&person, "for", "", "who is to answer: a name or an id")
	cmd.Flags().IntVar(&rows, "rows", 100, "at most so many rows")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the file: .xlsx, .csv or .jsonl")
	return cmd
}

func (a *app) inspectReadCommand() *cobra.Command {
	var person string
	cmd := &cobra.Command{
		Use:   "read STAGE FILE",
		Short: "Read answers that were given elsewhere",
		Long: `Read takes answers out of a worksheet (a workbook, CSV, JSON lines) or an export of
Label Studio or Argilla, told by what is in it. Each answer keeps who gave it and when.
A row that somebody skipped is skipped, with the reason. What is wrong is told by row and
column, and the rest is read.`,
		Example: "  seedbed inspect read looked ana.xlsx --by Ana\n  seedbed inspect read looked project-7.json",
		Args:    exactArgs(2, "the inspection's stage and a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Stat(a.path(args[1])); errors.Is(err, fs.ErrNotExist) {
				return seedbed.Errorf(seedbed.CodeInvalid, "there is no file %s", args[1])
			}
			return a.atDesk(cmd.Context(), args[0], false, func(w *people, in *plan.Inspection) error {
				return w.readSheet(cmd.Context(), in, person, args[1])
			})
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&person, "by", "", "who answered, where the file does not say: a name or an id")
	return cmd
}

// atDesk does something at the desk of an inspection that was begun.
func (a *app) atDesk(ctx context.Context, name string, reads bool, do func(*people, *plan.Inspection) error) (err error) {
	p, err := a.open(ctx, 0)
	if err != nil {
		return err
	}
	list, err := p.inspections(name)
	if err != nil {
		return err
	}
	open := p.people
	if reads {
		open = p.peopleRead
	}
	w, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := w.close(); err == nil {
			err = cerr
		}
	}()
	in, begun := w.desk.Plan(list[0].Name)
	if !begun {
		return &seedbed.Error{Code: seedbed.CodeNotFound, Message: fmt.Sprintf("inspection %s was not begun", name), Fix: "draw its sample with seedbed inspect --begin"}
	}
	a.acts = true
	return do(w, in)
}

// called returns the id of whom a name or an id names.
func (w *people) called(name string) (string, error) {
	if _, ok := w.desk.Person(name); ok {
		return name, nil
	}
	members, err := w.roster.Members()
	if err != nil {
		return "", err
	}
	var ids, names []string
	for _, m := range members {
		if strings.EqualFold(m.Name, name) && name != "" {
			ids = append(ids, m.ID)
		}
		names = append(names, m.Name+" ("+m.ID+")")
	}
	switch len(ids) {
	case 1:
		return ids[0], nil
	case 0:
		return "", usagef("nobody here is called %q; there are: %s. Others join by an invitation: seedbed review --invite rater", name, strings.Join(names, ", "))
	}
	return "", usagef("%q is the name of several people: %s; write the id", name, strings.Join(ids, ", "))
}

// sheetForms are how a worksheet is written, by the ending of its file's name.
var sheetForms = map[string]func(io.Writer, *exchange.Sheet) error{
	".xlsx": exchange.WriteXLSX, ".csv": exchange.WriteCSV, ".jsonl": exchange.WriteJSONL,
}

func (w *people) sheet(ctx context.Context, in *plan.Inspection, person string, rows int, out string) error {
	write := sheetForms[strings.ToLower(filepath.Ext(out))]
	if write == nil {
		return usagef("-o %q: want a file that ends in .xlsx, .csv or .jsonl", out)
	}
	id, err := w.called(person)
	if err != nil {
		return err
	}
	tasks, err := w.desk.Ahead(ctx, in.Name, id, rows)
	if err != nil {
		return err
	}
	s := &exchange.Sheet{Inspection: in.Name, Person: id, Raters: in.Raters, Rubric: in.Rubric, Notice: in.Harm}
	for i := range tasks {
		s.Tasks = append(s.Tasks, exchange.Task{Row: tasks[i].Row, Fields: tasks[i].Record.Fields})
	}
	var b bytes.Buffer
	if err := write(&b, s); err != nil {
		return err
	}
	if err := os.WriteFile(w.app.path(out), b.Bytes(), 0o600); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing a worksheet: %w", err)
	}
	w.app.printf("%s: %s for %s\nwhen it comes back:  seedbed inspect read %s %s\n", out, prose.Rows(len(s.Tasks)), w.name(id), in.Name, out)
	return nil
}

func (w *people) readSheet(ctx context.Context, in *plan.Inspection, person, file string) error {
	want, err := w.wanted(ctx, in, person)
	if err != nil {
		return err
	}
	got, err := exchange.ReadFile(w.app.path(file), want)
	if err != nil {
		return err
	}
	took, err := w.importAll(ctx, in, got)
	if err != nil {
		return err
	}
	refused := got.Refused()
	if w.app.json {
		w.app.printJSON(map[string]any{
			"file": file, "answers": took.answers, "counted": took.counted, "skipped": took.skips,
			"empty": got.Empty, "drafts": got.Drafts, "refused": refused, "problems": append(seedbed.Problems{}, got.Problems...),
		})
	} else {
		for _, p := range got.Problems {
			fmt.Fprintln(w.app.stderr, p.String())
		}
		w.app.printf("%s: %s read, %s of them counted\n", file, prose.Plural(took.answers, "answer", "answers"), prose.Count(took.counted))
		w.told(got, took, in)
	}
	if refused > 0 {
		if !w.app.json {
			fmt.Fprintf(w.app.stderr, "%s refused; mend and read the file again: what was read stays.\n", prose.Plural(refused, "value was", "values were"))
		}
		return errReported{seedbed.CodeInvalid}
	}
	return nil
}

// wanted is what a file may hold answers to, and by whom.
func (w *people) wanted(ctx context.Context, in *plan.Inspection, person string) (exchange.Want, error) {
	want := exchange.Want{
		Inspection: in.Name, Rubrics: w.desk.Rubrics(in.Name), People: map[string]string{}, Shared: map[string][]string{},
		Fields: func(id seedbed.ID) (seedbed.Fields, bool) {
			r, ok, err := w.rows.Row(ctx, id)
			return r.Fields, ok && err == nil
		},
	}
	if person != "" {
		id, err := w.called(person)
		if err != nil {
			return want, err
		}
		want.Person = id
	}
	for _, p := range w.desk.People() {
		if m, ok, err := w.roster.Member(p.ID); err == nil && ok && m.Name != "" {
			want.People[m.Name] = p.ID
			want.Shared[m.Name] = append(want.Shared[m.Name], p.ID)
		}
	}
	for _, p := range w.desk.People() { // an id names who has it, whatever somebody else is called
		want.People[p.ID] = p.ID
		delete(want.Shared, p.ID)
	}
	return want, nil
}

// taken counts what was taken of a file.
type taken struct{ answers, counted, skips int }

// importAll has the desk told what a file holds. What it refuses is a problem of got, with
// its place, and the rest goes on; an error is what nothing can go on after.
func (w *people) importAll(ctx context.Context, in *plan.Inspection, got *exchange.Read) (out taken, err error) {
	for i := range got.Answers {
		x := &got.Answers[i]
		receipt, err := w.desk.Import(ctx, in.Name, x.Person, x.Answer, x.At)
		if err != nil {
			if err = refusal(got, x.Place, err); err != nil {
				return out, err
			}
			continue
		}
		out.answers++
		if receipt.Counted {
			out.counted++
		}
	}
	for i := range got.Skips {
		x := &got.Skips[i]
		if x.Again {
			continue // the first answer stays as it is
		}
		if err := w.desk.ImportSkip(ctx, in.Name, x.Person, x.Skip, x.At); err != nil {
			if err = refusal(got, x.Place, err); err != nil {
				return out, err
			}
			continue
		}
		out.skips++
	}
	return out, nil
}

// refusal notes why a desk refused something, at its place in a file. Other errors are
// returned.
func refusal(got *exchange.Read, at seedbed.Position, err error) error {
	var forbidden *review.Forbidden
	var told *seedbed.Error
	p := seedbed.Problem{Pos: at}
	switch code := seedbed.CodeOf(err); {
	case errors.As(err, &forbidden):
		p.Message = forbidden.Message
	case (code == seedbed.CodeInvalid || code == seedbed.CodeNotFound) && errors.As(err, &told):
		p.Message, p.Fix = told.Message, told.Fix
		if p.Message == "" {
			p.Message = told.Err.Error()
		}
	default:
		return fmt.Errorf("%s: %w", at, err)
	}
	got.Problems = append(got.Problems, p)
	return nil
}

// told says what else a file held, and what is known since.
func (w *people) told(got *exchange.Read, took taken, in *plan.Inspection) {
	if got.Empty+got.Drafts > 0 {
		w.app.printf("%s without an answer, %s\n", prose.Rows(got.Empty), prose.Plural(got.Drafts, "draft", "drafts"))
	}
	if took.skips > 0 {
		w.app.printf("%s skipped, each with its reason: others are asked\n", prose.Rows(took.skips))
	}
	if report, err := w.desk.Result(in.Name); err == nil {
		report.What = string(seedbed.Accepted)
		w.app.printf("%s\n", report.Sentence())
	}
}
