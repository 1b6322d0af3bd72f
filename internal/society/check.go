package society

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Text is a document to be checked.
type Text struct {
	ID         string
	Date       Date
	Author     int32   // number of the person; -1: unknown
	Recipients []int32 // numbers of people
	Body       string
}

// ProblemKind is how a text and the graph disagree.
type ProblemKind string

// The kinds of problems.
const (
	Contradiction ProblemKind = "contradiction" // told otherwise than it was on that day
	Anachronism   ProblemKind = "anachronism"   // told before it happened, or of somebody who was not there
	CannotKnow    ProblemKind = "cannot know"   // the author is not among those who know
	Unknown       ProblemKind = "unknown"       // a person, project or event that does not exist
)

// Problem is one disagreement of a text with the graph.
type Problem struct {
	Document   string
	Kind       ProblemKind
	Start, End int // in code points, of the text
	Text       string
	Fact       string // the fact that it goes against; "" where there is none
	Says       string // one sentence
}

// Report is what a check found.
type Report struct {
	Problems []Problem
	Stated   []int32 // numbers of the facts that the text states, ascending
}

// Checker checks texts against an organisation.
type Checker struct {
	org   *Organisation
	index *index
	pool  sync.Pool
}

// NewChecker indexes all names of an organisation.
func NewChecker(o *Organisation) *Checker {
	c := &Checker{org: o, index: newIndex(o)}
	c.pool.New = func() any { return &reading{c: c} }
	return c
}

// mostChecked bounds how much of a text is read, in bytes.
const mostChecked = 1 << 20

// Check reads a text. It may be called by many goroutines at once.
func (c *Checker) Check(t Text) Report {
	r := c.pool.Get().(*reading)
	defer c.pool.Put(r)
	return r.check(t)
}

// reading is the state of one check; it is used again for the next.
type reading struct {
	c        *Checker
	text     Text
	toks     []token
	mentions []mention
	found    []finding
	stated   []int32
	speaker  int32   // who "I" is
	subject  int32   // whom "she" or "he" is: the only person of the sentence before, or -1
	project  int32   // likewise for "it"
	persons  []int32 // scratch
}

// finding is a problem before its place is told in code points.
type finding struct {
	kind       ProblemKind
	start, end int32 // bytes
	fact       int32
	says       string
}

func (r *reading) check(t Text) Report {
	if len(t.Body) > mostChecked {
		t.Body = t.Body[:mostChecked]
	}
	r.text, r.found, r.stated = t, r.found[:0], r.stated[:0]
	r.speaker, r.subject, r.project = t.Author, -1, -1
	r.present()
	r.tokenize()
	for from := 0; from < len(r.toks); {
		to := from
		for to < len(r.toks) && to-from < 250 && r.toks[to].kind != tokStop && r.toks[to].kind != tokLine {
			to++
		}
		if to > from {
			r.sentence(from, to)
		}
		if to < len(r.toks) && r.toks[to].kind == tokLine {
			r.signature(to)
		}
		from = max(to, from+1)
		if to < len(r.toks) && (r.toks[to].kind == tokStop || r.toks[to].kind == tokLine) {
			from = to + 1
		}
	}
	r.mails()
	return r.report()
}

// present looks at whether author and recipients were there.
func (r *reading) present() {
	o := r.c.org
	if r.text.Author >= 0 && !o.Employed(r.text.Author, r.text.Date) {
		r.find(Anachronism, 0, 0, o.whenThere(r.text.Author), o.People[r.text.Author].Name+" writes on "+r.text.Date.String()+", and "+o.thereFrom(r.text.Author))
	}
	for _, p := range r.text.Recipients {
		if !o.Employed(p, r.text.Date) {
			r.find(Anachronism, 0, 0, o.whenThere(p), o.People[p].Name+" is written to on "+r.text.Date.String()+", and "+o.thereFrom(p))
		}
	}
}

func (o *Organisation) thereFrom(p int32) string {
	if me := &o.People[p]; me.Left != Never {
		return "was there from " + me.Joined.String() + " to " + me.Left.String()
	}
	return "was there from " + o.People[p].Joined.String()
}

// whenThere is the fact of a person's leaving, or else of joining.
func (o *Organisation) whenThere(p int32) int32 {
	if o.People[p].Left != Never {
		return o.about[subjectKey{person(p), Left}][0]
	}
	return o.about[subjectKey{person(p), Joined}][0]
}

func (r *reading) find(kind ProblemKind, start, end, fact int32, says string) {
	const most = 100
	if len(r.found) < most {
		r.found = append(r.found, finding{kind, start, end, fact, says})
	}
}

func (r *reading) tokenize() {
	r.toks = r.toks[:0]
	s := scanner{text: r.text.Body}
	ids := r.c.index.vocab.ids
	var t token
	for s.next(&t) {
		if t.kind == tokWord || t.kind == tokNumber {
			if id, ok := ids[string(s.fold)]; ok {
				t.word = id
			}
		}
		r.toks = append(r.toks, t)
	}
}

// cue returns what a token does.
func (r *reading) cue(i int) cue {
	if w := r.toks[i].word; w >= 0 && r.toks[i].kind == tokWord {
		return r.c.index.vocab.cues[w]
	}
	return 0
}

// mails looks for addresses at the organisation that nobody has.
func (r *reading) mails() {
	at := "@" + r.c.org.Domain
	body := r.text.Body
	for from := 0; ; {
		i := strings.Index(body[from:], at)
		if i < 0 {
			return
		}
		i += from
		start := i
		for start > 0 && i-start < 80 && (isWord(rune(body[start-1])) && body[start-1] < utf8.RuneSelf || isDigit(rune(body[start-1])) || strings.IndexByte("._-+", body[start-1]) >= 0) {
			start--
		}
		end := i + len(at)
		mail := body[start:end]
		if _, ok := r.c.index.mails[mail]; !ok && start < i && !shared[body[start:i]] {
			r.find(Unknown, int32(start), int32(end), -1, "nobody has the address "+mail)
		}
		from = end
	}
}

// shared are addresses that belong to no person.
var shared = map[string]bool{"info": true, "contact": true, "support": true, "office": true, "helpdesk": true, "it": true, "hr": true, "press": true, "reception": true, "noreply": true}

// report gives what was found in the order of the text, with places in code points.
func (r *reading) report() Report {
	slices.SortStableFunc(r.found, func(a, b finding) int {
		if a.start != b.start {
			return int(a.start - b.start)
		}
		return int(a.end - b.end)
	})
	r.found = slices.CompactFunc(r.found, func(a, b finding) bool { return a.kind == b.kind && a.fact == b.fact && a.says == b.says })
	var out Report
	if len(r.found) > 0 {
		out.Problems = make([]Problem, len(r.found))
	}
	at, points := 0, 0
	for i, f := range r.found {
		points += utf8.RuneCountInString(r.text.Body[at:f.start])
		at = int(f.start)
		p := Problem{
			Document: r.text.ID, Kind: f.kind, Says: f.says, Start: points, Text: r.text.Body[f.start:f.end],
			End: points + utf8.RuneCountInString(r.text.Body[f.start:f.end]),
		}
		if f.fact >= 0 {
			p.Fact = r.c.org.Facts[f.fact].ID
		}
		out.Problems[i] = p
	}
	if len(r.stated) > 0 {
		slices.Sort(r.stated)
		out.Stated = slices.Clone(slices.Compact(r.stated))
	}
	return out
}
