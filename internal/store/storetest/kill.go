package storetest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/store"
)

const (
	childDir  = "STORETEST_CHILD_DIR"
	childJob  = "STORETEST_CHILD_JOB"
	childFrom = "STORETEST_CHILD_FROM"
)

// Main is what TestMain calls first. In a child that testKill started it writes
// until it is killed, saying on standard output what was acknowledged; else it
// does nothing.
func Main(f Factory) {
	dir := os.Getenv(childDir)
	if dir == "" {
		return
	}
	if err := child(f, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func child(f Factory, dir string) error {
	ctx := context.Background()
	j, err := f.Open(ctx, dir)
	if err != nil {
		return err
	}
	if os.Getenv(childJob) == "lease" {
		for i := range 10 {
			if err := j.Lease(ctx, float64(i)/4, 100*i-600); err != nil {
				return err
			}
		}
		if err := j.Lease(ctx, 2.25, 300); err != nil {
			return err
		}
		fmt.Println("0")
		select {}
	}
	run, err := j.BeginRun(ctx, seedbed.Run{Inputs: "kill"})
	if err != nil {
		return err
	}
	from, err := strconv.Atoi(os.Getenv(childFrom))
	if err != nil {
		return err
	}
	var next atomic.Int64
	next.Store(int64(from))
	failed := make(chan error, 1)
	var out sync.Mutex
	for range 32 {
		go func() {
			for {
				i := int(next.Add(1) - 1)
				err := j.PutRecords(ctx, []seedbed.Record{record(i)})
				if err == nil {
					err = j.PutOutcomes(ctx, run.ID, []seedbed.Outcome{outcome(i)})
				}
				if err == nil {
					err = j.PutCall(ctx, call(i))
				}
				if err != nil {
					failed <- err
					return
				}
				out.Lock()
				fmt.Println(i)
				out.Unlock()
			}
		}()
	}
	return <-failed
}

// kill runs the child, kills it a while after it has acknowledged so many, and
// returns what it acknowledged.
func kill(t *testing.T, dir, job string, from int, after time.Duration) []int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childDir+"="+dir, childJob+"="+job, childFrom+"="+strconv.Itoa(from))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	var acked []int
	lines := bufio.NewScanner(pipe)
	first := true
	for lines.Scan() {
		if first { // it has opened the journal: from now on any instant will do
			first = false
			if job == "lease" {
				after = 0
			}
			timer := time.AfterFunc(after, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
			defer timer.Stop()
		}
		i, err := strconv.Atoi(lines.Text())
		if err != nil {
			continue // cut off by the kill
		}
		acked = append(acked, i)
	}
	_ = cmd.Wait()
	if first {
		t.Fatalf("the child acknowledged nothing: %s", stderr.String())
	}
	return acked
}

// testKill kills a writer at random instants: every call that it acknowledged is
// there, with all that was put before it, and the next process goes on.
func testKill(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	random := rand.New(rand.NewPCG(7, uint64(time.Now().UnixNano())))
	from, total := 0, 0
	for round := range 12 {
		acked := kill(t, dir, "put", from, time.Duration(random.IntN(120))*time.Millisecond)
		// A line may lose its end to the kill: look at whole ones alone.
		if len(acked) > 1 {
			acked = acked[:len(acked)-1]
		}
		total += len(acked)
		if round%3 == 0 { // somebody looks before anybody writes
			r, err := f.OpenReader(ctx, dir)
			check(t, err)
			if _, ok, err := r.Call(ctx, key(acked[0])); !ok || err != nil {
				t.Fatalf("round %d: the reader finds %v, %v", round, ok, err)
			}
			check(t, r.Close())
		}
		j, err := f.Open(ctx, dir)
		check(t, err)
		run := begin2(t, j)
		top := from
		for _, i := range acked {
			top = max(top, i)
			c, ok, err := j.Call(ctx, key(i))
			check(t, err)
			if !ok {
				t.Fatalf("round %d: call %d was acknowledged and is gone", round, i)
			}
			same(t, "call", c, call(i))
			if _, ok, err := j.Record(ctx, id(i)); !ok || err != nil {
				t.Fatalf("round %d: the record put before call %d: %v, %v", round, i, ok, err)
			}
			if _, ok, err := j.OutcomeOf(ctx, run.ID, id(i)); !ok || err != nil {
				t.Fatalf("round %d: the outcome put before call %d: %v, %v", round, i, ok, err)
			}
		}
		for row, err := range j.Outcomes(ctx, run.ID, store.Filter{}) {
			check(t, err)
			if row.Record.ID != row.Outcome.Record || len(row.Record.Fields) == 0 {
				t.Fatalf("round %d: outcome %d has no record", round, row.Outcome.Ord)
			}
		}
		check(t, j.Close())
		from = top + 100
	}
	if total < 12 {
		t.Fatalf("only %d calls were acknowledged in all", total)
	}
	t.Logf("%d calls acknowledged before 12 kills", total)
}

func begin2(t *testing.T, j Journal) seedbed.Run {
	t.Helper()
	run, err := j.BeginRun(t.Context(), seedbed.Run{Inputs: "kill"})
	check(t, err)
	return run
}
