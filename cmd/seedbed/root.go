package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// rootCommand builds the command tree.
func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "seedbed",
		Short: "Grow a dataset from seeds, and know why every row is there",
		Long: `Seedbed grows a dataset from seeds with auxiliary models, checks it, writes down
how it came to be, and answers for every row: why are you here?

A project is a folder with a recipe, seedbed.yaml. What a run has paid for is in
its journal, .seedbed/journal.db, and is never paid for again.`,
		Example: `  seedbed init hints --example hints
  cd hints
  seedbed plan
  seedbed run
  seedbed why 7f3a
  seedbed release -o out`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("there is no command %q; see seedbed --help", args[0])}
			}
			return cmd.Help()
		},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see seedbed %s --help", err, cmd.Name())}
	})
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "project", "C", ".", "project folder")
	flags.StringVar(&a.recipe, "recipe", "seedbed.yaml", "recipe file in the project folder")
	flags.StringArrayVar(&a.set, "set", nil, "override a value of the recipe: models.writer.url=http://127.0.0.1:8080/v1")
	flags.StringVar(&a.cpuProfile, "cpuprofile", "", "write a CPU profile to this file")
	flags.Lookup("cpuprofile").Hidden = true
	root.AddCommand(
		a.initCommand(), a.checkCommand(), a.planCommand(), a.tryCommand(), a.runCommand(),
		a.statusCommand(), a.rowsCommand(), a.whyCommand(), a.costCommand(), a.modelsCommand(),
		a.inspectCommand(), a.reviewCommand(), a.peopleCommand(), a.releaseCommand(), a.gateCommand(), a.consultCommand(), a.contestCommand(), a.measureCommand(), a.kinCommand(), a.judgeTestCommand(), a.draftCommand(), a.acceptCommand(), a.watchCommand(), a.statsCommand(), a.schemaCommand(), a.versionCommand(), a.referenceCommand(),
	)
	return root
}

// jsonFlag gives a command --json.
func (a *app) jsonFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.json, "json", false, "print JSON")
}
