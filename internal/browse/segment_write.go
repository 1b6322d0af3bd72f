package browse

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math"
	"os"
	"slices"

	"github.com/klauspost/compress/zstd"

	"seedbed.dev/seedbed"
)

const (
	segmentMost = 1 << 16 // rows of a segment: their places fit into 16 bits
	blockRows   = 8
	blockBytes  = 64 << 10 // and a block ends with the row that makes it so long
	termsBlock  = 32
	denseFrom   = segmentMost / 16 // rows of a word from which on a bit a row is shorter
	fence       = 64
	magic       = "seedbed rows 1\n"
)

// directory is what the end of a segment says of it.
type directory struct {
	Rows    int           `json:"rows"`
	Blocks  int64         `json:"blocks"` // where the table of blocks begins
	NBlocks int           `json:"n_blocks"`
	IDs     int64         `json:"ids"`    // ids in the order of the rows
	Sorted  int64         `json:"sorted"` // 8 bytes of the id and 2 of the place, by id
	Columns []*columnInfo `json:"columns"`
	// Names are the fields and criteria that rows have, with or without a column; Many:
	// there are more than are listed.
	Names  []string `json:"names"`
	Many   bool     `json:"many,omitempty"`
	Terms  int64    `json:"terms"` // words, with where their rows are
	NTerms int      `json:"n_terms"`
	Posts  int64    `json:"posts"`
	End    int64    `json:"end"`
}

// segmentWriter writes one segment, row by row.
type segmentWriter struct {
	f     *os.File
	out   *bufio.Writer
	at    int64
	enc   *zstd.Encoder
	rows  int
	ids   []seedbed.ID
	block []byte // of rows, each with its length before it
	first []blockAt
	here  int // rows of the block
	pack  []byte
	row   []byte
	cols  map[string]*columnMaker
	names map[string]bool
	many  bool
	terms map[string]int32
	words []string
	posts [][]uint16
	buf   []byte
}

type blockAt struct {
	at   int64
	size uint32
	row  uint32 // its first
}

func newSegmentWriter(path string, enc *zstd.Encoder) (*segmentWriter, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return &segmentWriter{
		f: f, out: bufio.NewWriterSize(f, 1<<18), enc: enc,
		cols: map[string]*columnMaker{}, names: map[string]bool{}, terms: make(map[string]int32, 1<<15),
	}, nil
}

func (w *segmentWriter) write(b []byte) error {
	n, err := w.out.Write(b)
	w.at += int64(n)
	return err
}

// add takes a row. The row is not kept.
func (w *segmentWriter) add(r *Row) error {
	var err error
	if w.row, err = appendRow(w.row[:0], r); err != nil {
		return err
	}
	if w.here == 0 {
		w.first = append(w.first, blockAt{at: w.at, row: uint32(w.rows)})
	}
	w.block = appendBytes(w.block, w.row)
	w.here++
	w.ids = append(w.ids, r.ID)
	w.columns(r)
	n := lengthOf(r)
	w.column(ColumnLength, int64(n))
	for i := range r.Fields {
		eachText(r.Fields[i].Value, 0, w.index)
	}
	w.rows++
	if w.here == blockRows || len(w.block) >= blockBytes {
		return w.endBlock()
	}
	return nil
}

func (w *segmentWriter) endBlock() error {
	if w.here == 0 {
		return nil
	}
	w.pack = w.enc.EncodeAll(w.block, w.pack[:0])
	w.first[len(w.first)-1].size = uint32(len(w.pack))
	w.block, w.here = w.block[:0], 0
	return w.write(w.pack)
}

func (w *segmentWriter) columns(r *Row) {
	w.column(ColumnState, string(r.Decision.State))
	w.column(ColumnEnded, r.Ended)
	w.column(ColumnReason, r.Decision.Reason)
	w.column(ColumnActor, r.Decision.Actor)
	w.column(ColumnMade, r.Stage)
	w.column(ColumnOrigin, string(r.Origin))
	w.column(ColumnSource, r.Lineage.Source)
	for i := range r.Fields {
		w.column("f:"+r.Fields[i].Name, r.Fields[i].Value)
	}
	for i := range r.Scores {
		s := &r.Scores[i]
		last, _ := r.Score(s.Criterion)
		if slices.ContainsFunc(r.Scores[:i], func(o seedbed.Score) bool { return o.Criterion == s.Criterion }) {
			continue
		}
		if last.Status == seedbed.Scored && last.Value != nil {
			w.column("s:"+s.Criterion, last.Value)
		}
	}
}

func (w *segmentWriter) column(name string, v any) {
	c := w.cols[name]
	if c == nil {
		if w.names[name] {
			return
		}
		if len(w.names) == namesMost {
			w.many = true
			return
		}
		w.names[name] = true
		if len(w.cols) == columnsMost {
			return
		}
		c = newColumnMaker()
		w.cols[name] = c
	}
	if c.put(w.rows, v); !c.byCode && !c.byCount {
		delete(w.cols, name)
	}
}

// index notes the words of a text.
func (w *segmentWriter) index(s string) bool {
	w.buf = eachWord(s, w.buf, func(word []byte, _, _ int) bool {
		t, ok := w.terms[string(word)]
		if !ok {
			t = int32(len(w.words))
			text := string(word)
			w.words = append(w.words, text)
			w.posts = append(w.posts, nil)
			w.terms[text] = t
		}
		if p := w.posts[t]; len(p) == 0 || p[len(p)-1] != uint16(w.rows) {
			w.posts[t] = append(p, uint16(w.rows))
		}
		return true
	})
	return true
}

// close ends the segment and makes it durable.
func (w *segmentWriter) close() (err error) {
	d := directory{Rows: w.rows}
	err = w.endBlock()
	if err == nil {
		err = w.writeRows(&d)
	}
	if err == nil {
		err = w.writeColumns(&d)
	}
	if err == nil {
		err = w.writeWords(&d)
	}
	var b []byte
	if err == nil {
		d.End = w.at
		b, err = json.Marshal(&d)
	}
	if err == nil {
		b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(b)-4))
		err = w.write(append(b, magic...))
	}
	if err == nil {
		err = w.out.Flush()
	}
	if err == nil {
		err = w.f.Sync()
	}
	if e := w.f.Close(); err == nil {
		err = e
	}
	return err
}

func (w *segmentWriter) writeRows(d *directory) error {
	d.Blocks, d.NBlocks = w.at, len(w.first)
	var b []byte
	for _, f := range w.first {
		b = binary.LittleEndian.AppendUint64(b, uint64(f.at))
		b = binary.LittleEndian.AppendUint32(b, f.size)
		b = binary.LittleEndian.AppendUint32(b, f.row)
	}
	if err := w.write(b); err != nil {
		return err
	}
	d.IDs = w.at
	order := make([]uint16, w.rows)
	b = b[:0]
	for i := range w.ids {
		b = append(b, w.ids[i][:]...)
		order[i] = uint16(i)
	}
	if err := w.write(b); err != nil {
		return err
	}
	slices.SortFunc(order, func(x, y uint16) int {
		return cmp.Or(bytes.Compare(w.ids[x][:], w.ids[y][:]), cmp.Compare(x, y))
	})
	d.Sorted = w.at
	b = b[:0]
	for _, i := range order {
		b = append(b, w.ids[i][:8]...)
		b = binary.LittleEndian.AppendUint16(b, i)
	}
	return w.write(b)
}

func (w *segmentWriter) writeColumns(d *directory) error {
	names := make([]string, 0, len(w.cols))
	for name, c := range w.cols {
		c.fill(w.rows)
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		c := w.cols[name]
		info := &columnInfo{Name: name, At: w.at, Number: !c.byCode, Whole: !c.part}
		var b []byte
		if c.byCode {
			info.Counts = make([]int, len(c.values))
			for _, v := range c.values {
				info.Values = append(info.Values, seedbed.AppendValue(nil, v))
			}
			for _, code := range c.codes {
				if code > 0 {
					info.Counts[code-1]++
				}
			}
			b = c.codes
		} else {
			b = make([]byte, 0, 8*len(c.nums))
			for _, n := range c.nums {
				b = binary.LittleEndian.AppendUint64(b, math.Float64bits(n))
			}
		}
		if err := w.write(b); err != nil {
			return err
		}
		d.Columns = append(d.Columns, info)
	}
	for name := range w.names {
		d.Names = append(d.Names, name)
	}
	slices.Sort(d.Names)
	d.Many = w.many
	return nil
}

// writeWords writes for each word its rows, as places of 16 bits or as a bit a row, and
// then the words themselves.
func (w *segmentWriter) writeWords(d *directory) error {
	order := make([]int32, len(w.words))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(w.words[a], w.words[b]) })
	d.Posts, d.NTerms = w.at, len(order)
	var table, b []byte
	for _, t := range order {
		p := w.posts[t]
		table = appendBytes(table, w.words[t])
		table = binary.AppendUvarint(table, uint64(len(p)))
		b = b[:0]
		if len(p) >= denseFrom {
			s := newSet(w.rows)
			for _, i := range p {
				s.add(int(i))
			}
			for _, word := range s {
				b = binary.LittleEndian.AppendUint64(b, word)
			}
		} else {
			for _, i := range p {
				b = binary.LittleEndian.AppendUint16(b, i)
			}
		}
		if err := w.write(b); err != nil {
			return err
		}
	}
	d.Terms = w.at
	return w.write(table)
}
