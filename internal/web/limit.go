package web

import (
	"sync"
	"time"
)

const (
	triesEach  = 10 // failed sign-ins in a window from one address
	triesAll   = 200
	triesIn    = time.Minute
	addressFew = 4096 // addresses that are remembered
)

// tries counts failed sign-ins. A token has 256 bits and is not guessed; this keeps
// who tries from filling the log, and who programs against us from hammering. A token
// that is right is never refused because of others that were not.
type tries struct {
	now func() time.Time

	mu    sync.Mutex
	began time.Time
	all   int
	by    map[string]int
}

// failed counts a failure of an address. It reports whether that was one too many, and
// when the address is listened to again.
func (t *tries) failed(address string) (wait time.Duration, many bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if t.by == nil || now.Sub(t.began) >= triesIn {
		t.began, t.all, t.by = now, 0, map[string]int{}
	}
	if t.all >= triesAll || t.by[address] >= triesEach {
		return t.began.Add(triesIn).Sub(now), true
	}
	t.all++
	if _, known := t.by[address]; known || len(t.by) < addressFew {
		t.by[address]++
	}
	return 0, false
}
