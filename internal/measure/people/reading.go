package people

import "slices"

// form is what the answers to a criterion are.
type form byte

const (
	ofYesNo   form = iota // yes or no, or one of two words
	ofScale               // numbers
	ofChoices             // words
)

// reading is how answers to a criterion become numbers.
type reading struct {
	form    form
	good    answer   // ofYesNo: what counts as 1
	values  []answer // what is told apart in confusion, in order
	chances bool     // the judge's answers are probabilities of good
	low     float64  // ofScale: the ends of what was answered
	high    float64
}

// mostChoices is how many different words are choices; more are texts.
const mostChoices = 50

// readingOf finds out how to read what people and a judge answered. why says that it
// cannot be read.
func readingOf(people, judge []answer, good answer) (r reading, why string) {
	kinds := func(all []answer) (numbers, yes, words int, zeroOne bool) {
		zeroOne = true
		for _, a := range all {
			switch a.kind {
			case number:
				numbers++
				zeroOne = zeroOne && (a.num == 0 || a.num == 1)
			case yesNo:
				yes++
			default:
				words++
			}
		}
		return numbers, yes, words, zeroOne
	}
	pn, py, pw, pz := kinds(people)
	jn, jy, jw, jz := kinds(judge)
	within := !slices.ContainsFunc(judge, func(a answer) bool { return a.num < 0 || a.num > 1 })
	all := slices.Concat(people, judge)
	slices.SortFunc(all, answer.compare)
	all = slices.Compact(all)
	switch {
	case pw == 0 && jw == 0 && pz && jz && (py+jy > 0 || pn > 0 && jn > 0): // yes and no, or 1 and 0
		r = reading{form: ofYesNo, good: answer{kind: yesNo, num: 1}}
	case pw == 0 && pz && jn > 0 && jy+jw == 0 && within && (py > 0 || len(people) == 2):
		r = reading{form: ofYesNo, good: answer{kind: yesNo, num: 1}, chances: true}
	case pw+jw == 0 && py+jy == 0:
		return scaleOf(all), ""
	case pw > 0 && jn > 0 && jy+jw == 0 && within && slices.Contains(people, good):
		other := answer{kind: word, text: "other"}
		if i := slices.IndexFunc(people, func(a answer) bool { return a != good }); len(people) == 2 {
			other = people[i]
		}
		return reading{form: ofYesNo, good: good, chances: true, values: []answer{other, good}}, ""
	case pw+jw > 0 && pn+jn == 0 && len(all) <= mostChoices:
		r = reading{form: ofChoices, values: all}
		if len(all) == 2 || slices.Contains(all, good) {
			r.form, r.good = ofYesNo, all[0]
		}
	default:
		return r, "people and judge do not answer in the same way"
	}
	if slices.Contains(all, good) {
		r.good = good
	}
	if r.form == ofYesNo && pw+jw == 0 { // 1 and 0 are yes and no
		r.good.kind, r.values = yesNo, []answer{{kind: yesNo}, {kind: yesNo, num: 1}}
	} else if r.values == nil {
		r.values = all
	}
	return r, ""
}

// finest is how many steps a scale has at the most where answers are compared as
// categories; finer scores go to the nearest step.
const finest = 101

// scaleOf is the scale of numbers that are in order.
func scaleOf(all []answer) reading {
	r := reading{form: ofScale, values: all, low: all[0].num, high: all[len(all)-1].num}
	if len(all) > finest {
		r.values = make([]answer, finest)
		for i := range r.values {
			r.values[i] = answer{kind: number, num: r.low + (r.high-r.low)*float64(i)/(finest-1)}
		}
	}
	return r
}

// value is an answer as a number: 1 where it is good.
func (r *reading) value(a answer) float64 {
	switch {
	case r.form == ofScale, a.kind == number && r.good.kind != word, a.kind == yesNo && r.good.kind == yesNo:
		if r.form == ofYesNo && r.good.num == 0 {
			return 1 - a.num
		}
		return a.num
	case a.kind == number:
		return a.num // a probability
	case a == r.good:
		return 1
	}
	return 0
}

// verdict is what people came to: the share of them who say good, 1, 0 or .5 by
// majority; of a scale the mean.
func (r *reading) verdict(k *rated) float64 {
	sum, all := 0., k.counting()
	for _, a := range all {
		sum += r.value(a)
	}
	mean := sum / float64(len(all))
	switch {
	case r.form == ofScale:
		return mean
	case mean > .5:
		return 1
	case mean < .5:
		return 0
	}
	return .5
}

// category is the place in values of the answer that most people gave, of a scale that
// of their median; −1 where two are as frequent.
func (r *reading) category(answers []answer) int {
	if len(answers) == 0 {
		return -1
	}
	if r.form == ofScale {
		sorted := slices.Clone(answers)
		slices.SortFunc(sorted, answer.compare)
		return r.place(sorted[(len(sorted)-1)/2])
	}
	best, most, tied := -1, 0, false
	for i := range r.values {
		n := 0
		for _, a := range answers {
			if r.place(a) == i {
				n++
			}
		}
		switch {
		case n > most:
			best, most, tied = i, n, false
		case n == most:
			tied = true
		}
	}
	if tied {
		return -1
	}
	return best
}

// place is an answer's place in values; of a probability, of which it is likelier.
func (r *reading) place(a answer) int {
	if r.form == ofYesNo && len(r.values) == 2 {
		good := slices.Index(r.values, r.good)
		if r.value(a) >= .5 {
			return good
		}
		return 1 - good
	}
	if r.form != ofScale {
		return slices.Index(r.values, a)
	}
	at, found := slices.BinarySearchFunc(r.values, a, answer.compare)
	if !found && at > 0 && (at == len(r.values) || a.num-r.values[at-1].num < r.values[at].num-a.num) {
		at--
	}
	return at
}
