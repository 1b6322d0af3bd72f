package main

import (
	"fmt"
	"io"
	"slices"

	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// ranks prints how well scores alone order transcripts: what is found of a behaviour
// where its score is wrong of one in 50, 100 and 200 sound conversations. It tells small
// changes apart that the limits, chosen together, blur.
func ranks(out io.Writer, all []held) error {
	var sum float64
	for b, class := range labels {
		k := class - 1
		var sound, broken []float32
		for i := range all {
			switch h := &all[i]; {
			case h.Behaviour == transcripts.Sound:
				sound = append(sound, h.most[k])
			case h.Behaviour == b && !h.beside():
				broken = append(broken, h.most[k])
			}
		}
		slices.Sort(sound)
		line := fmt.Sprintf("%-28s", b)
		for _, of := range []int{50, 100, 200} {
			limit, n := sound[len(sound)-1-len(sound)/of], 0
			for _, z := range broken {
				if z > limit {
					n++
				}
			}
			line += fmt.Sprintf("  1/%d %.3f", of, float64(n)/float64(len(broken)))
			sum += float64(n) / float64(len(broken))
		}
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "mean %.4f\n", sum/float64(3*len(labels)))
	return err
}
