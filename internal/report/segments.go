package report

import (
	"strings"
	"unicode"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/text"
)

// segment is a stretch of a row's text, as it is shown.
type segment struct {
	Text string
	Kind string // "": as it is; "mark": telling; "diff": not in the first row of the cluster
}

// visible makes what would turn, hide or forge text visible, and keeps its lines.
func visible(s string) string {
	if isPlain(s) {
		return s
	}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = text.Harmless(lines[i], 0)
	}
	return strings.Join(lines, "\n")
}

func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < ' ' && c != '\n' {
			return false
		}
	}
	return true
}

// marked parts a row's text at its marks.
func marked(ref *measure.RowRef) []segment {
	var out []segment
	at := 0
	for _, m := range ref.Marks {
		from, to := max(m.From, at), min(m.To, len(ref.Text))
		if from >= to {
			continue
		}
		out = appendSegment(out, ref.Text[at:from], "")
		out = appendSegment(out, ref.Text[from:to], "mark")
		at = to
	}
	return appendSegment(out, ref.Text[at:], "")
}

func appendSegment(out []segment, s, kind string) []segment {
	if s == "" {
		return out
	}
	if n := len(out); n > 0 && out[n-1].Kind == kind {
		out[n-1].Text += visible(s)
		return out
	}
	return append(out, segment{visible(s), kind})
}

// diffWords bounds the words of texts that are compared.
const diffWords = 400

// differing parts b's text at the words that a does not have in the same order, by
// the longest common subsequence of their words.
func differing(a, b string) []segment {
	x, y := pieces(a), pieces(b)
	if len(x) > 2*diffWords || len(y) > 2*diffWords {
		return []segment{{visible(b), ""}}
	}
	table := make([][]uint16, len(x)+1)
	for i := range table {
		table[i] = make([]uint16, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	var out []segment
	i := 0
	for j := range y {
		for i < len(x) && x[i] != y[j] && table[i+1][j] >= table[i][j+1] {
			i++
		}
		if i < len(x) && x[i] == y[j] {
			out = appendSegment(out, y[j], "")
			i++
		} else {
			out = appendSegment(out, y[j], "diff")
		}
	}
	return out
}

// pieces cuts a text into words and what is between them.
func pieces(s string) []string {
	var out []string
	start, was := 0, -1
	for i, r := range s {
		kind := 0
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			kind = 1
		case unicode.IsSpace(r):
			kind = 2
		}
		if i > 0 && (kind != was || kind == 0) {
			out = append(out, s[start:i])
			start = i
		}
		was = kind
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// alike reports whether at least half of a text is the same as in another: where it
// is not, marking what differs would mark everything.
func alike(segs []segment) bool {
	same := 0
	all := 0
	for i := range segs {
		n := len(segs[i].Text)
		all += n
		if segs[i].Kind != "diff" {
			same += n
		}
	}
	return 2*same >= all
}
