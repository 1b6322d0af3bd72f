package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestBodies(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bodies.jsonl")
	text := `{"model":"a","q":"@@question@@"}` + "\n" + `{"model":"b","q":"x @@question@@ y"}` + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var c client
	if err := c.readBodies(file); err != nil || c.perQuestion() != 2 {
		t.Fatal(err, c.perQuestion())
	}
	got, err := c.request("say \"two\"\n", 1)
	if want := `{"model":"b","q":"x say \"two\"\n y"}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
	if err := os.WriteFile(file, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.readBodies(file); err == nil {
		t.Error("a request without a question is taken")
	}
	var plain client
	if err := plain.readBodies(""); err != nil || plain.perQuestion() != 1 {
		t.Error(err)
	}
}
