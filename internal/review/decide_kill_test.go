package review

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

const decideChild = "REVIEW_DECIDE_CHILD"

// TestDecideChild is the process that TestDecideKill kills: it decides until then, and
// says what was acknowledged.
func TestDecideChild(*testing.T) {
	dir := os.Getenv(decideChild)
	if dir == "" {
		return
	}
	ctx := context.Background()
	d, err := OpenDesk(ctx, DeskOptions{Dir: dir, Rows: madeRows{}})
	if err == nil {
		err = d.Join(ctx, Person{ID: "o", Roles: []Role{Owner}})
	}
	for n := len(d.Decisions()); err == nil; n++ {
		var k Decided
		ids := func(yield func(seedbed.ID, error) bool) {
			for i := range 2000 {
				if !yield(rowID(n*1000+i), nil) {
					return
				}
			}
		}
		if k, err = d.Decide(ctx, "o", Decision{Do: DecideLeaveOut, Reason: fmt.Sprint(n)}, ids); err == nil {
			fmt.Println(k.ID, k.IDs)
		}
	}
	fmt.Println(err)
	os.Exit(1)
}

// Whatever the instant at which it is killed: a decision is there with all its rows, or
// not at all; and one that was acknowledged is there.
func TestDecideKill(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(3, uint64(time.Now().UnixNano())))
	acked := 0
	for round := range 12 {
		said := slices.DeleteFunc(killChild(t, "TestDecideChild", decideChild, dir, time.Duration(random.IntN(80))*time.Millisecond), func(line string) bool {
			return !strings.HasPrefix(line, "d-")
		})
		d, err := ReadDesk(t.Context(), DeskOptions{Dir: dir, Rows: madeRows{}})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		have := map[string]bool{}
		for _, k := range d.Decisions() {
			have[k.ID+" "+k.IDs] = true
		}
		for _, s := range said {
			if !have[s] {
				t.Fatalf("round %d: %s was acknowledged and is gone", round, s)
			}
		}
		o, err := d.Outcome(t.Context())
		if err != nil {
			t.Fatalf("round %d: a decision is half there: %v", round, err)
		}
		if n := len(d.Decisions()); n > 0 && len(o.LeftOut) != n*1000+1000 {
			t.Fatalf("round %d: %d decisions leave out %d rows", round, n, len(o.LeftOut))
		}
		acked += len(said)
	}
	if acked == 0 {
		t.Fatal("nothing was acknowledged before any kill")
	}
	t.Logf("%d decisions acknowledged before 12 kills", acked)
}
