package coverage

import (
	"slices"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
)

// Bounds on the rows that are kept to compare what groups say.
const (
	sampleRows  = 20_000
	sampleWords = 256  // words of a row
	sampleText  = 2000 // bytes of a row's text, to show phrases and mark them
)

// kept is a row of the sample.
type kept struct {
	n      int64
	groups []string
	label  string
	words  []uint32 // hashes of its first words
	text   string   // its beginning
}

// rowSample keeps a simple random sample of rows, the same one whatever their order.
type rowSample struct {
	*measure.Sample[*kept]
	names map[string]string // values that were met, each once in memory
}

func newRowSample(seed uint64) *rowSample {
	return &rowSample{measure.NewSample[*kept](sampleRows, seed), map[string]string{}}
}

// add offers a row that is in a group and has words.
func (s *rowSample) add(r *measure.Row) {
	if !slices.ContainsFunc(r.Groups, func(g string) bool { return g != "" }) || len(r.Tokens.Hashes()) == 0 {
		return
	}
	s.Offer(r.N, func() *kept {
		hashes := r.Tokens.Hashes()
		k := &kept{n: r.N, text: beginning(r.Text), label: s.name(r.Label), groups: make([]string, len(r.Groups))}
		for i, g := range r.Groups {
			k.groups[i] = s.name(g)
		}
		k.words = make([]uint32, min(len(hashes), sampleWords))
		for i := range k.words {
			k.words[i] = uint32(hashes[i] >> 32)
		}
		return k
	})
}

// mostNames is how many values share their memory.
const mostNames = 4096

func (s *rowSample) name(v string) string {
	v = bounded(v)
	if n, ok := s.names[v]; ok {
		return n
	}
	v = strings.Clone(v)
	if len(s.names) < mostNames {
		s.names[v] = v
	}
	return v
}

func (s *rowSample) merge(o *rowSample) { s.Merge(o.Sample) }

// beginning returns a text, or of a long one a copy of its beginning.
func beginning(s string) string {
	if len(s) <= sampleText {
		return s
	}
	cut := sampleText
	for cut > sampleText-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strings.Clone(s[:cut])
}

// group is the rows of one value of a column.
type group struct {
	name string
	rows []*kept  // by number
	own  []uint32 // hashes of the words of its name, and of their plural or singular
}

// groupsOf parts rows by a column: the groups by name, and how many rows have none.
func groupsOf(sample []*kept, column int) (groups []*group, none int) {
	at := map[string]*group{}
	for _, k := range sample {
		v := k.groups[column]
		if v == "" {
			none++
			continue
		}
		g := at[v]
		if g == nil {
			g = &group{name: v, own: ownWords(v)}
			at[v] = g
			groups = append(groups, g)
		}
		g.rows = append(g.rows, k)
	}
	slices.SortFunc(groups, func(a, b *group) int { return compareValues(a.name, b.name) })
	return groups, none
}

// large returns the groups with enough rows to be compared on their own.
func large(groups []*group, least int) []*group {
	return slices.DeleteFunc(slices.Clone(groups), func(g *group) bool { return len(g.rows) < least })
}

// ownWords returns the hashes of a name's words, with and without an s.
func ownWords(name string) []uint32 {
	var out []uint32
	for _, w := range measure.NewTokens(name).Words() {
		for _, form := range forms(string(w.Lower)) {
			out = append(out, uint32(measure.WordHash(form)>>32))
		}
	}
	return out
}

// forms returns a word in lower case with its plural or singular, as English has them.
func forms(w string) []string {
	out := []string{w}
	for _, p := range [...][2]string{{"people", "person"}, {"women", "woman"}, {"men", "man"}, {"children", "child"}} {
		if w == p[0] || w == p[1] {
			return append(out, p[0], p[1])
		}
	}
	if s, ok := strings.CutSuffix(w, "ies"); ok && len(s) > 1 {
		out = append(out, s+"y")
	}
	if s, ok := strings.CutSuffix(w, "s"); ok && len(s) > 2 {
		return append(out, s)
	}
	if s, ok := strings.CutSuffix(w, "y"); ok && len(s) > 2 {
		out = append(out, s+"ies")
	}
	return append(out, w+"s")
}

// spans returns where runs of words with the given hashes are in a kept row's text:
// at most most of them.
func (k *kept) spans(gram []uint32, most int) []measure.Span {
	var out []measure.Span
	words := measure.NewTokens(k.text).Words()
	for i := 0; i+len(gram) <= min(len(k.words), len(words)) && len(out) < most; i++ {
		if slices.Equal(k.words[i:i+len(gram)], gram) {
			out = append(out, measure.Span{From: words[i].From, To: words[i+len(gram)-1].To})
		}
	}
	return out
}

// phrase returns the words of a gram as a row has them, in lower case; "" where the
// row's text is kept no further.
func (k *kept) phrase(gram []uint32) string {
	words := measure.NewTokens(k.text).Words()
	for i := 0; i+len(gram) <= min(len(k.words), len(words)); i++ {
		if slices.Equal(k.words[i:i+len(gram)], gram) {
			parts := make([]string, len(gram))
			for j := range parts {
				parts[j] = string(words[i+j].Lower)
			}
			return strings.Join(parts, " ")
		}
	}
	return ""
}

// joinSpans sorts spans and joins those that touch or overlap.
func joinSpans(spans []measure.Span) []measure.Span {
	slices.SortFunc(spans, func(a, b measure.Span) int { return a.From - b.From })
	var out []measure.Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To+1 {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}
