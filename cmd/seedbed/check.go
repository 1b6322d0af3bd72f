package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
)

func (a *app) checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Find what is wrong in the recipe, before it costs anything",
		Long: `Check reads the recipe, its prompts and rubrics, and the head of its sources,
and lists everything that is wrong, with its place and what to write instead. It
calls no model.`,
		Example: "  seedbed check\n  seedbed check --json",
		Args:    exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.takesInput = true
			p, err := a.open(cmd.Context(), 0)
			var problems seedbed.Problems
			if errors.As(err, &problems) && a.json {
				a.printJSON(map[string]any{"problems": problems})
				return errReported{seedbed.CodeInvalid}
			}
			if err != nil {
				return err
			}
			if a.json {
				a.printJSON(map[string]any{"problems": p.plan.Warnings, "plan": planDocument(p.plan)})
				return nil
			}
			a.printf("%s: %s, %s, %s; nothing is wrong.\n", a.recipe,
				count(int64(len(p.plan.Sources)), "source"), count(int64(len(p.plan.Stages)), "stage"), modelsNoun(len(p.plan.Models)))
			return nil
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

func modelsNoun(n int) string { return count(int64(n), "model") }

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema recipe|prompt|rubric",
		Short: "Print the JSON Schema of a kind of file, for editors",
		Example: `  seedbed schema recipe > recipe.schema.json
  # and in seedbed.yaml:  # yaml-language-server: $schema=recipe.schema.json`,
		Args:      exactArgs(1, "recipe, prompt or rubric"),
		ValidArgs: []string{"recipe", "prompt", "rubric"},
		RunE: func(_ *cobra.Command, args []string) error {
			all, err := schemas()
			if err != nil {
				return err
			}
			b, ok := all[args[0]]
			if !ok {
				return usageError{fmt.Errorf("there is no schema of %q; there are %s", args[0], "recipe, prompt, rubric")}
			}
			a.printf("%s\n", strings.TrimSpace(string(b)))
			return nil
		},
	}
}
