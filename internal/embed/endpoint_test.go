package embed

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "sk-very-secret-0123456789"

// served answers embeddings by hashed n-grams, in another order than asked.
func served(t *testing.T, before func(w http.ResponseWriter, r *http.Request, asked int) bool) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var asked, texts atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if before != nil && before(w, r, int(asked.Add(1))) {
			return
		}
		var in struct {
			Model string
			Input []string
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || r.URL.Path != "/v1/embeddings" || in.Model != "small" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		texts.Add(int64(len(in.Input)))
		v, _ := Hashed{}.Embed(r.Context(), in.Input)
		var data []map[string]any
		for i := len(v) - 1; i >= 0; i-- {
			data = append(data, map[string]any{"index": i, "embedding": v[i]})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": data})
	}))
	t.Cleanup(s.Close)
	return s, &texts
}

func endpoint(t *testing.T, s *httptest.Server) *Endpoint {
	t.Helper()
	e, err := NewEndpoint(s.URL+"#small", secret, s.Client())
	if err != nil {
		t.Fatal(err)
	}
	e.first = time.Millisecond
	return e
}

func TestEndpoint(t *testing.T) {
	s, asked := served(t, func(w http.ResponseWriter, r *http.Request, n int) bool {
		if r.Header.Get("Authorization") != "Bearer "+secret {
			t.Error("the key is not there")
		}
		if n%3 == 1 {
			w.WriteHeader([]int{http.StatusTooManyRequests, http.StatusBadGateway}[n%2])
		}
		return n%3 == 1
	})
	e := endpoint(t, s)
	var texts []string
	for i := range 300 {
		texts = append(texts, fmt.Sprintf("text number %d says so", i%200))
	}
	texts = append(texts, "", " \n", strings.Repeat("long é ", 5000), "bad \xff byte")
	got, err := e.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := Hashed{}.Embed(t.Context(), texts)
	for i := range 300 {
		if c := cosine(got[i], want[i]); c < .9999 {
			t.Fatalf("text %d has another's vector: %v", i, c)
		}
	}
	if len(got[300]) != hashedDim || cosine(got[300], got[300]) != 0 || cosine(got[301], got[301]) != 0 {
		t.Error("an empty text has a direction")
	}
	if _, err := e.Embed(t.Context(), texts); err != nil || asked.Load() != 202 {
		t.Errorf("asked for %d texts, want each once (%v)", asked.Load(), err)
	}
	if name := e.Name(); !strings.HasPrefix(name, "small at http://127") {
		t.Errorf("its name is %q", name)
	}
}

func TestEndpointErrors(t *testing.T) {
	answer := func(status int, body string) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			w.WriteHeader(status)
			fmt.Fprint(w, body)
			return true
		}
	}
	for name, c := range map[string]struct {
		before func(http.ResponseWriter, *http.Request, int) bool
		want   string
	}{
		"wrong key":    {answer(401, `{"error":"no such key: `+secret+`"}`), "401"},
		"always down":  {answer(503, "down\x1b[2J"), "attempt 5"},
		"not JSON":     {answer(200, "<html>"), "not as of /v1/embeddings"},
		"too few":      {answer(200, `{"data":[]}`), "0 vectors for 2 texts"},
		"twice":        {answer(200, `{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}`), "or two"},
		"other length": {answer(200, `{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}`), "of 2 numbers"},
		"no numbers":   {answer(200, `{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}`), "of 0 numbers"},
		"overflow":     {answer(200, `{"data":[{"index":0,"embedding":[1e99]},{"index":1,"embedding":[1]}]}`), "not as of"},
		"moved": {func(w http.ResponseWriter, r *http.Request, _ int) bool {
			http.Redirect(w, r, "http://example.invalid/", http.StatusTemporaryRedirect)
			return true
		}, "307"},
		"cut off": {func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "{")
			return true
		}, "reading the answer"},
	} {
		s, _ := served(t, c.before)
		_, err := endpoint(t, s).Embed(t.Context(), []string{"a", "b"})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
			continue
		}
		if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "\x1b") || seedbed.CodeOf(err) != seedbed.CodeModel {
			t.Errorf("%s: %q (%s)", name, err, seedbed.CodeOf(err))
		}
	}
}

func TestEndpointAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"http://localhost:1":             "http://localhost:1/v1/embeddings",
		"http://127.0.0.1/v1/":           "http://127.0.0.1/v1/embeddings",
		"https://a.example/x/embeddings": "https://a.example/x/embeddings",
		"https://a.example/v1?k=1#m":     "https://a.example/v1/embeddings?k=1",
	} {
		e, err := NewEndpoint(address, secret, nil)
		if err != nil || e.url != want || strings.Contains(e.Name(), "?") {
			t.Errorf("%s: %v, %v", address, e, err)
		}
	}
	for _, address := range []string{"", "ftp://a", "http://", "http://a.example/v1", "https://u:" + secret + "@a.example", "https://a b"} {
		if _, err := NewEndpoint(address, secret, nil); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func FuzzEndpointAnswer(f *testing.F) {
	f.Add([]byte(`{"data":[{"index":0,"embedding":[1,2]}]}`))
	f.Add([]byte(`{"data":[{"index":-1,"embedding":null}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := NewEndpoint("http://localhost", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := e.parse(b, 1); err == nil && len(v[0]) == 0 {
			t.Fatal("a vector of nothing")
		}
	})
}
