package review

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/plan"
)

// BenchmarkDesk has 50 people look at a million rows: what a task and an answer cost,
// the disk left out.
func BenchmarkDesk(b *testing.B) {
	const people, rows = 50, 1_000_000
	in := hintPlan(b, 2, func(in *plan.Inspection) { in.Fixed = true })
	s := sampleOf(rows, 0, 0)
	s.Rows = rows
	empty := inUse()
	d := openTestDesk(b, in, s, people, nil)
	items := float64(inUse()-empty) / rows
	var given atomic.Int64
	times := make([][]time.Duration, people)
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
				times[p] = append(times[p], time.Since(from))
				if _, err := d.Answer(b.Context(), "inspected", who, Answer{Row: t.Row, Values: answers(true, 6), Rubric: t.Rubric.Revision}); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(items, "B/item")
	all := slices.Concat(times...)
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)*95/100].Nanoseconds())/1000, "p95-next-µs")
	b.ReportMetric(float64(all[len(all)*999/1000].Nanoseconds())/1000, "p99.9-next-µs")
	from := time.Now()
	if _, err := d.Status("inspected", "o"); err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	b.ReportMetric(float64(time.Since(from).Microseconds())/1000, "status-ms")
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
