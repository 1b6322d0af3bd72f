package model

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// head is the part of a client's plain requests that is the same in all of them.
type head struct {
	url    *url.URL
	before []byte // up to the number of the body's bytes
	after  []byte // from behind it up to the body
}

func newHead(u *url.URL, header http.Header) *head {
	h := &head{url: u, before: []byte("POST " + u.RequestURI() + " HTTP/1.1\r\nHost: " + u.Host + "\r\nContent-Length: ")}
	var b bytes.Buffer
	b.WriteString("\r\n")
	_ = header.Write(&b) // memory takes it
	b.WriteString("\r\n")
	h.after = b.Bytes()
	return h
}

// post sends a body and returns that of the reply, where the reply is as nearly all are:
// status 200, of a length that it says, and its header here at once. Such a one is read
// without net/http, whose requests, replies and headers cost more than the rest of the
// call. Any other comes as a response, whose body has to be read or closed. At the end
// of the context or at its deadline, reading ends.
func (p *plainPool) post(ctx context.Context, h *head, body []byte) ([]byte, *http.Response, error) {
	deadline, _ := ctx.Deadline() // none: the zero time
	c, err := p.get(ctx, h.url.Host)
	if err != nil {
		return nil, nil, err
	}
	b := plainBody{conn: c, watch: p.watch(ctx), ctx: ctx}
	_ = c.SetDeadline(deadline)
	b.watch.add(c)
	c.header = maxHeader
	if err := c.post(h, body); err != nil {
		resp := c.refusal(nil)
		if resp == nil {
			b.end(false)
			return nil, nil, b.cause(err)
		}
		return nil, b.response(resp), nil
	}
	if length := c.simple(); length >= 0 {
		raw := make([]byte, length)
		if _, err := io.ReadFull(c.r, raw); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			b.end(false)
			return nil, nil, &bodyError{b.cause(err)}
		}
		b.end(true)
		return raw, nil, nil
	}
	resp, err := c.response(&http.Request{Method: http.MethodPost, URL: h.url})
	if err != nil {
		b.end(false)
		return nil, nil, b.cause(err)
	}
	return nil, b.response(resp), nil
}

// bodyError is what went wrong behind the header of a reply.
type bodyError struct{ err error }

func (e *bodyError) Error() string { return e.err.Error() }
func (e *bodyError) Unwrap() error { return e.err }

// response has b carry the body of a response.
func (b plainBody) response(resp *http.Response) *http.Response {
	b.body, b.reuse = resp.Body, !resp.Close
	resp.Body = &b
	return resp
}

// post writes a request.
func (c *plainConn) post(h *head, body []byte) error {
	w := writers.Get().(*bufio.Writer)
	w.Reset(c.Conn)
	defer writers.Put(w)
	w.Write(h.before)
	w.Write(strconv.AppendInt(w.AvailableBuffer(), int64(len(body)), 10))
	w.Write(h.after)
	if _, err := w.Write(body); err != nil {
		return err
	}
	return w.Flush()
}

// refusal reads what a server says that refuses a long request and hangs up before it
// has read all of it: that is worth more than the broken pipe. nil: it says nothing.
func (c *plainConn) refusal(req *http.Request) *http.Response {
	_ = c.SetReadDeadline(time.Now().Add(time.Second))
	resp, err := http.ReadResponse(c.r, req)
	if err != nil || resp.StatusCode < 400 {
		return nil
	}
	resp.Close = true
	return resp
}

// simple waits for the reply, and takes its header off where that is simple: it returns
// how many bytes of body follow. Of any other it takes nothing, and returns -1.
func (c *plainConn) simple() (length int) {
	if _, err := c.r.Peek(1); err != nil {
		return -1
	}
	text, _ := c.r.Peek(c.r.Buffered())
	end := bytes.Index(text, endOfHead)
	if end < 0 {
		return -1
	}
	length = simpleHead(text[:end+2])
	if length >= 0 {
		_, _ = c.r.Discard(end + len(endOfHead)) // it is in the buffer
		c.header = -1
	}
	return length
}

var endOfHead = []byte("\r\n\r\n")

// simpleHead reads a header, with the line's end after its last line. It returns the
// length of the body of a reply with status 200 after which the connection stays as it
// is, and -1 of any other: of one that net/http would not take, too.
func simpleHead(text []byte) int {
	status, lines, _ := bytes.Cut(text, []byte("\r\n"))
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 200 ")) || !printable(status) {
		return -1
	}
	length := -1
	for len(lines) > 0 {
		var line []byte
		line, lines, _ = bytes.Cut(lines, []byte("\r\n"))
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok || !token(name) || !printable(value) {
			return -1
		}
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			n, ok := bodyLength(bytes.Trim(value, " "))
			if !ok || length >= 0 {
				return -1
			}
			length = n
		case bytes.EqualFold(name, []byte("Transfer-Encoding")),
			bytes.EqualFold(name, []byte("Connection")) && !bytes.EqualFold(bytes.Trim(value, " "), []byte("keep-alive")):
			return -1
		}
	}
	return length
}

// believed is the longest body that is made room for before it is there, in bytes.
const believed = 1 << 20

// bodyLength reads the length of a body that is believed.
func bodyLength(s []byte) (n int, ok bool) {
	for _, c := range s {
		if c < '0' || c > '9' || n > believed {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, len(s) > 0 && n <= believed
}

// token reports whether a header's name is letters, digits and hyphens, as all are.
func token(name []byte) bool {
	for _, c := range name {
		if l := c | 0x20; (l < 'a' || l > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return len(name) > 0
}

// printable reports whether text is ASCII without control characters.
func printable(text []byte) bool {
	for _, c := range text {
		if c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}
