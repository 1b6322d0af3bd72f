package prompt

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/mitsuhiko/minijinja/minijinja-go/v2/value"

	"seedbed.dev/seedbed"
)

// The ways to pick exemplars.
const (
	PickFixed    = "fixed"
	PickRandom   = "random"
	PickBalanced = "balanced"
)

// Exemplar is an example shown to a model.
type Exemplar struct {
	ID     string // as it was given, or the first 8 hexadecimal digits of its content's SHA-256
	Fields seedbed.Fields

	value value.Value // made once: templates show it often
}

// NewExemplar returns an exemplar of fields; a field id, text or number, names it.
func NewExemplar(fields seedbed.Fields) Exemplar {
	e := Exemplar{ID: fields.Text("id"), Fields: fields}
	if e.ID == "" {
		sum := sha256.Sum256(fields.AppendJSON(nil))
		e.ID = hex.EncodeToString(sum[:4])
	}
	m := make(map[string]value.Value, len(fields))
	for _, f := range fields {
		m[f.Name] = toValue(f.Value)
	}
	e.value = value.FromMap(m)
	return e
}

// ReadExemplars reads JSON lines, an object each. Problems name file and line.
func ReadExemplars(file string, data []byte) ([]Exemplar, seedbed.Problems) {
	var out []Exemplar
	var probs seedbed.Problems
	line := 0
	for len(data) > 0 {
		line++
		row, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		if row = bytes.TrimPrefix(bytes.TrimSpace(row), []byte("\ufeff")); len(row) == 0 {
			continue
		}
		var fields seedbed.Fields
		if err := json.Unmarshal(row, &fields); err != nil {
			probs = append(probs, seedbed.Problem{
				Pos: seedbed.Position{File: file, Line: line}, Message: "this is no exemplar: " + err.Error(),
				Fix: `write one JSON object on each line, as in {"question": "...", "hint": "..."}`,
			})
			continue
		}
		out = append(out, NewExemplar(fields))
	}
	return out, probs
}

// Picker picks exemplars for records. It is immutable.
type Picker struct {
	all    []Exemplar
	pick   string
	n      int
	groups [][]int // balanced: the exemplars of each value, in order of first use
	fixed  Picked
}

// Picked is what one record is shown. Value is for Render's vars.
type Picked struct {
	IDs   []string
	Value any
}

// NewPicker returns a picker of n of the exemplars; n of 0 means all. by is the
// field that balanced goes by. An error says what cannot be done.
func NewPicker(all []Exemplar, pick string, n int, by string) (*Picker, error) {
	seen := map[string]bool{}
	for _, e := range all {
		if seen[e.ID] {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "two exemplars are called %q", e.ID)
		}
		seen[e.ID] = true
	}
	if n > len(all) {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%d exemplars are wanted, and there are %d", n, len(all))
	}
	if n == 0 {
		n = len(all)
	}
	if pick == "" {
		pick = PickFixed
	}
	p := &Picker{all: all, pick: pick, n: n}
	if pick == PickBalanced {
		index := map[string]int{}
		for i, e := range all {
			v, ok := e.Fields.Get(by)
			if !ok {
				return nil, seedbed.Errorf(seedbed.CodeInvalid, "exemplar %s has no field %q to balance by", e.ID, by)
			}
			key := string(seedbed.AppendValue(nil, v))
			g, ok := index[key]
			if !ok {
				g = len(p.groups)
				index[key] = g
				p.groups = append(p.groups, nil)
			}
			p.groups[g] = append(p.groups[g], i)
		}
	}
	first := make([]int, n)
	for i := range first {
		first[i] = i
	}
	p.fixed = p.picked(first)
	return p, nil
}

// Pick returns the exemplars for a record of a stage: always the same for the
// same two.
func (p *Picker) Pick(stage seedbed.Fingerprint, record seedbed.ID) Picked {
	if p.pick == PickFixed || p.n == 0 {
		return p.fixed
	}
	rng := Random("exemplars", stage, record)
	if p.pick == PickRandom {
		return p.picked(rng.Perm(len(p.all))[:p.n])
	}
	return p.picked(p.balanced(rng))
}

// balanced goes round the groups, in random order, and takes one of each until
// there are enough: the numbers from any two groups differ by at most one, as
// long as neither is used up.
func (p *Picker) balanced(rng *rand.Rand) []int {
	groups := make([][]int, len(p.groups))
	for i, g := range rng.Perm(len(p.groups)) {
		groups[i] = slices.Clone(p.groups[g])
		rng.Shuffle(len(groups[i]), func(a, b int) { groups[i][a], groups[i][b] = groups[i][b], groups[i][a] })
	}
	out := make([]int, 0, p.n)
	for round := 0; len(out) < p.n; round++ {
		for _, g := range groups {
			if round < len(g) && len(out) < p.n {
				out = append(out, g[round])
			}
		}
	}
	return out
}

func (p *Picker) picked(index []int) Picked {
	out := Picked{IDs: make([]string, len(index))}
	values := make([]value.Value, len(index))
	for i, at := range index {
		out.IDs[i] = p.all[at].ID
		values[i] = p.all[at].value
	}
	out.Value = value.FromSlice(values)
	return out
}

// Bytes is the mean size of what a record is shown, as JSON.
func (p *Picker) Bytes() int {
	total := 0
	for _, e := range p.all {
		total += len(e.Fields.AppendJSON(nil))
	}
	if len(p.all) == 0 {
		return 0
	}
	return total * p.n / len(p.all)
}

// Fields returns the names of fields that every exemplar has, in order.
func (p *Picker) Fields() []string {
	var out []string
	for i, e := range p.all {
		if i == 0 {
			out = e.Fields.Names()
			continue
		}
		out = slices.DeleteFunc(out, func(name string) bool { _, ok := e.Fields.Get(name); return !ok })
	}
	return out
}

// Random returns a source of randomness that depends on its arguments alone:
// what it is for, the stage, and the record.
func Random(purpose string, stage seedbed.Fingerprint, record seedbed.ID) *rand.Rand {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00", purpose)
	h.Write(stage[:])
	h.Write(record[:])
	sum := h.Sum(nil)
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])))
}
