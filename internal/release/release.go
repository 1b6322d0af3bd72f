package release

import (
	"context"
	"iter"
	"os"
	"path/filepath"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Rows gives records in plan order; it may be called more than once, and gives
// the same each time. A record's Scores and Decision are those of its outcome.
// Where Lineage.Source is empty, the caller may set it to the source of the
// seed that the record grew from.
type Rows func() iter.Seq2[seedbed.Record, error]

// Input is what a release is made of.
type Input struct {
	Plan     *plan.Plan
	Version  string // of Seedbed
	Out      string // the folder to make
	Accepted Rows
	Rejected Rows  // without surplus and failed ones; nil: none
	Votes    Votes // what people said of rows; nil: none
	Facts    Facts
	// Schema, where the caller knows it, spares a first reading of the rows that
	// finds out their columns. Rows that do not follow it are read twice after
	// all.
	Schema *seedbed.Schema
}

// Write writes a release to in.Out and returns its manifest. A release that is
// there already is replaced, and so is an empty folder; anything else is an
// error of code invalid, and stays. When ctx ends, or a row or the disk cannot
// be read or written, in.Out is as it was before.
func Write(ctx context.Context, in Input) (Manifest, error) {
	out, err := destination(in.Out)
	if err != nil {
		return Manifest{}, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(out), "."+filepath.Base(out)+".partial-*")
	if err != nil {
		return Manifest{}, storageError("making a folder beside "+in.Out, err)
	}
	defer os.RemoveAll(dir)
	m, err := writeFiles(ctx, &in, dir)
	if err != nil {
		return Manifest{}, err
	}
	if err := putInPlace(dir, out); err != nil {
		return Manifest{}, err
	}
	return m, nil
}

func writeFiles(ctx context.Context, in *Input, dir string) (Manifest, error) {
	if err := os.Chmod(dir, 0o755); err != nil {
		return Manifest{}, storageError("preparing "+in.Out, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		return Manifest{}, storageError("preparing "+in.Out, err)
	}
	m := newManifest(in)
	accepted, err := writeAccepted(ctx, in, dir, &m)
	if err != nil {
		return Manifest{}, err
	}
	rejected, err := writeRejected(ctx, in, dir, accepted.layout, &m)
	if err != nil {
		return Manifest{}, err
	}
	said, err := writeVotes(ctx, in, dir, &m)
	if err != nil {
		return Manifest{}, err
	}
	m.seal()
	card := writeCard(in, &m, accepted, rejected, said)
	if err := m.addFile(dir, "README.md", card); err != nil {
		return Manifest{}, err
	}
	if err := saveFile(filepath.Join(dir, "manifest.json"), m.Canonical()); err != nil {
		return Manifest{}, err
	}
	return m, syncFolders(dir)
}

// writeAccepted writes the released rows in every format that the plan names.
func writeAccepted(ctx context.Context, in *Input, dir string, m *Manifest) (*table, error) {
	t := &table{selected: in.Plan.Release.Fields, rows: in.Accepted, what: "accepted rows"}
	for _, format := range formats(in.Plan) {
		t.files = append(t.files, tableFile{format: format, path: "data/" + m.Split + "." + format})
	}
	if err := t.write(ctx, in, dir, m); err != nil {
		return nil, err
	}
	m.Rows.Accepted = t.stats.rows
	return t, nil
}

func writeRejected(ctx context.Context, in *Input, dir string, like *layout, m *Manifest) (*table, error) {
	t := &table{
		selected: in.Plan.Release.Fields, rows: in.Rejected, what: "rejected rows",
		like: like, decisions: true, keep: examplesPerReason,
		files: []tableFile{{format: "parquet", path: "rejected.parquet"}},
	}
	if t.rows == nil {
		t.rows = func() iter.Seq2[seedbed.Record, error] { return func(func(seedbed.Record, error) bool) {} }
	}
	if err := t.write(ctx, in, dir, m); err != nil {
		return nil, err
	}
	m.Rows.Rejected = t.stats.rows
	return t, nil
}

// formats returns the file formats of a plan, each once, in order.
func formats(p *plan.Plan) []string {
	if len(p.Release.Formats) == 0 {
		return []string{"parquet", "jsonl"}
	}
	var out []string
	for _, f := range []string{"parquet", "jsonl"} {
		for _, want := range p.Release.Formats {
			if f == want {
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// split is the name of the rows' split on the hub: what is made to evaluate
// with must not be trained on by default.
func split(p *plan.Plan) string {
	if p.Use == "evaluation" {
		return "test"
	}
	return "train"
}
