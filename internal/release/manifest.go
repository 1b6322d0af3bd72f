package release

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"seedbed.dev/seedbed"
)

// manifestFormat is the version of manifest.json's form.
const manifestFormat = 1

// maxManifest bounds what is read of a manifest.json, in bytes.
const maxManifest = 8 << 20

// Manifest says what a release holds. It names no time and no machine.
type Manifest struct {
	Format  int                 `json:"format"`  // 1
	Seedbed string              `json:"seedbed"` // version that wrote it
	Name    string              `json:"name"`    // of the dataset
	Version string              `json:"version"` // of the data
	Plan    seedbed.Fingerprint `json:"plan"`
	Split   string              `json:"split"` // "train" or "test"
	Rows    Counts              `json:"rows"`
	// Data identifies the rows: SHA-256, in hexadecimal, over a line
	// "<sha256>  <path>\n" for each data file in the order of Files. The card,
	// whose own digest stands in Files, quotes it.
	Data  string `json:"data"`
	Files []File `json:"files"`
}

// Counts counts rows.
type Counts struct {
	Accepted int `json:"accepted"`
	Rejected int `json:"rejected"`
}

// File is one file of a release.
type File struct {
	Path   string `json:"path"` // within the folder, with slashes
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // in hexadecimal
	Rows   int    `json:"rows"`   // 0 for files that hold none
}

func newManifest(in *Input) Manifest {
	return Manifest{
		Format: manifestFormat, Seedbed: in.Version, Name: in.Plan.Name,
		Version: dataVersion(in.Plan.Release.Version), Plan: in.Plan.Fingerprint, Split: split(in.Plan),
	}
}

func dataVersion(v string) string {
	if v == "" {
		return "1.0.0"
	}
	return v
}

// seal computes Data once all data files are there.
func (m *Manifest) seal() {
	h := sha256.New()
	for _, f := range m.Files {
		fmt.Fprintf(h, "%s  %s\n", f.SHA256, f.Path)
	}
	m.Data = hex.EncodeToString(h.Sum(nil))
}

func (m *Manifest) addFile(dir, path string, data []byte) error {
	sum := sha256.Sum256(data)
	m.Files = append(m.Files, File{Path: path, Bytes: int64(len(data)), SHA256: hex.EncodeToString(sum[:])})
	return saveFile(filepath.Join(dir, filepath.FromSlash(path)), data)
}

// Canonical returns the bytes of manifest.json: JSON with sorted keys, without
// spaces, a newline at the end.
func (m *Manifest) Canonical() []byte {
	files := make([]any, len(m.Files))
	for i, f := range m.Files {
		files[i] = map[string]any{"path": f.Path, "bytes": f.Bytes, "sha256": f.SHA256, "rows": int64(f.Rows)}
	}
	return append(seedbed.AppendValue(nil, map[string]any{
		"format": int64(m.Format), "seedbed": m.Seedbed, "name": m.Name, "version": m.Version,
		"plan": m.Plan.String(), "split": m.Split, "data": m.Data, "files": files,
		"rows": map[string]any{"accepted": int64(m.Rows.Accepted), "rejected": int64(m.Rows.Rejected)},
	}), '\n')
}

// Digest returns the SHA-256 of Canonical in hexadecimal: it names the release.
func (m *Manifest) Digest() string {
	sum := sha256.Sum256(m.Canonical())
	return hex.EncodeToString(sum[:])
}

func readManifest(dir string) (Manifest, error) {
	f, err := os.Open(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return Manifest{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxManifest+1))
	if err != nil {
		return Manifest{}, err
	}
	return parseManifest(data)
}

func parseManifest(data []byte) (Manifest, error) {
	var m Manifest
	if len(data) > maxManifest {
		return m, fmt.Errorf("manifest.json is larger than %d bytes", maxManifest)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("reading manifest.json: %w", err)
	}
	if m.Format != manifestFormat {
		return m, fmt.Errorf("manifest.json has format %d; this Seedbed reads format %d", m.Format, manifestFormat)
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || strings.Contains(f.Path, `\`) {
			return m, fmt.Errorf("manifest.json names %q, which is outside the release", f.Path)
		}
	}
	return m, nil
}

// Verify reports all that differs between the release at dir and its manifest:
// files that are missing, changed or, under data/, not named by it. nil: every
// byte is as it was written. It does not say who wrote it.
func Verify(dir string) error {
	m, err := readManifest(dir)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "verifying %s: %w", dir, err)
	}
	var errs []error
	sealed := m
	sealed.Files = nil
	for _, f := range m.Files {
		if err := verifyFile(dir, f); err != nil {
			errs = append(errs, err)
		}
		if f.Path != "README.md" {
			sealed.Files = append(sealed.Files, f)
		}
	}
	if sealed.seal(); sealed.Data != m.Data {
		errs = append(errs, errors.New("manifest.json: the digest of the data does not follow from those of its files"))
	}
	extra, err := unlisted(dir, &m)
	if err != nil {
		return err
	}
	for _, path := range extra {
		if strings.HasPrefix(path, "data/") {
			errs = append(errs, fmt.Errorf("%s is not named by the manifest", path))
		}
	}
	if len(errs) > 0 {
		return seedbed.Errorf(seedbed.CodeInvalid, "verifying %s: %w", dir, errors.Join(errs...))
	}
	return nil
}

func verifyFile(dir string, want File) error {
	path := filepath.Join(dir, filepath.FromSlash(want.Path))
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("%s is missing: %w", want.Path, err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", want.Path)
	}
	if info.Size() != want.Bytes {
		return fmt.Errorf("%s has %d bytes, the manifest says %d", want.Path, info.Size(), want.Bytes)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening %s: %w", want.Path, err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("reading %s: %w", want.Path, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != want.SHA256 {
		return fmt.Errorf("%s has the SHA-256 %s, the manifest says %s", want.Path, got, want.SHA256)
	}
	return nil
}
