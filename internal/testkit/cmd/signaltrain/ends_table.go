package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// styleNames are those of styles, and of what sentencesOf gives.
var styleNames = [...]string{"", "unstopped ", "bare ", "sentences "}

// endLimit is the score that few sound conversations have a turn above when their users put no
// stops.
func endLimit(all []endScore) float64 {
	most := map[*transcripts.Lesson]float64{}
	for _, s := range all {
		if !s.cut && s.style == 1 && s.lesson.Behaviour == transcripts.Sound {
			if z, ok := most[s.lesson]; s.margin >= 0 && !math.IsInf(s.margin, 0) && (!ok || s.z > z) {
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
		hit := s.z >= limit+s.margin
		where := "after a word"
		if s.style > 0 {
			where = styleNames[s.style] + where
		}
		switch {
		case !s.cut && s.lesson.Behaviour == transcripts.Sound:
			add(styleNames[s.style]+"whole", hit)
			if hit || missed && s.z > limit-2 {
				fmt.Fprintf(out, "false alarm: %s %.1f %.1f %q\n", s.lesson.ID, s.z-limit, s.margin, s.text)
			}
			continue
		case !s.cut:
			continue
		case s.inside:
			where = styleNames[s.style] + "inside a word"
		}
		add(where, hit)
		if s.style == 0 {
			add(where+" "+s.lesson.Language(), hit)
		}
		if missed && !hit && i%40 == 0 {
			fmt.Fprintf(out, "missed: %s %.1f %q\n", where, s.z-limit, s.text)
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

// endCurve prints what is found and falsely alarmed at scores, of turns as they were written
// and without stops.
func endCurve(out io.Writer, all []endScore) {
	for z := 0.0; z < 9; z++ {
		var n, of [4][3]int
		talks := [4]map[*transcripts.Lesson]bool{{}, {}, {}, {}}
		for _, s := range all {
			kind := 0
			switch {
			case s.cut && s.inside:
				kind = 2
			case s.cut:
				kind = 1
			case s.lesson.Behaviour != transcripts.Sound:
				continue
			}
			of[s.style][kind]++
			if math.IsInf(s.margin, -1) || !math.IsInf(s.margin, 1) && s.z > z {
				n[s.style][kind]++
				if kind == 0 {
					talks[s.style][s.lesson] = true
				}
			}
		}
		fmt.Fprintf(out, "curve %.0f:", z)
		for style := range n {
			fmt.Fprintf(out, "  %s%d talks, %.1f%% %.1f%%;", styleNames[style], len(talks[style]), 100*float64(n[style][1])/float64(of[style][1]), 100*float64(n[style][2])/float64(of[style][2]))
		}
		fmt.Fprintln(out)
	}
}
