package expr_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
)

var hints = expr.Env{
	Fields: []expr.Var{
		{Name: "question", Type: seedbed.TypeText},
		{Name: "answer", Type: seedbed.TypeText},
		{Name: "hint", Type: seedbed.TypeText},
		{Name: "grade", Type: seedbed.TypeInt},
		{Name: "weight", Type: seedbed.TypeFloat},
		{Name: "done", Type: seedbed.TypeBool},
		{Name: "tags", Type: seedbed.TypeList},
		{Name: "meta", Type: seedbed.TypeObject},
		{Name: "extra", Type: seedbed.TypeAny},
		{Name: "in", Type: seedbed.TypeText},
		{Name: "first name", Type: seedbed.TypeText},
		{Name: "type", Type: seedbed.TypeText},
	},
	Criteria: []seedbed.Criterion{
		{Name: "gives_away", Kind: seedbed.Scale, Min: 1, Max: 7},
		{Name: "helpful", Kind: seedbed.Scale, Min: 1, Max: 7},
		{Name: "is_hint", Kind: seedbed.YesNo},
		{Name: "tone", Kind: seedbed.Choice, Choices: []string{"kind", "dry"}},
	},
}

func row() *seedbed.Record {
	return &seedbed.Record{
		ID: seedbed.ID{0x7f, 0x3a}, Stage: "scored", Origin: seedbed.OriginGenerated,
		Fields: seedbed.Fields{
			{Name: "question", Value: "Janet's ducks lay 16 eggs per day."},
			{Name: "answer", Value: "She makes 9 * 2 = $18.\n#### 18"},
			{Name: "hint", Value: "How many eggs are left after breakfast?"},
			{Name: "grade", Value: int64(3)},
			{Name: "weight", Value: int64(2)},
			{Name: "done", Value: true},
			{Name: "tags", Value: []any{"eggs", int64(2)}},
			{Name: "meta", Value: map[string]any{"by": "ana", "n": 1.5}},
			{Name: "extra", Value: nil},
			{Name: "in", Value: "x"},
			{Name: "first name", Value: "Ana"},
			{Name: "type", Value: "word problem"},
		},
		Scores: []seedbed.Score{
			{Criterion: "gives_away", Status: seedbed.Scored, Value: int64(2)},
			{Criterion: "helpful", Status: seedbed.Unscored, Reason: "verdict outside the rubric: 9"},
			{Criterion: "is_hint", Status: seedbed.Scored, Value: true},
			{Criterion: "tone", Status: seedbed.Scored, Value: "kind"},
		},
	}
}

func compile(t testing.TB, src string, env expr.Env, want seedbed.Type) *expr.Program {
	t.Helper()
	p, problems := expr.Compile(src, env, want)
	if len(problems) > 0 {
		t.Fatalf("Compile(%q): %v", src, problems)
	}
	return p
}

func TestEval(t *testing.T) {
	for _, tc := range []struct {
		src  string
		want any
	}{
		{`score.gives_away <= 2`, true},
		{`score.is_hint && score.tone == "kind"`, true},
		{`has(score.helpful)`, false},
		{`has(score.gives_away)`, true},
		{`score["gives_away"]`, int64(2)},
		{`words(hint) < 10 && chars(hint) > 10`, true},
		{`words("don't stop, twenty-one – yes")`, int64(4)},
		{`lower("ÄB")`, "äb"},
		{`contains(answer, "18")`, true},
		{`has_number(hint, final_answer(answer))`, false},
		{`has_number("She has 18 left", final_answer(answer))`, true},
		{`has_number(answer, 18)`, true},
		{`has_number(answer, 18.0)`, true},
		{`final_answer(answer)`, "18"},
		{`final_answer("#### none")`, ""},
		{`weight / 4.0`, 0.5},
		{`grade + 1`, int64(4)},
		{`grade < 3.5`, true},
		{`extra == null`, true},
		{`answer == null`, false},
		{`row["in"] + row["first name"]`, "xAna"},
		{`has(row.extra)`, true},
		{`type == "word problem"`, true},
		{`id.startsWith("7f3a") && origin == "generated" && stage == "scored"`, true},
		{`tags.exists(t, t == "eggs")`, true},
		{`tags`, []any{"eggs", int64(2)}},
		{`meta`, map[string]any{"by": "ana", "n": 1.5}},
		{`meta.n > 1`, true},
		{`question.matches("[0-9]+ eggs")`, true},
		{`done ? "a" : "b"`, "a"},
		{`score.helpful > 3 || true`, true},
		{`bytes("a")`, "a"},
		{`null`, nil},
		{`18446744073709551615u`, fmt.Sprint(uint64(18446744073709551615))},
		{`duration("1s")`, "1s"},
	} {
		p := compile(t, tc.src, hints, seedbed.TypeAny)
		got, err := p.Eval(row())
		if err != nil {
			t.Errorf("%s: %v", tc.src, err)
			continue
		}
		if fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("%s = %v (%T), want %v (%T)", tc.src, got, got, tc.want, tc.want)
		}
	}
}

func TestEvalErrors(t *testing.T) {
	absent := row()
	absent.Fields = absent.Fields[:1]
	null := row()
	null.Fields = null.Fields.With("answer", nil).With("grade", "four")
	for _, tc := range []struct {
		src     string
		r       *seedbed.Record
		missing bool
		says    string
	}{
		{`score.helpful >= 5`, row(), true, "score.helpful is unscored"},
		{`score.helpful >= 5`, absent, true, "score.helpful is unscored"},
		{`words(answer) < 3`, absent, true, "this row has no field answer"},
		{`words(answer) < 3`, null, true, "answer is null"},
		{`grade < 3`, null, false, "grade is text in this row, and not a whole number"},
		{`1 / (grade - 3) > 0`, row(), false, "division by zero"},
		{`row["hint"] > 3`, row(), false, "cannot be applied to"},
		{`meta.nope == 1`, row(), false, "there is no nope"},
	} {
		p := compile(t, tc.src, hints, seedbed.TypeBool)
		_, err := p.Bool(tc.r)
		if err == nil {
			t.Errorf("%s: no error", tc.src)
			continue
		}
		var missing *expr.MissingError
		if errors.As(err, &missing) != tc.missing || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v (%T), want %q, missing %v", tc.src, err, err, tc.says, tc.missing)
		}
	}
}

func TestCompileProblems(t *testing.T) {
	closed := hints
	open := hints
	open.Open = true
	for _, tc := range []struct {
		src  string
		env  expr.Env
		want string // line:col message; fix
	}{
		{`score.gives_awy <= 2`, closed, `1:1 score.gives_awy is not a criterion (gives_away, helpful, is_hint, tone); did you mean "gives_away"?`},
		{`has(score.x)`, closed, `1:5 score.x is not a criterion (gives_away, helpful, is_hint, tone); `},
		{`score.x > 1`, expr.Env{}, `1:1 score.x: nothing has been scored before this stage; put a judge stage before it`},
		{`questin == "a"`, closed, `1:1 questin is not a field (question, answer, hint, grade, weight, done, tags, meta and 2 more); did you mean "question"?`},
		{`helpful > 2`, closed, `1:1 helpful is a criterion, and not a field; write score.helpful`},
		{`zzz == "a"`, open, `1:1 zzz is not a field (question, answer, hint, grade, weight, done, tags, meta and 2 more); if rows may have it, write row["zzz"]`},
		{`row["questin"] == "a"`, closed, `1:1 questin is not a field (question, answer, hint, grade, weight, done, tags, meta and 4 more); did you mean "question"?`},
		{`question < grade`, closed, `1:10 compares text with a number; leave out the quotes, or turn the text into a number with double(...)`},
		{"done &&\n  grade == \"3\"", closed, `2:9 compares a number with text; leave out the quotes, or turn the text into a number with double(...)`},
		{`score.tone <= 2`, closed, `1:12 compares text with a number; leave out the quotes, or turn the text into a number with double(...)`},
		{`grade + 0.5 > 1.0`, closed, `1:7 + mixes a whole number with a fraction; wrap the whole number in double(...), or write 2.0 for 2`},
		{`wrds(hint) > 2`, closed, `1:1 wrds is not a function; did you mean "words"?`},
		{`words(grade) > 2`, closed, `1:6 words cannot be applied to (a number); `},
		{`hint && done`, closed, `1:1 wants true or false here, and this is text; compare it with something`},
		{`grade = 3`, closed, `1:7 = does not compare; write ==`},
		{`done and done`, closed, `1:6 and is not an operator here; write &&`},
		{`grade >`, closed, `1:8 the expression ends too early; finish it`},
		{`in == "x"`, closed, `1:1 "in" is not expected here; join two conditions by && or ||, and put text in quotes`},
		{`function == "x"`, closed, `1:1 function is a word that the expression language keeps for itself; for the field, write row["function"]`},
		{`hint == "abc`, closed, `1:9 this text has no closing quote; close it`},
		{`grade`, closed, `1:1 wants true or false, and this gives a number; compare it with something, as in score.helpful >= 5`},
		{` `, closed, `1:1 the expression is empty; write one, such as score.helpful >= 5 or words(answer) < 40`},
		{"\xff", closed, `1:1 the expression is not UTF-8; save the file as UTF-8`},
		{strings.Repeat("a", 20000), closed, `1:1 the expression has 20000 bytes; 16384 are allowed; split it`},
	} {
		p, problems := expr.Compile(tc.src, tc.env, seedbed.TypeBool)
		if p != nil || len(problems) == 0 {
			t.Errorf("%.40q compiled", tc.src)
			continue
		}
		q := problems[0]
		if got := fmt.Sprintf("%d:%d %s; %s", q.Line, q.Col, q.Message, q.Fix); got != tc.want {
			t.Errorf("%.40q:\n got %s\nwant %s", tc.src, got, tc.want)
		}
	}
}

func BenchmarkScore(b *testing.B) {
	p := compile(b, `score.gives_away <= 2`, hints, seedbed.TypeBool)
	r := row()
	b.ReportAllocs()
	for b.Loop() {
		if ok, err := p.Bool(r); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		compile(b, `score.gives_away <= 2 && words(hint) < 40`, hints, seedbed.TypeBool)
	}
}
