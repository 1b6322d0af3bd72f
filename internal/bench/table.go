package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/prose"
)

// figure is one line of the table.
type figure struct {
	Line      string  `json:"line"`
	Seedbed   string  `json:"seedbed"`             // what was measured, with its unit
	Reference string  `json:"reference,omitempty"` // what it is held against
	Ratio     string  `json:"ratio,omitempty"`     // with the least and greatest of the pairs
	Target    string  `json:"target,omitempty"`    // "": printed for information, and always met
	Value     float64 `json:"value"`               // the number that was held against the target
	Min       float64 `json:"min,omitempty"`
	Max       float64 `json:"max,omitempty"`
	Met       bool    `json:"met"`
	Note      string  `json:"note,omitempty"`
	Error     string  `json:"error,omitempty"` // why there is no figure
}

// verdict is the last column.
func (f *figure) verdict() string {
	switch {
	case f.Error != "":
		return "failed"
	case f.Target == "":
		return "-"
	case f.Met:
		return "met"
	default:
		return "not met"
	}
}

// failed reports whether the figure keeps the run from passing.
func (f *figure) failed() bool { v := f.verdict(); return v == "failed" || v == "not met" }

// printTable prints the figures, and reports whether all targets were met.
func printTable(w io.Writer, figures []figure) bool {
	rows := [][]string{{"line", "seedbed", "reference", "ratio [min, max]", "target", ""}}
	met := true
	for i := range figures {
		f := &figures[i]
		rows = append(rows, []string{f.Line, f.Seedbed, f.Reference, f.Ratio, f.Target, f.verdict()})
		met = met && !f.failed()
	}
	width := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for i, r := range rows {
		for j, cell := range r[:len(r)-1] {
			fmt.Fprintf(w, "%-*s  ", width[j], cell)
		}
		fmt.Fprintln(w, r[len(r)-1])
		if i == 0 {
			continue
		}
		for _, more := range []string{figures[i-1].Note, figures[i-1].Error} {
			if more != "" {
				fmt.Fprintln(w, "  "+more)
			}
		}
	}
	return met
}

// writeJSON writes the figures for programs.
func writeJSON(path string, figures []figure) error {
	doc, err := json.MarshalIndent(map[string]any{
		"go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH, "cpus": runtime.NumCPU(), "figures": figures,
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(doc, '\n'), 0o644)
}

// count writes a whole number with commas.
func count(x float64) string { return prose.Count(int64(math.Round(x))) }

func megabytes(bytes float64) string { return fmt.Sprintf("%.0f MB", bytes/1e6) }
