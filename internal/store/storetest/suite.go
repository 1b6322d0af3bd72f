// Package storetest is what every database that holds a journal must pass:
// what is ignored and what replaces, the order in which things become durable,
// searches, runs, revisions, many goroutines at once, and kill -9.
//
// A test calls Run, and TestMain calls Main first, since the test of kill -9
// runs the test binary again as a child.
package storetest

import (
	"context"
	"iter"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/store"
)

// Journal is everything that a journal does.
type Journal interface {
	PutCall(context.Context, seedbed.Call) error
	PutRecords(context.Context, []seedbed.Record) error
	PutOutcomes(context.Context, int64, []seedbed.Outcome) error
	Flush(context.Context) error
	Close() error
	Reader

	BeginRun(context.Context, seedbed.Run) (seedbed.Run, error)
	FinishRun(ctx context.Context, id int64, status seedbed.RunStatus, lastOrd int64, summary []byte) error
	ReopenRun(context.Context, int64) error
	PutFile(ctx context.Context, path, kind, digest string, text []byte) (int, error)
	PutPlan(context.Context, seedbed.Fingerprint, []byte) error
	PutCache(context.Context, string, []byte) error
	Lease(ctx context.Context, usd float64, tokens int) error
	AddLost(ctx context.Context, usd float64, tokens int) error
}

// Reader is what a journal that is open for reading does.
type Reader interface {
	HasCalls(context.Context) (bool, error)
	Call(context.Context, seedbed.CallKey) (seedbed.Call, bool, error)
	Answer(context.Context, seedbed.CallKey) (seedbed.Call, bool, error)
	Record(context.Context, seedbed.ID) (seedbed.Record, bool, error)
	Records(context.Context, []seedbed.ID) ([]seedbed.Record, error)
	FindRecords(ctx context.Context, prefix string, limit int) ([]seedbed.ID, error)
	OutcomeOf(context.Context, int64, seedbed.ID) (seedbed.Outcome, bool, error)
	Outcomes(context.Context, int64, store.Filter) iter.Seq2[store.Row, error]
	CountOutcomes(context.Context, int64) ([]store.Count, error)
	Runs(context.Context) ([]seedbed.Run, error)
	FindRun(context.Context, seedbed.Fingerprint, string) (seedbed.Run, bool, error)
	FileByDigest(context.Context, string) (path, kind string, revision int, text []byte, ok bool, err error)
	Revisions(context.Context, string) ([]store.Revision, error)
	Plan(context.Context, seedbed.Fingerprint) ([]byte, bool, error)
	Cache(context.Context, string) ([]byte, bool, error)
	MaybeBilled(context.Context) (float64, int, error)
	Spend(context.Context) (map[store.SpendKey]seedbed.Spend, error)
}

// Factory opens the journal that belongs to a folder.
type Factory struct {
	Open       func(ctx context.Context, dir string) (Journal, error)
	OpenReader func(ctx context.Context, dir string) (interface {
		Reader
		Close() error
	}, error)
}

// Run runs the suite.
func Run(t *testing.T, f Factory) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Factory)
	}{
		{"Calls", testCalls},
		{"Conversation", testConversation},
		{"Records", testRecords},
		{"FindRecords", testFindRecords},
		{"Outcomes", testOutcomes},
		{"OutcomeWithoutRecord", testOutcomeWithoutRecord},
		{"OutcomesAgain", testOutcomesAgain},
		{"Runs", testRuns},
		{"Files", testFiles},
		{"Spend", testSpend},
		{"Sessions", testSessions},
		{"Order", testOrder},
		{"Lock", testLock},
		{"Concurrency", testConcurrency},
		{"ManyBlocks", testManyBlocks},
		{"Model", testModel},
		{"Kill", testKill},
		{"Closed", testClosed},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, f) })
	}
}

// open opens the journal of dir and closes it when the test ends.
func open(t *testing.T, f Factory, dir string) Journal {
	t.Helper()
	j, err := f.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return j
}

// reopen closes j and opens the same folder again.
func reopen(t *testing.T, f Factory, dir string, j Journal) Journal {
	t.Helper()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return open(t, f, dir)
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// collect reads outcomes whole.
func collect(t *testing.T, j Reader, run int64, f store.Filter) []store.Row {
	t.Helper()
	var out []store.Row
	for row, err := range j.Outcomes(t.Context(), run, f) {
		check(t, err)
		out = append(out, row)
	}
	return out
}
