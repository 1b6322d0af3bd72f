package web

import (
	"net/http"
	"net/url"
	"testing"

	"seedbed.dev/seedbed/internal/review"
)

// Who takes their answers back says so twice, is asked for nothing more, and what they
// said is in no figure.
func TestAnswersAreTakenBack(t *testing.T) {
	s, desk := realSite(t)
	v := s.as(t, rosa)
	rateOn(t, v, v.get("/i/kept/rate"), "no")
	v.get("/i/kept/mine").has(t, `action="/me/withdraw"`, "This cannot be undone", "1 answer")
	for _, sure := range []url.Values{{"in": {"kept"}}, {"in": {"kept"}, "sure": {"no"}}} {
		if got := v.post("/me/withdraw", sure); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%v: %s", sure, got.Status)
		}
	}
	if r, err := desk.Result("kept"); err != nil || len(r.Votes) != 1 {
		t.Fatalf("%d votes, %v", len(r.Votes), err)
	}
	form := url.Values{"in": {"kept"}, "sure": {"yes"}}
	v.follow("/me/withdraw", form).has(t, "Your answers are taken back", "You have taken your answers back", "0 answers")
	if r, err := desk.Result("kept"); err != nil || len(r.Votes) != 0 {
		t.Errorf("%d votes, %v", len(r.Votes), err)
	}
	if p, _ := desk.Person(rosa); p.Credit != review.CreditNone {
		t.Errorf("%q is named", p.Credit)
	}
	v.follow("/me/withdraw", form).has(t, "You have taken your answers back") // pressed twice
	for who, in := range map[string]string{rene: "kept", rosa: "no-such"} {
		if got := s.as(t, who).post("/me/withdraw", url.Values{"in": {in}, "sure": {"yes"}}); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/" {
			t.Errorf("%s: %s to %q", who, got.Status, got.Header.Get("Location"))
		}
	}
}
