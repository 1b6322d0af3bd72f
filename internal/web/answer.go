package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// What one answer may hold.
const (
	spansMost = 200
	noteMost  = 4000 // bytes
	flagMost  = 100  // bytes
)

// back leads to the page on which one goes on.
func back(w http.ResponseWriter, r *http.Request, path string) {
	http.Redirect(w, r, path, http.StatusSeeOther)
}

func rowOf(r *http.Request) (seedbed.ID, error) {
	var id seedbed.ID
	if err := id.UnmarshalText([]byte(r.PostFormValue("row"))); err != nil {
		return id, seedbed.Errorf(seedbed.CodeInvalid, "the form does not say which row it is about; open the page again")
	}
	return id, nil
}

// readAnswer reads the form of an answer. Whether the rubric allows it, the desk says.
func readAnswer(r *http.Request, rubric *seedbed.Rubric) (review.Answer, error) {
	if err := r.ParseForm(); err != nil {
		return review.Answer{}, err
	}
	row, err := rowOf(r)
	if err != nil {
		return review.Answer{}, err
	}
	f := r.PostForm
	a := review.Answer{
		Row: row, Again: f.Get("again") == "true", Rubric: f.Get("rubric"), Through: "page",
		Values: map[string]string{}, Note: strings.TrimSpace(strings.ReplaceAll(f.Get("note"), "\r\n", "\n")),
	}
	for i := range rubric.Criteria {
		if v := f.Get("v." + rubric.Criteria[i].Name); v != "" {
			a.Values[rubric.Criteria[i].Name] = v
		}
	}
	for _, flag := range append(slices.Clone(f["flag"]), strings.TrimSpace(f.Get("flagged"))) {
		if flag != "" && len(flag) <= flagMost && len(a.Flags) < 16 && !slices.Contains(a.Flags, flag) {
			a.Flags = append(a.Flags, flag)
		}
	}
	if len(a.Note) > noteMost || !utf8.ValidString(a.Note) {
		return a, seedbed.Errorf(seedbed.CodeInvalid, "a note has up to %s bytes of text; this one has %s", prose.Count(noteMost), prose.Count(len(a.Note)))
	}
	if a.Order, err = splitInts(f.Get("order")); err != nil {
		return a, err
	}
	a.Spans, err = readSpans(f.Get("spans"), f["unmark"], rubric)
	return a, err
}

func splitInts(s string) ([]int, error) {
	if s == "" {
		return nil, nil
	}
	var out []int
	for part := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || len(out) == 1000 {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "the form's order is not as the page wrote it; open the page again")
		}
		out = append(out, n)
	}
	return out, nil
}

// readSpans reads the marked words of a form, but for those that are to be dropped.
func readSpans(text string, dropped []string, rubric *seedbed.Rubric) ([]review.Span, error) {
	var all []review.Span
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil || len(all) > spansMost {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the marked words are not as the page wrote them, or more than %d", spansMost)
	}
	var out []review.Span
	for i, sp := range all {
		if slices.Contains(dropped, strconv.Itoa(i)) {
			continue
		}
		known := slices.ContainsFunc(rubric.Criteria, func(c seedbed.Criterion) bool { return c.Name == sp.Category })
		if !known || sp.From < 0 || sp.To <= sp.From || sp.Field == "" || len(sp.Field) > 400 {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "the marked words are not as the page wrote them; drop them and mark them again")
		}
		out = append(out, sp)
	}
	return out, nil
}

// locate adds the words that somebody wrote down to the spans: where they first stand
// in the row.
func locate(a *review.Answer, t *review.Task, words, category string) error {
	if words == "" {
		return nil
	}
	var found *review.Span
	eachText(t.Record.Fields, func(path, text string) bool {
		at := strings.Index(text, words)
		if at < 0 {
			return true
		}
		from := utf8.RuneCountInString(text[:at])
		found = &review.Span{Field: path, From: from, To: from + utf8.RuneCountInString(words), Category: category}
		return false
	})
	if found == nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "%s does not stand in the row; write the words exactly as they do", prose.Quoted(words))
	}
	if !slices.Contains(a.Spans, *found) {
		a.Spans = append(a.Spans, *found)
	}
	return nil
}

// filledForm reads the form of an answer, and completes it by what the task says.
func (s *Server) filledForm(r *http.Request, v *visit) (name string, a review.Answer, err error) {
	name, in, err := s.inspectionOf(r)
	if err != nil {
		return name, a, err
	}
	rubric := in.Rubric
	t, err := s.desk.Next(r.Context(), name, v.person.ID)
	var none *review.Nothing
	if err != nil && !errors.As(err, &none) {
		return name, a, err
	}
	if t != nil && t.Rubric != nil {
		rubric = t.Rubric
	}
	if a, err = readAnswer(r, rubric); err != nil {
		return name, a, err
	}
	words := r.PostForm.Get("mark_words")
	switch {
	case t != nil && t.Row == a.Row:
		a.Filled = t.Filled
		err = locate(&a, t, words, r.PostForm.Get("mark_category"))
	case words != "":
		err = seedbed.Errorf(seedbed.CodeInvalid, "this row is no longer held for you, so its words cannot be marked")
	}
	return name, a, err
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, a, err := s.filledForm(r, v)
	if err != nil {
		return s.mend(w, r, v, name, &a, err)
	}
	receipt, err := s.desk.Answer(r.Context(), name, v.person.ID, a)
	if err != nil {
		return s.mend(w, r, v, name, &a, err)
	}
	v.session.say(name, receiptLines(&receipt)...)
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

// mend leads back to the form with what was written in it, and says what is wrong. Only
// what the person can mend comes back; anything else is an error.
func (s *Server) mend(w http.ResponseWriter, r *http.Request, v *visit, name string, a *review.Answer, err error) error {
	if seedbed.CodeOf(err) != seedbed.CodeInvalid || a.Row.IsZero() {
		return err
	}
	if e := s.keepDraft(r, v, name, a); e != nil {
		return errors.Join(err, e)
	}
	v.session.say(name, "Not saved: "+visible(err.Error())+".")
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

func (s *Server) keepDraft(r *http.Request, v *visit, name string, a *review.Answer) error {
	b, err := json.Marshal(a)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInternal, "writing a draft: %w", err)
	}
	return s.desk.SaveDraft(r.Context(), name, v.person.ID, a.Row, b)
}

// draft keeps what is half done. A script asks for no page.
func (s *Server) draft(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, a, err := s.filledForm(r, v)
	if err == nil {
		err = s.keepDraft(r, v, name, &a)
	}
	if err != nil {
		return err
	}
	if r.Header.Get("Accept") == "text/plain" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	v.session.say(name, "Kept as a draft.")
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

// receiptLines says what became of an answer.
func receiptLines(rc *review.Receipt) []string {
	lines := []string{"Saved."}
	if !rc.Counted {
		lines[0] = "Saved, and not counted: the row had all the answers that it needs, or was asked anew. It stays with the votes."
	}
	switch {
	case len(rc.Claims) == 0:
	case rc.Enough:
		lines[0] += " Enough is known for what is claimed."
	case rc.More > 0:
		lines[0] += " About " + prose.Plural(rc.More, "more row", "more rows") + ", if nothing further turns up."
	case rc.More < 0:
		lines[0] += " This sample cannot decide the claim any more."
	}
	if f := rc.Feedback; f != nil {
		lines = append(lines, feedbackLines(f)...)
	}
	return lines
}

func feedbackLines(f *review.GoldFeedback) []string {
	head := "Your answer is the known one."
	if !f.Right {
		head = "The known answer is another."
	}
	if f.Of > 0 {
		head += " Calibration row " + prose.Count(f.Done) + " of " + prose.Count(f.Of) + "."
	}
	lines := []string{head}
	for _, k := range sortedKeys(f.Known) {
		line := visible(k) + ": " + visible(f.Known[k])
		if why := f.Why[k]; why != "" {
			line += ", because " + visible(why)
		}
		lines = append(lines, line)
	}
	return lines
}
