package fidelity

import (
	"context"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// mostText is how many bytes of a row's text are looked at.
const mostText = 16 << 10

// sayer makes findings of two samples of texts.
type sayer func(ctx context.Context, c *comparison) ([]measure.Finding, error)

// side is the summary of one part: a sample of its texts.
type side struct {
	setup   *measure.Setup
	sample  *measure.Sample[string]
	against *side
	say     sayer
}

func newSide(s *measure.Setup, size int, known measure.Known, say sayer) *side {
	out := &side{setup: s, sample: measure.NewSample[string](size, s.Seed), say: say}
	out.against, _ = known.Reference.(*side)
	return out
}

// learnSide is the Learn of measures that compare samples of texts.
func learnSide(s *measure.Setup, part measure.Part, size int) (measure.Summary, error) {
	if part != measure.Reference {
		return nil, nil
	}
	return newSide(s, size, measure.Known{}, nil), nil
}

func (s *side) Add(r *measure.Row) {
	if strings.TrimSpace(r.Text) == "" {
		return
	}
	s.sample.Offer(r.N, func() string { return cutText(r.Text) })
}

func (s *side) Merge(o measure.Summary) error {
	s.sample.Merge(o.(*side).sample)
	return nil
}

// cutText cuts a long text where a character ends.
func cutText(s string) string {
	if len(s) <= mostText {
		return s
	}
	at := mostText
	for at > mostText-utf8.UTFMax && !utf8.RuneStart(s[at]) {
		at--
	}
	return strings.Clone(s[:at])
}

func (s *side) Report(ctx context.Context) ([]measure.Finding, error) {
	if s.against == nil {
		return nil, measure.Cannot("--against FILE", "no reference given")
	}
	c := &comparison{setup: s.setup, data: s.texts(measure.Data), ref: s.against.texts(measure.Reference)}
	for _, t := range []*texts{c.data, c.ref} {
		if len(t.text) == 0 {
			return nil, measure.Cannot("", "no row of the %s has a text", t.part)
		}
	}
	return s.say(ctx, c)
}

func (s *side) texts(p measure.Part) *texts {
	t := &texts{part: p, all: s.sample.All()}
	t.n, t.text = s.sample.Rows()
	return t
}

// texts are sampled rows of a part, by their number.
type texts struct {
	part measure.Part
	n    []int64
	text []string
	all  bool // every row with a text
}

func (t *texts) ref(i int, marks ...measure.Span) measure.RowRef {
	return measure.RowRef{Part: t.part, N: t.n[i], Marks: marks}
}

// only returns the rows of these indices.
func (t *texts) only(keep []int) *texts {
	out := &texts{part: t.part, all: t.all && len(keep) == len(t.n)}
	for _, i := range keep {
		out.n, out.text = append(out.n, t.n[i]), append(out.text, t.text[i])
	}
	return out
}

// comparison is the data's sample and the reference's.
type comparison struct {
	setup     *measure.Setup
	data, ref *texts
}

// sampled says in a caveat what the figures rest on, where it is not all rows.
func (c *comparison) sampled() string {
	if c.data.all && c.ref.all {
		return ""
	}
	return fmt.Sprintf(" Rests on random samples: %s of the data and %s of the reference.", prose.Rows(len(c.data.n)), prose.Rows(len(c.ref.n)))
}

// against names the reference with how many rows of it were looked at.
func (c *comparison) against() string {
	what := "the reference"
	if o := c.setup.Origin[measure.Reference]; o != "" {
		what = prose.Shown(o)
	}
	return fmt.Sprintf("%s of %s", prose.Rows(len(c.ref.n)), what)
}

// option returns a whole number among a measure's settings, between two bounds.
func option(s *measure.Setup, name string, otherwise, least, most int) int {
	v, ok := s.Options[name]
	if !ok {
		return otherwise
	}
	if i, ok := v.(int); ok {
		return min(max(i, least), most)
	}
	x := measure.Number(v)
	if math.IsNaN(x) {
		return otherwise
	}
	return int(min(max(x, float64(least)), float64(most)))
}

// mixed is the finaliser of splitmix64 (Steele and others 2014).
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
