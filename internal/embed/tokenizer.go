package embed

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Bounds on tokenizers and words.
const (
	mostTokenizer = 64 << 20 // bytes
	mostVocab     = 1 << 20
	mostMerges    = 4 << 20
	mostRunes     = 64 // of a word; a longer one is cut into such pieces
)

// space stands for a space in SentencePiece's tokens.
const space = "▁"

// tokenizer splits words by byte pair encoding (Sennrich and others 2016).
type tokenizer struct {
	vocab   map[string]int32
	merges  map[[2]int32]merge
	bytes   [256]int32 // what stands for a byte
	largest int
}

// merge is what two neighbouring tokens become, and how early.
type merge struct{ rank, into int32 }

// tokenizerFile is what is used of a tokenizer.json.
type tokenizerFile struct {
	Normalizer json.RawMessage `json:"normalizer"`
	PreToken   json.RawMessage `json:"pre_tokenizer"`
	Model      struct {
		Type         string           `json:"type"`
		ByteFallback bool             `json:"byte_fallback"`
		Vocab        map[string]int64 `json:"vocab"`
		Merges       []mergePair      `json:"merges"`
	} `json:"model"`
}

// mergePair is "a b", or ["a", "b"] in newer files.
type mergePair [2]string

func (m *mergePair) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		var list []string
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		if len(list) != 2 {
			return fmt.Errorf("a merge of %d tokens", len(list))
		}
		*m = mergePair(list)
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	left, right, ok := strings.Cut(s, " ")
	if !ok {
		return fmt.Errorf("a merge without a space: %.40q", s)
	}
	*m = mergePair{left, right}
	return nil
}

// parseTokenizer reads a tokenizer.json.
func parseTokenizer(data []byte) (*tokenizer, error) {
	var f tokenizerFile
	// The type first: other kinds have their vocabulary in another form.
	var kind struct {
		Model struct {
			Type string `json:"type"`
		} `json:"model"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return nil, err
	}
	if kind.Model.Type != "BPE" {
		return nil, fmt.Errorf("its model is %.20q; BPE with byte fallback can be read", kind.Model.Type)
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, err
	}
	switch {
	case !f.Model.ByteFallback:
		return nil, errors.New("its model has no byte fallback; BPE with byte fallback can be read")
	case !strings.Contains(string(f.Normalizer), space) && !strings.Contains(string(f.PreToken), space):
		return nil, fmt.Errorf("it does not mark spaces by %s, as those do that can be read", space)
	case len(f.Model.Vocab) == 0 || len(f.Model.Vocab) > mostVocab || len(f.Model.Merges) > mostMerges:
		return nil, fmt.Errorf("it has %d tokens and %d merges", len(f.Model.Vocab), len(f.Model.Merges))
	}
	t := &tokenizer{vocab: make(map[string]int32, len(f.Model.Vocab)), merges: make(map[[2]int32]merge, len(f.Model.Merges))}
	for token, id := range f.Model.Vocab {
		if id < 0 || id > mostVocab {
			return nil, fmt.Errorf("the token %.40q has the number %d", token, id)
		}
		t.vocab[token] = int32(id)
		t.largest = max(t.largest, int(id))
	}
	for b := range t.bytes {
		id, ok := t.vocab[fmt.Sprintf("<0x%02X>", b)]
		if !ok {
			return nil, fmt.Errorf("it has no token for the byte 0x%02X", b)
		}
		t.bytes[b] = id
	}
	for rank, m := range f.Model.Merges {
		left, ok1 := t.vocab[m[0]]
		right, ok2 := t.vocab[m[1]]
		into, ok3 := t.vocab[m[0]+m[1]]
		if !ok1 || !ok2 || !ok3 {
			return nil, fmt.Errorf("the merge of %.40q and %.40q is not of its tokens", m[0], m[1])
		}
		if _, again := t.merges[[2]int32{left, right}]; !again {
			t.merges[[2]int32{left, right}] = merge{int32(rank), into}
		}
	}
	return t, nil
}

// word returns the tokens of a word with a space before it. No token of such models
// goes over a single space, so that words can be split one by one.
func (t *tokenizer) word(s string) []int32 {
	var ids []int32
	n := 0
	piece := t.append(nil, space)
	for _, r := range s {
		piece = t.append(piece, string(r))
		if n++; n%mostRunes == 0 {
			ids = append(ids, t.join(piece)...)
			piece = nil
		}
	}
	return append(ids, t.join(piece)...)
}

// append appends a character, or its bytes where there is no token for it.
func (t *tokenizer) append(ids []int32, character string) []int32 {
	if id, ok := t.vocab[character]; ok {
		return append(ids, id)
	}
	for i := range len(character) {
		ids = append(ids, t.bytes[character[i]])
	}
	return ids
}

// join merges neighbours, the earliest merge first, the leftmost of equal ones.
func (t *tokenizer) join(ids []int32) []int32 {
	for {
		best, at := merge{rank: 1<<31 - 1}, -1
		for i := 1; i < len(ids); i++ {
			if m, ok := t.merges[[2]int32{ids[i-1], ids[i]}]; ok && m.rank < best.rank {
				best, at = m, i
			}
		}
		if at < 0 {
			return ids
		}
		ids[at-1] = best.into
		ids = append(ids[:at], ids[at+1:]...)
	}
}
