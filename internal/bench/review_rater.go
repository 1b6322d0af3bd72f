package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// lookEvery is how often the owner looks how far people are.
const lookEvery = 250 * time.Millisecond

// client is a browser that somebody is signed in with.
type client struct {
	http *http.Client
	base string
}

// come signs somebody in by their link.
func come(ctx context.Context, base, link, name string) (*client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &client{base: base, http: &http.Client{
		Jar: jar, Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 1},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	_, status, _, err := c.ask(ctx, http.MethodPost, strings.TrimPrefix(link, base), url.Values{"name": {name}})
	if err == nil && status >= 400 {
		err = fmt.Errorf("signing in: status %d", status)
	}
	return c, err
}

// ask sends a request and reads what comes, and says how long that took.
func (c *client) ask(ctx context.Context, method, path string, form url.Values) (body string, status int, took time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", 0, 0, err
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	from := time.Now()
	resp, err := c.http.Do(req)
	if err != nil {
		return "", 0, 0, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), resp.StatusCode, time.Since(from), err
}

// rate has every rater fetch tasks and answer them without a pause, until so many answers
// are given together, and the owner look on.
func (l *looked) rate(ctx context.Context, s *site, answers int) ([]given, error) {
	people := make([]*client, len(s.links))
	for i, link := range s.links {
		c, err := come(ctx, s.url, link, fmt.Sprintf("rater %d", i+1))
		if err != nil {
			return nil, err
		}
		people[i] = c
	}
	owner, err := come(ctx, s.url, s.owner, "")
	if err != nil {
		return nil, err
	}
	if err := indexed(ctx, owner); err != nil {
		return nil, err
	}
	var (
		wg, looks sync.WaitGroup
		left      atomic.Int64
		all       = make([]rater, len(people))
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
func indexed(ctx context.Context, c *client) error {
	for {
		body, status, _, err := c.ask(ctx, http.MethodGet, "/rows", nil)
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

// rater is one who rates.
type rater struct {
	next, save []time.Duration
	given      []given
	err        error
}

var (
	askedRow    = regexp.MustCompile(`name="row" value="([0-9a-f]{32})"`)
	askedRubric = regexp.MustCompile(`name="rubric" value="([^"]*)"`)
)

func (r *rater) rate(ctx context.Context, c *client, left *atomic.Int64) {
	for left.Add(-1) >= 0 {
		body, status, took, err := c.ask(ctx, http.MethodGet, "/i/looked/rate", nil)
		row, rubric := askedRow.FindStringSubmatch(body), askedRubric.FindStringSubmatch(body)
		if err == nil && (status != http.StatusOK || row == nil || rubric == nil) {
			err = fmt.Errorf("asking for a task: status %d: %.200q", status, body)
		}
		if err != nil {
			r.err = err
			return
		}
		r.next = append(r.next, took)
		value := soundness(row[1])
		_, status, took, err = c.ask(ctx, http.MethodPost, "/i/looked/answer", url.Values{"row": {row[1]}, "again": {"false"}, "rubric": {rubric[1]}, "v.sound": {value}})
		if err == nil && status != http.StatusSeeOther {
			err = fmt.Errorf("saving an answer: status %d", status)
		}
		if err != nil {
			r.err = err
			return
		}
		r.save = append(r.save, took)
		r.given = append(r.given, given{row: row[1], value: value})
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

func (k *looker) look(ctx context.Context, c *client) {
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
		_, status, took, err := c.ask(ctx, http.MethodGet, path, nil)
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
