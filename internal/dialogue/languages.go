package dialogue

import (
	"slices"
	"unicode"
)

// functionWords tell languages apart.
var functionWords = map[string]map[string]bool{
	"en": set("the and is are was to of in that it you for with this have not what my can i do be on but how your we if would will they an at from me about just so please there need does could any out want know or which when"),
	"de": set("der die das und ist sind war zu von nicht mit ich es ein eine für auf dass wie mein meine kann haben wir aber auch bei wenn noch mir sie den dem einen hat bin was oder nur habe werden schon sich im um aus an mich doch"),
	"fr": set("le la les et est sont à de des du que je vous un une pour pas dans ce qui avec mon ma mes nous mais sur ne au il elle cette comment peux bien plus j'ai c'est ou ça y en très si votre être suis"),
	"es": set("el la los las y es son de del que no un una para con en mi por lo se pero cómo más qué yo tengo puede puedo está al como su me este esta hay ya muy sin o si estoy quiero hacer cuando todo"),
	"it": set("il lo la gli le e è sono di del della che non un una per con mi in ho come più ma si questo questa posso anche mio mia al ha da cosa se grazie nel sto vorrei"),
	"pt": set("o a os as e é são de do da que não um uma para com em meu minha por mais como eu mas se na no está isso você ao tem estou ou já muito quero fazer seu sua"),
	"nl": set("de het een en is van ik niet dat te in op met voor zijn maar mijn wat kan hoe ook er bij naar aan heb wel je ben deze dit om dan nog die als geen wil of"),
}

// scripts tell languages that are written in one of their own.
var scripts = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"ja", unicode.Hiragana},
	{"ja", unicode.Katakana},
	{"ko", unicode.Hangul},
	{"zh", unicode.Han},
	{"ru", unicode.Cyrillic},
	{"ar", unicode.Arabic},
	{"el", unicode.Greek},
	{"he", unicode.Hebrew},
	{"hi", unicode.Devanagari},
	{"th", unicode.Thai},
}

// languageOf returns the language of the words that are not quoted; "" where it cannot
// be told.
func (w *Watcher) languageOf() string {
	counts := map[string]int{}
	latin, other, total := 0, map[string]int{}, 0
	words := w.text.words[:min(len(w.text.words), 200)]
	for i := range words {
		if words[i].quoted || i > 0 && words[i].from == words[i-1].from {
			continue
		}
		total++
		lw := w.wordAt(i)
		for code, list := range functionWords {
			if list[lw] {
				counts[code]++
			}
		}
		if _, contracted := contractions[lw]; contracted {
			counts["en"]++
		}
		found := false
		for _, r := range lw {
			if r < 0x250 {
				break
			}
			for _, s := range scripts {
				if unicode.Is(s.table, r) {
					other[s.code]++
					found = true
					break
				}
			}
			break
		}
		if !found {
			latin++
		}
	}
	if len(other) > 0 {
		if other["ja"] > 0 {
			return "ja"
		}
		for _, s := range scripts {
			if c := other[s.code]; c > 0 && (2*c > total || c >= 5 && c > latin) || s.code == "zh" && c > 0 && latin == 0 {
				return s.code
			}
		}
		return ""
	}
	if total < 6 {
		return ""
	}
	best, second := "", 0
	for _, code := range []string{"en", "de", "fr", "es", "it", "pt", "nl"} {
		switch c := counts[code]; {
		case best == "" || c > counts[best]:
			second = counts[best]
			best = code
		case c > second:
			second = c
		}
	}
	if n := counts[best]; n < 3 || 5*n < total || n < second+2 || 3*n < 4*second {
		return ""
	}
	return best
}

func (w *Watcher) wrongLanguage(n int) {
	got := w.languageOf()
	if got == "" || slices.Contains(w.profile.Languages, got) {
		return
	}
	w.markBytes(n, Contradicts, 0, len(w.text.text), .8)
}
