package browse

import (
	"context"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const killedDir = "BROWSE_KILLED_DIR" // where the child makes an index

// TestKilledChild makes an index in the process that TestKilled kills.
func TestKilledChild(t *testing.T) {
	dir := os.Getenv(killedDir)
	if dir == "" {
		return // nobody has asked for a child
	}
	rows := some(3000)
	x, err := Open(Options{Dir: dir, Name: "abc1", Env: testEnv, SegmentRows: 300, Rows: func(context.Context) iter.Seq2[Row, error] {
		return func(yield func(Row, error) bool) {
			for i, r := range rows {
				if i%300 == 0 {
					time.Sleep(5 * time.Millisecond)
				}
				if !yield(r, nil) {
					return
				}
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// What a killed process leaves is never taken for a whole index, and is cleared away.
func TestKilled(t *testing.T) {
	rows := some(3000)
	for _, after := range []time.Duration{0, 10 * time.Millisecond, 30 * time.Millisecond, 60 * time.Millisecond, 100 * time.Millisecond} {
		dir := t.TempDir()
		child := exec.Command(os.Args[0], "-test.run=^TestKilledChild$")
		child.Env = append(os.Environ(), killedDir+"="+dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		for begun := time.Now(); time.Since(begun) < 10*time.Second; time.Sleep(time.Millisecond) {
			if found, _ := filepath.Glob(filepath.Join(dir, "abc1*")); len(found) > 0 {
				break
			}
		}
		time.Sleep(after)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // killed, or just done
		x := openAll(t, dir, rows, 300)
		if got := pages(t, x, Query{Limit: 1000}); len(got) != 3000 {
			t.Errorf("killed after %v: %d rows", after, len(got))
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*"+building)); len(left) > 0 {
			t.Errorf("killed after %v: %v is left", after, left)
		}
		x.Close()
	}
}
