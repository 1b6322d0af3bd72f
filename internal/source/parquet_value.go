package source

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"seedbed.dev/seedbed"
)

// assemble puts the values of a column's leaves together again, by their
// repetition and definition levels (S. Melnik et al., Dremel, 2010, figure 5).
// leaves holds the values of one instance of the column; rep and def are the
// levels of what is around it.
func (p *parquetFile) assemble(c *parquet.Column, leaves [][]parquet.Value, rep, def int) (any, error) {
	switch {
	case c.Repeated():
		return list(leaves, rep+1, def+1, func(item [][]parquet.Value) (any, error) {
			return p.content(c, item, rep+1, def+1)
		})
	case c.Optional():
		def++
		if leaves[0][0].DefinitionLevel() < def {
			return nil, nil
		}
	}
	return p.content(c, leaves, rep, def)
}

// content assembles a column that is there: a leaf, list, map or group.
func (p *parquetFile) content(c *parquet.Column, leaves [][]parquet.Value, rep, def int) (any, error) {
	if c.Leaf() {
		return p.leafValue(c, leaves[0][0])
	}
	if inner := repeatedChild(c); inner != nil {
		switch {
		case isKind[*format.ListType](c, deprecated.List):
			return list(leaves, rep+1, def+1, func(item [][]parquet.Value) (any, error) {
				if wrapped := inner.Columns(); len(wrapped) == 1 && !inner.Leaf() && inner.Name() != "array" {
					return p.assemble(wrapped[0], item, rep+1, def+1)
				}
				return p.content(inner, item, rep+1, def+1)
			})
		case len(inner.Columns()) == 2 && (isKind[*format.MapType](c, deprecated.Map) || isKind[*format.MapType](c, deprecated.MapKeyValue)):
			return p.mapping(inner, leaves, rep+1, def+1)
		}
	}
	m := make(map[string]any, len(c.Columns()))
	at := 0
	for _, child := range c.Columns() {
		n := countLeaves(child)
		v, err := p.assemble(child, leaves[at:at+n], rep, def)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", child.Name(), err)
		}
		m[child.Name()] = v
		at += n
	}
	return m, nil
}

func repeatedChild(c *parquet.Column) *parquet.Column {
	if cs := c.Columns(); len(cs) == 1 && cs[0].Repeated() {
		return cs[0]
	}
	return nil
}

// isKind reports whether c is annotated as T, in the newer or the older way.
func isKind[T format.LogicalTypeValue](c *parquet.Column, old deprecated.ConvertedType) bool {
	if lt := c.Type().LogicalType(); lt != nil {
		_, ok := lt.Value.(T)
		return ok
	}
	ct := c.Type().ConvertedType()
	return ct != nil && *ct == old
}

// list cuts leaves into the items of a repeated column at levels rep and def.
func list(leaves [][]parquet.Value, rep, def int, item func([][]parquet.Value) (any, error)) (any, error) {
	out := []any{}
	if leaves[0][0].DefinitionLevel() < def {
		return out, nil
	}
	left := make([][]parquet.Value, len(leaves))
	copy(left, leaves)
	part := make([][]parquet.Value, len(leaves))
	for len(left[0]) > 0 {
		for i, values := range left {
			if len(values) == 0 {
				return nil, errors.New("damaged Parquet: lists of unequal length")
			}
			n := 1
			for n < len(values) && values[n].RepetitionLevel() > rep {
				n++
			}
			part[i], left[i] = values[:n], values[n:]
		}
		v, err := item(part)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (p *parquetFile) mapping(pair *parquet.Column, leaves [][]parquet.Value, rep, def int) (any, error) {
	m := map[string]any{}
	keys := countLeaves(pair.Columns()[0])
	_, err := list(leaves, rep, def, func(item [][]parquet.Value) (any, error) {
		k, err := p.assemble(pair.Columns()[0], item[:keys], rep, def)
		if err != nil {
			return nil, err
		}
		m[seedbed.TextOf(k)], err = p.assemble(pair.Columns()[1], item[keys:], rep, def)
		return nil, err
	})
	return m, err
}

// leafValue turns one value into a value of Fields. Dates, times and UUIDs
// become text, decimals numbers; NaN and infinities, which JSON does not have,
// become null.
func (p *parquetFile) leafValue(c *parquet.Column, v parquet.Value) (any, error) {
	if v.IsNull() {
		return nil, nil
	}
	if p.halves[c.Index()] {
		if b := v.ByteArray(); len(b) == 2 {
			return finite(half(uint16(b[0]) | uint16(b[1])<<8)), nil
		}
		return nil, errors.New("a half-precision number has 2 bytes")
	}
	if lt := c.Type().LogicalType(); lt != nil && lt.Value != nil {
		if out, ok, err := logical(lt.Value, v); ok {
			return out, err
		}
	}
	switch v.Kind() {
	case parquet.Boolean:
		return v.Boolean(), nil
	case parquet.Int32:
		return int64(v.Int32()), nil
	case parquet.Int64:
		return v.Int64(), nil
	case parquet.Int96: // a time stamp, as older Spark wrote it: nanoseconds of a Julian day
		i := v.Int96()
		ns := int64(uint64(i[1])<<32 | uint64(i[0]))
		return time.Unix((int64(i[2])-2440588)*86400, ns).UTC().Format(time.RFC3339Nano), nil
	case parquet.Float:
		return finite(float64(v.Float())), nil
	case parquet.Double:
		return finite(v.Double()), nil
	default:
		return textValue(v.ByteArray())
	}
}

func finite(f float64) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return f
}

func textValue(b []byte) (any, error) {
	if !utf8.Valid(b) {
		return nil, errors.New("the text is not UTF-8")
	}
	return string(b), nil
}

// logical turns a value of an annotated type; ok is false where the annotation
// makes no difference.
func logical(t format.LogicalTypeValue, v parquet.Value) (out any, ok bool, err error) {
	switch t := t.(type) {
	case *format.IntType:
		if t.IsSigned {
			return nil, false, nil
		}
		if v.Kind() == parquet.Int32 {
			return int64(v.Uint32()), true, nil
		}
		return seedbed.Normalize(v.Uint64()), true, nil
	case *format.DecimalType:
		out, err = decimal(v, int(t.Scale))
		return out, true, err
	case *format.DateType:
		return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly), true, nil
	case *format.TimestampType:
		return timestamp(whole(v), t), true, nil
	case *format.TimeType:
		d := time.Duration(whole(v)) * unit(t.Unit)
		return time.Unix(0, int64(d)).UTC().Format("15:04:05.999999999"), true, nil
	case *format.UUIDType:
		b := v.ByteArray()
		if len(b) != 16 {
			return nil, true, errors.New("a UUID has 16 bytes")
		}
		h := hex.EncodeToString(b)
		return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], true, nil
	default:
		return nil, false, nil
	}
}

func whole(v parquet.Value) int64 {
	if v.Kind() == parquet.Int32 {
		return int64(v.Int32())
	}
	return v.Int64()
}

func unit(u format.TimeUnit) time.Duration {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return time.Millisecond
	case *format.MicroSeconds:
		return time.Microsecond
	default:
		return time.Nanosecond
	}
}

func timestamp(n int64, t *format.TimestampType) string {
	var at time.Time
	switch unit(t.Unit) {
	case time.Millisecond:
		at = time.UnixMilli(n)
	case time.Microsecond:
		at = time.UnixMicro(n)
	default:
		at = time.Unix(0, n)
	}
	if t.IsAdjustedToUTC {
		return at.UTC().Format(time.RFC3339Nano)
	}
	return at.UTC().Format("2006-01-02T15:04:05.999999999")
}

// decimal returns a decimal number: whole ones as int64 where they fit, others
// as the nearest float64 or, where that is not the same number, as written.
func decimal(v parquet.Value, scale int) (any, error) {
	if scale < 0 || scale > 1000 {
		return nil, fmt.Errorf("a decimal of scale %d", scale)
	}
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32, parquet.Int64:
		n.SetInt64(whole(v))
	default:
		b := v.ByteArray()
		n.SetBytes(b)
		if len(b) > 0 && b[0]&0x80 != 0 { // two's complement
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	s := n.String()
	if scale == 0 {
		return seedbed.Normalize(json.Number(s)), nil
	}
	s = new(big.Rat).SetFrac(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)).FloatString(scale)
	if f, err := strconv.ParseFloat(s, 64); err == nil && strconv.FormatFloat(f, 'f', scale, 64) == s {
		return f, nil
	}
	return json.Number(s), nil
}

// half returns the value of an IEEE 754 half-precision number.
func half(h uint16) float64 {
	sign, exp, frac := 1.0, int(h>>10&31), float64(h&1023)
	if h&0x8000 != 0 {
		sign = -1
	}
	switch exp {
	case 0:
		return sign * math.Ldexp(frac, -24)
	case 31:
		return math.NaN()
	default:
		return sign * math.Ldexp(1024+frac, exp-25)
	}
}
