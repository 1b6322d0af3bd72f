package dialogue

import (
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed/internal/text"
)

// parts are what texts are made of that could be read in one pass otherwise than by the
// book: joined, broken off, in capitals, not in ASCII.
var parts = []string{
	"a", "Word", "it's", "o'", "'", "-", "--", "x-y", "’", "é", "É", "naïve", "K", "\x00", "\xff", "3.14", "1st", " ", ", ", "\n", ":", "_", "\"", "日本", "e\u0301",
	"averyveryverylongwordthatisreadonlyuptoitsfortyeighthbyteandnotfurther", "AVERYVERYVERYLONGWORDTHATISREADONLYUPTOITSFORTYEIGHTHBYTEANDNOTé",
}

// TestNext: words read and hashed in one pass are those of package text, with the hash
// of their form in lower case, and every byte's kind is noted.
func TestNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(parts), 0, 12).Draw(t, "parts") {
			s += p
		}
		s += rapid.String().Draw(t, "rest")
		x, at := turnText{text: s}, 0
		for {
			from, to := text.NextWord(s, at)
			w := x.next(at)
			if w.from != from || from >= 0 && w.to != to {
				t.Fatalf("%q from byte %d: %d-%d, want %d-%d", s, at, w.from, w.to, from, to)
			}
			if from < 0 {
				break
			}
			raw := s[from:to]
			if low := string(lower(nil, raw)); w.hash != hash([]byte(low)) || w.low && low != raw {
				t.Fatalf("%q: hash %x, low %v", raw, w.hash, w.low)
			}
			if first, _ := utf8.DecodeRuneInString(raw); w.upper != (first < utf8.RuneSelf && unicode.IsUpper(first)) && first < utf8.RuneSelf {
				t.Fatalf("%q: upper %v", raw, w.upper)
			}
			at = to
		}
		var want byteClass
		for i := range len(s) {
			want |= byteClasses[s[i]]
		}
		if x.bytes != want {
			t.Fatalf("%q has bytes of the kinds %b, want %b", s, x.bytes, want)
		}
	})
}

// TestNeeds: what is not walked, since no word that it needs comes next, would have led
// nowhere.
func TestNeeds(t *testing.T) {
	m := newMatcher(slices.Concat(englishPhrases, otherPhrases))
	all := *m
	all.one, all.two = make([][]matchStart, len(m.one)), make(map[uint64][]matchStart, len(m.two))
	skipped := 0
	everything := func(starts []matchStart) (out []matchStart) {
		for _, s := range starts {
			if s.needs != 0 {
				skipped++
			}
			out = append(out, matchStart{state: s.state})
		}
		return out
	}
	for i, s := range m.one {
		all.one[i] = everything(s)
	}
	for k, s := range m.two {
		all.two[k] = everything(s)
	}
	if skipped == 0 {
		t.Fatal("nothing is ever skipped")
	}
	for _, file := range []string{"testdata/broken.txt", "testdata/sound.txt"} {
		_, talks, _ := readTalks(t, file)
		for _, c := range talks {
			for i := range c {
				var x turnText
				x.read(c[i].Content, m.vocab)
				for at := range x.words {
					if got, want := m.find(x.words, at, nil), all.find(x.words, at, nil); !slices.Equal(got, want) {
						t.Errorf("%q, word %d: %v, want %v", c[i].Content, at, got, want)
					}
				}
			}
		}
	}
}
