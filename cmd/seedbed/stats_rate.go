package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// rateFlags are the flags of stats rate.
type rateFlags struct {
	statsFlags
	score, truth, weight, stratum string
	unlabelled, good, cut         string
	chosen                        bool
}

func (a *app) statsRateCommand() *cobra.Command {
	var f rateFlags
	cmd := &cobra.Command{
		Use:   "rate FILE",
		Short: "Say what share is truly good, or the true mean, where a judge that errs has seen all rows",
		Long: `Rate reads a judge's scores of rows, of which people labelled some. Rows without
a label are those whose label is empty, and those of --unlabelled.

It corrects the judge by the labels (PPI++), says what the labels alone tell and,
for a judge that says yes or no, what Rogan and Gladen's correction gives; and how
good the judge is. Labelled rows have to be a random sample of all, or carry the
probability with which they were chosen (--weight, --stratum). Where they were
chosen by their label, half good and half bad, say --chosen.

Labels are numbers, or yes and no, true and false; --good names another word that
counts as 1, everything else being 0. Labels of other numbers give a mean.`,
		Example: "  seedbed stats rate rows.csv --score judge --truth label\n" +
			"  seedbed stats rate labelled.csv --unlabelled all.parquet --score judge --truth label --cut 5\n" +
			"  seedbed stats rate rows.jsonl --good harmful --weight w --json",
		Args: exactArgs(1, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.statsRate(statsContext(cmd), &f, args[0])
		},
	}
	a.statsFileFlags(cmd, &f.statsFlags)
	flags := cmd.Flags()
	flags.StringVar(&f.score, "score", "score", "column of the judge's scores")
	flags.StringVar(&f.truth, "truth", "truth", "column of labels; empty where a row has none")
	flags.StringVar(&f.unlabelled, "unlabelled", "", "file of more rows that only the judge has seen")
	flags.StringVar(&f.weight, "weight", "", "column of how many rows a labelled row stands for: one over its probability of being labelled")
	flags.StringVar(&f.stratum, "stratum", "", "column of strata, where rows of each were labelled at another rate")
	flags.StringVar(&f.good, "good", "", "the word that counts as good, of labels and of a judge that says words")
	flags.StringVar(&f.cut, "cut", "", "for a judge that gives points: it calls good what has at least so many")
	flags.BoolVar(&f.chosen, "chosen", false, "labelled rows were chosen by their label and are no random sample")
	return cmd
}

// rate is the answer of stats rate.
type rate struct {
	Answer      stats.Estimate  `json:"answer"`
	By          string          `json:"by"` // which of the figures is the answer
	Binary      bool            `json:"share"`
	Labelled    int             `json:"labelled"`
	Unlabelled  int             `json:"unlabelled"`
	PPI         stats.PPI       `json:"ppi"`
	Labels      stats.Estimate  `json:"labels_alone"`
	RoganGladen stats.Estimate  `json:"rogan_gladen"`
	JudgeAlone  stats.Estimate  `json:"judge_alone"`
	Thompson    *stats.Estimate `json:"horvitz_thompson,omitempty"`
	Judge       *stats.Judge    `json:"judge,omitempty"`
	Strata      []string        `json:"strata,omitempty"`
	Caveats     []string        `json:"caveats,omitempty"`
}

func (a *app) statsRate(ctx context.Context, f *rateFlags, file string) error {
	level, err := f.confidence()
	if err != nil {
		return err
	}
	in, err := newRateRows(f)
	if err != nil {
		return err
	}
	if err := in.read(ctx, a, file); err != nil {
		return err
	}
	r := in.rate(level)
	return a.statsWrite(&f.statsFlags, r, func(w io.Writer) { r.print(w) })
}

// rate computes all figures.
func (in *rateRows) rate(level float64) *rate {
	r := &rate{Labelled: in.labelled, Unlabelled: in.pool.N(), Binary: in.binary(), Caveats: in.caveats(), Strata: in.names}
	truth, score := in.all()
	if in.survey() {
		r.PPI = stats.PPISurvey(in.strata, level)
	} else {
		r.PPI = stats.PPIMean(truth, score, &in.pool, level)
	}
	r.Labels = r.PPI.Labels
	if in.flags.weight != "" && in.flags.stratum == "" {
		w := stats.WeightedSample(in.drawn, in.rowsOf(), level)
		r.Thompson = &w.Mean // the ratio mean is that of r.Labels
	} else if !r.PPI.Estimate.Defined() && !in.survey() {
		r.Labels = stats.Mean(truth, level)
	}
	ones, binary := in.judged()
	switch {
	case !r.Binary:
		r.RoganGladen = stats.Undefined("labels are not 0 and 1, and there is no share")
	case !binary:
		r.RoganGladen = stats.Undefined("the judge gives points; name with --cut from how many on it calls a row good")
	case in.survey():
		r.RoganGladen = stats.Undefined("labelled rows were drawn with unequal probabilities")
	case in.pool.N() == 0:
		r.RoganGladen = stats.Undefined("there are no scored rows without a label")
	default:
		r.RoganGladen = stats.RoganGladen(in.confusion, ones, in.pool.N(), level)
	}
	if r.Binary && binary {
		j := stats.Judged(in.confusion, level)
		r.Judge = &j
	}
	r.JudgeAlone = stats.Estimate{Value: in.pool.Mean(), N: in.pool.N(), NoInterval: "the judge's own errors are in it"}
	if binary && in.pool.N() > 0 {
		r.JudgeAlone.Value = float64(ones) / float64(in.pool.N())
	} else if in.pool.N() == 0 {
		r.JudgeAlone = stats.Undefined("there are no scored rows without a label")
	}
	r.choose(in.flags.chosen)
	return r
}

// chosenBy is what answers where labelled rows were chosen by their label.
const chosenBy = "Rogan–Gladen"

// choose says which figure is the answer.
func (r *rate) choose(chosen bool) {
	const why = "labelled rows were chosen by their label"
	switch {
	case chosen:
		r.Answer, r.By = r.RoganGladen, chosenBy
		r.PPI = stats.PPI{Estimate: stats.Undefined(why), Labels: stats.Undefined(why)}
		r.Labels = r.PPI.Labels
		if j := r.Judge; j != nil { // how many of both kinds there are was chosen too
			u := r.PPI.Estimate
			j.Precision, j.Omission, j.Accuracy, j.Majority = u, u, u, u
		}
	case r.PPI.Estimate.Defined():
		r.Answer, r.By = r.PPI.Estimate, "PPI++"
	default:
		r.Answer, r.By = r.Labels, "labels alone"
		r.Caveats = append(r.Caveats, "the judge was not used: "+r.PPI.Estimate.Undefined)
	}
}

func (r *rate) show(v float64) string {
	if r.Binary {
		return percent(v)
	}
	return figure(v)
}

// print writes the answer, what a reader must know, and the tables.
func (r *rate) print(w io.Writer) {
	what := "true mean"
	if r.Binary {
		what = "truly good"
	}
	fmt.Fprintf(w, "%s  %s   %s, %s without one; by %s\n", what, estimate(r.Answer, r.show),
		count(int64(r.Labelled), "label"), count(int64(r.Unlabelled), "scored row"), r.By)
	notes := append([]string{}, r.Answer.Caveats...)
	caveats(w, append(notes, r.Caveats...)...)
	fmt.Fprintln(w)
	worth := ""
	if r.PPI.Worth > 1.05 {
		worth = fmt.Sprintf("the judge makes %d labels worth %d", r.Labelled, int(r.PPI.Worth*float64(r.Labelled)))
	} else if r.PPI.Worth > 0 {
		worth = "the judge adds next to nothing to the labels"
	}
	rows := [][]string{
		{"by", r.unit(), "method", ""},
		r.row("PPI++", r.PPI.Estimate, worth),
		r.row("labels alone", r.Labels, ""),
	}
	if r.Thompson != nil {
		rows = append(rows, r.row("labels, all rows known", *r.Thompson, ""))
	}
	rows = append(rows, r.row(chosenBy, r.RoganGladen, ""), r.row("the judge alone", r.JudgeAlone, ""))
	table(w, rows)
	if r.Judge != nil {
		r.printJudge(w)
	}
}

func (r *rate) unit() string {
	if r.Binary {
		return "share good"
	}
	return "mean"
}

func (r *rate) row(by string, e stats.Estimate, note string) []string {
	method := ""
	if e.Defined() && e.Interval != nil {
		method = e.Interval.Method
	}
	return []string{by, estimate(e, r.show), method, note}
}

func (r *rate) printJudge(w io.Writer) {
	j := r.Judge
	c := j.Confusion
	fmt.Fprintf(w, "\nthe judge against %s\n", count(int64(c.N()), "label"))
	of := func(k, n int) string { return fmt.Sprintf("%s of %s", prose.Count(int64(k)), prose.Count(int64(n))) }
	rows := [][]string{
		{"of good rows, called good (TPR)", estimate(j.Sensitivity, percent), of(c.TP, c.TP+c.FN)},
		{"of bad rows, called bad (TNR)", estimate(j.Specificity, percent), of(c.TN, c.TN+c.FP)},
	}
	if r.By != chosenBy {
		rows = append(rows, [][]string{
			{"of rows called good, good", estimate(j.Precision, percent), of(c.TP, c.TP+c.FP)},
			{"of rows called bad, good", estimate(j.Omission, percent), of(c.FN, c.FN+c.TN)},
			{"right", estimate(j.Accuracy, percent), of(c.TP+c.TN, c.N())},
			{"always saying the commoner", estimate(j.Majority, percent), ""},
		}...)
	}
	table(w, rows)
}

// cutting reads --cut.
func (f *rateFlags) cutting() (cut float64, cuts bool, err error) {
	if f.cut == "" {
		return 0, false, nil
	}
	cut, err = strconv.ParseFloat(strings.TrimSpace(f.cut), 64)
	if err != nil || cut != cut {
		return 0, false, usageError{fmt.Errorf("--cut %q: want a number", f.cut)}
	}
	return cut, true, nil
}
