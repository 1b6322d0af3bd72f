package dialogue

import (
	"cmp"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

//go:embed learned.weights
var learnedFile string

// Weights are what the learned scorer has learned. They are immutable once read.
type Weights struct {
	Digest     string  // of the texts that it was trained on
	Features   int     // how many have weights
	Scale      float32 // of a weight
	VoiceScale float32
	VoiceBias  float32
	Word       float32 // how much words count, before their number is taken into account
	Whole      float32 // how much the turn as a whole does
	Beside     float32 // how much what was said before does
	Bias       [learnedClasses]float32
	Limits     [learnedClasses]float32 // scores that count
	Doubts     [learnedClasses]float32 // scores below which a rule does not count alone

	slots []weightSlot          // a power of two, half of them free at least
	shift uint8                 // of a hash to where the search for it begins
	some  [someBits / 64]uint64 // bits of the hashes that have a slot
	heard [voiceKinds][voicePatterns]scores
}

// weightSlot has the weights of a feature, found by open addressing: from its lowest byte on,
// two of the hash (0: free), how much a sentence sounds like the system, and five of
// weights; all but those of the hash are added to slotZero.
type weightSlot uint64

func (x weightSlot) voice() int32       { return int32(uint8(x>>tagBits)) - slotZero }
func (x weightSlot) weight(k int) int32 { return int32(uint8(x>>(tagBits+8+8*k))) - slotZero }

const (
	tagBits  = 16
	slotZero = 128
)

// featuresMost is how many features may have weights.
const featuresMost = 1 << 20

// VoiceFeature is the hash of what the voices of a turn tell.
func VoiceFeature(kind, value uint32) uint32 { return mix(ofVoices, kind, value, 0) }

// VoiceFeatures gives the features of the voices of a turn's sentences.
func VoiceFeatures(v []float32, each func(hash uint32)) {
	if len(v) == 0 {
		return
	}
	for kind, value := range voiced(v) {
		if uint32(kind) >= voiceRuns {
			each(VoiceFeature(uint32(kind), value))
			continue
		}
		for i := uint32(1); i <= value; i++ {
			each(VoiceFeature(uint32(kind), i))
		}
	}
}

func tagOf(hash uint32) weightSlot { return weightSlot(max(hash&(1<<tagBits-1), 1)) }

// of returns the weights of a feature; 0 where there are none.
func (m *Weights) of(hash uint32) weightSlot {
	if bit := hash % someBits; m.some[bit/64]&(1<<(bit%64)) == 0 {
		return 0
	}
	return m.find(hash)
}

// sift returns the features that may have weights. It does not branch on which these
// are, which nobody could foresee.
func (m *Weights) sift(s *shown, all []Feature) []Feature {
	if cap(s.some) < len(all) {
		s.some = make([]Feature, 2*len(all))
	}
	some, n := s.some[:cap(s.some)], 0
	for _, f := range all {
		some[n] = f
		n += int(m.some[f.Hash%someBits/64] >> (f.Hash % 64) & 1)
	}
	return some[:n]
}

// someBits tell most of the features that have no weights.
const someBits = 1 << 19

func (m *Weights) find(hash uint32) weightSlot {
	tag, mask := tagOf(hash), len(m.slots)-1
	for at := int(hash >> m.shift); ; at++ {
		switch s := m.slots[at&mask]; s & (1<<tagBits - 1) {
		case 0:
			return 0
		case tag:
			return s
		}
	}
}

// A WeightOf is the weights of one feature, in units of the scales.
type WeightOf struct {
	Hash  uint32
	W     [learnedClasses]int8
	Voice int8
}

// Encode writes weights with their features. Each is how far its hash is from that
// before it, its voice and its weights.
func (m *Weights) Encode(all []WeightOf) ([]byte, error) {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b WeightOf) int { return cmp.Compare(a.Hash, b.Hash) })
	m.Features = len(all)
	head, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	out, last := append(head, '\n'), uint32(0)
	for i, f := range all {
		if f.Hash == last && i > 0 {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "the feature %08x has weights twice", f.Hash)
		}
		out = append(binary.AppendUvarint(out, uint64(f.Hash-last)), byte(f.Voice))
		for _, w := range f.W {
			out = append(out, byte(w))
		}
		last = f.Hash
	}
	return out, nil
}

// ReadWeights reads what Encode wrote.
func ReadWeights(file string) (*Weights, error) {
	head, body, _ := strings.Cut(file, "\n")
	m := &Weights{}
	if err := json.Unmarshal([]byte(head), m); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading the learned weights: %w", err)
	}
	const size = 1 + learnedClasses
	if m.Features < 0 || m.Features > featuresMost || m.Features > len(body)/(size+1) {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the learned weights have %d bytes, which are not those of %d features; make signals writes them again", len(body), m.Features)
	}
	m.room()
	hash, data := uint64(0), []byte(body)
	for i := range m.Features {
		step, n := binary.Uvarint(data)
		if hash += step; n <= 0 || len(data) < n+size || hash > math.MaxUint32 || step > math.MaxUint32 || step == 0 && i > 0 {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "the learned weights are damaged at feature %d; make signals writes them again", i+1)
		}
		m.put(uint32(hash), data[n:n+size])
		data = data[n+size:]
	}
	if len(data) > 0 {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the learned weights have %d bytes too many; make signals writes them again", len(data))
	}
	m.listen()
	return m, nil
}

// room makes the slots.
func (m *Weights) room() {
	n := 8
	for n < m.Features*2 {
		n *= 2
	}
	m.slots, m.shift = make([]weightSlot, n), uint8(32-bits.TrailingZeros(uint(n)))
}

// put puts the voice and the weights of a feature into its slot. A feature that has the
// same tag as one that stands in its way is left out: they cannot be told apart.
func (m *Weights) put(hash uint32, weights []byte) {
	s := tagOf(hash)
	for i, b := range weights {
		s |= weightSlot(uint8(int(int8(b))+slotZero)) << (tagBits + 8*i)
	}
	for at := int(hash >> m.shift); ; at++ {
		switch x := &m.slots[at&(len(m.slots)-1)]; *x & (1<<tagBits - 1) {
		case 0:
			*x = s
			bit := hash % someBits
			m.some[bit/64] |= 1 << (bit % 64)
			return
		case tagOf(hash):
			return
		}
	}
}

// listen makes the table of what voices tell.
func (m *Weights) listen() {
	for kind := range voiceKinds {
		sum := scores{}
		for value := range uint32(voicePatterns) {
			x := m.of(VoiceFeature(kind, value))
			if kind >= voiceRuns {
				sum = scores{}
			}
			if x != 0 && (kind >= voiceRuns || value > 0) {
				for k := range sum {
					sum[k] += float32(m.Scale * m.Whole * float32(x.weight(k)))
				}
			}
			m.heard[kind][value] = sum
		}
	}
}

// knownWeights are those that come with the program.
var knownWeights = sync.OnceValue(func() *Weights {
	m, err := ReadWeights(learnedFile)
	if err != nil {
		return nil // a test reads them; without them the rules stand alone
	}
	return m
})

// LearnedDigest is the digest of the texts that the shipped weights were trained on; ""
// where they cannot be read.
func LearnedDigest() string {
	if m := knownWeights(); m != nil {
		return m.Digest
	}
	return ""
}

// SignalsWith returns Signals of other weights than those that come with the program;
// nil: of the rules alone.
func SignalsWith(c Conversation, p Profile, m *Weights) []Signal {
	w := NewWatcher(p)
	w.weights = m
	for i := range c {
		w.Add(&c[i])
	}
	w.End()
	return w.signals
}
