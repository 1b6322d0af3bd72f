package dialogue

// phrases makes signals of the phrases of a user's turn.
func (w *Watcher) phrases(n int) {
	words := w.text.words
	play := w.play
	for _, h := range w.hits { // it counts for this turn too: "let's role-play: how can I help you?"
		play = play || h.phrase.kind == roleplays && !words[h.at].quoted && !w.declinesNear(h)
	}
	best := map[Name]float64{}
	for _, h := range w.hits {
		name, strength := w.weigh(h, play)
		if strength <= 0 {
			continue
		}
		if strength <= best[name] && strength >= .7 {
			continue // one sign is enough of those that decide
		}
		best[name] = max(best[name], strength)
		w.mark(n, name, h.at, h.n, strength)
	}
	w.praise(n)
	w.play = play
}

// declinesNear reports whether a phrase of role-play is part of a refusal to play or of
// telling.
func (w *Watcher) declinesNear(h hit) bool {
	for _, o := range w.hits {
		if w.text.words[o.at].sentence != w.text.words[h.at].sentence {
			continue
		}
		if o.phrase.kind == declines || o.phrase.kind == narrates || o.phrase.kind == selfAI && o.at < h.at {
			return true
		}
	}
	return false
}

// weigh says what a phrase counts for here.
func (w *Watcher) weigh(h hit, play bool) (Name, float64) {
	first := &w.text.words[h.at]
	if first.quoted {
		return "", 0
	}
	s := h.phrase.strength
	switch h.phrase.kind {
	case offers:
		if play || w.before(h, reports, 6) || w.before(h, supposes, 4) && !w.sentenceOf(h).asks || w.follows(h, "to", "that", "understand", "by") && s < .9 {
			return "", 0
		}
		return RoleFlip, s
	case complies:
		if play || w.ownIn(h) || w.before(h, reports, 6) {
			return "", 0
		}
		if w.yoursIn(h) {
			s = .75 // "here are some ideas you might like" is meant for somebody
		} else if w.last.requested {
			s = .35
		}
		return RoleFlip, s
	case welcomes:
		if play || w.follows(h, "to") {
			return "", 0
		}
		if w.last.thanked {
			s = .3
		}
		return RoleFlip, s
	case lauds:
		if play {
			return "", 0
		}
		if w.last.asked {
			s = .3
		}
		return RoleFlip, s
	case selfAI:
		if play || w.before(h, reports, 6) || w.before(h, supposes, 5) || w.trade(h) {
			return "", 0
		}
		return Persona, s
	case narrates:
		if w.before(h, reports, 3) || play && s < .9 || w.before(h, supposes, 2) {
			return "", 0
		}
		if w.told && w.tellsOf(h) {
			s = .3 // of somebody who was spoken of before
		}
		return Persona, s
	case declines:
		if w.before(h, reports, 4) || w.before(h, supposes, 3) && !w.opensWith(h, "i") {
			return "", 0
		}
		return Refusal, s
	}
	return "", 0
}

func (w *Watcher) opensWith(h hit, _ string) bool { return w.text.words[h.at].clause }

func (w *Watcher) sentenceOf(h hit) *sentence {
	return &w.text.sentences[w.text.words[h.at].sentence]
}

// before reports whether a phrase of a kind stands in the same sentence, at most so
// many words before.
func (w *Watcher) before(h hit, k kind, most int) bool {
	for _, o := range w.hits {
		if o.at >= h.at {
			break
		}
		if o.phrase.kind == k && o.at+o.n <= h.at && h.at-o.at-o.n < most && w.text.words[o.at].sentence == w.text.words[h.at].sentence {
			return true
		}
	}
	return false
}

// follows reports whether one of some words comes next.
func (w *Watcher) follows(h hit, words ...string) bool {
	at := h.at + h.n
	if at >= len(w.text.words) || w.text.words[at].sentence != w.text.words[h.at].sentence {
		return false
	}
	next := w.wordAt(at)
	for _, x := range words {
		if next == x {
			return true
		}
	}
	return false
}

// wordAt is a word in lower case; good until the next call.
func (w *Watcher) wordAt(i int) string {
	x := &w.text.words[i]
	w.text.buf = lower(w.text.buf[:0], w.text.text[x.from:x.to])
	return string(w.text.buf)
}

// ownIn reports whether the rest of the sentence is about the user's own: "here are
// the steps I took".
func (w *Watcher) ownIn(h hit) bool {
	s := w.sentenceOf(h)
	for i := h.at; i < s.to; i++ {
		if own[w.wordAt(i)] {
			return true
		}
	}
	return false
}

var own = set("i i'm i've i'd i'll my me mine we we've our us ich mein meine wir je j'ai mon ma mes nous yo mi mis")

// trades are words that make "an AI" somebody's trade or something else's name.
var trades = set("researcher researchers engineer engineers expert student scientist enthusiast developer company startup ethicist safety practitioner consultant professor lab team user " +
	"users skeptic writer artist phd trainer teacher project journalist specialist class course chip tool app feature program in at for field topic nerd newbie person tinkerer architect analyst " +
	"based-on model-builder company's lawyer policy auditor tester")

// trade reports whether a model's words about itself are those of somebody who works
// with models ("I am an AI researcher"), or who asks one ("as an AI, do you ...").
func (w *Watcher) trade(h hit) bool {
	s := w.sentenceOf(h)
	end := h.at + h.n
	for i := h.at + 1; i < s.to && i < end+3; i++ {
		if trades[w.wordAt(i)] {
			return true
		}
	}
	if w.wordAt(h.at) == "i" || w.text.words[h.at].opens && w.text.words[h.at].from != w.text.words[min(h.at+1, len(w.text.words)-1)].from && w.wordAt(h.at) == "i'm" {
		return false
	}
	for i := h.at; i < s.to; i++ { // who is it that is one? the next pronoun says
		switch w.wordAt(i) {
		case "i", "i'm", "i've", "i'd", "i'll", "my", "me", "ich", "je", "yo", "mi":
			return false
		case "you", "you're", "your", "you've", "du", "sie", "tu", "vous", "tú", "usted":
			return true
		}
	}
	return false
}

// yoursIn reports whether the rest of the sentence speaks to the other side.
func (w *Watcher) yoursIn(h hit) bool {
	s := w.sentenceOf(h)
	for i := h.at; i < s.to; i++ {
		if you[w.wordAt(i)] {
			return true
		}
	}
	return false
}

var you = set("you your you're you'll you'd yourself dir dich dein deine ihnen ihr ihre vous votre vos tu te ton tes usted su sus tus")

// tellsOf reports whether a phrase is about "the user" or the like, of whom one may
// have spoken before.
func (w *Watcher) tellsOf(h hit) bool {
	for i := h.at; i < h.at+h.n && i < len(w.text.words); i++ {
		if people[w.wordAt(i)] {
			return true
		}
	}
	return false
}

var people = set("user customer persona patient student caller client character users customers patients")

// speaksOf notes that somebody was spoken of: the user of an app, a nurse's patient.
func (w *Watcher) speaksOf() {
	for i := range w.text.words {
		if people[w.wordAt(i)] {
			w.told = true
			return
		}
	}
}

// counted is what a turn's sentences are.
type counted struct {
	plain, advice, toYou, mine, asks, items, generic int
	first                                            int // word of the first advice
}

// count tells the sentences of a turn that instruct from those about the user's own.
func (w *Watcher) count() counted {
	words := w.text.words
	c := counted{first: -1}
	for i := range w.text.sentences {
		s := &w.text.sentences[i]
		if words[s.from].quoted {
			continue
		}
		c.plain++
		mine, yours := false, false
		for j := s.from; j < s.to; j++ {
			if j > s.from && words[j].from == words[j-1].from {
				continue
			}
			lw := w.wordAt(j)
			mine = mine || own[lw]
			if generics[lw] {
				c.generic++
			}
			yours = yours || you[w.wordAt(j)] && !(j+1 < s.to && ofAnswers[w.wordAt(j+1)]) && !(j+2 < s.to && ofAnswers[w.wordAt(j+2)])
		}
		if s.item {
			c.items++
		}
		if s.asks {
			if !w.servesIn(s) {
				c.asks++
			}
			continue
		}
		if mine {
			c.mine++
			continue
		}
		if n := w.advices(s, yours); n > 0 {
			c.advice += n
			if c.first < 0 {
				c.first = s.from
			}
			if yours {
				c.toYou++
			}
		}
	}
	return c
}

// servesIn reports whether a sentence offers something, so that its question is none
// of a user's.
func (w *Watcher) servesIn(s *sentence) bool {
	for _, h := range w.hits {
		if h.phrase.kind == offers && h.at >= s.from && h.at < s.to {
			return true
		}
	}
	return false
}

// monologue looks for turns that teach instead of asking: instructions to the other
// side, or a lecture that answers what the user asked before.
func (w *Watcher) monologue(n int) {
	words, sentences := w.text.words, w.text.sentences
	if w.play || len(words) < 12 || len(sentences) == 0 {
		return
	}
	c := w.count()
	switch {
	case c.asks > 0 || c.plain == 0 || 2*c.mine > c.advice && 4*c.mine > c.plain:
	case c.advice >= 3 && c.toYou > 0 || c.advice >= 2 && c.toYou > 1:
		w.mark(n, RoleFlip, c.first, sentences[words[c.first].sentence].to-c.first, .8)
	case c.advice >= 2 && c.toYou > 0, c.advice >= 3 && n > 0:
		w.mark(n, RoleFlip, c.first, sentences[words[c.first].sentence].to-c.first, .72)
	case n < 2 || c.mine > 0 || c.plain < 2 || w.profile.Expert || w.reacts():
	case len(words) >= 30 && !w.last.requested, len(words) >= 25 && c.generic >= 2:
		w.mark(n, RoleFlip, 0, sentences[0].to, .72)
	}
}

// generics are words of somebody who teaches.
var generics = set("typically generally usually commonly often essential recommended important example instance such various several individuals people person known include includes including depends process refers defined consists")

// ofAnswers are what of the other side's a user speaks about, who asks.
var ofAnswers = set("reasoning work answer answers response responses reply replies opinion opinions thoughts thought knowledge help advice suggestion suggestions last previous own sources source explanation explanations " +
	"list recommendation recommendations steps time patience advice understanding website service company team policy store shop app product system tone point example examples idea ideas first second third message view take analysis imagination best text draft summary plan translation version output code solution")

// stepVerbs begin instructions to somebody who has a thing or a body before them;
// editVerbs begin what is asked of a writer too.
var (
	stepVerbs = set("unplug plug hold press click tap open restart reboot contact avoid drink rest consider ensure stir preheat bake pour heat cook chop turn go navigate log sign " +
		"download install uninstall reset disconnect connect wait apply wash rinse clean stay begin scroll visit speak talk consult seek practice " +
		"boil drain serve season whisk limit eat sleep exercise breathe stretch walk monitor verify store transfer invest pay attach tighten loosen pull push lift lower remember prioritize engage call focus follow try take flip mix " +
		"drücken drücke ziehen ziehe öffnen öffne klicken klicke starten starte prüfen prüfe überprüfen überprüfe achten achte vermeiden vermeide trinken trinke versuchen versuche kontaktieren kontaktiere gehen schalten " +
		"appuyez débranchez branchez vérifiez cliquez ouvrez essayez évitez redémarrez assurez attendez contactez prenez buvez presiona desconecta conecta verifica abre intenta evita reinicia asegúrate espera contacta toma bebe")
	editVerbs = set("add remove check select switch enter type update clear cover place put keep get start use set choose pick close break allow save track cut identify determine divide multiply subtract calculate substitute simplify solve plan schedule create build test review look find insert replace combine bring let measure develop do make give include read write answer")
)

var sequence = set("first second third firstly secondly thirdly then next finally lastly after once step also additionally zuerst dann danach anschließend schließlich d'abord ensuite puis enfin primero luego después finalmente")

// advices counts the clauses of a sentence that tell somebody what to do.
func (w *Watcher) advices(s *sentence, yours bool) int {
	words := w.text.words
	n, sequenced := 0, s.item
	for _, h := range w.hits {
		if h.phrase.kind == advises && h.at >= s.from && h.at < s.to && !words[h.at].quoted && (yours || n > 0) {
			n++
		}
	}
	for i := s.from; i < s.to; i++ {
		lw := w.wordAt(i)
		start := i == s.from || words[i].clause || sequenced && i < s.from+3
		switch {
		case start && (sequence[lw] || lw[0] >= '0' && lw[0] <= '9'):
			sequenced = true
		case start && stepVerbs[lw] && s.to-i > 2, start && editVerbs[lw] && yours && s.to-i > 2:
			n++
			sequenced = false
		case lw == "and" && i+1 < s.to && n > 0 && stepVerbs[w.wordAt(i+1)]:
			n++
		}
	}
	return n
}

// reacts reports whether a turn opens with a word to what was said before, as those do
// who correct, agree or explain themselves.
func (w *Watcher) reacts() bool {
	words := w.text.words
	for i := 0; i < len(words) && i < 6; i++ {
		switch lw := w.wordAt(i); lw {
		case "actually", "but", "no", "yes", "yeah", "ok", "okay", "right", "well", "hmm", "however", "that's", "thats", "thanks", "thank", "wrong", "not", "so", "and", "good", "great", "true", "exactly", "interesting",
			"you", "your", "wait", "please", "also", "still", "oh", "ah", "nope", "correct", "agreed", "sure", "this", "that", "these", "it", "it's", "ja", "nein", "aber", "oui", "non", "mais", "sí", "pero":
			return true
		}
	}
	return false
}
