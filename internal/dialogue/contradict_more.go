package dialogue

// moreSayings go with impliedSayings. Those of mineSayings are the user's own only where
// the sentence has "I", "my" or "we" in it and nobody of the family: a daughter's teacher
// and a husband's beard are no contradiction.
var moreSayings = []saying{
	{0, 22, "", []string{
		"(wir schreiben|schreiben wir) ~ (test|vokabeltest|mathetest|diktat)", "(mama|papa) hat gesagt", "(geh|gehe|komm|komme|bin) ~ (in die|in der) (zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zweiten|dritten|vierten|fünften|sechsten|siebten|achten|neunten) klasse",
		"redouble ma (sixième|cinquième|quatrième|troisième|seconde|première|terminale|6e|5e|4e|3e)", "(chuis|suis|je suis) en (6e|5e|4e|3e|cm1|cm2|ce1|ce2|cp)", "ma (maîtresse|maitresse) (elle|a|dit|veut|nous)", "mon exposé (de|en|sur)", "(au|le|un) contrôle de (lundi|mardi|mercredi|jeudi|vendredi|maths|français|svt)",
		"la seño", "todo mi salón", "mis viejos no me", "viaje de promoción", "(si|como) (jalo|suspendo|repruebo) ~ (mis viejos|mi madre|mis padres|mi mamá)",
		"show and tell", "(my|a) teacher (mrs|mr|ms|miss) _ (lets|says|told|gave|wants|makes)", "(mrs|mr|ms|miss|mister) _ (collects|is brutal|is strict|lets us|gave us|wants us|makes us|told us|says we)", "(my|mom|dad|mum|they|parents) (took|takes|take|will take|confiscated) (my phone|my tablet|the tablet|my console|my switch|my xbox)", "(my|mom|mum|dad) says (so maybe|i am still|i am too|i have to|i can only|i can not|no until)", "(came home|home|out) after curfew", "my (prom|quince|prom dress|prom date|spelling test|spelling words)", "straight (from|out of) (sixth form|high school|school)", "(moving|move) into halls", "(do not|will not) (hit|turn|be) (eighteen|18|sixteen|16|seventeen|17) (until|till|for)", "i still have to do (my |)homework",
	}},
	{0, 45, "", []string{"bientôt (la|mes) (vingtaine|trentaine|trente)", "fast dreißig", "casi treinta"}},
	{18, 0, "", []string{"it is my (second|third|fourth) (child|baby|pregnancy|marriage)", "my (second|third) child", "(i am|am|been) divorced", "divorced (twice|once)", "my (husband|wife) (and i|did|does|works|says|is|has)", "my (tenants|mortgage|accountant|payslip|self-assessment)", "meine (mieter|lohnabrechnung)", "(mon mari|ma femme) (et moi|a|est|dit)", "(mi marido|mi mujer|mi esposa|mi esposo) (y yo|dice|está|es|ha)"}},
	{33, 0, "", []string{
		"(my|our) (ruby|golden|diamond|pearl) (wedding|anniversary|wedding anniversary)", "on medicare", "my medicare", "my (granddaughter's|grandson's|grandchild's|grandkids'|grandchildren's)", "the (nurse|nurses|carer|carers) on my (floor|ward|corridor)", "my (carer|carers|warden)", "depuis (la|ma) ménopause", "my periods (stopped|ended) for good",
		"(my|our) (youngest|oldest|eldest) (has |) (left|moved out|graduated|is off|went off|went) (for|to|at|from) (uni|university|college)", "les miens sont grands", "l'aîné (vient de|a) (soutenir|fini|terminé)", "(mein|meine) (ältester|älteste|jüngster|jüngste) (studiert|promoviert|heiratet)", "(mi|mis) (hijo|hija|hijos) mayor (se casa|ya trabaja|termina la carrera)",
	}},
	{28, 0, "", []string{"my (thirtieth|30th)"}},
	{38, 0, "", []string{"my (fortieth|40th)"}},
	{48, 0, "", []string{"my (fiftieth|50th)"}},
	{57, 0, "", []string{"my (sixtieth|60th|senior railcard|senior pass|seniors' pass)"}},
	{67, 0, "", []string{"my (seventieth|70th)"}},
	{76, 0, "", []string{"my (eightieth|80th)"}},
	{0, 0, "female", []string{
		"j'accouche", "mon (bébé|ventre) (bouge|pousse)", "(me|ya me) pesa la barriga", "(día|dias|días) de (la |)regla", "(con|tengo) la regla", "(a|an|two|some|my|the) nursing (bra|bras)", "my milk (came|comes|has come|dried)", "(as|being|becoming) a widow", "al quedarme viuda", "(quedé|he quedado) viuda", "soy (modista|ama de casa)", "(was|am|only|just) (always |) (just |) his wife", "(are|am) two (women|ladies|girls|brides)", "girls including me", "i (was|am) his wife", "as a woman (alone|i|on my own|my)", "(ich|ich mich) als (braut|frau|mutter)", "(bin|ich bin) (gelernte|ausgebildete|selbstständige|selbständige|angestellte|alleinerziehende|begeisterte|leidenschaftliche|berufstätige|werdende) _",
		"mi (barriga|bebé) (pesa|patea|se mueve)", "(his|her|their|the) (little|big|older|younger|kid|baby) sister (which is me|meaning me|that is me)", "(für|zur) (meine |)(geburtsvorbereitung|rückbildung)",
	}},
	{0, 0, "male", []string{
		"(nach|bei|vor|seit) (der|jeder|meiner) rasur", "(only|my|use|with) aftershave", "half a beard", "(my|our) (frat|fraternity)", "(us|of us) (fellows|chaps|fellas)", "(the|in the) (men's|gents) where i", "(bin|ich bin) (gelernter|ausgebildeter|selbstständiger|selbständiger|angestellter|alleinstehender|alleinerziehender|begeisterter|leidenschaftlicher|berufstätiger|werdender|verheirateter) _", "(ser|soy|seré) (un |)(buen |) (padre|papá) (presente|primerizo|de)", "el urólogo me", "mon rasage", "après (le|mon) rasage", "(i have |have |) had a (moustache|beard) for", "grow (my|a) (beard|moustache)", "(keep|kept) telling them grandpa", "a big brother is", "(mister|mr) please", "welcome to the (tenors|basses) young man",
	}},
}

var mineSayings = []saying{
	{0, 22, "", []string{
		"in der (5a|5b|5c|6a|6b|6c|7a|7b|7c|8a|8b|8c|9a|9b|9c|10a|10b|10c)", "(los|las) de (primero|segundo|tercero|cuarto|quinto|sexto)", "(3rd|4th|5th|6th|7th|8th|9th|third|fourth|fifth|sixth|seventh|eighth|ninth) grade (math|maths|social|science|english|history|teacher|test|quiz)", "social studies tomorrow", "in (3rd|4th|5th|6th|7th|8th|third|fourth|fifth|sixth|seventh|eighth) grade",
	}},
	{33, 0, "", []string{"(hip|knee|hips|knees) (replaced|replacement)", "golden wedding", "my (bus pass|cataracts)", "walkers now"}},
	{0, 0, "female", []string{"hysterectomy", "(pap|smear) test"}},
	{0, 0, "male", []string{"prostate (check|exam|screening|biopsy)", "(the|my|last) psa", "an der prostata", "(den|meinen) bart", "(der|mein) psa-wert", "der psa", "el psa", "le psa", "près de la prostate"}},
}

// ofOwn reports whether a sentence is the user's own, with nobody of the family in it.
func (w *Watcher) ofOwn(at int) bool {
	words, own := w.text.words, false
	for i := range words {
		if words[i].sentence != words[at].sentence {
			continue
		}
		if family.has(words[i].hash) {
			return false
		}
		own = own || ownWords.has(words[i].hash)
	}
	return own || w.text.words[at].sentence <= 1 && len(words) < 40 && !w.familyIn()
}

// familyIn reports whether the turn speaks of somebody of the family.
func (w *Watcher) familyIn() bool {
	for i := range w.text.words {
		if family.has(w.text.words[i].hash) {
			return true
		}
	}
	return false
}

var (
	family   = hashesOf("son son's daughter daughter's kid kids child children boy girl nephew niece grandson granddaughter grandkids husband wife's husband's father dad dad's mother mum mom's mum's mom brother sister pupils students patient patients teach teaching he she his her him sohn tochter kind kinder neffe nichte enkel enkelin mann vater mutter schüler schülerin patient er sein seine fils fille enfant enfants neveu nièce mari femme père mère élèves patient il hijo hija hijos niño niña sobrino sobrina nieto marido mujer padre madre alumnos paciente él su")
	ownWords = hashesOf("i i'm i've my me we us our ich mich mir mein meine meinen wir uns je j'ai j' me mon ma mes nous yo mi mis me nos")
)
