package stage

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/attack"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/text"
)

const (
	// redteamRound is the most attacks of one round: they are in memory together.
	redteamRound = 1024
	// redteamPlaces parts the numbers of the attacks of one strategy from the next.
	redteamPlaces = 100_000
	// redteamTwins is what the numbers of attacks that were not sent begin at: the
	// record of one that is sent after all, in another search, is another.
	redteamTwins = 1 << 28
)

// redteam is the stage. Stream holds all seeds, and one round of attacks.
type redteam struct {
	cfg      *redteamConfig
	name     string
	fp       seedbed.Fingerprint
	base     seedbed.Fingerprint // the same in every wave
	attacker seedbed.Model       // nil: none
	system   seedbed.Model
	judge    seedbed.Stage
	asking   seedbed.Params
	sending  seedbed.Params
	rows     func(plan.Source) iter.Seq2[seedbed.Record, error]
	notice   func(string)
}

func newRedteam(cfg *redteamConfig, env plan.Env) (*redteam, error) {
	if cfg.policy == nil || cfg.success == nil || cfg.words == nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making stage %s: its configuration was not checked", env.Stage.Name)
	}
	r := &redteam{
		cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint,
		base: sha256.Sum256(append(config.Canonical(cfg), cfg.policy.Revision...)),
		rows: env.Rows, notice: env.Notice,
	}
	if r.notice == nil {
		r.notice = func(string) {}
	}
	system, err := env.System(cfg.System)
	if err != nil {
		return nil, err
	}
	r.system = tolled{system}
	if cfg.Model != "" {
		m, err := env.Model(cfg.Model)
		if err != nil {
			return nil, err
		}
		r.attacker = tolled{m}
	}
	under := env
	under.Model = func(name string) (seedbed.Model, error) {
		m, err := env.Model(name)
		return tolled{m}, err
	}
	if r.judge, err = Judge().New(&cfg.Judge.judgeConfig, under); err != nil {
		return nil, err
	}
	r.asking = askParams(env.Plan.Model(cfg.Model), seedbed.Params{})
	r.sending = askParams(env.Plan.Model(cfg.System), seedbed.Params{})
	return r, nil
}

// tolled counts the calls of an attack, whether they are sent or were answered
// before, where its context says into what.
type tolled struct{ next seedbed.Model }

type tollKey struct{}

func (t tolled) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	if n, ok := ctx.Value(tollKey{}).(*atomic.Int64); ok {
		n.Add(1)
	}
	return t.next.Generate(ctx, req)
}

// Roots implements seedbed.Rooter: the one root is the search.
func (r *redteam) Roots(context.Context) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		sources := make([]any, len(r.cfg.Attacks))
		for i, s := range r.cfg.Attacks {
			sources[i] = s
		}
		fields := seedbed.Fields{{Name: "search", Value: r.name}, {Name: "attacks", Value: sources}, {Name: "policy", Value: r.cfg.Policy}}
		yield(seedbed.Record{ID: seedbed.SeedID(r.fp, fields, 0), Stage: r.name, Fields: fields, Origin: seedbed.OriginHuman}, nil)
	}
}

// Process implements seedbed.Stage. The engine calls Stream.
func (r *redteam) Process(ctx context.Context, root seedbed.Record) ([]seedbed.Record, error) {
	var out []seedbed.Record
	for rec, err := range r.Stream(ctx, root) {
		if err != nil {
			return nil, err
		}
		out = append(out, rec)
	}
	return out, nil
}

// Stream implements seedbed.Streamer: round by round, the attacks of each in the
// order in which they were planned. All of a round have come back before the first
// is given on, so that what is known of it does not depend on which was quickest.
func (r *redteam) Stream(ctx context.Context, root seedbed.Record) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		h, bad, err := r.hunt(&root)
		if err != nil {
			yield(seedbed.Record{}, err)
			return
		}
		for _, rec := range bad {
			if !yield(rec, nil) {
				return
			}
		}
		sent := 0
		for round := 0; ; round++ {
			shots := h.plan(round)
			if len(shots) == 0 {
				r.notice(fmt.Sprintf("%s: %d attacks in %d rounds, %d calls", r.name, sent, round, r.cfg.Calls-h.left))
				return
			}
			if err := h.fire(ctx, shots); err != nil {
				yield(seedbed.Record{}, err)
				return
			}
			sent += len(shots)
			for i := range shots {
				if !yield(r.record(&root, &shots[i]), nil) {
					return
				}
			}
		}
	}
}

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

// sideBySide calls f for 0 to n − 1, many at once. After an error it begins no
// other; the error is that of the first that has one, in their order.
func sideBySide(n int, f func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	var over atomic.Bool
	room := make(chan struct{}, askAtOnce)
	for i := range n {
		room <- struct{}{}
		if over.Load() {
			break
		}
		wg.Go(func() {
			defer func() { <-room }()
			if errs[i] = f(i); errs[i] != nil {
				over.Store(true)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
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
