package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// What one answer may hold.
const (
	spansMost = 200
	noteMost  = 4000 // characters, as a browser counts them or fewer
	flagMost  = 100  // characters
)

func rowOf(r *http.Request) (seedbed.ID, error) {
	var id seedbed.ID
	if err := id.UnmarshalText([]byte(r.PostFormValue("row"))); err != nil {
		return id, seedbed.Errorf(seedbed.CodeInvalid, "the form does not say which row it is about; open the page again")
	}
	return id, nil
}

// asked returns the inspection that a form is about, and the row.
func (s *Server) asked(r *http.Request) (name string, in *plan.Inspection, row seedbed.ID, err error) {
	if name, in, err = s.inspectionOf(r); err == nil {
		row, err = rowOf(r)
	}
	return name, in, row, err
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
		if flag != "" && utf8.RuneCountInString(flag) <= flagMost && len(a.Flags) < 16 && !slices.Contains(a.Flags, flag) {
			a.Flags = append(a.Flags, flag)
		}
	}
	if n := utf8.RuneCountInString(a.Note); n > noteMost || !utf8.ValidString(a.Note) {
		return a, seedbed.Errorf(seedbed.CodeInvalid, "a note has up to %s characters of text; this one has %s", prose.Count(noteMost), prose.Count(n))
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

// part returns the code points of s from from up to to.
func part(s string, from, to int) string {
	begin, end, n := len(s), len(s), 0
	for i := range s {
		if n == from {
			begin = i
		}
		if n == to {
			end = i
			break
		}
		n++
	}
	return s[min(begin, end):end]
}

func joinInts(all []int) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ",")
}
