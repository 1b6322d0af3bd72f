package stats

import (
	"fmt"
	"math"
)

// Confusion counts labelled rows by what the judge and the label say.
type Confusion struct {
	TP int `json:"tp"` // label good, judge good
	FN int `json:"fn"` // label good, judge bad
	FP int `json:"fp"` // label bad, judge good
	TN int `json:"tn"`
}

// Add counts a row.
func (c *Confusion) Add(good, judgedGood bool) {
	switch {
	case good && judgedGood:
		c.TP++
	case good:
		c.FN++
	case judgedGood:
		c.FP++
	default:
		c.TN++
	}
}

// Merge adds the counts of d.
func (c *Confusion) Merge(d Confusion) {
	c.TP, c.FN, c.FP, c.TN = c.TP+d.TP, c.FN+d.FN, c.FP+d.FP, c.TN+d.TN
}

// N returns the number of rows.
func (c *Confusion) N() int { return c.TP + c.FN + c.FP + c.TN }

// Judge is how a judge does against labels.
type Judge struct {
	Confusion   Confusion `json:"confusion"`
	Sensitivity Estimate  `json:"sensitivity"` // TPR: of the good rows, how many it calls good
	Specificity Estimate  `json:"specificity"` // TNR: of the bad rows, how many it calls bad
	Precision   Estimate  `json:"precision"`   // of the rows it calls good, how many are
	Omission    Estimate  `json:"omission"`    // of the rows it calls bad, how many are good
	Accuracy    Estimate  `json:"accuracy"`
	Majority    Estimate  `json:"majority"` // accuracy of always giving the commoner label
	Youden      Estimate  `json:"youden"`   // TPR + TNR − 1: 0 is chance
}

// Judged returns how a judge does, each share with the interval of Share.
// Precision and omission hold for rows with as many good ones as the labelled
// have; sensitivity and specificity do not depend on that.
func Judged(c Confusion, level float64) Judge {
	j := Judge{Confusion: c}
	good, bad := c.TP+c.FN, c.FP+c.TN
	share := func(k, n int, none string) Estimate {
		if n == 0 && validLevel(level) {
			return Undefined("%s", none)
		}
		return Share(k, n, level)
	}
	j.Sensitivity = share(c.TP, good, "no labelled row is good")
	j.Specificity = share(c.TN, bad, "no labelled row is bad")
	j.Precision = share(c.TP, c.TP+c.FP, "the judge calls no labelled row good")
	j.Omission = share(c.FN, c.FN+c.TN, "the judge calls no labelled row bad")
	j.Accuracy = share(c.TP+c.TN, c.N(), noRowsForThis)
	j.Majority = share(max(good, bad), c.N(), noRowsForThis)
	switch {
	case good == 0 || bad == 0:
		j.Youden = Undefined("the labels are all alike")
	default:
		j.Youden = ShareDifference(c.TP, good, c.FP, bad, level)
	}
	return j
}

// RoganGladen returns the true share of good rows among others that a judge
// alone has seen, of which it calls judged of so many good (Rogan and Gladen
// 1978): (p + TNR − 1)/(TPR + TNR − 1).
//
// Labelled rows may be chosen by their label, as long as, among good and among
// bad rows, they are like the others; a random sample is not needed. With one,
// PPIMean tells more.
//
// The interval inverts the score test of the share with the likeliest TPR and TNR
// for it, so that what both samples leave open is in it; it is of the kind of
// Miettinen and Nurminen (1985). At 95 % it covers 93 to 97 %. Where labels show 2
// or fewer errors of the judge, it is made of Clopper and Pearson's for TPR, TNR
// and p with a third of the error each, and is guaranteed; likewise where most of
// what is open hangs on 2 or fewer errors of one kind. Without an interval where TPR + TNR − 1 cannot be told from 0: such a judge says nothing.
func RoganGladen(c Confusion, judged, of int, level float64) Estimate {
	good, bad := c.TP+c.FN, c.FP+c.TN
	switch {
	case checkShare(judged, of, level) != "":
		return Undefined("%s", checkShare(judged, of, level))
	case min(c.TP, c.FN, c.FP, c.TN) < 0:
		return Undefined("a count is below 0")
	case good == 0:
		return Undefined("no labelled row is good, so how often the judge finds those is not known")
	case bad == 0:
		return Undefined("no labelled row is bad, so how often the judge is taken in by those is not known")
	}
	tpr, fpr, p := shareOf(c.TP, good), shareOf(c.FP, bad), shareOf(judged, of)
	switch {
	case tpr == fpr:
		return Undefined("the judge calls good and bad rows good equally often (TPR + TNR − 1 = 0): it says nothing of the share")
	case tpr < fpr:
		return Undefined("the judge calls bad rows good oftener than good ones (TPR + TNR − 1 is %.2g): it goes against the labels", tpr-fpr)
	}
	raw := (p - fpr) / (tpr - fpr)
	e := finite(Estimate{Value: max(0, min(1, raw)), N: c.N()})
	if !e.Defined() {
		return e
	}
	youden := ShareDifference(c.TP, good, c.FP, bad, level)
	unsure := youden.Interval == nil || youden.Interval.Low <= 0
	if unsure && (raw < 0 || raw > 1) {
		return Undefined("TPR + TNR − 1 is %s, which may be 0, and the corrected share comes out as %.3g: these labels do not tell the judge from chance", rounded(youden), raw)
	}
	if raw < 0 || raw > 1 {
		e.Caveats = append(e.Caveats, fmt.Sprintf("the corrected share, %.3g, is outside 0 to 1 and was moved to its edge: the judge calls %s rows good than its errors alone would explain", raw, fewerOrMore(raw < 0)))
	}
	if unsure {
		e.NoInterval = fmt.Sprintf("TPR + TNR − 1 is %s, which may be 0: these labels do not tell the judge from chance", rounded(youden))
		return e
	}
	low, high, method := 0.0, 0.0, "Rogan–Gladen, score"
	if c.coarse(e.Value, judged, of) {
		low, high = projected(c, judged, of, level)
		method = "Rogan–Gladen by three Clopper–Pearson, guaranteed at least"
	} else if low, high = scoreSet(c, judged, of, e.Value, level); low > high {
		e.NoInterval = "no share goes with what the judge says of these rows and of the labelled ones: they are of different kinds"
		return e
	}
	return withCaveat(Between(e.Value, low, high, level, method, e.N), e.Caveats...)
}

// rounded prints an estimate in two digits with its interval.
func rounded(e Estimate) string {
	if e.Interval == nil {
		return fmt.Sprintf("%.2g", e.Value)
	}
	return fmt.Sprintf("%.2g [%.2g, %.2g]", e.Value, e.Interval.Low, e.Interval.High)
}

// coarse reports whether most of the variance of a corrected share comes from so
// few errors of the judge that their number moves in steps too coarse for a level
// to be held nearly.
func (c Confusion) coarse(theta float64, judged, of int) bool {
	if c.FN+c.FP <= fewErrors {
		return true
	}
	part := func(k, n int, weight float64) float64 {
		q := (float64(k) + .5) / (float64(n) + 1)
		return weight * weight * q * (1 - q) / float64(n)
	}
	missed, takenIn := part(c.FN, c.TP+c.FN, theta), part(c.FP, c.FP+c.TN, 1-theta)
	half := (missed + takenIn + part(judged, of, 1)) / 2
	return c.FN <= fewErrors && missed > half || c.FP <= fewErrors && takenIn > half
}

// fewErrors is how many errors are too few for the score test.
const fewErrors = 2

func shareOf(k, n int) float64 { return float64(k) / float64(n) }

func fewerOrMore(fewer bool) string {
	if fewer {
		return "fewer"
	}
	return "more"
}

// projected is the interval by bounds that hold together.
func projected(c Confusion, judged, of int, level float64) (low, high float64) {
	tail := (1 - level) / 6
	good, bad := c.TP+c.FN, c.FP+c.TN
	at := func(p, tpr, fpr float64) float64 {
		switch {
		case p <= fpr:
			return 0
		case p >= tpr:
			return 1
		}
		return (p - fpr) / (tpr - fpr)
	}
	low = at(exactLower(judged, of, tail), exactUpper(c.TP, good, tail), exactUpper(c.FP, bad, tail))
	high = at(exactUpper(judged, of, tail), exactLower(c.TP, good, tail), exactLower(c.FP, bad, tail))
	return low, high
}

// scoreSet returns the shares about near that the score test does not reject; low
// above high where there is none.
func scoreSet(c Confusion, judged, of int, near, level float64) (low, high float64) {
	limit := z(level)
	limit *= limit
	s := newRatedShare(c, judged, of)
	outside := func(theta float64) float64 { return s.statistic(theta) - limit }
	if outside(near) > 0 {
		return 1, 0 // near is at an edge, and even that does not go with the rows
	}
	if outside(0) <= 0 {
		low = 0
	} else {
		low = root(0, near, func(theta float64) float64 { return -outside(theta) })
	}
	if outside(1) <= 0 {
		high = 1
	} else {
		high = root(near, 1, outside)
	}
	return math.Max(0, low), math.Min(1, high)
}
