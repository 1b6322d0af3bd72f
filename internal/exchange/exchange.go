package exchange

import (
	"io"
	"maps"
	"os"
	"slices"

	"seedbed.dev/seedbed"
)

// ReadFile reads answers from a file of any of the formats that tell whose they are:
// CSV, JSON lines, XLSX, Label Studio's JSON and Argilla's. What it is shows in what is in
// it, whatever it is called. Want.At is when the file was last changed, unless it is given.
//
// An error means that nothing of it could be read; Read.Problems are what is wrong with
// single answers, and the others are in Read all the same.
func ReadFile(path string, want Want) (*Read, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeNotFound, "reading answers: %w", err)
	}
	defer f.Close()
	if st, err := f.Stat(); err == nil && want.At.IsZero() {
		want.At = st.ModTime()
	}
	data, err := io.ReadAll(io.LimitReader(f, mostBytes+1))
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading answers: %w", err)
	}
	return ReadData(path, data, want)
}

// ReadData is ReadFile for what was uploaded: file is what it is called in problems.
func ReadData(file string, data []byte, want Want) (*Read, error) {
	if len(data) > mostBytes {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "reading %s: %w", file, tooLarge())
	}
	switch kindOf(data) {
	case "xlsx":
		return ReadXLSX(file, data, want)
	case "label-studio":
		return ReadLabelStudio(file, data, want)
	case "argilla":
		return ReadArgilla(file, data, want)
	case "jsonl":
		return ReadJSONL(file, data, want)
	}
	return ReadCSV(file, data, want)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
