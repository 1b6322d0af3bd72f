package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/testkit"
)

// money is a project's budget with the prices that it is counted at.
type money struct {
	usd, in, out float64 // in and out in US dollars a million tokens
	tokens       int     // instead of usd
}

// billed is what a server has charged, in the budget's unit.
func (m money) billed(t testkit.Tally) float64 {
	if m.tokens > 0 {
		return float64(t.TokensIn + t.TokensOut)
	}
	return float64(t.TokensIn)*m.in/1e6 + float64(t.TokensOut)*m.out/1e6
}

func (m money) cap() float64 {
	if m.tokens > 0 {
		return float64(m.tokens)
	}
	return m.usd
}

func (m money) recipe(srv *testkit.Server) string {
	s := fmt.Sprintf(twoStages, srv.URL())
	s = strings.ReplaceAll(s, "price: {in: 1, out: 4}", fmt.Sprintf("price: {in: %g, out: %g}", m.in, m.out))
	s = strings.ReplaceAll(s, "price: {in: 2, out: 8}", fmt.Sprintf("price: {in: %g, out: %g}", m.in, m.out))
	if m.tokens > 0 {
		return s + fmt.Sprintf("budget: {tokens: %d}\n", m.tokens)
	}
	return s + fmt.Sprintf("budget: %g\n", m.usd)
}

// dearest charges as much as a provider may: a token for each byte that it was
// sent, and as many back as were allowed.
func dearest(r testkit.Request) testkit.Response {
	in := 0
	for _, m := range r.Messages {
		in += len(m.Content)
	}
	return testkit.Response{In: in, Out: r.MaxTokens}
}

// settled waits until a server has no request in hand.
func settled(t *testing.T, srv *testkit.Server) testkit.Tally {
	t.Helper()
	for range 1000 {
		if n := srv.Tally(); n.InFlight == 0 {
			return n
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("the server never came to rest: %+v", srv.Tally())
	return testkit.Tally{}
}

// TestBudget holds runs of random prices, budgets, concurrency and faults, some
// of them killed and started again, against what the server says it charged.
func TestBudget(t *testing.T) {
	for n := range 12 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(4, uint64(n)))
			m := money{in: 0.1 + 9*rnd.Float64(), out: 0.1 + 30*rnd.Float64()}
			worst := (400*m.in + 200*m.out) / 1e6 // of one call, about
			m.usd = worst * (3 + 60*rnd.Float64())
			if n%3 == 2 {
				m.tokens = 2000 + rnd.IntN(20_000)
			}
			faults := testkit.Faults{}
			if n%2 == 1 { // all but the first come after the reply was charged for
				faults = testkit.Faults{Status500: 0.02, Reset: 0.05, Truncate: 0.05, HTML: 0.03, Garbage: 0.02}
			}
			book := newLedger()
			reply := book.note
			if n%4 < 2 {
				reply = func(r testkit.Request) testkit.Response { book.note(r); return dearest(r) }
			}
			srv := testkit.NewServer(t, testkit.Script{Seed: uint64(n), Latency: 2 * time.Millisecond, Faults: faults, Reply: reply})
			files := eggs(srv, 400)
			files["seedbed.yaml"] = m.recipe(srv)
			g := newGround(t, files)
			flight := fmt.Sprint(1 + rnd.IntN(40))
			for range n % 4 {
				c := g.start("run", "--in-flight", flight)
				wait := time.Duration(rnd.IntN(4000)) * time.Microsecond
				book.after(1+rnd.IntN(20), func() { time.AfterFunc(wait, c.kill) })
				c.wait() // killed, or stopped by its budget before that
				book.after(1<<30, func() {})
				if got := m.billed(settled(t, srv)); got > m.cap() {
					t.Fatalf("after a kill the server has charged %g of %g", got, m.cap())
				}
			}
			r := g.must(exitBudget, "run", "--in-flight", flight)
			tally := settled(t, srv)
			if got := m.billed(tally); got > m.cap() {
				t.Errorf("the server has charged %g of a budget of %g: %+v\n%v", got, m.cap(), tally, r)
			} else {
				t.Logf("charged %.0f %% of the budget", 100*got/m.cap())
			}
			how := "raise it with --budget"
			if m.tokens > 0 {
				how = "raise budget.tokens"
			}
			if !strings.Contains(r.stderr, how) || !strings.Contains(r.stderr, "is used up") || !strings.Contains(r.stdout, "seedbed run goes on from here") {
				t.Errorf("how to go on is not said: %v", r)
			}
			onlyOnce(t, rowsOf(t, g))
		})
	}
}

// TestBudgetIsUsed leaves no more of a budget than the next call could cost, and
// goes on with a greater one without asking anything again.
func TestBudgetIsUsed(t *testing.T) {
	t.Parallel()
	m := money{usd: 0.02, in: 1, out: 4}
	srv := testkit.NewServer(t, testkit.Script{})
	files := eggs(srv, 200)
	files["seedbed.yaml"] = m.recipe(srv)
	g := newGround(t, files)
	g.must(exitBudget, "run")
	left := m.usd - m.billed(settled(t, srv))
	if left < 0 || left > 0.005 {
		t.Errorf("$%g of $%g is left", left, m.usd)
	}
	r := g.must(exitOK, "run", "--budget", "5")
	if tally := srv.Tally(); tally.Again != 0 || tally.Requests != 400 {
		t.Errorf("going on asked again: %+v, %v", tally, r)
	}
	if n := len(rowsOf(t, g)); n != 200 {
		t.Errorf("%d rows; want 200", n)
	}
}

// TestBudgetRemembersLostReplies starts a run anew, again and again, on a server
// whose replies are charged for and often lost: what was lost stays spent.
func TestBudgetRemembersLostReplies(t *testing.T) {
	t.Parallel()
	m := money{usd: 0.02, in: 1, out: 4}
	srv := testkit.NewServer(t, testkit.Script{Faults: testkit.Faults{Truncate: 0.5}, Reply: dearest})
	files := eggs(srv, 200)
	files["seedbed.yaml"] = m.recipe(srv)
	g := newGround(t, files)
	for n := range 3 {
		g.must(exitBudget, "run", "--in-flight", "8")
		if got := m.billed(settled(t, srv)); got > m.cap() {
			t.Fatalf("after run %d the server has charged $%g of $%g", n+1, got, m.cap())
		}
	}
	if r := g.must(exitOK, "cost"); !strings.Contains(r.stdout, "whose reply was lost") {
		t.Errorf("what was lost is not shown: %v", r)
	}
}
