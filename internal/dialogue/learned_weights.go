package dialogue

import (
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

//go:embed learned.weights
var learnedFile string

// Weights are what the learned scorer has learned. They are immutable once read.
type Weights struct {
	Digest     string  // of the texts that it was trained on
	Slots      int     // how many there are
	Scale      float32 // of a weight
	VoiceScale float32
	VoiceBias  float32
	Word       float32 // how much words count, before their number is taken into account
	Whole      float32 // how much the turn as a whole does
	Beside     float32 // how much what was said before does
	Bias       [learnedClasses]float32
	Limits     [learnedClasses]float32 // scores that count
	Doubts     [learnedClasses]float32 // scores below which a rule does not count alone

	slots []weightSlot
	some  [someBits / 64]uint64 // bits of the hashes that have a slot
	heard [voiceKinds][voicePatterns]scores
}

type slotWeights [learnedClasses]int8

// weightSlot has the weights of a feature, found by open addressing.
type weightSlot struct {
	tag uint32 // of the hash, and in the upper byte how much a sentence sounds like the system; 0: free
	w   slotWeights
}

func (s *weightSlot) voice() int32 { return int32(s.tag) >> tagBits }

// tagBits are of the hash; what is below the voice.
const tagBits = 24

// slotBytes is how many bytes a slot has in a file of weights.
const slotBytes = 8

// slotsMost is how many slots there may be.
const slotsMost = 1 << 20

// VoiceFeature is the hash of what the voices of a turn tell.
func VoiceFeature(kind, value uint32) uint32 { return mix(ofVoices, kind, value, 0) }

// VoiceFeatures gives the features of the voices of a turn's sentences.
func VoiceFeatures(v []float32, each func(hash uint32)) {
	voiced(v, func(kind, value uint32) {
		if kind >= voiceRuns {
			each(VoiceFeature(kind, value))
			return
		}
		for i := uint32(1); i <= value; i++ {
			each(VoiceFeature(kind, i))
		}
	})
}

func tagOf(hash uint32) uint32 { return max(hash&(1<<tagBits-1), 1) }

// slotOf is where the search for a hash begins.
func slotOf(hash uint32, slots int) int { return int(uint64(hash) * uint64(slots) >> 32) }

func (m *Weights) of(hash uint32) *weightSlot {
	if bit := hash % someBits; m.some[bit/64]&(1<<(bit%64)) == 0 && hash&(1<<tagBits-1) != 0 {
		return nil
	}
	return m.find(hash)
}

// someBits tell most of the features that have no weights.
const someBits = 1 << 19

func (m *Weights) find(hash uint32) *weightSlot {
	tag := tagOf(hash)
	for at := slotOf(hash, len(m.slots)); ; at++ {
		if at == len(m.slots) {
			at = 0
		}
		switch s := &m.slots[at]; s.tag & (1<<tagBits - 1) {
		case 0:
			return nil
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

// Encode writes weights with their features; what has no free slot is an error.
func (m *Weights) Encode(all []WeightOf) ([]byte, error) {
	size := m.Slots
	if len(all) > size*7/8 {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%d features do not fit into %d slots", len(all), size)
	}
	head, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	slots := make([]byte, size*slotBytes)
	for _, f := range all {
		at := slotOf(f.Hash, size)
		tag := tagOf(f.Hash)
		for {
			s := slots[at*slotBytes:]
			if t := binary.LittleEndian.Uint32(s) & (1<<tagBits - 1); t == 0 || t == tag {
				break
			}
			at = (at + 1) % size
		}
		s := slots[at*slotBytes:]
		binary.LittleEndian.PutUint32(s, tag|uint32(uint8(f.Voice))<<tagBits)
		for k, w := range f.W {
			s[4+k] = byte(w)
		}
	}
	return append(append(head, '\n'), slots...), nil
}

// ReadWeights reads what Encode wrote.
func ReadWeights(file string) (*Weights, error) {
	head, body, ok := strings.Cut(file, "\n")
	m := &Weights{}
	if err := json.Unmarshal([]byte(head), m); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading the learned weights: %w", err)
	}
	if !ok || m.Slots < 1 || m.Slots > slotsMost || len(body) != slotBytes*m.Slots {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the learned weights have %d bytes, which are not those of %d slots; make signals writes them again", len(body), m.Slots)
	}
	m.slots = make([]weightSlot, m.Slots)
	free := false
	for i := range m.slots {
		b := body[i*slotBytes:]
		s := &m.slots[i]
		s.tag = uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
		for k := range s.w {
			s.w[k] = int8(b[4+k])
		}
		tag := s.tag & (1<<tagBits - 1)
		free = free || tag == 0
		m.some[tag%someBits/64] |= 1 << (tag % 64)
	}
	if !free {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the learned weights have no free slot; make signals writes them again")
	}
	m.listen()
	return m, nil
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
			if x != nil && (kind >= voiceRuns || value > 0) {
				sum.add(&x.w, m.Scale*m.Whole)
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
