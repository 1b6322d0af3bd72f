package exchange

import (
	"encoding/json"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// mostAnnotations of one task are read.
const mostAnnotations = 1000

type studioTask struct {
	Data        map[string]json.RawMessage `json:"data"`
	Annotations []json.RawMessage          `json:"annotations"`
	Completions []json.RawMessage          `json:"completions"` // before version 1
	Drafts      []json.RawMessage          `json:"drafts"`
	Annotator   json.RawMessage            `json:"annotator"` // of JSON_MIN, which leaves out what is needed
}

type studioAnnotation struct {
	By        json.RawMessage   `json:"completed_by"`
	Created   string            `json:"created_at"`
	Updated   string            `json:"updated_at"`
	Cancelled bool              `json:"was_cancelled"`
	Result    []json.RawMessage `json:"result"`
}

type studioResult struct {
	From  string `json:"from_name"`
	To    string `json:"to_name"`
	Type  string `json:"type"`
	Value struct {
		Choices []string        `json:"choices"`
		Rating  json.RawMessage `json:"rating"`
		Number  json.RawMessage `json:"number"`
		Text    json.RawMessage `json:"text"` // a list of a TextArea, the marked text of a span
		Labels  []string        `json:"labels"`
		Start   json.RawMessage `json:"start"`
		End     json.RawMessage `json:"end"`
	} `json:"value"`
}

// ReadLabelStudio reads Label Studio's export in its JSON format, of tasks that
// WriteLabelStudio wrote. Each annotation keeps who completed it, by e-mail address where
// the export has it and by number otherwise, and when it was last changed. Predictions
// and lead times are passed over, drafts are counted, and a cancelled annotation is a
// row that was skipped. Spans come in code points, whichever way they were counted.
func ReadLabelStudio(file string, data []byte, want Want) (*Read, error) {
	r, err := newReading(file, &want)
	if err != nil {
		return nil, err
	}
	err = eachObject(r, data, func(p seedbed.Position, raw json.RawMessage) {
		var t studioTask
		if err := json.Unmarshal(raw, &t); err != nil {
			r.problem(p, "export it again as JSON", "this is no task of Label Studio: %s", plainError(err))
			return
		}
		r.studioTask(p, &t)
	})
	if err != nil {
		return nil, err
	}
	return &r.Read, nil
}

func (r *reading) studioTask(p seedbed.Position, t *studioTask) {
	if t.Data == nil {
		if t.Annotator != nil {
			r.once("min", p, "export it as JSON", "this is Label Studio's JSON-MIN, which leaves out whose answers are whose")
		} else {
			r.problem(p, "export it as JSON", "this is no task of Label Studio: it has no data")
		}
		return
	}
	token, _ := scalar(t.Data["row"])
	row, ok := r.row(p, token)
	if !ok {
		return
	}
	mark, _ := scalar(t.Data["sheet"])
	inspection, _, revision, _ := readMark(mark)
	if inspection != "" && r.want.Inspection != "" && inspection != r.want.Inspection {
		r.once("inspection "+inspection, p, "give it back there", "this is of the inspection %s, not of %s", quote(inspection), r.want.Inspection)
		return
	}
	r.Drafts += len(t.Drafts)
	all := append(t.Annotations, t.Completions...)
	if len(all) == 0 {
		r.Empty++
	}
	if len(all) > mostAnnotations {
		r.problem(p, "", "row %s has %d annotations, of which %d are read", row.id.Short(), len(all), mostAnnotations)
		all = all[:mostAnnotations]
	}
	for _, raw := range all {
		var a studioAnnotation
		if err := json.Unmarshal(raw, &a); err != nil {
			r.problem(p, "export it again as JSON", "an annotation of row %s cannot be read: %s", row.id.Short(), plainError(err))
			continue
		}
		r.studioAnnotation(p, t, &a, row, revision)
	}
}

func (r *reading) studioAnnotation(p seedbed.Position, t *studioTask, a *studioAnnotation, row rowName, revision string) {
	person, ok := r.person(p, studioName(a.By))
	if !ok {
		return
	}
	g := given{place: p, row: row, person: person, revision: revision, through: "label-studio", values: map[string]entry{}, latest: true}
	for _, s := range []string{a.Updated, a.Created} {
		if at, ok := readTime(s); ok && g.at.IsZero() {
			g.at = at
		}
	}
	if a.Cancelled {
		g.skip = "skipped in Label Studio"
		r.take(g)
		return
	}
	for _, raw := range a.Result {
		var x studioResult
		if err := json.Unmarshal(raw, &x); err != nil {
			r.problem(p, "", "a part of the answer of %s to row %s cannot be read, and so the answer is not: %s", quote(person), row.id.Short(), plainError(err))
			return
		}
		if !r.studioPart(&g, t, &x) {
			return
		}
	}
	r.take(g)
}

// studioPart adds one part of an annotation.
func (r *reading) studioPart(g *given, t *studioTask, x *studioResult) bool {
	name := strings.TrimPrefix(x.From, colKey)
	text := ""
	switch strings.ToLower(x.Type) {
	case "choices":
		if len(x.Value.Choices) != 1 {
			r.problem(g.place, "choose one", "%s chose %d values for %s", quote(g.person), len(x.Value.Choices), quote(name))
			return false
		}
		text = dollars(x.Value.Choices[0])
	case "rating":
		text, _ = scalar(x.Value.Rating)
	case "number":
		text, _ = scalar(x.Value.Number)
	case "textarea":
		var lines []string
		if json.Unmarshal(x.Value.Text, &lines) != nil {
			text, _ = scalar(x.Value.Text)
			lines = []string{text}
		}
		g.note = strings.TrimSpace(strings.Join(append([]string{g.note}, lines...), "\n"))
		return true
	case "labels":
		return r.studioSpan(g, t, x)
	default:
		r.once("type "+x.Type, g.place, "", "parts of the kind %s are not read", quote(x.Type))
		return true
	}
	g.values[name] = entry{text: text, place: g.place}
	return true
}

// studioSpan adds what was marked.
func (r *reading) studioSpan(g *given, t *studioTask, x *studioResult) bool {
	var called map[string]string
	if raw, ok := t.Data["fields"]; ok {
		_ = json.Unmarshal(raw, &called) // without it a field is called as the tool calls it
	}
	field := called[x.To]
	if field == "" {
		field = x.To
	}
	text, ok := scalar(t.Data[x.To])
	marked, _ := scalar(x.Value.Text)
	from, fromOK := count(x.Value.Start)
	to, toOK := count(x.Value.End)
	if !ok || !fromOK || !toOK {
		r.problem(g.place, "", "a mark of %s in row %s has no place in a text; the answer is not read", quote(g.person), g.row.id.Short())
		return false
	}
	shown, same := r.asShown(g.row.id, field, text)
	if !same {
		r.problem(g.place, "", "the field %s of row %s is not what was handed out, so that its marks mean nothing; the answer of %s is not read", quote(field), g.row.id.Short(), quote(g.person))
		return false
	}
	a, b, ok := pointsOf(text, marked, from, to)
	if !ok {
		r.problem(g.place, "", "from %d to %d of the field %s of row %s does not stand %s; the answer of %s is not read", from, to, quote(field), g.row.id.Short(), quote(marked), quote(g.person))
		return false
	}
	for _, label := range x.Value.Labels {
		g.spans = append(g.spans, review.Span{Field: field, From: fromTool(shown, a), To: fromTool(shown, b), Category: dollars(label)})
	}
	return true
}

// asShown returns a field of a row, and whether it is the text that a tool has for it;
// the tool's own text where nobody knows the row.
func (r *reading) asShown(row seedbed.ID, field, text string) (string, bool) {
	if r.want.Fields == nil {
		return text, true
	}
	fields, ok := r.want.Fields(row)
	if !ok {
		return text, true
	}
	shown := fields.Text(field)
	return shown, toolText(shown) == text
}

// dollars takes back what studioWords did.
func dollars(s string) string { return strings.ReplaceAll(s, "＄", "$") }

// studioName is who completed an annotation: an e-mail address, or a number.
func studioName(raw json.RawMessage) string {
	var who struct {
		ID    json.RawMessage `json:"id"`
		Email string          `json:"email"`
	}
	if s, ok := scalar(raw); ok {
		return s
	}
	if json.Unmarshal(raw, &who) != nil {
		return ""
	}
	if who.Email != "" {
		return who.Email
	}
	s, _ := scalar(who.ID)
	return s
}

// count reads an offset.
func count(raw json.RawMessage) (int, bool) {
	var n int
	return n, len(raw) > 0 && json.Unmarshal(raw, &n) == nil && n >= 0
}
