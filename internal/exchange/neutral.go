package exchange

import (
	"strings"
	"unicode/utf8"
)

// neutral returns s such that no spreadsheet takes it for a formula: with an apostrophe
// before it where it begins with = + - @, their wide forms, a tab or a line end, or with
// one of those behind spaces.
func neutral(s string) string {
	if begins(strings.TrimLeft(s, " \u00a0")) {
		return "'" + s
	}
	return s
}

// unneutral takes the apostrophe away that neutral put there.
func unneutral(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && begins(strings.TrimLeft(rest, " \u00a0")) {
		return rest
	}
	return s
}

// begins reports whether s begins as a formula does.
func begins(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\u2212':
		return s != ""
	}
	return false
}
