package release

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"seedbed.dev/seedbed"
)

// batchesInFlight bounds the rows in memory between reading and writing.
const batchesInFlight = 4

// errMisfit says that the rows do not follow the layout they were to have.
var errMisfit = errors.New("a row does not follow the layout")

// table is a set of rows and the files they go to.
type table struct {
	what      string // for messages: "accepted rows"
	rows      Rows
	files     []tableFile
	selected  []string
	like      *layout // columns to have besides those of the rows
	decisions bool    // with state, actor, reason and detail
	keep      int     // examples to keep of each reason

	layout *layout // once written
	stats  stats
}

type tableFile struct {
	format string // "parquet" or "jsonl"
	path   string // within the folder, with slashes
}

// write writes the files and enters them into m.
func (t *table) write(ctx context.Context, in *Input, dir string, m *Manifest) error {
	l := t.guess(in.Schema)
	if l != nil {
		files, err := t.writeAs(ctx, in, dir, l)
		if err == nil {
			m.Files = append(m.Files, files...)
			return nil
		}
		if !errors.Is(err, errMisfit) {
			return err
		}
	}
	l, err := t.infer(ctx, in)
	if err != nil {
		return err
	}
	files, err := t.writeAs(ctx, in, dir, l)
	if errors.Is(err, errMisfit) {
		return seedbed.Errorf(seedbed.CodeInternal, "the %s changed while the release was written", t.what)
	}
	m.Files = append(m.Files, files...)
	return err
}

// guess returns the layout that the rows are likely to follow; nil: not known.
func (t *table) guess(schema *seedbed.Schema) *layout {
	if t.like != nil {
		inf := newInference(nil)
		inf.like(t.like)
		fields, scores := inf.names(nil)
		return newLayout(fields, scores, len(t.selected) > 0, t.decisions)
	}
	fields, scores, ok := schemaLayout(schema, t.selected)
	if !ok {
		return nil
	}
	return newLayout(fields, scores, len(t.selected) > 0, t.decisions)
}

// infer reads all rows once to find out their layout.
func (t *table) infer(ctx context.Context, in *Input) (*layout, error) {
	inf := newInference(t.selected)
	if t.like != nil {
		inf.like(t.like)
	}
	n := 0
	for r, err := range t.rows() {
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", t.what, err)
		}
		if n++; n%batchRows == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := inf.add(&r); err != nil {
			return nil, err
		}
	}
	criteria := map[string]seedbed.Criterion{}
	for i := range in.Plan.Stages {
		if rubric := in.Plan.Stages[i].Needs.Rubric; rubric != nil {
			for _, c := range rubric.Criteria {
				criteria[c.Name] = c
			}
		}
	}
	fields, scores := inf.names(criteria)
	return newLayout(fields, scores, inf.selected, t.decisions), nil
}

// sink writes one file. write is called from one goroutine, and does not keep
// the batch.
type sink interface {
	write(*batch) error
	close() (File, error)
	abort()
}

// writeAs writes all files at once, each in a goroutine of its own.
func (t *table) writeAs(ctx context.Context, in *Input, dir string, l *layout) ([]File, error) {
	t.layout, t.stats = l, newStats(t.keep)
	sinks := make([]sink, 0, len(t.files))
	defer func() {
		for _, s := range sinks {
			s.abort()
		}
	}()
	for _, f := range t.files {
		s, err := openSink(f, dir, l, in.Version)
		if err != nil {
			return nil, err
		}
		sinks = append(sinks, s)
	}
	if err := t.pump(ctx, l, sinks); err != nil {
		return nil, err
	}
	files := make([]File, len(sinks))
	for i, s := range sinks {
		f, err := s.close()
		if err != nil {
			return nil, err
		}
		f.Path, f.Rows = t.files[i].path, t.stats.rows
		files[i] = f
	}
	return files, nil
}

func openSink(f tableFile, dir string, l *layout, version string) (sink, error) {
	path := filepath.Join(dir, filepath.FromSlash(f.path))
	out, err := newDigestFile(path)
	if err != nil {
		return nil, err
	}
	if f.format == "jsonl" {
		return newJSONLSink(out, l), nil
	}
	return newParquetSink(out, l, version), nil
}

// pump reads the rows and hands them to the sinks in batches.
func (t *table) pump(ctx context.Context, l *layout, sinks []sink) error {
	group, gctx := errgroup.WithContext(ctx)
	free := make(chan *batch, batchesInFlight)
	for range batchesInFlight {
		free <- newBatch()
	}
	queues := make([]chan *batch, len(sinks))
	for i, s := range sinks {
		queue := make(chan *batch, batchesInFlight)
		queues[i] = queue
		group.Go(func() error {
			for b := range queue {
				if err := s.write(b); err != nil {
					return err
				}
				if b.readers.Add(-1) == 0 {
					b.reset()
					free <- b
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer func() {
			for _, q := range queues {
				close(q)
			}
		}()
		return t.fill(gctx, l, free, queues)
	})
	if err := group.Wait(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
	return nil
}

// fill puts the rows into batches. A queue holds every batch there is, so that
// only waiting for a free one can block.
func (t *table) fill(ctx context.Context, l *layout, free <-chan *batch, queues []chan *batch) error {
	var b *batch
	send := func() {
		b.readers.Store(int32(len(queues)))
		for _, q := range queues {
			q <- b
		}
		b = nil
	}
	for r, err := range t.rows() {
		if err != nil {
			return fmt.Errorf("reading %s: %w", t.what, err)
		}
		if b == nil {
			select {
			case b = <-free:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if !b.add(&r, l) {
			return errMisfit
		}
		t.stats.add(&r)
		if b.full() {
			send()
		}
	}
	if b != nil {
		send()
	}
	return ctx.Err()
}
