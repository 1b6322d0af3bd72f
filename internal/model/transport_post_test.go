package model

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzSimpleHead holds what is read without net/http against what net/http reads.
func FuzzSimpleHead(f *testing.F) {
	for _, s := range []string{
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 02 Mar 2026 10:00:00 GMT\r\nContent-Length: 12\r\n",
		"HTTP/1.1 200 OK\r\ncontent-length:5\r\nConnection: Keep-Alive\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n",
		"HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 1\r\n",
		"HTTP/1.1 200\r\nContent-Length: 1\r\n",
		"HTTP/1.1 100 Continue\r\n", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n", "\r\n", "",
		"HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 99999999999999999999\r\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		length := simpleHead([]byte(s))
		if length < 0 || strings.Contains(s, "\r\n\r\n") || !strings.HasSuffix(s, "\r\n") {
			return
		}
		resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(s+"\r\n"+strings.Repeat("x", min(length, 100)))), nil)
		if err != nil || resp.StatusCode != http.StatusOK || resp.ContentLength != int64(length) || resp.Close {
			t.Fatalf("%q is %d bytes, and net/http says %+v, %v", s, length, resp, err)
		}
	})
}

// TestPost: simple replies come as bodies, others as responses, in any order on one
// connection; what breaks off is an error.
func TestPost(t *testing.T) {
	var connections int
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("X-Own") != "yes" || r.ContentLength != int64(len(body)) || r.URL.RequestURI() != "/v1/chat?a=b" {
			w.WriteHeader(http.StatusTeapot)
		}
		switch string(body) {
		case "chunked":
			fmt.Fprint(w, "chun")
			w.(http.Flusher).Flush()
			fmt.Fprint(w, "ked")
		case "early":
			w.WriteHeader(http.StatusEarlyHints)
			fmt.Fprint(w, "early")
		case "busy":
			w.WriteHeader(http.StatusTooManyRequests)
		case "short":
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "short")
		default:
			w.Write(body)
		}
	}))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections++
		}
	}
	srv.Start()
	defer srv.Close()
	u, err := url.Parse(srv.URL + "/v1/chat?a=b")
	if err != nil {
		t.Fatal(err)
	}
	tr := NewTransport(4)
	defer tr.CloseIdleConnections()
	h := newHead(u, http.Header{"X-Own": {"yes"}})
	for _, c := range []struct {
		body   string
		status int // 0: it comes as a body
	}{{"plain", 0}, {"chunked", 200}, {strings.Repeat("long ", 20_000), 200}, {"", 0}, {"early", 200}, {"busy", 429}, {"plain again", 0}} {
		raw, resp, err := tr.plain.post(context.Background(), h, []byte(c.body))
		if err != nil {
			t.Fatal(c.body, err)
		}
		status := 0
		if resp != nil {
			status = resp.StatusCode
			if raw, err = io.ReadAll(resp.Body); err != nil {
				t.Fatal(c.body, err)
			}
		}
		if status != c.status || c.status != 429 && string(raw) != c.body {
			t.Errorf("%.20q came with status %d as %.20q", c.body, status, raw)
		}
	}
	if connections != 1 {
		t.Errorf("%d connections were opened", connections)
	}
	_, _, err = tr.plain.post(context.Background(), h, []byte("short"))
	if broke := (*bodyError)(nil); !errors.As(err, &broke) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a reply that breaks off gave %v", err)
	}
}
