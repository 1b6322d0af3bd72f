package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"seedbed.dev/seedbed/internal/testkit"
)

// copyAsked reads from a hint's request which question it is for, and which copy.
var copyAsked = regexp.MustCompile(`when (\d+) are eaten.*"seed":(\d+)|"seed":(\d+).*when (\d+) are eaten`)

// threeCopies answers hints with a list of one to three, and where ill is set, turns
// one copy of three rows in four away.
func threeCopies(book *ledger, ill *atomic.Bool) func(testkit.Request) testkit.Response {
	return func(r testkit.Request) testkit.Response {
		book.note(r)
		m := copyAsked.FindStringSubmatch(string(r.Body))
		if r.Model != "mock-writer" || m == nil {
			return testkit.Response{}
		}
		row, _ := strconv.Atoi(m[1] + m[4])
		seed, _ := strconv.Atoi(m[2] + m[3])
		n := seed - 1
		if ill.Load() && row%4 == n {
			return testkit.Response{Status: 400, Body: []byte(`{"error":{"message":"this one is too long for me","type":"invalid_request_error"}}`)}
		}
		items := make([]string, 1+(row+n)%3)
		for i := range items {
			items[i] = fmt.Sprintf("Hint %d of copy %d for row %d.", i, n, row)
		}
		text, _ := json.Marshal(items)
		return testkit.Response{Text: string(text)}
	}
}

// TestLostCopies has one of three copies of most rows fail: the others become rows,
// the lost ones are shown, and the next run asks for them alone. In the end the
// release is that of a run in which nothing failed.
func TestLostCopies(t *testing.T) {
	for _, form := range []string{"text", "list"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			const rows = 20 // of which 15 lose a copy
			var ill atomic.Bool
			book := newLedger()
			srv := testkit.NewServer(t, testkit.Script{Reply: threeCopies(book, &ill)})
			files := eggs(srv, rows)
			files["seedbed.yaml"] = strings.ReplaceAll(files["seedbed.yaml"], "prompt: prompts/hint.md", "prompt: prompts/hint.md, copies: 3, params: {seed: 1}, reply: "+form)
			calm := newGround(t, files)
			calm.must(exitOK, "run")
			calm.must(exitOK, "release", "-o", "out")
			whole := map[string]bool{}
			for _, row := range rowsOf(t, calm) {
				whole[row] = true
			}

			ill.Store(true)
			g := newGround(t, files)
			r := g.must(exitIncomplete, "run")
			if !strings.Contains(r.stdout, "15 failed") || !strings.Contains(r.stdout, "15 rows could not be made; seedbed run tries them again") {
				t.Errorf("what failed, and what to do, is not said: %v", r)
			}
			lost := lostRows(t, rowsOf(t, g), whole)
			if len(lost) != 15 {
				t.Fatalf("%d lost copies, want 15: %v", len(lost), r)
			}
			for _, id := range lost[:2] {
				why := g.must(exitOK, "why", id)
				for _, want := range []string{"failed by hints: the model will not take this request", "this one is too long for me (HTTP 400)", "prompts/hint.md r1", "seed "} {
					if !strings.Contains(why.stdout, want) {
						t.Errorf("why does not say %q: %v", want, why)
					}
				}
			}
			book.forget()
			g.must(exitIncomplete, "run")
			if n := book.requests(); n != 15 {
				t.Errorf("the next run sent %d requests, want the 15 that were lost", n)
			}
			if again := lostRows(t, rowsOf(t, g), whole); strings.Join(again, " ") != strings.Join(lost, " ") {
				t.Errorf("other rows are lost: %v, and before %v", again, lost)
			}
			ill.Store(false)
			g.must(exitOK, "run")
			if again := lostRows(t, rowsOf(t, g), whole); len(again) != 0 {
				t.Errorf("still lost: %v", again)
			}
			g.must(exitOK, "release", "-o", "out")
			sameFolders(t, filepath.Join(calm.dir, "out"), filepath.Join(g.dir, "out"))
		})
	}
}

// lostRows returns the ids of failed rows, having checked that the others are rows
// of a run in which none failed.
func lostRows(t *testing.T, rows []string, whole map[string]bool) (lost []string) {
	t.Helper()
	onlyOnce(t, rows)
	for _, row := range rows {
		var r struct{ ID, State string }
		if err := json.Unmarshal([]byte(row), &r); err != nil {
			t.Fatal(err)
		}
		if r.State == "failed" {
			lost = append(lost, r.ID)
		} else if !whole[row] {
			t.Errorf("a row that a run without failures does not have: %s", row)
		}
	}
	return lost
}
