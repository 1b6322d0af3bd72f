package society

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

//go:embed data/names.txt
var nameLists string

// nameGroup is a list of given and one of family names that go together.
type nameGroup struct{ given, family []string }

func nameGroups() []nameGroup {
	var lines [][]string
	for line := range strings.Lines(nameLists) {
		if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			lines = append(lines, strings.Fields(line))
		}
	}
	var out []nameGroup
	for i := 0; i+1 < len(lines); i += 2 {
		out = append(out, nameGroup{given: lines[i], family: lines[i+1]})
	}
	return out
}

// namer draws names, each once. One name in six mixes groups, as families do.
type namer struct {
	groups []nameGroup
	rng    *rand.Rand
	seen   map[string]bool
}

func newNamer(rng *rand.Rand) *namer {
	return &namer{groups: nameGroups(), rng: rng, seen: map[string]bool{}}
}

func (n *namer) next() (given, family string) {
	for try := 0; ; try++ {
		g := n.groups[n.rng.IntN(len(n.groups))]
		f := g
		if n.rng.IntN(6) == 0 {
			f = n.groups[n.rng.IntN(len(n.groups))]
		}
		given, family = pick(n.rng, g.given), pick(n.rng, f.family)
		if try > 20 { // a middle initial makes room for some thousands more
			given += " " + string(rune('A'+n.rng.IntN(26))) + "."
		}
		key := strings.Join(foldWords(given+" "+family), " ")
		if !n.seen[key] && !slices.Contains(foldWords(given), strings.Join(foldWords(family), " ")) {
			n.seen[key] = true
			return given, family
		}
	}
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// fictional are names that everybody knows to be nobody's: a text may use them.
var fictional = []string{"Jane Doe", "John Doe", "Max Mustermann", "Erika Mustermann", "Jean Dupont", "Fulano de Tal", "Joe Bloggs"}

// landlines are numbers that Ofcom keeps for radio and television drama, each with
// room for the last three digits; mobiles are likewise.
var landlines = []string{
	"0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0118 496 0", "0121 496 0", "0131 496 0",
	"0141 496 0", "0151 496 0", "0161 496 0", "020 7946 0", "0191 498 0", "028 9649 6", "029 2018 0", "01632 960 ",
}

const (
	mobiles = "07700 900"
	// switchboard is the number of the whole organisation, which anybody may give away.
	switchboard = "03069 990 100"
)

// workPhone is the number of the n-th person's desk. off turns the last digits
// round, so that they do not follow the order of people.
func workPhone(n, off int) string {
	return fmt.Sprintf("%s%03d", landlines[n/1000], (n*617+off)%1000)
}

func privatePhone(n, off int) string {
	if n < 1000 {
		return fmt.Sprintf("%s%03d", mobiles, (n*389+off)%1000)
	}
	return fmt.Sprintf("%s%03d", landlines[len(landlines)-n/1000], (n*389+off)%1000)
}

// Streets are made of stems and kinds that are nowhere together.
var (
	streetStems = strings.Fields("Quillmoor Ashenvale Thistlebourne Larkenhythe Pellowick Marrowgate Fennimore Ostercombe Tallowmere Brindlehurst Wyverncross " +
		"Hollowbeck Saltmarrow Underfell Cindermoss Vetchley Oxenwade Plumbridge Gannetshaw Rookenham Drovelow Sedgewarden Kestrelby Mossilthwaite Hexworthy-Vale")
	streetKinds = strings.Fields("Terrace Row Gardens Crescent Walk Rise Close Mews")
)

func address(rng *rand.Rand, place string) string {
	return fmt.Sprintf("%d %s %s, %s", 1+rng.IntN(180), pick(rng, streetStems), pick(rng, streetKinds), place)
}

// slug is a name as a mail domain has it.
func slug(name string) string {
	words := foldWords(name)
	s := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.Join(words, ""))
	if s == "" {
		s = "organisation"
	}
	return s[:min(len(s), 40)]
}
