package store

import (
	"context"
	"database/sql/driver"
	"time"

	"seedbed.dev/seedbed"
)

// Revision is one content that a path had.
type Revision struct {
	Number int // 1 for the first content seen at the path
	Digest string
	Kind   string
	Seen   time.Time // when it was first seen there
}

// PutFile stores what a file of a plan holds, durably, and returns which
// revision it is: the place of this content among those seen at this path. A
// content that comes back has its old number.
func (j *Journal) PutFile(ctx context.Context, path, kind, digest string, text []byte) (revision int, err error) {
	if len(text) > maxBlob {
		return 0, seedbed.Errorf(seedbed.CodeStorage, "storing %s: it is longer than %d MiB", path, maxBlob>>20)
	}
	packed := j.packer.pack(nil, text)
	now := j.now().UnixMicro()
	out := new(int)
	err = j.do(ctx, "storing "+path, func(c *conn) error {
		if err := c.exec("INSERT OR IGNORE INTO contents (digest, text) VALUES (?, ?)", digest, packed); err != nil {
			return err
		}
		err := c.exec(`INSERT INTO revisions (path, revision, digest, kind, seen)
			VALUES (?, (SELECT coalesce(max(revision), 0) + 1 FROM revisions WHERE path = ?), ?, ?, ?)
			ON CONFLICT (path, digest) DO NOTHING`, path, path, digest, kind, now)
		if err != nil {
			return err
		}
		_, err = c.one("SELECT revision FROM revisions WHERE path = ? AND digest = ?", []any{path, digest}, out)
		return err
	})
	if err != nil {
		return 0, err
	}
	return *out, nil
}

// FileByDigest returns a stored file by its content's digest: where it was seen
// first, and what it holds.
func (j *Journal) FileByDigest(ctx context.Context, digest string) (path, kind string, revision int, text []byte, ok bool, err error) {
	err = j.read(ctx, "reading a file", func(c *conn) error {
		var packed []byte
		ok, err = c.one(`SELECT r.path, r.kind, r.revision, c.text FROM revisions r JOIN contents c USING (digest)
			WHERE r.digest = ? ORDER BY r.seen, r.path LIMIT 1`, []any{digest}, &path, &kind, &revision, &packed)
		if err == nil {
			text, err = j.packer.unpack(packed, nil)
		}
		return err
	})
	return path, kind, revision, text, ok, err
}

// Revisions returns the contents that a path had, the first seen first.
func (j *Journal) Revisions(ctx context.Context, path string) ([]Revision, error) {
	var out []Revision
	err := j.read(ctx, "reading revisions", func(c *conn) error {
		return c.each("SELECT revision, digest, kind, seen FROM revisions WHERE path = ? ORDER BY revision", []any{path},
			func(row []driver.Value) error {
				out = append(out, Revision{int(intOf(row[0])), textOf(row[1]), textOf(row[2]), timeOf(intOf(row[3]))})
				return nil
			})
	})
	return out, err
}

// PutPlan stores the JSON of a plan, durably. A plan that is stored stays as it
// is.
func (j *Journal) PutPlan(ctx context.Context, fp seedbed.Fingerprint, json []byte) error {
	packed := j.packer.pack(nil, json)
	return j.do(ctx, "storing the plan", func(c *conn) error {
		return c.exec("INSERT OR IGNORE INTO plans (fingerprint, json) VALUES (?, ?)", fp[:], packed)
	})
}

// Plan returns the JSON of a stored plan, and whether there is one.
func (j *Journal) Plan(ctx context.Context, fp seedbed.Fingerprint) (json []byte, ok bool, err error) {
	return j.readPacked(ctx, "reading a plan", "SELECT json FROM plans WHERE fingerprint = ?", fp[:])
}

// PutCache remembers a value that can be computed again, until the next one for
// the same key. It is queued, as PutRecords is.
func (j *Journal) PutCache(ctx context.Context, key string, value []byte) error {
	if j.queue == nil {
		return errReadOnly
	}
	packed := j.packer.pack(nil, value)
	var own error
	_, err := j.queue.put(ctx, op{err: &own, do: func(c *conn) error {
		return c.exec("INSERT INTO cache (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, packed)
	}}, 1, len(packed))
	return err
}

// Cache returns a remembered value, and whether there is one.
func (j *Journal) Cache(ctx context.Context, key string) (value []byte, ok bool, err error) {
	return j.readPacked(ctx, "reading the cache", "SELECT value FROM cache WHERE key = ?", key)
}

func (j *Journal) readPacked(ctx context.Context, doing, query string, key any) (out []byte, ok bool, err error) {
	err = j.read(ctx, doing, func(c *conn) error {
		var packed []byte
		if ok, err = c.one(query, []any{key}, &packed); err != nil {
			return err
		}
		out, err = j.packer.unpack(packed, nil)
		return err
	})
	return out, ok, err
}
