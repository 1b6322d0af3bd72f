package browse

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"io"
	"math"
	"os"
	"slices"
	"sort"

	"github.com/klauspost/compress/zstd"

	"seedbed.dev/seedbed"
)

// segment is a part of an index that is there to be searched. Any goroutine may use it.
type segment struct {
	f      *os.File
	base   int64 // of all rows, its first
	rows   int
	dir    directory
	blocks []blockAt
	cols   map[string]*columnInfo
	names  map[string]bool
	parts  parts
	fences []uint64 // of the ids in order, every 64th
	// first are the words with which blocks of the table of words begin.
	first []termAt
}

type termAt struct {
	word string
	at   int // in the table of words
	post int64
}

func openSegment(path string, base int64) (s *segment, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	s = &segment{f: f, base: base, cols: map[string]*columnInfo{}, names: map[string]bool{}}
	if err = s.readDirectory(); err != nil {
		return nil, err
	}
	if err = s.readBlocks(); err != nil {
		return nil, err
	}
	if err = s.readFences(); err != nil {
		return nil, err
	}
	return s, s.readWords()
}

func (s *segment) readDirectory() error {
	info, err := s.f.Stat()
	if err != nil {
		return err
	}
	tail := make([]byte, 8+len(magic))
	if info.Size() < int64(len(tail)) {
		return errDamaged
	}
	if _, err := s.f.ReadAt(tail, info.Size()-int64(len(tail))); err != nil {
		return err
	}
	size := int64(binary.LittleEndian.Uint32(tail[4:]))
	if string(tail[8:]) != magic || size > info.Size()-int64(len(tail)) || size > 256<<20 {
		return errDamaged
	}
	b := make([]byte, size)
	if _, err := s.f.ReadAt(b, info.Size()-int64(len(tail))-size); err != nil {
		return err
	}
	if crc32.ChecksumIEEE(b) != binary.LittleEndian.Uint32(tail) {
		return errDamaged
	}
	if err := json.Unmarshal(b, &s.dir); err != nil {
		return err
	}
	d := &s.dir
	if d.Rows < 1 || d.Rows > segmentMost || d.NBlocks < 1 || d.NBlocks > d.Rows || d.Terms > d.End || d.End > info.Size() {
		return errDamaged
	}
	s.rows = d.Rows
	for _, c := range d.Columns {
		if err := c.read(); err != nil {
			return err
		}
		s.cols[c.Name] = c
	}
	for _, n := range d.Names {
		s.names[n] = true
	}
	d.Names = nil
	return nil
}

func (s *segment) readBlocks() error {
	b, err := s.read(s.dir.Blocks, 16*s.dir.NBlocks)
	if err != nil {
		return err
	}
	s.blocks = make([]blockAt, s.dir.NBlocks)
	for i := range s.blocks {
		e := b[16*i:]
		s.blocks[i] = blockAt{int64(binary.LittleEndian.Uint64(e)), binary.LittleEndian.Uint32(e[8:]), binary.LittleEndian.Uint32(e[12:])}
	}
	return nil
}

func (s *segment) readFences() error {
	b, err := s.read(s.dir.Sorted, 10*s.rows)
	if err != nil {
		return err
	}
	for i := 0; i < s.rows; i += fence {
		s.fences = append(s.fences, binary.BigEndian.Uint64(b[10*i:]))
	}
	return nil
}

func (s *segment) readWords() error {
	table, err := s.read(s.dir.Terms, int(s.dir.End-s.dir.Terms))
	if err != nil {
		return err
	}
	d := rowDecoder{b: table}
	post := s.dir.Posts
	for i := range s.dir.NTerms {
		at := len(table) - len(d.b)
		word := d.take(d.uvarint())
		n := d.uvarint()
		if d.bad || n > uint64(s.rows) {
			return errDamaged
		}
		if i%termsBlock == 0 {
			s.first = append(s.first, termAt{string(word), at, post})
		}
		post += s.postSize(n)
	}
	if post != s.dir.Terms {
		return errDamaged
	}
	return nil
}

func (s *segment) postSize(n uint64) int64 {
	if n >= denseFrom {
		return int64(8 * ((s.rows + 63) / 64))
	}
	return int64(2 * n)
}

func (s *segment) read(at int64, size int) ([]byte, error) {
	if at < 0 || size < 0 || at+int64(size) > s.dir.End {
		return nil, errDamaged
	}
	b := make([]byte, size)
	_, err := s.f.ReadAt(b, at)
	if err == io.EOF {
		err = errDamaged
	}
	return b, err
}

// eachTerm calls yield with the words from word on, in order, until it returns false.
func (s *segment) eachTerm(word string, yield func(term string, rows uint64, post int64) bool) error {
	i := sort.Search(len(s.first), func(i int) bool { return s.first[i].word > word }) - 1
	for i = max(i, 0); i < len(s.first); i++ {
		end := int(s.dir.End - s.dir.Terms)
		if i+1 < len(s.first) {
			end = s.first[i+1].at
		}
		b, err := s.read(s.dir.Terms+int64(s.first[i].at), end-s.first[i].at)
		if err != nil {
			return err
		}
		post := s.first[i].post
		for d := (rowDecoder{b: b}); len(d.b) > 0; {
			term := d.take(d.uvarint())
			n := d.uvarint()
			if d.bad {
				return errDamaged
			}
			if t := string(term); t >= word && !yield(t, n, post) {
				return nil
			}
			post += s.postSize(n)
		}
	}
	return nil
}

// postRead is how much is read at once of where words stand: those of words that begin the
// same follow each other.
const postRead = 1 << 16

// posts reads where words stand, in their order.
type posts struct {
	s  *segment
	at int64 // in the file, where b begins
	b  []byte
}

func (p *posts) read(at int64, size int) ([]byte, error) {
	if at < p.at || at+int64(size) > p.at+int64(len(p.b)) {
		b, err := p.s.read(at, int(max(int64(size), min(int64(p.most()), p.s.dir.Terms-at))))
		if err != nil {
			return nil, err
		}
		p.at, p.b = at, b
	}
	return p.b[at-p.at:][:size], nil
}

// most is little for the first word, which may be the only one.
func (p *posts) most() int {
	if p.b == nil {
		return 0
	}
	return postRead
}

// word adds the rows in which a word stands to in; prefix: each word that begins so.
func (s *segment) word(word string, prefix bool, in set) error {
	var bad error
	from := posts{s: s}
	err := s.eachTerm(word, func(term string, n uint64, post int64) bool {
		if term != word && (!prefix || len(term) < len(word) || term[:len(word)] != word) {
			return false
		}
		bad = s.posting(&from, n, post, in)
		return bad == nil && prefix
	})
	if bad != nil {
		return bad
	}
	return err
}

func (s *segment) posting(from *posts, n uint64, post int64, in set) error {
	if n > uint64(s.rows) {
		return errDamaged
	}
	b, err := from.read(post, int(s.postSize(n)))
	if err != nil {
		return err
	}
	if n >= denseFrom {
		for i := range in {
			in[i] |= binary.LittleEndian.Uint64(b[8*i:])
		}
		return nil
	}
	for ; len(b) > 0; b = b[2:] {
		i := int(binary.LittleEndian.Uint16(b))
		if i >= s.rows {
			return errDamaged
		}
		in.add(i)
	}
	return nil
}

// codes returns the codes of a column, one a row.
func (s *segment) codes(c *columnInfo) ([]byte, error) { return s.read(c.At, s.rows) }

func (s *segment) numbers(c *columnInfo) ([]float64, error) {
	b, err := s.read(c.At, 8*s.rows)
	if err != nil {
		return nil, err
	}
	out := make([]float64, s.rows)
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return out, nil
}

// where returns the places of rows whose id begins with the digits of prefix, most at
// most; whole ids of 16 bytes are found alone.
func (s *segment) where(from, to seedbed.ID, most int) ([]int, error) {
	lo, hi := binary.BigEndian.Uint64(from[:]), binary.BigEndian.Uint64(to[:])
	i := max(sort.Search(len(s.fences), func(i int) bool { return s.fences[i] >= lo })-1, 0)
	var out []int
	for ; i < len(s.fences) && s.fences[i] <= hi; i++ {
		at := i * fence
		n := min(fence, s.rows-at)
		b, err := s.read(s.dir.Sorted+int64(10*at), 10*n)
		if err != nil {
			return nil, err
		}
		for ; len(b) > 0; b = b[10:] {
			head := binary.BigEndian.Uint64(b)
			if head < lo || head > hi {
				continue
			}
			place := int(binary.LittleEndian.Uint16(b[8:]))
			id, err := s.id(place)
			if err != nil {
				return nil, err
			}
			if bytes.Compare(id[:], from[:]) >= 0 && bytes.Compare(id[:], to[:]) <= 0 {
				if out = append(out, place); len(out) >= most {
					return out, nil
				}
			}
		}
	}
	return out, nil
}

func (s *segment) id(i int) (id seedbed.ID, err error) {
	if i >= s.rows {
		return id, errDamaged
	}
	b, err := s.read(s.dir.IDs+int64(len(id)*i), len(id))
	copy(id[:], b)
	return id, err
}

// ids returns the ids of all rows, one after another.
func (s *segment) ids() ([]byte, error) { return s.read(s.dir.IDs, len(seedbed.ID{})*s.rows) }

// reader reads rows of segments; it keeps the block that it read last. One goroutine uses it.
type reader struct {
	dec   *zstd.Decoder
	seg   *segment
	block int
	rows  [][]byte
	raw   []byte
}

func (r *reader) row(s *segment, i int) (Row, error) {
	at, ok := slices.BinarySearchFunc(s.blocks, uint32(i), func(b blockAt, i uint32) int { return int(b.row) - int(i) })
	if !ok {
		at--
	}
	if at < 0 {
		return Row{}, errDamaged
	}
	if r.seg != s || r.block != at || r.rows == nil {
		if err := r.load(s, at); err != nil {
			return Row{}, err
		}
	}
	if n := i - int(s.blocks[at].row); n < len(r.rows) {
		return decodeRow(r.rows[n])
	}
	return Row{}, errDamaged
}

// blockMost bounds what a damaged block is unpacked to.
const blockMost = 1 << 30

func (r *reader) load(s *segment, at int) error {
	r.seg, r.block, r.rows = s, at, r.rows[:0]
	packed, err := s.read(s.blocks[at].at, int(s.blocks[at].size))
	if err == nil {
		r.raw, err = r.dec.DecodeAll(packed, r.raw[:0])
	}
	if err != nil {
		r.rows = nil
		return err
	}
	for d := (rowDecoder{b: r.raw}); len(d.b) > 0; {
		row := d.take(d.uvarint())
		if d.bad {
			r.rows = nil
			return errDamaged
		}
		r.rows = append(r.rows, row)
	}
	return nil
}
