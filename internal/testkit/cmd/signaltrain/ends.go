package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"unicode"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// How the ends of turns are learned; chosen by what is found in the texts of held-out
// writers.
const (
	endRate        = .1
	endDecay       = 2e-5
	endEpochs      = 6
	endFolds       = 4
	endCuts        = 3   // of each turn that is learned from
	endSound       = 3.0 // how much a whole turn counts beside one that was cut
	endLeast       = 3   // cases that a feature is seen in
	endWeightsMost = 25000
	endStyled      = .15 // how much one counts that was written anew without stops
	endAlarms      = .005
	scripted       = "v" // who wrote nothing by hand
)

// endCase is a turn's end: of a whole turn, or of one that was cut.
type endCase struct {
	places []uint32
	cut    bool
	inside bool    // a word
	style  int     // 0: as it was written
	margin float64 // how far above the limit its score is wanted; infinite where it needs none
	text   string
}

// before is the part of a conversation up to where its behaviour shows: sound turns.
func before(l *transcripts.Lesson) dialogue.Conversation {
	if len(l.Shows) > 0 {
		return l.Turns[:l.Shows[0]]
	}
	return l.Turns
}

// styles are a conversation as it is, and as users would have written it who put no stop
// at the end of a turn, or no signs at all.
func styles(c dialogue.Conversation) []dialogue.Conversation {
	out := []dialogue.Conversation{c}
	for style := range 2 {
		d := slices.Clone(c)
		for i := range d {
			if d[i].Role == seedbed.User {
				d[i].Content = restyled(d[i].Content, style)
			}
		}
		out = append(out, d)
	}
	return out
}

func restyled(s string, style int) string {
	s = strings.TrimRight(s, " \n")
	if style == 1 {
		s = strings.ToLower(strings.NewReplacer(". ", " ", "! ", " ", ", ", " ").Replace(s))
		return strings.TrimRight(s, ".!?")
	}
	if rest, ok := strings.CutSuffix(s, "."); ok && !strings.HasSuffix(rest, ".") {
		return rest
	}
	return s
}

// cuts cuts a text at places that a seed chooses: after a word, or inside one.
func cuts(s string, n int, r *rand.Rand) (out []string, inside []bool) {
	s = strings.TrimRight(s, " \n")
	runes := []rune(s)
	var ends, middles []int
	for i := 6; i+1 < len(runes); i++ {
		letters := unicode.IsLetter(runes[i-1])
		switch {
		case letters && runes[i] == ' ' && !opensSentence(runes[i:]):
			ends = append(ends, i)
		case letters && unicode.IsLetter(runes[i-2]) && unicode.IsLetter(runes[i]):
			middles = append(middles, i)
		case runes[i-1] == ',' && runes[i] == ' ':
			ends = append(ends, i)
		}
	}
	for range n {
		at, in := ends, false
		if r.IntN(5) < 2 {
			at, in = middles, true
		}
		if len(at) < 2 {
			continue
		}
		out, inside = append(out, string(runes[:at[r.IntN(len(at))]])), append(inside, in)
	}
	return out, inside
}

// opensSentence reports whether a text goes on with a capital, as an unstopped sentence's
// end is followed by.
func opensSentence(rest []rune) bool { return len(rest) < 3 }

// endCases makes cases of one conversation.
func endCases(l *transcripts.Lesson) (out []endCase) {
	r := rand.New(rand.NewPCG(uint64(len(l.ID)), hashOf(l.ID)))
	all := append(styles(before(l)), sentencesOf(l))
	for style, c := range all {
		var inside []bool
		var texts []string
		dialogue.Ends(c, l.Profile(), func(turn int) []string {
			var some []string
			some, inside = cuts(c[turn].Content, endCuts, r)
			if style > 0 && len(some) > 1 {
				some, inside = some[:1], inside[:1]
			}
			texts = append(some, c[turn].Content)
			return texts
		}, func(_, j int, features []uint32, margin float32) {
			x := endCase{cut: j+1 < len(texts), style: style, margin: float64(margin), text: texts[j]}
			x.inside = x.cut && inside[j]
			for _, f := range features {
				x.places = append(x.places, dialogue.EndPlace(f))
			}
			out = append(out, x)
		})
	}
	return out
}

func hashOf(s string) (h uint64) {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// sentencesOf are the sentences of what a system says, as a user would write one who puts
// no signs, each as a conversation's only turn: what words sentences end with.
func sentencesOf(l *transcripts.Lesson) (out dialogue.Conversation) {
	for i := range l.Turns {
		if l.Turns[i].Role != seedbed.Assistant {
			continue
		}
		for line := range strings.SplitSeq(l.Turns[i].Content, "\n") {
			for _, s := range strings.SplitAfter(line, ". ") {
				s = strings.TrimSpace(s)
				if whole := strings.TrimRight(s, ".!?"); whole != s && strings.Count(s, " ") > 3 {
					out = append(out, dialogue.Turn{Role: seedbed.User, Content: restyled(s, 1)})
				}
			}
		}
	}
	return out
}

// endModel is a logistic regression over places.
type endModel struct {
	w    []float64
	bias float64
}

func (m *endModel) score(places []uint32) float64 {
	z := m.bias
	for _, p := range places {
		z += m.w[p]
	}
	return z
}

// endSeen counts the cases that have a place.
func endSeen(cases []endCase) []int {
	seen := make([]int, dialogue.EndPlaces)
	for i := range cases {
		for _, p := range cases[i].places {
			seen[p]++
		}
	}
	return seen
}

// sparse leaves out the weights that change least: small ones, and those of places that few
// cases have.
func (m *endModel) sparse(seen []int) {
	worth := make([]float64, len(m.w))
	for p, w := range m.w {
		worth[p] = math.Abs(w) * math.Sqrt(float64(seen[p]))
	}
	sorted := slices.Clone(worth)
	slices.Sort(sorted)
	least := sorted[max(0, len(sorted)-endWeightsMost)]
	for p := range m.w {
		if worth[p] < least {
			m.w[p] = 0
		}
	}
}

// learnEnds learns by AdaGrad, and returns the mean of the second half of its passes.
func learnEnds(cases []endCase) *endModel {
	m := &endModel{w: make([]float64, dialogue.EndPlaces)}
	sums, mean := make([]float64, len(m.w)), make([]float64, len(m.w))
	var biases, bias float64
	seen := endSeen(cases)
	r := rand.New(rand.NewPCG(7, 11))
	for epoch := range endEpochs {
		for _, i := range r.Perm(len(cases)) {
			x := &cases[i]
			if math.IsInf(x.margin, 0) {
				continue
			}
			g := 1 / (1 + math.Exp(-m.score(x.places)))
			if x.cut {
				g--
			} else {
				g *= endSound
			}
			if x.style > 0 {
				g *= endStyled
			}
			biases += g * g
			m.bias -= endRate * g / math.Sqrt(1+biases)
			for _, p := range x.places {
				if seen[p] < endLeast {
					continue
				}
				d := g + endDecay*m.w[p]
				sums[p] += d * d
				m.w[p] -= endRate * d / math.Sqrt(1e-1+sums[p])
			}
		}
		if epoch >= endEpochs/2 {
			for p, w := range m.w {
				mean[p] += w
			}
			bias += m.bias
		}
	}
	n := float64(endEpochs - endEpochs/2)
	for p := range mean {
		mean[p] /= n
	}
	out := &endModel{mean, bias / n}
	out.sparse(seen)
	return out
}

func casesOf(lessons []*transcripts.Lesson) (out []endCase) {
	for _, l := range lessons {
		out = append(out, endCases(l)...)
	}
	return out
}

// endsHeldOut gives scores of the ends of turns of each writer by a model of others.
type endScore struct {
	*endCase
	lesson *transcripts.Lesson
	z      float64
}

func endsHeldOut(lessons []*transcripts.Lesson) (out []endScore) {
	var writers []string
	for _, l := range lessons {
		if !slices.Contains(writers, l.Writer) {
			writers = append(writers, l.Writer)
		}
	}
	parts := make([][]endScore, endFolds)
	var wg sync.WaitGroup
	for fold := range endFolds {
		wg.Go(func() {
			var train, test []*transcripts.Lesson
			for _, l := range lessons {
				if slices.Index(writers, l.Writer)%endFolds == fold {
					test = append(test, l)
				} else {
					train = append(train, l)
				}
			}
			m := learnEnds(casesOf(train))
			for _, l := range test {
				cases := endCases(l)
				for j := range cases {
					s := endScore{&cases[j], l, m.score(cases[j].places)}
					parts[fold] = append(parts[fold], s)
				}
			}
		})
	}
	wg.Wait()
	return slices.Concat(parts...)
}

// ends trains the scorer of turns that break off, and returns its weights.
func ends(out io.Writer, all []transcripts.Lesson, digest string, missed bool) ([]byte, error) {
	var lessons []*transcripts.Lesson
	for i := range all {
		if all[i].Writer != scripted { // all its turns end with a stop
			lessons = append(lessons, &all[i])
		}
	}
	held := endsHeldOut(lessons)
	limit := endLimit(held)
	endTable(out, held, limit, missed)
	endCurve(out, held)
	m := learnEnds(casesOf(lessons))
	var most float64
	for _, w := range m.w {
		most = max(most, math.Abs(w))
	}
	weights := make([]int8, len(m.w))
	for i, w := range m.w {
		weights[i] = int8(math.Round(w / most * 127))
	}
	e := dialogue.EndWeights{Digest: digest, Scale: float32(most / 127), Bias: float32(m.bias), Limit: float32(limit)}
	file, err := e.EncodeEnds(weights)
	fmt.Fprintf(out, "scale %.4f, %d bytes\n", e.Scale, len(file))
	return file, err
}
