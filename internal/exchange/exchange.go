package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

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

// kindOf says what a file is, by what is in it: of JSON, by the names in the first object.
func kindOf(data []byte) string {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return "xlsx"
	}
	text, _, err := decoded(data)
	if err != nil {
		return "csv"
	}
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return "csv"
	}
	d := json.NewDecoder(bytes.NewReader(text))
	for {
		if t, err := d.Token(); err != nil || t == json.Delim('{') {
			break
		}
	}
	var value json.RawMessage
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			break
		}
		switch {
		case name == "data" || name == "annotations" || name == "completions" || name == "annotator":
			return "label-studio"
		case name == "items" || name == "responses" || name == "external_id" || strings.HasSuffix(name, ".responses"):
			return "argilla"
		}
		if d.Decode(&value) != nil {
			break
		}
	}
	return "jsonl"
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
