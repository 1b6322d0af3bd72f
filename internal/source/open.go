package source

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"seedbed.dev/seedbed/internal/plan"
)

// The formats that a source may name.
const (
	JSONL    = "jsonl"    // one object a line
	CSV      = "csv"      // with a header; every value is text
	Parquet  = "parquet"  // one row a row
	Text     = "text"     // one row a line, in the field "text"
	Document = "document" // one row a file, in the field "text"
)

// Formats returns the formats that a source may name.
func Formats() []string { return []string{JSONL, CSV, Parquet, Text, Document} }

// FormatOf returns the format that a file's name tells, endings of compression
// aside; "" where it tells none.
func FormatOf(name string) string {
	name = strings.ToLower(name)
	for _, ending := range []string{".gz", ".zst", ".zstd"} {
		name = strings.TrimSuffix(name, ending)
	}
	switch filepath.Ext(name) {
	case ".jsonl", ".ndjson", ".json":
		return JSONL
	case ".csv", ".tsv", ".tab":
		return CSV
	case ".parquet", ".pq":
		return Parquet
	case ".txt", ".text", ".md":
		return Text
	default:
		return ""
	}
}

const bufferSize = 256 << 10

// open opens one file for reading. The function that it returns closes it, and,
// with a scan, sees to it that all of it was hashed.
func open(ctx context.Context, f input, src plan.Source, scan *scanner) (rowReader, func() error, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, nil, missing(f.name, err)
	}
	var raw io.Reader = file
	finish := []func() error{file.Close}
	if scan != nil {
		tap := scan.tap(ctx, file)
		raw = tap
		finish = append(finish, tap.finish)
	}
	closer := func() (err error) {
		for i := len(finish) - 1; i >= 0; i-- {
			if e := finish[i](); err == nil {
				err = e
			}
		}
		return err
	}
	in, packed, done, err := unpack(bufio.NewReaderSize(raw, bufferSize))
	if err == nil {
		finish = append(finish, done)
		var fm rowReader
		if fm, done, err = choose(in, packed, file, f, src, scan); err == nil {
			finish = append(finish, done)
			return fm, closer, nil
		}
	}
	_ = closer() // what went wrong first is what is told
	return nil, nil, err
}

// unpack undoes compression, which it tells by the first bytes.
func unpack(in *bufio.Reader) (out *bufio.Reader, packed bool, done func() error, err error) {
	magic, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, false, nil, err
		}
		return bufio.NewReaderSize(z, bufferSize), true, z.Close, nil
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, false, nil, err
		}
		return bufio.NewReaderSize(z, bufferSize), true, func() error { z.Close(); return nil }, nil
	default:
		return in, false, func() error { return nil }, nil
	}
}

// choose makes the reader of the file's format.
func choose(in *bufio.Reader, packed bool, file *os.File, f input, src plan.Source, scan *scanner) (rowReader, func() error, error) {
	head, err := in.Peek(4)
	if err != nil && err != io.EOF {
		return nil, nil, err
	}
	nothing := func() error { return nil }
	kind := src.Format
	if kind == "" {
		if kind = FormatOf(f.name); kind == "" {
			kind = sniff(in)
		}
	}
	if kind == Parquet || src.Format == "" && string(head) == "PAR1" {
		return openParquet(in, packed, file, scan)
	}
	if len(head) >= 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return nil, nil, &fault{message: "the file is UTF-16", fix: "save it as UTF-8"}
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3) // just peeked at
	}
	var sum *summary
	if scan != nil {
		sum = &scan.sum
	}
	switch kind {
	case JSONL:
		return &jsonl{lines: newLines(in), sum: sum}, nothing, nil
	case CSV:
		fm, err := newCSV(newLines(in), strings.Contains(strings.ToLower(filepath.Base(f.name)), ".tsv"), sum)
		return fm, nothing, err
	case Text, Document:
		if sum != nil {
			sum.declare("text", "text")
		}
		if kind == Text {
			return &textLines{lines: newLines(in), sum: sum}, nothing, nil
		}
		return &document{r: in, max: maxLine, sum: sum}, nothing, nil
	default:
		return nil, nil, &fault{
			message: "nothing tells what format this file has",
			fix:     "say so: format: " + strings.Join(Formats(), ", ") + " (one of them)",
		}
	}
}

// sniff tells JSON lines by the first byte that is no space.
func sniff(in *bufio.Reader) string {
	head, _ := in.Peek(512)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) > 0 && head[0] == '{' {
		return JSONL
	}
	return ""
}
