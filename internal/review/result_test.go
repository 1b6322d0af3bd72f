package review

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

func march(day int) time.Time { return time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC) }

func TestSentence(t *testing.T) {
	base := Result{
		What: "accepted", Rows: 12_400, Rubric: "hint r3", Confidence: .95, LookedAt: 214, People: 3, PerRow: 2,
		Agreement: stats.Between(.81, .74, .87, .95, "bootstrap", 214), From: march(10), To: march(12),
	}
	share := func(v stats.Verdict, value, high float64, rows, defects, more int) ClaimState {
		return ClaimState{
			Text: "defects <= 5%", Kind: plan.ShareOfDefects, Limit: .05, Verdict: v, Rows: rows, Defects: defects, More: more,
			Estimate: stats.Between(value, 0, high, .95, "mixture", rows),
		}
	}
	judge := func(v stats.Verdict, value, low, high float64, more int) ClaimState {
		return ClaimState{
			Text: "judge scored.helpful within .05", Kind: plan.JudgeWithin, Limit: .05, Verdict: v, Rows: 214, More: more,
			Estimate: stats.Between(value, low, high, .95, "betting", 214),
		}
	}
	const people = "; 214 rows looked at by 3 people, α = .81 [.74, .87]; inspected 10–12 March 2026."
	for name, c := range map[string]struct {
		change func(r *Result)
		claims []ClaimState
		want   string
	}{
		"met": {
			nil,
			[]ClaimState{share(stats.Met, .009, .0405, 214, 2, 0)},
			"Of 12,400 accepted rows, with 95 % confidence fewer than 4.1 % are defective by rubric hint r3" + people,
		},
		"met, just": {
			nil,
			[]ClaimState{share(stats.Met, .009, .04999, 214, 2, 0)},
			"Of 12,400 accepted rows, with 95 % confidence fewer than 5 % are defective by rubric hint r3" + people,
		},
		"not met": {
			nil,
			[]ClaimState{share(stats.NotMet, .2, .3, 100, 20, 0)},
			"Of 12,400 accepted rows, with 95 % confidence 5 % or more are defective by rubric hint r3: 20 of 100 drawn at random are" + people,
		},
		"not yet": {
			nil,
			[]ClaimState{share(stats.CannotTell, .01, .0982, 60, 1, 40)},
			"Of 12,400 accepted rows, it cannot be told whether fewer than 5 % are defective by rubric hint r3: 1 of 60 drawn at random are, and with 95 % confidence fewer than 9.9 % of all; about 40 more would show it if no further one is defective" + people,
		},
		"never": {
			nil,
			[]ClaimState{share(stats.CannotTell, .04, .0709, 236, 9, -1)},
			"Of 12,400 accepted rows, it cannot be told whether fewer than 5 % are defective by rubric hint r3: 9 of 236 drawn at random are, and with 95 % confidence fewer than 7.1 % of all; the sample cannot show it any more" + people,
		},
		"nothing": {
			func(r *Result) { r.LookedAt, r.People, r.From, r.To, r.What = 0, 0, time.Time{}, time.Time{}, "" },
			[]ClaimState{{Text: "defects <= 5%", Kind: plan.ShareOfDefects, Limit: .05, Verdict: stats.CannotTell, More: 75, Estimate: stats.Undefined("there are no rows")}},
			"Of 12,400 rows, it cannot be told yet whether fewer than 5 % are defective by rubric hint r3; nobody has looked at any yet.",
		},
		"one person": {
			func(r *Result) { r.People, r.To = 1, march(10) },
			[]ClaimState{share(stats.Met, 0, .0405, 214, 0, 0)},
			"Of 12,400 accepted rows, with 95 % confidence fewer than 4.1 % are defective by rubric hint r3; 214 rows looked at by 1 person, so that nothing is known of whether another would agree; inspected 10 March 2026.",
		},
		"one a row": {
			func(r *Result) { r.PerRow, r.From = 1, time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC) },
			[]ClaimState{share(stats.Met, 0, .0405, 214, 0, 0)},
			"Of 12,400 accepted rows, with 95 % confidence fewer than 4.1 % are defective by rubric hint r3; 214 rows looked at by 3 people, each row by one, so that nothing is known of whether they agree; inspected 28 February – 12 March 2026.",
		},
		"all alike": {
			func(r *Result) {
				r.Agreement, r.From = stats.Undefined("only one value was used"), time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
			},
			[]ClaimState{share(stats.Met, 0, .0405, 214, 0, 0)},
			"Of 12,400 accepted rows, with 95 % confidence fewer than 4.1 % are defective by rubric hint r3; 214 rows looked at by 3 people, with no α: only one value was used; inspected 31 December 2025 – 12 March 2026.",
		},
		"all rows": {func(r *Result) { r.Rows, r.LookedAt = 120, 120 }, []ClaimState{{
			Text: "defects <= 5%", Kind: plan.ShareOfDefects, Limit: .05, Verdict: stats.Met, Rows: 120, Defects: 4, Estimate: stats.Exact(4./120, 120),
		}}, "Of 120 accepted rows, 4 (3.3 %) are defective by rubric hint r3; all looked at by 3 people, α = .81 [.74, .87]; inspected 10–12 March 2026."},
		"a judge": {
			nil,
			[]ClaimState{judge(stats.Met, .01, -.012, .03, 0)},
			"Of 12,400 accepted rows, with 95 % confidence the mean of the judge scored.helpful less that of people is .010 [−.012, .030] on a scale from 0 to 1, within .05" + people,
		},
		"a judge off": {
			nil,
			[]ClaimState{judge(stats.NotMet, .1, .06, .14, 0)},
			"Of 12,400 accepted rows, with 95 % confidence the mean of the judge scored.helpful less that of people is .10 [.060, .14] on a scale from 0 to 1, not within .05" + people,
		},
		"a judge, not yet": {
			nil,
			[]ClaimState{judge(stats.CannotTell, .01, -.06, .08, 300)},
			"Of 12,400 accepted rows, with 95 % confidence the mean of the judge scored.helpful less that of people is .010 [−.060, .080] on a scale from 0 to 1, which does not tell yet whether it is within .05; about 300 rows more would" + people,
		},
		"a judge of nothing": {
			nil,
			[]ClaimState{{Text: "judge within .05", Kind: plan.JudgeWithin, Limit: .05, Verdict: stats.CannotTell, More: -1, Why: "the judge scored no row of helpful", Estimate: stats.Undefined("")}},
			"Of 12,400 accepted rows, it cannot be told yet whether the judge is within .05 of people: the judge scored no row of helpful" + people,
		},
		"groups": {nil, []ClaimState{
			{Text: "every dialect seen 30 times", Kind: plan.GroupsSeen, Verdict: stats.Met},
			{Text: "every grade seen 2 times", Kind: plan.GroupsSeen, Verdict: stats.CannotTell, Why: `"9" 1 of 2 times`},
			{Text: "every topic seen 9 times", Kind: plan.GroupsSeen, Verdict: stats.NotMet, Why: `there are 5 rows of "tax"`},
		}, `Of 12,400 accepted rows, every dialect seen 30 times, as was claimed; not yet every grade seen 2 times: "9" 1 of 2 times; not every topic seen 9 times: there are 5 rows of "tax"` + people},
		"no claim": {nil, nil, "Of 12,400 accepted rows, nothing was claimed" + people},
	} {
		t.Run(name, func(t *testing.T) {
			r := base
			if c.change != nil {
				c.change(&r)
			}
			r.Claims = c.claims
			if got := r.Sentence(); got != c.want {
				t.Errorf("it says\n%s\nand is to say\n%s", got, c.want)
			}
			said := r.Sentences()
			for i := range said {
				if !strings.HasPrefix(said[i], c.claims[i].Text+", "+string(c.claims[i].Verdict)+": of ") {
					t.Errorf("of claim %d it says %s", i, said[i])
				}
			}
		})
	}
}

// What is published is never less than what was shown, and at most a step more.
func TestFewerThanRoundsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		high := rapid.Float64Range(1e-6, 1).Draw(t, "high")
		said := fewerThan(stats.Between(0, 0, high, .95, "x", 10), 1)
		number, strict := strings.CutPrefix(strings.TrimSuffix(said, " %"), "fewer than ")
		number = strings.TrimPrefix(number, "at most ")
		var x float64
		if err := json.Unmarshal([]byte(number), &x); err != nil {
			t.Fatalf("%v says %q", high, said)
		}
		step := .01
		switch {
		case high < .00095:
			step = .0001
		case high < .0995:
			step = .001
		}
		if x /= 100; x < high-1e-12 || strict && x <= high || x > high+step+1e-9 {
			t.Fatalf("%v says %q", high, said)
		}
	})
	if got := fewerThan(stats.Exact(.1, 10), 1); got != "no share that is known" {
		t.Error(got)
	}
}

func TestResultJSON(t *testing.T) {
	r := Result{
		Inspection: "kept", Rows: 10, Rubric: "hint r1", Confidence: .9, Claims: []ClaimState{{Text: "defects <= 5%", Kind: plan.ShareOfDefects, Verdict: stats.Met, Estimate: stats.Between(.1, 0, .2, .9, "x", 10)}},
		Agreement: stats.Undefined("one rater"), From: march(10), To: march(11), Parts: map[Part]int{PartRandom: 10}, Head: Head{Seq: 3, Hash: "aa"},
		Groups: []GroupFigure{{Name: "a", Rows: 5, Settled: 5, Estimate: stats.Exact(0, 5)}},
	}
	b, err := json.Marshal(r)
	must(t, err)
	var back Result
	must(t, json.Unmarshal(b, &back))
	if !reflect.DeepEqual(r, back) {
		t.Errorf("%+v is read back as %+v", r, back)
	}
}
