package exchange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

// filled is what somebody writes into one row.
type filled struct {
	values map[string]string // by criterion
	skip   string
	note   string
	flags  string
}

func csvOf(t testing.TB, s *Sheet) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCSV(&b, s); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// colOf finds the column whose header begins so.
func colOf(t testing.TB, rows [][]string, begin string) int {
	t.Helper()
	for i, h := range rows[0] {
		if strings.HasPrefix(h, begin) && (len(h) == len(begin) || h[len(begin)] == ' ') {
			return i
		}
	}
	t.Fatalf("no column %q in %q", begin, rows[0])
	return 0
}

// fill writes answers into a table as a person would.
func fill(t testing.TB, rows [][]string, in []filled) {
	t.Helper()
	for i, f := range in {
		for name, v := range f.values {
			rows[i+1][colOf(t, rows, "answer: "+name)] = v
		}
		rows[i+1][colOf(t, rows, "skip")] = f.skip
		rows[i+1][colOf(t, rows, "note")] = f.note
		rows[i+1][colOf(t, rows, "flags")] = f.flags
	}
}

func join(rows [][]string, comma rune) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	_ = w.WriteAll(rows) // a bytes.Buffer takes everything
	return b.Bytes()
}

// answersOf draws what is written into n rows.
func answersOf(rt *rapid.T, n int) []filled {
	out := make([]filled, n)
	for i := range out {
		switch rapid.IntRange(0, 3).Draw(rt, "what") {
		case 0:
		case 1:
			out[i].skip = rapid.SampledFrom([]string{"x", "=1", "too hard"}).Draw(rt, "skip")
		default:
			out[i] = filled{
				values: map[string]string{
					"helpful": fmt.Sprint(rapid.IntRange(1, 7).Draw(rt, "helpful")),
					"sound":   rapid.SampledFrom([]string{"yes", "no"}).Draw(rt, "sound"),
					"tone":    rapid.SampledFrom(hints().Criteria[2].Choices).Draw(rt, "tone"),
				},
				note:  rapid.SampledFrom([]string{"", "odd, \"very\"", "-1\nline", "💩"}).Draw(rt, "note"),
				flags: rapid.SampledFrom([]string{"", "harmful", "harmful, unclear guideline"}).Draw(rt, "flags"),
			}
		}
	}
	return out
}

// check holds what was read against what was written.
func check(rt interface {
	Fatalf(string, ...any)
	Helper()
}, s *Sheet, in []filled, got *Read,
) {
	rt.Helper()
	if len(got.Problems) > 0 {
		rt.Fatalf("%v", got.Problems)
	}
	answers, skips := map[string]Answered{}, map[string]Skipped{}
	for _, a := range got.Answers {
		answers[fmt.Sprint(a.Answer.Row, a.Answer.Again)] = a
	}
	for _, k := range got.Skips {
		skips[fmt.Sprint(k.Skip.Row, k.Again)] = k
	}
	empty := 0
	for i, f := range in {
		task := &s.Tasks[i]
		key := fmt.Sprint(task.Row, task.Again)
		a, answered := answers[key]
		k, skipped := skips[key]
		switch {
		case f.values != nil:
			var flags []string
			if f.flags != "" {
				flags = strings.Split(f.flags, ", ")
			}
			if !answered || !reflect.DeepEqual(a.Answer.Values, f.values) || a.Answer.Note != f.note || !reflect.DeepEqual(a.Answer.Flags, flags) {
				rt.Fatalf("row %d: %+v, want %+v", i, a, f)
			}
			if a.Person != s.Person || a.At.IsZero() || a.Answer.Rubric != s.Rubric.Revision || a.Answer.Through != "worksheet" || a.Answer.Given != a.At {
				rt.Fatalf("row %d: %+v", i, a)
			}
		case f.skip != "":
			if !skipped || k.Skip.Reason != f.skip || k.Person != s.Person {
				rt.Fatalf("row %d: %+v, want skipped, %q", i, k, f.skip)
			}
		default:
			empty++
			if answered || skipped {
				rt.Fatalf("row %d was left empty: %+v %+v", i, a, k)
			}
		}
	}
	if got.Empty != empty {
		rt.Fatalf("%d rows are empty, want %d", got.Empty, empty)
	}
}

func TestCSVComesBackHoweverItIsTurned(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := sheetOf(16)
		s.Tasks = append(s.Tasks, Task{Row: s.Tasks[15].Row, Again: true, Fields: s.Tasks[15].Fields})
		in := answersOf(rt, len(s.Tasks))
		rows := csvOf(t, s)
		fill(t, rows, in)
		if rapid.Bool().Draw(rt, "columns the other way round, and one more") {
			for i := range rows {
				slices.Reverse(rows[i])
				rows[i] = append(rows[i], "mine")
			}
		}
		if rapid.Bool().Draw(rt, "rows the other way round") {
			slices.Reverse(rows[1:])
		}
		if rapid.Bool().Draw(rt, "something above, and an empty line") {
			rows = append([][]string{{"my title"}, {"", ""}}, rows...)
		}
		comma := rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(rt, "comma")
		data := join(rows, comma)
		if rapid.Bool().Draw(rt, "sep") {
			data = append([]byte("sep="+string(comma)+"\n"), data...)
		}
		switch rapid.IntRange(0, 3).Draw(rt, "encoding") {
		case 1:
			data = append([]byte("\ufeff"), data...)
		case 2:
			data = wideText(data, []byte{0xff, 0xfe}, true)
		case 3:
			data = wideText(data, []byte{0xfe, 0xff}, false)
		}
		got, err := ReadData("s.csv", data, wantOf(s))
		if err != nil {
			rt.Fatal(err)
		}
		check(rt, s, in, got)
	})
}

// wideText is UTF-16 with a mark.
func wideText(b, mark []byte, little bool) []byte {
	out := bytes.Clone(mark)
	for _, u := range utf16.Encode([]rune(string(b))) {
		if little {
			out = append(out, byte(u), byte(u>>8))
		} else {
			out = append(out, byte(u>>8), byte(u))
		}
	}
	return out
}

func TestJSONLinesComeBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := sheetOf(15)
		s.Tasks[3].Again = true
		in := answersOf(rt, len(s.Tasks))
		var b bytes.Buffer
		if err := WriteJSONL(&b, s); err != nil {
			rt.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		for i, f := range in {
			var l taskLine
			if err := json.Unmarshal([]byte(lines[i+1]), &l); err != nil {
				rt.Fatal(err)
			}
			for name, v := range f.values {
				l.Answers[name] = json.RawMessage(v)
				if name != "helpful" {
					l.Answers[name], _ = json.Marshal(v)
				}
			}
			l.Skip, l.Note, l.Flags = f.skip, f.note, flagsOf(f.flags)
			line, _ := json.Marshal(l)
			lines[i+1] = string(line)
		}
		got, err := ReadData("s.jsonl", []byte(strings.Join(lines, "\r\n")), wantOf(s))
		if err != nil {
			rt.Fatal(err)
		}
		check(rt, s, in, got)
	})
}

// No cell of a CSV begins as a formula does, whatever people or models wrote.
func TestNoCellIsAFormula(t *testing.T) {
	s := sheetOf(14)
	s.Tasks[0].Fields = append(s.Tasks[0].Fields, seedbed.Field{Name: "=cmd|' /C calc'!A0", Value: "x"})
	s.Inspection = "-1"
	s.Rubric.Task = "=1+1"
	s.Notice = nil
	for i, row := range csvOf(t, s) {
		for j, c := range row {
			if begins(strings.TrimLeft(c, " ")) {
				t.Errorf("row %d, column %d: %q", i+1, j+1, c)
			}
			if neutral(c) == c && unneutral(c) != c && c[0] != '\'' {
				t.Errorf("%q is not what it was", c)
			}
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ =+@'\t\r-]{0,4}[0-9a-z]*`)).Draw(rt, "text")
		if n := neutral(text); begins(strings.TrimLeft(n, " \u00a0")) || n != text && unneutral(n) != text {
			rt.Fatalf("%q: %q", text, n)
		}
	})
}

func TestWhatSpreadsheetsDo(t *testing.T) {
	r := hints()
	for _, c := range []struct {
		criterion  int
		text, want string
		ok         bool
	}{
		{0, "5", "5", true},
		{0, " 5 ", "5", true},
		{0, "5.0", "5", true},
		{0, "5,00", "5", true},
		{0, "5E0", "5", true},
		{0, "５", "5", true},
		{0, "\u200b5\u00a0", "5", true},
		{0, "5.5", "", false},
		{0, "8", "", false},
		{0, "0", "", false},
		{0, "-5", "", false},
		{0, "5,000,0", "", false},
		{0, "five", "", false},
		{0, "NaN", "", false},
		{0, "1e400", "", false},
		{1, "YES", "yes", true},
		{1, "y", "yes", true},
		{1, "TRUE", "yes", true},
		{1, "WAHR", "yes", true},
		{1, "1.0", "yes", true},
		{1, "0", "no", true},
		{1, "FALSO", "no", true},
		{1, "2", "", false},
		{1, "perhaps", "", false},
		{2, "plain", "plain", true},
		{2, " Plain", "plain", true},
		{2, "warm,  and KIND", "Warm, and kind", true},
		{2, "=cold", "=cold", true},
		{2, "1−2", "1-2", true},
		{2, "2. Jan", "", false},
		{2, "cold", "", false},
		{2, strings.Repeat("x", 1<<20), "", false},
	} {
		got, ok := readValue(&r.Criteria[c.criterion], c.text)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%.20q for %s: %q, %v; want %q, %v", c.text, r.Criteria[c.criterion].Name, got, ok, c.want, c.ok)
		}
	}
	// Choices that only differ in what is folded are told apart, or refused.
	c := &seedbed.Criterion{Kind: seedbed.Choice, Choices: []string{"A", "a", "1", "1.0"}}
	for text, want := range map[string]string{"A": "A", "a": "a", "1": "1", "1.0": "1.0", " a": "a", "1,0": ""} {
		if got, ok := readValue(c, text); got != want && ok {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWrongCellsAreNamedAndTheRestIsRead(t *testing.T) {
	s := sheetOf(30)
	rows := csvOf(t, s)
	good := map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}
	in := make([]filled, 30)
	for i := 14; i < 30; i++ {
		in[i].values = good
	}
	fill(t, rows, in)
	h, tone, row, sheet := colOf(t, rows, "answer: helpful"), colOf(t, rows, "answer: tone"), colOf(t, rows, "row"), colOf(t, rows, "sheet")
	skip, note := colOf(t, rows, "skip"), colOf(t, rows, "note")
	rows[15][h] = "8"
	rows[16][tone] = "2. Jan"
	rows[17][h] = "#REF!"
	rows[18][h] = ""
	rows[19][row] = ""
	rows[20][row] = "r99999999999999999999999999999999"
	rows[21][row] = "1.23E+31"
	rows[22][skip] = "also"
	rows[23][row], rows[23][h] = rows[24][row], "3" // copied over the next
	rows[25][colOf(t, rows, "hint")] = eggs + " That is another number."
	rows[26][sheet] = "kept"
	rows[27][row] = "  R" + strings.ToUpper(rows[27][row][1:20]) + "  " // cut, in capitals
	rows[14][note] = "said nothing else"
	got, err := ReadCSV("s.csv", join(rows, ';'), wantOf(s))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range got.Problems {
		lines = append(lines, p.Pos.String()[strings.Index(p.Pos.String(), ":"):]+" "+p.Message)
	}
	cells := func(col, row int) string { return fmt.Sprintf("%s%d", columnName(col), row) }
	for _, want := range []string{
		"cell " + cells(h, 16) + `: "8" is no answer to helpful`,
		"cell " + cells(tone, 17) + `: "2. Jan" is no answer to tone: the spreadsheet made a date of it`,
		"cell " + cells(h, 18) + `: "#REF!" is no answer to helpful: the spreadsheet has an error there`,
		"has no answer to helpful",
		"nothing says which row they are of",
		"row 99999999 is none of this inspection",
		`"1.23E+31" names no row`,
		"is answered and skipped",
		"was one column sorted by itself?",
		`"kept" does not say whose answer this is`,
		"has a note or a mark and no answer",
		"holds another text than row",
	} {
		found := false
		for _, l := range lines {
			found = found || strings.Contains(l, want)
		}
		if !found {
			t.Errorf("nothing says %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	for i := range got.Problems {
		if p := &got.Problems[i]; p.Fix == "" || p.Pos.Line < 2 || p.Pos.Col < 1 {
			t.Errorf("%v has no place or nothing to do", p)
		}
	}
	// Rows 24, 27 to 29 and none else: 23 was written over with the name of 24, whose
	// text gives it away.
	var read []string
	for _, a := range got.Answers {
		read = append(read, a.Answer.Row.Short())
	}
	want := []string{rowID(23).Short(), rowID(26).Short(), rowID(27).Short(), rowID(28).Short(), rowID(29).Short()}
	if !reflect.DeepEqual(read, want) {
		t.Errorf("read %v, want %v\n%v", read, want, got.Problems)
	}
}

func TestSomebodyElsesWorksheet(t *testing.T) {
	s := sheetOf(20)
	rows := csvOf(t, s)
	in := make([]filled, 20)
	for i := range in {
		in[i].values = map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}
	}
	fill(t, rows, in)
	for _, c := range []struct {
		change func(w *Want)
		says   string
	}{
		{func(w *Want) { w.Person = "p-2" }, `this worksheet is "p-7f3a9c01"'s, not p-2's`},
		{func(w *Want) { w.Inspection = "other" }, `this is of the inspection "kept", not of other`},
		{func(w *Want) { w.Rubrics = []*seedbed.Rubric{{Revision: "r2", Criteria: hints().Criteria}} }, `revision "3f2a9c01" of the rubric, which is not known here`},
	} {
		w := wantOf(s)
		c.change(&w)
		got, err := ReadCSV("s.csv", join(rows, ','), w)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Answers) != 0 || len(got.Problems) != 1 || got.Refused() != 20 || !strings.Contains(got.Problems[0].Message, c.says) {
			t.Errorf("%d answers, %d refused, %v; want %q", len(got.Answers), got.Refused(), got.Problems, c.says)
		}
	}
	// An older revision that is known is read, and says which it is.
	w := wantOf(s)
	w.Rubrics = append(w.Rubrics, &seedbed.Rubric{Revision: "r2", Criteria: append(hints().Criteria, seedbed.Criterion{Name: "new", Kind: seedbed.YesNo})})
	got, err := ReadCSV("s.csv", join(rows, ','), w)
	if err != nil || len(got.Answers) != 20 || got.Answers[0].Answer.Rubric != "3f2a9c01" {
		t.Errorf("%v %v", got, err)
	}
	// Nobody is named.
	for i := range rows {
		rows[i][colOf(t, rows, "sheet")] = map[bool]string{true: rows[0][colOf(t, rows, "sheet")]}[i == 0]
	}
	w = wantOf(s)
	w.Person = ""
	if got, err := ReadCSV("s.csv", join(rows, ','), w); err != nil || len(got.Answers) != 0 || !strings.Contains(got.Problems.Error(), "nothing says whose") {
		t.Errorf("%v %v", got, err)
	}
}

func TestOtherEncodingsAndTimes(t *testing.T) {
	s := sheetOf(20)
	rows := csvOf(t, s)
	in := make([]filled, 20)
	in[16] = filled{values: map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}, note: "schön"}
	fill(t, rows, in)
	rows[0] = append(rows[0], "answered at")
	for i := range rows[1:] {
		rows[i+1] = append(rows[i+1], "2026-03-11 14:30")
		rows[i+1][2] = "gone" // what no code page has
	}
	for i := range rows {
		for j := range rows[i] {
			rows[i][j] = strings.NewReplacer("→", ">", "“", "").Replace(rows[i][j])
		}
	}
	data, err := charmap.Windows1252.NewEncoder().Bytes(join(rows, ';'))
	if err != nil {
		t.Fatal(err)
	}
	w := wantOf(s)
	w.Fields = nil
	got, err := ReadCSV("s.csv", data, w)
	if err != nil || len(got.Answers) != 1 || got.Answers[0].Answer.Note != "schön" || got.Refused() != 0 || len(got.Problems) != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	if at := got.Answers[0].At; !at.Equal(time.Date(2026, 3, 11, 14, 30, 0, 0, time.UTC)) {
		t.Errorf("answered at %v", at)
	}
}

func TestSheetsThatCannotBeWritten(t *testing.T) {
	for _, s := range []*Sheet{
		{},
		{Rubric: &seedbed.Rubric{}},
		{Rubric: &seedbed.Rubric{Criteria: []seedbed.Criterion{{Name: "order", Kind: seedbed.Ranking}}}},
		{Rubric: hints(), Inspection: "a/b"},
		{Rubric: hints(), Person: "a b"},
	} {
		for name, err := range map[string]error{
			"csv":     WriteCSV(&bytes.Buffer{}, s),
			"jsonl":   WriteJSONL(&bytes.Buffer{}, s),
			"xlsx":    WriteXLSX(&bytes.Buffer{}, s),
			"studio":  WriteLabelStudio(&bytes.Buffer{}, &bytes.Buffer{}, s),
			"argilla": WriteArgilla(t.TempDir(), s),
		} {
			if err == nil {
				t.Errorf("%s: %+v was written", name, s)
			}
		}
	}
}

// allowedOnly holds what was read from hostile files to what the rubric allows.
func allowedOnly(t *testing.T, got *Read, r *seedbed.Rubric) {
	t.Helper()
	if len(got.Problems) > mostProblems {
		t.Fatalf("%d problems", len(got.Problems))
	}
	for _, a := range got.Answers {
		if len(a.Answer.Values) != len(r.Criteria) || a.Person == "" {
			t.Fatalf("%+v", a)
		}
		for i := range r.Criteria {
			if _, ok := r.Criteria[i].Value(a.Answer.Values[r.Criteria[i].Name]); !ok {
				t.Fatalf("%+v", a)
			}
		}
		for _, s := range a.Answer.Spans {
			if s.From < 0 || s.To <= s.From {
				t.Fatalf("%+v", a)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	s := sheetOf(16)
	rows := csvOf(f, s)
	in := make([]filled, 16)
	in[15].values = map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}
	fill(f, rows, in)
	f.Add(join(rows, ','))
	f.Add(wideText(join(rows[14:], ';'), []byte{0xff, 0xfe}, true))
	f.Add([]byte("sep=;\nrow;answer: helpful\nr0;5\n"))
	var b bytes.Buffer
	if err := WriteJSONL(&b, s); err != nil {
		f.Fatal(err)
	}
	f.Add(bytes.Clone(b.Bytes()))
	f.Add([]byte(`{"row":"r0f007e09000000000000000000000000","answers":{"helpful":5,"sound":true,"tone":"plain"}}`))
	f.Add([]byte(`[{"data":{"row":"r0f007e09000000000000000000000000","f1":"a💩b"},"annotations":[{"completed_by":1,"result":[{"type":"choices","from_name":"answer_sound","value":{"choices":["yes"]}},{"type":"labels","to_name":"f1","value":{"start":1,"end":2,"labels":["x"]}}]}]}]`))
	f.Add([]byte(`[{"id":"r0f007e09000000000000000000000000","responses":{"answer_sound":[{"value":"yes","user_id":"u"}]},"fields":{}}]`))
	f.Add([]byte(`{"items":[{"external_id":"r0f","answer_sound.responses":["yes"],"answer_sound.responses.users":["u"]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		w := wantOf(s)
		w.Unstated = true
		if got, err := ReadData("f", data, w); err == nil {
			allowedOnly(t, got, s.Rubric)
		}
	})
}
