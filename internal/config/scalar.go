package config

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

// scalar fills a text, number, truth value or duration.
func (dec *decoder) scalar(n *node, path string, v reflect.Value, f *field) {
	if n.kind != Scalar {
		dec.wrong(n, path, v.Type(), f)
		return
	}
	ok := true
	switch k := v.Kind(); {
	case v.Type() == durationType:
		ok = dec.duration(n, path, v, f)
	case k == reflect.String:
		dec.text(n, path, v, f)
		return
	case k == reflect.Bool:
		var b bool
		if b, ok = boolOf(n); ok {
			v.SetBool(b)
		}
	case v.CanInt():
		var i int64
		if i, ok = intOf(n); ok && v.OverflowInt(i) {
			dec.problem(n, path, fmt.Sprintf("%q: %s is too large", f.key, n.value), "")
			return
		}
		if ok && dec.inBounds(n, path, float64(i), f) {
			v.SetInt(i)
		}
	case v.CanUint():
		var i int64
		if i, ok = intOf(n); ok && (i < 0 || v.OverflowUint(uint64(i))) {
			dec.problem(n, path, fmt.Sprintf("%q: %s is out of range", f.key, n.value), "")
			return
		}
		if ok && dec.inBounds(n, path, float64(i), f) {
			v.SetUint(uint64(i))
		}
	case v.CanFloat():
		var x float64
		if x, ok = floatOf(n); ok && dec.inBounds(n, path, x, f) {
			v.SetFloat(x)
		}
	default:
		dec.problem(n, path, fmt.Sprintf("%q cannot be configured: it is a %s", f.key, v.Type()), "")
		return
	}
	if !ok {
		dec.wrong(n, path, v.Type(), f)
	}
}

func (dec *decoder) text(n *node, path string, v reflect.Value, f *field) {
	if len(f.enum) > 0 && !slices.Contains(f.enum, n.value) {
		fix := DidYouMean(n.value, f.enum)
		dec.problem(n, path, fmt.Sprintf("%q is %s, want one of %s", f.key, quoteShort(n.value), strings.Join(f.enum, ", ")), fix)
		return
	}
	if n.value == "" && f.required {
		dec.missing(path, f)
		return
	}
	v.SetString(n.value)
}

func (dec *decoder) duration(n *node, path string, v reflect.Value, f *field) bool {
	t, err := time.ParseDuration(strings.ReplaceAll(n.value, " ", ""))
	if err != nil || (n.tag != "!!str" && n.value != "0") {
		return false
	}
	if t < 0 {
		dec.problem(n, path, fmt.Sprintf("%q: %s is less than nothing", f.key, n.value), "")
		return true
	}
	v.SetInt(int64(t))
	return true
}

func (dec *decoder) inBounds(n *node, path string, x float64, f *field) bool {
	if low, err := strconv.ParseFloat(f.min, 64); err == nil && x < low {
		dec.problem(n, path, fmt.Sprintf("%q is %s, want at least %s", f.key, n.value, f.min), "")
		return false
	}
	if high, err := strconv.ParseFloat(f.max, 64); err == nil && x > high {
		dec.problem(n, path, fmt.Sprintf("%q is %s, want at most %s", f.key, n.value, f.max), "")
		return false
	}
	return true
}

// plain reports whether the text could be something other than text: it is not
// in quotes.
func (n *node) plain() bool { return n.tag != "!!str" || n.style == 0 }

func boolOf(n *node) (value, ok bool) {
	if !n.plain() {
		return false, false
	}
	switch strings.ToLower(n.value) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off":
		return false, true
	}
	return false, false
}

// intOf reads a whole number: 12, 1_000, 0x1f, 0o17, 1e6.
func intOf(n *node) (int64, bool) {
	switch n.tag {
	case "!!int":
		s := strings.ReplaceAll(n.value, "_", "")
		base := 10
		if digits := strings.TrimLeft(s, "+-"); len(digits) > 1 && digits[0] == '0' && !isDigit(digits[1]) {
			base = 0 // 0x, 0o, 0b; but 0777 is what it looks like
		}
		i, err := strconv.ParseInt(s, base, 64)
		return i, err == nil
	case "!!float":
		x, ok := floatOf(n)
		if ok && x == math.Trunc(x) && math.Abs(x) < 1<<53 {
			return int64(x), true
		}
	}
	return 0, false
}

func isWhole(s string) bool { return strings.Trim(strings.TrimPrefix(s, "-"), "0123456789") == "" }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func floatOf(n *node) (float64, bool) {
	switch n.tag {
	case "!!int":
		if i, ok := intOf(n); ok {
			return float64(i), true
		}
	case "!!float":
	default:
		return 0, false
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(n.value, "_", ""), 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0, false
	}
	return x, true
}

// any returns n in the value types of seedbed.Fields.
func (n *node) any() any {
	switch n.kind {
	case Mapping:
		m := make(map[string]any, len(n.keys))
		for i, k := range n.keys {
			m[k.value] = n.items[i].any()
		}
		return m
	case List:
		l := make([]any, len(n.items))
		for i, it := range n.items {
			l[i] = it.any()
		}
		return l
	}
	switch n.tag {
	case "!!null":
		return nil
	case "!!bool":
		b, _ := boolOf(n)
		return b
	case "!!int", "!!float":
		if i, ok := intOf(n); ok && n.tag == "!!int" {
			return i
		}
		// A whole number beyond int64 keeps its digits.
		if s := strings.TrimPrefix(strings.ReplaceAll(n.value, "_", ""), "+"); isWhole(s) && json.Valid([]byte(s)) {
			return seedbed.Normalize(json.Number(s))
		}
		if x, ok := floatOf(n); ok {
			return x
		}
	}
	return n.value
}

// appendJSON appends n as JSON, keys in the order they are written.
func (n *node) appendJSON(b []byte) []byte {
	switch n.kind {
	case Mapping:
		b = append(b, '{')
		for i, k := range n.keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = seedbed.AppendString(b, k.value)
			b = append(b, ':')
			b = n.items[i].appendJSON(b)
		}
		return append(b, '}')
	case List:
		b = append(b, '[')
		for i, it := range n.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = it.appendJSON(b)
		}
		return append(b, ']')
	}
	return seedbed.AppendValue(b, n.any())
}
