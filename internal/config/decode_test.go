package config

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seedbed.dev/seedbed"
)

type inner struct {
	Level float64 `yaml:"level" doc:"how far" default:"0.5" min:"0" max:"1"`
	Name  string  `yaml:"name" doc:"what it is called" required:"true" example:"ana"`
}

type sample struct {
	Text    string            `yaml:"text"`
	Count   int               `yaml:"count" default:"2" min:"1"`
	Small   uint8             `yaml:"small"`
	Share   Percent           `yaml:"share"`
	On      bool              `yaml:"on"`
	Maybe   *float64          `yaml:"maybe"`
	Wait    time.Duration     `yaml:"wait" default:"30s"`
	Use     string            `yaml:"use" enum:"training,evaluation"`
	Formats []string          `yaml:"formats" enum:"parquet,jsonl" default:"[parquet, jsonl]"`
	Inner   inner             `yaml:"inner"`
	Ptr     *inner            `yaml:"ptr"`
	List    []inner           `yaml:"list"`
	Map     map[string]int    `yaml:"map"`
	Ordered Map[string]       `yaml:"ordered"`
	Any     any               `yaml:"any"`
	Raw     json.RawMessage   `yaml:"raw"`
	Labels  map[string]string `yaml:"labels" fingerprint:"-"`
	hidden  int
}

// all renders problems as a person sees them.
func all(p seedbed.Problems) string { return p.Error() }

func decode(t *testing.T, src string) (sample, string) {
	t.Helper()
	d, probs := Parse("f.yaml", []byte(src), 1)
	if len(probs) > 0 {
		t.Fatalf("parsing: %v", probs)
	}
	var s sample
	s.hidden = 1
	probs = d.Decode("", &s)
	return s, all(probs)
}

func TestDecodeFillsEveryKind(t *testing.T) {
	s, probs := decode(t, `
text: 1.0
count: 1_000
small: 0xff
share: 95%
on: yes
maybe: 0
wait: 1h30m
use: training
formats: jsonl
inner: {name: x}
ptr: {name: y, level: 1}
list: [{name: a}, {name: b, level: 0}]
map: {b: 1, a: 2e3}
ordered: {z: 1, a: two}
any: {n: 3, l: [1.5, x, null, true], big: 18446744073709551616}
raw: {z: 1, a: [x, 2.0]}
`)
	if probs != "" {
		t.Fatal(probs)
	}
	zero := 0.0
	want := sample{
		Text: "1.0", Count: 1000, Small: 255, Share: .95, On: true, Maybe: &zero, Wait: 90 * time.Minute,
		Use: "training", Formats: []string{"jsonl"},
		Inner: inner{0.5, "x"}, Ptr: &inner{1, "y"}, List: []inner{{0.5, "a"}, {0, "b"}},
		Map: map[string]int{"b": 1, "a": 2000}, Ordered: Map[string]{{"z", "1"}, {"a", "two"}},
		Any: map[string]any{"n": int64(3), "l": []any{1.5, "x", nil, true}, "big": json.Number("18446744073709551616")},
		Raw: json.RawMessage(`{"z":1,"a":["x",2.0]}`),
	}
	want.hidden = 1
	if diff := cmp.Diff(want, s, cmp.AllowUnexported(sample{})); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeFillsDefaults(t *testing.T) {
	s, probs := decode(t, "")
	if probs != "" { // inner.name is required, but inner is not written
		t.Error(probs)
	}
	if s.Count != 2 || s.Wait != 30*time.Second || s.Inner.Level != 0.5 || len(s.Formats) != 2 || s.Ptr != nil {
		t.Errorf("%+v", s)
	}
}

func TestDecodeReportsEverythingAtOnce(t *testing.T) {
	_, probs := decode(t, `txet: a
count: two
small: 300
on: maybe
wait: 60
use: trainig
formats: [parquet, csv]
inner: {level: 1.5}
list: [{name: ""}, 3, ]
map: [1]
text: {a: b}
share: 120%
zzz: 1
`)
	for _, part := range []string{
		`f.yaml:1:1: unknown key "txet"; did you mean "text"?`,
		`f.yaml:2:8: "count": want a whole number, got text "two"`,
		`f.yaml:3:8: "small": 300 is out of range`,
		`f.yaml:4:5: "on": want true or false, got text "maybe"`,
		`f.yaml:5:7: "wait": want a length of time such as 30s, 5m or 2h, got 60`,
		`f.yaml:6:6: "use" is "trainig", want one of training, evaluation; did you mean "training"?`,
		`f.yaml:7:20: "formats" is "csv", want one of parquet, jsonl`,
		`f.yaml:8:1: "name" is missing: what it is called; add name: ana`,
		`f.yaml:8:16: "level" is 1.5, want at most 1`,
		`f.yaml:9:15: "name" is missing: what it is called; add name: ana`,
		`f.yaml:9:20: "list": want a map, got 3`,
		`f.yaml:10:6: "map": want a map, got a list`,
		`f.yaml:11:7: "text": want text, got a map; put the text in quotes`,
		`f.yaml:12:8: want a share such as 0.95 or 95%, got text "120%"`,
		`f.yaml:13:1: unknown key "zzz"; known here: text, count,`,
	} {
		if !strings.Contains(probs, part) {
			t.Errorf("missing: %s", part)
		}
	}
	if n := strings.Count(probs, "\n") + 1; n != 15 {
		t.Errorf("%d problems, want 15:\n%s", n, probs)
	}
}

// TestHugeAndHostile: what is long or unprintable stays short and printable, and
// costs little.
func TestHugeAndHostile(t *testing.T) {
	var b strings.Builder
	b.WriteString("ordered:\n")
	for i := range 30_000 {
		fmt.Fprintf(&b, "  k%d: v\n", i)
	}
	for i := range 20_000 {
		fmt.Fprintf(&b, "u%d: v\n", i)
	}
	start := time.Now()
	s, probs := decode(t, b.String())
	if len(s.Ordered) != 30_000 || strings.Count(probs, "\n") != maxReported {
		t.Errorf("%d items, %d problems", len(s.Ordered), strings.Count(probs, "\n"))
	}
	if e := time.Since(start); e > 10*time.Second {
		t.Errorf("took %v", e)
	}
	_, probs = decode(t, `count: !!int "\e[31m"
"\e[0m": 1
use: "`+strings.Repeat("x", 5000)+`"
on: "\u202e"
`)
	if strings.ContainsAny(probs, "\x1b\u202e") || len(probs) > 2000 {
		t.Errorf("%q", probs)
	}
}
