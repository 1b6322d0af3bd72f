package stats

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Match is one verdict on two contestants, such as two models' answers to an item.
type Match struct {
	Item  string // matches with the same item are not independent; "" is an item of its own
	A, B  int    // numbers of the contestants, from 0
	Score float64
	// First says which of the two was shown first: 'A', 'B', or 0 where it is not
	// known. Score is 1 where A won, .5 for a tie, 0 where B won.
	First byte
}

// WinRate is how often a contestant wins against another.
type WinRate struct {
	Rate   Estimate `json:"rate"` // of A; a tie is half a win
	Wins   int      `json:"wins"`
	Ties   int      `json:"ties"`
	Losses int      `json:"losses"`
	P      float64  `json:"p"` // two-sided, that neither is better: permutation over items
	// Swapped is what became of items that were judged in both orders; nil where
	// there are none.
	Swapped *Swapped `json:"swapped,omitempty"`
	// ShownFirst is how often what was shown first won, ties apart: .5 without a
	// position bias.
	ShownFirst Estimate `json:"shown_first"`
}

// Swapped counts items that were judged in both orders.
type Swapped struct {
	Items      int      `json:"items"`
	A          int      `json:"a"`           // A won in both orders
	B          int      `json:"b"`           // B won in both
	Tied       int      `json:"tied"`        // a tie in both
	First      int      `json:"first"`       // whatever was shown first won, both times
	Second     int      `json:"second"`      // whatever was shown second won, both times
	Half       int      `json:"half"`        // a win in one order, a tie in the other
	Consistent Estimate `json:"consistent"`  // share of items with the same verdict in both orders
	BothOrders Estimate `json:"both_orders"` // of A's wins in both orders, among the items that either won so
}

// WinRates compares contestant a with b over the matches between the two. Items are
// the units: several verdicts on an item are averaged first.
func WinRates(matches []Match, a, b int, o CompareOptions) WinRate {
	var w WinRate
	scores, firsts, orders := map[string]*mean{}, map[string]*mean{}, map[string]*[2]mean{}
	for i, m := range matches {
		switch {
		case m.A == b && m.B == a:
			m.A, m.B, m.Score = a, b, 1-m.Score
			m.First = map[byte]byte{'A': 'B', 'B': 'A'}[m.First]
		case m.A != a || m.B != b:
			continue
		}
		item := m.Item
		if item == "" {
			item = fmt.Sprintf("\x00%d", i)
		}
		switch m.Score {
		case 1:
			w.Wins++
		case 0:
			w.Losses++
		default:
			w.Ties++
		}
		at(scores, item).add(m.Score)
		if m.First == 0 {
			continue
		}
		if m.Score != .5 {
			won := m.Score
			if m.First == 'B' {
				won = 1 - won
			}
			at(firsts, item).add(won)
		}
		at(orders, item)[int(m.First-'A')].add(m.Score)
	}
	values := means(scores)
	w.Rate = winning(values, o)
	if len(values) == 0 {
		w.Rate = Undefined("the two were never compared")
	}
	centered := make([]float64, len(values))
	for i, v := range values {
		centered[i] = v - .5
	}
	w.P = PermutePaired(centered, 5*o.Resamples, o.Seed).P
	if w.ShownFirst = winning(means(firsts), o); len(firsts) == 0 {
		w.ShownFirst = Undefined("nothing says which of the two was shown first")
	}
	w.Swapped = swapped(orders, o.Level)
	return w
}

// winning is the mean of what items came to. Where each was won or lost it is a
// share; where some were halved as well, a paired difference of shares, won − lost,
// of which 0 is a mean of one half.
func winning(values []float64, o CompareOptions) Estimate {
	won, halved := 0, 0
	for _, v := range values {
		switch v {
		case 1:
			won++
		case .5:
			halved++
		case 0:
		default:
			return resampledMean(values, o)
		}
	}
	if halved == 0 {
		return Share(won, len(values), o.Level)
	}
	e := PairedShareDifference(won, len(values)-won-halved, len(values), o.Level)
	e.Value = .5 + e.Value/2
	if i := e.Interval; i != nil {
		i.Low, i.High = .5+i.Low/2, .5+i.High/2
	}
	return e
}

// mean adds up to a mean.
type mean struct {
	sum float64
	n   int
}

func (m *mean) add(v float64) { m.sum += v; m.n++ }

func (m *mean) value() float64 { return m.sum / float64(m.n) }

func at[T any](m map[string]*T, key string) *T {
	v := m[key]
	if v == nil {
		v = new(T)
		m[key] = v
	}
	return v
}

// means returns the means in the order of their keys, so that the same input gives
// the same figures.
func means(m map[string]*mean) []float64 {
	out := make([]float64, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k].value())
	}
	return out
}

func swapped(orders map[string]*[2]mean, level float64) *Swapped {
	var s Swapped
	for _, o := range orders {
		if o[0].n == 0 || o[1].n == 0 {
			continue
		}
		s.Items++
		whenFirst, whenSecond := verdict(o[0].value()), verdict(o[1].value()) // of A
		switch {
		case whenFirst == 1 && whenSecond == 1:
			s.A++
		case whenFirst == -1 && whenSecond == -1:
			s.B++
		case whenFirst == 0 && whenSecond == 0:
			s.Tied++
		case whenFirst == 1 && whenSecond == -1:
			s.First++
		case whenFirst == -1 && whenSecond == 1:
			s.Second++
		default:
			s.Half++
		}
	}
	if s.Items == 0 {
		return nil
	}
	s.Consistent = Share(s.A+s.B+s.Tied, s.Items, level)
	if s.BothOrders = Share(s.A, s.A+s.B, level); s.A+s.B == 0 {
		s.BothOrders = Undefined("neither won an item in both orders")
	}
	return &s
}

func verdict(score float64) int {
	switch {
	case math.Abs(score-.5) < 1e-9:
		return 0
	case score > .5:
		return 1
	}
	return -1
}
