package dialogue

import (
	"slices"

	"seedbed.dev/seedbed"
)

// What moves a conversation on, however alike its turns are: a name or a figure that was not
// there, another question that is answered, another one of a kind that is asked for. A
// system that books, confirms and offers says the same sentences each time, and who
// talks to it says the same few words.

// isName reports whether a word has a capital that its place does not give it, and is not the
// unit of a figure.
func (w *Watcher) isName(i int) bool {
	x := &w.text.words[i]
	if !x.upper || x.clause || x.opens {
		return false
	}
	before := &w.text.words[i-1]
	return !hasDigit(w.text.text[before.from:before.to])
}

// inGerman reports whether some words are German, in which all nouns have capitals.
func inGerman(words []word) bool {
	return slices.ContainsFunc(words, func(x word) bool { return germanOnly.has(x.hash) })
}

var germanOnly = hashesOf("der das und ist nicht ein eine einen einem den dem mit im ich sie wir auf für noch auch")

// anew reports whether the turn at hand asks for another one of what it was given after an
// earlier turn, or says so little that it is about what was named since then: "what's their
// address?".
func (w *Watcher) anew(i, n int) bool {
	now := w.turns[n]
	return now.other && w.turns[i+1].brings || now.of <= 2 && w.brought > i+2
}

// anotherOne are words of who asks for another one.
var anotherOne = hashesOf("other others another else more further different alternative alternatives andere anderer anderes anderen sonst autre autres otro otra otros otras")

// asksNew reports whether a reply asks something, or wants a yes, and what is asked was not
// in the reply before it.
func (w *Watcher) asksNew(n int) bool {
	if n < 0 || w.turns[n].role != seedbed.Assistant || !w.turns[n].asks && !w.turns[n].confirms {
		return false
	}
	if n < 2 || !w.turns[n-2].asks && !w.turns[n-2].confirms {
		return true
	}
	now, then := w.turns[n], w.turns[n-2]
	return common(now, then) < now.of || now.of == 0 && then.of > 1
}

// confirming are words of replies that want a yes and may not ask for it.
var confirming = hashesOf("confirm confirming confirmation verify bestätigen bestätige bestätigst confirmer confirmez confirmes confirmar confirma confirme")

// takes reports whether the turn at hand begins with a yes or a no to something that the
// user was not asked before.
func (w *Watcher) takes(n int) bool {
	return w.turns[n].role == seedbed.User && len(w.text.words) > 0 && taking.has(w.text.words[0].hash) && w.asksNew(n-1)
}

// taking are words that answers to questions for a yes begin with.
var taking = hashesOf("yes yeah yep yup yea sure ok okay no nope nah correct right perfect great sounds fine alright ja nein doch klar gerne passt richtig stimmt oui non si d'accord sí vale claro correcto perfecto")

// chooses reports whether a turn of the user has a word of the new question before it that
// its last turn did not have.
func (w *Watcher) chooses(n int) bool {
	if !w.asksNew(n - 1) {
		return false
	}
	for i, b := range w.turns[n].stems {
		if b&w.turns[n-1].stems[i]&^w.turns[n-2].stems[i] != 0 {
			return true
		}
	}
	return false
}
