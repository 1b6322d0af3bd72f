package web

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/review"
)

// Browser gives the pages on which all rows are looked at what they show. Any goroutine
// may use it.
type Browser interface {
	// Index returns the index of the rows as they are now; it may still be being made. It
	// stays open for half a minute at least after another has taken its place.
	Index(ctx context.Context) (*browse.Index, error)
	// Story tells how a row came to be; seedbed.CodeNotFound where nothing is known of it.
	Story(ctx context.Context, id seedbed.ID) (*Story, error)
	// Sampled returns by inspection the rows that people are asked about.
	Sampled(ctx context.Context) (map[string][]seedbed.ID, error)
}

// decider is what of a desk decides about many rows.
type decider interface {
	Decide(ctx context.Context, by string, dec review.Decision, ids iter.Seq2[seedbed.ID, error]) (review.Decided, error)
	Undecide(ctx context.Context, by, id, reason string) error
	Decisions() []review.Decided
	Outcome(ctx context.Context) (review.Outcome, error)
}

// voteTeller is what of a desk tells what people said of a row, as far as somebody may see it.
type voteTeller interface {
	Votes(inspection string, row seedbed.ID, viewer string) ([]review.Vote, error)
}

// asker is what of a desk tells of rows without telling what anybody said.
type asker interface {
	MayBeAsked(inspection string, row seedbed.ID, person string) bool
	OpenDisputes(inspection, viewer string) ([]seedbed.ID, error)
	Mended(row seedbed.ID) (review.MendedRow, bool)
}

// listWithin is how long a page of rows may read rows to find out whether they match.
const listWithin = 100 * time.Millisecond

// marksStay is how long what was found of rows by people's work is taken to be so.
const marksStay = 3 * time.Second

// browsing is what the pages of all rows remember, for a moment.
type browsing struct {
	Browser
	now func() time.Time

	mu   sync.Mutex
	kept map[string]*keptMarks
	// What there is to filter by.
	facets *facets
	// The rows that decisions have left out, by the names of the decisions.
	leftOut   map[seedbed.ID]string
	leftOutOf string
}

type keptMarks struct {
	index string
	rows  int64
	until time.Time
	marks *browse.Marks
}

func newBrowsing(b Browser, now func() time.Time) *browsing {
	if b == nil {
		return nil
	}
	return &browsing{Browser: b, now: now, kept: map[string]*keptMarks{}}
}

// marks returns the rows that make names, found anew when they may have changed.
func (b *browsing) marks(x *browse.Index, name string, make func() (map[seedbed.ID]bool, error)) (*browse.Marks, error) {
	b.mu.Lock()
	k := b.kept[name]
	b.mu.Unlock()
	rows := x.Progress().Rows
	if k != nil && k.index == x.Name() && k.rows == rows && b.now().Before(k.until) {
		return k.marks, nil
	}
	ids, err := make()
	if err != nil {
		return nil, err
	}
	m, err := x.Mark(ids)
	if err != nil {
		return nil, err
	}
	stay := marksStay
	if strings.HasPrefix(name, flagOut+" ") { // its name says of which decisions it is
		stay = time.Hour
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.kept) > 500 {
		clear(b.kept)
	}
	b.kept[name] = &keptMarks{x.Name(), rows, b.now().Add(stay), m}
	return m, nil
}

// index returns the index of the rows, or says that this page shows none.
func (s *Server) index(r *http.Request) (*browse.Index, error) {
	if s.browsing == nil {
		return nil, seedbed.Errorf(seedbed.CodeNotFound, "there are no rows to browse here")
	}
	return s.browsing.Index(r.Context())
}

// blind returns the rows of which somebody sees no score: those that they may still be
// asked about. Who does not rate has none.
func (s *Server) blind(ctx context.Context, x *browse.Index, v *visit) (*browse.Marks, error) {
	return s.browsing.marks(x, "blind "+v.person.ID, func() (map[seedbed.ID]bool, error) {
		ids := map[seedbed.ID]bool{}
		if !v.person.Has(review.Rater) {
			return ids, nil
		}
		sampled, err := s.browsing.Sampled(ctx)
		if err != nil {
			return nil, err
		}
		for in, rows := range sampled {
			for _, id := range rows {
				if s.stillAsked(in, id, &v.person) {
					ids[id] = true
				}
			}
		}
		return ids, nil
	})
}

// stillAsked reports whether a rater may still be asked about a row of an inspection's
// sample, or take an answer back: what was said of it is not shown to them until then.
func (s *Server) stillAsked(in string, id seedbed.ID, p *review.Person) bool {
	if !p.Has(review.Rater) {
		return false
	}
	d, ok := s.desk.(asker)
	return !ok || d.MayBeAsked(in, id, p.ID)
}

// leftOut returns the rows that decisions have left out of releases, with the decision of
// each, and a name that no other set of decisions has.
func (s *Server) leftOut(ctx context.Context) (rows map[seedbed.ID]string, name string, err error) {
	d, ok := s.desk.(decider)
	if !ok {
		return nil, "", nil
	}
	b := s.browsing
	for name = decisionsName(d); ; {
		b.mu.Lock()
		rows, ok = b.leftOut, b.leftOutOf == name && b.leftOut != nil
		b.mu.Unlock()
		if ok {
			return rows, name, nil
		}
		out, err := d.Outcome(ctx)
		if err != nil {
			return nil, "", err
		}
		was := name
		if name = decisionsName(d); name != was {
			continue // it was decided about meanwhile, and nobody knows with what
		}
		b.mu.Lock()
		b.leftOut, b.leftOutOf = out.LeftOut, name
		b.mu.Unlock()
		return out.LeftOut, name, nil
	}
}

func decisionsName(d decider) string {
	var of strings.Builder
	for _, dec := range d.Decisions() {
		of.WriteString(dec.ID)
		if dec.Undone {
			of.WriteByte('!')
		}
	}
	return of.String()
}

// Flags of rows that come of people's work.
const (
	flagOut      = "out"      // left out of releases
	flagDisputed = "disputed" // people do not agree on it, and nobody has settled it
	flagDrawn    = "drawn"    // an inspection asks about it
)

var flagWords = map[string]string{
	flagOut: "left out of releases", flagDisputed: "people disagree", flagDrawn: "drawn for an inspection",
}

// flagged returns the rows that have a flag, as far as somebody may know it.
func (s *Server) flagged(ctx context.Context, x *browse.Index, flag string, v *visit) (*browse.Marks, error) {
	switch flag {
	case flagOut:
		out, name, err := s.leftOut(ctx)
		if err != nil {
			return nil, err
		}
		return s.browsing.marks(x, flagOut+" "+name, func() (map[seedbed.ID]bool, error) {
			ids := make(map[seedbed.ID]bool, len(out))
			for id := range out {
				ids[id] = true
			}
			return ids, nil
		})
	case flagDrawn:
		return s.browsing.marks(x, "drawn", func() (map[seedbed.ID]bool, error) {
			sampled, err := s.browsing.Sampled(ctx)
			ids := map[seedbed.ID]bool{}
			for _, rows := range sampled {
				for _, id := range rows {
					ids[id] = true
				}
			}
			return ids, err
		})
	}
	return s.browsing.marks(x, "disputed "+v.person.ID, func() (map[seedbed.ID]bool, error) {
		ids := map[seedbed.ID]bool{}
		if !v.person.Has(review.Owner) && !v.person.Has(review.Adjudicator) {
			return ids, nil
		}
		d, ok := s.desk.(asker)
		if !ok {
			return ids, nil
		}
		for _, in := range s.desk.Inspections() {
			all, err := d.OpenDisputes(in, v.person.ID)
			if err != nil {
				return nil, err
			}
			for _, id := range all {
				ids[id] = true
			}
		}
		return ids, nil
	})
}

// harms are the categories of all inspections: rows that people are warned of elsewhere
// are not shown here at once.
func (s *Server) harms() []string {
	var out []string
	seen := map[string]bool{}
	for _, name := range s.desk.Inspections() {
		if in, ok := s.desk.Plan(name); ok {
			for _, h := range in.Harm {
				if !seen[h] {
					seen[h] = true
					out = append(out, visible(h))
				}
			}
		}
	}
	return out
}

// allRows stands in a session for the texts of all lists of rows.
var allRows = seedbed.ID{0xff, 'l', 'i', 's', 't', 's'}

// veiled reports whether a row's text is not shown until somebody chooses to see it.
func (s *Server) veiled(v *visit, id seedbed.ID) bool {
	return len(s.harms()) > 0 && !v.session.revealed(id)
}
