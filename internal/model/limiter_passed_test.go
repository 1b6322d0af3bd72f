package model

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// flow is a pacer whose calls left at a rate after a pause of a second, until the
// first that found a bucket empty. It returns that call too.
func flow(p *pacer, from time.Duration, rate, size, refill float64) Permit {
	p.from, p.begun = from, true
	level := size
	for i := 0; ; i++ {
		now := from + time.Duration(float64(i)/rate*1e9)
		p.calls++
		p.left.add(now)
		if level < 1 || now > from+time.Minute {
			return Permit{number: p.calls, sent: now}
		}
		level = min(level-1+refill/rate, size)
	}
}

// Whatever the endpoint sustains and its bucket holds, two refusals tell both.
func TestTwoRefusalsTellRateAndBucket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		refill := rapid.Float64Range(20, 5000).Draw(t, "refill")
		size := refill * rapid.Float64Range(0.1, 0.5).Draw(t, "seconds")
		var p pacer
		p.opening = p.stretches(flow(&p, 0, 10*refill, size, refill))
		p.seek, p.since = true, p.calls
		p.rate, p.probe = 1.4*refill, 1e9
		p.cutAt = 10 * time.Second
		second := flow(&p, 11*time.Second, p.rate, size, refill)
		got := p.crossing(p.stretches(second))
		// Both counts are whole, and so may be off by one each.
		if off := math.Abs(got - refill); off > 0.02*refill+4/(second.sent-p.from).Seconds() {
			t.Errorf("%.1f a second, want %.1f", got, refill)
		}
		if held := excess(p.opening, got); math.Abs(held-size) > 0.05*size+4 {
			t.Errorf("a bucket of %.1f, want %.1f", held, size)
		}
	})
}

func TestStretchesReachAsFarAsTheLog(t *testing.T) {
	for _, c := range []struct {
		name          string
		pause, active time.Duration
	}{
		{"nothing has passed", time.Second, 0},
		{"within a bucket", time.Second, 10 * time.Millisecond},
		{"a few buckets", time.Second, 300 * time.Millisecond},
		{"more than the log holds", time.Second, time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			var p pacer
			p.from = c.pause
			at := p.from
			for ; at < p.from+c.active; at += time.Millisecond {
				p.calls++
				p.left.add(at)
			}
			p.calls++
			p.left.add(at)
			call := Permit{number: p.calls, sent: at}
			for range 3 { // left after it
				p.calls++
				p.left.add(at)
			}
			list := p.stretches(call)
			for i, s := range list {
				if math.Abs(s.calls-1000*s.seconds) > 1e-6 {
					t.Fatalf("stretch %d: %v, want a call each millisecond", i, s)
				}
			}
			if got := list[0].calls; got != float64(c.active.Milliseconds()) {
				t.Errorf("%v calls in the longest, want %d", got, c.active.Milliseconds())
			}
			if len(list) > passBuckets+1 {
				t.Errorf("%d stretches", len(list))
			}
		})
	}
}
