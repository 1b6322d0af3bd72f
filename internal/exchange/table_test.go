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
	"unicode/utf16"

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
