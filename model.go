package seedbed

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"
	"math"
	"sync"
	"time"
)

// Model is an auxiliary model, or a wrapper around one (a reply store, a
// limiter, a budget). Generate may be called by many goroutines at once; it
// returns when the reply is there, and honours the context. Errors are
// *CallError where the model's side is at fault.
type Model interface {
	Generate(context.Context, Request) (Reply, error)
}

// Role is who speaks in a message.
type Role string

// The roles.
const (
	System    Role = "system"
	User      Role = "user"
	Assistant Role = "assistant"
)

// Message is one turn of a request.
type Message struct {
	Role    Role   `json:"role"`
	Content string `json:"content"`
}

// Params are the settings that shape a reply. A nil pointer or a zero means
// "the provider's default", and is not sent.
type Params struct {
	Temperature *float64        `json:"temperature,omitempty"`
	TopP        *float64        `json:"top_p,omitempty"`
	MaxTokens   int             `json:"max_tokens,omitempty"` // of the reply
	Seed        *int64          `json:"seed,omitempty"`
	Stop        []string        `json:"stop,omitempty"`
	Logprobs    int             `json:"logprobs,omitempty"` // alternatives per token; 0: none asked for
	Extra       json.RawMessage `json:"extra,omitempty"`    // a JSON object merged into the provider's request
}

// Request is what is asked of a model.
type Request struct {
	Messages []Message
	Params   Params
	Schema   json.RawMessage // JSON Schema that the reply must follow; nil: free text
	Copy     int             // copy number: asks for another reply to the same question
	Attempt  int             // 0 for the first; a reply that did not parse is asked again with the next number

	// Since is an earlier request that this one goes on from: a journal keeps what both
	// begin with once. It changes nothing of what is sent, and is not part of the key.
	Since *Sent

	// Who asks, for the journal and for messages to people; not part of the key.
	Stage  string
	Record ID
}

// Key returns the call key of r for a model identity. The encoding is the
// project's own and stable, so that a newer Seedbed finds older replies:
// every part is written with its length before it.
func (r *Request) Key(identity string) CallKey {
	h := keyHashes.Get().(*keyHash)
	h.h.Reset()
	h.str("call/1")
	h.str(identity)
	h.num(len(r.Messages))
	for i := range r.Messages {
		h.str(string(r.Messages[i].Role))
		h.str(r.Messages[i].Content)
	}
	p := &r.Params
	h.float(p.Temperature)
	h.float(p.TopP)
	h.num(p.MaxTokens)
	if p.Seed != nil {
		h.num(1)
		h.num(int(*p.Seed))
	} else {
		h.num(0)
	}
	h.num(len(p.Stop))
	for _, s := range p.Stop {
		h.str(s)
	}
	h.num(p.Logprobs)
	h.str(string(p.Extra))
	h.str(string(r.Schema))
	h.num(r.Copy)
	h.num(r.Attempt)
	h.flush()
	var k CallKey
	h.h.Sum(k[:0])
	keyHashes.Put(h)
	return k
}

var keyHashes = sync.Pool{New: func() any { return &keyHash{h: sha256.New()} }}

// keyHash gathers small writes before hashing them: a call's key is computed on
// the hottest path there is.
type keyHash struct {
	h   hash.Hash
	buf [1024]byte
	n   int
}

func (k *keyHash) flush() { k.h.Write(k.buf[:k.n]); k.n = 0 }

func (k *keyHash) num(v int) {
	if k.n+8 > len(k.buf) {
		k.flush()
	}
	binary.BigEndian.PutUint64(k.buf[k.n:], uint64(v))
	k.n += 8
}

func (k *keyHash) str(s string) {
	k.num(len(s))
	for len(s) > 0 {
		if k.n == len(k.buf) {
			k.flush()
		}
		c := copy(k.buf[k.n:], s)
		k.n += c
		s = s[c:]
	}
}

func (k *keyHash) float(f *float64) {
	if f == nil {
		k.num(0)
		return
	}
	k.num(1)
	k.num(int(math.Float64bits(*f)))
}

// Finish is why a reply ended.
type Finish string

// The ways a reply ends.
const (
	FinishStop    Finish = "stop"    // the model was done
	FinishLength  Finish = "length"  // it ran into MaxTokens or its context
	FinishFilter  Finish = "filter"  // the provider's content filter cut it
	FinishRefusal Finish = "refusal" // the provider says that the model refused
	FinishTool    Finish = "tool"    // it asked for a tool
	FinishOther   Finish = "other"
)

// TokenLogprob is one token of a reply with its natural-log probability.
type TokenLogprob struct {
	Token   string         `json:"token"`
	Logprob float64        `json:"logprob"`
	Top     []TokenLogprob `json:"top,omitempty"`
}

// ToolCall is a tool that a reply asks to have run. Nothing is ever run.
type ToolCall struct {
	Name      string `json:"name"`
	Arguments string `json:"arguments"` // as the model wrote them: mostly a JSON object
}

// Usage counts tokens as the provider reported them.
type Usage struct {
	In        int  `json:"in"`                  // of the request, cached ones among them
	CachedIn  int  `json:"cached_in,omitempty"` // of In, how many the provider had cached
	Out       int  `json:"out"`                 // of the reply, reasoning among them
	Reasoning int  `json:"reasoning,omitempty"` // of Out, how many were hidden reasoning
	Known     bool `json:"known"`               // false: the provider did not say
}

// Cost is money in US dollars. An unknown cost is unknown, and not zero.
type Cost struct {
	USD   float64 `json:"usd"`
	Known bool    `json:"known"`
}

// String prints the cost, or "unknown".
func (c Cost) String() string {
	if !c.Known {
		return "unknown"
	}
	return Dollars(c.USD)
}

// Reply is what came back for a request.
type Reply struct {
	Text     string
	Refusal  string // the provider's refusal text, where it has a field of its own
	Finish   Finish
	Logprobs []TokenLogprob
	Tools    []ToolCall // what it asked to have run, in order
	Usage    Usage
	Cost     Cost
	Model    string        // as the provider names what answered
	Raw      []byte        // the body as it came back
	Request  []byte        // the body that was sent; nil where nothing was
	Key      CallKey       // set by the reply store
	Latency  time.Duration // of the attempt that succeeded
	Attempts int           // sent, retries among them
	Started  time.Time
	Stored   bool // it came from the reply store: nothing was sent
}

// Sent is a request whose reply is stored, as one that others go on from.
type Sent struct {
	Key  CallKey
	Body []byte // as it was sent
	Run  int    // how many requests before it are read to read it; below SentMost
}

// SentMost is how many requests in a row are kept as what they add to the one before:
// whoever reads one reads those too.
const SentMost = 16

// sentLeast is the least beginning, in bytes, that is worth a look at another request.
const sentLeast = 256

// Next returns the request that r answers, which went on from s (nil: from none), as
// one to go on from; nil where r is not stored.
func (s *Sent) Next(r *Reply) *Sent {
	if r.Key.IsZero() || len(r.Request) == 0 {
		return nil
	}
	next := &Sent{Key: r.Key, Body: r.Request}
	if s != nil {
		next.Run = (s.Run + 1) % SentMost
	}
	return next
}

// Begins returns how many bytes of a body are kept as those that s begins with; 0: the
// body is kept whole.
func (s *Sent) Begins(body []byte) int {
	if s == nil || s.Run+1 >= SentMost {
		return 0
	}
	n, most := 0, min(len(body), len(s.Body))
	for _, step := range [...]int{128, 8} {
		for n+step <= most && string(body[n:n+step]) == string(s.Body[n:n+step]) {
			n += step
		}
	}
	if n < sentLeast {
		return 0
	}
	return n
}

// Decoder is a Model that can read a stored body again.
type Decoder interface {
	// Decode reads a body that Generate once returned as Reply.Raw. It fills Text,
	// Refusal, Finish, Logprobs, Tools, Usage and Model, and does not keep raw.
	Decode(raw []byte) (Reply, error)
}

// Prober is a Model that can say cheaply whether it is there.
type Prober interface {
	// Probe asks whether the model can be reached and is the one that was named. A
	// nil error means yes; detail is for a person ("3 models served").
	Probe(context.Context) (detail string, err error)
}

// Call is a request and its reply as the journal keeps them.
type Call struct {
	Key      CallKey
	Identity string // of the model
	Model    string // its name in the recipe
	Stage    string
	Record   ID // the record it was asked about
	Copy     int
	Attempt  int
	Request  []byte // body sent
	Since    *Sent  // what the body goes on from; nil when it was read
	Reply    []byte // body that came back
	Usage    Usage
	Cost     Cost
	Finish   Finish
	Started  time.Time
	Latency  time.Duration
	Attempts int
}

// ErrorClass says what a failed call means for the next one.
type ErrorClass string

// The classes of failed calls. Only RateLimited shrinks a limiter.
const (
	Permanent   ErrorClass = "permanent"    // no call to this model can succeed: wrong key, no such model
	BadRequest  ErrorClass = "bad_request"  // this request cannot succeed, others may: too long, blocked by policy
	Transient   ErrorClass = "transient"    // the same request may succeed later: 500, reset, time-out
	RateLimited ErrorClass = "rate_limited" // too much at once: 429, 529, 503 with Retry-After
)

// CallError is a call that gave no reply.
type CallError struct {
	Class       ErrorClass
	Status      int           // HTTP status; 0: none came
	RetryAfter  time.Duration // what the provider asked for; 0: it did not say
	MaybeBilled bool          // the provider may have charged for it: its reply was cut off or timed out
	Message     string        // for a person: what the provider said, without secrets
	Err         error
}

// Error returns the message, with the status where there is one.
func (e *CallError) Error() string {
	msg := e.Message
	if msg == "" && e.Err != nil {
		msg = e.Err.Error()
	}
	if e.Status != 0 {
		return fmt.Sprintf("%s (HTTP %d)", msg, e.Status)
	}
	return msg
}

// Unwrap returns the cause.
func (e *CallError) Unwrap() error { return e.Err }
