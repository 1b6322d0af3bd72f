package seedbed

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// ID identifies a record: the first 16 bytes of a SHA-256, shown as 32
// hexadecimal digits. Any unique prefix of those digits names the record to a
// person.
type ID [16]byte

// String returns the 32 hexadecimal digits of id.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// Short returns the first 8 digits, enough for a person to tell rows apart.
func (id ID) Short() string { return hex.EncodeToString(id[:4]) }

// IsZero reports whether id was never set.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText writes the hexadecimal digits.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads 32 hexadecimal digits.
func (id *ID) UnmarshalText(b []byte) error { return decodeHex(id[:], b, "record id") }

// Fingerprint is a SHA-256 over everything that a source's, stage's or plan's
// results depend on. docs/fingerprints.md lists what each covers.
type Fingerprint [32]byte

// String returns the 64 hexadecimal digits of f.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// Short returns the first 12 digits of f.
func (f Fingerprint) Short() string { return hex.EncodeToString(f[:6]) }

// CallKey identifies a call: SHA-256 of (model identity, request, copy number).
type CallKey [32]byte

// String returns the 64 hexadecimal digits of k.
func (k CallKey) String() string { return hex.EncodeToString(k[:]) }

// IsZero reports whether k was never set.
func (k CallKey) IsZero() bool { return k == CallKey{} }

// SeedID returns the ID of a record that came from a source: it depends on the
// source's fingerprint, the record's fields, and on how many rows with the same
// fields the source gave before it (0 for the first). Inserting a row into a
// file therefore changes no other row's ID.
func SeedID(source Fingerprint, fields Fields, occurrence int) ID {
	buf := make([]byte, 0, 512)
	buf = append(buf, "seed\x00"...)
	buf = append(buf, source[:]...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(occurrence))
	buf = fields.AppendJSON(buf)
	sum := sha256.Sum256(buf)
	return ID(sum[:16])
}

// ChildID returns the ID of the copy-th record that a stage made from parents.
// Copies are numbered from 0 within a stage and a set of parents.
func ChildID(stage Fingerprint, parents []ID, copy int) ID {
	var arr [128]byte
	buf := append(arr[:0], "child\x00"...)
	buf = append(buf, stage[:]...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(copy))
	for i := range parents {
		buf = append(buf, parents[i][:]...)
	}
	sum := sha256.Sum256(buf)
	return ID(sum[:16])
}

// MarshalText writes the hexadecimal digits.
func (k CallKey) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads 64 hexadecimal digits.
func (k *CallKey) UnmarshalText(b []byte) error { return decodeHex(k[:], b, "call key") }

// MarshalText writes the hexadecimal digits.
func (f Fingerprint) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads 64 hexadecimal digits.
func (f *Fingerprint) UnmarshalText(b []byte) error { return decodeHex(f[:], b, "fingerprint") }

func decodeHex(dst, digits []byte, what string) error {
	if len(digits) != 2*len(dst) {
		return fmt.Errorf("%s %q: want %d hexadecimal digits", what, digits, 2*len(dst))
	}
	_, err := hex.Decode(dst, digits)
	return err
}
