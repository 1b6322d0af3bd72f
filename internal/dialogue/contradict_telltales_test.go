package dialogue

import "testing"

// TestTelltalesAreRead reads the program's own file, and what is wrong with others.
func TestTelltalesAreRead(t *testing.T) {
	if c, err := readTelltales(telltaleFile); err != nil || len(c.words) < 200 {
		t.Fatalf("%v", err)
	}
	for _, file := range []string{"bump", "== her 2\nbump", "== female\nbump", "== female 9\nbump"} {
		if _, err := readTelltales(file); err == nil {
			t.Errorf("%q is read", file)
		}
	}
}
