package people

import (
	"cmp"
	"context"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// judges is the measure of judges against people.
type judges struct{}

// Bounds on what is kept.
const (
	mostJudges  = 64     // judges by criterion
	keptRows    = 20_000 // rated rows of each
	fewestRated = 30     // rows by which a judge counts as compared with people
)

func (judges) Info() measure.Info {
	return measure.Info{
		Name: "judges", Family: family, Title: "Judges against people",
		Says: "For every criterion that a judge answered: whether people answered it too, and if they did, how far the judge goes with them. Confusion, Cohen's κ (with quadratic weights on a scale) of the judge with what most people said, beside Krippendorff's α of people among themselves and with the judge as one more rater; the judge's own rate beside the rate that people's answers and all of the judge's scores give together; how far the judge is off on average, and whether it is more off with some groups, lengths or writers (the families of models that made the rows); a reliability diagram of its confidence; the lowest score from which on a wanted share is good, guaranteed, or the statement that there are too few answers. " +
			"A judge whom fewer than 30 drawn rows hold against people is uncalibrated, which is notable. Serious: agreement that may be chance, a corrected rate that leaves the judge's own 10 points outside of its interval, or a group with which it is off by a fifth of the scale more than with the others (q < .01); notable: a judge whose own rate lies outside of the interval, κ below .6, a group with which it is off otherwise (q < .05).",
		Cannot: "People are held to be right: where they disagree among themselves, no judge can agree with them, so read κ beside their α. It holds for this judge, prompt and rubric and for rows like these. Rows that were chosen for what they are (edges, gold) are left out of every figure. Where rows were drawn with unequal probabilities, confusion, agreement and bias are of the rows that people saw; the rate alone is weighted.",
		Formula: "Corrected rate: PPI++ (Angelopoulos, Duchi and Zrnic 2023), with unequal probabilities by Hájek's ratio means (1971) and weights 1 ÷ probability; beside it Rogan and Gladen (1978) where a judge says yes or no. κ: Cohen (1960), (1968); α: Krippendorff (2011); intervals by BCa bootstrap over rows (Efron 1987). Bias: mean of judge less people; groups against all other rows by permutation (Phipson and Smyth 2010), q by Benjamini and Hochberg (1995). Calibration error and its bias: see docs/statistics/calibrate.md. Threshold: learn-then-test (Angelopoulos, Bates, Candès, Jordan and Lei 2021). " +
			"What most people said is their majority, a tie counts half in rates and is left out of confusion; on a scale it is their mean, for κ their median. An adjudicator's answer counts in place of the others.",
		Use:  "On a project whose rows people inspected, or on a file: --score names the judge's column, --people the columns with people's answers, a column each, and --drawn the probability with which a row was drawn, where it was not the same for all. `judges.good` says which answer is good (yes, a choice, or '>= 5' and '<= 2' of a scale), `judges.precision` which share of good rows a threshold is to have (.9).",
		Cost: "One pass; keeps a random sample of 20,000 rated rows of each judge and criterion, and how often each score was given.",
		Figures: []measure.Figure{
			{Name: "judges", Unit: measure.Ratio, Says: "κ of the judge with what most people said"},
			{Name: "judges.uncalibrated", Unit: measure.Count, Says: "rows with a score of a judge that was not compared with people"},
			{Name: "judges.people", Unit: measure.Ratio, Says: "α of people among themselves"},
			{Name: "judges.rate", Unit: measure.Share, Says: "share of good rows by people's answers and the judge's together"},
			{Name: "judges.raw", Unit: measure.Share, Says: "share of good rows by the judge alone"},
			{Name: "judges.mean", Unit: measure.Ratio, Says: "mean of a scale by people's answers and the judge's together"},
			{Name: "judges.raw-mean", Unit: measure.Ratio, Says: "mean of a scale by the judge alone"},
			{Name: "judges.bias", Unit: measure.Ratio, Says: "judge less people, on average; of yes and no in shares"},
			{Name: "judges.group", Unit: measure.Ratio, Says: "judge less people with a group, a length or a writer with which it is not as with the others"},
			{Name: "judges.precision", Unit: measure.Share, Says: "of the rows that the judge calls good, how many are"},
			{Name: "judges.confidence", Unit: measure.Ratio, Says: "calibration error of the judge's confidence, or of its score where that is a probability"},
			{Name: "judges.threshold", Unit: measure.Ratio, Says: "the score from which on the wanted precision is guaranteed"},
		},
	}
}

func (judges) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	o, err := optionsOf(s)
	if err != nil {
		return nil, err
	}
	return &judgings{setup: s, options: o}, nil
}

// judgeKey is who judged what.
type judgeKey struct{ criterion, stage, judge string }

func (k judgeKey) compare(o judgeKey) int {
	return cmp.Or(cmp.Compare(k.criterion, o.criterion), cmp.Compare(k.stage, o.stage), cmp.Compare(k.judge, o.judge))
}

// judging is what a judge said by one criterion.
type judging struct {
	judgeKey
	all      counts // over all scored rows
	unscored int64
	chosen   int64 // rated rows that were not drawn
	labels   *measure.Sample[*rated]
	far      measure.Top // rows of which judge and people say the most different
	twice    bool        // the same judge answered the criterion in another stage too
}

// judgings is the summary.
type judgings struct {
	setup   *measure.Setup
	options options
	judges  []*judging // in the order of their keys where there are more than one
	rows    int64      // that people rated
	over    bool
}

// of returns the judging of a key, nil where there are too many.
func (s *judgings) of(k judgeKey) *judging {
	for _, j := range s.judges { // few, and strings that are the same are so at once
		if j.judgeKey == k {
			return j
		}
	}
	if len(s.judges) == mostJudges {
		s.over = true
		return nil
	}
	j := &judging{judgeKey: k, labels: measure.NewSample[*rated](keptRows, s.setup.Seed)}
	s.judges = append(s.judges, j)
	return j
}

func (s *judgings) Add(r *measure.Row) {
	if len(r.Votes) > 0 {
		s.rows++
	}
	for i := range r.Scores {
		sc := &r.Scores[i]
		if s.over {
			return
		}
		j := s.of(judgeKey{sc.Criterion, sc.Stage, sc.Judge})
		if j == nil {
			return
		}
		j.add(s, r, sc)
	}
}

func (j *judging) add(s *judgings, r *measure.Row, sc *seedbed.Score) {
	a := answer{}
	if sc.Status == seedbed.Scored {
		a = answerOf(sc.Value)
	}
	if a.kind == 0 {
		j.unscored++
		return
	}
	j.all.add(a, 1)
	if len(r.Votes) == 0 {
		return
	}
	people, share := votesOf(r.Votes, sc.Criterion)
	if len(people) == 0 {
		return
	}
	j.offer(r, a, people)
	if share == 0 {
		j.chosen++
		return
	}
	j.labels.Offer(r.N, func() *rated {
		return &rated{
			n: r.N, share: share, people: people, judge: a, sure: sureness(sc.Confidence),
			words: len(r.Tokens.Words()), groups: slices.Clone(r.Groups), model: s.writer(r),
		}
	})
}

// writer is the family of the model that wrote a row, or the model; "": not known.
func (s *judgings) writer(r *measure.Row) string {
	for i := range r.Ingredients {
		if in := &r.Ingredients[i]; in.Kind == "model" {
			if f := s.setup.Families[in.Value]; f != "" {
				return f
			}
			return in.Value
		}
	}
	return ""
}

// offer keeps the rows of which the judge and people say the most different.
func (j *judging) offer(r *measure.Row, a answer, people []said) {
	k := rated{people: people}
	all := k.counting()
	if apart := apart(a, all); apart > 0 && j.far.Wants(apart, r.N) {
		j.far.Offer(apart, measure.Evidence{Note: "judge: " + a.String() + "; people: " + votesShown(all), Rows: []measure.RowRef{measure.Ref(r)}})
	}
}

func (s *judgings) Merge(o measure.Summary) error {
	other := o.(*judgings)
	s.rows += other.rows
	s.over = s.over || other.over
	for _, j := range other.judges {
		mine := s.of(j.judgeKey)
		if mine == nil {
			break
		}
		mine.all.merge(&j.all)
		mine.unscored += j.unscored
		mine.chosen += j.chosen
		mine.labels.Merge(j.labels)
		mine.far.Merge(&j.far)
	}
	return nil
}

func (s *judgings) Report(ctx context.Context) ([]measure.Finding, error) {
	if s.over {
		return nil, measure.Cannot("", "there are more than %d judges and criteria", mostJudges)
	}
	slices.SortFunc(s.judges, func(a, b *judging) int { return a.compare(b.judgeKey) })
	for _, a := range s.judges {
		for _, b := range s.judges {
			a.twice = a.twice || a != b && a.criterion == b.criterion && a.judge == b.judge
		}
	}
	var out []measure.Finding
	for _, j := range s.judges {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if j.all.n == 0 {
			continue
		}
		out = append(out, s.report(j)...)
	}
	switch {
	case len(out) > 0:
		return out, nil
	case s.rows > 0:
		return nil, measure.Cannot("--score COLUMN", "no judge scored these rows")
	}
	return nil, measure.Cannot("", "no judge scored these rows, and nobody rated them")
}
