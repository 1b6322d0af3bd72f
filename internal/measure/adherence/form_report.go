package adherence

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// ofRules is a finding for each rule.
func (s *forming) ofRules() (out []measure.Finding) {
	for i := range s.rules {
		name := s.rules[i].name
		found := s.hits.Of(name)
		f := measure.Finding{
			Figure: "form.rule", Unit: measure.Share, Of: name, Census: true, Evidence: found.Top.Evidence(),
			Estimate: s.setup.Share(int(found.Rows), int(s.hits.Checked)),
			Compared: "what was declared", Caveat: "A rule says nothing of what a text says.",
		}
		f.Severity = worth(f.Estimate, found.Rows)
		f.Says = fmt.Sprintf("%s of %s break a rule: the text %s", prose.Share(f.Estimate), prose.Rows(s.hits.Checked), name)
		if found.Rows == 0 {
			f.Says = fmt.Sprintf("none of %s breaks a rule: no text %s", prose.Rows(s.hits.Checked), name)
		}
		out = append(out, f)
	}
	return out
}

// byDesign is the share of rows above which what a field or language is like is rather
// meant than a mistake.
const byDesign = .2

// mild is worth, with nothing serious: no rule was declared.
func mild(e stats.Estimate, k int64) measure.Severity {
	if e.Value > byDesign || worth(e, k) == measure.Plain {
		return measure.Plain
	}
	return measure.Notable
}

// evidenceRows are rows to look at.
func evidenceRows(note string, ns []int64) (out []measure.Evidence) {
	for _, n := range ns {
		out = append(out, measure.Evidence{Note: note, Rows: []measure.RowRef{{N: n}}})
	}
	return out
}

// shownFields is how many fields get a finding of their own.
const shownFields = 12

// ofFields is what fields are like: empty, of another type, all the same.
func (s *forming) ofFields() (out []measure.Finding) {
	if s.fields.over {
		return nil
	}
	var same []string
	for _, name := range slices.Sorted(maps.Keys(s.fields.fields)) {
		f := s.fields.fields[name]
		out = append(out, s.empty(name, f)...)
		out = append(out, s.otherType(name, f)...)
		if lacks, _ := s.fields.lacking(name); !f.mixed && lacks == 0 && s.fields.rows > 1 {
			same = append(same, fmt.Sprintf("%s = %s", prose.Shown(name), prose.Quoted(f.value)))
		}
	}
	slices.SortStableFunc(out, func(a, b measure.Finding) int {
		switch {
		case a.Severity == b.Severity:
			return 0
		case a.Severity == measure.Notable:
			return -1
		}
		return 1
	})
	out = out[:min(len(out), shownFields)]
	if len(s.fields.fields) == 0 {
		return out
	}
	c := measure.Finding{
		Figure: "form.constant", Unit: measure.Count, Severity: measure.Plain, Census: true,
		Estimate: stats.Exact(float64(len(same)), len(s.fields.fields)), Compared: "fields that vary",
		Caveat: "A field that is the same in all rows may be meant to be.",
		Says:   fmt.Sprintf("%d of %s are the same in all %s", len(same), prose.Plural(len(s.fields.fields), "field", "fields"), prose.Rows(s.fields.rows)),
	}
	if len(same) > 0 {
		c.Says += ": " + prose.List(same, 6)
	}
	return append(out, c)
}

// empty is a finding of a field that is missing or empty in some rows.
func (s *forming) empty(name string, st *fieldStats) []measure.Finding {
	lacks, first := s.fields.lacking(name)
	k := lacks + st.rows[classNone]
	if k == 0 {
		return nil
	}
	for _, n := range st.first[classNone] {
		first.note(n)
	}
	f := measure.Finding{
		Figure: "form.empty", Unit: measure.Share, Of: prose.Shown(name), Census: true, Evidence: evidenceRows("no "+prose.Shown(name), first),
		Estimate: s.setup.Share(int(k), int(s.fields.rows)), Compared: "the other rows, which have it",
		Caveat: "A field may be meant to be empty where it does not apply.",
	}
	f.Severity = mild(f.Estimate, k)
	f.Says = fmt.Sprintf("%s is missing or empty in %s of %s", prose.Shown(name), prose.Share(f.Estimate), prose.Rows(s.fields.rows))
	return []measure.Finding{f}
}

// otherType is a finding of a field that is mostly of one type, and of another in some
// rows.
func (s *forming) otherType(name string, st *fieldStats) []measure.Finding {
	main, given := classNone, int64(0)
	for c := classNone + 1; c < classes; c++ {
		given += st.rows[c]
		if main == classNone || st.rows[c] > st.rows[main] {
			main = c
		}
	}
	k := given - st.rows[main]
	if k == 0 || main == classText && k == st.rows[classNumber] { // a text may be a number
		return nil
	}
	var out []measure.Evidence
	for c := classNone + 1; c < classes; c++ {
		if c != main {
			out = append(out, evidenceRows(fmt.Sprintf("%s is %s", prose.Shown(name), classNames[c]), st.first[c])...)
		}
	}
	f := measure.Finding{
		Figure: "form.type", Unit: measure.Share, Of: prose.Shown(name), Census: true, Evidence: out,
		Estimate: s.setup.Share(int(k), int(given)), Compared: "what it is in most rows: " + classNames[main],
		Caveat: "A text that reads as a number counts as one.",
	}
	f.Severity = mild(f.Estimate, k)
	f.Says = fmt.Sprintf("%s is %s, but not in %s of %s that have it", prose.Shown(name), classNames[main], prose.Share(f.Estimate), prose.Rows(given))
	return []measure.Finding{f}
}

// fewestLengths is how many texts it takes to say what length is usual.
const fewestLengths = 20

// ofLength is a finding of texts that are far shorter or longer than the rest.
func (s *forming) ofLength() []measure.Finding {
	f := measure.Finding{
		Figure: "form.length", Unit: measure.Share, Severity: measure.Plain, Census: true,
		Caveat: "A text may be long or short by right; see the rows.",
	}
	if s.texts < fewestLengths {
		f.Estimate = stats.Undefined("fewer than %d rows have words", fewestLengths)
		f.Says = "what length is usual cannot be told: " + f.Estimate.Undefined
		return []measure.Finding{f}
	}
	median, low, high := s.lengths.usual()
	k := int64(0)
	for words, n := range s.lengths.words {
		if float64(words) < low || float64(words) > high {
			k += int64(n)
		}
	}
	f.Estimate = s.setup.Share(int(k), int(s.texts))
	f.Compared = fmt.Sprintf("the rest: %s in the middle, and %s to %s words at most", prose.Plural(int(median), "word", "words"), prose.Decimal(math.Ceil(low)), prose.Decimal(math.Floor(high)))
	f.Says = fmt.Sprintf("%s of %s are far shorter or longer than the rest, which have %s in the middle", prose.Share(f.Estimate), prose.Rows(s.texts), prose.Plural(int(median), "word", "words"))
	if k > 0 {
		for i, ev := range append(s.briefly.Evidence(), s.longest.Evidence()...) {
			words := 0
			if _, err := fmt.Sscan(strings.ReplaceAll(ev.Note, ",", ""), &words); err == nil && (float64(words) < low || float64(words) > high) && i < 2*measure.MaxEvidence {
				f.Evidence = append(f.Evidence, ev)
			}
		}
		f.Severity = mild(f.Estimate, k)
	}
	return []measure.Finding{f}
}

// usual returns the median length and the bounds of what is usual, in words.
func (l *lengths) usual() (median, low, high float64) {
	at := func(counts map[float64]int64, of int64) float64 {
		sum := int64(0)
		for _, v := range slices.Sorted(maps.Keys(counts)) {
			if sum += counts[v]; 2*sum >= of {
				return v
			}
		}
		return 0
	}
	all := int64(0)
	logs := map[float64]int64{}
	for words, n := range l.words {
		if n > 0 && words > 0 {
			logs[math.Log(float64(words))] += int64(n)
			all += int64(n)
		}
	}
	mid := at(logs, all)
	off := map[float64]int64{}
	for v, n := range logs {
		off[math.Abs(v-mid)] += n
	}
	s := math.Max(.2, 1.4826*at(off, all))
	return math.Exp(mid) + .5, math.Exp(mid - 5*s), math.Exp(mid + 5*s)
}

// ofLanguage is a finding of texts in another language than most.
func (s *forming) ofLanguage() []measure.Finding {
	told, main := int64(0), 0
	for i := range s.spoken {
		told += s.spoken[i].rows
		if s.spoken[i].rows > s.spoken[main].rows {
			main = i
		}
	}
	f := measure.Finding{
		Figure: "form.language", Unit: measure.Share, Of: "language", Severity: measure.Plain, Census: true,
		Caveat: "Texts that are short or mix languages are left out; close relatives are sometimes taken for each other.",
	}
	if told == 0 {
		f.Estimate = stats.Undefined("no text is long enough, or in a language that is known")
		f.Says = "in which language texts are cannot be told: " + f.Estimate.Undefined
		return []measure.Finding{f}
	}
	others := told - s.spoken[main].rows
	f.Estimate = s.setup.Share(int(others), int(told))
	f.Compared = "most rows, which are in " + languageName(main)
	f.Says = fmt.Sprintf("%s of %s are not in %s", prose.Share(f.Estimate), prose.Rows(told), languageName(main))
	if others == 0 {
		f.Says = fmt.Sprintf("all of %s are in %s", prose.Rows(told), languageName(main))
	}
	if told < s.texts {
		f.Says += fmt.Sprintf("; of %s more it cannot be told", prose.Count(s.texts-told))
	}
	f.Severity = mild(f.Estimate, others)
	at := make([]int, len(s.spoken))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int { return int(s.spoken[b].rows - s.spoken[a].rows) })
	t := measure.Table{Title: "Languages", Columns: []string{"language", "rows", "share of those told"}}
	for _, i := range at {
		if s.spoken[i].rows == 0 {
			break
		}
		t.Rows = append(t.Rows, []string{languageName(i), prose.Count(s.spoken[i].rows), prose.Percent(float64(s.spoken[i].rows) / float64(told))})
		if i != main {
			f.Evidence = append(f.Evidence, s.spoken[i].top.Evidence()...)
		}
	}
	f.Tables = []measure.Table{t}
	f.Evidence = f.Evidence[:min(len(f.Evidence), measure.MaxEvidence)]
	return []measure.Finding{f}
}
