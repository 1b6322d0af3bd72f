package review

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

// dialects are rows of three groups: of 8 the first five are Scots, of 4 the last is
// Welsh.
func dialectRow(i int) seedbed.Record {
	dialect := "English"
	switch {
	case i < 5:
		dialect = "Scots"
	case i%4 == 3:
		dialect = "Welsh"
	}
	return seedbed.Record{
		ID: seedbed.SeedID(seedbed.Fingerprint{1}, seedbed.Fields{{Name: "n", Value: int64(i)}}, 0),
		Fields: seedbed.Fields{
			{Name: "dialect", Value: dialect},
			{Name: "grade", Value: int64(i % 2)},
			{Name: "text", Value: strings.Repeat("word ", 3+i%17)},
		},
		Scores: []seedbed.Score{
			{Criterion: "helpful", Status: seedbed.Scored, Value: int64(1 + i%7), Stage: "scored", Judge: "a"},
			{Criterion: "helpful", Status: seedbed.Scored, Value: int64(1 + i*i%7), Stage: "scored", Judge: "b"},
		},
	}
}

func dialectRows(n int) []seedbed.Record {
	out := make([]seedbed.Record, n)
	for i := range out {
		out[i] = dialectRow(i)
	}
	return out
}

func drawn(t testing.TB, rows []seedbed.Record, in *plan.Inspection, o DrawOptions) *Sample {
	t.Helper()
	s, err := Draw(t.Context(), seqOf(rows), in, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func partsOf(s *Sample) map[Part]int {
	out := map[Part]int{}
	for i := range s.Items {
		out[s.Items[i].Part]++
	}
	return out
}

func TestDraw(t *testing.T) {
	in := aim(t, .95, "defects <= 20%", "judge scored.helpful within .2", "every dialect seen 8 times")
	in.By, in.Floor, in.Edges = []string{"dialect", "grade"}, 6, 12
	rows := dialectRows(600)
	gold := []GoldRow{{Row: seedbed.ID{1, 2, 3}, Answers: map[string]string{"sound": "no"}, Why: map[string]string{"sound": "it is not"}}}
	evidence := map[seedbed.ID]string{}
	for i := range 40 {
		evidence[rows[100+i].ID] = "near-duplicate"
	}
	s := drawn(t, rows, in, DrawOptions{Gold: gold, Evidence: evidence, Thresholds: []Threshold{{"helpful", 4}}})

	p := in.Claims[0]
	most := stats.Inspection{Limit: p.Limit, Confidence: .95, Lot: 600}.Sequential().Most
	most = max(most, min(600, spread*judgeRows(in, &in.Claims[1])))
	if got := partsOf(s); got[PartRandom] != most || s.Random() != most || got[PartGold] != 1 || got[PartEdge] < 12 {
		t.Errorf("parts are %v; %d random ones are wanted", got, most)
	}
	seen, times, because := map[seedbed.ID]bool{}, map[string]int{}, map[string]int{}
	strata := map[string]int{}
	for i, it := range s.Items {
		if seen[it.Row] {
			t.Errorf("row %s is in twice", it.Row.Short())
		}
		seen[it.Row] = true
		if why := it.wrong(); why != "" {
			t.Errorf("item %d: %s", i, why)
		}
		if it.Part != PartGold {
			times[it.Groups[0]]++
			strata[it.Stratum]++
			if _, ok := it.Judge["scored.helpful"]; !ok {
				t.Errorf("item %d has no score: %+v", i, it)
			}
		}
		because[strings.SplitN(it.Because, ":", 2)[0]]++
	}
	if times["Scots"] != 5 || strata["dialect=Scots, grade=0"] != 3 || len(s.Strata) != 5 || len(s.Groups) != 3 {
		t.Errorf("groups are %v, strata %v; %v, %v", times, strata, s.Strata, s.Groups)
	}
	for _, why := range []string{"near-duplicate", "judges disagree", "helpful 3 is near the threshold 4", "among the longest", "among the shortest"} {
		if because[why] == 0 {
			t.Errorf("none is in because it is %s: %v", why, because)
		}
	}
	if !slices.ContainsFunc(s.Notes, func(n string) bool { return n == "dialect=Scots, grade=0 has 3 rows; 6 are wanted" }) {
		t.Errorf("notes are %q", s.Notes)
	}
	if s.Judged["scored.helpful"] != 600 || s.Rows != 600 || len(s.Dataset) != 64 {
		t.Errorf("of the dataset it says %v, %d rows, %s", s.Judged, s.Rows, s.Dataset)
	}
	if it := s.Items[s.Random()]; it.Part != PartCell || it.Share <= 0 {
		t.Errorf("behind the random ones comes %+v", it)
	}
}

// The order in which rows come decides nothing, and neither do rows that are not drawn
// decide who is first.
func TestDrawDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in := aim(t, .9, rapid.SampledFrom([]string{"defects <= 10%", "defects <= 50%", "every grade seen 3 times"}).Draw(rt, "claim"))
		in.Seed = rapid.Int64().Draw(rt, "seed")
		in.Fixed = rapid.Bool().Draw(rt, "fixed")
		in.Edges = rapid.IntRange(0, 9).Draw(rt, "edges")
		if rapid.Bool().Draw(rt, "cells") {
			in.By, in.Floor = []string{"dialect"}, rapid.IntRange(0, 20).Draw(rt, "floor")
		}
		rows := dialectRows(rapid.IntRange(1, 150).Draw(rt, "rows"))
		o := DrawOptions{Gold: []GoldRow{{Row: rows[0].ID}}, Evidence: map[seedbed.ID]string{rows[len(rows)-1].ID: "it is last"}}
		a := drawn(t, rows, in, o)
		shuffled := rapid.Permutation(rows).Draw(rt, "order")
		b := drawn(t, shuffled, in, o)
		if !reflect.DeepEqual(a.Items, b.Items) || !reflect.DeepEqual(a.Strata, b.Strata) {
			rt.Fatalf("another order gives another sample:\n%+v\n%+v", a.Items, b.Items)
		}
		if again := drawn(t, rows, in, o); !reflect.DeepEqual(a, again) {
			rt.Fatalf("the same draw gives another sample")
		}
		in.Seed++
		if c := drawn(t, rows, in, o); len(rows) > 100 && a.Random() > 10 && reflect.DeepEqual(a.Items[:a.Random()], c.Items[:c.Random()]) {
			rt.Fatal("another seed gives the same sample")
		}
		if a.Random() > len(rows) || len(a.Items) > len(rows) {
			rt.Fatalf("%d items of %d rows", len(a.Items), len(rows))
		}
	})
}

// Over many seeds each row is in each part as often as its share says, at every place
// of the order as likely as at any other.
func TestDrawProbabilities(t *testing.T) {
	const seeds = 2000
	in := aim(t, .95, "defects <= 30%")
	in.Fixed, in.By, in.Floor = true, []string{"dialect"}, 4
	rows := dialectRows(60)
	at := map[seedbed.ID]int{}
	for i, r := range rows {
		at[r.ID] = i
	}
	share, random, cell, place := make([]float64, 60), make([]float64, 60), make([]float64, 60), make([]float64, 60)
	var cells [60]float64
	m := 0
	for seed := range seeds {
		in.Seed = int64(seed)
		s := drawn(t, rows, in, DrawOptions{})
		m = s.Random()
		byStratum := map[string]float64{}
		for i, it := range s.Items {
			switch r := at[it.Row]; it.Part {
			case PartRandom:
				random[r]++
				share[r] += it.Share
				if i < 3 {
					place[r]++
				}
			case PartCell:
				cell[r]++
				byStratum[it.Stratum] = it.Share
			}
		}
		for i, r := range rows {
			cells[i] += byStratum["dialect="+r.Fields.Text("dialect")]
		}
	}
	chi := func(name string, got []float64, want func(i int) float64) {
		x := 0.0
		for i := range got {
			w := want(i)
			x += (got[i] - w) * (got[i] - w) / (w * (1 - w/seeds))
		}
		if p := stats.ChiSquareAbove(x*59/60, 59); p < 1e-4 {
			t.Errorf("%s: p %v; %v", name, p, got)
		}
	}
	chi("random", random, func(int) float64 { return seeds * float64(m) / 60 })
	chi("the first three", place, func(int) float64 { return seeds * 3.0 / 60 })
	sum := 0.0
	for i := range cell {
		sum += cell[i]
		if cells[i] == 0 {
			t.Fatalf("row %d is never in a cell", i)
		}
	}
	chi("cells", cell, func(i int) float64 { return cells[i] })
	if sum == 0 || math.Abs(share[0]/random[0]-float64(m)/60) > 1e-9 {
		t.Errorf("%v rows in cells; the share is %v", sum, share[0]/random[0])
	}
}

// The figure over all rows, of random and cell rows together, is right on average;
// their plain share is not.
func TestGroupFiguresAreUnbiased(t *testing.T) {
	const seeds, n = 400, 240
	in := aim(t, .95, "defects <= 10%")
	in.Fixed, in.By, in.Floor = true, []string{"dialect"}, 12
	rows := dialectRows(n)
	bad := map[seedbed.ID]bool{}
	total := 0.0
	for i, r := range rows { // Scots all, Welsh half, English one in 30
		is := i < 5 || r.Fields.Text("dialect") == "Welsh" && i%8 < 4 || i%30 == 0
		if bad[r.ID] = is; is {
			total++
		}
	}
	for _, asked := range []int{1_000, 15} { // of the random ones: all, or the first few
		sum, square, plain := 0.0, 0.0, 0.0
		for seed := range seeds {
			in.Seed = int64(seed)
			s := drawn(t, rows, in, DrawOptions{})
			looked, found := 0.0, 0.0
			figures := GroupFigures(s, func(i int) (RowOutcome, bool) {
				if s.Items[i].Part == PartRandom && i >= asked {
					return RowOutcome{}, false
				}
				looked++
				found += float64(b2i(bad[s.Items[i].Row]))
				return RowOutcome{Defective: bad[s.Items[i].Row]}, true
			}, .95)
			all := figures[len(figures)-1]
			if !all.Estimate.Defined() {
				t.Fatal(all.Estimate.Undefined)
			}
			sum += all.Estimate.Value
			square += all.Estimate.Value * all.Estimate.Value
			plain += found / looked
		}
		mean := sum / seeds
		se := math.Sqrt((square/seeds - mean*mean) / seeds)
		t.Logf("truth %.4f, mean %.4f ± %.4f, plain %.4f", total/n, mean, se, plain/seeds)
		if math.Abs(mean-total/n) > 4*se {
			t.Errorf("on average %v ± %v, in truth %v", mean, se, total/n)
		}
		if math.Abs(plain/seeds-total/n) < 6*se {
			t.Error("the plain share is as good: the test tries nothing")
		}
	}
}

func TestDrawOfFewRows(t *testing.T) {
	in := aim(t, .95, "defects <= 5%")
	in.By, in.Floor, in.Edges = []string{"dialect"}, 30, 50
	s := drawn(t, dialectRows(20), in, DrawOptions{})
	if s.Random() != 20 || len(s.Items) != 20 || s.Items[0].Share != 1 {
		t.Errorf("of 20 rows %v are drawn", partsOf(s))
	}
	if len(s.Notes) == 0 || s.Notes[len(s.Notes)-1] != "50 edge cases are wanted, and there were rows for 0" {
		t.Errorf("notes are %q", s.Notes)
	}
}

func TestDrawRefuses(t *testing.T) {
	rows := dialectRows(300)
	broken := errors.New("the file ends")
	for name, c := range map[string]struct {
		claims []string
		change func(in *plan.Inspection)
		rows   iter.Seq2[seedbed.Record, error]
		want   string
	}{
		"no claim":       {nil, nil, seqOf(rows), "claims nothing"},
		"no rows":        {[]string{"defects <= 5%"}, nil, seqOf(nil), "there are no rows"},
		"a row twice":    {[]string{"defects <= 5%"}, nil, seqOf(append(rows[:1:1], rows[0])), "comes twice"},
		"rows without":   {[]string{"defects <= 5%"}, nil, func(yield func(seedbed.Record, error) bool) { yield(seedbed.Record{}, broken) }, "the file ends"},
		"too many":       {[]string{"defects <= .00000001"}, nil, seqOf(rows), "20 million"},
		"which":          {[]string{"judge within .05"}, nil, seqOf(rows), `write "judge STAGE.sound within 0.05"`},
		"not a number":   {[]string{"judge scored.tone within .05"}, nil, seqOf(rows), "people are not asked about tone"},
		"an odd level":   {[]string{"defects <= 5%"}, func(in *plan.Inspection) { in.Confidence = 2 }, seqOf(rows), "confidence"},
		"groups for all": {[]string{"every n seen"}, nil, manyGroups, "has more than 10,000 values"},
	} {
		t.Run(name, func(t *testing.T) {
			in := aim(t, .95, c.claims...)
			if c.change != nil {
				c.change(in)
			}
			if _, err := Draw(t.Context(), c.rows, in, DrawOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want %q", err, c.want)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Draw(ctx, seqOf(rows), aim(t, .95, "defects <= 5%"), DrawOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func manyGroups(yield func(seedbed.Record, error) bool) {
	for i := range 10_001 {
		r := seedbed.Record{Fields: seedbed.Fields{{Name: "n", Value: strings.Repeat("long ", 40) + fmt.Sprint(i)}}}
		r.ID = seedbed.SeedID(seedbed.Fingerprint{}, r.Fields, 0)
		if !yield(r, nil) {
			return
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	in := aim(b, .95, "defects <= 1%", "judge scored.helpful within .05")
	in.By, in.Floor, in.Edges = []string{"dialect", "grade"}, 30, 100
	rows := dialectRows(1000)
	many := func(yield func(seedbed.Record, error) bool) {
		for i := range b.N {
			r := rows[i%1000]
			r.ID = seedbed.ID{byte(i), byte(i >> 8), byte(i >> 16), byte(i >> 24), 1}
			if !yield(r, nil) {
				return
			}
		}
	}
	b.ReportAllocs()
	if _, err := Draw(b.Context(), many, in, DrawOptions{Thresholds: []Threshold{{"helpful", 4}}}); err != nil {
		b.Fatal(err)
	}
}
