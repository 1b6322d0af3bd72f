package prompt

import (
	"errors"
	"fmt"
	"strings"

	minijinja "github.com/mitsuhiko/minijinja/minijinja-go/v2"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// part is a piece of a template that only fills in variables: a text, a
// variable, or the start of a message.
type part struct {
	text string // where variable and role are empty
	use  int    // index of the variable's use; -1 for none
	role seedbed.Role
}

// fastParts takes a template apart when it holds nothing but text and plain
// variables; else it returns nil.
func fastParts(body string, segs []segment, roles []roleLine, uses []use) []part {
	parts := []part{}
	for i, seg := range segs {
		switch seg.kind {
		case segBlock, segRaw:
			return nil
		case segComment:
		case segOutput:
			name := strings.Trim(body[seg.from:seg.to], " \t\r\n")
			at := -1
			for j := range uses {
				if uses[j].off >= seg.from && uses[j].end <= seg.to && uses[j].name == name {
					at = j
				}
			}
			if at < 0 {
				return nil
			}
			parts = append(parts, part{use: at})
		default:
			parts = appendText(parts, body, segs, i, roles)
		}
	}
	return parts
}

// appendText adds the text of segs[i], without the whitespace that the tags
// beside it drop, in pieces between its role lines.
func appendText(parts []part, body string, segs []segment, i int, roles []roleLine) []part {
	from, to := segs[i].from, segs[i].to
	if i > 0 && segs[i-1].trimRight {
		from = to - len(strings.TrimLeft(body[from:to], jinjaSpace))
	}
	if i+1 < len(segs) && segs[i+1].trimLeft {
		to = from + len(strings.TrimRight(body[from:to], jinjaSpace))
	}
	for _, r := range roles {
		if r.start >= from && r.end <= segs[i].end && r.start < to {
			parts = append(parts, part{text: body[from:r.start], use: -1}, part{role: r.role, use: -1})
			from = min(r.end, to)
		}
	}
	return append(parts, part{text: body[from:to], use: -1})
}

const jinjaSpace = " \t\r\n"

// Variable is a variable that a template uses and does not define itself.
type Variable struct {
	Name      string
	Line, Col int // in the file, of its first use
	// Guarded says that the template does without it: it is only used with a
	// default, or where it is tested for being defined.
	Guarded bool
}

// Variables returns the variables that f uses, each once, in order of use.
func (f *File) Variables() []Variable {
	var out []Variable
	index := map[string]int{}
	for _, u := range f.uses {
		i, ok := index[u.name]
		if ok && (!out[i].Guarded || u.guarded) {
			continue
		}
		pos := f.pos(u.off)
		v := Variable{Name: u.name, Line: pos.Line, Col: pos.Col, Guarded: u.guarded}
		if ok {
			out[i] = v
			continue
		}
		index[u.name] = len(out)
		out = append(out, v)
	}
	return out
}

// Check reports the variables of f that are not among the known names; of names
// the stage that they come from, as in "a field of questions". open says that
// there may be others: then nothing is reported.
func (f *File) Check(known []string, of string, open bool) seedbed.Problems {
	if open {
		return nil
	}
	var probs seedbed.Problems
	for _, v := range f.Variables() {
		if v.Guarded || contains(known, v.Name) {
			continue
		}
		msg := fmt.Sprintf("{{ %s }} is not a field of %s (%s)", v.Name, of, strings.Join(known, ", "))
		if len(known) == 0 {
			msg = fmt.Sprintf("{{ %s }} is not known: %s has no fields", v.Name, of)
		}
		probs = append(probs, seedbed.Problem{
			Pos:     seedbed.Position{File: f.Path, Line: v.Line, Col: v.Col},
			Message: msg, Fix: config.DidYouMean(v.Name, known),
		})
	}
	return probs
}

func contains(list []string, s string) bool {
	for i := range list {
		if list[i] == s {
			return true
		}
	}
	return false
}

// Render fills the template with vars and returns the messages. Besides the
// values of seedbed.Fields, vars may hold a seedbed.Fields or a
// []seedbed.Fields. The error is a *seedbed.Error with CodeInvalid that says
// which variable is undefined, or what else went wrong, and where. vars is not
// kept.
func (f *File) Render(vars seedbed.Fields) ([]seedbed.Message, error) {
	if f.parts != nil {
		return f.renderFast(vars)
	}
	return f.renderSlow(vars)
}

func (f *File) renderFast(vars seedbed.Fields) ([]seedbed.Message, error) {
	size := 0
	var texts [16]string
	filled := texts[:0]
	for i := range f.parts {
		p := &f.parts[i]
		s := p.text
		if p.use >= 0 {
			v, ok := vars.Get(f.uses[p.use].name)
			if !ok {
				return nil, f.undefined(p.use)
			}
			if s, ok = v.(string); !ok {
				s = str(toValue(v))
			}
		}
		filled = append(filled, s)
		size += len(s)
	}
	if size > maxRendered {
		return nil, f.failed(0, errTooLong.Error())
	}
	out := make([]seedbed.Message, 0, len(f.roles)+1)
	role := seedbed.User
	b := make([]byte, 0, size)
	flush := func() {
		if s := strings.TrimSpace(string(b)); s != "" {
			out = append(out, seedbed.Message{Role: role, Content: s})
		}
		b = b[:0]
	}
	for i := range f.parts {
		if f.parts[i].role != "" {
			flush()
			role = f.parts[i].role
			continue
		}
		b = append(b, filled[i]...)
	}
	flush()
	return f.messages(out)
}

func (f *File) messages(out []seedbed.Message) ([]seedbed.Message, error) {
	if len(out) == 0 {
		return nil, f.failed(0, "the prompt came out empty")
	}
	return out, nil
}

// renderSlow has the engine fill the template, and cuts the result at the
// sentinels. They are random, so no value can hold one.
func (f *File) renderSlow(vars seedbed.Fields) ([]seedbed.Message, error) {
	text, err := f.run(vars)
	if err != nil {
		return nil, err
	}
	var out []seedbed.Message
	role := seedbed.User
	for {
		i := strings.Index(text, f.sentinel)
		content := text
		if i >= 0 {
			content = text[:i]
		}
		if content = strings.TrimSpace(content); content != "" {
			out = append(out, seedbed.Message{Role: role, Content: content})
		}
		if i < 0 {
			return f.messages(out)
		}
		name, rest, _ := strings.Cut(text[i+len(f.sentinel):], "\x00")
		role, text = seedbed.Role(name), rest
	}
}

func (f *File) run(vars seedbed.Fields) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = f.failed(0, fmt.Sprintf("filling the template: %v", r))
		}
	}()
	w := &bounded{}
	if err := f.template.RenderToWrite(root{vars, true}, w); err != nil {
		if errors.Is(err, errTooLong) {
			return "", f.failed(0, errTooLong.Error())
		}
		return "", f.renderError(err, vars)
	}
	return w.b.String(), nil
}

// bounded is a writer that refuses to grow beyond the limit.
type bounded struct{ b strings.Builder }

func (w *bounded) Write(p []byte) (int, error) {
	if w.b.Len()+len(p) > maxRendered {
		return 0, errTooLong
	}
	return w.b.Write(p)
}

func (f *File) renderError(err error, vars seedbed.Fields) error {
	start, end, msg := f.engineError(err)
	var e *minijinja.Error
	if errors.As(err, &e) && e.Kind == minijinja.ErrUndefinedVar {
		for i, u := range f.uses {
			if _, ok := vars.Get(u.name); !ok && !u.guarded && u.off >= start && u.end <= end {
				return f.undefined(i)
			}
		}
		if start >= 0 && start < end {
			msg = strings.TrimSpace(f.body[start:end]) + " is undefined"
		}
		return f.failed(start, msg)
	}
	return f.failed(start, msg)
}

func (f *File) undefined(use int) error {
	u := f.uses[use]
	return f.failed(u.off, fmt.Sprintf("{{ %s }} is undefined: this record has no such field", u.name))
}

func (f *File) failed(off int, msg string) error {
	return seedbed.Errorf(seedbed.CodeInvalid, "%s: %s", f.pos(off), msg)
}
