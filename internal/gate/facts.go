package gate

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// Facts is what is known of the data at a gate.
type Facts struct {
	// Subject names the data, as Subject makes it; "" while there is none.
	Subject string
	Now     time.Time
	Taken   []string // measures, and their families, that said something of these rows
	// NotTaken is why a measure said nothing, by its name.
	NotTaken map[string]string
	Findings []Finding
	Judges   []Judge
	// Demanded is what demand: wants of judges and is not shown, each a sentence.
	Demanded []string
	// Inspections are those that the recipe plans, in its order.
	Inspections []Inspection
	// Consultations are those that the project holds.
	Consultations []Consultation
	// Accepted are the contested rows that are among those to be released: as they are,
	// neither left out nor mended.
	Accepted map[seedbed.ID]bool
	// Purpose and Use are the recipe's, as it is now.
	Purpose, Use string
}

// Finding is what a measure found.
type Finding struct {
	Measure  string
	Severity string // "serious", "notable" or "plain"
	Says     string
}

// Judge is a judge of the plan.
type Judge struct {
	Stage string
	// Related is whom it is related to without a reason given, each a sentence: "grader
	// judges what writer wrote, and both are llama".
	Related []string
	Tried   bool // it was tried as it is now
}

// Inspection is how a planned human look stands.
type Inspection struct {
	Name   string
	Raters int    // of the plan: different people a row
	Domain string // of the plan: who may rate
	Begun  bool
	// Other says that people looked at other rows than those to be released.
	Other bool
	// Programs is how many of those who answered are no people.
	Programs int
	Left     int // rows that people have still to look at before enough is known
	Claims   []review.ClaimState
}

// Looked is how an inspection stands by what a desk says of it: its status as an owner
// sees it, and what came of it. dataset is the digest of the ids of the rows that are
// to be released, in order, as review.Sample has it.
func Looked(in *plan.Inspection, st *review.Status, r *review.Result, dataset string) Inspection {
	out := Inspection{
		Name: in.Name, Raters: in.Raters, Domain: in.Domain, Begun: true, Claims: r.Claims,
		Other: r.Dataset != dataset, Programs: r.Programs,
	}
	if st.Enough {
		return out
	}
	for _, p := range st.Parts {
		if p.Part == review.PartRandom {
			out.Left += max(p.Rows-p.Settled, 0)
		}
	}
	return out
}

// Subject names data: the same parts give the same name, other parts another.
func Subject(parts ...string) string {
	h := sha256.New()
	var n [8]byte
	for _, p := range append([]string{"gate/1"}, parts...) {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}
