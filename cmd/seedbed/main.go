// Command seedbed grows a dataset from seeds with auxiliary models, checks it,
// and answers for every row why it is there.
//
// This package holds all the wiring: which kinds of stages, providers and
// formats there are is said here and nowhere else. One file holds one command.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(Main())
}

// Main runs the command line of this process and returns its exit status.
func Main() int {
	a := &app{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		env:    os.LookupEnv,
	}
	a.watchOutputs()
	return a.run(context.Background(), os.Args[1:])
}
