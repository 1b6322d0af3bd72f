package web

import (
	"cmp"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// sampleShown is how many rows are drawn to look at before a decision about many.
const sampleShown = 10

type decidePage struct {
	Version string
	Says    string
	Rows    string
	N       int64
	Query   string
	Back    string
	Index   string
	Sample  []listRow
	Making  string
	Harm    string
}

// browseDecide shows what a decision would be about, before it is made.
func (s *Server) browseDecide(w http.ResponseWriter, r *http.Request, v *visit) error {
	x, err := s.index(r)
	if err != nil {
		return err
	}
	q := readListQuery(r.URL.Query())
	q.After, q.Sort, q.Down = "", "", false
	p := decidePage{Version: s.pages.version, Says: q.says(), Query: q.values().Encode(), Back: q.href("/rows"), Index: x.Name(), Making: cmp.Or(s.undecidable(r.Context()), making(x.Progress()))}
	if p.Making == "" {
		bq, err := s.browseQuery(r.Context(), x, &q, v)
		if err != nil {
			return err
		}
		var some []seedbed.ID
		rng := rand.New(rand.NewPCG(1, uint64(len(p.Query)))) //nolint:gosec // which rows are looked at is no secret
		for id, err := range x.Each(r.Context(), &bq) {
			if err != nil {
				return err
			}
			if p.N++; len(some) < sampleShown {
				some = append(some, id)
			} else if k := rng.Int64N(p.N); k < sampleShown {
				some[k] = id
			}
		}
		p.Rows = prose.Rows(p.N)
		if p.Sample, err = s.sample(r, x, some, v); err != nil {
			return err
		}
		if len(s.harms()) > 0 && !v.session.revealed(allRows) {
			p.Harm = strings.Join(s.harms(), ", ")
		}
	}
	s.show(w, r, http.StatusOK, "browse_decide", page{Title: "Decide about many rows", Body: p})
	return nil
}

func (s *Server) sample(r *http.Request, x *browse.Index, ids []seedbed.ID, v *visit) ([]listRow, error) {
	counted, err := s.counted(r.Context(), ids, v)
	if err != nil {
		return nil, err
	}
	var out []listRow
	for _, id := range ids {
		row, ok, err := x.Row(id)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		shown, err := s.listRow(&row, "", v, s.veiled(v, id) && (counted[id] || !v.session.revealed(allRows)))
		if err != nil {
			return nil, err
		}
		out = append(out, shown)
	}
	return out, nil
}

// browseDecided makes a decision about the rows that were shown; other rows than those
// are refused.
func (s *Server) browseDecided(w http.ResponseWriter, r *http.Request, v *visit) error {
	x, d, err := s.deciding(r)
	if err != nil {
		return err
	}
	u, err := parseQuery(r.PostForm.Get("query"))
	if err != nil {
		return err
	}
	q := readListQuery(u)
	if x.Name() != r.PostForm.Get("index") || making(x.Progress()) != "" {
		return &seedbed.Error{Code: seedbed.CodeUnmet, Message: "the rows have changed since they were shown", Fix: "look at them again, and decide then"}
	}
	if why := s.undecidable(r.Context()); why != "" {
		return seedbed.Errorf(seedbed.CodeUnmet, "nothing was decided: %s", why)
	}
	n, err := strconv.Atoi(r.PostForm.Get("rows"))
	if err != nil || n < 1 {
		return seedbed.Errorf(seedbed.CodeInvalid, "there is no row to decide about")
	}
	bq, err := s.browseQuery(r.Context(), x, &q, v)
	if err != nil {
		return err
	}
	dec := review.Decision{Do: review.Deciding(r.PostForm.Get("do")), Filter: clip(q.says(), 4000), Reason: strings.TrimSpace(r.PostForm.Get("reason")), Rows: n}
	done, err := d.Decide(r.Context(), v.person.ID, dec, x.Each(r.Context(), &bq))
	if err != nil {
		return err
	}
	says := prose.Rows(done.Rows)
	if done.Do == review.DecideLeaveOut {
		says += " left out of releases."
	} else {
		says += " kept."
	}
	v.session.say(browseSaid, says+" It can be undone below.")
	back(w, r, "/rows/decisions")
	return nil
}

type decisionsPage struct {
	Version string
	Said    []string
	All     []decisionShown
	May     bool
}

type decisionShown struct {
	ID, Do, Filter, Reason, Rows, By, At string
	Undone                               string
}

// browseDecisions shows what was decided about many rows, the newest first.
func (s *Server) browseDecisions(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := s.index(r); err != nil {
		return err
	}
	p := decisionsPage{Version: s.pages.version, Said: v.session.said(browseSaid), May: mayDecide(v)}
	if d, ok := s.desk.(decider); ok {
		all := slices.Clone(d.Decisions())
		slices.Reverse(all)
		for i := range all[:min(len(all), 500)] {
			p.All = append(p.All, s.decisionShown(&all[i]))
		}
	}
	s.show(w, r, http.StatusOK, "browse_decisions", page{Title: "Decisions", Body: p})
	return nil
}

func (s *Server) decisionShown(d *review.Decided) decisionShown {
	out := decisionShown{
		ID: d.ID, Do: visible(string(d.Do)), Filter: visible(d.Filter), Reason: paragraph(d.Reason), Rows: prose.Rows(d.Rows),
		By: visible(s.nameOf(d.By)), At: d.At.Local().Format("2 January 2006, 15:04"),
	}
	if d.Undone {
		out.Undone = sentence("taken back by " + visible(s.nameOf(d.UndoneBy)) + ": " + visible(d.UndoReason))
	}
	return out
}

// deciding is what a decision about many rows goes through; the request's form is read.
func (s *Server) deciding(r *http.Request) (*browse.Index, decider, error) {
	x, err := s.index(r)
	if err != nil {
		return nil, nil, err
	}
	d, ok := s.desk.(decider)
	if !ok {
		return nil, nil, seedbed.Errorf(seedbed.CodeNotFound, "nothing can be decided about many rows here")
	}
	return x, d, r.ParseForm()
}

func (s *Server) browseUndo(w http.ResponseWriter, r *http.Request, v *visit) error {
	_, d, err := s.deciding(r)
	if err != nil {
		return err
	}
	if err := d.Undecide(r.Context(), v.person.ID, r.PostForm.Get("id"), strings.TrimSpace(r.PostForm.Get("reason"))); err != nil {
		return err
	}
	v.session.say(browseSaid, "Taken back. The decision stays in the list, and counts for nothing.")
	back(w, r, "/rows/decisions")
	return nil
}
