package review

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/plan"
)

// BenchmarkDesk has 50 people look at a million rows: what a task and an answer cost
// without a disk; while a claim is followed that is hard to decide; and with a ledger
// that waits for its disk.
func BenchmarkDesk(b *testing.B) {
	const rows = 1_000_000
	s := sampleOf(rows, 0, 0)
	s.Rows = rows
	fixed := func(in *plan.Inspection) { in.Fixed = true }
	b.Run("rows", func(b *testing.B) { rateFor(b, hintPlan(b, 2, fixed), s, 0, nil) })
	b.Run("claim", func(b *testing.B) { rateFor(b, hintPlan(b, 2, nil), s, .05, nil) })
	b.Run("disk", func(b *testing.B) {
		c := newStopwatch()
		log, err := OpenLedger(b.TempDir(), LedgerOptions{Now: c.now})
		if err != nil {
			b.Fatal(err)
		}
		rateFor(b, hintPlan(b, 2, fixed), s, 0, log)
	})
}

func rateFor(b *testing.B, in *plan.Inspection, s *Sample, bad float64, log appender) {
	const people = 50
	before := inUse()
	d := openTestDesk(b, in, s, people, nil)
	items := float64(inUse()-before) / float64(len(s.Items))
	if log != nil {
		d.Desk.log = log
		if _, err := log.Append(b.Context(), slices.Clone(d.log.events)...); err != nil {
			b.Fatal(err)
		}
	}
	defer d.Close()
	var given atomic.Int64
	next, answer := make([][]time.Duration, people), make([][]time.Duration, people)
	var wg sync.WaitGroup
	b.ResetTimer()
	for p := range people {
		who := fmt.Sprintf("r%d", p+1)
		wg.Go(func() {
			for given.Add(1) <= int64(b.N) {
				from := time.Now()
				t, err := d.Next(b.Context(), "inspected", who)
				if err != nil {
					return
				}
				took := time.Since(from)
				// Whether a row is bad depends on the row, so that two people agree.
				rng := rand.New(rand.NewPCG(uint64(t.Row[12])<<24|uint64(t.Row[13])<<16|uint64(t.Row[14])<<8|uint64(t.Row[15]), 1))
				a := Answer{Row: t.Row, Values: answers(rng.Float64() >= bad, 6), Rubric: t.Rubric.Revision}
				from = time.Now()
				if _, err := d.Answer(b.Context(), "inspected", who, a); err != nil {
					b.Error(err)
					return
				}
				next[p], answer[p] = append(next[p], took), append(answer[p], time.Since(from))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(items, "B/item")
	n := 0
	for _, t := range answer {
		n += len(t)
	}
	b.ReportMetric(float64(n), "answers")
	b.ReportMetric(p95(next), "p95-next-µs")
	b.ReportMetric(p95(answer), "p95-answer-µs")
	from := time.Now()
	if _, err := d.Status("inspected", "o"); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(time.Since(from).Microseconds())/1000, "status-ms")
}

func p95(times [][]time.Duration) float64 {
	all := slices.Concat(times...)
	slices.Sort(all)
	if len(all) == 0 {
		return 0
	}
	return float64(all[len(all)*95/100].Nanoseconds()) / 1000
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
