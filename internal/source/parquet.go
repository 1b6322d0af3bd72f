package source

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"seedbed.dev/seedbed"
)

// parquetFile reads a Parquet file row by row. A row whose values cannot be
// taken over (text that is not UTF-8) is a bad row; a page that cannot be read
// ends the file. Lines are rows, counted from 1 over the whole file.
type parquetFile struct {
	columns []*parquet.Column // the outermost
	leaves  []int             // of each column, how many leaves it has
	groups  []parquet.RowGroup
	rows    parquet.Rows // of the group in hand
	batch   []parquet.Row
	held    int // rows in batch
	at      int // next row of batch
	row     int
	byLeaf  [][]parquet.Value
	halves  map[int]bool // leaves that hold half-precision numbers, which the library takes for bytes
}

// batchRows is how many rows are taken from a row group at once.
const batchRows = 64

// openParquet opens a file whose contents in gives. One that was compressed is
// unpacked into a temporary file first: Parquet is read from its end.
func openParquet(in *bufio.Reader, packed bool, file *os.File, scan *scanner) (_ rowReader, _ func() error, err error) {
	done := func() error { return nil }
	if packed {
		if file, err = unpacked(in); err != nil {
			return nil, nil, err
		}
		done = file.Close
	}
	defer func() {
		if err != nil {
			_ = done() // what went wrong first is what is told
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	var sum *summary
	if scan != nil {
		sum = &scan.sum
	}
	fm, err := newParquet(file, info.Size(), sum)
	if err != nil {
		return nil, nil, err
	}
	return fm, func() error {
		fm.close()
		return done()
	}, nil
}

// unpacked copies in to a file that goes away when it is closed.
func unpacked(in io.Reader) (*os.File, error) {
	tmp, err := os.CreateTemp("", "seedbed-*.parquet")
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "unpacking a Parquet file: %w", err)
	}
	if err := os.Remove(tmp.Name()); err != nil {
		_ = tmp.Close()
		return nil, seedbed.Errorf(seedbed.CodeStorage, "unpacking a Parquet file: %w", err)
	}
	if _, err := io.Copy(tmp, in); err != nil {
		_ = tmp.Close()
		return nil, fmt.Errorf("unpacking: %w", err)
	}
	return tmp, nil
}

// newParquet reads the footer. sum, if not nil, is told of the columns.
func newParquet(file io.ReaderAt, size int64, sum *summary) (p *parquetFile, err error) {
	defer recoverParquet(&err)
	if err := checkFooter(file, size); err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(file, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("not a Parquet file: %w", err)
	}
	p = &parquetFile{columns: f.Root().Columns(), groups: f.RowGroups(), batch: make([]parquet.Row, batchRows)}
	total := 0
	seen := map[string]bool{}
	for _, c := range p.columns {
		if seen[c.Name()] {
			return nil, &fault{message: "two columns are named " + quoteName(c.Name()), fix: "rename one of the two"}
		}
		seen[c.Name()] = true
		n := countLeaves(c)
		if n == 0 {
			return nil, &fault{message: "column " + quoteName(c.Name()) + " holds nothing"}
		}
		total += n
		p.leaves = append(p.leaves, n)
		if sum != nil {
			sum.declare(c.Name(), "")
		}
	}
	if total > maxFields {
		return nil, &fault{message: fmt.Sprintf("more than %d columns", maxFields)}
	}
	p.byLeaf = make([][]parquet.Value, total)
	p.halves = halfLeaves(f.Metadata().Schema)
	return p, nil
}

// halfLeaves returns which leaves are annotated as half-precision numbers.
func halfLeaves(elements []format.SchemaElement) map[int]bool {
	out := map[int]bool{}
	leaf := 0
	for i := range elements {
		if elements[i].NumChildren.Valid && elements[i].NumChildren.V > 0 {
			continue
		}
		if _, ok := elements[i].LogicalType.Value.(*format.Float16Type); ok {
			out[leaf] = true
		}
		leaf++
	}
	return out
}

// checkFooter looks at the length of the footer before anything trusts it.
func checkFooter(file io.ReaderAt, size int64) error {
	var b [8]byte
	if size < 12 {
		return fmt.Errorf("not a Parquet file: it has only %d bytes", size)
	}
	if _, err := file.ReadAt(b[:], size-8); err != nil {
		return fmt.Errorf("reading the footer: %w", err)
	}
	if n := int64(binary.LittleEndian.Uint32(b[:4])); string(b[4:]) != "PAR1" || n > size-12 {
		return fmt.Errorf("not a whole Parquet file: its footer is damaged or missing")
	}
	return nil
}

func countLeaves(c *parquet.Column) int {
	if c.Leaf() {
		return 1
	}
	n := 0
	for _, child := range c.Columns() {
		n += countLeaves(child)
	}
	return n
}

// recoverParquet makes an error of a panic of the Parquet library, which some
// damaged files cause.
func recoverParquet(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("damaged Parquet: %v", r)
	}
}

func (p *parquetFile) next(r *row) (err error) {
	defer recoverParquet(&err)
	for p.at == p.held {
		if err := p.fill(); err != nil {
			r.line = p.row + 1
			return err
		}
	}
	values := p.batch[p.at]
	p.at++
	p.row++
	r.line = p.row
	if err := p.split(values); err != nil {
		return err
	}
	fields := make(seedbed.Fields, len(p.columns))
	leaf := 0
	for i, c := range p.columns {
		n := p.leaves[i]
		v, err := p.assemble(c, p.byLeaf[leaf:leaf+n], 0, 0)
		if err != nil {
			r.bad = &fault{message: "column " + quoteName(c.Name()) + ": " + err.Error()}
			return nil
		}
		fields[i] = seedbed.Field{Name: c.Name(), Value: v}
		leaf += n
	}
	r.fields = fields
	return nil
}

// fill takes the next rows, from the next row group when this one is at its end.
func (p *parquetFile) fill() error {
	p.at, p.held = 0, 0
	if p.rows == nil {
		if len(p.groups) == 0 {
			return io.EOF
		}
		p.rows, p.groups = p.groups[0].Rows(), p.groups[1:]
	}
	n, err := p.rows.ReadRows(p.batch)
	p.held = n
	if err == io.EOF || err == nil && n == 0 {
		p.close()
		return nil
	}
	if err != nil {
		return fmt.Errorf("damaged Parquet: %w", err)
	}
	return nil
}

func (p *parquetFile) close() {
	if p.rows != nil {
		_ = p.rows.Close() // reading is over; nothing can be lost
		p.rows = nil
	}
}

// split sorts a row's values by their leaf.
func (p *parquetFile) split(values parquet.Row) error {
	for i := range p.byLeaf {
		p.byLeaf[i] = nil
	}
	for i := 0; i < len(values); {
		c, start := values[i].Column(), i
		for i < len(values) && values[i].Column() == c {
			i++
		}
		if c < 0 || c >= len(p.byLeaf) || p.byLeaf[c] != nil {
			return fmt.Errorf("damaged Parquet: a value in column %d", c)
		}
		p.byLeaf[c] = values[start:i]
	}
	for i := range p.byLeaf {
		if len(p.byLeaf[i]) == 0 {
			return fmt.Errorf("damaged Parquet: no value in column %d", i)
		}
	}
	return nil
}
