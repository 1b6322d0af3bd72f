package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
)

func (a *app) gateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gate [NAME]",
		Short: "Show what has to hold before a release, and what of it is missing",
		Long: `Gate shows every stop before a release: what the tier of risk asks for, the gates that
the recipe writes under gate:, what demand: wants of judges, and objections to rows. Of
each demand it says whether it is met, missing and what to do, lowered by the recipe, or
overridden by whom and why. It ends with status 9 where a gate that holds a release is shut.

Its commands record in the project's ledger what somebody does, and take these flags:

  --as       who acts: a name, or the id of a person
  --because  gate override: why the rows pass all the same
  --role     gate sign: as what they sign
  --says     gate sign: what they have to say with it`,
		Example: "  seedbed gate\n  seedbed gate ready --json\n  seedbed gate sign ready --as \"Ana Souza\"",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("gate wants the name of one gate, or none for all; see seedbed gate --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.atGate(cmd.Context(), func(s *stand) error {
				shown, err := s.gatesOf(args)
				if err == nil && !a.showGates(s, shown) {
					err = errReported{seedbed.CodeUnmet}
				}
				return err
			})
		},
	}
	a.jsonFlag(cmd)
	cmd.AddCommand(a.gateSignCommand(), a.gateOverrideCommand(), a.gateQuestionsCommand())
	return cmd
}

func (a *app) gateSignCommand() *cobra.Command {
	var as, role, says string
	cmd := &cobra.Command{
		Use:   "sign NAME",
		Short: "Stand for the rows at a gate, by name",
		Long: `Sign records that somebody stands for the rows as they are now. All else that the gate
wants has to hold first. A signature is for these rows alone: other rows are signed anew.
Nobody counts twice at a gate.`,
		Example: "  seedbed gate sign ready --as \"Ana Souza\"\n  seedbed gate sign high --as p-7f3a9c01 --role adjudicator --says \"I have read 40 rows.\"",
		Args:    exactArgs(1, "the name of a gate"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.recordHere(cmd.Context(), as, func(s *stand, by string) ([]review.Event, error) {
				g, err := s.gate(args[0])
				if err != nil {
					return nil, err
				}
				e, err := gate.NewSignature(g, &s.facts, s.record, by, review.Role(role), says)
				return []review.Event{e}, err
			}, func(s *stand) error { return a.showNow(s, args[0]) })
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&as, "as", "", "who signs: a name, or the id of a person")
	cmd.Flags().StringVar(&role, "role", "", "as what they sign; left out: the role whose signature is missing")
	cmd.Flags().StringVar(&says, "says", "", "what they have to say with it; the card prints it")
	return cmd
}

func (a *app) gateOverrideCommand() *cobra.Command {
	var as, because string
	cmd := &cobra.Command{
		Use:   "override NAME.DEMAND",
		Short: "Answer for what is missing at a gate, by name and with a reason",
		Long: `Override records that an owner lets these rows pass although something is missing, and
why. It covers what is missing now, of these rows, and nothing that comes up later. The
release prints what was missing, who answers for it, and the reason.`,
		Example: "  seedbed gate override ready.findings --as \"Ana Souza\" --because \"the copies are wanted: they are paraphrases\"",
		Args:    exactArgs(1, "a gate and a demand, such as ready.findings"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.recordHere(cmd.Context(), as, func(s *stand, by string) ([]review.Event, error) {
				c, err := s.condition(args[0])
				if err != nil {
					return nil, err
				}
				e, err := gate.NewOverride(c, &s.facts, s.record, by, because)
				return []review.Event{e}, err
			}, func(s *stand) error {
				name, _, _ := strings.Cut(args[0], ".")
				return a.showNow(s, name)
			})
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&as, "as", "", "who answers for it: a name, or the id of a person")
	cmd.Flags().StringVar(&because, "because", "", "why the rows pass all the same; the card prints it")
	return cmd
}

// showNow prints how one gate stands after something was recorded at it.
func (a *app) showNow(s *stand, name string) error {
	shown, err := s.gatesOf([]string{name})
	if err == nil {
		a.showGates(s, shown)
	}
	return err
}

// gate returns the gate of a name.
func (s *stand) gate(name string) (*gate.Standing, error) {
	var known []string
	for i := range s.gates {
		if s.gates[i].Name == name {
			return &s.gates[i], nil
		}
		known = append(known, s.gates[i].Name)
	}
	if len(known) == 0 {
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "the recipe has no gate", Fix: "name a tier of risk, or write one under gate:"}
	}
	return nil, unknownName("gate", "gate", name, known)
}

// condition returns the condition that a key such as "ready.findings" names.
func (s *stand) condition(key string) (*gate.Condition, error) {
	name, demand, ok := strings.Cut(key, ".")
	g, err := s.gate(name)
	if err != nil {
		return nil, err
	}
	var known []string
	for i := range g.Conditions {
		known = append(known, g.Conditions[i].Key())
	}
	if c := g.Condition(demand); ok && c != nil {
		return c, nil
	}
	return nil, unknownName("override", "demand", key, known)
}

// atGate says how the gates stand.
func (a *app) atGate(ctx context.Context, do func(*stand) error) error {
	s, err := a.openStand(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.read(ctx, nil); err != nil {
		return err
	}
	return do(s)
}
