// Command modelserver runs the scripted model server of package testkit as a
// process of its own, for benchmarks and for trying things out without a model.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"

	"seedbed.dev/seedbed/internal/testkit"
)

func main() {
	var s testkit.Script
	addr := flag.String("addr", "127.0.0.1:9000", "where to listen")
	flag.DurationVar(&s.Latency, "latency", 0, "time before an answer")
	flag.DurationVar(&s.Jitter, "jitter", 0, "up to so much more")
	flag.Float64Var(&s.Rate, "rate", 0, "requests a second, others get 429; 0: all")
	flag.Float64Var(&s.Burst, "burst", 0, "requests that may come at once; 0: a quarter second's")
	flag.Float64Var(&s.Faults.Status500, "errors", 0, "fraction answered by HTTP 500")
	flag.Float64Var(&s.Faults.Stall, "stalls", 0, "fraction whose answer takes stall-for longer")
	flag.DurationVar(&s.Faults.StallFor, "stall-for", 0, "how much longer")
	flag.DurationVar(&s.RetryAfter, "retry-after", 0, "told with each 429; 0: until the next is allowed, negative: not told")
	flag.IntVar(&s.Words, "words", 0, "words in a reply, about; 0: 24")
	flag.StringVar(&s.Asks, "asks", "", "the model whose replies are questions, as a user's are")
	flag.Uint64Var(&s.Seed, "seed", 0, "another seed, other texts")
	flag.Parse()
	s.NoRetryAfter = s.RetryAfter < 0
	srv, err := testkit.Serve(*addr, s)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", srv.URL())
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
	srv.Close()
}
