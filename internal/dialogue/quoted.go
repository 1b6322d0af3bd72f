package dialogue

import "strings"

// markQuoted marks the words that the user says of somebody else: in quotation marks,
// in code, in lines that start with >, and in what was pasted after a line that says
// so ("Here is the chat I had with them:").
func (t *turnText) markQuoted() {
	s := t.text
	if t.bytes&quotes == 0 {
		return
	}
	next := 0
	mark := func(from, to int) {
		for next < len(t.words) && t.words[next].from < from {
			next++
		}
		for next < len(t.words) && t.words[next].from < to {
			t.words[next].quoted = true
			next++
		}
	}
	for i := 0; i < len(s); {
		from, to := quoteAt(s, i)
		if from < 0 {
			break
		}
		if from == 0 && strings.TrimSpace(s[to:]) == "" {
			return // the turn as a whole is in quotation marks: that quotes nobody
		}
		mark(from, to)
		i = to
	}
	if from, to := t.pasted(); from >= 0 {
		next = 0
		mark(from, to)
	}
}

// quoteAt returns the first quoted part at or after i; -1 where there is none.
func quoteAt(s string, i int) (from, to int) {
	for ; i < len(s); i++ {
		if byteClasses[s[i]]&quotes == 0 {
			continue
		}
		closer := ""
		switch c := s[i]; {
		case c == '"':
			closer = `"`
		case c == '`' && strings.HasPrefix(s[i:], "```"):
			closer = "```"
		case c == '`':
			closer = "`"
		case c == '>' && strings.TrimSpace(s[strings.LastIndexByte(s[:i], '\n')+1:i]) == "":
			closer = "\n"
		case c == '\'' && (i == 0 || s[i-1] == ' ' || s[i-1] == '\n' || s[i-1] == '(') && i+1 < len(s) && s[i+1] != ' ':
			if end := singleQuote(s, i+1); end > 0 {
				return i, end
			}
		case c == 0xe2 && strings.HasPrefix(s[i:], "“"), c == 0xe2 && strings.HasPrefix(s[i:], "„"):
			closer = "”"
			if s[i+2] == 0x9e { // „ closes with “ or ”
				if j := strings.IndexAny(s[i+3:min(len(s), i+1000)], "“”\""); j >= 0 {
					return i, i + 3 + j + 1
				}
				continue
			}
		case c == 0xe2 && strings.HasPrefix(s[i:], "‘"):
			if j := strings.Index(s[i:], "’ "); j > 0 {
				return i, i + j
			}
		case c == 0xc2 && strings.HasPrefix(s[i:], "«"):
			closer = "»"
		case c == 0xc2 && strings.HasPrefix(s[i:], "»") && (i == 0 || s[i-1] == ' ' || s[i-1] == '\n' || s[i-1] == ':'):
			closer = "«" // as German has them
		}
		if closer == "" {
			continue
		}
		skip := len(closer)
		if closer == "”" || closer == "»" || closer == "«" {
			skip = 1
		}
		j := strings.Index(s[min(len(s), i+skip):], closer)
		switch {
		case j >= 0:
			return i, i + skip + j + len(closer)
		case closer == "\n" || closer == "```":
			return i, len(s)
		}
	}
	return -1, -1
}

// singleQuote returns where a text in single quotation marks ends: at one that no
// letter follows, before the line ends.
func singleQuote(s string, i int) int {
	for j := i; j < min(len(s), i+1000) && s[j] != '\n'; j++ {
		if s[j] == '\'' && j > i && (j+1 == len(s) || strings.IndexByte(" .,;:!?)\n", s[j+1]) >= 0) && s[j-1] != ' ' {
			return j + 1
		}
	}
	return -1
}

// pasted returns the part of a turn that follows a line such as "Here is my draft:",
// up to its end; -1 where there is none.
func (t *turnText) pasted() (from, to int) {
	s := t.text
	first := 0 // word of the line
	for at := 0; ; {
		j := strings.Index(s[at:], ":")
		if j < 0 {
			return -1, -1
		}
		colon := at + j
		at = colon + 1
		rest := strings.TrimLeft(s[at:], " \t*")
		if rest == "" || rest[0] != '\n' {
			continue
		}
		start := strings.LastIndexByte(s[:colon], '\n') + 1
		for first < len(t.words) && t.words[first].from < start {
			first++
		}
		intro := false
		for i := first; i < len(t.words) && t.words[i].to <= colon; i++ {
			intro = intro || t.words[i].class&classPaste != 0
		}
		if intro {
			return at, len(s)
		}
	}
}
