package web

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

const (
	listRows     = 30
	excerptMost  = 220 // characters of a text in a list
	excerptTexts = 3   // of one row
)

type listPage struct {
	Version string
	Query   listQuery
	Says    string // what is shown, in words
	Counted string
	Making  string // how far the index is
	Wrong   string // what is wrong with the condition
	Rows    []listRow
	Chosen  []link // what is filtered by, each with the way to do without
	Facets  template.HTML
	Flags   []link
	Sorts   []sortShown
	Next    string
	First   string
	GoOn    string // why there is more to look at
	Decide  string
	Decided bool // somebody may decide
	Harm    string
	Said    []string
	Hidden  []hiddenInput // the query, for forms that change a part of it
}

type hiddenInput struct{ Name, Value string }

type link struct {
	Says, Href, Count string
	On                bool
}

type sortShown struct {
	Value, Label string
	Chosen       bool
}

// listRow is a row in a list.
type listRow struct {
	ID, Short string
	State     string
	Class     string
	Where     string
	Reason    string
	Scores    []valueShown
	Blind     bool
	Veiled    bool
	Texts     []excerpt
	Length    string
	Out       bool
	Pick      bool // it can be chosen
}

type excerpt struct {
	Label string
	HTML  template.HTML
}

// browseQuery makes of a list's query one of the index, for somebody.
func (s *Server) browseQuery(ctx context.Context, x *browse.Index, q *listQuery, v *visit) (browse.Query, error) {
	out := browse.Query{Text: q.Text, Where: q.Where, Picks: q.Picks, Down: q.Down, After: q.After, Limit: listRows, Within: listWithin}
	if out.Sort = q.Sort; q.Sort != "" && q.Sort != browse.ColumnLength {
		out.Sort = columnOf(q.Sort)
	}
	for _, f := range q.Flags {
		m, err := s.flagged(ctx, x, strings.TrimPrefix(f, "!"), v)
		if err != nil {
			return out, err
		}
		if strings.HasPrefix(f, "!") {
			out.Not = append(out.Not, m)
		} else {
			out.Only = append(out.Only, m)
		}
	}
	out.Judged = s.judged(v)
	scored, err := x.Scored(&out)
	if err != nil || !scored && !slices.ContainsFunc(q.Flags, tells) {
		return out, err
	}
	// What is found by its score tells the score.
	m, err := s.blind(ctx, x, v)
	if err == nil && m.Rows() > 0 {
		out.Not = append(out.Not, m)
	}
	return out, err
}

func (s *Server) browse(w http.ResponseWriter, r *http.Request, v *visit) error {
	x, err := s.index(r)
	if err != nil {
		return err
	}
	u := r.URL.Query()
	if id := strings.TrimSpace(u.Get("id")); id != "" {
		return s.browseFind(w, r, x, id)
	}
	q := readListQuery(u)
	p := listPage{Version: s.pages.version, Query: q, Says: q.says(), Making: making(x.Progress()), Said: append(v.session.said(browseSaid), s.underway(r.Context()).says(s.now())...), Decided: mayDecide(v)}
	status := http.StatusOK
	bq, err := s.browseQuery(r.Context(), x, &q, v)
	var found browse.Page
	if err == nil {
		found, err = x.Search(r.Context(), &bq)
	}
	switch {
	case seedbed.CodeOf(err) == seedbed.CodeInvalid && err != nil:
		p.Wrong, status = sentence(visible(err.Error())), http.StatusUnprocessableEntity
	case err != nil:
		return err
	default:
		if err := s.fillList(r.Context(), x, &p, &found, v); err != nil {
			return err
		}
	}
	s.fillFilters(x, &p, v)
	s.show(w, r, status, "browse_rows", page{Title: "Rows", Body: p})
	return nil
}

// browseFind leads to the row whose id begins with digits.
func (s *Server) browseFind(w http.ResponseWriter, r *http.Request, x *browse.Index, digits string) error {
	ids, err := x.Find(digits, 5)
	switch {
	case err != nil:
		return err
	case len(ids) == 1:
		back(w, r, rowPath(ids[0]))
		return nil
	case len(ids) == 0:
		return seedbed.Errorf(seedbed.CodeNotFound, "no row's id begins with %s", prose.Quoted(digits))
	}
	var some []string
	for _, id := range ids {
		some = append(some, id.String()[:min(len(digits)+4, 32)])
	}
	return seedbed.Errorf(seedbed.CodeNotFound, "several rows' ids begin with %s: %s; write more of it", prose.Quoted(digits), strings.Join(some, ", "))
}

func rowPath(id seedbed.ID) string { return "/rows/" + id.String() }

// browseSaid names in a session what is said once on these pages.
const browseSaid = "/rows"

func mayDecide(v *visit) bool { return v.person.Has(review.Owner) || v.person.Has(review.Adjudicator) }

// making says how far an index has come; "": it is whole.
func making(p browse.Progress) string {
	switch {
	case p.Err != nil:
		return sentence("the index of the rows could not be finished: " + visible(pathless(p.Err.Error())))
	case p.Done:
		return ""
	}
	says := "Building the index: " + prose.Rows(p.Rows)
	if p.Total > 0 {
		says = fmt.Sprintf("Building the index: %d %%", min(99, p.Rows*100/p.Total))
		if p.Left > 0 {
			says += ", about " + roughly(p.Left)
		}
	}
	return says + ". What is indexed can be searched."
}

func roughly(d time.Duration) string {
	if d < 90*time.Second {
		return prose.Plural(max(int(d.Round(time.Second)/time.Second), 1), "second", "seconds")
	}
	return prose.Plural(int(d.Round(time.Minute)/time.Minute), "minute", "minutes")
}

func (s *Server) fillList(ctx context.Context, x *browse.Index, p *listPage, page *browse.Page, v *visit) error {
	q := &p.Query
	switch {
	case page.Exact:
		p.Counted = prose.Count(page.Found) + " of " + prose.Rows(page.All)
	case page.Stopped:
		p.Counted = prose.Plural(int(page.Found), "row found", "rows found")
		p.GoOn = "looked at " + prose.Count(page.Looked) + " of " + prose.Rows(page.Of) + " that may match"
	case page.Next != "":
		p.Counted = "among " + prose.Rows(page.Of) + " that may match"
	default:
		p.Counted = prose.Plural(int(page.Found), "row here", "rows here")
	}
	next := *q
	if page.Next != "" {
		u := next.values()
		u.Set("after", page.Next)
		p.Next = "/rows?" + u.Encode()
	}
	if q.After != "" {
		p.First = q.href("/rows")
	}
	if harms := s.harms(); len(harms) > 0 && !v.session.revealed(allRows) {
		p.Harm = strings.Join(harms, ", ")
	}
	out, err := s.flagged(ctx, x, flagOut, v)
	if err != nil {
		return err
	}
	ids := make([]seedbed.ID, len(page.Hits))
	for i := range page.Hits {
		ids[i] = page.Hits[i].Row.ID
	}
	counted, err := s.counted(ctx, ids, v)
	if err != nil {
		return err
	}
	for i := range page.Hits {
		h := &page.Hits[i]
		row, err := s.listRow(&h.Row, q.Text, v, (p.Harm != "" || counted[h.Row.ID]) && s.veiled(v, h.Row.ID))
		if err != nil {
			return err
		}
		row.Out, row.Pick = out.Has(*h, x) && !row.Blind, true
		p.Rows = append(p.Rows, row)
	}
	return nil
}

// listRow shows a row in a list, with what was searched for, as far as somebody may see it.
func (s *Server) listRow(r *browse.Row, search string, v *visit, veiled bool) (listRow, error) {
	row, blind := *r, s.blindTo(r.ID, v)
	if blind {
		var err error
		if row, err = s.blinded(row, v); err != nil {
			return listRow{}, err
		}
	}
	out := listRow{
		ID: row.ID.String(), Short: row.ID.Short(), State: visible(string(row.Decision.State)), Class: stateClass(row.Decision.State), Where: visible(row.Ended),
		Reason: visible(row.Decision.Reason), Scores: scoresShown(row.Scores, 6), Blind: blind, Veiled: veiled,
	}
	if blind {
		out.State = notShown
	}
	if !veiled {
		out.Texts = excerpts(row.Fields, search)
	}
	return out, nil
}

func stateClass(st seedbed.State) string {
	switch st {
	case seedbed.Accepted:
		return "accepted"
	case seedbed.Rejected, seedbed.Failed:
		return "rejected"
	}
	return "other"
}

// scoresShown are the scores that count, the last of each criterion.
func scoresShown(all []seedbed.Score, most int) []valueShown {
	var out []valueShown
	for i := range all {
		last := true
		for k := i + 1; k < len(all); k++ {
			last = last && all[k].Criterion != all[i].Criterion
		}
		if last && len(out) < most {
			out = append(out, valueShown{visible(all[i].Criterion), scoreText(&all[i])})
		}
	}
	return out
}

func scoreText(s *seedbed.Score) string {
	if s.Status != seedbed.Scored {
		return visible(string(s.Status))
	}
	return valueWords(s.Value)
}
