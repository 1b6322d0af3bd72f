package stats

import (
	"fmt"
	"slices"

	"seedbed.dev/seedbed"
)

// Resampling is how intervals are made by resampling items.
type Resampling struct {
	Resamples  int     // 0: no intervals
	Confidence float64 // nominal coverage, in [.5, 1)
	Seed       uint64
}

// AgreementOptions are how agreement is worked out.
type AgreementOptions struct {
	Level   Level   // "": nominal
	Weights Weights // for weighted κ and AC2; not with nominal ratings
	Resampling
}

// AgreementReport is all that ratings say of how far raters agree. Raters, items
// and categories are indices.
type AgreementReport struct {
	Level      Level   `json:"level"`
	Weights    Weights `json:"weights,omitempty"`
	Items      int     `json:"items"`
	Rated      int     `json:"rated"`  // items with a rating
	Usable     int     `json:"usable"` // items with two ratings or more
	Raters     int     `json:"raters"`
	Ratings    int     `json:"ratings"`
	Categories int     `json:"categories"`

	// What is to be read beside every agreement: the share of the most common
	// category, and how often two ratings would be equal if raters drew from the
	// shares of all of them.
	Majority         Estimate `json:"majority"`
	MajorityCategory int      `json:"majority_category"` // −1: no rating
	Chance           Estimate `json:"chance"`

	Percent         Estimate  `json:"percent"`                    // pairs of ratings of an item that are equal
	WeightedPercent *Estimate `json:"weighted_percent,omitempty"` // nil without weights
	Cohen           Estimate  `json:"cohen"`                      // of two raters, or the mean over pairs; weighted with weights
	Fleiss          Estimate  `json:"fleiss"`
	Randolph        Estimate  `json:"randolph"`
	Alpha           Estimate  `json:"alpha"` // at Level
	AC1             Estimate  `json:"ac1"`
	AC2             *Estimate `json:"ac2,omitempty"` // nil without weights

	Pairs     []PairAgreement  `json:"pairs"`
	PerRater  []RaterAgreement `json:"per_rater"`
	PerItem   []ItemAgreement  `json:"per_item"` // most disputed first
	Consensus Consensus        `json:"consensus"`
}

// Agreement works out how far raters agree, by every coefficient that is in use,
// with intervals over items: BCa bootstrap. Its cost is one pass over the ratings
// and one over distinct patterns of ratings for each resample.
//
// Errors have the code seedbed.CodeInvalid: a level or weights that do not exist
// or do not go together, a confidence out of range.
func Agreement(r *Ratings, o AgreementOptions) (*AgreementReport, error) {
	if o.Level == "" {
		o.Level = LevelNominal
	}
	switch {
	case !slices.Contains(Levels(), o.Level):
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "there is no level of measurement %q; there are nominal, ordinal, interval and ratio", o.Level)
	case o.Weights != Unweighted && o.Weights != LinearWeights && o.Weights != QuadraticWeights:
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "there are no weights %q; there are linear and quadratic", o.Weights)
	case o.Weights != Unweighted && o.Level == LevelNominal:
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "weights need an order of the values, which nominal ratings have not; the level is to be ordinal, interval or ratio")
	case o.Resamples != 0 && (o.Resamples < 100 || !(o.Confidence >= .5 && o.Confidence < 1)):
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "intervals need 100 resamples or more and a confidence from .5 to below 1")
	}
	rated, usable, perCategory := r.counted()
	a := &AgreementReport{
		Level: o.Level, Weights: o.Weights, Items: r.items, Rated: rated, Usable: usable,
		Raters: r.raters, Ratings: len(r.cells), Categories: len(r.values),
	}
	a.baseline(perCategory)
	w := newWeighing(o.Weights, r.values, o.Level)
	if why := r.nothing(); why != "" {
		a.none(why)
	} else {
		m := margin{rated: rated, usable: usable, perCategory: perCategory, ratings: len(r.cells)}
		a.byCount(r, w, o, m)
		a.byPairs(r, w, o, m)
	}
	a.Consensus = DawidSkene(r)
	a.PerRater = r.perRater(a.PerRater, &a.Consensus)
	a.PerItem = r.perItem(w, &a.Consensus)
	return a, nil
}

// baseline fills in what agreement is to be read beside.
func (a *AgreementReport) baseline(perCategory []int) {
	if a.MajorityCategory = -1; a.Ratings == 0 {
		a.Majority, a.Chance = Undefined("there is no rating"), Undefined("there is no rating")
		return
	}
	most, chance := 0, 0.0
	for c, n := range perCategory {
		if n > perCategory[most] {
			most = c
		}
		s := float64(n) / float64(a.Ratings)
		chance += s * s
	}
	a.MajorityCategory = most
	a.Majority = Exact(float64(perCategory[most])/float64(a.Ratings), a.Ratings)
	a.Chance = Exact(chance, a.Ratings)
}

// none gives every figure the same reason.
func (a *AgreementReport) none(why string) {
	no := Undefined("%s", why)
	a.Percent, a.Cohen, a.Fleiss, a.Randolph, a.Alpha, a.AC1 = no, no, no, no, no, no
	if a.Weights != Unweighted {
		a.WeightedPercent, a.AC2 = &no, &no
	}
}

// byCount fills in the figures that rest on numbers of ratings.
func (a *AgreementReport) byCount(r *Ratings, w weighing, o AgreementOptions, m margin) {
	p := r.byCount()
	why := alphaUndefined(r, o.Level)
	var al *alpha
	if why == "" {
		al = newAlpha(p, r.values, o.Level)
	}
	c := newCounts(p, w, al)
	got := bootstrapped(p, countFigures, o.Resampling, func() evaluator { return c.fork() })
	a.Percent = m.estimate(&got[figPercent], o.Resampling, false)
	a.Fleiss = m.estimate(&got[figFleiss], o.Resampling, true)
	a.Randolph = m.estimate(&got[figRandolph], o.Resampling, false)
	a.AC1 = m.estimate(&got[figAC1], o.Resampling, false)
	a.Alpha = Undefined("%s", why)
	if why == "" {
		a.Alpha = m.estimate(&got[figAlpha], o.Resampling, true)
	}
	if o.Weights != Unweighted {
		weighted, ac2 := m.estimate(&got[figWeighted], o.Resampling, false), m.estimate(&got[figAC2], o.Resampling, false)
		a.WeightedPercent, a.AC2 = &weighted, &ac2
	}
	if slices.Min(p.m) != slices.Max(p.m) {
		a.Fleiss.Caveats = append(a.Fleiss.Caveats, "items have different numbers of ratings: this is Fleiss' κ as Gwet (2014) extends it")
	}
	if seen := m.seen(); seen < len(r.values) {
		a.Randolph.Caveats = append(a.Randolph.Caveats, fmt.Sprintf("only %d of %d categories were used", seen, len(r.values)))
	}
}

// byPairs fills in what rests on who said what.
func (a *AgreementReport) byPairs(r *Ratings, w weighing, o AgreementOptions, m margin) {
	p := r.byRater()
	e := newPairs(p, w, r.raters, o.Resamples)
	if e == nil {
		a.Cohen = Undefined("with %d raters and %d values there are too many tables of two raters; Krippendorff's α takes any number", r.raters, len(r.values))
		return
	}
	got := bootstrapped(p, e.figures(), o.Resampling, func() evaluator { return e.fork() })
	together := e.together()
	for i, of := range e.of {
		n := together[i]
		row := PairAgreement{A: int(of[0]), B: int(of[1]), Kappa: m.pair(&got[1+i], o.Resampling, e.tableOf(i), n)}
		a.Pairs = append(a.Pairs, row)
	}
	switch defined := a.definedPairs(); {
	case len(e.of) == 1:
		a.Cohen = a.Pairs[0].Kappa
	case defined == 0:
		a.Cohen = Undefined("no two raters used two values between them on the items that they share")
	default:
		a.Cohen = m.estimate(&got[0], o.Resampling, true)
		a.Cohen.Caveats = append(a.Cohen.Caveats, fmt.Sprintf("the mean over %d pairs of raters (Light, 1971)", defined))
		if defined < len(e.of) {
			a.Cohen.Caveats = append(a.Cohen.Caveats, fmt.Sprintf("%d pairs have no κ and are left out", len(e.of)-defined))
		}
	}
	a.PerRater = make([]RaterAgreement, r.raters)
	for i := range a.PerRater {
		row := &got[1+len(e.of)+i]
		row.N = e.itemsOf(i)
		a.PerRater[i].Agreement = m.estimate(row, o.Resampling, false)
	}
}

func (a *AgreementReport) definedPairs() int {
	n := 0
	for i := range a.Pairs {
		if a.Pairs[i].Kappa.Defined() {
			n++
		}
	}
	return n
}

// KrippendorffAlpha returns Krippendorff's α (Krippendorff, 2011) with its BCa
// bootstrap interval over items.
func KrippendorffAlpha(r *Ratings, level Level, o Resampling) Estimate {
	why := r.nothing()
	if why == "" {
		why = alphaUndefined(r, level)
	}
	if why != "" {
		return Undefined("%s", why)
	}
	p := r.byCount()
	a := newAlpha(p, r.values, level)
	got := bootstrapped(p, 1, o, func() evaluator { return alphaAlone{a.fork()} })
	rated, usable, perCategory := r.counted()
	return margin{rated, usable, len(r.cells), perCategory}.estimate(&got[0], o, true)
}

// alphaAlone is the evaluator of α and nothing else.
type alphaAlone struct{ *alpha }

func (a alphaAlone) eval(freq []int32, out []float64) { out[0] = a.value(freq) }
