package model

// The queue of a Limiter: a list, so that a call that is given up leaves from
// its middle at no cost. Each call waits on a channel of its own: whoever hands
// a turn over wakes one goroutine, and nobody polls.

func (l *Limiter) enqueue(tokens int) *turn {
	w := l.spare
	if w == nil {
		w = &turn{ready: make(chan Permit, 1)}
	} else {
		l.spare = w.next
		l.spares--
	}
	w.tokens, w.listed, w.prev, w.next = tokens, true, l.last, nil
	if l.last == nil {
		l.first = w
	} else {
		l.last.next = w
	}
	l.last = w
	l.waiting++
	return w
}

func (l *Limiter) unlink(w *turn) {
	if w.prev == nil {
		l.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		l.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.prev, w.next, w.listed = nil, nil, false
	l.waiting--
}

// recycle keeps a turn, whose channel is empty, for the next call that waits.
func (l *Limiter) recycle(w *turn) {
	l.mu.Lock()
	if l.spares < 1024 {
		w.next, l.spare = l.spare, w
		l.spares++
	}
	l.mu.Unlock()
}

// abandon takes a turn back that nobody waits for any more.
func (l *Limiter) abandon(w *turn, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w.listed {
		l.unlink(w)
		if l.first == nil {
			l.disarm()
		}
		return err
	}
	p := <-w.ready // it came in the same instant; nothing was sent
	l.inFlight--
	if p.epoch != l.epoch {
		l.stale--
	}
	l.requests.settle(1)
	l.tokens.settle(p.tokens)
	l.dispatch(p.sent)
	return err
}
