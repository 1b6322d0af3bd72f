package influence

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// Bounds on what is shown.
const (
	shownValues  = 12
	shownPhrases = 10
	rowsOfPhrase = 3
	pervasive    = 12 // phrases, from which on rows are about something else
)

// called names an ingredient in a sentence: "that saw exemplar e7".
func called(in measure.Ingredient) (phrase, name string) {
	v := prose.Shown(in.Value)
	attribute, isAttribute := strings.CutPrefix(in.Kind, "attribute ")
	switch {
	case in.Kind == "exemplar":
		return "that saw exemplar " + v, "exemplar " + v
	case in.Kind == "model":
		return "made by model " + v, "model " + v
	case in.Kind == "revision":
		return "made with prompt revision " + v, "revision " + v
	case in.Kind == "source":
		return "grown from source " + v, "source " + v
	case in.Kind == "seed":
		return "grown from seed " + v, "seed " + v
	case isAttribute:
		return "with " + attribute + " = " + prose.Quoted(in.Value), attribute + " " + v
	}
	return "with " + prose.Shown(in.Kind) + " " + prose.Quoted(in.Value), prose.Shown(in.Kind) + " " + v
}

func (s *influencing) findings(t *table) []measure.Finding {
	values := t.collect()
	about := fmt.Sprintf("%s and %s of ingredients were looked at", prose.Plural(len(t.grams), "word or phrase", "words and phrases"), prose.Plural(len(t.values), "value", "values"))
	if t.skipped > 0 {
		about += fmt.Sprintf("; %s with fewer than %d rows cannot be tested", prose.Plural(t.skipped, "value", "values"), fewest)
	}
	if len(values) == 0 {
		return []measure.Finding{s.nothing(t, about)}
	}
	var out []measure.Finding
	for i := range values {
		if i == shownValues {
			break
		}
		out = append(out, s.finding(t, &values[i], about))
	}
	overview := measure.Table{Title: "Ingredients that leave phrases in texts", Columns: []string{"ingredient", "strongest phrase", "rows with it", "of the others", "q"}}
	for i := range values {
		if len(overview.Rows) == 30 {
			overview.More = len(values) - i
			break
		}
		h := leading(values[i].phrases)
		_, name := called(values[i].Ingredient)
		overview.Rows = append(overview.Rows, []string{name, prose.Shown(h.text), of(h.a, h.n1), of(h.c, h.n2), prose.PValue(h.q)})
	}
	if len(values) > 1 {
		out[0].Tables = append(out[0].Tables, overview)
	}
	return out
}

func of(k, n int) string { return prose.Count(k) + " of " + prose.Count(n) }

// leading is the phrase that a finding is about: the strongest that is not the value's
// own word.
func leading(phrases []hit) *hit {
	for i := range phrases {
		if !phrases[i].own {
			return &phrases[i]
		}
	}
	return &phrases[0]
}

// says is the sentence about a phrase.
func says(in measure.Ingredient, h *hit) string {
	who, _ := called(in)
	return fmt.Sprintf("%s is in %s of rows %s and in %s of the others (%s, %s)",
		quotedLong(h.text), prose.Percent(h.with()), who, prose.Percent(h.without()), of(h.a, h.n1), of(h.c, h.n2))
}

func (s *influencing) lead(h *hit) stats.Estimate {
	e := stats.ShareDifference(h.a, h.n1, h.c, h.n2, s.setup.Level)
	if e.Defined() && e.Value < 0 {
		e.Value = 0
	}
	return e
}

func (s *influencing) caveat(about string) string {
	c := "What goes together need not be cause and effect; the lead of the strongest of many phrases is somewhat too large. " + about + "."
	if !s.sample.All() {
		c += fmt.Sprintf(" Rests on a random sample of %s.", prose.Rows(sampleRows))
	}
	if s.bare > 0 {
		c += fmt.Sprintf(" %s without words or ingredients are left out.", prose.Rows(s.bare))
	}
	return c
}

func (s *influencing) finding(t *table, v *found, about string) measure.Finding {
	h := leading(v.phrases)
	_, name := called(v.Ingredient)
	f := measure.Finding{
		Figure: "influence", Unit: measure.Share, Of: name, Severity: s.severity(v, h), Census: s.sample.All(),
		Says: says(v.Ingredient, h), Estimate: s.lead(h), Caveat: s.caveat(about),
		Compared: "the rows without it",
	}
	if text, ok := s.exemplarText(v.value); ok {
		for i := range v.phrases {
			p := &v.phrases[i]
			p.copied = holds(text, p.words)
		}
		if h.copied {
			f.Says += "; the exemplar itself has it"
		}
	}
	if h.own {
		f.Says += "; it is the ingredient's own word"
	}
	var also []string
	for _, in := range v.also {
		_, other := called(in)
		also = append(also, other)
	}
	if len(also) > 0 {
		f.Of += " = " + strings.Join(also[:min(len(also), 3)], " = ")
		f.Says += fmt.Sprintf("; %s went into the very same rows", strings.Join(also[:min(len(also), 3)], ", "))
	}
	if more := len(v.phrases) - 1; more > 0 {
		f.Says += fmt.Sprintf("; %s too", prose.Plural(more, "other phrase goes with it", "other phrases go with it"))
	}
	s.show(t, &f, v)
	return f
}

// severity follows the rule of Info.
func (s *influencing) severity(v *found, h *hit) measure.Severity {
	if h.own {
		return measure.Plain
	}
	if !h.far() {
		return measure.Notable
	}
	declared := strings.HasPrefix(v.Kind, "attribute ") || v.Kind == "source" || v.Kind == "seed" ||
		slices.ContainsFunc(s.setup.Declared, func(a measure.Attribute) bool { return a.Name == v.Kind })
	if declared || v.Kind != "exemplar" && len(v.phrases) > pervasive {
		return measure.Notable
	}
	return measure.Serious
}

// show adds the phrases, and rows that have them.
func (s *influencing) show(t *table, f *measure.Finding, v *found) {
	_, name := called(v.Ingredient)
	tab := measure.Table{Title: "Phrases that go with " + name, Columns: []string{"phrase", "rows with it", "of the others", "lead", "bits", "q", ""}, More: max(0, len(v.phrases)-shownPhrases)}
	p := measure.Plot{Title: tab.Title, XLabel: "lead over the other rows", Share: true}
	used := map[int64]bool{}
	for i := range v.phrases {
		if i == shownPhrases {
			break
		}
		h := &v.phrases[i]
		note := ""
		switch {
		case h.own:
			note = "its own word"
		case h.copied:
			note = "in the exemplar"
		}
		lead := s.lead(h)
		d := measure.Dot{Label: prose.Shown(h.text), Value: lead.Value, Note: fmt.Sprintf("%s, others %s", of(h.a, h.n1), of(h.c, h.n2))}
		if lead.Interval != nil {
			d.Low, d.High = &lead.Interval.Low, &lead.Interval.High
		}
		if len(f.Evidence) < measure.MaxEvidence-1 {
			f.Evidence = append(f.Evidence, t.evidence(h, used))
			d.Evidence = len(f.Evidence)
		}
		p.Dots = append(p.Dots, d)
		bits := stats.MutualInformation(h.a, h.n1-h.a, h.c, h.n2-h.c)
		tab.Rows = append(tab.Rows, []string{prose.Shown(h.text), of(h.a, h.n1), of(h.c, h.n2), prose.Percent(lead.Value), fmt.Sprintf("%.3f", bits), prose.PValue(h.q), note})
	}
	f.Plots, f.Tables = []measure.Plot{p}, []measure.Table{tab}
}

// evidence is up to three rows with a phrase, such as were not shown before if there
// are any.
func (t *table) evidence(h *hit, used map[int64]bool) measure.Evidence {
	ev := measure.Evidence{Note: quotedLong(h.text)}
	for _, again := range []bool{false, true} {
		for i, d := range h.docs {
			if len(ev.Rows) == rowsOfPhrase || again && len(ev.Rows) > 0 {
				break
			}
			row := t.docs[d]
			if used[row.n] != again {
				continue
			}
			words := measure.NewTokens(row.text).Words()
			end := min(len(words), int(h.at[i])+len(h.words)) - 1
			if end < int(h.at[i]) {
				continue
			}
			used[row.n] = true
			ev.Rows = append(ev.Rows, measure.RowRef{N: row.n, Marks: []measure.Span{{From: words[h.at[i]].From, To: words[end].To}}})
		}
	}
	return ev
}

// exemplarText is the text of the exemplar that a value, or another of the same rows,
// is.
func (s *influencing) exemplarText(v *value) (string, bool) {
	if s.exemplars == nil {
		return "", false
	}
	for _, in := range append([]measure.Ingredient{v.Ingredient}, v.also...) {
		if in.Kind != "exemplar" {
			continue
		}
		if at, ok := s.exemplars.texts[in.Value]; ok {
			return at.text, true
		}
	}
	return "", false
}

func holds(text string, words []uint64) bool {
	return indexOf(measure.NewTokens(text).Hashes(), words) >= 0
}

// nothing is the finding where no phrase goes with an ingredient.
func (s *influencing) nothing(t *table, about string) measure.Finding {
	f := measure.Finding{
		Figure: "influence", Unit: measure.Share, Severity: measure.Plain, Census: s.sample.All(), Caveat: s.caveat(about), Compared: "the rows without each ingredient",
		Says: "no word or phrase clearly goes with an ingredient: " + about,
	}
	if t.best == nil {
		f.Estimate = stats.Undefined("no word or phrase stands out with any ingredient")
		return f
	}
	words := t.wordsOf(t.best.gram)
	h := *t.best
	h.docs, h.at = []int32{t.grams[h.gram].doc}, []int32{t.grams[h.gram].pos}
	h.words = words
	t.spell(&h)
	f.Estimate = s.lead(&h)
	f.Says += "; the strongest is that " + says(t.bestOf.Ingredient, &h) + fmt.Sprintf(", q = %s", prose.PValue(h.q))
	return f
}
