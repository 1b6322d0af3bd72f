package exchange

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

const goat = "a 💩 b\r\nc and much more of it"

// studioSheet has a field with what offsets are counted differently in.
func studioSheet() *Sheet {
	s := sheetOf(12)
	s.Person = ""
	s.Marks = []string{"wrong", "$odd"}
	s.Tasks[8].Fields[1].Value = goat
	return s
}

// tasks are what was written for Label Studio, by row.
func studioTasks(t *testing.T, s *Sheet) []map[string]any {
	t.Helper()
	var tasks, config bytes.Buffer
	if err := WriteLabelStudio(&tasks, &config, s); err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	if err := json.Unmarshal(tasks.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLabelStudioComesBack(t *testing.T) {
	s := studioSheet()
	tasks := studioTasks(t, s)
	part := func(kind, from, to, value string) string {
		return fmt.Sprintf(`{"type":%q,"from_name":%q,"to_name":%q,"id":"x","value":%s}`, kind, from, to, value)
	}
	choose := func(criterion, v string) string {
		return part("choices", "answer_"+criterion, "f1", fmt.Sprintf(`{"choices":[%q]}`, v))
	}
	all := choose("helpful", "5") + "," + choose("sound", "no") + "," + choose("tone", "Warm, and kind")
	set := func(i int, annotations ...string) {
		var list []json.RawMessage
		for _, a := range annotations {
			list = append(list, json.RawMessage(a))
		}
		tasks[i]["annotations"], tasks[i]["predictions"] = list, []any{map[string]any{"result": []any{}}}
	}
	ann := func(by, at, rest, result string) string {
		return fmt.Sprintf(`{"id":1,"completed_by":%s,"created_at":"2026-03-09T10:00:00.5Z","updated_at":%q,"lead_time":3.5%s,"result":[%s]}`, by, at, rest, result)
	}
	mark := func(from, to int, text string) string {
		return part("labels", "marks_f2", "f2", fmt.Sprintf(`{"start":%d,"end":%d,"text":%q,"labels":["＄odd"]}`, from, to, text))
	}
	// In code points "b\nc" is 4 to 7 of what Label Studio has; in UTF-16 5 to 8.
	set(8, ann("7", "2026-03-10T10:00:00Z", "", all+","+mark(4, 7, `b\nc`)+","+part("textarea", "note", "f1", `{"text":["why","not"]}`)),
		ann(`{"id":8,"email":"ben@example.org","first_name":"B"}`, "2026-03-10T11:00:00Z", "", all+","+mark(5, 8, "b\nc")))
	set(9, ann("7", "2026-03-10T10:00:00Z", `,"was_cancelled":true`, ""))
	set(10, ann("7", "2026-03-10T10:00:00Z", "", choose("helpful", "9")+","+choose("sound", "no")+","+choose("tone", "plain")),
		ann("99", "2026-03-10T10:00:00Z", "", all))
	set(11, ann("7", "2026-03-10T10:00:00Z", "", all), ann("7", "2026-03-11T10:00:00Z", "", strings.Replace(all, `"5"`, `"6"`, 1)))
	set(7, ann("7", "2026-03-10T10:00:00Z", "", all+","+mark(0, 3, "other")))
	tasks[6]["drafts"] = []any{map[string]any{"result": []any{}}}
	data, err := json.MarshalIndent(tasks, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	w := wantOf(s)
	w.Person, w.People = "", map[string]string{"7": "p-ana", "ben@example.org": "p-ben"}
	got, err := ReadData("ls.json", data, w)
	if err != nil {
		t.Fatal(err)
	}
	span := []review.Span{{Field: "hint", From: 4, To: 8, Category: "$odd"}} // "b\r\nc" of the row itself
	want := []Answered{
		{Person: "p-ana", At: time.Date(2026, 3, 10, 10, 0, 0, 0, time.UTC), Answer: review.Answer{Row: rowID(8), Spans: span, Note: "why\nnot"}},
		{Person: "p-ben", At: time.Date(2026, 3, 10, 11, 0, 0, 0, time.UTC), Answer: review.Answer{Row: rowID(8), Spans: span}},
		{Person: "p-ana", At: time.Date(2026, 3, 11, 10, 0, 0, 0, time.UTC), Answer: review.Answer{Row: rowID(11)}},
	}
	for i := range want {
		a := &want[i]
		a.Answer.Rubric, a.Answer.Through, a.Answer.Given = "3f2a9c01", "label-studio", a.At
		a.Answer.Values = map[string]string{"helpful": "5", "sound": "no", "tone": "Warm, and kind"}
		if i == 2 {
			a.Answer.Values["helpful"] = "6"
		}
		if i < len(got.Answers) {
			a.Place = got.Answers[i].Place
		}
	}
	if !reflect.DeepEqual(got.Answers, want) {
		t.Errorf("%+v\nwant\n%+v", got.Answers, want)
	}
	if len(got.Skips) != 1 || got.Skips[0].Person != "p-ana" || got.Skips[0].Skip.Row != rowID(9) {
		t.Errorf("%+v", got.Skips)
	}
	if got.Drafts != 1 || got.Empty != 7 {
		t.Errorf("%d drafts, %d empty", got.Drafts, got.Empty)
	}
	for _, says := range []string{`"9" is no answer to helpful`, `nobody here is known as "99"`, "answered row 0b007e09 more than once", `does not stand "other"`} {
		if !strings.Contains(got.Problems.Error(), says) {
			t.Errorf("nothing says %q in\n%v", says, got.Problems)
		}
	}
	if len(got.Problems) != 4 || got.Refused() != 3 {
		t.Errorf("%v", got.Problems)
	}
	for i := range got.Problems {
		if at := got.Problems[i].Pos.Line; !strings.Contains(strings.Split(string(data), "\n")[at-1], "{") {
			t.Errorf("%v is not where a task begins", got.Problems[i])
		}
	}
}

func TestLabelStudioConfig(t *testing.T) {
	s := studioSheet()
	s.Rubric.Criteria = append(s.Rubric.Criteria, seedbed.Criterion{Name: "long", Kind: seedbed.Scale, Min: -5, Max: 5000})
	var config bytes.Buffer
	if err := WriteLabelStudio(io.Discard, &config, s); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	d := xml.NewDecoder(&config)
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if n := attrOf(e, "name"); n != "" {
			if names[n] != "" {
				t.Errorf("two tags are called %s", n)
			}
			names[n] = e.Name.Local
		}
		if v := attrOf(e, "value"); strings.Contains(v, "$") && e.Name.Local != "Text" {
			t.Errorf("%q would be taken for a variable", v)
		}
	}
	want := map[string]string{
		"f1": "Text", "f2": "Text", "f3": "Text", "marks_f1": "Labels", "marks_f2": "Labels", "marks_f3": "Labels", "note": "TextArea",
		"answer_helpful": "Choices", "answer_sound": "Choices", "answer_tone": "Choices", "answer_long": "Number",
	}
	if !reflect.DeepEqual(names, want) {
		t.Errorf("%v\nwant %v", names, want)
	}
	for _, task := range studioTasks(t, s) {
		for k := range task {
			if k != "data" {
				t.Errorf("a task holds %s", k)
			}
		}
	}
}

// What is marked is found, whichever way a tool counts, and nothing else is.
func TestOffsets(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab \r\n💩é世𝄞"))).Draw(rt, "text")
		tool := toolText(text)
		points := []rune(tool)
		if len(points) == 0 {
			return
		}
		from := rapid.IntRange(0, len(points)-1).Draw(rt, "from")
		to := rapid.IntRange(from+1, len(points)).Draw(rt, "to")
		marked := string(points[from:to])
		wide := func(n int) int { return len(utf16.Encode(points[:n])) }
		if a, ok := units(tool, wide(from)); !ok || a != from {
			rt.Fatalf("UTF-16 %d is %d, %v; want %d", wide(from), a, ok, from)
		}
		if got, ok := cut(tool, from, to); !ok || got != marked {
			rt.Fatalf("%q, %v; want %q", got, ok, marked)
		}
		for _, at := range [][2]int{{from, to}, {wide(from), wide(to)}} {
			a, b, ok := pointsOf(tool, marked, at[0], at[1])
			if got, _ := cut(tool, a, b); ok && !sameMarked(got, marked) {
				rt.Fatalf("%v: %q, want %q", at, got, marked)
			}
			if strings.TrimSpace(marked) != "" && !ok {
				rt.Fatalf("%q is not found at %v of %q", marked, at, tool)
			}
		}
		// Back in the row's own text the same stands, but for its line ends.
		got, ok := cut(text, fromTool(text, from), fromTool(text, to))
		if !ok || toolText(got) != marked {
			rt.Fatalf("%q of %q, %v; want %q", got, text, ok, marked)
		}
	})
	if _, ok := units("💩", 1); ok {
		t.Error("half a character is an offset")
	}
	if _, ok := units("ab", 3); ok {
		t.Error("an offset lies outside of its text")
	}
	if _, _, ok := pointsOf("💩 ab", "", 2, 4); ok {
		t.Error("nobody can tell what is counted, and yet it is told")
	}
	if a, b, ok := pointsOf("xx ab", "", 3, 5); !ok || a != 3 || b != 5 {
		t.Errorf("%d %d %v", a, b, ok)
	}
}

func TestOtherJSONIsRefused(t *testing.T) {
	s := studioSheet()
	w := wantOf(s)
	for _, c := range []struct{ text, says string }{
		{`[{"id":1,"annotator":2,"helpful":"5","row":"r08007e09000000000000000000000000"}]`, "JSON-MIN"},
		{`[{"data":{"text":"x"},"annotations":[]}]`, `"" names no row`},
		{`[{"data":{"row":"r08007e09000000000000000000000000","sheet":"other/p/r"},"annotations":[]}]`, "of the inspection"},
		{`[{"data":{"row":"r08007e09000000000000000000000000"},"annotations":{}}]`, "no task"},
		{`[{"data":{"row":"r08007e09000000000000000000000000"},"annotations":[7]}]`, "cannot be read"},
		{`[{"data":[]},7,{"annotations":[]}]`, "this is no row"},
	} {
		got, err := ReadData("x.json", []byte(c.text), w)
		if err != nil || len(got.Answers) > 0 || !strings.Contains(got.Problems.Error(), c.says) {
			t.Errorf("%s: %+v, %v; want %q", c.text, got, err, c.says)
		}
	}
	if _, err := ReadData("x.json", []byte(`[{"data":{"row":"r0`), w); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("%v", err)
	}
	many := `[{"data":{"row":"r08007e09000000000000000000000000"},"annotations":[` + strings.Repeat(`{"completed_by":1},`, 20_000) + `{}]}]`
	got, err := ReadData("x.json", []byte(many), w)
	if err != nil || len(got.Problems) != 1 || !strings.Contains(got.Problems.Error(), "1000 are read") {
		t.Errorf("%v %v", got, err)
	}
}
