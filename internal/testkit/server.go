// Package testkit holds what tests of other packages share: a scripted model
// server that speaks the OpenAI and Anthropic APIs on loopback, the shapes of
// real servers' bodies, and a conformance suite for models.
//
// Invariants: what the server answers depends on the request, the script and
// how often that request was asked, and never on the order of requests or the
// clock; its tally is exact. Only tests, and the program in cmd/modelserver
// that benchmarks start, import it.
package testkit

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Server is a model server on loopback. It answers POST /v1/chat/completions
// and /v1/messages, GET /v1/models, GET /stats (the tally as JSON) and POST
// /reset (a tally of zero, nothing asked before).
type Server struct {
	script  Script
	answers *answers
	tally   tally
	bucket  bucket
	ln      net.Listener
	http    *http.Server
	done    chan struct{}
	bufs    sync.Pool
}

// NewServer starts a server that ends with the test.
func NewServer(t testing.TB, s Script) *Server {
	t.Helper()
	srv, err := Serve("127.0.0.1:0", s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close() })
	return srv
}

// Serve starts a server at an address, "127.0.0.1:0" for any free port.
func Serve(addr string, s Script) (*Server, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	srv := &Server{script: s.withDefaults(), answers: newAnswers(), ln: ln, done: make(chan struct{})}
	srv.bucket.reset(srv.script)
	srv.bufs.New = func() any { b := make([]byte, 0, 4096); return &b }
	mux := http.NewServeMux()
	for _, path := range []string{"/v1/chat/completions", "/chat/completions"} {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) { srv.serve(w, r, openAI) })
	}
	for _, path := range []string{"/v1/messages", "/messages"} {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) { srv.serve(w, r, anthropic) })
	}
	mux.HandleFunc("GET /v1/models", srv.serveModels)
	mux.HandleFunc("GET /models", srv.serveModels)
	mux.HandleFunc("GET /v1/models/{id}", srv.serveModel)
	mux.HandleFunc("GET /stats", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, srv.Tally().json()) })
	mux.HandleFunc("POST /reset", func(w http.ResponseWriter, _ *http.Request) { srv.Reset() })
	// Stalls must end when the caller leaves, so nothing here has a time-out.
	srv.http = &http.Server{Handler: mux}
	go func() {
		defer close(srv.done)
		_ = srv.http.Serve(ln)
	}()
	return srv, nil
}

// URL is where the server is, as an OpenAI-compatible recipe names it:
// "http://127.0.0.1:40123/v1". Anthropic recipes may use it too.
func (s *Server) URL() string { return "http://" + s.ln.Addr().String() + "/v1" }

// Addr is the server's host and port.
func (s *Server) Addr() string { return s.ln.Addr().String() }

// Close ends the server and its connections at once.
func (s *Server) Close() {
	s.http.Close()
	<-s.done
}

// Tally returns what was counted since the start or the last Reset.
func (s *Server) Tally() Tally { return s.tally.read(s.answers) }

// Reset forgets everything that was counted or asked.
func (s *Server) Reset() {
	s.answers.reset()
	s.tally.reset()
	s.bucket.reset(s.script)
}

// SetScript is for tests that change what the server does between two runs. It
// may not be called while requests are under way.
func (s *Server) SetScript(script Script) {
	s.script = script.withDefaults()
	s.bucket.reset(s.script)
}

func (s *Server) serveModels(w http.ResponseWriter, r *http.Request) {
	if !s.allowed(r) {
		writeJSON(w, http.StatusUnauthorized, Shape("openai/error_401"))
		return
	}
	models := s.script.Models
	if len(models) == 0 {
		models = []string{"mock"}
	}
	b := []byte(`{"object":"list","data":[`)
	for i, m := range models {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"id":`...)
		b = strconv.AppendQuote(b, m)
		b = append(b, `,"object":"model","type":"model","created":1760000000,"owned_by":"testkit"}`...)
	}
	writeJSON(w, http.StatusOK, append(b, `],"has_more":false}`...))
}

func (s *Server) serveModel(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	switch {
	case !s.allowed(r):
		writeJSON(w, http.StatusUnauthorized, Shape("anthropic/error_401"))
	case !s.script.serves(id):
		writeJSON(w, http.StatusNotFound, Shape("anthropic/error_404"))
	default:
		b := append([]byte(`{"type":"model","object":"model","created_at":"2025-10-01T00:00:00Z","display_name":"Mock","id":`), strconv.Quote(id)...)
		writeJSON(w, http.StatusOK, append(b, '}'))
	}
}

func (s *Server) allowed(r *http.Request) bool {
	k := s.script.Key
	return k == "" || r.Header.Get("Authorization") == "Bearer "+k || r.Header.Get("X-Api-Key") == k
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header()["Content-Type"] = jsonType
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

var jsonType = []string{"application/json"}

// serve answers one request to a model.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, p provider) {
	s.tally.enter()
	defer s.tally.leave()
	buf := s.bufs.Get().(*[]byte)
	defer s.bufs.Put(buf)
	body, err := readBody(r, (*buf)[:0])
	*buf = body
	if err != nil {
		return
	}
	ask, err := parseAsk(body, p)
	if err != nil {
		s.tally.bad.Add(1)
		writeJSON(w, http.StatusBadRequest, p.errorBody("invalid_request_error", "We could not parse the JSON body of your request.", ""))
		return
	}
	if !s.allowed(r) {
		s.tally.bad.Add(1)
		writeJSON(w, http.StatusUnauthorized, Shape(p.name()+"/error_401"))
		return
	}
	if !s.script.serves(ask.model) {
		s.tally.bad.Add(1)
		writeJSON(w, http.StatusNotFound, Shape(p.name()+"/error_404"))
		return
	}
	entry := s.answers.ask(ask.identity)
	if ok, wait := s.bucket.take(time.Now()); !ok {
		s.refuse(w, p, wait)
		return
	}
	s.answer(w, r, p, &ask, entry)
}

// refuse answers 429.
func (s *Server) refuse(w http.ResponseWriter, p provider, wait time.Duration) {
	s.tally.refused.Add(1)
	if s.script.RetryAfter > 0 {
		wait = s.script.RetryAfter
	}
	if wait > 0 && !s.script.NoRetryAfter {
		setRetryAfter(w, wait)
	}
	writeJSON(w, http.StatusTooManyRequests, Shape(p.name()+"/error_429"))
}

func setRetryAfter(w http.ResponseWriter, wait time.Duration) {
	seconds := int((wait + time.Second - 1) / time.Second)
	w.Header()["Retry-After"] = []string{strconv.Itoa(seconds)}
}

func readBody(r *http.Request, buf []byte) ([]byte, error) {
	if n := int(r.ContentLength); n > cap(buf) && n < 64<<20 {
		buf = make([]byte, 0, n+1)
	}
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if errors.Is(err, io.EOF) {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

// wait sleeps, and reports whether the caller is still there.
func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
