package main

import (
	"fmt"
	"slices"
	"sort"
	"sync"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

func counts(signals []dialogue.Signal, names []dialogue.Name) bool {
	own := slices.DeleteFunc(slices.Clone(signals), func(s dialogue.Signal) bool { return !slices.Contains(names, s.Name) })
	v, _ := dialogue.Judge(own)
	return v != seedbed.Valid
}

// best is the highest score of each class over the turns of a talk.
func best(speaks, m *model, t *talk) (p [classes]float64) {
	var row []entry
	for k := range p {
		p[k] = -99
	}
	for i := range t.turns {
		u := &t.turns[i]
		if u.system {
			continue
		}
		row = m.row(speaks.voices(u), u.words, row)
		z := m.scores(row)
		for k := 1; k < classes; k++ {
			p[k] = max(p[k], z[k]-z[0])
		}
	}
	return p
}

type scored struct {
	*talk
	p [classes]float64
}

func crossed(talks []talk) ([]scored, []string) {
	writers := []string{}
	for i := range talks {
		if !slices.Contains(writers, talks[i].Writer) {
			writers = append(writers, talks[i].Writer)
		}
	}
	out := make([]scored, len(talks))
	var wg sync.WaitGroup
	for _, writer := range writers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var in []*talk
			for i := range talks {
				if talks[i].Writer != writer && i%every == 0 {
					in = append(in, &talks[i])
				}
			}
			speaks, m := learn(in)
			for i := range talks {
				if talks[i].Writer == writer {
					out[i] = scored{&talks[i], best(speaks, m, &talks[i])}
				}
			}
		}()
	}
	wg.Wait()
	out = slices.DeleteFunc(out, func(s scored) bool { return s.Composed })
	return out, writers
}

// told are the classes that tell a behaviour.
var told = map[transcripts.Behaviour][]int{
	transcripts.RoleFlip: {1, 2, 4}, transcripts.BothSides: {1, 2, 4}, transcripts.Persona: {1, 2, 4}, transcripts.Praise: {3}, transcripts.Contradiction: {},
}

var (
	every   = 1
	verbose = false
	budgets = []int{1, 2, 4}
)

func report(out []scored, writers []string) {
	var sound []scored
	for _, s := range out {
		if s.Behaviour == transcripts.Sound {
			sound = append(sound, s)
		}
	}
	// limits at which so many sound ones are flagged, by class
	limits := func(most int) (l [classes]float64) {
		for k := 1; k < classes; k++ {
			var all []float64
			for _, s := range sound {
				all = append(all, s.p[k])
			}
			sort.Float64s(all)
			l[k] = all[len(all)-1-most]
		}
		return l
	}
	if verbose {
		l := limits(7)
		for _, s := range sound {
			for k := 1; k < classes; k++ {
				if s.p[k] > l[k] {
					fmt.Printf("%d: %.1f %s %s\n", k, s.p, s.ID, s.Kind)
				}
			}
		}
	}
	for _, most := range budgets {
		l := limits(most)
		alarms := 0
		for _, s := range sound {
			if s.p[1] > l[1] || s.p[2] > l[2] || s.p[3] > l[3] || s.p[4] > l[4] {
				alarms++
			}
		}
		fmt.Printf("%d by each class, %d of %d sound; limits %.1f\n", most, alarms, len(sound), l[1:])
		for _, b := range []transcripts.Behaviour{transcripts.RoleFlip, transcripts.BothSides, transcripts.Praise, transcripts.Persona} {
			n, hit, rules, both := 0, 0, 0, 0
			per := map[string][2]int{}
			for _, s := range out {
				if s.Behaviour != b {
					continue
				}
				n++
				h := false
				for _, k := range told[b] {
					h = h || s.p[k] > l[k]
				}
				r := counts(s.signals, b.Told())
				c := per[s.Writer]
				c[1]++
				if h {
					hit++
					c[0]++
				}
				if r {
					rules++
				}
				if r || h {
					both++
				}
				per[s.Writer] = c
			}
			fmt.Printf("  %-24s n %d rules %.3f learned %.3f both %.3f ", b, n, float64(rules)/float64(n), float64(hit)/float64(n), float64(both)/float64(n))
			for _, w := range writers {
				fmt.Printf(" %s %d/%d", w, per[w][0], per[w][1])
			}
			fmt.Println()
		}
	}
}
