package dialogue

import (
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/text"
)

//go:embed unfinished.weights
var unfinishedFile string

// EndWeights are what the scorer of turns that break off has learned. They are immutable
// once read.
type EndWeights struct {
	Digest string  // of the texts that it was trained on
	Words  int     // that are known
	Scale  float32 // of a weight
	Bias   float32
	Limit  float32 // the score that counts

	weights []int8
	words   hashSet // that are known
	starts  hashSet // of them
}

// Sizes of the weights and of the bits of words, in bits of a place.
const (
	endWeightBits = 19
	endWordBytes  = 16 << 10
	endStartBytes = 32 << 10
	endPlaces     = 4
)

// EndPlace is a feature's weight among all.
func EndPlace(feature uint32) uint32 { return feature >> (32 - endWeightBits) }

// EndPlaces is how many weights there are.
const EndPlaces = 1 << endWeightBits

func (m *EndWeights) score(features []uint32) float32 {
	sum := int32(0)
	for _, f := range features {
		sum += int32(m.weights[EndPlace(f)])
	}
	return m.Bias + m.Scale*float32(sum)
}

// known reports whether a word is one of those that the texts have more than once, and
// whether one of those starts with it. It takes a few others for such.
func (m *EndWeights) known(word uint64) (known, starts bool) {
	return m.words.has(word), m.starts.has(word)
}

// hashSet has words by some bits of their hashes (Bloom, 1970).
type hashSet []byte

func (s hashSet) has(h uint64) bool {
	for i := range uint64(endPlaces) {
		if at := s.place(h, i); s[at/8]&(1<<(at%8)) == 0 {
			return false
		}
	}
	return true
}

func (s hashSet) add(h uint64) {
	for i := range uint64(endPlaces) {
		at := s.place(h, i)
		s[at/8] |= 1 << (at % 8)
	}
}

func (s hashSet) place(h, i uint64) uint64 {
	return (h + (i+1)*(h>>32|1)) * 0x9e3779b97f4a7c15 >> 32 % (8 * uint64(len(s)))
}

// EncodeEnds writes weights, by place, with the words that are known: of each weight that
// is not 0 how far it is from the one before.
func (m *EndWeights) EncodeEnds(weights []int8, words, starts []uint64) ([]byte, error) {
	m.Words = len(words)
	head, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	out := append(head, '\n')
	known, begun := make(hashSet, endWordBytes), make(hashSet, endStartBytes)
	for _, h := range words {
		known.add(h)
	}
	for _, h := range starts {
		begun.add(h)
	}
	out = append(append(out, known...), begun...)
	last := 0
	for i, w := range weights {
		if w != 0 {
			out = append(binary.AppendUvarint(out, uint64(i-last)), byte(w))
			last = i
		}
	}
	return out, nil
}

// ReadEndWeights reads what EncodeEnds wrote.
func ReadEndWeights(file string) (*EndWeights, error) {
	head, body, _ := strings.Cut(file, "\n")
	m := &EndWeights{}
	if err := json.Unmarshal([]byte(head), m); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading the weights of turn ends: %w", err)
	}
	const sets = endWordBytes + endStartBytes
	if len(body) < sets {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the weights of turn ends have %d bytes; make signals writes them again", len(body))
	}
	m.weights, m.words, m.starts = make([]int8, EndPlaces), hashSet(body[:endWordBytes]), hashSet(body[endWordBytes:sets])
	at, data := uint64(0), []byte(body[sets:])
	for len(data) > 0 {
		step, n := binary.Uvarint(data)
		if n <= 0 || n == len(data) || step >= EndPlaces || at+step >= EndPlaces {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "the weights of turn ends are damaged after place %d; make signals writes them again", at)
		}
		at += step
		m.weights[at], data = int8(data[n]), data[n+1:]
	}
	return m, nil
}

var knownEndWeights = sync.OnceValue(func() *EndWeights {
	m, err := ReadEndWeights(unfinishedFile)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return m
})

// EndDigest is that of the texts which the embedded weights of turn ends are of.
func EndDigest() string { return knownEndWeights().Digest }

// EndWords gives the words of a text as the scorer of turn ends knows them, each after
// what it starts with.
func EndWords(s string, each func(word uint64, whole bool)) {
	var t turnText
	for at := 0; ; {
		from, to := text.NextWord(s, at)
		if from < 0 {
			return
		}
		n := 0
		for i := range s[from:to] {
			if n++; n > endStartLeast {
				h, _ := t.hashed(s[from : from+i])
				each(h, false)
			}
		}
		h, _ := t.hashed(s[from:to])
		each(h, true)
		at = to
	}
}

// endStartLeast is how many letters the start of a word has that tells it.
const endStartLeast = 3

// strengthOf is how sure a score is that is so far over its limit.
func strengthOf(over float32) float64 {
	return min(1/(1+math.Exp(-float64(over))*(1-Threshold)/Threshold), .99)
}
