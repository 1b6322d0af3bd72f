package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"seedbed.dev/seedbed"
)

//go:embed schema/*.sql
var migrations embed.FS

const (
	// schemaVersion is the version of the newest migration, which each sets as
	// user_version.
	schemaVersion = 2
	applicationID = 0x53656564 // "Seed"
)

// checkVersion reads the version of the schema; 0 for an empty file.
func checkVersion(c *conn) (int, error) {
	var version, app int
	if _, err := c.one("PRAGMA user_version", nil, &version); err != nil {
		return 0, err
	}
	if _, err := c.one("PRAGMA application_id", nil, &app); err != nil {
		return 0, err
	}
	switch {
	case version > schemaVersion && app == applicationID:
		return version, &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: fmt.Sprintf("this journal was written by a newer seedbed (format %d; this one knows %d)", version, schemaVersion),
			Fix:     "use that version, or a newer one",
		}
	case version != 0 && app != applicationID, version == 0 && app != 0:
		return version, notOurs()
	}
	return version, nil
}

func notOurs() error {
	return &seedbed.Error{
		Code:    seedbed.CodeStorage,
		Message: "the file is a database of another program",
		Fix:     "move it away",
	}
}

// migrate brings the file at path to schemaVersion. Only the holder of the lock
// may call it.
func migrate(ctx context.Context, path string) error {
	dir, err := fs.Sub(migrations, "schema")
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(path, "_pragma=busy_timeout(5000)&_txlock=immediate"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bringing its tables up to date: %w", err)
	}
	return nil
}
