package main

import (
	"context"
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// rateRows gathers what stats rate needs of rows: labelled ones as they are,
// others as sums.
type rateRows struct {
	flags *rateFlags
	cut   float64
	cuts  bool // --cut was given

	labelled  int
	pool      stats.Pool // of rows without a label
	called    int        // of those, called good by --cut
	strata    []stats.PPIStratum
	index     map[string]int
	names     []string // of strata
	drawn     []stats.Drawn
	confusion stats.Confusion
	notBinary bool // some label is neither 0 nor 1
	points    bool // some score is neither 0 nor 1
	unscored  int  // labelled rows without a score
	empty     int  // rows with neither
	weightsLo bool // some weight is below 1
}

func newRateRows(f *rateFlags) (*rateRows, error) {
	in := &rateRows{flags: f, index: map[string]int{}}
	var err error
	if in.cut, in.cuts, err = f.cutting(); err != nil {
		return nil, err
	}
	if f.chosen && (f.weight != "" || f.stratum != "") {
		return nil, usageError{fmt.Errorf("--chosen says that labelled rows are no random sample; --weight and --stratum, of which kind they are: give one of them")}
	}
	return in, nil
}

// The columns, in the order in which they are asked for.
const (
	rateScore = iota
	rateTruth
	rateWeight
	rateStratum
)

func (in *rateRows) columns(labelled bool) []statsColumn {
	f := in.flags
	return []statsColumn{
		{flag: "score", name: f.score},
		{flag: "truth", name: f.truth, optional: !labelled},
		{flag: "weight", name: f.weight, optional: f.weight == "" || !labelled},
		{flag: "stratum", name: f.stratum, optional: f.stratum == ""},
	}
}

// read reads the file, and the one of unlabelled rows.
func (in *rateRows) read(ctx context.Context, a *app, file string) error {
	if file == "-" && in.flags.unlabelled == "-" {
		return usageError{fmt.Errorf("FILE and --unlabelled cannot both be standard input")}
	}
	if err := a.eachStats(ctx, &in.flags.statsFlags, file, func(t *statsTable) error { return in.add(t, true) }, in.columns(true)...); err != nil {
		return err
	}
	if in.labelled == 0 {
		return &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s: no row has both a score and a label in %s", file, quote(in.flags.truth, 60)),
			Fix: "the judge alone cannot say how often it errs: have people label some rows",
		}
	}
	if in.flags.unlabelled == "" {
		return nil
	}
	flags := in.flags.statsFlags
	flags.format = "" // that of FILE
	return a.eachStats(ctx, &flags, in.flags.unlabelled, func(t *statsTable) error { return in.add(t, false) }, in.columns(false)...)
}

// value reads a label or a score: by --good where that is given and the cell is
// no number.
func (in *rateRows) value(t *statsTable, col int) (float64, bool) {
	if in.flags.good == "" {
		return t.number(0, col)
	}
	s, ok := t.text(0, col)
	if !ok {
		return 0, false
	}
	if strings.EqualFold(s, strings.TrimSpace(in.flags.good)) {
		return 1, true
	}
	if col == rateScore {
		if _, isText := t.rows[0].cells[col].(string); !isText {
			return t.number(0, col)
		}
		var f float64
		if n, err := fmt.Sscan(s, &f); n == 1 && err == nil {
			return t.number(0, col)
		}
	}
	return 0, true
}

func (in *rateRows) add(t *statsTable, mayBeLabelled bool) error {
	bad := len(t.bad) + t.more
	score, scored := in.value(t, rateScore)
	truth, labelled := 0.0, false
	if mayBeLabelled {
		truth, labelled = in.value(t, rateTruth)
	}
	if len(t.bad)+t.more > bad {
		return nil // told at the end
	}
	switch {
	case !scored && labelled:
		in.unscored++
		return nil
	case !scored:
		in.empty++
		return nil
	}
	s := in.stratum(t)
	if !labelled {
		in.pool.Add(score)
		s.Pool.Add(score)
		in.points = in.points || score != 0 && score != 1
		if in.cuts && score >= in.cut {
			in.called++
		}
		return nil
	}
	in.label(t, s, truth, score)
	return nil
}

// label adds a labelled row.
func (in *rateRows) label(t *statsTable, s *stats.PPIStratum, truth, score float64) {
	weight := 1.0
	if in.flags.weight != "" {
		var ok bool
		if weight, ok = t.number(0, rateWeight); !ok || !(weight > 0) {
			t.note(0, "a labelled row's weight is not above 0", "write how many rows it stands for")
			return
		}
		in.weightsLo = in.weightsLo || weight < 1
		s.Weight = append(s.Weight, weight)
		in.drawn = append(in.drawn, stats.Drawn{Value: truth, Inclusion: min(1, 1/weight)})
	}
	in.labelled++
	s.Truth, s.Score = append(s.Truth, truth), append(s.Score, score)
	in.notBinary = in.notBinary || truth != 0 && truth != 1
	in.points = in.points || score != 0 && score != 1
	called := score == 1
	if in.cuts {
		called = score >= in.cut
	}
	in.confusion.Add(truth == 1, called)
}

// mostStrata bounds how many strata there may be: more are a wrong column.
const mostStrata = 10_000

// stratum returns that of a row.
func (in *rateRows) stratum(t *statsTable) *stats.PPIStratum {
	name := ""
	if in.flags.stratum != "" {
		name, _ = t.text(0, rateStratum)
	}
	i, ok := in.index[name]
	if !ok {
		if i = len(in.strata); i == mostStrata {
			t.note(0, fmt.Sprintf("there are more than %s strata", prose.Count(mostStrata)), "name another column with --stratum")
			return &in.strata[0]
		}
		in.index[name] = i
		in.strata = append(in.strata, stats.PPIStratum{Name: name})
		if in.flags.stratum != "" {
			in.names = append(in.names, name)
		}
	}
	return &in.strata[i]
}

func (in *rateRows) survey() bool { return in.flags.weight != "" || in.flags.stratum != "" }

func (in *rateRows) binary() bool { return !in.notBinary }

// all returns all labelled rows.
func (in *rateRows) all() (truth, score []float64) {
	for i := range in.strata {
		truth, score = append(truth, in.strata[i].Truth...), append(score, in.strata[i].Score...)
	}
	return truth, score
}

// judged returns how many rows without a label the judge calls good, and whether
// it can be said.
func (in *rateRows) judged() (int, bool) {
	if in.cuts {
		return in.called, true
	}
	ones, _ := in.pool.Ones()
	return ones, !in.points
}

// rowsOf is how many rows there are, as far as it is known.
func (in *rateRows) rowsOf() int {
	if in.flags.unlabelled != "" || in.weightsLo {
		return 0
	}
	return in.labelled + in.pool.N()
}

func (in *rateRows) caveats() []string {
	var out []string
	if in.unscored > 0 {
		out = append(out, fmt.Sprintf("%s without a score left out; if the judge fails on rows of one kind, the figure is of the others", count(int64(in.unscored), "labelled row")))
	}
	if in.empty > 0 {
		out = append(out, fmt.Sprintf("%s with neither score nor label left out", count(int64(in.empty), "row")))
	}
	if !in.survey() && !in.flags.chosen {
		out = append(out, "it holds if labelled rows are a random sample of all")
	}
	return out
}
