package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// execModel is a model that is a program: one request a line on its standard
// input, one reply a line on its standard output, in any order.
//
//	{"id":7,"model":"...","messages":[{"role":"user","content":"..."}],"params":{...},"schema":{...},"copy":0,"attempt":0}
//	{"id":7,"text":"...","finish":"stop","usage":{"in":12,"out":30}}
//	{"id":7,"tools":[{"name":"search","arguments":{"query":"..."}}],"finish":"tool"}
//	{"id":7,"error":{"class":"rate_limited","message":"...","retry_after":2.5}}
//
// Classes are those of seedbed.ErrorClass; any other is transient. text may be
// JSON instead of a string, where a schema was asked for.
//
// The program is started at the first call, and again when it has ended; the
// calls that it held are reported as transient.
type execModel struct {
	spec    plan.Model
	dir     string
	key     string
	timeout time.Duration
	price   *plan.Price

	mu      sync.Mutex
	running *program
	nextID  uint64
	closed  bool
}

func newExec(spec plan.Model, opt Options) (seedbed.Model, error) {
	if len(spec.Command) == 0 || spec.Command[0] == "" {
		return nil, invalid(spec, "it has no command", `write one like command: [python3, model.py]`)
	}
	m := &execModel{spec: spec, dir: opt.Dir, key: opt.Key, timeout: spec.Timeout}
	if m.timeout <= 0 {
		m.timeout = DefaultTimeout
	}
	m.price, _ = opt.Prices.For(spec)
	return m, nil
}

// Generate sends one line and waits for the line that answers it.
func (m *execModel) Generate(parent context.Context, r seedbed.Request) (seedbed.Reply, error) {
	if err := parent.Err(); err != nil {
		return seedbed.Reply{}, err
	}
	started := time.Now()
	ctx, cancel := context.WithTimeout(parent, m.timeout)
	defer cancel()
	p, id, err := m.program()
	if err != nil {
		return seedbed.Reply{}, err
	}
	line, err := m.encode(id, &r)
	if err != nil {
		return seedbed.Reply{}, err
	}
	raw, err := p.ask(ctx, id, line)
	if err != nil {
		return seedbed.Reply{}, m.askError(parent, err, p)
	}
	reply, err := decodeLine(raw)
	if err != nil {
		return seedbed.Reply{}, m.lineError(err)
	}
	reply.Raw, reply.Request = raw, line[:len(line)-1]
	reply.Started, reply.Latency, reply.Attempts = started, time.Since(started), 1
	reply.Cost = Cost(m.price, reply.Usage)
	if reply.Model == "" {
		reply.Model = m.spec.ID
	}
	return reply, nil
}

// Decode reads a stored line again.
func (m *execModel) Decode(raw []byte) (seedbed.Reply, error) {
	reply, err := decodeLine(raw)
	if err != nil {
		return reply, fmt.Errorf("reading a stored reply of model %s: %w", m.spec.Name, err)
	}
	if reply.Model == "" {
		reply.Model = m.spec.ID
	}
	reply.Cost = Cost(m.price, reply.Usage)
	return reply, nil
}

// Price returns what the model costs; nil when that is not known.
func (m *execModel) Price() *plan.Price { return m.price }

// Probe starts the program and waits a moment for it to end.
func (m *execModel) Probe(ctx context.Context) (string, error) {
	p, _, err := m.program()
	if err != nil {
		return "", err
	}
	t := time.NewTimer(time.Second)
	defer t.Stop()
	select {
	case <-p.ended:
		return "", m.askError(ctx, errEnded, p)
	case <-ctx.Done():
		return "", ctx.Err()
	case <-t.C:
		return fmt.Sprintf("%s is running", m.spec.Command[0]), nil
	}
}

// Close ends the program: its input is closed, and what has not ended 5 seconds
// later is killed.
func (m *execModel) Close() error {
	m.mu.Lock()
	m.closed = true
	p := m.running
	m.mu.Unlock()
	if p != nil {
		p.close()
	}
	return nil
}

// program returns the running program, started when there is none, and the
// number of the next call.
func (m *execModel) program() (*program, uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, 0, seedbed.Errorf(seedbed.CodeInternal, "model %s: called after Close", m.spec.Name)
	}
	m.nextID++
	if m.running != nil && !m.running.dead() {
		return m.running, m.nextID, nil
	}
	p, err := startProgram(m.spec.Command, m.dir)
	if err != nil {
		return nil, 0, &seedbed.CallError{
			Class: seedbed.Permanent, Err: err,
			Message: fmt.Sprintf("%s cannot be started: %s", m.spec.Command[0], clean(err.Error(), m.key)),
		}
	}
	m.running = p
	return p, m.nextID, nil
}

// askError classes a call that no line answered.
func (m *execModel) askError(parent context.Context, err error, p *program) error {
	if cause := parent.Err(); cause != nil {
		return fmt.Errorf("waiting for model %s: %w", m.spec.Name, cause)
	}
	out := &seedbed.CallError{Class: seedbed.Transient, MaybeBilled: true, Err: err}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		out.Message = fmt.Sprintf("no reply from %s within %s", m.spec.Command[0], m.timeout)
	case errors.Is(err, errLongLine):
		out.Class = seedbed.BadRequest
		out.Message = fmt.Sprintf("a reply of %s is longer than %d MiB, the most that is read", m.spec.Command[0], maxReply>>20)
	default:
		out.Message = fmt.Sprintf("%s ended%s", m.spec.Command[0], p.how())
	}
	if last := p.lastLines(); last != "" {
		out.Message += ": " + last
	}
	out.Message = clean(out.Message, m.key)
	return out
}

// lineError classes a line that is no reply, or says what went wrong.
func (m *execModel) lineError(err error) error {
	var told *seedbed.CallError
	if errors.As(err, &told) {
		out := *told
		out.Message = clean(out.Message, m.key)
		return &out
	}
	return &seedbed.CallError{
		Class: seedbed.Transient, MaybeBilled: true, Err: err,
		Message: clean(fmt.Sprintf("what %s answered is not a reply: %s", m.spec.Command[0], err), m.key),
	}
}

// encode writes the line that asks r, with its end.
func (m *execModel) encode(id uint64, r *seedbed.Request) ([]byte, error) {
	b := make([]byte, 0, bodySize(r))
	b = append(b, `{"id":`...)
	b = strconv.AppendUint(b, id, 10)
	if m.spec.ID != "" {
		b = append(b, `,"model":`...)
		b = seedbed.AppendString(b, m.spec.ID)
	}
	tail, given := "", r.Schema
	if r.Schema != nil && m.spec.Structured == "instruct" {
		tail, given = instruction(r.Schema), nil
	}
	w := builder{b: b}
	w.messages(r.Messages, "", tail)
	params := r.Params
	if params.Seed != nil {
		seed := seedOf(r)
		params.Seed = &seed
	}
	enc, err := json.Marshal(params)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "writing the parameters of model %s: %w", m.spec.Name, err)
	}
	w.raw("params", string(enc))
	if given != nil {
		var flat bytes.Buffer
		if err := json.Compact(&flat, given); err != nil {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading the schema of a reply: %w", err)
		}
		w.raw("schema", flat.String())
	}
	w.num("copy", int64(r.Copy))
	w.num("attempt", int64(r.Attempt))
	return append(w.b, '}', '\n'), nil
}

// lineWords is a line that a program answers.
type lineWords struct {
	Text     json.RawMessage        `json:"text"`
	Refusal  string                 `json:"refusal"`
	Finish   string                 `json:"finish"`
	Model    string                 `json:"model"`
	Logprobs []seedbed.TokenLogprob `json:"logprobs"`
	Tools    []struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"` // text, or JSON as it stands
	} `json:"tools"`
	Usage *struct {
		In        int `json:"in"`
		CachedIn  int `json:"cached_in"`
		Out       int `json:"out"`
		Reasoning int `json:"reasoning"`
	} `json:"usage"`
	Error *struct {
		Class      string  `json:"class"`
		Message    string  `json:"message"`
		RetryAfter float64 `json:"retry_after"` // seconds
		Billed     bool    `json:"maybe_billed"`
	} `json:"error"`
}

// decodeLine reads a line. An error that the line tells is a *CallError.
func decodeLine(raw []byte) (seedbed.Reply, error) {
	var in lineWords
	if err := json.Unmarshal(raw, &in); err != nil {
		return seedbed.Reply{}, err
	}
	if in.Error != nil {
		return seedbed.Reply{}, toldError(in.Error.Class, in.Error.Message, in.Error.RetryAfter, in.Error.Billed)
	}
	out := seedbed.Reply{Refusal: in.Refusal, Finish: execFinish(in.Finish, in.Refusal), Model: in.Model, Logprobs: in.Logprobs}
	switch {
	case len(in.Text) > 0 && in.Text[0] == '"':
		if err := json.Unmarshal(in.Text, &out.Text); err != nil {
			return seedbed.Reply{}, err
		}
	case len(in.Text) > 0 && string(in.Text) != "null": // JSON as it stands
		out.Text = string(in.Text)
	case in.Refusal == "" && len(in.Tools) == 0:
		return seedbed.Reply{}, errors.New(`it has neither "text" nor "error"`)
	}
	for _, t := range in.Tools {
		out.Tools = append(out.Tools, seedbed.ToolCall{Name: t.Name, Arguments: jsonText(t.Arguments)})
	}
	if len(out.Tools) > 0 && in.Finish == "" && in.Refusal == "" {
		out.Finish = seedbed.FinishTool
	}
	if u := in.Usage; u != nil {
		out.Usage = seedbed.Usage{In: count(u.In), Out: count(u.Out), Known: true}
		out.Usage.CachedIn = min(count(u.CachedIn), out.Usage.In)
		out.Usage.Reasoning = min(count(u.Reasoning), out.Usage.Out)
	}
	return out, nil
}

// count bounds a number of tokens that somebody reports.
func count(n int) int { return min(max(n, 0), 1<<40) }

func toldError(class, message string, retryAfter float64, billed bool) error {
	out := &seedbed.CallError{Class: seedbed.Transient, Message: message, MaybeBilled: billed}
	switch c := seedbed.ErrorClass(strings.ReplaceAll(class, "-", "_")); c {
	case seedbed.Permanent, seedbed.BadRequest, seedbed.RateLimited:
		out.Class = c
	}
	if message == "" {
		out.Message = "the program reports an error without a message"
	}
	out.RetryAfter = clampWait(retryAfter)
	return out
}

func execFinish(word, refusal string) seedbed.Finish {
	switch f := seedbed.Finish(word); {
	case refusal != "":
		return seedbed.FinishRefusal
	case word == "":
		return seedbed.FinishStop
	case f == seedbed.FinishStop || f == seedbed.FinishLength || f == seedbed.FinishFilter ||
		f == seedbed.FinishRefusal || f == seedbed.FinishTool:
		return f
	case word == "content_filter":
		return seedbed.FinishFilter
	default:
		return seedbed.FinishOther
	}
}
