package copying

import (
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// Memorisation finds rows that repeat what the data was grown from, exemplars that
// leak into the rows that saw them, and whether rows are nearer to the reference
// than to data that the model cannot know.
type Memorisation struct{}

const (
	nearSample = 2_000  // rows whose nearest is looked for, unless told otherwise
	nearMost   = 10_000 // rows of the reference and of the holdout among which it is
	containRun = 5      // words of a run that counts towards containment
	contained  = .5     // share of a row's runs from which on it repeats another
)

// Info describes the measure.
func (Memorisation) Info() measure.Info {
	return measure.Info{
		Name: "memorisation", Family: "copying", Title: "Memorisation of seeds, exemplars and real rows",
		Says: `Three things, as far as there is something to compare with. *Repeating*: how many rows hold 50 bytes or more of a seed or an exemplar as they stand there, or half of their runs of ` +
			`five words, apart for a row's own seed, other seeds, and exemplars. *Exemplars that leak*: for each exemplar the word or run of five words of it that rows which saw it have most often beyond those that did not, ` +
			`by name. *Nearness*: of the rows that are nearer to one of them, how many are nearer to the reference than to the holdout, at equal sizes; half is what a model gives that has memorised nothing; ties are counted apart. ` +
			`Serious: a leak whose share is .3 higher among rows that saw the exemplar and three times that of the others, in ten rows or more, at a false discovery rate of .01 over all terms of all exemplars; ` +
			`or .55 or more nearer to the reference at p < .001. Notable: other leaks at that rate with a difference of .1; nearness at p < .01; other seeds or exemplars repeated in more than 1 % of rows, with the interval above it.`,
		Cannot: `Near is not copied: text of one kind is near to its like. Nearness finds that many rows are a little nearer, not which few were copied; contamination finds these. ` +
			`A leak is an association: where exemplars were picked by topic, words of the topic come with them. Without knowing which rows saw an exemplar only repeating is measured. Repeating the own seed may be what was asked for.`,
		Formula: `Distance: 1 − Jaccard index of the sets of pairs of neighbouring words (Jaccard 1912), to the closest of the sampled rows, found exactly. ` +
			`Share nearer to the reference: wins ÷ (wins + losses), tested against ½ by the exact binomial test (distance to closest record with a holdout: Platzer and Reutterer 2021, eq. 4). ` +
			`Leaks: Fisher's exact test (1935) of rows with the term, of those that saw the exemplar and of the others, Benjamini and Hochberg (1995) over all. Median distance: interval of order statistics (Conover 1999, 3.2).`,
		Use: "Give `--against` what the model was shown, and `--holdout` data of the same kind that it cannot have seen. In a project seeds and exemplars are known. " +
			"The option `memorisation.sample` (2,000) is how many rows have their nearest looked for.",
		Cost:  `One pass; then, with a reference, about 50 µs for each sampled row. Keeps the seeds and exemplars, and at most 2,000 + 2 × 10,000 sampled rows.`,
		Needs: []measure.Need{measure.NeedText},
		Figures: []measure.Figure{
			{Name: "memorisation", Unit: measure.Share, Says: "rows that repeat a seed or an exemplar; of own seed, other seeds, exemplars"},
			{Name: "memorisation.exemplar", Unit: measure.Ratio, Says: "difference of the shares of rows with an exemplar's term, of those that saw it and the others"},
			{Name: "memorisation.nearer", Unit: measure.Share, Says: "rows nearer to the reference than to the holdout; .5: nothing memorised"},
			{Name: "memorisation.ties", Unit: measure.Share, Says: "rows as near to the one as to the other"},
			{Name: "memorisation.nearest", Unit: measure.Ratio, Says: "median distance to the closest row of the reference, 0 to 1"},
		},
	}
}

// Learn returns an empty summary of a part.
func (Memorisation) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part == measure.Seeds {
		return new(grown), nil
	}
	return &sketches{sample: measure.NewSample[sketch](nearMost, s.Seed)}, nil
}

// grown is what the data was grown from.
type grown struct {
	corpus
	spans *SpanIndex
	runs  *gramTable
	byID  map[seedbed.ID]int32
	sets  [][]uint64 // runs of containRun words of each, sorted
	terms *terms
	seeds int // rows that are no exemplars
}

func (g *grown) Merge(o measure.Summary) error { return g.corpus.Merge(&o.(*grown).corpus) }

// make makes what rows are looked up in.
func (g *grown) make() {
	g.once.Do(func() {
		g.sort()
		texts := make([]string, len(g.rows))
		g.byID, g.sets, g.runs = map[seedbed.ID]int32{}, make([][]uint64, len(g.rows)), newGramTable(1<<12)
		for i := range g.rows {
			r := &g.rows[i]
			texts[i] = r.text
			if r.exemplar == "" {
				g.seeds++
				g.byID[r.id] = int32(i)
			}
			t := measure.NewTokens(r.text)
			for _, h := range t.NGrams(containRun) {
				g.runs.add(h, int32(i))
			}
			g.sets[i] = sorted(t.NGrams(containRun))
		}
		g.spans, _ = NewSpanIndex(texts)
		g.terms = termsOf(g.rows)
	})
}

func sorted(h []uint64) []uint64 {
	out := slices.Clone(h)
	slices.Sort(out)
	return slices.Compact(out)
}

// Start returns an empty summary.
func (Memorisation) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	m := &memorisation{setup: s}
	size, err := whole(s, "memorisation.sample", 10, 100_000, nearSample)
	if err != nil {
		return nil, err
	}
	m.sample = measure.NewSample[sketch](size, s.Seed)
	m.reference, _ = known.Reference.(*sketches)
	m.holdout, _ = known.Holdout.(*sketches)
	if g, ok := known.Seeds.(*grown); ok && g != nil && len(g.rows) > 0 {
		g.make()
		m.grown = g
		if g.terms != nil {
			m.leaks = newLeaks(g.terms)
		}
	}
	if m.reference == nil && m.grown == nil {
		return nil, measure.Cannot("--against FILE", "no reference given")
	}
	return m, nil
}

type memorisation struct {
	setup              *measure.Setup
	sample             *measure.Sample[sketch]
	reference, holdout *sketches
	grown              *grown
	rows               int64
	known              int64 // rows whose own seed is among the seeds
	repeats            [3]repeat
	leaks              *leaks
	found              []SharedSpan
}

// The kinds of what rows repeat.
const (
	ownSeed = iota
	otherSeed
	exemplar
)

var repeated = [3]string{"own seed", "other seeds", "exemplars"}

// repeat counts rows that repeat one kind.
type repeat struct {
	rows, verbatim int64
	top            measure.Top
}

func (m *memorisation) Add(r *measure.Row) {
	m.rows++
	if m.reference != nil && r.Text != "" {
		m.sample.Offer(r.N, func() sketch { return sketchOf(r) })
	}
	if m.grown != nil {
		m.addRepeats(r)
	}
	if m.leaks != nil {
		m.leaks.add(r)
	}
}

// seedOf returns the index of the row's own seed; −1: it is not known.
func (m *memorisation) seedOf(r *measure.Row) int32 {
	for _, in := range r.Ingredients {
		if in.Kind != "seed" {
			continue
		}
		var id seedbed.ID
		if id.UnmarshalText([]byte(in.Value)) == nil {
			if i, ok := m.grown.byID[id]; ok {
				return i
			}
		}
	}
	return -1
}

// worst is the most telling of what a row repeats of one kind.
type worst struct {
	row      int32
	mark     measure.Span
	there    measure.Span
	share    float64 // of the row's runs
	verbatim bool
}

// addRepeats looks for stretches and runs of seeds and exemplars.
func (m *memorisation) addRepeats(r *measure.Row) {
	own := m.seedOf(r)
	if own >= 0 {
		m.known++
	}
	var found [3]worst
	for i := range found {
		found[i].row = -1
	}
	m.stretches(r, own, &found)
	m.containment(r, own, &found)
	for kind := range found {
		w := &found[kind]
		if w.row < 0 {
			continue
		}
		p := &m.repeats[kind]
		p.rows++
		if w.verbatim {
			p.verbatim++
		}
		weight := w.share*1e6 + float64(w.mark.To-w.mark.From)
		if !p.top.Wants(weight, r.N) {
			continue
		}
		note := number(int64(w.mark.To-w.mark.From), "byte") + " as they are"
		if !w.verbatim {
			note = hundredths(w.share) + " % of its runs of five words"
		}
		if id := m.grown.rows[w.row].exemplar; id != "" {
			note += ", of exemplar " + shown(id)
		}
		ref := measure.Ref(r)
		if w.verbatim {
			ref.Marks = []measure.Span{w.mark}
		}
		p.top.Offer(weight, measure.Evidence{Note: note, Rows: []measure.RowRef{ref, m.grown.ref(measure.Seeds, w.row, w.there)}})
	}
}

// stretches looks for LeastSpan bytes and more, as they are.
func (m *memorisation) stretches(r *measure.Row, own int32, found *[3]worst) {
	m.found = m.grown.spans.Append(m.found[:0], r.Text)
	for _, s := range m.found {
		row, kind, at := int32(s.Row), otherSeed, s.At
		if own >= 0 {
			if i := strings.Index(m.grown.rows[own].text, r.Text[s.From:s.To]); i >= 0 {
				row, kind, at = own, ownSeed, i
			}
		}
		if kind == otherSeed && m.grown.rows[row].exemplar != "" {
			kind = exemplar
		}
		if w := &found[kind]; !w.verbatim || s.To-s.From > w.mark.To-w.mark.From {
			text := m.grown.rows[row].text
			*w = worst{row: row, mark: inside(r.Text, s.From, s.To), there: inside(text, at, at+s.To-s.From), verbatim: true}
		}
	}
}

// containment looks how many of the row's runs of words stand in one place or
// another. Runs of more than ten rows are formulas, which nobody repeats.
func (m *memorisation) containment(r *measure.Row, own int32, found *[3]worst) {
	grams := r.Tokens.NGrams(containRun)
	if len(grams) < 4 {
		return
	}
	var n [3]int
	last := [3]int32{own, -1, -1}
	for _, h := range grams {
		if own >= 0 {
			if _, ok := slices.BinarySearch(m.grown.sets[own], h); ok {
				n[ownSeed]++
				continue
			}
		}
		at, ok := m.grown.runs.slot(h)
		if !ok || m.grown.runs.rows[at] > formula {
			continue
		}
		row := m.grown.runs.first[at]
		kind := otherSeed
		if m.grown.rows[row].exemplar != "" {
			kind = exemplar
		}
		n[kind]++
		if last[kind] < 0 {
			last[kind] = row
		}
	}
	for kind := range n {
		share := float64(n[kind]) / float64(len(grams))
		w := &found[kind]
		if share >= contained && w.row < 0 {
			w.row = last[kind]
		}
		if w.row >= 0 {
			w.share = share
		}
	}
}

func (m *memorisation) Merge(o measure.Summary) error {
	d := o.(*memorisation)
	m.rows += d.rows
	m.known += d.known
	m.sample.Merge(d.sample)
	for i := range m.repeats {
		m.repeats[i].rows += d.repeats[i].rows
		m.repeats[i].verbatim += d.repeats[i].verbatim
		m.repeats[i].top.Merge(&d.repeats[i].top)
	}
	if m.leaks != nil {
		m.leaks.merge(d.leaks)
	}
	return nil
}
