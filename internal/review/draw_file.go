package review

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"seedbed.dev/seedbed"
)

var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$`)

// SamplePath returns where the sample of an inspection is in the folder of what people
// do. An inspection's name has letters, digits, and _ . - within; others are an error.
func SamplePath(dir, inspection string) (string, error) {
	if !fileName.MatchString(inspection) {
		return "", seedbed.Errorf(seedbed.CodeInvalid, "an inspection cannot be named %q: use letters, digits, _ . and -, up to 100, a letter or digit first", inspection)
	}
	return filepath.Join(dir, inspection+".sample.jsonl"), nil
}

// WriteSample writes the file of a sample, whole or not at all: a line for what is
// known of the dataset, and one for each item. It returns the file's SHA-256 in
// hexadecimal, which the event that begins the inspection names.
func WriteSample(dir string, s *Sample) (digest string, err error) {
	path, err := SamplePath(dir, s.Inspection)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err = enc.Encode(s); err == nil {
		for i := range s.Items {
			if err = enc.Encode(&s.Items[i]); err != nil {
				break
			}
		}
	}
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		err = writeWhole(path, bytesOf(b.Bytes()))
	}
	if err != nil {
		return "", seedbed.Errorf(seedbed.CodeStorage, "writing the sample of %s: %w", s.Inspection, err)
	}
	sum := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(sum[:]), nil
}

// ReadSample reads the file of a sample, and holds it to the digest under which it was
// begun; "" takes any.
func ReadSample(dir, inspection, digest string) (*Sample, error) {
	path, err := SamplePath(dir, inspection)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, seedbed.Errorf(seedbed.CodeNotFound, "the sample of %s is not there: %s", inspection, path)
	}
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading the sample of %s: %w", inspection, err)
	}
	defer f.Close()
	h := sha256.New()
	s, err := readSample(io.TeeReader(f, h), path)
	if err != nil {
		return nil, err
	}
	if got := hex.EncodeToString(h.Sum(nil)); digest != "" && got != digest {
		return nil, &seedbed.Error{
			Code: seedbed.CodeStorage, Message: path + " is not the sample that the inspection was begun with: it was changed",
			Fix: "put it back from a copy",
		}
	}
	return s, nil
}

// readSample reads lines to the end.
func readSample(r io.Reader, path string) (*Sample, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<16), 64<<20)
	s, names := new(Sample), map[string]string{}
	for line := 1; in.Scan(); line++ {
		var into any = s
		if line > 1 {
			s.Items = append(s.Items, Item{})
			into = &s.Items[line-2]
		}
		if err := json.Unmarshal(in.Bytes(), into); err != nil {
			return nil, seedbed.Errorf(seedbed.CodeStorage, "%s:%d: reading a sample: %w", path, line, err)
		}
		if line > 1 {
			s.Items[line-2].share(names)
			if why := s.Items[line-2].wrong(); why != "" {
				return nil, seedbed.Errorf(seedbed.CodeStorage, "%s:%d: reading a sample: %s", path, line, why)
			}
		}
	}
	if err := in.Err(); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading %s: %w", path, err)
	}
	if s.Rows < len(s.Items)-s.outside() || s.Inspection == "" {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "%s is no sample: it names no inspection, or has more items than there are rows", path)
	}
	return s, nil
}

// share makes equal texts of items one string.
func (it *Item) share(names map[string]string) {
	one := func(s *string) {
		if have, ok := names[*s]; ok {
			*s = have
		} else if len(names) < mostStrata {
			names[*s] = *s
		}
	}
	one(&it.Stratum)
	one(&it.Because)
	for i := range it.Groups {
		one(&it.Groups[i])
	}
}

// outside counts gold items, which need not be of the dataset.
func (s *Sample) outside() int {
	n := 0
	for i := range s.Items {
		if s.Items[i].Part == PartGold {
			n++
		}
	}
	return n
}

// wrong says why an item is none.
func (it *Item) wrong() string {
	switch {
	case it.Row.IsZero():
		return "an item has no row"
	case it.Part != PartRandom && it.Part != PartEdge && it.Part != PartCell && it.Part != PartGold:
		return "there is no such part of a sample"
	case !(it.Share >= 0 && it.Share <= 1), (it.Part == PartRandom || it.Part == PartCell) && it.Share == 0:
		return "an item's share is no probability"
	}
	return ""
}
