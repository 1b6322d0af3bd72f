package store

import (
	"encoding/binary"
	"fmt"
	"math"

	"seedbed.dev/seedbed"
)

// The forms of a score's value.
const (
	valueNone = iota
	valueInt
	valueFalse
	valueTrue
	valueText
	valueFloat
	valueJSON
)

// How a score's call is written, in the lowest bits of a byte. A bit above them is
// set for each way that a confidence was had in, which follows.
const (
	callNone = iota
	callSame // as the score before
	callKey

	callMask   = 3
	confidence = 2 // the lowest bit of confidences
)

// confidences are the ways in which a confidence can be had, in their order in a
// score; more can be added at the end.
func confidences(c *seedbed.Confidence) [4]**float64 {
	return [4]**float64{&c.Stated, &c.Logprob, &c.Repeats, &c.Panel}
}

// appendScores appends scores in a binary form; nothing for none.
func appendScores(b []byte, scores []seedbed.Score, n *names) []byte {
	if len(scores) == 0 {
		return b
	}
	b = append(b, codecVersion)
	b = binary.AppendUvarint(b, uint64(len(scores)))
	var last seedbed.CallKey
	for i := range scores {
		s := &scores[i]
		b = appendRef(b, n.refText(s.Criterion))
		b = appendRef(b, n.refText(string(s.Status)))
		b = appendRef(b, n.refText(s.Stage))
		b = appendRef(b, n.refText(s.Judge))
		b = appendScoreValue(b, s.Value)
		b = binary.AppendUvarint(b, uint64(len(s.Reason)))
		b = append(b, s.Reason...)
		how := callKey
		switch {
		case s.Call.IsZero():
			how = callNone
		case s.Call == last:
			how = callSame
		}
		at := len(b)
		if b = append(b, byte(how)); how == callKey {
			b = append(b, s.Call[:]...)
			last = s.Call
		}
		if s.Confidence != nil {
			for k, v := range confidences(s.Confidence) {
				if *v != nil {
					b[at] |= 1 << (confidence + k)
					b = binary.BigEndian.AppendUint64(b, math.Float64bits(**v))
				}
			}
		}
	}
	return b
}

func appendScoreValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, valueNone)
	case int64:
		return binary.AppendVarint(append(b, valueInt), v)
	case int:
		return binary.AppendVarint(append(b, valueInt), int64(v))
	case bool:
		if v {
			return append(b, valueTrue)
		}
		return append(b, valueFalse)
	case string:
		b = binary.AppendUvarint(append(b, valueText), uint64(len(v)))
		return append(b, v...)
	case float64:
		return binary.BigEndian.AppendUint64(append(b, valueFloat), math.Float64bits(v))
	default:
		text := seedbed.AppendValue(nil, v)
		b = binary.AppendUvarint(append(b, valueJSON), uint64(len(text)))
		return append(b, text...)
	}
}

func decodeScores(b []byte, text func(int64) (string, error)) ([]seedbed.Score, error) {
	if len(b) == 0 {
		return nil, nil
	}
	c := cursor{b: b, text: text}
	c.version()
	out := make([]seedbed.Score, c.count(7))
	var last seedbed.CallKey
	for i := range out {
		s := &out[i]
		s.Criterion = c.ref()
		s.Status = seedbed.ScoreStatus(c.ref())
		s.Stage = c.ref()
		s.Judge = c.ref()
		s.Value = c.scoreValue()
		s.Reason = string(c.take(c.uint()))
		how := c.byte()
		switch how & callMask {
		case callSame:
			s.Call = last
		case callKey:
			copy(last[:], c.take(32))
			s.Call = last
		}
		if how >>= confidence; how != 0 {
			s.Confidence = c.confidence(how)
		}
	}
	if c.err != nil {
		return nil, fmt.Errorf("reading scores: %w", c.err)
	}
	return out, nil
}

func (c *cursor) confidence(had byte) *seedbed.Confidence {
	out := &seedbed.Confidence{}
	for k, v := range confidences(out) {
		if had&(1<<k) == 0 {
			continue
		}
		if b := c.take(8); b != nil {
			f := math.Float64frombits(binary.BigEndian.Uint64(b))
			*v = &f
		}
	}
	return out
}

func (c *cursor) scoreValue() any {
	switch c.byte() {
	case valueInt:
		return c.int()
	case valueFalse:
		return false
	case valueTrue:
		return true
	case valueText:
		return string(c.take(c.uint()))
	case valueFloat:
		if b := c.take(8); b != nil {
			return math.Float64frombits(binary.BigEndian.Uint64(b))
		}
	case valueJSON:
		p := fieldParser{b: c.take(c.uint())}
		v, err := p.value(0)
		if err != nil && c.err == nil {
			c.err = err
		}
		return v
	}
	return nil
}
