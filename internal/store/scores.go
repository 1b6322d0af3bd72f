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

// How a score's call is written.
const (
	callNone = iota
	callSame // as the score before
	callKey
)

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
		switch {
		case s.Call.IsZero():
			b = append(b, callNone)
		case s.Call == last:
			b = append(b, callSame)
		default:
			b = append(b, callKey)
			b = append(b, s.Call[:]...)
			last = s.Call
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
		switch c.byte() {
		case callSame:
			s.Call = last
		case callKey:
			copy(last[:], c.take(32))
			s.Call = last
		}
	}
	if c.err != nil {
		return nil, fmt.Errorf("reading scores: %w", c.err)
	}
	return out, nil
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
