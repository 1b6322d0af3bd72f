package exchange

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/text"
)

// quote shows what a file held, harmless and short.
func quote(s string) string { return `"` + text.Harmless(s, 40) + `"` }

// plainly is s without what spreadsheets and people add to a short answer: spaces of all
// kinds at its ends and more than one within, typographic quotes, compatibility forms.
func plainly(s string) string {
	if len(s) > 4096 {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u2018', '\u2019', '\u02bc':
			return '\''
		case '\u201c', '\u201d', '\u201e':
			return '"'
		case '\u2212':
			return '-'
		case '\u200b', '\u200e', '\u200f', '\ufeff':
			return -1
		}
		return r
	}, norm.NFKC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// whole returns the digits of a whole number that a spreadsheet wrote with decimals,
// "5.0", "5,00" or "5E0"; anything else as it is.
func whole(s string) string {
	t := s
	if strings.Count(t, ",") == 1 && !strings.Contains(t, ".") {
		t = strings.Replace(t, ",", ".", 1)
	}
	if len(t) > 30 || strings.Trim(t, "0123456789.eE+-") != "" {
		return s
	}
	x, err := strconv.ParseFloat(t, 64)
	if err != nil || x != float64(int64(x)) || x > 1e15 || x < -1e15 {
		return s
	}
	return strconv.FormatInt(int64(x), 10)
}

// truths are what spreadsheets and people write for yes and no.
func truth(s string) string {
	switch strings.ToLower(s) {
	case "yes", "y", "true", "1", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "prawda", "sant":
		return "yes"
	case "no", "n", "false", "0", "falsch", "faux", "falso", "onwaar", "fałsz", "falskt":
		return "no"
	}
	return ""
}

// readValue reads one answer to a criterion, past what spreadsheets do to it. ok is false
// for what the rubric does not allow.
func readValue(c *seedbed.Criterion, s string) (value string, ok bool) {
	p := plainly(s)
	switch c.Kind {
	case seedbed.Scale:
		p = whole(p)
	case seedbed.YesNo:
		p = truth(whole(p))
	case seedbed.Choice:
		p = choice(c, s, p)
	}
	_, ok = c.Value(p)
	return p, ok
}

// choice finds the one choice that s means.
func choice(c *seedbed.Criterion, s, p string) string {
	for _, x := range c.Choices {
		if x == s {
			return x
		}
	}
	found := ""
	for _, same := range []func(x string) bool{
		func(x string) bool { return plainly(x) == p },
		func(x string) bool { return strings.EqualFold(plainly(x), p) },
		func(x string) bool { return whole(plainly(x)) == whole(p) },
	} {
		n := 0
		for _, x := range c.Choices {
			if same(x) {
				found = x
				n++
			}
		}
		switch {
		case n == 1:
			return found
		case n > 1:
			return ""
		}
	}
	return ""
}

// fixOf says what to write for a criterion.
func fixOf(c *seedbed.Criterion) string {
	switch c.Kind {
	case seedbed.Scale:
		return "write a whole number from " + may(c)
	case seedbed.Ranking:
		return "rank on the page"
	}
	return "write " + text.Harmless(may(c), 200)
}

// clip cuts a text to so many bytes, between two characters.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
