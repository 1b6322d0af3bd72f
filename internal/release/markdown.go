package release

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// inline returns s as one line of Markdown that shows its characters and does
// nothing: no markup, HTML, link, emoji code or formula, no control or
// direction character. A text of more than limit characters is cut; 0: it is not.
func inline(s string, limit int) string {
	var b strings.Builder
	n := 0
	for i, r := range s {
		if limit > 0 && n == limit {
			b.WriteString(" …")
			break
		}
		n++
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case r == utf8.RuneError || hidden(r):
			b.WriteString(visible(r))
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '.' && strings.EqualFold(s[max(0, i-3):i], "www"):
			b.WriteString(`\.`)
		case strings.ContainsRune("\\`*_{}[]()#!|~$:@^=", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// hidden reports whether r changes what is around it instead of being shown:
// control characters, directions, invisible formatting, tags, private use.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)
}

func visible(r rune) string {
	if r == utf8.RuneError {
		return "\uFFFD"
	}
	return fmt.Sprintf("‹U+%04X›", r)
}

// block returns s as a fenced block that s cannot end, cut after limit bytes.
func block(s string, limit int) string {
	cut := ""
	if len(s) > limit {
		for limit > 0 && !utf8.RuneStart(s[limit]) {
			limit--
		}
		cut = fmt.Sprintf("\n… %d bytes more", len(s)-limit)
		s = s[:limit]
	}
	longest, run := 2, 0
	var b strings.Builder
	for _, r := range s {
		if r == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
		if r != '\n' && r != '\t' && (r == utf8.RuneError || hidden(r)) {
			if r != '\r' {
				b.WriteString(visible(r))
			}
			continue
		}
		b.WriteRune(r)
	}
	fence := strings.Repeat("`", longest+1)
	return fence + "text\n" + strings.TrimRight(b.String(), "\n") + cut + "\n" + fence + "\n"
}

// table returns a Markdown table; cells are Markdown already.
func markdownTable(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) {
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	line(head)
	b.WriteString("|" + strings.Repeat("---|", len(head)) + "\n")
	for _, r := range rows {
		line(r)
	}
	return b.String()
}

// yamlText returns s as a YAML scalar in double quotes. YAML reads the escapes
// of JSON as JSON does.
func yamlText(s string) string { return string(seedbed.AppendString(nil, s)) }
