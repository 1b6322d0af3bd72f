package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/examples"
)

// starter is the example that init copies unless another is named.
const starter = "starter"

func (a *app) initCommand() *cobra.Command {
	var example string
	names := exampleNames()
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a project that runs as it is",
		Long: fmt.Sprintf(`Init makes a folder with a recipe, a prompt and seeds, ready to run and to change.
Examples: %s.`, strings.Join(names, ", ")),
		Example: "  seedbed init mydata\n  seedbed init hints --example hints",
		Args:    exactArgs(1, "the folder to make"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.initProject(args[0], example)
		},
	}
	cmd.Flags().StringVar(&example, "example", starter, "what to start from: "+strings.Join(names, ", "))
	return cmd
}

func exampleNames() []string {
	var names []string
	entries, err := fs.ReadDir(examples.FS, ".")
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// initProject copies an example into dir, which may exist but must not hold any
// of its files.
func (a *app) initProject(dir, example string) error {
	src, err := fs.Sub(examples.FS, example)
	if err != nil || !hasRecipe(src) {
		return usageError{fmt.Errorf("there is no example %q; there are %s", example, strings.Join(exampleNames(), ", "))}
	}
	var files []string
	err = fs.WalkDir(src, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files = append(files, path)
		if _, err := os.Lstat(filepath.Join(dir, path)); !errors.Is(err, fs.ErrNotExist) {
			return &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s is there already", filepath.Join(dir, path)), Fix: "choose another folder; nothing was written"}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, path := range files {
		if err := copyOut(src, path, filepath.Join(dir, path)); err != nil {
			return seedbed.Errorf(seedbed.CodeStorage, "making %s: %w", dir, err)
		}
	}
	a.acts = true
	a.printf("%s/\n", strings.TrimRight(dir, "/"))
	for _, path := range files {
		a.printf("  %s\n", path)
	}
	a.printf("\nnext:  cd %s && seedbed plan\n", dir)
	return nil
}

func hasRecipe(f fs.FS) bool {
	_, err := fs.Stat(f, "seedbed.yaml")
	return err == nil
}

func copyOut(src fs.FS, path, to string) error {
	b, err := fs.ReadFile(src, path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o666)
}
