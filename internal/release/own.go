package release

import (
	"encoding/hex"

	"seedbed.dev/seedbed"
)

// appendOwn appends the text that a column which is neither a field nor a score
// shows of r; false: the cell is null.
func appendOwn(b []byte, r *seedbed.Record, from cellFrom) ([]byte, bool) {
	switch from {
	case fromID:
		return hex.AppendEncode(b, r.ID[:]), true
	case fromParents:
		for i := range r.Lineage.Parents {
			if i > 0 {
				b = append(b, ' ')
			}
			b = hex.AppendEncode(b, r.Lineage.Parents[i][:])
		}
		return b, len(r.Lineage.Parents) > 0
	default:
		s := ownText(r, from)
		return append(b, s...), s != ""
	}
}

// ownText is appendOwn for the columns that need no making.
func ownText(r *seedbed.Record, from cellFrom) string {
	switch from {
	case fromOrigin:
		return string(r.Origin)
	case fromSource:
		return r.Lineage.Source
	case fromState:
		return string(r.Decision.State)
	case fromActor:
		return r.Decision.Actor
	case fromReason:
		return r.Decision.Reason
	default:
		return r.Decision.Detail
	}
}
