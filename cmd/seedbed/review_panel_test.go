package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/web"
)

// What somebody leaves on the page reads as an entry of a consultation, whatever they
// wrote.
func TestVoiceReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := web.Voice{File: "consultations/validation.yaml", As: "expert", Consent: "name", Name: rapid.StringN(1, 80, -1).Draw(t, "name"), Said: rapid.StringN(1, 400, -1).Draw(t, "said"), At: time.Unix(0, 0)}
		got, ok := readVoice("left.yaml", []byte(v.YAML()))
		if !ok && strings.TrimSpace(v.Said) == "" {
			return
		}
		if !ok || got.Said != v.Said || got.Name != v.Name || got.As != v.As || got.Consent != v.Consent {
			t.Fatalf("%q became %+v", v.YAML(), got)
		}
	})
}

func FuzzReadVoice(f *testing.F) {
	f.Add([]byte("- as: expert\n  consent: words\n  said: \"yes\"\n"))
	f.Add([]byte("- *a\n"))
	f.Add([]byte("\x00"))
	f.Add([]byte(strings.Repeat("- [", 1000)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, ok := readVoice("left.yaml", b); ok && v.Said == "" {
			t.Error("a voice that says nothing")
		}
	})
}

// Voices lie in files of their own, none over another, and make a consultation that is
// whole once it says what came of them.
func TestVoicesLie(t *testing.T) {
	g := gated(t)
	p := &panel{project: &project{app: &app{dir: g.dir}}}
	for _, said := range []string{"one: [\n- two", "I would not ask twice."} {
		if err := p.Leave(t.Context(), web.Voice{File: "consultations/validation.yaml", As: "affected", Consent: "words", Said: said, At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	all, err := p.Voices(t.Context())
	if err != nil || len(all) != 2 || all[0].Said != "one: [\n- two" {
		t.Fatalf("%+v, %v", all, err)
	}
	b, err := os.ReadFile(filepath.Join(g.dir, "consultations", "left", "validation-2.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	text := "when: validation\non: 3 March 2026\nasked: Whether.\nshown: Rows.\nvoices:\n" + string(b) + "  changed: The prompt.\n"
	if c := gate.ParseConsultation("validation.yaml", []byte(text)); len(c.Problems) > 0 || len(c.Voices) != 1 {
		t.Errorf("%v\n%s", c.Problems, text)
	}
	// What was left is no consultation of itself.
	if all, err := p.app.consultations(); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// However much is said to one consultation, what is said to another is shown.
func TestVoicesOfAnotherAreShown(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, filepath.FromSlash(leftDir))
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= mostLeft+5; n++ {
		if err := os.WriteFile(filepath.Join(left, fmt.Sprintf("a-use-%d.yaml", n)), []byte("- as: expert\n  consent: words\n  said: much\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := &panel{project: &project{app: &app{dir: dir}}}
	if err := p.Leave(t.Context(), web.Voice{File: "consultations/validation.yaml", As: "expert", Consent: "words", Said: "little", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	all, err := p.Voices(t.Context())
	if err != nil || len(all) != mostLeft+1 || !slices.ContainsFunc(all, func(v web.Voice) bool { return v.Said == "little" }) {
		t.Errorf("%d voices, %v", len(all), err)
	}
}
