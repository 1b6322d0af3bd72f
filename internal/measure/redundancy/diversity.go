package redundancy

import (
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
)

// Diversity returns the measure of variety of wording at a fixed size.
func Diversity() measure.Measure { return diversity{} }

type diversity struct{}

// Bounds on the rows that figures of variety are computed from.
const (
	varietyRows = 4000
	varietyText = 4096 // bytes of a row; the rest is left out
)

func (diversity) Info() measure.Info {
	var figures []measure.Figure
	for _, f := range varieties {
		figures = append(figures, measure.Figure{Name: "diversity." + f.name, Unit: f.unit, Says: f.says})
	}
	return measure.Info{
		Name: "diversity", Family: "redundancy", Title: "Variety of wording",
		Says: "How varied the wording is, by several figures that see different things: how many of the runs of 1 to 4 words are different " +
			"ones, how much a row repeats runs of others, how well the text compresses, how well each row is foretold by others " +
			"(self-BLEU), how many unlike rows a hundred are worth by words and by embedding (Vendi scores), and how many words " +
			"carry the text (Hill numbers). All of them depend on size, so each is the mean over random " +
			"samples of one fixed size, which the finding names: 10,000 words (1,000 or 100 in small data) or 100 rows (10). Figures of two " +
			"datasets can be compared when their sizes are the same; the reference is sampled alike. A finding is *notable* where " +
			"the data is less varied than the reference by a tenth or more and that is no chance (Welch's t, Bonferroni over all figures at 1 %); " +
			"it is never *serious*.",
		Cannot: "None of them says whether the range of the data is right, or whether its variety is of the wanted kind: typing errors and noise " +
			"raise every one. They are about wording; two rows that say the same in other words differ, but for the embedding. Rows' own " +
			"length still matters at a fixed number of words, since longer rows are fewer; where data and reference differ in it by more than a quarter, " +
			"the comparison is made with the rows of both cut to the same length. There is no single figure of diversity, and none is made here.",
		Formula: "distinct-n: different n-grams over all n-grams, none crossing a row's end (Li et al. 2016). Self-repetition: the mean over rows of " +
			"ln(1 + Σ (count − 1)), over a row's runs of four words, where count is in how many rows a run is (Salkar et al. 2022). " +
			"Compression: bytes over bytes of gzip at level 9, rows parted by a line end (Shaib et al. 2024). Self-BLEU: BLEU-4 (Papineni et al. 2002) of each row against the " +
			"others, add-epsilon smoothing with ε = 0.1 (Chen and Cherry 2014, method 1), of 100 rows (Zhu et al. 2018). Vendi score: exp(−Σ λ ln λ) over the eigenvalues " +
			"of K/n (Friedman and Dieng 2023), where K is the mean of the cosines of counts of words and of pairs of words, or the cosine of embeddings. Hill " +
			"numbers: (Σ pᵢ^q)^(1/(1−q)) of the shares of words, for q = 0, 1 (its limit) and 2 (Hill 1973). Intervals: Student's t over 5 to 8 separate samples.",
		Use: "To compare one dataset with a reference, or with its version before. Start with distinct-2, the Vendi scores and self-repetition; never compare " +
			"compression with figures made by another codec. For duplicates as such use `duplicates`, for what more rows would bring `saturation`, for variety within groups " +
			"the measures of coverage.",
		Cost: "A sample of at most 4,000 rows, the first 4 KB of each, kept in one pass; then a tenth of a second, and the embeddings of " +
			"500 rows.",
		Needs: []measure.Need{measure.NeedText}, Figures: figures,
	}
}

func (diversity) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	ref, _ := known.Reference.(*varied)
	return newVaried(s, ref), nil
}

// Learn samples the reference.
func (diversity) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part != measure.Reference {
		return nil, nil
	}
	return newVaried(s, nil), nil
}

// varied is the summary.
type varied struct {
	setup     *measure.Setup
	reference *varied
	rows      int64
	wordy     int64
	words     int64
	sample    *measure.Sample[string]
}

func newVaried(s *measure.Setup, ref *varied) *varied {
	return &varied{setup: s, reference: ref, sample: measure.NewSample[string](varietyRows, s.Seed)}
}

func (v *varied) Add(r *measure.Row) {
	v.rows++
	words := len(r.Tokens.Hashes())
	if words == 0 {
		return
	}
	v.wordy++
	v.words += int64(words)
	v.sample.Offer(r.N, func() string { return strings.Clone(cutText(r.Text, varietyText)) })
}

// cutText cuts a text before a character.
func cutText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

func (v *varied) Merge(o measure.Summary) error {
	w := o.(*varied)
	v.rows += w.rows
	v.wordy += w.wordy
	v.words += w.words
	v.sample.Merge(w.sample)
	return nil
}
