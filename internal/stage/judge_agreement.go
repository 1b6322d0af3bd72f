package stage

import (
	"iter"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// PanelAgreement is how far the judges of a panel agree on one criterion.
type PanelAgreement struct {
	Criterion string
	Judges    []string // in the order in which they are met
	Records   int      // that two judges or more gave a value to
	Level     stats.Level
	// Alpha is Krippendorff's α: ordinal for scales, nominal for yes and no and for
	// choices; undefined for rankings, which have no such level.
	Alpha stats.Estimate
}

// Agreement computes how far the judges of one stage agree, criterion by criterion, over
// records; those without scores of that stage count for nothing. Memory is some
// bytes for each score. Criteria that fewer than two judges scored are left out.
//
// An error comes from records, or has the code seedbed.CodeInvalid where a record has
// two scores of one judge for one criterion.
func Agreement(records iter.Seq2[seedbed.Record, error], stage string, criteria []seedbed.Criterion, o stats.Resampling) ([]PanelAgreement, error) {
	tables := make([]panelTable, len(criteria))
	for i := range criteria {
		tables[i].criterion = &criteria[i]
	}
	items := 0
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		for k := range r.Scores {
			s := &r.Scores[k]
			if s.Stage != stage || s.Judge == seedbed.PanelJudge || s.Status != seedbed.Scored {
				continue
			}
			if i := slices.IndexFunc(criteria, func(c seedbed.Criterion) bool { return c.Name == s.Criterion }); i >= 0 {
				tables[i].add(items, s)
			}
		}
		items++
	}
	var out []PanelAgreement
	for i := range tables {
		if len(tables[i].judges) < 2 {
			continue
		}
		a, err := tables[i].agreement(items, o)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// panelTable gathers the scores of one criterion.
type panelTable struct {
	criterion *seedbed.Criterion
	judges    []string
	cells     []stats.Rating
	outside   bool // a value that the criterion does not have
}

func (t *panelTable) add(item int, s *seedbed.Score) {
	value := -1
	switch v := s.Value.(type) {
	case int64:
		if value = int(v) - t.criterion.Min; v > int64(t.criterion.Max) {
			value = -1
		}
	case bool:
		if value = 0; v {
			value = 1
		}
	case string:
		value = slices.Index(t.criterion.Choices, v)
	}
	if value < 0 {
		t.outside = true
		value = 0
	}
	judge := slices.Index(t.judges, s.Judge)
	if judge < 0 {
		judge = len(t.judges)
		t.judges = append(t.judges, s.Judge)
	}
	t.cells = append(t.cells, stats.Rating{Item: item, Rater: judge, Value: value})
}

func (t *panelTable) agreement(items int, o stats.Resampling) (PanelAgreement, error) {
	c := t.criterion
	a := PanelAgreement{Criterion: c.Name, Judges: t.judges, Level: stats.LevelNominal}
	var values []float64
	first := 0
	n := len(c.Choices)
	switch c.Kind {
	case seedbed.Scale:
		a.Level, first, n = stats.LevelOrdinal, c.Min, c.Max-c.Min+1
	case seedbed.YesNo:
		n = 2
	case seedbed.Ranking:
		a.Level = ""
	}
	for i := range n {
		values = append(values, float64(first+i))
	}
	on := make([]int32, items)
	for i := range t.cells {
		if on[t.cells[i].Item]++; on[t.cells[i].Item] == 2 {
			a.Records++
		}
	}
	switch {
	case c.Kind == seedbed.Ranking:
		a.Alpha = stats.Undefined("α is not for rankings")
		return a, nil
	case t.outside:
		a.Alpha = stats.Undefined("some scores are not of this rubric")
		return a, nil
	}
	ratings, err := stats.NewRatings(items, len(t.judges), values, t.cells)
	if err != nil {
		return a, err
	}
	a.Alpha = stats.KrippendorffAlpha(ratings, a.Level, o)
	return a, nil
}
