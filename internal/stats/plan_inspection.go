package stats

import (
	"fmt"
	"math"
)

// Inspection is what an inspection is to show: that fewer than Limit of the rows
// are defective.
type Inspection struct {
	Limit      float64 `json:"defects_below"` // in (0, 1)
	Confidence float64 `json:"confidence"`    // in [.5, 1): how rarely worse rows may pass
	Allow      int     `json:"allow"`         // defects that a fixed sample may have and pass
	Lot        int     `json:"of,omitempty"`  // rows that there are; 0: many more than are looked at
}

// mostPlanned bounds the rows of a plan.
const mostPlanned = 20_000_000

// Check says why there is no plan; "" where there is one.
func (g Inspection) Check() string {
	switch {
	case !(g.Limit > 0 && g.Limit < 1):
		return "the limit has to lie between 0 and 1; that there are no defects at all cannot be shown by sampling"
	case !(g.Confidence >= .5 && g.Confidence < 1):
		return "the confidence has to lie between 50 % and 100 %"
	case g.Allow < 0 || g.Allow > 100_000:
		return "the number of allowed defects has to lie between 0 and 100,000"
	case g.Lot < 0 || g.Lot > 1_000_000_000:
		return "the number of rows has to lie between 1 and 1,000,000,000"
	case g.Lot > 0 && g.defects() > g.Lot:
		return "so few rows cannot break the claim"
	case g.Lot > 0 && g.defects() <= g.Allow:
		return fmt.Sprintf("%d defects among %d rows break the claim already; allow fewer", g.defects(), g.Lot)
	case g.Single().Rows >= mostPlanned:
		return "it would take over 20 million rows"
	}
	return ""
}

// defects returns the fewest defects with which a finite lot breaks the claim.
func (g Inspection) defects() int { return int(math.Ceil(g.Limit*float64(g.Lot) - 1e-9)) }

// atMost returns P(K <= k) among n rows at a defect rate.
func (g Inspection) atMost(k, n int, rate float64) float64 {
	if g.Lot == 0 {
		return binomialAtMost(k, n, rate)
	}
	return hypergeometricAtMost(k, n, g.defectsAt(rate), g.Lot)
}

// probability returns P(K = k) among n rows at a defect rate.
func (g Inspection) probability(k, n int, rate float64) float64 {
	if g.Lot == 0 {
		return math.Exp(logBinomial(k, n, rate))
	}
	d := g.defectsAt(rate)
	if k < max(0, n-(g.Lot-d)) || k > min(n, d) {
		return 0
	}
	return math.Exp(logHypergeometric(k, n, d, g.Lot))
}

// defectsAt returns how many rows of the lot are defective at a rate; at the
// limit, the fewest that break the claim.
func (g Inspection) defectsAt(rate float64) int {
	if rate == g.Limit {
		return g.defects()
	}
	return int(math.Round(rate * float64(g.Lot)))
}

// most returns how many rows there are to look at.
func (g Inspection) most() int {
	if g.Lot > 0 {
		return g.Lot
	}
	return mostPlanned
}

// SinglePlan is one sample of fixed size: the claim holds with Allow defects or
// fewer among Rows.
type SinglePlan struct {
	Rows  int `json:"rows"`
	Allow int `json:"allow"`
}

// Single returns the smallest sample that shows the claim: with the claim false, it
// passes with probability 1 − Confidence at most (Hahn and Meeker 1991, section 9.5;
// hypergeometric for a finite lot).
func (g Inspection) Single() SinglePlan {
	risk := 1 - g.Confidence
	n := searchInt(g.Allow+1, g.most(), func(n int) bool { return g.atMost(g.Allow, n, g.Limit) <= risk })
	return SinglePlan{Rows: n, Allow: g.Allow}
}

// Passes returns the probability that rows with a defect rate pass.
func (p SinglePlan) Passes(g Inspection, rate float64) float64 {
	return g.atMost(p.Allow, p.Rows, rate)
}

// DoublePlan gives rows a second chance: they pass with PassFirst defects or fewer
// among First rows, fail with more than PassBoth, and in between Second more rows
// are looked at, after which PassBoth or fewer altogether pass.
type DoublePlan struct {
	First     int `json:"first"`
	PassFirst int `json:"pass_first"`
	Second    int `json:"second"`
	PassBoth  int `json:"pass_both"`
}

// Double returns the smallest plan of two samples of one size that passes Allow
// defects at once and one more after a second look (Dodge and Romig 1959). ok is
// false where the lot is too small for a second sample.
func (g Inspection) Double() (p DoublePlan, ok bool) {
	p = DoublePlan{PassFirst: g.Allow, PassBoth: g.Allow + 1}
	half := g.most() / 2
	n := searchInt(g.Allow+1, half+1, func(n int) bool {
		p.First, p.Second = n, n
		pass, _ := p.Passes(g, g.Limit)
		return pass <= 1-g.Confidence
	})
	if n > half {
		return DoublePlan{}, false
	}
	p.First, p.Second = n, n
	return p, true
}

// Passes returns the probability that rows with a defect rate pass, and how many
// are looked at on average.
func (p DoublePlan) Passes(g Inspection, rate float64) (pass, rows float64) {
	pass, rows = g.atMost(p.PassFirst, p.First, rate), float64(p.First)
	for k := p.PassFirst + 1; k <= p.PassBoth; k++ {
		again := g.probability(k, p.First, rate)
		if again == 0 {
			continue
		}
		rows += again * float64(p.Second)
		if g.Lot == 0 {
			pass += again * binomialAtMost(p.PassBoth-k, p.Second, rate)
		} else {
			pass += again * hypergeometricAtMost(p.PassBoth-k, p.Second, g.defectsAt(rate)-k, g.Lot-p.First)
		}
	}
	return min(1, pass), rows
}
