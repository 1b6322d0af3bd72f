package exchange

import (
	"bytes"
	"testing"

	"seedbed.dev/seedbed"
)

// allowedOnly holds what was read from hostile files to what the rubric allows.
func allowedOnly(t *testing.T, got *Read, r *seedbed.Rubric) {
	t.Helper()
	if len(got.Problems) > mostProblems {
		t.Fatalf("%d problems", len(got.Problems))
	}
	for _, a := range got.Answers {
		if len(a.Answer.Values) != len(r.Criteria) || a.Person == "" {
			t.Fatalf("%+v", a)
		}
		for i := range r.Criteria {
			if _, ok := r.Criteria[i].Value(a.Answer.Values[r.Criteria[i].Name]); !ok {
				t.Fatalf("%+v", a)
			}
		}
		for _, s := range a.Answer.Spans {
			if s.From < 0 || s.To <= s.From {
				t.Fatalf("%+v", a)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	s := sheetOf(16)
	rows := csvOf(f, s)
	in := make([]filled, 16)
	in[15].values = map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}
	fill(f, rows, in)
	f.Add(join(rows, ','))
	f.Add(wideText(join(rows[14:], ';'), []byte{0xff, 0xfe}, true))
	f.Add([]byte("sep=;\nrow;answer: helpful\nr0;5\n"))
	var b bytes.Buffer
	if err := WriteJSONL(&b, s); err != nil {
		f.Fatal(err)
	}
	f.Add(bytes.Clone(b.Bytes()))
	f.Add([]byte(`{"row":"r0f007e09000000000000000000000000","answers":{"helpful":5,"sound":true,"tone":"plain"}}`))
	f.Add([]byte(`[{"data":{"row":"r0f007e09000000000000000000000000","f1":"a💩b"},"annotations":[{"completed_by":1,"result":[{"type":"choices","from_name":"answer_sound","value":{"choices":["yes"]}},{"type":"labels","to_name":"f1","value":{"start":1,"end":2,"labels":["x"]}}]}]}]`))
	f.Add([]byte(`[{"id":"r0f007e09000000000000000000000000","responses":{"answer_sound":[{"value":"yes","user_id":"u"}]},"fields":{}}]`))
	f.Add([]byte(`{"items":[{"external_id":"r0f","answer_sound.responses":["yes"],"answer_sound.responses.users":["u"]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		w := wantOf(s)
		w.Unstated = true
		if got, err := ReadData("f", data, w); err == nil {
			allowedOnly(t, got, s.Rubric)
		}
	})
}
