package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// sizeVar bounds, in bytes, the files that a child may write: beyond that,
// writing fails as it does on a full disk.
const sizeVar = "SEEDBED_TEST_FILE_SIZE"

// limitFiles makes the bound of sizeVar hold for this process.
func limitFiles() {
	n, err := strconv.ParseUint(os.Getenv(sizeVar), 10, 64)
	if err != nil {
		return
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
		fmt.Fprintf(os.Stderr, "limiting files: %v\n", err)
		os.Exit(99)
	}
}
