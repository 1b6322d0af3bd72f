package report

import (
	"encoding/json"
	"io"

	"seedbed.dev/seedbed/internal/measure"
)

// Options say how to write a report.
type Options struct {
	Title   string // of the page; "": what was measured
	Version string // of Seedbed
	Width   int    // columns of a terminal; 0: 100
	Color   bool   // a terminal that shows colours
}

// JSON writes all of a result, indented.
func JSON(w io.Writer, r *measure.Result, _ Options) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
