package fidelity

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

// hashBits is the logarithm of how many places features are hashed to.
const hashBits = 18

const styles = 10 // places after those: lengths and rates

// feature is a place and how much of it a row has.
type feature struct {
	at    uint32
	value float32
}

// place is where a hash goes.
func place(h uint64) uint32 { return uint32(mixed(h) >> (64 - hashBits)) }

// featuresOf returns a text's words, pairs of words and runs of four characters, each
// once and together of length 1, and its style, not yet on a common scale.
func featuresOf(s string) []feature {
	t := measure.NewTokens(s)
	var at []uint32
	for _, h := range t.Hashes() {
		at = append(at, place(h))
	}
	for _, h := range t.NGrams(2) {
		at = append(at, place(h^2))
	}
	for _, w := range t.Words() {
		for k := 0; k+4 <= len(w.Lower); k++ {
			at = append(at, place(uint64(w.Lower[k])|uint64(w.Lower[k+1])<<8|uint64(w.Lower[k+2])<<16|uint64(w.Lower[k+3])<<24|1<<40))
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	out := make([]feature, 0, len(at)+styles)
	for _, a := range at {
		out = append(out, feature{a, float32(1 / math.Sqrt(float64(len(at))))})
	}
	for i, v := range styleOf(s, len(t.Words())) {
		out = append(out, feature{1<<hashBits + uint32(i), float32(v)})
	}
	return out
}

// styleOf returns lengths and rates of a text.
func styleOf(s string, words int) [styles]float64 {
	var v [styles]float64
	characters, letters := 0, 0
	for _, r := range s {
		characters++
		switch {
		case r == ',':
			v[2]++
		case r == '.':
			v[3]++
		case r == '!' || r == '?':
			v[4]++
		case r == '"' || r == '\'' || r == '“' || r == '”' || r == '’' || r == '(' || r == ')':
			v[5]++
		case r == '-' || r == '–' || r == '—' || r == ':' || r == ';':
			v[6]++
		case r == '\n':
			v[7]++
		case unicode.IsDigit(r):
			v[8]++
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				v[9]++
			}
		}
	}
	for i := 2; i < styles; i++ {
		v[i] = math.Sqrt(v[i] / float64(max(words, 1)))
	}
	v[0] = math.Log1p(float64(words))
	v[1] = float64(letters) / float64(max(words, 1))
	return v
}

// logistic is a logistic regression.
type logistic struct {
	weight      []float32
	bias        float64
	mean, scale [styles]float64 // of style, where it was learned
}

// rounds are how often the model sees each row.
const rounds = 12

// learned fits a model, by AdaGrad in a random order of rows.
func learned(rows []*instance, seed uint64) *logistic {
	m := &logistic{weight: make([]float32, 1<<hashBits+styles)}
	m.standardise(rows)
	sums := make([]float32, len(m.weight)) // of squared gradients
	biasSum := 1e-8
	rng := rand.New(rand.NewPCG(seed, 3))
	order := rng.Perm(len(rows))
	for range rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			r := rows[i]
			g := 1 / (1 + math.Exp(-m.score(r.features)))
			if r.data {
				g--
			}
			for _, f := range r.features {
				x := m.value(f)
				if x == 0 {
					continue
				}
				d := float32(g)*x + 1e-5*m.weight[f.at]
				sums[f.at] += d * d
				m.weight[f.at] -= .3 * d / float32(math.Sqrt(float64(sums[f.at])+1e-6))
			}
			biasSum += g * g
			m.bias -= .1 * g / math.Sqrt(biasSum)
		}
	}
	return m
}

// standardise sets the scale of style.
func (m *logistic) standardise(rows []*instance) {
	values := make([]float64, len(rows))
	for k := range styles {
		for i, r := range rows {
			values[i] = float64(r.features[len(r.features)-styles+k].value)
		}
		mean, variance := stats.MeanVariance(values)
		m.mean[k] = mean
		if variance > 1e-12 {
			m.scale[k] = 1 / math.Sqrt(variance)
		}
	}
}

// value is a feature's on the model's scale: of style up to 3 standard deviations.
func (m *logistic) value(f feature) float32 {
	if f.at < 1<<hashBits {
		return f.value
	}
	k := f.at - 1<<hashBits
	return float32(math.Max(-3, math.Min(3, (float64(f.value)-m.mean[k])*m.scale[k]))) / 3
}

// score is the logarithm of the odds that a row is data.
func (m *logistic) score(features []feature) float64 {
	sum := m.bias
	for _, f := range features {
		sum += float64(m.weight[f.at] * m.value(f))
	}
	return math.Max(-40, math.Min(40, sum))
}

// markedWords is how many words are marked in a row.
const markedWords = 6

// telling returns where the words are that speak most for a side: 1 the data's, −1
// the reference's.
func telling(m *logistic, s string, sign float64) []measure.Span {
	type weighed struct {
		span   measure.Span
		weight float64
	}
	var list []weighed
	t := measure.NewTokens(s)
	seen := map[uint64]bool{}
	hashes := t.Hashes()
	for i, w := range t.Words() {
		if seen[hashes[i]] {
			continue
		}
		seen[hashes[i]] = true
		weight := float64(m.weight[place(hashes[i])])
		for k := 0; k+4 <= len(w.Lower); k++ {
			weight += float64(m.weight[place(uint64(w.Lower[k])|uint64(w.Lower[k+1])<<8|uint64(w.Lower[k+2])<<16|uint64(w.Lower[k+3])<<24|1<<40)])
		}
		if weight *= sign; weight > 0 {
			list = append(list, weighed{measure.Span{From: w.From, To: w.To}, weight})
		}
	}
	slices.SortStableFunc(list, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	var out []measure.Span
	for _, w := range list[:min(len(list), markedWords)] {
		out = append(out, w.span)
	}
	slices.SortFunc(out, func(a, b measure.Span) int { return a.From - b.From })
	return out
}

// Bounds on near-duplicates.
const (
	nearWords     = 3
	nearShare     = .7
	nearGrams     = 1000 // of a row; of more, those with the smallest hashes
	mostSameGrams = 400  // rows that share their rarest grams, beyond which pairs are not sought
)

// nearClusters returns of each text the first text that it is linked to by near
// equality: the Jaccard index of their word 3-grams, by prefixes of the rarest
// (Chaudhuri and others 2006), or the same words.
func nearClusters(all []string) []int {
	parent := make([]int, len(all))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	join := func(a, b int) {
		a, b = root(a), root(b)
		parent[max(a, b)] = min(a, b)
	}
	sets := make([][]uint64, len(all))
	norms := map[string]int{}
	frequency := map[uint64]int32{}
	for i, s := range all {
		norm := text.NormalizeWords(s)
		if norm == "" {
			norm = strings.ToValidUTF8(s, "")
		}
		if first, ok := norms[norm]; ok {
			join(first, i)
			continue // its copy stands for it
		}
		norms[norm] = i
		set := measure.NewTokens(s).Set(nearWords)
		sets[i] = slices.Clone(set[:min(len(set), nearGrams)])
		for _, g := range sets[i] {
			frequency[g]++
		}
	}
	lists := map[uint64][]int32{}
	for i, set := range sets {
		if len(set) == 0 {
			continue
		}
		rare := slices.Clone(set)
		slices.SortFunc(rare, func(a, b uint64) int { return cmp.Or(cmp.Compare(frequency[a], frequency[b]), cmp.Compare(a, b)) })
		prefix := len(set) - int(math.Ceil(nearShare*float64(len(set)))) + 1
		for _, g := range rare[:prefix] {
			if frequency[g] == 1 {
				continue
			}
			for _, j := range lists[g] {
				if root(int(j)) != root(i) && jaccard(set, sets[j]) >= nearShare {
					join(i, int(j))
				}
			}
			if len(lists[g]) < mostSameGrams {
				lists[g] = append(lists[g], int32(i))
			}
		}
	}
	for i := range parent {
		parent[i] = root(i)
	}
	return parent
}

// jaccard is the Jaccard index of two sorted sets.
func jaccard(a, b []uint64) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common++
			i++
			j++
		}
	}
	return float64(common) / float64(max(1, len(a)+len(b)-common))
}
