package review

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

// following begins to follow claims over a sample of so many random rows.
func following(t testing.TB, in *plan.Inspection, rows, random int) *Claims {
	t.Helper()
	s := &Sample{Inspection: in.Name, Rows: rows, Items: make([]Item, random), Judged: map[string]int{}}
	for i := range s.Items {
		s.Items[i] = Item{Row: seedbed.ID{byte(i), byte(i >> 8), 1}, Part: PartRandom, Share: float64(random) / float64(rows)}
	}
	c, err := NewClaims(in, s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func settle(t testing.TB, c *Claims, from, to int, o RowOutcome) {
	t.Helper()
	for i := from; i < to; i++ {
		if err := c.Settle(i, o); err != nil {
			t.Fatal(err)
		}
	}
}

func TestClaimOfDefects(t *testing.T) {
	in := aim(t, .95, "defects <= 5%")
	c := following(t, in, 12_400, 236)
	pass := stats.Inspection{Limit: .05, Confidence: .95, Lot: 12_400}.Sequential().Pass
	s := c.States()[0]
	if RandomEnough(c.States()) || s.Verdict != stats.CannotTell || s.More != pass[0] || s.Rows != 0 || s.Estimate.Defined() {
		t.Errorf("before anything %+v", s)
	}
	settle(t, c, 0, 40, RowOutcome{})
	if s = c.States()[0]; s.More != pass[0]-40 || s.Rows != 40 || s.Defects != 0 {
		t.Errorf("after 40 sound rows %+v", s)
	}
	settle(t, c, 40, 41, RowOutcome{Defective: true})
	if s = c.States()[0]; s.More != pass[1]-41 || s.Defects != 1 {
		t.Errorf("after a defect %+v", s)
	}
	settle(t, c, 41, pass[1], RowOutcome{})
	s = c.States()[0]
	if s.Verdict != stats.Met || s.More != 0 || s.Estimate.Interval.High >= .05 || !Enough(c.States()) {
		t.Errorf("after %d rows %+v", pass[1], s)
	}
	// Two were mistaken, and are undone.
	settle(t, c, 3, 5, RowOutcome{Defective: true})
	if s = c.States()[0]; s.Verdict != stats.CannotTell || s.Defects != 3 || s.More != -1 && s.More != pass[3]-s.Rows {
		t.Errorf("with three defects %+v", s)
	}
	if err := c.Unsettle(3); err != nil {
		t.Fatal(err)
	}
	if s = c.States()[0]; s.Rows != pass[1]-1 || s.Defects != 2 {
		t.Errorf("undone %+v", s)
	}
	settle(t, c, 3, 5, RowOutcome{})
	if s = c.States()[0]; s.Verdict != stats.Met {
		t.Errorf("settled otherwise %+v", s)
	}
	for _, i := range []int{-1, 236} {
		if c.Settle(i, RowOutcome{}) == nil || c.Unsettle(i) == nil {
			t.Errorf("there is an item %d", i)
		}
	}
}

func TestClaimIsRefuted(t *testing.T) {
	c := following(t, aim(t, .95, "defects <= 5%"), 12_400, 236)
	n := 0
	for c.States()[0].Verdict == stats.CannotTell && n < 60 {
		settle(t, c, n, n+1, RowOutcome{Defective: n%2 == 0})
		n++
	}
	if s := c.States()[0]; s.Verdict != stats.NotMet || s.More != 0 || n > 20 {
		t.Errorf("every other row is defective: after %d %+v", n, s)
	}
	// Rows that nobody could rate count against both.
	c = following(t, aim(t, .95, "defects <= 5%"), 12_400, 236)
	settle(t, c, 0, 236, RowOutcome{Void: true})
	if s := c.States()[0]; s.Verdict != stats.CannotTell || s.More != -1 || s.Why != "236 rows could not be rated, and count as defective" {
		t.Errorf("nobody could rate any: %+v", s)
	}
	// All rows of a small lot: no estimate, but what is.
	c = following(t, aim(t, .95, "defects <= 5%"), 30, 30)
	settle(t, c, 0, 30, RowOutcome{})
	settle(t, c, 29, 30, RowOutcome{Defective: true})
	if s := c.States()[0]; s.Verdict != stats.Met || s.Estimate.Interval != nil || s.Estimate.Value != 1./30 {
		t.Errorf("all rows: %+v", s)
	}
}

func TestClaimOfAFixedSample(t *testing.T) {
	in := aim(t, .95, "defects <= 5%")
	in.Fixed = true
	n := stats.Inspection{Limit: .05, Confidence: .95, Lot: 5000}.Single().Rows
	for _, c := range []struct {
		bad, void int
		want      stats.Verdict
		more      int
	}{{0, 0, stats.Met, 0}, {1, 0, stats.CannotTell, -1}, {20, 0, stats.NotMet, 0}, {0, 1, stats.CannotTell, -1}, {0, 20, stats.CannotTell, -1}} {
		f := following(t, in, 5000, n)
		settle(t, f, 1, n, RowOutcome{})
		settle(t, f, n-c.bad, n, RowOutcome{Defective: true})
		settle(t, f, n-c.void, n, RowOutcome{Void: true})
		if s := f.States()[0]; s.Verdict != stats.CannotTell || s.More != 1 || s.Estimate.Defined() {
			t.Errorf("before the last row it says %+v", s)
		}
		settle(t, f, 0, 1, RowOutcome{})
		if s := f.States()[0]; s.Verdict != c.want || s.More != c.more || s.Rows != n || s.Defects != c.bad+c.void {
			t.Errorf("%d defects, %d void: %+v", c.bad, c.void, s)
		}
	}
}

// judgeCase follows a judge that is off people by a mean and a spread, until it is
// decided or rows end.
func judgeCase(t testing.TB, in *plan.Inspection, rng *rand.Rand, random int, off float64, order []int) (ClaimState, int) {
	t.Helper()
	s := &Sample{Inspection: "kept", Rows: 100_000, Items: make([]Item, random), Judged: map[string]int{"scored.helpful": 100_000}}
	people := make([]float64, random)
	for i := range s.Items {
		people[i] = .2 + .6*rng.Float64()
		judge := people[i] + off + .2*(rng.Float64()-.5)
		s.Items[i] = Item{Row: seedbed.ID{byte(i), byte(i >> 8), 1}, Part: PartRandom, Share: .1, Judge: map[string]float64{"scored.helpful": judge}}
	}
	c, err := NewClaims(in, s)
	if err != nil {
		t.Fatal(err)
	}
	for n, i := range order {
		if err := c.Settle(i, RowOutcome{Values: map[string]float64{"helpful": people[i]}}); err != nil {
			t.Fatal(err)
		}
		if st := c.States()[0]; st.Decided() {
			return st, n + 1
		}
	}
	return c.States()[0], len(order)
}

func TestClaimOfAJudge(t *testing.T) {
	in := aim(t, .95, "judge scored.helpful within .05")
	rng := rand.New(rand.NewPCG(4, 4))
	const random = 1500
	order := rng.Perm(random)
	for i := range order { // nearly in order: people side by side
		if j := i + rng.IntN(10); j < random {
			order[i], order[j] = order[j], order[i]
		}
	}
	inOrder := make([]int, random)
	for i := range inOrder {
		inOrder[i] = i
	}
	near, n := judgeCase(t, in, rng, random, .01, inOrder)
	if near.Verdict != stats.Met || n > 800 || near.Rows != n || near.More != 0 {
		t.Errorf("a judge that is off by .01: after %d rows %+v", n, near)
	}
	far, n := judgeCase(t, in, rng, random, .15, inOrder)
	if far.Verdict != stats.NotMet || n > 800 || far.Estimate.Value < .1 {
		t.Errorf("a judge that is off by .15: after %d rows %+v", n, far)
	}
	some, _ := judgeCase(t, in, rng, random, .01, order[:20])
	if some.Verdict != stats.CannotTell || some.More <= 0 {
		t.Errorf("after a few rows here and there: %+v", some)
	}
	wrong := 0
	for range 300 { // at the limit it is rarely said to be within it
		if s, _ := judgeCase(t, in, rng, 400, .05, inOrder[:400]); s.Verdict == stats.Met {
			wrong++
		}
	}
	if wrong > 15 {
		t.Errorf("a judge at the limit is within it in %d of 300 runs", wrong)
	}
	// Undone and settled otherwise; rows that the judge did not score.
	s := &Sample{Inspection: "kept", Rows: 9, Items: make([]Item, 9), Judged: map[string]int{"scored.helpful": 8}}
	for i := range s.Items {
		s.Items[i] = Item{Part: PartRandom, Share: 1, Judge: map[string]float64{"scored.helpful": 1}}
	}
	s.Items[4].Judge = nil
	c, err := NewClaims(in, s)
	must(t, err)
	settle(t, c, 0, 9, RowOutcome{Values: map[string]float64{"helpful": 0}})
	c.States()
	settle(t, c, 0, 9, RowOutcome{Values: map[string]float64{"helpful": 1}})
	if st := c.States()[0]; st.Verdict != stats.Met || st.Estimate.Value != 0 || st.Estimate.Interval != nil || st.Rows != 8 {
		t.Errorf("all rows, and judge and people agree: %+v", st)
	}
	if st := following(t, in, 100, 50).States()[0]; st.More != -1 || st.Why != "the judge scored no row of helpful" {
		t.Errorf("a judge that scored nothing: %+v", st)
	}
	fixed := aim(t, .95, "judge scored.helpful within .05")
	fixed.Fixed = true
	size := judgeRows(fixed, &fixed.Claims[0])
	if size != 385 {
		t.Errorf("a fixed sample has %d rows", size)
	}
	if st, n := judgeCase(t, fixed, rng, size, .01, inOrder[:size]); st.Verdict != stats.Met || n != size {
		t.Errorf("a fixed sample: after %d %+v", n, st)
	}
}

func TestClaimOfGroups(t *testing.T) {
	in := aim(t, .95, "every dialect seen 3 times", "every grade seen")
	in.Edges = 4
	s := drawn(t, dialectRows(80), in, DrawOptions{})
	c, err := NewClaims(in, s)
	must(t, err)
	st := c.States()
	if st[0].More != 9 || st[1].More != 2 || More(st) != 9 || Enough(st) || !RandomEnough(st) || st[0].Estimate.Value != 0 || !strings.Contains(st[0].Why, `"Scots" 0 of 3 times`) {
		t.Errorf("before anything %+v", st)
	}
	for i := range s.Items {
		must(t, c.Settle(i, RowOutcome{}))
		must(t, c.Settle(i, RowOutcome{Defective: true})) // once more says nothing more
	}
	if st = c.States(); !Enough(st) || More(st) != 0 || st[0].Estimate.Value != 1 {
		t.Errorf("after all rows %+v", st)
	}
	for i := range s.Items {
		must(t, c.Unsettle(i))
	}
	if st = c.States(); st[0].More != 9 || st[0].Rows != 0 {
		t.Errorf("undone %+v", st)
	}
	in = aim(t, .95, "every dialect seen 8 times")
	c, err = NewClaims(in, drawn(t, dialectRows(80), in, DrawOptions{}))
	must(t, err)
	if st = c.States(); st[0].Verdict != stats.NotMet || st[0].Why != `there are 5 rows of "Scots"` {
		t.Errorf("a group that is too small: %+v", st)
	}
	in = aim(t, .95, "every planet seen")
	c, err = NewClaims(in, drawn(t, dialectRows(8), in, DrawOptions{}))
	must(t, err)
	if st = c.States(); st[0].Verdict != stats.NotMet || st[0].Why != "no row has a value of planet" {
		t.Errorf("a field that no row has: %+v", st)
	}
}

func TestOutcomeOf(t *testing.T) {
	in := aim(t, .95, "defects <= 5%")
	p, problems := expr.Compile("!score.sound || score.helpful <= 2", expr.EnvOf(seedbed.Schema{Criteria: in.Rubric.Criteria}), seedbed.TypeBool)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	in.Defect = p
	good, bad, odd := map[string]string{"sound": "yes", "helpful": "7"}, map[string]string{"sound": "no", "helpful": "1"}, map[string]string{"tone": "warm"}
	for name, c := range map[string]struct {
		answers        []map[string]string
		defective, tie bool
		void, err      bool
		sound          float64
	}{
		"good":          {[]map[string]string{good, good}, false, false, false, false, 1},
		"most":          {[]map[string]string{good, good, bad}, false, false, false, false, 2. / 3},
		"a tie":         {[]map[string]string{good, bad}, true, true, false, false, .5},
		"bad":           {[]map[string]string{bad}, true, false, false, false, 0},
		"nobody":        {nil, false, false, true, false, -1},
		"does not tell": {[]map[string]string{odd}, false, false, true, true, -1},
		"one tells":     {[]map[string]string{odd, bad}, true, false, false, true, 0},
	} {
		o, tie, err := OutcomeOf(in, c.answers)
		sound, has := o.Values["sound"]
		if !has {
			sound = -1
		}
		if o.Defective != c.defective || tie != c.tie || o.Void != c.void || (err != nil) != c.err || math.Abs(sound-c.sound) > 1e-12 {
			t.Errorf("%s: %+v, %v, %v", name, o, tie, err)
		}
	}
}

func TestCurves(t *testing.T) {
	for _, fixed := range []bool{false, true} {
		in := aim(t, .95, "defects <= 5%", "every dialect seen", "defects <= 1%")
		in.Fixed = fixed
		curves, err := Curves(in, 12_400)
		if err != nil || len(curves) != 2 {
			t.Fatal(curves, err)
		}
		for _, c := range curves {
			first, limit, last := c.Points[0], c.Points[10], c.Points[30]
			if first.Rate != 0 || math.Abs(first.Passes-1) > 1e-9 || limit.Rate != c.Limit || limit.Passes > .05 || last.Passes > 1e-3 {
				t.Errorf("fixed %v: %+v", fixed, c)
			}
			for i, p := range c.Points {
				if p.Passes+p.Fails > 1+1e-9 || p.Rows > float64(c.Most)+1e-9 || i > 0 && p.Passes > c.Points[i-1].Passes+1e-9 {
					t.Errorf("fixed %v: at %v %+v", fixed, p.Rate, p)
				}
			}
			if c.Least == 0 || c.Least > c.Most || math.Abs(first.Rows-float64(c.Least)) > 1e-6 {
				t.Errorf("least %d, most %d, without defects %v", c.Least, c.Most, first.Rows)
			}
		}
	}
	if _, err := Curves(aim(t, .95, "defects <= 5%"), 0); err == nil {
		t.Error("there is a curve of no rows")
	}
	if _, err := Curves(aim(t, 2, "defects <= 5%"), 10); err == nil {
		t.Error("there is a curve of no confidence")
	}
}

func BenchmarkClaims(b *testing.B) {
	in := aim(b, .95, "defects <= 1%")
	c := following(b, in, 1_000_000, 1196)
	i := 0
	for b.Loop() {
		if i == 1196 {
			b.StopTimer()
			c, i = following(b, in, 1_000_000, 1196), 0
			b.StartTimer()
		}
		_ = c.Settle(i, RowOutcome{Defective: i%200 == 199})
		c.States()
		i++
	}
}
