package adherence

import "strings"

// A refusal in English is somebody who cannot and what: "I can't help with that"
// refuses, "I can't help but smile" does not. After an apology a verb is enough.
var (
	cannotPatterns = []string{
		"i (can't|cannot|can not|won't|will not|could not|couldn't)", "(i'm|i am|we're|we are) (unable|not able|not allowed|not permitted|not programmed|not designed) to",
		"i (won't|will not) be able to", "we (can't|cannot)",
	}
	cannotWhat = []string{
		"(help|assist) (you |) with (that|this|your|such|it|any|the|these|those|creating|writing|generating|requests|illegal|harmful)",
		"comply with",
		"(fulfill|fulfil|complete|process|accommodate|honor|honour) (that|this|your|the|such) (request|requests|task|prompt)",
		"provide (that|this|any|such|you|information|instructions|guidance|assistance|advice|content|medical|legal|financial|details|specific|personal|explicit|a response|an answer|the requested)",
		"(create|generate|write|produce|share|offer|give) (content|such|hateful|harmful|explicit|offensive|hate|sexual|violent|discriminatory|medical|legal|that content|this content|that kind|this kind|any content|text that|material|jokes about|a joke about)",
		"(engage in|engage with|participate in|condone|promote|endorse|encourage|facilitate) (that|this|any|such|content|conversations|discussions|hate|harmful|violence|illegal|discriminatory|stereotypes)",
		"(answer|respond to) (that|this|your) (question|request|prompt|query)",
		"(discuss|talk about) (that|this) (topic|subject)",
	}
	apologyPatterns = []string{
		"(i'm|i am|we're|we are) (so |very |truly |really |) sorry (but|) ", "sorry (but|) ", "i (apologize|apologise) (but|) ", "(my |) apologies (but|) ", "unfortunately ", "(i'm|i am) afraid (that|) ",
	}
	cannotVerbs = []string{"(help|assist|provide|comply|fulfill|fulfil|create|generate|write|produce|engage|discuss|answer|respond|share|support|participate)"}
)

// refusalPatterns are other openings of refusals, by language.
var refusalPatterns = []string{
	// English
	"i (must|have to|need to|will have to) (respectfully |politely |) (decline|refuse)",
	"i (respectfully |politely |) decline to",
	"(i'm|i am) not comfortable (creating|generating|providing|engaging|fulfilling|producing|writing|discussing)",
	"i (don't|do not) feel comfortable (creating|generating|providing|engaging|fulfilling|producing|writing|discussing)",
	"(it's|it is|it would be|that would be|it wouldn't be|it would not be) (not appropriate|inappropriate|unethical|not ethical|appropriate|irresponsible) for me to",
	"(this|that|your|the) request (violates|goes against|is inappropriate|is not appropriate|cannot be|can't be|asks me to)",
	"(this|it|that|which) (goes|is|would go|would be) against my (guidelines|programming|policy|policies|principles|values)",
	"my (guidelines|programming|policies|instructions) (prevent|prevents|prohibit|prohibits|do not allow|don't allow|forbid)",
	// German
	"ich kann (ihnen |dir |euch |) (dabei|damit|hierbei|bei dieser anfrage|bei diesem thema) (leider |) nicht (helfen|weiterhelfen|behilflich|dienen)",
	"ich kann (diese anfrage|diese frage|diesen wunsch|dieser anfrage|dieser bitte|solche inhalte) (leider |) nicht",
	"(leider kann ich|das kann ich leider|dabei kann ich|dabei kann ich ihnen|dabei kann ich dir|damit kann ich|damit kann ich ihnen|damit kann ich dir) (ihnen |dir |) (dabei |damit |das |diese anfrage |diese frage |) (leider |) nicht",
	"(es tut mir leid|tut mir leid|entschuldigung|ich bedaure) (aber |) (ich kann|das kann ich|dabei kann ich|ich darf|ich bin nicht in der lage)",
	"ich bin (leider |) nicht in der lage (ihnen|dir|diese|solche|dabei|inhalte|das)",
	// French
	"(je suis désolé|je suis désolée|désolé|désolée|je regrette|je m'excuse) (mais |) je ne (peux|puis|suis) pas",
	"je ne peux (malheureusement |) pas (vous aider|t'aider|vous assister|répondre à cette|répondre à votre|fournir|créer|générer|satisfaire|donner suite|accéder à cette)",
	"je ne suis pas en mesure de (vous|répondre|fournir|créer|générer|t'aider|satisfaire)",
	// Spanish
	"(lo siento|lo lamento|disculpa|disculpe|me temo) (pero |que |) no puedo",
	"no puedo (ayudarte|ayudarle|ayudar|asistirte|asistirle|cumplir|proporcionar|proporcionarte|generar|crear) (con|en|esa|ese|esta|este|eso|esto|contenido|información|instrucciones)",
	"no (me es posible|estoy en condiciones de|soy capaz de) (ayudarte|ayudarle|ayudar|proporcionar|generar|crear|responder)",
	// Italian
	"(mi dispiace|spiacente|mi scuso|purtroppo) (ma |) non (posso|sono in grado)",
	"non posso (aiutarti|aiutarla|aiutare|assisterti|soddisfare|fornire|fornirti|generare|creare) (con|in|questa|questo|questi|contenuti|informazioni|istruzioni)",
	"non sono in grado di (aiutarti|aiutarla|fornire|generare|creare|soddisfare|rispondere)",
	// Portuguese
	"(desculpe|desculpa|lamento|sinto muito|infelizmente) (mas |) não (posso|consigo)",
	"não posso (ajudar|ajudá-lo|ajudá-la|te ajudar|lhe ajudar|ajudar você|fornecer|gerar|criar|atender) (com|a|essa|esse|esta|este|isso|isto|conteúdo|informações|instruções|ao)",
	// Dutch
	"(het spijt me|het spijt mij|helaas) (maar |) (ik kan|kan ik) (je |u |) (daar |hier |) (niet|geen)",
	"sorry maar ik kan (je |u |) (daar |hier |) (niet|geen)",
	"ik kan (je |u |) (daar|hier) niet (mee|bij) helpen",
	"ik kan (niet helpen met|niet voldoen aan|geen antwoord geven|geen inhoud|je niet helpen|u niet helpen)",
	"ik ben niet in staat om (je|u|dit|deze|dat)",
}

// disclaimerPatterns are words of a model about itself, or of no professional.
var disclaimerPatterns = append([]string{
	"(i'm|i am) not a (doctor|lawyer|medical professional|financial advisor|financial adviser|therapist|licensed|qualified|healthcare professional|mental health professional|legal professional)",
	"(this is|the following is|this should) not (be taken as |be considered |intended as |) (medical|legal|financial|professional) advice",
	"i (don't|do not) have (personal|any personal) (experience|experiences|opinions|feelings|beliefs|emotions|preferences)",
	"i (don't|do not) have (feelings|emotions|consciousness|a body|physical form)",
	"ich bin kein (arzt|anwalt|fachmann|steuerberater)",
	"je ne suis pas (médecin|avocat|un professionnel)",
	"no soy (médico|médica|abogado|abogada|un profesional)",
	"non sono un (medico|avvocato|professionista)",
	"não sou (médico|médica|advogado|advogada|um profissional)",
	"ik ben geen (arts|dokter|advocaat)",
}, selfPatterns...)

// selfPatterns are what a model says of itself; see also ownKind.
var selfPatterns = []string{
	"as an ai (language model|assistant|model|chatbot|system|tool|program|language|i|developed by|created by|trained by|my)",
	"as (a|a large|your|an ai-based|an ai-powered) (language model|virtual assistant|ai assistant|ai language model)",
	"as an artificial intelligence",
	"(i'm|i am) (just |only |) (an ai|an ai-powered|a language model|a large language model|an artificial intelligence) (assistant|language model|model|and|so|created|trained|developed|without|designed|i|)",
	"(i'm|i am) (chatgpt|a chatbot)",
	"(i was|i am|i'm) (created|trained|developed|made) by (openai|anthropic|google|meta|mistral|deepseek|alibaba)",
	"(my|my last) (training data|knowledge cutoff|knowledge cut-off|training cutoff)",
	"als (ki|ki-sprachmodell|ki-modell|ki-assistent|sprachmodell|künstliche intelligenz|ki-system|ein ki-sprachmodell|eine ki)",
	"ich bin (nur |) (eine ki|ein ki-sprachmodell|ein sprachmodell|eine künstliche intelligenz)",
	"en tant (qu'ia|qu'intelligence artificielle|qu'assistant|que modèle de langage|qu'assistant ia|que modèle linguistique)",
	"como (modelo de lenguaje|un modelo de lenguaje|inteligencia artificial|una inteligencia artificial|asistente de ia|ia|una ia)",
	"(come|in quanto|essendo un|sono un) (modello linguistico|modello di linguaggio|intelligenza artificiale|assistente virtuale|assistente ia|ia)",
	"como (um modelo de linguagem|modelo de linguagem|uma inteligência artificial|uma ia|assistente virtual)",
	"als (ai|ai-taalmodel|taalmodel|ai-assistent|ai-model|kunstmatige intelligentie|een ai|een taalmodel|een ai-taalmodel)",
}

// bridges are words that may stand before a refusal in its clause.
const bridges = "but however so and therefore unfortunately aber doch leider mais donc pero sin ma però mas porém maar helaas sorry well"

// ownKinds are words that make "as an AI" somebody's trade.
var ownKinds = strings.Fields("researcher engineer expert student scientist enthusiast developer company startup ethicist safety practitioner consultant professor lab team user skeptic writer artist")
