package stage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/prompt"
)

// The ways to combine attributes.
const (
	howCross    = "cross"
	howSample   = "sample"
	howPairwise = "pairwise"
)

const (
	// attributesMost is how many combinations are gone over, at the most: a full
	// crossing beyond it is a mistake, or a case for sample or pairwise.
	attributesMost = 1_000_000
	// attributesValues is how many values all attributes together may have for
	// pairwise, whose rows are at least the product of the two longest lists.
	attributesValues = 2_000
	// attributesTries is how often a draw is made before the combinations that the
	// constraints allow are counted out.
	attributesTries = 200
)

// attributeCombo is one value of every attribute, as indexes.
type attributeCombo []int

// attributeSet is a set of attributes with the combinations of them that are
// used. It is immutable once made.
type attributeSet struct {
	names       []string
	values      [][]any
	sums        [][]float64 // running sums of weights; nil: all the same
	constraints []*expr.Program
	how         string
	combos      []attributeCombo // cross and pairwise: what is gone over

	// sample, where drawing does not hit what the constraints allow: everything
	// that they allow, with running sums of its weights
	exact     []attributeCombo
	exactSums []float64
}

// attributeError is something wrong with the attributes, at a key of the
// configuration and, in a text, at a line and column.
type attributeError struct {
	key       string
	line, col int
	msg, fix  string
}

// newAttributeSet makes a set. The values of attributes with a file have been
// read into them before.
func newAttributeSet(attrs config.Map[prompt.Attribute], how string, constraints []string) (*attributeSet, []attributeError) {
	if how == "" {
		how = howCross
	}
	s := &attributeSet{how: how}
	env := expr.Env{}
	for _, a := range attrs {
		s.names = append(s.names, a.Key)
		s.values = append(s.values, a.Value.Values)
		s.sums = append(s.sums, attributeSums(a.Value.Weights))
		var typ seedbed.Type
		for _, v := range a.Value.Values {
			typ = typ.Join(seedbed.TypeOf(v))
		}
		env.Fields = append(env.Fields, expr.Var{Name: a.Key, Type: typ})
	}
	var errs []attributeError
	for i, src := range constraints {
		key := fmt.Sprintf("constraints.%d", i)
		p, problems := expr.Compile(src, env, seedbed.TypeBool)
		for _, q := range problems {
			errs = append(errs, attributeError{key, q.Line, q.Col, q.Message, q.Fix})
		}
		if p != nil {
			s.constraints = append(s.constraints, p)
		}
	}
	if len(errs) > 0 {
		return s, errs
	}
	if e := s.prepare(); e != nil {
		return s, []attributeError{*e}
	}
	return s, nil
}

// prepare works out the combinations.
func (s *attributeSet) prepare() *attributeError {
	switch s.how {
	case howSample:
		return s.prepareSample()
	case howPairwise:
		values := 0
		for i := range s.values {
			values += len(s.values[i])
		}
		if values > attributesValues {
			return &attributeError{key: "how", msg: fmt.Sprintf("the attributes have %d values, and pairwise takes %d at the most", values, attributesValues), fix: "write how: sample, or list fewer values"}
		}
		if s.size() > attributesMost && len(s.constraints) > 0 && !s.probe() {
			return &attributeError{key: "constraints", msg: "the constraints leave too few combinations to be found", fix: "make them wider, or list fewer values"}
		}
		s.combos = s.pairwise()
	default:
		if n := s.size(); n > attributesMost {
			return &attributeError{key: "how", msg: fmt.Sprintf("crossing the attributes gives %.3g combinations, and %d are the most", n, attributesMost), fix: "write how: pairwise or how: sample"}
		}
		s.combos = s.allowed()
	}
	if len(s.combos) == 0 {
		return &attributeError{key: "constraints", msg: "no combination of attributes meets all constraints"}
	}
	return nil
}

func attributeSums(weights []float64) []float64 {
	if len(weights) == 0 {
		return nil
	}
	out := make([]float64, len(weights))
	sum := 0.0
	for i, w := range weights {
		sum += w
		out[i] = sum
	}
	return out
}

// size is the number of combinations, constraints aside.
func (s *attributeSet) size() float64 {
	n := 1.0
	for i := range s.values {
		n *= float64(len(s.values[i]))
	}
	return n
}

// fields returns a combination as fields.
func (s *attributeSet) fields(c attributeCombo) seedbed.Fields {
	out := make(seedbed.Fields, len(c), len(c)+2)
	for i, v := range c {
		out[i] = seedbed.Field{Name: s.names[i], Value: s.values[i][v]}
	}
	return out
}

// allows reports whether a combination meets the constraints. One that cannot
// be evaluated is not met.
func (s *attributeSet) allows(c attributeCombo) bool {
	if len(s.constraints) == 0 {
		return true
	}
	r := seedbed.Record{Fields: s.fields(c)}
	for _, p := range s.constraints {
		if ok, err := p.Bool(&r); err != nil || !ok {
			return false
		}
	}
	return true
}

// allowed lists the combinations that meet the constraints, the last attribute
// changing fastest.
func (s *attributeSet) allowed() []attributeCombo {
	var out []attributeCombo
	c := make(attributeCombo, len(s.names))
	for {
		if s.allows(c) {
			out = append(out, append(attributeCombo(nil), c...))
		}
		i := len(c) - 1
		for ; i >= 0; i-- {
			if c[i]++; c[i] < len(s.values[i]) {
				break
			}
			c[i] = 0
		}
		if i < 0 {
			return out
		}
	}
}

// probe reports whether drawing finds a combination that is allowed.
func (s *attributeSet) probe() bool {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 * attributesTries {
		if s.allows(s.draw(rng)) {
			return true
		}
	}
	return false
}

// prepareSample finds out whether drawing hits what the constraints allow often
// enough, and counts it out where it does not.
func (s *attributeSet) prepareSample() *attributeError {
	if len(s.constraints) == 0 {
		return nil
	}
	rng := rand.New(rand.NewPCG(1, 2))
	hits := 0
	for range 10 * attributesTries {
		if s.allows(s.draw(rng)) {
			hits++
		}
	}
	if s.size() > attributesMost {
		if hits < 100 {
			return &attributeError{key: "constraints", msg: "the constraints leave too few of the combinations for sampling", fix: "make them wider, or list fewer values"}
		}
		return nil
	}
	// Counting out serves every record for which attributesTries draws miss.
	sum := 0.0
	for _, c := range s.allowed() {
		if w := s.weight(c); w > 0 {
			sum += w
			s.exact = append(s.exact, c)
			s.exactSums = append(s.exactSums, sum)
		}
	}
	if len(s.exact) == 0 {
		return &attributeError{key: "constraints", msg: "no combination of attributes with a weight above zero meets all constraints"}
	}
	return nil
}

// weight is the chance of drawing a combination.
func (s *attributeSet) weight(c attributeCombo) float64 {
	w := 1.0
	for i, v := range c {
		sums := s.sums[i]
		if sums == nil {
			w /= float64(len(s.values[i]))
			continue
		}
		own := sums[v]
		if v > 0 {
			own -= sums[v-1]
		}
		w *= own / sums[len(sums)-1]
	}
	return w
}

// draw draws a combination by weight, constraints aside.
func (s *attributeSet) draw(rng *rand.Rand) attributeCombo {
	c := make(attributeCombo, len(s.names))
	for i := range c {
		if s.sums[i] == nil {
			c[i] = rng.IntN(len(s.values[i]))
		} else {
			c[i] = attributePick(s.sums[i], rng)
		}
	}
	return c
}

// attributePick returns an index by weight, never one whose weight is zero.
func attributePick(sums []float64, rng *rand.Rand) int {
	x := rng.Float64() * sums[len(sums)-1]
	return min(sort.Search(len(sums), func(i int) bool { return sums[i] > x }), len(sums)-1)
}

// sample draws n combinations that meet the constraints.
func (s *attributeSet) sample(rng *rand.Rand, n int) []attributeCombo {
	out := make([]attributeCombo, 0, n)
	for range n {
		c, ok := attributeCombo(nil), false
		for try := 0; try < attributesTries && !ok; try++ {
			c = s.draw(rng)
			ok = s.allows(c)
		}
		if !ok && len(s.exact) > 0 {
			c, ok = s.exact[attributePick(s.exactSums, rng)], true
		}
		for try := 0; try < 1000*attributesTries && !ok; try++ { // probed: it will come
			c = s.draw(rng)
			ok = s.allows(c)
		}
		if ok {
			out = append(out, c)
		}
	}
	return out
}

// schema adds the attributes to a schema.
func (s *attributeSet) schema(to seedbed.Schema) seedbed.Schema {
	for i, name := range s.names {
		var typ seedbed.Type
		for _, v := range s.values[i] {
			typ = typ.Join(seedbed.TypeOf(v))
		}
		to = to.With(name, typ)
	}
	return to
}

// attributeValues reads a file of values: one on each line, empty lines left out.
func attributeValues(data []byte) []any {
	var out []any
	seen := map[string]bool{}
	for _, line := range strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
		line = strings.ToValidUTF8(strings.TrimSpace(line), "\ufffd")
		if line != "" && !seen[line] {
			seen[line] = true
			out = append(out, line)
		}
	}
	return out
}

// attributeCap is a count as an int that never overflows.
func attributeCap(n float64) int { return int(math.Min(n, math.MaxInt32)) }
