package browse

import (
	"encoding/json"
	"math"
	"strings"

	"seedbed.dev/seedbed"
)

// Columns that every row has. Fields and criteria have those that Field and Criterion name.
const (
	ColumnState  = "state"  // what became of the row
	ColumnEnded  = "ended"  // the stage at which
	ColumnReason = "reason" // and why
	ColumnActor  = "actor"  // by whom
	ColumnMade   = "made"   // the stage or source that made it
	ColumnOrigin = "origin"
	ColumnSource = "source" // the source that it grew from
	ColumnLength = "length" // of its texts, in characters
)

// Field names the column of a field.
func Field(name string) string { return "f:" + name }

// Criterion names the column of what judges scored.
func Criterion(name string) string { return "s:" + name }

// ColumnName returns the field or criterion that a column is of; "" for others.
func ColumnName(column string) (field, criterion string) {
	if name, ok := strings.CutPrefix(column, "f:"); ok {
		return name, ""
	}
	name, _ := strings.CutPrefix(column, "s:")
	return "", name
}

const (
	valuesMost  = 255 // distinct values of a column that has a code for each
	valueMost   = 200 // bytes of such a value
	columnsMost = 200 // columns of a segment
	namesMost   = 5000
)

// A float64 column has these where there is no number; JSON can write neither.
var (
	absentNumber = math.Float64bits(math.NaN()) | 1
	nullNumber   = math.Float64bits(math.NaN()) | 2
)

// columnMaker collects one column of a segment: a code for each distinct value, numbers,
// or both, until it is neither.
type columnMaker struct {
	byCode  bool
	values  []any
	code    map[any]byte
	codes   []byte
	byCount bool // numbers alone
	nums    []float64
	part    bool // there are fractions
	rows    int  // filled so far
}

func newColumnMaker() *columnMaker {
	return &columnMaker{byCode: true, code: map[any]byte{}, byCount: true}
}

// put says what row i has. Rows come in order; those between have nothing.
func (c *columnMaker) put(i int, v any) {
	c.fill(i)
	if c.byCode {
		c.codes = append(c.codes, c.codeOf(v))
	}
	if c.byCount {
		n, ok := numberOf(v)
		c.byCount = ok
		if _, fraction := v.(float64); fraction {
			c.part = true
		}
		c.nums = append(c.nums, n)
	}
	c.rows = i + 1
}

func (c *columnMaker) fill(to int) {
	for ; c.rows < to; c.rows++ {
		if c.byCode {
			c.codes = append(c.codes, 0)
		}
		if c.byCount {
			c.nums = append(c.nums, math.Float64frombits(absentNumber))
		}
	}
}

func (c *columnMaker) codeOf(v any) byte {
	switch v := v.(type) {
	case nil, bool, int64, float64:
	case string:
		if len(v) > valueMost {
			c.byCode = false
			return 0
		}
	default:
		c.byCode = false
		return 0
	}
	code, ok := c.code[v]
	if !ok {
		if len(c.values) == valuesMost {
			c.byCode = false
			return 0
		}
		c.values = append(c.values, v)
		code = byte(len(c.values))
		c.code[v] = code
	}
	return code
}

func numberOf(v any) (float64, bool) {
	switch v := v.(type) {
	case nil:
		return math.Float64frombits(nullNumber), true
	case int64:
		return float64(v), v > -1<<53 && v < 1<<53
	case float64:
		return v, true
	}
	return 0, false
}

// columnInfo is a column in the directory of a segment.
type columnInfo struct {
	Name   string            `json:"name"`
	Values []json.RawMessage `json:"values,omitempty"` // of codes 1 and up
	Counts []int             `json:"counts,omitempty"` // rows that have them
	At     int64             `json:"at"`
	Number bool              `json:"number,omitempty"`
	Whole  bool              `json:"whole,omitempty"` // numbers without fractions
	values []any
}

func (c *columnInfo) read() error {
	if len(c.Values) != len(c.Counts) || len(c.Values) > valuesMost {
		return errDamaged
	}
	for _, raw := range c.Values {
		v, err := valueOf(raw)
		if err != nil {
			return err
		}
		c.values = append(c.values, v)
	}
	return nil
}

// valueOf reads a value as seedbed.AppendValue writes it.
func valueOf(raw []byte) (any, error) {
	var f seedbed.Fields
	b := append(append([]byte(`{"v":`), raw...), '}')
	if err := f.UnmarshalJSON(b); err != nil || len(f) != 1 {
		return nil, errDamaged
	}
	return f[0].Value, nil
}
