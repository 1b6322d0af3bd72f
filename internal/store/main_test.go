package store_test

import (
	"context"
	"testing"

	"go.uber.org/goleak"
	"seedbed.dev/seedbed/internal/store"
	"seedbed.dev/seedbed/internal/store/storetest"
)

var sqlite = storetest.Factory{
	Open: func(ctx context.Context, dir string) (storetest.Journal, error) {
		return store.Open(ctx, dir, store.Options{Version: "test"})
	},
	OpenReader: func(ctx context.Context, dir string) (interface {
		storetest.Reader
		Close() error
	}, error,
	) {
		return store.OpenReader(ctx, dir)
	},
}

func TestMain(m *testing.M) {
	storetest.Main(sqlite)
	goleak.VerifyTestMain(m)
}

func TestConformance(t *testing.T) { storetest.Run(t, sqlite) }
