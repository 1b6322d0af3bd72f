package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"syscall"
	"time"
)

// site is a page that is served.
type site struct {
	url   string   // http://127.0.0.1:40123
	owner string   // the owner's link
	links []string // of those who are invited to rate
	cmd   *exec.Cmd
	said  bytes.Buffer
}

var (
	ownersLink  = regexp.MustCompile(`the page is at ((http://[^/]+)/r/\S+)`)
	invitedLink = regexp.MustCompile(`^for one .*: (http://\S+)$`)
)

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
	lines := bufio.NewScanner(out)
	for (s.url == "" || len(s.links) < raters) && lines.Scan() {
		line := trimmed(lines.Text())
		if m := ownersLink.FindStringSubmatch(line); m != nil {
			s.owner, s.url = m[1], m[2]
		}
		if m := invitedLink.FindStringSubmatch(line); m != nil {
			s.links = append(s.links, m[1])
		}
	}
	if s.url == "" || len(s.links) < raters {
		_, _ = s.stop()
		return nil, fmt.Errorf("starting the page: it gave %d links of %d: %s", len(s.links), raters, lastLines(s.said.Bytes()))
	}
	go func() {
		for lines.Scan() { // what it says later is not needed, and must not fill the pipe
		}
	}()
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
