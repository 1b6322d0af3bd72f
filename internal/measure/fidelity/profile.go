package fidelity

import (
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
)

// profile is the measure of how texts are written.
type profile struct{}

// Bounds on what is kept of rows.
const (
	profileRows  = 5000
	profileWords = 256 // of a row, for the vocabulary
	lots         = 20  // of rows, over which the vocabulary is counted
	lotWords     = 1000
)

func (profile) Info() measure.Info {
	return measure.Info{
		Name: "profile", Family: family, Title: "Lengths and ways of writing",
		Says: "How texts are written: words a row, letters a word, words a sentence, punctuation, readability by Flesch's reading ease and Flesch and Kincaid's grade (of English), and how many different words there are in as many words of each side. With a reference each is compared, and the distributions are drawn over each other; without one it only describes. " +
			"A property is serious where the probability that a data row has more of it than a reference row is beyond .8 (or below .2) by the near end of its interval with q < .001, notable beyond .65 (below .35) with q < .01 (rank-sum test, Benjamini and Hochberg over all properties). The vocabulary, which is of lots of rows, is notable from a tenth more or less with its interval.",
		Cannot: "Readability formulas count syllables and sentence lengths by rules made for English prose; they know nothing of sense, and say little of rows of a few words. Sentences end at . ! ? and line ends here, so abbreviations make more of them. Like profiles do not make texts alike.",
		Formula: "Reading ease 206.835 − 1.015·(words ÷ sentences) − 84.6·(syllables ÷ words) (Flesch 1948); grade .39·(words ÷ sentences) + 11.8·(syllables ÷ words) − 15.59 (Kincaid and others 1975); syllables are groups of vowels, less a silent e. Means with Student's t corrected for skewness, differences by Welch (1947); P(data > reference) is the area under the ROC curve (Mann and Whitney 1947) with DeLong's interval (1988). " +
			"Vocabulary: different words in lots of the same number of running words, each of other rows; mean over lots, which are independent.",
		Use:   "Always; with --against to compare. Lengths confound every lexical measure: look here first. For single words see two-sample.",
		Cost:  "A sample of 5,000 rows a side, of which 256 words each are kept as hashes (4 bytes a word).",
		Needs: []measure.Need{measure.NeedText},
		Figures: []measure.Figure{
			{Name: "profile", Unit: measure.Length, Says: "mean words a row"},
			{Name: "profile.word-length", Unit: measure.Ratio, Says: "mean letters a word"},
			{Name: "profile.sentence-length", Unit: measure.Length, Says: "mean words a sentence"},
			{Name: "profile.punctuation", Unit: measure.Ratio, Says: "mean punctuation marks for 100 words"},
			{Name: "profile.reading-ease", Unit: measure.Ratio, Says: "Flesch reading ease: higher is easier, 60 is plain English"},
			{Name: "profile.grade", Unit: measure.Ratio, Says: "Flesch–Kincaid grade: years of school"},
			{Name: "profile.vocabulary", Unit: measure.Count, Says: "different words in a lot of running words"},
		},
	}
}

func (profile) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	out := newProfiled(s)
	out.against, _ = known.Reference.(*profiled)
	return out, nil
}

// Learn samples the reference.
func (profile) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part != measure.Reference {
		return nil, nil
	}
	return newProfiled(s), nil
}

// The properties, in the order of figures.
const (
	wordsARow = iota
	lettersAWord
	wordsASentence
	marksAWord
	ease
	grade
	properties
)

// written is what is kept of a row.
type written struct {
	value    [properties]float64
	words    []uint32 // hashes
	function int      // how many of its words are function words of English
	running  int      // words
}

// profiled is the summary.
type profiled struct {
	setup   *measure.Setup
	against *profiled
	english map[uint64]bool // hashes of function words; read only
	sample  *measure.Sample[written]
}

// functionWords are the commonest of English.
const functionWords = "the of and a to in is was he for it with as his on be at by i this had not are but from or have an they which one you were her all she there would their we him been has when who will more no if out so said what up its about into than them can only other new some could these two may then do first any my now such like our over me even most made after also"

func newProfiled(s *measure.Setup) *profiled {
	p := &profiled{setup: s, english: map[uint64]bool{}, sample: measure.NewSample[written](profileRows, s.Seed)}
	for _, w := range strings.Fields(functionWords) {
		p.english[measure.WordHash(w)] = true
	}
	return p
}

func (p *profiled) Add(r *measure.Row) {
	if len(r.Text) == 0 {
		return
	}
	p.sample.Offer(r.N, func() written { return p.look(r) })
}

func (p *profiled) Merge(o measure.Summary) error {
	p.sample.Merge(o.(*profiled).sample)
	return nil
}

// look measures a row. One without words is kept, and left out of all but lengths.
func (p *profiled) look(r *measure.Row) written {
	words, hashes := r.Tokens.Words(), r.Tokens.Hashes()
	w := written{running: len(words)}
	w.value[wordsARow] = float64(len(words))
	if len(words) == 0 {
		return w
	}
	letters, syllables := 0, 0
	for i := range words {
		letters += lettersOf(words[i].Lower)
		syllables += syllablesOf(words[i].Lower)
		if p.english[hashes[i]] {
			w.function++
		}
	}
	w.words = make([]uint32, 0, min(len(hashes), profileWords))
	for _, h := range hashes[:min(len(hashes), profileWords)] {
		w.words = append(w.words, uint32(h>>32))
	}
	n := float64(len(words))
	marks, sentences := marksOf(r.Text)
	w.value[lettersAWord] = float64(letters) / n
	w.value[wordsASentence] = n / float64(sentences)
	w.value[marksAWord] = 100 * float64(marks) / n
	w.value[ease], w.value[grade] = flesch(len(words), sentences, syllables)
	return w
}

// flesch returns the reading ease and the grade.
func flesch(words, sentences, syllables int) (ease, grade float64) {
	perSentence, perWord := float64(words)/float64(sentences), float64(syllables)/float64(words)
	return 206.835 - 1.015*perSentence - 84.6*perWord, .39*perSentence + 11.8*perWord - 15.59
}

func lettersOf(word []byte) int {
	n := 0
	for _, c := range word {
		if c&0xc0 != 0x80 && c != '\'' && c != '-' {
			n++
		}
	}
	return n
}

// syllablesOf counts the groups of vowels of a word in lower case, without a silent
// e at its end, at least one.
func syllablesOf(word []byte) int {
	n, before := 0, false
	for _, c := range word {
		vowel := c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
		if vowel && !before {
			n++
		}
		before = vowel
	}
	if k := len(word); k > 2 && n > 1 {
		last, two := word[k-1], word[k-2]
		consonant := func(c byte) bool { return !strings.ContainsRune("aeiouy", rune(c)) }
		switch {
		case last == 'e' && consonant(two) && (two != 'l' || !consonant(word[k-3])):
			n-- // make, whole; not table
		case last == 'd' && two == 'e' && word[k-3] != 't' && word[k-3] != 'd' && consonant(word[k-3]):
			n-- // played off: "walked"; not "wanted"
		case last == 's' && two == 'e' && consonant(word[k-3]) && !slices.Contains([]byte("szxcghl"), word[k-3]):
			n-- // makes; not houses
		}
	}
	return max(1, n)
}

// marksOf counts punctuation marks, and sentences: runs of text that end at . ! ? or
// a line end, or at the end of the text.
func marksOf(s string) (marks, sentences int) {
	open := false // something since the last end
	for i, r := range s {
		switch {
		case r == '.' || r == '!' || r == '?' || r == '…' || r == '。' || r == '！' || r == '？':
			marks++
			if r == '.' && i+1 < len(s) && isAlnum(s[i+1]) {
				continue // 3.5, example.org
			}
			if open {
				sentences++
			}
			open = false
		case r == '\n':
			if open {
				sentences++
			}
			open = false
		case strings.ContainsRune(",;:\"“”'’‘()[]–—-/*#、，", r):
			marks++
		case r > ' ':
			open = true
		}
	}
	if open {
		sentences++
	}
	return marks, max(1, sentences)
}

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}
