package outcome

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/stats"
)

// aPanel asks three judges, each three times, two things and an order.
func aPanel() []measure.Panel {
	return []measure.Panel{{Stage: "scored", Judges: []string{"grader", "second", "third"}, Repeats: 3, Criteria: []seedbed.Criterion{
		{Name: "helps", Kind: seedbed.Scale, Min: 1, Max: 7},
		{Name: "kind", Kind: seedbed.YesNo},
		{Name: "what", Kind: seedbed.Choice, Choices: []string{"hint", "solution"}},
		{Name: "order", Kind: seedbed.Ranking, Max: 3},
	}}}
}

// scores are what judges, in their order, said of a row; nil: nothing that could be read.
func scores(criterion string, values ...any) []seedbed.Score {
	var out []seedbed.Score
	for i, v := range values {
		s := seedbed.Score{Criterion: criterion, Stage: "scored", Judge: aPanel()[0].Judges[i], Status: seedbed.Scored, Value: v}
		if v == nil {
			s.Status = seedbed.Unscored
		}
		out = append(out, s)
	}
	return append(out, seedbed.Score{Criterion: criterion, Stage: "scored", Judge: seedbed.PanelJudge, Status: seedbed.Scored, Value: values[0]},
		seedbed.Score{Criterion: criterion, Stage: "another", Judge: "grader", Status: seedbed.Scored, Value: int64(7)})
}

func judgedRow(i int, all ...[]seedbed.Score) seedbed.Record {
	r := measuretest.Record("text", fmt.Sprint("row ", i))
	for _, s := range all {
		r.Scores = append(r.Scores, s...)
	}
	return r
}

func panelCase(judged ...seedbed.Record) measuretest.Case {
	return measuretest.Case{Data: measuretest.Texts("kept", "as well"), Judged: judged, Setup: measure.Setup{Panels: aPanel(), Columns: measure.Columns{Text: "text"}}}
}

func n(v int) any { return int64(v) }

// manyJudged are rows of which grader and second say nearly the same, and third anything.
func manyJudged(rows int) []seedbed.Record {
	rng := rand.New(rand.NewPCG(1, 2))
	var out []seedbed.Record
	for i := range rows {
		v := 1 + rng.IntN(7)
		near := min(7, v+rng.IntN(2))
		helps := scores("helps", n(v), n(near), n(1+rng.IntN(7)))
		for k := range 3 {
			share := []float64{1, 2. / 3, 1. / 3}[k]
			helps[k].Confidence = &seedbed.Confidence{Repeats: &share}
		}
		out = append(out, judgedRow(i, helps, scores("kind", v > 3, near > 3, rng.IntN(2) == 0), scores("what", "hint", nil, "solution"), scores("order", "1 2 3", "1 2 3", "3 2=1")))
	}
	return out
}

func TestPanelKnown(t *testing.T) {
	r := measuretest.Run(t, panel{}, panelCase(manyJudged(300)...), 2)
	f := named(t, r, "panel", "scored helps")
	if f.Severity != measure.Serious || f.Estimate.Interval == nil || !strings.Contains(f.Says, "α among grader, second and third is .") || !strings.Contains(f.Says, " over 300 rows that were judged; all give the same value to ") {
		t.Errorf("%s %s", f.Severity, f.Says)
	}
	if len(f.Evidence) != measure.MaxEvidence || !strings.HasPrefix(f.Evidence[0].Note, "helps: grader ") || f.Evidence[0].Rows[0].From != "judged" || !strings.HasPrefix(f.Evidence[0].Rows[0].Text, "row ") {
		t.Errorf("%+v", f.Evidence[0])
	}
	if rows := f.Tables[0].Rows; len(rows) != 3 || rows[2][4] != ".95" || rows[0][1] != "300" {
		t.Errorf("%q: without third, the two agree", rows)
	}
	for who, want := range map[string]float64{"grader": 1, "second": 2. / 3, "third": 1. / 3} {
		if f := named(t, r, "panel.repeats", "helps, "+who); math.Abs(f.Estimate.Value-want) > 1e-9 {
			t.Errorf("%s: %v", who, f.Estimate.Value)
		}
	}
	if f := named(t, r, "panel", "what"); f.Tables[0].Rows[1][2] != "300" || f.Estimate.Value >= 0 {
		t.Errorf("%s %q", f.Says, f.Tables[0].Rows)
	}
	if f := named(t, r, "panel", "order"); f.Estimate.Defined() || !strings.Contains(f.Says, "α is not for rankings") || f.Severity != measure.Plain {
		t.Errorf("%s", f.Says)
	}
}

// The figures are those of package stats, by hand where that is easy.
func TestPanelAlpha(t *testing.T) {
	for name, c := range map[string]struct {
		rows  []seedbed.Record
		of    string
		alpha float64
		same  float64
		n     int
	}{
		"all agree":   {[]seedbed.Record{judgedRow(0, scores("helps", n(1), n(1))), judgedRow(1, scores("helps", n(7), n(7), nil)), judgedRow(2, scores("helps", n(3)))}, "helps", 1, 1, 2},
		"never agree": {[]seedbed.Record{judgedRow(0, scores("kind", true, false)), judgedRow(1, scores("kind", false, true))}, "kind", -.5, 0, 2},
	} {
		r := measuretest.Run(t, panel{}, panelCase(c.rows...), 1)
		f, same := named(t, r, "panel", c.of), named(t, r, "panel.same", c.of)
		if math.Abs(f.Estimate.Value-c.alpha) > 1e-12 || same.Estimate.Value != c.same || same.Estimate.N != c.n {
			t.Errorf("%s: %s; %s", name, f.Says, same.Says)
		}
	}
	var cells []stats.Rating
	all := manyJudged(200)
	for i := range all {
		for k, s := range all[i].Scores[:3] {
			cells = append(cells, stats.Rating{Item: i, Rater: k, Value: int(s.Value.(int64)) - 1})
		}
	}
	ratings, err := stats.NewRatings(len(all), 3, []float64{1, 2, 3, 4, 5, 6, 7}, cells)
	if err != nil {
		t.Fatal(err)
	}
	want := stats.KrippendorffAlpha(ratings, stats.LevelOrdinal, stats.Resampling{})
	if got := named(t, measuretest.Run(t, panel{}, panelCase(all...), 3), "panel", "helps"); math.Abs(got.Estimate.Value-want.Value) > 1e-12 {
		t.Errorf("%v, and by package stats %v", got.Estimate.Value, want.Value)
	}
}

func TestPanelSeverity(t *testing.T) {
	agree := func(rows, apart int) []seedbed.Record {
		var out []seedbed.Record
		for i := range rows {
			v := n(1 + i%7)
			out = append(out, judgedRow(i, scores("helps", v, v)))
			if i < apart {
				out[i] = judgedRow(i, scores("helps", n(1+i%7), n(7-i%7)))
			}
		}
		return out
	}
	skewed := func() []seedbed.Record {
		var out []seedbed.Record
		for i := range 400 {
			out = append(out, judgedRow(i, scores("kind", i >= 4, i >= 4 || i%2 == 0)))
		}
		return append(out, judgedRow(400, scores("kind", true, false)), judgedRow(401, scores("kind", true, false)))
	}
	for name, c := range map[string]struct {
		rows []seedbed.Record
		want measure.Severity
	}{
		"agree": {agree(100, 0), measure.Plain}, "mostly": {agree(100, 12), measure.Notable}, "apart": {agree(100, 100), measure.Serious},
		"few": {agree(20, 20), measure.Notable}, "one value": {skewed(), measure.Notable},
	} {
		if f := measuretest.Run(t, panel{}, panelCase(c.rows...), 2).Findings[0]; f.Severity != c.want {
			t.Errorf("%s: %s %s", name, f.Severity, f.Says)
		}
	}
}

// A run without judges says so, and one judge who is asked once says nothing.
func TestPanelNothing(t *testing.T) {
	for name, c := range map[string]measuretest.Case{
		"no panel":  {Data: measuretest.Texts("a")},
		"no rows":   {Data: measuretest.Texts("a"), Judged: []seedbed.Record{}, Setup: measure.Setup{Panels: aPanel()}},
		"no scores": panelCase(measuretest.Texts("a", "b")...),
		"one judge": panelCase(judgedRow(0, scores("helps", n(1)))),
		"outside":   panelCase(judgedRow(0, scores("helps", n(1), n(9), "7"), scores("kind", "yes", 1.5, true), scores("what", "song", "hint"), scores("order", "", "1"))),
	} {
		r := measuretest.Run(t, panel{}, c, 2)
		if len(r.Findings) > 0 || len(r.NotMeasured) != 1 || strings.Contains(r.NotMeasured[0].Why, "wrong") {
			t.Errorf("%s: %+v %+v", name, r.NotMeasured, r.Findings)
		}
	}
}

// However rows are shared out, the report is the same; whatever scores hold, nothing breaks.
func TestPanelMerges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(
			rapid.Map(rapid.Int64Range(-2, 9), func(v int64) any { return v }), rapid.Map(rapid.Bool(), func(v bool) any { return v }),
			rapid.SampledFrom([]any{"hint", "solution", "1 2", "", nil, 1.5}),
		)
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) seedbed.Record {
			var r seedbed.Record
			for range rapid.IntRange(0, 8).Draw(t, "scores") {
				share := rapid.Float64Range(-1, 2).Draw(t, "share")
				r.Scores = append(r.Scores, seedbed.Score{
					Criterion: rapid.SampledFrom([]string{"helps", "kind", "what", "order", "else"}).Draw(t, "criterion"),
					Judge:     rapid.SampledFrom([]string{"grader", "second", "third", "panel", "else"}).Draw(t, "judge"),
					Stage:     "scored", Status: rapid.SampledFrom([]seedbed.ScoreStatus{seedbed.Scored, seedbed.Unscored}).Draw(t, "status"),
					Value: value.Draw(t, "value"), Confidence: &seedbed.Confidence{Repeats: &share},
				})
			}
			return r
		}), 1, 30).Draw(t, "rows")
		var want string
		for parts := 1; parts <= 3; parts++ {
			setup := &measure.Setup{Level: .95, Panels: aPanel()}
			sums := make([]*judged, parts)
			for i := range sums {
				sums[i] = newJudged(setup)
			}
			for i := range rows {
				row, _ := measure.RowOf(&measure.Columns{}, measure.Judged, int64(i), &rows[i])
				sums[(i*7)%parts].Add(row)
			}
			for _, s := range sums[1:] {
				if err := sums[0].Merge(s); err != nil {
					t.Fatal(err)
				}
			}
			found, err := sums[0].report(t.Context())
			got := fmt.Sprintf("%+v %v", shownFindings(found), err)
			if parts == 1 {
				want = got
			} else if got != want {
				t.Fatalf("in %d parts:\n%s\nwhole:\n%s", parts, got, want)
			}
		}
	})
}

func shownFindings(all []measure.Finding) string {
	var b strings.Builder
	for i := range all {
		fmt.Fprintf(&b, "%s %s %v %v\n", all[i].Figure, all[i].Says, all[i].Evidence, all[i].Tables)
	}
	return b.String()
}

// A run of many rows keeps a sample of them, and says so.
func TestPanelSample(t *testing.T) {
	setup := &measure.Setup{Level: .95, Panels: aPanel()[:1]}
	j := newJudged(setup)
	all := scores("helps", n(2), n(5))
	rec := seedbed.Record{Scores: all}
	row, _ := measure.RowOf(&measure.Columns{}, measure.Judged, 0, &rec)
	for i := range mostJudged + 1000 {
		row.N = int64(i)
		all[0].Value = n(1 + i%7)
		j.Add(row)
	}
	found, err := j.report(t.Context())
	if err != nil || found[0].Census || !strings.Contains(found[0].Caveat, "a random sample of 50,000 rows") {
		t.Errorf("%v %+v", err, found[0].Caveat)
	}
}

func BenchmarkPanelAdd(b *testing.B) {
	setup := &measure.Setup{Level: .95, Panels: aPanel()}
	j := newJudged(setup)
	recs := manyJudged(100)
	rows := make([]*measure.Row, len(recs))
	for i := range recs {
		rows[i], _ = measure.RowOf(&measure.Columns{}, measure.Judged, 0, &recs[i])
	}
	b.ReportAllocs()
	i := int64(0)
	for b.Loop() {
		r := rows[i%100]
		r.N = i
		j.Add(r)
		i++
	}
}
