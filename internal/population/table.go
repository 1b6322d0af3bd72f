package population

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// rowsMost is how many rows a table may have, and traitsMost how many columns.
const (
	rowsMost   = 5_000_000
	traitsMost = 64
)

// ReadTable reads a joint distribution: a CSV with a header, or JSON lines where
// the name ends in .jsonl. weight names the column of counts or weights; with "" all rows
// count the same. traits are the columns to use; with none, all others are. Rows of
// one combination are added up. In a CSV a column whose values are all whole numbers
// holds numbers. Errors have the line.
func ReadTable(name string, data []byte, weight string, traits []string) (*Joint, error) {
	b := tableBuilder{name: name, weight: weight, traits: traits, cells: map[string]int{}}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var err error
	if strings.EqualFold(path.Ext(name), ".jsonl") {
		err = b.jsonl(data)
	} else {
		err = b.csv(data)
	}
	if err != nil {
		return nil, err
	}
	return b.joint()
}

type tableBuilder struct {
	name, weight string
	traits       []string // the columns used; filled by the first row where none were named
	values       []Trait
	at           []map[string]int // index of a value, by its text
	cells        map[string]int   // index in list, by the cell's indexes
	list         []Cell
	rows         int
	key          []byte
}

func (b *tableBuilder) fail(line int, format string, args ...any) error {
	return fmt.Errorf("%s: %s", seedbed.Position{File: b.name, Line: line}, fmt.Sprintf(format, args...))
}

func (b *tableBuilder) csv(data []byte) error {
	r := csv.NewReader(bytes.NewReader(data))
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return b.fail(1, "the table is empty")
		}
		return b.fail(1, "%v", err)
	}
	columns := make([]string, len(head))
	for i, c := range head {
		columns[i] = strings.ToValidUTF8(strings.TrimSpace(c), "\ufffd")
	}
	if err := b.columns(columns); err != nil {
		return err
	}
	places := make([]int, len(b.traits))
	for i, t := range b.traits {
		places[i] = slices.Index(columns, t)
	}
	heavy := slices.Index(columns, b.weight)
	texts := make([]any, len(places))
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			b.numbers()
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
		line, _ := r.FieldPos(0)
		w := 1.0
		if b.weight != "" {
			if w, err = strconv.ParseFloat(strings.TrimSpace(row[heavy]), 64); err != nil {
				return b.fail(line, "the weight %q is no number", row[heavy])
			}
		}
		for i, p := range places {
			texts[i] = strings.ToValidUTF8(strings.TrimSpace(row[p]), "\ufffd")
		}
		if err := b.add(line, texts, w); err != nil {
			return err
		}
	}
}

// columns settles which columns are traits.
func (b *tableBuilder) columns(have []string) error {
	if b.weight != "" && !slices.Contains(have, b.weight) {
		return b.fail(1, "there is no column %s for the weights; there is %s", b.weight, strings.Join(have, ", "))
	}
	if len(b.traits) == 0 {
		for _, c := range have {
			if c != b.weight {
				b.traits = append(b.traits, c)
			}
		}
	}
	if len(b.traits) == 0 || len(b.traits) > traitsMost {
		return b.fail(1, "%d columns of traits; there have to be 1 to %d", len(b.traits), traitsMost)
	}
	for i, t := range b.traits {
		switch {
		case t == "":
			return b.fail(1, "a column has no name")
		case !slices.Contains(have, t):
			return b.fail(1, "there is no column %s; there is %s", t, strings.Join(have, ", "))
		case slices.Contains(b.traits[:i], t):
			return b.fail(1, "the column %s is there twice", t)
		}
		b.values = append(b.values, Trait{Name: t})
		b.at = append(b.at, map[string]int{})
	}
	return nil
}

func (b *tableBuilder) jsonl(data []byte) error {
	line := 0
	for raw := range bytes.Lines(data) {
		line++
		if raw = bytes.TrimSpace(raw); len(raw) == 0 {
			continue
		}
		fields, err := seedbed.DecodeFields(json.NewDecoder(bytes.NewReader(raw)))
		if err != nil {
			return b.fail(line, "%v", err)
		}
		if b.values == nil {
			if err := b.columns(fields.Names()); err != nil {
				return err
			}
		}
		w := 1.0
		if b.weight != "" {
			v, _ := fields.Get(b.weight)
			if w, err = strconv.ParseFloat(seedbed.TextOf(v), 64); err != nil {
				return b.fail(line, "the weight %q is no number", seedbed.TextOf(v))
			}
		}
		row := make([]any, len(b.traits))
		for i, t := range b.traits {
			v, ok := fields.Get(t)
			if !ok {
				return b.fail(line, "there is no %s", t)
			}
			row[i] = v
		}
		if err := b.add(line, row, w); err != nil {
			return err
		}
	}
	return nil
}

func (b *tableBuilder) add(line int, row []any, weight float64) error {
	if !(weight >= 0) || math.IsInf(weight, 0) {
		return b.fail(line, "the weight is %v; it has to be 0 or more", weight)
	}
	if b.rows++; b.rows > rowsMost {
		return b.fail(line, "the table has more than %d rows; add up those of one combination", rowsMost)
	}
	at := make([]int, len(row))
	b.key = b.key[:0]
	for i, v := range row {
		text := seedbed.TextOf(v)
		if text == "" {
			return b.fail(line, "%s is empty; write \"unknown\" where it is not known", b.traits[i])
		}
		k, ok := b.at[i][text]
		if !ok {
			k = len(b.values[i].Values)
			b.at[i][text] = k
			b.values[i].Values = append(b.values[i].Values, v)
		}
		at[i] = k
		b.key = strconv.AppendInt(b.key, int64(k), 10)
		b.key = append(b.key, ' ')
	}
	n, ok := b.cells[string(b.key)]
	if !ok {
		if n = len(b.list); n >= CellsMost {
			return b.fail(line, "the table has more than %d combinations", CellsMost)
		}
		b.cells[string(b.key)] = n
		b.list = append(b.list, Cell{At: at})
	}
	b.list[n].Share += weight
	return nil
}

// numbers makes numbers of the columns of a CSV that hold nothing else.
func (b *tableBuilder) numbers() {
	for i := range b.values {
		whole := make([]any, len(b.values[i].Values))
		for k, v := range b.values[i].Values {
			n, err := strconv.ParseInt(v.(string), 10, 64)
			if err != nil || strconv.FormatInt(n, 10) != v {
				whole = nil
				break
			}
			whole[k] = n
		}
		if whole != nil {
			b.values[i].Values = whole
		}
	}
}

func (b *tableBuilder) joint() (*Joint, error) {
	sum := 0.0
	kept := b.list[:0]
	for _, c := range b.list {
		if c.Share > 0 {
			kept = append(kept, c)
			sum += c.Share
		}
	}
	if len(kept) == 0 || math.IsInf(sum, 0) {
		return nil, fmt.Errorf("%s: no row has a weight that can be used", b.name)
	}
	for i := range kept {
		kept[i].Share /= sum
	}
	slices.SortFunc(kept, func(x, y Cell) int { return slices.Compare(x.At, y.At) })
	return &Joint{Traits: b.values, Cells: kept}, nil
}
