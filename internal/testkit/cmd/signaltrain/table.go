package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"sync"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// behaviours are those that are learned, and those that rules alone tell.
var behaviours = []transcripts.Behaviour{transcripts.RoleFlip, transcripts.BothSides, transcripts.Praise, transcripts.Persona, transcripts.Refusal, transcripts.Contradiction, transcripts.Loop, transcripts.Repeats}

// held is a transcript with what weights say of it that were trained on other writers.
type held struct {
	*talk
	file  *[]byte // those weights
	most  [classes - 1]float32
	rules [classes - 1]float32 // the most where a rule tells it too; none: below all
	ruled [classes - 1]bool
}

func all(talks []talk) (out []*talk) {
	for i := range talks {
		out = append(out, &talks[i])
	}
	return out
}

// heldOut trains for each writer on all others.
func heldOut(talks []talk) ([]held, error) {
	var writers []string
	for i := range talks {
		if !slices.Contains(writers, talks[i].Writer) {
			writers = append(writers, talks[i].Writer)
		}
	}
	out, errs := make([]held, len(talks)), make([]error, len(writers))
	var wg sync.WaitGroup
	room := make(chan bool, 2)
	for n, writer := range writers {
		wg.Go(func() {
			room <- true
			defer func() { <-room }()
			file, err := weights(learn(slices.DeleteFunc(all(talks), func(t *talk) bool { return t.Writer == writer })), "", limits{})
			if err != nil {
				errs[n] = err
				return
			}
			m, err := dialogue.ReadWeights(string(file))
			if err != nil {
				errs[n] = err
				return
			}
			for i := range talks {
				if talks[i].Writer == writer {
					out[i] = look(&talks[i], m)
					out[i].file = &file
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

const below = -1e3

// look takes the scores of a transcript.
func look(t *talk, m *dialogue.Weights) held {
	h := held{talk: t}
	for k := range h.most {
		h.most[k], h.rules[k] = below, below
	}
	dialogue.Scores(t.Turns, t.Profile(), m, func(_ int, z [classes - 1]float32, rules []dialogue.Signal) {
		for k := range z {
			h.most[k] = max(h.most[k], z[k])
			for _, s := range rules {
				if s.Name == names[k] && s.Strength >= dialogue.Threshold {
					h.rules[k], h.ruled[k] = max(h.rules[k], z[k]), true
				}
			}
		}
	})
	return h
}

var names = [classes - 1]dialogue.Name{dialogue.RoleFlip, dialogue.OtherSide, dialogue.Praise, dialogue.Persona, dialogue.Refusal}

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
var leastScores = [classes - 1]float32{1.5, .35, .25, .8, .05}

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
// learned from: they are harder, and their sound ones were made to mislead.
func (h *held) ordinary() bool {
	switch h.Writer {
	case "a", "b", "c", "d", "e", "f", "h", "i", "j", "k", "l", "u", "ah", "ai", "aj":
		return true
	}
	return false
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

// counted reports whether signals of some names count.
func counted(signals []dialogue.Signal, told []dialogue.Name) bool {
	own := slices.DeleteFunc(slices.Clone(signals), func(s dialogue.Signal) bool { return !slices.Contains(told, s.Name) })
	v, _ := dialogue.Judge(own)
	return v != seedbed.Valid
}

// closed lets the system have the last word.
func closed(c dialogue.Conversation) dialogue.Conversation {
	if c[len(c)-1].Role == seedbed.User {
		c = append(slices.Clone(c), dialogue.Turn{Role: seedbed.Assistant, Content: "All right, here is what I know about it."})
	}
	return c
}

// tally is how many of how many.
type tally struct{ hit, rules, of int }

func (t *tally) String() string { return fmt.Sprintf("%d/%d", t.hit, t.of) }

// table prints what is found, and what is missed where that is wanted.
func table(out io.Writer, all []held, l limits, missed bool) error {
	read := map[*[]byte]*dialogue.Weights{}
	var sound, broken tally
	by := map[string]*tally{}
	of := func(key string) *tally {
		if by[key] == nil {
			by[key] = &tally{}
		}
		return by[key]
	}
	wrong := map[dialogue.Name]int{}
	var keys []string
	for i := range all {
		h := &all[i]
		if read[h.file] == nil {
			m, err := dialogue.ReadWeights(string(*h.file))
			if err != nil {
				return err
			}
			m.Limits, m.Doubts = l.counts, l.doubts
			read[h.file] = m
		}
		signals := dialogue.SignalsWith(closed(h.Turns), h.Profile(), read[h.file])
		rules := dialogue.SignalsWith(closed(h.Turns), h.Profile(), nil)
		if h.Behaviour == transcripts.Sound {
			sound.of++
			if v, _ := dialogue.Judge(signals); v != seedbed.Valid {
				sound.hit++
				fmt.Fprintf(out, "false alarm: %s (%s)", h.ID, h.Kind)
				for _, s := range signals {
					if s.Strength >= dialogue.Threshold {
						fmt.Fprintf(out, "; turn %d %s %.2f %q", s.Turn, s.Name, s.Strength, s.Quote)
					}
				}
				fmt.Fprintln(out)
			}
			if v, _ := dialogue.Judge(rules); v != seedbed.Valid {
				sound.rules++
			}
			for _, n := range dialogue.Names {
				if counted(signals, []dialogue.Name{n}) {
					wrong[n]++
				}
			}
			continue
		}
		lang := h.Language()
		hit, ruled := counted(signals, h.Behaviour.Told()), counted(rules, h.Behaviour.Told())
		name := string(h.Behaviour)
		keep := []string{name, name + " " + lang, name + " by " + h.Writer}
		if h.beside() {
			keep = keep[2:]
		}
		for _, key := range keep {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
			t := of(key)
			t.of++
			if hit {
				t.hit++
			} else if missed && key == keep[0] {
				fmt.Fprintf(out, "missed: %s (%s)\n", h.ID, h.Kind)
			}
			if ruled {
				t.rules++
			}
		}
		broken.of++
	}
	fmt.Fprintf(out, "limits %.2f, doubts %.2f\n", l.counts, l.doubts)
	for _, b := range behaviours {
		t := of(string(b))
		fmt.Fprintf(out, "%-26s %.3f (rules alone %.3f) of %d; ", b, float64(t.hit)/float64(t.of), float64(t.rules)/float64(t.of), t.of)
		slices.Sort(keys)
		for _, key := range keys {
			if len(key) > len(b) && key[:len(b)] == string(b) {
				fmt.Fprintf(out, " %s %v", key[len(b)+1:], of(key))
			}
		}
		fmt.Fprintln(out)
	}
	_, err := fmt.Fprintf(out, "sound judged invalid %d of %d (rules alone %d), by signal %v\n", sound.hit, sound.of, sound.rules, wrong)
	return err
}
