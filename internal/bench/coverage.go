package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// intervalsHold runs the simulations of how often intervals hold what they bound: 2,000
// draws in each regime, or the short form of the tests with -quick.
func intervalsHold(ctx context.Context, b *bench) ([]figure, error) {
	cmd := exec.CommandContext(ctx, "go", "test", "-count=1", "-timeout=60m", "-run", "Coverage", "./internal/stats")
	cmd.Dir = b.root
	if !b.quick {
		cmd.Env = append(os.Environ(), "SEEDBED_FULL=1")
	}
	out, err := cmd.CombinedOutput()
	f := figure{
		Line: "intervals hold in 93 to 97 of 100 draws", Seedbed: "in all regimes", Target: "all", Met: err == nil,
	}
	if err != nil {
		failed := 0
		for line := range strings.Lines(string(out)) {
			if strings.Contains(line, "--- FAIL") {
				failed++
			}
		}
		f.Seedbed, f.Note = fmt.Sprintf("not in %d", failed), lastLines(out)
	}
	return []figure{f}, ctx.Err()
}
