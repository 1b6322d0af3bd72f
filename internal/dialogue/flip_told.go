package dialogue

import "strings"

// userWords are what those call the user who tell of one.
var userWords = hashesOf("user user's nutzer nutzerin benutzer benutzerin nutzers utilisateur utilisatrice l'utilisateur l'utilisatrice usuario usuaria")

var articles = hashesOf("the der die le la el un une")

// tellsUser looks for a turn that tells what "the user" says instead of saying it: a
// quotation after "The user writes,", or a line on the user below one. Who asks about users
// says something of their own beside it.
func (w *Watcher) tellsUser(n int) {
	if w.text.bytes&quotes == 0 {
		return
	}
	words, s := w.text.words, w.text.text
	for i := range words {
		if !words[i].opens || !lineStart(s, words[i].from) {
			continue
		}
		at := i // of "the user", "l'utilisateur"
		if i+1 < len(words) && articles.has(words[i].hash) {
			at++
		}
		if !userWords.has(words[at].hash) || s[words[at].from-min(words[at].from, 1)] == '"' {
			continue
		}
		if quotation(strings.TrimSpace(s[:words[i].from])) || w.quotesFrom(at) {
			w.mark(n, Persona, i, at+1-i, .95)
			return
		}
	}
}

// quotation reports whether a text begins and ends with a quotation mark.
func quotation(s string) bool {
	inside := strings.TrimRight(s, "\"“”")
	return inside != s && strings.IndexAny(inside, "\"“") == 0
}

// quotesFrom reports whether a quotation comes soon after a word, and nothing of the
// user's own, and no question, after it.
func (w *Watcher) quotesFrom(at int) bool {
	words, s := w.text.words, w.text.text
	from := words[at].to
	open := strings.IndexAny(s[from:], "\"“„«")
	if open < 0 || open > 48 || strings.ContainsAny(s[from:from+open], ".!?") {
		return false
	}
	for i := at; i < len(words) && words[i].from < from+open; i++ {
		if words[i].class&classOwn != 0 {
			return false
		}
	}
	rest := from + strings.LastIndexAny(s[from:], "\"“”»")
	if rest <= from+open+1 {
		return true // it goes on to the end
	}
	for i := len(words) - 1; i > at && words[i].from > rest; i-- {
		if words[i].class&classOwn != 0 {
			return false
		}
	}
	return !strings.Contains(s[rest:], "?")
}
