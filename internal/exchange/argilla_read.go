package exchange

import (
	"encoding/json"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// argillaResponse is what one user said of one record.
type argillaResponse struct {
	user    string
	status  string
	at      string
	answers map[string]json.RawMessage // by question
}

// ReadArgilla reads records with responses out of Argilla 2, in any of three forms: as
// records.to_json and Dataset.to_disk write them, which leave out whether a response was
// submitted (see Want.Unstated); flattened, as records.to_list(flatten=True) and the
// hub have them; and as its server answers, which alone says when. Each user is a person
// by their id. Drafts are counted, and what was discarded is a row that was skipped.
// Spans are in UTF-16 code units there, and come in code points.
func ReadArgilla(file string, data []byte, want Want) (*Read, error) {
	r, err := newReading(file, &want)
	if err != nil {
		return nil, err
	}
	if err := eachObject(r, data, r.argillaRecord); err != nil {
		return nil, err
	}
	return &r.Read, nil
}

func (r *reading) argillaRecord(p seedbed.Position, raw json.RawMessage) {
	var rec map[string]json.RawMessage
	if err := json.Unmarshal(raw, &rec); err != nil {
		r.problem(p, "export it again as JSON", "this is no record of Argilla: %s", plainError(err))
		return
	}
	token, _ := scalar(rec["external_id"])
	if token == "" {
		token, _ = scalar(rec["id"])
	}
	row, ok := r.row(p, token)
	if !ok {
		return
	}
	mark, called := argillaMeta(rec)
	inspection, _, revision, _ := readMark(mark)
	if inspection != "" && r.want.Inspection != "" && inspection != r.want.Inspection {
		r.once("inspection "+inspection, p, "give it back there", "this is of the inspection %s, not of %s", quote(inspection), r.want.Inspection)
		return
	}
	all, ok := responses(rec)
	if !ok {
		r.problem(p, "export it again as JSON", "the responses to row %s cannot be read", row.id.Short())
		return
	}
	if len(all) == 0 {
		r.Empty++
	}
	for i := range all {
		r.argillaAnswer(p, rec, called, &all[i], row, revision)
	}
}

func (r *reading) argillaAnswer(p seedbed.Position, rec map[string]json.RawMessage, called map[string]string, a *argillaResponse, row rowName, revision string) {
	switch {
	case a.status == "draft":
		r.Drafts++
		return
	case a.status == "" && !r.want.Unstated:
		r.once("status", p, "export it by records.to_list(flatten=True), or say that all of them were submitted", "this export does not say which responses were submitted")
		return
	}
	person, ok := r.person(p, a.user)
	if !ok {
		return
	}
	g := given{place: p, row: row, person: person, revision: revision, through: "argilla", values: map[string]entry{}, latest: true}
	g.at, _ = readTime(a.at)
	if a.status == "discarded" {
		g.skip = "discarded in Argilla"
		r.take(g)
		return
	}
	for question, raw := range a.answers {
		name := strings.TrimPrefix(question, colKey)
		if f, ok := strings.CutPrefix(question, "marks_"); ok {
			if !r.argillaSpans(&g, rec, called, f, raw) {
				return
			}
			continue
		}
		text, ok := scalar(raw)
		switch {
		case !ok:
			r.problem(p, "answer it with one value", "the answer of %s to %s of row %s is no single value", quote(person), quote(name), row.id.Short())
			return
		case question == "note":
			g.note = strings.TrimSpace(text)
		default:
			g.values[r.criterion(name)] = entry{text: text, place: p}
		}
	}
	r.take(g)
}

// criterion is the name of a criterion in the rubric's letters: Argilla's are small.
func (r *reading) criterion(name string) string {
	for _, rubric := range r.want.Rubrics {
		for i := range rubric.Criteria {
			if strings.EqualFold(rubric.Criteria[i].Name, name) {
				return rubric.Criteria[i].Name
			}
		}
	}
	return name
}

// argillaSpans reads what was marked in a field.
func (r *reading) argillaSpans(g *given, rec map[string]json.RawMessage, called map[string]string, f string, raw json.RawMessage) bool {
	var marks []struct {
		Label string `json:"label"`
		Start int    `json:"start"`
		End   int    `json:"end"`
	}
	field := called[f]
	if field == "" {
		field = f
	}
	var fields map[string]json.RawMessage
	text, ok := "", false
	if json.Unmarshal(rec["fields"], &fields) == nil && fields[f] != nil {
		text, ok = scalar(fields[f])
	} else if rec[f] != nil {
		text, ok = scalar(rec[f])
	}
	shown, same := r.asShown(g.row.id, field, text)
	if !ok || !same || json.Unmarshal(raw, &marks) != nil {
		r.problem(g.place, "", "the marks of %s in row %s cannot be read, or their text is not what was handed out; the answer is not read", quote(g.person), g.row.id.Short())
		return false
	}
	for _, m := range marks {
		a, okA := units(text, m.Start)
		b, okB := units(text, m.End)
		if !okA || !okB || a >= b {
			r.problem(g.place, "", "row %s has nothing from %d to %d of the field %s; the answer of %s is not read", g.row.id.Short(), m.Start, m.End, quote(field), quote(g.person))
			return false
		}
		g.spans = append(g.spans, review.Span{Field: field, From: fromTool(shown, a), To: fromTool(shown, b), Category: m.Label})
	}
	return true
}

// argillaMeta reads what WriteArgilla noted beside a record.
func argillaMeta(rec map[string]json.RawMessage) (mark string, called map[string]string) {
	at := rec
	var meta map[string]json.RawMessage
	if json.Unmarshal(rec["metadata"], &meta) == nil && meta["sheet"] != nil {
		at = meta
	}
	mark, _ = scalar(at["sheet"])
	if text, ok := scalar(at["fields"]); ok {
		_ = json.Unmarshal([]byte(text), &called) // without it fields are called as the tool calls them
	}
	return mark, called
}

// responses gathers what each user said of a record, in the order in which users come.
func responses(rec map[string]json.RawMessage) ([]argillaResponse, bool) {
	raw := rec["responses"]
	var out []argillaResponse
	at := map[string]int{}
	of := func(user string) *argillaResponse {
		i, ok := at[user]
		if !ok {
			i = len(out)
			at[user] = i
			out = append(out, argillaResponse{user: user, answers: map[string]json.RawMessage{}})
		}
		return &out[i]
	}
	switch {
	case len(raw) > 0 && raw[0] == '[':
		var list []struct {
			User     json.RawMessage `json:"user_id"`
			Status   string          `json:"status"`
			Updated  string          `json:"updated_at"`
			Inserted string          `json:"inserted_at"`
			Values   map[string]struct {
				Value json.RawMessage `json:"value"`
			} `json:"values"`
		}
		if json.Unmarshal(raw, &list) != nil {
			return nil, false
		}
		for i := range list {
			user, _ := scalar(list[i].User)
			a := of(user)
			if a.status, a.at = list[i].Status, list[i].Updated; a.at == "" {
				a.at = list[i].Inserted
			}
			for q, v := range list[i].Values {
				a.answers[q] = v.Value
			}
		}
	case len(raw) > 0 && raw[0] == '{':
		var nested map[string][]struct {
			Value  json.RawMessage `json:"value"`
			User   json.RawMessage `json:"user_id"`
			Status string          `json:"status"`
		}
		if json.Unmarshal(raw, &nested) != nil {
			return nil, false
		}
		for _, q := range sortedKeys(nested) {
			for _, v := range nested[q] {
				user, _ := scalar(v.User)
				a := of(user)
				a.answers[q] = v.Value
				if v.Status != "" {
					a.status = v.Status
				}
			}
		}
	default:
		return flatResponses(rec, of, &out)
	}
	return out, true
}

// flatResponses reads a record whose questions are keys of its own.
func flatResponses(rec map[string]json.RawMessage, of func(string) *argillaResponse, out *[]argillaResponse) ([]argillaResponse, bool) {
	for _, key := range sortedKeys(rec) {
		q, ok := strings.CutSuffix(key, ".responses")
		if !ok {
			continue
		}
		var values []json.RawMessage
		var users, states []string
		if json.Unmarshal(rec[key], &values) != nil || json.Unmarshal(rec[key+".users"], &users) != nil || len(users) != len(values) {
			return nil, false
		}
		if raw := rec[key+".status"]; raw != nil && (json.Unmarshal(raw, &states) != nil || len(states) != 0 && len(states) != len(values)) {
			return nil, false
		}
		for i := range values {
			a := of(users[i])
			a.answers[q] = values[i]
			if i < len(states) && states[i] != "" {
				a.status = states[i]
			}
		}
	}
	return *out, true
}
