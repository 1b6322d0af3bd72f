package planted

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"seedbed.dev/seedbed"
)

const topics = 5

var (
	topicNames = []string{"market", "school", "travel", "farm", "sport"}
	tones      = []string{"plain", "formal", "playful", "terse"}
	levels     = []string{"grade 3", "grade 6", "grade 9"}
	labels     = []string{"money", "no money"}
	groups     = []string{"north", "south", "east", "west", "coast", "islands"} // the last two are small
)

// Rows is how many rows a dataset has, and a defect's prevalence is Share of them.
const (
	Rows  = 2000
	Share = .05
)

// Dataset is rows with one defect, or none.
type Dataset struct {
	Family    string // of the defect; "": clean
	Variant   string // where a family has more than one
	Data      []seedbed.Record
	Reference []seedbed.Record
	// Attributes are what was planned of each attribute.
	Attributes []Attribute
	Want       Want
}

// Attribute is a declared attribute with its values.
type Attribute struct {
	Name   string
	Values []string
}

// Want is what a measure has to say of a defect: by a finding of one of these
// measures, which names one of Names, or whose evidence is rows of the defect.
type Want struct {
	Measures []string
	Names    []string
	Rows     map[int64]bool
}

// Columns of the rows. Attributes are tone, topic and level.
const (
	Text, Label, Group, Score, Answer       = "text", "label", "group", "score", "answer"
	Exemplar, Revision, Source, Batch, Seed = "exemplar", "revision", "source", "batch", "seed"
)

// row is a row before it is a record.
type row struct {
	text, label, group, answer, exemplar, revision, source, batch, seed string
	tone, topic, level                                                  int
	score                                                               float64
}

func (m *Maker) row(r *rand.Rand, p *pool, i int) row {
	out := row{
		label: labels[r.IntN(2)], group: groups[r.IntN(4)], answer: fmt.Sprint(10_000 + r.IntN(90_000)),
		exemplar: fmt.Sprintf("e%d", 1+r.IntN(8)), revision: fmt.Sprintf("r%d", 1+r.IntN(2)), source: fmt.Sprintf("source %d", 1+r.IntN(5)),
		batch: fmt.Sprintf("b%02d", 1+i%Rows/100), seed: fmt.Sprintf("seed %d", r.IntN(1000)),
		tone: r.IntN(len(tones)), topic: r.IntN(topics), level: r.IntN(len(levels)),
		score: float64(1 + r.IntN(7)),
	}
	if x := r.Float64(); x < Share {
		out.group = groups[4]
	} else if x < 2*Share {
		out.group = groups[5]
	}
	out.text = m.text(r, p, out.topic, out.label)
	return out
}

func (w *row) record() seedbed.Record {
	rec := seedbed.Record{
		Stage: "planted", Origin: seedbed.OriginGenerated,
		Fields: seedbed.Fields{
			{Name: Text, Value: w.text},
			{Name: Label, Value: w.label},
			{Name: Group, Value: w.group},
			{Name: Score, Value: w.score},
			{Name: Answer, Value: w.answer},
			{Name: Exemplar, Value: w.exemplar},
			{Name: Revision, Value: w.revision},
			{Name: Source, Value: w.source},
			{Name: Batch, Value: w.batch},
			{Name: Seed, Value: w.seed},
			{Name: "tone", Value: tones[w.tone]},
			{Name: "topic", Value: topicNames[w.topic]},
			{Name: "level", Value: levels[w.level]},
		},
		Lineage: seedbed.Lineage{Attributes: []string{"tone", "topic", "level"}},
	}
	rec.ID = seedbed.SeedID(seedbed.Fingerprint{}, rec.Fields, 0)
	return rec
}

// rows makes clean rows.
func (m *Maker) rows(r *rand.Rand, p *pool, n int) []row {
	out := make([]row, n)
	for i := range out {
		out[i] = m.row(r, p, i*(Rows/n)) // as many of each batch
	}
	return out
}

func dataset(data, reference []row) Dataset {
	d := Dataset{Attributes: []Attribute{{"tone", tones}, {"topic", topicNames}, {"level", levels}}}
	for i := range data {
		d.Data = append(d.Data, data[i].record())
	}
	for i := range reference {
		d.Reference = append(d.Reference, reference[i].record())
	}
	return d
}

// Clean returns a dataset without a defect.
func (m *Maker) Clean(seed uint64) Dataset {
	r := rand.New(rand.NewPCG(seed, 1))
	return dataset(m.rows(r, &m.data, Rows), m.rows(r, &m.real, Rows/2))
}

// some returns so many different numbers below n, in order.
func some(r *rand.Rand, n, count int) []int {
	out := r.Perm(n)[:count]
	slices.Sort(out)
	return out
}
