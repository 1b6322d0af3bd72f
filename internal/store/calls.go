package store

import (
	"context"
	"database/sql/driver"
	"fmt"
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

const sqlReadCall = `SELECT asker, record, copy, attempt, tokens_in, tokens_cached, tokens_out, tokens_reasoning,
	usd, known, started, latency, attempts, request, reply FROM calls WHERE num = ? AND key = ?`

// Call returns the call with a key, and whether it is stored. For a key that was
// never stored it does not touch the database.
func (j *Journal) Call(ctx context.Context, key seedbed.CallKey) (seedbed.Call, bool, error) {
	if j.queue != nil && !j.callsIn.has(hash(prefixOf(key[:]))) {
		return seedbed.Call{}, false, nil
	}
	call := seedbed.Call{Key: key}
	found := false
	err := j.read(ctx, "reading a reply", func(c *conn) error {
		_, err := j.find(c, j.callsIn, key[:], func(num int64) (bool, error) {
			err := c.each(sqlReadCall, []any{num, key[:]}, func(row []driver.Value) error {
				found = true
				return j.decodeCall(c, &call, row)
			})
			return found, err
		})
		return err
	})
	if err != nil || !found {
		return seedbed.Call{}, false, err
	}
	return call, true, nil
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
	if call.Request, err = j.unpack(c, bytesOf(row[13])); err != nil {
		return fmt.Errorf("the request: %w", err)
	}
	if call.Reply, err = j.unpack(c, bytesOf(row[14])); err != nil {
		return fmt.Errorf("the reply: %w", err)
	}
	return nil
}
