package dialogue

import "strings"

// Words between "estoy" and what is bent; what follows "un" and "una" is looked at too.
var spanishAdverbs = hashesOf("muy un una poco bastante tan más menos ya super súper algo siempre todo toda completamente totalmente demasiado aún todavía también bien no casi realmente verdaderamente hecho hecha re bien medio media igual nada ahora tremendamente sumamente absolutamente profundamente muchísimo mucho mejor un-tanto tanto francamente sinceramente especialmente sola-mente hoy")

// Stems of adjectives and nouns that end with -o for men and -a for women; participles,
// in -ad and -id, need none.
var (
	spanishStems = hashesOf("torp content list segur encantad hart sol casad viud nervios enferm nuev vag tont loc gord flac baj alt viej guap sord tranquil tímid celos orgullos alérgic vegetarian vegan zurd diestr despistad cuidados perezos honest sincer rar novat miedos mañoser modern mayorcit chiquit english español argentin mexican colombian peruan chilen cuban italian american alemán ecuatorian bolivian uruguay paraguay dominican venezolan hondureñ panameñ andaluz gallegu galleg asturian canari valencian vecin alumn abogad cociner camarer meser enfermer maestr peluquer camioner fontaner carpinter panader bomber funcionari secretari viuder niñ abuel herman hij sobrin prim tí novi espos suegr cuñad soltér solter friler friol frioler calurós caluros curios ansios perfeccionist-n tímidit flaquit gordit solit loquit cansadit enamoradiz inquiet atent list discret prolij cuidados ordenadit amistos cariños generos ambicios indecis confus precis tercament terc necia-n neci sac-n bueni honrad desastros golos rubi moren pelirroj delgad roñic tacañ avar creativ activ deportiv positiv pasiv impulsiv sensitiv introspectiv nul harto-n quejic mism únic primer últim segund pequeñ jubiladit huérfan herman mellizo-n mellíz melliz gemel ciudadan cristian católic musulman judí ate autónom médico-n psicólog biólog arquitect ingenier técnic músic bibliotecari voluntari propietari usuari-n empresari veterinari farmacéutic románt romántic dramátic patétic simpátic antipátic escéptic práctic puntillos rencoros mentiros chismos nostálgic melancólic fanátic metódic hiperactiv extrovertid calv barbud barrigón-n muert pres suelt descalz lleno-n llen harta-n exhaust satisfech desech desnud hech-n ilus ilusa-n ilusion estudios deportist-n mimos goloso-n laborios bolud pelotud tarad güey-n gil-n pendej chapad podrid-n list indignad llen asombrad cóm-n apurad")
	// What is so for women too, or no person.
	spanishNeither = hashesOf("nada cada toda todo lado entrada llamada nido demás marido persona víctima abogado-n miembro médico grado segundo sentido ruido pedido lunes partido verdad mitad edad ciudad llegada salida jornada tirada vida bebida comida medida medico soldado-n testigo primero segunda cuarto tercera plaza parada calzada nunca estado contado tratado mercado juzgado lado")
	spanishWomen   = hashesOf("trabajadora llorona luchadora soñadora española inglesa francesa alemana portuguesa dormilona comilona mandona gritona solterona cuarentona cincuentona sesentona setentona profesora doctora directora escritora pintora conductora diseñadora programadora cuidadora lectora señora administradora educadora traductora coordinadora fumadora madrugadora habladora encantadora mujer madre mamá chica catalana andaluza médica jueza jefa autora emprendedora")
	spanishMen     = hashesOf("trabajador llorón luchador soñador español inglés francés alemán portugués dormilón comilón mandón gritón solterón cuarentón cincuentón sesentón setentón profesor director escritor pintor conductor programador cuidador lector administrador educador traductor fumador madrugador hablador catalán andaluz hombre padre papá varón")
)

// bentSpanish looks for a form of the other gender after "estoy", "soy" and the like.
func (w *Watcher) bentSpanish(n, i int, verb string) bool {
	if !w.subjectSpanish(i, verb) {
		return false
	}
	if w.exclaims(n, i) {
		return true
	}
	words := w.text.words
	for j := i + 1; j < len(words) && j <= i+5 && words[j].sentence == words[i].sentence && !words[j].quoted; j++ {
		x := &words[j]
		if spanishAdverbs.has(x.hash) {
			continue
		}
		s := w.wordAt(j)
		if len(s) > 6 && (strings.HasSuffix(s, "ista") || strings.HasSuffix(s, "ante") || strings.HasSuffix(s, "ente")) {
			continue // "soy electricista jubilado"
		}
		if verb == "fui" && (s == "a" || s == "al") || spanishNeither.has(x.hash) || len(s) < 4 {
			return false
		}
		female, male := spanishWomen.has(x.hash), spanishMen.has(x.hash)
		switch stem, end := s[:len(s)-1], s[len(s)-1]; {
		case end != 'a' && end != 'o':
		case strings.HasSuffix(stem, "ad") && len(stem) > 3, strings.HasSuffix(stem, "id") && len(stem) > 4, strings.HasSuffix(stem, "ísim"), spanishStems.has(hash([]byte(stem))):
			female, male = end == 'a', end == 'o'
		}
		if !w.tells(female, male) {
			return false
		}
		if verb == "vivo" && s == "solo" {
			return false // "only"
		}
		if !female && w.wordAt(j-1) == "un" && (verb == "estoy" || verb == "estado") {
			return false
		}
		if next := w.inSentence(j+1, j); strings.HasSuffix(next, "ción") || strings.HasSuffix(next, "dad") {
			return false // "soy nueva generación"
		}
		return w.bentAs(n, i, j)
	}
	return false
}

// exclaims looks for a form of the other gender before the verb: "qué tonta soy".
func (w *Watcher) exclaims(n, i int) bool {
	words := w.text.words
	if i < 2 || words[i-2].sentence != words[i].sentence {
		return false
	}
	if how := w.wordAt(i - 2); how != "qué" && how != "que" && how != "tan" && how != "muy" {
		return false
	}
	s := w.wordAt(i - 1)
	if len(s) < 4 || spanishNeither.has(words[i-1].hash) {
		return false
	}
	stem, end := s[:len(s)-1], s[len(s)-1]
	bent := strings.HasSuffix(stem, "ad") || strings.HasSuffix(stem, "id") || spanishStems.has(hash([]byte(stem)))
	return bent && w.tells(end == 'a', end == 'o') && w.bentAs(n, i-2, i)
}

// subjectSpanish reports whether a verb is the user's own, and has "me" where it tells of
// a state only so.
func (w *Watcher) subjectSpanish(i int, verb string) bool {
	words := w.text.words
	before := ""
	if i > 0 && words[i-1].sentence == words[i].sentence {
		before = w.wordAt(i - 1)
	}
	switch verb {
	case "siento", "sentí", "sentía", "encuentro", "encontré", "puse", "pongo", "vi", "veo", "vuelvo", "volví", "levanté", "levanto", "desperté", "despierto", "acosté", "acuesto", "noto", "noté", "marché":
		if before != "me" {
			return false
		}
	case "estado", "sido", "quedado", "puesto", "sentido", "vuelto":
		if before != "he" && !(before == "haber" && i > 1 && w.wordAt(i-2) == "por") {
			return false
		}
	case "estaba", "era":
		return !w.thirdBefore(i)
	}
	return before != "si"
}

// thirdBefore reports whether "estaba" and the like may be somebody else's, as they are
// without "yo" or "me".
func (w *Watcher) thirdBefore(i int) bool {
	if i == 0 || w.text.words[i-1].sentence != w.text.words[i].sentence {
		return true
	}
	s := w.wordAt(i - 1)
	return s != "me" && s != "yo" && !(s == "no" && i > 1 && w.wordAt(i-2) == "yo")
}
