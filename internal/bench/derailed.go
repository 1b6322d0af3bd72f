package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// What the issue promises of broken conversations: by behaviour, and of sound ones.
const (
	leastDetected   = .9
	mostFalseAlarms = .02
	transcriptSeed  = 1
)

// derailed looks for planted behaviours in six sets of transcripts, and reports them
// apart and those of which nothing was told together, against the same targets. A
// behaviour is detected when a signal that tells it counts; a false alarm is a sound
// transcript that is judged invalid. Conversations of real people, in which nothing was
// planted, are counted apart, and those in which a small model really broke.
//
// The signals were not written from the texts of any set. But the kinds of what they
// missed in the first were told to those who wrote them, in words, so its figures say
// what the signals were fitted to. Of the others only counts are printed and kinds are
// never told: their figures are the ones to go by, and all five together tell most, as
// there are few of some behaviours in each.
func derailed(ctx context.Context, _ *bench) ([]figure, error) {
	corpus, err := transcripts.Corpus(transcriptSeed)
	if err != nil {
		return nil, fmt.Errorf("reading the first set of transcripts: %w", err)
	}
	out, err := derailedIn(ctx, corpus)
	if err != nil {
		return nil, err
	}
	var together []transcripts.Transcript
	add := func(name string, all []transcripts.Transcript) error {
		figures, err := derailedIn(ctx, all)
		for _, f := range figures {
			f.Line, f.Note = strings.Replace(f.Line, "derailed: ", "derailed: "+name+": ", 1), heldNote
			out = append(out, f)
		}
		return err
	}
	for _, set := range []struct {
		name string
		read func() ([]transcripts.Transcript, error)
	}{
		{"second set", transcripts.Second},
		{"third set", transcripts.Third},
		{"fourth set", transcripts.Fourth},
		{"fifth set", transcripts.Fifth},
		{"sixth set", transcripts.Sixth},
	} {
		all, err := set.read()
		if err != nil {
			return nil, fmt.Errorf("reading the %s of transcripts: %w", set.name, err)
		}
		if err := add(set.name, all); err != nil {
			return nil, err
		}
		together = append(together, all...)
	}
	if err := add("second to sixth", together); err != nil {
		return nil, err
	}
	people, err := transcripts.People()
	if err != nil {
		return nil, fmt.Errorf("reading the conversations of people: %w", err)
	}
	seen, err := signalsOf(ctx, people)
	if err != nil {
		return nil, err
	}
	judged := alarms(people, seen)
	judged.Line, judged.Note = "derailed: people: conversations judged invalid", peopleNote
	small, err := transcripts.Small()
	if err != nil {
		return nil, fmt.Errorf("reading the conversations of a small model: %w", err)
	}
	if seen, err = signalsOf(ctx, small); err != nil {
		return nil, err
	}
	return append(out, judged, broken(seen)), nil
}

// broken is how many conversations are judged invalid of which each has broken: not for
// turns that ran into a bound of tokens, which are no break.
func broken(seen [][]dialogue.Signal) figure {
	found := 0
	breaks := slices.DeleteFunc(slices.Clone(dialogue.Names), func(n dialogue.Name) bool { return n == dialogue.Cut || n == dialogue.NoReply })
	for _, signals := range seen {
		if counts(signals, breaks) {
			found++
		}
	}
	e := stats.Share(found, len(seen), .95)
	return figure{
		Line: "derailed: a small model: broken conversations judged invalid", Value: e.Value,
		Seedbed: fmt.Sprintf("%d of %d, %s", found, len(seen), prose.Share(e)),
		Target:  fmt.Sprintf("≥ %.1f", leastDetected), Met: e.Value >= leastDetected, Note: smallNote,
	}
}

const (
	smallNote  = "SmolLM2-135M as user and as system; two readers took each for broken, nothing was planted"
	heldNote   = "all by hand; kinds are not told"
	peopleNote = "real people, who play nobody; a few of them do repeat themselves or break off"
)

// derailedIn gives the figures of one set.
func derailedIn(ctx context.Context, all []transcripts.Transcript) ([]figure, error) {
	seen, err := signalsOf(ctx, all)
	if err != nil {
		return nil, err
	}
	out := []figure{plantedOf(all, seen)}
	for _, b := range transcripts.Behaviours {
		out = append(out, detected(string(b), b, all, seen, func(*transcripts.Transcript) bool { return true }))
	}
	out = append(out,
		detected("cut off, and the model says so", transcripts.CutOff, all, seen, (*transcripts.Transcript).Marked),
		detected("cut off, and nobody says so", transcripts.CutOff, all, seen, func(t *transcripts.Transcript) bool { return !t.Marked() }))
	return append(out, alarms(all, seen)), nil
}

// plantedOf is how often any behaviour was detected where it was planted, beside how many sound
// transcripts were judged invalid.
func plantedOf(all []transcripts.Transcript, seen [][]dialogue.Signal) figure {
	found, of, alarm, sound := 0, 0, 0, 0
	for i := range all {
		if all[i].Behaviour == transcripts.Sound {
			sound++
			if validity, _ := dialogue.Judge(seen[i]); validity != seedbed.Valid {
				alarm++
			}
			continue
		}
		of++
		if counts(seen[i], all[i].Behaviour.Told()) {
			found++
		}
	}
	return detection("planted behaviours, all", found, of, alarm, sound)
}

// detection is the figure of what was detected of so many, and of false alarms.
func detection(name string, hit, of, alarm, sound int) figure {
	share, wrong := float64(hit)/float64(of), float64(alarm)/float64(sound)
	return figure{
		Line: "derailed: " + name, Seedbed: fmt.Sprintf("%d of %d detected, false alarms %d of %d", hit, of, alarm, sound),
		Value: share, Target: fmt.Sprintf("≥ %.1f, ≤ %.2f", leastDetected, mostFalseAlarms),
		Met: share >= leastDetected && wrong <= mostFalseAlarms,
	}
}

// signalsOf gives the signals of each transcript.
func signalsOf(ctx context.Context, all []transcripts.Transcript) ([][]dialogue.Signal, error) {
	seen := make([][]dialogue.Signal, len(all))
	for i := range all {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		seen[i] = dialogue.Signals(all[i].Turns, all[i].Profile())
	}
	return seen, nil
}

// tallied counts hits, apart for what was written by hand and what was put together.
type tallied struct {
	of, hit [2]int
	kinds   []string // of those that were not as they should be
}

func (t *tallied) add(x *transcripts.Transcript, hit, right bool) {
	i := 0
	if x.Composed {
		i = 1
	}
	t.of[i]++
	if hit {
		t.hit[i]++
	}
	if !right {
		t.kinds = append(t.kinds, x.Kind)
	}
}

func (t *tallied) sum() (hit, of int) { return t.hit[0] + t.hit[1], t.of[0] + t.of[1] }

func (t *tallied) note(what string) string {
	s := fmt.Sprintf("by hand %d of %d, put together %d of %d", t.hit[0], t.of[0], t.hit[1], t.of[1])
	if len(t.kinds) > 0 {
		slices.Sort(t.kinds)
		s += "; " + what + ": " + strings.Join(slices.Compact(t.kinds), ", ")
	}
	return s
}

// counts reports whether signals of the given names count for themselves.
func counts(signals []dialogue.Signal, names []dialogue.Name) bool {
	own := slices.DeleteFunc(slices.Clone(signals), func(s dialogue.Signal) bool { return !slices.Contains(names, s.Name) })
	validity, _ := dialogue.Judge(own)
	return validity != seedbed.Valid
}

// detected is how often a behaviour was detected in some transcripts of it, and its first
// signal raised where nothing was.
func detected(name string, b transcripts.Behaviour, all []transcripts.Transcript, seen [][]dialogue.Signal, some func(*transcripts.Transcript) bool) figure {
	var found, alarmed tallied
	for i := range all {
		switch all[i].Behaviour {
		case b:
			if !some(&all[i]) {
				continue
			}
			hit := counts(seen[i], b.Told())
			found.add(&all[i], hit, hit)
		case transcripts.Sound:
			hit := counts(seen[i], b.Told()[:1])
			alarmed.add(&all[i], hit, !hit)
		}
	}
	hit, of := found.sum()
	alarm, sound := alarmed.sum()
	f := detection(name, hit, of, alarm, sound)
	f.Note = found.note("missed")
	if len(alarmed.kinds) > 0 {
		f.Note += "; false alarms: " + strings.Join(slices.Compact(alarmed.kinds), ", ")
	}
	return f
}

// alarms is how many sound transcripts were judged invalid, for whatever reason.
func alarms(all []transcripts.Transcript, seen [][]dialogue.Signal) figure {
	var t tallied
	for i := range all {
		if all[i].Behaviour != transcripts.Sound {
			continue
		}
		validity, because := dialogue.Judge(seen[i])
		wrong := validity != seedbed.Valid
		t.add(&all[i], wrong, !wrong)
		if wrong {
			because, _, _ = strings.Cut(because, `: "`) // what was said is not shown to whoever works on the signals
			t.kinds[len(t.kinds)-1] += " (" + because + ")"
		}
	}
	hit, of := t.sum()
	e := stats.Share(hit, of, .95)
	return figure{
		Line: "derailed: sound conversations judged invalid", Value: float64(hit) / float64(of),
		Seedbed: fmt.Sprintf("%d of %d, %s", hit, of, prose.Share(e)),
		Target:  fmt.Sprintf("≤ %.2f", mostFalseAlarms), Met: float64(hit) <= mostFalseAlarms*float64(of), Note: t.note("false alarms"),
	}
}
