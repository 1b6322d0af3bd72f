package store

import (
	"encoding/binary"
	"fmt"
	"math"
	"sync"
	"time"

	"seedbed.dev/seedbed"
)

// maxBlob is the longest text or body that is stored, below SQLite's own limit.
const maxBlob = 900 << 20

// callRow is a call as it is stored, made by the goroutine that puts it.
type callRow struct {
	*seedbed.Call
	asker   ref
	record  []byte
	buf     []byte // request and reply, packed
	request []byte
	reply   []byte
}

var callRows = sync.Pool{New: func() any { return new(callRow) }}

func (j *Journal) callRow(c *seedbed.Call) (*callRow, error) {
	if len(c.Request) > maxBlob || len(c.Reply) > maxBlob {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "storing a reply to %s: it is longer than %d MiB", c.Stage, maxBlob>>20)
	}
	row := callRows.Get().(*callRow)
	row.Call = c
	b := append(row.buf[:0], '[')
	b = seedbed.AppendString(b, c.Identity)
	b = seedbed.AppendString(append(b, ','), c.Model)
	b = seedbed.AppendString(append(b, ','), c.Stage)
	b = seedbed.AppendString(append(b, ','), string(c.Finish))
	row.asker = j.names.ref(append(b, ']'))
	row.record = nil
	if !c.Record.IsZero() {
		row.record = c.Record[:]
	}
	b = j.packRequest(b[:0], c)
	n := len(b)
	b = j.packer.packLike("reply "+c.Stage, b, c.Reply)
	row.request, row.reply, row.buf = b[:n], b[n:], b
	return row, nil
}

// packRequest appends a request: what it adds to the one that it goes on from, or the
// whole of it.
func (j *Journal) packRequest(b []byte, c *seedbed.Call) []byte {
	n := c.Since.Begins(c.Request)
	if n == 0 {
		return j.packer.packLike("request "+c.Stage, b, c.Request)
	}
	b = append(b, goesOn)
	b = append(b, c.Since.Key[:]...)
	b = binary.AppendUvarint(b, uint64(n))
	return j.packer.pack(b, c.Request[n:])
}

// release gives the row's memory back, once it is durable.
func (r *callRow) release() {
	if cap(r.buf) > 64<<10 { // a huge reply must not stay in memory
		return
	}
	r.Call = nil
	callRows.Put(r)
}

// recordRows are records as they are stored.
type recordRows struct {
	rows []recordRow
	buf  []byte
}

type recordRow struct {
	id      seedbed.ID
	maker   ref
	lineage [2]int // from, to in buf
	fields  [2]int
}

var recordRowses = sync.Pool{New: func() any { return new(recordRows) }}

func (j *Journal) recordRows(records []seedbed.Record) (*recordRows, error) {
	rr := recordRowses.Get().(*recordRows)
	rr.rows = rr.rows[:0]
	b := rr.buf[:0]
	scratch := make([]byte, 0, 1024)
	for i := range records {
		r := &records[i]
		row := recordRow{id: r.ID}
		scratch = appendMaker(scratch[:0], r)
		row.maker = j.names.ref(scratch)
		row.lineage[0] = len(b)
		b = appendLineage(b, &r.Lineage, j.names)
		row.lineage[1] = len(b)
		scratch = r.Fields.AppendJSON(scratch[:0])
		if len(scratch) > maxBlob {
			return nil, seedbed.Errorf(seedbed.CodeStorage, "storing a record of %s: it is longer than %d MiB", r.Stage, maxBlob>>20)
		}
		row.fields[0] = len(b)
		b = j.packer.packLike("fields "+r.Stage, b, scratch)
		row.fields[1] = len(b)
		rr.rows = append(rr.rows, row)
	}
	rr.buf = b
	return rr, nil
}

func (r *recordRows) release() {
	if cap(r.buf) <= 1<<20 {
		recordRowses.Put(r)
	}
}

// outcomeRows are outcomes of one run as they are stored.
type outcomeRows struct {
	run  int64
	rows []outcomeRow
	buf  []byte
}

type outcomeRow struct {
	ord     int64
	record  seedbed.ID
	verdict ref
	detail  string
	scores  [2]int
}

var outcomeRowses = sync.Pool{New: func() any { return new(outcomeRows) }}

func (j *Journal) outcomeRows(run int64, outcomes []seedbed.Outcome) *outcomeRows {
	or := outcomeRowses.Get().(*outcomeRows)
	or.run, or.rows = run, or.rows[:0]
	b := or.buf[:0]
	scratch := make([]byte, 0, 256)
	for i := range outcomes {
		o := &outcomes[i]
		row := outcomeRow{ord: o.Ord, record: o.Record, detail: o.Decision.Detail}
		scratch = append(scratch[:0], '[')
		scratch = seedbed.AppendString(scratch, o.Stage)
		scratch = seedbed.AppendString(append(scratch, ','), string(o.Decision.State))
		scratch = seedbed.AppendString(append(scratch, ','), o.Decision.Actor)
		scratch = seedbed.AppendString(append(scratch, ','), o.Decision.Reason)
		row.verdict = j.names.ref(append(scratch, ']'))
		row.scores[0] = len(b)
		if len(o.Scores) > 0 {
			scratch = appendScores(scratch[:0], o.Scores, j.names)
			b = j.packer.pack(b, scratch)
		}
		row.scores[1] = len(b)
		or.rows = append(or.rows, row)
	}
	or.buf = b
	return or
}

func (r *outcomeRows) release() {
	if cap(r.buf) <= 1<<20 {
		clear(r.rows)
		outcomeRowses.Put(r)
	}
}

// picos returns dollars as 1e-12 dollars.
func picos(usd float64) int64 {
	p := math.Round(usd * 1e12)
	if math.IsNaN(p) {
		return 0
	}
	return int64(max(-1<<62, min(1<<62, p)))
}

// micros returns t in microseconds since 1970; 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func timeOf(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

func id16(b []byte) (id seedbed.ID, err error) {
	if len(b) != len(id) {
		return id, fmt.Errorf("a record id of %d bytes", len(b))
	}
	return seedbed.ID(b), nil
}
