package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"seedbed.dev/seedbed"
)

// sampledRows are the rows of an inspection's file, as it was read.
type sampledRows struct {
	size int64
	mod  time.Time
	ids  []seedbed.ID
}

// Sampled implements web.Browser.
func (b *rowBrowser) Sampled(context.Context) (map[string][]seedbed.ID, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := map[string][]seedbed.ID{}
	for _, in := range b.w.desk.Inspections() {
		path := filepath.Join(b.w.dir, in+rowsEnding)
		info, err := os.Stat(path)
		if err != nil {
			return nil, seedbed.Errorf(seedbed.CodeStorage, "reading which rows people are asked about: %w", err)
		}
		s, ok := b.sampled[in]
		if !ok || s.size != info.Size() || !s.mod.Equal(info.ModTime()) {
			s = sampledRows{size: info.Size(), mod: info.ModTime()}
			if s.ids, err = idsIn(path); err != nil {
				return nil, seedbed.Errorf(seedbed.CodeStorage, "reading which rows people are asked about: %w", err)
			}
			b.sampled[in] = s
		}
		out[in] = s.ids
	}
	return out, nil
}

// idsIn returns the ids of a file of rows, with which every line begins.
func idsIn(path string) ([]seedbed.ID, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	var out []seedbed.ID
	for {
		part, err := in.ReadSlice('\n')
		if digits, ok := bytes.CutPrefix(part, []byte(`{"id":"`)); ok && len(digits) >= 32 {
			var id seedbed.ID
			if id.UnmarshalText(digits[:32]) == nil {
				out = append(out, id)
			}
		}
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
