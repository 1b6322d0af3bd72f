package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// Any row that can be looked at can be objected to, and whoever answers is led to it.
func TestContestABrowsedRow(t *testing.T) {
	s, _, d := browseSite(t, "")
	withPanel(s)
	v := s.as(t, rene)
	form := func(id seedbed.ID) url.Values {
		return url.Values{"row": {id.String()}, "what": {"it is wrong"}, "why": {"16 − 7 is 9."}}
	}
	v.get(rowPath(rowID(60))).has(t, `href="/panel?row=`+rowID(60).String()+`#object"`)
	v.get("/panel?row="+rowID(60).String()).has(t, ` open><summary>Object to another row`, `value="`+rowID(60).String()+`"`)
	v.get("/panel?row=%22%3E").hasNot(t, ` open><summary>Object`)
	v.post("/panel/contest", form(rowID(60))).has(t, "Your objection is number 1")
	if len(d.events) != 1 {
		t.Fatalf("%d events", len(d.events))
	}
	s.as(t, adam).get("/contests").has(t, `href="`+rowPath(rowID(60))+`"`, "16 − 7 is 9.")
	if got := v.post("/panel/contest", form(rowID(222))); got.StatusCode != http.StatusNotFound || !strings.Contains(got.Body, "there is no row") && !strings.Contains(got.Body, "There is no row") {
		t.Errorf("%s\n%s", got.Status, got.Body)
	}
}
