package seedbed

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// A string comes back as it was, but for bytes that are not UTF-8, wherever in it a
// character stands that cannot stand as it is.
func TestAppendString(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"a", "plain text of more than eight bytes ", "\"", "\\", "\n", "\t", "\x00", "\x1f", "\x7f", "\x80", "é", "\u2028", "漢字", "😀", "\xff\xfe", " ", "!", "#", "[", "]", "~"})
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(rt, "pieces"), "")
		if rapid.Bool().Draw(rt, "bytes") {
			s = string(rapid.SliceOf(rapid.Byte()).Draw(rt, "raw"))
		}
		out := AppendString(nil, s)
		var back string
		if err := json.Unmarshal(out, &back); err != nil {
			rt.Fatalf("%q gives %s: %v", s, out, err)
		}
		var want strings.Builder // each bad byte by itself
		for i := 0; i < len(s); {
			r, size := utf8.DecodeRuneInString(s[i:])
			want.WriteRune(r)
			i += size
		}
		if back != want.String() {
			rt.Fatalf("%q comes back as %q", s, back)
		}
		for _, c := range out {
			if c < ' ' || c == 0x7f {
				rt.Fatalf("%q gives %q, with a control character", s, out)
			}
		}
	})
}

func BenchmarkAppendString(b *testing.B) {
	s := strings.Repeat("Write the next step of the sum, and say what is left over. ", 40)
	buf := make([]byte, 0, 2*len(s))
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		buf = AppendString(buf[:0], s)
	}
}
