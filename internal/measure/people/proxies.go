package people

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// proxies is the audit of automatic measures against people.
type proxies struct{}

// Bounds on what is audited.
const (
	mostProxies  = 64 // by name; of more the first in order
	mostCriteria = 16
	auditedRows  = 5000
)

func (proxies) Info() measure.Info {
	return measure.Info{
		Name: "proxies", Family: family, Title: "Automatic measures against people",
		Says: "Whether what programs say of single rows goes with what people said of them: every flag that a measure of this run raised (residue, refusals, form ...), and every field with numbers or true and false, such as a signal, a check's verdict or a score, against every criterion that people rated. The figure is the area under the ROC curve: how often, of two rows of which people gave one the higher answer, the proxy is higher on that one too; .5 is chance, and below .5 it goes the other way, which serves as well. " +
			"Keep a field: all of the interval is .7 or more (or .3 and less) and q < .05; do not trust it: all of it is between .3 and .7. A flag is held to what it flags, since a check that finds few of the broken rows serves where what it finds is broken. Keep it: of the rows that it flags, half or more with the whole interval have the answer, oftener than the others (q < .05); do not trust it: fewer than half, or the area is surely within .45 and .55. What is not to be trusted is notable, for flags and for fields that are named. Otherwise it cannot be told, with so few rows. The table has every pair, with the rows that a flag marks and what people said of them.",
		Cannot:  "A proxy that is not to be trusted for what these people were asked may measure something else well. What a check never flags among the rated rows is not in the table. Rows that were chosen for what they are are left out: they would make a proxy by which they were chosen look better. Measures that are not in the same run are not audited, nor those that say nothing of single rows.",
		Formula: "Flags: share of flagged rows with mid-p interval, Fisher's exact test (1935). Fields: area under the ROC curve with the interval of DeLong, DeLong and Clarke-Pearson (1988) on the scale of logits; test of Mann and Whitney (1947), q by Benjamini and Hochberg (1995) over all pairs. People's answers are high or low: yes or no; of choices the one against the others; of a scale, above or not above the median of all. What most people said counts, an adjudicator's answer in place of it; ties are left out.",
		Use:     "Where people rated rows of the same run, before an automatic measure decides what is kept. `proxies.fields` names the fields to audit; otherwise all with numbers, or true and false, that are no column of something else. On a file, --people names the columns with people's answers.",
		Cost:    "One pass; keeps a random sample of 5,000 rated rows.",
		Figures: []measure.Figure{
			{Name: "proxies", Unit: measure.Ratio, Says: "area under the ROC curve of a proxy against people's answers: .5 is chance"},
			{Name: "proxies.flag", Unit: measure.Share, Says: "of the rows that a check flags, how many have the answer that it points to"},
			{Name: "proxies.keep", Unit: measure.Count, Says: "proxies that go with what people say"},
			{Name: "proxies.distrust", Unit: measure.Count, Says: "proxies that do not"},
		},
	}
}

func (proxies) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	a := &audit{setup: s, rows: measure.NewSample[*audited](auditedRows, s.Seed)}
	if v, ok := s.Options["proxies.fields"]; ok {
		for name := range strings.SplitSeq(seedbed.TextOf(v), ",") {
			if name = strings.TrimSpace(name); name != "" {
				a.fields = append(a.fields, name)
			}
		}
		if list, ok := v.([]string); ok {
			a.fields = list
		}
	}
	return a, nil
}

// proxyKey is something that a program says of single rows.
type proxyKey struct {
	flag       bool
	name, kind string // of a flag: measure and kind; else the field
}

func (k proxyKey) compare(o proxyKey) int {
	if k.flag != o.flag {
		if k.flag {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(k.name, o.name), cmp.Compare(k.kind, o.kind))
}

// proxied is a proxy's value on a row.
type proxied struct {
	proxyKey
	value float64
}

// judgedRow is what people said of a row by one criterion.
type judgedRow struct {
	criterion string
	people    []said
}

// audited is a rated row with what programs said of it.
type audited struct {
	n       int64
	proxies []proxied // in order
	said    []judgedRow
}

// audit is the summary.
type audit struct {
	setup  *measure.Setup
	fields []string // none: all that could be proxies
	rows   *measure.Sample[*audited]
	chosen int64
}

func (a *audit) Add(r *measure.Row) {
	if len(r.Votes) == 0 {
		return
	}
	drawn := slices.ContainsFunc(r.Votes, func(v seedbed.Vote) bool { return v.Share > 0 && v.Share <= 1 })
	if !drawn {
		a.chosen++
		return
	}
	a.rows.Offer(r.N, func() *audited { return a.read(r) })
}

// read copies what is needed of a row.
func (a *audit) read(r *measure.Row) *audited {
	out := &audited{n: r.N}
	for _, v := range r.Votes {
		if !slices.ContainsFunc(out.said, func(j judgedRow) bool { return j.criterion == v.Criterion }) && len(out.said) < mostCriteria {
			if people, _ := votesOf(r.Votes, v.Criterion); len(people) > 0 {
				out.said = append(out.said, judgedRow{v.Criterion, people})
			}
		}
	}
	slices.SortFunc(out.said, func(a, b judgedRow) int { return cmp.Compare(a.criterion, b.criterion) })
	for _, f := range r.Flags() {
		out.proxies = append(out.proxies, proxied{proxyKey{true, f.Measure, f.Kind}, 1})
	}
	for i := range r.Fields {
		f := &r.Fields[i]
		if !a.wants(f) {
			continue
		}
		if x := measure.Number(f.Value); !math.IsNaN(x) {
			out.proxies = append(out.proxies, proxied{proxyKey{name: f.Name}, x})
		}
	}
	slices.SortFunc(out.proxies, func(a, b proxied) int { return a.compare(b.proxyKey) })
	out.proxies = slices.CompactFunc(out.proxies, func(a, b proxied) bool { return a.proxyKey == b.proxyKey })
	out.proxies = out.proxies[:min(len(out.proxies), mostProxies)]
	return out
}

// wants reports whether a field could be a proxy.
func (a *audit) wants(f *seedbed.Field) bool {
	if len(a.fields) > 0 {
		return slices.Contains(a.fields, f.Name)
	}
	c := &a.setup.Columns
	if slices.Contains(c.People, f.Name) || f.Name == c.Drawn || f.Name == c.Score || f.Name == c.Text || f.Name == c.Label || f.Name == c.Answer {
		return false
	}
	switch f.Value.(type) {
	case bool, int64, float64:
		return true
	case string: // of a CSV file
		return !math.IsNaN(measure.Number(f.Value))
	}
	return false
}

func (a *audit) Merge(o measure.Summary) error {
	other := o.(*audit)
	a.rows.Merge(other.rows)
	a.chosen += other.chosen
	return nil
}

func (a *audit) Report(ctx context.Context) ([]measure.Finding, error) {
	_, rows := a.rows.Rows()
	switch {
	case len(rows) == 0 && a.chosen > 0:
		return nil, measure.Cannot("", "the %d rows that people rated were chosen for what they are, and not drawn", a.chosen)
	case len(rows) == 0:
		return nil, measure.Cannot("--people COLUMN,...", "nobody rated these rows")
	case len(rows) < fewestRated:
		return nil, measure.Cannot("", "people rated %d rows that were drawn; %d are the least", len(rows), fewestRated)
	}
	pairs, err := a.pairs(ctx, rows)
	if err != nil {
		return nil, err
	}
	if len(pairs) == 0 {
		return nil, measure.Cannot("", "no measure of this run flagged a row that people rated, and no field has numbers, or true and false")
	}
	return a.findings(pairs, len(rows)), nil
}
