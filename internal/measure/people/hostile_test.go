package people

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

// Whatever judges and people are said to have said, measures say something of it or why
// they do not.
func TestHostileAnswers(t *testing.T) {
	long := strings.Repeat("é", 100_000)
	values := []any{
		nil, true, int64(math.MaxInt64), int64(-3), 1e308, -1e308, math.NaN(), math.Inf(1), "yes", "no", "", "\x00\xff", long, "7",
		json.Number("1e400"), json.Number("0.5"),
		[]any{"a"},
		map[string]any{"b": nil},
		"\u202eyes", "-0",
	}
	texts := []string{"", "yes", "no", "7", "-0", "NaN", "\x00\xff", long, "1e308", "-1e308", "\u202e", "0.5", "praise"}
	for seed := range 40 {
		rng := rand.New(rand.NewPCG(uint64(seed), 1))
		pick, say := rng.Perm(len(values))[:1+seed%4], rng.Perm(len(texts))[:1+seed/4%4]
		var shares []float64
		for range 1 + rng.IntN(3) {
			shares = append(shares, []float64{0, 1, 1, 1, .5, 1e-9, -1, math.NaN(), math.Inf(1), 2}[rng.IntN(10)])
		}
		var rows []seedbed.Record
		for i := range 80 {
			r := measuretest.Record("text", fmt.Sprint("row ", i), "x", values[pick[(i/2)%len(pick)]])
			r.Scores = []seedbed.Score{{Criterion: "c", Judge: "j", Status: seedbed.Scored, Value: values[pick[i%len(pick)]], Confidence: &seedbed.Confidence{Stated: &shares[0]}}}
			for p := range 1 + i%3 {
				r.Votes = append(r.Votes, seedbed.Vote{
					Criterion: "c", Person: strings.Repeat("p", p%2), Value: texts[say[(i+p)%len(say)]],
					Share: shares[i%len(shares)], Settled: i%11 == 0,
				})
			}
			rows = append(rows, r)
		}
		for _, m := range Measures() {
			res := measuretest.Run(t, m, measuretest.Case{Setup: setup("judges.good", ">= 1"), Data: rows}, 2)
			if _, err := json.Marshal(res); err != nil {
				t.Fatal(err)
			}
			for _, n := range res.NotMeasured {
				if strings.Contains(n.Why, "went wrong") {
					t.Fatal(n.Why)
				}
			}
			for _, f := range res.Findings {
				if len(f.Says) > 3000 || strings.Contains(f.Says, "NaN") || strings.Contains(f.Says, "\u202e") {
					t.Fatalf("%.3000q", f.Says)
				}
			}
		}
	}
}

func TestTooManyJudges(t *testing.T) {
	var rows []seedbed.Record
	for i := range 100 {
		r := measuretest.Record("text", fmt.Sprint("row ", i))
		r.Scores = []seedbed.Score{{Criterion: fmt.Sprint("c", i), Judge: "j", Status: seedbed.Scored, Value: true}}
		rows = append(rows, r)
	}
	for _, workers := range []int{1, 4} {
		r := measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: rows}, workers)
		if len(r.NotMeasured) != 1 || !strings.Contains(r.NotMeasured[0].Why, "more than 64 judges") {
			t.Errorf("%+v", r)
		}
	}
}

// A score with more values than are counted is uncalibrated, and says why.
func TestTooManyScores(t *testing.T) {
	var rows []seedbed.Record
	for i := range mostAnswers + 100 {
		r := measuretest.Record("text", "row")
		r.Scores = []seedbed.Score{{Criterion: "c", Judge: "j", Status: seedbed.Scored, Value: float64(i) / 100}}
		r.Votes = []seedbed.Vote{{Criterion: "c", Person: "p", Value: "3", Share: 1}}
		rows = append(rows, r)
	}
	for _, workers := range []int{1, 3} {
		r := measuretest.Run(t, judges{}, measuretest.Case{Setup: measure.Setup{}, Data: rows}, workers)
		wants(t, named(t, r, "judges.uncalibrated", ""), measure.Notable, "its scores have more than 16,384 values; round them")
	}
}
