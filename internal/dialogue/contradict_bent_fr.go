package dialogue

import "strings"

// Words between "je suis" and what is bent.
var frenchAdverbs = hashesOf("pas très trop plus un peu si vraiment tellement toujours encore complètement totalement assez bien déjà aussi moi-même même jamais tout toute juste plutôt quand donc super hyper enfin mal souvent parfois maintenant vite presque absolument particulièrement extrêmement également finalement peut-être naturellement sincèrement franchement profondément carrément aujourd'hui hier récemment probablement malheureusement heureusement certes quasi quelque drôlement sacrément bientôt fort tant autant moins ni mieux point guère rarement désormais quotidiennement clairement entièrement parfaitement quelquefois d'abord ensuite alors simplement seulement")

// Endings and words that are bent, beside those in -ée and -é, which participles have.
var (
	femaleEndings = []string{"euse", "trice", "ienne", "ière", "onne", "ante", "ente", "otte", "arde", "aine", "ive", "nelle", "uelle", "erte", "ieuse", "ouse", "olle", "uite", "aite"}
	maleEndings   = []string{"eux", "if", "ien"}

	frenchWomen = hashesOf("nulle prête inquiète perdue déçue seule sûre certaine ravie heureuse grosse grande petite vieille idiote sotte folle première dernière partie sortie venue devenue descendue revenue assise surprise prise mise morte guérie finie réduite séduite contrainte enceinte têtue convaincue distraite française allemande anglaise portugaise polonaise libanaise confuse reconnaissante gauchère droitière fière belle nouvelle jalouse douce fraîche franche sèche rousse blonde brune bourgeoise montée tenue reçue élue connue émue vue parvenue retenue battue cocue vaincue rendue intervenue réunie trahie remplie investie avertie démunie endormie épanouie anéantie munie évanouie abasourdie étourdie remise promise admise transmise permise soumise inscrite instruite conduite absente présente patiente contente lente cuite refaite satisfaite insatisfaite couverte ouverte offerte amie copine voisine mère maman mamie veuve femme fille sœur étudiante avocate institutrice pharmacienne gamine complète discrète secrète muette coquette cadette inquiete desolée mariee divorcee avide-née boulangère bouchère étrangère couturière sentie vêtue nourrie grandie vieillie blottie attendrie éblouie")
	frenchMen   = hashesOf("nul content prêt inquiet perdu déçu certain ravi gros grand vieux idiot sot fou dernier parti sorti venu devenu descendu revenu assis surpris pris mis mort guéri fini réduit séduit têtu gourmand maladroit méfiant patient impatient convaincu distrait français allemand anglais confus reconnaissant débutant bavard gaucher droitier reçu élu tenu ému retenu rendu réuni trahi investi averti démuni endormi épanoui anéanti remis promis admis soumis inscrit conduit absent présent lent satisfait insatisfait discret muet inquiet coquet cadet petit seul fier infirmier caissier ouvrier cuisinier serveur vendeur coiffeur directeur instituteur acteur animateur éducateur étudiant avocat boulanger boucher étranger papa papi père veuf mari gendre gamin copain voisin retraité heureux indécis gourmet dernier-né blond brun roux beau doux franc jaloux senti vêtu nourri grandi vieilli ébloui attendri sûr gentil con couillon matinal frileux têtu-né restaurateur traducteur conducteur chercheur livreur chômeur travailleur menteur dormeur joueur râleur rêveur fumeur programmeur développeur carreleur agriculteur viticulteur éleveur facteur rédacteur correcteur formateur inspecteur administrateur coordinateur utilisateur jardinier jardinier-né épicier fermier hôtelier écolier prisonnier gaucher-né chanteur danseur comédien musicien mécanicien électricien technicien informaticien gardien pharmacien citoyen parisien italien canadien québécois écossais marocain algérien tunisien sénégalais lyonnais marseillais toulousain breton normand")

	// What ends so and is no form of a woman's or of a man's.
	frenchNeither = hashesOf("athée lycée musée idée année journée soirée matinée durée entrée tournée rentrée pensée arrière derrière lumière manière matière prière rivière personne soixante quarante cinquante trente attente entente tante vente pente détente semaine peine haleine quinzaine dizaine centaine douzaine vingtaine trentaine domaine capitaine fontaine garde vive arrive active-née ensuite suite visite faite-née " +
		"côté moitié malgré santé clé thé café été degré société liberté qualité quantité difficulté deux eux ceux mieux cheveux lieux yeux vœux bien rien combien chien lien soutien sien mien tien maintien tarif canif massif adjectif objectif récif motif positif négatif chérubin")
	determiners = hashesOf("un une le la les des du mon ma mes ce cet cette ces ça quelque quelques plusieurs deux trois quatre beaucoup si que comment pourquoi quoi où compte")
	// What may follow a word that is bent, further on.
	bentBefore = hashesOf("et de avec dans à au en pour depuis mais")
	// Participles that are nouns elsewhere.
	returned = hashesOf("rentrée entrée arrivée tournée durée montée passée retournée restée")
	// Verbs after which only the next word tells how somebody is: "je vis seule".
	states = hashesOf("vis rentre ressors repars reviens")
	// What does not agree after "je me suis": the user is no object of it.
	unbent = hashesOf("demandé dit permis rendu fait plu déplu nui ri parlé succédé juré promis imaginé figuré rappelé")
)

// feminine and masculine tell how a French word is bent.
func feminine(x *word, s string) bool {
	if frenchNeither.has(x.hash) {
		return false
	}
	return strings.HasSuffix(s, "ée") && len(s) > 4 || frenchWomen.has(x.hash) || len(s) > 5 && ending(s, femaleEndings)
}

func masculine(x *word, s string) bool {
	if frenchNeither.has(x.hash) {
		return false
	}
	return strings.HasSuffix(s, "é") && len(s) > 4 || frenchMen.has(x.hash) || len(s) > 4 && ending(s, maleEndings)
}

// bentFrench looks for an adjective, a participle or a noun of the other gender after "je
// suis" and the like.
func (w *Watcher) bentFrench(n, i int, verb string) bool {
	je, reflexive, which := w.subjectFrench(i, verb)
	if !je {
		return false
	}
	switch verb {
	case "sens", "sentais", "trouve", "retrouve", "retrouvé", "retrouvée":
		if !reflexive {
			return false
		}
	}
	words, female := w.text.words, w.profile.Gender == "female"
	for j := i + 1; j < len(words) && j <= i+14 && words[j].sentence == words[i].sentence && !words[j].quoted; j++ {
		x := &words[j]
		if frenchAdverbs.has(x.hash) {
			continue
		}
		s := w.wordAt(j)
		direct := j == i+1 || frenchAdverbs.has(words[j-1].hash)
		switch s {
		case "il", "elle", "mon", "ma", "qui", "que", "on", "ils", "elles", "je", "j'ai", "c'est":
			return false // something else comes in
		}
		if !direct && states.has(words[i].hash) {
			return false
		}
		if !direct && !x.clause && w.wordAt(j-1) != "et" {
			continue
		}
		switch prev := w.wordAt(j - 1); prev {
		case "un", "une", "des", "le", "la":
			if j > i+2 && !frenchAdverbs.has(words[j-2].hash) {
				return false // "je suis médecin, un patient", "en couple avec un père"
			}
		case "bien":
			if s == "sûr" {
				return false // "of course"
			}
		}
		if !w.tells(feminine(x, s) || direct && returned.has(x.hash), masculine(x, s)) {
			if direct && (s == "un" || s == "une" || s == "la" || s == "le") {
				return false // a noun, which sayings look at
			}
			continue
		}
		last := j+1 >= len(words) || words[j+1].sentence != x.sentence || words[j+1].clause
		if !direct && !last && !bentBefore.has(words[j+1].hash) {
			continue
		}
		if reflexive && (which || female && (unbent.has(x.hash) || !last && (determiners.has(words[j+1].hash) || strings.HasPrefix(w.wordAt(j+1), "l'")))) {
			return false
		}
		return w.bentAs(n, i, j)
	}
	return false
}

// subjectFrench reports whether "je" stands before a verb, whether it is reflexive, and
// whether it follows on what the user did something to: "la veste que je me suis achetée".
func (w *Watcher) subjectFrench(i int, verb string) (je, reflexive, which bool) {
	words := w.text.words
	if verb == "j'étais" || verb == "jsuis" || verb == "j'suis" || verb == "chuis" || verb == "chus" || verb == "suis" && words[i].clause && (i == 0 || words[i-1].class&classStop == 0) {
		return true, false, false // "suis allée", as one writes in haste
	}
	for j := i - 1; j >= 0 && j >= i-4 && words[j].sentence == words[i].sentence; j-- {
		switch s := w.wordAt(j); s {
		case "je", "j'y", "j'en", "j'ai", "j'avais", "j'aurais", "j'aurai", "ai", "avais", "aurais":
			if verb == "été" && (s == "je" || s == "j'y" || s == "j'en") || verb != "été" && (strings.HasSuffix(s, "i") || strings.HasSuffix(s, "s")) {
				return false, false, false
			}
			if j > 0 && words[j-1].sentence == words[j].sentence {
				switch w.wordAt(j - 1) {
				case "que", "qu'":
					which = true
				case "si", "quand", "comme":
					return w.wordAt(j-1) == "comme", reflexive, which
				}
			}
			return true, reflexive, which
		case "chuis":
			return true, false, false
		case "me", "m'y", "m'en", "m'":
			reflexive = true
		case "moi":
			return w.wordAt(j+1) == "qui", reflexive, false
		case "ne", "n'y", "n'en", "n'ai", "n'avais", "n'aurais", "n'", "y", "en", "qui", "pas", "jamais", "déjà", "toujours", "vraiment", "aussi":
			if verb == "été" && s[0] == 'n' && len(s) > 3 {
				return true, false, false
			}
			if verb == "étais" && s == "n'" {
				continue
			}
		default:
			return false, false, false
		}
	}
	return false, false, false
}

// doneTo looks for what was done to a woman: "on m'a licenciée".
func (w *Watcher) doneTo(n, i int) bool {
	words := w.text.words
	for j := i - 1; j >= 0 && j >= i-6 && words[j].sentence == words[i].sentence; j-- {
		s := w.wordAt(j)
		if s == "que" || strings.HasPrefix(s, "qu'") || s == "quelle" || s == "quelles" || s == "laquelle" {
			return false // "la lettre qu'on m'a envoyée"
		}
	}
	for j := i + 1; j < len(words) && j <= i+5 && words[j].sentence == words[i].sentence && !words[j].quoted; j++ {
		x := &words[j]
		if frenchAdverbs.has(x.hash) {
			continue
		}
		s := w.wordAt(j)
		switch {
		case strings.HasSuffix(s, "ée") && !frenchNeither.has(x.hash), s == "prise", s == "surprise", s == "mise", s == "séduite", s == "reçue", s == "convaincue", s == "déçue", s == "crue", s == "élue", s == "inscrite":
			return w.bentAs(n, i, j)
		}
		return false
	}
	return false
}
