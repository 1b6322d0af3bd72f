package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// Panel is what a project tells people whom it asks: experts, those who are affected,
// those whose data it is. Any goroutine may use it.
type Panel interface {
	About(ctx context.Context) (About, error)
	// Leave keeps what somebody said to a consultation. It is theirs: no name but the one
	// that they give is kept with it.
	Leave(ctx context.Context, v Voice) error
	// Voices are those that were left, the oldest first.
	Voices(ctx context.Context) ([]Voice, error)
}

// About is what the data is.
type About struct {
	Purpose, Use, Domain string
	Tier, Because        string   // of risk
	Made                 []string // how it came to be, a sentence each
	Consultations        []gate.Consultation
}

// Voice is what somebody said to a consultation.
type Voice struct {
	File    string // of the consultation
	As      string // what they were asked as: expert, affected, subject, rater
	Consent string // what may be published: name, words, nothing
	Name    string // how they wish to be named
	Said    string
	At      time.Time
}

// PanelRow is a row that a panel is shown, of an inspection.
type PanelRow struct {
	Inspection string
	Row        seedbed.ID
}

// panelPage is made to be handed to people who do not work on the data.
type panelPage struct {
	Title, Said    string
	About          About
	Risk           string
	Claims         []claim
	Sentences      []string
	Findings       []finding
	Asked          []askedShown
	Rows           []panelRowShown
	For            string // the id of a row that somebody comes to object to
	Mine           []contestShown
	Objections     []string
	Days           string
	Answers, Owner bool
	Left           []voiceShownLeft
	As, Consent    []option
}

type askedShown struct{ File, When, On, Asked, Shown string }

type voiceShownLeft struct{ File, As, Consent, Name, Said, When string }

type panelRowShown struct {
	ID, Row, Harm string
	Hidden, Cut   bool
	Missing       bool
	Nodes         []node
	Why           []string
}

// What a panel is told of how it is asked, by what the file of a consultation says.
var voiceAs = []option{
	{Value: "expert", Label: "somebody who knows the field"},
	{Value: "affected", Label: "somebody whom it affects"},
	{Value: "subject", Label: "somebody whose data is in it"},
	{Value: "rater", Label: "somebody who looked at rows"},
}

var voiceConsent = []option{
	{Value: "name", Label: "my words, with the name below"},
	{Value: "words", Label: "my words, without a name"},
	{Value: "nothing", Label: "nothing but that I was asked, and what came of it"},
}

func (s *Server) panel(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.showPanel(w, r, v, "")
}

func (s *Server) showPanel(w http.ResponseWriter, r *http.Request, v *visit, said string) error {
	p := panelPage{Title: visible(s.title), Said: said, Objections: objections, As: voiceAs, Consent: voiceConsent, Days: prose.Count(int(gate.Deadline / (24 * time.Hour)))}
	p.Owner, p.Answers = v.person.Has(review.Owner), v.person.Has(review.Owner) || v.person.Has(review.Adjudicator)
	var about seedbed.ID
	if about.UnmarshalText([]byte(r.URL.Query().Get("row"))) == nil {
		p.For = about.String()
	}
	if err := s.panelAbout(r.Context(), &p); err != nil {
		return err
	}
	// Who may still be asked about one of the rows would lean on what was measured.
	leans := onlyRates(&v.person) || slices.ContainsFunc(s.shownRows, func(o PanelRow) bool { return s.blindTo(o.Row, v) })
	for _, name := range s.desk.Inspections() {
		st, err := s.desk.Status(name, v.person.ID)
		if err != nil {
			return err
		}
		p.Claims = append(p.Claims, claimsOf(st.Claims)...)
		if !leans {
			var o overviewPage
			if err := s.concludes(r.Context(), &o, &st); err != nil {
				return err
			}
			if p.Findings = o.Findings; o.Sentence != "" {
				p.Sentences = append(p.Sentences, o.Sentence)
			}
		}
	}
	for _, one := range s.shownRows {
		row, err := s.panelRow(r.Context(), v, one)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	for _, c := range s.contests.all() {
		if c.By == v.person.ID {
			p.Mine = append(p.Mine, s.contestOf(&c, v))
		}
	}
	slices.Reverse(p.Mine)
	s.show(w, r, http.StatusOK, "panel", page{Title: "About this data", Body: p})
	return nil
}

func (s *Server) panelAbout(ctx context.Context, p *panelPage) error {
	if s.panelOf == nil {
		return nil
	}
	about, err := s.panelOf.About(ctx)
	if err != nil {
		return err
	}
	about.Purpose, about.Use, about.Domain = paragraph(about.Purpose), visible(about.Use), visible(about.Domain)
	for i := range about.Made {
		about.Made[i] = paragraph(about.Made[i])
	}
	if p.About = about; about.Tier != "" {
		p.Risk = visible(about.Tier)
		if about.Because != "" {
			p.Risk += ", because " + paragraph(about.Because)
		}
	}
	for _, c := range about.Consultations {
		if c.Asked != "" {
			p.Asked = append(p.Asked, askedShown{c.File, visible(c.When), visible(c.On), paragraph(c.Asked), paragraph(c.Shown)})
		}
	}
	if !p.Owner {
		return nil
	}
	left, err := s.panelOf.Voices(ctx)
	for _, o := range left {
		p.Left = append(p.Left, voiceShownLeft{visible(o.File), visible(o.As), visible(o.Consent), visible(o.Name), paragraph(o.Said), gate.Day(o.At)})
	}
	return err
}

// panelRow shows a row and why it is there, in plain words. What may hurt is not in the
// page until the person chooses to see it.
func (s *Server) panelRow(ctx context.Context, v *visit, one PanelRow) (panelRowShown, error) {
	out := panelRowShown{ID: one.Row.String(), Row: one.Row.Short()}
	in, ok := s.desk.Plan(one.Inspection)
	if !ok || s.rows == nil {
		out.Missing = true
		return out, nil
	}
	out.Harm = visible(strings.Join(in.Harm, ", "))
	if out.Hidden = len(in.Harm) > 0 && !v.session.revealed(one.Row); out.Hidden {
		return out, nil
	}
	rec, ok, err := s.rows.Row(ctx, one.Row)
	if err != nil || !ok {
		out.Missing = err == nil
		return out, err
	}
	shown, err := s.desk.Shown(one.Inspection, &rec)
	if err != nil {
		return out, err
	}
	sh := newShower(false)
	sh.picture = s.pictures(v.person.ID, one.Inspection, one.Row)
	out.Nodes, out.Cut = sh.row(shown.Fields, nil, nil, nil), sh.left
	if !onlyRates(&v.person) && !s.blindTo(one.Row, v) { // who rates it does not read what a judge said of it
		out.Why = whyPlain(&rec)
	}
	return out, nil
}

// origins say where a row comes from to somebody who does not know the words.
var origins = map[seedbed.Origin]string{
	seedbed.OriginHuman: "People wrote it.", seedbed.OriginPerturbed: "People wrote it, and it was changed.",
	seedbed.OriginGenerated: "A model wrote it.", seedbed.OriginSimulated: "It was simulated.",
}

// whyPlain says in a few sentences why a row is there.
func whyPlain(r *seedbed.Record) []string {
	var out []string
	if r.Origin != "" {
		out = append(out, cmp.Or(origins[r.Origin], "Its origin: "+visible(string(r.Origin))+"."))
	}
	l := &r.Lineage
	if l.Model != "" {
		out = append(out, "The model is called "+visible(l.Model)+" in the recipe.")
	}
	if l.Source != "" {
		says := "It grew from a row of " + visible(l.Source)
		if l.Depth == 0 {
			says = "It is from " + visible(l.Source)
		}
		out = append(out, says+".")
	}
	if l.Depth > 1 {
		out = append(out, prose.Count(l.Depth)+" models in a row had a part in it.")
	}
	for i := range r.Scores {
		sc := &r.Scores[i]
		if sc.Status == seedbed.Scored && i < 12 {
			out = append(out, "The model "+visible(sc.Judge)+" answered "+visible(sc.Criterion)+" with "+visible(seedbed.TextOf(sc.Value))+".")
		}
	}
	if r.Decision.Actor != "" {
		out = append(out, "It passed "+visible(r.Decision.Actor)+".")
	}
	return out
}

// panelReveal shows a row of the panel's sample that may hurt. That is counted where the
// person rates or settles.
func (s *Server) panelReveal(w http.ResponseWriter, r *http.Request, v *visit) error {
	row, err := rowOf(r)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(s.shownRows, func(o PanelRow) bool { return o.Row == row }) {
		return seedbed.Errorf(seedbed.CodeNotFound, "the row is none of those that a panel is shown")
	}
	if err := s.exposed(r.Context(), row, v); err != nil {
		return err
	}
	v.session.reveal(row)
	back(w, r, "/panel#row-"+row.String())
	return nil
}

// takeBack takes back an own objection.
func (s *Server) takeBack(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	r.PostForm.Set("verdict", string(gate.Withdrawn))
	return s.answerContest(w, r, v)
}

// voice keeps what somebody said to a consultation.
func (s *Server) voice(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	if s.panelOf == nil {
		return seedbed.Errorf(seedbed.CodeNotFound, "nobody is consulted here")
	}
	one := func(all []option, value string) bool {
		return slices.ContainsFunc(all, func(o option) bool { return o.Value == value })
	}
	f := r.PostForm
	o := Voice{File: f.Get("file"), As: f.Get("as"), Consent: f.Get("consent"), Name: strings.Join(strings.Fields(f.Get("name")), " "), Said: plainText(f.Get("said")), At: s.now()}
	about, err := s.panelOf.About(r.Context())
	if err != nil {
		return err
	}
	switch {
	case !slices.ContainsFunc(about.Consultations, func(c gate.Consultation) bool { return c.File == o.File && c.Asked != "" }):
		return seedbed.Errorf(seedbed.CodeNotFound, "that consultation is no longer there; open the page again")
	case !one(voiceAs, o.As):
		return seedbed.Errorf(seedbed.CodeInvalid, "it is not said as what you speak; go back and choose it")
	case !one(voiceConsent, o.Consent):
		return seedbed.Errorf(seedbed.CodeInvalid, "it is not said what may be published of it; go back and choose it")
	case o.Consent == "name" && o.Name == "":
		return seedbed.Errorf(seedbed.CodeInvalid, "how you wish to be named is to be written down; go back and write it, or choose to have your words without a name")
	case o.Said == "" || utf8.RuneCountInString(o.Said) > contestMost || !utf8.ValidString(o.Said) || utf8.RuneCountInString(o.Name) > 80 || !utf8.ValidString(o.Name):
		return seedbed.Errorf(seedbed.CodeInvalid, "what you say has 1 to %d characters of text, and a name up to 80", contestMost)
	}
	if o.Consent != "name" {
		o.Name = ""
	}
	if err := s.panelOf.Leave(r.Context(), o); err != nil {
		return err
	}
	return s.showPanel(w, r, v, "What you said is kept, with what you agreed to. Whoever asked says in the consultation what came of it.")
}
