package main

import (
	"fmt"
	"io"
	"slices"

	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// endLimit is the score that few sound conversations have a turn above.
func endLimit(all []endScore) float64 {
	most := map[*transcripts.Lesson]float64{}
	for _, s := range all {
		if !s.cut && s.lesson.Behaviour == transcripts.Sound {
			if z, ok := most[s.lesson]; !s.never && (!ok || s.z > z) {
				most[s.lesson] = s.z
			}
		}
	}
	var zs []float64
	for _, z := range most {
		zs = append(zs, z)
	}
	slices.Sort(zs)
	return zs[len(zs)-1-int(endAlarms*float64(len(zs)))] + .01
}

// endTable prints what is found of turns that were cut, and false alarms.
func endTable(out io.Writer, all []endScore, limit float64, missed bool) {
	type count struct{ hit, of int }
	by := map[string]*count{}
	add := func(key string, hit bool) {
		if by[key] == nil {
			by[key] = &count{}
		}
		by[key].of++
		if hit {
			by[key].hit++
		}
	}
	for i, s := range all {
		hit := s.z >= limit || s.never
		where := "after a word"
		switch {
		case !s.cut && s.lesson.Behaviour == transcripts.Sound:
			add("whole", hit)
			if hit || missed && s.z > limit-2 {
				fmt.Fprintf(out, "false alarm: %s %.1f %v %q\n", s.lesson.ID, s.z, s.never, s.text)
			}
			continue
		case !s.cut:
			continue
		case s.inside:
			where = "inside a word"
		}
		add(where, hit)
		add(where+" "+s.lesson.Language(), hit)
		if missed && !hit && i%40 == 0 {
			fmt.Fprintf(out, "missed: %s %.1f %q\n", where, s.z, s.text)
		}
	}
	var keys []string
	for k := range by {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	fmt.Fprintf(out, "turn ends: limit %.2f", limit)
	for _, k := range keys {
		fmt.Fprintf(out, "; %s %d/%d", k, by[k].hit, by[k].of)
	}
	fmt.Fprintln(out)
}
