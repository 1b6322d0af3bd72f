package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
)

func (a *app) gateQuestionsCommand() *cobra.Command {
	var as string
	cmd := &cobra.Command{
		Use:   "questions [FILE]",
		Short: "Ask whether the data should be synthetic at all, and record the answers",
		Long: `Questions asks what the data is for, what happens if it is wrong, who is affected, what
real data could be had, what else was weighed, what the data cannot show, and whether it
should be synthetic at all. The release prints the answers.

With --as at a terminal it asks one question after another. Without --as it prints a file
to fill, which is then recorded: seedbed gate questions FILE --as NAME.`,
		Example: "  seedbed gate questions > questions.yaml\n  seedbed gate questions questions.yaml --as \"Ana Souza\"",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("gate questions wants one file, or none to be asked; see seedbed gate questions --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if as == "" && len(args) == 0 {
				a.printf("%s", gate.QuestionsTemplate())
				return nil
			}
			if as == "" {
				return usagef("it is recorded who answers: --as \"Ana Souza\", or the id of a person")
			}
			q, err := a.answers(args)
			if err != nil {
				return err
			}
			return a.recordHere(cmd.Context(), as, func(s *stand, by string) ([]review.Event, error) {
				e, err := gate.NewQuestionnaire(q, s.record, &s.facts, by)
				return []review.Event{e}, err
			}, func(s *stand) error {
				if a.json {
					a.printJSON(s.record.Questions)
					return nil
				}
				a.printf("recorded: should it be synthetic at all? %s. The release prints the answers of %s.\n", q.Decision, s.name(s.by))
				return nil
			})
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&as, "as", "", "who answers: a name, or the id of a person")
	return cmd
}

// maxAnswers bounds a file of answers, in bytes.
const maxAnswers = 1 << 20

// answers reads a file of answers, or asks for them.
func (a *app) answers(files []string) (gate.Questionnaire, error) {
	if len(files) == 0 {
		if !isTerminal(a.stdin) {
			return gate.Questionnaire{}, usagef("there is no terminal to ask at; fill a file: seedbed gate questions > questions.yaml")
		}
		return ask(a.stdin, a.stdout)
	}
	data, err := a.readBounded(files[0], maxAnswers)
	if err != nil {
		return gate.Questionnaire{}, err
	}
	q, problems := gate.ParseQuestions(files[0], data)
	if len(problems) > 0 {
		return q, a.wrongFile(problems)
	}
	return q, nil
}

// ask asks the questions one after another; an empty line ends an answer.
func ask(in io.Reader, out io.Writer) (gate.Questionnaire, error) {
	lines := bufio.NewScanner(io.LimitReader(in, maxAnswers))
	lines.Buffer(nil, gate.MaxText+1)
	answer := func() (string, error) {
		var b strings.Builder
		for lines.Scan() {
			line := strings.TrimSpace(lines.Text())
			if line == "" && b.Len() > 0 {
				break
			}
			if line != "" {
				b.WriteString(line + "\n")
			}
		}
		if err := lines.Err(); err != nil {
			return "", seedbed.Errorf(seedbed.CodeInvalid, "reading the answer: %w", err)
		}
		if b.Len() == 0 {
			return "", &seedbed.Error{Code: seedbed.CodeInterrupted, Message: "the questions were left before their end", Fix: "nothing was recorded"}
		}
		return strings.TrimSpace(b.String()), nil
	}
	var q gate.Questionnaire
	fmt.Fprintln(out, "Should this data be synthetic at all? A few sentences each; an empty line ends an answer.")
	for _, k := range gate.Questions() {
		fmt.Fprintf(out, "\n%s\n  %s\n", k.Ask, k.Help)
		s, err := answer()
		if err != nil {
			return q, err
		}
		q.Answers = append(q.Answers, gate.QuestionAnswer{ID: k.ID, Ask: k.Ask, Answer: s})
	}
	for q.Decision == "" {
		fmt.Fprintf(out, "\nAll weighed, should it be synthetic? %s\n", strings.Join(gate.Decisions(), ", "))
		s, err := answer()
		if err != nil {
			return q, err
		}
		for _, d := range gate.Decisions() {
			if strings.EqualFold(s, d) {
				q.Decision = d
			}
		}
	}
	fmt.Fprintln(out, "\nWhy?")
	var err error
	q.Because, err = answer()
	return q, err
}

// readBounded reads a file of the project that has to be small.
func (a *app) readBounded(name string, most int64) ([]byte, error) {
	f, err := os.Open(a.path(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "there is no file %s", name)
	}
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", name, err)
	}
	if int64(len(data)) > most {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%s is larger than %d bytes", name, most)
	}
	return data, nil
}
