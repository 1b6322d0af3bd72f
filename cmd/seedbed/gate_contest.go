package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/release"
	"seedbed.dev/seedbed/internal/review"
)

func (a *app) contestCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "contest",
		Short: "List objections to rows, raise one, or answer one",
		Long: `Contest lists the objections that people have to rows, with until when each is to be
answered. An objection that is not answered in time holds the release, and so does a row
that was rightly objected to and is still among the accepted ones. The release says how
many there were and what came of them.

Its commands take these flags:

  --as         who objects or answers: a name, or the id of a person
  --because    why
  --days       contest add: days within which it is to be answered
  --upheld     contest answer: the row should not be there as it is
  --dismissed  contest answer: the row stays
  --withdrawn  contest answer: who raised it takes it back`,
		Example: "  seedbed contest\n  seedbed contest add 7f3a --because \"this is my address\"",
		Args:    exactArgs(0, "no arguments, or add or answer"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.atGate(cmd.Context(), func(s *stand) error {
				a.showContests(s)
				return nil
			})
		},
	}
	a.jsonFlag(cmd)
	cmd.AddCommand(a.contestAddCommand(), a.contestAnswerCommand())
	return cmd
}

func (a *app) contestAddCommand() *cobra.Command {
	var as, because string
	var days int
	cmd := &cobra.Command{
		Use:     "add ROW",
		Short:   "Object to a row",
		Long:    "Add records an objection to a row: why it should not be there, or not as it is. Anybody may\nobject; without --as nobody is named. What is written is kept for good: it says what is wrong,\nand does not repeat what should not be there.",
		Example: "  seedbed contest add 7f3a --because \"this is my address\"",
		Args:    exactArgs(1, "the id of a row, or its beginning"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			p, err := a.open(ctx, 0)
			if err != nil {
				return err
			}
			v, err := p.view(ctx)
			if err != nil {
				return err
			}
			defer v.close()
			rec, _, err := v.find(ctx, args[0])
			if err != nil {
				return err
			}
			s, err := p.stand(v)
			if err != nil {
				return err
			}
			objects := func(_ *stand, by string) ([]review.Event, error) {
				e, err := gate.NewContest(rec.ID, by, because, now(), time.Duration(days)*24*time.Hour)
				return []review.Event{e}, err
			}
			written, err := s.write(ctx, as, objects)
			if seedbed.CodeOf(err) == seedbed.CodeBusy {
				written, err = s.hand(ctx, as, objects, err)
			}
			if err != nil {
				return err
			}
			a.acts = true
			c := s.record.Contest(written[len(written)-1].Seq)
			if a.json {
				a.printJSON(c)
				return nil
			}
			a.printf("objection %d to row %s is to be answered by %s.\n", c.ID, c.Row.Short(), gate.Day(c.Due))
			return nil
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&as, "as", "", "who objects: a name, or the id of a person")
	cmd.Flags().StringVar(&because, "because", "", "why the row should not be there, or not as it is")
	cmd.Flags().IntVar(&days, "days", int(gate.Deadline/(24*time.Hour)), "days within which it is to be answered")
	return cmd
}

func (a *app) contestAnswerCommand() *cobra.Command {
	var as, because string
	var upheld, dismissed, withdrawn bool
	cmd := &cobra.Command{
		Use:   "answer ID",
		Short: "Say what came of an objection",
		Long: `Answer records what came of an objection, and why. An owner or an adjudicator upholds or
dismisses it, and not who raised it; who raised it may withdraw it.`,
		Example: "  seedbed contest answer 12 --upheld --as \"Ana Souza\" --because \"the address is real\"",
		Args:    exactArgs(1, "the number of an objection"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return usagef("contest answer wants the number of an objection; seedbed contest lists them")
			}
			var what []gate.Verdict
			for _, v := range []struct {
				set  bool
				what gate.Verdict
			}{{upheld, gate.Upheld}, {dismissed, gate.Dismissed}, {withdrawn, gate.Withdrawn}} {
				if v.set {
					what = append(what, v.what)
				}
			}
			if len(what) != 1 {
				return usagef("contest answer wants one of --upheld, --dismissed, --withdrawn")
			}
			return a.recordHere(cmd.Context(), as, func(s *stand, by string) ([]review.Event, error) {
				e, err := gate.NewAnswer(s.record, id, by, what[0], because)
				return []review.Event{e}, err
			}, func(s *stand) error {
				a.showContests(s)
				return nil
			})
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&as, "as", "", "who answers: a name, or the id of a person")
	cmd.Flags().StringVar(&because, "because", "", "why; the release prints it")
	cmd.Flags().BoolVar(&upheld, "upheld", false, "the row should not be there as it is")
	cmd.Flags().BoolVar(&dismissed, "dismissed", false, "the row stays")
	cmd.Flags().BoolVar(&withdrawn, "withdrawn", false, "who raised it takes it back")
	return cmd
}

func (a *app) showContests(s *stand) {
	all := s.record.Contests
	if a.json {
		if all == nil {
			all = []gate.Contest{}
		}
		a.printJSON(map[string]any{"contests": all})
		return
	}
	if len(all) == 0 {
		a.printf("Nobody has objected to a row.\n")
		return
	}
	rows := [][]string{{"id", "row", "stands", "", "because"}}
	for i := range all {
		c := &all[i]
		stands, when := string(c.What), gate.Day(c.AnsweredAt)
		switch {
		case c.Late(s.facts.Now):
			stands, when = "late", "was to be answered by "+gate.Day(c.Due)
		case c.Open():
			stands, when = "open", "to be answered by "+gate.Day(c.Due)
		}
		rows = append(rows, []string{strconv.FormatInt(c.ID, 10), c.Row.Short(), stands, when, quote(c.Because, 60)})
		if c.Answer != "" {
			rows = append(rows, []string{"", "", "", s.name(c.AnsweredBy), quote(c.Answer, 60)})
		}
	}
	table(a.stdout, rows)
}

// contestFacts counts objections for a release. What objectors wrote stays out of it:
// it may tell what they object to.
func (s *stand) contestFacts(g *release.Governance) {
	for i := range s.record.Contests {
		c := &s.record.Contests[i]
		switch c.What {
		case gate.Upheld:
			g.Contests.Upheld++
		case gate.Dismissed:
			g.Contests.Dismissed++
		case gate.Withdrawn:
			g.Contests.Withdrawn++
		default:
			g.Contests.Open++
			continue
		}
		g.Contests.Answers = append(g.Contests.Answers, fmt.Sprintf("Row %s, %s: %s", c.Row.Short(), c.What, c.Answer))
	}
}
