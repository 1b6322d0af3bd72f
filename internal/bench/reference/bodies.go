package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

// place is where the question stands in a request that is given.
const place = "@@question@@"

// template is a request before and behind the question.
type template struct{ before, after []byte }

// readBodies reads the requests that are made of each question; none of "".
func (c *client) readBodies(path string) error {
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for line := range bytes.Lines(text) {
		before, after, ok := bytes.Cut(bytes.TrimSpace(line), []byte(place))
		if !ok {
			return fmt.Errorf("reading %s: a request has no %s", path, place)
		}
		c.bodies = append(c.bodies, template{before, after})
	}
	return nil
}

// perQuestion is how many requests are made of each question.
func (c *client) perQuestion() int { return max(1, len(c.bodies)) }

// request writes a request.
func (c *client) request(question string, which int) ([]byte, error) {
	if len(c.bodies) == 0 {
		return json.Marshal(request{"mock", []message{{"user", "Write a hint for: " + question}}})
	}
	quoted, err := json.Marshal(question)
	if err != nil {
		return nil, err
	}
	t := c.bodies[which]
	out := make([]byte, 0, len(t.before)+len(quoted)+len(t.after))
	out = append(out, t.before...)
	out = append(out, quoted[1:len(quoted)-1]...)
	return append(out, t.after...), nil
}
