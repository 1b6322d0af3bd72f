package review

import (
	"seedbed.dev/seedbed/internal/stats"
)

// GroupFigure is a secondary figure: the share of defective rows of one part of the
// dataset, or of all of it, from random and cell rows together.
type GroupFigure struct {
	Name     string         `json:"name"` // "" for all rows
	Rows     int            `json:"rows"`
	Settled  int            `json:"settled"`
	Defects  int            `json:"defects"`
	Estimate stats.Estimate `json:"estimate"`
}

// GroupFigures estimates the share of defective rows of every stratum, and of all rows,
// from what is settled, by item; nil where an item is not.
//
// Within a stratum, rows were drawn by hashes that know nothing of what they hold: its
// random rows and its cell rows are together a simple random sample of it, of known
// size. A stratum's figure is therefore its plain share, with the exact interval for a
// finite lot; that of all rows weighs strata by their rows (Cochran 1977, section 5.4),
// which is what weighing by inclusion probabilities comes to here. Edges and gold rows
// are in no figure; a row that nobody could rate counts as defective. The figures are for one look at the end: they do not hold for who
// stops by them.
func GroupFigures(s *Sample, settled func(item int) (o RowOutcome, ok bool), level float64) []GroupFigure {
	if len(s.Strata) == 0 {
		return nil
	}
	at := make(map[string]int, len(s.Strata))
	strata := make([]stats.DrawnStratum, len(s.Strata))
	figures := make([]GroupFigure, len(s.Strata), len(s.Strata)+1)
	for i, st := range s.Strata {
		at[st.Name] = i
		strata[i] = stats.DrawnStratum{Name: st.Name, Rows: st.Rows}
		figures[i] = GroupFigure{Name: st.Name, Rows: st.Rows}
	}
	all := GroupFigure{Rows: s.Rows}
	for i := range s.Items {
		it := &s.Items[i]
		where, known := at[it.Stratum]
		if it.Part != PartRandom && it.Part != PartCell || !known {
			continue
		}
		o, ok := settled(i)
		if !ok {
			continue
		}
		value := 0.0
		if o.Defective || o.Void {
			value = 1
			figures[where].Defects++
			all.Defects++
		}
		figures[where].Settled++
		all.Settled++
		strata[where].Values = append(strata[where].Values, value)
	}
	for i := range figures {
		f := &figures[i]
		f.Estimate = stats.LotShare(f.Defects, f.Settled, f.Rows, level)
	}
	all.Estimate = stats.Stratified(strata, level)
	return append(figures, all)
}
