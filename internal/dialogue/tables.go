package dialogue

import (
	"fmt"
	"io/fs"
	"iter"
	"strings"
)

// tableLine is a line of a table: a heading, which tells what the lines below it are, or
// one of those.
type tableLine struct {
	n       int // from 1 on
	heading bool
	text    string // of a heading: behind its "== "
}

// tableLines gives the lines of a table but for blank ones and comments, which begin with
// "#".
func tableLines(text string) iter.Seq[tableLine] {
	return func(yield func(tableLine) bool) {
		n := 0
		for line := range strings.Lines(text) {
			n++
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			line, heading := strings.CutPrefix(line, "== ")
			if !yield(tableLine{n, heading, line}) {
				return
			}
		}
	}
}

// eachTable reads the tables whose names fit a pattern, in the order of their names; an
// error that read returns is told with the name.
func eachTable(files fs.FS, pattern string, read func(name, text string) error) error {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if err := read(name, string(text)); err != nil {
			return fmt.Errorf("%s:%w", name, err)
		}
	}
	return nil
}
