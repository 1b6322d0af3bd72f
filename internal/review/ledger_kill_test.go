package review

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
)

const ledgerChild = "REVIEW_LEDGER_CHILD"

// TestLedgerChild is the process that TestLedgerKill kills: with the folder in its
// environment it appends until then, and says what was acknowledged.
func TestLedgerChild(*testing.T) {
	dir := os.Getenv(ledgerChild)
	if dir == "" {
		return
	}
	l, err := OpenLedger(dir, LedgerOptions{})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	var next atomic.Int64
	next.Store(l.Head().Seq)
	var out sync.Mutex
	for range 16 {
		go func() {
			for {
				i := next.Add(1)
				e, err := l.Append(context.Background(), event("p-"+strconv.FormatInt(i, 10), int(i)), event("second", int(i)))
				if err != nil {
					fmt.Println(err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Printf("%d %s %d\n", e[0].Seq, e[0].Hash, i)
				fmt.Printf("%d %s second\n", e[1].Seq, e[1].Hash)
				out.Unlock()
			}
		}()
	}
	select {}
}

// Whatever the instant at which it is killed: each event that was acknowledged is
// there, as it was acknowledged.
func TestLedgerKill(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(3, uint64(time.Now().UnixNano())))
	total := 0
	for round := range 20 {
		acked := killChild(t, "TestLedgerChild", ledgerChild, dir, time.Duration(random.IntN(60))*time.Millisecond)
		l, err := OpenLedger(dir, LedgerOptions{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		have := map[string]bool{}
		for e, err := range l.Events() {
			if err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
			have[fmt.Sprintf("%d %s %s", e.Seq, e.Hash, strings.TrimPrefix(e.By, "p-"))] = true
		}
		for _, a := range acked {
			if !have[a] {
				t.Fatalf("round %d: %s was acknowledged and is gone", round, a)
			}
		}
		if _, err := l.Verify(); err != nil {
			t.Fatal(err)
		}
		total += len(acked)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if total < 20 {
		t.Fatalf("only %d events were acknowledged in all", total)
	}
	t.Logf("%d appends acknowledged before 20 kills", total)
}

// killChild starts a test of this program as a process of its own, for a folder that a
// variable names, and kills it so long after its first line. It returns the lines, but for
// the last, which may have lost its end to the kill.
func killChild(t *testing.T, test, variable, dir string, after time.Duration) (said []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$")
	cmd.Env = append(os.Environ(), variable+"="+dir)
	pipe, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
	defer timer.Stop()
	lines := bufio.NewScanner(pipe)
	for first := true; lines.Scan(); first = false {
		if first { // it has begun: from now on any instant will do
			timer.Reset(after)
		}
		said = append(said, lines.Text())
	}
	_ = cmd.Wait()
	if len(said) == 0 {
		t.Fatal("the child acknowledged nothing")
	}
	return said[:len(said)-1]
}
