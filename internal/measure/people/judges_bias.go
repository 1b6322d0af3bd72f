package people

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

const (
	fewestOfGroup = 10   // rows of a group, and of all others, to compare them
	mostGroups    = 60   // of one kind, the largest
	mostFindings  = 10   // of groups
	permuted      = 2000 // rows up to which groups are compared by permutation; beyond, by ranks
)

// slice is rows that have something in common.
type slice struct {
	kind, name string
	at         []int // rows of held
	off        stats.Estimate
	others     float64
	p, q       float64
}

// biases tells how far the judge is off on average, and with whom otherwise.
func (h *held) biases() []measure.Finding {
	off := make([]float64, len(h.rows))
	for i := range off {
		off[i] = h.judge[i] - h.truth[i]
	}
	f := h.finding("judges.bias", measure.Ratio)
	f.Estimate = h.off(off)
	more := "more"
	e := f.Estimate
	if e.Value < 0 {
		more = "less"
	}
	of := "what people say"
	if h.form == ofYesNo {
		of = "people's share of " + h.what()
	}
	f.Says = fmt.Sprintf("in %s that both saw, %s is off by %s on average: %s than %s", prose.Rows(len(off)), h.name(), prose.Figure(e), more, of)
	switch {
	case !e.Defined():
		f.Says = fmt.Sprintf("how far %s is off on average cannot be told: %s", h.name(), e.Undefined)
	case e.Value == 0:
		f.Says = fmt.Sprintf("in %s that both saw, %s is as high as people on average (%s)", prose.Rows(len(off)), h.name(), prose.Figure(e))
	}
	if i := e.Interval; e.Defined() && i != nil && (i.Low > 0 || i.High < 0) {
		f.Severity = measure.Notable
	}
	f.Compared = "people: 0"
	slices := h.slices()
	h.compare(slices, off)
	f.Plots = offPlots(slices)
	return append([]measure.Finding{f}, h.groups(slices)...)
}

// off is the mean of what the judge says too much.
func (h *held) off(off []float64) stats.Estimate {
	if !h.equal {
		drawn := make([]stats.Drawn, len(off))
		for i, r := range h.rows {
			drawn[i] = stats.Drawn{Value: off[i], Inclusion: r.share}
		}
		return stats.WeightedSample(drawn, 0, h.setup.Level).Hajek
	}
	if h.form == ofYesNo && !h.chances {
		more, less, tied := 0, 0, false
		for _, d := range off {
			switch d {
			case 1:
				more++
			case -1:
				less++
			case 0:
			default:
				tied = true
			}
		}
		if !tied {
			return stats.PairedShareDifference(more, less, len(off), h.setup.Level)
		}
	}
	return stats.Mean(off, h.setup.Level)
}

// slices are the rows by group, by length and by who wrote them.
func (h *held) slices() []slice {
	var out []slice
	for c, name := range h.setup.Columns.Groups {
		out = append(out, h.by(prose.Shown(name), func(r *rated) string {
			if c < len(r.groups) {
				return r.groups[c]
			}
			return ""
		})...)
	}
	words := make([]int, len(h.rows))
	for i, r := range h.rows {
		words[i] = r.words
	}
	slices.Sort(words)
	short, long := words[len(words)/3], words[2*len(words)/3]
	if short < long {
		out = append(out, h.by("length", func(r *rated) string {
			switch {
			case r.words <= short:
				return fmt.Sprintf("up to %s", prose.Plural(short, "word", "words"))
			case r.words <= long:
				return fmt.Sprintf("%d to %d words", short+1, long)
			}
			return fmt.Sprintf("more than %d words", long)
		})...)
	}
	return append(out, h.by("written by", func(r *rated) string { return r.model })...)
}

// by parts the rows by a name; those without one are in no part.
func (h *held) by(kind string, name func(*rated) string) []slice {
	at := map[string]int{}
	var out []slice
	for i, r := range h.rows {
		n := name(r)
		if n == "" {
			continue
		}
		k, known := at[n]
		if !known {
			k = len(out)
			at[n] = k
			out = append(out, slice{kind: kind, name: n})
		}
		out[k].at = append(out[k].at, i)
	}
	slices.SortFunc(out, func(a, b slice) int { return cmp.Or(cmp.Compare(len(b.at), len(a.at)), cmp.Compare(a.name, b.name)) })
	out = out[:min(len(out), mostGroups)]
	return slices.DeleteFunc(out, func(s slice) bool {
		return len(s.at) < fewestOfGroup || len(h.rows)-len(s.at) < fewestOfGroup
	})
}

// compare tests each part against all other rows. All tests of a judge are one family.
func (h *held) compare(all []slice, off []float64) {
	ps := make([]float64, len(all))
	for i := range all {
		s := &all[i]
		in := make([]bool, len(off))
		var own, others []float64
		for _, at := range s.at {
			in[at] = true
		}
		for k, d := range off {
			if in[k] {
				own = append(own, d)
			} else {
				others = append(others, d)
			}
		}
		s.off = stats.Mean(own, h.setup.Level)
		s.others, _ = stats.MeanVariance(others)
		if len(off) <= permuted {
			s.p = stats.PermuteUnpaired(own, others, 2*resamples, h.setup.Seed).P
		} else {
			s.p = stats.RankSum(own, others)
		}
		ps[i] = s.p
	}
	for i, q := range stats.BenjaminiHochberg(ps) {
		all[i].q = q
	}
}

// groups tells the parts with which the judge is off otherwise.
func (h *held) groups(all []slice) []measure.Finding {
	width := 1.
	if h.form == ofScale {
		width = h.high - h.low
	}
	var out []measure.Finding
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b slice) int { return cmp.Compare(a.q, b.q) })
	for i := range sorted {
		s := &sorted[i]
		if s.q >= .05 || len(out) == mostFindings {
			break
		}
		f := h.finding("judges.group", measure.Ratio)
		f.Of, f.Estimate, f.Severity = h.name()+", "+s.named(), s.off, measure.Notable
		if s.q < .01 && math.Abs(s.off.Value-s.others) > .2*width {
			f.Severity = measure.Serious
		}
		f.Compared = "all other rows: " + prose.Decimal(s.others)
		f.Says = fmt.Sprintf("%s is off by %s in %s %s, and by %s in the others (q %s)",
			h.name(), prose.Figure(s.off), prose.Rows(len(s.at)), s.named(), prose.Decimal(s.others), prose.Equals(s.q))
		if s.kind == "written by" && s.name == h.setup.Families[h.judging.judge] {
			f.Says += "; it is of the same family"
		}
		f.Evidence = h.farthest(s.at)
		out = append(out, f)
	}
	return out
}

// named names the part in a sentence.
func (s *slice) named() string {
	switch s.kind {
	case "length":
		return "of " + s.name
	case "written by":
		return "written by " + prose.Shown(s.name)
	}
	return "with " + s.kind + " " + prose.Quoted(s.name)
}

// farthest are the rows of a part of which judge and people say the most different.
func (h *held) farthest(at []int) []measure.Evidence {
	apart := func(i int) float64 { return math.Abs(h.judge[i] - h.truth[i]) }
	sorted := slices.Clone(at)
	slices.SortStableFunc(sorted, func(a, b int) int { return cmp.Compare(apart(b), apart(a)) })
	var out []measure.Evidence
	for _, i := range sorted[:min(len(sorted), measure.MaxEvidence)] {
		if apart(i) == 0 {
			break
		}
		r := h.rows[i]
		out = append(out, measure.Evidence{
			Note: "judge: " + r.judge.String() + "; people: " + votesShown(r.counting()),
			Rows: []measure.RowRef{{Part: measure.Data, N: r.n}},
		})
	}
	return out
}

// offPlots draws each kind of parts.
func offPlots(all []slice) []measure.Plot {
	var out []measure.Plot
	for i := 0; i < len(all); {
		p := measure.Plot{Title: "Judge less people, by " + all[i].kind, XLabel: "above 0: the judge says more than people"}
		kind := all[i].kind
		for ; i < len(all) && all[i].kind == kind; i++ {
			if s := &all[i]; s.off.Defined() && len(p.Dots) < mostDots {
				p.Dots = append(p.Dots, dot(s.name, s.off, prose.Rows(len(s.at))+", q "+prose.Equals(s.q)))
			}
		}
		if len(p.Dots) > 1 {
			out = append(out, p)
		}
	}
	return out
}
