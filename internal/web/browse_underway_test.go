package web

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

// restless is a browser whose rows are not yet as they will be.
type restless struct {
	*fakeBrowser
	says RowsUnderway
}

func (f *restless) Underway(context.Context) RowsUnderway { return f.says }

// While a run goes on it is said so, and nothing is decided about many of its rows.
func TestBrowseWhileARunGoesOn(t *testing.T) {
	s, f, d := browseSite(t, "")
	r := &restless{fakeBrowser: f, says: RowsUnderway{GoesOn: true}}
	s.web.browsing = newBrowsing(r, s.web.now)
	v := s.as(t, olga)
	v.get("/rows").has(t, "The run goes on")
	v.get("/rows/decide?q=hint").hasNot(t, "<form method=\"post\" action=\"/rows/decide\"")
	form := url.Values{"query": {"q=hint"}, "index": {"rows"}, "rows": {"70"}, "do": {"leave out"}, "reason": {"they repeat"}}
	if got := v.post("/rows/decide", form); got.StatusCode != http.StatusConflict || !strings.Contains(got.Body, "The run goes on") || len(d.decided) != 0 {
		t.Errorf("%s, %d decisions\n%s", got.Status, len(d.decided), got.Body)
	}
	r.says = RowsUnderway{}
	v.get("/rows").hasNot(t, "The run goes on")
	if got := v.post("/rows/decide", form); got.StatusCode != http.StatusSeeOther || len(d.decided) != 1 {
		t.Errorf("%s, %d decisions\n%s", got.Status, len(d.decided), got.Body)
	}
}

// That newer rows could not be indexed is said, with what to do, and with no path.
func TestBrowseTrouble(t *testing.T) {
	s, f, _ := browseSite(t, "")
	r := &restless{fakeBrowser: f}
	s.web.browsing = newBrowsing(r, s.web.now)
	for _, err := range []error{
		seedbed.Errorf(seedbed.CodeStorage, "writing: %w", &os.PathError{Op: "write", Path: "/home/olga/secret/browse/0001", Err: os.ErrPermission}),
		seedbed.Errorf(seedbed.CodeInvalid, "reading /home/olga/secret/rows.jsonl: no JSON"),
	} {
		r.says = RowsUnderway{Trouble: err, Again: s.web.now().Add(time.Minute)}
		p := s.as(t, olga).get("/rows")
		p.has(t, "could not be indexed", "tried again in about 60 seconds", "the disk has room")
		p.hasNot(t, "/home/olga")
	}
}
