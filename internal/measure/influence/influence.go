package influence

import (
	"context"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// influence is the measure of phrases that go with ingredients.
type influence struct{}

func (influence) Info() measure.Info {
	return measure.Info{
		Name: "influence", Family: family, Title: "What ingredients leave in texts",
		Says: "Which words and phrases are in many more of the rows that an ingredient went into than of the others: *\"tacos\" is in 91 % of rows that saw exemplar e7 and in 2 % of the others (64 of 70, 7 of 330)*. Ingredients are exemplars, attribute values, prompt revisions, models, sources and seeds of a project, and the columns of --by. Every run of one to three words that is in five rows or more is tested against every ingredient value that five rows or more have and five lack; a run that stands out is grown to the whole phrase. " +
			"A finding is serious where q < .001, ten rows or more of the ingredient have the phrase, that is 20 points more of them than of the others and three times the rate. It is notable where q < .01, five rows or more have it, and it is 10 points more and twice the rate, or 5 points more and ten times. At most notable are words of an attribute, of a source and of a seed, whose business it is to show; an ingredient other than an exemplar that goes with more than twelve phrases at once, whose rows are then about something else; and a phrase that holds a word of the ingredient's own value is plain. Where what goes with one ingredient is explained by another that it comes with, the other alone is reported; ingredients with the very same rows are reported together.",
		Cannot: "It says what goes together, not why: an ingredient that was given to rows about one topic goes with the words of that topic. It looks at the first 256 words of a text, and at the very words: a paraphrase of an exemplar is missed. Ingredient values with fewer than five rows (seeds, most often) cannot be tested. The interval of a lead does not know that the phrase was chosen as the strongest of many: leads of the strongest are somewhat too large.",
		Formula: "For each phrase and ingredient value, rows with and without each: Fisher's exact test (1935), two-sided; q by Benjamini and Hochberg (1995) over all phrases for each value, times the number of values (Bonferroni), so that a topic that goes with a thousand words lets no chance through elsewhere; phrases that are clearly unremarkable count with p = 1. Lead: the difference of both rates, with the score interval of Miettinen and Nurminen (1985). Bits: mutual information of having the phrase and having the ingredient. " +
			"Explained: p > .01, by the same test, among the rows that have the other ingredient and among those that lack it.",
		Use:   "Always on data of a project, and on any data with --by naming what went into a row (exemplar, revision, model, batch). Memorisation tells how much of an exemplar's own text comes back; groups' words tell what sets groups apart.",
		Cost:  "One pass that keeps a random sample of 30,000 rows, 256 words and 2,000 bytes of text each; then one pass over their runs of words for each kind of ingredient: about .1 s for 20,000 rows of 40 words and ten ingredients.",
		Needs: []measure.Need{measure.NeedText, measure.NeedIngredients},
		Figures: []measure.Figure{
			{Name: "influence", Unit: measure.Share, Says: "lead of the phrase that most goes with an ingredient: rate with it less rate without, for each such ingredient"},
		},
	}
}

// Bounds on what is kept.
const (
	sampleRows  = 30_000
	sampleWords = 256
	sampleBytes = 2000
	longValue   = 200 // bytes of an ingredient's value that tell it from others
)

// Learn takes in the exemplars among the seeds.
func (influence) Learn(_ *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part != measure.Seeds {
		return nil, nil
	}
	return &exemplars{texts: map[string]shownAt{}}, nil
}

// mostExemplars is how many exemplars' texts are kept.
const mostExemplars = 512

// exemplars are the texts of exemplars by identity.
type exemplars struct{ texts map[string]shownAt }

type shownAt struct {
	text string
	n    int64
}

func (e *exemplars) Add(r *measure.Row) {
	for _, in := range r.Ingredients {
		if in.Kind == "exemplar" {
			e.put(in.Value, shownAt{rowText(r), r.N})
		}
	}
}

// put keeps the first row of an exemplar; of too many exemplars, those whose names
// come first.
func (e *exemplars) put(id string, s shownAt) {
	if old, ok := e.texts[id]; ok && old.n <= s.n {
		return
	}
	e.texts[id] = s
	if len(e.texts) <= mostExemplars {
		return
	}
	last := ""
	for id := range e.texts {
		last = max(last, id)
	}
	delete(e.texts, last)
}

func rowText(r *measure.Row) string {
	if r.Text != "" {
		return bounded(r.Text, sampleBytes)
	}
	var all []string
	for i := range r.Fields {
		all = append(all, seedbed.TextOf(r.Fields[i].Value))
	}
	return bounded(strings.Join(all, "\n"), sampleBytes)
}

// bounded is a text of at most so many bytes, of its own memory where it was cut.
func bounded(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.Clone(s[:most])
}

func (e *exemplars) Merge(o measure.Summary) error {
	for id, s := range o.(*exemplars).texts {
		e.put(id, s)
	}
	return nil
}

func (influence) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	sum := &influencing{setup: s, sample: measure.NewSample[*doc](sampleRows, s.Seed)}
	sum.exemplars, _ = known.Seeds.(*exemplars)
	return sum, nil
}

// doc is what is kept of a row.
type doc struct {
	n           int64
	text        string
	words       []uint64 // hashes
	ingredients []measure.Ingredient
}

type influencing struct {
	setup     *measure.Setup
	exemplars *exemplars // nil: not known
	sample    *measure.Sample[*doc]
	bare      int64 // rows without words or ingredients
}

func (s *influencing) Add(r *measure.Row) {
	hashes := r.Tokens.Hashes()
	if len(hashes) == 0 || len(r.Ingredients) == 0 {
		s.bare++
		return
	}
	s.sample.Offer(r.N, func() *doc {
		d := &doc{n: r.N, text: bounded(r.Text, sampleBytes), ingredients: make([]measure.Ingredient, 0, len(r.Ingredients))}
		words := r.Tokens.Words()
		words = words[:min(len(words), sampleWords)]
		for len(words) > 0 && words[len(words)-1].To > sampleBytes {
			words = words[:len(words)-1] // its text is not kept
		}
		d.words = slices.Clone(hashes[:len(words)])
		for _, in := range r.Ingredients {
			in.Value = bounded(in.Value, longValue)
			if !slices.Contains(d.ingredients, in) {
				d.ingredients = append(d.ingredients, in)
			}
		}
		return d
	})
}

func (s *influencing) Merge(o measure.Summary) error {
	other := o.(*influencing)
	s.sample.Merge(other.sample)
	s.bare += other.bare
	return nil
}

func (s *influencing) Report(ctx context.Context) ([]measure.Finding, error) {
	_, docs := s.sample.Rows()
	if len(docs) < 2*fewest {
		return nil, measure.Cannot("", "%s with words and ingredients: %d are needed", prose.Rows(len(docs)), 2*fewest)
	}
	t := &table{docs: docs}
	t.findValues()
	if len(t.values) == 0 {
		return nil, measure.Cannot("", "no ingredient has %d rows that have it and %d that do not", fewest, fewest)
	}
	t.countGrams()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t.test(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return s.findings(t), nil
}
