package web

import (
	"net/http"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// homePage lists the inspections.
type homePage struct {
	Inspections []inspectionCard
	Needs       []need
	Owner       bool
	Reads       bool // a panel's page is theirs
	Answers     bool // objections are theirs to answer
	Browses     bool // all rows are theirs to look through
}

type inspectionCard struct {
	Name, Says string
	Claims     []claim
	Rate       bool
	Disputes   int
}

func (s *Server) home(w http.ResponseWriter, r *http.Request, v *visit) error {
	p := homePage{Owner: v.person.Has(review.Owner), Needs: s.projectNeeds(r.Context(), &v.person)}
	p.Answers = p.Owner || v.person.Has(review.Adjudicator)
	p.Reads = p.Answers || v.person.Has(review.Reader)
	p.Browses = s.browsing != nil && p.Reads
	for _, name := range s.desk.Inspections() {
		st, err := s.desk.Status(name, v.person.ID)
		if err != nil {
			return err
		}
		c := inspectionCard{Name: name, Claims: claimsOf(st.Claims), Rate: v.person.Has(review.Rater), Disputes: st.Disputes}
		c.Says = prose.Plural(st.Answers, "answer", "answers") + " so far."
		if st.Enough {
			c.Says = "Enough is known. " + c.Says
		}
		p.Inspections = append(p.Inspections, c)
	}
	s.show(w, r, http.StatusOK, "home", page{Title: "What people look at", Body: p, Poll: true})
	return nil
}
