package stage

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func replyReaders(t testing.TB) map[string]*replyReader {
	t.Helper()
	object := `{"type":"object","properties":{"hint":{"type":"string","minLength":2},"n":{"type":"integer"}},"required":["hint"]}`
	js, err := newReplySchema([]byte(object), false)
	if err != nil {
		t.Fatal(err)
	}
	ls, err := newReplySchema([]byte(`{"type":"array","items":`+object+`}`), true)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*replyReader{
		"text":   {form: replyText, field: "text"},
		"cut ok": {form: replyText, field: "text", allowCut: true},
		"json":   {form: replyJSON, field: "text"},
		"schema": {form: replyJSON, field: "text", schema: js.compiled},
		"list":   {form: replyList, field: "text"},
		"items":  {form: replyList, field: "text", schema: ls.compiled},
	}
}

func TestReply(t *testing.T) {
	readers := replyReaders(t)
	for _, tt := range []struct {
		reader string
		reply  seedbed.Reply
		want   string // records' fields, or "reason: detail"
	}{
		{"text", seedbed.Reply{Text: " \n two words \t"}, `{"text":"two words"}`},
		{"text", seedbed.Reply{Text: "a\xffb\x00c"}, `{"text":"a�b\u0000c"}`},
		{"text", seedbed.Reply{Text: "{\"a\": 1}"}, `{"text":"{\"a\": 1}"}`},
		{"text", seedbed.Reply{Text: "  "}, "empty reply"},
		{"text", seedbed.Reply{Text: "half", Finish: seedbed.FinishLength}, "cut off! it reached the most tokens"},
		{"cut ok", seedbed.Reply{Text: "half", Finish: seedbed.FinishLength}, `{"text":"half"}`},
		{"cut ok", seedbed.Reply{Text: "", Finish: seedbed.FinishLength}, "cut off"},
		{"text", seedbed.Reply{Refusal: "I cannot."}, "refused! I cannot."},
		{"text", seedbed.Reply{Text: "No.", Finish: seedbed.FinishRefusal}, "refused! No."},
		{"json", seedbed.Reply{Text: "x", Finish: seedbed.FinishFilter}, "filtered!"},

		{"json", seedbed.Reply{Text: ` {"b": 1, "a": [1.0, null]} `}, `{"b":1,"a":[1.0,null]}`},
		{"json", seedbed.Reply{Text: "Sure:\n```json\n{\"a\": \"x```y\"}\n```\nDone {ok}."}, `{"a":"x` + "```" + `y"}`},
		{"json", seedbed.Reply{Text: `<think>{"a": 1}</think> so {"a": 2}`}, `{"a":2}`},
		{"json", seedbed.Reply{Text: `{"a": 12345678901234567890123}`}, `{"a":12345678901234567890123}`},
		{"json", seedbed.Reply{Text: "no JSON here"}, `unparsable reply: wanted a JSON object, got "no JSON here"`},
		{"json", seedbed.Reply{Text: "{\"a\": 1,\n \"b\" 2}"}, "unparsable reply: wanted a JSON object; line 2: "},
		{"json", seedbed.Reply{Text: `{"a": 1`, Finish: seedbed.FinishLength}, "cut off: it reached"},
		{"json", seedbed.Reply{Text: `{"a": 1}`, Finish: seedbed.FinishLength}, `{"a":1}`},
		{"json", seedbed.Reply{Text: `{"a": 1`}, "unparsable reply: wanted a JSON object; it stops before its end"},
		{"json", seedbed.Reply{Text: `{"a": 1, "a": 2}`}, `unparsable reply: field "a" is there twice`},
		{"json", seedbed.Reply{Text: `[1]`}, "unparsable reply"},
		{"json", seedbed.Reply{Text: `{}`}, "empty reply"},
		{"json", seedbed.Reply{Text: strings.Repeat(`{"a":`, 20000)}, "unparsable reply"},
		{"json", seedbed.Reply{Text: strings.Repeat(`[`, 5_000_000)}, "unparsable reply"},

		{"schema", seedbed.Reply{Text: `{"hint": "go", "n": 3}`}, `{"hint":"go","n":3}`},
		{"schema", seedbed.Reply{Text: `{"hint": "go"} or {"n": 3}`}, `{"hint":"go"}`},
		{"schema", seedbed.Reply{Text: `{"hint": "g"}`}, "does not follow the schema: hint: "},
		{"schema", seedbed.Reply{Text: `{"hint": "go", "n": 1.5}`}, "does not follow the schema: n: "},
		{"schema", seedbed.Reply{Text: `{"n": 3}`}, "does not follow the schema: the reply: missing propert"},

		{"list", seedbed.Reply{Text: `["a", " b ", {"text": "c", "x": 1}, 4]`}, `{"text":"a"} {"text":"b"} {"text":"c","x":1} {"text":4}`},
		{"list", seedbed.Reply{Text: "Here:\n```\n{\"items\": [\"a\"], \"n\": 1}\n```"}, `{"text":"a"}`},
		{"list", seedbed.Reply{Text: `["a", ""]`}, `{"text":"a"} empty reply: item 2: an empty text`},
		{"list", seedbed.Reply{Text: `[]`}, "empty reply: a list with nothing in it"},
		{"list", seedbed.Reply{Text: `{"a": [1], "b": [2]}`}, "unparsable reply: wanted a list, got an object with 2 lists in it"},
		{"list", seedbed.Reply{Text: "[" + strings.Repeat("1,", 10_000) + "1]"}, "unparsable reply! a list of 10001 items; 10000 are the most"},
		{"items", seedbed.Reply{Text: `{"items": [{"hint": "go"}, {"hint": 1}]}`}, `{"hint":"go"} does not follow the schema: item 2: hint: `},
		{"items", seedbed.Reply{Text: `[{"hint": 1}]`}, "does not follow the schema: item 1: hint: "},
		{"items", seedbed.Reply{Text: `["x"]`}, "does not follow the schema: item 1: the reply: "},
	} {
		items, fail := readers[tt.reader].read(&tt.reply)
		var parts []string
		for _, it := range items {
			if it.reason != "" {
				parts = append(parts, it.reason+": "+it.detail)
				continue
			}
			parts = append(parts, string(it.fields.AppendJSON(nil)))
		}
		got := strings.Join(parts, " ")
		if fail != nil {
			mark := ": "
			if fail.final {
				mark = "! "
			}
			got = fail.reason + mark + fail.detail
		}
		if strings.HasPrefix(tt.want, "{") && fail != nil || !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s of %.80q: got %s, want %s", tt.reader, tt.reply.Text, got, tt.want)
		}
	}
}

func TestReplySchema(t *testing.T) {
	s, err := newReplySchema([]byte(`{"$ref": "#/$defs/x", "$defs": {"x": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}}}`), true)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"$defs":{"x":{"properties":{"a":{"type":"string"}},"required":["a"],"type":"object"}},"additionalProperties":false,"properties":{"items":{"items":{"$ref":"#/$defs/x"},"type":"array"}},"required":["items"],"type":"object"}`
	if string(s.sent) != want {
		t.Errorf("sent %s", s.sent)
	}
	for src, want := range map[string]string{
		`[1]`:                               "a JSON Schema is an object",
		`{"type": "array"}`:                 "a reply that becomes fields is an object",
		`{"type": "object", "required": 3}`: "required",
		`{"$ref": "https://example.org/x"}`: "not part of the schema",
		`{"$ref": "file:///etc/passwd"}`:    "not part of the schema",
		`{`:                                 "no JSON",
	} {
		if _, err := newReplySchema([]byte(src), false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", src, err, want)
		}
	}
}

func FuzzReply(f *testing.F) {
	for _, s := range []string{"", "x", `{"hint": "go"}`, "```json\n[1, {\"hint\": \"ab\"}]\n```", `{"items": [{"hint": "x"}]}`, "[[[[", "\xff\x00", `{"a": {"a": 1e999}}`, `{"n": -0.0}`} {
		f.Add(s, uint8(0))
	}
	readers := replyReaders(f)
	finishes := []seedbed.Finish{seedbed.FinishStop, seedbed.FinishLength, seedbed.FinishFilter, seedbed.FinishOther}
	f.Fuzz(func(t *testing.T, s string, finish uint8) {
		for name, r := range readers {
			items, fail := r.read(&seedbed.Reply{Text: s, Finish: finishes[int(finish)%len(finishes)]})
			if (fail == nil) == (len(items) == 0) {
				t.Fatalf("%s: %d items and failure %v", name, len(items), fail)
			}
			if fail != nil && fail.reason == "" {
				t.Fatalf("%s: a failure without a reason", name)
			}
			for _, it := range items {
				var back seedbed.Fields
				if err := back.UnmarshalJSON(it.fields.AppendJSON(nil)); err != nil {
					t.Fatalf("%s: %v does not come back: %v", name, it.fields, err)
				}
			}
		}
	})
}
