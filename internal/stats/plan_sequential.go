package stats

import "math"

// SequentialPlan looks at one row after another and stops as soon as the claim is
// shown or refuted, whichever comes first; looking after every row costs nothing
// of the confidence. It is the test that ShareSequence's bounds belong to.
type SequentialPlan struct {
	// Pass[k] is how many rows show the claim when k of them are defective.
	Pass []int `json:"pass"`
	// Fail[k] is how many rows k defects refute the claim within; 0: in none.
	Fail []int `json:"fail"`
	// Most is after how many rows it ends without an answer; for a lot that is
	// small enough, all its rows, which is an answer.
	Most int `json:"most"`

	inspection Inspection
}

// spread is how many times the rows of the single plan a sequential plan goes on
// for at the most.
const spread = 4

// Sequential returns the sequential plan. Its wealth process mixes all shares below
// the limit against the limit itself (Robbins 1970; without replacement, Waudby-Smith
// and Ramdas 2020): where the claim is false, the probability that it ever passes is
// 1 − Confidence at most, whenever one stops; where it is true, that it ever fails
// likewise.
func (g Inspection) Sequential() *SequentialPlan {
	s := &SequentialPlan{inspection: g}
	zero := g
	zero.Allow = 0
	s.Most = min(g.most(), spread*zero.Single().Rows)
	threshold := -math.Log(1 - g.Confidence)
	passing, failing := g.wealths()
	for k := 0; ; k++ {
		n := searchInt(max(k, 1), s.Most+1, func(n int) bool { return passing(n, k) >= threshold })
		if n > s.Most {
			break
		}
		s.Pass = append(s.Pass, n)
	}
	for k := 0; k <= s.Most; k++ {
		n := searchInt(max(k, 1), s.Most+1, func(n int) bool { return failing(n, k) < threshold }) - 1
		if n < max(k, 1) {
			n = 0
		}
		s.Fail = append(s.Fail, n)
		if n >= s.Most {
			break
		}
	}
	return s
}

// wealths returns the logarithms of the wealth of who bets that the claim is true,
// and of who bets that it is false, after n rows with k defects.
func (g Inspection) wealths() (passing, failing func(n, k int) float64) {
	if g.Lot > 0 {
		d := g.defects()
		below, above := lotPrior(0, d-1), lotPrior(d, g.Lot)
		return func(n, k int) float64 { return lotWealth(below, d, n, k, g.Lot) },
			func(n, k int) float64 { return lotWealth(above, d-1, n, k, g.Lot) }
	}
	return func(n, k int) float64 { return wealthBelow(g.Limit, n, k) },
		func(n, k int) float64 { return wealthAbove(g.Limit, n, k) }
}

// wealthBelow returns ln of the wealth against p >= limit after k in n: the mixture
// of likelihood ratios p to limit over p in (0, limit) with density ∝ p^(−1/2).
func wealthBelow(limit float64, n, k int) float64 {
	a, b := float64(k)+.5, float64(n-k)+1
	return logIncBeta(a, b, limit, false) - math.Log(2*math.Sqrt(limit)) - xlogy(float64(k), limit) - float64(n-k)*math.Log1p(-limit)
}

// wealthAbove is the same against p <= limit, over p in (limit, 1) with density
// ∝ p^(−3/2).
func wealthAbove(limit float64, n, k int) float64 {
	if k == 0 {
		return 0 // no defect is no evidence of too many
	}
	a, b := float64(k)-.5, float64(n-k)+1
	norm := math.Log(2 * (1/math.Sqrt(limit) - 1))
	return logIncBeta(a, b, limit, true) - norm - xlogy(float64(k), limit) - float64(n-k)*math.Log1p(-limit)
}

// lotBet is one number of defects that a lot may have, and the log of the weight
// that is put on it.
type lotBet struct {
	defects int
	weight  float64
}

// lotPrior spreads weight over up to 200 numbers of defects from first to last,
// densest at the smaller; which, decides how soon a plan stops, not whether it holds.
func lotPrior(first, last int) []lotBet {
	if last < first {
		return nil
	}
	const most = 200
	var out []lotBet
	for i := range most {
		x := float64(i) / (most - 1)
		d := first + int(math.Round(x*x*x*float64(last-first)))
		if len(out) == 0 || d > out[len(out)-1].defects {
			out = append(out, lotBet{defects: d})
		}
	}
	// Each stands for the numbers up to the next, with density ∝ (d + 1)^(−1/2).
	total := 0.0
	for i := range out {
		next := last + 1
		if i+1 < len(out) {
			next = out[i+1].defects
		}
		out[i].weight = math.Sqrt(float64(next)+1) - math.Sqrt(float64(out[i].defects)+1)
		if first > 0 { // above the limit: near it first
			out[i].weight = 1/math.Sqrt(float64(out[i].defects)) - 1/math.Sqrt(float64(next))
		}
		total += out[i].weight
	}
	for i := range out {
		out[i].weight = math.Log(out[i].weight / total)
	}
	return out
}

// lotWealth returns ln of the mixture of hypergeometric likelihood ratios against
// a lot with null defects.
func lotWealth(prior []lotBet, null, n, k, lot int) float64 {
	if null < k || lot-null < n-k {
		return math.Inf(1) // the lot cannot be that: what was seen is the proof
	}
	base := logHypergeometric(k, n, null, lot)
	best, sum := math.Inf(-1), 0.0
	for _, b := range prior {
		if b.defects < k || lot-b.defects < n-k {
			continue
		}
		l := b.weight + logHypergeometric(k, n, b.defects, lot) - base
		if l > best {
			sum, best = sum*math.Exp(best-l), l
		}
		sum += math.Exp(l - best)
	}
	return best + math.Log(sum)
}

// After says how a claim stands after n rows, k of them defective, when it was
// looked at after every row: met, not met, or to go on.
func (s *SequentialPlan) After(n, k int) Verdict {
	switch {
	case k < len(s.Pass) && n >= s.Pass[k]:
		return Met
	case k >= len(s.Fail) || n <= s.Fail[k]:
		return NotMet
	}
	return CannotTell
}

// More returns how many more rows would show the claim if no further defect turned
// up; ok is false where the plan ends before.
func (s *SequentialPlan) More(n, k int) (rows int, ok bool) {
	if k >= len(s.Pass) {
		return 0, false
	}
	return max(0, s.Pass[k]-n), true
}

// Passes returns, for rows with a defect rate, the probability that they pass and
// that they fail, and how many are looked at on average: by going through all
// counts that can come about, without simulation.
func (s *SequentialPlan) Passes(rate float64) (pass, fail, rows float64) {
	g := s.inspection
	live := make([]float64, len(s.Fail)+1) // live[k]: still going on, with k defects
	live[0] = 1
	left := 1.0
	for n := 1; n <= s.Most && left > 1e-12; n++ {
		rows += left
		for k := len(live) - 1; k >= 0; k-- {
			p := rate
			if g.Lot > 0 {
				p = float64(g.defectsAt(rate)-k) / float64(g.Lot-n+1)
			}
			p = max(0, min(1, p))
			if k+1 < len(live) {
				live[k+1] += live[k] * p
			}
			live[k] *= 1 - p
		}
		for k := range live {
			if live[k] == 0 {
				continue
			}
			switch s.After(n, k) {
			case Met:
				pass += live[k]
			case NotMet:
				fail += live[k]
			default:
				continue
			}
			left -= live[k]
			live[k] = 0
		}
	}
	return pass, fail, rows
}
