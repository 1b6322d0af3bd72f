package fidelity

import (
	"math"
	"slices"
	"sync"

	"github.com/viterin/vek/vek32"
)

// PRDC is what the measure of that name works out.
type PRDC struct{ Precision, Recall, Density, Coverage float64 }

// PRDCOf works precision, recall, density and coverage out, exactly, for rows of dim
// numbers, one after the other. Both sides have more than k of them.
func PRDCOf(realRows, fake []float32, dim, k int) PRDC {
	side := func(x []float32) *vectors {
		v := &vectors{n: len(x) / dim, dim: dim, x: x, square: make([]float64, len(x)/dim)}
		v.measured()
		return v
	}
	m := prdcOf(side(realRows), side(fake), k)
	return PRDC{m.precise, m.recall, m.density, m.coverage}
}

// manifold is precision, recall, density and coverage before they are shares.
type manifold struct {
	k                int
	radius2          []float64 // of each real row: squared distance to its k-th nearest real one
	inside           []int     // of each fake row: real rows in whose ball it lies
	covered          []bool    // of each real row: some fake row lies in its ball
	recalled         []bool    // of each real row: it lies in the ball of some fake row
	toFake           []float64 // of each real row: squared distance to the nearest fake one
	precise, density float64
	recall, coverage float64
}

// prdcOf works out precision and recall (Kynkäänniemi and others 2019), density and
// coverage (Naeem and others 2020): balls around each row reach to its k-th nearest
// on its own side, itself not counted, and hold what is strictly nearer. It is
// exact: where rounding could decide, distances are worked out again in float64.
// Both sides have more than k rows.
func prdcOf(realRows, fake *vectors, k int) *manifold {
	m := &manifold{
		k: k, radius2: radii2(realRows, k), inside: make([]int, fake.n), covered: make([]bool, realRows.n),
		recalled: make([]bool, realRows.n), toFake: make([]float64, realRows.n),
	}
	fakeRadius2 := radii2(fake, k)
	hits := make([][]int32, realRows.n) // of each real row: the fake rows in its ball
	roots := make([]float64, fake.n)
	for j, s := range fake.square {
		roots[j] = math.Sqrt(s)
	}
	eachDot(realRows, fake, func(i, from int, dots []float32) {
		own, radius2 := realRows.square[i], m.radius2[i]
		loose := slack(fake.dim, own, 1) // times the other's length
		nearest, recalled := m.toFake[i], m.recalled[i]
		if from == 0 {
			nearest = math.Inf(1)
		}
		for at, dot := range dots {
			j := from + at
			d := own + fake.square[j] - 2*float64(dot)
			tolerance := loose*roots[j] + 0x1p-48*(own+fake.square[j])
			if a, b := d-radius2, d-fakeRadius2[j]; a <= tolerance && a >= -tolerance || b <= tolerance && b >= -tolerance {
				d = squaredDistance(realRows.row(i), fake.row(j))
			}
			if d < nearest {
				nearest = d
			}
			if d < radius2 {
				hits[i] = append(hits[i], int32(j))
			}
			if d < fakeRadius2[j] {
				recalled = true
			}
		}
		m.toFake[i], m.recalled[i] = nearest, recalled
	})
	for i, h := range hits {
		m.covered[i] = len(h) > 0
		for _, j := range h {
			m.inside[j]++
		}
	}
	m.sum()
	return m
}

func (m *manifold) sum() {
	total := 0
	for _, c := range m.inside {
		total += c
		if c > 0 {
			m.precise++
		}
	}
	n := float64(len(m.inside))
	m.precise /= n
	m.density = float64(total) / float64(m.k) / n
	for i := range m.covered {
		if m.covered[i] {
			m.coverage++
		}
		if m.recalled[i] {
			m.recall++
		}
	}
	m.coverage /= float64(len(m.covered))
	m.recall /= float64(len(m.covered))
}

// spareNear is how many more of the nearest are kept than are asked for: rounding
// may have put them in the wrong order.
const spareNear = 8

// closest are the nearest rows found so far, the nearest first.
type closest []neighbour

type neighbour struct {
	d float64 // squared distance, as by float32
	j int32
}

// offer takes a row in, and keeps most at the most.
func (c closest) offer(d float64, j int32, most int) closest {
	p := len(c)
	if p < most {
		c = append(c, neighbour{})
	} else {
		p--
	}
	for ; p > 0 && c[p-1].d > d; p-- {
		c[p] = c[p-1]
	}
	c[p] = neighbour{d, j}
	return c
}

// radii2 returns each row's squared distance to its k-th nearest other row.
func radii2(v *vectors, k int) []float64 {
	most := k + spareNear
	kept := nearestRows(v, most)
	longest := slices.Max(v.square)
	out := make([]float64, v.n)
	each(v.n, func(i int) {
		d := make([]float64, 0, most)
		for _, n := range kept[i] {
			d = append(d, squaredDistance(v.row(i), v.row(int(n.j))))
		}
		slices.Sort(d)
		out[i] = d[k-1]
		tolerance := slack(v.dim, v.square[i], longest) + 0x1p-48*(v.square[i]+longest)
		if len(d) == most && v.n-1 > most && kept[i][most-1].d <= out[i]+tolerance {
			out[i] = farther(v, i, k) // more are as near as rounding can tell
		}
	})
	return out
}

// nearestRows finds each row's nearest others. A pair is looked at once, for both of
// its rows; of rows that are equally far any may be left out.
func nearestRows(v *vectors, most int) []closest {
	kept := make([]closest, v.n)
	all := make([]neighbour, v.n*most)
	farthest := make([]float64, v.n) // of a full list
	for i := range kept {
		kept[i], farthest[i] = all[i*most:i*most:(i+1)*most], math.Inf(1)
	}
	offer := func(i, j int, d float64) {
		if kept[i] = kept[i].offer(d, int32(j), most); len(kept[i]) == most {
			farthest[i] = kept[i][most-1].d
		}
	}
	tiles := (v.n + tile - 1) / tile
	locks := make([]sync.Mutex, tiles) // of the lists of a tile's rows
	each(tiles, func(a int) {
		dots := make([]float32, tile*tile)
		for b := a; b < tiles; b++ {
			fromA, toA, fromB, toB := a*tile, min(a*tile+tile, v.n), b*tile, min(b*tile+tile, v.n)
			for i := fromA; i < toA; i++ {
				x := v.row(i)
				for j := max(fromB, i+1); j < toB; j++ {
					dots[(i-fromA)*tile+j-fromB] = vek32.Dot(x, v.row(j))
				}
			}
			distance := func(i, j int) float64 {
				return v.square[i] + v.square[j] - 2*float64(dots[(i-fromA)*tile+j-fromB])
			}
			locks[a].Lock()
			for i := fromA; i < toA; i++ {
				for j := max(fromB, i+1); j < toB; j++ {
					if d := distance(i, j); d < farthest[i] {
						offer(i, j, d)
					}
				}
			}
			locks[a].Unlock()
			locks[b].Lock()
			for i := fromA; i < toA; i++ {
				for j := max(fromB, i+1); j < toB; j++ {
					if d := distance(i, j); d < farthest[j] {
						offer(j, i, d)
					}
				}
			}
			locks[b].Unlock()
		}
	})
	return kept
}

// farther is a row's squared distance to its k-th nearest other, by all of them.
func farther(v *vectors, i, k int) float64 {
	d := make([]float64, 0, v.n)
	for j := range v.n {
		if j != i {
			d = append(d, squaredDistance(v.row(i), v.row(j)))
		}
	}
	slices.Sort(d)
	return d[k-1]
}
