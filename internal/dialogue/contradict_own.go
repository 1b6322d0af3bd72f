package dialogue

// ofOwn reports whether a sentence is the user's own, with nobody of the family in it
// but for n words from one on.
func (w *Watcher) ofOwn(at, n int) bool {
	words, own := w.text.words, false
	for i := range words {
		if words[i].sentence != words[at].sentence || i >= at && i < at+n {
			continue
		}
		if family.has(words[i].hash) {
			return false
		}
		own = own || ownWords.has(words[i].hash)
	}
	return own || w.text.words[at].sentence <= 1 && len(words) < 40 && !w.familyBeside(at, n)
}

// familyIn reports whether the turn speaks of somebody of the family.
func (w *Watcher) familyIn() bool { return w.familyBeside(0, 0) }

// familyBeside is familyIn but for n words from one on.
func (w *Watcher) familyBeside(at, n int) bool {
	for i := range w.text.words {
		if i >= at && i < at+n {
			continue
		}
		if family.has(w.text.words[i].hash) {
			return true
		}
	}
	return false
}

// familyEnglish are those of the family and others whom one speaks for.
const familyEnglish = "professor lecturer instructor headmaster great-gran great-grandma great-grandpa great-nan goalkeeper great-uncle great-aunt great-grandfather great-grandmother stepfather stepmother stepbrother stepsister wife landlord landlady nan nan's gran gran's granny granny's nana grandma grandma's grandpa grandpa's grandad grandad's granddad grandmother grandmother's grandfather grandfather's grandparents grandparents' parents parents' " +
	"aunt aunt's auntie uncle uncle's cousin cousin's stepson stepdaughter stepdad stepmum toddler twins ex ex's girlfriend girlfriend's boyfriend boyfriend's fiancé fiancée partner partner's friend friend's friends mate's neighbour neighbour's neighbor neighbor's " +
	"colleague colleague's client client's customer customers boss mother's sister's brother's son-in-law mother-in-law father-in-law mother-in-law's father-in-law's kids' children's child's boy's girl's students' pupils' patient's patients' someone somebody"

var (
	family   = hashesOf(familyEnglish, "son son's daughter daughter's kid kids child children boy girl nephew niece grandson granddaughter grandkids husband wife's husband's father dad dad's mother mum mom's mum's mom brother sister pupils students patient patients teach teaching he she his her him sohn tochter kind kinder neffe nichte enkel enkelin mann vater mutter schüler schülerin patient er sein seine fils fille enfant enfants neveu nièce mari femme père mère élèves patient il hijo hija hijos niño niña sobrino sobrina nieto marido mujer padre madre alumnos paciente él su")
	ownWords = hashesOf("i i'm i've my me we us our ich mich mir mein meine meinen wir uns je j'ai j' me mon ma mes nous yo mi mis me nos")
)
