package stage

import (
	"bytes"
	"encoding/json"
)

// verdictMembers calls fn with the members of a valid JSON object, in order, the
// same name twice where it is there twice, and with where in raw the value begins. It
// reads no further than it must: values are given as they stand.
func verdictMembers(raw json.RawMessage, fn func(name string, value json.RawMessage, at int)) {
	i := verdictSpace(raw, 0)
	if i >= len(raw) || raw[i] != '{' {
		return
	}
	for i++; ; i++ { // past { or a comma
		i = verdictSpace(raw, i)
		if i >= len(raw) || raw[i] != '"' {
			return
		}
		end := verdictSkip(raw, i)
		name := verdictText(raw[i:end])
		i = verdictSpace(raw, end)
		if i >= len(raw) || raw[i] != ':' {
			return
		}
		i = verdictSpace(raw, i+1)
		end = verdictSkip(raw, i)
		if end == i {
			return
		}
		fn(name, raw[i:end], i)
		i = verdictSpace(raw, end)
		if i >= len(raw) || raw[i] != ',' {
			return
		}
	}
}

// verdictText returns the text of a valid JSON string; "" for anything else.
func verdictText(raw json.RawMessage) string {
	if len(raw) < 2 || raw[0] != '"' {
		return ""
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	_ = json.Unmarshal(raw, &s) // it is valid
	return s
}

func verdictSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// verdictSkip returns the end of the valid JSON value that begins at i.
func verdictSkip(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch c := b[i]; c {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			i = min(i+1, len(b))
		case '{', '[':
			depth++
			i++
			continue
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
			i++
		case ',', ':', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return i
			}
			i++
			continue
		default:
			for i < len(b) && bytes.IndexByte([]byte(",:]} \n\r\t"), b[i]) < 0 {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
	return i
}
