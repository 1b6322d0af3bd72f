package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strings"
)

// near is the similarity of near-duplicates in the bench.
const near = .7

// score is how right pairs are, by comparing some rows with all others.
type score struct {
	Rows  int `json:"rows"`  // that were compared with all
	Truth int `json:"truth"` // pairs that one of them is in
	Found int `json:"found"` // of the pairs that were found, those that one of them is in
	Right int `json:"right"` // found, and true
}

func (s score) recall() float64    { return float64(s.Right) / float64(max(1, s.Truth)) }
func (s score) precision() float64 { return float64(s.Right) / float64(max(1, s.Found)) }

// scorePairs compares pairs with the truth. Up to 100,000 rows that is every pair;
// above, the pairs of one row in 49, each of which is compared with every other row.
// It counts shared runs of three words one by one, and has nothing in common with
// how Seedbed finds them, but that words are parted by spaces.
func scorePairs(corpusFile, pairsFile string, stdout io.Writer) error {
	sets, err := gramSets(corpusFile)
	if err != nil {
		return err
	}
	step := 1
	if len(sets) > 100_000 {
		step = 49
	}
	truth := map[[2]int32]bool{}
	index := map[uint64][]int32{}
	var out score
	for i := 0; i < len(sets); i += step {
		out.Rows++
		for _, g := range sets[i] {
			index[g] = append(index[g], int32(i))
		}
	}
	shared := make([]uint16, len(sets))
	var touched []int32
	for i := range sets {
		touched = touched[:0]
		for _, g := range sets[i] {
			for _, k := range index[g] {
				if shared[k] == 0 {
					touched = append(touched, k)
				}
				shared[k]++
			}
		}
		for _, k := range touched {
			both := float64(shared[k])
			shared[k] = 0
			if int(k) != i && both >= near*(float64(len(sets[i])+len(sets[k]))-both)-1e-9 {
				truth[[2]int32{min(k, int32(i)), max(k, int32(i))}] = true
			}
		}
	}
	out.Truth = len(truth)
	file, err := os.Open(pairsFile)
	if err != nil {
		return err
	}
	defer file.Close()
	seen := map[[2]int32]bool{}
	for s := bufio.NewScanner(file); s.Scan(); {
		var a, b int32
		if _, err := fmt.Sscan(s.Text(), &a, &b); err != nil {
			return fmt.Errorf("reading pairs: %w", err)
		}
		p := [2]int32{min(a, b), max(a, b)}
		if int(a)%step != 0 && int(b)%step != 0 || seen[p] {
			continue
		}
		seen[p] = true
		out.Found++
		if truth[p] {
			out.Right++
		}
	}
	return json.NewEncoder(stdout).Encode(out)
}

// gramSets reads the runs of three words of each row.
func gramSets(path string) ([][]uint64, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var out [][]uint64
	for s := bufio.NewScanner(file); s.Scan(); {
		var row struct{ Text string }
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("reading the corpus: %w", err)
		}
		words := strings.Fields(strings.ToLower(row.Text))
		set := make([]uint64, 0, len(words))
		for i := 0; i+3 <= len(words); i++ {
			h := fnv.New64a()
			_, _ = io.WriteString(h, strings.Join(words[i:i+3], " "))
			set = append(set, h.Sum64())
		}
		slices.Sort(set)
		out = append(out, slices.Compact(set))
	}
	return out, nil
}
