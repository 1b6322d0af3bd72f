package exchange

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

const (
	anaUser = "11111111-1111-4111-8111-111111111111"
	benUser = "22222222-2222-4222-8222-222222222222"
)

// argillaWant is for the files of testdata that argilla 2.8.0 wrote.
func argillaWant() (*Sheet, Want) {
	s := sheetOf(20)
	s.Tasks[8].Fields[1].Value = "a 💩 b\r\nc and much more of it, which is long"
	w := wantOf(s)
	w.Person, w.People = "", map[string]string{anaUser: "p-ana", benUser: "p-ben"}
	return s, w
}

func TestArgillaComesBack(t *testing.T) {
	_, w := argillaWant()
	span := []review.Span{{Field: "hint", From: 4, To: 8, Category: "wrong"}}
	want := []review.Answer{
		{Values: map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}, Spans: span},
		{Values: map[string]string{"helpful": "2", "sound": "no", "tone": "=cold"}, Note: "why"},
	}
	for i := range want {
		want[i].Row, want[i].Rubric, want[i].Through, want[i].Given = rowID(8), "3f2a9c01", "argilla", w.At
	}
	for _, file := range []string{"argilla_flat.json", "argilla_nested.json"} {
		data, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		flat := file == "argilla_flat.json"
		got, err := ReadData(file, data, w)
		if err != nil {
			t.Fatal(err)
		}
		if !flat {
			if len(got.Answers)+len(got.Skips) > 0 || !strings.Contains(got.Problems.Error(), "does not say which responses were submitted") {
				t.Errorf("%s: %+v", file, got)
			}
			// Of what is taken for submitted, a draft and a discarded one stand out as unfinished.
			w.Unstated = true
			if got, err = ReadData(file, data, w); err != nil {
				t.Fatal(err)
			}
		}
		var said []review.Answer
		for _, a := range got.Answers {
			said = append(said, a.Answer)
		}
		if !reflect.DeepEqual(said, want) || got.Answers[0].Person != "p-ana" || got.Answers[1].Person != "p-ben" {
			t.Errorf("%s: %+v\nwant %+v", file, said, want)
		}
		if !strings.Contains(got.Problems.Error(), `"8" is no answer to helpful`) || got.Empty != 1 {
			t.Errorf("%s: %d empty, %v", file, got.Empty, got.Problems)
		}
		if flat && (got.Drafts != 1 || len(got.Skips) != 1 || got.Skips[0].Skip.Row != rowID(10) || len(got.Problems) != 1) {
			t.Errorf("%s: %+v", file, got)
		}
	}
}

// The server's own answers say when.
func TestArgillaServer(t *testing.T) {
	_, w := argillaWant()
	text := `{"items":[{"id":"0f5b","external_id":"r08007e09000000000000000000000000","fields":{"f1":"x"},"metadata":{"sheet":"kept//3f2a9c01"},
	 "responses":[{"id":"1","values":{"answer_helpful":{"value":7},"answer_sound":{"value":"yes"},"answer_tone":{"value":"plain"}},
	  "status":"submitted","user_id":"` + anaUser + `","inserted_at":"2026-03-10T10:00:00.123456","updated_at":"2026-03-10T12:00:00.123456"}]}],"total":1}`
	got, err := ReadData("a.json", []byte(text), w)
	if err != nil || len(got.Problems) > 0 || len(got.Answers) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	a := got.Answers[0]
	if !a.At.Equal(time.Date(2026, 3, 10, 12, 0, 0, 123456000, time.UTC)) || a.Answer.Values["helpful"] != "7" || a.Person != "p-ana" {
		t.Errorf("%+v", a)
	}
}

func TestArgillaFolder(t *testing.T) {
	s, _ := argillaWant()
	s.Marks = []string{"wrong"}
	dir := filepath.Join(t.TempDir(), "out")
	if err := WriteArgilla(dir, s); err != nil {
		t.Fatal(err)
	}
	if err := WriteArgilla(dir, s); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Errorf("what was there is written over: %v", err)
	}
	var records []struct {
		ID          string
		Fields      map[string]string
		Responses   map[string]any
		Suggestions map[string]any
	}
	var settings argillaSettings
	for name, to := range map[string]any{"records.json": &records, ".argilla/settings.json": &settings, ".argilla/dataset.json": &map[string]any{}} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = json.Unmarshal(data, to)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if len(records) != 20 || len(settings.Fields) != 3 || len(settings.Questions) != 7 || settings.Distribution.Least != 2 {
		t.Errorf("%d records, %+v", len(records), settings)
	}
	for _, r := range records {
		if len(r.Responses)+len(r.Suggestions) > 0 || !strings.HasPrefix(r.ID, "r") {
			t.Errorf("%+v", r)
		}
	}
}
