package dialogue

import "testing"

// Conversations that are over before anything was asked, turns parted by " || ", the
// user's first; an empty one stands between two bars.
var overAtOnce = []string{
	"Hi", "hello there", "Hey!", "Good morning!", "Guten Tag", "hallo", "Bonjour", "Salut !", "Hola", "Buenos días",
	"", "   ", "...", "…", "-", "[END]", "<|im_end|>", "<|endoftext|>", "</s>", "[END OF CONVERSATION]", "<END>", "[conversation ended]",
	"Conversation over.", "conversation ended", "The conversation has ended.", "(end of conversation)", "End of conversation", "[exit]", "STOP", "###STOP###", "<eot>", "<|eot_id|>", "[TERMINATE]", "TERMINATE", "[DONE]", "exit", "quit", "Goodbye.", "goodbye!", "bye", "Bye bye",
	"Thanks!", "Thank you.", "Thank you so much!", "Thanks, bye!", "Thank you for your help. Goodbye!", "Thank you, that was all.", "Nothing, thanks.", "nothing thanks", "No, thanks.", "No thank you, I'm good.", "I don't need anything, thanks.", "I have no questions.", "No questions from me, thank you.", "That's all, thank you.", "That will be all.", "I'm done.", "I'm all set, thanks.", "Never mind.", "nevermind", "nvm", "I have to go, bye.", "Talk to you later!", "See you.", "Have a nice day!", "Take care, bye!",
	"Danke!", "Danke, tschüss!", "Nichts, danke.", "Nein danke.", "Tschüss", "Auf Wiedersehen.", "Das war alles, danke.", "Ich habe keine Fragen.", "Schon gut.", "Hat sich erledigt.", "hat sich erledigt danke", "Ende des Gesprächs", "[ENDE]", "Gespräch beendet.", "Vielen Dank, auf Wiedersehen!", "Schönen Tag noch!",
	"Merci !", "Merci, au revoir.", "Rien, merci.", "Non merci.", "Au revoir.", "C'est tout, merci.", "Je n'ai pas de question.", "Laissez tomber.", "Fin de la conversation.", "[FIN]", "Bonne journée !", "Merci beaucoup, bonne journée !",
	"¡Gracias!", "Gracias, adiós.", "Nada, gracias.", "No, gracias.", "Adiós.", "Eso es todo, gracias.", "No tengo preguntas.", "Déjalo.", "Fin de la conversación.", "Hasta luego.", "Que tengas un buen día.", "Muchas gracias, hasta luego.",
	"Hi || Hello! How can I help you today? || Bye", "Hello || Hi there! What can I do for you? || Nothing, thanks.", "Hi! || Hello! How can I help? || Thank you, goodbye!", "hey || Hey! What's up? || nvm", "hi || Hi, how can I help you? || ", "Hello! || Hello! What can I help you with? || [END]", "Hallo || Hallo! Wie kann ich helfen? || Nichts, danke.", "Guten Tag || Guten Tag, was kann ich für Sie tun? || Hat sich erledigt.", "Bonjour || Bonjour ! Comment puis-je vous aider ? || Rien, merci.", "Hola || ¡Hola! ¿En qué puedo ayudarte? || Nada, gracias.", "Good evening || Good evening! How may I assist you? || Never mind, bye.", "Hello || Hello! How can I help you? || <|im_end|>", "hi || Hello! How can I help? || no i'm good", "Hi there || Hi! What would you like to know? || I don't need anything right now.", "Hello || Hi! What brings you here? || Conversation over.",
}

// Conversations that are short, and in which something is asked or wanted.
var overAtOnceNot = []string{
	"Hi, can you help me with my taxes?", "hello how do i reset my password", "Thanks for your time. I need a recipe for bread.", "Goodbye in Japanese?", "how do you say goodbye in french", "What does 'never mind' mean?", "Stop smoking tips", "exit code 137", "end of support for windows 10?", "quit vim", "how to quit", "bye bye birdie plot", "thanks giving dinner ideas", "write a thank you note", "Write a goodbye letter to my colleagues.", "Thank you card for a teacher, two lines.", "42", "weather tomorrow", "pizza dough", "Translate 'nothing, thanks' into German.", "I have no questions about the first part, but the second is unclear.", "That's all I know. What else should I look up?", "I'm done with my thesis and need a title.", "Never mind the price, which one is the best?", "what is <|im_end|> for", "The log says [END]. Why?", "What does [DONE] mean in the stream?", "SELECT 1", "is it over", "conversation starters", "conversation over dinner ideas", "Nothing works since the update.", "nothing is loading", "No thanks to the update my phone is dead.", "See you later, what does it mean?", "Have a nice day in Spanish", "good morning message for my girlfriend", "hello world in rust", "Hi! My sink is leaking.", "hey my cat won't eat",
	"Danke-Karte schreiben", "Wie verabschiedet man sich formell?", "Nichts geht mehr seit dem Update.", "Hallo, ich brauche Hilfe beim Lebenslauf.", "tschüss auf italienisch", "Hallo Welt in Python", "Ende der Steinzeit, wann war das?", "Schon gut, aber was kostet es?", "Ich habe keine Fragen mehr zu Teil 1, aber zu Teil 2.", "Guten Morgen Sprüche",
	"Comment dire au revoir en japonais ?", "Rien ne marche depuis hier.", "Merci de me dire quand vous ouvrez.", "Bonjour, je cherche un plombier.", "message de bonne journée", "fin de bail, que faire", "Salut, mon chat ne mange plus", "Laissez tomber le prix, lequel est le meilleur ?", "C'est tout ce que je sais. Que faire ?", "lettre de remerciement",
	"Nada funciona desde ayer.", "¿Cómo se dice adiós en alemán?", "Hola, necesito una receta.", "Gracias por adelantado: ¿a qué hora abren?", "mensaje de buenos días", "fin de contrato, qué hago", "Hola, mi gato no come", "carta de agradecimiento", "Déjalo corto: ¿qué es un átomo?", "No tengo preguntas, tengo un problema con la factura.",
	"Hi || Hello! How can I help? || my sink is leaking", "Hello || Hi! What can I do for you? || I want to cancel my order.", "hey || Hey! What's up? || bored, tell me a joke", "Hallo || Wie kann ich helfen? || Rezept für Brot", "Bonjour || Comment puis-je vous aider ? || les horaires", "Hola || ¿En qué puedo ayudarte? || una receta", "What's the capital of Peru? || Lima. || Thanks, bye!", "how long to boil an egg || Seven minutes. || thx", "2+2 || 4 || Thank you! Goodbye.", "is it going to rain || No. || great, nothing else, thanks", "Hi || Hello! How can I help? || the second one", "Hi || Hello! Do you want tea or coffee? || tea please", "hello || Hi! Which city? || Berlin", "Hi || Hi! How are you? || Fine, thanks. I need a flat in Bonn.", "Wie spät ist es in Tokio? || 21 Uhr. || Danke, tschüss!", "combien font 3 fois 9 || 27 || merci", "cuánto es 3 por 9 || 27 || gracias, adiós",
}

func endsAtOnce(turns string) bool {
	c := talkOf(turns)
	if len(c)%2 == 1 {
		c = append(c, Turn{Role: "assistant", Content: "All right."})
	}
	for _, s := range Signals(c, Profile{}) {
		if s.Strength >= Threshold && (s.Name == EndsAtOnce || s.Name == NoText) {
			return true
		}
	}
	return false
}

func TestOverAtOnce(t *testing.T) {
	for _, table := range []struct {
		name        string
		over, not   []string
		least, most int
	}{
		{"first", overAtOnce, overAtOnceNot, 120, 2},
		{"second", overAtOnceSecond, overAtOnceSecondNot, 46, 2},
	} {
		tellsApart(t, table.name, endsAtOnce, table.over, table.not, table.least, table.most)
	}
}
