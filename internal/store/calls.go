package store

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"seedbed.dev/seedbed"
)

func durationOf(v driver.Value) time.Duration { return time.Duration(intOf(v)) }

// nameOf returns the text that a column refers to.
func (j *Journal) nameOf(c *conn, v driver.Value) (string, error) {
	id, ok := v.(int64)
	if !ok {
		return textOf(v), nil
	}
	return j.nameText(c, id)
}

func (j *Journal) nameText(c *conn, id int64) (string, error) {
	if s, ok := j.names.text(id); ok {
		return s, nil
	}
	if err := j.names.load(c); err != nil { // another process has added some
		return "", err
	}
	if s, ok := j.names.text(id); ok {
		return s, nil
	}
	return "", seedbed.Errorf(seedbed.CodeStorage, "name %d is not in the journal: it is damaged", id)
}

// HasCalls reports whether any reply is stored.
func (j *Journal) HasCalls(ctx context.Context) (has bool, err error) {
	if j.queue != nil && len(j.callsIn.all()) == 0 {
		return false, nil
	}
	err = j.read(ctx, "looking for replies", func(c *conn) error {
		has, err = c.one("SELECT num FROM calls LIMIT 1", nil)
		return err
	})
	return has, err
}

const (
	sqlCallColumns = `SELECT asker, record, copy, attempt, tokens_in, tokens_cached, tokens_out, tokens_reasoning,
	usd, known, started, latency, attempts, reply`
	sqlReadAnswer  = sqlCallColumns + ` FROM calls WHERE num = ? AND key = ?`
	sqlReadCall    = sqlCallColumns + `, request FROM calls WHERE num = ? AND key = ?`
	sqlReadRequest = `SELECT request FROM calls WHERE num = ? AND key = ?`
)

// Call returns the call with a key, and whether it is stored. For a key that was
// never stored it does not touch the database.
func (j *Journal) Call(ctx context.Context, key seedbed.CallKey) (seedbed.Call, bool, error) {
	return j.call(ctx, key, true)
}

// Answer is Call without the request, which may take others to read.
func (j *Journal) Answer(ctx context.Context, key seedbed.CallKey) (seedbed.Call, bool, error) {
	return j.call(ctx, key, false)
}

func (j *Journal) call(ctx context.Context, key seedbed.CallKey, whole bool) (seedbed.Call, bool, error) {
	if j.queue != nil && !j.callsIn.has(hash(prefixOf(key[:]))) {
		return seedbed.Call{}, false, nil
	}
	call := seedbed.Call{Key: key}
	found := false
	sql := sqlReadAnswer
	if whole {
		sql = sqlReadCall
	}
	err := j.read(ctx, "reading a reply", func(c *conn) error {
		var request []byte
		_, err := j.find(c, j.callsIn, key[:], func(num int64) (bool, error) {
			err := c.each(sql, []any{num, key[:]}, func(row []driver.Value) error {
				found = true
				if whole {
					request = slices.Clone(bytesOf(row[14]))
				}
				return j.decodeCall(c, &call, row)
			})
			return found, err
		})
		if err == nil && found && whole {
			if call.Request, err = j.request(c, request); err != nil {
				err = fmt.Errorf("the request: %w", err)
			}
		}
		return err
	})
	if err != nil || !found {
		return seedbed.Call{}, false, err
	}
	return call, true, nil
}

// request returns a packed request whole, reading those that it goes on from.
func (j *Journal) request(c *conn, packed []byte) ([]byte, error) {
	type piece struct {
		n    int // bytes of the request before that come first
		rest []byte
	}
	var pieces []piece
	for len(packed) > 0 && packed[0] == goesOn {
		var key seedbed.CallKey
		size := copy(key[:], packed[1:])
		n, digits := binary.Uvarint(packed[1+size:])
		if size < len(key) || digits <= 0 || n > maxBlob || len(pieces) == seedbed.SentMost {
			return nil, fmt.Errorf("what it goes on from cannot be read: the journal is damaged")
		}
		rest, err := j.unpack(c, packed[1+size+digits:])
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, piece{int(n), rest})
		if packed, err = j.packedRequest(c, key); err != nil {
			return nil, err
		}
	}
	body, err := j.unpack(c, packed)
	for i := len(pieces) - 1; i >= 0 && err == nil; i-- {
		p := &pieces[i]
		if p.n > len(body) {
			return nil, fmt.Errorf("what it goes on from is shorter than what both begin with: the journal is damaged")
		}
		body = slices.Concat(body[:p.n], p.rest)
	}
	return body, err
}

// packedRequest returns the request of a stored call as it is stored.
func (j *Journal) packedRequest(c *conn, key seedbed.CallKey) (packed []byte, err error) {
	found, err := j.find(c, j.callsIn, key[:], func(num int64) (is bool, err error) {
		err = c.each(sqlReadRequest, []any{num, key[:]}, func(row []driver.Value) error {
			is, packed = true, slices.Clone(bytesOf(row[0]))
			return nil
		})
		return is, err
	})
	if err == nil && !found {
		err = fmt.Errorf("call %s, which it goes on from, is not in the journal: it is damaged", key)
	}
	return packed, err
}

// find calls row with the numbers of rows that may have a key, until it says that
// one does, and reports whether one did. c must not be in a transaction.
func (j *Journal) find(c *conn, t *table, key []byte, row func(num int64) (bool, error)) (bool, error) {
	seen := t.blocks.Load()
	found, err := t.find(c, key, row)
	if found || err != nil || j.queue != nil {
		return found, err
	}
	if more, err := t.refresh(c, seen); err != nil || !more {
		return false, err
	}
	return t.find(c, key, row)
}

// numOf returns the number of the row with a key; 0: there is none.
func (j *Journal) numOf(c *conn, t *table, key []byte) (num int64, err error) {
	_, err = j.find(c, t, key, t.isRow(c, key, &num))
	return num, err
}

func (j *Journal) decodeCall(c *conn, call *seedbed.Call, row []driver.Value) error {
	a, err := j.asker(c, row[0])
	if err != nil {
		return err
	}
	call.Identity, call.Model, call.Stage, call.Finish = a.identity, a.model, a.stage, a.finish
	if b := bytesOf(row[1]); len(b) == len(call.Record) {
		call.Record = seedbed.ID(b)
	}
	call.Copy, call.Attempt = int(intOf(row[2])), int(intOf(row[3]))
	known := intOf(row[9])
	call.Usage = seedbed.Usage{
		In: int(intOf(row[4])), CachedIn: int(intOf(row[5])), Out: int(intOf(row[6])), Reasoning: int(intOf(row[7])),
		Known: known&1 != 0,
	}
	call.Cost = seedbed.Cost{USD: floatOf(row[8]), Known: known&2 != 0}
	call.Started, call.Latency = timeOf(intOf(row[10])), durationOf(row[11])
	call.Attempts = int(intOf(row[12]))
	if call.Reply, err = j.unpack(c, bytesOf(row[13])); err != nil {
		return fmt.Errorf("the reply: %w", err)
	}
	return nil
}
