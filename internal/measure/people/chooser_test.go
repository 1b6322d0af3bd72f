package people

import (
	"math"
	"math/rand/v2"
	"testing"

	"seedbed.dev/seedbed"
)

// lot is rows that a judge scored, sure of most, and what is true of each.
func lot(n int, seed uint64) (rows []seedbed.Record, truth map[seedbed.ID]bool) {
	rng, truth := rand.New(rand.NewPCG(seed, 6)), map[seedbed.ID]bool{}
	for i := range n {
		id, is, wrong, sure := idOf(i), rng.Float64() < plantedRate, .01, .97
		if i%5 == 0 {
			wrong, sure = .35, .6
		}
		says := is != (rng.Float64() < wrong)
		truth[id] = is
		rows = append(rows, seedbed.Record{ID: id, Scores: []seedbed.Score{{
			Criterion: "ok", Judge: "grader", Status: seedbed.Scored, Value: says, Confidence: &seedbed.Confidence{Stated: &sure},
		}}})
	}
	return rows, truth
}

func vote(r *seedbed.Record, says bool, share float64) {
	value := map[bool]string{true: "yes", false: "no"}[says]
	r.Votes = []seedbed.Vote{{Criterion: "ok", Person: "p", Value: value, Share: share}}
}

// A plain sample, then rows that it taught to look at: both together are unbiased, their
// intervals cover, and are narrower than those of a plain sample as large.
func TestTwoRoundsCover(t *testing.T) {
	const n, first, second, runs = 3000, 120, 120, 500
	held, plainHeld, sum, squares, width, plainWidth := 0, 0, 0., 0., 0., 0.
	for seed := range runs {
		rows, truth := lot(n, uint64(seed))
		rng := rand.New(rand.NewPCG(uint64(seed), 12))
		perm := rng.Perm(n)
		for _, i := range perm[:first] {
			vote(&rows[i], truth[rows[i].ID], float64(first)/n)
		}
		c := NewChooser("ok", "grader")
		for i := range rows {
			c.Add(&rows[i])
		}
		round, err := c.Propose(second, uint64(seed))
		if err != nil {
			t.Fatal(err)
		}
		plain := append([]seedbed.Record(nil), rows...)
		for _, i := range perm[first : first+len(round.Ask)] {
			vote(&plain[i], truth[plain[i].ID], float64(first)/n)
		}
		share := map[seedbed.ID]float64{}
		for _, p := range append(round.Ask, round.Rated...) {
			share[p.Row] = p.Share
		}
		for i := range rows {
			if p := share[rows[i].ID]; p > 0 {
				vote(&rows[i], truth[rows[i].ID], p)
			}
		}
		a, b := rateOf(t, rows), rateOf(t, plain)
		if a.rate.Interval == nil || b.rate.Interval == nil {
			t.Fatalf("%+v, %+v", a.rate, b.rate)
		}
		for of, c := range map[*int]corrected{&held: a, &plainHeld: b} {
			if i := c.rate.Interval; i.Low <= plantedRate && plantedRate <= i.High {
				*of++
			}
		}
		sum += a.rate.Value - plantedRate
		squares += (a.rate.Value - plantedRate) * (a.rate.Value - plantedRate)
		width += a.rate.Interval.High - a.rate.Interval.Low
		plainWidth += b.rate.Interval.High - b.rate.Interval.Low
	}
	sd := math.Sqrt(squares / runs)
	t.Logf("two rounds cover %.3f, plain %.3f; bias %.5f of a standard deviation %.5f; widths %.4f and %.4f",
		float64(held)/runs, float64(plainHeld)/runs, sum/runs, sd, width/runs, plainWidth/runs)
	if cover := float64(held) / runs; cover < .93 || cover > .975 {
		t.Errorf("two rounds cover %.3f", cover)
	}
	if math.Abs(sum/runs) > .15*sd {
		t.Errorf("biased by %.5f", sum/runs)
	}
	if width > .93*plainWidth {
		t.Errorf("%.2f as wide as plain samples", width/plainWidth)
	}
}

func rateOf(t *testing.T, rows []seedbed.Record) corrected {
	t.Helper()
	s := summaryOf(rows)
	return heldOf(t, s).corrected()
}

func TestChooserRefusesUnequalRounds(t *testing.T) {
	rows, truth := lot(100, 1)
	c := NewChooser("ok", "grader")
	for i := range rows {
		if i < 40 {
			vote(&rows[i], truth[rows[i].ID], []float64{.2, .4}[i%2])
		}
		c.Add(&rows[i])
	}
	if _, err := c.Propose(10, 1); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("%v", err)
	}
}

// Before anybody rated a row, the judge's confidence says where it may err.
func TestChooserBeforeAnyVote(t *testing.T) {
	rows, _ := lot(1000, 1)
	c := NewChooser("ok", "grader")
	for i := range rows {
		c.Add(&rows[i])
	}
	rows[0].Scores[0].Judge = "another"
	c.Add(&rows[0])
	round, err := c.Propose(200, 1)
	if err != nil || len(round.Ask) != 200 || len(round.Rated) != 0 {
		t.Fatalf("%d, %d, %v", len(round.Ask), len(round.Rated), err)
	}
	unsure := map[seedbed.ID]bool{}
	for i := 0; i < len(rows); i += 5 {
		unsure[rows[i].ID] = true
	}
	n := 0
	for _, p := range round.Ask {
		if unsure[p.Row] {
			n++
		}
	}
	if n < 60 {
		t.Errorf("%d of 200 are of the fifth that the judge is not sure of", n)
	}
	if none, err := NewChooser("ok", "grader").Propose(5, 1); err != nil || len(none.Ask) != 0 {
		t.Errorf("of no rows: %+v, %v", none, err)
	}
}
