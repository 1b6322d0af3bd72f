package engine

import "sync"

// window is the bounded reorder window of a phase: slots are opened in plan
// order, filled in any order, and taken in plan order again.
type window struct {
	mu       sync.Mutex
	notFull  sync.Cond // a slot or a place to run has become free
	headDone sync.Cond // the oldest slot is filled, or the window is closed
	ring     []slot
	head     int64 // oldest slot not yet taken
	tail     int64 // next slot to open
	running  int   // slots whose task is under way
	atOnce   int   // most tasks under way
	closed   bool  // no further slot will be opened
}

// slot holds what one task gives.
type slot struct {
	done   bool
	undone bool // the task was stopped before its end
	items  []item
}

// newWindow returns a window for so many tasks at once. It holds a few times as
// many slots, so that one slow task does not hold up the others.
func newWindow(atOnce int) *window {
	w := &window{ring: make([]slot, 6*atOnce+64), atOnce: atOnce}
	w.notFull.L = &w.mu
	w.headDone.L = &w.mu
	return w
}

// open waits for room and returns the number of a new slot. run says that a
// task will be started for it.
func (w *window) open(run bool) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.tail-w.head == int64(len(w.ring)) || (run && w.running == w.atOnce) {
		w.notFull.Wait()
	}
	if run {
		w.running++
	}
	seq := w.tail
	w.ring[seq%int64(len(w.ring))] = slot{}
	w.tail++
	return seq
}

// fill puts the result of a slot in.
func (w *window) fill(seq int64, items []item, undone, ran bool) {
	w.mu.Lock()
	s := &w.ring[seq%int64(len(w.ring))]
	s.items, s.undone, s.done = items, undone, true
	if ran {
		w.running--
		w.notFull.Signal()
	}
	if seq == w.head {
		w.headDone.Signal()
	}
	w.mu.Unlock()
}

// close says that no further slot will be opened.
func (w *window) close() {
	w.mu.Lock()
	w.closed = true
	w.headDone.Signal()
	w.mu.Unlock()
}

// take waits for the oldest slot and returns all filled ones that follow it, in
// order, appended to buf. It returns false when the window is closed and empty.
func (w *window) take(buf []slot) ([]slot, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		n := int64(len(w.ring))
		for w.head < w.tail && w.ring[w.head%n].done {
			s := &w.ring[w.head%n]
			buf = append(buf, *s)
			*s = slot{}
			w.head++
		}
		if len(buf) > 0 {
			w.notFull.Signal()
			return buf, true
		}
		if w.closed && w.head == w.tail {
			return buf, false
		}
		w.headDone.Wait()
	}
}
