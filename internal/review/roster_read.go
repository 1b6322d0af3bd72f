package review

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"slices"
	"syscall"

	"seedbed.dev/seedbed"
)

// parseRoster reads a roster that its owner may have edited. Errors say where.
func parseRoster(b []byte, path string) (rosterText, error) {
	var t rosterText
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&t); err != nil {
		return rosterText{}, rosterError(b, path, dec.InputOffset(), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return rosterText{}, rosterError(b, path, dec.InputOffset(), errors.New("there is more behind the roster's last bracket"))
	}
	known := map[string]bool{}
	for i := range t.People {
		m := &t.People[i]
		if m.ID == "" || len(m.ID) > mostName {
			return rosterText{}, seedbed.Errorf(seedbed.CodeInvalid, `%s: person %d has no "id", or a very long one`, path, i+1)
		}
		if known[m.ID] {
			return rosterText{}, seedbed.Errorf(seedbed.CodeInvalid, "%s: %q is there twice; keep one", path, m.ID)
		}
		known[m.ID] = true
		for j := range m.Tokens {
			if !m.Tokens[j].sound() {
				return rosterText{}, seedbed.Errorf(seedbed.CodeInvalid, "%s: token %d of %q is no SHA-256 in 64 hexadecimal digits; take it out", path, j+1, m.ID)
			}
		}
	}
	for i := range t.Invitations {
		in := &t.Invitations[i]
		if !in.sound() {
			return rosterText{}, seedbed.Errorf(seedbed.CodeInvalid, "%s: invitation %d is no SHA-256 in 64 hexadecimal digits; take it out", path, i+1)
		}
		for _, role := range in.Roles {
			if !slices.Contains(Roles, role) {
				return rosterText{}, seedbed.Errorf(seedbed.CodeInvalid, "%s: invitation %d gives the role %q; there are owner, adjudicator, rater and reader", path, i+1, role)
			}
		}
	}
	return t, nil
}

func rosterError(b []byte, path string, at int64, err error) error {
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset - 1
	case errors.As(err, &typed):
		at = typed.Offset
	}
	return seedbed.Errorf(seedbed.CodeInvalid, "%s: reading the roster: %w", place(path, b, at), err)
}

func (t *Token) sound() bool {
	b, err := hex.DecodeString(t.Hash)
	return err == nil && len(b) == len(link{})
}

func markOf(info fs.FileInfo) fileMark {
	m := fileMark{size: info.Size(), mod: info.ModTime()}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		m.inode = st.Ino
	}
	return m
}
