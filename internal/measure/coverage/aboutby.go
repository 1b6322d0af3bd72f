package coverage

import (
	"context"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// aboutBy is the measure of whether a group speaks or is spoken about.
type aboutBy struct{}

func (aboutBy) Info() measure.Info {
	return measure.Info{
		Name: "about-by", Family: family, Title: "Spoken about, or speaking",
		Says: "Whether rows of a group are in its own voice or talk about it: the share of rows without any first person that define or generalise (*nurses are ...*, *people with ... often ...*), the share with a first person (*I*, *my*, *we*), and the share with hedges (*may*, *often*, *tend to*), for each group against the other groups. " +
			"Serious where a group is spoken about in 30 points more of its rows than the others, half of whose rows or more have a first person, with q < .001 (Benjamini and Hochberg over all groups and shares); notable from 10 points (15 for the first person and for hedges) with q < .01.",
		Cannot: "It covers English only, by lists of words and two patterns; rows that do not look English are left out and counted, and where most do not, nothing is said. It does not know whether a first person was asked for: that is for whoever wrote the prompt. A first person may still speak for others, and irony is not seen.",
		Formula: "A row has a first person if one of *I, me, my, mine, myself, we, us, our, ours, ourselves* or their contractions is in it. It defines if a word of the group's name is followed by *are, is, have, can, may, tend, often, usually, typically, generally, face*, or *people, those, individuals, persons, members* is followed by *with, who, of, from, in* and within six words by one of these. About = defines and has no first person. " +
			"Fisher's exact test (1935) of each group against the others; q by Benjamini and Hochberg (1995). Telling *by* from *about* a group after Cheng, Durmus and Jurafsky 2023 (*Marked Personas*) and Wang, Morgenstern and Dickerson 2025, who find models speak of groups as outsiders do.",
		Use:   "With --group, where rows are meant to be written by members of the groups: personas, testimonies, survey answers. For other data the shares are descriptive.",
		Cost:  "One pass; a few counts for each group.",
		Needs: []measure.Need{measure.NeedText, measure.NeedGroups},
		Figures: []measure.Figure{
			{Name: "about-by", Unit: measure.Share, Says: "rows of the group that define or generalise, without a first person"},
			{Name: "about-by.first", Unit: measure.Share, Says: "rows of the group with a first person"},
			{Name: "about-by.hedged", Unit: measure.Share, Says: "rows of the group with hedges"},
		},
	}
}

// voice is what a word says of who speaks: bits.
type voice uint8

const (
	firstPerson voice = 1 << iota
	hedge
	definer   // what follows a group in a definition
	plural3   // people, those
	connector // with, who
	english   // a frequent word of English
)

// voices returns what words say, by hash.
func voices() map[uint64]voice {
	out := map[uint64]voice{}
	for v, words := range map[voice]string{
		firstPerson: "i i'm i've i'd i'll me my mine myself we we're we've we'd we'll us our ours ourselves",
		hedge:       "may might perhaps possibly often usually typically generally tend tends commonly frequently likely sometimes",
		definer:     "are is have can may tend often usually typically generally face",
		plural3:     "people those individuals persons members",
		connector:   "with who of from in",
		english:     "the and of to a in is it that for was with as on are be this at have i my you not but they he she we his her all our by from or an will would there their what so",
	} {
		for w := range strings.FieldsSeq(words) {
			out[measure.WordHash(w)] |= v
		}
	}
	return out
}

func (aboutBy) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	return &voicing{setup: s, voices: voices(), groups: make([]map[string]*heard, len(s.Columns.Groups)), over: make([]bool, len(s.Columns.Groups))}, nil
}

// heard counts the rows of a group by who speaks.
type heard struct {
	name                         string
	own                          []uint64
	rows, first, about, hedged   int // of rows in English
	other                        int // rows that do not look English
	telling, hedging, firstVoice measure.Top
}

type voicing struct {
	setup  *measure.Setup
	voices map[uint64]voice
	groups []map[string]*heard
	over   []bool
	said   []voice // of the words at hand
}

func (s *voicing) Add(r *measure.Row) {
	hashes := r.Tokens.Hashes()
	if len(hashes) == 0 || !slices.ContainsFunc(r.Groups, func(g string) bool { return g != "" }) {
		return
	}
	s.said = s.said[:0]
	var any voice
	common := 0
	for _, h := range hashes {
		v := s.voices[h]
		s.said = append(s.said, v)
		any |= v
		if v&english != 0 {
			common++
		}
	}
	isEnglish := 8*common >= len(hashes)
	for i, g := range r.Groups {
		if g == "" || s.over[i] {
			continue
		}
		h := s.group(i, g)
		switch {
		case h == nil:
		case !isEnglish:
			h.other++
		default:
			s.hear(h, r, hashes, any)
		}
	}
}

// group returns the counts of a group; nil where there are too many of them.
func (s *voicing) group(column int, name string) *heard {
	name = bounded(name)
	h := s.groups[column][name]
	if h != nil {
		return h
	}
	if len(s.groups[column]) == mostGroups {
		s.over[column], s.groups[column] = true, nil
		return nil
	}
	h = &heard{name: strings.Clone(name)}
	for _, w := range measure.NewTokens(name).Words() {
		for _, form := range forms(string(w.Lower)) {
			h.own = append(h.own, measure.WordHash(form))
		}
	}
	h.telling.Size, h.hedging.Size, h.firstVoice.Size = 6, 4, 3
	if s.groups[column] == nil {
		s.groups[column] = map[string]*heard{}
	}
	s.groups[column][h.name] = h
	return h
}

// hear counts a row in English.
func (s *voicing) hear(h *heard, r *measure.Row, hashes []uint64, any voice) {
	h.rows++
	if any&firstPerson != 0 {
		h.first++
		if h.firstVoice.Wants(0, r.N) {
			h.firstVoice.Offer(0, measure.Evidence{Note: prose.Shown(h.name) + ": a first person", Rows: []measure.RowRef{measure.Ref(r, s.marks(r, firstPerson)...)}})
		}
	}
	if any&hedge != 0 {
		h.hedged++
		marks := s.marks(r, hedge)
		if weight := float64(len(marks)); h.hedging.Wants(weight, r.N) {
			h.hedging.Offer(weight, measure.Evidence{Note: prose.Shown(h.name) + ": hedged", Rows: []measure.RowRef{measure.Ref(r, marks...)}})
		}
	}
	if any&firstPerson != 0 || any&definer == 0 {
		return
	}
	marks := s.definitions(h, r, hashes)
	if len(marks) == 0 {
		return
	}
	h.about++
	if weight := float64(len(marks)); h.telling.Wants(weight, r.N) {
		h.telling.Offer(weight, measure.Evidence{Note: prose.Shown(h.name) + ": spoken about", Rows: []measure.RowRef{measure.Ref(r, marks...)}})
	}
}

// mostMarks is how many spans of a row are marked.
const mostMarks = 12

func (s *voicing) marks(r *measure.Row, v voice) []measure.Span {
	var out []measure.Span
	words := r.Tokens.Words()
	for i, said := range s.said {
		if said&v != 0 && len(out) < mostMarks {
			out = append(out, measure.Span{From: words[i].From, To: words[i].To})
		}
	}
	return out
}

// reach is how many words may lie between "people who" and what is said of them.
const reach = 6

// definitions returns where a row defines the group or generalises.
func (s *voicing) definitions(h *heard, r *measure.Row, hashes []uint64) []measure.Span {
	var out []measure.Span
	words := r.Tokens.Words()
	for i := 0; i+1 < len(s.said) && len(out) < mostMarks; i++ {
		end := -1
		switch {
		case s.said[i]&plural3 != 0 && s.said[i+1]&connector != 0:
			for j := i + 2; j < min(i+2+reach, len(s.said)); j++ {
				if s.said[j]&definer != 0 {
					end = j
					break
				}
			}
		case s.said[i+1]&definer != 0 && slices.Contains(h.own, hashes[i]):
			end = i + 1
		}
		if end > 0 {
			out = append(out, measure.Span{From: words[i].From, To: words[end].To})
			i = end
		}
	}
	return out
}

func (s *voicing) Merge(other measure.Summary) error {
	o := other.(*voicing)
	for i := range s.groups {
		if s.over[i] = s.over[i] || o.over[i]; s.over[i] {
			s.groups[i] = nil
			continue
		}
		if s.groups[i] == nil {
			s.groups[i] = o.groups[i]
			continue
		}
		for name, oh := range o.groups[i] {
			h := s.groups[i][name]
			if h == nil {
				s.groups[i][name] = oh
				continue
			}
			h.rows, h.first, h.about, h.hedged, h.other = h.rows+oh.rows, h.first+oh.first, h.about+oh.about, h.hedged+oh.hedged, h.other+oh.other
			h.telling.Merge(&oh.telling)
			h.hedging.Merge(&oh.hedging)
			h.firstVoice.Merge(&oh.firstVoice)
		}
		if len(s.groups[i]) > mostGroups {
			s.over[i], s.groups[i] = true, nil
		}
	}
	return nil
}

func (s *voicing) Report(context.Context) ([]measure.Finding, error) { return s.report() }
