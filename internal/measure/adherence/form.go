package adherence

import (
	"context"
	"fmt"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// form is the measure of the form of rows.
type form struct {
	speaker func() *speaker // made once, when first needed
}

func (form) Info() measure.Info {
	return measure.Info{
		Name: "form", Family: family, Title: "Form of the rows",
		Says: "In how many rows a field is missing, empty or of another type than in the rest, which fields are the same in all rows, whose text is far shorter or longer than the rest, whose text is in another language than the rest, and whose text breaks a rule that you declared: required and forbidden content, words at least and at most, language, JSON. " +
			"A finding is serious where ten rows or more break a declared rule, and the lower end of the interval is 1 % or more; notable where three do and it is .1 % or more, or there are fewer than 100 rows, and likewise for fields that are empty or of another type and texts in another language, in a fifth of the rows or fewer (in more, it is rather meant to be so); never serious without a rule.",
		Cannot: "It does not know a schema, only what most rows are like. A language is told by its most frequent words (20 languages) or its script: short or mixed texts are left out, and close relatives (Danish and Norwegian) are sometimes taken for each other. That a text is of the right form says nothing of what it says.",
		Formula: "k rows of n; interval as in package stats (mid-p, Lancaster 1961; Clopper and Pearson 1934 for small counts). Length: |ln words − median| > 5 s, s = 1.4826 × the median absolute deviation of ln words, at least .2. " +
			"Language: the sum over the first 200 words of 1 ÷ (languages that have it among their most frequent), where it is 1.7 times that of the next language, with 3 such words and 15 % of the words at least; scripts by 60 % of the letters.",
		Use:   "First, on any data. Options: `form.required` and `form.forbidden` (a text in any case, or /a regular expression/; one or a list), `form.min_words`, `form.max_words`, `form.language` (en, de, ...), `form.json` (true, object or array).",
		Cost:  "One pass over the fields and the first 200 words; keeps counts for at most 512 fields and 256 sets of them, and 20 rows of each kind.",
		Needs: nil,
		Figures: []measure.Figure{
			{Name: "form", Unit: measure.Share, Says: "rows that break a declared rule; without one, rows unlike the rest"},
			{Name: "form.empty", Unit: measure.Share, Says: "rows whose field is missing or empty, for each field"},
			{Name: "form.type", Unit: measure.Share, Says: "rows whose field is of another type than in the rest, for each field"},
			{Name: "form.constant", Unit: measure.Count, Says: "fields that are the same in all rows"},
			{Name: "form.length", Unit: measure.Share, Says: "rows whose text is far shorter or longer than the rest"},
			{Name: "form.language", Unit: measure.Share, Says: "rows whose text is in another language than most"},
			{Name: "form.rule", Unit: measure.Share, Says: "rows that break a declared rule, for each rule"},
		},
	}
}

func (m form) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	rules, err := rulesOf(s)
	if err != nil {
		return nil, err
	}
	if len(rules) > 0 && s.Columns.Text == "" {
		return nil, measure.Cannot("--text COLUMN", "rules of form are about a text, and no column is named as one")
	}
	return &forming{setup: s, rules: rules, speaker: m.speaker(), fields: newFieldsSeen(), spoken: make([]spoken1, len(languages)+len(scripts))}, nil
}

// spoken1 is the rows of one language.
type spoken1 struct {
	rows int64
	top  measure.Top
}

type forming struct {
	setup   *measure.Setup
	rules   []rule
	speaker *speaker
	fields  *fieldsSeen
	spoken  []spoken1
	texts   int64 // rows with words
	lengths lengths
	longest measure.Top
	briefly measure.Top
	hits    measure.Hits // of rules
	found   []measure.Hit
}

func (s *forming) Add(r *measure.Row) {
	s.fields.add(r.N, r.Fields)
	language := unknown
	if words := len(r.Tokens.Words()); words > 0 {
		s.texts++
		s.lengths.add(words, 0)
		s.extreme(&s.longest, r, float64(words))
		s.extreme(&s.briefly, r, -float64(words))
		if language = s.speaker.of(r); language != unknown {
			l := &s.spoken[language]
			l.rows++
			if l.top.Wants(0, r.N) {
				l.top.Offer(0, measure.Evidence{Note: "in " + languageName(language), Rows: []measure.RowRef{measure.Ref(r)}})
			}
		}
	}
	if len(s.rules) == 0 {
		return
	}
	s.found = s.found[:0]
	for i := range s.rules {
		if broken, at := s.rules[i].breaks(r, language); broken {
			hit := measure.Hit{Kind: s.rules[i].name, Note: s.rules[i].name}
			if at.To > at.From {
				hit.Marks = []measure.Span{at}
			}
			s.found = append(s.found, hit)
		}
	}
	s.hits.Add(r, s.found)
}

func (s *forming) extreme(top *measure.Top, r *measure.Row, weight float64) {
	if top.Wants(weight, r.N) {
		top.Offer(weight, measure.Evidence{Note: prose.Plural(len(r.Tokens.Words()), "word", "words"), Rows: []measure.RowRef{measure.Ref(r)}})
	}
}

func (s *forming) Merge(o measure.Summary) error {
	other := o.(*forming)
	s.fields.merge(other.fields)
	for i := range s.spoken {
		s.spoken[i].rows += other.spoken[i].rows
		s.spoken[i].top.Merge(&other.spoken[i].top)
	}
	s.texts += other.texts
	s.lengths.merge(&other.lengths)
	s.longest.Merge(&other.longest)
	s.briefly.Merge(&other.briefly)
	s.hits.Merge(&other.hits)
	return nil
}

func (s *forming) Report(context.Context) ([]measure.Finding, error) {
	if s.fields.rows == 0 {
		return nil, measure.Cannot("", "there are no rows")
	}
	parts := s.ofRules()
	parts = append(parts, s.ofFields()...)
	if s.texts > 0 {
		parts = append(parts, s.ofLength()...)
		parts = append(parts, s.ofLanguage()...)
	}
	main := measure.Finding{Figure: "form", Unit: measure.Share, Severity: measure.Plain, Census: true}
	if len(s.rules) > 0 {
		main.Estimate = s.setup.Share(int(s.hits.Any), int(s.hits.Checked))
		main.Says = fmt.Sprintf("%s of %s break one of %s", prose.Share(main.Estimate), prose.Rows(s.hits.Checked), prose.Plural(len(s.rules), "declared rule", "declared rules"))
		if s.hits.Any == 0 {
			main.Says = fmt.Sprintf("none of %s breaks one of %s", prose.Rows(s.hits.Checked), prose.Plural(len(s.rules), "declared rule", "declared rules"))
		}
		main.Compared, main.Caveat = "the rules that were declared", "A rule says nothing of what a text says."
		return append([]measure.Finding{main}, parts...), nil
	}
	s.unlike(&main, parts)
	return append([]measure.Finding{main}, parts...), nil
}

// unlike makes the main figure where no rule was declared: rows that lack a field that
// most have, or have one of another type. Rows are not told apart across fields: the
// field with most of them counts.
func (s *forming) unlike(main *measure.Finding, parts []measure.Finding) {
	worst, about := int64(0), ""
	for i := range parts {
		f := &parts[i]
		if f.Figure != "form.empty" && f.Figure != "form.type" && f.Figure != "form.language" || !f.Estimate.Defined() || f.Estimate.Value > byDesign {
			continue
		}
		if k := int64(f.Estimate.Value*float64(f.Estimate.N) + .5); k > worst {
			worst, about = k, f.Of
		}
	}
	main.Estimate = s.setup.Share(int(worst), int(s.fields.rows))
	main.Compared = "the form of most rows"
	main.Caveat = "No rule was declared: it is not known what form rows are meant to have. Of several fields, the one with most such rows counts."
	main.Says = fmt.Sprintf("%s of %s are unlike the rest in %s", prose.Share(main.Estimate), prose.Rows(s.fields.rows), about)
	if worst == 0 {
		main.Says = fmt.Sprintf("none of %s lacks a field, has one of another type or is in another language than the rest", prose.Rows(s.fields.rows))
	}
	if s.fields.over {
		main.Caveat += fmt.Sprintf(" There are more than %d fields, or %d sets of them: they were not looked at.", mostFields, mostLayouts)
	}
}
