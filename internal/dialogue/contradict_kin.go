package dialogue

import "strings"

// Kin of one gender, as one is to somebody who is called by name.
var (
	womenOf = hashesOf("mother mum mom mam mama wife widow daughter sister aunt auntie grandmother grandma gran nan stepmother stepmum stepmom godmother girlfriend fiancée sister-in-law mother-in-law")
	menOf   = hashesOf("father dad daddy papa husband widower son brother uncle grandfather grandad grandpa stepfather stepdad godfather boyfriend fiancé brother-in-law father-in-law")
)

// kinOf looks for "I'm Leila's mother" of a man, and the like of a woman.
func (w *Watcher) kinOf(n int) {
	kinds := womenOf
	switch w.profile.Gender {
	case "":
		return
	case "female":
		kinds = menOf
	}
	words := w.text.words
	for i := 0; i+3 < len(words); i++ {
		if words[i].id != w.i || words[i+1].hash != amHash || !words[i+2].upper || words[i+3].sentence != words[i].sentence || !kinds.has(words[i+3].hash) || words[i].quoted {
			continue
		}
		of := w.text.text[words[i+2].from:words[i+2].to]
		if (strings.HasSuffix(of, "'s") || strings.HasSuffix(of, "’s")) && !w.hypothetical(i) && !w.disowned(i) && w.ends(i+3) {
			w.mark(n, Contradicts, i, 4, .8)
			return
		}
	}
}

// pregnant looks for what a man does not say of himself.
func (w *Watcher) pregnant(n int) {
	words := w.text.words
	for i := range words {
		if words[i].id == w.i && i+1 < len(words) && !w.hypothetical(i) {
			for j := i + 1; j < len(words) && j <= i+4 && words[j].sentence == words[i].sentence; j++ {
				if x := w.wordAt(j); x == "pregnant" {
					w.mark(n, Contradicts, i, j+1-i, .8)
					return
				}
			}
		}
	}
}
