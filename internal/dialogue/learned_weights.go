package dialogue

import (
	_ "embed"
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
	heard [voiceKinds][voicePatterns]scores
}

type slotWeights [learnedClasses]int8

// weightSlot has the weights of a feature, found by open addressing.
type weightSlot struct {
	tag   uint16 // of the hash; 0: free
	w     slotWeights
	voice int8
}

// slotBytes is how many bytes a slot has in a file of weights.
const slotBytes = 7

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

func tagOf(hash uint32) uint16 { return max(uint16(hash), 1) }

// slotOf is where the search for a hash begins.
func slotOf(hash uint32, slots int) int { return int(uint64(hash) * uint64(slots) >> 32) }

func (m *Weights) of(hash uint32) *weightSlot {
	tag := tagOf(hash)
	for at := slotOf(hash, len(m.slots)); ; at++ {
		if at == len(m.slots) {
			at = 0
		}
		switch s := &m.slots[at]; s.tag {
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
			if t := uint16(s[0]) | uint16(s[1])<<8; t == 0 || t == tag {
				break
			}
			at = (at + 1) % size
		}
		s := slots[at*slotBytes:]
		s[0], s[1] = byte(tag), byte(tag>>8)
		for k, w := range f.W {
			s[2+k] = byte(w)
		}
		s[2+learnedClasses] = byte(f.Voice)
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
		s.tag = uint16(b[0]) | uint16(b[1])<<8
		for k := range s.w {
			s.w[k] = int8(b[2+k])
		}
		s.voice = int8(b[2+learnedClasses])
		free = free || s.tag == 0
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
