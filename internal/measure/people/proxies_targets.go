package people

import (
	"math"
	"slices"
)

// target is what people said by one criterion, as high and low.
type target struct {
	criterion string
	says      string // "yes", "above 4"
	high      map[int64]bool
	votes     map[int64][]answer
}

// targets reads what people said by each criterion.
func targets(rows []*audited) []*target {
	said := map[string]map[int64][]answer{}
	given := map[string]*counts{}
	for _, r := range rows {
		for _, j := range r.said {
			if said[j.criterion] == nil {
				said[j.criterion], given[j.criterion] = map[int64][]answer{}, new(counts)
			}
			k := rated{people: j.people}
			said[j.criterion][r.n] = k.counting()
			for _, p := range j.people {
				given[j.criterion].add(p.answer, 1)
			}
		}
	}
	var names []string
	for name := range said {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []*target
	for _, name := range names[:min(len(names), mostCriteria)] {
		if given[name].over {
			continue
		}
		all := given[name].sorted()
		r, why := readingOf(all, all, answer{})
		if why != "" {
			continue
		}
		out = append(out, targetsOf(name, r, said[name])...)
	}
	return out
}

// targetsOf makes the targets of one criterion: one, or one for each choice.
func targetsOf(criterion string, r reading, votes map[int64][]answer) []*target {
	if r.form == ofChoices {
		var out []*target
		for _, c := range r.values[:min(len(r.values), mostChoicesShown)] {
			out = append(out, targetsOf(criterion, reading{form: ofYesNo, good: c, values: r.values}, votes)...)
		}
		return out
	}
	t := &target{criterion: criterion, says: r.good.String(), high: map[int64]bool{}, votes: votes}
	verdict := map[int64]float64{}
	var all []float64
	for n, answers := range votes {
		k := rated{}
		for _, a := range answers {
			k.people = append(k.people, said{answer: a})
		}
		verdict[n] = r.verdict(&k)
		all = append(all, verdict[n])
	}
	cut, tie := .5, .5
	if r.form == ofScale {
		slices.Sort(all)
		cut, tie = all[(len(all)-1)/2], math.NaN()
		if cut == all[len(all)-1] { // more than half have the highest answer
			cut = math.Nextafter(cut, math.Inf(-1))
		}
		t.says = "above " + answer{kind: number, num: rounded(cut)}.String()
		if cut != all[(len(all)-1)/2] {
			t.says = answer{kind: number, num: all[len(all)-1]}.String()
		}
	}
	for n, v := range verdict {
		if v != tie {
			t.high[n] = v > cut
		}
	}
	return []*target{t}
}
