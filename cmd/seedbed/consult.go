package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/release"
	"seedbed.dev/seedbed/internal/review"
)

func (a *app) consultCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "consult",
		Short: "List who was consulted on the data, begin a consultation, or record one",
		Long: `Consult lists the consultations of the project: files in consultations/ that say what a
panel was asked and shown, what each voice said, and what was changed because of it or why
not. A consultation counts once it is recorded: then the ledger knows that it took place,
and which text of it that was. What people said, and their names, stay in the file.

Its commands are consult new, which writes a file to fill, and consult record, which takes:

  --as  who records it: a name, or the id of a person`,
		Example: "  seedbed consult\n  seedbed consult new validation\n  seedbed consult record consultations/validation.yaml --as \"Ana Souza\"",
		Args:    exactArgs(0, "no arguments, or new or record"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.atGate(cmd.Context(), func(s *stand) error { return a.showConsultations(s) })
		},
	}
	a.jsonFlag(cmd)
	cmd.AddCommand(a.consultNewCommand(), a.consultRecordCommand())
	return cmd
}

func (a *app) consultNewCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "new MOMENT",
		Short:   "Write a consultation to fill",
		Long:    "New writes a file to fill into consultations/, for a moment in the life of the data: use-case,\ngeneration, validation or release.",
		Example: "  seedbed consult new validation",
		Args:    exactArgs(1, "a moment: use-case, generation, validation or release"),
		RunE: func(_ *cobra.Command, args []string) error {
			when := strings.ReplaceAll(args[0], "-", " ")
			if !slices.Contains(gate.Moments(), when) {
				return usagef("consult new wants use-case, generation, validation or release; %q is none of these", args[0])
			}
			for n := 1; n <= 1000; n++ {
				name := strings.ReplaceAll(when, " ", "-")
				if n > 1 {
					name = fmt.Sprintf("%s-%d", name, n)
				}
				file := path.Join(gate.ConsultationsDir, name+".yaml")
				err := writeNew(a.path(file), gate.ConsultationTemplate(when, now()))
				if errors.Is(err, fs.ErrExist) {
					continue
				}
				if err != nil {
					return seedbed.Errorf(seedbed.CodeStorage, "writing %s: %w", file, err)
				}
				a.acts = true
				a.printf("%s  to be filled, then: seedbed consult record %s --as NAME\n", file, file)
				return nil
			}
			return seedbed.Errorf(seedbed.CodeInvalid, "there are a thousand consultations on the %s already", when)
		},
	}
}

func (a *app) consultRecordCommand() *cobra.Command {
	var as string
	cmd := &cobra.Command{
		Use:   "record FILE",
		Short: "Record a consultation",
		Long: `Record writes into the ledger that a consultation took place, of the file as it is now.
When the file is changed afterwards, it is recorded anew.`,
		Example: "  seedbed consult record consultations/validation.yaml --as \"Ana Souza\"",
		Args:    exactArgs(1, "a file in consultations/"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Stat(a.path(args[0])); errors.Is(err, fs.ErrNotExist) {
				return seedbed.Errorf(seedbed.CodeInvalid, "there is no file %s", args[0])
			}
			file := path.Clean(filepath.ToSlash(args[0]))
			return a.recordHere(cmd.Context(), as, func(s *stand, by string) ([]review.Event, error) {
				i := slices.IndexFunc(s.facts.Consultations, func(c gate.Consultation) bool { return c.File == file })
				if i < 0 {
					return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: harmlessLine(file) + " is no file of consultations/", Fix: "begin one: seedbed consult new validation"}
				}
				c := &s.facts.Consultations[i]
				if len(c.Problems) > 0 {
					return nil, a.wrongFile(c.Problems)
				}
				e, err := gate.NewConsulted(c, s.record, by)
				return []review.Event{e}, err
			}, func(s *stand) error { return a.showConsultations(s) })
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&as, "as", "", "who records it: a name, or the id of a person")
	return cmd
}

// maxConsultations bounds the consultations of a project.
const maxConsultations = 1000

// consultations reads those of a project, by the names of their files.
func (a *app) consultations() ([]gate.Consultation, error) {
	entries, err := os.ReadDir(a.path(gate.ConsultationsDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading consultations: %w", err)
	}
	var out []gate.Consultation
	for _, e := range entries {
		if ext := strings.ToLower(path.Ext(e.Name())); e.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		if len(out) == maxConsultations {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "%s holds more than %d consultations; a project has as many at the most", gate.ConsultationsDir, maxConsultations)
		}
		file := path.Join(gate.ConsultationsDir, e.Name())
		data, err := a.readBounded(file, gate.MaxConsultation+1)
		if err != nil {
			out = append(out, gate.Consultation{File: file, Problems: seedbed.Problems{{Pos: seedbed.Position{File: file}, Message: err.Error()}}})
			continue
		}
		out = append(out, gate.ParseConsultation(file, data))
	}
	return out, nil
}

// showConsultations lists the consultations of a project, and what is wrong with their
// files.
func (a *app) showConsultations(s *stand) error {
	var problems seedbed.Problems
	docs := []map[string]any{}
	rows := [][]string{{"file", "on the", "voices", "changed", "stands"}}
	for i := range s.facts.Consultations {
		c := &s.facts.Consultations[i]
		problems = append(problems, c.Problems...)
		stands := s.record.Stands(c)
		rows = append(rows, []string{harmlessLine(c.File), harmlessLine(c.When), fmt.Sprint(len(c.Voices)), fmt.Sprint(c.Heeded()), stands})
		docs = append(docs, map[string]any{"file": c.File, "when": c.When, "voices": len(c.Voices), "heeded": c.Heeded(), "stands": stands, "problems": c.Problems})
	}
	switch {
	case a.json:
		a.printJSON(map[string]any{"consultations": docs})
	case len(docs) == 0:
		a.printf("Nobody was consulted. Begin with seedbed consult new use-case.\n")
	default:
		table(a.stdout, rows)
		for _, p := range problems {
			fmt.Fprintln(a.stderr, p.String())
		}
	}
	if len(problems) > 0 {
		return errReported{seedbed.CodeInvalid}
	}
	return nil
}

// consultedFacts puts the consultations that are recorded into the facts of a release,
// as far as each voice agreed.
func (s *stand) consultedFacts(g *release.Governance) {
	for i := range s.facts.Consultations {
		c := &s.facts.Consultations[i]
		if s.record.Stands(c) != gate.Recorded {
			continue
		}
		out := release.Consultation{When: c.When, On: c.On, Asked: c.Asked, Shown: c.Shown}
		for _, v := range c.Voices {
			o := release.Voice{As: v.As, Changed: v.Changed, Not: v.Not}
			if v.Consent != "nothing" {
				o.Said = v.Said
			}
			if v.Consent == "name" {
				o.Name = v.Name
			}
			out.Voices = append(out.Voices, o)
		}
		g.Consultations = append(g.Consultations, out)
	}
}
