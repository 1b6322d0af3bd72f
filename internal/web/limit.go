package web

import (
	"net"
	"net/http"
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
// who tries from costing anything, and shows in the log.
type tries struct {
	now func() time.Time

	mu    sync.Mutex
	began time.Time
	all   int
	by    map[string]int
}

// allowed reports whether an address may try, and when it may again where it may not.
func (t *tries) allowed(address string) (wait time.Duration, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if t.by == nil || now.Sub(t.began) >= triesIn {
		t.began, t.all, t.by = now, 0, map[string]int{}
	}
	if t.all >= triesAll || t.by[address] >= triesEach {
		return t.began.Add(triesIn).Sub(now), false
	}
	return 0, true
}

func (t *tries) failed(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all++
	if len(t.by) < addressFew {
		t.by[address]++
	}
}

// addressOf is who a request came from: the connection, and nothing that a header
// says. Of IPv6 it is the network, since each host has many addresses.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
