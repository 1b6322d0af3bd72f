package adherence

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// residue is the measure of what belongs to a prompt or a chat and not to the text.
type residue struct {
	words func() *wordResidue // made once, when first needed
}

// residueKinds name the kinds of residue: as figures, and in sentences.
var residueKinds = [resKinds]struct {
	figure, says string
	weight       float64
	sure         bool // no text is meant to have it
}{
	resToken:       {"token", "tokens of a chat template", 8, true},
	resSelf:        {"self", "a model's words about itself", 7, true},
	resPlaceholder: {"placeholder", "unfilled placeholders", 6, true},
	resPreamble:    {"preamble", "a preamble about the text", 5, true},
	resEcho:        {"echo", "the prompt's words", 4, false},
	resRole:        {"role", "labels of a chat's roles", 3, false},
	resFence:       {"fence", "a code fence around all of the text", 2, false},
	resClosing:     {"closing", "a closing remark about the text", 1, false},
}

func (residue) Info() measure.Info {
	i := measure.Info{
		Name: "residue", Family: family, Title: "Residue of templates and chats",
		Says: "How many texts carry what belongs to the prompt, the template or the chat: a model's words about itself (\"As an AI\"), a preamble (\"Sure! Here is a hint:\"), a closing remark (\"I hope this helps\"), placeholders that nobody filled in ({{name}}, [NAME], <insert date>, ${x}, %s, TODO:, lorem ipsum), labels of roles (\"Assistant:\"), tokens of chat templates (<|im_end|>, [INST]), a code fence around all of a text, and the prompt echoed: instructions to a model, or a text that opens with ten words or more of a seed. " +
			"A finding is serious where ten rows or more have one of the first four kinds and the lower end of the interval is 1 % or more, unless more than half of all rows do: then it is how the data is written. Otherwise it is notable where three rows do and the lower end is .1 % or more, or there are fewer than 100 rows.",
		Cannot:  "It knows the marks that models and templates leave, most of them English. Texts about programming or about models have some of them by right. A prompt's echo in other words is missed, and a task that is to repeat its seed is counted.",
		Formula: "k rows of n with at least one; the interval of the share is that of package stats (mid-p, Lancaster 1961; Clopper and Pearson 1934 for small counts).",
		Use:     "Always, on texts that a model wrote, before training on them. The option `residue.allow` lists kinds that are no defect here: " + strings.Join(residueNames(), ", ") + ".",
		Cost:    "One pass over the characters and words of each text; keeps 20 rows of each kind, and the hashes of runs of ten words of at most 5,000 seeds.",
		Needs:   []measure.Need{measure.NeedText},
		Figures: []measure.Figure{{Name: "residue", Unit: measure.Share, Says: "texts with residue of any kind"}},
	}
	for _, k := range residueKinds {
		i.Figures = append(i.Figures, measure.Figure{Name: "residue." + k.figure, Unit: measure.Share, Says: "texts with " + k.says})
	}
	return i
}

func residueNames() []string {
	var out []string
	for _, k := range residueKinds {
		out = append(out, k.figure)
	}
	return out
}

// Learn takes in the seeds, so that their echo is known.
func (residue) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part != measure.Seeds {
		return nil, nil
	}
	return &openings{sample: measure.NewSample[[]uint64](mostSeeds, s.Seed)}, nil
}

// Bounds on what is kept of seeds.
const (
	mostSeeds = 5000
	echoRun   = 10  // words that make an echo
	mostRuns  = 400 // runs of one seed
)

// openings are the runs of words of seeds.
type openings struct {
	sample *measure.Sample[[]uint64]
}

func (o *openings) Add(r *measure.Row) {
	if runs := r.Tokens.NGrams(echoRun); len(runs) > 0 {
		o.sample.Offer(r.N, func() []uint64 { return slices.Clone(runs[:min(len(runs), mostRuns)]) })
	}
}

func (o *openings) Merge(other measure.Summary) error {
	o.sample.Merge(other.(*openings).sample)
	return nil
}

func (m residue) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	sum := &residual{setup: s, words: m.words(), where: newPlaces(s)}
	for _, name := range namesOption(s, "residue.allow") {
		k := slices.Index(residueNames(), name)
		if k < 0 {
			return nil, measure.Cannot("", "residue.allow names %s, which is no kind; kinds are %s", prose.Quoted(name), strings.Join(residueNames(), ", "))
		}
		sum.allowed[k] = true
	}
	if o, ok := known.Seeds.(*openings); ok && o != nil {
		_, runs := o.sample.Rows()
		sum.echo = map[uint64]struct{}{}
		for _, list := range runs {
			for _, h := range list {
				sum.echo[h] = struct{}{}
			}
		}
	}
	return sum, nil
}

type residual struct {
	setup   *measure.Setup
	words   *wordResidue
	echo    map[uint64]struct{}
	allowed [resKinds]bool
	hits    measure.Hits
	where   *places
	marks   []marked
	found   []measure.Hit
}

func (s *residual) Add(r *measure.Row) {
	if r.Text == "" {
		return
	}
	s.marks = s.words.scan(r, scanMarks(r.Text, s.marks[:0]))
	if span, ok := fenced(r.Text); ok {
		s.marks = append(s.marks, marked{resFence, span})
	}
	if runs := r.Tokens.NGrams(echoRun); s.echo != nil && len(runs) > 0 {
		if _, ok := s.echo[runs[0]]; ok {
			words := r.Tokens.Words()
			s.marks = append(s.marks, marked{resEcho, measure.Span{From: words[0].From, To: words[echoRun-1].To}})
		}
	}
	s.found = s.found[:0]
	for k := range resKinds {
		if s.allowed[k] {
			continue
		}
		var spans []measure.Span
		for _, m := range s.marks {
			if m.kind == k && len(spans) < 8 {
				spans = append(spans, m.span)
			}
		}
		if len(spans) > 0 {
			about := &residueKinds[k]
			s.found = append(s.found, measure.Hit{
				Kind: about.figure, Marks: spans, Weight: float64(len(spans)),
				Note: fmt.Sprintf("%s: %s", about.says, prose.Quoted(r.Text[spans[0].From:spans[0].To])),
			})
		}
	}
	s.hits.Add(r, s.found)
	s.where.add(r, len(s.found) > 0, false)
}

func (s *residual) Merge(o measure.Summary) error {
	other := o.(*residual)
	s.hits.Merge(&other.hits)
	s.where.merge(other.where)
	return nil
}

func (s *residual) Report(context.Context) ([]measure.Finding, error) {
	if s.hits.Checked == 0 {
		return nil, measure.Cannot("", "no row has a text")
	}
	main := measure.Finding{
		Figure: "residue", Unit: measure.Share, Census: true, Severity: measure.Plain,
		Estimate: s.setup.Share(int(s.hits.Any), int(s.hits.Checked)),
		Compared: "marks that prompts, templates and chats leave",
		Caveat:   "Texts about programming or about models may have some of these by right; other marks are not known.",
	}
	main.Says = fmt.Sprintf("%s of %s carry what belongs to a prompt or a chat", prose.Share(main.Estimate), prose.Rows(s.hits.Checked))
	if s.hits.Any == 0 {
		main.Says = fmt.Sprintf("none of %s carries what belongs to a prompt or a chat", prose.Rows(s.hits.Checked))
		return []measure.Finding{main}, nil
	}
	out := []measure.Finding{main}
	t := measure.Table{Title: "Residue by kind", Columns: []string{"kind", "rows", "share"}}
	for k := range resKinds {
		about := &residueKinds[k]
		found := s.hits.Of(about.figure)
		if found.Rows == 0 {
			continue
		}
		f := s.kind(k, found)
		out = append(out, f)
		t.Rows = append(t.Rows, []string{about.says, prose.Count(found.Rows), prose.Share(f.Estimate)})
		for _, ev := range found.Top.Evidence() {
			if len(out[0].Evidence) < measure.MaxEvidence {
				out[0].Evidence = append(out[0].Evidence, ev)
			}
		}
	}
	out[0].Tables = append(out[0].Tables, t)
	addPlaces(&out[0], s.where.compare(s.hits.Checked, s.hits.Any, false), s.setup.Level, "Where residue is")
	return out, nil
}

func (s *residual) kind(k int, found *measure.KindHits) measure.Finding {
	about := &residueKinds[k]
	f := measure.Finding{
		Figure: "residue." + about.figure, Unit: measure.Share, Census: true, Evidence: found.Top.Evidence(),
		Estimate: s.setup.Share(int(found.Rows), int(s.hits.Checked)),
		Compared: "texts without it",
		Caveat:   "What looks like it may be meant: see the rows.",
	}
	f.Says = fmt.Sprintf("%s of %s have %s", prose.Share(f.Estimate), prose.Rows(s.hits.Checked), about.says)
	f.Severity = worth(f.Estimate, found.Rows)
	if f.Estimate.Value > habit {
		f.Says += ": it is how this data is written"
	}
	if f.Severity == measure.Serious && (!about.sure || f.Estimate.Value > habit) {
		f.Severity = measure.Notable
	}
	return f
}
