package review

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"iter"

	"seedbed.dev/seedbed"
)

// Dataset names the rows that an inspection is about, as Sample.Dataset does: the SHA-256,
// in hexadecimal, of their ids in their order. Errors are those of the rows.
func Dataset(rows iter.Seq2[seedbed.Record, error]) (string, error) {
	d := newDatasetDigest()
	for r, err := range rows {
		if err != nil {
			return "", err
		}
		d.add(r.ID)
	}
	return d.name(), nil
}

// datasetDigest makes the name of a dataset, row by row.
type datasetDigest struct{ ids hash.Hash }

func newDatasetDigest() datasetDigest { return datasetDigest{sha256.New()} }

func (d datasetDigest) add(id seedbed.ID) { d.ids.Write(id[:]) }

func (d datasetDigest) name() string { return hex.EncodeToString(d.ids.Sum(nil)) }
