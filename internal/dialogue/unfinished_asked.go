package dialogue

import "seedbed.dev/seedbed"

// restPhrases are how a system says that it got a part of a message only, or asks for the
// rest of one.
var restPhrases = []phrase{
	{unended, .8, anywhere, []string{
		"(your|the|that|this|last|previous) (message|sentence|question|text|reply|request|note|post|line|thought) ~ (cut off|cut short|cut out|got cut|was cut|been cut|truncated|incomplete|unfinished|broke off|breaks off|stops short|stopped short|stopped mid|stops mid|ended mid|ends mid|ended abruptly|ends abruptly|trailed off|trails off|not finished|not complete|half finished)",
		"(message|sentence|question|text|request) (may have|might have|must have|has|got|was|is|seems|appears|looks) (been |to be |to have been |to have |) (cut|truncated|incomplete|unfinished|interrupted)",
		"(you|you got|you were|you seem to have been|you have been) cut off (there|mid|before|at|after|in|again|.)", "(incomplete|unfinished) (message|sentence|question|thought|request)", "(you|your message|your question|your sentence) (trailed|trails|trail) off",
		"you (did not|have not|never|were not able to) (quite |) (finish|finished|finishing|complete|completed) (your|that|the|typing|what|writing)", "only (part|half|the first part|the beginning|the first half|a part) of (your|that|the) (message|question|sentence|request|text)",
		"(could|can|would|will|please|want to|care to|mind) (you |) (please |) (finish|finishing|complete|completing|resend|resending) (your|that|the) (message|sentence|question|thought|request|last)", "(the|send|see|hear|share|type) (me |) (the |) rest of (your|that|the) (message|question|sentence|thought|request)",
		"(what|how) were you (about|going) to (say|ask|add|write|tell|type)", "you were (saying|about to say|about to ask|going to say|going to ask)", "(what|where) ~ rest of (your|that|the) (message|question|sentence)",
	}},
	{unended, .8, anywhere, []string{
		"(nachricht|satz|frage|text|anfrage|mitteilung) ~ (abgeschnitten|abgebrochen|unvollständig|unterbrochen|abgehackt|nicht vollständig|nicht zu ende|nicht ganz|nur teilweise|nur zur hälfte|mittendrin|mitten)", "(bricht|brach|endet|hört|hörte) (ihre|deine|die|der|ihr|dein) (nachricht|satz|frage|text|anfrage)",
		"(ihren|deinen|den) (satz|text) (bitte |noch |) (zu ende|beenden|vervollständigen|vollständig)", "(ihre|deine|die) (frage|nachricht|anfrage) (bitte |noch |noch einmal |nochmal |) (zu ende|beenden|vervollständigen|vollständig)", "(rest|ende) (der|ihrer|deiner|des|ihres|deines) (nachricht|frage|satzes|anfrage|textes)",
		"was (wollten sie|wolltest du|wollten sie noch|wolltest du noch) (sagen|fragen|schreiben|wissen)", "(abgeschnittene|unvollständige|abgebrochene) (nachricht|frage|anfrage)",
	}},
	{unended, .8, anywhere, []string{
		"(message|phrase|question|texte|demande) ~ (coupé|coupée|incomplet|incomplète|interrompu|interrompue|tronqué|tronquée|inachevé|inachevée|pas terminé|pas terminée|pas complet|pas complète|pas fini|pas finie|arrête)", "(terminer|finir|compléter|renvoyer|achever) (votre|ta|ton|la|le) (message|phrase|question|demande)",
		"(fin|suite|reste) (de|du) (votre|ta|ton|la|) (message|phrase|question|demande)", "(vous alliez|vous vouliez|tu allais|tu voulais) (dire|demander|écrire|ajouter)", "(vous disiez|tu disais)", "n'avez pas (terminé|fini|complété) (votre|la|le)", "n'as pas (terminé|fini|complété) (ta|ton|la|le)",
	}},
	{unended, .8, anywhere, []string{
		"(mensaje|frase|pregunta|texto|consulta) ~ (cortado|cortada|cortó|incompleto|incompleta|a medias|a mitad|interrumpido|interrumpida|truncado|truncada|sin terminar|sin acabar)", "se (cortó|ha cortado|quedó|ha quedado) ~ (mensaje|frase|pregunta|texto|medias|mitad|cortado|incompleto|incompleta)",
		"(terminar|completar|acabar|reenviar|terminas|completas|acabas|termina|completa) (su|tu|el|la) (mensaje|frase|pregunta|consulta)", "(resto|final) (de|del) (su|tu|la|) (mensaje|frase|pregunta|consulta)", "(qué|que) (ibas|iba|querías|quería) a (decir|preguntar|escribir)", "(qué|que) (querías|quería) (decir|preguntar|escribir|decirme|preguntarme)", "(me decías|me decía|decías|ibas a decir|ibas a preguntar)",
	}},
}

// asksForRest looks, in a turn of the system, for a word that the user's last turn was not
// whole. It is believed where that turn ends without a stop.
func (w *Watcher) asksForRest(n int) {
	if n == 0 || w.turns[n-1].role != seedbed.User || w.turns[n-1].stops {
		return
	}
	for _, h := range w.hits {
		if h.phrase.kind == unended && !w.text.words[h.at].quoted {
			w.signal(Signal{Turn: n - 1, Name: Cut, Strength: h.phrase.strength})
			return
		}
	}
}
