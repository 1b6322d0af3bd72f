package copying

import (
	"bufio"
	"fmt"
	"index/suffixarray"
	"math/rand/v2"
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

// Texts of one template share most windows with most others: the places of each are
// ordered two ways, and windows within what is known are left out.
func TestSpansOfTemplates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		letters := rapid.SampledFrom([]string{"ab", "abc ", "abcdefgh"}).Draw(t, "letters")
		word := func(most int) string {
			b := make([]byte, rng.IntN(most+1))
			for i := range b {
				b[i] = letters[rng.IntN(len(letters))]
			}
			return string(b)
		}
		parts := make([]string, 1+rng.IntN(4))
		for i := range parts {
			parts[i] = word(120)
		}
		slot := rapid.SampledFrom([]int{1, 3, 12, 40}).Draw(t, "slot")
		cut := rapid.IntRange(0, 3).Draw(t, "cut")
		fill := func() string {
			var b strings.Builder
			b.WriteString(word(slot))
			for _, p := range parts {
				from, to := 0, len(p)
				if cut > 0 && rng.IntN(4) < cut && len(p) > 0 { // more or less of the part
					from = rng.IntN(len(p))
					to = from + rng.IntN(len(p)-from+1)
				}
				b.WriteString(p[from:to] + word(slot))
			}
			return b.String()
		}
		var texts []string
		for range rapid.IntRange(1, 120).Draw(t, "texts") {
			texts = append(texts, fill())
		}
		for range 4 {
			checkSpans(t, texts, fill())
		}
	})
}

// template makes texts of one template: with names and numbers in it, or with
// slots that hold more or less of the same, so that very many stretches overlap.
func template(seed uint64, n int, hard bool) (out []string) {
	rng := rand.New(rand.NewPCG(seed, 5))
	slot := func(s string) string {
		if !hard {
			return fmt.Sprint(s, rng.IntN(500))
		}
		return strings.Repeat(s, rng.IntN(9))
	}
	for range n {
		out = append(out, fmt.Sprintf("%s has %d %s and gives %d of them to %s. Read the problem once more, say which quantities are known, and think about which operation takes you from the one to the other. "+
			"Then %s wants %d more; write the answer for %s down in full, and nothing but the answer, in one line.",
			slot("An"), rng.IntN(100), slot("pe"), rng.IntN(1000), slot("Bo"), slot("Cy"), rng.IntN(10_000), slot("Di")))
	}
	return out
}

// spansBySuffixes is spansByHand by a suffix array.
func spansBySuffixes(all *suffixarray.Index, text string) (out [][2]int) {
	stands := func(from, to int) bool { return to <= len(text) && len(all.Lookup([]byte(text[from:to]), 1)) > 0 }
	end := 0
	for from := range text {
		to := max(end+1, from+LeastSpan)
		if !stands(from, to) {
			continue
		}
		for end = to; stands(from, end+1); {
			end++
		}
		out = append(out, [2]int{from, end})
	}
	return out
}

func TestSpansOfATemplate(t *testing.T) {
	for _, hard := range []bool{false, true} {
		texts := template(2, 1000, hard)
		x, _ := NewSpanIndex(texts)
		all := suffixarray.New([]byte(strings.Join(texts, "\x00")))
		for i, row := range template(1, 100, hard) {
			var got [][2]int
			for _, s := range x.Append(nil, row) {
				got = append(got, [2]int{s.From, s.To})
			}
			if want := spansBySuffixes(all, row); !slices.Equal(got, want) {
				t.Errorf("hard %v, row %d: spans %v, want %v", hard, i, got, want)
			}
		}
	}
}

// The work of a text is bounded, however many others are of its template.
func TestSpansOfATemplateTakeBoundedWork(t *testing.T) {
	for _, c := range []struct {
		hard bool
		most int
	}{{false, 5000}, {true, 15_000}} {
		rows := template(1, 300, c.hard)
		var works []int
		for _, n := range []int{100, 1000, 20_000} {
			x, _ := NewSpanIndex(template(2, n, c.hard))
			all := 0
			for _, r := range rows {
				_, work := x.search(nil, r)
				all += work
			}
			works = append(works, all/len(rows))
		}
		t.Logf("hard %v: work a row, of 100, 1,000 and 20,000 others: %d", c.hard, works)
		if works[2] > c.most {
			t.Errorf("hard %v: work a row, of 100, 1,000 and 20,000 others: %d", c.hard, works)
		}
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
