package browse

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

// manyRows are n rows like those of a run that makes hints: a question, a hint of about 60 words
// whose words are as frequent as words of a language are, attributes and scores.
func manyRows(n int) func(context.Context) iter.Seq2[Row, error] {
	return func(context.Context) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			rng := rand.New(rand.NewPCG(1, 2))
			zipf := rand.NewZipf(rng, 1.1, 4, 60_000)
			var b strings.Builder
			sentence := func(words int) string {
				b.Reset()
				for range words {
					b.WriteByte('w')
					b.WriteString(strconv.FormatUint(zipf.Uint64(), 36))
					b.WriteByte(' ')
				}
				return b.String()
			}
			for i := range n {
				r := Row{Ended: "kept"}
				r.ID, r.Stage, r.Origin = idOf(i), "hints", seedbed.OriginGenerated
				r.Decision = seedbed.Decision{State: seedbed.Accepted, Actor: "kept"}
				if i%4 == 3 {
					r.Ended, r.Decision = "near", seedbed.Decision{State: seedbed.Rejected, Actor: "near", Reason: "near-duplicate"}
				}
				r.Fields = seedbed.Fields{
					{Name: "question", Value: sentence(25)},
					{Name: "text", Value: sentence(40)},
					{Name: "grade", Value: int64(i % 12)},
					{Name: "topic", Value: "topic " + strconv.Itoa(i%40)},
					{Name: "x", Value: rng.Float64()},
				}
				r.Scores = []seedbed.Score{
					{Criterion: "helpful", Status: seedbed.Scored, Value: int64(rng.IntN(7) + 1), Judge: "grader", Stage: "scored", Reason: "It names the two uses without computing."},
				}
				r.Lineage = seedbed.Lineage{Source: "questions", File: "seeds.jsonl", Line: i + 1, Parents: []seedbed.ID{idOf(i + 1<<30)}, Depth: 1}
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// BenchmarkBrowse makes an index of ROWS rows (20,000 where nothing is said) and has 50
// people search in it at once.
func BenchmarkBrowse(b *testing.B) {
	rows := 20_000
	if n, err := strconv.Atoi(os.Getenv("ROWS")); err == nil {
		rows = n
	}
	for b.Loop() {
		begun := time.Now()
		x, err := Open(Options{Dir: b.TempDir(), Name: "large", Rows: manyRows(rows), Total: int64(rows), Env: testEnv})
		if err != nil {
			b.Fatal(err)
		}
		if err := x.Wait(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(begun).Seconds(), "s/build")
		peak := atOnce(b, x, 50, 30)
		b.ReportMetric(float64(peak)/(1<<20), "MB")
		x.Close()
	}
}

func atOnce(b *testing.B, x *Index, people, each int) (memory uint64) {
	var mu sync.Mutex
	var took []time.Duration
	var wg sync.WaitGroup
	for p := range people {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(p), 9))
			for range each {
				q := randomQuery(rng)
				begun := time.Now()
				if _, err := x.Search(context.Background(), &q); err != nil {
					b.Error(err)
				}
				mu.Lock()
				took = append(took, time.Since(begun))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms/p95")
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys
}

// randomQuery is a filter with a search, as somebody might make it: hardly any comes twice.
func randomQuery(rng *rand.Rand) Query {
	word := func() string { return "w" + strconv.FormatUint(uint64(rng.ExpFloat64()*200), 36) }
	q := Query{Text: word(), Limit: 30, Within: 100 * time.Millisecond, Picks: []Pick{{ColumnState, "accepted"}}}
	switch rng.IntN(5) {
	case 0:
		q.Text += " " + word()
	case 1:
		q.Where = fmt.Sprintf("grade == %d && score.helpful >= %d", rng.IntN(12), rng.IntN(7)+1)
	case 2:
		q.Picks = append(q.Picks, Pick{"f:topic", "topic " + strconv.Itoa(rng.IntN(40))})
	case 3:
		q.Sort, q.Down = []string{ColumnLength, "s:helpful", "f:x"}[rng.IntN(3)], true
	default:
		q.Text = `"` + word() + " " + word() + `"`
	}
	return q
}
