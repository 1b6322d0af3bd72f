package adherence

import (
	"strings"

	"seedbed.dev/seedbed/internal/measure"
)

// The phrases of residue that is told by words.
var (
	// preamblePatterns open a text that speaks of itself. Those that begin with here
	// count where the line or sentence ends in a colon.
	preamblePatterns = []string{
		"(sure|certainly|of course|absolutely|okay|alright|gladly|great) (here|below) (is|are|you go)",
		"(sure|certainly|of course|absolutely|okay|alright|gladly|great) (here's|here|below)",
		"(sure|certainly|of course|absolutely) (thing |) (i'd be|i would be|i'll be) (happy|glad) to",
		"(sure|certainly|of course|absolutely) (i can|i'll|let me) (help|write|create|provide|generate|give|do|assist)",
		"(i'd|i would) be (happy|glad) to (help|assist|provide|write|create)",
		"(that's a|what a) great question",
		"(natürlich|gerne|klar) (hier ist|hier sind|hier)", "(bien sûr|certainement|volontiers) voici", "(claro|por supuesto) (aquí está|aquí tienes|aquí)",
		"(certo|certamente) ecco", "(claro|com certeza) (aqui está|aqui)", "(natuurlijk|zeker) hier (is|zijn)",
	}
	herePatterns = []string{
		"(here is|here's|here are|below is|below are|the following is|the following are) (a|an|the|your|my|some|one|two|three|four|five|ten|another|what)",
		"(hier ist|hier sind|hier is|hier zijn|voici|aquí está|aquí tienes|ecco|aqui está|aqui estão)",
	}
	// closingPatterns end a text that speaks of itself.
	closingPatterns = []string{
		"i hope (this|that|it) (helps|is helpful|meets your|answers your)", "hope this helps",
		"(please |) let me know if (you|there|this|any|that)", "(please |) feel free to (ask|reach|let me|modify|adjust|customize|customise|contact|edit)",
		"is there anything else (i can|you)", "would you like me to", "if you have any (other|further|more|additional) questions",
		"note (that |) (this is a|i have|i've|i used|the above|this response|this example)", "this (response|text|story|example) (was|is) (generated|written by an ai|fictional)",
		"ich hoffe das hilft", "lassen sie es mich wissen", "lass es mich wissen", "j'espère que cela", "n'hésitez pas à", "espero que esto", "no dudes en", "spero che questo", "espero que isso", "laat het me weten",
	}
	// echoPatterns are instructions to a model.
	echoPatterns = []string{
		"you are (a|an) (helpful|expert|ai|experienced) (assistant|ai|writer|teacher|tutor|language|model)", "your task is to", "(respond|reply|answer|output) only with",
		"do not include any (explanation|explanations|other|additional)", "(write|generate) (a|one|three|five|ten) (short |) (hint|example|examples|question|questions) (that|about|for)",
		"return (only |) (a |the |valid |) json", "(use|follow) the following (format|instructions|template)", "lorem ipsum dolor",
	}
)

// wordResidue finds residue that is told by words; end is where a text's closing
// begins, in words.
type wordResidue struct {
	anywhere, opening, closing *phrases
	own                        map[uint64]bool
	as, an, ai                 uint64
}

func newWordResidue() *wordResidue {
	lists := make([][]string, resKinds)
	lists[resSelf], lists[resEcho] = selfPatterns, echoPatterns
	open := make([][]string, resKinds)
	open[resPreamble], open[resFence] = preamblePatterns, herePatterns // resFence stands for "here" until the colon is seen
	shut := make([][]string, resKinds)
	shut[resClosing] = closingPatterns
	return &wordResidue{
		anywhere: newPhrases(lists...), opening: newPhrases(open...), closing: newPhrases(shut...), own: hashSet(strings.Join(ownKinds, " ")),
		as: measure.WordHash("as"), an: measure.WordHash("an"), ai: measure.WordHash("ai"),
	}
}

// closingWords is how long the end of a text is that may speak of the text.
const closingWords = 40

func (w *wordResidue) scan(r *measure.Row, out []marked) []marked {
	words, hashes := r.Tokens.Words(), r.Tokens.Hashes()
	put := func(kind, i, n int) {
		if len(out) < mostMarks {
			out = append(out, marked{kind, measure.Span{From: words[i].From, To: words[i+n-1].To}})
		}
	}
	if len(words) == 0 {
		return out
	}
	if n, kind := w.opening.at(hashes); n > 0 {
		if kind == resPreamble || colonFollows(r.Text, words, n) {
			put(resPreamble, 0, n)
		}
	}
	end := len(words) - closingWords
	for i := 0; i < len(hashes); i++ {
		n, kind := w.anywhere.at(hashes[i:])
		if n == 0 && hashes[i] == w.as && w.bareAI(r.Text, words, hashes, i) {
			n, kind = 3, resSelf
		}
		if n == 0 && i >= end {
			if n, kind = w.closing.at(hashes[i:]); n > 0 && !startsClause(r.Text, words, i) {
				n = 0
			}
		}
		if n == 0 {
			continue
		}
		if kind == resEcho && string(words[i].Lower) == "lorem" {
			kind = resPlaceholder
		}
		put(kind, i, n)
		i += n - 1
	}
	return out
}

// bareAI reports whether "as an AI" stands at i with a comma after it: not "as an AI
// researcher".
func (w *wordResidue) bareAI(text string, words []measure.Word, hashes []uint64, i int) bool {
	if i+2 >= len(hashes) || hashes[i+1] != w.an || hashes[i+2] != w.ai {
		return false
	}
	rest := text[words[i+2].To:]
	return strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, ".")
}

// colonFollows reports whether the first line or sentence ends in a colon, within 20
// words and after the first n; after a comma, only at the end of the line.
func colonFollows(text string, words []measure.Word, n int) bool {
	comma := false
	for i := n - 1; i < min(len(words), 20); i++ {
		to := len(text)
		if i+1 < len(words) {
			to = words[i+1].From
		}
		gap := text[words[i].To:to]
		if at := strings.TrimLeft(gap, " *"); strings.HasPrefix(at, ":") || strings.HasPrefix(at, "：") {
			return i+1 == len(words) || strings.Contains(gap, "\n") || !comma && strings.Contains(gap, " ")
		}
		if strings.ContainsAny(gap, ".!?\n") {
			return false
		}
		comma = comma || strings.ContainsAny(gap, ",;")
	}
	return false
}
