package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// calibrateFlags are the flags of stats calibrate.
type calibrateFlags struct {
	statsFlags
	score, truth, good   string
	scale                string // --range
	rank, width          bool
	bins                 int
	above, below         string
	precision, precLevel string
}

func (a *app) statsCalibrateCommand() *cobra.Command {
	var f calibrateFlags
	cmd := &cobra.Command{
		Use:   "calibrate FILE",
		Short: "Say what a judge's scores are worth, held against people's labels",
		Long: `Calibrate reads rows with a judge's score, from 0 to 1, and a label, 0 or 1. It
says whether a score of .8 means that 80 % of such rows are good: by bins, by the
Brier score and its parts, and by the calibration error beside the one that a
perfect judge would show with as few rows. It fits maps that mend scores.

--above .9 --below .3 asks whether what scores above .9 is good and below .3 bad.
--precision .9 looks for the lowest threshold from which on, with confidence
--level, nine rows in ten are good.

Scores of another range are scaled with --range 1-7, or ranked with --rank.`,
		Example: "  seedbed stats calibrate scored.csv --score judge --truth label\n" +
			"  seedbed stats calibrate scored.csv --above .9 --below .3 --precision .9 --level 95%\n" +
			"  seedbed stats calibrate points.jsonl --range 1-7 --json",
		Args: exactArgs(1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.statsCalibrate(statsContext(cmd), &f, args[0])
		},
	}
	a.statsFileFlags(cmd, &f.statsFlags)
	statsSeedFlags(cmd, &f.statsFlags)
	flags := cmd.Flags()
	flags.StringVar(&f.score, "score", "score", "column of the judge's scores")
	flags.StringVar(&f.truth, "truth", "truth", "column of labels; rows without one are left out")
	flags.StringVar(&f.good, "good", "", "the label that counts as good, where labels are words")
	flags.StringVar(&f.scale, "range", "", "lowest and highest score, such as 1-7; scores are scaled to 0 to 1")
	flags.BoolVar(&f.rank, "rank", false, "take the rank of a score in place of it")
	flags.IntVar(&f.bins, "bins", 10, "how many bins")
	flags.BoolVar(&f.width, "equal-width", false, "bins of equal width; otherwise of nearly as many rows each")
	flags.StringVar(&f.above, "above", "", "ask whether rows that score above this are good")
	flags.StringVar(&f.below, "below", "", "ask whether rows that score below this are bad")
	flags.StringVar(&f.precision, "precision", "", "look for the threshold that guarantees this share of good rows above it")
	flags.StringVar(&f.precLevel, "level", "95%", "confidence of the guarantee of --precision")
	return cmd
}

// calibration is the answer of stats calibrate.
type calibration struct {
	Calibration stats.Calibration         `json:"calibration"`
	Claims      []stats.ScoreClaim        `json:"claims,omitempty"`
	Evidence    [][]int                   `json:"evidence_lines,omitempty"` // of the rows that each claim gets wrong
	Threshold   *stats.PrecisionThreshold `json:"threshold,omitempty"`
	Isotonic    []stats.Step              `json:"isotonic"`
	Platt       stats.Platt               `json:"platt"`
	Caveats     []string                  `json:"caveats,omitempty"`
	Ranked      bool                      `json:"ranked,omitempty"`

	scale [2]float64
}

func (a *app) statsCalibrate(ctx context.Context, f *calibrateFlags, file string) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	in, err := f.read(ctx, a, file)
	if err != nil {
		return err
	}
	c, err := in.calibrate(f, o)
	if err != nil {
		return err
	}
	return a.statsWrite(&f.statsFlags, c, func(w io.Writer) { c.print(w) })
}

// options checks the flags.
func (f *calibrateFlags) options() (o stats.CalibrationOptions, err error) {
	if o.Level, err = f.confidence(); err != nil {
		return o, err
	}
	if err := f.draws(); err != nil {
		return o, err
	}
	if f.bins < 1 || f.bins > 1000 {
		return o, usageError{fmt.Errorf("--bins %d: want 1 to 1,000", f.bins)}
	}
	if f.rank && f.scale != "" {
		return o, usageError{fmt.Errorf("--rank and --range are two ways to the same: give one of them")}
	}
	o.Bins, o.EqualWidth, o.Seed, o.Draws = f.bins, f.width, f.seed, f.resamples
	return o, nil
}

// calibrate computes all that was asked for.
func (in *scoredRows) calibrate(f *calibrateFlags, o stats.CalibrationOptions) (*calibration, error) {
	c := &calibration{Ranked: f.rank, Caveats: in.caveats, scale: in.scale}
	for _, side := range []struct {
		flag, cut string
		above     bool
	}{{"above", f.above, true}, {"below", f.below, false}} {
		cut, given, err := optionalNumber(side.flag, side.cut, plainNumber)
		if err != nil {
			return nil, err
		}
		if given {
			claim := stats.ClaimScores(in.raw, in.truth, cut, side.above, o.Level)
			c.Claims = append(c.Claims, claim)
			lines := make([]int, 0, min(len(claim.Wrong), 100))
			for _, i := range claim.Wrong[:min(len(claim.Wrong), 100)] {
				lines = append(lines, in.lines[i])
			}
			c.Evidence = append(c.Evidence, lines)
		}
	}
	precision, given, err := optionalNumber("precision", f.precision, share)
	if err != nil {
		return nil, err
	}
	if given {
		level, err := share(f.precLevel)
		if err != nil || !(level > 0 && level < 1) || !(precision > 0 && precision < 1) {
			return nil, usageError{fmt.Errorf("--precision %s --level %s: want shares between 0 and 1, such as .9 and 95%%", f.precision, f.precLevel)}
		}
		t := stats.ThresholdFor(in.raw, in.truth, precision, in.scale[0], in.scale[1], level)
		c.Threshold = &t
	}
	c.Calibration = stats.Calibrate(in.score, in.truth, o)
	if c.Calibration.Why != "" {
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: c.Calibration.Why}
	}
	c.Isotonic, c.Platt = stats.IsotonicMap(in.raw, in.truth), stats.PlattMap(in.raw, in.truth)
	if f.rank {
		c.Caveats = append(c.Caveats, "ranks are no probabilities: bins show whether more points mean more good rows; errors of calibration mean nothing")
	} else if f.scale != "" {
		c.Caveats = append(c.Caveats, "points were scaled to 0 to 1, as if the highest meant 100 % good; the maps are of the points themselves")
	}
	return c, nil
}

// print writes the answer, what a reader must know, and the tables.
func (c *calibration) print(w io.Writer) {
	k := &c.Calibration
	c.printClaims(w) // an answer to what was asked, if it was, comes first
	c.printAnswer(w)
	var notes []string
	for _, claim := range c.Claims {
		notes = append(notes, claim.Share.Caveats...)
	}
	if c.Threshold != nil {
		notes = append(notes, c.Threshold.Threshold.Caveats...)
	}
	if k.Rows < 100 {
		notes = append(notes, count(int64(k.Rows), "labelled row")+": too few to tell much of calibration; a few hundred would")
	}
	caveats(w, append(notes, c.Caveats...)...)
	c.printThreshold(w)
	fmt.Fprintln(w)
	rows := [][]string{{"scores", "mean", "share good", "rows"}}
	for i, b := range k.Bins {
		open := "("
		if i == 0 {
			open = "["
		}
		rows = append(rows, []string{open + figure(b.Low) + ", " + figure(b.High) + "]", figure(b.Score), estimate(b.Share, percent), prose.Count(int64(b.Rows))})
	}
	table(w, rows)
	b := &k.Brier
	fmt.Fprintln(w)
	table(w, [][]string{
		{"calibration error (ECE)", figure(k.Err.ECE.Value), fmt.Sprintf("a perfect judge shows %s, 95 %% of them at most %s; debiased %s", figure(k.Err.Perfect), figure(k.Err.PerfectHigh), figure(k.Err.Debiased))},
		{"worst bin", figure(k.Err.Max), ""},
		{"Brier score", estimate(b.Score, figure), "skill " + estimateValue(b.Skill)},
		{"  reliability", figure(b.Reliability), "how far bins are from their scores; 0 is best"},
		{"  resolution", figure(b.Resolution), "how well bins tell good from bad; more is better"},
		{"  uncertainty", figure(b.Uncertainty), "of the labels themselves"},
		{"  within bins", figure(b.Within), "what bins hide"},
	})
	c.printMaps(w)
}

func estimateValue(e stats.Estimate) string {
	if !e.Defined() {
		return "not defined: " + e.Undefined
	}
	return figure(e.Value)
}

// printAnswer writes the first line.
func (c *calibration) printAnswer(w io.Writer) {
	k := &c.Calibration
	of := fmt.Sprintf("%s, %s good", count(int64(k.Rows), "labelled row"), prose.Count(int64(k.Good)))
	switch {
	case c.Ranked:
		fmt.Fprintf(w, "ranked scores   %s\n", of)
	case k.Err.P > .05:
		fmt.Fprintf(w, "nothing shows that scores are off: calibration error %s, a perfect judge shows %s [up to %s]   %s\n",
			figure(k.Err.ECE.Value), figure(k.Err.Perfect), figure(k.Err.PerfectHigh), of)
	default:
		fmt.Fprintf(w, "scores are off: calibration error %s, a perfect judge shows %s [up to %s]   %s\n",
			figure(k.Err.ECE.Value), figure(k.Err.Perfect), figure(k.Err.PerfectHigh), of)
	}
}

func (c *calibration) printClaims(w io.Writer) {
	for i, claim := range c.Claims {
		side, rest := "below", "good all the same"
		if claim.Above {
			side, rest = "above", "good"
		}
		fmt.Fprintf(w, "%s %s   %s %s   %s of %s; of all good rows %s\n", side, figure(claim.Cut), estimate(claim.Share, percent), rest,
			prose.Count(int64(claim.Good)), count(int64(claim.Rows), "row"), estimate(claim.Of, percent))
		if lines := c.Evidence[i]; len(lines) > 0 {
			shown := lines[:min(len(lines), 10)]
			text := make([]string, len(shown))
			for j, l := range shown {
				text[j] = strconv.Itoa(l)
			}
			more := ""
			if n := len(claim.Wrong) - len(shown); n > 0 {
				more = fmt.Sprintf(" and %s more", prose.Count(int64(n)))
			}
			fmt.Fprintf(w, "  what it gets wrong: lines %s%s\n", strings.Join(text, ", "), more)
		}
	}
}

func (c *calibration) printThreshold(w io.Writer) {
	t := c.Threshold
	if t == nil {
		return
	}
	if !t.Threshold.Defined() {
		fmt.Fprintf(w, "\n%s\n", t.Threshold.Undefined)
		return
	}
	fmt.Fprintf(w, "\nfrom %s on, at least %s are good, with confidence %s   seen: %s of %s; it keeps %s of rows and %s of the good ones\n",
		figure(t.Threshold.Value), percent(t.Precision), percent(t.Level), prose.Count(int64(t.Good)), count(int64(t.Rows), "row"), estimate(t.Kept, percent), estimate(t.Recall, percent))
}

// mostSteps is how many steps of the isotonic map are printed.
const mostSteps = 20

func (c *calibration) printMaps(w io.Writer) {
	if c.Ranked {
		return
	}
	if c.Platt.Undefined != "" {
		fmt.Fprintf(w, "\nno Platt map: %s\n", c.Platt.Undefined)
	} else {
		fmt.Fprintf(w, "\nto mend scores   Platt: 1/(1 + exp(%s·score + %s)), or the rising steps:\n", strconv.FormatFloat(c.Platt.A, 'g', 5, 64), strconv.FormatFloat(c.Platt.B, 'g', 5, 64))
	}
	rows := [][]string{{"score from", "share good", "rows"}}
	for _, s := range c.Isotonic[:min(len(c.Isotonic), mostSteps)] {
		rows = append(rows, []string{figure(s.Score), percent(s.Probability), prose.Count(int64(s.Rows))})
	}
	table(w, rows)
	if n := len(c.Isotonic) - mostSteps; n > 0 {
		fmt.Fprintf(w, "and %s; all of them: --json\n", count(int64(n), "more step"))
	}
}
