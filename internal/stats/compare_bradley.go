package stats

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Ranking is a Bradley–Terry model of matches among several contestants.
type Ranking struct {
	// Strengths[i] is the log-strength of contestant i against the mean of its
	// group: with d the difference of two, the one's expected score against the
	// other, a tie half a win, is 1 / (1 + exp(−d)).
	Strengths []Estimate `json:"strengths"`
	Group     []int      `json:"group"`   // number of the contestant's group, from 0; strengths compare within a group
	Matches   []int      `json:"matches"` // of each contestant
	Caveats   []string   `json:"caveats,omitempty"`
}

// BradleyTerry fits strengths by maximum likelihood (Bradley and Terry 1952), a tie
// being half a win, with Wald intervals from the sandwich covariance over items
// (White 1982), so that neither ties nor several verdicts on an item count for more
// than they say.
//
// Strengths exist only among contestants of whom, however they are parted in two,
// some of either side have beaten or tied some of the other (Ford 1957). The others
// fall into groups of their own, and are explained.
func BradleyTerry(matches []Match, contestants int, level float64) Ranking {
	r := Ranking{Strengths: make([]Estimate, contestants), Matches: make([]int, contestants)}
	matches = slices.DeleteFunc(slices.Clone(matches), func(m Match) bool {
		return m.A == m.B || min(m.A, m.B) < 0 || max(m.A, m.B) >= contestants || !(m.Score >= 0 && m.Score <= 1)
	})
	beats := make([][]bool, contestants)
	for i := range beats {
		beats[i] = make([]bool, contestants)
	}
	for _, m := range matches {
		r.Matches[m.A]++
		r.Matches[m.B]++
		beats[m.A][m.B] = beats[m.A][m.B] || m.Score > 0
		beats[m.B][m.A] = beats[m.B][m.A] || m.Score < 1
	}
	groups := strongGroups(beats)
	r.Group = make([]int, contestants)
	for g, members := range groups {
		for _, c := range members {
			r.Group[c] = g
		}
	}
	for _, members := range groups {
		if len(members) == 1 {
			r.Strengths[members[0]] = alone(members[0], beats, r.Matches)
			continue
		}
		fitGroup(&r, matches, members, level)
	}
	if len(groups) > 1 {
		r.Caveats = append(r.Caveats, fmt.Sprintf("the contestants fall into %d groups that no chain of wins and ties connects both ways; strengths compare within a group only", len(groups)))
	}
	return r
}

// alone says why a contestant without a group has no strength.
func alone(c int, beats [][]bool, played []int) Estimate {
	if played[c] == 0 {
		return Undefined("it was in no match")
	}
	won, lost := slices.Contains(beats[c], true), false
	for i := range beats {
		lost = lost || beats[i][c]
	}
	switch {
	case won && !lost:
		return Undefined("it lost no match, and nothing says how much stronger it is")
	case lost && !won:
		return Undefined("it won no match, and nothing says how much weaker it is")
	}
	return Undefined("it always won against some and always lost against the others, and nothing says by how much")
}

// strongGroups returns the strongly connected components of who beats whom, each
// sorted, in the order of their smallest member.
func strongGroups(beats [][]bool) [][]int {
	n := len(beats)
	reach := make([][]bool, n)
	for i := range reach {
		reach[i] = make([]bool, n)
		stack := []int{i}
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for j := range n {
				if beats[at][j] && !reach[i][j] {
					reach[i][j] = true
					stack = append(stack, j)
				}
			}
		}
	}
	var out [][]int
	done := make([]bool, n)
	for i := range n {
		if done[i] {
			continue
		}
		group := []int{i}
		for j := i + 1; j < n; j++ {
			if !done[j] && reach[i][j] && reach[j][i] {
				done[j] = true
				group = append(group, j)
			}
		}
		out = append(out, group)
	}
	return out
}

// strengths are log-strengths being fitted.
type strengths struct {
	matches []Match
	place   map[int]int // contestant → its place in theta
	theta   []float64
}

// expected returns the score that A can expect.
func (d *strengths) expected(m *Match) float64 {
	return 1 / (1 + math.Exp(d.theta[d.place[m.B]]-d.theta[d.place[m.A]]))
}

// score adds a match's share of the gradient to g.
func (d *strengths) score(m *Match, g []float64) {
	s := m.Score - d.expected(m)
	g[d.place[m.A]] += s
	g[d.place[m.B]] -= s
}

// information returns the Fisher information, made regular by holding the mean of
// the log-strengths at 0.
func (d *strengths) information() *mat.SymDense {
	p := len(d.theta)
	info := mat.NewSymDense(p, nil)
	add := func(i, j int, v float64) { info.SetSym(i, j, info.At(i, j)+v) }
	for i := range d.matches {
		m := &d.matches[i]
		e := d.expected(m)
		a, b, v := d.place[m.A], d.place[m.B], e*(1-e)
		add(a, a, v)
		add(b, b, v)
		add(a, b, -v)
	}
	for i := range p {
		for j := i; j < p; j++ {
			add(i, j, 1)
		}
	}
	return info
}

func (d *strengths) likelihood() float64 {
	sum := 0.0
	for i := range d.matches {
		m := &d.matches[i]
		e := d.expected(m)
		sum += xlogy(m.Score, max(e, 1e-300)) + xlogy(1-m.Score, max(1-e, 1e-300))
	}
	return sum
}

// fit climbs by Newton's method with halved steps; the likelihood is concave.
func (d *strengths) fit() bool {
	before := d.likelihood()
	for range 200 {
		g := make([]float64, len(d.theta))
		for i := range d.matches {
			d.score(&d.matches[i], g)
		}
		var chol mat.Cholesky
		if !chol.Factorize(d.information()) {
			return false
		}
		var step mat.VecDense
		if chol.SolveVecTo(&step, mat.NewVecDense(len(g), g)) != nil {
			return false
		}
		largest, kept := 0.0, slices.Clone(d.theta)
		for scale := 1.0; scale > 1e-6; scale /= 2 {
			largest = 0
			for i := range d.theta {
				d.theta[i] = kept[i] + scale*step.AtVec(i)
				largest = max(largest, math.Abs(scale*step.AtVec(i)))
			}
			if now := d.likelihood(); now >= before-1e-12*math.Abs(before) {
				before = now
				break
			}
		}
		if largest < 1e-9 {
			return true
		}
	}
	return false
}

// leastResults is from how many wins and losses, ties half of each, Wald's interval
// of a strength holds.
const leastResults = 5

func fitGroup(r *Ranking, all []Match, members []int, level float64) {
	d := &strengths{place: map[int]int{}}
	for i, c := range members {
		d.place[c] = i
	}
	wins := make([]float64, len(members))
	losses := make([]float64, len(members))
	for _, m := range all {
		a, okA := d.place[m.A]
		b, okB := d.place[m.B]
		if !okA || !okB {
			continue
		}
		d.matches = append(d.matches, m)
		wins[a] += m.Score
		losses[a] += 1 - m.Score
		wins[b] += 1 - m.Score
		losses[b] += m.Score
	}
	d.theta = make([]float64, len(members))
	cov, ok := d.solve()
	for i, c := range members {
		switch {
		case !ok:
			r.Strengths[c] = Undefined("the likelihood has no top that could be found")
		case min(wins[i], losses[i]) < leastResults:
			r.Strengths[c] = Estimate{Value: d.theta[i], N: r.Matches[c], NoInterval: fmt.Sprintf("%g wins and %g losses are too few; %d of either are the least", wins[i], losses[i], leastResults)}
		default:
			half := z(level) * math.Sqrt(max(0, cov.At(i, i)))
			r.Strengths[c] = Between(d.theta[i], d.theta[i]-half, d.theta[i]+half, level, "Wald, sandwich over items", r.Matches[c])
		}
	}
}

// solve fits the model and returns the sandwich covariance of the log-strengths,
// with items as clusters.
func (d *strengths) solve() (*mat.Dense, bool) {
	if !d.fit() {
		return nil, false
	}
	var inverse mat.SymDense
	var chol mat.Cholesky
	if !chol.Factorize(d.information()) || chol.InverseTo(&inverse) != nil {
		return nil, false
	}
	p := len(d.theta)
	byItem := map[string][]float64{}
	order := []string{}
	for i := range d.matches {
		item := d.matches[i].Item
		if item == "" {
			item = fmt.Sprintf("\x00%d", i)
		}
		if byItem[item] == nil {
			byItem[item] = make([]float64, p)
			order = append(order, item)
		}
		d.score(&d.matches[i], byItem[item])
	}
	if len(order) < 2 {
		return nil, false
	}
	meat := mat.NewSymDense(p, nil)
	for _, item := range order {
		meat.SymRankOne(meat, float64(len(order))/float64(len(order)-1), mat.NewVecDense(p, byItem[item]))
	}
	var half, cov mat.Dense
	half.Mul(&inverse, meat)
	cov.Mul(&half, &inverse)
	return &cov, true
}
