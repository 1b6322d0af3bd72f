package number

import (
	"testing"
)

func all(s string) []string {
	var out []string
	for at := 0; ; {
		n, next, ok := Next(nil, s, at)
		if !ok {
			return out
		}
		out = append(out, string(n))
		at = next
	}
}

func TestNext(t *testing.T) {
	for s, want := range map[string]string{
		"$1,000.00": "1000", "18%": "18", "5-3": "5 3", "B18": "", "3.14.15": "", "-7.50": "-7.5", "007": "7", "a.5": "5", ".5": "0.5", "1,00": "1 0",
	} {
		got := ""
		for i, n := range all(s) {
			if i > 0 {
				got += " "
			}
			got += n
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", s, got, want)
		}
	}
}

// What is found in a text is in it, and finding ends.
func FuzzNext(f *testing.F) {
	for _, s := range []string{"", "Hello, world", "\xff\xfe\x00", "1,000.50 -3 B2", "−$2.0 3.14.15 0,000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, x := range all(s) {
			if !In(s, x) {
				t.Fatalf("%q gives %q and does not hold it", s, x)
			}
		}
	})
}
