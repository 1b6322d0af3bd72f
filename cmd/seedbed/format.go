package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/text"
)

// count prints n with its noun: "1 row", "1,204 rows".
func count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return prose.Count(n) + " " + noun + "s"
}

// short prints n in at most four characters: 92k, 1.2M.
func short(n int) string {
	switch {
	case n < 1000:
		return fmt.Sprint(n)
	case n < 10_000:
		return fmt.Sprintf("%.1fk", float64(n)/1e3)
	case n < 1_000_000:
		return fmt.Sprintf("%dk", n/1000)
	default:
		return fmt.Sprintf("%.1fM", float64(n)/1e6)
	}
}

// span prints a duration as people say it: 840 ms, 12 s, 1 min 10 s.
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	default:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
}

// quote shows a text that a model or a stranger wrote on one line, harmlessly.
func quote(s string, most int) string {
	return `"` + text.Harmless(strings.Join(strings.Fields(s), " "), most) + `"`
}

// table prints columns, left-aligned, two spaces apart, without trailing space.
func table(w io.Writer, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			if i > 0 {
				b.WriteString("  ")
			}
			b.WriteString(cell)
			b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// score prints a score: "gives_away 1", "helpful unscored".
func score(s seedbed.Score, criteria []seedbed.Criterion) string {
	if s.Status != seedbed.Scored {
		return fmt.Sprintf("%s %s", s.Criterion, s.Status)
	}
	v := text.Harmless(seedbed.TextOf(s.Value), 40)
	for _, c := range criteria {
		if c.Name == s.Criterion && c.Kind == seedbed.Scale {
			return fmt.Sprintf("%s %s of %d", s.Criterion, v, c.Max)
		}
	}
	return fmt.Sprintf("%s %s", s.Criterion, v)
}
