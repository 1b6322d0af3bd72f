package web

import (
	"context"
	"time"
)

// Underway is what a Browser may tell of rows that are not yet as they will be. Any
// goroutine may use it.
type Underway interface {
	Underway(ctx context.Context) RowsUnderway
}

// RowsUnderway is what is missing of the rows that a page shows.
type RowsUnderway struct {
	GoesOn  bool      // the run has not come to its end: there will be more rows, or others
	Trouble error     // why the rows as they are now could not be indexed
	Again   time.Time // when that is tried again
}

// underway is what the browser of rows tells of them.
func (s *Server) underway(ctx context.Context) RowsUnderway {
	if u, ok := s.browsing.Browser.(Underway); ok {
		return u.Underway(ctx)
	}
	return RowsUnderway{}
}

// says tells whoever looks at rows what is missing of them, a sentence each.
func (u RowsUnderway) says(now time.Time) []string {
	var out []string
	if u.GoesOn {
		out = append(out, "The run goes on, or was stopped before its end: these are its rows of a while ago. Many of them are decided about when it has ended; seedbed run goes on with one that was stopped.")
	}
	if u.Trouble != nil {
		_, why := statusOf(u.Trouble)
		says := "The rows as they are now could not be indexed. " + sentence(visible(why))
		if wait := u.Again.Sub(now); wait > 0 {
			says += " It is tried again in about " + roughly(wait) + "."
		} else {
			says += " It is tried again."
		}
		out = append(out, says+" Make sure that the disk has room and that the project's folder can be read and written.")
	}
	return out
}

// undecidable says why nothing can be decided about many rows now; "": it can.
func (s *Server) undecidable(ctx context.Context) string {
	if u := s.underway(ctx); u.GoesOn {
		return RowsUnderway{GoesOn: true}.says(s.now())[0]
	}
	return ""
}
