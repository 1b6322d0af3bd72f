package release

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestPrintCard(t *testing.T) {
	in := hintStory(t)
	m, err := Write(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(filepath.Join(in.Out, "README.md"))
	t.Logf("%s\n%s", b, m.Canonical())
	b, _ = os.ReadFile(filepath.Join(in.Out, "data/train.jsonl"))
	t.Logf("%s", b)
	if err := Verify(in.Out); err != nil {
		t.Fatal(err)
	}
}
