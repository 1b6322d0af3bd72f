package dialogue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/text"
)

// wordsMost bounds how many words of a turn are looked at: breaks show at once, and
// a hostile turn must not cost more than a long one.
const wordsMost = 4096

// word is one word of a turn. Contractions are several: "I'm" is "i" and "am" with
// one place.
type word struct {
	from, to int    // bytes in the turn
	id       uint32 // of the vocabulary of phrases; 0 for a word that no phrase has
	hash     uint64
	sentence int32
	clause   bool // the first of a clause, or after an interjection that starts one
	opens    bool // the first of a sentence
	quoted   bool // inside of quotation marks, code or a block that was pasted
	upper    bool // starts with a capital
	stop     bool // a word without content of its own
}

// sentence is a run of words up to a full stop, a question mark or a line's end.
type sentence struct {
	from, to int  // words
	asks     bool // ends with a question mark
	item     bool // an item of a list
}

// turnText is a turn made ready: its words and sentences. Its memory is used again.
type turnText struct {
	text      string
	words     []word
	sentences []sentence
	buf       []byte
}

// contractions are words that stand for two or three.
var contractions = map[string][]string{
	"i'm": {"i", "am"}, "im": {"i", "am"}, "i'd": {"i", "would"}, "i've": {"i", "have"}, "i'll": {"i", "will"},
	"you're": {"you", "are"}, "you've": {"you", "have"}, "you'd": {"you", "would"}, "you'll": {"you", "will"},
	"we're": {"we", "are"}, "we've": {"we", "have"}, "we'd": {"we", "would"}, "we'll": {"we", "will"},
	"it's": {"it", "is"}, "that's": {"that", "is"}, "what's": {"what", "is"}, "here's": {"here", "is"}, "there's": {"there", "is"},
	"let's": {"let", "us"}, "who's": {"who", "is"}, "how's": {"how", "is"}, "they're": {"they", "are"},
	"can't": {"can", "not"}, "cannot": {"can", "not"}, "cant": {"can", "not"}, "won't": {"will", "not"}, "don't": {"do", "not"}, "dont": {"do", "not"},
	"doesn't": {"does", "not"}, "didn't": {"did", "not"}, "isn't": {"is", "not"}, "aren't": {"are", "not"}, "wasn't": {"was", "not"},
	"shouldn't": {"should", "not"}, "wouldn't": {"would", "not"}, "couldn't": {"could", "not"}, "haven't": {"have", "not"}, "hasn't": {"has", "not"},
	"mustn't": {"must", "not"}, "thanks": {"thank", "you"}, "thx": {"thank", "you"}, "ty": {"thank", "you"},
	"j'ai": {"j'ai"}, "m'appelle": {"m'appelle"},
}

// bridges are words that may stand before what a clause begins with.
var bridges = set("oh ah well sure yes yeah no ok okay and but so hi hello hey thank you certainly absolutely definitely great good please of course then now however " +
	"unfortunately sorry actually alright also perfect wonderful wow haha lol hmm um uh honestly indeed right again there " +
	"hallo ja nein gut gerne natürlich klar danke aber und also leider bonjour oui non merci bien mais et alors d'accord hola sí si no gracias pero y claro bueno")

// stops are words without content of their own, for telling turns apart.
var stops = set("a an the i you he she it we they me him her us them my your his its our their mine yours this that these those there here " +
	"am is are was were be been being do does did done have has had having will would can could shall should may might must not no yes " +
	"and or but if so as at by for from in of on to with about into than then too very just also please thank ok okay hi hello hey well oh " +
	"what which who whom whose when where why how all any some more most other such only own same again still really " +
	"der die das ein eine einen einem einer ich du er sie es wir ihr mich mir dich dir ist sind war und oder aber nicht zu von mit auf für in im am an bitte danke ja nein wie was " +
	"le la les un une des je tu il elle nous vous ils est sont et ou mais pas de du au à en pour avec que qui ce se mon ma mes merci oui non " +
	"el los las uno una unos yo tú él ella nosotros es son y o pero no de del al en para con que se mi mis lo gracias sí")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// read makes s ready. vocab gives a word's number.
func (t *turnText) read(s string, vocab map[string]uint32) {
	t.text, t.words, t.sentences = s, t.words[:0], t.sentences[:0]
	start, at := true, 0
	clause := true
	first := 0
	for len(t.words) < wordsMost {
		from, to := text.NextWord(s, at)
		if from < 0 {
			break
		}
		ends, asks, cuts := gap(s[at:from], len(t.words) > first)
		if ends && len(t.words) > first {
			t.endSentence(first, asks)
			first, start = len(t.words), true
		}
		t.add(from, to, start, clause || start || cuts, vocab)
		last := &t.words[len(t.words)-1]
		clause = last.clause && bridges[string(t.buf)]
		start, at = false, to
	}
	if len(t.words) > first {
		_, asks, _ := gap(s[at:min(len(s), at+16)], true)
		t.endSentence(first, asks)
	}
	for i := range t.sentences {
		q := &t.sentences[i]
		q.item = listItem(s, t.words[q.from].from)
	}
	t.markQuoted()
}

func (t *turnText) endSentence(from int, asks bool) {
	t.sentences = append(t.sentences, sentence{from: from, to: len(t.words), asks: asks})
}

// gap says what stands between two words: the end of a sentence, by a question mark or
// not, or of a clause.
func gap(s string, after bool) (ends, asks, cuts bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '.', '!', '\n':
			// A dot between digits or in "e.g." is followed by no space.
			if s[i] != '.' || i+1 >= len(s) || s[i+1] == ' ' || s[i+1] == '\n' || s[i+1] == '.' || s[i+1] == '"' || s[i+1] == '*' || s[i+1] == ')' {
				ends = true
			}
		case '?':
			ends, asks = true, asks || after
		case ',', ';', ':', '(', '[', '*', '"':
			cuts = true
		case '-':
			cuts = cuts || i > 0 && (s[i-1] == ' ' || s[i-1] == '-')
		case 0xe2, 0xc2: // dashes, ellipses, quotation marks; « and ¿
			cuts = true
			if strings.HasPrefix(s[i:], "…") {
				ends = true
			}
		case 0xe3, 0xef:
			if strings.HasPrefix(s[i:], "。") || strings.HasPrefix(s[i:], "！") {
				ends = true
			} else if strings.HasPrefix(s[i:], "？") {
				ends, asks = true, asks || after
			}
		}
	}
	return ends, asks, cuts
}

// add adds the word or the words at a place.
func (t *turnText) add(from, to int, opens, clause bool, vocab map[string]uint32) {
	raw := t.text[from:to]
	first, _ := utf8.DecodeRuneInString(raw)
	upper := unicode.IsUpper(first)
	t.buf = lower(t.buf[:0], raw)
	n := int32(len(t.sentences))
	parts, ok := contractions[string(t.buf)]
	if !ok {
		t.words = append(t.words, word{
			from: from, to: to, id: vocab[string(t.buf)], hash: hash(t.buf), sentence: n, clause: clause, opens: opens, upper: upper, stop: stops[string(t.buf)],
		})
		return
	}
	for i, p := range parts {
		t.words = append(t.words, word{
			from: from, to: to, id: vocab[p], hash: hash([]byte(p)), sentence: n, clause: clause && i == 0, opens: opens && i == 0, upper: upper && i == 0, stop: true,
		})
	}
	t.buf = append(t.buf[:0], parts[len(parts)-1]...)
	if bridges[parts[0]] && clause {
		t.words[len(t.words)-1].clause = true // "thanks" is two words that may stand before
	}
}

// lower appends a word in lower case, with plain apostrophes; at most 48 bytes.
func lower(dst []byte, w string) []byte {
	for i := 0; i < len(w) && len(dst) < 48; {
		c := w[i]
		switch {
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c+32)
			i++
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
		default:
			r, size := utf8.DecodeRuneInString(w[i:])
			if r == '’' || r == 'ʼ' {
				dst = append(dst, '\'')
			} else {
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
			}
			i += size
		}
	}
	return dst
}

// hash is FNV-1a, 64 bits.
func hash(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// listItem reports whether what starts at byte at is an item of a list: "1. ", "- ".
func listItem(s string, at int) bool {
	line := s[strings.LastIndexByte(s[:at], '\n')+1 : at]
	line = strings.TrimSpace(strings.ReplaceAll(line, "*", ""))
	if line == "-" || line == "•" || line == "–" {
		return true
	}
	if at < len(s) && s[at] >= '0' && s[at] <= '9' { // the number itself is a word
		rest := strings.TrimLeft(s[at:min(len(s), at+5)], "0123456789")
		return line == "" && len(rest) > 1 && (rest[0] == '.' || rest[0] == ')') && rest[1] == ' '
	}
	d := strings.TrimRight(line, ".)")
	return d != "" && d != line && len(d) < 4 && strings.Trim(d, "0123456789") == ""
}
