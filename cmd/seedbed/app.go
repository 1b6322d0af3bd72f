package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// app is one invocation of the command line: what it reads, where it writes,
// and the flags that every command has.
type app struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	env    func(string) (string, bool)

	dir    string   // project folder
	recipe string   // recipe file in it
	set    []string // --set overrides
	json   bool

	relatedWarns bool // the command looks at judges that are related to what they judge
	quiet        bool // the command looks at rows: who does has read what the recipe warns of

	cpuProfile string       // --cpuprofile
	left       atomic.Int64 // calls under way when a person stopped the run at once
	takesInput bool         // the command reads what is piped in for a source of file "-"
	lost       *lost        // what became of stdout and stderr; nil: not watched
	acts       bool         // the command is there for what it does, not for what it prints
}

// Exit statuses. docs/exit-statuses.md tells users of them.
const (
	exitOK          = 0
	exitInternal    = 1
	exitInvalid     = 2
	exitNotFound    = 3
	exitIncomplete  = 4
	exitModel       = 5
	exitBudget      = 6
	exitStorage     = 7
	exitBusy        = 8
	exitUnmet       = 9
	exitInterrupted = 130
	exitUnread      = 141 // as of a process that SIGPIPE ended
)

// exits is the one table from error codes to exit statuses.
var exits = map[seedbed.Code]int{
	seedbed.CodeInternal:    exitInternal,
	seedbed.CodeInvalid:     exitInvalid,
	seedbed.CodeNotFound:    exitNotFound,
	seedbed.CodeIncomplete:  exitIncomplete,
	seedbed.CodeModel:       exitModel,
	seedbed.CodeBudget:      exitBudget,
	seedbed.CodeStorage:     exitStorage,
	seedbed.CodeBusy:        exitBusy,
	seedbed.CodeInterrupted: exitInterrupted,
	seedbed.CodeUnmet:       exitUnmet,
}

// errReported is an error that a command has already told the user of; it only
// carries the code.
type errReported struct{ code seedbed.Code }

func (e errReported) Error() string { return string(e.code) }

// run parses args, runs the command, and returns the exit status.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := root.ExecuteContext(ctx)
	if errors.Is(err, errUnread) || err == nil && a.unread() && !a.acts {
		return a.unreadStatus()
	}
	if err == nil {
		return exitOK
	}
	var reported errReported
	if errors.As(err, &reported) {
		return exits[reported.code]
	}
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintf(a.stderr, "seedbed: %v\n", err)
		return exitInvalid
	}
	a.report(err)
	if forbidden := (*review.Forbidden)(nil); errors.As(err, &forbidden) {
		return exitInvalid
	}
	return exits[seedbed.CodeOf(err)]
}

// usageError is a command line that cannot be understood.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// colour reports whether standard output may be coloured.
func (a *app) colour() bool {
	_, no := a.env("NO_COLOR")
	return isTerminal(a.stdout) && !no
}

// width is how many columns standard output has; 100 where it is no terminal.
func (a *app) width() int {
	if f, ok := a.stdout.(*os.File); ok && isTerminal(f) {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 20 {
			return w
		}
	}
	return 100
}

// report tells the user of an error: as JSON where the command prints JSON.
func (a *app) report(err error) {
	if a.json && !a.unread() {
		a.printJSON(map[string]any{"error": map[string]any{"code": seedbed.CodeOf(err), "message": err.Error()}})
		return
	}
	var problems seedbed.Problems
	if errors.As(err, &problems) {
		a.printProblems(problems)
		return
	}
	fmt.Fprint(a.stderr, "seedbed: ", harmless([]byte(err.Error()), ""))
}

// printJSON prints v as one JSON document on standard output.
func (a *app) printJSON(v any) {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		fmt.Fprintf(a.stderr, "seedbed: writing JSON: %v\n", err)
	}
}

func (a *app) printf(format string, args ...any) { fmt.Fprintf(a.stdout, format, args...) }

// isTerminal reports whether a stream is one.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// exactArgs is cobra.ExactArgs with an error of ours.
func exactArgs(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usageError{fmt.Errorf("%s wants %s; see seedbed %s --help", cmd.Name(), what, cmd.Name())}
		}
		return nil
	}
}
