package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"syscall"
	"time"

	"seedbed.dev/seedbed/internal/testkit/rater"
)

// site is a page that is served.
type site struct {
	rater.Links
	cmd  *exec.Cmd
	said bytes.Buffer
}

// review serves the page of a project, and invites so many raters.
func (p *project) review(ctx context.Context, raters int) (*site, error) {
	args := []string{"review", "--addr", "127.0.0.1:0"}
	for range raters {
		args = append(args, "--invite", "rater")
	}
	s := &site{cmd: exec.CommandContext(ctx, p.b.program("seedbed"), args...)}
	s.cmd.Dir, s.cmd.Env, s.cmd.Stderr = p.dir, environ(), &s.said
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the page: %w", err)
	}
	if s.Links, err = rater.ReadLinks(out, raters); err != nil {
		_, _ = s.stop()
		return nil, fmt.Errorf("starting the page: %w: %s", err, lastLines(s.said.Bytes()))
	}
	return s, nil
}

// stop ends the page as Ctrl-C does, and returns the memory that it took at the most.
func (s *site) stop() (peak int64, err error) {
	_ = s.cmd.Process.Signal(syscall.SIGINT)
	late := time.AfterFunc(20*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer late.Stop()
	err = s.cmd.Wait()
	if exit, ok := err.(*exec.ExitError); ok && exit.Exited() {
		err = nil // an interrupted command says so with its status
	}
	if err != nil {
		return 0, fmt.Errorf("ending the page: %w", err)
	}
	if ru, ok := s.cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = peakBytes(ru)
	}
	return peak, nil
}
