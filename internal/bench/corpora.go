package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// corpus makes rows of 20 to 60 words from the sentences of real questions (GSM8K,
// MIT; examples/hints has the licence). Each sentence gets other numbers and other
// words for one in seven, so that rows do not repeat by themselves. Of a hundred
// rows five are a copy of a row far away with one to three words changed, and one
// is a copy without change. A row is made from its number alone.
//
// Words have no punctuation, so that every program parts the same words.
type corpus struct {
	rows      int
	sentences [][]string
	vocab     []string
}

// The places among a hundred rows of copies, and of what they copy.
const (
	perHundred = 100
	nearCopies = 5 // the rows before this place
	exactCopy  = 5
	copiedFrom = 50 // and on
)

var (
	sentenceEnd = regexp.MustCompile(`[.?!]\s+`)
	notWord     = regexp.MustCompile(`[^A-Za-z0-9 ]+`)
)

// newCorpus reads the sentences of the checkout in root.
func newCorpus(root string, rows int) (*corpus, error) {
	file, err := os.Open(filepath.Join(root, "examples", "hints", "seeds.jsonl"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	c := &corpus{rows: rows}
	words := map[string]bool{}
	for dec := json.NewDecoder(file); ; {
		var seed struct{ Question string }
		if err := dec.Decode(&seed); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("reading the questions: %w", err)
		}
		for _, s := range sentenceEnd.Split(seed.Question, -1) {
			w := strings.Fields(notWord.ReplaceAllString(s, ""))
			if len(w) < 4 || len(w) > 30 {
				continue
			}
			c.sentences = append(c.sentences, w)
			for _, x := range w {
				if len(x) > 3 && !isNumber(x) {
					words[strings.ToLower(x)] = true
				}
			}
		}
	}
	for w := range words {
		c.vocab = append(c.vocab, w)
	}
	slices.Sort(c.vocab)
	return c, nil
}

func isNumber(w string) bool { return w[0] >= '0' && w[0] <= '9' }

// source returns the row that row i is a copy of; −1: of none.
func (c *corpus) source(i int) int {
	hundreds := c.rows / perHundred
	at := i % perHundred
	if at > exactCopy || i/perHundred >= hundreds {
		return -1
	}
	return (i/perHundred+hundreds/2)%hundreds*perHundred + copiedFrom + at
}

// row returns the text of row i.
func (c *corpus) row(i int) string {
	rng := rand.New(rand.NewPCG(1, uint64(i)))
	from := c.source(i)
	if from < 0 {
		return strings.Join(c.words(rng), " ")
	}
	words := c.words(rand.New(rand.NewPCG(1, uint64(from))))
	if i%perHundred < nearCopies {
		words = c.edit(rng, words)
	}
	return strings.Join(words, " ")
}

// words makes the words of a row that is no copy.
func (c *corpus) words(rng *rand.Rand) []string {
	for {
		var out []string
		for target := 20 + rng.IntN(41); len(out) < target; {
			for _, w := range c.sentences[rng.IntN(len(c.sentences))] {
				switch {
				case isNumber(w) && len(w) < 6:
					w = strconv.Itoa(2 + rng.IntN(10*len(w)*len(w)+8))
				case rng.Float64() < .15:
					w = c.vocab[rng.IntN(len(c.vocab))]
				}
				out = append(out, w)
			}
		}
		if len(out) <= 60 {
			return out
		}
	}
}

// edit changes one to three words.
func (c *corpus) edit(rng *rand.Rand, words []string) []string {
	for range 1 + rng.IntN(3) {
		at, other := rng.IntN(len(words)), c.vocab[rng.IntN(len(c.vocab))]
		switch x := rng.Float64(); {
		case x < .7:
			words[at] = other
		case x < .85 && len(words) > 20:
			words = slices.Delete(words, at, at+1)
		default:
			words = slices.Insert(words, at, other)
		}
	}
	return words
}

// write writes the rows as JSON lines with an id and a text.
func (c *corpus) write(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(file, 1<<20)
	for i := range c.rows {
		fmt.Fprintf(w, "{\"id\": %d, \"text\": %q}\n", i, c.row(i))
	}
	if err := w.Flush(); err != nil {
		_ = file.Close()
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return file.Close()
}

// corpusFile returns the file of a corpus, which is made where it is not there yet.
func (b *bench) corpusFile(rows int) (string, error) {
	dir := filepath.Join(b.built, "corpora")
	path := filepath.Join(dir, fmt.Sprintf("questions-1-%d.jsonl", rows))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	b.tell("making a corpus of %s rows", count(float64(rows)))
	c, err := newCorpus(b.root, rows)
	if err != nil {
		return "", err
	}
	if err := c.write(path + ".part"); err != nil {
		return "", err
	}
	return path, os.Rename(path+".part", path)
}
