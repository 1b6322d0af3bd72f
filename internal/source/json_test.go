package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// reference decodes a line as the root package does, with a line's own rules on
// top: nothing after the object.
func reference(line []byte) (seedbed.Fields, error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	f, err := seedbed.DecodeFields(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows")
	}
	return f, nil
}

func FuzzObject(f *testing.F) {
	for _, s := range []string{
		`{}`, ` { "a" : 1 , "b":"x\ny" } `, `{"a":-0,"b":1.5e3,"c":12345678901234567890,"d":1e999}`,
		`{"a":"\ud83d\ude00 \ud800 \udc00\u0041 \ud800\u0041"}`, `{"a":[1,{"b":null,"b":2},[]],"c":{}}`,
		`{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `{"a":1,}`, `[1]`, `{"a":01}`, `{"a":.5}`, `{"a":1}x`, `{"a":"` + "\x01" + `"}`,
		`{"a":tru}`, `{"a":nullx}`, `{"a":-}`, `{"a":1e}`, `{"a":1.}`, `"a"`, ``, `{"a"`, `{"a":"\x"}`, `{"a":"\u12g4"}`, "{\"a\":\"\x7f\u2028\"}",
		`{"a":999999999999999999,"b":-999999999999999999,"c":9223372036854775807,"d":9223372036854775808,"e":-9223372036854775808}`,
		`{"a":` + strings.Repeat("[", 50) + strings.Repeat("]", 50) + `}`,
	} {
		f.Add([]byte(s))
	}
	build := parser{build: true}
	var look parser
	f.Fuzz(func(t *testing.T, line []byte) {
		if !utf8.Valid(line) {
			return
		}
		want, err := reference(line)
		got, ok := build.object(line)
		if ok != (err == nil) {
			t.Fatalf("%q: reference says %v, we say %v (%v)", line, err, ok, build.fault)
		}
		if look.object(line); !ok {
			if build.fault.message == "" || build.fault.col < 1 || build.fault.col > utf8.RuneCount(line)+1 {
				t.Fatalf("%q: fault %+v", line, build.fault)
			}
			return
		}
		if len(want) == 0 && len(got) == 0 {
			return
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q:\ngot  %#v\nwant %#v", line, got, want)
		}
		for i, s := range look.seen {
			if string(s.name) != got[i].Name || s.typ != seedbed.TypeOf(got[i].Value) {
				t.Fatalf("%q: looking finds %q %s, building %#v", line, s.name, s.typ, got[i])
			}
		}
	})
}

func TestFaults(t *testing.T) {
	tests := []struct {
		line, message, fix string
		col                int
	}{
		{`{"a":1,}`, "a comma before }", "leave the comma out", 7},
		{`{"é":[1,]}`, "a comma before ]", "leave the comma out", 8},
		{`{"a":1,"b":2,"a":3}`, `field "a" is there twice`, "rename one of the two", 14},
		{`[{"a":1}]`, "want an object {...}, got a list", "write one object a line, without [ ] around all and without commas between", 1},
		{`{"a":"x`, "the text that begins here has no end on this line", "write line breaks as \\n", 6},
		{`{"a":1`, "the line ends inside the object", "write each object on one line", 7},
		{`{"a":NaN}`, "want a value", "write null", 6},
		{`{'a':1}`, "want the name of a field in double quotes", "write double quotes", 2},
		{`{"a":007}`, "a number starts with 0", "leave the zeros out, or put it in quotes", 6},
		{`{"a":1} {"b":2}`, "something follows the object", "write one object a line", 9},
		{`{"a":"\d"}`, "a backslash that starts no escape", `write \\ for a backslash`, 7},
		{"{\"a\":\"x\ty\"}", "control character 0x09 in a text", `write \u0009`, 8},
		{`{"a":` + strings.Repeat("[", 1001) + strings.Repeat("]", 1001) + "}", "nested more than 1000 deep", "", 1005},
	}
	for _, tt := range tests {
		for _, build := range []bool{true, false} {
			p := parser{build: build}
			if _, ok := p.object([]byte(tt.line)); ok {
				t.Errorf("%s: taken for an object", tt.line)
			}
			if want := (fault{col: tt.col, message: tt.message, fix: tt.fix}); p.fault != want {
				t.Errorf("%.60s:\ngot  %+v\nwant %+v", tt.line, p.fault, want)
			}
		}
	}
}

func TestManyFields(t *testing.T) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i := range 200_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"f` + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + json.Number(itoa(i)).String() + `":1`)
	}
	b.WriteByte('}')
	for _, build := range []bool{true, false} {
		p := parser{build: build}
		if _, ok := p.object(b.Bytes()); ok || p.fault.message != "more than 10000 fields" {
			t.Errorf("got %+v", p.fault)
		}
		line := []byte(`{"a":1` + strings.Repeat(" ", 10))
		for i := range 50 {
			line = append(line, `,"n`+itoa(i)+`":1`...)
		}
		if _, ok := p.object(append(line, `,"n40":2}`...)); ok || p.fault.message != `field "n40" is there twice` {
			t.Errorf("got %+v", p.fault)
		}
	}
}
