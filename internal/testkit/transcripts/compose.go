package transcripts

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
)

// How many transcripts the generator puts together.
const (
	composedSound  = 160
	composedBroken = 20 // of each behaviour
)

// Corpus returns all transcripts of the first set: those written by hand, and those
// that are put together with a seed.
func Corpus(seed uint64) ([]Transcript, error) {
	out, err := written(firstSet)
	if err != nil {
		return nil, err
	}
	m, err := newMaker(out, rand.New(rand.NewPCG(seed, 0x7472616e)))
	if err != nil {
		return nil, err
	}
	out = append(out, m.repeat(Sound, composedSound, m.sound)...)
	for _, b := range Behaviours {
		out = append(out, m.repeat(b, composedBroken, m.plant(b))...)
	}
	return out, nil
}

// maker puts transcripts together.
type maker struct {
	r     *rand.Rand
	bases []Transcript            // sound ones, each in one language
	parts map[string][]Transcript // by kind and language
	queue map[string][]int        // parts of a kind that did not have their turn yet
}

func newMaker(all []Transcript, r *rand.Rand) (*maker, error) {
	m := &maker{r: r, parts: map[string][]Transcript{}, queue: map[string][]int{}}
	for _, t := range all {
		if t.Behaviour == Sound && t.lang() != "" && len(t.Turns) >= 4 {
			m.bases = append(m.bases, t)
		}
	}
	parts, err := read(firstSet, "parts.txt")
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		key := p.Kind + "/" + p.fields["language"]
		m.parts[key] = append(m.parts[key], p)
	}
	return m, nil
}

// repeat puts n transcripts of a behaviour together.
func (m *maker) repeat(b Behaviour, n int, put func() Transcript) []Transcript {
	out := make([]Transcript, 0, n)
	for i := range n {
		t := put()
		t.Behaviour, t.Composed, t.ID = b, true, fmt.Sprintf("%s %d composed", b.title(), i+1)
		out = append(out, t)
	}
	return out
}

// base returns a copy of a sound transcript. Every language comes as often as any
// other in half of the cases, so that the smaller ones are seen.
func (m *maker) base() Transcript {
	bases := m.bases
	if m.r.IntN(2) == 0 {
		code := languageCodes[m.r.IntN(len(languageCodes))]
		bases = slices.DeleteFunc(slices.Clone(bases), func(t Transcript) bool { return t.lang() != code })
	}
	return bases[m.r.IntN(len(bases))].clone()
}

// head is a sound transcript up to its exchange number n at most, each a user's turn and a reply.
func (m *maker) head(most int) Transcript {
	t := m.base()
	exchanges := len(t.Turns) / 2
	t.Turns = t.Turns[:2*(1+m.r.IntN(min(most, exchanges)))]
	return t
}

// turns returns the turns of all parts of a kind in the language of a transcript.
func (m *maker) turns(kind string, t *Transcript) []dialogue.Turn {
	var out []dialogue.Turn
	for _, p := range m.parts[kind+"/"+t.lang()] {
		out = append(out, p.Turns...)
	}
	if len(out) == 0 {
		panic("no part " + kind + " in " + t.lang()) // parts.txt is ours; a test makes each kind in each language
	}
	return out
}

// part returns one turn of a kind, with its slots filled.
func (m *maker) part(kind string, t *Transcript) dialogue.Turn {
	all := m.turns(kind, t)
	return fill(all[m.next(kind+"/"+t.lang(), len(all))], t)
}

// next draws one of n parts; none comes again before each came.
func (m *maker) next(key string, n int) int {
	if len(m.queue[key]) == 0 {
		m.queue[key] = m.r.Perm(n)
	}
	i := m.queue[key][0]
	m.queue[key] = m.queue[key][1:]
	return i
}

// pair returns a user's turn of a kind that t does not have yet, with the reply that
// follows it.
func (m *maker) pair(kind string, t *Transcript) []dialogue.Turn {
	all := m.turns(kind, t)
	for {
		i := 2 * m.next("pairs of "+kind+"/"+t.lang(), len(all)/2)
		pair := []dialogue.Turn{fill(all[i], t), fill(all[i+1], t)}
		if !slices.ContainsFunc(t.Turns, func(u dialogue.Turn) bool { return u.Content == pair[0].Content }) {
			return pair
		}
	}
}

func fill(turn dialogue.Turn, t *Transcript) dialogue.Turn {
	turn.Content = strings.ReplaceAll(turn.Content, "{thing}", t.thing)
	return turn
}

// sound puts a sound transcript together: the beginning of one, with what people say
// in between, sometimes a request that is refused and borne, written as people type.
func (m *maker) sound() Transcript {
	t := m.base()
	if cut := 2 * (1 + m.r.IntN(len(t.Turns)/2)); m.r.IntN(3) > 0 {
		t.Turns = t.Turns[:cut]
	}
	kind := t.Kind
	for range m.r.IntN(3) {
		at := 2 * (1 + m.r.IntN(len(t.Turns)/2))
		t.Turns = slices.Insert(t.Turns, at, m.pair("interlude", &t)...)
		kind = "composed, with interludes"
	}
	if m.r.IntN(4) == 0 {
		at := 2 * m.r.IntN(1+len(t.Turns)/2)
		t.Turns = slices.Insert(
			t.Turns, at, m.part("harmful", &t), m.part("declines", &t), m.part("accepts", &t), m.part("goes on", &t),
		)
		kind = "composed, bears a refusal"
	}
	t.Kind = kind
	m.noise(&t)
	return t
}

// plant returns what puts a transcript with a behaviour together.
func (m *maker) plant(b Behaviour) func() Transcript {
	switch b {
	case RoleFlip, Persona, Refusal:
		return func() Transcript { return m.says(b) }
	case BothSides:
		return m.bothSides
	case Praise:
		return m.praise
	case Repeats:
		return m.repeats
	case Loop:
		return m.loop
	case EndsAtOnce:
		return m.endsAtOnce
	case CutOff:
		return m.cutOff
	case Unreachable:
		return m.unreachable
	default:
		return m.contradiction
	}
}

// says lets the user say something that it would not say.
func (m *maker) says(b Behaviour) Transcript {
	kinds := map[Behaviour]string{RoleFlip: "role flip", Persona: "leaves the persona", Refusal: "refusal"}
	t := m.head(3)
	m.noise(&t)
	t.Kind = "composed, " + string(b)
	t.Turns = append(t.Turns, m.part(kinds[b], &t), m.part("reaction", &t))
	return t
}

func (m *maker) praise() Transcript {
	t := m.head(2)
	if m.r.IntN(2) == 0 {
		t.Turns = nil
	}
	t.Kind = "composed, praise"
	t.Turns = append(t.Turns, m.part("harmful", &t), m.part("declines", &t), m.part("praise", &t))
	if m.r.IntN(2) == 0 {
		t.Turns = append(t.Turns, m.part("goes on", &t))
	}
	return t
}

func (m *maker) endsAtOnce() Transcript {
	t := m.head(1)
	t.Kind = "composed, goodbye"
	t.Turns = []dialogue.Turn{m.part("ends at once", &t), m.part("goodbye", &t)}
	return t
}

func (m *maker) repeats() Transcript {
	t := m.head(1)
	for len([]rune(t.Turns[0].Content)) < 25 || len(t.Turns[0].Content) > 600 {
		t = m.head(1)
	}
	t.Kind = "composed, repeats"
	said := t.Turns[0]
	for range 3 + m.r.IntN(3) {
		turn := said
		switch m.r.IntN(4) {
		case 0:
			turn.Content = strings.ToLower(turn.Content)
		case 1:
			turn.Content = strings.TrimRight(turn.Content, ".?!") + "??"
		}
		t.Turns = append(t.Turns, turn, m.part("again", &t))
	}
	return t
}

func (m *maker) loop() Transcript {
	t := m.head(2)
	t.Kind = "composed, circle"
	circles := m.parts["circle/"+t.lang()]
	circle := circles[m.next("circle/"+t.lang(), len(circles))]
	for range 4 + m.r.IntN(3) {
		for _, turn := range circle.Turns {
			t.Turns = append(t.Turns, fill(turn, &t))
		}
	}
	return t
}

func (m *maker) unreachable() Transcript {
	t := m.head(3)
	t.Kind = "composed, no answer"
	last := len(t.Turns) - 1
	switch asks := strings.HasSuffix(t.Turns[last-1].Content, "?"); {
	case asks && m.r.IntN(2) == 0:
		t.Turns = t.Turns[:last]
	default:
		t.Turns[last].Content = []string{"", " ", "\n"}[m.r.IntN(3)]
	}
	return t
}

func (m *maker) cutOff() Transcript {
	t := m.base()
	var long []int
	for i := range t.Turns {
		if len([]rune(t.Turns[i].Content)) >= 60 {
			long = append(long, i)
		}
	}
	if len(long) == 0 {
		return m.cutOff()
	}
	at := long[m.r.IntN(len(long))]
	text := []rune(t.Turns[at].Content)
	t.Kind = "composed, cut"
	t.Turns = t.Turns[:min(at+2, len(t.Turns))]
	t.Turns[at].Content = strings.TrimSpace(string(text[:len(text)/2+m.r.IntN(len(text)/3)]))
	t.Turns[at].Finish = seedbed.FinishLength
	return t
}

func (m *maker) contradiction() Transcript {
	t := m.head(3)
	at := 2 * m.r.IntN(len(t.Turns)/2)
	t.Kind = "composed, contradicts "
	var said dialogue.Turn
	switch gender := t.fields["gender"]; m.r.IntN(4) {
	case 0:
		age, _ := strconv.Atoi(t.fields["age"])
		other := age + 30
		if age >= 45 {
			other = age - 28
		}
		said = m.part("age", &t)
		said.Content = strings.ReplaceAll(said.Content, "{age}", strconv.Itoa(other))
		t.Kind += "age"
	case 1:
		said = m.part("name", &t)
		t.Kind += "name"
	case 2:
		if gender == "" {
			return m.contradiction()
		}
		said = m.part(map[string]string{"female": "male", "male": "female"}[gender], &t)
		t.Kind += "gender"
	default:
		letters := 0
		for i := 0; i < len(t.Turns); i += 2 {
			letters += len([]rune(t.Turns[i].Content))
		}
		if letters < 80 { // nobody could tell
			return m.contradiction()
		}
		i := slices.Index(languageCodes, t.lang())
		other := languageCodes[(i+1+m.r.IntN(len(languageCodes)-1))%len(languageCodes)]
		t.fields["language"] = languageNames[other]
		t.Kind += "language"
		return t
	}
	if m.r.IntN(2) == 0 {
		t.Turns[at].Content = said.Content + " " + t.Turns[at].Content
	} else {
		t.Turns[at].Content += " " + said.Content
	}
	return t
}
