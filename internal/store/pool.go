package store

import (
	"context"
	"strconv"
)

// readers is how many connections read at once.
const readers = 3

func itoa(n int) string { return strconv.Itoa(n) }

// pool is a few connections that read. They are opened when first needed.
type pool struct {
	path    string
	query   string
	pragmas []string
	conns   chan *conn // nil: one that is not open yet
	closed  chan struct{}
}

func newPool(path, query string, pragmas ...string) *pool {
	p := &pool{
		path: path, query: query, conns: make(chan *conn, readers), closed: make(chan struct{}),
		pragmas: append([]string{"busy_timeout=5000", "cache_size=-2048", "temp_store=MEMORY"}, pragmas...),
	}
	for range readers {
		p.conns <- nil
	}
	return p
}

func (p *pool) get(ctx context.Context) (*conn, error) {
	select {
	case <-p.closed:
		return nil, errClosed
	default:
	}
	select {
	case <-p.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-p.conns:
		if c != nil {
			return c, nil
		}
		c, err := openConn(p.path, p.query, p.pragmas...)
		if err != nil {
			p.conns <- nil
		}
		return c, err
	}
}

func (p *pool) put(c *conn) { p.conns <- c }

// close waits for reads under way and closes the connections.
func (p *pool) close() {
	close(p.closed)
	for range readers {
		if c := <-p.conns; c != nil {
			c.close()
		}
	}
}

// read runs f on a reading connection. Errors say what was being done.
func (j *Journal) read(ctx context.Context, doing string, f func(*conn) error) error {
	c, err := j.pool.get(ctx)
	if err != nil {
		return explain(doing, err)
	}
	defer j.pool.put(c)
	return explain(doing, f(c))
}
