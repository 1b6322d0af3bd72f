package testkit

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// Script is what a Server does. The zero Script answers every request at once,
// with a text that depends on the request alone.
type Script struct {
	Seed    uint64        // of texts and faults: another seed, other texts
	Models  []string      // names that are served; empty: any
	Key     string        // the key that is asked for; "": none
	Latency time.Duration // before an answer
	Jitter  time.Duration // up to so much more, drawn per request and attempt
	Words   int           // in a reply, about; 0: 24
	Asks    string        // the model that asks questions, as a user does

	Rate         float64       // requests a second that are taken, others get 429; 0: all
	Burst        float64       // requests that may come at once; 0: a quarter second's
	RetryAfter   time.Duration // told with each 429; 0: until a request is allowed again
	NoRetryAfter bool          // a 429 says nothing of when

	Faults Faults
	// Reply decides on an answer instead of the script. Latency, limit and faults
	// stay.
	Reply func(Request) Response
}

// Faults are the fractions of requests, 0 to 1, that go wrong. Those up to
// Stall are drawn for each attempt at a request anew, so asking again can help;
// those after it are drawn for the request, so asking again gives the same.
type Faults struct {
	Status500    float64 // HTTP 500
	Limited      float64 // 429 without Retry-After
	LimitedAfter float64 // 429 with Retry-After: 1
	Overloaded   float64 // 503 without Retry-After; for Anthropic 529
	Reset        float64 // the connection is reset when the reply is due
	Truncate     float64 // the body stops half-way
	HTML         float64 // 200 with a web page
	Garbage      float64 // 200 with JSON that is no reply
	NoModel      float64 // 404: no such model
	Stall        float64 // the answer takes StallFor longer
	StallFor     time.Duration

	BadUTF8   float64 // the text has bytes that are not UTF-8
	Huge      float64 // the text is HugeBytes long
	HugeBytes int     // 0: 10 MiB
	Refusal   float64
	Filter    float64 // cut by the content filter
	Length    float64 // cut by the token limit
	Nonsense  float64 // text instead of the JSON that was asked for
}

// Request is what a Script's Reply is asked.
type Request struct {
	Provider  string // "openai" or "anthropic"
	Model     string
	Messages  []Message // for Anthropic, the system text comes first
	Schema    json.RawMessage
	MaxTokens int
	Attempt   int // 1 for the first time that this request is asked
	Body      []byte
	Header    http.Header
}

// Message is one turn.
type Message struct{ Role, Content string }

// Response is what a Script's Reply answers. The zero Response is the script's
// own.
type Response struct {
	Text     string
	Refusal  string
	Finish   string      // as the provider names it; "": its word for a normal end
	Status   int         // 0: 200
	Body     []byte      // instead of what Text and the others give
	Header   http.Header // further headers
	Delay    time.Duration
	Reset    bool // the connection is reset instead
	Truncate bool // the body stops half-way
	In, Out  int  // tokens; 0: counted from the bytes
}

func (s Script) withDefaults() Script {
	if s.Words <= 0 {
		s.Words = 24
	}
	if s.Burst <= 0 {
		s.Burst = max(s.Rate/4, 1)
	}
	if s.Faults.StallFor <= 0 {
		s.Faults.StallFor = time.Minute
	}
	if s.Faults.HugeBytes <= 0 {
		s.Faults.HugeBytes = 10 << 20
	}
	return s
}

func (s *Script) serves(model string) bool {
	return len(s.Models) == 0 || slices.Contains(s.Models, model)
}

type fault int

const (
	noFault fault = iota
	fault500
	faultLimited
	faultLimitedAfter
	faultOverloaded
	faultReset
	faultTruncate
	faultHTML
	faultGarbage
	faultNoModel
	faultStall
	faultBadUTF8
	faultHuge
	faultRefusal
	faultFilter
	faultLength
	faultNonsense
)

// transport draws the fault of one attempt.
func (f *Faults) transport(r rng) fault {
	return draw(r.unit(), fault500, f.Status500, f.Limited, f.LimitedAfter, f.Overloaded, f.Reset, f.Truncate,
		f.HTML, f.Garbage, f.NoModel, f.Stall)
}

// content draws the fault of a request's text.
func (f *Faults) content(r rng) fault {
	return draw(r.unit(), faultBadUTF8, f.BadUTF8, f.Huge, f.Refusal, f.Filter, f.Length, f.Nonsense)
}

func draw(u float64, first fault, rates ...float64) fault {
	for i, rate := range rates {
		if u -= rate; u < 0 {
			return first + fault(i)
		}
	}
	return noFault
}

// bucket is a token bucket without a lock: it keeps the time at which it would
// be full again (the generic cell rate algorithm).
type bucket struct {
	full     atomic.Int64 // ns
	interval int64        // ns a token
	slack    int64        // ns that burst tokens take to come
}

func (b *bucket) reset(s Script) {
	b.full.Store(0)
	b.interval, b.slack = 0, 0
	if s.Rate > 0 {
		b.interval = int64(float64(time.Second) / s.Rate)
		b.slack = int64(s.Burst * float64(b.interval))
	}
}

// take takes a token, or says how long until there is one.
func (b *bucket) take(now time.Time) (bool, time.Duration) {
	if b.interval == 0 {
		return true, 0
	}
	t := now.UnixNano()
	for {
		full := b.full.Load()
		next := max(full, t) + b.interval
		if over := next - t - b.slack; over > 0 {
			return false, time.Duration(over)
		}
		if b.full.CompareAndSwap(full, next) {
			return true, 0
		}
	}
}

// rng is a splitmix64 generator (Steele, Lea and Flood, 2014).
type rng uint64

func (r *rng) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *rng) below(n int) int { return int(r.next() % uint64(n)) }

func (r *rng) unit() float64 { return float64(r.next()>>11) / (1 << 53) }
