package copying

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// spansByHand is the definition: the longest match at each place, and of those that
// are long enough the ones that end beyond all before.
func spansByHand(texts []string, text string) (out [][2]int) {
	end := 0
	for i := range text {
		longest := 0
		for _, t := range texts {
			for k := range len(t) {
				longest = max(longest, common(text[i:], []byte(t[k:])))
			}
		}
		if longest >= LeastSpan && i+longest > end {
			end = i + longest
			out = append(out, [2]int{i, end})
		}
	}
	return out
}

func checkSpans(t interface {
	Helper()
	Fatalf(string, ...any)
}, texts []string, text string,
) {
	t.Helper()
	x, complete := NewSpanIndex(texts)
	var got [][2]int
	for _, s := range x.Append(nil, text) {
		got = append(got, [2]int{s.From, s.To})
		if texts[s.Row][s.At:s.At+s.To-s.From] != text[s.From:s.To] {
			t.Fatalf("%+v is not the same in both", s)
		}
	}
	if want := spansByHand(texts, text); !slices.Equal(got, want) || !complete {
		t.Fatalf("spans %v, want %v\nof %q\nin %q", got, want, text, texts)
	}
}

func TestSpansAreThoseOfTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom([]string{"a", "ab", "abcdefghij ", "aé"}).Draw(t, "letters")
		word := rapid.StringOfN(rapid.RuneFrom([]rune(letters)), 0, 120, -1)
		texts := rapid.SliceOfN(word, 0, 6).Draw(t, "texts")
		var b strings.Builder
		for range rapid.IntRange(0, 5).Draw(t, "pieces") {
			if len(texts) == 0 || rapid.Bool().Draw(t, "new") {
				b.WriteString(word.Draw(t, "piece"))
				continue
			}
			from := rapid.SampledFrom(texts).Draw(t, "from")
			at := rapid.IntRange(0, len(from)).Draw(t, "at")
			b.WriteString(from[at:rapid.IntRange(at, len(from)).Draw(t, "to")])
		}
		text := strings.ToValidUTF8(b.String(), "")
		checkSpans(t, texts, text)
	})
}

func TestSpansOfManyLikeTexts(t *testing.T) {
	var texts []string
	for i := range 300 {
		texts = append(texts, fmt.Sprintf("%sThe same beginning of every text, as an instruction has it. Then comes number %d of them all, and no more%s", strings.Repeat("x", i%3), i, strings.Repeat(".", i%40)))
	}
	for i := 0; i < 300; i += 37 {
		checkSpans(t, texts, texts[i][3:]+" yes, "+texts[(i+100)%300])
	}
}

func TestSpansEdges(t *testing.T) {
	a := strings.Repeat("0123456789", 5)
	checkSpans(t, []string{a}, a)
	checkSpans(t, []string{a}, a[1:])
	checkSpans(t, []string{"x" + a + "y"}, "z"+a+"w")
	checkSpans(t, nil, a)
	checkSpans(t, []string{a[:25], a[25:]}, a) // a span does not go over the end of a text
	checkSpans(t, []string{strings.Repeat("a", 200)}, strings.Repeat("a", 120)+"b"+strings.Repeat("a", 300))
}

func TestSpansTakeLinearTime(t *testing.T) {
	start := time.Now()
	for _, s := range []string{"a", "ab", "word ", strings.Repeat("x", 40) + "y"} {
		long := strings.Repeat(s, 1<<20/len(s))
		x, _ := NewSpanIndex([]string{long, long[1:], long[:1<<19] + "!"})
		if got := x.Append(nil, long); len(got) != 1 || got[0].To != len(long) {
			t.Errorf("%q repeated: %d spans", s, len(got))
		}
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("it took %v", d)
	}
}

func FuzzSpans(f *testing.F) {
	f.Add(strings.Repeat("ab", 40), strings.Repeat("ba", 40))
	f.Add("\x00\xff\xfe", "日本語")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 400 || len(b) > 400 {
			return
		}
		x, _ := NewSpanIndex([]string{a})
		end := 0
		for _, s := range x.Append(nil, b) {
			if s.To-s.From < LeastSpan || s.To <= end || a[s.At:s.At+s.To-s.From] != b[s.From:s.To] {
				t.Fatalf("%+v of %q in %q", s, b, a)
			}
			end = s.To
			if m := inside(b, s.From, s.To); m.From > m.To {
				t.Fatal(m)
			}
		}
	})
}

// corpus20k reads the rows of a corpus that `make bench` makes; made-up prose where
// it is not there.
func corpus20k(b *testing.B) []string {
	file, err := os.Open(os.Getenv("SEEDBED_CORPUS"))
	if err != nil {
		return passage(1, 20_000, 40)
	}
	defer file.Close()
	var out []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		out = append(out, lines.Text())
	}
	if err := lines.Err(); err != nil {
		b.Fatal(err)
	}
	return out
}

func BenchmarkSpans(b *testing.B) {
	rows, ref := corpus20k(b), passage(2, 8_000, 40)
	for b.Loop() {
		x, _ := NewSpanIndex(ref)
		var out []SharedSpan
		for _, r := range rows {
			out = x.Append(out[:0], r)
		}
	}
	b.ReportMetric(float64(len(rows)*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkPersonal(b *testing.B) {
	rows := corpus20k(b)
	var s scanner
	for b.Loop() {
		for _, r := range rows {
			s.scan(r, "")
		}
	}
	b.ReportMetric(float64(len(rows)*b.N)/b.Elapsed().Seconds(), "rows/s")
}
