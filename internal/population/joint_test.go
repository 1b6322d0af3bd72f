package population

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

const census = `age,gender,region,count
18-29,female,north,100
18-29,male,north,120
30-64,female,north,300
30-64,male,north,280
65+,female,north,150
65+,male,north,50
18-29,female,south,200
18-29,male,south,210
30-64,female,south,260
30-64,male,south,240
65+,female,south,50
65+,male,south,40
`

func table(t testing.TB, data string) *Joint {
	t.Helper()
	j, err := ReadTable("census.csv", []byte(data), "count", nil)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func rng(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 1)) }

func TestTableIsRead(t *testing.T) {
	j := table(t, census)
	if len(j.Cells) != 12 || len(j.Traits) != 3 {
		t.Fatalf("%d cells, %d traits", len(j.Cells), len(j.Traits))
	}
	if got := j.Shares(1)[0]; math.Abs(got-1060.0/2000) > 1e-12 {
		t.Errorf("share of women %v", got)
	}
	lines, err := ReadTable("t.jsonl", []byte("{\"age\": 34, \"job\": \"nurse\"}\n\n{\"age\": 34, \"job\": \"nurse\"}\n{\"age\": 5, \"job\": \"none\"}\n"), "", []string{"age"})
	if err != nil || len(lines.Cells) != 2 || math.Abs(lines.Cells[0].Share-2.0/3) > 1e-12 || lines.Traits[0].Values[0] != int64(34) {
		t.Errorf("%+v, %v", lines, err)
	}
	numbers, err := ReadTable("t.csv", []byte("age,code\n34,007\n35,12\n"), "", nil)
	if err != nil || numbers.Traits[0].Values[0] != int64(34) || numbers.Traits[1].Values[0] != "007" {
		t.Errorf("%+v, %v", numbers, err)
	}
}

func TestTableSaysWhatIsWrong(t *testing.T) {
	for data, want := range map[string]string{
		"":                                     "empty",
		"age,count\n":                          "no row has a weight",
		"age,n\n1,2\n":                         "no column count",
		"age,count\n18,many\n":                 "t.csv:2",
		"age,count\n18,-1\n":                   "0 or more",
		"age,count\n18,NaN\n":                  "0 or more",
		"age,count\n,4\n":                      "age is empty",
		"count\n4\n":                           "columns of traits",
		"age,age,count\n1,2,3\n":               "twice",
		"age,count\n1\n":                       "wrong number of fields",
		"a,count\n1,1e308\n2,1e308\n3,1e308\n": "no row has a weight",
	} {
		if _, err := ReadTable("t.csv", []byte(data), "count", nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add("t.csv", census, "count")
	f.Add("t.jsonl", `{"a":1,"b":[1,{}]}`, "")
	f.Add("t.csv", "\"a\x00,b\n1,2", "b")
	f.Fuzz(func(t *testing.T, name, data, weight string) {
		j, err := ReadTable(name, []byte(data), weight, nil)
		if err != nil {
			return
		}
		sum := 0.0
		for i := range j.Cells {
			sum += j.Cells[i].Share
			j.Fields(i)
		}
		if math.Abs(sum-1) > 1e-6 {
			t.Fatalf("shares sum to %v", sum)
		}
		if _, err := j.Draw(7, nil, rng(1)); err != nil {
			t.Fatal(err)
		}
	})
}

// The example of Deming and Stephan's method for a 2 × 2 table: odds ratios stay,
// marginals are met.
func TestRakeKeepsOddsRatios(t *testing.T) {
	j := table(t, "sex,job,count\nf,nurse,80\nf,driver,10\nm,nurse,20\nm,driver,90\n")
	odds := func() float64 {
		share := map[string]float64{}
		for i := range j.Cells {
			f := j.Fields(i)
			share[f.Text("sex")+f.Text("job")] = j.Cells[i].Share
		}
		return share["fnurse"] * share["mdriver"] / share["fdriver"] / share["mnurse"]
	}
	before := odds()
	fit, err := j.Rake([]Marginal{
		{Trait{"sex", []any{"m", "f"}}, []float64{30, 70}},
		{Trait{"job", []any{"nurse", "driver"}}, []float64{1, 1}},
	})
	if err != nil || !fit.Agrees() {
		t.Fatalf("%+v, %v", fit, err)
	}
	if math.Abs(odds()-before) > 1e-6*before {
		t.Errorf("odds ratio %v became %v", before, odds())
	}
	if s := j.Shares(0); math.Abs(s[0]-.7) > 1e-6 {
		t.Errorf("women %v", s)
	}
}

func TestRakeSaysWhatCannotBe(t *testing.T) {
	m := func(values ...any) []Marginal {
		return []Marginal{{Trait{"gender", values}, slices.Repeat([]float64{1}, len(values))}}
	}
	for want, ms := range map[string][]Marginal{
		"is in no combination":     m("female", "male", "other"),
		"not in the marginal":      m("female"),
		"is no trait":              {{Trait{"shoe", []any{"42"}}, []float64{1}}},
		"has to be 0 or more":      {{Trait{"gender", []any{"female", "male"}}, []float64{1, -1}}},
		"2 values and 1 shares":    {{Trait{"gender", []any{"female", "male"}}, []float64{1}}},
		"the shares of gender sum": {{Trait{"gender", []any{"female", "male"}}, []float64{0, 0}}},
	} {
		if _, err := table(t, census).Rake(ms); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	// Women are all nurses: half women and no nurses cannot both be.
	j := table(t, "sex,job,count\nf,nurse,1\nm,driver,1\n")
	fit, err := j.Rake([]Marginal{{Trait{"sex", []any{"f", "m"}}, []float64{1, 1}}, {Trait{"job", []any{"nurse", "driver"}}, []float64{1, 9}}})
	if err != nil || fit.Agrees() || fit.Off < .1 {
		t.Errorf("%+v, %v", fit, err)
	}
}

func TestConstraintsLeaveProportions(t *testing.T) {
	j := table(t, census)
	dropped, ok := j.Where(func(f seedbed.Fields) bool { return f.Text("age") != "65+" })
	if !ok || math.Abs(dropped-290.0/2000) > 1e-12 || len(j.Cells) != 8 {
		t.Fatalf("%v, %v, %d", dropped, ok, len(j.Cells))
	}
	if _, ok := j.Where(func(seedbed.Fields) bool { return false }); ok || len(j.Cells) != 8 {
		t.Error("nobody is left, and it says nothing")
	}
}

// Without quotas every cell has its expected number, rounded up or down; and the
// marginals come nearer to what is declared than random draws of the same number do.
func TestDrawIsEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 400).Draw(t, "n")
		weights := rapid.SliceOfN(rapid.IntRange(0, 9), 12, 12).Draw(t, "weights")
		weights[0]++
		var b strings.Builder
		b.WriteString("a,b,c,count\n")
		for i, w := range weights {
			fmt.Fprintf(&b, "%d,%d,%d,%d\n", i%2, i/2%3, i/6, w)
		}
		j, err := ReadTable("t.csv", []byte(b.String()), "count", nil)
		if err != nil {
			t.Fatal(err)
		}
		people, err := j.Draw(n, nil, rng(3))
		if err != nil || len(people) != n {
			t.Fatalf("%d people, %v", len(people), err)
		}
		counts := make([]int, len(j.Cells))
		for _, c := range people {
			counts[c]++
		}
		for c, k := range counts {
			if want := j.Cells[c].Share * float64(n); math.Abs(float64(k)-want) > 1+1e-9 {
				t.Fatalf("cell %d has %d people, %v were expected", c, k, want)
			}
		}
		again, _ := j.Draw(n, nil, rng(3))
		if !slices.Equal(people, again) {
			t.Fatal("the same draw gave other people")
		}
	})
}

func TestDrawBeatsChance(t *testing.T) {
	j := table(t, census)
	people, err := j.Draw(50, nil, rng(1))
	if err != nil {
		t.Fatal(err)
	}
	d, _ := j.Largest(people)
	if off := math.Abs(d.Realised - d.Declared); off > .011 {
		t.Errorf("%s", d)
	}
}

func TestQuotasComeFirst(t *testing.T) {
	j := table(t, census)
	quotas := []Quota{{Traits: []string{"gender", "region"}, AtLeast: 10}, {Traits: SplitQuota("age × gender × region"), AtLeast: 3}}
	people, err := j.Draw(60, quotas, rng(2))
	if err != nil || len(people) != 60 {
		t.Fatalf("%d, %v", len(people), err)
	}
	pairs, triples := map[string]int{}, map[string]int{}
	for _, c := range people {
		f := j.Fields(c)
		pairs[f.Text("gender")+f.Text("region")]++
		triples[f.Text("age")+f.Text("gender")+f.Text("region")]++
	}
	for k, n := range pairs {
		if n < 10 {
			t.Errorf("%s: %d", k, n)
		}
	}
	if len(triples) != 12 {
		t.Errorf("%v", triples)
	}
	for k, n := range triples {
		if n < 3 {
			t.Errorf("%s: %d", k, n)
		}
	}
	if _, err := j.Draw(30, quotas, rng(2)); err == nil || !strings.Contains(err.Error(), "write rows:") {
		t.Errorf("%v", err)
	}
	if err := j.Check(30, []Quota{{Traits: []string{"shoe"}, AtLeast: 1}}); err == nil {
		t.Error("a trait that is none passes")
	}
	if err := j.Check(30, []Quota{{Traits: []string{"age"}, AtLeast: math.MaxInt}}); err == nil {
		t.Error("more than all pass")
	}
}

func TestIndependentIsTheProduct(t *testing.T) {
	j, err := Independent([]Marginal{{Trait{"a", []any{"x", "y"}}, []float64{1, 3}}, {Trait{"b", []any{int64(1), int64(2), int64(3)}}, []float64{1, 1, 0}}})
	if err != nil || len(j.Cells) != 4 {
		t.Fatalf("%+v, %v", j, err)
	}
	if math.Abs(j.Cells[3].Share-.375) > 1e-12 {
		t.Errorf("%v", j.Cells)
	}
	var many []Marginal
	for i := range 21 {
		many = append(many, Marginal{Trait{fmt.Sprint(i), []any{"x", "y"}}, []float64{1, 1}})
	}
	if _, err := Independent(many); err == nil {
		t.Error("two million combinations pass")
	}
}

func BenchmarkDraw(b *testing.B) {
	var s strings.Builder
	s.WriteString("a,b,c,count\n")
	for i := range 10_000 {
		fmt.Fprintf(&s, "%d,%d,%d,%d\n", i%100, i/100%10, i/1000, i%97+1)
	}
	j := table(b, s.String())
	for b.Loop() {
		if _, err := j.Draw(10_000, nil, rng(1)); err != nil {
			b.Fatal(err)
		}
	}
}
