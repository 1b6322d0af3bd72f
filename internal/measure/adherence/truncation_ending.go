package adherence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
)

// ending is how a text ends.
type ending uint8

const (
	ended    ending = iota // with closing punctuation, a link, a list
	open                   // in a word, without closing punctuation
	dangling               // on a comma, or a word that wants another
	unclosed               // inside of JSON, a code fence, brackets or quotation marks
	endings
)

var endingNames = [endings]string{"ended", "without closing punctuation", "on a word or sign that wants another", "inside of brackets, quotation marks, JSON or a code fence"}

// wanting are words after which something has to follow.
const wanting = "the a an and or of to with for from than because if my your their our its every into between although " +
	"der die und oder ein eine einen einem für mit von dem den weil dass le les et ou une du des parce que el los las y del una porque que il gli e di della perché os uma het een en van omdat"

// endingOf tells how a text with words ends, and where the end is.
func endingOf(s string, t *measure.Tokens, wants map[uint64]bool) (ending, measure.Span) {
	end := strings.TrimRightFunc(s, unicode.IsSpace)
	end = strings.TrimRight(end, "*_`~")
	fence := strings.Count(s, "```")%2 == 1 && strings.Contains(s, "```")
	words := t.Words()
	last := words[len(words)-1]
	span := measure.Span{From: last.From, To: max(last.To, len(end))}
	if fence || brokenJSON(end) {
		return unclosed, span
	}
	r, size := utf8.DecodeLastRuneInString(end)
	before := strings.TrimRight(end[:len(end)-size], " ")
	switch {
	case r == utf8.RuneError && size <= 1:
		return ended, span
	case strings.ContainsRune("-–—,([{=+&/“«:„", r):
		if strings.ContainsRune("([{/", r) && (strings.HasSuffix(before, ":") || strings.HasSuffix(before, ":-") || strings.HasSuffix(before, ";")) {
			return ended, span // :( is a face
		}
		if r == '-' && strings.HasSuffix(before, "-") || r == '/' && linkLike(end) {
			return ended, span
		}
		if unclosedIn(s) {
			return unclosed, span
		}
		return dangling, span
	case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
		return ended, span
	case linkLike(end) || listLike(end):
		return ended, span
	case unclosedIn(s):
		return unclosed, span
	case wants[t.Hashes()[len(words)-1]] && last.To == len(end):
		return dangling, span
	}
	return open, span
}

// linkLike reports whether a text ends in a link, a tag or somebody's handle.
func linkLike(s string) bool {
	at := strings.LastIndexAny(s, " \t\n") + 1
	tail := s[at:]
	return strings.HasPrefix(tail, "#") || strings.HasPrefix(tail, "@") || strings.Contains(tail, "://") || strings.HasPrefix(tail, "www.")
}

// listLike reports whether the last of several lines is a heading or part of a list or
// table.
func listLike(s string) bool {
	at := strings.LastIndexByte(s, '\n') + 1
	if at == 0 {
		return false
	}
	line := strings.TrimLeft(s[at:], " \t>")
	if line == "" {
		return false
	}
	for _, p := range [...]string{"- ", "* ", "+ ", "• ", "#", "|", "– "} {
		if strings.HasPrefix(line, p) {
			return true
		}
	}
	digits := 0
	for digits < len(line) && line[digits] >= '0' && line[digits] <= '9' {
		digits++
	}
	return digits > 0 && digits < 4 && digits < len(line) && (line[digits] == '.' || line[digits] == ')')
}

// brokenJSON reports whether s starts as JSON does and is not closed.
func brokenJSON(s string) bool {
	s = strings.TrimLeft(s, " \t\r\n")
	if len(s) < 2 || s[0] != '{' && s[0] != '[' {
		return false
	}
	if next := strings.TrimLeft(s[1:], " \t\r\n"); next == "" || next[0] != '"' && (s[0] != '[' || next[0] != '{') {
		return false
	}
	depth, inString := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case inString:
			if c == '\\' {
				i++
			} else if c == '"' {
				inString = false
			}
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
	}
	return depth > 0 || inString
}

// unclosedIn reports whether brackets or quotation marks stay open.
func unclosedIn(s string) bool {
	var stack [3]int
	quotes, low := 0, 0
	for i, r := range s {
		switch r {
		case '(':
			if i == 0 || s[i-1] != ':' && s[i-1] != ';' && s[i-1] != '-' && s[i-1] != '\'' {
				stack[0]++
			}
		case ')':
			stack[0] = max(0, stack[0]-1)
		case '[':
			stack[1]++
		case ']':
			stack[1] = max(0, stack[1]-1)
		case '{':
			stack[2]++
		case '}':
			stack[2] = max(0, stack[2]-1)
		case '"':
			if i == 0 || s[i-1] < '0' || s[i-1] > '9' { // else inches
				quotes++
			}
		case '“':
			low++
		case '”':
			low--
		}
	}
	return stack[0] > 0 || stack[1] > 0 || stack[2] > 0 || quotes%2 == 1 || low > 0
}
