package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed/internal/stats"
)

// agreementFlags are the flags of stats agreement.
type agreementFlags struct {
	statsFlags
	scale, weights     string
	item, rater, value string
	values, missing    []string
	wide               bool
	raters             []string // patterns of the columns that are raters
	top                int
}

func (a *app) statsAgreementCommand() *cobra.Command {
	var f agreementFlags
	cmd := &cobra.Command{
		Use:   "agreement FILE",
		Short: "Say how far raters agree, beyond what chance would give",
		Long: `Agreement reads who said what of which item: a row for each rating, or, with
--wide, a row for each item with a column for each rater. Cells without a value
are ratings that nobody gave.

It prints Krippendorff's alpha at the level of measurement, percent agreement,
Cohen's, Fleiss' and Randolph's kappa and Gwet's AC, with intervals over items;
what each rater did; the most disputed items; and the values that Dawid and
Skene's model takes for true.`,
		Example: "  seedbed stats agreement ratings.csv\n  seedbed stats agreement ratings.csv --level ordinal --values low,medium,high --weights quadratic\n" +
			"  seedbed stats agreement labels.csv --wide --item case_id --raters 'label_[0-9]*'",
		Args: exactArgs(1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.statsAgreement(statsContext(cmd), &f, args[0])
		},
	}
	a.statsFileFlags(cmd, &f.statsFlags)
	statsSeedFlags(cmd, &f.statsFlags)
	flags := cmd.Flags()
	flags.StringVar(&f.scale, "level", "nominal", "level of measurement: nominal, ordinal, interval or ratio")
	flags.StringVar(&f.weights, "weights", "", "also weighted kappa and AC2, where close values half agree: linear or quadratic")
	flags.StringVar(&f.item, "item", "item", "column of items")
	flags.StringVar(&f.rater, "rater", "rater", "column of raters")
	flags.StringVar(&f.value, "value", "value", "column of values")
	flags.StringSliceVar(&f.values, "values", nil, "all values there could be, lowest first; needed where those of an ordinal scale are no numbers")
	flags.StringSliceVar(&f.missing, "missing", nil, "values that stand for no rating, such as NA")
	flags.BoolVar(&f.wide, "wide", false, "a row is an item, a column a rater")
	flags.StringSliceVar(&f.raters, "raters", nil, "with --wide: the columns of raters, as patterns; left out: all but that of items")
	flags.IntVar(&f.top, "top", 10, "how many items and pairs of raters to list; 0: all")
	return cmd
}

// check says what is wrong with the flags.
func (f *agreementFlags) check() (stats.AgreementOptions, error) {
	o := stats.AgreementOptions{Level: stats.Level(f.scale), Weights: stats.Weights(f.weights)}
	o.Resamples, o.Seed = f.resamples, f.seed
	known := false
	for _, l := range stats.Levels() {
		known = known || l == o.Level
	}
	var err error
	switch {
	case !known:
		return o, usageError{fmt.Errorf("--level %q: want nominal, ordinal, interval or ratio", f.scale)}
	case f.weights != "" && f.weights != "linear" && f.weights != "quadratic":
		return o, usageError{fmt.Errorf("--weights %q: want linear or quadratic", f.weights)}
	case f.weights != "" && f.scale == "nominal":
		return o, usageError{fmt.Errorf("--weights needs an order of the values: add --level ordinal, interval or ratio")}
	case f.top < 0:
		return o, usageError{fmt.Errorf("--top %d: want 0 or more", f.top)}
	case len(f.raters) > 0 && !f.wide:
		return o, usageError{fmt.Errorf("--raters names columns of a wide file: add --wide")}
	}
	if err = f.draws(); err != nil {
		return o, err
	}
	o.Confidence, err = f.confidence()
	return o, err
}

func (a *app) statsAgreement(ctx context.Context, f *agreementFlags, file string) error {
	o, err := f.check()
	if err != nil {
		return err
	}
	var said *ratingsRead
	if f.wide {
		said, err = a.readWide(ctx, f, file)
	} else {
		said, err = a.readLong(ctx, f, file)
	}
	if err != nil {
		return err
	}
	r, err := said.ratings()
	if err != nil {
		return err
	}
	report, err := stats.Agreement(r, o)
	if err != nil {
		return err
	}
	view := agreementView{ratingsRead: said, report: report, top: f.top, level: o.Confidence}
	return a.statsWrite(&f.statsFlags, view.document(), func(w io.Writer) { view.print(w) })
}

// isMissing reports whether a value stands for no rating.
func (f *agreementFlags) isMissing(v string) bool {
	if v == "" {
		return true
	}
	for _, m := range f.missing {
		if strings.TrimSpace(m) == v {
			return true
		}
	}
	return false
}
