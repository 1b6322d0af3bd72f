package embed

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// Bounds on tables.
const (
	mostHeader = 16 << 20
	mostTable  = 1 << 30 // bytes
	mostDim    = 16 << 10
)

// table is a matrix of float16 or float32, as it is in its file.
type table struct {
	rows, dim int
	data      []byte
	half      []float32 // what each float16 is; nil for float32
}

// tensor is a tensor of a safetensors header.
type tensor struct {
	DType   string   `json:"dtype"`
	Shape   []int64  `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// readTable reads the matrix of a safetensors file: 8 bytes with the length of the
// header, the header as JSON, the data. Where there are several tensors, it is the
// one that is called embedding.weight or embeddings.
func readTable(r io.ReaderAt, size int64) (*table, error) {
	var head [8]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return nil, errors.New("it is no safetensors file: it has fewer than 8 bytes")
	}
	length := binary.LittleEndian.Uint64(head[:])
	if length > mostHeader || int64(length) > size-8 {
		return nil, fmt.Errorf("its header says that it has %d bytes, in a file of %d", length, size)
	}
	header := make([]byte, length)
	if _, err := r.ReadAt(header, 8); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading its header: %w", err)
	}
	t, err := matrix(header)
	if err != nil {
		return nil, err
	}
	width, wide := map[string]int64{"F16": 2, "F32": 4}[t.DType]
	switch {
	case !wide:
		return nil, fmt.Errorf("its numbers are %.10q; F16 and F32 can be read", t.DType)
	case t.Shape[0] < 1 || t.Shape[1] < 1 || t.Shape[1] > mostDim || t.Shape[0] > mostTable/t.Shape[1]/width:
		return nil, fmt.Errorf("a table of %d × %d is empty or too large", t.Shape[0], t.Shape[1])
	}
	bytes := t.Shape[0] * t.Shape[1] * width
	from, to, room := t.Offsets[0], t.Offsets[1], size-8-int64(length)
	if from < 0 || to > room || to < from || to-from != bytes {
		return nil, fmt.Errorf("its table of %d × %d should be at %d to %d of %d bytes of data", t.Shape[0], t.Shape[1], from, to, room)
	}
	out := &table{rows: int(t.Shape[0]), dim: int(t.Shape[1]), data: make([]byte, bytes)}
	if _, err := io.ReadFull(io.NewSectionReader(r, 8+int64(length)+from, bytes), out.data); err != nil {
		return nil, fmt.Errorf("reading its table: %w", err)
	}
	if width == 2 {
		out.half = halves()
	}
	return out, out.finite()
}

// matrix returns the table's entry of a header.
func matrix(header []byte) (*tensor, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(header, &all); err != nil {
		return nil, fmt.Errorf("reading its header: %w", err)
	}
	delete(all, "__metadata__")
	var name string
	for _, n := range []string{"embedding.weight", "embeddings", "embeddings.weight"} {
		if _, ok := all[n]; ok {
			name = n
			break
		}
	}
	if name == "" && len(all) == 1 {
		for n := range all {
			name = n
		}
	}
	if name == "" {
		return nil, fmt.Errorf("it has %d tensors, and none is called embedding.weight or embeddings", len(all))
	}
	var t tensor
	if err := json.Unmarshal(all[name], &t); err != nil {
		return nil, fmt.Errorf("reading its header: %w", err)
	}
	if len(t.Shape) != 2 {
		return nil, fmt.Errorf("its tensor has %d dimensions; a table has 2", len(t.Shape))
	}
	return &t, nil
}

// halves returns what every float16 is (IEEE 754 binary16).
func halves() []float32 {
	out := make([]float32, 1<<16)
	for i := range out {
		sign, exponent, fraction := float64(1), i>>10&31, float64(i&1023)
		if i>>15 == 1 {
			sign = -1
		}
		switch exponent {
		case 0:
			out[i] = float32(sign * math.Ldexp(fraction, -24))
		case 31:
			out[i] = float32(math.NaN()) // also infinities: neither is any use
		default:
			out[i] = float32(sign * math.Ldexp(1024+fraction, exponent-25))
		}
	}
	return out
}

// finite returns an error where a number of the table is none.
func (t *table) finite() error {
	row := make([]float32, t.dim)
	for i := range t.rows {
		clear(row)
		t.add(row, i)
		if at := slices.IndexFunc(row, func(x float32) bool { return x != x || math.Abs(float64(x)) > 1e15 }); at >= 0 {
			return fmt.Errorf("number %d of row %d is not finite, or beyond use", at+1, i+1)
		}
	}
	return nil
}

// add adds a row to v.
func (t *table) add(v []float32, row int) {
	if t.half != nil {
		b := t.data[row*t.dim*2 : (row+1)*t.dim*2]
		for i := range v {
			v[i] += t.half[binary.LittleEndian.Uint16(b[2*i:])]
		}
		return
	}
	b := t.data[row*t.dim*4 : (row+1)*t.dim*4]
	for i := range v {
		v[i] += math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}
