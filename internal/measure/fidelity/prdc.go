package fidelity

import (
	"math"
	"slices"
)

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
	eachDot(realRows, fake, func(i, from int, dots []float32) {
		if from == 0 {
			m.toFake[i] = math.Inf(1)
		}
		for at, dot := range dots {
			j := from + at
			d := math.Max(0, realRows.square[i]+fake.square[j]-2*float64(dot))
			tolerance := slack(fake.dim, realRows.square[i], fake.square[j]) + 0x1p-48*(realRows.square[i]+fake.square[j])
			if math.Abs(d-m.radius2[i]) <= tolerance || math.Abs(d-fakeRadius2[j]) <= tolerance {
				d = squaredDistance(realRows.row(i), fake.row(j))
			}
			m.toFake[i] = math.Min(m.toFake[i], d)
			if d < m.radius2[i] {
				hits[i] = append(hits[i], int32(j))
			}
			m.recalled[i] = m.recalled[i] || d < fakeRadius2[j]
		}
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

// radii2 returns each row's squared distance to its k-th nearest other row.
func radii2(v *vectors, k int) []float64 {
	type near struct {
		d float64
		j int
	}
	kept := make([][]near, v.n)
	most := k + spareNear
	eachDot(v, v, func(i, from int, dots []float32) {
		list := kept[i]
		if list == nil {
			list = make([]near, 0, most+1)
		}
		for at, dot := range dots {
			j := from + at
			d := v.square[i] + v.square[j] - 2*float64(dot)
			if j == i || len(list) == most && d >= list[most-1].d {
				continue
			}
			p := len(list)
			list = append(list, near{})
			for ; p > 0 && list[p-1].d > d; p-- {
				list[p] = list[p-1]
			}
			list[p] = near{d, j}
			if len(list) > most {
				list = list[:most]
			}
		}
		kept[i] = list
	})
	longest := slices.Max(v.square)
	out := make([]float64, v.n)
	each(v.n, func(i int) {
		var d []float64
		for _, n := range kept[i] {
			d = append(d, squaredDistance(v.row(i), v.row(n.j)))
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
