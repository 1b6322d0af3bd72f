// Command reference is the bare client that `make bench` holds Seedbed against:
// net/http, encoding/json, and SQLite behind one writer that batches. It knows
// what a script of an afternoon knows: no limits, no budget, no lineage, no
// order, and it gives up at the first reply that it cannot read.
//
// It imports nothing of Seedbed's, and its journal is at synchronous=NORMAL,
// which spares it syncs that Seedbed's may make: both favour the reference.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"sync"
)

// reply is one row on its way into the database.
type reply struct {
	row              int
	question, text   string
	raw              []byte
	tokensIn, tokens int
}

func main() {
	var c client
	flag.StringVar(&c.url, "url", "", "the server, as http://127.0.0.1:9000/v1")
	seeds := flag.String("seeds", "", "JSON lines with a field question")
	db := flag.String("db", "", "SQLite database to write")
	bodies := flag.String("bodies", "", "requests for each question, a line each, with "+place+" in its place; left out: a hint is asked for")
	flag.IntVar(&c.inFlight, "in-flight", 256, "calls under way at once")
	flag.Parse()
	if err := c.readBodies(*bodies); err != nil {
		log.Fatal(err)
	}
	if err := run(&c, *seeds, *db); err != nil {
		log.Fatal(err)
	}
}

// run asks what there is to ask of every question of a file.
func run(c *client, seeds, db string) error {
	questions, err := readQuestions(seeds)
	if err != nil {
		return fmt.Errorf("reading questions: %w", err)
	}
	w, err := newWriter(db)
	if err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	err = c.askAll(questions, w.replies)
	n, werr := w.close()
	if err = errors.Join(err, werr); err != nil {
		return err
	}
	if want := len(questions) * c.perQuestion(); n != want {
		return fmt.Errorf("%d of %d replies were written", n, want)
	}
	return nil
}

func readQuestions(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var row struct{ Question string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return nil, err
		}
		out = append(out, row.Question)
	}
	return out, lines.Err()
}

// client asks a server of the OpenAI kind.
type client struct {
	url      string
	inFlight int
	bodies   []template // none: a hint is asked for
	http     http.Client
}

// askAll asks all questions, so many at once, and gives the replies in the order
// in which they come. It returns the first error.
func (c *client) askAll(questions []string, replies chan<- reply) error {
	c.http.Transport = &http.Transport{
		MaxIdleConns: c.inFlight, MaxIdleConnsPerHost: c.inFlight, DisableCompression: true,
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	rows := make(chan int, c.inFlight)
	var wg sync.WaitGroup
	for range c.inFlight {
		wg.Go(func() {
			var body bytes.Buffer
			for row := range rows {
				r, err := c.ask(ctx, questions[row/c.perQuestion()], row%c.perQuestion(), &body)
				if err != nil {
					cancel(fmt.Errorf("row %d: %w", row, err))
					return
				}
				r.row = row
				replies <- r
			}
		})
	}
feed:
	for row := range len(questions) * c.perQuestion() {
		select {
		case rows <- row:
		case <-ctx.Done():
			break feed
		}
	}
	close(rows)
	wg.Wait()
	return context.Cause(ctx)
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type request struct {
	Model    string    `json:"model"`
	Messages []message `json:"messages"`
}

type response struct {
	Choices []struct{ Message message }
	Usage   struct {
		In  int `json:"prompt_tokens"`
		Out int `json:"completion_tokens"`
	}
}

// ask sends one request, the which-th about a question; body is its to use.
func (c *client) ask(ctx context.Context, question string, which int, body *bytes.Buffer) (reply, error) {
	sent, err := c.request(question, which)
	if err != nil {
		return reply{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/chat/completions", bytes.NewReader(sent))
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	body.Reset()
	if _, err := io.Copy(body, resp.Body); err != nil {
		return reply{}, err
	}
	var got response
	if resp.StatusCode != http.StatusOK {
		return reply{}, fmt.Errorf("%s: %s", resp.Status, body)
	}
	if err := json.Unmarshal(body.Bytes(), &got); err != nil {
		return reply{}, err
	}
	if len(got.Choices) == 0 {
		return reply{}, errors.New("the reply has no choices")
	}
	return reply{
		question: question, text: got.Choices[0].Message.Content, raw: bytes.Clone(body.Bytes()),
		tokensIn: got.Usage.In, tokens: got.Usage.Out,
	}, nil
}
