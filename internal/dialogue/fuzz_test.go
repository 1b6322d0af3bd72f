package dialogue

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// FuzzSignals takes any turns: nothing panics, spans lie within their turns, and the
// same turns give the same signals, watched one by one, undone or cloned on the way.
func FuzzSignals(f *testing.F) {
	for _, s := range []string{
		"", "I'm: It's: [user] x", "\"q\" 'w' “e” „r“ «t» `y` ```u", "User: hi\nAssistant: a b", "\x00\xff", "As Anna, I should", "> quote\nthanks: bye", "I'm 5", "(note: as", "1. Press your", "here's:\nx: y",
		strings.Repeat("no. ", 300), "{\"message\": 1}", "<think>", "my name is Bo", "[end of conversation]", "i'd recommend ~ _ .",
	} {
		f.Add(s, s, "I cannot help with that?", "name: Ada, age: 30, gender: female, language: German")
	}
	f.Add("0", "0", "\x91", "0")
	f.Fuzz(func(t *testing.T, a, b, reply, profile string) {
		var fields seedbed.Fields
		for kv := range strings.SplitSeq(profile, ",") {
			k, v, _ := strings.Cut(kv, ":")
			fields = append(fields, seedbed.Field{Name: strings.TrimSpace(k), Value: v})
		}
		p := ProfileOf(fields)
		c := talk(a, reply, b, reply, a)
		signals := Signals(c, p)
		for i := range signals {
			s := &signals[i]
			if s.Turn < 0 || s.Turn >= len(c) || s.Strength <= 0 || s.Strength > 1 || s.Span.From < 0 || s.Span.To < s.Span.From ||
				s.Span.To > utf8.RuneCountInString(c[s.Turn].Content) || !utf8.ValidString(s.Quote) {
				t.Fatalf("%+v of %q", s, c[s.Turn].Content)
			}
		}
		Judge(signals)
		w := NewWatcher(p)
		for i := range c {
			w.Add(&c[(i+1)%len(c)])
			w.Undo()
			other := w.Clone()
			other.Add(&c[0])
			w.Add(&c[i])
			w.Parting()
		}
		w.End()
		if !reflect.DeepEqual(append([]Signal{}, w.Signals()...), append([]Signal{}, signals...)) {
			t.Fatalf("one by one %v, at once %v", w.Signals(), signals)
		}
	})
}

// FuzzOf reads any JSON as a conversation; what is read is written and read again.
func FuzzOf(f *testing.F) {
	for _, s := range []string{`[]`, `[{role: user, content: hi}]`, `[{role: assistant, tools: [{name: a, arguments: {b: 1}}], finish: length}]`, `[{role: user, call: "00"}]`, `x`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		doc, _ := config.Parse("x", []byte(s), 1)
		c, err := Of(doc.Value(""))
		if err != nil {
			return
		}
		back, err := Of(c.Value())
		if err != nil || len(back) != len(c) {
			t.Fatalf("%v: %v", c, err)
		}
	})
}
