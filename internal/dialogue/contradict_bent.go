package dialogue

import (
	"strings"
	"unicode/utf8"
)

// triggers are words after which forms are bent by who speaks, or beside which an age
// stands.
var triggers = hashesOf("suis sens étais serai estoy soy estuve estaba sigo quedé quedo siento ando encuentro nosotras years ans jahre jahren años until till once")

// triggered looks at what stands beside some words: forms that are bent by gender,
// years that one remembers, or has worked for.
func (w *Watcher) triggered(n int) {
	p := &w.profile
	if p.Gender == "" && p.AgeTo == 0 {
		return
	}
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	for i := range words {
		x := &words[i]
		if x.quoted {
			continue
		}
		c := w.text.text[x.from]
		if digit := c >= '0' && c <= '9'; digit {
			if p.AgeTo > 0 && (w.remembers(n, i) || w.passed(n, i) || w.reached(n, i)) {
				return
			}
			continue
		}
		if p.AgeTo > 0 && x.to-x.from > 8 && strings.IndexByte(w.text.text[x.from:x.to], '-') > 0 && w.reached(n, i) {
			return
		}
		if x.to-x.from > 10 && x.class&classCount == 0 || !triggers.has(x.hash) {
			if p.AgeTo > 0 && x.to-x.from > 3 && (w.last.age && w.passed(n, i) || x.class&classCount != 0 && w.reached(n, i)) {
				return
			}
			continue
		}
		s := w.wordAt(i)
		switch s {
		case "years", "ans", "jahre", "jahren", "años":
			if p.AgeTo > 0 && (w.passed(n, i-1) || w.tenure(n, i)) {
				return
			}
		case "until", "till", "once":
			if p.AgeTo > 0 && w.untilAge(n, i) {
				return
			}
		case "suis", "sens", "étais", "serai":
			if p.Gender != "" && w.bentFrench(n, i) {
				return
			}
		default:
			if p.Gender != "" && w.bentSpanish(n, i) {
				return
			}
		}
	}
}

const (
	frenchAdverbs  = " pas très trop plus un peu si vraiment tellement toujours encore complètement totalement assez bien déjà aussi moi-même même jamais tout toute juste plutôt quand donc super hyper enfin "
	frenchWomen    = " nulle contente prête inquiète perdue déçue seule sûre certaine ravie heureuse furieuse sérieuse curieuse nerveuse anxieuse jalouse grosse grande petite vieille idiote sotte folle première dernière partie sortie venue devenue née descendue revenue assise surprise prise mise morte guérie finie réduite séduite contrainte enceinte têtue gourmande maladroite méfiante prudente patiente impatiente convaincue distraite soigneuse paresseuse allergique-née végétarienne française allemande douée confuse reconnaissante intéressante dépendante indépendante débutante bavarde gauchère droitière active sportive attentive créative émotive craintive naïve "
	frenchMen      = " nul content prêt inquiet perdu déçu certain ravi heureux furieux sérieux curieux nerveux anxieux jaloux gros grand vieux idiot sot fou premier dernier parti sorti venu devenu né descendu revenu assis surpris pris guéri têtu gourmand maladroit méfiant patient impatient convaincu distrait soigneux paresseux végétarien français allemand confus reconnaissant débutant bavard gaucher droitier actif sportif attentif créatif émotif craintif naïf "
	spanishAdverbs = " muy un una poco bastante tan más menos ya super súper algo siempre todo toda completamente totalmente demasiado un-poco aún todavía también bien no casi realmente verdaderamente hecho hecha "
	spanishStems   = " torp content list segur encantad hart sol casad solter divorciad viud ordenad desordenad nervios perdid enferm nuev vag tont loc list gord flac baj alt viej guap sordo tranquil tímid celos orgullos alérgic vegetarian vegan zurd diestr desastros despistad patos cuidados perezos honest sincer hart mal buen-a harto avergonzad rar novat miedos maños modern mayorcit chiquitit english español argentin mexican colombian peruan chilen cuban italian american alemana-n ciudadan vecin alumn médic abogad cociner camarer enfermer maestr peluquer camioner fontaner carpinter panader bomber funcionari secretari emplead viuder niñ abuel herman hij sobrin prim tí novi espos suegr cuñad "
	spanishNeither = " nada cada toda todo lado estado-de entrada llamada pasado-mañana sido nido demás marido persona víctima "
)

// bentFrench looks for an adjective or a participle of the other gender after "je suis".
func (w *Watcher) bentFrench(n, i int) bool {
	words := w.text.words
	je := false
	for j := i - 1; j >= 0 && j >= i-3 && words[j].sentence == words[i].sentence && !je; j-- {
		s := w.wordAt(j)
		je = s == "je" || s == "j'étais"
		if s != "ne" && s != "me" && !je {
			break
		}
	}
	if !je {
		return false
	}
	wrong := frenchWomen
	if w.profile.Gender == "female" {
		wrong = frenchMen
	}
	for j := i + 1; j < len(words) && j <= i+14 && words[j].sentence == words[i].sentence && !words[j].quoted; j++ {
		s := w.wordAt(j)
		if strings.Contains(frenchAdverbs, " "+s+" ") {
			continue
		}
		direct := j == i+1 || strings.Contains(frenchAdverbs, " "+w.wordAt(j-1)+" ")
		if !direct && !(words[j].clause || w.wordAt(j-1) == "et") {
			switch s {
			case "il", "elle", "mon", "ma", "qui", "que", "on", "ils", "elles":
				return false // somebody else comes in
			}
			continue
		}
		ends := w.profile.Gender == "male" && strings.HasSuffix(s, "ée") || w.profile.Gender == "female" && strings.HasSuffix(s, "é")
		if ends && j+1 < len(words) && words[j+1].sentence == words[j].sentence && !words[j+1].clause && !direct {
			ends = false
		}
		if ends && utf8.RuneCountInString(s) > 3 || len(s) > 1 && strings.Contains(wrong, " "+s+" ") {
			w.mark(n, Contradicts, i, j+1-i, .8)
			return true
		}
	}
	return false
}

// bentSpanish looks for one after "estoy", "soy" and the like.
func (w *Watcher) bentSpanish(n, i int) bool {
	words := w.text.words
	if s := w.wordAt(i); s == "nosotras" {
		if w.profile.Gender == "male" {
			w.mark(n, Contradicts, i, 1, .8)
			return true
		}
		return false
	} else if (s == "estaba" || s == "encuentro" || s == "siento" || s == "sigo" || s == "ando") && i > 0 && w.thirdBefore(i) {
		return false
	}
	end := byte('a')
	if w.profile.Gender == "female" {
		end = 'o'
	}
	for j := i + 1; j < len(words) && j <= i+4 && words[j].sentence == words[i].sentence && !words[j].quoted; j++ {
		s := w.wordAt(j)
		if strings.Contains(spanishAdverbs, " "+s+" ") {
			continue
		}
		if len(s) < 4 || s[len(s)-1] != end || strings.Contains(spanishNeither, " "+s+" ") {
			return false
		}
		stem := s[:len(s)-1]
		if strings.HasSuffix(stem, "ad") && len(stem) > 3 || strings.HasSuffix(stem, "id") && len(stem) > 4 || strings.Contains(spanishStems, " "+stem+" ") {
			w.mark(n, Contradicts, i, j+1-i, .8)
			return true
		}
		return false
	}
	return false
}

// thirdBefore reports whether the words right before a verb are about somebody else.
func (w *Watcher) thirdBefore(i int) bool {
	words := w.text.words
	for j := i - 1; j >= 0 && j >= i-5 && words[j].sentence == words[i].sentence; j-- {
		switch w.wordAt(j) {
		case "me", "yo":
			return false
		case "mi", "él", "ella", "el", "la", "que", "todo", "lo", "nos", "se":
			return true
		}
	}
	return w.wordAt(i) == "estaba"
}
