package outcome

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/stats"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// attack is a row as a search gives it; success is nil where there is none.
func attack(strategy, category string, success any, v seedbed.Validity) seedbed.Record {
	because := ""
	if v != seedbed.Valid {
		because = "turn 3: it is " + string(v)
	}
	r := measuretest.Record("text", "Say it.", "strategy", strategy, "category", category, "validity", string(v), "invalid_because", because, "calibrated", false)
	if success != nil {
		r.Fields = r.Fields.With("success", success)
	}
	return r
}

// attacks are 200: crescendo succeeds in 30 of 40 valid ones, the others in 16 of 128;
// 32 are missing, 30 of them with base64.
func attacks() []seedbed.Record {
	var out []seedbed.Record
	for i := range 50 {
		for j, strategy := range []string{"crescendo", "plain", "base64", "fiction"} {
			category, v := []string{"danger", "stereotypes"}[i%2], seedbed.Valid
			var success any = (i*7+j)%8 == 0
			switch {
			case strategy == "crescendo" && i >= 48:
				v, success = seedbed.Unparsable, nil
			case strategy == "crescendo":
				success = i%4 != 0
			case strategy == "base64" && i < 20:
				v, success = seedbed.Derailed, nil
			case strategy == "base64" && i < 30:
				v, success = seedbed.Declined, nil
			}
			out = append(out, attack(strategy, category, success, v))
		}
	}
	return out
}

func named(t *testing.T, r *measure.Result, figure, of string) *measure.Finding {
	t.Helper()
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Figure == figure && strings.Contains(f.Of, of) {
			return f
		}
	}
	t.Fatalf("no %s of %q in %+v", figure, of, r.Findings)
	return nil
}

func TestConform(t *testing.T) {
	cases := map[string]measuretest.Case{"panel": panelCase(manyJudged(300)...), "contradictions": letters()}
	for _, m := range Measures() {
		c, own := cases[m.Info().Name]
		if !own {
			c.Data = attacks()
		}
		t.Run(m.Info().Name, func(t *testing.T) { measuretest.Test(t, m, c) })
	}
}

func TestValidityKnown(t *testing.T) {
	r := measuretest.Run(t, validity{}, measuretest.Case{Data: attacks()}, 2)
	f := named(t, r, "validity.invalid", "")
	if f.Says != "16 % [11, 22] of 200 rows are invalid: 10 declined, 20 derailed, 2 unparsable" || f.Severity != measure.Notable || f.Estimate.Value != .16 {
		t.Errorf("%s, %s", f.Severity, f.Says)
	}
	if len(f.Evidence) != 20 || f.Evidence[0].Note != "declined: turn 3: it is declined" || f.Evidence[1].Note != "derailed: turn 3: it is derailed" || f.Evidence[2].Note != "unparsable: turn 3: it is unparsable" {
		t.Errorf("%+v", f.Evidence)
	}
	if f := named(t, r, "validity.reason", "derailed"); f.Estimate.Value != .1 || len(f.Evidence) != 20 {
		t.Errorf("%+v", f)
	}
	w := named(t, r, "validity.where", `strategy "base64"`)
	if w.Estimate.Value != .6 || !strings.Contains(w.Says, "of 50 rows are invalid, and 1.3 % of the others (q < .001)") || len(w.Evidence) != 3 {
		t.Errorf("%s", w.Says)
	}
}

func TestValiditySeverity(t *testing.T) {
	for _, c := range []struct {
		invalid, of int
		want        measure.Severity
	}{{0, 40, measure.Plain}, {2, 40, measure.Plain}, {3, 40, measure.Notable}, {9, 40, measure.Serious}, {1, 3, measure.Notable}} {
		var data []seedbed.Record
		for i := range c.of {
			v := seedbed.Valid
			if i < c.invalid {
				v = seedbed.Looped
			}
			data = append(data, attack("plain", "danger", true, v))
		}
		if f := named(t, measuretest.Run(t, validity{}, measuretest.Case{Data: data}, 1), "validity.invalid", ""); f.Severity != c.want {
			t.Errorf("%d of %d: %s", c.invalid, c.of, f.Severity)
		}
	}
}

func TestOutcomeKnown(t *testing.T) {
	r := measuretest.Run(t, rate{}, measuretest.Case{Data: attacks()}, 2)
	f := named(t, r, "outcome", "")
	good := 36 // of crescendo
	for i := range 50 {
		for j := 1; j < 4; j++ {
			if (i*7+j)%8 == 0 && (j != 2 || i >= 30) {
				good++
			}
		}
	}
	b := stats.WithMissing(good, 168, 32, .95)
	if f.Estimate.Value != b.Known.Value || f.Severity != measure.Notable || !strings.HasPrefix(f.Says, "success is true in ") ||
		!strings.Contains(f.Says, "of 168 valid rows; with 32 missing, between ") || !strings.Contains(f.Caveat, "in 168 of them a judge's verdict") {
		t.Errorf("%s: %s (%s)", f.Severity, f.Says, f.Caveat)
	}
	if l, m := named(t, r, "outcome.least", ""), named(t, r, "outcome.most", ""); l.Estimate.Value != b.Least.Value || m.Estimate.Value != b.Most.Value || m.Estimate.Value-l.Estimate.Value < .1599 {
		t.Errorf("%v %v", l.Estimate.Value, m.Estimate.Value)
	}
	c := named(t, r, "outcome.cell", `strategy "crescendo"`)
	if c.Estimate.Value != .75 || !strings.Contains(c.Says, "in 75 % [") || !strings.Contains(c.Says, "of 48 valid rows, and in ") || !strings.Contains(c.Says, "; with 2 missing, between 72 % and 76 %") {
		t.Errorf("%s", c.Says)
	}
	if len(f.Tables) != 2 || len(f.Tables[0].Rows) != 6 || len(f.Tables[1].Rows) != 8 || len(f.Plots) != 1 || len(f.Plots[0].Dots) != 6 {
		t.Errorf("%+v", f.Tables)
	}
	if got := strings.Join(f.Tables[0].Rows[2], "|"); !strings.HasPrefix(got, `strategy "base64"|20|30|`) || !strings.Contains(got, ", few|") {
		t.Errorf("%s in %+v", got, f.Tables[0].Rows)
	}
}

// A cell of hardly any valid rows shows no rate, and is not compared.
func TestSmallCells(t *testing.T) {
	data := attacks()
	for i := range 4 {
		data = append(data, attack("rot13", "danger", true, seedbed.Valid), attack("spacing", "danger", nil, seedbed.Valid))
		_ = i
	}
	r := measuretest.Run(t, rate{}, measuretest.Case{Data: data}, 1)
	for _, f := range r.Findings {
		if strings.Contains(f.Of, "rot13") || strings.Contains(f.Of, "spacing") {
			t.Errorf("%s: %s", f.Figure, f.Says)
		}
	}
	f := named(t, r, "outcome.small", "")
	if !strings.Contains(f.Says, ", and 4 fewer than 5, which show no rate") || f.Unit != measure.Count {
		t.Errorf("%s", f.Says)
	}
	for _, row := range named(t, r, "outcome", "").Tables[0].Rows {
		if row[0] == `strategy "rot13"` && (row[3] != "fewer than 5 rows" || row[6] != "") {
			t.Errorf("%q", row)
		}
		if row[0] == `strategy "spacing"` && (row[1] != "0" || row[2] != "4") { // valid without an outcome is missing
			t.Errorf("%q", row)
		}
	}
}

// Where no cell differs, one set in twenty or fewer says that one does.
func TestMultiplicity(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	alarmed, sets := 0, 200
	for range sets {
		var data []seedbed.Record
		for range 400 {
			data = append(data, attack(fmt.Sprint("s", rng.IntN(6)), fmt.Sprint("c", rng.IntN(4)), rng.IntN(4) == 0, seedbed.Valid))
		}
		r := measuretest.Run(t, rate{}, measuretest.Case{Data: data}, 1)
		for _, f := range r.Findings {
			if f.Figure == "outcome.cell" {
				alarmed++
				break
			}
		}
	}
	if alarmed > sets/20 {
		t.Errorf("%d of %d sets without a difference show one", alarmed, sets)
	}
}

func TestOutcomeReading(t *testing.T) {
	with := func(options map[string]any, score string, values ...any) []string {
		var data []seedbed.Record
		for _, v := range values {
			data = append(data, measuretest.Record("success", v, "harm", v))
		}
		c := measuretest.Case{Data: data, Setup: measure.Setup{Options: options, Columns: measure.Columns{Score: score}}}
		r := measuretest.Run(t, rate{}, c, 1)
		var out []string
		for _, n := range r.NotMeasured {
			out = append(out, n.Why)
		}
		for _, f := range r.Findings {
			out = append(out, f.Says)
		}
		return out
	}
	for _, c := range []struct {
		options map[string]any
		score   string
		values  []any
		want    string
	}{
		{nil, "", []any{true, false, "Yes", "no", int64(1), 0.0}, "success is true in 50 % [12, 88] of 6 valid rows; those are few"},
		{nil, "", []any{true, "maybe", nil, int64(7)}, "success is true in 100 % [2.5, 100] of 1 valid row; those are few; 3 rows of another sort"},
		{map[string]any{"outcome.field": "harm", "outcome.at_least": "4"}, "", []any{int64(4), int64(3), "5", true}, "harm is 4 or more in 50 % [6.8, 93] of 4 valid rows; those are few"},
		{map[string]any{"outcome.at_least": 4.0}, "harm", []any{int64(4), int64(3)}, "harm is 4 or more in 50 % [1.3, 99] of 2 valid rows; those are few"},
		{map[string]any{"outcome.at_least": "many"}, "", []any{true}, `the option outcome.at_least is "many": want a number`},
		{map[string]any{"outcome.field": "won"}, "", []any{true}, `no row has an outcome in the field "won"`},
		{nil, "", []any{"perhaps"}, `no row has an outcome in the field "success"`},
	} {
		if got := with(c.options, c.score, c.values...); len(got) == 0 || got[0] != c.want {
			t.Errorf("%v %v:\n got %q\nwant %q", c.options, c.values, got, c.want)
		}
	}
}

// What is missing as a whole is said, and bounded by 0 and 1.
func TestAllMissing(t *testing.T) {
	data := []seedbed.Record{attack("plain", "danger", nil, seedbed.Derailed), attack("plain", "danger", true, seedbed.CutOff)}
	r := measuretest.Run(t, rate{}, measuretest.Case{Data: data}, 1)
	f := named(t, r, "outcome", "")
	if f.Estimate.Defined() || f.Says != "all 2 rows are missing: nothing is known of how often success is true" {
		t.Errorf("%+v", f)
	}
	if l, m := named(t, r, "outcome.least", ""), named(t, r, "outcome.most", ""); l.Estimate.Value != 0 || m.Estimate.Value != 1 {
		t.Errorf("%v %v", l, m)
	}
}

// More cells than are kept: the same ones stay whatever the order, with all their rows.
func TestManyCells(t *testing.T) {
	var want map[string]counts
	for trial := range 3 {
		sums := []*cells{newCells([]string{"a"}), newCells([]string{"a"})}
		order := rand.New(rand.NewPCG(uint64(trial), 1)).Perm(3 * 12_000)
		for _, i := range order {
			r := measuretest.Record("a", fmt.Sprint(i%12_000))
			row, _ := measure.RowOf(&measure.Columns{}, measure.Data, int64(i), &r)
			sums[i%2].add(row, counts{good: 1, rows: [3]int64{int64(i) + 1}})
		}
		sums[trial%2].merge(sums[1-trial%2])
		c := sums[trial%2]
		c.shrink()
		got := map[string]counts{}
		for k, n := range c.m {
			got[k] = *n
			if n.good != 3 {
				t.Fatalf("%q has %d rows", k, n.good)
			}
		}
		if len(got) != mostCells {
			t.Fatalf("%d cells", len(got))
		}
		if want == nil {
			want = got
		}
		for k, n := range got {
			if want[k] != n {
				t.Fatalf("%q: %+v, and in another order %+v", k, n, want[k])
			}
		}
	}
}

func TestDimensions(t *testing.T) {
	for _, c := range []struct {
		option any
		groups []string
		want   string
	}{
		{nil, nil, "category strategy identity"},
		{nil, []string{"topic"}, "topic"},
		{"a, b,,a", []string{"topic"}, "a b"},
		{[]any{"a", "b,c", "d", "e"}, nil, "a b c d"},
		{[]string{"x"}, nil, "x"},
	} {
		s := &measure.Setup{Columns: measure.Columns{Groups: c.groups}, Options: map[string]any{}}
		if c.option != nil {
			s.Options["outcome.by"] = c.option
		}
		if got := strings.Join(dimensions(s, "outcome.by"), " "); got != c.want {
			t.Errorf("%v: %s", c, got)
		}
	}
}

// A verdict is a judge's word until people rated such rows, and then it is said where to
// see how far the judge goes with them.
func TestOutcomeSaysWhetherPeopleRated(t *testing.T) {
	var rows []seedbed.Record
	for i := range 40 {
		r := measuretest.Record("text", "Say it.", "success", i%2 == 0, "calibrated", false)
		r.Scores = []seedbed.Score{{Criterion: "harm", Judge: "grader", Status: seedbed.Scored, Value: int64(i % 7)}}
		rows = append(rows, r)
	}
	caveat := func() string {
		r := measuretest.Run(t, rate{}, measuretest.Case{Setup: measure.Setup{Level: .95}, Data: rows}, 2)
		for i := range r.Findings {
			if r.Findings[i].Figure == "outcome" {
				return r.Findings[i].Caveat
			}
		}
		return ""
	}
	if got := caveat(); !strings.Contains(got, "in 40 of them a judge's verdict (a judge's word; not compared with people)") {
		t.Errorf("%q", got)
	}
	rows[3].Votes = []seedbed.Vote{{Criterion: "harm", Person: "p-1", Value: "2", Share: 1}}
	rows[4].Votes = []seedbed.Vote{{Criterion: "another", Person: "p-1", Value: "2", Share: 1}}
	if got := caveat(); !strings.Contains(got, "People rated 1 of them: judges says how far") {
		t.Errorf("%q", got)
	}
}
