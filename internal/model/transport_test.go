package model_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/model"
)

// raw serves each connection by f, which is given what follows each request.
func raw(t *testing.T, f func(conn net.Conn, r *bufio.Reader)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { defer conn.Close(); f(conn, bufio.NewReader(conn)) })
		}
	})
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return "http://" + l.Addr().String() + "/v1"
}

func ask(ctx context.Context, t *testing.T, rt http.RoundTripper, url, body string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return fmt.Sprintf("%d %s", resp.StatusCode, b), err
}

func readRequest(r *bufio.Reader) (string, error) {
	req, err := http.ReadRequest(r)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(req.Body)
	return string(b), err
}

func TestTransportKeepsConnections(t *testing.T) {
	var mu sync.Mutex
	conns := map[string]int{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		conns[r.RemoteAddr]++
		mu.Unlock()
		b, _ := io.ReadAll(r.Body)
		if strings.HasPrefix(string(b), "chunked") {
			w.(http.Flusher).Flush()
		}
		w.Write(b)
	}))
	defer srv.Close()
	rt := model.NewTransport(4)
	defer rt.CloseIdleConnections()
	for i := range 50 {
		for _, body := range []string{"short", "chunked", "", strings.Repeat("long ", 100_000)} {
			got, err := ask(t.Context(), t, rt, srv.URL, body)
			if err != nil || got != "200 "+body {
				t.Fatalf("call %d: %.40q, %v", i, got, err)
			}
		}
	}
	if len(conns) != 1 {
		t.Errorf("%d connections for calls one after another", len(conns))
	}
}

// A server may close a connection that nobody uses; the next call must not
// meet it.
func TestTransportLeavesClosedConnections(t *testing.T) {
	closed := make(chan struct{}, 10)
	url := raw(t, func(conn net.Conn, r *bufio.Reader) {
		if _, err := readRequest(r); err != nil {
			return
		}
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		conn.Close()
		closed <- struct{}{}
	})
	rt := model.NewTransport(4)
	defer rt.CloseIdleConnections()
	for i := range 3 {
		got, err := ask(t.Context(), t, rt, url, "x")
		if err != nil || got != "200 ok" {
			t.Fatalf("call %d: %q, %v", i, got, err)
		}
		<-closed
		time.Sleep(60 * time.Millisecond) // longer than a connection is trusted unseen
	}
}

func TestTransportEnds(t *testing.T) {
	release := make(chan struct{})
	stall := raw(t, func(conn net.Conn, r *bufio.Reader) { _, _ = readRequest(r); <-release })
	half := raw(t, func(conn net.Conn, r *bufio.Reader) {
		_, _ = readRequest(r)
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
		<-release
	})
	cut := raw(t, func(conn net.Conn, r *bufio.Reader) {
		_, _ = readRequest(r)
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
	})
	endless := raw(t, func(conn net.Conn, r *bufio.Reader) {
		_, _ = readRequest(r)
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n")
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(conn, "X-%d: %s\r\n", i, strings.Repeat("x", 1000)); err != nil {
				return
			}
		}
	})
	early := raw(t, func(conn net.Conn, r *bufio.Reader) {
		fmt.Fprint(conn, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig")
		_, _ = readRequest(r)
	})
	t.Cleanup(func() { close(release) }) // before the servers wait for their connections
	rt := model.NewTransport(4)
	defer rt.CloseIdleConnections()
	for name, url := range map[string]string{"stall": stall, "half": half} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if _, err := ask(ctx, t, rt, url, "x"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
	if got, err := ask(t.Context(), t, rt, cut, "x"); err == nil {
		t.Errorf("a reply that was cut off came as %q", got)
	}
	if got, err := ask(t.Context(), t, rt, endless, "x"); err == nil {
		t.Errorf("a header without end came as %q", got)
	}
	if got, err := ask(t.Context(), t, rt, early, "x"); err != nil || got != "413 big" {
		t.Errorf("an early refusal came as %q, %v", got, err)
	}
}
