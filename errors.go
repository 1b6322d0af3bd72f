package seedbed

import (
	"errors"
	"fmt"
	"strings"
)

// Code classes an error for whoever has to act on it. One table in
// cmd/seedbed maps codes to exit statuses, one in internal/web to HTTP.
type Code string

// The codes.
const (
	CodeInternal    Code = "internal"    // Seedbed is at fault
	CodeInvalid     Code = "invalid"     // what the user wrote cannot work: recipe, seeds, flags
	CodeNotFound    Code = "not_found"   // a row, stage, file or project that is not there
	CodeIncomplete  Code = "incomplete"  // it ran, and fell short of what was wanted
	CodeModel       Code = "model"       // a model cannot be used: wrong key, no such model, not reachable
	CodeBudget      Code = "budget"      // the budget does not allow another call
	CodeStorage     Code = "storage"     // the journal or a file cannot be written
	CodeBusy        Code = "busy"        // another process has the project
	CodeInterrupted Code = "interrupted" // a person stopped it
	CodeUnmet       Code = "unmet"       // an expectation that was declared is not met
)

// Error is an error with a code, and what to do about it.
type Error struct {
	Code    Code
	Message string // what happened, and where; "" where Err says it
	Fix     string // what to do; "" where the message says it
	Err     error
}

// Error returns the message, the cause and the fix.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	if e.Err != nil {
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(e.Err.Error())
	}
	if e.Fix != "" {
		b.WriteString("; ")
		b.WriteString(e.Fix)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an *Error whose message is formatted as by fmt.Errorf; what %w
// names can be found by errors.Is and errors.As, and its text is in the message.
func Errorf(code Code, format string, args ...any) error {
	return &Error{Code: code, Err: fmt.Errorf(format, args...)}
}

// CodeOf returns the code of the first *Error, or Problems, in err's tree;
// CodeModel for a *CallError, and CodeInternal for anything else.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	var p Problems
	if errors.As(err, &p) {
		return CodeInvalid
	}
	var c *CallError
	if errors.As(err, &c) {
		return CodeModel
	}
	return CodeInternal
}

// Position is a place in a file that a person wrote.
type Position struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"` // 1-based; 0: the whole file
	Col  int    `json:"col,omitempty"`  // 1-based, in characters; 0: the whole line
}

// String prints file:line:col, as far as they are known.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
	}
}

// Problem is one thing that is wrong, or worth knowing, in what a person wrote.
type Problem struct {
	Pos     Position `json:"pos"`
	Message string   `json:"message"`       // what is wrong
	Fix     string   `json:"fix,omitempty"` // what to write instead
	Warning bool     `json:"warning,omitempty"`
}

// String prints where, what, and what to do.
func (p Problem) String() string {
	s := p.Message
	if p.Pos.File != "" {
		s = p.Pos.String() + ": " + s
	}
	if p.Warning {
		s = "warning: " + s
	}
	if p.Fix != "" {
		s += "; " + p.Fix
	}
	return s
}

// Problems is every problem found, all at once. As an error it lists them.
type Problems []Problem

// Error prints one problem a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}

// ErrStopping is what a model answers when no new call may be sent because the
// run is being stopped. Stored replies are still given. A record that meets it
// has no outcome yet: the next run goes on with it.
var ErrStopping = &Error{Code: CodeInterrupted, Message: "the run is being stopped"}
