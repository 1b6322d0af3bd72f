package dialogue

// Example is what one turn of a user shows, as the learned scorer is trained on it.
type Example struct {
	Turn     int   // 0-based place in the conversation
	Words    int   // of the turn, at most learnedMost
	Lengths  []int // words of each sentence
	Features []Feature
	Refused  bool // it answers a refusal, as the rules see it
	System   bool // it is one of the system
}

// Examples gives what each of the user's turns of a conversation shows to each, which
// must not keep it.
func Examples(c Conversation, p Profile, each func(*Example)) {
	w := NewWatcher(p)
	w.example = each
	for i := range c {
		w.Add(&c[i])
	}
}

// learned adds the signals of the learned scorer.
func (w *Watcher) learned(n int) {
	if len(w.text.words) == 0 {
		return
	}
	if w.example == nil {
		return
	}
	w.exemplify(n, false)
}

func (w *Watcher) exemplify(n int, system bool) {
	s := shownPool.Get().(*shown)
	w.show(s)
	x := Example{System: system, Turn: n, Words: min(len(w.text.words), learnedMost), Features: s.features, Refused: w.last.refused}
	for i := range w.text.sentences {
		x.Lengths = append(x.Lengths, w.text.sentences[i].to-w.text.sentences[i].from)
	}
	w.example(&x)
	s.putBack()
}
