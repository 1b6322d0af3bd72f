package seedbed

import "time"

// Run is one carrying-out of a plan over one set of inputs. Running the same
// plan over the same inputs again goes on with the same Run.
type Run struct {
	ID       int64
	Plan     Fingerprint
	Inputs   string // digest of what the sources held, and of the limit put on them
	Number   int    // 1 for the project's first
	Status   RunStatus
	Started  time.Time
	Begun    time.Time // when it was last begun or gone on with
	Finished time.Time // zero while it is not
	Summary  []byte    // JSON of the engine's summary
}

// RunStatus is how far a run has come.
type RunStatus string

// The statuses of a run.
const (
	RunOpen    RunStatus = "open"    // under way, stopped, or killed: to be gone on with
	RunDone    RunStatus = "done"    // every row has its outcome
	RunPartial RunStatus = "partial" // at its end, with failed rows that another run may mend
)

// Outcome is where one record ended in one run: its place in plan order, the
// stage whose record it is or that decided, its final state and its scores.
// Records that went on into others have none.
type Outcome struct {
	Ord      int64 // 0-based place in plan order, without gaps
	Record   ID
	Stage    string // the last stage that gave or decided it
	Decision Decision
	Scores   []Score
}

// Spend is what calls have cost.
type Spend struct {
	Calls  int           `json:"calls"`
	In     int           `json:"tokens_in"`
	Out    int           `json:"tokens_out"`
	USD    float64       `json:"usd"`
	Priced int           `json:"priced"`  // of Calls, how many have a known cost
	Time   time.Duration `json:"time_ns"` // latencies added up
}

// Add returns s with the figures of t added.
func (s Spend) Add(t Spend) Spend {
	return Spend{s.Calls + t.Calls, s.In + t.In, s.Out + t.Out, s.USD + t.USD, s.Priced + t.Priced, s.Time + t.Time}
}

// Cost returns what s cost; unknown where any call's cost is.
func (s Spend) Cost() Cost { return Cost{USD: s.USD, Known: s.Priced == s.Calls} }
