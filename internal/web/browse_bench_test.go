package web

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/expr"
)

// manyRows are rows with a question and a hint of some 60 words, as frequent as those of a
// language.
func manyRows(n int) func(context.Context) iter.Seq2[browse.Row, error] {
	return func(context.Context) iter.Seq2[browse.Row, error] {
		return func(yield func(browse.Row, error) bool) {
			rng := rand.New(rand.NewPCG(1, 2))
			zipf := rand.NewZipf(rng, 1.1, 4, 60_000)
			words := func(n int) string {
				var b strings.Builder
				for range n {
					b.WriteString("w" + strconv.FormatUint(zipf.Uint64(), 36) + " ")
				}
				return b.String()
			}
			for i := range n {
				r := browse.Row{Ended: "kept"}
				r.ID = seedbed.SeedID(seedbed.Fingerprint{}, seedbed.Fields{{Name: "n", Value: int64(i)}}, 0)
				r.Stage, r.Origin, r.Decision = "hints", seedbed.OriginGenerated, seedbed.Decision{State: seedbed.Accepted, Actor: "kept"}
				if i%4 == 3 {
					r.Ended, r.Decision = "near", seedbed.Decision{State: seedbed.Rejected, Actor: "near", Reason: "near-duplicate"}
				}
				r.Fields = seedbed.Fields{
					{Name: "question", Value: words(25)}, {Name: "hint", Value: words(40)}, {Name: "grade", Value: int64(i % 12)}, {Name: "topic", Value: "topic " + strconv.Itoa(i%40)},
				}
				r.Scores = []seedbed.Score{{Criterion: "gives_away", Status: seedbed.Scored, Value: int64(rng.IntN(7) + 1), Judge: "grader", Stage: "scored", Reason: "It names the two uses."}}
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// BenchmarkBrowsePages has 50 people filter and search ROWS rows at once (20,000 where
// nothing is said), each as fast as pages come.
func BenchmarkBrowsePages(b *testing.B) {
	rows := 20_000
	if n, err := strconv.Atoi(os.Getenv("ROWS")); err == nil {
		rows = n
	}
	s := newSite(b)
	env := expr.Env{Open: true, Fields: []expr.Var{{Name: "hint", Type: seedbed.TypeText}, {Name: "grade", Type: seedbed.TypeInt}}, Criteria: s.desk.in.Rubric.Criteria}
	dir := b.TempDir()
	if kept := os.Getenv("BROWSE_DIR"); kept != "" {
		dir = kept
	}
	x, err := browse.Open(browse.Options{Dir: dir, Name: fmt.Sprintf("rows%d", rows), Env: env, Rows: manyRows(rows), Total: int64(rows)})
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	if err := x.Wait(b.Context()); err != nil {
		b.Fatal(err)
	}
	s.web.browsing = newBrowsing(&fakeBrowser{index: x}, time.Now)
	sign := httptest.NewRequest(http.MethodPost, "http://"+s.Listener.Addr().String()+"/r/"+s.tokens[rene], nil)
	got := httptest.NewRecorder()
	s.web.ServeHTTP(got, sign)
	cookies := got.Result().Cookies()
	for b.Loop() {
		var mu sync.Mutex
		var took []time.Duration
		var wg sync.WaitGroup
		for p := range 50 {
			wg.Go(func() {
				rng := rand.New(rand.NewPCG(uint64(p), 9))
				for range 40 {
					req := httptest.NewRequest(http.MethodGet, "http://"+s.Listener.Addr().String()+"/rows?"+randomFilter(rng).Encode(), nil)
					for _, c := range cookies {
						req.AddCookie(c)
					}
					begun := time.Now()
					got := httptest.NewRecorder()
					s.web.ServeHTTP(got, req)
					mu.Lock()
					took = append(took, time.Since(begun))
					mu.Unlock()
					if got.Code != http.StatusOK {
						b.Error(got.Code, got.Body)
					}
				}
			})
		}
		wg.Wait()
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50")
		b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms/p95")
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MB")
}

func randomFilter(rng *rand.Rand) url.Values {
	word := func() string { return "w" + strconv.FormatUint(uint64(rng.ExpFloat64()*200), 36) }
	u := url.Values{"q": {word()}, "state": {"accepted"}}
	switch rng.IntN(4) {
	case 0:
		u.Set("q", word()+" "+word())
	case 1:
		u.Set("where", fmt.Sprintf("grade == %d && score.gives_away >= %d", rng.IntN(12), rng.IntN(7)+1))
	case 2:
		u.Set("f.topic", "topic "+strconv.Itoa(rng.IntN(40)))
	default:
		u.Set("sort", []string{"length", "score.gives_away"}[rng.IntN(2)])
	}
	return u
}
