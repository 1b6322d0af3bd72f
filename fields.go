package seedbed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Field is one named value of a record.
type Field struct {
	Name  string
	Value any
}

// Fields are a record's values in the order in which they were given; names are
// unique. A value is nil, bool, int64, float64, json.Number (a number that
// neither of those holds exactly), string, []any or map[string]any of such.
//
// Fields are shared between records: to change them, use With.
type Fields []Field

// Get returns the value of name, and whether there is one.
func (f Fields) Get(name string) (any, bool) {
	for i := range f {
		if f[i].Name == name {
			return f[i].Value, true
		}
	}
	return nil, false
}

// Text returns the value of name as text: a string as it is, nothing for an
// absent or null one, anything else as JSON.
func (f Fields) Text(name string) string {
	v, _ := f.Get(name)
	return TextOf(v)
}

// TextOf returns v as text, as Fields.Text does.
func TextOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return string(AppendValue(nil, v))
	}
}

// With returns a copy of f in which name has the value v: in its old place if
// it was there, at the end otherwise.
func (f Fields) With(name string, v any) Fields {
	out := make(Fields, len(f), len(f)+1)
	copy(out, f)
	for i := range out {
		if out[i].Name == name {
			out[i].Value = v
			return out
		}
	}
	return append(out, Field{name, v})
}

// Map returns the fields as a map. Values are shared.
func (f Fields) Map() map[string]any {
	m := make(map[string]any, len(f))
	for i := range f {
		m[f[i].Name] = f[i].Value
	}
	return m
}

// Names returns the names in order.
func (f Fields) Names() []string {
	out := make([]string, len(f))
	for i := range f {
		out[i] = f[i].Name
	}
	return out
}

// AppendJSON appends f as a JSON object, in order. The same fields always give
// the same bytes: keys of nested objects are sorted, a float64 always has a
// point or an exponent so that it stays one when read again.
func (f Fields) AppendJSON(b []byte) []byte {
	b = append(b, '{')
	for i := range f {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendString(b, f[i].Name)
		b = append(b, ':')
		b = AppendValue(b, f[i].Value)
	}
	return append(b, '}')
}

// MarshalJSON is AppendJSON.
func (f Fields) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil), nil }

// UnmarshalJSON reads a JSON object, keeping its order. A name that is there
// twice is an error.
func (f *Fields) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	out, err := DecodeFields(dec)
	if err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("something follows the object")
	}
	*f = out
	return nil
}

// DecodeFields reads the next JSON object from dec, which it sets to UseNumber.
func DecodeFields(dec *json.Decoder) (Fields, error) {
	dec.UseNumber()
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	if tok != json.Delim('{') {
		return nil, fmt.Errorf("want an object {...}, got %s", describeToken(tok))
	}
	out := make(Fields, 0, 8)
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name := tok.(string)
		if _, twice := out.Get(name); twice {
			return nil, fmt.Errorf("field %q is there twice", name)
		}
		var v any
		if err := dec.Decode(&v); err != nil {
			return nil, err
		}
		out = append(out, Field{name, Normalize(v)})
	}
	_, err = dec.Token()
	return out, err
}

func describeToken(t json.Token) string {
	switch t := t.(type) {
	case json.Delim:
		return "a list"
	case string:
		return "text"
	case nil:
		return "null"
	default:
		return fmt.Sprint(t)
	}
}

// Normalize turns what a JSON, YAML or CSV decoder gives into the value types
// of Fields. Numbers keep their value exactly.
func Normalize(v any) any {
	switch v := v.(type) {
	case json.Number:
		return number(string(v))
	case []any:
		for i := range v {
			v[i] = Normalize(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = Normalize(v[k])
		}
	case int:
		return int64(v)
	case int32:
		return int64(v)
	case uint64:
		if v > math.MaxInt64 {
			return json.Number(strconv.FormatUint(v, 10))
		}
		return int64(v)
	case float32:
		return float64(v)
	}
	return v
}

func number(s string) any {
	if i, err := strconv.ParseInt(s, 10, 64); err == nil && s != "-0" {
		return i
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(f, 0) {
		return json.Number(s)
	}
	if isWhole(s) && s != "-0" { // a whole number beyond int64
		return json.Number(s)
	}
	return f
}

func isWhole(s string) bool {
	for i := range len(s) {
		if c := s[i]; c == '.' || c == 'e' || c == 'E' {
			return false
		}
	}
	return true
}

// AppendValue appends one value as JSON.
func AppendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case float64:
		return appendFloat(b, v)
	case json.Number:
		return append(b, v...)
	case string:
		return AppendString(b, v)
	case []any:
		b = append(b, '[')
		for i := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendValue(b, v[i])
		}
		return append(b, ']')
	case map[string]any:
		b = append(b, '{')
		for i, k := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendString(b, k)
			b = append(b, ':')
			b = AppendValue(b, v[k])
		}
		return append(b, '}')
	default:
		enc, err := json.Marshal(v)
		if err != nil {
			return AppendString(b, fmt.Sprint(v))
		}
		return append(b, enc...)
	}
}

// appendFloat writes the shortest text that reads back as the same float64.
// JSON has no NaN or infinity: those become null.
func appendFloat(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, "null"...)
	}
	n := len(b)
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	b = strconv.AppendFloat(b, v, format, -1, 64)
	if isWhole(string(b[n:])) {
		b = append(b, ".0"...)
	}
	return b
}

// plain returns how many bytes s begins with, eight at a time, that stand in JSON as
// they are: ASCII but for control characters, quotes and backslashes.
func plain(s string) int {
	const (
		ones = 0x0101010101010101
		tops = 0x8080808080808080
	)
	n := 0
	for ; len(s) >= 8; s, n = s[8:], n+8 {
		x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		// A byte's top bit says that it is below what is taken from it, as long as no
		// byte below borrows, which only happens where one is found there.
		quote, slash, del := x^('"'*ones), x^('\\'*ones), x^(0x7f*ones)
		if ((x-' '*ones)|(quote-ones)|(slash-ones)|(del-ones)|x)&tops != 0 {
			break
		}
	}
	return n
}

const hexDigits = "0123456789abcdef"

// AppendString appends s as a JSON string. Control characters are escaped, as
// are U+2028 and U+2029; bytes that are not UTF-8 become U+FFFD.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := plain(s); i < len(s); i += plain(s[i:]) {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(b, s[start:i]...)
			b = append(b, `\ufffd`...)
			start = i + size
		case r == '\u2028' || r == '\u2029':
			b = append(b, s[start:i]...)
			b = append(b, `\u202`...)
			b = append(b, hexDigits[r&15])
			start = i + size
		}
		i += size
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
