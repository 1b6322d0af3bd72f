package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"os"

	"golang.org/x/sys/unix"
	"seedbed.dev/seedbed"
)

// beginSession notes that this process writes here.
func (j *Journal) beginSession(version string) error {
	host, _ := os.Hostname()
	c := j.w.c
	if err := c.exec("INSERT INTO sessions (started, pid, host, version) VALUES (?, ?, ?, ?)",
		j.now().UnixMicro(), int64(os.Getpid()), host, version); err != nil {
		return err
	}
	_, err := c.one("SELECT max(id) FROM sessions", nil, &j.session)
	return err
}

func (j *Journal) endSession() error {
	now := j.now().UnixMicro()
	return j.do(context.Background(), "ending the session", func(c *conn) error {
		return c.exec("UPDATE sessions SET closed = ?, lease_usd = 0, lease_tokens = 0 WHERE id = ?", now, j.session)
	})
}

// Lease stores, durably, the most that calls in flight may cost: what may have
// been billed should this process end without Close.
func (j *Journal) Lease(ctx context.Context, usd float64, tokens int) error {
	return j.do(ctx, "storing what is in flight", func(c *conn) error {
		return c.exec("UPDATE sessions SET lease_usd = ?, lease_tokens = ? WHERE id = ?", usd, int64(tokens), j.session)
	})
}

// AddLost adds an attempt that may have been billed and gave no reply. It is
// queued, as PutRecords is.
func (j *Journal) AddLost(ctx context.Context, usd float64, tokens int) error {
	if j.queue == nil {
		return errReadOnly
	}
	var own error
	_, err := j.queue.put(ctx, op{err: &own, do: func(c *conn) error {
		return c.exec("UPDATE sessions SET lost_usd = lost_usd + ?, lost_tokens = lost_tokens + ? WHERE id = ?",
			usd, int64(tokens), j.session)
	}}, 1, 0)
	return err
}

// MaybeBilled returns what may have been billed without a reply to show for it,
// at the most: attempts that were lost, and the leases of sessions that were
// never closed. A session that is still at work is not among those.
func (j *Journal) MaybeBilled(ctx context.Context) (usd float64, tokens int, err error) {
	host, _ := os.Hostname()
	err = j.read(ctx, "reading sessions", func(c *conn) error {
		usd, tokens = 0, 0
		return c.each("SELECT id, closed IS NULL, pid, host, lease_usd, lease_tokens, lost_usd, lost_tokens FROM sessions ORDER BY id", nil,
			func(row []driver.Value) error {
				usd += floatOf(row[6])
				tokens += int(intOf(row[7]))
				open := intOf(row[1]) == 1 && intOf(row[0]) != j.session
				if open && j.session == 0 && textOf(row[3]) == host && alive(int(intOf(row[2]))) {
					open = false
				}
				if open {
					usd += floatOf(row[4])
					tokens += int(intOf(row[5]))
				}
				return nil
			})
	})
	return usd, tokens, err
}

func alive(pid int) bool {
	err := unix.Kill(pid, 0)
	return err == nil || errors.Is(err, unix.EPERM)
}

// SpendKey says what calls were for.
type SpendKey struct {
	Stage string
	Model string // the model's name in the recipe
}

// Spend adds up all calls, by stage and model.
func (j *Journal) Spend(ctx context.Context) (map[SpendKey]seedbed.Spend, error) {
	out := map[SpendKey]seedbed.Spend{}
	err := j.read(ctx, "adding up calls", func(c *conn) error {
		picos := map[SpendKey]int64{}
		err := c.each("SELECT asker, calls, tokens_in, tokens_out, pico_usd, priced, latency FROM spend", nil,
			func(row []driver.Value) error {
				a, err := j.asker(c, row[0])
				if err != nil {
					return err
				}
				key := SpendKey{Stage: a.stage, Model: a.model}
				out[key] = out[key].Add(seedbed.Spend{
					Calls: int(intOf(row[1])), In: int(intOf(row[2])), Out: int(intOf(row[3])),
					Priced: int(intOf(row[5])), Time: durationOf(row[6]),
				})
				picos[key] += intOf(row[4])
				return nil
			})
		for key, p := range picos {
			s := out[key]
			s.USD = float64(p) / 1e12
			out[key] = s
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// asker is what calls of one model for one stage have in common.
type asker struct {
	identity, model, stage string
	finish                 seedbed.Finish
}

func (j *Journal) asker(c *conn, v driver.Value) (asker, error) {
	text, err := j.nameOf(c, v)
	if err != nil {
		return asker{}, err
	}
	var f [4]string
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return asker{}, err
	}
	return asker{f[0], f[1], f[2], seedbed.Finish(f[3])}, nil
}
