package web

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"regexp"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// statuses is the HTTP status of each code. What is not in it is the program's fault.
var statuses = map[seedbed.Code]int{
	seedbed.CodeInvalid:     http.StatusUnprocessableEntity,
	seedbed.CodeNotFound:    http.StatusNotFound,
	seedbed.CodeStorage:     http.StatusInsufficientStorage,
	seedbed.CodeBusy:        http.StatusConflict,
	seedbed.CodeInterrupted: http.StatusServiceUnavailable,
	seedbed.CodeUnmet:       http.StatusConflict,
}

// statusOf returns the status of an error, and what may be said of it to somebody who
// is not at the machine.
func statusOf(err error) (status int, says string) {
	var large *http.MaxBytesError
	var not *review.Forbidden
	switch {
	case errors.As(err, &not):
		return http.StatusForbidden, sentence(visible(not.Message))
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge, "What was sent is too long; a megabyte is the most."
	case errors.Is(err, context.Canceled):
		return 499, "" // who asked has gone
	}
	if errors.As(err, new(*fs.PathError)) || errors.As(err, new(*os.LinkError)) || errors.As(err, new(*os.SyscallError)) || seedbed.CodeOf(err) == seedbed.CodeStorage {
		return http.StatusInsufficientStorage, "The machine that serves this page could not read or write what it keeps. What was saved before is safe; the terminal of seedbed review says more."
	}
	status, ok := statuses[seedbed.CodeOf(err)]
	if !ok {
		return http.StatusInternalServerError, "Something went wrong in Seedbed. What was saved before is safe; the terminal says more."
	}
	return status, visible(pathless(err.Error()))
}

// pathToken is what looks like a place on the server's disk.
var pathToken = regexp.MustCompile(`(^|[\s"'(:=])((?:/|[A-Za-z]:\\)[^\s"':,;]*[/\\])([^\s"':,;/\\]+)`)

// pathless leaves of places on the server's disk the name of the file.
func pathless(s string) string { return pathToken.ReplaceAllString(s, "$1$3") }

// failed answers a request that came to an error.
func (s *Server) failed(w http.ResponseWriter, r *http.Request, rt *route, err error) {
	status, says := statusOf(err)
	if status >= 500 {
		s.log.Error("a page failed", "method", rt.method, "route", rt.pattern, "err", err)
	}
	if status == 499 {
		return
	}
	s.fail(w, r, status, says, "")
}

type failure struct {
	Says, Fix, Back string
	Provider        string // that signs people in
}

// fail shows a page that says what happened.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int, says, fix string) {
	f := failure{Says: says, Fix: fix}
	if in := r.PathValue("in"); in != "" {
		f.Back = inspectionPath(in, "")
	}
	s.show(w, r, status, "failure", page{Title: http.StatusText(status), Body: f})
}
