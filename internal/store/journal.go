package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/filelock"
)

// Options are settings of Open.
type Options struct {
	Version  string           // of the program, for the record of who wrote here
	Now      func() time.Time // nil: the system's clock
	MaxPages int              // the most pages of 4 KiB the file may have; 0: as the disk allows
}

// Journal is an open journal. All its methods may be called at once.
type Journal struct {
	path     string // of the database
	ballast  string
	now      func() time.Time
	packer   *packer
	names    *names
	pool     *pool
	queue    *queue // nil: read only
	w        *writer
	session  int64
	maxPages int
	lock     *os.File
	stopped  chan struct{} // closed when the writing goroutine is gone

	callsIn, recordsIn *table // by which keys are found

	closeOnce sync.Once
	closeErr  error
}

var (
	errClosed   = &seedbed.Error{Code: seedbed.CodeInternal, Message: "the journal is closed"}
	errReadOnly = &seedbed.Error{Code: seedbed.CodeInternal, Message: "the journal was opened for reading"}
)

// Paths within a project folder.
const (
	Folder      = ".seedbed"
	fileName    = "journal.db"
	lockName    = "lock"
	ballastName = "ballast"
)

// Path returns the path of the journal of the project in dir.
func Path(dir string) string { return filepath.Join(dir, Folder, fileName) }

// Open opens the journal of the project in dir for writing, and makes it where
// there is none. It takes the project's lock: CodeBusy says that another process
// has it. CodeInvalid: a newer seedbed wrote this journal; CodeStorage: the file
// is damaged or cannot be written.
func Open(ctx context.Context, dir string, opt Options) (*Journal, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "opening the journal: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(dir, Folder), 0o755); err != nil {
		return nil, explain("making the journal's folder", err)
	}
	lock, err := takeLock(dir, opt.Now())
	if err != nil {
		return nil, err
	}
	j := &Journal{
		path:     Path(dir),
		ballast:  filepath.Join(dir, Folder, ballastName),
		now:      opt.Now,
		names:    newNames(),
		queue:    newQueue(),
		maxPages: opt.MaxPages,
		lock:     lock,
		stopped:  make(chan struct{}),
	}
	if err := j.open(ctx, opt); err != nil {
		if j.w != nil {
			j.w.c.close()
		}
		if j.pool != nil {
			j.pool.close()
		}
		if j.packer != nil {
			j.packer.close()
		}
		filelock.Drop(lock)
		return nil, explain("opening the journal "+j.path, err)
	}
	go j.write()
	return j, nil
}

func (j *Journal) open(ctx context.Context, opt Options) error {
	var err error
	if j.packer, err = newPacker(); err != nil {
		return err
	}
	c, err := openConn(j.path, "_txlock=immediate", "busy_timeout=5000")
	if err != nil {
		return err
	}
	j.w = &writer{
		c:       c,
		names:   j.names,
		dicts:   j.packer.dicts,
		spend:   map[ref]*spendRow{},
		calls:   &table{kind: kindCalls},
		records: &table{kind: kindRecords},
	}
	j.w.recent.reset()
	version, err := checkVersion(c)
	if err != nil {
		return err
	}
	// The log is folded into the file every 8192 pages, and cut back after.
	for _, p := range []string{
		"journal_mode=WAL", "synchronous=FULL", "cache_size=-8192", "wal_autocheckpoint=8192",
		"journal_size_limit=33554432", "temp_store=MEMORY",
	} {
		if err := c.run("PRAGMA " + p); err != nil {
			return err
		}
	}
	if version < schemaVersion {
		if err := migrate(ctx, j.path); err != nil {
			return err
		}
	}
	if opt.MaxPages > 0 {
		if err := c.run("PRAGMA max_page_count = " + itoa(opt.MaxPages)); err != nil {
			return err
		}
	}
	if err := j.names.load(c); err != nil {
		return err
	}
	if err := j.packer.dicts.load(c); err != nil {
		return err
	}
	if err := j.w.load(); err != nil {
		return err
	}
	j.callsIn, j.recordsIn = j.w.calls, j.w.records
	j.pool = newPool(j.path, "mode=rw", "query_only=1")
	makeBallast(j.ballast)
	return j.beginSession(opt.Version)
}

// OpenReader opens the journal of the project in dir for reading, while another
// process may be writing to it. CodeNotFound: there is none yet.
func OpenReader(ctx context.Context, dir string) (*Journal, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "opening the journal: %w", err)
	}
	path := Path(dir)
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil, &seedbed.Error{
			Code: seedbed.CodeNotFound, Message: "nothing has been run in " + dir + " yet", Fix: "seedbed run makes the journal",
		}
	} else if err != nil {
		return nil, explain("opening the journal", err)
	}
	j := &Journal{
		path:      path,
		now:       time.Now,
		names:     newNames(),
		pool:      newPool(path, "mode=ro"),
		callsIn:   &table{kind: kindCalls},
		recordsIn: &table{kind: kindRecords},
	}
	if j.packer, err = newPacker(); err != nil {
		return nil, err
	}
	err = j.read(ctx, "opening the journal "+path, func(c *conn) error {
		version, err := checkVersion(c)
		if err == nil && version < schemaVersion {
			err = &seedbed.Error{
				Code: seedbed.CodeNotFound, Message: "the journal has no tables yet, or older ones", Fix: "seedbed run brings it up to date",
			}
		}
		if err != nil {
			return err
		}
		if err := j.names.load(c); err != nil {
			return err
		}
		return j.packer.dicts.load(c)
	})
	if err != nil {
		j.Close()
		return nil, err
	}
	return j, nil
}

// Close makes durable what waits, marks the session as ended cleanly, and lets
// go of the project. A second Close does nothing and returns the same.
func (j *Journal) Close() error {
	j.closeOnce.Do(func() { j.closeErr = j.close() })
	return j.closeErr
}

func (j *Journal) close() error {
	var err error
	if j.queue != nil {
		if j.queue.failure() == nil {
			err = j.endSession()
		}
		j.queue.close()
		<-j.stopped
	}
	j.pool.close()
	if j.queue != nil {
		if j.queue.failure() == nil {
			j.w.finish()
		}
		if e := j.w.c.exec("PRAGMA wal_checkpoint(TRUNCATE)"); err == nil && j.queue.failure() == nil {
			err = e
		}
		if e := j.w.c.close(); err == nil {
			err = e
		}
		if e := filelock.Drop(j.lock); err == nil {
			err = e
		}
	}
	j.packer.close()
	return explain("closing the journal", err)
}

// Err returns what stopped the journal from taking more; nil while it takes.
func (j *Journal) Err() error {
	if j.queue == nil {
		return nil
	}
	return j.queue.failure()
}

// takeLock takes the project's lock.
func takeLock(dir string, now time.Time) (*os.File, error) {
	return filelock.Take(filepath.Join(dir, Folder, lockName), 0o644, now, seedbed.Error{
		Code: seedbed.CodeBusy, Message: "is at work in this folder", Fix: "wait for it, or stop it with Ctrl-C where it runs",
	})
}
