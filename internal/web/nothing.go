package web

import (
	"fmt"
	"net/http"

	"seedbed.dev/seedbed/internal/review"
)

// nothing is the page of somebody for whom there is no task.
type nothing struct {
	In, Title, Says string
	Said            []string
	Resume, Back    bool
}

func (s *Server) showNothing(w http.ResponseWriter, r *http.Request, v *visit, name string, none *review.Nothing) {
	n := nothing{In: name, Said: v.session.said(name), Says: sentence(none.Error()), Title: "Nothing to rate now"}
	switch none.Why {
	case review.WhyBreak, review.WhyLeft:
		n.Resume = true
		n.Title = map[review.Why]string{review.WhyBreak: "A break", review.WhyLeft: "You have left"}[none.Why]
	case review.WhyDone, review.WhyEnough:
		n.Title, n.Back = "Done", true
	case review.WhyHeld:
		n.Back = true
	}
	if !none.Until.IsZero() {
		n.Says += fmt.Sprintf(" That is at %s.", none.Until.Local().Format("15:04 on 2 January"))
	}
	s.show(w, r, http.StatusOK, "nothing", page{Title: n.Title, Body: n})
}
