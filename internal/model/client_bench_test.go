package model

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/testkit"
)

// canned answers every request with the same body: what is left to measure is
// the client.
type canned []byte

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, r.Body)
	_ = r.Body.Close()
	return &http.Response{
		StatusCode: 200, ContentLength: int64(len(c)), Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(c)), Request: r,
	}, nil
}

var benchQuestion = strings.Repeat("Janet's ducks lay 16 eggs per day. ", 8)

func benchOurs(b *testing.B, url string, rt http.RoundTripper) func(i int) {
	m, err := New(plan.Model{Provider: "openai", ID: "mock", URL: url}, Options{Transport: rt})
	if err != nil {
		b.Fatal(err)
	}
	return func(i int) {
		_, err := m.Generate(b.Context(), seedbed.Request{Messages: []seedbed.Message{{Role: seedbed.User, Content: benchQuestion}}})
		if err != nil {
			b.Error(err)
		}
	}
}

// benchPlain is a client as one writes it at first: the reference.
func benchPlain(b *testing.B, url string, rt http.RoundTripper) func(i int) {
	cl := &http.Client{Transport: rt, Timeout: 2 * time.Minute}
	var pool sync.Pool
	pool.New = func() any { return new(bytes.Buffer) }
	return func(i int) {
		buf := pool.Get().(*bytes.Buffer)
		defer pool.Put(buf)
		body, _ := json.Marshal(map[string]any{"model": "mock", "messages": []map[string]string{{"role": "user", "content": benchQuestion}}})
		rq, _ := http.NewRequestWithContext(b.Context(), "POST", url+"/chat/completions", bytes.NewReader(body))
		rq.Header.Set("Content-Type", "application/json")
		rp, err := cl.Do(rq)
		if err != nil {
			b.Error(err)
			return
		}
		buf.Reset()
		_, _ = io.Copy(buf, rp.Body)
		_ = rp.Body.Close()
		var o struct {
			Choices []struct{ Message struct{ Content string } }
			Usage   struct {
				PT int `json:"prompt_tokens"`
				CT int `json:"completion_tokens"`
			}
		}
		if err := json.Unmarshal(buf.Bytes(), &o); err != nil {
			b.Error(err)
		}
		_ = bytes.Clone(buf.Bytes())
	}
}

// BenchmarkClient compares the client with the reference, on canned replies;
// with SEEDBED_BENCH_URL set, on a server in another process, whose time the
// cpu-µs/op do not count.
func BenchmarkClient(b *testing.B) {
	url := os.Getenv("SEEDBED_BENCH_URL")
	var rt http.RoundTripper = canned(testkit.Shape("openai/reply"))
	if url == "" {
		url = "http://127.0.0.1:1/v1"
	} else {
		own := NewTransport(256)
		b.Cleanup(own.CloseIdleConnections)
		rt = own
	}
	for _, c := range []struct {
		name string
		call func(int)
	}{{"seedbed", benchOurs(b, url, rt)}, {"plain", benchPlain(b, url, rt)}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(32)
			before := cpuTime()
			b.RunParallel(func(pb *testing.PB) {
				for i := 0; pb.Next(); i++ {
					c.call(i)
				}
			})
			b.ReportMetric(float64((cpuTime()-before).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkDecode(b *testing.B) {
	c := testClient(b, "openai")
	raw := testkit.Shape("openai/reply")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.decode(raw); err != nil {
			b.Fatal(err)
		}
	}
}
