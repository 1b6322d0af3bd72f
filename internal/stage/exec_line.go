package stage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"seedbed.dev/seedbed"
)

// execAnswer is what a program says of one record: exactly one of its records,
// a reason to reject it, or that it stays.
type execAnswer struct {
	id      seedbed.ID
	records []seedbed.Fields
	reject  string
	detail  string
	keep    bool
}

// appendExecLine appends the line in which a program is asked about r.
func appendExecLine(b []byte, r *seedbed.Record) []byte {
	b = append(b, `{"id":"`...)
	b = append(b, r.ID.String()...)
	b = append(b, `","fields":`...)
	b = r.Fields.AppendJSON(b)
	if len(r.Scores) > 0 {
		b = append(b, `,"scores":{`...)
		first := true
		for i := range r.Scores {
			s := &r.Scores[i]
			if last, _ := r.Score(s.Criterion); s.Status != seedbed.Scored || last.Stage != s.Stage || last.Status != seedbed.Scored {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = seedbed.AppendString(b, s.Criterion)
			b = append(b, ':')
			b = seedbed.AppendValue(b, s.Value)
		}
		b = append(b, '}')
	}
	return append(b, '}', '\n')
}

// parseExecLine reads a program's answer.
func parseExecLine(line []byte) (execAnswer, error) {
	var raw struct {
		ID      *string           `json:"id"`
		Records *[]seedbed.Fields `json:"records"`
		Reject  *string           `json:"reject"`
		Detail  string            `json:"detail"`
		Keep    bool              `json:"keep"`
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&raw); err != nil {
		return execAnswer{}, err
	}
	if dec.More() {
		return execAnswer{}, errors.New("something follows the object")
	}
	if raw.ID == nil {
		return execAnswer{}, errors.New("it has no id")
	}
	a := execAnswer{detail: raw.Detail, keep: raw.Keep}
	if err := a.id.UnmarshalText([]byte(*raw.ID)); err != nil {
		return execAnswer{}, err
	}
	said := 0
	if raw.Records != nil {
		a.records = *raw.Records
		for i, f := range a.records {
			if f == nil {
				return execAnswer{}, fmt.Errorf("record %d is null", i+1)
			}
		}
		said++
	}
	if raw.Reject != nil {
		if a.reject = *raw.Reject; a.reject == "" {
			a.reject = "rejected by the program"
		}
		said++
	}
	if raw.Keep {
		said++
	}
	if said != 1 {
		return execAnswer{}, fmt.Errorf("it says %d of records, reject and keep: true; one is needed", said)
	}
	return a, nil
}
