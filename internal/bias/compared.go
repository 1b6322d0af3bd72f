package bias

import (
	"fmt"
	"math"

	"seedbed.dev/seedbed/internal/stats"
)

// compared reckons up a test of a judge that compares two fields.
func (k *reckoning) compared(r *Result) {
	switch r.Test {
	case Accuracy:
		k.told(r, func(row int) (float64, bool) {
			sum, n := k.won(Accuracy, row)
			return sum, n > 0
		})
	case Position:
		k.changed(r)
	case Repeat, Order:
		k.otherwise(r)
	case Family:
		r.Verdict, r.Why = NotMeasured, "a row that is compared does not say which of its two answers is whose"
		r.Effect = stats.Undefined("%s", r.Why)
	default:
		k.preferred(r)
	}
}

// won adds up, over the criteria, whether the better (or the unplanted) text of a
// row's pair won.
func (k *reckoning) won(test string, row int) (sum float64, n int) {
	i, there := k.at[test][row]
	if !there {
		return 0, 0
	}
	for c := range k.setup.Rubric.Criteria {
		if v := wins(k.scores[i], k.setup.Rubric.Criteria[c].Name, k.setup.Pair, k.Probes[i].Better); !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum, n
}

// preferred finds whether a text wins against itself for what was planted into it.
func (k *reckoning) preferred(r *Result) {
	for c := range k.setup.Rubric.Criteria {
		name := k.setup.Rubric.Criteria[c].Name
		e := Effect{Criterion: name}
		n := 0
		for row := range k.rows {
			i, there := k.at[r.Test][row]
			if !there {
				continue
			}
			v := wins(k.scores[i], name, k.setup.Pair, k.Probes[i].Better)
			switch {
			case math.IsNaN(v):
				continue
			case v < 0:
				e.Up++
			case v > 0:
				e.Down++
			}
			n++
		}
		e.Effect, e.p = leaning(e.Up, e.Down, n, k.Level), stats.SignTest(e.Up, e.Down)
		r.Criteria = append(r.Criteria, e)
	}
	r.Signed = true
	k.judge(r)
}

// changed finds how many verdicts changed with the order in which the two were shown:
// the judge is asked in both.
func (k *reckoning) changed(r *Result) {
	k.shares(r, func(row int, name string) (yes, ok bool) {
		i, there := k.at[Accuracy][row]
		if !there || k.Changed == nil {
			return false, false
		}
		for s := range k.scores[i] {
			if k.scores[i][s].Criterion == name {
				yes, ok = k.Changed(&k.scores[i][s]), true
			}
		}
		return yes, ok
	})
	r.Note = "share of pairs whose verdict changed with the order"
}

// otherwise finds how many verdicts were others when the pair was shown once more.
func (k *reckoning) otherwise(r *Result) {
	k.shares(r, func(row int, name string) (yes, ok bool) {
		i, there := k.at[Accuracy][row]
		j, again := k.at[r.Test][row]
		if !there || !again {
			return false, false
		}
		a := wins(k.scores[i], name, k.setup.Pair, k.Probes[i].Better)
		b := wins(k.scores[j], name, k.setup.Pair, k.Probes[j].Better)
		return a != b, !math.IsNaN(a) && !math.IsNaN(b)
	})
	r.Note = "share of pairs with another verdict"
}

// shares finds in which share of pairs something happened, for each criterion: moved
// where it is surely more than the tolerance.
func (k *reckoning) shares(r *Result, happened func(row int, criterion string) (yes, ok bool)) {
	for c := range k.setup.Rubric.Criteria {
		name := k.setup.Rubric.Criteria[c].Name
		yes, n := 0, 0
		for row := range k.rows {
			if hit, ok := happened(row, name); ok {
				n++
				if hit {
					yes++
				}
			}
		}
		e := Effect{Criterion: name, Effect: stats.Share(yes, n, k.Level), Up: yes}
		e.p = surely(e.Effect)
		r.Criteria = append(r.Criteria, e)
	}
	k.judge(r)
}

func share(k, n int) string { return fmt.Sprintf("%d of %d", k, n) }

func tooFew(n int) string { return fmt.Sprintf("n = %d is too few", n) }
