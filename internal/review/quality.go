package review

import (
	"slices"
	"strconv"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// figures are what people's answers say of how far they agree, as of some number of
// changes. They are made of a copy, so that nobody waits for them.
type figures struct {
	changes   int
	made      bool
	agreement []CriterionAgreement
	overall   stats.Estimate // α of whether rows are defective; without defects, of the first criterion
	quality   map[int32][]Quality
}

// spoken is one answer as figures are made of it.
type spoken struct {
	row, who, said int32
}

// copied is what figures are made of.
type copied struct {
	counted, golds, again []spoken
	said                  []said
	rubric                *seedbed.Rubric
	defects               bool
	people                int
	items                 []Item
	changes               int
}

// few is how many rows somebody has to share with others before they are told how often
// they agree: of one row it would tell what the other said.
const few = 10

// soon is how many changes there are to the answers of an inspection whose figures are
// made while somebody waits for them, in milliseconds.
const soon = 2000

// figuresOf returns figures that are up to date, but of large inspections: there they
// are made in the background when one answer in a hundred has changed, and those from
// before are returned at once.
func (d *Desk) figuresOf(c *course) figures {
	d.mu.Lock()
	f, stale := c.figures, !c.figures.made || c.changes > c.figures.changes
	large := c.changes > soon
	if large && !c.figuring && !d.closed && (!f.made || (c.changes-f.changes)*100 >= c.changes) {
		c.figuring = true
		d.working.Go(func() {
			d.newFigures(c)
			d.mu.Lock()
			c.figuring = false
			d.mu.Unlock()
		})
	}
	d.mu.Unlock()
	if large || !stale {
		return f
	}
	return d.newFigures(c)
}

// newFigures returns figures that are up to date.
func (d *Desk) newFigures(c *course) figures {
	d.mu.Lock()
	f := c.figures
	current := f.made && f.changes == c.changes
	d.mu.Unlock()
	if current {
		return f
	}
	f = d.copyOf(c).figures()
	d.mu.Lock()
	defer d.mu.Unlock()
	if !c.figures.made || c.figures.changes <= f.changes {
		c.figures = f
	}
	return f
}

// piece is how many answers are copied under one lock.
const piece = 4096

// copyOf copies the answers, a few thousand at a time.
func (d *Desk) copyOf(c *course) *copied {
	d.mu.Lock()
	k := &copied{changes: c.changes, rubric: c.in.Rubric, defects: c.in.Defect != nil, people: len(d.joined), items: c.sample.Items}
	end := len(c.marks)
	d.mu.Unlock()
	for from := 0; from < end; from += piece {
		d.mu.Lock()
		for at := from; at < min(from+piece, end); at++ {
			m := &c.marks[at]
			s := spoken{m.row, m.who, m.said}
			switch {
			case m.said < 0 || m.is(markUndone):
			case m.is(markAgain):
				k.again = append(k.again, s)
			case c.part(m.row) == PartGold:
				k.golds = append(k.golds, s)
			case c.counted(m):
				k.counted = append(k.counted, s)
			}
		}
		d.mu.Unlock()
	}
	d.mu.Lock()
	k.said = slices.Clip(c.said)
	k.people = len(d.joined)
	d.mu.Unlock()
	return k
}

func (k *copied) figures() figures {
	f := figures{made: true, changes: k.changes, quality: map[int32][]Quality{}, overall: stats.Undefined("nobody has answered")}
	rows := k.numbered()
	for i := range k.rubric.Criteria {
		crit := &k.rubric.Criteria[i]
		r := k.ratings(rows, crit)
		f.agreement = append(f.agreement, CriterionAgreement{Criterion: crit.Name, Rows: r.Usable, Alpha: r.Alpha, Percent: r.Percent})
		if i == 0 && !k.defects {
			f.overall = r.Alpha
		}
		k.addQuality(&f, crit, r)
	}
	if k.defects {
		f.overall = k.overall(rows)
	}
	return f
}

// numbered gives the rows with answers that count consecutive numbers.
func (k *copied) numbered() map[int32]int {
	rows := map[int32]int{}
	for i := range k.counted {
		if _, has := rows[k.counted[i].row]; !has {
			rows[k.counted[i].row] = len(rows)
		}
	}
	return rows
}

// resamples of the intervals of agreement.
const resamples = 1000

// ratings works out how far people agree on a criterion.
func (k *copied) ratings(rows map[int32]int, crit *seedbed.Criterion) *stats.AgreementReport {
	at, values := categories(crit, k)
	level := stats.LevelNominal
	if crit.Kind == seedbed.Scale {
		level = stats.LevelOrdinal
	}
	var cells []stats.Rating
	for _, s := range k.counted {
		if v, ok := at[k.said[s.said].values[crit.Name]]; ok {
			cells = append(cells, stats.Rating{Item: rows[s.row], Rater: int(s.who), Value: v})
		}
	}
	return agreementOf(len(rows), k.people, values, cells, level)
}

func agreementOf(items, people int, values []float64, cells []stats.Rating, level stats.Level) *stats.AgreementReport {
	r, err := stats.NewRatings(items, people, values, cells)
	if err == nil {
		var a *stats.AgreementReport
		if a, err = stats.Agreement(r, stats.AgreementOptions{Level: level, Resampling: stats.Resampling{Resamples: resamples, Confidence: .95, Seed: 1}}); err == nil {
			return a
		}
	}
	no := stats.Undefined("%s", err.Error())
	return &stats.AgreementReport{Alpha: no, Percent: no}
}

// overall is α of whether people call rows defective.
func (k *copied) overall(rows map[int32]int) stats.Estimate {
	var cells []stats.Rating
	for _, s := range k.counted {
		v := 0
		switch k.said[s.said].defect {
		case unclear:
			continue
		case defective:
			v = 1
		}
		cells = append(cells, stats.Rating{Item: rows[s.row], Rater: int(s.who), Value: v})
	}
	return agreementOf(len(rows), k.people, []float64{0, 1}, cells, stats.LevelNominal).Alpha
}

// categories numbers the answers that a criterion has; of a long scale those that were
// given.
func categories(crit *seedbed.Criterion, k *copied) (at map[string]int, values []float64) {
	at = map[string]int{}
	switch crit.Kind {
	case seedbed.YesNo:
		return map[string]int{"no": 0, "yes": 1}, []float64{0, 1}
	case seedbed.Choice:
		for i, v := range crit.Choices {
			at[v] = i
			values = append(values, float64(i))
		}
		return at, values
	}
	given := map[int]bool{}
	for i := range k.said {
		if n, err := strconv.Atoi(k.said[i].values[crit.Name]); err == nil && n >= crit.Min && n <= crit.Max {
			given[n] = true
		}
	}
	if crit.Max-crit.Min < 20 {
		for n := crit.Min; n <= crit.Max; n++ {
			given[n] = true
		}
	}
	for n := range given {
		values = append(values, float64(n))
	}
	slices.Sort(values)
	for i, v := range values {
		at[strconv.Itoa(int(v))] = i
	}
	return at, values
}

// addQuality adds how each person's answers to a criterion compare.
func (k *copied) addQuality(f *figures, crit *seedbed.Criterion, r *stats.AgreementReport) {
	golds, selves := k.golden(crit.Name), k.selves(crit.Name)
	raters := map[int32]*stats.RaterAgreement{}
	for i := range r.PerRater {
		raters[int32(r.PerRater[i].Rater)] = &r.PerRater[i]
	}
	for who := range int32(k.people) {
		q := Quality{Criterion: crit.Name, Gold: shareOf(golds[who], "no gold row was answered"), Self: shareOf(selves[who], "no row came twice")}
		q.Others, q.Accuracy = stats.Undefined("no row was rated by others too"), stats.Undefined("no row was rated")
		if p := raters[who]; p != nil && p.N > 0 {
			q.Others, q.Accuracy = p.Agreement, p.Accuracy
		}
		f.quality[who] = append(f.quality[who], q)
	}
}

func shareOf(k [2]int, none string) stats.Estimate {
	if k[1] == 0 {
		return stats.Undefined("%s", none)
	}
	return stats.Share(k[0], k[1], .95)
}

// golden counts, by person, the known answers to a criterion that were given, of how
// many.
func (k *copied) golden(crit string) map[int32][2]int {
	out := map[int32][2]int{}
	for _, s := range k.golds {
		if known, has := k.items[s.row].Gold[crit]; has {
			n := out[s.who]
			n[1]++
			if k.said[s.said].values[crit] == known {
				n[0]++
			}
			out[s.who] = n
		}
	}
	return out
}

// selves counts, by person, the repeats with the same answer, of how many.
func (k *copied) selves(crit string) map[int32][2]int {
	first := map[[2]int32]int32{}
	for _, s := range k.again {
		first[[2]int32{s.row, s.who}] = -1
	}
	for _, s := range k.counted {
		if _, wanted := first[[2]int32{s.row, s.who}]; wanted {
			first[[2]int32{s.row, s.who}] = s.said
		}
	}
	out := map[int32][2]int{}
	for _, s := range k.again {
		before := first[[2]int32{s.row, s.who}]
		if before < 0 {
			continue
		}
		n := out[s.who]
		n[1]++
		if k.said[s.said].values[crit] == k.said[before].values[crit] {
			n[0]++
		}
		out[s.who] = n
	}
	return out
}

func (f *figures) qualityOf(who int32) []Quality { return slices.Clone(f.quality[who]) }

// sparse leaves out what would tell somebody what others said: of few rows, or of the
// one that they can still answer otherwise.
func sparse(qs []Quality, behind bool) {
	for i := range qs {
		q := &qs[i]
		switch {
		case q.Others.N < few:
			q.Others = stats.Undefined("it is told when you share %d rows with others", few)
		case behind:
			q.Others = stats.Undefined("it is told when your last answer can no longer be taken back")
		default:
			continue
		}
		q.Accuracy = q.Others
	}
}
