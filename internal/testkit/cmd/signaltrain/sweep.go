package main

import (
	"fmt"
	"sort"

	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// short prints one line: recall averaged over budgets.
func short(name string, out []scored) {
	var sound []scored
	for _, s := range out {
		if s.Behaviour == transcripts.Sound {
			sound = append(sound, s)
		}
	}
	fmt.Printf("%-28s", name)
	total := 0.0
	for _, b := range []transcripts.Behaviour{transcripts.RoleFlip, transcripts.BothSides, transcripts.Praise, transcripts.Persona} {
		sum := 0.0
		ns := []int{1, 2, 3, 4, 5, 7}
		for _, most := range ns {
			var l [classes]float64
			for k := 1; k < classes; k++ {
				var all []float64
				for _, s := range sound {
					all = append(all, s.p[k])
				}
				sort.Float64s(all)
				l[k] = all[len(all)-1-most]
			}
			n, hit := 0, 0
			for _, s := range out {
				if s.Behaviour != b {
					continue
				}
				n++
				for _, k := range told[b] {
					if s.p[k] > l[k] {
						hit++
						break
					}
				}
			}
			sum += float64(hit) / float64(n)
		}
		fmt.Printf(" %.3f", sum/float64(len(ns)))
		total += sum / float64(len(ns))
	}
	fmt.Printf("  mean %.4f\n", total/4)
}
