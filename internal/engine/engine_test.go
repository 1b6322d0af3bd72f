package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// makes is a stage that gives n children a record, each after a random while.
type makes struct {
	name  string
	fp    seedbed.Fingerprint
	n     int
	delay func() time.Duration
	calls atomic.Int64
	err   func(*seedbed.Record) error
	judge func(*seedbed.Record) seedbed.Decision
	kinds int // of replies, if more than 0: records of one kind share one
}

func (m *makes) Process(ctx context.Context, rec seedbed.Record) ([]seedbed.Record, error) {
	m.calls.Add(1)
	if m.delay != nil {
		select {
		case <-time.After(m.delay()):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if m.err != nil {
		if err := m.err(&rec); err != nil {
			return nil, err
		}
	}
	if m.kinds > 0 {
		kind := int(rec.ID[0]) % m.kinds
		r := seedbed.Reply{Key: seedbed.CallKey{1, byte(kind)}, Cost: seedbed.Cost{USD: 0.1 + float64(kind)/3, Known: true}}
		Answered(ctx, m.name, "model", &r)
	}
	var out []seedbed.Record
	for i := range m.n {
		child := rec.Child(m.name, m.fp, i)
		child.Fields = rec.Fields.With("path", fmt.Sprintf("%s/%s%d", rec.Fields.Text("path"), m.name, i))
		if m.judge != nil {
			child.Decision = m.judge(&child)
		}
		out = append(out, child)
	}
	return out, nil
}

// keeps lets every k-th record through until it has want of them.
type keeps struct {
	mu   sync.Mutex
	name string
	k    int
	want seedbed.Want
	seen []string
}

func (k *keeps) Process(_ context.Context, rec seedbed.Record) ([]seedbed.Record, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.want.Satisfied {
		panic("asked after it had enough")
	}
	k.want.Tried++
	k.seen = append(k.seen, rec.Fields.Text("path"))
	if k.want.Tried%k.k != 0 {
		return []seedbed.Record{rec.Reject(k.name, "not wanted", "")}, nil
	}
	k.want.Accepted++
	k.want.Satisfied = k.want.Wanted > 0 && k.want.Accepted == k.want.Wanted || k.want.AtMost > 0 && k.want.Tried == k.want.AtMost
	return []seedbed.Record{rec}, nil
}

func (k *keeps) Want() seedbed.Want { k.mu.Lock(); defer k.mu.Unlock(); return k.want }

type memory struct {
	mu       sync.Mutex
	records  map[seedbed.ID]seedbed.Record
	outcomes []seedbed.Outcome
	fail     error
}

func (m *memory) PutRecords(_ context.Context, recs []seedbed.Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.records == nil {
		m.records = map[seedbed.ID]seedbed.Record{}
	}
	for _, r := range recs {
		m.records[r.ID] = r
	}
	return m.fail
}

func (m *memory) PutOutcomes(_ context.Context, _ int64, outs []seedbed.Outcome) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.outcomes = append(m.outcomes, outs...)
	return m.fail
}

func (m *memory) Flush(context.Context) error { return nil }

func seeds(name string, n int) Rows {
	return func(context.Context) iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for i := range n {
				f := seedbed.Fields{{Name: "path", Value: fmt.Sprintf("%s%d", name, i)}}
				if !yield(seedbed.Record{ID: seedbed.SeedID(seedbed.Fingerprint{}, f, 0), Stage: name, Fields: f, Origin: seedbed.OriginHuman}, nil) {
					return
				}
			}
		}
	}
}

var (
	plainKind   = &plan.Kind{Name: "makes"}
	orderedKind = &plan.Kind{Name: "keeps", Ordered: true, Marks: true}
)

func fp(s string) (f seedbed.Fingerprint) { copy(f[:], s); return f }

func step(name string, kind *plan.Kind, from ...string) plan.Stage {
	return plan.Stage{Name: name, Kind: kind, From: from, Fingerprint: fp(name)}
}

// lines gives every outcome as a line of text, for comparing.
func lines(t *testing.T, m *memory) []string {
	t.Helper()
	var out []string
	for i, o := range m.outcomes {
		if o.Ord != int64(i) {
			t.Fatalf("outcome %d has place %d", i, o.Ord)
		}
		if o.Decision.State == seedbed.Surplus {
			continue
		}
		rec, ok := m.records[o.Record]
		if !ok {
			t.Fatalf("outcome of %v, which was not recorded", o.Record)
		}
		out = append(out, fmt.Sprintf("%s %s %s %s", rec.Fields.Text("path"), o.Stage, o.Decision.State, o.Decision.Reason))
	}
	return out
}

func jitter(rng *rand.Rand, mu *sync.Mutex, most time.Duration) func() time.Duration {
	return func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return time.Duration(rng.Int64N(int64(most)))
	}
}

// build returns a run of sources a, b → x (two children each) → y, and a → z,
// both to keep → w, where keep wants some; and what it writes.
func build(tasks int, seed uint64, want seedbed.Want) (Config, *memory, *keeps) {
	var mu sync.Mutex
	rng := rand.New(rand.NewPCG(seed, 1))
	delay := jitter(rng, &mu, 50*time.Millisecond)
	k := &keeps{name: "keep", k: 3, want: want}
	odd := func(r *seedbed.Record) seedbed.Decision {
		if strings.HasSuffix(r.Fields.Text("path"), "5/x1") {
			return seedbed.Decision{State: seedbed.Rejected, Actor: "x", Reason: "five"}
		}
		return seedbed.Decision{}
	}
	m := &memory{}
	return Config{
		Plan: &plan.Plan{
			Sources: []plan.Source{{Name: "a"}, {Name: "b"}},
			Stages: []plan.Stage{
				step("x", plainKind, "a", "b"), step("y", plainKind, "x"), step("z", plainKind, "a"),
				step("keep", orderedKind, "y", "z"), step("w", plainKind, "keep"),
			},
		},
		Sources: map[string]Rows{"a": seeds("a", 40), "b": seeds("b", 30)},
		Stages: map[string]seedbed.Stage{
			"x":    &makes{name: "x", fp: fp("x"), n: 2, delay: delay, judge: odd, kinds: 11},
			"y":    &makes{name: "y", fp: fp("y"), n: 1, delay: delay, kinds: 30},
			"z":    &makes{name: "z", fp: fp("z"), n: 1, delay: delay, kinds: 40},
			"w":    &makes{name: "w", fp: fp("w"), n: 1, delay: delay},
			"keep": k,
		},
		Journal: m, Tasks: tasks,
	}, m, k
}

func TestTimingNeverShows(t *testing.T) {
	for _, want := range []seedbed.Want{{}, {Wanted: 20}, {Wanted: 500}, {AtMost: 31}} {
		var first []string
		for _, tasks := range []int{1, 2, 7, 100} {
			for seed := range uint64(6) {
				synctest.Test(t, func(t *testing.T) {
					cfg, m, k := build(tasks, seed, want)
					e, err := New(cfg)
					if err != nil {
						t.Fatal(err)
					}
					sum, err := e.Run(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					got := append(lines(t, m), k.seen...)
					for _, f := range sum.Flow {
						got = append(got, fmt.Sprint(f))
					}
					for _, s := range sum.Spent {
						got = append(got, fmt.Sprint(s))
					}
					if !sum.Complete {
						t.Errorf("not complete: %+v", sum)
					}
					if want.Wanted == 500 && !slices.Equal(sum.Short, []string{"keep"}) {
						t.Errorf("short = %v", sum.Short)
					}
					if want.Wanted == 20 && sum.Accepted != 20 {
						t.Errorf("accepted %d, want 20", sum.Accepted)
					}
					if first == nil {
						first = got
					} else if diff := cmp.Diff(first, got); diff != "" {
						t.Fatalf("tasks=%d seed=%d: %s", tasks, seed, diff)
					}
				})
			}
		}
	}
}

// A reply that several records share is paid for once.
func TestSharedRepliesCountOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct{ kinds, want int }{{1, 1}, {7, 7}, {256, 167}} {
			x := &makes{name: "x", fp: fp("x"), n: 2, kinds: c.kinds}
			e, err := New(Config{
				Plan:    &plan.Plan{Sources: []plan.Source{{Name: "a"}}, Stages: []plan.Stage{step("x", plainKind, "a")}},
				Sources: map[string]Rows{"a": seeds("a", 270)}, Stages: map[string]seedbed.Stage{"x": x}, Tasks: 10,
			})
			if err != nil {
				t.Fatal(err)
			}
			sum, err := e.Run(t.Context())
			if err != nil || len(sum.Spent) != 1 || sum.Spent[0].Spend.Calls != c.want || sum.Spent[0].Spend.Priced != c.want {
				t.Errorf("%d kinds: %+v, %v, want %d calls", c.kinds, sum.Spent, err, c.want)
			}
		}
	})
	// Outside a run there is nobody to tell; a reply without a key is its own.
	Answered(t.Context(), "x", "model", &seedbed.Reply{})
	var met tally
	ctx := withTally(t.Context(), &met)
	Answered(ctx, "x", "model", &seedbed.Reply{})
	Answered(ctx, "x", "model", &seedbed.Reply{})
	a := account{seen: map[uint64]struct{}{}}
	if a.add(met.take()); len(a.spent) != 1 || a.spent[0].Spend.Calls != 2 {
		t.Errorf("two replies without keys: %+v", a.spent)
	}
}

// Replies that nobody wants cost money: with a want, few more records are begun
// than needed, however many tasks are allowed.
func TestWantDoesNotRunFarAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := &makes{name: "x", fp: fp("x"), n: 1, delay: func() time.Duration { return time.Second }}
		k := &keeps{name: "keep", k: 2, want: seedbed.Want{Wanted: 100}}
		cfg := Config{
			Plan:    &plan.Plan{Sources: []plan.Source{{Name: "a"}}, Stages: []plan.Stage{step("x", plainKind, "a"), step("keep", orderedKind, "x")}},
			Sources: map[string]Rows{"a": seeds("a", 100_000)},
			Stages:  map[string]seedbed.Stage{"x": x, "keep": k}, Tasks: 2000, Journal: &memory{},
		}
		e, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := e.Run(t.Context())
		if err != nil || sum.Accepted != 100 {
			t.Fatalf("%+v, %v", sum, err)
		}
		if n := x.calls.Load(); n > 300 {
			t.Errorf("%d records begun to find 100 of every second one", n)
		}
	})
}

func TestWantWithEverythingRejectedBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := &makes{name: "x", fp: fp("x"), n: 1, judge: func(*seedbed.Record) seedbed.Decision {
			return seedbed.Decision{State: seedbed.Rejected, Reason: "bad"}
		}}
		cfg := Config{
			Plan:    &plan.Plan{Sources: []plan.Source{{Name: "a"}}, Stages: []plan.Stage{step("x", plainKind, "a"), step("keep", orderedKind, "x")}},
			Sources: map[string]Rows{"a": seeds("a", 1000)},
			Stages:  map[string]seedbed.Stage{"x": x, "keep": &keeps{name: "keep", k: 1, want: seedbed.Want{Wanted: 3}}}, Journal: &memory{},
		}
		e, _ := New(cfg)
		sum, err := e.Run(t.Context())
		if err != nil || !sum.Complete || sum.Rejected != 1000 || len(sum.Short) != 1 {
			t.Fatalf("%+v, %v", sum, err)
		}
	})
}

func TestStopKeepsPlanOrderAndGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg, m, _ := build(8, 3, seedbed.Want{})
		stop := make(chan struct{})
		cfg.Stop = stop
		e, _ := New(cfg)
		go func() { time.Sleep(200 * time.Millisecond); close(stop) }()
		sum, err := e.Run(t.Context())
		if !errors.Is(err, seedbed.ErrStopping) || sum.Complete {
			t.Fatalf("%+v, %v", sum, err)
		}
		some := lines(t, m)
		cfg, m, _ = build(8, 4, seedbed.Want{})
		e, _ = New(cfg)
		if _, err := e.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		all := lines(t, m)
		if len(some) == 0 || len(some) >= len(all) {
			t.Fatalf("%d of %d outcomes before the stop", len(some), len(all))
		}
		if diff := cmp.Diff(all[:len(some)], some); diff != "" {
			t.Error(diff)
		}
	})
}

func TestErrors(t *testing.T) {
	bad := func(class seedbed.ErrorClass) func(*seedbed.Record) error {
		return func(r *seedbed.Record) error {
			if strings.Contains(r.Fields.Text("path"), "7") {
				return fmt.Errorf("asking: %w", &seedbed.CallError{Class: class, Message: "no"})
			}
			return nil
		}
	}
	run := func(t *testing.T, f func(*seedbed.Record) error, journal error) (Summary, error) {
		x := &makes{name: "x", fp: fp("x"), n: 1, err: f}
		e, err := New(Config{
			Plan:    &plan.Plan{Sources: []plan.Source{{Name: "a"}}, Stages: []plan.Stage{step("x", plainKind, "a")}},
			Sources: map[string]Rows{"a": seeds("a", 1000)},
			Stages:  map[string]seedbed.Stage{"x": x}, Tasks: 10, Journal: &memory{fail: journal},
		})
		if err != nil {
			t.Fatal(err)
		}
		return e.Run(t.Context())
	}
	t.Run("one request", func(t *testing.T) {
		sum, err := run(t, bad(seedbed.BadRequest), nil)
		if err != nil || sum.Failed != 271 || sum.Accepted != 729 || !sum.Complete {
			t.Fatalf("%+v, %v", sum, err)
		}
	})
	t.Run("permanent", func(t *testing.T) {
		sum, err := run(t, bad(seedbed.Permanent), nil)
		if seedbed.CodeOf(err) != seedbed.CodeModel || sum.Complete || sum.Accepted > 7 {
			t.Fatalf("%+v, %v", sum, err)
		}
	})
	t.Run("journal", func(t *testing.T) {
		full := seedbed.Errorf(seedbed.CodeStorage, "the disk is full")
		sum, err := run(t, nil, full)
		if !errors.Is(err, full) || sum.Complete {
			t.Fatalf("%+v, %v", sum, err)
		}
	})
}

// Memory follows the number of tasks, not of records.
func TestMemoryFollowsTasks(t *testing.T) {
	peak := func(n int) uint64 {
		x := &makes{name: "x", fp: fp("x"), n: 1}
		var most uint64
		var i int
		e, err := New(Config{
			Plan:    &plan.Plan{Sources: []plan.Source{{Name: "a"}}, Stages: []plan.Stage{step("x", plainKind, "a")}},
			Sources: map[string]Rows{"a": seeds("a", n)},
			Stages:  map[string]seedbed.Stage{"x": x}, Tasks: 32,
			Sink: func(*seedbed.Record, *seedbed.Outcome) error {
				if i++; i%(n/4) == 0 {
					runtime.GC()
					var ms runtime.MemStats
					runtime.ReadMemStats(&ms)
					most = max(most, ms.HeapAlloc)
				}
				return nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		return most
	}
	small, large := peak(4_000), peak(80_000)
	if large > small+2<<20 {
		t.Errorf("%d bytes in use at 80,000 rows, %d at 4,000", large, small)
	}
}
