package main

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// behaviours are those that are learned, and those that rules alone tell.
var behaviours = []transcripts.Behaviour{transcripts.RoleFlip, transcripts.BothSides, transcripts.Praise, transcripts.Persona, transcripts.Refusal, transcripts.Contradiction, transcripts.Loop, transcripts.Repeats}

// held is a transcript with what weights say of it that were trained on other writers.
type held struct {
	*talk
	file  *[]byte // those weights
	most  [classes - 1]float32
	rules [classes - 1]float32 // the most where a rule tells it too; none: below all
	ruled [classes - 1]bool
}

func all(talks []talk) (out []*talk) {
	for i := range talks {
		out = append(out, &talks[i])
	}
	return out
}

// groups says who is held out with whom: all that one writer wrote. Of folders of real
// conversations, each of which other people held, a third is at a time: what they are like is
// learned from the others, as it is where the weights are used.
func groups(talks []talk) []string {
	out, seen := make([]string, len(talks)), map[string]int{}
	for i := range talks {
		w := talks[i].Writer
		if out[i] = w; people(w) {
			out[i] = fmt.Sprintf("%s %d", w, seen[w]%3)
			seen[w]++
		}
	}
	return out
}

// people reports whether a folder holds conversations of real people.
func people(writer string) bool { return writer == "aq" || writer == "ar" }

// heldOut trains for each group on all others.
func heldOut(talks []talk) ([]held, error) {
	of := groups(talks)
	which := slices.Compact(slices.Sorted(slices.Values(of)))
	out, errs := make([]held, len(talks)), make([]error, len(which))
	var wg sync.WaitGroup
	room := make(chan bool, 2)
	for n, group := range which {
		wg.Go(func() {
			room <- true
			defer func() { <-room }()
			var others []*talk
			for i := range talks {
				if of[i] != group {
					others = append(others, &talks[i])
				}
			}
			file, err := weights(learn(others), "", limits{})
			if err != nil {
				errs[n] = err
				return
			}
			m, err := dialogue.ReadWeights(string(file))
			if err != nil {
				errs[n] = err
				return
			}
			for i := range talks {
				if of[i] == group {
					out[i] = look(&talks[i], m)
					out[i].file = &file
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

const below = -1e3

// look takes the scores of a transcript.
func look(t *talk, m *dialogue.Weights) held {
	h := held{talk: t}
	for k := range h.most {
		h.most[k], h.rules[k] = below, below
	}
	dialogue.Scores(t.Turns, t.Profile(), m, func(_ int, z [classes - 1]float32, rules []dialogue.Signal) {
		for k := range z {
			h.most[k] = max(h.most[k], z[k])
			for _, s := range rules {
				if s.Name == names[k] && s.Strength >= dialogue.Threshold {
					h.rules[k], h.ruled[k] = max(h.rules[k], z[k]), true
				}
			}
		}
	})
	return h
}

var names = [classes - 1]dialogue.Name{dialogue.RoleFlip, dialogue.OtherSide, dialogue.Praise, dialogue.Persona, dialogue.Refusal}

// counted reports whether signals of some names count.
func counted(signals []dialogue.Signal, told []dialogue.Name) bool {
	own := slices.DeleteFunc(slices.Clone(signals), func(s dialogue.Signal) bool { return !slices.Contains(told, s.Name) })
	v, _ := dialogue.Judge(own)
	return v != seedbed.Valid
}

// closed lets the system have the last word.
func closed(c dialogue.Conversation) dialogue.Conversation {
	if c[len(c)-1].Role == seedbed.User {
		c = append(slices.Clone(c), dialogue.Turn{Role: seedbed.Assistant, Content: "All right, here is what I know about it."})
	}
	return c
}

// tally is how many of how many.
type tally struct{ hit, rules, of int }

func (t *tally) String() string { return fmt.Sprintf("%d/%d", t.hit, t.of) }

// table prints what is found, and what is missed where that is wanted.
func table(out io.Writer, all []held, l limits, missed bool) error {
	read := map[*[]byte]*dialogue.Weights{}
	var sound, broken tally
	by := map[string]*tally{}
	of := func(key string) *tally {
		if by[key] == nil {
			by[key] = &tally{}
		}
		return by[key]
	}
	wrong := map[dialogue.Name]int{}
	var keys []string
	for i := range all {
		h := &all[i]
		if read[h.file] == nil {
			m, err := dialogue.ReadWeights(string(*h.file))
			if err != nil {
				return err
			}
			m.Limits, m.Doubts = l.counts, l.doubts
			read[h.file] = m
		}
		signals := dialogue.SignalsWith(closed(h.Turns), h.Profile(), read[h.file])
		rules := dialogue.SignalsWith(closed(h.Turns), h.Profile(), nil)
		if h.Behaviour == transcripts.Sound {
			sound.of++
			if v, _ := dialogue.Judge(signals); v != seedbed.Valid {
				sound.hit++
				fmt.Fprintf(out, "false alarm: %s (%s)", h.ID, h.Kind)
				for _, s := range signals {
					if s.Strength >= dialogue.Threshold {
						fmt.Fprintf(out, "; turn %d %s %.2f %q", s.Turn, s.Name, s.Strength, s.Quote)
					}
				}
				fmt.Fprintln(out)
			}
			if v, _ := dialogue.Judge(rules); v != seedbed.Valid {
				sound.rules++
			}
			for _, n := range dialogue.Names {
				if counted(signals, []dialogue.Name{n}) {
					wrong[n]++
				}
			}
			continue
		}
		lang := h.Language()
		hit, ruled := counted(signals, h.Behaviour.Told()), counted(rules, h.Behaviour.Told())
		name := string(h.Behaviour)
		keep := []string{name, name + " " + lang, name + " by " + h.Writer}
		if h.beside() {
			keep = keep[2:]
		}
		for _, key := range keep {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
			t := of(key)
			t.of++
			if hit {
				t.hit++
			} else if missed && key == keep[0] {
				fmt.Fprintf(out, "missed: %s (%s)\n", h.ID, h.Kind)
			}
			if ruled {
				t.rules++
			}
		}
		broken.of++
	}
	fmt.Fprintf(out, "limits %.2f, doubts %.2f\n", l.counts, l.doubts)
	for _, b := range behaviours {
		t := of(string(b))
		fmt.Fprintf(out, "%-26s %.3f (rules alone %.3f) of %d; ", b, float64(t.hit)/float64(t.of), float64(t.rules)/float64(t.of), t.of)
		slices.Sort(keys)
		for _, key := range keys {
			if len(key) > len(b) && key[:len(b)] == string(b) {
				fmt.Fprintf(out, " %s %v", key[len(b)+1:], of(key))
			}
		}
		fmt.Fprintln(out)
	}
	_, err := fmt.Fprintf(out, "sound judged invalid %d of %d (rules alone %d), by signal %v\n", sound.hit, sound.of, sound.rules, wrong)
	return err
}
