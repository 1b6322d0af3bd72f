package web

import (
	"html/template"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
)

// excerpts are the parts of a row that a list shows: first those in which something was
// found, with it in the middle.
func excerpts(fields seedbed.Fields, search string) []excerpt {
	var found, others []excerpt
	n := 0
	eachText(fields, func(path, text string) bool {
		if n++; n > 2000 || len(found) == excerptTexts {
			return false
		}
		if strings.TrimSpace(text) == "" || strings.HasSuffix(path, ".role") || strings.HasSuffix(path, ".call") {
			return true
		}
		spans := browse.Matches(search, text[:min(len(text), 1<<16)], 20)
		if len(spans) == 0 && len(others) == excerptTexts {
			return search != ""
		}
		e := excerpt{visible(path), excerptOf(text, spans)}
		if len(spans) > 0 {
			found = append(found, e)
		} else {
			others = append(others, e)
		}
		return true
	})
	return append(found, others[:min(len(others), excerptTexts-len(found))]...)
}

func excerptOf(text string, spans []browse.Span) template.HTML {
	from := 0
	if len(spans) > 0 && spans[0].From > excerptMost/2 {
		from = spans[0].From - excerptMost/3
		for from > 0 && !utf8.RuneStart(text[from]) {
			from--
		}
	}
	part := text[from:]
	end, n := len(part), 0
	for i := range part {
		if n == excerptMost {
			end = i
			break
		}
		n++
	}
	t := newShown(part[:end], 0)
	for _, sp := range spans {
		a, b := sp.From-from, min(sp.To-from, end)
		if a >= 0 && a < b {
			at := utf8.RuneCountInString(part[:a])
			t.set(at, at+utf8.RuneCountInString(part[a:b]), styleSpan)
		}
	}
	html := t.html()
	if from > 0 {
		html = "… " + html
	}
	if end < len(part) {
		html += " …"
	}
	return html
}
