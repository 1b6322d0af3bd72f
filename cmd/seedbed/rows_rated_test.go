package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever shows some rows reads those that people rated, and works no rates out over all.
func TestRowsReadRatedRowsAlone(t *testing.T) {
	t.Parallel()
	g, rate := ratedEggs(t, 12)
	rate()
	r := g.must(exitOK, "rows", "--limit", "1")
	if !strings.Contains(r.stdout, "2 people on 12 rows") {
		t.Errorf("it does not say how the judge stands: %v", r)
	}
	kept := filepath.Join(g.dir, ".seedbed", "standings.json")
	if _, err := os.Stat(kept); err == nil {
		t.Error("rows read all accepted rows for rates that it does not need")
	}
	g.must(exitOK, "release", "-o", "out")
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the release, which has rates, keeps none: %v", err)
	}
}
