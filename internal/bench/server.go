package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"time"
)

// server is a scripted model server, a process of its own.
type server struct {
	url string // as recipes name it: http://127.0.0.1:40123/v1
	cmd *exec.Cmd
}

// tally is what a server counted, as far as it matters here.
type tally struct {
	Requests    int `json:"requests"`
	Answered    int `json:"answered"`
	Refused     int `json:"refused"`
	MaxInFlight int `json:"max_in_flight"`
}

// serve starts a server on a free port.
func (b *bench) serve(ctx context.Context, args ...string) (*server, error) {
	cmd := exec.CommandContext(ctx, b.program("modelserver"), append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the model server: %w", err)
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(first), "listening on ")
	s := &server{url: url, cmd: cmd}
	if err != nil || !ok {
		s.stop()
		return nil, fmt.Errorf("starting the model server: it said %q", first)
	}
	return s, nil
}

// stop ends the server.
func (s *server) stop() {
	_ = s.cmd.Process.Kill() // it may have ended by itself
	_ = s.cmd.Wait()
}

// tally asks the server what it counted.
func (s *server) tally(ctx context.Context) (t tally, err error) {
	body, err := s.request(ctx, http.MethodGet, "/stats")
	if err != nil {
		return t, err
	}
	err = json.Unmarshal(body, &t)
	return t, err
}

// reset makes the server forget what it counted.
func (s *server) reset(ctx context.Context) error {
	_, err := s.request(ctx, http.MethodPost, "/reset")
	return err
}

func (s *server) request(ctx context.Context, method, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(s.url, "/v1")+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("asking the model server: %w", err)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}
