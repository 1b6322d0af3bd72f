package stage

import (
	"context"
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/attack"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/text"
)

// seedAttack is a seed as the search sees it.
type seedAttack struct {
	rec      seedbed.Record
	text     string
	category *attack.Category
	natural  bool
}

// hunt is one search.
type hunt struct {
	*redteam
	root   *seedbed.Record
	search attack.Search
	arms   []armSeeds // beside search.Arms
	novel  map[string]*text.Index
	left   int // calls
}

// armSeeds are the attacks of an arm: the first of every seed, then the second of
// every seed that has one, and so on.
type armSeeds struct {
	strategy attack.Info
	seeds    []*seedAttack
	variants []int
	at, next int // seed and variant of the next attack
}

// hunt reads the seeds, and makes an arm for each strategy and category that has
// any. Seeds that cannot be used come back as rejected records.
func (r *redteam) hunt(root *seedbed.Record) (*hunt, []seedbed.Record, error) {
	h := &hunt{redteam: r, root: root, novel: map[string]*text.Index{}, left: r.cfg.Calls}
	byCategory := map[string][]*seedAttack{}
	var bad []seedbed.Record
	seen := map[string]seedbed.ID{}
	for i := range r.cfg.sources {
		for rec, err := range r.rows(r.cfg.sources[i]) {
			if err != nil {
				return nil, nil, fmt.Errorf("reading seed attacks from %s: %w", r.cfg.sources[i].Name, err)
			}
			if !rec.Live() {
				continue // a bad row of a source that lets them pass
			}
			seed, reason, detail := r.seed(rec, seen)
			if reason != "" {
				child := r.child(root, &rec, redteamTwins-1)
				child.Fields = rec.Fields
				bad = append(bad, child.Reject(r.name, reason, detail))
				continue
			}
			byCategory[seed.category.Name] = append(byCategory[seed.category.Name], seed)
		}
	}
	for _, st := range r.cfg.strategies {
		for i := range r.cfg.policy.Categories {
			h.addArm(st, &r.cfg.policy.Categories[i], byCategory[r.cfg.policy.Categories[i].Name])
		}
	}
	if len(byCategory) == 0 && len(bad) == 0 {
		return nil, nil, seedbed.Errorf(seedbed.CodeInvalid, "stage %s: %s: no seed attack in there; add rows with %s and category", r.name, strings.Join(r.cfg.Attacks, ", "), r.cfg.Field)
	}
	return h, bad, nil
}

// seed reads one seed, or says why it cannot be used.
func (r *redteam) seed(rec seedbed.Record, seen map[string]seedbed.ID) (s *seedAttack, reason, detail string) {
	s = &seedAttack{rec: rec, text: strings.TrimSpace(strings.ToValidUTF8(rec.Fields.Text(r.cfg.Field), "\ufffd"))}
	place := seedbed.Position{File: rec.Lineage.File, Line: rec.Lineage.Line}.String()
	if s.text == "" {
		return nil, "no text to send", fmt.Sprintf("%s: field %s is empty", place, r.cfg.Field)
	}
	name := strings.TrimSpace(rec.Fields.Text("category"))
	if name == "" && len(r.cfg.policy.Categories) == 1 {
		name = r.cfg.policy.Categories[0].Name
	}
	if s.category = r.cfg.policy.Category(name); s.category == nil {
		fix := config.DidYouMean(name, r.cfg.policy.Names())
		if fix == "" {
			fix = "there is " + config.Names(r.cfg.policy.Names())
		}
		return nil, "category is not in the policy", fmt.Sprintf("%s: category %q; %s", place, text.Harmless(name, 60), fix)
	}
	key := s.category.Name + "\x00" + text.NormalizeWords(s.text)
	if first, twice := seen[key]; twice {
		return nil, "seed is there twice", fmt.Sprintf("%s: the same text as seed %s", place, first.Short())
	}
	seen[key] = rec.ID
	v, _ := rec.Fields.Get("natural")
	switch v := v.(type) {
	case bool:
		s.natural = v
	case string: // of a CSV
		s.natural = strings.EqualFold(v, "true") || strings.EqualFold(v, "yes")
	}
	return s, "", ""
}

// addArm adds the arm of a strategy and a category, if it has attacks.
func (h *hunt) addArm(st attack.Info, category *attack.Category, seeds []*seedAttack) {
	a := armSeeds{strategy: st}
	total := 0
	for _, s := range seeds {
		if s.natural && !st.Natural {
			continue
		}
		if n := h.variants(st, s); n > 0 {
			a.seeds, a.variants = append(a.seeds, s), append(a.variants, n)
			total += n
		}
	}
	if total > 0 {
		h.arms = append(h.arms, a)
		h.search.Arms = append(h.search.Arms, attack.Arm{Category: category.Name, Strategy: st.Name, Left: total})
	}
}

// variants is how often an arm can be given a seed: of exchanges the first gives
// two attacks, the control and an exchange.
func (h *hunt) variants(st attack.Info, s *seedAttack) int {
	switch st.Name {
	case attack.Paraphrase, attack.Crescendo:
		return attack.MostVariants
	case attack.Translate:
		return len(h.cfg.Languages)
	case attack.Substitute:
		return max(attack.Variants(st.Name, s.text, h.cfg.words)-1, 0)
	}
	return attack.Variants(st.Name, s.text, h.cfg.words)
}

// take returns the next attack of an arm.
func (a *armSeeds) take() (*seedAttack, int) {
	for {
		if a.at == len(a.seeds) {
			a.at, a.next = 0, a.next+1
		}
		i := a.at
		a.at++
		if a.next < a.variants[i] {
			return a.seeds[i], a.next
		}
	}
}

// plan decides on the attacks of a round; none when the calls are used up, or when
// there is nothing left to try.
func (h *hunt) plan(round int) []shot {
	budget := h.left
	if left := h.cfg.Rounds - round; left > 1 {
		budget = (h.left + left - 1) / left
	}
	rng := prompt.Random(fmt.Sprintf("redteam round %d", round), h.base, seedbed.ID{})
	var shots []shot
	for spent := 0; len(shots) < redteamRound; {
		picked := h.search.Pick(rng, 1, float64(h.cfg.Breadth))
		if len(picked) == 0 {
			break
		}
		arm := picked[0]
		seed, n := h.arms[arm].take()
		st := h.arms[arm].strategy
		numbers := []int{n}
		if st.Name == attack.Substitute {
			if numbers[0]++; n == 0 {
				numbers = []int{0, 1}
			}
		}
		for _, n := range numbers {
			a, s := h.cfg.cost(st.Name, n)
			spent += a + s + h.cfg.verdicts
			shots = append(shots, shot{seed: seed, strategy: st, variant: n, arm: arm})
			last := &shots[len(shots)-1]
			last.id = h.child(h.root, &seed.rec, last.number()).ID
		}
		if spent >= budget {
			break
		}
	}
	// The last round takes no more than there is, but for one attack and its control.
	for total, i := 0, 0; i < len(shots); i++ {
		a, s := h.cfg.cost(shots[i].strategy.Name, shots[i].variant)
		if total += a + s + h.cfg.verdicts; total > h.left {
			return shots[:i]
		}
	}
	return shots
}

// fire carries the attacks of a round out, and learns from them.
func (h *hunt) fire(ctx context.Context, shots []shot) error {
	if err := sideBySide(len(shots), func(i int) error { return h.compose(ctx, &shots[i]) }); err != nil {
		return err
	}
	for i := range shots {
		h.sift(&shots[i])
	}
	if err := sideBySide(len(shots), func(i int) error { return h.send(ctx, &shots[i]) }); err != nil {
		return err
	}
	for i := range shots {
		s := &shots[i]
		h.left -= int(s.toll.Load())
		if s.success != nil {
			h.search.Note(s.arm, *s.success)
		}
	}
	return nil
}

// sift leaves out what a model wrote where it is nearly the same as what was tried
// in its category.
func (h *hunt) sift(s *shot) {
	if s.over() || len(s.attack.Turns) == 0 || s.strategy.Name != attack.Plain && !s.strategy.Model {
		return
	}
	index := h.novel[s.seed.category.Name]
	if index == nil {
		index = text.NewIndex(h.cfg.Novelty, 3)
		h.novel[s.seed.category.Name] = index
	}
	doc := index.Prepare(s.attack.Text())
	if near, ok := index.Near(doc); ok && s.strategy.Model {
		s.twin = fmt.Sprintf("Jaccard %.2f with an attack that was tried", near.Jaccard)
		return
	}
	index.Add(doc)
}
