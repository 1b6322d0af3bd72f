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
		if (o.phrase.kind == declines || o.phrase.kind == narrates || o.phrase.kind == selfAI) && w.text.words[o.at].sentence == w.text.words[h.at].sentence {
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
		if w.last.requested {
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
		if w.last.asked || play {
			return "", 0
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
	for i := end; i < s.to && i < end+3; i++ {
		if trades[w.wordAt(i)] {
			return true
		}
	}
	if h.n > 0 && trades[w.wordAt(end-1)] {
		return true
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

// monologue looks for turns that teach instead of asking: instructions to the other
// side, or a lecture that answers what the user asked before.
func (w *Watcher) monologue(n int) {
	words, sentences := w.text.words, w.text.sentences
	if w.play || len(words) < 12 {
		return
	}
	var advice, firstPerson, asks, items, plain int
	var to, first int = 0, -1
	for i := range sentences {
		s := &sentences[i]
		if words[s.from].quoted {
			continue
		}
		plain++
		mine, yours := false, false
		for j := s.from; j < s.to; j++ {
			x := &words[j]
			if j > s.from && x.from == words[j-1].from {
				continue
			}
			lw := w.wordAt(j)
			mine = mine || own[lw]
			if (lw == "your" || lw == "yourself" || lw == "ihr" || lw == "ihre" || lw == "ihren" || lw == "dein" || lw == "deine" || lw == "deinen" || lw == "votre" || lw == "vos" || lw == "tu" || lw == "su") && j+1 < s.to && !ofAnswers[w.wordAt(j+1)] && !ofAnswers[w.wordAt(min(j+2, s.to-1))] {
				yours = true
			}
		}
		if s.asks {
			asks++
		}
		if s.item {
			items++
		}
		if mine {
			firstPerson++
			continue
		}
		if !s.asks && (w.instructs(s, yours) || w.advisesIn(s)) {
			advice++
			if first < 0 {
				first = s.from
			}
			if yours || w.advisesIn(s) {
				to++
			}
		}
	}
	switch {
	case asks > 0 || plain == 0 || 4*firstPerson > plain:
	case advice >= 3 && to > 0 || advice >= 2 && to > 1:
		w.mark(n, RoleFlip, first, sentences[words[first].sentence].to-first, .8)
	case advice >= 2 && to > 0, advice >= 3 && n > 0:
		w.mark(n, RoleFlip, first, sentences[words[first].sentence].to-first, .72)
	case n > 1 && firstPerson == 0 && len(words) >= 30 && !w.last.requested && plain >= 2 && !w.reacts():
		w.mark(n, RoleFlip, 0, sentences[0].to, .72)
	}
}

// ofAnswers are what of the other side's a user speaks about, who asks.
var ofAnswers = set("reasoning work answer answers response responses reply replies opinion opinions thoughts thought knowledge help advice suggestion suggestions last previous own sources source explanation explanations " +
	"list recommendation recommendations steps time patience advice understanding website service company team policy store shop app product system tone point example examples idea ideas first second third message view take analysis imagination best text draft summary plan translation version output code solution")

// steps begin instructions to somebody who has a thing before them.
var stepVerbs = set("unplug plug hold press click tap check open select remove restart reboot contact avoid drink rest consider ensure mix stir add preheat bake pour heat cook chop turn switch go navigate log sign enter " +
	"type download install uninstall update reset clear disconnect connect wait follow apply wash rinse clean cover place put take keep stay get start begin use try set choose pick scroll close visit call speak talk consult seek focus practice break " +
	"boil drain serve season whisk combine bring let allow save track cut limit eat sleep exercise breathe stretch walk identify determine divide multiply subtract calculate substitute simplify solve plan schedule create build test monitor verify review look find store transfer invest pay measure attach tighten loosen replace insert pull push lift lower remember prioritize develop engage " +
	"drücken ziehen öffnen klicken wählen starten prüfen überprüfen stellen achten vermeiden trinken versuchen kontaktieren gehen geben nehmen lassen appuyez débranchez branchez vérifiez cliquez ouvrez essayez évitez redémarrez assurez attendez contactez choisissez prenez ajoutez presiona desconecta conecta verifica haz abre intenta evita reinicia asegúrate espera contacta elige añade agrega toma")

var sequence = set("first second third firstly secondly thirdly then next finally lastly after once step also additionally zuerst dann danach anschließend schließlich d'abord ensuite puis enfin primero luego después finalmente")

// instructs reports whether a sentence tells somebody what to do.
func (w *Watcher) instructs(s *sentence, yours bool) bool {
	sequenced := s.item
	for i := s.from; i < s.to && i < s.from+4; i++ {
		lw := w.wordAt(i)
		switch {
		case stepVerbs[lw]:
			return yours || sequenced || s.to-s.from > 3
		case sequence[lw] || lw == "and" || lw == "or" || lw == "please" || bridges[lw] || lw[0] >= '0' && lw[0] <= '9':
			sequenced = true
		default:
			// "To reset it, hold ...": the verb stands behind the clause.
			if i == s.from && (lw == "to" || lw == "if" || lw == "when" || lw == "um") {
				for j := i + 1; j < s.to; j++ {
					if w.text.words[j].clause && stepVerbs[w.wordAt(j)] {
						return true
					}
				}
			}
			return false
		}
	}
	return false
}

func (w *Watcher) advisesIn(s *sentence) bool {
	for _, h := range w.hits {
		if h.phrase.kind == advises && h.at >= s.from && h.at < s.to && !w.text.words[h.at].quoted {
			return true
		}
	}
	return false
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
