package model

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"seedbed.dev/seedbed"
)

// modelFunc is a Model that is a function.
type modelFunc func(context.Context, seedbed.Request) (seedbed.Reply, error)

func (f modelFunc) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	return f(ctx, req)
}

// rawText decodes bodies that are the text itself; "bad" is none.
type rawText struct{}

func (rawText) Decode(raw []byte) (seedbed.Reply, error) {
	if string(raw) == "bad" {
		return seedbed.Reply{}, errors.New("not a body")
	}
	return seedbed.Reply{Text: string(raw)}, nil
}

// memory is a journal of calls.
type memory struct {
	mu     sync.Mutex
	calls  map[seedbed.CallKey]seedbed.Call
	put    int
	putErr error
	getErr error
}

func (m *memory) Answer(ctx context.Context, key seedbed.CallKey) (seedbed.Call, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.calls[key]
	return c, ok, m.getErr
}

func (m *memory) PutCall(ctx context.Context, c seedbed.Call) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.putErr != nil {
		return m.putErr
	}
	if m.calls == nil {
		m.calls = map[seedbed.CallKey]seedbed.Call{}
	}
	m.put++
	m.calls[c.Key] = c
	return nil
}

// echo answers with the last message.
func echo(latency time.Duration, sent *atomic.Int64) modelFunc {
	return func(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
		sent.Add(1)
		start := time.Now()
		select {
		case <-time.After(latency):
		case <-ctx.Done():
			return seedbed.Reply{}, ctx.Err()
		}
		text := req.Messages[len(req.Messages)-1].Content
		return seedbed.Reply{
			Text: text, Raw: []byte(text), Request: []byte("body"), Finish: seedbed.FinishStop, Attempts: 2,
			Usage: seedbed.Usage{In: 3, Out: 4, Known: true}, Cost: seedbed.Cost{USD: 0.5, Known: true},
			Started: start, Latency: latency,
		}, nil
	}
}

func say(text string) seedbed.Request {
	return seedbed.Request{Messages: []seedbed.Message{{Role: seedbed.User, Content: text}}, Stage: "hints", Record: seedbed.ID{7}, Attempt: 1}
}

func TestRecordedStoresAndAnswersAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int64
		store := &memory{}
		gate := NewGate()
		r := NewRecorded(echo(time.Second, &sent), rawText{}, Identity{"openai:m", "writer"}, store, gate)
		req := say("hello")
		first, err := r.Generate(t.Context(), req)
		if err != nil || first.Stored || first.Text != "hello" {
			t.Fatalf("first: %+v, %v", first, err)
		}
		c := store.calls[req.Key("openai:m")]
		want := seedbed.Call{
			Key: first.Key, Identity: "openai:m", Model: "writer", Stage: "hints", Record: seedbed.ID{7}, Attempt: 1,
			Usage: first.Usage, Cost: first.Cost, Finish: seedbed.FinishStop, Started: first.Started, Latency: time.Second, Attempts: 2,
		}
		if string(c.Request) != "body" || string(c.Reply) != "hello" {
			t.Errorf("stored %q, %q", c.Request, c.Reply)
		}
		c.Request, c.Reply = nil, nil
		if fmt.Sprint(c) != fmt.Sprint(want) {
			t.Errorf("stored\n%+v\nwant\n%+v", c, want)
		}
		gate.Close(nil) // stored replies are still given
		second, err := r.Generate(t.Context(), req)
		if err != nil || !second.Stored || second.Text != "hello" || !bytes.Equal(second.Raw, first.Raw) || second.Latency != time.Second ||
			second.Usage != first.Usage || second.Cost != first.Cost || second.Key != first.Key || second.Attempts != 2 {
			t.Errorf("second: %+v, %v", second, err)
		}
		if _, err := r.Generate(t.Context(), say("other")); !errors.Is(err, seedbed.ErrStopping) {
			t.Errorf("gate closed: %v", err)
		}
		if s := r.Stats(); s != (RecordedStats{Stored: 1, Sent: 1}) || sent.Load() != 1 {
			t.Errorf("stats %+v, %d sent", s, sent.Load())
		}
	})
}

func TestRecordedSharesCallsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent, stored atomic.Int64
		r := NewRecorded(echo(time.Second, &sent), rawText{}, Identity{}, &memory{}, nil)
		var wg sync.WaitGroup
		for i := range 300 {
			wg.Go(func() {
				reply, err := r.Generate(context.Background(), say(fmt.Sprint(i%3)))
				if err != nil || reply.Text != fmt.Sprint(i%3) {
					t.Errorf("got %+v, %v", reply, err)
				}
				if reply.Stored {
					stored.Add(1)
				}
			})
		}
		wg.Wait()
		if sent.Load() != 3 || stored.Load() != 297 {
			t.Errorf("%d sent and %d stored, want 3 and 297", sent.Load(), stored.Load())
		}
		if s := r.Stats(); s.Shared != 297 {
			t.Errorf("stats %+v", s)
		}
	})
}

// how a caller ends; also a context's key.
type how string

// One caller gives up, or panics; the others get their reply.
func TestRecordedOutlivesItsFirstCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int64
		slow := echo(time.Second, &sent)
		m := modelFunc(func(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
			if ctx.Value(how("panic")) != nil {
				time.Sleep(time.Millisecond)
				panic("broken")
			}
			return slow(ctx, req)
		})
		r := NewRecorded(m, rawText{}, Identity{}, &memory{}, nil)
		for _, end := range []how{"cancel", "panic"} {
			ctx, cancel := context.WithCancel(context.WithValue(t.Context(), end, true))
			first := make(chan error, 1)
			go func() {
				defer func() {
					if recover() != nil {
						first <- context.Canceled
					}
				}()
				_, err := r.Generate(ctx, say(string(end)))
				first <- err
			}()
			synctest.Wait()
			others := make(chan error, 10)
			for range 10 {
				go func() {
					_, err := r.Generate(context.Background(), say(string(end)))
					others <- err
				}()
			}
			synctest.Wait()
			cancel()
			if err := <-first; !errors.Is(err, context.Canceled) {
				t.Errorf("%s: the first got %v", end, err)
			}
			for range 10 {
				if err := <-others; err != nil {
					t.Errorf("%s: another got %v", end, err)
				}
			}
		}
	})
}

func TestRecordedWhenTheJournalFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int64
		full := errors.New("disk full")
		gate := NewGate()
		store := &memory{putErr: full}
		r := NewRecorded(echo(0, &sent), rawText{}, Identity{Name: "writer"}, store, gate)
		_, err := r.Generate(t.Context(), say("a"))
		if !errors.Is(err, full) || seedbed.CodeOf(err) != seedbed.CodeStorage {
			t.Errorf("got %v", err)
		}
		if !errors.Is(gate.Cause(), full) {
			t.Errorf("the gate's cause is %v", gate.Cause())
		}
		if _, err := r.Generate(t.Context(), say("b")); !errors.Is(err, seedbed.ErrStopping) || sent.Load() != 1 {
			t.Errorf("after: %v, %d sent", err, sent.Load())
		}
		store.getErr = full
		if _, err := r.Generate(t.Context(), say("c")); seedbed.CodeOf(err) != seedbed.CodeStorage {
			t.Errorf("reading: %v", err)
		}
		store.getErr = nil
		req := say("d")
		key := req.Key("")
		store.calls = map[seedbed.CallKey]seedbed.Call{key: {Key: key, Reply: []byte("bad")}}
		if _, err := r.Generate(t.Context(), req); seedbed.CodeOf(err) != seedbed.CodeStorage {
			t.Errorf("a body that cannot be read: %v", err)
		}
	})
}

// A reply that came back as its caller gave up is paid for, and so it is stored.
func TestRecordedStoresForNobody(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	store := &memory{}
	m := modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
		cancel()
		return seedbed.Reply{Raw: []byte("x")}, nil
	})
	r := NewRecorded(m, rawText{}, Identity{}, store, nil)
	if _, err := r.Generate(ctx, say("a")); err != nil || store.put != 1 {
		t.Errorf("got %v, %d stored", err, store.put)
	}
}

// nothing is a journal that keeps nothing.
type nothing struct{}

func (nothing) Answer(context.Context, seedbed.CallKey) (seedbed.Call, bool, error) {
	return seedbed.Call{}, false, nil
}
func (nothing) PutCall(context.Context, seedbed.Call) error { return nil }
