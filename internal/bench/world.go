package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"seedbed.dev/seedbed/internal/society"
)

const worldBrief = `name: Haldane Instruments
does: builds and repairs weather stations for harbours
people: 500
units:
  Engineering: {share: 6, roles: [Field Engineer, Test Engineer, Senior Engineer]}
  Operations: 4
  Finance: {share: 1, roles: [Accountant, Controller]}
  Sales: {share: 3, roles: [Account Manager, Sales Assistant]}
  Legal: 1
from: 2022-01-03
to: 2024-12-30
places: [Bergen, Aarhus, Rostock]
projects: {Seaglass: a cheaper salt sensor, Lantern: a lighter mast, Bluefin: the takeover of a rival, Tidewater: software for harbour masters,
  Cormorant: a new warehouse, Driftwood: less packaging, Sextant: a calibration rig, Foghorn: a louder alarm}
topics: [the canteen, travel expenses, working from home, a late delivery]
`

// world checks the documents of a simulated organisation without a model: how long
// it takes, how many consistent documents are said to have a problem, and how many
// planted ones are found.
func world(ctx context.Context, b *bench) ([]figure, error) {
	org, err := worldOrganisation(1)
	if err != nil {
		return nil, err
	}
	n := b.size(20_000, 3_000)
	b.tell("world: writing %s documents", count(float64(n)))
	clean := worldClean(org, n)
	var times []float64
	var alarms []worldAlarm
	for range b.pairs {
		began := time.Now()
		alarms = worldCheck(society.NewChecker(org), clean)
		times = append(times, time.Since(began).Seconds())
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	const most, least = 0.02, 0.9
	wall, share := median(times), float64(len(alarms))/float64(len(clean))
	out := []figure{
		{
			Line: fmt.Sprintf("world, %s documents of 500 people checked", count(float64(len(clean)))), Seedbed: fmt.Sprintf("%.2f s", wall), Value: wall,
			Min: slices.Min(times), Max: slices.Max(times), Ratio: fmt.Sprintf("[%.2f, %.2f]", slices.Min(times), slices.Max(times)), Target: "< 5 s", Met: wall < 5,
		},
		{
			Line: "  consistent documents with an alarm", Seedbed: fmt.Sprintf("%.4f", share), Value: share, Target: fmt.Sprintf("≤ %.2f", most), Met: share <= most,
			Note: worldExamples(alarms),
		},
	}
	found, planted, missed := worldFound(org, b.size(4_000, 1_600))
	all, hit := 0, 0
	var parts []string
	for _, d := range worldDefects {
		all, hit = all+planted[d.name], hit+found[d.name]
		parts = append(parts, fmt.Sprintf("%s %d of %d", d.name, found[d.name], planted[d.name]))
	}
	rate := float64(hit) / float64(max(all, 1))
	return append(out, figure{
		Line: "  planted contradictions found", Seedbed: fmt.Sprintf("%.3f", rate), Value: rate, Target: fmt.Sprintf("≥ %.1f", least), Met: all > 0 && rate >= least,
		Note: strings.Join(parts, "; ") + worldExamples(missed),
	}), nil
}

func worldOrganisation(seed uint64) (*society.Organisation, error) {
	brief, probs := society.ParseBrief("brief.yaml", []byte(worldBrief))
	if len(probs) > 0 {
		return nil, probs
	}
	return society.New(brief, seed), nil
}

var worldDemand = society.Demand{
	Kinds:     []society.Weight{{Kind: society.Email, Share: 4}, {Kind: society.Ticket, Share: 2}, {Kind: society.Minutes, Share: 1}},
	Sensitive: 0.2, LookAlike: 0.1,
}

// worldClean writes consistent documents.
func worldClean(org *society.Organisation, n int) []worldText {
	w := worldWriter{org, rand.New(rand.NewPCG(5, 5))}
	d := worldDemand
	d.Documents = n
	var out []worldText
	for thread, first := range org.Threads(d) {
		for _, doc := range org.Thread(d, thread, first) {
			out = append(out, w.write(&doc, ""))
		}
	}
	return out
}

// worldAlarm is a text with what was said or not said of it.
type worldAlarm struct{ what, says, text string }

// worldCheck checks texts on all processors.
func worldCheck(c *society.Checker, texts []worldText) []worldAlarm {
	var next atomic.Int64
	var mu sync.Mutex
	var wg sync.WaitGroup
	var out []worldAlarm
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(texts); i = int(next.Add(1)) - 1 {
				if r := c.Check(texts[i].text); len(r.Problems) > 0 {
					p := r.Problems[0]
					mu.Lock()
					out = append(out, worldAlarm{string(p.Kind), p.Says, p.Text})
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return out
}

// worldFound plants defects, and returns how many of each were found and planted.
func worldFound(org *society.Organisation, n int) (found, planted map[string]int, missed []worldAlarm) {
	found, planted = map[string]int{}, map[string]int{}
	w := worldWriter{org, rand.New(rand.NewPCG(6, 6))}
	c := society.NewChecker(org)
	d := worldDemand
	d.Documents = n
	k := 0
	for thread, first := range org.Threads(d) {
		for _, doc := range org.Thread(d, thread, first) {
			defect := worldDefects[k%len(worldDefects)]
			k++
			extra := w.defect(defect.name, &doc)
			if extra == "" {
				continue
			}
			t := w.write(&doc, extra)
			planted[defect.name]++
			if slices.ContainsFunc(c.Check(t.text).Problems, func(p society.Problem) bool {
				return p.Start < t.to && p.End > t.from && slices.Contains(defect.kinds, p.Kind)
			}) {
				found[defect.name]++
			} else {
				missed = append(missed, worldAlarm{defect.name, "missed", extra})
			}
		}
	}
	return found, planted, missed
}

// worldExamples shows a few of each kind.
func worldExamples(alarms []worldAlarm) string {
	var b strings.Builder
	seen := map[string]int{}
	for _, a := range alarms {
		if seen[a.what]++; seen[a.what] <= 2 {
			fmt.Fprintf(&b, "\n  %s: %s (%s)", a.what, strings.ReplaceAll(a.text, "\n", " "), a.says)
		}
	}
	return b.String()
}
