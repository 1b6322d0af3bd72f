package store

import (
	"context"
	"database/sql/driver"

	"seedbed.dev/seedbed"
)

const runColumns = "SELECT id, plan, inputs, number, status, started, finished, summary, begun FROM runs"

func scanRun(row []driver.Value) seedbed.Run {
	r := seedbed.Run{
		ID: intOf(row[0]), Inputs: textOf(row[2]), Number: int(intOf(row[3])), Status: seedbed.RunStatus(textOf(row[4])),
		Started: timeOf(intOf(row[5])), Finished: timeOf(intOf(row[6])), Summary: bytesOf(row[7]),
		Begun: timeOf(intOf(row[8])),
	}
	copy(r.Plan[:], bytesOf(row[1]))
	return r
}

func findRun(c *conn, plan seedbed.Fingerprint, inputs string) (run seedbed.Run, found bool, err error) {
	err = c.each(runColumns+" WHERE plan = ? AND inputs = ?", []any{plan[:], inputs}, func(row []driver.Value) error {
		run, found = scanRun(row), true
		return nil
	})
	return run, found, err
}

// BeginRun returns the run of a plan over inputs (Plan and Inputs of run), made
// where there is none, and durable. One that is done is returned as it is:
// ReopenRun opens it again.
func (j *Journal) BeginRun(ctx context.Context, run seedbed.Run) (seedbed.Run, error) {
	out := new(seedbed.Run)
	now := j.now().UnixMicro()
	err := j.do(ctx, "beginning a run", func(c *conn) error {
		found, ok, err := findRun(c, run.Plan, run.Inputs)
		if err == nil && !ok {
			err = c.exec(`INSERT INTO runs (plan, inputs, number, status, started, begun)
				VALUES (?, ?, (SELECT coalesce(max(number), 0) + 1 FROM runs), ?, ?, ?)`,
				run.Plan[:], run.Inputs, string(seedbed.RunOpen), now, now)
		} else if err == nil {
			err = c.exec("UPDATE runs SET begun = ? WHERE id = ?", now, found.ID)
		}
		if err == nil {
			found, _, err = findRun(c, run.Plan, run.Inputs)
		}
		*out = found
		return err
	})
	if err != nil {
		return seedbed.Run{}, err
	}
	return *out, nil
}

// FinishRun marks a run as done or partial, with what the engine says of it, and
// forgets outcomes beyond lastOrd: those of an earlier, longer try. It is
// ordered after all that was put before, and durable.
func (j *Journal) FinishRun(ctx context.Context, id int64, status seedbed.RunStatus, lastOrd int64, summary []byte) error {
	now := j.now().UnixMicro()
	return j.do(ctx, "finishing the run", func(c *conn) error {
		if err := j.w.ended.cut(c, id, lastOrd); err != nil {
			return err
		}
		return updateRun(c, "UPDATE runs SET status = ?, finished = ?, summary = ? WHERE id = ?",
			id, string(status), now, summary, id)
	})
}

// ReopenRun marks a run as under way again. Its outcomes and summary stay until
// they are put anew.
func (j *Journal) ReopenRun(ctx context.Context, id int64) error {
	return j.do(ctx, "opening the run again", func(c *conn) error {
		return updateRun(c, "UPDATE runs SET status = ?, finished = NULL WHERE id = ?", id, string(seedbed.RunOpen), id)
	})
}

func updateRun(c *conn, query string, id int64, args ...any) error {
	if err := c.exec(query, args...); err != nil {
		return err
	}
	found, err := c.one("SELECT id FROM runs WHERE id = ?", []any{id})
	if err == nil && !found {
		err = seedbed.Errorf(seedbed.CodeNotFound, "run %d is not in the journal", id)
	}
	return err
}

// FindRun returns the run of a plan over inputs, and whether there is one.
func (j *Journal) FindRun(ctx context.Context, plan seedbed.Fingerprint, inputs string) (run seedbed.Run, found bool, err error) {
	err = j.read(ctx, "reading runs", func(c *conn) error {
		run, found, err = findRun(c, plan, inputs)
		return err
	})
	return run, found, err
}

// Runs returns all runs in the order of their numbers.
func (j *Journal) Runs(ctx context.Context) ([]seedbed.Run, error) {
	var out []seedbed.Run
	err := j.read(ctx, "reading runs", func(c *conn) error {
		return c.each(runColumns+" ORDER BY number", nil, func(row []driver.Value) error {
			out = append(out, scanRun(row))
			return nil
		})
	})
	return out, err
}
