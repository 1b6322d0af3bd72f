package redundancy

import (
	"slices"

	"seedbed.dev/seedbed/internal/measure"
)

// Saturation returns the measure of how much new the next rows would bring.
func Saturation() measure.Measure { return saturation{saturationBound} }

// saturationBound is how many different things of a kind are counted, of runs half
// as many; past it, a sample of them.
const saturationBound = 1 << 18

type saturation struct{ bound int }

// The kinds of things that are counted.
const (
	openings = iota
	wholes
	runs
	thingKinds
)

// openingWords is how many words an opening has.
const openingWords = 4

// Bounds on the rows whose runs are kept, to tell how unevenly rows share out new
// ones.
const (
	sampledRows = 1000
	sampledRuns = 512
)

func (m saturation) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	ref, _ := known.Reference.(*saturated)
	return newSaturation(s, m.bound, ref), nil
}

// Learn counts the reference, to set its figures beside those of the data.
func (m saturation) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part != measure.Reference {
		return nil, nil
	}
	return newSaturation(s, m.bound, nil), nil
}

// saturated is the summary.
type saturated struct {
	setup     *measure.Setup
	reference *saturated
	rows      int64 // added
	wordy     int64 // of them with words
	grams     int64 // runs in all rows, each once a row
	things    [thingKinds]*spectrum
	begun     []opening // of the openings, by their place
	bytes     []byte    // their words
	sample    *measure.Sample[[]uint64]
}

// opening is what is kept of rows with the same first words.
type opening struct {
	at   uint32 // of its words in bytes
	size uint16
	rows [exampleRows]example // the first in the data
}

// exampleRows is how many rows are kept of an opening.
const exampleRows = 3

type example struct {
	n        int64  // −1: none
	from, to uint32 // of the opening in its text
}

func newSaturation(s *measure.Setup, bound int, ref *saturated) *saturated {
	out := &saturated{setup: s, reference: ref, sample: measure.NewSample[[]uint64](sampledRows, s.Seed)}
	for i := range out.things {
		out.things[i] = newSpectrum(bound)
	}
	out.things[runs].bound = (bound + 1) / 2
	out.things[openings].moved = out.move
	return out
}

func (s *saturated) Add(r *measure.Row) {
	s.rows++
	hashes := r.Tokens.Hashes()
	if len(hashes) == 0 {
		return
	}
	s.wordy++
	s.open(r, hashes)
	whole := s.things[wholes]
	whole.add(spread(measure.GramHash(hashes...)^uint64(len(hashes))), 1)
	whole.fit()
	set := r.Tokens.Set(gramWords)
	s.grams += int64(len(set))
	grams := s.things[runs]
	for _, g := range set {
		grams.add(g, 1)
	}
	grams.fit()
	s.sample.Offer(r.N, func() []uint64 { return slices.Clone(set[:min(len(set), sampledRuns)]) })
}

// open counts a row's first words.
func (s *saturated) open(r *measure.Row, hashes []uint64) {
	first := min(openingWords, len(hashes))
	t := s.things[openings]
	at := t.add(spread(measure.GramHash(hashes[:first]...)^uint64(first)), 1)
	if at < 0 {
		return
	}
	words := r.Tokens.Words()[:first]
	if at == len(s.begun) {
		o := opening{at: uint32(len(s.bytes))}
		for i := range o.rows {
			o.rows[i].n = -1
		}
		for i, w := range words {
			if i > 0 {
				s.bytes = append(s.bytes, ' ')
			}
			s.bytes = append(s.bytes, w.Lower[:min(len(w.Lower), 60)]...)
		}
		o.size = uint16(len(s.bytes) - int(o.at))
		s.begun = append(s.begun, o)
	}
	s.begun[at].add(example{r.N, uint32(words[0].From), uint32(words[first-1].To)})
	t.fit()
}

// add keeps the first rows.
func (o *opening) add(e example) {
	for i := range o.rows {
		if e.n < 0 {
			return
		}
		if o.rows[i].n < 0 || e.n < o.rows[i].n {
			o.rows[i], e = e, o.rows[i]
		}
	}
}

// move keeps what belongs to the openings that stay.
func (s *saturated) move(kept []int) {
	old := s.bytes
	begun := make([]opening, 0, len(kept))
	s.bytes = make([]byte, 0, len(old)/2)
	for _, i := range kept {
		o := s.begun[i]
		words := old[o.at : int(o.at)+int(o.size)]
		o.at = uint32(len(s.bytes))
		s.bytes = append(s.bytes, words...)
		begun = append(begun, o)
	}
	s.begun = begun
}

// words returns the first words of an opening.
func (s *saturated) words(o *opening) string { return string(s.bytes[o.at : int(o.at)+int(o.size)]) }

func (s *saturated) Merge(other measure.Summary) error {
	o := other.(*saturated)
	s.rows += o.rows
	s.wordy += o.wordy
	s.grams += o.grams
	s.sample.Merge(o.sample)
	for k, mine := range s.things {
		theirs := o.things[k]
		level(mine, theirs)
		for i, it := range theirs.items {
			at := mine.add(it.hash, it.count)
			if k == openings {
				s.join(at, o, &o.begun[i])
			}
		}
		mine.fit()
	}
	return nil
}

// join takes in another summary's opening at its place here.
func (s *saturated) join(at int, o *saturated, theirs *opening) {
	if at == len(s.begun) {
		mine := *theirs
		mine.at = uint32(len(s.bytes))
		s.bytes = append(s.bytes, o.bytes[theirs.at:int(theirs.at)+int(theirs.size)]...)
		s.begun = append(s.begun, mine)
		return
	}
	for _, e := range theirs.rows {
		s.begun[at].add(e)
	}
}

// unseen makes the estimates of one kind of thing.
func (s *saturated) unseen(kind int) unseen {
	t := s.things[kind]
	f := t.frequencies()
	u := one(f, float64(s.wordy), s.setup.Level)
	if kind != runs {
		return u
	}
	var alone []int
	_, rows := s.sample.Rows()
	for _, set := range rows {
		n := 0
		for _, g := range set {
			if t.keeps(g) && t.count(g) == 1 {
				n++
			}
		}
		alone = append(alone, n)
	}
	u.all, u.spread = float64(s.grams), spreadOf(alone, f.share)
	return u
}
