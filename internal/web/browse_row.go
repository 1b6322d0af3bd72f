package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

type rowPage struct {
	Version string
	ID      string
	Short   string
	Meta    []string
	State   string
	Class   string
	Detail  string
	Decided string // that it is left out of releases, and why
	Nodes   []node
	Cut     bool
	All     string // where the whole row is shown
	Harm    string
	Hidden  bool
	Blind   bool
	Scores  []scoreShown
	Why     *whyShown
	NoWhy   string
	Parents []link
	Said    []string
	Votes   []rowVotes
	Mended  *mendedShown
	Object  bool // people can object to it
}

type scoreShown struct{ Criterion, Value, By, Standing, Reason string }

type rowVotes struct {
	Inspection string
	Votes      []voteShown
	More       string // where what they disagree about is settled
}

type mendedShown struct {
	By, When, Note string
	Nodes          []node
}

// rowAt returns the row of an address: of the index, or one that a row was made from.
func (s *Server) rowAt(ctx context.Context, x *browse.Index, digits string) (browse.Row, error) {
	var id seedbed.ID
	if err := id.UnmarshalText([]byte(digits)); err != nil {
		return browse.Row{}, seedbed.Errorf(seedbed.CodeNotFound, "there is no row %s", prose.Quoted(digits))
	}
	row, ok, err := x.Row(id)
	if err != nil || ok {
		return row, err
	}
	if s.rows != nil {
		rec, ok, err := s.rows.Row(ctx, id)
		if err != nil {
			return row, err
		}
		if ok {
			return browse.Row{Record: rec}, nil
		}
	}
	story, err := s.browsing.Story(ctx, id)
	if err != nil {
		return row, err
	}
	return browse.Row{Record: story.Record}, nil
}

func (s *Server) browseRow(w http.ResponseWriter, r *http.Request, v *visit) error {
	x, err := s.index(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	row, err := s.rowAt(ctx, x, r.PathValue("id"))
	if err != nil {
		return err
	}
	id := row.ID
	p := rowPage{Version: s.pages.version, ID: id.String(), Short: id.Short(), Said: v.session.said(browseSaid), Object: s.panelOf != nil}
	if p.Blind = s.blindTo(id, v); p.Blind {
		if row, err = s.blinded(row, v); err != nil {
			return err
		}
	}
	p.Harm = strings.Join(s.harms(), ", ")
	p.Hidden = s.veiled(v, id)
	s.rowFacts(&p, &row)
	if !p.Hidden {
		all := r.URL.Query().Get("all") == "1"
		sh := newShower(all)
		p.Nodes = sh.row(row.Fields, nil, nil, nil)
		if p.Cut = sh.left; p.Cut && !all {
			p.All = "?all=1"
		}
	}
	if err := s.rowPeople(ctx, &p, &row, v); err != nil {
		return err
	}
	if err := s.rowStory(ctx, &p, &row); err != nil {
		return err
	}
	s.show(w, r, http.StatusOK, "browse_row", page{Title: "Row " + p.Short, Body: p})
	return nil
}

// rowFacts is what is known of a row by itself.
func (s *Server) rowFacts(p *rowPage, row *browse.Row) {
	l := &row.Lineage
	meta := []string{"made by " + visible(cmp.Or(row.Stage, "nobody knows")), visible(string(row.Origin))}
	if row.Ended != "" {
		meta = append(meta, "ended at "+visible(row.Ended))
	}
	if l.Source != "" {
		from := visible(l.Source)
		if l.Line > 0 {
			from += ":" + prose.Count(l.Line)
		}
		meta = append(meta, "from "+from)
	}
	p.Meta = meta
	p.State, p.Class = visible(string(cmp.Or(row.Decision.State, "not an outcome of this run"))), stateClass(row.Decision.State)
	for _, id := range l.Parents[:min(len(l.Parents), 20)] {
		p.Parents = append(p.Parents, link{Says: id.Short(), Href: rowPath(id)})
	}
	if p.Blind {
		p.State = notShown
		return
	}
	if d := row.Decision; d.Reason != "" {
		p.State += ": " + visible(d.Reason)
	}
	p.Detail = visible(row.Decision.Detail)
	for i := range row.Scores {
		sc := &row.Scores[i]
		p.Scores = append(p.Scores, scoreShown{
			visible(sc.Criterion), scoreText(sc),
			strings.TrimSpace(visible(sc.Judge) + " at " + visible(sc.Stage)), "uncalibrated", visible(sc.Reason),
		})
	}
}

// rowPeople is what people said of a row and made of it, as far as somebody may see it.
func (s *Server) rowPeople(ctx context.Context, p *rowPage, row *browse.Row, v *visit) error {
	out, _, err := s.leftOut(ctx)
	if err != nil {
		return err
	}
	if id := out[row.ID]; id != "" && !p.Blind {
		p.Decided = "It is left out of releases."
		for _, d := range s.desk.(decider).Decisions() {
			if d.ID == id {
				p.Decided = sentence("left out of releases by " + visible(s.nameOf(d.By)) + " on " + d.At.Local().Format("2 January 2006") + ": " + visible(d.Reason))
			}
		}
	}
	if m, ok := s.mended(row.ID); ok && !p.Hidden && !p.Blind {
		p.Mended = &mendedShown{
			By: visible(s.nameOf(m.By)), When: m.At.Local().Format("2 January 2006"), Note: paragraph(m.Note),
			Nodes: newShower(false).row(m.Fields, row.Fields, nil, nil),
		}
	}
	d, ok := s.desk.(voteTeller)
	if !ok || p.Hidden {
		return nil
	}
	for _, in := range s.desk.Inspections() {
		votes, err := d.Votes(in, row.ID, v.person.ID)
		if err != nil || len(votes) == 0 { // it is not of that sample, or theirs to see
			continue
		}
		rv := rowVotes{Inspection: visible(in)}
		for i := range votes {
			rv.Votes = append(rv.Votes, s.voteShown(&votes[i], row.Fields))
		}
		if mayDecide(v) {
			rv.More = inspectionPath(in, "disputes")
		}
		p.Votes = append(p.Votes, rv)
	}
	return nil
}

// mended returns the newest repair of a row.
func (s *Server) mended(id seedbed.ID) (review.MendedRow, bool) {
	d, ok := s.desk.(asker)
	if !ok {
		return review.MendedRow{}, false
	}
	return d.Mended(id)
}

// rowStory draws how a row came to be.
func (s *Server) rowStory(ctx context.Context, p *rowPage, row *browse.Row) error {
	story, err := s.browsing.Story(ctx, row.ID)
	if seedbed.CodeOf(err) == seedbed.CodeNotFound && err != nil {
		p.NoWhy = sentence("nothing is kept of how it came to be: " + visible(err.Error()))
		return nil
	}
	if err != nil {
		return err
	}
	for i := range p.Scores {
		if len(story.Standings) == len(p.Scores) {
			p.Scores[i].Standing = visible(story.Standings[i])
		}
	}
	root := story.Root
	if p.Hidden {
		p.NoWhy = "It is drawn when the row is shown."
		return nil
	}
	if p.Blind {
		root = unjudged(root, row)
	}
	if root == nil {
		return nil
	}
	if people := peoplePart(p); people != nil {
		whole := *root
		whole.Parts = append(append([]*Part{}, root.Parts...), people...)
		root = &whole
	}
	drawn := drawWhy(root, rowPath(row.ID))
	p.Why = &drawn
	return nil
}

// peoplePart is what people did with a row, as parts of its story.
func peoplePart(p *rowPage) []*Part {
	var out []*Part
	for i := range p.Votes {
		rv := &p.Votes[i]
		part := &Part{Kind: PartPeople, Label: "inspected", Title: rv.Inspection + ", by " + prose.Plural(len(rv.Votes), "person", "people")}
		for k := range rv.Votes {
			vote := &rv.Votes[k]
			var said []string
			for _, value := range vote.Values {
				said = append(said, value.Name+" "+value.Value)
			}
			if vote.Skipped != "" {
				said = append(said, "skipped: "+vote.Skipped)
			}
			part.Lines = append(part.Lines, strings.TrimSpace(vote.Person+"  "+strings.Join(said, ", ")))
		}
		out = append(out, part)
	}
	if p.Mended != nil {
		out = append(out, &Part{Kind: PartPeople, Label: "repaired", Title: "by " + p.Mended.By + ", " + p.Mended.When, Lines: oneLine(p.Mended.Note)})
	}
	if p.Decided != "" {
		out = append(out, &Part{Kind: PartPeople, Label: "decided", Title: p.Decided})
	}
	return out
}

func oneLine(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// browseReveal shows a row, or the texts of lists, to somebody who chose to see them. That
// is counted where the row is of a sample and the person rates or settles.
func (s *Server) browseReveal(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := s.index(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	digits := r.PathValue("id")
	if digits == "lists" {
		v.session.reveal(allRows)
		back(w, r, "/rows?"+clipQuery(r.PostForm.Get("to")))
		return nil
	}
	var id seedbed.ID
	if err := id.UnmarshalText([]byte(digits)); err != nil {
		return seedbed.Errorf(seedbed.CodeNotFound, "there is no row %s", prose.Quoted(digits))
	}
	if err := s.exposed(r.Context(), id, v); err != nil {
		return err
	}
	v.session.reveal(id)
	back(w, r, rowPath(id))
	return nil
}

// exposed counts that somebody who rates or settles chose to see a row, in each inspection
// that names harms and has it in its sample; its error says that they may not now.
func (s *Server) exposed(ctx context.Context, id seedbed.ID, v *visit) error {
	if !v.person.Has(review.Rater) && !mayDecide(v) {
		return nil
	}
	sampled, err := s.sampled(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(sampled)) {
		in, ok := s.desk.Plan(name)
		if !ok || len(in.Harm) == 0 || !slices.Contains(sampled[name], id) {
			continue
		}
		if err := s.desk.Reveal(ctx, name, v.person.ID, review.Reveal{Row: id, Categories: in.Harm}); err != nil {
			return err
		}
	}
	return nil
}

// sampled returns by inspection the rows that people are asked about: where there are no
// rows to browse, those of them that a panel is shown.
func (s *Server) sampled(ctx context.Context) (map[string][]seedbed.ID, error) {
	if s.browsing != nil {
		return s.browsing.Sampled(ctx)
	}
	out := map[string][]seedbed.ID{}
	for _, o := range s.shownRows {
		out[o.Inspection] = append(out[o.Inspection], o.Row)
	}
	return out, nil
}

// clipQuery makes a query of an address fit to go back to.
func clipQuery(s string) string {
	u, err := url.ParseQuery(s)
	if err != nil {
		return ""
	}
	q := readListQuery(u)
	return q.values().Encode()
}
