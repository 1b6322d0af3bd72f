package embed

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

// Static embeds by a table: the vectors of a text's tokens, added up.
type Static struct {
	name   string
	tokens *tokenizer
	table  *table
}

// OpenStatic reads a static model from a folder with one *.safetensors (a table of
// float16 or float32, a row a token) and one tokenizer*.json or *tokenizer*.json (a
// Hugging Face tokenizer: BPE with byte fallback, as of Llama).
func OpenStatic(folder string) (*Static, error) {
	weights, err := one(folder, "*.safetensors")
	if err != nil {
		return nil, err
	}
	words, err := one(folder, "*tokenizer*.json")
	if err != nil {
		return nil, err
	}
	data, err := readFile(words, mostTokenizer)
	if err != nil {
		return nil, err
	}
	t, err := parseTokenizer(data)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", words, err)
	}
	file, err := os.Open(weights)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "opening the static model: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "opening the static model: %w", err)
	}
	w, err := readTable(file, info.Size())
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", weights, err)
	}
	if t.largest >= w.rows {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%s has %d rows, and %s tokens up to %d: they do not belong together", weights, w.rows, words, t.largest)
	}
	name := strings.TrimSuffix(filepath.Base(weights), ".safetensors")
	return &Static{name: fmt.Sprintf("static model %s (%d dimensions)", name, w.dim), tokens: t, table: w}, nil
}

// one returns the file of a folder that a pattern matches.
func one(folder, pattern string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", seedbed.Errorf(seedbed.CodeInvalid, "opening the static model: %w", err)
	}
	var found []string
	for _, e := range entries {
		if ok, _ := filepath.Match(pattern, e.Name()); ok && !e.IsDir() {
			found = append(found, e.Name())
		}
	}
	if len(found) != 1 {
		return "", seedbed.Errorf(seedbed.CodeInvalid, "the static model in %s needs one %s, and there are %d", folder, pattern, len(found))
	}
	return filepath.Join(folder, found[0]), nil
}

// readFile reads a file that is not larger than most.
func readFile(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "opening the static model: %w", err)
	}
	if info.Size() > most {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%s has %d bytes; %d is the most", path, info.Size(), most)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading the static model: %w", err)
	}
	return b, nil
}

// Name implements Embedder.
func (s *Static) Name() string { return s.name }

// Embed implements Embedder.
func (s *Static) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	workers := min(runtime.GOMAXPROCS(0), 1+len(texts)/64)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			words := map[string][]int32{} // what a worker has met: most words come again
			for i := w; i < len(texts) && ctx.Err() == nil; i += workers {
				out[i] = s.embed(texts[i], words)
			}
		})
	}
	wg.Wait()
	return out, ctx.Err()
}

// Bounds on a text and on the words that are remembered.
const (
	mostText  = 64 << 10
	mostWords = 50_000
)

func (s *Static) embed(text string, known map[string][]int32) []float32 {
	v := make([]float32, s.table.dim)
	text = strings.ToValidUTF8(text[:min(len(text), mostText)], "\uFFFD")
	for word := range strings.FieldsSeq(text) { // white space is collapsed
		ids, ok := known[word]
		if !ok {
			ids = s.tokens.word(word)
			if len(known) < mostWords {
				known[word] = ids
			}
		}
		for _, id := range ids {
			s.table.add(v, int(id))
		}
	}
	normalize(v)
	return v
}
