package exchange

import (
	"encoding/csv"
	"io"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func splitAll(text string, comma byte) (rows [][]string, lines []int, err error) {
	s := &splitter{text: []byte(text), comma: comma, at: 1}
	for {
		cells, line, err := s.next()
		if err == io.EOF {
			return rows, lines, nil
		}
		if err != nil {
			return rows, lines, err
		}
		var row []string
		for _, c := range cells {
			row = append(row, c.text)
		}
		rows, lines = append(rows, row), append(lines, line)
	}
}

// What encoding/csv reads without complaint is read in the same way.
func TestCSVIsReadAsOthersReadIt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(
			rapid.StringOf(rapid.SampledFrom([]rune("a,;\"\n\r é"))),
			rapid.Map(rapid.SliceOf(rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("a,;\"\n é"))), 2, 4)), func(rows [][]string) string {
				return string(join(rows, ','))
			}),
		).Draw(rt, "text")
		in := csv.NewReader(strings.NewReader(text))
		in.FieldsPerRecord = -1
		want, err := in.ReadAll()
		if err != nil {
			return
		}
		got, lines, err := splitAll(text, ',')
		if err != nil || len(got) != len(want) {
			rt.Fatalf("%q: %q, %v; want %q", text, got, err, want)
		}
		in = csv.NewReader(strings.NewReader(text))
		in.FieldsPerRecord = -1
		for i := range want {
			if _, err := in.Read(); err != nil {
				rt.Fatal(err)
			}
			if at, _ := in.FieldPos(0); !reflect.DeepEqual(got[i], want[i]) || at != lines[i] {
				rt.Fatalf("%q, row %d: %q in line %d, want %q in line %d", text, i, got[i], lines[i], want[i], at)
			}
		}
	})
}

func TestCSVThatIsNone(t *testing.T) {
	for text, want := range map[string][][]string{
		"a,\"b\nc,d":       {{"a", "\"b"}, {"c", "d"}},
		"a,\"b\"c\",d\n":   {{"a", "b\"c", "d"}},
		"a\"b,\" c\"\r\nx": {{"a\"b", " c"}, {"x"}},
		"\"":               {{"\""}},
		"\"\"":             {{""}},
		"\n\r\n\n":         nil,
		"a,":               {{"a", ""}},
	} {
		if got, _, err := splitAll(text, ','); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
	// Quotes that are never closed cost one look each at the rest, not more.
	if _, _, err := splitAll(strings.Repeat("\"x\n", 300_000), ','); err != nil {
		t.Error(err)
	}
	s := sheetOf(16)
	w := wantOf(s)
	for _, bomb := range []string{strings.Repeat(",", 2<<20), strings.Repeat(",\"\n\"", 1<<20)} {
		if _, err := ReadData("c.csv", []byte(bomb), w); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%v", err)
		}
		if _, _, err := splitAll(bomb, ','); err == nil || !strings.Contains(err.Error(), "more than 1000 columns") {
			t.Errorf("%v", err)
		}
	}
	rows := csvOf(t, s)
	text := strings.ReplaceAll(string(join(rows[:1], ',')), "\n", "\r") + `r0f007e09000000000000000000000000,"` + "\r"
	got, err := ReadData("c.csv", []byte(text), w)
	if err != nil || len(got.Problems) != 1 || got.Problems[0].Pos.Line != 2 || !strings.Contains(got.Problems[0].Message, "never closed") {
		t.Errorf("%+v %v", got, err)
	}
}
