package model

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"seedbed.dev/seedbed"
)

// refused answers the n-th call begun, n from 0, after a time with an error; nil: with
// a reply.
func refused(answer func(n int) (time.Duration, error)) (*Refusals, *atomic.Int64) {
	var begun atomic.Int64
	return NewRefusals(modelFunc(func(context.Context, seedbed.Request) (seedbed.Reply, error) {
		wait, err := answer(int(begun.Add(1)) - 1)
		time.Sleep(wait)
		return seedbed.Reply{}, err
	}), "writer"), &begun
}

func turnedAway(status int) error {
	return &seedbed.CallError{Class: seedbed.BadRequest, Status: status, Message: "max_tokens is too large"}
}

// askRows asks about so many rows, each a given number of times, a few at once, and
// returns the permanent errors.
func askRows(m seedbed.Model, rows, copies, atOnce int) (permanent []error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	room := make(chan struct{}, atOnce)
	for i := range rows * copies {
		room <- struct{}{}
		wg.Go(func() {
			defer func() { <-room }()
			req := seedbed.Request{Record: seedbed.ID{byte(i / copies), byte(i / copies >> 8)}}
			_, err := m.Generate(context.Background(), req)
			var call *seedbed.CallError
			if errors.As(err, &call) && call.Class == seedbed.Permanent {
				mu.Lock()
				permanent = append(permanent, err)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return permanent
}

func TestRefusalsOfAll(t *testing.T) {
	for _, c := range []struct{ rows, copies, told, atOnce int }{{200, 1, 50, 1}, {200, 1, 50, 32}, {10, 20, 3, 1}, {1, 100, 1, 1}, {50, 1, 50, 8}} {
		synctest.Test(t, func(t *testing.T) {
			m, begun := refused(func(int) (time.Duration, error) { return time.Second, turnedAway(400) })
			got := askRows(m, c.rows, c.copies, c.atOnce)
			if len(got) == 0 {
				t.Fatalf("%+v: it never gave up", c)
			}
			if n := int(begun.Load()); n >= 50+2*c.atOnce {
				t.Errorf("%+v: %d calls before it gave up", c, n)
			}
			rows := fmt.Sprintf("%d rows", c.told)
			if c.told == 1 {
				rows = "one row"
			}
			want := "model writer has turned away all of the first 50 calls that it answered, for " + rows + ": max_tokens is too large (HTTP 400); mend what that names, or leave such rows out, and run again"
			if got[0].Error() != want {
				t.Errorf("got  %v\nwant %s", got[0], want)
			}
		})
	}
}

// Runs that go on, whatever else is turned away.
func TestRefusalsOfSome(t *testing.T) {
	for _, c := range []struct {
		name   string
		rows   int
		atOnce int
		answer func(n int) (time.Duration, error)
	}{
		{"too few to tell", 49, 8, func(int) (time.Duration, error) { return time.Second, turnedAway(400) }},
		{"the last of the first fifty is answered", 300, 1, func(n int) (time.Duration, error) {
			if n == 49 {
				return 0, nil
			}
			return time.Second, turnedAway(400)
		}},
		{"refusals are quick and replies slow", 500, 256, func(n int) (time.Duration, error) {
			if n%3 == 0 {
				return time.Minute, nil
			}
			return time.Millisecond, turnedAway(400)
		}},
		{"one slow reply", 2000, 100, func(n int) (time.Duration, error) {
			if n == 20 {
				return time.Hour, nil
			}
			return time.Millisecond, turnedAway(400)
		}},
		{"different refusals", 300, 4, func(n int) (time.Duration, error) { return time.Second, turnedAway(400 + 13*(n%2)) }},
		{"failures of the server", 300, 4, func(int) (time.Duration, error) { return time.Second, class(seedbed.Transient) }},
		{"stopped", 300, 4, func(int) (time.Duration, error) { return 0, seedbed.ErrStopping }},
	} {
		synctest.Test(t, func(t *testing.T) {
			m, begun := refused(c.answer)
			if got := askRows(m, c.rows, 1, c.atOnce); len(got) > 0 || int(begun.Load()) != c.rows {
				t.Errorf("%s: it gave up after %d calls of %d: %v", c.name, begun.Load(), c.rows, got)
			}
		})
	}
}

// Failures that say nothing of the request neither count nor keep it from giving up.
func TestRefusalsAmongFailures(t *testing.T) {
	m, begun := refused(func(n int) (time.Duration, error) {
		if n%5 == 0 {
			return 0, class(seedbed.Transient)
		}
		return 0, turnedAway(422)
	})
	got := askRows(m, 200, 1, 1)
	if len(got) == 0 || begun.Load() != 63 || !strings.Contains(got[0].Error(), "first 50 calls that it answered, for 50 rows") {
		t.Errorf("%v after %d calls", got, begun.Load())
	}
}
