package coverage

import (
	"context"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
)

// labelNoise is the measure of labels that go against those of all other groups.
type labelNoise struct{}

func (labelNoise) Info() measure.Info {
	return measure.Info{
		Name: "label-noise", Family: family, Title: "Labels against the other groups",
		Says: "Whether the labels of one group go against what all other groups' rows would lead one to expect of such a text: labels that were flipped, or a guideline that was read otherwise for one group. For each group a classifier is trained on the rows of the other groups and asked for the group's labels; what is counted is rows whose label it contradicts with at least its median certainty, against the share that it contradicts elsewhere among rows with the same labels. " +
			"Serious where this share is 10 points above that of the other groups with q < .001 (Cochran–Mantel–Haenszel test over labels, one-sided, Benjamini and Hochberg over groups); notable from 4 points with q < .01. The evidence is the rows that are contradicted most, with the words that tell against their label. If the text does not tell the label at all, it says so instead.",
		Cannot: "A classifier by words is not right where it disagrees. A group whose texts use words of their own, or a label that truly depends on the group, looks the same as flipped labels. Noise that is spread evenly over groups is not seen.",
		Formula: "Naive Bayes over the words and pairs of words of a row, each once: score of label l = Σ ln[(n_fl + a·p_f) ÷ (n_l + a)], a = 1, p_f the feature's share of all rows, counts without the row's own group, labels taken as equally likely; certainty = the lead of the best label over the given one ÷ √features. " +
			"How far text tells labels: area under the ROC curve of that lead, one label against the rest, in the mean over labels (DeLong, DeLong and Clarke-Pearson 1988). Test: Cochran (1954), Mantel and Haenszel (1959), with labels as strata.",
		Use:   "With --text, --group and --label. For whether groups have different shares of labels, see balance; for rows that differ in the group alone, counterfactual.",
		Cost:  "One pass that keeps a random sample of 20,000 rows of at most 256 words; 1 MB for each label.",
		Needs: []measure.Need{measure.NeedText, measure.NeedGroups, measure.NeedLabel},
		Figures: []measure.Figure{
			{Name: "label-noise", Unit: measure.Share, Says: "rows of the group whose label the other groups' rows contradict"},
			{Name: "label-noise.told", Unit: measure.Ratio, Says: "area under the ROC curve of labels told from text: .5 is chance"},
		},
	}
}

func (labelNoise) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	return &noisy{setup: s, sample: newRowSample(s.Seed), labels: newTally(mostLabels)}, nil
}

type noisy struct {
	setup  *measure.Setup
	sample *rowSample
	labels *tally
}

func (s *noisy) Add(r *measure.Row) {
	if r.Label != "" {
		s.labels.add(r.Label, r.N)
		s.sample.add(r)
	}
}

func (s *noisy) Merge(other measure.Summary) error {
	o := other.(*noisy)
	s.sample.merge(o.sample)
	s.labels.merge(o.labels)
	return nil
}

// mostClasses is how many labels, the most frequent ones, are told apart.
const mostClasses = 12

func (s *noisy) Report(ctx context.Context) ([]measure.Finding, error) {
	_, sample := s.sample.Rows()
	if s.labels.over {
		return nil, measure.Cannot("", "the label has more than %d values", mostLabels)
	}
	var classes []string
	for _, c := range s.labels.sorted() {
		if c.n >= 2*fewestWithWord && len(classes) < mostClasses {
			classes = append(classes, c.name)
		}
	}
	if len(classes) < 2 {
		return nil, measure.Cannot("", "fewer than two labels have %d rows with text", 2*fewestWithWord)
	}
	slices.Sort(classes)
	left := len(sample)
	sample = slices.DeleteFunc(sample, func(k *kept) bool { return !slices.Contains(classes, k.label) })
	left -= len(sample)
	var out []measure.Finding
	for column, name := range s.setup.Columns.Groups {
		groups, _ := groupsOf(sample, column)
		if len(groups) < 2 || len(large(groups, fewest)) == 0 {
			continue
		}
		b := newBayes(groups, classes)
		b.judge()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out = append(out, s.report(b, name, left)...)
	}
	if len(out) == 0 {
		return nil, measure.Cannot("", "there are no two groups of which one has %d rows with text and label", fewest)
	}
	return out, nil
}
