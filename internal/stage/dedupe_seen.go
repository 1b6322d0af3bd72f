package stage

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/text"
)

// dedupeShingle is how many words a shingle has.
const dedupeShingle = 3

// snippetWidth is how many columns of a row's text a reason shows.
const snippetWidth = 48

// seen is a set of texts that others are compared with.
type seen struct {
	exact    map[uint64]int32 // hash to number; nil: exact duplicates are not looked for
	near     *text.Index      // nil: near-duplicates are not looked for
	query    *text.Doc        // of the last find
	hash     uint64           // of the last find
	sh       text.Shingler
	buf      strings.Builder
	ids      []seedbed.ID // of records, or
	places   []seenPlace  // of rows of files
	snippets []byte       // one after the other
	ends     []uint64     // of snippets
}

type seenPlace struct {
	file string
	line int32
}

// collision is the text that another collided with.
type collision struct {
	exact   bool
	jaccard float64
	where   string // id or file:line
	snippet string
}

// String says where and how alike, as in `Jaccard .84 with 7f3a9c01: "..."`.
func (c collision) String() string {
	if c.exact {
		return fmt.Sprintf("the same text as %s: \"%s\"", c.where, c.snippet)
	}
	how := strings.TrimPrefix(fmt.Sprintf("%.2f", c.jaccard), "0")
	return fmt.Sprintf("Jaccard %s with %s: \"%s\"", how, c.where, c.snippet)
}

func newSeen(exact bool, near float64) *seen {
	s := &seen{}
	if exact {
		s.exact = make(map[uint64]int32)
	}
	if near > 0 {
		s.near = text.NewIndex(near, dedupeShingle)
	}
	return s
}

func (s *seen) len() int { return len(s.ends) }

// find looks for a text like that of the fields. What add adds is the text of
// the last find.
func (s *seen) find(f seedbed.Fields, names []string) (collision, bool) {
	t := s.text(f, names)
	if s.exact != nil {
		s.hash = s.hashOf(f, names)
		if n, ok := s.exact[s.hash]; ok {
			return s.collision(int(n), true, 1), true
		}
	}
	if s.near != nil {
		s.query = s.near.Prepare(t)
		if n, ok := s.near.Near(s.query); ok {
			return s.collision(n.Doc, false, n.Jaccard), true
		}
	}
	return collision{}, false
}

func (s *seen) collision(n int, exact bool, jaccard float64) collision {
	c := collision{exact: exact, jaccard: jaccard}
	if n < len(s.ids) {
		c.where = s.ids[n].Short()
	} else {
		c.where = fmt.Sprintf("%s:%d", s.places[n].file, s.places[n].line)
	}
	from := uint64(0)
	if n > 0 {
		from = s.ends[n-1]
	}
	c.snippet = string(s.snippets[from:s.ends[n]])
	return c
}

// text joins the compared fields; of one field it is the text itself.
func (s *seen) text(f seedbed.Fields, names []string) string {
	if len(names) == 1 {
		return f.Text(names[0])
	}
	s.buf.Reset()
	for i, n := range names {
		if i > 0 {
			s.buf.WriteByte('\n')
		}
		s.buf.WriteString(f.Text(n))
	}
	return s.buf.String()
}

// hashOf hashes each field by itself, so that words cannot move between them.
func (s *seen) hashOf(f seedbed.Fields, names []string) uint64 {
	h := uint64(0)
	for _, n := range names {
		h = h*0x9e3779b97f4a7c15 ^ s.sh.Hash(f.Text(n))
	}
	return h
}

// addRecord adds the text of a record that find was last asked about.
func (s *seen) addRecord(r *seedbed.Record, names []string) {
	s.ids = append(s.ids, r.ID)
	s.add(s.text(r.Fields, names))
}

// addPlace adds a row of a file, unless it has no text. A row like an earlier
// one is left out only where it is the same, so that no near row is missed.
func (s *seen) addPlace(r *seedbed.Record, names []string) {
	t := s.text(r.Fields, names)
	if strings.TrimSpace(t) == "" {
		return
	}
	if s.exact != nil {
		s.hash = s.hashOf(r.Fields, names)
		if _, ok := s.exact[s.hash]; ok {
			return
		}
	}
	if s.near != nil {
		s.query = s.near.Prepare(t)
	}
	s.places = append(s.places, seenPlace{r.Lineage.File, int32(min(r.Lineage.Line, math.MaxInt32))})
	s.add(t)
}

func (s *seen) add(t string) {
	if s.exact != nil {
		s.exact[s.hash] = int32(len(s.ends))
	}
	if s.near != nil {
		s.near.Add(s.query)
	}
	s.snippets = append(s.snippets, text.Harmless(t, snippetWidth)...)
	s.ends = append(s.ends, uint64(len(s.snippets)))
}

func dedupeDigest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
