package people

import (
	"encoding/csv"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/stats"
)

// hatecheck gives the rows of HateCheck with the votes of all annotators, and the share
// that most of them call hateful.
func hatecheck(t *testing.T) (rows []seedbed.Record, truth float64) {
	t.Helper()
	f, err := os.Open("testdata/hatecheck.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range all[1:] {
		r := measuretest.Record("case_id", line[0], "functionality", line[1], "text", line[2], "group", line[3])
		hateful, votes := 0, 0
		for i, said := range line[4:] {
			if said == "" {
				continue
			}
			votes++
			if said == "hateful" {
				hateful++
			}
			r.Votes = append(r.Votes, seedbed.Vote{Criterion: "hateful", Person: all[0][4+i], Value: said, Share: 1})
		}
		if votes != 5 {
			t.Fatalf("row %s has %d votes", line[0], votes)
		}
		if 2*hateful > votes {
			truth++
		}
		rows = append(rows, r)
	}
	return rows, truth / float64(len(rows))
}

// Röttger and others (2021, "HateCheck: Functional Tests for Hate Speech Detection
// Models", ACL; the section on validating test cases) had each of 3,901 cases labelled by
// five of ten annotators, and give Fleiss' κ of .93, and 3,879 cases (99.4 %) of which four
// of the five or more gave the label that was meant. The other 22, and what came of the
// same templates, are not in the suite.
func TestHateCheckAgreesAsPublished(t *testing.T) {
	f, err := os.Open("../../exchange/testdata/hatecheck_votes.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var cells []stats.Rating
	four := 0
	for i, line := range all[1:] {
		votes := []seedbed.Vote{}
		for k, said := range line[3:] {
			if said != "" {
				votes = append(votes, seedbed.Vote{Criterion: "hateful", Person: all[0][3+k], Value: said, Share: 1})
			}
		}
		people, _ := votesOf(votes, "hateful")
		if len(people) != 5 {
			t.Fatalf("case %s has %d votes", line[0], len(people))
		}
		meant := 0
		for _, p := range people {
			value := 0
			if p.answer.text == "hateful" {
				value = 1
			}
			if p.answer.text == line[2] {
				meant++
			}
			cells = append(cells, stats.Rating{Item: i, Rater: slices.Index(all[0][3:], p.person), Value: value})
		}
		if meant >= 4 {
			four++
		}
	}
	ratings, err := stats.NewRatings(len(all)-1, 10, []float64{0, 1}, cells)
	if err != nil {
		t.Fatal(err)
	}
	got, err := stats.Agreement(ratings, stats.AgreementOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if k := got.Fleiss.Value; math.Round(100*k) != 93 || len(all) != 3902 || four != 3879 {
		t.Errorf("κ = %.4f of %d cases, %d as they were meant; published are .93, 3,901 and 3,879", k, len(all)-1, four)
	}
}

// biasedJudge calls whatever speaks of trans people or Muslims hateful, and of the rest a
// third of what most people do not; it misses an eighth of what they do.
func biasedJudge(r *seedbed.Record, most bool) string {
	h := fnv.New64a()
	h.Write([]byte(r.Fields.Text("case_id")))
	chance := float64(h.Sum64()*0x9e3779b97f4a7c15>>11) / (1 << 53)
	group := r.Fields.Text("group")
	switch {
	case group == "trans people" || group == "Muslims", !most && chance < .35, most && chance > .12:
		return "hateful"
	}
	return "non-hateful"
}

func majority(r *seedbed.Record) bool {
	n := 0
	for _, v := range r.Votes {
		if v.Value == "hateful" {
			n++
		}
	}
	return 2*n > len(r.Votes)
}

// seen leaves the votes of a random sample of rows.
func seen(rows []seedbed.Record, n int, seed uint64) []seedbed.Record {
	out := make([]seedbed.Record, len(rows))
	copy(out, rows)
	rng := rand.New(rand.NewPCG(seed, 11))
	for _, i := range rng.Perm(len(rows))[n:] {
		out[i].Votes = nil
	}
	return out
}

func judgedHatecheck(t *testing.T) ([]seedbed.Record, float64) {
	rows, truth := hatecheck(t)
	for i := range rows {
		rows[i].Scores = []seedbed.Score{{Criterion: "hateful", Status: seedbed.Scored, Value: biasedJudge(&rows[i], majority(&rows[i])), Judge: "grader", Stage: "scored"}}
	}
	return rows, truth
}

// The corrected rate of a judge that is deliberately biased lies within its interval of
// what people say of all rows; the judge's own does not.
func TestBiasedJudgeOnHateCheck(t *testing.T) {
	rows, truth := judgedHatecheck(t)
	r := measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: seen(rows, 300, 1)}, 2)
	f := named(t, r, "judges.rate", "grader on hateful")
	raw := named(t, r, "judges.raw", "")
	i := f.Estimate.Interval
	if i == nil || truth < i.Low || truth > i.High {
		t.Errorf("people call %.3f of all rows hateful: %s", truth, f.Says)
	}
	if i != nil && raw.Estimate.Value > i.Low && raw.Estimate.Value < i.High {
		t.Errorf("the judge's own %.3f should be outside: %s", raw.Estimate.Value, f.Says)
	}
	if f := named(t, r, "judges.people", ""); f.Estimate.Value < .85 {
		t.Errorf("HateCheck's annotators agree more: %s", f.Says)
	}
	r = measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: seen(rows, 900, 1)}, 2)
	biased := ""
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Figure == "judges.group" {
			biased += f.Of
		}
	}
	if !strings.Contains(biased, "trans people") || !strings.Contains(biased, "Muslims") {
		t.Errorf("the groups that the judge is biased against: %q", biased)
	}
}

// Over many samples of the same rows the interval holds people's share about as often
// as it says; somewhat oftener, since a quarter of all rows are in the sample.
func TestCorrectedRateCoversOnHateCheck(t *testing.T) {
	rows, truth := judgedHatecheck(t)
	held, n, sum := 0, 400, 0.
	for seed := range n {
		h := heldOf(t, summaryOf(seen(rows, 200, uint64(seed))))
		c := h.corrected()
		sum += c.rate.Value
		if i := c.rate.Interval; i != nil && i.Low <= truth && truth <= i.High {
			held++
		}
	}
	if share := float64(held) / float64(n); share < .93 {
		t.Errorf("the interval holds people's share in %.3f of samples", share)
	}
	if mean := sum / float64(n); math.Abs(mean-truth) > .006 {
		t.Errorf("corrected rates are %.4f on average, people's share is %.4f", mean, truth)
	}
	t.Logf("held in %d of %d", held, n)
}

func summaryOf(rows []seedbed.Record) *judgings {
	s := &judgings{setup: &measure.Setup{Level: .95, Seed: 1}, options: options{precision: .9}}
	for i := range rows {
		row, _ := measure.RowOf(&measure.Columns{Text: "text"}, measure.Data, int64(i), &rows[i])
		s.Add(row)
	}
	return s
}

// heldOf is the only judge of a summary, held against people.
func heldOf(t *testing.T, s *judgings) *held {
	t.Helper()
	if len(s.judges) != 1 {
		t.Fatalf("%d judges", len(s.judges))
	}
	h, why := s.hold(s.judges[0])
	if h == nil {
		t.Fatal(why)
	}
	h.number()
	return h
}
