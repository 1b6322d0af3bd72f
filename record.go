package seedbed

// Origin says who or what made the content of a record.
type Origin string

// The origins, from most to least human.
const (
	OriginHuman     Origin = "human"      // people wrote it
	OriginPerturbed Origin = "perturbed"  // a program or a model changed what people wrote, meaning kept
	OriginGenerated Origin = "generated"  // an auxiliary model wrote it
	OriginSimulated Origin = "simulated"  // auxiliary models acted it out
	OriginLabelOnly Origin = "label-only" // other data, with a model's label on it
)

// Origins lists every Origin a recipe may name.
var Origins = []Origin{OriginHuman, OriginPerturbed, OriginGenerated, OriginSimulated, OriginLabelOnly}

// State is where a record stands.
type State string

// The states. A record is a candidate until a stage, judge, rater or policy
// decides otherwise; every change carries an actor and a reason.
const (
	Candidate   State = "candidate"
	Accepted    State = "accepted"
	Rejected    State = "rejected"
	Quarantined State = "quarantined"
	Withdrawn   State = "withdrawn"
	// Failed marks a place in the plan with no result yet: its call went wrong for
	// a reason that says nothing of the data. The next run tries it again.
	Failed State = "failed"
	// Surplus marks a record made beyond what was wanted. It stays in the journal
	// and is never released.
	Surplus State = "surplus"
)

// Decision is why a record is in its state.
type Decision struct {
	State  State  `json:"state"`
	Actor  string `json:"actor,omitempty"`  // the stage, judge, rater or policy that decided
	Reason string `json:"reason,omitempty"` // few distinct values, so that rows can be counted by it: "near-duplicate"
	Detail string `json:"detail,omitempty"` // this row's particulars: "Jaccard .84 with 7f3a9c01"
}

// Record is one row: its fields, where they come from, and where it stands.
// A Record is passed by value; its slices are shared, so whoever changes one
// makes a copy first (Fields.With does).
type Record struct {
	ID       ID
	Stage    string // the source or stage that made it
	Fields   Fields
	Origin   Origin
	Lineage  Lineage
	Scores   []Score // what judges said, in the order of the stages
	Votes    []Vote  // what people said, where whoever reads the record has joined that; no store keeps it with the record
	Decision Decision
}

// Lineage is what went into a record.
type Lineage struct {
	Parents    []ID      `json:"parents,omitempty"`
	Copy       int       `json:"copy,omitempty"`       // 0 for the first
	Source     string    `json:"source,omitempty"`     // the source of the seed that it is or grew from
	File       string    `json:"file,omitempty"`       // seeds: the file as the recipe names it
	Line       int       `json:"line,omitempty"`       // seeds: 1-based line, or row in a file without lines
	Revision   string    `json:"revision,omitempty"`   // hash of the prompt file
	Exemplars  []string  `json:"exemplars,omitempty"`  // identities of the exemplars shown
	Attributes []string  `json:"attributes,omitempty"` // names of the fields that are attribute values
	Model      string    `json:"model,omitempty"`      // the model's name in the recipe
	Calls      []CallKey `json:"calls,omitempty"`      // calls whose replies it was made from, last first
	Depth      int       `json:"depth,omitempty"`      // how many models in a row wrote it: 0 human, 1 from human seeds
}

// Reject returns r rejected by actor. It leaves r itself as it was.
func (r Record) Reject(actor, reason, detail string) Record {
	r.Decision = Decision{State: Rejected, Actor: actor, Reason: reason, Detail: detail}
	return r
}

// Live reports whether r still goes on to the next stage.
func (r *Record) Live() bool {
	return r.Decision.State == "" || r.Decision.State == Candidate || r.Decision.State == Accepted
}

// Child returns the copy-th record that stage makes from r: its ID, its lineage
// to r, and r's fields and scoreless. The caller sets what is new.
func (r *Record) Child(stage string, fp Fingerprint, copy int) Record {
	return Record{
		ID:      ChildID(fp, []ID{r.ID}, copy),
		Stage:   stage,
		Fields:  r.Fields,
		Origin:  r.Origin,
		Lineage: Lineage{Parents: []ID{r.ID}, Copy: copy, Source: r.Lineage.Source, Depth: r.Lineage.Depth},
	}
}

// Score returns the last score that r has for a criterion.
func (r *Record) Score(criterion string) (Score, bool) {
	for i := len(r.Scores) - 1; i >= 0; i-- {
		if r.Scores[i].Criterion == criterion {
			return r.Scores[i], true
		}
	}
	return Score{}, false
}
