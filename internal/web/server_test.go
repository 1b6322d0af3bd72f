package web

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

func options(t *testing.T, addr string) Options {
	t.Helper()
	roster, err := review.OpenRoster(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return Options{Desk: newFake(), Roster: roster, Addr: addr}
}

// What is under way when the server ends is finished, and nothing is left behind.
func TestServeEnds(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(options(t, l.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	begun, goOn := make(chan bool), make(chan bool)
	inner := s.handler
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			begun <- true
			<-goOn
		}
		inner.ServeHTTP(w, r)
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	got := make(chan int, 1)
	go func() {
		res, err := http.Get("http://" + l.Addr().String() + "/slow")
		if err != nil {
			got <- 0
			return
		}
		defer res.Body.Close()
		_, _ = io.Copy(io.Discard, res.Body)
		got <- res.StatusCode
	}()
	<-begun
	cancel()
	close(goOn)
	if status := <-got; status != http.StatusNotFound {
		t.Errorf("what was under way got %d", status)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestServeSaysWhatFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(options(t, l.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := s.Serve(t.Context(), l); err == nil || !strings.Contains(err.Error(), l.Addr().String()) {
		t.Errorf("%v", err)
	}
}

func TestNew(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1:4317": "http://127.0.0.1:4317/r/", "localhost:4317": "http://localhost:4317/r/", "[::1]:4317": "http://[::1]:4317/r/",
		"0.0.0.0:4317": "http://127.0.0.1:4317/r/", ":4317": "http://127.0.0.1:4317/r/", "[::]:4317": "http://127.0.0.1:4317/r/",
	} {
		s, err := New(options(t, addr))
		if err != nil || !strings.HasPrefix(s.URL(), want) || len(s.URL()) < len(want)+43 {
			t.Errorf("%s: %v, %v", addr, s, err)
		}
	}
	if _, err := New(options(t, "4317")); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("no address: %v", err)
	}
	o := options(t, "127.0.0.1:4317")
	o.Desk.(*fakeDesk).persons = nil
	if _, err := New(o); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("no owner: %v", err)
	}
}

func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
	}{
		{seedbed.Errorf(seedbed.CodeInvalid, "x"), 422},
		{seedbed.Errorf(seedbed.CodeNotFound, "x"), 404},
		{seedbed.Errorf(seedbed.CodeStorage, "x"), 507},
		{seedbed.Errorf(seedbed.CodeInternal, "x"), 500},
		{&review.Forbidden{Message: "no"}, 403},
		{&http.MaxBytesError{}, 413},
		{context.Canceled, 499},
		{errors.New("x"), 500},
	} {
		if status, says := statusOf(c.err); status != c.status || status == 500 && strings.Contains(says, "x;") {
			t.Errorf("%v: %d %q", c.err, status, says)
		}
	}
}
