package dialogue

// School days are told by many words rather than by sayings: who has homework, lessons and
// a mum to ask is no grown-up, though each of these may be said by one.
var (
	schoolStrong = hashesOf("homework coursework detention homeroom classmates recess gcse gcses a-levels sixth-form headteacher schoolbag hallway")
	schoolWeak   = hashesOf("school lesson lessons teacher exam exams mum mom mummy mommy daddy parents grounded allowed bedtime mates maths math chemistry geography biology pe gym prom locker cafeteria canteen grade grades bullied essay netball hockey allowance chores curfew playground sleepover crush miss sir dad")
	grownUps     = hashesOf("son daughter kid kids child children nephew niece grandson granddaughter grandchildren pupils students teach teaching taught tutor stepson stepdaughter eldest youngest toddler twins husband wife boss office work job colleague colleagues he she they his her their was were years ago remember used when university uni college course degree " +
		"son's daughter's kids' child's children's if mine's wanted had did principal parents' pta governor class classes adult evening retired mortgage")
)

// schoolMost is the age of the oldest who go to school.
const schoolMost = 20

// atSchool looks for a turn that is all about the user's own days at school.
func (w *Watcher) atSchool(n int) {
	if w.profile.AgeFrom < schoolMost+6 {
		return
	}
	var seen [4]uint64
	score, found, own, last := 0, 0, false, 0
	words := w.text.words[:min(len(w.text.words), 120)]
	for i := range words {
		h := words[i].hash
		own = own || words[i].id == w.i || h == myHash
		value := 0
		switch {
		case words[i].quoted:
		case schoolStrong.maybe(h) && schoolStrong.has(h):
			value = 2
		case schoolWeak.maybe(h) && schoolWeak.has(h):
			value = 1
		}
		if value == 0 || found == len(seen) || found > 0 && (seen[0] == h || seen[1] == h || seen[2] == h) {
			continue
		}
		seen[found], last = h, i
		found++
		score += value
	}
	if score < 4 && found < 3 || !own {
		return
	}
	for i := range words {
		if grownUps.has(words[i].hash) {
			return
		}
	}
	if w.claimedEnglish(true, false, last, 1) {
		w.mark(n, Contradicts, last, 1, .75)
	}
}
