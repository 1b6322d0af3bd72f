package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Harmless returns s as it can be shown on one line of a terminal or page: what
// would move the cursor, hide text or turn its direction is made visible. Line
// ends, tabs and other control characters become their symbols (␊ ␉ ␛ ␀),
// bidirectional overrides, other invisible and private characters <U+202E>,
// bytes that are not UTF-8 <\xff>. Of stacked marks four are shown. A text wider
// than limit columns is cut and ends in "…"; limit below 1 cuts nothing. Wide
// characters count as two columns.
func Harmless(s string, limit int) string {
	var b strings.Builder
	b.Grow(min(len(s), 4*max(limit, 16)))
	width, marks := 0, 0
	cut := -1 // length of b at which the ellipsis still fits
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		shown, w := visible(r, size, s[i])
		if unicode.IsMark(r) {
			if marks++; marks > 4 {
				i += size
				continue
			}
		} else {
			marks = 0
		}
		if limit > 0 {
			if cut < 0 && width+w > limit-1 {
				cut = b.Len()
			}
			if width+w > limit {
				return b.String()[:cut] + "…"
			}
		}
		if shown == "" {
			b.WriteString(s[i : i+size])
		} else {
			b.WriteString(shown)
		}
		width += w
		i += size
	}
	return b.String()
}

// visible returns what is shown for r, "" for r itself, and its width.
func visible(r rune, size int, first byte) (string, int) {
	switch {
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("<\\x%02x>", first), 6
	case r < ' ':
		return string(rune(0x2400) + r), 1
	case r < 0x7f:
		return "", 1
	case r == 0x7f:
		return "␡", 1
	case unicode.IsMark(r):
		return "", 0
	case r == 0xad, unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp), isBlank(r):
		s := fmt.Sprintf("<U+%04X>", r)
		return s, len(s)
	case isWide(r):
		return "", 2
	}
	return "", 1
}

// isBlank reports whether r is shown as nothing though it is a letter or symbol:
// Hangul fillers and the blank Braille pattern.
func isBlank(r rune) bool {
	return r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0 || r == 0x2800
}

// isWide reports whether terminals give r two columns: East Asian wide and
// fullwidth characters, and emoji (Unicode TR 11, in blocks).
func isWide(r rune) bool {
	return r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0x303e || r >= 0x3041 && r <= 0x33ff ||
		r >= 0x3400 && r <= 0x4dbf || r >= 0x4e00 && r <= 0x9fff || r >= 0xa000 && r <= 0xa4cf ||
		r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f ||
		r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1f64f ||
		r >= 0x1f680 && r <= 0x1f6ff || r >= 0x1f900 && r <= 0x1f9ff || r >= 0x20000 && r <= 0x3fffd)
}
