package review

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func TestSampleFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "people")
	in := aim(t, .95, "defects <= 20%", "every dialect seen 8 times", "judge scored.helpful within .3")
	in.Edges = 5
	s := drawn(t, dialectRows(90), in, DrawOptions{Gold: []GoldRow{{Row: seedbed.ID{7}, Answers: map[string]string{"sound": "<no>"}}}})
	digest, err := WriteSample(dir, s)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadSample(dir, "kept", digest)
	if err != nil || !reflect.DeepEqual(got, s) {
		t.Errorf("read it is %+v, %v; want %+v", got, err, s)
	}
	if again, err := WriteSample(dir, s); err != nil || again != digest {
		t.Errorf("written again it is %s, %v", again, err)
	}
	if _, err := ReadSample(dir, "other", ""); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Errorf("another: %v", err)
	}
	path, _ := SamplePath(dir, "kept")
	b, _ := os.ReadFile(path)
	for name, damaged := range map[string]string{
		"changed":       strings.Replace(string(b), "Scots", "Scats", 1),
		"nothing":       "",
		"no line":       "{}\n",
		"an item":       strings.SplitAfter(string(b), "\n")[0] + `{"part":"random"}`,
		"another part":  strings.SplitAfter(string(b), "\n")[0] + `{"row":"07000000000000000000000000000000","part":"x"}`,
		"no share":      strings.SplitAfter(string(b), "\n")[0] + `{"row":"07000000000000000000000000000000","part":"random"}`,
		"many for few":  strings.Replace(string(b), `"rows":90`, `"rows":1`, 1),
		"not JSON":      "\x00",
		"a folder file": strings.Repeat("[", 100_000),
	} {
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadSample(dir, "kept", digest); seedbed.CodeOf(err) != seedbed.CodeStorage {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "../x", "a/b", ".hidden", strings.Repeat("a", 101), "a\x00"} {
		if _, err := WriteSample(dir, &Sample{Inspection: name}); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func FuzzReadSample(f *testing.F) {
	f.Add(`{"inspection":"a","rows":1}` + "\n" + `{"row":"07000000000000000000000000000000","part":"random","share":1}`)
	f.Add("\x00")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := readSample(strings.NewReader(text), "a.sample.jsonl"); err == nil {
			in := aim(t, .95, "defects <= 5%", "every a seen", "judge s.sound within .1")
			c, err := NewClaims(in, s)
			if err != nil {
				return
			}
			for i := range s.Items {
				_ = c.Settle(i, RowOutcome{Values: map[string]float64{"sound": 1}})
				c.States()
			}
		}
	})
}
