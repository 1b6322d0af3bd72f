package model

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	idleTimeout = 90 * time.Second // after which an unused connection is closed
	trustIdle   = 50 * time.Millisecond
	maxHeader   = 1 << 20 // of a reply, in bytes
)

// plainPool keeps plain HTTP/1.1 connections. net/http gives each connection two
// goroutines of its own and hands every call over twice; at ten thousand calls a
// second that is a third of all the work there is. Here the caller writes and
// reads itself.
type plainPool struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)
	keep int // idle connections to one host

	mu   sync.Mutex
	idle map[string][]*plainConn // by host, the one used last at the end

	watches sync.Map // of context.Context.Done() to *watch
}

// watch cuts short the calls of one context when it ends. All calls of a run have
// the run's context: watching it once for all of them costs less than having it
// know every call.
type watch struct {
	mu     sync.Mutex
	ended  bool
	active map[*plainConn]struct{}
}

// watch returns the watch of a context; nil for one that never ends.
func (p *plainPool) watch(ctx context.Context) *watch {
	done := ctx.Done()
	if done == nil {
		return nil
	}
	if w, ok := p.watches.Load(done); ok {
		return w.(*watch)
	}
	w := &watch{active: map[*plainConn]struct{}{}}
	if first, known := p.watches.LoadOrStore(done, w); known {
		return first.(*watch)
	}
	context.AfterFunc(ctx, func() {
		p.watches.Delete(done)
		w.end()
	})
	return w
}

// end makes whoever waits on one of the connections return at once.
func (w *watch) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	for c := range w.active {
		_ = c.SetDeadline(past)
	}
}

// add has the watch cut c short, and remove ends that: it reports whether c may
// be used again.
func (w *watch) add(c *plainConn) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		_ = c.SetDeadline(past)
		return
	}
	w.active[c] = struct{}{}
}

func (w *watch) remove(c *plainConn) bool {
	if w == nil {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.active, c)
	return !w.ended
}

// plainConn is one connection; one call uses it at a time.
type plainConn struct {
	net.Conn
	pool   *plainPool
	host   string
	r      *bufio.Reader
	used   time.Time
	header int // bytes that the header may still have; -1: no bound
}

// errHeader is a reply whose header has no end.
var errHeader = fmt.Errorf("the header of the reply is longer than %d bytes", maxHeader)

// Read bounds the header, not the body.
func (c *plainConn) Read(b []byte) (int, error) {
	if c.header == 0 {
		return 0, errHeader
	}
	if c.header > 0 && len(b) > c.header {
		b = b[:c.header]
	}
	n, err := c.Conn.Read(b)
	if c.header > 0 {
		c.header -= n
	}
	return n, err
}

func address(host string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), "80")
}

// get returns a connection to a host: the one used last, or a new one.
func (p *plainPool) get(ctx context.Context, host string) (*plainConn, error) {
	for {
		p.mu.Lock()
		list := p.idle[host]
		if len(list) == 0 {
			p.mu.Unlock()
			break
		}
		c := list[len(list)-1]
		list[len(list)-1] = nil
		p.idle[host] = list[:len(list)-1]
		p.mu.Unlock()
		if unused := time.Since(c.used); unused < trustIdle || unused < idleTimeout && stillOpen(c.Conn) {
			return c, nil
		}
		c.Close()
	}
	conn, err := p.dial(ctx, "tcp", address(host))
	if err != nil {
		return nil, err
	}
	c := &plainConn{Conn: conn, pool: p, host: host}
	c.r = bufio.NewReaderSize(c, 4096)
	return c, nil
}

// put keeps a connection for the next call.
func (p *plainPool) put(c *plainConn) {
	c.used = time.Now()
	p.mu.Lock()
	list := p.idle[c.host]
	var drop *plainConn
	if len(list) > 0 && (len(list) >= p.keep || c.used.Sub(list[0].used) > idleTimeout) {
		drop = list[0]
		list = append(list[:0], list[1:]...)
	}
	p.idle[c.host] = append(list, c)
	p.mu.Unlock()
	if drop != nil {
		drop.Close()
	}
}

func (p *plainPool) closeIdle() {
	p.mu.Lock()
	idle := p.idle
	p.idle = map[string][]*plainConn{}
	p.mu.Unlock()
	for _, list := range idle {
		for _, c := range list {
			c.Close()
		}
	}
}

// past is a deadline that makes whoever waits on a connection return at once.
var past = time.Unix(1, 0)

// roundTrip sends req and reads the header of the reply. When the request's
// context ends, or at its deadline, reading the body ends too.
func (p *plainPool) roundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	deadline, _ := ctx.Deadline() // none: the zero time
	c, err := p.get(ctx, req.URL.Host)
	if err != nil {
		if req.Body != nil {
			req.Body.Close()
		}
		return nil, err
	}
	b := &plainBody{conn: c, watch: p.watch(ctx), ctx: ctx}
	_ = c.SetDeadline(deadline)
	b.watch.add(c)
	resp, err := c.exchange(req)
	if err != nil {
		b.end(false)
		return nil, b.cause(err)
	}
	b.body, b.reuse = resp.Body, !resp.Close
	resp.Body = b
	return resp, nil
}

// exchange writes req and reads the header of the reply.
func (c *plainConn) exchange(req *http.Request) (*http.Response, error) {
	c.header = maxHeader
	if err := c.send(req); err != nil {
		if resp := c.refusal(req); resp != nil {
			return resp, nil
		}
		return nil, err
	}
	return c.response(req)
}

// response reads the header of a reply.
func (c *plainConn) response(req *http.Request) (*http.Response, error) {
	for {
		resp, err := http.ReadResponse(c.r, req)
		if err != nil {
			if c.header == 0 {
				err = errHeader
			}
			return nil, err
		}
		if resp.StatusCode >= 200 || resp.StatusCode == http.StatusSwitchingProtocols {
			c.header = -1
			return resp, nil
		}
		// 100 and 103 announce a reply that is still to come.
	}
}

// writers are shared by connections: one writes for a moment and waits for long.
var writers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 8192) }}

// send writes a request, header and body in one go where they are short.
func (c *plainConn) send(req *http.Request) error {
	w := writers.Get().(*bufio.Writer)
	w.Reset(c.Conn)
	defer writers.Put(w)
	w.WriteString(req.Method)
	w.WriteString(" ")
	w.WriteString(req.URL.RequestURI())
	w.WriteString(" HTTP/1.1\r\nHost: ")
	w.WriteString(req.Host)
	w.WriteString("\r\n")
	if req.ContentLength >= 0 && req.Body != nil {
		w.WriteString("Content-Length: ")
		w.Write(strconv.AppendInt(w.AvailableBuffer(), req.ContentLength, 10))
		w.WriteString("\r\n")
	}
	if err := req.Header.Write(w); err != nil {
		return err
	}
	w.WriteString("\r\n")
	if req.Body != nil {
		defer req.Body.Close()
		n, err := io.Copy(w, req.Body)
		if err == nil && n != req.ContentLength {
			err = fmt.Errorf("the request's body has %d bytes instead of %d", n, req.ContentLength)
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

// plainBody gives the connection back when the body has been read to its end.
type plainBody struct {
	body  io.ReadCloser
	conn  *plainConn // nil once it was given back or closed
	watch *watch
	reuse bool
	ctx   context.Context
}

func (b *plainBody) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	switch {
	case err == nil:
	case errors.Is(err, io.EOF):
		b.end(b.reuse)
	default:
		b.end(false)
		err = b.cause(err)
	}
	return n, err
}

// cause returns why a call was cut short, if it was, or else err.
func (b *plainBody) cause(err error) error {
	if cause := context.Cause(b.ctx); cause != nil {
		return cause
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}

func (b *plainBody) Close() error {
	b.end(false)
	return nil
}

// end gives the connection back, or closes it. A connection that was cut short
// from the side, or that still holds bytes nobody asked for, is not used again.
func (b *plainBody) end(whole bool) {
	c := b.conn
	if c == nil {
		return
	}
	b.conn = nil
	if b.watch.remove(c) && whole && c.r.Buffered() == 0 {
		c.pool.put(c)
		return
	}
	c.Close()
}
