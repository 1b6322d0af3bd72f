// Command signaltrain trains the learned scorer of broken conversations on the training
// transcripts, and writes its weights.
//
// It prints what the signals find in the transcripts of each writer, by weights that were
// trained on those of all others: what is found in transcripts of somebody new. The same
// texts give the same weights on one machine. It does not read the transcripts that the
// signals are tried on.
package main

import (
	"flag"
	"fmt"
	"os"

	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

func main() {
	out := flag.String("o", "internal/dialogue/learned.weights", "the file of weights to write; none: print the table alone")
	endsOut := flag.String("ends", "internal/dialogue/unfinished.weights", "the file of weights of turn ends to write; none: not those")
	only := flag.Bool("only-ends", false, "train the scorer of turn ends alone")
	missed := flag.Bool("missed", false, "name the transcripts in which nothing was found")
	flag.Parse()
	if err := run(*out, *endsOut, *only, *missed); err != nil {
		fmt.Fprintln(os.Stderr, "signaltrain:", err)
		os.Exit(1)
	}
}

func run(out, endsOut string, only, missed bool) error {
	lessons, digest, err := transcripts.Training()
	if err != nil {
		return err
	}
	if endsOut != "" {
		file, err := ends(os.Stdout, lessons, digest, missed)
		if err != nil {
			return err
		}
		if err := os.WriteFile(endsOut, file, 0o644); err != nil {
			return err
		}
	}
	if only {
		return nil
	}
	talks := prepare(lessons)
	held, err := heldOut(talks)
	if err != nil {
		return err
	}
	limits := settle(held)
	if err := ranks(os.Stdout, held); err != nil {
		return err
	}
	if err := table(os.Stdout, held, limits, missed); err != nil {
		return err
	}
	if out == "" {
		return nil
	}
	file, err := weights(learn(all(talks)), digest, limits)
	if err != nil {
		return err
	}
	return os.WriteFile(out, file, 0o644)
}
