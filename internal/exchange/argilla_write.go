package exchange

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// The settings of a dataset as Argilla 2 serialises them.
type (
	argillaSettings struct {
		Guidelines    string            `json:"guidelines"`
		Questions     []argillaQuestion `json:"questions"`
		Fields        []argillaField    `json:"fields"`
		Vectors       []any             `json:"vectors"`
		Metadata      []any             `json:"metadata"`
		ExtraMetadata bool              `json:"allow_extra_metadata"`
		Distribution  argillaShare      `json:"distribution"`
		Mapping       *struct{}         `json:"mapping"`
	}
	argillaShare struct {
		Strategy string `json:"strategy"`
		Least    int    `json:"min_submitted"`
	}
	argillaField struct {
		Name     string         `json:"name"`
		Title    string         `json:"title"`
		Required bool           `json:"required"`
		Settings map[string]any `json:"settings"`
	}
	argillaQuestion struct {
		Name        string         `json:"name"`
		Title       string         `json:"title"`
		Description string         `json:"description,omitempty"`
		Required    bool           `json:"required"`
		Settings    map[string]any `json:"settings"`
	}
	argillaDataset struct {
		Name          string       `json:"name"`
		Status        string       `json:"status"`
		Guidelines    string       `json:"guidelines"`
		ExtraMetadata bool         `json:"allow_extra_metadata"`
		Distribution  argillaShare `json:"distribution"`
	}
)

// WriteArgilla writes a sheet as a folder that Argilla 2 opens with
// rg.Dataset.from_disk: settings, and records without responses and suggestions. The
// folder may exist, and has to hold none of its files.
func WriteArgilla(dir string, s *Sheet) error {
	if err := s.Check(); err != nil {
		return err
	}
	settings := s.argillaSettings()
	err := os.MkdirAll(filepath.Join(dir, ".argilla"), 0o755)
	if err == nil {
		err = writeNew(filepath.Join(dir, ".argilla", "settings.json"), func(w io.Writer) error { return json.NewEncoder(w).Encode(settings) })
	}
	if err == nil {
		name := s.Inspection
		if name == "" {
			name = "inspection"
		}
		err = writeNew(filepath.Join(dir, ".argilla", "dataset.json"), func(w io.Writer) error {
			return json.NewEncoder(w).Encode(argillaDataset{name, "ready", settings.Guidelines, true, settings.Distribution})
		})
	}
	if err == nil {
		err = writeNew(filepath.Join(dir, "records.json"), s.argillaRecords)
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing records for Argilla: %w", err)
	}
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	err = write(b)
	if flush := b.Flush(); err == nil {
		err = flush
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

func (s *Sheet) argillaSettings() argillaSettings {
	out := argillaSettings{
		Guidelines: strings.Join(s.guide(), "\n\n"), Vectors: []any{}, Metadata: []any{}, ExtraMetadata: true,
		Distribution: argillaShare{"overlap", max(s.Raters, 1)},
	}
	marks := options(s.Marks, nil)
	for i, name := range s.names() {
		f := "f" + strconv.Itoa(i+1)
		out.Fields = append(out.Fields, argillaField{f, name, i == 0, map[string]any{"type": "text", "use_markdown": false}})
		if len(marks) > 0 {
			out.Questions = append(out.Questions, argillaQuestion{
				Name: "marks_" + f, Title: "marks in " + name,
				Settings: map[string]any{"type": "span", "field": f, "allow_overlapping": true, "visible_options": visible(len(marks)), "options": marks},
			})
		}
	}
	for i := range s.Rubric.Criteria {
		c := &s.Rubric.Criteria[i]
		q := argillaQuestion{Name: colKey + strings.ToLower(c.Name), Title: c.Name + " (" + may(c) + ")", Description: c.Question, Required: true}
		if values := allowed(c, mostOptions); len(values) > 0 {
			q.Settings = map[string]any{"type": "label_selection", "options": options(values, c), "visible_options": visible(len(values))}
		} else {
			q.Settings = map[string]any{"type": "text", "use_markdown": false}
		}
		out.Questions = append(out.Questions, q)
	}
	out.Questions = append(out.Questions, argillaQuestion{Name: "note", Title: "note", Settings: map[string]any{"type": "text", "use_markdown": false}})
	return out
}

// mostOptions is how many labels a question of Argilla may have.
const mostOptions = 500

// visible is how many labels are shown at first: all. Argilla takes no number below 3.
func visible(n int) *int {
	if n < 3 {
		return nil
	}
	return &n
}

func options(values []string, c *seedbed.Criterion) []map[string]string {
	out := make([]map[string]string, len(values))
	for i, v := range values {
		text := v
		if c != nil {
			if w := words(c, v); w != "" {
				text += ": " + clip(w, 400)
			}
		}
		out[i] = map[string]string{"value": v, "text": text}
	}
	return out
}

// argillaRecords writes the rows.
func (s *Sheet) argillaRecords(w io.Writer) error {
	names := s.names()
	called := map[string]any{}
	for i, name := range names {
		called["f"+strconv.Itoa(i+1)] = name
	}
	sheet := map[string]any{"sheet": s.mark(), "fields": string(seedbed.AppendValue(nil, called))}
	var b []byte
	for i := range s.Tasks {
		t := &s.Tasks[i]
		b = append(b[:0], ",\n"...)
		if i == 0 {
			b = append(b[:0], "[\n"...)
		}
		fields := map[string]any{}
		for j, name := range names {
			if text := t.Fields.Text(name); text != "" || j == 0 {
				fields["f"+strconv.Itoa(j+1)] = toolText(text)
			}
		}
		none := map[string]any{}
		b = seedbed.Fields{
			{Name: "id", Value: t.token(nil)},
			{Name: "fields", Value: fields},
			{Name: "metadata", Value: sheet},
			{Name: "suggestions", Value: none},
			{Name: "responses", Value: none},
			{Name: "vectors", Value: none},
			{Name: "status", Value: "pending"},
			{Name: "_server_id", Value: nil},
		}.AppendJSON(b)
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	end := "\n]\n"
	if len(s.Tasks) == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}
