package dialogue

import (
	_ "embed"
	"encoding/binary"
	"math"
	"strings"
	"sync"

	"seedbed.dev/seedbed"
)

// netFile are the weights of the network. scripts/ends.py writes it, and unfinished_net.md
// tells what it was trained on and under which licence it is.
//
//go:embed unfinished_net.bin
var netFile string

// Sizes of the network, as the script has them.
const (
	netWords   = 12 // of a turn's end that it sees
	netSize    = 32 // numbers of a word
	netHidden  = 128
	netSecond  = 32
	netRows    = 1 << 14 // of words
	netLetters = 1 << 12 // rows of words' last letters
	netGaps    = 4
	netTail    = 3 // letters that are a word's last ones
)

// What stands before a word, to the network.
const (
	gapNone  = iota
	gapSign  // a comma, a bracket, a dash
	gapStop  // the end of a sentence
	gapStart // the turn's beginning
)

// endNet tells how likely it is that a sentence ends with a turn's last word: a window of
// words, each the sum of what is learned for it, under two dense layers (Bengio et al., A
// Neural Probabilistic Language Model, 2003). Words stand in their rows by hashes, two for
// each, so that two that meet in one row differ in the other (Svenstrup et al., Hash
// Embeddings, 2017). It is immutable once read.
type endNet struct {
	words, letters, gaps []float32 // rows of netSize
	first                []float32 // netHidden rows of netWords*netSize, the last word's numbers last
	firstBias            []float32
	second               []float32 // netSecond rows of netHidden
	secondBias           []float32
	out                  []float32 // netSecond
	outBias              float32
}

var knownEndNet = sync.OnceValue(func() *endNet {
	m, err := readEndNet(netFile)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return m
})

// readEndNet reads what scripts/ends.py wrote: matrices one after another, each a scale for
// each of its rows or for all, and its numbers as bytes.
func readEndNet(file string) (*endNet, error) {
	m, rest := &endNet{}, file
	float := func() float32 {
		if len(rest) < 4 {
			rest = ""
			return float32(math.NaN())
		}
		x := math.Float32frombits(binary.LittleEndian.Uint32([]byte(rest[:4])))
		rest = rest[4:]
		return x
	}
	matrix := func(rows, columns, scales int) []float32 {
		by := make([]float32, scales)
		for i := range by {
			by[i] = float()
		}
		if len(rest) < rows*columns {
			rest = ""
			return nil
		}
		out := make([]float32, rows*columns)
		for i := range out {
			out[i] = by[i/columns*scales/rows] * float32(int8(rest[i]))
		}
		rest = rest[rows*columns:]
		return out
	}
	floats := func(n int) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = float()
		}
		return out
	}
	m.words = matrix(netRows, netSize, 1)
	m.letters = matrix(netLetters, netSize, 1)
	m.gaps = matrix(netGaps, netSize, 1)
	m.first, m.firstBias = matrix(netHidden, netWords*netSize, netHidden), floats(netHidden)
	m.second, m.secondBias = matrix(netSecond, netHidden, netSecond), floats(netSecond)
	m.out, m.outBias = floats(netSecond), float()
	if rest != "" || m.outBias != m.outBias {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the network of turn ends is damaged: it has %d bytes; scripts/ends.py writes it again", len(file))
	}
	return m, nil
}

// netInput is what the network sees of a turn.
type netInput struct {
	x      [netWords * netSize]float32
	hidden [netHidden]float32
}

// wantsMoreWords is how sure the network is that the sentence with which a turn ends goes on: the
// log-odds of that, about -6 to 12. The turn has a word.
func (w *Watcher) wantsMoreWords() float32 {
	m, t, in := knownEndNet(), &w.text, &w.net
	slot, i := netWords, len(t.words)-1
	for ; i >= 0 && slot > 0; i-- {
		x := &t.words[i]
		if !x.first {
			continue
		}
		slot--
		gap := gapStart
		if i > 0 {
			gap = gapOf(t.text[t.words[i-1].to:x.from])
		}
		m.take(t, t.text[x.from:x.to], gap, in.x[slot*netSize:(slot+1)*netSize])
	}
	seen := in.x[slot*netSize:]
	for h := range in.hidden {
		row := m.first[h*netWords*netSize+slot*netSize:][:len(seen)]
		in.hidden[h] = max(0, m.firstBias[h]+dot(row, seen))
	}
	z := m.outBias
	for j := range netSecond {
		z += float32(m.out[j] * max(0, m.secondBias[j]+dot(m.second[j*netHidden:(j+1)*netHidden], in.hidden[:])))
	}
	return -z
}

// take writes a word's numbers.
func (m *endNet) take(t *turnText, s string, gap int, out []float32) {
	h, tail := netNumber, netNumber
	if !hasDigit(s) {
		h, _ = t.hashed(s)
		tail, _ = t.hashed(lastLetters(s, netTail))
	}
	a := m.words[netSize*netRow(h, netRows, 0x9e3779b97f4a7c15):][:netSize]
	b := m.words[netSize*netRow(h, netRows, 0xa24baed4963ee407):][:netSize]
	c := m.letters[netSize*netRow(tail, netLetters, 0x9e3779b97f4a7c15):][:netSize]
	d := m.gaps[netSize*gap:][:netSize]
	for i := range out {
		out[i] = a[i] + b[i] + c[i] + d[i]
	}
}

// netNumber is the hash of all words with a digit.
var netNumber = hash([]byte("0"))

// netRow spreads a hash over rows, a power of two of them.
func netRow(h, rows, by uint64) uint64 { return (h ^ h>>29) * by / (math.MaxUint64/rows + 1) }

// gapOf tells what stands between two words.
func gapOf(s string) int {
	if s == " " {
		return gapNone
	}
	gap := gapNone
	for i, r := range s {
		switch r {
		case '!', '?', '…', '\n':
			return gapStop
		case '.':
			if i+1 == len(s) || strings.IndexByte(" \t\r\n\")*", s[i+1]) >= 0 {
				return gapStop
			}
			gap = gapSign
		case ' ', '\t', '\r', '\u00a0', '\u202f':
		default:
			gap = gapSign
		}
	}
	return gap
}

// dot is the product of two rows of one length, a multiple of four. Products are rounded, so
// that machines that could add them unrounded give the same.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for i := 0; i+3 < len(a); i += 4 {
		s0 += float32(a[i] * b[i])
		s1 += float32(a[i+1] * b[i+1])
		s2 += float32(a[i+2] * b[i+2])
		s3 += float32(a[i+3] * b[i+3])
	}
	return s0 + s1 + s2 + s3
}
