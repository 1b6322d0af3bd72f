package planted

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Maker makes datasets from a pool of sentences.
type Maker struct {
	data, real pool
	words      []string // to put in place of others
}

// pool is sentences to make texts of. Those of the data and those of the reference
// have none in common: nothing is copied but where that is the defect.
type pool struct {
	topics [topics][]string
	money  []string // that tell one label
	goods  []string // that tell the other
	n      int
}

var (
	ends    = regexp.MustCompile(`[^.?!]+[.?!]`)
	numbers = regexp.MustCompile(`\d+`)
)

// NewMaker reads the questions of a JSON lines file (field question) for their
// sentences.
func NewMaker(path string) (*Maker, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading sentences: %w", err)
	}
	defer f.Close()
	m := &Maker{}
	seen := map[string]bool{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var row struct{ Question string }
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("reading sentences: %w", err)
		}
		for _, s := range ends.FindAllString(strings.ReplaceAll(row.Question, "\n", " "), -1) {
			s = strings.TrimSpace(s)
			if n := len(strings.Fields(s)); n < 5 || n > 26 || seen[s] || s[0] < 'A' || s[0] > 'Z' {
				continue
			}
			seen[s] = true
			m.add(s)
		}
	}
	slices.Sort(m.words)
	m.words = slices.Compact(m.words)
	return m, in.Err()
}

func (m *Maker) add(s string) {
	p := &m.data
	if m.real.n < m.data.n {
		p = &m.real
	}
	p.n++
	switch {
	case strings.ContainsAny(s, "$%"):
		p.money = append(p.money, s)
	case p.n%4 == 3 && len(p.goods) < len(p.money):
		p.goods = append(p.goods, s)
	default:
		p.topics[p.n%topics] = append(p.topics[p.n%topics], s)
	}
	for _, w := range strings.Fields(s) {
		if w = strings.ToLower(strings.Trim(w, ".,?!")); len(w) > 4 && isWord(w) {
			m.words = append(m.words, w)
		}
	}
}

func isWord(s string) bool {
	for _, c := range s {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// sentence returns a sentence of a pool with other numbers and a few other
// words.
func (m *Maker) sentence(r *rand.Rand, pool []string) string {
	s := numbers.ReplaceAllStringFunc(pool[r.IntN(len(pool))], func(string) string { return fmt.Sprint(2 + r.IntN(97)) })
	words := strings.Fields(s)
	for i := 1; i < len(words); i++ {
		if isWord(words[i]) && len(words[i]) > 3 && r.IntN(5) == 0 {
			words[i] = m.words[r.IntN(len(m.words))]
		}
	}
	return strings.Join(words, " ")
}

// text returns a text of one topic and label, of two to seven sentences.
func (m *Maker) text(r *rand.Rand, p *pool, topic int, label string) string {
	n := 2 + r.IntN(3) + r.IntN(3)
	told := p.money
	if label == labels[1] {
		told = p.goods
	}
	at := r.IntN(n)
	parts := make([]string, n)
	for i := range parts {
		pool := p.topics[topic]
		if r.IntN(3) == 0 {
			pool = p.topics[r.IntN(topics)]
		}
		if i == at {
			pool = told
		}
		parts[i] = m.sentence(r, pool)
	}
	return strings.Join(parts, " ")
}
