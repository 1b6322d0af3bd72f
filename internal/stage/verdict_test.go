package stage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func verdictRubric() seedbed.Rubric {
	return seedbed.Rubric{
		Name: "hint", Revision: "r1", Task: "A hint for a pupil.",
		Criteria: []seedbed.Criterion{
			{
				Name: "gives_away", Question: "Does it give the answer away?", Kind: seedbed.Scale, Min: 1, Max: 7,
				Anchors: []seedbed.Anchor{{Value: "1", Words: "not at all"}, {Value: "7", Words: "it states the answer"}},
			},
			{Name: "is_hint", Question: "Is it a hint at all?", Kind: seedbed.YesNo},
			{Name: "tone", Question: "How does it sound?", Kind: seedbed.Choice, Choices: []string{"warm", "cold", "1"}},
		},
	}
}

func verdictPrint(scores []seedbed.Score) string {
	var out []string
	for _, s := range scores {
		switch s.Status {
		case seedbed.Scored:
			out = append(out, fmt.Sprintf("%v (%s)", s.Value, s.Reason))
		default:
			out = append(out, fmt.Sprintf("%s: %s", s.Status, s.Reason))
		}
	}
	return strings.Join(out, " | ")
}

func TestVerdict(t *testing.T) {
	const good = `{"gives_away": {"reason": "a", "value": 6}, "is_hint": {"reason": "b", "value": true}, "tone": {"reason": "c", "value": "warm"}}`
	const goodScores = "6 (a) | true (b) | warm (c)"
	const unparsable = "failed: unparsable reply | failed: unparsable reply | failed: unparsable reply"
	one := func(v string) string { return `{"gives_away": {"value": ` + v + `}}` }
	rest := " | unscored: no verdict | unscored: no verdict"
	outside := func(s string) string { return "unscored: verdict outside the rubric: " + s + rest }
	tests := []struct{ name, text, want string }{
		{"plain", good, goodScores},
		{"in a fence", "```json\n" + good + "\n```\n", goodScores},
		{"among prose", "I think {so}: " + good + " Hope that helps {}", goodScores},
		{"after thoughts", "<think>\\frac{1}{2} maybe " + one("2") + "</think>\n" + good, goodScores},
		{"the last of two counts", one("2") + "\n" + one("3"), "3 ()" + rest},
		{"the fuller of two counts", good + one("1"), goodScores},
		{"wrapped", `{"scores": ` + good + `}`, goodScores},
		{"bare values", `{"gives_away": 6, "is_hint": "Yes", "tone": "WARM"}`, "6 () | true () | warm ()"},
		{"other names", `{"gives_away": {"reason": "a", "score": 2}}`, "2 (a)" + rest},
		{"number as text", one(`" 6 "`), "6 ()" + rest},
		{"whole float", one("6.0"), "6 ()" + rest},
		{"of seven", one(`"6/7"`), "6 ()" + rest},
		{"out of seven", one(`"6 out of 7"`), "6 ()" + rest},
		{"of ten", one(`"6/10"`), outside("6/10")},
		{"too high", one("9"), outside("9")},
		{"between", one("6.5"), outside("6.5")},
		{"huge", one("1e400"), outside("1e400")},
		{"NaN as text", one(`"NaN"`), outside("NaN")},
		{"a list", one("[6]"), outside("[6]")},
		{"true for a scale", one("true"), outside("true")},
		{"null", one("null"), "unscored: no verdict" + rest},
		{"twice", `{"gives_away": 1, "gives_away": 7}`, outside("two verdicts")},
		{"value twice", `{"gives_away": {"value": 1, "value": 7}}`, outside("two verdicts")},
		{"choice that is a number", `{"tone": {"value": 1}}`, "unscored: no verdict | unscored: no verdict | 1 ()"},
		{"1 is no yes", `{"is_hint": 1}`, "unscored: no verdict | unscored: verdict outside the rubric: 1 | unscored: no verdict"},
		{"no JSON", "Six, I would say.", unparsable},
		{"empty", "", unparsable},
		{"other JSON", `{"a": 1}`, unparsable},
		{"cut", `{"gives_away": {"reason": "a", "va`, unparsable},
		{"trailing comma", `{"gives_away": 6,}`, unparsable},
	}
	r := verdictRubric()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			scores, read := verdictScores(r.Criteria, &seedbed.Reply{Text: tt.text, Finish: seedbed.FinishStop})
			if got := verdictPrint(scores); got != tt.want || read == (tt.want == unparsable) {
				t.Errorf("got  %s (read: %v)\nwant %s", got, read, tt.want)
			}
		})
	}
}

func TestVerdictSingle(t *testing.T) {
	c := verdictRubric().Criteria[:1]
	scores, ok := verdictScores(c, &seedbed.Reply{Text: `{"reason": "why", "value": 3}`})
	if got := verdictPrint(scores); got != "3 (why)" || !ok {
		t.Errorf("got %s", got)
	}
}

func TestVerdictFinish(t *testing.T) {
	c := verdictRubric().Criteria[:1]
	for _, tt := range []struct {
		reply seedbed.Reply
		want  string
		read  bool
	}{
		{seedbed.Reply{Text: `{"gives_away": 6}`, Refusal: "no"}, "unscored: refused", true},
		{seedbed.Reply{Finish: seedbed.FinishRefusal}, "unscored: refused", true},
		{seedbed.Reply{Finish: seedbed.FinishFilter}, "unscored: filtered by the provider", true},
		{seedbed.Reply{Text: `{"gives_away": 6}`, Finish: seedbed.FinishLength}, "failed: unparsable reply: cut off", false},
	} {
		scores, read := verdictScores(c, &tt.reply)
		if got := verdictPrint(scores); got != tt.want || read != tt.read {
			t.Errorf("got %s, %v, want %s", got, read, tt.want)
		}
	}
}

// verdictSound fails unless there is one score for each criterion, in order,
// each within the rubric or without a value.
func verdictSound(t interface{ Fatalf(string, ...any) }, criteria []seedbed.Criterion, scores []seedbed.Score) {
	if len(scores) != len(criteria) {
		t.Fatalf("%d scores for %d criteria", len(scores), len(criteria))
	}
	for i, s := range scores {
		c := criteria[i]
		if s.Criterion != c.Name || !utf8.ValidString(s.Reason) || len(s.Reason) > verdictReason {
			t.Fatalf("score %+v for %s", s, c.Name)
		}
		if s.Status != seedbed.Scored {
			if s.Value != nil || s.Reason == "" || s.Status != seedbed.Unscored && s.Status != seedbed.FailedTo {
				t.Fatalf("score %+v", s)
			}
			continue
		}
		switch v := s.Value.(type) {
		case int64:
			if c.Kind != seedbed.Scale || v < int64(c.Min) || v > int64(c.Max) {
				t.Fatalf("score %+v for %+v", s, c)
			}
		case bool:
			if c.Kind != seedbed.YesNo {
				t.Fatalf("score %+v for %+v", s, c)
			}
		case string:
			if c.Kind != seedbed.Choice || !slices.Contains(c.Choices, v) {
				t.Fatalf("score %+v for %+v", s, c)
			}
		default:
			t.Fatalf("score %+v", s)
		}
	}
}

func FuzzVerdict(f *testing.F) {
	for _, s := range []string{
		"", `{"gives_away": {"reason": "a", "value": 6}, "is_hint": true, "tone": "cold"}`, "```json\n{\"gives_away\": \"6/7\"}\n```",
		`{"gives_away": {"value": 9}}`, `{"x": {"gives_away": 1}}`, `{"gives_away": 1e400, "tone": [1]}`, "{\"\\ud800\": {}} {\"tone\": \"\xff\"}",
		`{"gives_away": {"reason": "` + strings.Repeat("é", 3000) + `", "value": 1}}`,
	} {
		f.Add(s)
	}
	criteria := verdictRubric().Criteria
	f.Fuzz(func(t *testing.T, text string) {
		scores, _ := verdictScores(criteria, &seedbed.Reply{Text: text})
		verdictSound(t, criteria, scores)
	})
}

// TestVerdictAnything puts replies together from pieces of replies.
func TestVerdictAnything(t *testing.T) {
	pieces := []string{
		"{", "}", `"gives_away"`, `"is_hint"`, `"tone"`, `"value"`, `"reason"`, ":", ",", "6", "-1", "1e999", "true", "null", `"warm"`, `"6/7"`, `"NaN"`,
		"[", "]", " ", "\n", "```json", "text", "\x00", "\xff", `"\ud800"`, `{"gives_away": {"reason": "r", "value": `, `}}`, "0.5", "99999999999999999999",
	}
	rapid.Check(t, func(t *rapid.T) {
		criteria := []seedbed.Criterion{
			{Name: "gives_away", Kind: seedbed.Scale, Min: rapid.IntRange(-5, 1).Draw(t, "min"), Max: rapid.IntRange(2, 1000).Draw(t, "max")},
			{Name: "is_hint", Kind: seedbed.YesNo},
			{Name: "tone", Kind: seedbed.Choice, Choices: []string{"warm", "Warm", "6", "true"}},
		}
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
		finish := rapid.SampledFrom([]seedbed.Finish{"", seedbed.FinishStop, seedbed.FinishLength, seedbed.FinishRefusal, seedbed.FinishOther}).Draw(t, "finish")
		scores, _ := verdictScores(criteria, &seedbed.Reply{Text: text, Finish: finish})
		verdictSound(t, criteria, scores)
		for _, s := range scores {
			if f, ok := s.Value.(float64); ok && math.IsNaN(f) {
				t.Fatalf("NaN")
			}
		}
	})
}

func TestVerdictHostile(t *testing.T) {
	criteria := verdictRubric().Criteria
	for name, text := range map[string]string{
		"braces":       strings.Repeat("{", 10<<20),
		"open objects": strings.Repeat(`{"a":`, 2<<20),
		"one text":     `{"a":"` + strings.Repeat("x", 10<<20),
		"many names":   `{` + strings.Repeat(`"a":1,`, 1<<20) + `"b":1}`,
		"many objects": strings.Repeat(`{"a":1}`, 1<<20),
	} {
		start := time.Now()
		scores, read := verdictScores(criteria, &seedbed.Reply{Text: text})
		verdictSound(t, criteria, scores)
		if took := time.Since(start); read || took > 2*time.Second {
			t.Errorf("%s: read %v in %v", name, read, took)
		}
	}
	long := strings.Repeat("thinking ", 1<<20) + `{"gives_away": 3}`
	if scores, _ := verdictScores(criteria, &seedbed.Reply{Text: long}); scores[0].Value != int64(3) {
		t.Errorf("the end of a long reply is not read: %+v", scores[0])
	}
}

// FuzzVerdictMembers holds the reading of members against encoding/json.
func FuzzVerdictMembers(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":1}`, ` { "a" : [1,{"b":"]}"}] , "\u0061\"" : "x\\" , "c":null}`, `{"a":{"b":{}},"a":-1.5e3}`, `[1]`, `{"a"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var got []string
		verdictMembers(raw, func(name string, value json.RawMessage, at int) {
			if !bytes.HasPrefix(raw[at:], value) {
				t.Fatalf("%q does not stand at %d of %q", value, at, raw)
			}
			got = append(got, name+"="+string(value))
		})
		if !json.Valid(raw) {
			return // only that it ends is promised
		}
		var want []string
		dec := json.NewDecoder(bytes.NewReader(raw))
		if tok, _ := dec.Token(); tok == json.Delim('{') {
			for dec.More() {
				tok, _ := dec.Token()
				var v json.RawMessage
				if err := dec.Decode(&v); err != nil {
					t.Fatal(err)
				}
				want = append(want, tok.(string)+"="+string(v))
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%q: got %q, want %q", raw, got, want)
		}
		for i := range got {
			if got[i] != strings.ToValidUTF8(want[i], "\uFFFD") && got[i] != want[i] && utf8.Valid(raw) {
				t.Fatalf("%q: got %q, want %q", raw, got, want)
			}
		}
	})
}
