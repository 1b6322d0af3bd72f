package config

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

func compile(t *testing.T, v any) *jsonschema.Schema {
	t.Helper()
	raw, err := JSONSchema("https://example.org/s.json", "Sample", "A sample.", v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("s.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("s.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSchemaAgreesWithDecode: what decodes without a problem follows the schema,
// and what has one does not.
func TestSchemaAgreesWithDecode(t *testing.T) {
	schema := compile(t, &sample{})
	for _, src := range []string{
		"text: x", "text: 1.5", "text: {a: b}", "count: 1", "count: 0", "count: 1.5", "count: x", "share: 0.5", "share: 50%", "share: 2", "share: x",
		"on: true", "on: 3", "wait: 2h", "wait: 1h30m", "wait: 5", "wait: soon", "use: training", "use: x", "formats: jsonl", "formats: [jsonl]",
		"formats: [x]", "formats: x", "inner: {name: x}", "inner: {}", "inner: {name: x, level: 2}", "inner: [1]", "list: [{name: a}]", "list: {name: a}",
		"map: {a: 1}", "map: {a: x}", "ordered: {a: x}", "ordered: [a]", "any: [1]", "raw: {a: 1}", "unknown: 1", "ptr: {name: y}", "ptr: 1", "maybe: .5",
		"labels: {a: b}",
	} {
		d, probs := Parse("f", []byte(src), 1)
		var s sample
		probs = append(probs, d.Decode("", &s)...)
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(d.JSON("")))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); (err == nil) != (len(probs) == 0) {
			t.Errorf("%s: decoding says %v, the schema %v", src, probs, err)
		}
	}
}

func TestReference(t *testing.T) {
	var keys []string
	for _, e := range Reference(&sample{}) {
		keys = append(keys, e.Key+":"+e.Type)
	}
	want := []string{
		"text:text", "count:whole number", "small:whole number", "share:share", "on:true or false", "maybe:number", "wait:duration", "use:text",
		"formats:list of text", "inner:map", "inner.level:number", "inner.name:text", "ptr:map", "ptr.level:number", "ptr.name:text", "list:list of map",
		"list[].level:number", "list[].name:text", "map:map of whole number", "ordered:map of text", "any:any value", "raw:map", "labels:map of text",
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
	e := Reference(sample{})[10]
	if e.Doc != "how far" || e.Default != "0.5" || e.Required {
		t.Errorf("%+v", e)
	}
}

func TestCanonical(t *testing.T) {
	zero := 0.0
	s := sample{
		Text: "x", Maybe: &zero, Map: map[string]int{"b": 1, "a": 0}, Ordered: Map[string]{{"z", "1"}, {"a", "2"}},
		Labels: map[string]string{"not": "here"}, Raw: json.RawMessage(`{ "b" : 1 }`), Any: map[string]any{"y": int64(1), "x": 2.0},
		Formats: []string{}, List: []inner{{Name: "n"}},
	}
	s.hidden = 3
	want := `{"any":{"x":2.0,"y":1},"list":[{"name":"n"}],"map":{"a":0,"b":1},"maybe":0.0,"ordered":{"z":"1","a":"2"},"raw":{"b":1},"text":"x"}`
	if got := string(Canonical(&s)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := string(Canonical(s, "any", "list", "map", "ordered", "raw")); got != `{"maybe":0.0,"text":"x"}` {
		t.Error(got)
	}
	for _, v := range []any{nil, (*sample)(nil), 3, "x", []any{nil}} {
		if got := Canonical(v); !json.Valid(got) {
			t.Errorf("%v: %s", v, got)
		}
	}
}

// TestCanonicalIgnoresHowItIsWritten: the order of keys and the way they are
// written do not matter, the values do.
func TestCanonicalIgnoresHowItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := []string{"text: x", "count: 3", "wait: 90s", "share: 50%", "inner: {name: n, level: 0.5}", "formats: jsonl"}
		same := []string{"'text': \"x\"", "count: 0x3", "wait: 1m30s", "share: 0.5", "inner:\n  level: .5\n  name: n", "formats:\n- jsonl"}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5}).Draw(t, "order")
		var b strings.Builder
		for _, i := range order {
			if rapid.Bool().Draw(t, "other") {
				b.WriteString(same[i] + "\n")
			} else {
				b.WriteString(lines[i] + "\n")
			}
		}
		if got, want := canonicalOf(t, b.String()), canonicalOf(t, strings.Join(lines, "\n")); got != want {
			t.Errorf("%s\n%s\n%s", b.String(), got, want)
		}
	})
}

func canonicalOf(t *rapid.T, src string) string {
	d, probs := Parse("f", []byte(src), 1)
	var s sample
	if probs = append(probs, d.Decode("", &s)...); len(probs) > 0 {
		t.Fatal(probs)
	}
	return string(Canonical(&s))
}
