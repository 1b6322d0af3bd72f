package embed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/text"
)

// Bounds on what is asked of an endpoint.
const (
	batchTexts   = 64
	inFlight     = 4
	attempts     = 5
	mostAsked    = 8000     // bytes of a text: endpoints refuse long ones
	mostReply    = 64 << 20 // bytes
	mostKept     = 20_000   // vectors remembered: several measures ask for the same rows
	waitAtMost   = 60 * time.Second
	requestAtEnd = 120 * time.Second
)

// Endpoint embeds by an OpenAI-compatible /v1/embeddings. Texts are cut to 8,000
// bytes; the empty one is all zeros and not asked for. It remembers what it was
// told, so that measures that want the same rows pay once.
type Endpoint struct {
	url, model, key string
	shown           string // the address without what is secret
	client          *http.Client
	first           time.Duration // wait before the second attempt

	mu    sync.Mutex
	known map[xxh3.Uint128][]float32
	dim   int
}

// NewEndpoint returns an embedder for an address: "http://host/v1", or the whole of
// it with /embeddings; "#name" at its end names the model. The key, "" for none, goes
// out over TLS or to this machine only, and never into an error.
func NewEndpoint(address, key string, client *http.Client) (*Endpoint, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the address of embeddings is no http or https address")
	}
	if u.User != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the address of embeddings holds a password; name a key by its environment variable instead")
	}
	if key != "" && u.Scheme == "http" && !local(u.Hostname()) {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "embeddings at %s: a key does not go out over http; use https", u.Host)
	}
	if strings.ContainsAny(key, "\r\n\x00") {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the key for embeddings has a line end in it")
	}
	model := u.Fragment
	u.Fragment, u.RawFragment = "", ""
	if path := strings.TrimRight(u.Path, "/"); path == "" {
		u.Path = "/v1/embeddings"
	} else if !strings.HasSuffix(path, "/embeddings") {
		u.Path = path + "/embeddings"
	}
	u.RawPath = ""
	var own http.Client
	if client != nil {
		own = *client
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // a key goes nowhere else
	shown := *u
	shown.RawQuery = ""
	return &Endpoint{
		url: u.String(), model: model, key: key, shown: shown.String(), client: &own, first: 500 * time.Millisecond, known: map[xxh3.Uint128][]float32{},
	}, nil
}

// local reports whether a host is this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name implements Embedder.
func (e *Endpoint) Name() string {
	if e.model == "" {
		return e.shown
	}
	return e.model + " at " + e.shown
}

// Embed implements Embedder.
func (e *Endpoint) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	var missing []xxh3.Uint128
	ask := map[xxh3.Uint128]string{}
	hashes := make([]xxh3.Uint128, len(texts))
	e.mu.Lock()
	for i, t := range texts {
		t = sent(t)
		if t == "" {
			continue
		}
		hashes[i] = xxh3.HashString128(t)
		out[i] = e.known[hashes[i]]
		if _, again := ask[hashes[i]]; out[i] == nil && !again {
			ask[hashes[i]] = t
			missing = append(missing, hashes[i])
		}
	}
	e.mu.Unlock()
	got, err := e.batches(ctx, missing, ask)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range out {
		if out[i] == nil {
			out[i] = got[hashes[i]]
		}
		if out[i] == nil {
			out[i] = make([]float32, max(1, e.dim)) // nothing to go by
		}
	}
	return out, nil
}

// sent is what is asked for of a text.
func sent(s string) string {
	if len(s) > mostAsked {
		at := mostAsked
		for at > mostAsked-utf8.UTFMax && !utf8.RuneStart(s[at]) {
			at--
		}
		s = s[:at]
	}
	return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
}

// batches asks for texts, some batches at once, and remembers the answers.
func (e *Endpoint) batches(ctx context.Context, missing []xxh3.Uint128, texts map[xxh3.Uint128]string) (map[xxh3.Uint128][]float32, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	out := make(map[xxh3.Uint128][]float32, len(missing))
	next := make(chan []xxh3.Uint128)
	var wg sync.WaitGroup
	for range min(inFlight, (len(missing)+batchTexts-1)/batchTexts) {
		wg.Go(func() {
			for batch := range next {
				input := make([]string, len(batch))
				for i, h := range batch {
					input[i] = texts[h]
				}
				vectors, err := e.ask(ctx, input)
				if err != nil {
					cancel(err)
					continue
				}
				e.mu.Lock()
				for i, h := range batch {
					out[h] = vectors[i]
					if len(e.known) < mostKept {
						e.known[h] = vectors[i]
					}
				}
				e.mu.Unlock()
			}
		})
	}
	for from := 0; from < len(missing) && ctx.Err() == nil; from += batchTexts {
		select {
		case next <- missing[from:min(from+batchTexts, len(missing))]:
		case <-ctx.Done():
		}
	}
	close(next)
	wg.Wait()
	return out, context.Cause(ctx)
}

// ask asks for one batch, again where that may help.
func (e *Endpoint) ask(ctx context.Context, input []string) ([][]float32, error) {
	wait := e.first
	for attempt := 1; ; attempt++ {
		vectors, after, err := e.once(ctx, input)
		if err == nil {
			return vectors, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if after < 0 || attempt == attempts {
			return nil, seedbed.Errorf(seedbed.CodeModel, "asking %s for embeddings (attempt %d): %w", e.shown, attempt, err)
		}
		select {
		case <-time.After(min(max(wait, after), waitAtMost)):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
		wait *= 2
	}
}

// once asks once. after is how long to wait before it may be asked again at the
// least, −1 where that is no use.
func (e *Endpoint) once(ctx context.Context, input []string) (vectors [][]float32, after time.Duration, err error) {
	body, err := json.Marshal(struct {
		Model string   `json:"model,omitempty"`
		Input []string `json:"input"`
	}{e.model, input})
	if err != nil {
		return nil, -1, err
	}
	ctx, cancel := context.WithTimeout(ctx, requestAtEnd)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return nil, -1, errors.New("the address cannot be asked")
	}
	req.Header.Set("Content-Type", "application/json")
	if e.key != "" {
		req.Header.Set("Authorization", "Bearer "+e.key)
	}
	resp, err := e.client.Do(req)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // without the address
		}
		return nil, 0, errors.New(e.clean(err.Error()))
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(resp.Body, mostReply+1))
	if err != nil {
		return nil, 0, fmt.Errorf("reading the answer: %s", e.clean(err.Error()))
	}
	if resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("it answers %d: %s", resp.StatusCode, e.clean(string(reply[:min(len(reply), 2000)])))
		if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500 {
			return nil, retryAfter(resp.Header.Get("Retry-After")), err
		}
		return nil, -1, err
	}
	if len(reply) > mostReply {
		return nil, -1, fmt.Errorf("its answer is larger than %d MB", mostReply>>20)
	}
	vectors, err = e.parse(reply, len(input))
	return vectors, -1, err
}

// retryAfter reads a number of seconds; other forms count as none.
func retryAfter(s string) time.Duration {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, 3600)) * time.Second
}

// clean makes what an endpoint said fit to show: short, harmless, without the key.
func (e *Endpoint) clean(s string) string {
	if e.key != "" {
		s = strings.ReplaceAll(s, e.key, "(the key)")
	}
	return text.Harmless(s, 200)
}

// parse reads an answer: a vector for each text, of the length of all before.
func (e *Endpoint) parse(reply []byte, want int) ([][]float32, error) {
	var in struct {
		Data []struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		} `json:"data"`
	}
	if err := json.Unmarshal(reply, &in); err != nil {
		return nil, fmt.Errorf("its answer is not as of /v1/embeddings: %s", e.clean(err.Error()))
	}
	if len(in.Data) != want {
		return nil, fmt.Errorf("it answers %d vectors for %d texts", len(in.Data), want)
	}
	out := make([][]float32, want)
	for _, d := range in.Data {
		if d.Index < 0 || d.Index >= want || out[d.Index] != nil {
			return nil, fmt.Errorf("it answers a vector for text %d of %d, or two", d.Index, want)
		}
		if err := e.check(d.Embedding); err != nil {
			return nil, err
		}
		normalize(d.Embedding)
		out[d.Index] = d.Embedding
	}
	return out, nil
}

func (e *Endpoint) check(v []float32) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dim == 0 {
		e.dim = len(v)
	}
	if len(v) == 0 || len(v) > mostDim || len(v) != e.dim {
		return fmt.Errorf("it answers a vector of %d numbers, and others of %d", len(v), e.dim)
	}
	for _, x := range v {
		if math.Abs(float64(x)) > 1e15 {
			return errors.New("it answers a vector with a number beyond use")
		}
	}
	return nil
}
