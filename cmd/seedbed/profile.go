package main

import (
	"os"
	"runtime/pprof"

	"seedbed.dev/seedbed"
)

// profile writes a CPU profile to path until the returned function is called; "" writes none.
func profile(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "writing a profile: %w", err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		f.Close()
		return nil, seedbed.Errorf(seedbed.CodeInternal, "profiling: %w", err)
	}
	return func() { pprof.StopCPUProfile(); f.Close() }, nil
}
