package main

import "seedbed.dev/seedbed/internal/stats"

// agreementDocument is a report as JSON: its figures, and tables with names.
type agreementDocument struct {
	*stats.AgreementReport
	MajorityValue    *string           `json:"majority_value"`
	MajorityCategory any               `json:"majority_category,omitempty"` // shadowed
	Pairs            []pairDocument    `json:"pairs"`
	PerRater         []raterDocument   `json:"per_rater"`
	Disputed         int               `json:"disputed"` // items whose ratings differ
	PerItem          []itemDocument    `json:"per_item"` // the first of them, with --top 0 all items
	Consensus        consensusDocument `json:"consensus"`
	Notes            []string          `json:"notes,omitempty"` // what a reader must know of all of it
}

type pairDocument struct {
	A     string         `json:"a"`
	B     string         `json:"b"`
	Kappa stats.Estimate `json:"kappa"`
}

type raterDocument struct {
	Rater     string             `json:"rater"`
	N         int                `json:"n"`
	Agreement stats.Estimate     `json:"agreement"`
	Accuracy  stats.Estimate     `json:"accuracy"`
	Shares    map[string]float64 `json:"shares"`
}

type itemDocument struct {
	Item        string         `json:"item"`
	N           int            `json:"n"`
	Agreement   stats.Estimate `json:"agreement"`
	Values      []string       `json:"values"`
	Consensus   *string        `json:"consensus"`
	Probability float64        `json:"probability,omitempty"`
}

type consensusDocument struct {
	stats.Consensus
	Shares    map[string]stats.Estimate                `json:"shares,omitempty"`
	Confusion map[string]map[string]map[string]float64 `json:"confusion,omitempty"` // rater, true value, value said
	Switched  []switchDocument                         `json:"switched,omitempty"`
}

type switchDocument struct {
	True string `json:"true"`
	Said string `json:"said"`
}

// document is the report for programs.
func (v *agreementView) document() agreementDocument {
	r := v.report
	d := agreementDocument{
		AgreementReport: r, Disputed: len(v.disputed()), Consensus: v.consensus(), Notes: v.doubts(),
		Pairs: []pairDocument{}, PerRater: []raterDocument{}, PerItem: []itemDocument{},
	}
	value := v.values.names
	if r.MajorityCategory >= 0 {
		d.MajorityValue = &value[r.MajorityCategory]
	}
	for _, p := range v.pairs() {
		d.Pairs = append(d.Pairs, pairDocument{v.raters.names[p.A], v.raters.names[p.B], p.Kappa})
	}
	for _, p := range r.PerRater {
		row := raterDocument{v.raters.names[p.Rater], p.N, p.Agreement, p.Accuracy, map[string]float64{}}
		for k, s := range p.Shares {
			if s > 0 {
				row.Shares[value[k]] = s
			}
		}
		d.PerRater = append(d.PerRater, row)
	}
	for _, it := range r.PerItem[:v.first(len(r.PerItem))] {
		row := itemDocument{Item: v.items.names[it.Item], N: it.N, Agreement: it.Agreement, Values: []string{}, Probability: it.Probability}
		for _, k := range it.Values {
			row.Values = append(row.Values, value[k])
		}
		if it.Consensus >= 0 {
			row.Consensus = &value[it.Consensus]
		}
		d.PerItem = append(d.PerItem, row)
	}
	return d
}

// consensus is the consensus with names.
func (v *agreementView) consensus() consensusDocument {
	c := v.report.Consensus
	d := consensusDocument{Consensus: c}
	if c.Undefined != "" {
		return d
	}
	value := v.values.names
	d.Shares, d.Confusion = map[string]stats.Estimate{}, map[string]map[string]map[string]float64{}
	for k, s := range c.Shares {
		d.Shares[value[k]] = s
	}
	for j, table := range c.Confusion {
		rows := map[string]map[string]float64{}
		for k, row := range table {
			rows[value[k]] = map[string]float64{}
			for said, p := range row {
				rows[value[k]][value[said]] = p
			}
		}
		d.Confusion[v.raters.names[j]] = rows
	}
	for _, s := range c.Switched {
		d.Switched = append(d.Switched, switchDocument{value[s.True], value[s.Said]})
	}
	return d
}
