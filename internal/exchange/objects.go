package exchange

import (
	"bytes"
	"encoding/json"

	"seedbed.dev/seedbed"
)

// eachObject calls visit for every object of a list, or of a file with one after the
// other, or of the list "items" that an object begins with, as servers answer. One
// object at a time is in memory.
func eachObject(r *reading, data []byte, visit func(p seedbed.Position, raw json.RawMessage)) error {
	text, _, err := decoded(data)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", r.file, err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	switch first := bytes.TrimLeft(text, " \t\r\n"); {
	case len(first) > 0 && first[0] == '[':
		err = pass(d, 1)
	case len(first) > 0 && first[0] == '{' && bytes.HasPrefix(bytes.TrimLeft(first[1:], " \t\r\n"), []byte(`"items"`)):
		err = pass(d, 3) // { "items" [
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %s", r.file, plainError(err))
	}
	line, at := 1, 0
	for n := 0; d.More(); n++ {
		if n >= mostRows {
			r.problem(r.pos(line, 0), "split the file", "there are more than %d rows; those from here on are not read", mostRows)
			return nil
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return seedbed.Errorf(seedbed.CodeInvalid, "reading %s: after %d rows: %s", r.file, n, plainError(err))
		}
		begin := int(d.InputOffset()) - len(raw)
		line += bytes.Count(text[at:begin], []byte("\n"))
		at = begin
		p := r.pos(line, 0)
		switch {
		case len(raw) > mostLine:
			r.problem(p, "have it rated on the page", "a row of more than %d MB is not read", mostLine>>20)
		case raw[0] != '{':
			r.problem(p, "export it again as JSON", "this is no row: %s", quote(string(raw[:min(len(raw), 100)])))
		default:
			visit(p, raw)
		}
	}
	return nil
}

// pass takes n tokens.
func pass(d *json.Decoder, n int) error {
	for range n {
		if _, err := d.Token(); err != nil {
			return err
		}
	}
	return nil
}
