package prompt

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	minijinja "github.com/mitsuhiko/minijinja/minijinja-go/v2"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// maxFile is the size of the largest prompt file, in bytes.
const maxFile = 1 << 20

// File is a prompt file, read and checked.
type File struct {
	Path     string
	Revision string // SHA-256 of its bytes, in hexadecimal
	Front    FrontMatter
	// DraftedBy is the auxiliary model that wrote the file, and AcceptedBy the person who
	// answers for it since; "" where people wrote it. A draft that nobody accepted is a
	// problem.
	DraftedBy, AcceptedBy string
	// Doc is the front matter with its positions; nil where there is none.
	Doc *config.Doc

	body     string
	line     int // of the body's first line in the file
	uses     []use
	row      bool
	edits    []edit
	shifts   []shift
	roles    []roleLine
	template *minijinja.Template
	parts    []part // the fast path; nil where the engine is needed
	sentinel string // starts a message in what the engine gives
}

// Parse reads a prompt file. The File is nil where nothing could be made of the
// data; with problems in the front matter alone its messages can still be used.
func Parse(file string, data []byte) (*File, seedbed.Problems) {
	sum := sha256.Sum256(data)
	f := &File{Path: file, Revision: hex.EncodeToString(sum[:]), line: 1}
	if len(data) > maxFile {
		return nil, seedbed.Problems{{Pos: seedbed.Position{File: file}, Message: "the prompt file is larger than 1 MB", Fix: "put long material into fields of the records"}}
	}
	if at := invalidAt(data); at >= 0 {
		line := 1 + bytes.Count(data[:at], []byte("\n"))
		return nil, seedbed.Problems{{Pos: seedbed.Position{File: file, Line: line}, Message: "the file is not UTF-8 text", Fix: "save it as UTF-8"}}
	}
	src := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	front, body, line, ok := cut(src)
	if !ok {
		return nil, seedbed.Problems{{Pos: seedbed.Position{File: file, Line: 1, Col: 1}, Message: "the front matter is never closed", Fix: "add a line --- after it"}}
	}
	f.body, f.line = body, line
	var probs seedbed.Problems
	if line > 1 {
		f.Doc, probs = config.Parse(file, []byte(front), 2)
		if f.Doc != nil && strings.TrimSpace(front) != "" {
			var head Head
			probs = append(probs, f.Doc.Decode("", &head)...)
			probs = append(probs, head.checkDraft(file, f.Doc)...)
			f.Front, f.DraftedBy, f.AcceptedBy = head.FrontMatter, head.DraftedBy, head.AcceptedBy
		}
	}
	if p := f.compile(); p != nil {
		return nil, append(probs, *p)
	}
	return f, probs
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			if data[i] == 0 {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// cut takes the front matter off; line is that of the body's first line.
func cut(src string) (front, body string, line int, ok bool) {
	first, rest, _ := strings.Cut(src, "\n")
	if strings.TrimRight(first, " \t") != "---" {
		return "", src, 1, true
	}
	line = 2
	for at := 0; at < len(rest); line++ {
		end := strings.IndexByte(rest[at:], '\n')
		next := len(rest)
		if end >= 0 {
			next = at + end + 1
		}
		if strings.TrimRight(rest[at:next], " \t\n") == "---" {
			return rest[:at], rest[next:], line + 1, true
		}
		at = next
	}
	return "", "", 0, false
}

// compile reads the messages.
func (f *File) compile() *seedbed.Problem {
	segs, bad := scan(f.body)
	if bad != nil {
		return f.problem(bad)
	}
	a, bad := analyse(f.body, segs)
	if bad != nil {
		return f.problem(bad)
	}
	f.uses, f.edits, f.row = a.uses, a.edits, a.row
	f.roles = roleLines(f.body, segs)
	if bad := f.beforeRoles(segs); bad != nil {
		return f.problem(bad)
	}
	var mark [16]byte
	if _, err := rand.Read(mark[:]); err != nil {
		return f.problem(&fault{0, "no randomness to be had: " + err.Error(), ""})
	}
	f.sentinel = "\x00" + hex.EncodeToString(mark[:]) + ":"
	if f.parts = fastParts(f.body, segs, f.roles, f.uses); f.parts != nil {
		return nil
	}
	return f.compileSlow()
}

// compileSlow hands the template to the engine, with its edits made and a
// sentinel in the place of each role line.
func (f *File) compileSlow() (p *seedbed.Problem) {
	defer func() {
		if r := recover(); r != nil {
			p = f.problem(&fault{0, fmt.Sprintf("the template cannot be read: %v", r), ""})
		}
	}()
	var src string
	src, f.shifts = rewrite(f.body, f.edits, f.roles, f.sentinel)
	t, err := newEngine().TemplateFromNamedString(f.Path, src)
	if err != nil {
		off, _, msg := f.engineError(err)
		p := f.problem(&fault{off, msg, ""})
		var line int
		if _, err := fmt.Sscanf(msg[max(0, strings.LastIndex(msg, "(line ")):], "(line %d)", &line); off < 0 && err == nil {
			p.Pos.Line = f.line + line - 1 // a rewritten template has the lines of the file
		}
		return p
	}
	f.template = t
	return nil
}

// beforeRoles finds what stands before the first role line, where it would be
// part of no message.
func (f *File) beforeRoles(segs []segment) *fault {
	if len(f.roles) == 0 {
		if strings.TrimSpace(f.body) == "" {
			return &fault{0, "the prompt has no text", "write what the model is asked"}
		}
		return nil
	}
	for _, seg := range segs {
		end := min(seg.end, f.roles[0].start)
		if seg.start >= end {
			break
		}
		lost := seg.kind == segOutput || seg.kind == segRaw
		start := seg.start
		if seg.kind == segText {
			t := strings.TrimLeft(f.body[seg.start:end], " \t\n")
			lost, start = t != "", end-len(t)
		}
		if lost {
			return &fault{start, "this stands before the first role line, in no message", "put ## user or ## system on a line before it"}
		}
	}
	return nil
}

// problem places a fault in the file.
func (f *File) problem(bad *fault) *seedbed.Problem {
	return &seedbed.Problem{Pos: f.pos(bad.off), Message: bad.msg, Fix: bad.fix}
}

// pos is the place in the file of a byte of the body; the file alone for -1.
func (f *File) pos(off int) seedbed.Position {
	if off < 0 {
		return seedbed.Position{File: f.Path}
	}
	off = min(max(off, 0), len(f.body))
	before := f.body[:off]
	start := strings.LastIndexByte(before, '\n') + 1
	return seedbed.Position{
		File: f.Path,
		Line: f.line + strings.Count(before, "\n"),
		Col:  1 + utf8.RuneCountInString(before[start:]),
	}
}

// shift says that a byte of the rewritten template comes from one of the body:
// between two shifts they go in step.
type shift struct{ to, from int }

// rewrite makes the edits, and puts sentinels for the role lines.
func rewrite(body string, edits []edit, roles []roleLine, sentinel string) (string, []shift) {
	var b strings.Builder
	var shifts []shift
	at, role := 0, 0
	put := func(e edit) {
		b.WriteString(body[at:e.from])
		b.WriteString(e.text)
		at = e.to
		shifts = append(shifts, shift{b.Len(), at})
	}
	roleEdit := func() edit {
		r := roles[role]
		role++
		return edit{from: r.start, to: r.end, text: sentinel + string(r.role) + "\x00"}
	}
	for _, e := range edits {
		for role < len(roles) && roles[role].start <= e.from {
			put(roleEdit())
		}
		put(e)
	}
	for role < len(roles) {
		put(roleEdit())
	}
	b.WriteString(body[at:])
	return b.String(), shifts
}

// original is the place in the body of a byte of the rewritten template.
func (f *File) original(off int) int {
	from := off
	for _, s := range f.shifts {
		if s.to > off {
			break
		}
		from = s.from + off - s.to
	}
	return min(from, len(f.body))
}

// engineError takes what is useful out of an error of the engine: where, as
// bytes of the body, and what.
// start is -1 where the place is not known.
func (f *File) engineError(err error) (start, end int, msg string) {
	start, end = -1, -1
	var e *minijinja.Error
	if !errors.As(err, &e) {
		return start, end, err.Error()
	}
	msg = e.Message
	for inner := e; ; { // the innermost place is the one to show
		if inner.Span != nil {
			start, end = f.original(int(inner.Span.StartOffset)), f.original(int(inner.Span.EndOffset))
			msg = inner.Message
		}
		var next *minijinja.Error
		if inner.Cause == nil || !errors.As(inner.Cause, &next) {
			break
		}
		inner = next
	}
	if msg == "" {
		msg = e.Kind.String()
	}
	return start, end, msg
}

// Size is the length of the messages' template in bytes.
func (f *File) Size() int { return len(f.body) }

// UsesRow reports whether the template uses row, the map of all variables.
func (f *File) UsesRow() bool { return f.row }
