package dialogue

import (
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

//go:embed unfinished.weights
var unfinishedFile string

// EndWeights are what the scorer of turns that break off has learned. They are immutable
// once read.
type EndWeights struct {
	Digest string  // of the texts that it was trained on
	Scale  float32 // of a weight
	Bias   float32
	Limit  float32 // the score that counts

	weights []int8
}

// endWeightBits is the size of the weights, in bits of a place.
const endWeightBits = 19

// EndPlace is a feature's weight among all.
func EndPlace(feature uint32) uint32 { return feature >> (32 - endWeightBits) }

// EndPlaces is how many weights there are.
const EndPlaces = 1 << endWeightBits

func (m *EndWeights) score(features []uint32) float32 {
	sum := int32(0)
	for _, f := range features {
		sum += int32(m.weights[EndPlace(f)])
	}
	return m.Bias + float32(m.Scale*float32(sum))
}

// EncodeEnds writes weights, by place: of each weight that is not 0 how far it is from the
// one before.
func (m *EndWeights) EncodeEnds(weights []int8) ([]byte, error) {
	head, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	out := append(head, '\n')
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
	m.weights = make([]int8, EndPlaces)
	at, data := uint64(0), []byte(body)
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

// strengthOf is how sure a score is that is so far over its limit.
func strengthOf(over float32) float64 {
	return min(1/(1+math.Exp(-float64(over))*(1-Threshold)/Threshold), .99)
}
