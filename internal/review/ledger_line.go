package review

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// An event is a line: a JSON object whose keys stand in one order, with its hash at
// the end. The hash is of the hash before it and of the line's bytes up to its own
// key, so that no byte of the file can change without its showing.
const (
	lineAt   = "2006-01-02T15:04:05.000000Z"
	hashKey  = `,"hash":"`
	hashTail = len(hashKey) + 2*sha256.Size + len(`"}`)
	// mostEvent bounds a line, in bytes.
	mostEvent = 4 << 20
	// mostName bounds who did something, what, and of which inspection, in bytes.
	mostName = 256
)

// link is the hash of an event; of none, zeros.
type link [sha256.Size]byte

func linkOf(before link, body []byte) link {
	h := sha256.New()
	h.Write(before[:])
	h.Write(body)
	var l link
	h.Sum(l[:0])
	return l
}

// checkDraft says what keeps an event from being written, and makes its body one line.
func checkDraft(e *Event) error {
	for _, n := range []struct{ what, text string }{{"who did it", e.By}, {"its kind", string(e.Kind)}} {
		if n.text == "" {
			return seedbed.Errorf(seedbed.CodeInternal, "an event does not say %s", n.what)
		}
	}
	for _, s := range []string{e.By, string(e.Kind), e.Of} {
		if len(s) > mostName || !utf8.ValidString(s) {
			return seedbed.Errorf(seedbed.CodeInvalid, "a name in an event is longer than %d bytes, or no UTF-8", mostName)
		}
	}
	if y := e.At.Year(); !e.At.IsZero() && (y < 1970 || y > 9999) {
		return seedbed.Errorf(seedbed.CodeInvalid, "an event is of the year %d", y)
	}
	if len(e.Body) == 0 {
		e.Body = json.RawMessage("null")
	}
	if len(e.Body) > mostEvent-2048 {
		return &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: fmt.Sprintf("what is to be kept of %s has %d bytes, and %d are the most", e.Kind, len(e.Body), mostEvent-2048),
			Fix:     "make it shorter",
		}
	}
	if !utf8.Valid(e.Body) {
		return seedbed.Errorf(seedbed.CodeInvalid, "what is to be kept of %s is no UTF-8", e.Kind)
	}
	var b bytes.Buffer
	if err := json.Compact(&b, e.Body); err != nil {
		return seedbed.Errorf(seedbed.CodeInternal, "what is to be kept of %s is no JSON: %w", e.Kind, err)
	}
	e.Body = b.Bytes()
	return nil
}

// appendLine appends the line of an event that checkDraft let pass, and sets its hash.
func appendLine(b []byte, e *Event, before link) ([]byte, link) {
	from := len(b)
	b = strconv.AppendInt(append(b, `{"seq":`...), e.Seq, 10)
	b = append(e.At.UTC().AppendFormat(append(b, `,"at":"`...), lineAt), '"')
	b = seedbed.AppendString(append(b, `,"by":`...), e.By)
	b = seedbed.AppendString(append(b, `,"kind":`...), string(e.Kind))
	if e.Of != "" {
		b = seedbed.AppendString(append(b, `,"of":`...), e.Of)
	}
	b = append(append(b, `,"body":`...), e.Body...)
	l := linkOf(before, b[from:])
	e.Hash = hex.EncodeToString(l[:])
	b = append(append(b, hashKey...), e.Hash...)
	return append(b, "\"}\n"...), l
}

var (
	errChanged = errors.New("this line is not as it was written")
	errNoEvent = errors.New("this line is no event")
)

// parseLine reads a line, without its end, that follows another.
func parseLine(line []byte, before link) (Event, link, error) {
	var e Event
	if len(line) < hashTail {
		return e, link{}, errChanged
	}
	body, tail := line[:len(line)-hashTail], line[len(line)-hashTail:]
	l := linkOf(before, body)
	hash := hex.EncodeToString(l[:])
	if string(tail) != hashKey+hash+`"}` {
		return e, link{}, errChanged
	}
	e.Hash = hash
	p := lineParser{rest: body, ok: true}
	e.Seq = p.number(`{"seq":`)
	e.At = p.time(`,"at":"`)
	e.By = p.text(`,"by":`)
	e.Kind = EventKind(p.text(`,"kind":`))
	if bytes.HasPrefix(p.rest, []byte(`,"of":`)) {
		e.Of = p.text(`,"of":`)
	}
	p.key(`,"body":`)
	if !p.ok || !json.Valid(p.rest) {
		return e, link{}, errNoEvent // whoever wrote it knows how to chain lines, and not what events are
	}
	e.Body = bytes.Clone(p.rest)
	return e, l, nil
}

// lineParser reads what appendLine writes, key by key.
type lineParser struct {
	rest []byte
	ok   bool
}

func (p *lineParser) key(k string) {
	rest, ok := bytes.CutPrefix(p.rest, []byte(k))
	p.rest, p.ok = rest, p.ok && ok
}

func (p *lineParser) number(key string) int64 {
	p.key(key)
	n := 0
	for n < len(p.rest) && p.rest[n] >= '0' && p.rest[n] <= '9' {
		n++
	}
	v, err := strconv.ParseInt(string(p.rest[:n]), 10, 64)
	p.rest, p.ok = p.rest[n:], p.ok && err == nil
	return v
}

func (p *lineParser) time(key string) time.Time {
	p.key(key)
	n := min(len(lineAt), len(p.rest))
	t, err := time.Parse(lineAt, string(p.rest[:n]))
	p.rest, p.ok = p.rest[n:], p.ok && err == nil
	p.key(`"`)
	return t
}

// text reads a string in quotation marks.
func (p *lineParser) text(key string) string {
	p.key(key)
	if !p.ok || len(p.rest) == 0 || p.rest[0] != '"' {
		p.ok = false
		return ""
	}
	escaped := false
	for i := 1; i < len(p.rest); i++ {
		switch p.rest[i] {
		case '\\':
			escaped = true
			i++
		case '"':
			quoted := p.rest[:i+1]
			p.rest = p.rest[i+1:]
			if !escaped {
				return string(quoted[1:i])
			}
			var s string
			p.ok = json.Unmarshal(quoted, &s) == nil
			return s
		}
	}
	p.ok = false
	return ""
}
