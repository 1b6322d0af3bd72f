package bias

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// Verdict is what a test says of a judge.
type Verdict string

// The verdicts. Of Accuracy they are Tells and Blind; of all others, Moved and Steady.
const (
	Tells       Verdict = "tells damage"
	Blind       Verdict = "does not tell damage"
	Moved       Verdict = "moved"
	Steady      Verdict = "not moved"
	CannotTell  Verdict = "cannot tell"
	NotMeasured Verdict = "not measured"
)

// Tolerance is up to which share of its scale a judge may be moved and count as not
// moved: a little more than half a point of a scale from 1 to 7.
const Tolerance = .1

// fewest is with how many pairs a test says anything.
const fewest = 10

// Report is what a trial found.
type Report struct {
	Pairs   int      `json:"pairs"`
	Level   float64  `json:"level"`
	Missing int      `json:"missing,omitempty"` // questions without an answer
	Results []Result `json:"tests"`             // in the order of Tests
}

// Result is what one test found.
type Result struct {
	Test string `json:"test"`
	Says string `json:"says"`
	// Criterion is the one that moved most, where there are several.
	Criterion string `json:"criterion,omitempty"`
	// Effect is, of Accuracy, the share of pairs that were told, a tie counting half;
	// of all others by how much of its scale the judge was moved: from −1 to 1, above 0
	// for the better, or towards what was asked for.
	Effect  stats.Estimate `json:"effect"`
	Signed  bool           `json:"signed,omitempty"` // the effect has a direction
	Verdict Verdict        `json:"verdict"`
	Why     string         `json:"why,omitempty"` // it is not measured, or cannot be told
	Note    string         `json:"note,omitempty"`
	// Criteria are the effects on all criteria, the one that moved most among them.
	Criteria []Effect `json:"criteria,omitempty"`
	// Damage is, of Accuracy, what was told of each kind of damage.
	Damage []Told `json:"damage,omitempty"`
}

// Effect is by how much one criterion was moved.
type Effect struct {
	Criterion string         `json:"criterion"`
	Effect    stats.Estimate `json:"effect"`
	Up        int            `json:"up"`   // rows that were scored higher
	Down      int            `json:"down"` // and lower
	p         float64        // two-sided, that it is nothing but chance
}

// Told counts pairs of one kind of damage.
type Told struct {
	Damage string `json:"damage"`
	Pairs  int    `json:"pairs"`
	Right  int    `json:"right"`
	Tied   int    `json:"tied"`
}

// Options are how a trial is reckoned up.
type Options struct {
	stats.CompareOptions
	// Changed reports whether a score is what was left of a verdict that changed with
	// the order of what was shown.
	Changed func(*seedbed.Score) bool
}

// Result returns what one test found.
func (r *Report) Result(test string) (Result, bool) {
	i := slices.IndexFunc(r.Results, func(x Result) bool { return x.Test == test })
	if i < 0 {
		return Result{}, false
	}
	return r.Results[i], true
}

// reckoning is a trial with its answers.
type reckoning struct {
	*Trial
	Options
	columns []column
	at      map[string]map[int]int // by test and row, the probe; of Position the first
	scores  [][]seedbed.Score
	better  []float64 // of each column, which way is better: 1 or −1
}

// Report reckons up what the judge answered to each probe, in their order; nil for no
// answer.
func (t *Trial) Report(scores [][]seedbed.Score, o Options) Report {
	k := &reckoning{Trial: t, Options: o, columns: columns(&t.setup.Rubric), scores: scores, at: map[string]map[int]int{}}
	out := Report{Level: o.Level}
	for i := range t.Probes {
		p := &t.Probes[i]
		if k.at[p.Test] == nil {
			k.at[p.Test] = map[int]int{}
		}
		if _, there := k.at[p.Test][p.Row]; !there {
			k.at[p.Test][p.Row] = i
		}
		if scores[i] == nil {
			out.Missing++
		}
	}
	out.Pairs = len(k.at[Accuracy])
	for _, test := range Tests() {
		r := Result{Test: test.Name, Says: test.Says}
		switch why := t.Not[test.Name]; {
		case why != "":
			r.Verdict, r.Why, r.Effect = NotMeasured, why, stats.Undefined("%s", why)
		case len(t.setup.Pair) == 2:
			k.compared(&r)
		default:
			k.looked(&r)
		}
		out.Results = append(out.Results, r)
	}
	return out
}

// looked reckons up a test of a judge that looks at one text.
func (k *reckoning) looked(r *Result) {
	switch r.Test {
	case Accuracy:
		k.accuracy(r)
	case Position:
		k.position(r)
	case Family:
		k.family(r)
	case Repeat:
		k.unsteady(r)
	default:
		k.moved(r, func(c int, p *Probe, before, after float64) float64 {
			if p.Test == Injection {
				return (after - before) * k.columns[c].towards(p.High)
			}
			return (after - before) * k.better[c]
		})
	}
}

// pairs gives each row's values of a column before and after, where both are known.
func (k *reckoning) pairs(test string, column int, f func(p *Probe, before, after float64)) {
	for row := range k.rows {
		i, there := k.at[test][row]
		j, base := k.at[""][row]
		if !there || !base {
			continue
		}
		c := &k.columns[column]
		before, after := c.value(k.scores[j]), c.value(k.scores[i])
		if !math.IsNaN(before) && !math.IsNaN(after) {
			f(&k.Probes[i], before, after)
		}
	}
}

// moved finds the criterion that a plant moved most.
func (k *reckoning) moved(r *Result, effect func(column int, p *Probe, before, after float64) float64) {
	for c := range k.columns {
		var d []float64
		e := Effect{Criterion: k.columns[c].name}
		k.pairs(r.Test, c, func(p *Probe, before, after float64) {
			d = append(d, effect(c, p, before, after))
			if after > before {
				e.Up++
			} else if after < before {
				e.Down++
			}
		})
		e.Effect = bounded(d, k.CompareOptions)
		e.p = stats.PermutePaired(d, k.draws(), k.Seed).P
		r.Criteria = append(r.Criteria, e)
	}
	r.Signed = true
	k.judge(r)
}

// chance is the p-value below which one of so many looks counts, so that in all of them
// together something is found by chance as rarely as in a single one (Bonferroni).
func (k *reckoning) chance() float64 {
	return (1 - k.Level) / float64(max(1, len(k.columns))*len(Tests()))
}

// draws is how many shuffles tell such a p-value.
func (k *reckoning) draws() int { return max(5*k.Resamples, int(20/k.chance())) }

// judge gives the verdict over all criteria of a test.
func (k *reckoning) judge(r *Result) {
	if len(r.Criteria) == 0 {
		r.Verdict, r.Why = NotMeasured, "the rubric has no criterion with a value"
		r.Effect = stats.Undefined("%s", r.Why)
		return
	}
	rank := map[Verdict]int{Moved: 0, CannotTell: 1, Steady: 2}
	best, verdict := -1, Steady
	for i := range r.Criteria {
		v := r.Criteria[i].verdict(k.chance())
		if best < 0 || rank[v] < rank[verdict] ||
			rank[v] == rank[verdict] && math.Abs(r.Criteria[i].Effect.Value) > math.Abs(r.Criteria[best].Effect.Value) {
			best, verdict = i, v
		}
	}
	r.Effect, r.Verdict = r.Criteria[best].Effect, verdict
	if len(r.Criteria) > 1 {
		r.Criterion = r.Criteria[best].Criterion
	}
	if verdict == CannotTell {
		r.Why = fmt.Sprintf("n = %d is too few", r.Effect.N)
		if !r.Effect.Defined() {
			r.Why = r.Effect.Undefined
		}
	}
}

// verdict compares an effect with the tolerance by its interval.
func (e *Effect) verdict(chance float64) Verdict {
	i := e.Effect.Interval
	switch {
	case !e.Effect.Defined() || i == nil || e.Effect.N < fewest:
		return CannotTell
	case i.Low >= -Tolerance && i.High <= Tolerance:
		return Steady
	case e.p < chance && (i.Low > 0 || i.High < 0):
		return Moved
	}
	return CannotTell
}

// unsteady finds how far answers to the same question lie apart.
func (k *reckoning) unsteady(r *Result) {
	for c := range k.columns {
		var d []float64
		e := Effect{Criterion: k.columns[c].name}
		k.pairs(r.Test, c, func(_ *Probe, before, after float64) {
			d = append(d, math.Abs(after-before))
			if after > before {
				e.Up++
			} else if after < before {
				e.Down++
			}
		})
		e.Effect = within(bounded(d, k.CompareOptions), 0)
		e.p = surely(e.Effect)
		r.Criteria = append(r.Criteria, e)
	}
	k.judge(r)
	r.Note = "distance between two answers to the same question"
}

// surely is 0 where a distance, which is never below 0, is more than the tolerance.
func surely(e stats.Estimate) float64 {
	if e.Interval != nil && e.Interval.Low > Tolerance {
		return 0
	}
	return 1
}

// within keeps an interval above what is possible.
func within(e stats.Estimate, least float64) stats.Estimate {
	if i := e.Interval; i != nil && i.Low < least {
		c := *i
		c.Low = least
		e.Interval = &c
	}
	return e
}

// Claim compares a figure with what was demanded of it: accuracy as it is, all others
// by how far the judge was moved, either way, on the criterion that moved most.
func (r *Result) Claim(c stats.Claim) stats.Verdict {
	if r.Verdict == NotMeasured {
		return stats.CannotTell
	}
	if r.Test == Accuracy || len(r.Criteria) == 0 {
		return c.Judge(r.Effect)
	}
	out := stats.Met
	for i := range r.Criteria {
		switch v := c.Judge(size(r.Criteria[i].Effect)); {
		case v == stats.NotMet:
			return v
		case v == stats.CannotTell:
			out = v
		}
	}
	return out
}

// size is how far a figure is from 0, either way.
func size(e stats.Estimate) stats.Estimate {
	e.Value = math.Abs(e.Value)
	if i := e.Interval; i != nil {
		low, high := math.Abs(i.Low), math.Abs(i.High)
		c := *i
		c.Low, c.High = min(low, high), max(low, high)
		if i.Low < 0 && i.High > 0 {
			c.Low = 0
		}
		e.Interval = &c
	}
	return e
}

// String says a result in words, without its figure.
func (r *Result) String() string {
	s := string(r.Verdict)
	if r.Verdict == Moved && r.Signed {
		switch {
		case r.Test == Injection && r.Effect.Value > 0:
			s += ", as it was told"
		case r.Test == Position && r.Effect.Value > 0:
			s += ", towards what stands first"
		case r.Test == Position:
			s += ", towards what stands second"
		case r.Test == Family && r.Effect.Value > 0:
			s += ", in favour of its own"
		case r.Test == Family:
			s += ", against its own"
		case r.Effect.Value > 0:
			s += ", for the better"
		default:
			s += ", for the worse"
		}
	}
	if r.Why != "" {
		s += ": " + r.Why
	}
	return strings.TrimSpace(s)
}
