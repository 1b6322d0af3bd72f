package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"syscall"
)

// line is a group of promises that are measured together.
type line struct {
	name  string // what -only matches
	peers bool   // measured with -peers alone
	run   func(context.Context, *bench) ([]figure, error)
}

// lines are all of them, in the order in which they are printed.
func lines() []line {
	return []line{
		{name: "generate", run: generate},
		{name: "judge", run: judge},
		{name: "panel", run: panel},
		{name: "latency", run: latency},
		{name: "in-flight", run: manyInFlight},
		{name: "conversations", run: conversations},
		{name: "slow", run: slowConversations},
		{name: "limit", run: limit},
		{name: "million", run: million},
		{name: "expand", run: expand},
		{name: "duplicates", run: nearDuplicates},
		{name: "redundancy", run: redundant},
		{name: "report", run: wholeReport},
		{name: "measured-run", run: measuredRun},
		{name: "planted", run: plantedDefects},
		{name: "derailed", run: derailed},
		{name: "coverage", run: intervalsHold},
		{name: "world", run: world},
		{name: "page", run: page},
		{name: "peers", peers: true, run: peers},
		{name: "inspect", peers: true, run: againstInspect},
		{name: "agreement", peers: true, run: agreement},
		{name: "ppi", peers: true, run: ppi},
		{name: "prdc", peers: true, run: prdc},
		{name: "duplicates-gaoya", peers: true, run: againstGaoya},
		{name: "report-ydata", peers: true, run: againstYdata},
		{name: "personal", peers: true, run: personal},
		{name: "spans", peers: true, run: spans},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) > 1 && os.Args[1] == asFlag {
		if err := as(ctx, os.Args[2:], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	met, err := benchmark(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "bench: stopped; nothing is left running")
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	if err != nil || !met {
		os.Exit(1)
	}
}

// benchmark measures the lines that are asked for and prints their table. It
// reports whether every target was met.
func benchmark(ctx context.Context, args []string, stdout, stderr io.Writer) (met bool, err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	only := flags.String("only", "", "measure the lines whose name matches this regular expression alone")
	peers := flags.Bool("peers", false, "measure other programs too; installs them under build/bench")
	jsonFile := flags.String("json", "", "write the figures to this file as JSON too")
	quick := flags.Bool("quick", false, "smaller sizes, for trying out a change; the targets stay")
	pairs := flags.Int("pairs", 5, "how often reference and Seedbed are run in turn")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	if flags.NArg() > 0 {
		return false, fmt.Errorf("%q: there are flags only", flags.Args())
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return false, fmt.Errorf("-only: %w", err)
	}
	chosen := choose(pattern, *peers)
	if len(chosen) == 0 {
		return false, fmt.Errorf("-only %s: no line of that name; there is %s", *only, names())
	}
	b, err := newBench(ctx, stderr, *quick, max(*pairs, 1))
	if err != nil {
		return false, err
	}
	defer b.close()
	var figures []figure
	for _, l := range chosen {
		got, err := l.run(ctx, b)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if err != nil {
			got = append(got, figure{Line: l.name, Error: err.Error()})
		}
		figures = append(figures, got...)
	}
	if *jsonFile != "" {
		err = writeJSON(*jsonFile, figures)
	}
	return printTable(stdout, figures), err
}

// choose returns the lines whose name matches.
func choose(pattern *regexp.Regexp, peers bool) []line {
	return slices.DeleteFunc(lines(), func(l line) bool {
		return l.peers && !peers || !pattern.MatchString(l.name)
	})
}

// names lists the lines.
func names() string {
	var out []string
	for _, l := range lines() {
		if l.peers {
			l.name += " (with -peers)"
		}
		out = append(out, l.name)
	}
	return strings.Join(out, ", ")
}
