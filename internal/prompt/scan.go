package prompt

import (
	"strings"

	"seedbed.dev/seedbed"
)

type segmentKind int

const (
	segText segmentKind = iota
	segOutput
	segBlock
	segComment
	segRaw // the text between {% raw %} and {% endraw %}, with its marks
)

// segment is a part of a template: [start, end) with its marks, [from, to)
// without them.
type segment struct {
	kind       segmentKind
	start, end int
	from, to   int
	trimLeft   bool // {{- : whitespace before it goes
	trimRight  bool // -}} : whitespace after it goes
}

// fault is something wrong at a byte offset of a template.
type fault struct {
	off int
	msg string
	fix string
}

// scan cuts a template into segments as Jinja does.
func scan(src string) ([]segment, *fault) {
	var out []segment
	pos := 0
	for pos < len(src) {
		open := nextMark(src, pos)
		if open < 0 {
			break
		}
		if open > pos {
			out = append(out, segment{kind: segText, start: pos, end: open, from: pos, to: open})
		}
		seg, f := scanTag(src, open)
		if f != nil {
			return nil, f
		}
		if seg.kind == segBlock && strings.TrimSpace(src[seg.from:seg.to]) == "raw" {
			if seg, f = scanRaw(src, seg); f != nil {
				return nil, f
			}
		}
		out = append(out, seg)
		pos = seg.end
	}
	if pos < len(src) {
		out = append(out, segment{kind: segText, start: pos, end: len(src), from: pos, to: len(src)})
	}
	return out, nil
}

func nextMark(src string, pos int) int {
	for {
		i := strings.IndexByte(src[pos:], '{')
		if i < 0 || pos+i+1 >= len(src) {
			return -1
		}
		pos += i
		switch src[pos+1] {
		case '{', '%', '#':
			return pos
		}
		pos++
	}
}

func scanTag(src string, open int) (segment, *fault) {
	seg := segment{start: open, from: open + 2}
	var closing string
	switch src[open+1] {
	case '{':
		seg.kind, closing = segOutput, "}}"
	case '%':
		seg.kind, closing = segBlock, "%}"
	default:
		seg.kind, closing = segComment, "#}"
	}
	var at int
	if seg.kind == segComment {
		at = strings.Index(src[seg.from:], closing)
		if at >= 0 {
			at += seg.from
		}
	} else {
		at = closeOf(src, seg.from, closing)
	}
	if at < 0 {
		return seg, &fault{open, src[open:open+2] + " is never closed", "close it with " + closing}
	}
	seg.to, seg.end = at, at+2
	if seg.from < seg.to {
		switch src[seg.from] {
		case '-':
			seg.trimLeft = true
			seg.from++
		case '+':
			seg.from++
		}
	}
	if seg.from < seg.to {
		switch src[seg.to-1] {
		case '-':
			seg.trimRight = true
			seg.to--
		case '+':
			if seg.kind == segBlock {
				seg.to--
			}
		}
	}
	return seg, nil
}

// closeOf finds the end of a tag, past strings and nested brackets. A tag whose
// brackets do not match ends at its first closing mark, so that the expression
// parser can say what is wrong.
func closeOf(src string, pos int, closing string) int {
	depth, first := 0, -1
	for pos < len(src) {
		c := src[pos]
		if c == closing[0] && strings.HasPrefix(src[pos:], closing) {
			if depth == 0 {
				return pos
			}
			if first < 0 {
				first = pos
			}
		}
		switch c {
		case '"', '\'':
			pos++
			for pos < len(src) && src[pos] != c {
				if src[pos] == '\\' {
					pos++
				}
				pos++
			}
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
		pos++
	}
	return first
}

func scanRaw(src string, open segment) (segment, *fault) {
	for pos := open.end; ; {
		i := strings.Index(src[pos:], "{%")
		if i < 0 {
			return open, &fault{open.start, "{% raw %} is never closed", "close it with {% endraw %}"}
		}
		pos += i
		tag, f := scanTag(src, pos)
		if f == nil && strings.TrimSpace(src[tag.from:tag.to]) == "endraw" {
			return segment{
				kind: segRaw, start: open.start, end: tag.end, from: open.end, to: tag.start,
				trimLeft: open.trimLeft, trimRight: tag.trimRight,
			}, nil
		}
		pos += 2
	}
}

// roleLine is a line that starts a message.
type roleLine struct {
	start, end int // of the line, without its newline
	role       seedbed.Role
}

// roleLines finds the role lines in the text between the tags of src.
func roleLines(src string, segs []segment) []roleLine {
	var out []roleLine
	for _, seg := range segs {
		if seg.kind != segText {
			continue
		}
		for pos := seg.start; pos < seg.end; {
			end := seg.end
			nl := strings.IndexByte(src[pos:seg.end], '\n')
			if nl >= 0 {
				end = pos + nl
			}
			whole := (pos == 0 || src[pos-1] == '\n') && (nl >= 0 || end == len(src))
			if whole && strings.HasPrefix(src[pos:end], "## ") {
				switch role := seedbed.Role(strings.TrimRight(src[pos+3:end], " \t\r")); role {
				case seedbed.System, seedbed.User, seedbed.Assistant:
					out = append(out, roleLine{pos, end, role})
				}
			}
			if nl < 0 {
				break
			}
			pos = end + 1
		}
	}
	return out
}
