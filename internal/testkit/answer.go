package testkit

import (
	"net"
	"net/http"
	"strconv"
	"time"
)

// reply is an answer on its way to be written.
type reply struct {
	id       uint64
	model    []byte // JSON
	text     []byte // JSON string, or the input of a tool
	tool     string
	refusal  string
	finish   string
	logprobs []byte
	in, out  int
}

// answer generates a reply, or what the script's faults make of it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, p provider, a *ask, e *entry) {
	attempt := int(e.asked.Add(1))
	if e.answered.Load() > 0 {
		s.tally.again.Add(1)
	}
	sc := &s.script
	own := rng(a.identity.Lo ^ sc.Seed*0x9e3779b97f4a7c15)
	try := rng(a.identity.Hi ^ sc.Seed ^ uint64(attempt)<<48)
	try.next()
	f := sc.Faults.transport(try)
	delay := sc.Latency
	if sc.Jitter > 0 {
		delay += time.Duration(try.next() % uint64(sc.Jitter))
	}
	if s.early(w, r, p, f, delay) {
		return
	}
	var custom Response
	if sc.Reply != nil {
		req := a.request(p, attempt)
		req.Header = r.Header
		custom = sc.Reply(req)
		delay += custom.Delay
	}
	bufp := s.bufs.Get().(*[]byte)
	defer s.bufs.Put(bufp)
	body, in, out := s.compose((*bufp)[:0], p, a, own, custom)
	*bufp = body
	if custom.Status == 0 || custom.Status == http.StatusOK {
		s.tally.bill(in, out)
	}
	if f == faultStall {
		delay += sc.Faults.StallFor
	}
	if !wait(r.Context(), delay) {
		s.tally.left.Add(1)
		return
	}
	for k, v := range custom.Header {
		w.Header()[k] = v
	}
	s.deliver(w, p, f, custom, body, e)
}

// early answers what goes wrong before anything is generated.
func (s *Server) early(w http.ResponseWriter, r *http.Request, p provider, f fault, delay time.Duration) bool {
	status, shape, count := 0, "", &s.tally.errors
	switch f {
	case fault500:
		status, shape = http.StatusInternalServerError, "error_500"
	case faultLimited, faultLimitedAfter:
		status, shape, count = http.StatusTooManyRequests, "error_429", &s.tally.refused
	case faultOverloaded:
		status, shape = p.overloaded(), "error_overloaded"
	case faultNoModel:
		status, shape, count = http.StatusNotFound, "error_404", &s.tally.bad
	default:
		return false
	}
	if f != faultLimited && f != faultLimitedAfter && !wait(r.Context(), delay) {
		s.tally.left.Add(1)
		return true
	}
	count.Add(1)
	if f == faultLimitedAfter {
		setRetryAfter(w, time.Second)
	}
	writeJSON(w, status, Shape(p.name()+"/"+shape))
	return true
}

// compose writes the body of a reply, and says what it costs in tokens.
func (s *Server) compose(b []byte, p provider, a *ask, own rng, custom Response) ([]byte, int, int) {
	in := (len(a.messages)+len(a.system))/4 + 1
	if custom.In > 0 {
		in = custom.In
	}
	if custom.Body != nil {
		return append(b, custom.Body...), in, custom.Out
	}
	out := reply{id: a.identity.Hi, model: a.modelRaw, tool: a.tool, in: in, finish: custom.Finish, refusal: custom.Refusal}
	f := s.script.Faults.content(own)
	own.next()
	if f == faultNonsense {
		out.tool = ""
	}
	bufp := s.bufs.Get().(*[]byte)
	defer s.bufs.Put(bufp)
	text := s.text((*bufp)[:0], a, own, f, custom)
	*bufp = text
	switch {
	case custom.Text != "" || custom.Refusal != "": // as it was written
	case f == faultLength:
		text, out.finish = text[:len(text)/2], "length"
	case f == faultFilter:
		text, out.finish = text[:len(text)/3], "content_filter"
	case f == faultRefusal:
		text, out.refusal = text[:0], "I'm sorry, but I can't help with that."
	case a.maxTokens > 0 && len(text)/4+1 > a.maxTokens:
		text, out.finish = text[:min(len(text), 4*a.maxTokens)], "length"
	}
	out.out = len(text)/4 + 1
	if a.maxTokens > 0 { // a provider never bills more than was allowed
		out.out = min(out.out, a.maxTokens)
	}
	if custom.Out > 0 {
		out.out = custom.Out
	}
	if a.logprobs {
		out.logprobs = appendLogprobs(nil, text, own)
	}
	out.text = text
	return p.appendReply(b, &out), in, out.out
}

// text writes what the model says, unescaped.
func (s *Server) text(b []byte, a *ask, own rng, f fault, custom Response) []byte {
	switch {
	case custom.Text != "" || custom.Refusal != "":
		return append(b, custom.Text...)
	case f == faultHuge:
		for len(b) < s.script.Faults.HugeBytes {
			b = appendProse(b, &own, s.script.Words, a.messages)
			b = append(b, ' ')
		}
		return b
	case a.schema != nil && f != faultNonsense:
		return appendDocument(b, a.schema, &own)
	}
	if s.script.Asks != "" && a.model == s.script.Asks {
		return appendQuestion(b, &own)
	}
	b = appendProse(b, &own, s.script.Words, a.messages)
	if f == faultBadUTF8 {
		b = append(b, " \xff\xfe\xc3( caf\xe9"...)
	}
	return b
}

// deliver writes a body as the fault has it.
func (s *Server) deliver(w http.ResponseWriter, p provider, f fault, custom Response, body []byte, e *entry) {
	switch {
	case f == faultReset || custom.Reset:
		s.tally.reset_.Add(1)
		reset(w)
		return
	case f == faultTruncate || custom.Truncate:
		s.tally.truncated.Add(1)
		w.Header()["Content-Type"] = jsonType
		w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler) // closes the connection
	case f == faultHTML:
		s.tally.garbled.Add(1)
		w.Header()["Content-Type"] = []string{"text/html"}
		_, _ = w.Write(Shape("page"))
		return
	case f == faultGarbage:
		s.tally.garbled.Add(1)
		writeJSON(w, http.StatusOK, []byte(`{"status":"ok"}`))
		return
	}
	status := custom.Status
	if status == 0 {
		status = http.StatusOK
	}
	switch {
	case status == http.StatusOK: // before the caller can know, so that Again is exact
		e.answered.Add(1)
		s.tally.answered.Add(1)
	case status == http.StatusTooManyRequests:
		s.tally.refused.Add(1)
	case status >= 500:
		s.tally.errors.Add(1)
	default:
		s.tally.bad.Add(1)
	}
	if p == anthropic {
		w.Header()["Request-Id"] = []string{"req_testkit"}
	}
	writeJSON(w, status, body)
}

// reset ends a connection with a TCP reset.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
