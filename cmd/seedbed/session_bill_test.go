package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/testkit"
)

// TestBillAfterKill kills a run that has no budget while calls are under way: what
// those may have cost is told by cost and by the next run, in dollars where the
// price is known and in tokens where it is not.
func TestBillAfterKill(t *testing.T) {
	for _, c := range []struct {
		name, price string
		usd         bool
		want        string
	}{
		{"priced", "price: {in: 1, out: 4}", true, " tokens) more may have been billed for calls whose reply was lost, or that were under way when a run was killed"},
		{"of unknown price", "because: it is scripted", false, " tokens more, of unknown price, may have been billed for calls whose reply was lost, or that were under way when a run was killed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			const flight, pass = 8, 20
			h := newHeld(t, pass)
			srv := testkit.NewServer(t, testkit.Script{Reply: h.reply})
			files := eggs(srv, 60)
			files["seedbed.yaml"] = strings.ReplaceAll(files["seedbed.yaml"], "price: {in: 1, out: 4}, because: it is scripted", c.price)
			files["seedbed.yaml"] = strings.ReplaceAll(files["seedbed.yaml"], "price: {in: 2, out: 8}, because: it is scripted", c.price)
			g := newGround(t, files)
			run := g.start("run", "--in-flight", "8")
			h.reached(t, pass+flight)
			run.kill()
			run.wait()
			told := g.must(exitOK, "cost")
			if !strings.Contains(told.stdout, c.want) || !strings.Contains(told.stdout, "\nup to ") {
				t.Errorf("cost does not tell what may have been billed: %v", told)
			}
			usd, tokens := maybeBilled(t, g.must(exitOK, "cost", "--json").stdout)
			// A hint's worst case is about 400 tokens, a verdict's 2,000; the lease is at
			// most twice what was under way at both endpoints.
			if tokens < flight*250 || tokens > 2*2*flight*2500 || (usd > 0) != c.usd || usd > 8*float64(tokens)/1e6 {
				t.Errorf("up to $%g and %d tokens for %d calls under way", usd, tokens, flight)
			}
			h.open()
			if r := g.must(exitOK, "run"); !strings.Contains(r.stdout, c.want+".\n") {
				t.Errorf("the next run does not tell what may have been billed: %v", r)
			}
			if u, n := maybeBilled(t, g.must(exitOK, "cost", "--json").stdout); u != usd || n != tokens {
				t.Errorf("up to $%g and %d tokens after a run that lost nothing; before it $%g and %d", u, n, usd, tokens)
			}
		})
	}
}

// TestBillOfLostReplies has replies that were charged for cut off on the way: a run
// without a budget tells of them when it ends, and one that lost nothing is silent.
func TestBillOfLostReplies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		faults testkit.Faults
	}{
		{"cut off", testkit.Faults{Truncate: 0.2}},
		{"whole", testkit.Faults{Status500: 0.2}},
	} {
		srv := testkit.NewServer(t, testkit.Script{Seed: 3, Faults: c.faults})
		g := newGround(t, eggs(srv, 20))
		r := g.must(exitOK, "run")
		lost := c.faults.Truncate > 0
		if strings.Contains(r.stdout, "more may have been billed for calls whose reply was lost") != lost {
			t.Errorf("%s: %v", c.name, r)
		}
		if usd, tokens := maybeBilled(t, g.must(exitOK, "cost", "--json").stdout); (usd > 0) != lost || (tokens > 0) != lost {
			t.Errorf("%s: up to $%g and %d tokens more", c.name, usd, tokens)
		}
		if lost {
			if r := g.must(exitOK, "run", "--json", "--set", "stages.kept.keep.when=score.good >= 4"); !strings.Contains(r.stdout, `"maybe_billed_usd":0.`) {
				t.Errorf("the end event does not hold what may have been billed: %v", r)
			}
		}
	}
}

// TestSharedReplies has forty rows of which four each ask the same: the card counts
// the ten replies that were paid for, as cost does, and a run that was killed on the
// way releases the same bytes.
func TestSharedReplies(t *testing.T) {
	t.Parallel()
	var seeds strings.Builder
	seeds.WriteString("question,answer\n")
	for i := range 40 {
		fmt.Fprintf(&seeds, "How many eggs are left of %d?,%d\n", i%10, i)
	}
	book := newLedger()
	srv := testkit.NewServer(t, testkit.Script{Latency: 2 * time.Millisecond, Reply: book.note})
	files := eggs(srv, 0)
	files["seeds.csv"] = seeds.String()
	calm := newGround(t, files)
	calm.must(exitOK, "run")
	calm.must(exitOK, "release", "-o", "out")
	var cost struct {
		Spent []seedbed.StageSpend `json:"spent"`
	}
	if err := json.Unmarshal([]byte(calm.must(exitOK, "cost", "--json").stdout), &cost); err != nil {
		t.Fatal(err)
	}
	card := readFile(t, filepath.Join(calm.dir, "out", "README.md"))
	for _, s := range cost.Spent {
		want := fmt.Sprintf("| %s | %s | %d | %s | %s |", s.Stage, s.Model, s.Spend.Calls, prose.Count(int64(s.Spend.In)), prose.Count(int64(s.Spend.Out)))
		if !strings.Contains(card, want) {
			t.Errorf("the card has no line %q", want)
		}
		if s.Stage == "hints" && s.Spend.Calls != 10 {
			t.Errorf("%d calls for 10 different questions", s.Spend.Calls)
		}
	}

	g := newGround(t, files)
	for n := range 4 {
		c := g.start("run", "--in-flight", "4")
		book.after(5+5*n, c.kill)
		c.wait()
	}
	book.after(1<<30, func() {})
	g.must(exitOK, "run")
	g.must(exitOK, "release", "-o", "out")
	sameFolders(t, filepath.Join(calm.dir, "out"), filepath.Join(g.dir, "out"))
}

// maybeBilled reads what cost --json says may have been billed.
func maybeBilled(t *testing.T, doc string) (usd float64, tokens int) {
	t.Helper()
	var v struct {
		USD    float64 `json:"maybe_billed_usd"`
		Tokens int     `json:"maybe_billed_tokens"`
	}
	if err := json.Unmarshal([]byte(doc), &v); err != nil {
		t.Fatalf("reading cost --json: %v", err)
	}
	return v.USD, v.Tokens
}

func TestBillInWords(t *testing.T) {
	some := seedbed.Spend{Calls: 2, USD: 1, Priced: 2}
	for _, c := range []struct {
		bill bill
		want string
	}{
		{bill{spent: some}, ""},
		{bill{some, 0.0031, 1200}, "up to $0.0031 (1,200 tokens) more may have been billed for calls"},
		{bill{seedbed.Spend{}, 0.0031, 1200}, "up to $0.0031 (1,200 tokens) more may have been billed for calls"},
		{bill{some, 0, 1}, "up to 1 token more may have been taken, which cost nothing, for calls"},
		{bill{seedbed.Spend{}, 0, 1200}, "up to 1,200 tokens more, of unknown price, may have been billed for calls"},
		{bill{seedbed.Spend{Calls: 2, Priced: 1}, 0.5, 1200}, "up to 1,200 tokens more may have been billed, which is $0.50 where the price is known, for calls"},
	} {
		if got := c.bill.maybe(); !strings.HasPrefix(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%+v: %q, want %q ...", c.bill, got, c.want)
		}
	}
}
