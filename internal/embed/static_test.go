package embed

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// madeTokenizer is a small tokenizer.json: bytes, some letters, some merges.
func madeTokenizer(newForm bool) []byte {
	vocab := map[string]int{"<unk>": 0}
	for b := range 256 {
		vocab[fmt.Sprintf("<0x%02X>", b)] = 1 + b
	}
	var merges []any
	for _, t := range []string{"▁", "a", "b", "c", "é", "ab", "bc", "abc", "▁a", "▁abc"} {
		vocab[t] = len(vocab)
	}
	for _, m := range [][2]string{{"b", "c"}, {"a", "b"}, {"a", "bc"}, {"▁", "a"}, {"▁", "abc"}} {
		if newForm {
			merges = append(merges, []string{m[0], m[1]})
		} else {
			merges = append(merges, m[0]+" "+m[1])
		}
	}
	b, err := json.Marshal(map[string]any{
		"normalizer": map[string]any{"type": "Prepend", "prepend": "▁"},
		"model":      map[string]any{"type": "BPE", "byte_fallback": true, "vocab": vocab, "merges": merges},
	})
	if err != nil {
		panic(err)
	}
	return b
}

func madeTable(rows, dim int) []byte {
	header := fmt.Appendf(nil, `{"__metadata__":{"a":"b"},"embedding.weight":{"dtype":"F32","shape":[%d,%d],"data_offsets":[0,%d]}}`, rows, dim, rows*dim*4)
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	out = append(out, header...)
	for i := range rows * dim {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(i%7)-3))
	}
	return out
}

func madeModel(tb testing.TB) string {
	dir := tb.TempDir()
	for name, b := range map[string][]byte{"tokenizer.json": madeTokenizer(false), "small.safetensors": madeTable(267, 8)} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

func TestTokenizerByHand(t *testing.T) {
	for _, form := range []bool{false, true} {
		tok, err := parseTokenizer(madeTokenizer(form))
		if err != nil {
			t.Fatal(err)
		}
		name := make([]string, 267)
		for s, id := range tok.vocab {
			name[id] = s
		}
		for word, want := range map[string]string{
			"abc": "▁abc",            // bc first: it is the earliest merge
			"ab":  "▁ ab",            // ab comes before ▁a
			"a":   "▁a",              //
			"éz":  "▁ é <0x7A>",      // z by its byte
			"ö":   "▁ <0xC3> <0xB6>", // two bytes
		} {
			var got []string
			for _, id := range tok.word(word) {
				got = append(got, name[id])
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q is %q, want %q", word, got, want)
			}
		}
	}
}

func TestHalves(t *testing.T) {
	h := halves()
	for bits, want := range map[int]float64{0x0000: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0001: math.Ldexp(1, -24), 0x0400: math.Ldexp(1, -14), 0x3555: 0.333251953125} {
		if float64(h[bits]) != want {
			t.Errorf("%#04x is %v, want %v", bits, h[bits], want)
		}
	}
}

func TestStatic(t *testing.T) {
	s, err := OpenStatic(madeModel(t))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(s.Name(), "small (8 dimensions)") {
		t.Errorf("its name is %q", s.Name())
	}
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringMatching(`[abc é]{0,30}`)), 1, 150).Draw(t, "texts")
		all, err := s.Embed(t.Context(), texts)
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range texts {
			one, _ := s.Embed(t.Context(), []string{"  " + text + " \n"})
			if !slices.Equal(one[0], all[i]) {
				t.Fatalf("%q alone has another vector", text)
			}
			if n := cosine(all[i], all[i]); n != 0 && math.Abs(n-1) > 1e-5 {
				t.Fatalf("%q has the length %v", text, n)
			}
		}
	})
}

// The model that scripts/embeddings.sh gets, where it is there: the cosines of the
// tokenizers package (0.23.3) and NumPy on the same files. Without it a made model shows
// that like texts are near.
func TestStaticKnowsParaphrases(t *testing.T) {
	folder := filepath.Join("..", "..", "build", "embeddings")
	texts := []string{
		"The doctor told me to rest for a week.", "My physician said I should take it easy for seven days.", "The stock market fell sharply after the announcement.",
		"Janet sells sixteen eggs at the market every day.", "Every day, Janet takes 16 eggs to the market and sells them.", "日本語 und Öl: don't — 3.5%  naïve 🙂x",
	}
	want := map[[2]int]float64{{0, 1}: .4263, {0, 2}: -.0215, {3, 4}: .8961, {2, 4}: .1588, {4, 5}: -.0152, {1, 5}: -.0375}
	if _, err := os.Stat(folder); err != nil {
		folder, texts, want = madeModel(t), []string{"abc abc", "abc  abc"}, map[[2]int]float64{{0, 1}: 1}
	}
	s, err := OpenStatic(folder)
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for pair, c := range want {
		if got := cosine(v[pair[0]], v[pair[1]]); math.Abs(got-c) > 1e-4 {
			t.Errorf("%q and %q are alike by %.4f, want %.4f", texts[pair[0]], texts[pair[1]], got, c)
		}
	}
}

func TestBadModels(t *testing.T) {
	table, tok := madeTable(267, 8), madeTokenizer(false)
	swap := func(b []byte, old, by string) []byte { return bytes.Replace(b, []byte(old), []byte(by), 1) }
	nan := slices.Clone(table)
	binary.LittleEndian.PutUint32(nan[len(nan)-4:], 0x7fc00000)
	for name, c := range map[string]struct {
		table, tok []byte
		want       string
	}{
		"short":         {[]byte("abc"), tok, "fewer than 8 bytes"},
		"huge header":   {bytes.Repeat([]byte{255}, 64), tok, "header says"},
		"no JSON":       {append([]byte{4, 0, 0, 0, 0, 0, 0, 0}, "nope"...), tok, "header"},
		"cut off":       {table[:len(table)-1], tok, "should be at"},
		"other numbers": {swap(table, "F32", "I32"), tok, "F16 and F32"},
		"huge shape":    {swap(table, "[267,8]", "[9e9,8]"), tok, "header"},
		"not a number":  {nan, tok, "not finite"},
		"few rows":      {madeTable(20, 8), tok, "do not belong together"},
		"other model":   {table, swap(tok, `"BPE"`, `"WPE"`), "BPE with byte fallback"},
		"no fallback":   {table, swap(tok, `"byte_fallback":true`, `"byte_fallback":false`), "byte fallback"},
		"odd merge":     {table, swap(tok, `"b c"`, `"b zz"`), "not of its tokens"},
		"no bytes":      {table, swap(tok, `"\u003c0x41\u003e"`, `"no"`), "no token for the byte"},
		"negative":      {table, swap(tok, `"abc":264`, `"abc":-1`), "has the number -1"},
	} {
		dir := t.TempDir()
		for file, b := range map[string][]byte{"tokenizer.json": c.tok, "m.safetensors": c.table} {
			if err := os.WriteFile(filepath.Join(dir, file), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := OpenStatic(dir); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := OpenStatic(t.TempDir()); err == nil || !strings.Contains(err.Error(), "needs one *.safetensors") {
		t.Errorf("an empty folder: %v", err)
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add(madeTable(3, 2))
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Add([]byte(`{"a":{"dtype":"F16","shape":[1,2],"data_offsets":[0,4]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := readTable(bytes.NewReader(b), int64(len(b)))
		if err == nil {
			w.add(make([]float32, w.dim), w.rows-1)
		}
	})
}

func FuzzTokenizer(f *testing.F) {
	f.Add(madeTokenizer(false), "abc é")
	f.Add(madeTokenizer(true), "\xff日本")
	f.Add([]byte(`{"model":{"type":"BPE"}}`), "")
	f.Fuzz(func(t *testing.T, b []byte, text string) {
		tok, err := parseTokenizer(b)
		if err != nil {
			return
		}
		for _, id := range tok.word(text) {
			if id < 0 || int(id) > tok.largest {
				t.Fatalf("token %d of %d", id, tok.largest)
			}
		}
	})
}

func BenchmarkStatic(b *testing.B) {
	dir := filepath.Join("..", "..", "build", "embeddings")
	if _, err := os.Stat(dir); err != nil {
		dir = madeModel(b)
	}
	s, err := OpenStatic(dir)
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	for i := range 2000 {
		texts = append(texts, fmt.Sprintf("Natalia sold clips to %d of her friends in April, and then she sold half as many clips in May. How many did she sell?", i))
	}
	for b.Loop() {
		if _, err := s.Embed(b.Context(), texts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(texts)*b.N)/b.Elapsed().Seconds(), "texts/s")
}
