package stage

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// keepScope is a Scope over a schema that notes its problems as "key: message; fix".
func keepScope(in seedbed.Schema) (*plan.Scope, *[]string) {
	var problems []string
	return &plan.Scope{
		Stage: "kept", Input: in, HasFrom: true,
		Problem: func(key, message, fix string) { problems = append(problems, key+": "+message+"; "+fix) },
		ProblemAt: func(key string, line, col int, message, fix string) {
			problems = append(problems, fmt.Sprintf("%s:%d:%d: %s; %s", key, line, col, message, fix))
		},
		Report: func(ps seedbed.Problems) {
			for _, p := range ps {
				problems = append(problems, p.String())
			}
		},
		Warn: func(key, message, fix string) { problems = append(problems, "warning: "+key+": "+message+"; "+fix) },
	}, &problems
}

var keepSchema = seedbed.Schema{
	Fields:   []seedbed.FieldType{{Name: "answer", Type: seedbed.TypeText}, {Name: "hint", Type: seedbed.TypeText}, {Name: "n", Type: seedbed.TypeInt}},
	Criteria: []seedbed.Criterion{{Name: "gives_away", Kind: seedbed.Scale, Min: 1, Max: 7}, {Name: "helpful", Kind: seedbed.Scale, Min: 1, Max: 7}},
}

func makeStage(t testing.TB, kind *plan.Kind, cfg plan.StageConfig, in seedbed.Schema) seedbed.Stage {
	t.Helper()
	scope, problems := keepScope(in)
	needs := cfg.Check(scope)
	if len(*problems) > 0 {
		t.Fatal(*problems)
	}
	st, err := kind.New(cfg, plan.Env{Stage: &plan.Stage{Name: "kept", Kind: kind, Config: cfg, Needs: needs}})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func hintRow(i int, hint string, scores ...seedbed.Score) seedbed.Record {
	return seedbed.Record{
		ID: seedbed.ID{1, byte(i >> 16), byte(i >> 8), byte(i)}, Stage: "hints", Origin: seedbed.OriginHuman,
		Fields: seedbed.Fields{{Name: "answer", Value: "9*2\n#### 18"}, {Name: "hint", Value: hint}, {Name: "n", Value: int64(i)}},
		Scores: scores,
	}
}

func processOne(t testing.TB, st seedbed.Stage, r seedbed.Record) seedbed.Record {
	t.Helper()
	out, err := st.Process(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != 1 || out[0].ID != r.ID {
		t.Fatalf("gave %d records", len(out))
	}
	return out[0]
}

func TestKeepDecisions(t *testing.T) {
	cfg := &keepConfig{
		When:    "score.gives_away <= 2 && score.helpful >= 5",
		Reason:  "not good enough",
		Reasons: []keepDrop{{When: "has_number(hint, final_answer(answer))", Reason: "answer in hint"}, {When: "1 / n > 5", Reason: "never"}},
	}
	st := makeStage(t, Keep(), cfg, keepSchema)
	scored := func(name string, v int64) seedbed.Score {
		return seedbed.Score{Criterion: name, Status: seedbed.Scored, Value: v}
	}
	for _, tc := range []struct {
		r      seedbed.Record
		state  seedbed.State
		reason string
		detail string
	}{
		{hintRow(1, "look", scored("gives_away", 1), scored("helpful", 6)), seedbed.Accepted, cfg.When, ""},
		{hintRow(1, "look", scored("gives_away", 3), scored("helpful", 6)), seedbed.Rejected, "not good enough", "not " + cfg.When},
		{hintRow(1, "it is $18.00!", scored("gives_away", 1), scored("helpful", 6)), seedbed.Rejected, "answer in hint", ""},
		{hintRow(1, "look", scored("gives_away", 1)), seedbed.Rejected, "unscored: helpful", "score.helpful is unscored"},
		{hintRow(1, "look", scored("gives_away", 1), seedbed.Score{Criterion: "helpful", Status: seedbed.FailedTo}), seedbed.Rejected, "unscored: helpful", "score.helpful is failed"},
		{hintRow(0, "look"), seedbed.Rejected, "cannot be decided", `evaluating "1 / n > 5": division by zero`},
		{seedbed.Record{ID: seedbed.ID{9}}, seedbed.Rejected, "cannot be decided", "this row has no field hint"},
	} {
		d := processOne(t, st, tc.r).Decision
		if d.State != tc.state || d.Reason != tc.reason || d.Detail != tc.detail || d.Actor != "kept" {
			t.Errorf("got %+v, want %s %q %q", d, tc.state, tc.reason, tc.detail)
		}
	}
}

func TestKeepReasonIsTheCondition(t *testing.T) {
	st := makeStage(t, Keep(), &keepConfig{When: "n < 3"}, keepSchema)
	if d := processOne(t, st, hintRow(3, "")).Decision; d.Reason != "not n < 3" || d.Detail != "" {
		t.Errorf("got %+v", d)
	}
}

// Whatever comes, exactly want are accepted, none after at_most tries, and what
// comes after is surplus.
func TestKeepCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want, atMost := rapid.IntRange(0, 12).Draw(t, "want"), rapid.IntRange(0, 20).Draw(t, "at_most")
		if atMost > 0 && want > atMost {
			want = atMost
		}
		passes := rapid.SliceOfN(rapid.Bool(), 0, 40).Draw(t, "passes")
		cfg := &keepConfig{When: "n == 1", Want: want, AtMost: atMost}
		scope, problems := keepScope(keepSchema)
		cfg.Check(scope)
		if len(*problems) > 0 {
			t.Fatal(*problems)
		}
		st, err := newKeep(cfg, "kept")
		if err != nil {
			t.Fatal(err)
		}
		accepted, tried := 0, 0
		for i, pass := range passes {
			n := 0
			if pass {
				n = 1
			}
			wantState := seedbed.Rejected
			switch full := want > 0 && accepted == want || atMost > 0 && tried == atMost; {
			case full:
				wantState = seedbed.Surplus
			case pass:
				wantState = seedbed.Accepted
			}
			out, err := st.Process(context.Background(), hintRow(n, ""))
			if err != nil || out[0].Decision.State != wantState {
				t.Fatalf("record %d: %+v, %v; want %s", i, out, err, wantState)
			}
			if wantState != seedbed.Surplus {
				tried++
			}
			if wantState == seedbed.Accepted {
				accepted++
			}
			w := st.Want()
			full := want > 0 && accepted == want || atMost > 0 && tried == atMost
			if w != (seedbed.Want{Wanted: want, Accepted: accepted, Tried: tried, AtMost: atMost, Satisfied: full}) {
				t.Fatalf("Want() = %+v after %d accepted of %d", w, accepted, tried)
			}
		}
	})
}

func TestKeepProblems(t *testing.T) {
	for _, tc := range []struct {
		cfg  keepConfig
		want string
	}{
		{keepConfig{}, ": keep says neither which records to keep nor how many; add when: with a condition, want: with a number, or both"},
		{keepConfig{Want: 5, AtMost: 3}, "at_most: looks at 3 records at the most, and wants 5 of them; write 5 or more"},
		{keepConfig{When: "score.gives_awy < 2"}, `when:1:1: score.gives_awy is not a criterion (gives_away, helpful); did you mean "gives_away"?`},
		{keepConfig{When: "n"}, "when:1:1: wants true or false, and this gives a number; compare it with something, as in score.helpful >= 5"},
		{keepConfig{Want: 1, Reasons: []keepDrop{{When: "hint < 3", Reason: "x"}}}, "reasons.0.when:1:6: compares text with a number; leave out the quotes, or turn the text into a number with double(...)"},
	} {
		scope, problems := keepScope(keepSchema)
		tc.cfg.Check(scope)
		if got := strings.Join(*problems, "\n"); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
}

func BenchmarkKeep(b *testing.B) {
	st := makeStage(b, Keep(), &keepConfig{When: "score.gives_away <= 2", Reasons: []keepDrop{{When: "has_number(hint, final_answer(answer))", Reason: "x"}}}, keepSchema)
	r := hintRow(1, "How many eggs are left after breakfast and baking?", seedbed.Score{Criterion: "gives_away", Status: seedbed.Scored, Value: int64(1)})
	b.ReportAllocs()
	for b.Loop() {
		processOne(b, st, r)
	}
}
