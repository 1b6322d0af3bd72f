package review

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/plan"
)

// planned is a plan as the event that begins its inspection keeps it: all that is
// needed to go on with it when the recipe has become another, or is gone.
type planned struct {
	Name       string          `json:"name"`
	Claims     []string        `json:"claims"`
	Confidence float64         `json:"confidence"`
	Raters     int             `json:"raters"`
	Rubric     *seedbed.Rubric `json:"rubric"`
	Defect     string          `json:"defect,omitempty"`
	Fixed      bool            `json:"fixed,omitempty"`
	Seed       int64           `json:"seed"`
	Show       []string        `json:"show,omitempty"`
	By         []string        `json:"by,omitempty"`
	Floor      int             `json:"floor,omitempty"`
	Edges      int             `json:"edges,omitempty"`
	Gold       string          `json:"gold,omitempty"`
	Again      float64         `json:"again,omitempty"`
	Assisted   string          `json:"assisted,omitempty"`
	Harm       []string        `json:"harm,omitempty"`
	Domain     string          `json:"domain,omitempty"`
}

func plannedOf(in *plan.Inspection) planned {
	p := planned{
		Name: in.Name, Confidence: in.Confidence, Raters: in.Raters, Rubric: in.Rubric, Defect: in.DefectText, Fixed: in.Fixed, Seed: in.Seed,
		Show: in.Show, By: in.By, Floor: in.Floor, Edges: in.Edges, Gold: in.Gold, Again: in.Again, Assisted: in.Assisted, Harm: in.Harm, Domain: in.Domain,
	}
	for i := range in.Claims {
		p.Claims = append(p.Claims, in.Claims[i].Text)
	}
	return p
}

func (p *planned) inspection() (*plan.Inspection, error) {
	in := &plan.Inspection{
		Name: p.Name, Confidence: p.Confidence, Raters: p.Raters, DefectText: p.Defect, Fixed: p.Fixed, Seed: p.Seed,
		Show: p.Show, By: p.By, Floor: p.Floor, Edges: p.Edges, Gold: p.Gold, Again: p.Again, Assisted: p.Assisted, Harm: p.Harm, Domain: p.Domain,
	}
	for _, text := range p.Claims {
		c, err := plan.ParseClaim(text)
		if err != nil {
			return nil, err
		}
		in.Claims = append(in.Claims, c)
	}
	return withRubric(in, p.Rubric)
}

// mostRaters is how many people a row may be planned for.
const mostRaters = 100

// withRubric returns an inspection with another rubric, and what a defect is by it.
func withRubric(in *plan.Inspection, r *seedbed.Rubric) (*plan.Inspection, error) {
	out := *in
	out.Rubric, out.Defect = r, nil
	switch {
	case r == nil || len(r.Criteria) == 0:
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%s has no rubric with a criterion to answer", in.Name)
	case in.Raters < 1 || in.Raters > mostRaters:
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%s asks for %d people a row; 1 to %d can be", in.Name, in.Raters, mostRaters)
	case !(in.Again >= 0 && in.Again <= .5):
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%s asks for a share of %v of repeats; 0 to .5 can be", in.Name, in.Again)
	}
	for i := range r.Criteria {
		if r.Criteria[i].Kind == seedbed.Ranking {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "criterion %s asks for a ranking, which people are not asked for; use scales, yes or no, and choices", r.Criteria[i].Name)
		}
	}
	if in.DefectText == "" {
		return &out, nil
	}
	program, problems := expr.Compile(in.DefectText, expr.EnvOf(seedbed.Schema{Criteria: r.Criteria}), seedbed.TypeBool)
	if len(problems) > 0 {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "what %s calls a defect (%s) does not fit the rubric: %s", in.Name, in.DefectText, problems[0].Message)
	}
	out.Defect = program
	return &out, nil
}

// Begin begins an inspection: from now on raters are given its rows. Only an owner
// does. Beginning the same plan with the same sample again changes nothing; another
// plan or sample under a name that is taken is an error with seedbed.CodeInvalid.
func (d *Desk) Begin(ctx context.Context, by string, in *plan.Inspection, s *Sample) error {
	d.mu.Lock()
	m := d.members[by]
	d.mu.Unlock()
	if m == nil || !m.Has(Owner) {
		return forbidden(by, "only an owner begins an inspection")
	}
	text, err := json.Marshal(plannedOf(in))
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInternal, "writing the plan of %s: %w", in.Name, err)
	}
	sample := *s
	sample.Inspection = in.Name
	b := &Begun{Plan: text, Rubric: in.Rubric.Revision, Rows: s.Rows, Dataset: s.Dataset, Seed: s.Seed, PlanHash: planHash(text)}
	c, err := newCourse(b, &sample)
	if err != nil {
		return err
	}
	c.hash = b.PlanHash
	done, err := d.reserveName(in.Name, c)
	if done || err != nil {
		return err
	}
	defer func() {
		d.mu.Lock()
		delete(d.begins, in.Name)
		d.mu.Unlock()
	}()
	if b.Sample, err = d.keepSample(&sample); err != nil {
		return err
	}
	_, err = d.do(ctx, by, EventInspection, in.Name, b)
	return err
}

// reserveName keeps two from beginning the same name at once. done: the same is begun.
func (d *Desk) reserveName(name string, c *course) (done bool, err error) {
	d.mu.Lock()
	have, beginning := d.courses[name], d.begins[name] != nil
	if have == nil && !beginning {
		d.begins[name] = c
	}
	d.mu.Unlock()
	switch {
	case have == nil && !beginning:
		return false, nil
	case have != nil && have.hash == c.hash && sampleDigest(have.sample) == sampleDigest(c.sample):
		return true, nil
	}
	return false, &seedbed.Error{
		Code: seedbed.CodeInvalid, Message: fmt.Sprintf("an inspection %s has begun already, with another plan or sample", name),
		Fix: "give this one another name; what was answered there stays",
	}
}

// keepSample writes the file of a sample, where there is a folder.
func (d *Desk) keepSample(s *Sample) (string, error) {
	if d.dir == "" {
		return sampleDigest(s), nil
	}
	return WriteSample(d.dir, s)
}

// sampleDigest tells samples apart.
func sampleDigest(s *Sample) string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	_ = enc.Encode(s)
	for i := range s.Items {
		_ = enc.Encode(&s.Items[i])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func planHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// readBegun reads the sample of an inspection that was begun before.
func (d *Desk) readBegun(e *Event) error {
	return with(e, func(b *Begun) error {
		s, err := ReadSample(d.dir, e.Of, b.Sample)
		if err != nil {
			return err
		}
		c, err := newCourse(b, s)
		if err != nil {
			return seedbed.Errorf(seedbed.CodeStorage, "reading the plan of %s: %w", e.Of, err)
		}
		c.hash = b.PlanHash
		d.begins[e.Of] = c
		return nil
	})
}

// applyBegun puts what Begin or readBegun made ready into its place.
func (d *Desk) applyBegun(e *Event) {
	c := d.begins[e.Of]
	delete(d.begins, e.Of)
	if c == nil || d.courses[e.Of] != nil {
		return // a second one under the same name: the first stays
	}
	c.begun, c.where = e.At, d.now().Location()
	c.round = min(max(0, d.rules.Calibration), len(c.gold))
	d.courses[e.Of] = c
	d.names = append(d.names, e.Of)
}

func newCourse(b *Begun, s *Sample) (*course, error) {
	var p planned
	if err := json.Unmarshal(b.Plan, &p); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading a plan: %w", err)
	}
	in, err := p.inspection()
	if err != nil {
		return nil, err
	}
	c := &course{
		in: in, sample: s, revs: []revision{{rubric: in.Rubric, in: in}}, random: s.Random(), rows: make([]row, len(s.Items)), byID: make([]int32, len(s.Items)),
		extra: map[int32]*extra{}, known: map[string]int32{}, seats: map[int32]*seat{}, pending: map[sending]*onTheWay{},
		parts: map[Part]*Progress{}, disputed: map[int32]struct{}{}, settled: map[int32]*adjudicated{},
	}
	if c.claims, err = NewClaims(in, s); err != nil {
		return nil, err
	}
	for i := range s.Items {
		it := &s.Items[i]
		c.rows[i].mark, c.byID[i] = -1, int32(i)
		p := c.parts[it.Part]
		if p == nil {
			p = &Progress{Part: it.Part}
			c.parts[it.Part] = p
		}
		p.Rows++
		if it.Part == PartGold {
			c.gold = append(c.gold, int32(i))
		}
		c.tally(int32(i), 1)
	}
	slices.SortFunc(c.byID, func(i, j int32) int { return bytes.Compare(s.Items[i].Row[:], s.Items[j].Row[:]) })
	for i := 1; i < len(c.byID); i++ {
		if s.Items[c.byID[i]].Row == s.Items[c.byID[i-1]].Row {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "row %s stands twice in the sample of %s", s.Items[c.byID[i]].Row.Short(), p.Name)
		}
	}
	if err := checkKnown(in, s); err != nil {
		return nil, err
	}
	c.newLanes()
	c.states = c.claims.States()
	return c, nil
}

// checkKnown sees to it that known answers are ones that the rubric allows.
func checkKnown(in *plan.Inspection, s *Sample) error {
	for i := range s.Items {
		it := &s.Items[i]
		for name, value := range it.Gold {
			k := slices.IndexFunc(in.Rubric.Criteria, func(c seedbed.Criterion) bool { return c.Name == name })
			ok := false
			if k >= 0 {
				_, ok = in.Rubric.Criteria[k].Value(value)
			}
			if !ok {
				return seedbed.Errorf(seedbed.CodeInvalid, "gold row %s says %s: %q, which rubric %s does not allow; the criteria are %s", it.Row.Short(), name, value, in.Rubric.Name, strings.Join(criterionNames(in.Rubric), ", "))
			}
		}
	}
	return nil
}

func criterionNames(r *seedbed.Rubric) []string {
	out := make([]string, len(r.Criteria))
	for i := range r.Criteria {
		out[i] = r.Criteria[i].Name
	}
	return out
}
