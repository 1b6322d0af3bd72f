package dialogue

import "strings"

// triggers are words beside which an age stands.
var triggers = hashesOf("years ans jahre jahren años until till once")

// triggered looks at what stands beside some words: years that one remembers, or has
// worked for.
func (w *Watcher) triggered(n int) {
	if w.profile.AgeTo == 0 {
		return
	}
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	for i := range words {
		x := &words[i]
		if x.quoted {
			continue
		}
		c := w.text.text[x.from]
		if digit := c >= '0' && c <= '9'; digit {
			if w.remembers(n, i) || w.passed(n, i) || w.reached(n, i) {
				return
			}
			continue
		}
		if x.to-x.from > 8 && strings.IndexByte(w.text.text[x.from:x.to], '-') > 0 && w.reached(n, i) {
			return
		}
		if x.to-x.from > 10 && x.class&classCount == 0 || !triggers.has(x.hash) {
			if x.to-x.from > 3 && (w.last.age && w.passed(n, i) || x.class&classCount != 0 && w.reached(n, i)) {
				return
			}
			continue
		}
		switch w.wordAt(i) {
		case "years", "ans", "jahre", "jahren", "años":
			if w.passed(n, i-1) || w.tenure(n, i) {
				return
			}
		default:
			if w.untilAge(n, i) {
				return
			}
		}
	}
}

// bends are verbs of French and Spanish after which what stands is bent by who speaks, and
// those of German before a noun of a trade.
var bends = hashesOf("suis jsuis j'suis chuis chus étais j'étais serai serais fus été sens sentais trouve retrouve retrouvé retrouvée reste deviens vis rentre ressors repars reviens m'a m'ont m'avait m'avaient m'aurait " +
	"estoy soy estuve estaba era fui sigo quedé quedo siento sentí sentía ando encuentro encontré vivo voy vengo llego llegué salí salgo nací crecí acabé terminé volví vuelvo puse pongo vi veo estaré seré estado sido quedado puesto sentido vuelto levanté levanto desperté despierto acosté acuesto noto noté marché caí " +
	"nosotras bin als")

// bent looks for forms that are bent by the gender of who speaks, and is another than the
// profile's.
func (w *Watcher) bent(n int) {
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	for i := range words {
		x := &words[i]
		if x.quoted || !bends.maybe(x.hash) || !bends.has(x.hash) {
			continue
		}
		found := false
		switch s := w.wordAt(i); s {
		case "suis", "jsuis", "j'suis", "chuis", "chus", "étais", "j'étais", "serai", "serais", "fus", "été", "sens", "sentais", "trouve", "retrouve", "retrouvé", "retrouvée", "reste", "deviens", "vis", "rentre", "ressors", "repars", "reviens":
			found = w.bentFrench(n, i, s)
		case "m'a", "m'ont", "m'avait", "m'avaient", "m'aurait":
			found = w.profile.Gender == "male" && w.doneTo(n, i)
		case "bin", "als":
			found = w.bentGerman(n, i, s)
		case "nosotras":
			if found = w.profile.Gender == "male" && !w.madeUp(i); found {
				w.mark(n, Contradicts, i, 1, .8)
			}
		default:
			found = w.bentSpanish(n, i, s)
		}
		if found {
			return
		}
	}
}

// bentAs marks what a user of another gender says of itself, unless it supposes or tells
// it.
func (w *Watcher) bentAs(n, from, to int) bool {
	if w.before(hit{at: from}, reports, 6) || w.madeUp(from) {
		return false
	}
	w.mark(n, Contradicts, from, to+1-from, .8)
	return true
}

// tells reports whether a word tells a gender that is not the profile's.
func (w *Watcher) tells(female, male bool) bool {
	if w.profile.Gender == "female" {
		return male
	}
	return female
}

// ending reports whether a word ends with one of some endings, and has more before it.
func ending(s string, endings []string) bool {
	for _, e := range endings {
		if len(s) > len(e)+1 && strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
