package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
)

// expectedRows is how many rows there will be to read.
type expectedRows struct {
	n     int64 // 0: nobody knows
	about bool  // an estimate from the files' sizes
}

// rowsInFiles tells how many rows the files of a source have, whose first rows are recs:
// from their sizes and how long their lines are, looked at in a few places of each.
// Of what is compressed, and of Parquet, the size tells nothing.
func rowsInFiles(dir string, src *plan.Source, recs []seedbed.Record) expectedRows {
	if len(recs) < sampleRows {
		return expectedRows{n: int64(len(recs))}
	}
	lines := 0.
	for _, pattern := range src.Paths {
		if pattern == "-" {
			return expectedRows{}
		}
		path := pattern
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		files, _ := filepath.Glob(path)
		if _, err := os.Stat(path); err == nil {
			files = []string{path} // a name may hold what a pattern would read otherwise
		}
		for _, f := range files {
			n, ok := linesOf(f, src.Format)
			if !ok {
				return expectedRows{}
			}
			lines += n
		}
	}
	// Rows of CSV may go over lines, and lines may be blank.
	first, last := recs[0].Lineage, recs[len(recs)-1].Lineage
	if first.File == last.File && last.Line > first.Line {
		lines *= float64(len(recs)-1) / float64(last.Line-first.Line)
	}
	return expectedRows{n: max(int64(lines), int64(len(recs))), about: true}
}

// Where a file is looked at for its lines.
const (
	linePlaces = 16
	lineBytes  = 64 << 10
)

// linesOf estimates how many lines a file has; false where lines are no rows.
func linesOf(path, format string) (float64, bool) {
	if format == "" {
		format = source.FormatOf(path)
	}
	f, err := os.Open(path)
	if err != nil || format != source.JSONL && format != source.CSV && format != source.Text {
		if err == nil {
			f.Close()
		}
		return 0, false
	}
	defer f.Close()
	info, err := f.Stat()
	name := strings.ToLower(path)
	if err != nil || !info.Mode().IsRegular() || strings.HasSuffix(name, ".gz") || strings.HasSuffix(name, ".zst") || strings.HasSuffix(name, ".zstd") {
		return 0, false
	}
	buf := make([]byte, lineBytes)
	size, read, ends := info.Size(), int64(0), 0
	places := int64(linePlaces)
	if size <= linePlaces*lineBytes {
		places = (size + lineBytes - 1) / lineBytes // all of it
	}
	for i := range places {
		at := i * lineBytes
		if size > linePlaces*lineBytes {
			at = i * (size - lineBytes) / (linePlaces - 1)
		}
		n, err := f.ReadAt(buf, at)
		if err != nil && err != io.EOF {
			return 0, false
		}
		read += int64(n)
		ends += bytes.Count(buf[:n], []byte("\n"))
	}
	if read == 0 {
		return 0, size == 0
	}
	return float64(size) * float64(ends) / float64(read), true
}

// expectedRows tells how many rows of a run are measured: what its report counted.
// Of single stages it does not tell.
func (v *view) expectedRows(stages []string) map[measure.Part]expectedRows {
	out := map[measure.Part]expectedRows{}
	r, err := readReport(&v.run)
	if err != nil {
		return out
	}
	for _, s := range r.Sources {
		out[measure.Seeds] = expectedRows{n: out[measure.Seeds].n + int64(s.Rows)}
	}
	if len(stages) == 0 && len(v.plan.Release.From) == 0 {
		out[measure.Data] = expectedRows{n: r.Accepted}
	}
	return out
}
