package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"

	"golang.org/x/sys/unix"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
	"seedbed.dev/seedbed"
)

// conn is one connection to the database, used by one goroutine at a time. It
// speaks to the driver without database/sql between, which would cost as much
// again as the insert itself.
type conn struct {
	c     driver.Conn
	stmts map[string]*stmt
}

// stmt is a prepared statement with its arguments: set args, then exec or each.
type stmt struct {
	s interface {
		driver.StmtExecContext
		driver.StmtQueryContext
		Close() error
	}
	args []driver.NamedValue
	row  []driver.Value
}

// dsn returns the driver's name for the file at path, which must be absolute.
func dsn(path, query string) string {
	u := url.URL{Scheme: "file", Path: path}
	return u.String() + "?" + query
}

func openConn(path, query string, pragmas ...string) (*conn, error) {
	dc, err := new(sqlite.Driver).Open(dsn(path, query))
	if err != nil {
		return nil, err
	}
	c := &conn{c: dc, stmts: map[string]*stmt{}}
	for _, p := range pragmas {
		if err := c.run("PRAGMA " + p); err != nil {
			c.close()
			return nil, fmt.Errorf("setting %s: %w", p, err)
		}
	}
	return c, nil
}

// close finalizes the statements and closes the connection.
func (c *conn) close() error {
	for _, s := range c.stmts {
		s.s.Close()
	}
	c.stmts = nil
	return c.c.Close()
}

// prepare returns the statement of a query, prepared once for the connection.
func (c *conn) prepare(query string) (*stmt, error) {
	if s := c.stmts[query]; s != nil {
		return s, nil
	}
	ds, err := c.c.Prepare(query)
	if err != nil {
		return nil, err
	}
	s := &stmt{}
	var ok bool
	if s.s, ok = ds.(interface {
		driver.StmtExecContext
		driver.StmtQueryContext
		Close() error
	}); !ok {
		return nil, errors.New("the SQLite driver has changed: its statements take no context")
	}
	c.stmts[query] = s
	return s, nil
}

// run executes a query once, without keeping it prepared.
func (c *conn) run(query string) error {
	ds, err := c.c.Prepare(query)
	if err != nil {
		return err
	}
	defer ds.Close()
	rows, err := ds.(driver.StmtQueryContext).QueryContext(context.Background(), nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	dest := make([]driver.Value, len(rows.Columns()))
	for err == nil {
		err = rows.Next(dest)
	}
	if err == io.EOF {
		return nil
	}
	return err
}

func (c *conn) exec(query string, args ...any) error {
	s, err := c.prepare(query)
	if err != nil {
		return err
	}
	s.bind(args)
	return s.exec()
}

// each calls row for every row of the answer. The slice is used again for the
// next one; the values in it may be kept.
func (c *conn) each(query string, args []any, row func([]driver.Value) error) error {
	s, err := c.prepare(query)
	if err != nil {
		return err
	}
	s.bind(args)
	return s.each(row)
}

// one reads a single row into dest, and reports whether there was one.
func (c *conn) one(query string, args []any, dest ...any) (bool, error) {
	found := false
	err := c.each(query, args, func(row []driver.Value) error {
		found = true
		return assign(dest, row)
	})
	return found, err
}

// snapshot runs f with all that it reads as it was at its first read.
func (c *conn) snapshot(f func() error) error {
	if err := c.exec("BEGIN"); err != nil {
		return err
	}
	err := f()
	if e := c.exec("ROLLBACK"); err == nil {
		err = e
	}
	return err
}

// transaction runs f, and stores what it writes or, after an error, nothing.
func (c *conn) transaction(f func() error) error {
	err := c.exec("BEGIN IMMEDIATE")
	if err != nil {
		return err
	}
	if err = f(); err == nil {
		err = c.exec("COMMIT")
	}
	if err != nil {
		_ = c.exec("ROLLBACK") // SQLite may have rolled back already
	}
	return err
}

func (s *stmt) bind(args []any) {
	s.args = s.args[:0]
	for i, a := range args {
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
}

// size makes room for n arguments, to be set in args[i].Value.
func (s *stmt) size(n int) {
	for len(s.args) < n {
		s.args = append(s.args, driver.NamedValue{Ordinal: len(s.args) + 1})
	}
}

func (s *stmt) exec() error {
	_, err := s.s.ExecContext(context.Background(), s.args)
	return err
}

func (s *stmt) each(row func([]driver.Value) error) (err error) {
	rows, err := s.s.QueryContext(context.Background(), s.args)
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	if s.row == nil {
		s.row = make([]driver.Value, len(rows.Columns()))
	}
	for {
		if err := rows.Next(s.row); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := row(s.row); err != nil {
			return err
		}
	}
}

// assign copies a row's values to pointers. A null leaves what is there.
func assign(dest []any, row []driver.Value) error {
	for i, d := range dest {
		switch d := d.(type) {
		case *int64:
			*d = intOf(row[i])
		case *int:
			*d = int(intOf(row[i]))
		case *float64:
			*d = floatOf(row[i])
		case *string:
			*d = textOf(row[i])
		case *[]byte:
			*d = bytesOf(row[i])
		default:
			return fmt.Errorf("reading column %d: no way to hold it in a %T", i, d)
		}
	}
	return nil
}

func intOf(v driver.Value) int64 {
	switch v := v.(type) {
	case int64:
		return v
	case float64:
		return int64(v)
	}
	return 0
}

func floatOf(v driver.Value) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	}
	return 0
}

func textOf(v driver.Value) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

func bytesOf(v driver.Value) []byte {
	switch v := v.(type) {
	case []byte:
		return v
	case string:
		return []byte(v)
	}
	return nil
}

// orNull returns v for a column in which null stands for zero.
func orNull(v int64) driver.Value {
	if v == 0 {
		return nil
	}
	return v
}

// sqliteCode returns the primary result code of an error of SQLite; 0 for
// another.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// noRoom reports whether err may come from a full disk.
func noRoom(err error) bool {
	switch sqliteCode(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return true
	}
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT)
}

// explain gives an error of SQLite its code, and says what to do about it.
func explain(doing string, err error) error {
	var coded *seedbed.Error
	if err == nil || errors.As(err, &coded) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &seedbed.Error{Code: seedbed.CodeStorage, Message: doing, Err: err}
	switch sqliteCode(err) {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		e.Message = doing + ": the file is damaged or no SQLite database"
		e.Fix = "put a copy of it back, or move it away to start anew (the replies in it will be paid for again)"
	case sqlite3.SQLITE_FULL:
		e.Message = doing + ": the disk is full"
		e.Fix = "free some room and run again"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		e.Fix = "check who may write to the file"
	case sqlite3.SQLITE_CANTOPEN:
		e.Fix = "check that the folder is there and who may write to it"
	default:
		if errors.Is(err, os.ErrPermission) {
			e.Fix = "check who may write to the folder"
		}
	}
	return e
}

// errEnough ends each without an error of the database.
var errEnough = errors.New("enough rows")

// forget finalizes the statement of a query that will not come again.
func (c *conn) forget(query string) {
	if s := c.stmts[query]; s != nil {
		s.s.Close()
		delete(c.stmts, query)
	}
}
