package main

import (
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// limits are from where on scores count, and rules do.
type limits struct{ counts, doubts [classes - 1]float32 }

// alarmsMost is the share of sound conversations that the learned scorer may judge
// invalid where limits are chosen.
const alarmsMost = .018

// overSound is how far above the score of a sound conversation a limit is: those of writers
// that nothing was learned from score higher.
const overSound = .15

// leastScores are the lowest limits. Held-out writers wrote for training; of others, whose sound
// conversations were counted by behaviour, more are accused below these.
var leastScores = [classes - 1]float32{1.7, .35, .25, .65, .05}

// settle chooses limits: the learned scorer's where most is found for the false alarms
// that are allowed, and the rules' where a false alarm is worth twenty detections.
func settle(all []held) (l limits) {
	var sound []*held
	for i := range all {
		if all[i].Behaviour == transcripts.Sound {
			sound = append(sound, &all[i])
		}
	}
	var steps [classes - 1][]float32 // of each class, the scores of sound ones from above
	var at [classes - 1]int
	for k := range steps {
		for _, s := range sound {
			steps[k] = append(steps[k], s.most[k])
		}
		slices.Sort(steps[k])
		slices.Reverse(steps[k])
	}
	counts := func(at [classes - 1]int) (c [classes - 1]float32) {
		for k := range c {
			c[k] = max(leastScores[k], steps[k][at[k]]+overSound)
		}
		return c
	}
	var of [classes]float64
	for i := range all {
		if h := &all[i]; h.ordinary() {
			of[labels[h.Behaviour]]++
		}
	}
	// What is found of one behaviour counts the more the less is found of it: all are wanted.
	value := func(c [classes - 1]float32) (found, alarms float64) {
		var hits [classes]float64
		for i := range all {
			h := &all[i]
			if h.Behaviour == transcripts.Sound {
				if h.over(c, nil) {
					alarms += h.weight()
				}
			} else if h.ordinary() && labels[h.Behaviour] > 0 && h.over(c, h.Behaviour.Told()) {
				hits[labels[h.Behaviour]]++
			}
		}
		for k, n := range hits[1:] {
			missed := 1 - n/max(of[k+1], 1)
			found -= missed * missed
		}
		return found, alarms
	}
	most := 0.0
	for _, h := range sound {
		most += alarmsMost * h.weight()
	}
	found, alarms := value(counts(at))
	for {
		best, gain := at, 0.0
		for k := range at {
			for more := 1; more <= 3; more++ {
				next := at
				next[k] += more
				if f, a := value(counts(next)); a <= most && f > found {
					if g := (f - found) / (a - alarms + .2); g > gain {
						best, gain = next, g
					}
				}
			}
		}
		if gain == 0 {
			best, gain = exchange(at, found, func(at [classes - 1]int) float64 {
				if f, a := value(counts(at)); a <= most {
					return f
				}
				return math.Inf(-1)
			})
		}
		if gain == 0 {
			break
		}
		at = best
		found, alarms = value(counts(at))
	}
	l.counts = counts(at)
	for k := range l.doubts {
		l.doubts[k] = doubt(all, k, l.counts)
	}
	return l
}

// exchange lowers one limit for what another gives up, where that finds more: adding
// alone ends at the first places where nothing fits any more.
func exchange(at [classes - 1]int, found float64, value func([classes - 1]int) float64) (best [classes - 1]int, gain float64) {
	const far = 8
	for k := range at {
		for j := range at {
			for more := 1; more <= far && j != k; more++ {
				for less := 0; less <= min(far, at[j]); less++ {
					next := at
					next[k] += more
					next[j] -= less
					if g := value(next) - found; g > gain {
						best, gain = next, g
					}
				}
			}
		}
	}
	return best, gain
}

// ordinary reports whether a transcript was written to show the whole range of what
// comes in practice, as those were that the signals are tried on. Others were made to be
// learned from: they are harder, and their sound ones were made to mislead. What real people
// said is ordinary above all.
func (h *held) ordinary() bool {
	switch h.Writer {
	case "a", "b", "c", "d", "e", "f", "h", "i", "j", "k", "l", "u", "ah", "ai", "aj":
		return true
	}
	return people(h.Writer)
}

// weight is how much a false alarm counts.
func (h *held) weight() float64 {
	if h.ordinary() {
		return 1
	}
	return 1. / 3
}

// beside reports whether a transcript was written beside the signals, so that what is
// found in it tells little of others.
func (h *held) beside() bool { return h.Writer == "g" || h.Writer == "p" }

// over reports whether a score of one of some names counts; of none: of any.
func (h *held) over(c [classes - 1]float32, told []dialogue.Name) bool {
	for k := range c {
		if h.most[k] >= c[k] && (told == nil || slices.Contains(told, names[k])) {
			return true
		}
	}
	return false
}

// doubt is the score below which a rule does not count alone; one that was never wrong in
// a sound conversation always does.
func doubt(all []held, k int, counts [classes - 1]float32) float32 {
	type point struct {
		z     float32
		worth int
	}
	var points []point
	wrong := false
	for i := range all {
		h := &all[i]
		if !h.ruled[k] || h.over(counts, nil) || h.beside() && h.Behaviour != transcripts.Sound {
			continue
		}
		switch {
		case h.Behaviour == transcripts.Sound:
			points, wrong = append(points, point{h.rules[k], -20}), true
		case slices.Contains(h.Behaviour.Told(), names[k]):
			points = append(points, point{h.rules[k], 1})
		}
	}
	if !wrong {
		return below
	}
	slices.SortFunc(points, func(a, b point) int {
		if a.z < b.z {
			return 1
		}
		return -1
	})
	limit, sum, most := counts[k], 0, 0
	for i, p := range points {
		sum += p.worth
		if sum > most && (i+1 == len(points) || points[i+1].z < p.z) {
			most, limit = sum, p.z-.05
		}
	}
	return min(limit, counts[k]-1)
}
