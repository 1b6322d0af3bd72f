package dialogue

import (
	"strconv"
	"strings"
	"unicode"

	"seedbed.dev/seedbed"
)

// Profile is what is known of a simulated user that its turns can contradict. What is
// not known is zero, and contradicted by nothing.
type Profile struct {
	Name      string // as the user would give it
	AgeFrom   int    // in years; 0 with AgeTo 0: not known
	AgeTo     int
	Gender    string   // "female" or "male"; "" for not known or another
	Neither   bool     // known to be neither a woman nor a man
	Languages []string // ISO 639-1 codes of those that it may write; none: any
	Expert    bool     // knows its field, so that it may explain
}

// ProfileOf reads a profile from a record's fields: name (first_name, full_name),
// age, gender (sex) and language (languages), or a field profile, persona, identity
// or user that is an object with them. What it cannot read, it leaves out.
func ProfileOf(f seedbed.Fields) Profile {
	var p Profile
	p.read(f.Get)
	for _, outer := range []string{"profile", "persona", "identity", "user"} {
		v, _ := f.Get(outer)
		if m, ok := v.(map[string]any); ok {
			p.read(func(name string) (any, bool) { v, ok := m[name]; return v, ok })
		}
	}
	return p
}

func (p *Profile) read(get func(string) (any, bool)) {
	text := func(names ...string) string {
		for _, n := range names {
			if v, ok := get(n); ok {
				if s := strings.TrimSpace(seedbed.TextOf(v)); s != "" {
					return s[:min(len(s), 200)]
				}
			}
		}
		return ""
	}
	if p.Name == "" {
		p.Name = text("name", "full_name", "first_name")
	}
	if p.AgeTo == 0 {
		p.AgeFrom, p.AgeTo = ages(text("age"))
	}
	if p.Gender == "" {
		gender := text("gender", "sex")
		p.Gender, p.Neither = genderOf(gender), p.Neither || neither(gender)
	}
	for _, key := range []string{"knowledge", "expertise", "occupation", "profession", "job", "role", "background", "description", "persona", "identity", "profile", "about"} {
		s := strings.ToLower(text(key))
		for _, word := range []string{"expert", "professor", "engineer", "doctor", "physician", "nurse", "specialist", "professional", "lawyer", "scientist", "researcher", "developer", "teacher", "chef", "mechanic", "pharmacist", "advanced"} {
			p.Expert = p.Expert || strings.Contains(s, word) && !strings.Contains(s, "not an "+word) && !strings.Contains(s, "no "+word)
		}
	}
	if len(p.Languages) == 0 {
		p.Languages = languagesOf(text("language", "languages"))
	}
}

// ageWords are the ages that words for them take in, widely.
var ageWords = []struct {
	word     string
	from, to int
}{
	{"child", 3, 13},
	{"kid", 3, 13},
	{"teen", 12, 20},
	{"adolescent", 11, 20},
	{"young", 14, 40},
	{"middle", 35, 66},
	{"elder", 58, 120},
	{"senior", 55, 120},
	{"old", 55, 120},
	{"retire", 50, 120},
	{"adult", 17, 120},
}

// ages reads "34", "30-40", "30 to 40", "in her sixties", "65+", "young adult".
func ages(s string) (from, to int) {
	s = strings.ToLower(s)
	var nums []int
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) {
		if n, err := strconv.Atoi(part); err == nil && n > 0 && n < 130 {
			nums = append(nums, n)
		}
	}
	decade := strings.Contains(s, "0s")
	switch {
	case len(nums) == 1 && decade:
		return nums[0], nums[0] + 9
	case len(nums) == 1 && (strings.Contains(s, "+") || strings.Contains(s, "over") || strings.Contains(s, "older") || strings.Contains(s, "above")):
		return nums[0], 120
	case len(nums) == 1 && (strings.Contains(s, "under") || strings.Contains(s, "younger") || strings.Contains(s, "below")):
		return 1, nums[0]
	case len(nums) == 1:
		return nums[0], nums[0]
	case len(nums) == 2 && nums[0] <= nums[1]:
		if decade {
			nums[1] += 9
		}
		return nums[0], nums[1]
	case len(nums) > 0:
		return 0, 0
	}
	for _, w := range ageWords {
		if strings.Contains(s, w.word) {
			return w.from, w.to
		}
	}
	return 0, 0
}

func genderOf(s string) string {
	first, _, _ := strings.Cut(strings.ToLower(s), " ")
	switch strings.Trim(first, ",;()") {
	case "female", "woman", "f", "girl", "weiblich", "frau", "femme", "féminin", "mujer", "femenino":
		return "female"
	case "male", "man", "m", "boy", "männlich", "mann", "homme", "masculin", "hombre", "masculino":
		return "male"
	}
	return ""
}

// neither reports whether somebody is said to be neither a woman nor a man.
func neither(s string) bool {
	s = strings.ToLower(s)
	for _, word := range []string{"nonbinary", "non-binary", "non binary", "enby", "agender", "genderqueer", "genderfluid", "neither", "nichtbinär", "nicht-binär", "nicht binär", "non binaire", "non-binaire", "no binari"} {
		if strings.Contains(s, word) {
			return true
		}
	}
	return false
}

// languageNames are how languages are called; the code stands first.
var languageNames = [][]string{
	{"en", "english", "englisch", "anglais", "inglés"},
	{"de", "german", "deutsch", "allemand", "alemán"},
	{"fr", "french", "français", "francais", "französisch", "francés"},
	{"es", "spanish", "español", "espanol", "castellano", "spanisch", "espagnol"},
	{"it", "italian", "italiano"},
	{"pt", "portuguese", "português", "portugues"},
	{"nl", "dutch", "nederlands"},
	{"ru", "russian", "русский"},
	{"zh", "chinese", "mandarin", "cantonese", "中文"},
	{"ja", "japanese", "日本語"},
	{"ko", "korean", "한국어"},
	{"ar", "arabic", "العربية"},
	{"el", "greek", "ελληνικά"},
	{"he", "hebrew", "עברית"},
	{"hi", "hindi", "हिन्दी"},
	{"th", "thai", "ไทย"},
}

// languagesOf finds the languages that a text names: by their name, or by a code that
// is a word of its own. A language that it does not know makes the list empty: it
// cannot be told from others.
func languagesOf(s string) []string {
	var out []string
	known := 0
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	for _, w := range words {
		for _, names := range languageNames {
			for i, n := range names {
				if w == n && (i > 0 || len(words) <= 2) {
					known++
					if len(out) == 0 || out[len(out)-1] != names[0] {
						out = append(out, names[0])
					}
				}
			}
		}
	}
	if known == 0 {
		return nil
	}
	return out
}
