package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"seedbed.dev/seedbed/internal/testkit/rater"
)

// lookEvery is how often the owner looks how far people are.
const lookEvery = 250 * time.Millisecond

// rate has every rater fetch tasks and answer them without a pause, until so many answers
// are given together, and the owner look on.
func (l *looked) rate(ctx context.Context, s *site, answers int) ([]given, error) {
	people := make([]*rater.Client, len(s.Invited))
	for i, link := range s.Invited {
		c, err := s.SignIn(ctx, link, fmt.Sprintf("rater %d", i+1))
		if err != nil {
			return nil, err
		}
		people[i] = c
	}
	owner, err := s.SignIn(ctx, s.Owner, "")
	if err != nil {
		return nil, err
	}
	if err := indexed(ctx, owner); err != nil {
		return nil, err
	}
	var (
		wg, looks sync.WaitGroup
		left      atomic.Int64
		all       = make([]rating, len(people))
		watching  looker
	)
	left.Store(int64(answers))
	over, stop := context.WithCancel(ctx)
	defer stop()
	from := time.Now()
	looks.Go(func() { watching.look(over, owner) })
	for i := range all {
		wg.Go(func() { all[i].rate(ctx, people[i], &left) })
	}
	wg.Wait()
	l.wall = time.Since(from)
	stop()
	looks.Wait()
	var out []given
	errs := []error{watching.err}
	for i := range all {
		l.next, l.save, out = append(l.next, all[i].next...), append(l.save, all[i].save...), append(out, all[i].given...)
		errs = append(errs, all[i].err)
	}
	l.overview, l.browse = watching.overview, watching.browse
	return out, errors.Join(errs...)
}

// indexed waits until all rows can be searched: what is measured is not the making.
func indexed(ctx context.Context, c *rater.Client) error {
	for {
		body, status, _, err := c.Ask(ctx, http.MethodGet, "/rows", nil)
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("status %d", status)
		}
		if err != nil {
			return fmt.Errorf("looking at the rows: %w", err)
		}
		if !strings.Contains(body, "Building the index") {
			return nil
		}
		time.Sleep(time.Second)
	}
}

// rating is what one rater met with.
type rating struct {
	next, save []time.Duration
	given      []given
	err        error
}

func (r *rating) rate(ctx context.Context, c *rater.Client, left *atomic.Int64) {
	for left.Add(-1) >= 0 {
		task, took, err := c.Next(ctx, "looked")
		if err != nil {
			r.err = err
			return
		}
		r.next = append(r.next, took)
		value := soundness(task.Row)
		if took, err = c.Answer(ctx, "looked", task, map[string]string{"sound": value}, ""); err != nil {
			r.err = err
			return
		}
		r.save = append(r.save, took)
		r.given = append(r.given, given{row: task.Row, value: value})
	}
}

// soundness is what everybody says of a row: it depends on the row, so that people agree.
func soundness(row string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(row))
	if h.Sum64()%lookedDefects == 0 {
		return "no"
	}
	return "yes"
}

// looker is an owner who looks how far people are, and through the rows.
type looker struct {
	overview, browse []time.Duration
	err              error
}

// searches are a filter and words in turn: rare ones, common ones, and none that occur.
var searches = []string{
	"/rows?q=fills+7+trays&where=" + url.QueryEscape("id > 500000"), "/rows?q=neighbours&where=" + url.QueryEscape("id < 90000"),
	"/rows?q=%22sells+11%22&where=" + url.QueryEscape("id >= 1000"), "/rows?q=nowhere&where=" + url.QueryEscape("id > 5"),
}

func (k *looker) look(ctx context.Context, c *rater.Client) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		path, into := "/i/looked", &k.overview
		if n%2 == 1 {
			path, into = searches[n/2%len(searches)], &k.browse
		}
		_, status, took, err := c.Ask(ctx, http.MethodGet, path, nil)
		if ctx.Err() != nil {
			return
		}
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("looking at %s: status %d", path, status)
		}
		if err != nil {
			k.err = err
			return
		}
		*into = append(*into, took)
	}
}
