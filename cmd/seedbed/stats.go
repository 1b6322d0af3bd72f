package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

func (a *app) statsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Say how far ratings and scores can be trusted: plans, comparisons, agreement, rates",
		Long: `Stats answers questions about people's ratings and judges' scores in plain files:
CSV, TSV, JSON lines or Parquet, as they are or compressed; "-" is standard input.
Flags name the columns. Every figure comes with its interval, or with the reason
why it has none. No project is needed.`,
		Example: "  seedbed stats sample --defects-below 5% --confidence 95%\n  seedbed stats compare scores.csv\n  seedbed stats sensitivity scores.csv --json",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("there is no command stats %q; see seedbed stats --help", args[0])}
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(
		a.statsAgreementCommand(), a.statsCalibrateCommand(), a.statsRateCommand(),
		a.statsSampleCommand(), a.statsCompareCommand(), a.statsSensitivityCommand(),
	)
	return cmd
}

// statsFlags are the flags that the commands under stats have in common.
type statsFlags struct {
	out       string // -o
	format    string // of the file; "": by its name
	level     string // of intervals, as it was typed
	seed      uint64
	resamples int
}

// statsOutputFlags gives a command --json and -o.
func (a *app) statsOutputFlags(cmd *cobra.Command, f *statsFlags) {
	a.jsonFlag(cmd)
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "write to this file")
}

// statsFileFlags gives a command that reads a file its flags.
func (a *app) statsFileFlags(cmd *cobra.Command, f *statsFlags) {
	a.statsOutputFlags(cmd, f)
	cmd.Flags().StringVar(&f.format, "format", "", "jsonl, csv or parquet, where the file's name does not tell")
	cmd.Flags().StringVar(&f.level, "confidence", "95%", "level of the intervals")
}

// statsSeedFlags gives a command that resamples its flags.
func statsSeedFlags(cmd *cobra.Command, f *statsFlags) {
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "seed of what is drawn at random; the same seed gives the same figures")
	cmd.Flags().IntVar(&f.resamples, "resamples", 2000, "how many resamples or shuffles to draw")
}

// confidence reads --confidence.
func (f *statsFlags) confidence() (float64, error) {
	level, err := share(f.level)
	if err != nil || level < .5 || level > .9999 {
		return 0, usageError{fmt.Errorf("--confidence %q: want a share from 50%% to 99.99%%, such as 95%%", f.level)}
	}
	return level, nil
}

// draws checks --resamples.
func (f *statsFlags) draws() error {
	if f.resamples < 200 || f.resamples > 1_000_000 {
		return usageError{fmt.Errorf("--resamples %d: want 200 to 1,000,000", f.resamples)}
	}
	return nil
}

// share reads a share as people write it: 5%, .05, 0.05.
func share(s string) (float64, error) {
	s = strings.TrimSpace(s)
	digits, percent := strings.CutSuffix(s, "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is no share; want 5%% or .05", s)
	}
	if percent {
		v /= 100
	}
	return v, nil
}

// statsWrite prints a result: doc as JSON with --json, else what text writes;
// to the file of -o where there is one.
func (a *app) statsWrite(f *statsFlags, doc any, text func(io.Writer)) error {
	var b bytes.Buffer
	if a.json {
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(doc); err != nil {
			return seedbed.Errorf(seedbed.CodeInternal, "writing JSON: %w", err)
		}
	} else {
		text(&b)
	}
	if f.out == "" {
		_, err := a.stdout.Write(b.Bytes())
		return err
	}
	if err := os.WriteFile(filepath.Clean(f.out), b.Bytes(), 0o666); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing the result: %w", err)
	}
	return nil
}

// statsContext makes sure that a command without a context has one.
func statsContext(cmd *cobra.Command) context.Context {
	if ctx := cmd.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}

// figure prints a number in at most four digits: .83, 12.4, 1,204, 2.7e-09.
func figure(v float64) string {
	switch abs := math.Abs(v); {
	case v == 0:
		return "0"
	case abs >= 1000 && abs < 1e15:
		return prose.Count(int64(math.Round(v)))
	case abs >= 100:
		return strconv.FormatFloat(v, 'g', 4, 64)
	case abs >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case abs >= 1:
		return strconv.FormatFloat(v, 'f', 2, 64)
	case abs >= .001:
		digits := 3
		if abs < .01 {
			digits = 4
		}
		return strings.Replace(strconv.FormatFloat(v, 'f', digits, 64), "0.", ".", 1)
	default:
		return strings.Replace(strconv.FormatFloat(v, 'g', 2, 64), "0.", ".", 1)
	}
}

// percent prints a share as people say it: 4.1 %.
func percent(v float64) string {
	p := v * 100
	switch abs := math.Abs(p); {
	case p == 0:
		return "0 %"
	case abs >= 99.95 && abs < 100:
		return strconv.FormatFloat(p, 'f', 2, 64) + " %"
	case abs < .095:
		return strconv.FormatFloat(p, 'g', 2, 64) + " %"
	default:
		return strings.TrimSuffix(strconv.FormatFloat(p, 'f', 1, 64), ".0") + " %"
	}
}

// estimate prints an estimate with its interval, or why it has none:
// ".81 [.74, .87]". show prints one number: figure or percent.
func estimate(e stats.Estimate, show func(float64) string) string {
	switch {
	case !e.Defined():
		return "not defined: " + e.Undefined
	case e.Interval == nil && e.NoInterval == "":
		return show(e.Value)
	case e.Interval == nil:
		return show(e.Value) + " (no interval: " + e.NoInterval + ")"
	}
	low, high := show(e.Interval.Low), show(e.Interval.High)
	return show(e.Value) + " [" + strings.TrimSuffix(low, " %") + ", " + strings.TrimSuffix(high, " %") + "]"
}

// caveats prints what a reader must know, one a line, each once.
func caveats(w io.Writer, list ...string) {
	seen := map[string]bool{}
	for _, c := range list {
		if c != "" && !seen[c] {
			seen[c] = true
			fmt.Fprintf(w, "note: %s\n", c)
		}
	}
}
