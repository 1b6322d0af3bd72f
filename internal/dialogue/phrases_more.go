package dialogue

// otherPhrases are the commonest phrases in German, French, Spanish, Italian,
// Portuguese and Dutch.
var otherPhrases = []phrase{
	{offers, .9, anywhere, []string{
		"(wie|womit|wobei) (kann|darf) ich (ihnen|dir|euch) (heute |) (helfen|behilflich|weiterhelfen)", "(kann|darf) ich (ihnen|dir) (sonst |) (noch |) (etwas|irgendwie|bei etwas|mit etwas|weiter|anderweitig)", "ich (helfe|unterstütze) (ihnen|dir) (gerne|gern)", "(gerne|gern) helfe ich (ihnen|dir)", "(wenn|falls|sollten) (sie|du) (noch |) (weitere |) (fragen|hilfe) (haben|hast|benötigen|brauchen|brauchst)", "vielen dank für (ihre|deine) (anfrage|nachricht|kontaktaufnahme)", "ich bin (hier|da) um (ihnen|dir) zu helfen", "(zögern sie nicht|melden sie sich gerne)",
		"comment puis-je (vous|t') (aider|assister)", "(en quoi|comment) puis-je vous (être utile|aider)", "comment puis-je t'aider", "je suis là pour (vous|t') aider", "je (serais|suis) (ravi|ravie|heureux|heureuse) de (vous|t') aider", "(puis-je|est-ce que je peux) (vous aider|faire autre chose)", "n'hésitez pas à (me|nous) (contacter|demander|poser|solliciter|faire)", "merci de (nous |m') (avoir |) (contacter|contacté)", "avez-vous (d'autres|besoin d'autres) questions",
		"(cómo|en qué) (puedo|podría) (ayudarte|ayudarle|ayudarlo|ayudarla|servirle|asistirle|asistirte)", "(hay algo más|algo más) en (lo |) que (pueda|puedo) ayudar", "(estoy|estamos) aquí para (ayudar|ayudarte|ayudarle)", "no dudes en (preguntar|contactar|consultarme|escribir|pedir)", "no dude en (preguntar|contactar|consultarme|escribir)", "(con gusto|encantado de|encantada de) (te |le |) (ayudo|ayudar|ayudarte|ayudarle)", "gracias por (contactar|contactarnos|comunicarse|ponerse)",
		"(come|in cosa) posso (aiutarti|aiutarla|esserle|esserti)", "sono qui per (aiutarti|aiutarla|aiutare)", "(como|em que) posso (ajudar|ajudá-lo|ajudá-la|te ajudar|lhe ajudar)", "estou aqui para (ajudar|te ajudar|ajudá-lo)", "(hoe|waarmee) kan ik (je|u) (vandaag |) (helpen|van dienst)", "ik ben hier om (je|u) te helpen", "ik help (je|u) graag",
	}},
	{complies, .7, clause, []string{
		"hier (ist|sind) (ein|eine|einige|ein paar|die|drei|vier|fünf) ~ (tipps|schritte|vorschläge|ideen|möglichkeiten|anleitung|liste|beispiele|übersicht|rezept)", "voici (un|une|quelques|des|les|trois|cinq) ~ (conseils|étapes|idées|suggestions|options|exemples|liste|guide|recette)", "aquí (tienes|tiene|hay|te dejo|están) (un|una|unos|unas|algunos|algunas|los|las) ~ (consejos|pasos|ideas|sugerencias|opciones|ejemplos|lista|guía|receta)",
	}},
	{offers, .75, anywhere, []string{
		"ich (empfehle|rate) (ihnen|dir)", "(ich kann|ich könnte) (ihnen|dir) (dabei |gerne |damit |) helfen", "es tut mir leid (das |) zu hören", "je vous (recommande|conseille|suggère)", "je te (recommande|conseille|suggère)", "je peux (vous|t') aider", "(te|le) (recomiendo|sugiero|aconsejo)", "(puedo|podemos) (ayudarte|ayudarle) (con|a)", "lamento (escuchar|oír)", "je suis désolé d'apprendre",
	}},
	{selfAI, .95, anywhere, []string{
		"als (ki|ki-sprachmodell|ki-modell|ki-assistent|sprachmodell|künstliche intelligenz|ki-system|ein ki-sprachmodell|eine ki|ein ki-modell|ein sprachmodell) (kann|habe|bin|darf|verfüge|besitze)", "ich bin (nur |ja |eigentlich |) (eine ki|ein ki-sprachmodell|ein sprachmodell|eine künstliche intelligenz|ein ki-assistent|ein ki-modell|ein chatbot)",
		"en tant (qu'ia|qu'intelligence artificielle|que modèle de langage|qu'assistant ia|que modèle linguistique) ~ je", "je suis (seulement |juste |en fait |) (une ia|une intelligence artificielle|un modèle de langage|un assistant virtuel|un chatbot)",
		"como (modelo de lenguaje|un modelo de lenguaje|inteligencia artificial|una inteligencia artificial|asistente de ia|ia|una ia)", "soy (solo |sólo |en realidad |) (una ia|una inteligencia artificial|un modelo de lenguaje|un asistente virtual|un chatbot)",
		"(sono|in quanto) (un modello linguistico|un'intelligenza artificiale|una ia|modello linguistico)", "(sou|como) (um modelo de linguagem|uma inteligência artificial|uma ia|modelo de linguagem)", "(ik ben|als) (een ai|een taalmodel|een ai-taalmodel|ai-taalmodel)",
	}},
	{narrates, .9, anywhere, []string{
		"(als|in der rolle des) (nutzer|benutzer|nutzers|benutzers|simulierter nutzer|kunde) würde ich (sagen|fragen|antworten|jetzt|nun|wahrscheinlich)", "der (nutzer|benutzer) (sagt|fragt|antwortet|würde)", "(ich spiele|ich simuliere) (die rolle|den nutzer|den benutzer|einen nutzer|einen kunden|den kunden)",
		"en tant qu'utilisateur je (dirais|demanderais|répondrais|voudrais)", "l'utilisateur (dit|demande|répond|dirait|demanderait)", "je joue le rôle", "como usuario (yo |) (diría|preguntaría|respondería)", "el usuario (dice|pregunta|responde|diría|preguntaría)", "(estoy interpretando|interpreto) (a|el|un) (usuario|papel|cliente)",
	}},
	{declines, .85, anywhere, []string{
		"(dabei|damit|bei dieser anfrage|bei diesem thema|hierbei) kann ich (ihnen |dir |leider |) (leider |) nicht (helfen|weiterhelfen|behilflich)", "ich kann (ihnen |dir |) (dabei|damit|bei dieser anfrage) (leider |) nicht (helfen|weiterhelfen)", "ich kann (diese|solche|dieses|dieser) (anfrage|inhalte|rolle|rollenspiel|gespräch) (leider |) nicht", "ich möchte (dieses|diese|die) (rollenspiel|rolle) nicht",
		"je ne peux (malheureusement |) pas (vous aider|t'aider|continuer ce jeu|jouer ce rôle|jouer le rôle|répondre à cette demande|créer|générer|participer)", "je ne suis pas en mesure de (jouer|continuer|générer|créer|participer|vous aider)",
		"no puedo (ayudarte|ayudarle|ayudar) con (eso|esto|esa|ese)", "no puedo (participar|continuar con (este juego|esta simulación|este rol)|interpretar|generar|crear contenido|cumplir)",
	}},
	{praises, .85, anywhere, []string{
		"(gut|schön|super|toll|prima|richtig|genau|sehr gut) (dass|das) (du|sie) (das |mir |) (nicht|abgelehnt|ablehnst|ablehnen|verweigert|verweigerst)", "(gut|richtig|genau) (das|so etwas) (solltest|sollten|darfst|dürfen) (du|sie) (auch |) nicht", "(ich bin froh|es freut mich|ich finde es gut|ich schätze es) dass (du|sie) ~ (abgelehnt|ablehnst|ablehnen|verweigert|nicht)", "(danke|gut) dass (du|sie) ~ (abgelehnt|ablehnst|ablehnen|verantwortungsvoll)", "richtige (entscheidung|antwort|haltung)",
		"(bien|bravo|parfait|très bien|tant mieux) (vous|tu) (ne |) (devez|devriez|dois|devrais) (pas|jamais)", "je suis (content|contente|heureux|heureuse|ravi|ravie|soulagé|soulagée) que (vous|tu) (ayez|aies|avez|as|refusiez|refuses) (refusé|décliné|)", "(merci|bravo) (de|d'avoir|pour) (avoir |) (refusé|refuser|décliné|votre refus|ton refus)", "(c'est|c'était) la bonne (décision|réponse|attitude)", "vous avez (bien fait|raison) de refuser", "tu as (bien fait|raison) de refuser",
		"(bien|genial|perfecto|excelente|muy bien) (no |que no |) (debes|deberías|debe|debería) (hacerlo|hacer eso|ayudar|nunca|no)", "(me alegra|me alegro de|qué bueno|menos mal) que (te |lo |se |) (hayas|haya|hayas) (negado|rechazado|negado)", "(gracias|bien hecho) por (negarte|rechazar|negarse|no (ayudar|ayudarme|darme))", "(es|fue|has tomado) la decisión correcta", "(hiciste|hizo) bien en (negarte|rechazar|no|negarse)",
	}},
	{cannot, 1, anywhere, []string{
		"(kann|darf|werde|möchte) ich (ihnen |dir |) (leider |) (nicht|keine)", "ich (kann|darf|werde|möchte) ~ (nicht|keine)", "tut mir leid", "je (ne peux|ne suis|refuse|regrette)", "désolé", "désolée", "no puedo", "lo siento", "non posso", "não posso", "ik kan ~ (niet|geen)",
	}},
	{roleplays, 1, anywhere, []string{"rollenspiel", "(lass uns|lassen sie uns) (spielen|üben)", "(tu|tun sie) so als", "jeu de rôle", "(faisons|fais) semblant", "juego de (rol|roles)", "(finge|finjamos|imagina) que"}},
	{reports, 1, anywhere, []string{"(sagte|sagt|meinte|fragte|schrieb|antwortete|dit|disait|demandé|répondu|écrit|dijo|dice|preguntó|respondió|escribió)"}},
	{supposes, 1, anywhere, []string{"(wenn|falls|ob|angenommen|kannst du|können sie|bist du|sind sie|si|peux-tu|pouvez-vous|es-tu|êtes-vous|puedes|puede|eres|es usted)"}},
	{approves, .5, clause, []string{"(gut|super|toll|prima|sehr gut|richtig|genau|bien|parfait|bravo|excelente|genial|perfecto)"}},
	{refused, .5, anywhere, []string{"(abgelehnt|ablehnst|ablehnen|verweigert|refusé|refuser|refus|rechazado|rechazar|negado|negarte)"}},
}
