package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// usage is what a process took.
type usage struct {
	wall time.Duration // from start to exit
	cpu  time.Duration // user and system, of all its threads
	peak int64         // resident bytes, at the most
	out  []byte        // what it wrote to standard output
}

func (u usage) rate(n int) float64 { return float64(n) / u.wall.Seconds() }

// exec runs a program to its end in a folder. A program that fails is an error.
//
// On Linux, what a process counts as its peak starts with that of whoever
// started it, so this program has to stay small itself.
func (b *bench) exec(ctx context.Context, dir string, env []string, program string, args ...string) (usage, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, &stdout, &stderr
	start := time.Now()
	err := cmd.Run()
	u := usage{wall: time.Since(start), out: stdout.Bytes()}
	if err != nil {
		return u, fmt.Errorf("running %s %q: %w: %s", filepath.Base(program), args, err, lastLines(stderr.Bytes()))
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if ru, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.peak = peakBytes(ru)
	}
	return u, nil
}

// peakBytes is the peak of a process, which Linux tells in KiB and macOS in bytes.
func peakBytes(ru *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return int64(ru.Maxrss)
	}
	return int64(ru.Maxrss) << 10
}
