package release

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"seedbed.dev/seedbed"
)

// destination returns the absolute path of out, symbolic links followed, once
// it is known that it may be written.
func destination(out string) (string, error) {
	if out == "" {
		return "", seedbed.Errorf(seedbed.CodeInvalid, "no folder is named for the release")
	}
	abs, err := filepath.Abs(out)
	if err != nil {
		return "", storageError("finding "+out, err)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	info, err := os.Lstat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
			return "", storageError("making the folder around "+out, err)
		}
		return abs, nil
	case err != nil:
		return "", storageError("looking at "+out, err)
	case !info.IsDir():
		return "", seedbed.Errorf(seedbed.CodeInvalid, "%s is a file; name a folder for the release", out)
	}
	return abs, replaceable(abs, out)
}

// replaceable reports why the folder at dir, which a person calls out, must not
// be replaced: it is neither empty nor a release with nothing added to it.
func replaceable(dir, out string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return storageError("reading "+out, err)
	}
	if len(entries) == 0 {
		return nil
	}
	m, err := readManifest(dir)
	if err != nil {
		return &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: out + " holds files and is not a Seedbed release",
			Fix:     "name another folder, or empty this one",
		}
	}
	extra, err := unlisted(dir, &m)
	if err != nil {
		return err
	}
	if len(extra) > 0 {
		return &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: out + " holds a release and also " + extra[0] + ", which Seedbed did not write",
			Fix:     "move it away, or name another folder",
		}
	}
	return nil
}

// unlisted returns the paths of files in dir that m does not name, in order.
func unlisted(dir string, m *Manifest) ([]string, error) {
	listed := map[string]bool{"manifest.json": true}
	for _, f := range m.Files {
		listed[f.Path] = true
	}
	var extra []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err == nil && !listed[filepath.ToSlash(rel)] {
			extra = append(extra, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		return nil, storageError("reading "+dir, err)
	}
	return extra, nil
}

// putInPlace moves the finished folder dir to out. What was at out is moved
// aside first and removed last, and comes back when the move fails.
func putInPlace(dir, out string) error {
	old := dir + "-replaced"
	err := os.Rename(out, old)
	replaces := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return storageError("moving the release before this one aside", err)
	}
	if err := os.Rename(dir, out); err != nil {
		if replaces {
			err = errors.Join(err, os.Rename(old, out))
		}
		return storageError("moving the release to "+out, err)
	}
	if replaces {
		if err := os.RemoveAll(old); err != nil {
			return storageError("removing the release before this one", err)
		}
	}
	return syncFolder(filepath.Dir(out))
}

// syncFolders makes sure that a power cut finds all names below dir.
func syncFolders(dir string) error {
	if err := syncFolder(filepath.Join(dir, "data")); err != nil {
		return err
	}
	return syncFolder(dir)
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return storageError("opening "+dir, err)
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return storageError("syncing "+dir, err)
	}
	return nil
}

// saveFile writes and syncs a file.
func saveFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return storageError("making "+filepath.Base(path), err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return storageError("writing "+filepath.Base(path), err)
	}
	return nil
}

func storageError(doing string, err error) error {
	return seedbed.Errorf(seedbed.CodeStorage, "%s: %w", doing, err)
}
