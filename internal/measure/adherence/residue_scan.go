package adherence

import (
	"strings"

	"seedbed.dev/seedbed/internal/measure"
)

// marked is something found at a span of a text.
type marked struct {
	kind int
	span measure.Span
}

// The kinds of residue, most telling first.
const (
	resToken = iota
	resSelf
	resPlaceholder
	resPreamble
	resEcho
	resRole
	resFence
	resClosing
	resKinds
)

// begins says which bytes may begin residue that is told by characters.
var begins = [256]bool{'{': true, '[': true, '<': true, '%': true, '$': true, '\n': true, 'T': true, 'F': true, '_': true}

// scanMarks looks for what is told by characters rather than words: placeholders,
// tokens of chat templates, labels of roles.
func scanMarks(s string, out []marked) []marked {
	out = roleAt(s, 0, out)
	for i := 0; i < len(s); i++ {
		if !begins[s[i]] {
			continue
		}
		from := len(out)
		switch s[i] {
		case '\n':
			out = roleAt(s, i+1, out)
			continue
		case '{':
			out = braces(s, i, out)
		case '[':
			out = brackets(s, i, out)
		case '<':
			out = angles(s, i, out)
		case '$':
			if n := closed(s[i:], "${", "}", 40); n > 0 && identifier(s[i+2:i+n-1]) {
				out = append(out, marked{resPlaceholder, measure.Span{From: i, To: i + n}})
			}
		case '%':
			out = percents(s, i, out)
		case 'T', 'F':
			out = todo(s, i, out)
		case '_':
			if n := closed(s[i:], "__", "__", 40); n > 4 && upperName(s[i+2:i+n-2]) {
				out = append(out, marked{resPlaceholder, measure.Span{From: i, To: i + n}})
			}
		}
		if len(out) > from {
			i = out[len(out)-1].span.To - 1
			if len(out) >= mostMarks {
				return out
			}
		}
	}
	return out
}

// mostMarks is how much residue of one text is looked at.
const mostMarks = 32

// closed returns how long the stretch is that s starts with, from open to close and
// of at most so many bytes between them, on one line; 0: it starts with none.
func closed(s, open, close string, most int) int {
	if !strings.HasPrefix(s, open) {
		return 0
	}
	rest := s[len(open):min(len(s), len(open)+most+len(close))]
	end := strings.Index(rest, close)
	if end < 1 || strings.IndexByte(rest[:end], '\n') >= 0 {
		return 0
	}
	return len(open) + end + len(close)
}

// identifier reports whether s is a name as programs have them, with points.
func identifier(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c == '_':
		case i > 0 && (c >= '0' && c <= '9' || c == '.'):
		default:
			return false
		}
	}
	return s != ""
}

// upperName reports whether s is capital letters, spaces and underscores, two letters
// at least.
func upperName(s string) bool {
	letters := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			letters++
		case c == '_' || c == ' ' || c == '-' || c == '/' || c == '\'':
		case c >= '0' && c <= '9' && i > 0:
		default:
			return false
		}
	}
	return letters >= 2
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// braces finds {{ name }}, {% if %} and {name}. A brace after a letter, a backslash or
// another brace is a formula or code.
func braces(s string, i int, out []marked) []marked {
	for _, pair := range [...][2]string{{"{{", "}}"}, {"{%", "%}"}} {
		if n := closed(s[i:], pair[0], pair[1], 80); n > 0 {
			return append(out, marked{resPlaceholder, measure.Span{From: i, To: i + n}})
		}
	}
	if i > 0 && (isLetter(s[i-1]) || strings.IndexByte("\\{}_^$#)", s[i-1]) >= 0) {
		return out
	}
	n := closed(s[i:], "{", "}", 40)
	if n < 4 || !identifier(s[i+1:i+n-1]) || i+n < len(s) && (s[i+n] == '{' || s[i+n] == '}' || s[i+n] == '^' || s[i+n] == '_') {
		return out
	}
	return append(out, marked{resPlaceholder, measure.Span{From: i, To: i + n}})
}

// spoken are what transcripts have in brackets and capitals.
var spoken = []string{"LAUGHTER", "LAUGHS", "LAUGHING", "APPLAUSE", "MUSIC", "INAUDIBLE", "CROSSTALK", "SIC", "PAUSE", "NOISE", "SILENCE", "CHEERING", "SIGHS", "UNINTELLIGIBLE", "END", "OK", "CLS", "SEP", "MASK", "VIDEO", "PDF", "UPDATE", "EDIT", "DELETED", "REMOVED", "REDACTED"}

// wanted are words that a bracket starts with where somebody is to fill it in.
var wanted = []string{"insert", "your", "name", "date", "add", "placeholder", "company", "recipient", "fill", "city", "phone", "email", "address", "specific", "topic here", "todo", "first name", "last name", "user's", "customer", "describe"}

// brackets finds [INST] and the like, [NAME] and [insert the date].
func brackets(s string, i int, out []marked) []marked {
	n := closed(s[i:], "[", "]", 60)
	if n == 0 {
		return out
	}
	inside := s[i+1 : i+n-1]
	span := measure.Span{From: i, To: i + n}
	switch inside {
	case "INST", "/INST", "SYS", "/SYS", "gMASK", "EOS", "BOS", "PAD", "UNK":
		return append(out, marked{resToken, span})
	}
	if i+n < len(s) && s[i+n] == '(' || i > 0 && (isLetter(s[i-1]) || s[i-1] == ']') {
		return out // a link, an index
	}
	if upperName(inside) {
		for _, w := range spoken {
			if inside == w {
				return out
			}
		}
		return append(out, marked{resPlaceholder, span})
	}
	for _, w := range wanted {
		if len(inside) >= len(w) && strings.EqualFold(inside[:len(w)], w) && (len(inside) == len(w) || !isLetter(inside[len(w)])) {
			return append(out, marked{resPlaceholder, span})
		}
	}
	return out
}

// chatTokens are marks of chat templates in angle brackets.
var chatTokens = []string{"<s>", "</s>", "<bos>", "<eos>", "<pad>", "<unk>", "<start_of_turn>", "<end_of_turn>", "<think>", "</think>", "<<SYS>>", "<</SYS>>", "<|", "<｜"}

// angles finds <|im_end|> and the like, <insert name> and <NAME>.
func angles(s string, i int, out []marked) []marked {
	for _, t := range chatTokens {
		if !strings.HasPrefix(s[i:], t) {
			continue
		}
		n := len(t)
		if t == "<|" || t == "<｜" {
			n = max(closed(s[i:], "<|", "|>", 40), closed(s[i:], "<｜", "｜>", 60))
		}
		if n > 0 && (t != "<s>" || i == 0) { // elsewhere it strikes out
			return append(out, marked{resToken, measure.Span{From: i, To: i + n}})
		}
		return out
	}
	n := closed(s[i:], "<", ">", 60)
	if n == 0 {
		return out
	}
	inside := s[i+1 : i+n-1]
	fill := len(inside) > 7 && (strings.EqualFold(inside[:7], "insert ") || strings.EqualFold(inside[:5], "your "))
	if fill || upperName(inside) && len(inside) >= 3 && inside[0] != '/' && !strings.Contains(s[i:min(len(s), i+4096)], "</"+inside+">") {
		return append(out, marked{resPlaceholder, measure.Span{From: i, To: i + n}})
	}
	return out
}

// percents finds %s, %d and %(name)s.
func percents(s string, i int, out []marked) []marked {
	if i > 0 && (s[i-1] == '%' || s[i-1] >= '0' && s[i-1] <= '9' || isLetter(s[i-1])) {
		return out
	}
	n := 0
	if c := closed(s[i:], "%(", ")s", 40); c > 0 && identifier(s[i+2:i+c-2]) {
		n = c
	} else if i+1 < len(s) && (s[i+1] == 's' || s[i+1] == 'd') && (i+2 == len(s) || !isLetter(s[i+2]) && s[i+2] != '%') {
		n = 2
	}
	if n > 0 {
		out = append(out, marked{resPlaceholder, measure.Span{From: i, To: i + n}})
	}
	return out
}

// todo finds TODO: and FIXME, alone.
func todo(s string, i int, out []marked) []marked {
	if i > 0 && isLetter(s[i-1]) {
		return out
	}
	for _, w := range [...]string{"TODO:", "TODO(", "FIXME"} {
		if strings.HasPrefix(s[i:], w) {
			return append(out, marked{resPlaceholder, measure.Span{From: i, To: i + len(w)}})
		}
	}
	return out
}

// roles are labels of turns, as prompts and chat logs have them.
var roles = []string{"Assistant:", "User:", "Human:", "AI:", "System:", "ChatGPT:", "Bot:", "Claude:", "GPT-4:", "Response:", "Instruction:", "ASSISTANT:", "USER:", "SYSTEM:", "assistant:", "user:"}

// roleAt finds a label of a turn at the start of the line at i.
func roleAt(s string, i int, out []marked) []marked {
	for i < len(s) && strings.IndexByte(" \t#*>", s[i]) >= 0 {
		i++
	}
	if i == len(s) || !isLetter(s[i]) {
		return out
	}
	for _, role := range roles {
		if strings.HasPrefix(s[i:], role) {
			return append(out, marked{resRole, measure.Span{From: i, To: i + len(role)}})
		}
	}
	return out
}

// fenced returns the opening fence of a text that is inside of a code fence as a
// whole.
func fenced(s string) (measure.Span, bool) {
	t := strings.TrimSpace(s)
	if len(t) < 7 || !strings.HasPrefix(t, "```") || !strings.HasSuffix(t, "```") || strings.Count(t, "```") != 2 {
		return measure.Span{}, false
	}
	from := strings.Index(s, "```")
	to := from + 3
	for to < len(s) && (isLetter(s[to]) || s[to] == '_' || s[to] == '+') {
		to++
	}
	return measure.Span{From: from, To: to}, true
}
