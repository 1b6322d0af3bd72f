package copying

import (
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
)

// Bounds on what one row may cost.
const (
	mostAligned = 64      // runs of a row that are looked up in the other file
	mostWords   = 1 << 20 // words of the other file that are read for them
)

// run is words of a row that stand in a row of the other file.
type run struct {
	from, to int // words of the row
	row      int32
	mark     measure.Span // in the text of the other row
}

// addRuns looks for runs of gramWords words.
func (s *shared) addRuns(r *measure.Row) {
	words, table := r.Tokens.Hashes(), s.index.grams
	var best run
	isFormula, aligned, read := false, 0, 0
	end := 0 // of the last run
	for i, h := range r.Tokens.NGrams(gramWords) {
		if i+gramWords <= end || h>>32&table.sparse != 0 {
			continue
		}
		at, found := table.slot(h)
		if !found {
			continue
		}
		if table.rows[at] > formula {
			isFormula = true
			continue
		}
		if aligned == mostAligned || read > mostWords {
			break
		}
		aligned++
		other := measure.NewTokens(s.with.rows[table.first[at]].text)
		read += len(other.Hashes())
		from, there, n := align(words, i, other.Hashes())
		if n == 0 {
			continue // another run of the same hash
		}
		end = from + n
		if n > best.to-best.from {
			w := other.Words()
			best = run{from, end, table.first[at], measure.Span{From: w[there].From, To: w[there+n-1].To}}
		}
	}
	n := best.to - best.from
	switch {
	case n > 0:
		s.runs++
	case isFormula:
		s.formulas++
		return
	default:
		return
	}
	s.longest = max(s.longest, int64(n))
	if s.top.Wants(float64(n), r.N) {
		w := r.Tokens.Words()
		s.top.Offer(float64(n), measure.Evidence{
			Note: number(int64(n), "word") + " in a row",
			Rows: []measure.RowRef{
				measure.Ref(r, measure.Span{From: w[best.from].From, To: w[best.to-1].To}),
				s.with.ref(s.part, best.row, best.mark),
			},
		})
	}
}

// align finds the gramWords words that begin at i in other words, and returns where
// the longest run around the first place of them begins in both, and its length; 0
// where they do not stand there.
func align(words []uint64, i int, other []uint64) (from, there, n int) {
	for k := 0; k+gramWords <= len(other); k++ {
		if other[k] != words[i] || !equal(words[i:i+gramWords], other[k:k+gramWords]) {
			continue
		}
		from, there = i, k
		for from > 0 && there > 0 && words[from-1] == other[there-1] {
			from--
			there--
		}
		for from+n < len(words) && there+n < len(other) && words[from+n] == other[there+n] {
			n++
		}
		return from, there, n
	}
	return 0, 0, 0
}

func equal(a, b []uint64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// inside returns a span without characters that it holds in part.
func inside(text string, from, to int) measure.Span {
	for from < to && !utf8.RuneStart(text[from]) {
		from++
	}
	for to > from && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return measure.Span{From: from, To: to}
}
