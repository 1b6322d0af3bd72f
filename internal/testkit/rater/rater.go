// Package rater uses the page of an inspection as a person does, without a browser: for
// tests, and for what the page is measured with.
package rater

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Links are the addresses that seedbed review prints.
type Links struct {
	Base    string   // http://127.0.0.1:40123
	Owner   string   // whoever opens it is the owner
	Invited []string // for one person each
}

var (
	ownersLine  = regexp.MustCompile(`the page is at ((http://[^/]+)/r/\S+)`)
	invitedLine = regexp.MustCompile(`^for one .*: (http://\S+)$`)
)

// ReadLinks reads what seedbed review prints until the owner's address and so many
// invitations have come, and leaves the rest to be read and dropped: what is not read
// would hold the program up. An error says how many invitations came before it ended.
func ReadLinks(printed io.Reader, invited int) (Links, error) {
	var l Links
	lines := bufio.NewScanner(printed)
	for (l.Base == "" || len(l.Invited) < invited) && lines.Scan() {
		if m := ownersLine.FindStringSubmatch(lines.Text()); m != nil {
			l.Owner, l.Base = m[1], m[2]
		}
		if m := invitedLine.FindStringSubmatch(lines.Text()); m != nil {
			l.Invited = append(l.Invited, m[1])
		}
	}
	if l.Base == "" || len(l.Invited) < invited {
		return l, fmt.Errorf("the page gave %d links of %d", len(l.Invited), invited)
	}
	go func() { _, _ = io.Copy(io.Discard, printed) }()
	return l, nil
}

// Client is somebody who is signed in.
type Client struct {
	http *http.Client
	base string
}

// SignIn signs somebody in by their link; a name is needed where it is an invitation.
func (l *Links) SignIn(ctx context.Context, link, name string) (*Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &Client{base: l.Base, http: &http.Client{
		Jar: jar, Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 1},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	_, status, _, err := c.Ask(ctx, http.MethodPost, strings.TrimPrefix(link, l.Base), url.Values{"name": {name}})
	if err == nil && status >= 400 {
		err = fmt.Errorf("status %d", status)
	}
	if err != nil {
		return nil, fmt.Errorf("signing in: %w", err)
	}
	return c, nil
}

// Ask sends a request and reads what comes, and says how long that took. No redirection
// is followed.
func (c *Client) Ask(ctx context.Context, method, path string, form url.Values) (body string, status int, took time.Duration, err error) {
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

// Task is what is asked of a rater.
type Task struct{ Row, Rubric string }

var (
	askedRow    = regexp.MustCompile(`name="row" value="([0-9a-f]{32})"`)
	askedRubric = regexp.MustCompile(`name="rubric" value="([^"]*)"`)
)

// Next fetches the row that is asked about next. It is an error where none is.
func (c *Client) Next(ctx context.Context, inspection string) (t Task, took time.Duration, err error) {
	body, status, took, err := c.Ask(ctx, http.MethodGet, "/i/"+inspection+"/rate", nil)
	row, rubric := askedRow.FindStringSubmatch(body), askedRubric.FindStringSubmatch(body)
	if err == nil && (status != http.StatusOK || row == nil || rubric == nil) {
		err = fmt.Errorf("status %d: %.200q", status, body)
	}
	if err != nil {
		return Task{}, took, fmt.Errorf("asking for a task: %w", err)
	}
	return Task{row[1], rubric[1]}, took, nil
}

// Answer saves an answer: values by criterion, and a note. When it returns without an
// error the page has acknowledged it.
func (c *Client) Answer(ctx context.Context, inspection string, t Task, values map[string]string, note string) (took time.Duration, err error) {
	form := url.Values{"row": {t.Row}, "again": {"false"}, "rubric": {t.Rubric}}
	if note != "" {
		form.Set("note", note)
	}
	for criterion, value := range values {
		form.Set("v."+criterion, value)
	}
	_, status, took, err := c.Ask(ctx, http.MethodPost, "/i/"+inspection+"/answer", form)
	if err == nil && status != http.StatusSeeOther {
		err = fmt.Errorf("status %d", status)
	}
	if err != nil {
		return took, fmt.Errorf("saving an answer: %w", err)
	}
	return took, nil
}
