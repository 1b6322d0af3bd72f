package source

import (
	"bufio"
	"bytes"
	stdcsv "encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
)

// readCSV returns the rows of CSV text, one a line: its line, then its values,
// or what is wrong.
func readCSV(text []byte, limit int) (rows []string, values [][]string, header []string, err error) {
	l := newLines(bufio.NewReaderSize(bytes.NewReader(text), 64))
	l.max = limit
	c, err := newCSV(l, false, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	for {
		r := row{file: "f"}
		if err := c.next(&r); err == io.EOF {
			return rows, values, c.header, nil
		} else if err != nil {
			return nil, nil, nil, err
		}
		if r.bad != nil {
			rows = append(rows, r.problem().String())
			continue
		}
		var v []string
		for _, f := range r.fields {
			v = append(v, f.Value.(string))
		}
		values = append(values, v)
		rows = append(rows, fmt.Sprintf("%d %q", r.line, v))
	}
}

func TestCSV(t *testing.T) {
	const tooFew = "1 value where the header has 2 columns; put values with a comma into double quotes"
	tests := []struct {
		name, text, header string
		want               []string
	}{
		{"plain", "a,b\n1,2\r\n\nx,\n", "[a b]", []string{`2 ["1" "2"]`, `4 ["x" ""]`}},
		{"quotes", "a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", "[a b]", []string{`2 ["x, y" "say \"hi\""]`}},
		{"line break in a value", "a,b\n\"1\r\n2\",3\n4,5", "[a b]", []string{`2 ["1\n2" "3"]`, `4 ["4" "5"]`}},
		{"semicolons", "a;b,c;d\n1,5;2;3\n", "[a b,c d]", []string{`2 ["1,5" "2" "3"]`}},
		{"tabs", "a\tb\n1\t2", "[a b]", []string{`2 ["1" "2"]`}},
		{"delimiter in quotes", "\"a;;;\",b\n1,2", "[a;;; b]", []string{`2 ["1" "2"]`}},
		{"unnamed column", ",b\n0,2", "[column_1 b]", []string{`2 ["0" "2"]`}},
		{"header alone", "a,b", "[a b]", nil},
		{"too few", "a,b\n1\n1,2", "[a b]", []string{"f:2: " + tooFew, `3 ["1" "2"]`}},
		{"bare quote", "a,b\n1,5\" pipe\n1,2", "[a b]", []string{
			`f:2:4: a quote inside a value without quotes; put the value into quotes, and the quote twice: "5"" pipe"`, `3 ["1" "2"]`,
		}},
		{"text after a quote", "a,b\n\"é\"x,2\n1,2", "[a b]", []string{
			`f:2:4: something follows a closing quote; write a quote inside quotes twice: ""`, `3 ["1" "2"]`,
		}},
		{"unclosed quote", "a,b\n1,\"2\n3,4\n5,6\n", "[a b]", []string{
			`f:2:3: the quote that opens here is never closed; close it`, `3 ["3" "4"]`, `4 ["5" "6"]`,
		}},
		{"not UTF-8", "a,b\n1,\xff\n1,2", "[a b]", []string{"f:2:3: byte 0xFF is not UTF-8; save the file as UTF-8", `3 ["1" "2"]`}},
		{"a long value", "a,b\n1,\"" + strings.Repeat("xyz\n", 100) + "3,4\n", "[a b]", append(
			append([]string{`f:2:3: the quote that opens here is never closed; close it`}, bads(3, 99, tooFew)...), `102 ["3" "4"]`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, _, header, err := readCSV([]byte(tt.text), 200)
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(header) != tt.header {
				t.Errorf("header %v, want %s", header, tt.header)
			}
			if got, want := strings.Join(rows, "\n"), strings.Join(tt.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func bads(from, n int, what string) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("f:%d: %s", from+i, what))
	}
	return out
}

func TestCSVHeaderTwice(t *testing.T) {
	_, _, _, err := readCSV([]byte("a,b,a\n"), 100)
	if err == nil || err.Error() != `the header names "a" twice` {
		t.Errorf("got %v", err)
	}
}

func TestLongLine(t *testing.T) {
	text := "a\n" + strings.Repeat("x", 500) + "\ny\n"
	rows, _, _, err := readCSV([]byte(text), 300)
	if err != nil || len(rows) != 2 || !strings.Contains(rows[0], "longer than 300 bytes") || rows[1] != `3 ["y"]` {
		t.Errorf("got %q, %v", rows, err)
	}
}

// FuzzCSV holds the reader against encoding/csv: what that takes, ours takes
// with the same values; and whatever comes, ours ends without a panic.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a,b\n\"x\ny\",2\n", "a;b\n1;2", "\"a\"\"\",b\n,\n", "a\n\"", "a\n\"x\"y\n\n", "\r\n\r\na\r\n\"\r\n\"", "a,b\n1\n1,2,3", "\"", "\xef",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		_, values, header, err := readCSV(text, 1000)
		if err != nil || len(header) == 0 || len(text) > 300 || bytes.ContainsAny(text, "\r") || bytes.Contains(text, []byte("\n\n")) {
			return // what blank lines and bare CRs mean differs
		}
		for _, line := range bytes.Split(text, []byte("\n")) {
			if blank(line) {
				return
			}
		}
		r := stdcsv.NewReader(bytes.NewReader(text))
		r.Comma = rune(delimiter(bytes.SplitN(text, []byte("\n"), 2)[0]))
		want, err := r.ReadAll()
		if err != nil || len(want) == 0 || !bytes.Equal(bytes.ToValidUTF8(text, nil), text) {
			return
		}
		if fmt.Sprintf("%q", values) != fmt.Sprintf("%q", want[1:]) {
			t.Fatalf("%q:\ngot  %q\nwant %q", text, values, want[1:])
		}
	})
}
