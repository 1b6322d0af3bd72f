package dialogue

// Conversations that are over before anything was asked, as other writers have them:
// chatty and curt ones, agents that report that they are through, and typists.
var overAtOnceSecond = []string{
	"hi there! || Hello! How can I help you today? || oh nothing really, just testing if this works. bye!",
	"just testing", "test test, ignore this", "Oops, wrong window, sorry!", "sorry, wrong chat",
	"I think I'm good for now, thank you so much for offering!", "Hello! || Hi! What can I do for you? || Actually, I think I'm fine. Thanks anyway!",
	"I don't have any questions at this time.", "I am satisfied, thank you. Goodbye!", "Everything is clear, no further questions.",
	"hey || hey, what's up? || nm just saying hello, gtg ttyl", "/quit", "### || Hello, how can I help? || ###", "*leaves the chat*", "👋", "🙏🙏 || How can I help you? || 👍",
	"[The user has ended the conversation.]", "<conversation_end>", "Hi || Hello! Is there anything I can do for you? || TERMINATE",
	"Good evening || Good evening! How may I assist you? || On second thought, never mind. Have a lovely evening!",
	"No worries, I figured it out already. Cheers mate!", "I've already solved it, thanks.",
	"Hallo || Hallo! Was kann ich für Sie tun? || Ach nichts, ich wollte nur mal Hallo sagen. Schönen Abend noch!",
	"Sorry, falscher Chat.", "nur ein test", "Ich bin wunschlos glücklich, danke der Nachfrage. Auf Wiederhören!", "Nö, passt alles. Servus!", "moin || Moin! Wie kann ich helfen? || ach egal, ciao",
	"Im Moment habe ich keine weiteren Fragen, vielen Dank für Ihre Hilfe.",
	"Bonjour || Bonjour, que puis-je faire pour vous ? || Non, tout va bien, merci beaucoup. Bonne fin de journée !", "c'était juste pour tester", "Désolé, je me suis trompé de conversation.",
	"Je n'ai besoin d'aucune aide pour le moment, merci.", "nan c bon bye", "Rien de spécial, je voulais juste dire bonjour. À la prochaine !",
	"Hola || ¡Hola! ¿En qué te puedo ayudar? || No, nada, solo estaba probando. ¡Hasta la próxima!", "perdón, me equivoqué de chat", "Todo bien, gracias por tu ayuda. ¡Cuídate!",
	"Por el momento no tengo más preguntas, muchas gracias.", "ya lo resolví, gracias, bye",
	"Hello || Hi! How can I help? || Oh sorry, I opened this by accident. Bye!", "Hi || Hello! What would you like? || nah just bored lol", "hey there || Hi! How can I help? || it's fine, I found it myself, cheers", "(user disconnects)", "hallo || Hi! || hab mich verklickt, sorry", "Guten Abend || Guten Abend! || Danke, ich brauche heute nichts. Schönes Wochenende!",
	"Bonsoir || Bonsoir ! || Non merci, je regarde juste. Bonne nuit !", "Buenas tardes || ¡Hola! || No, gracias, solo estoy mirando. Que le vaya bien.",
}

// Conversations that are as short, and in which something is asked, wanted or answered.
var overAtOnceSecondNot = []string{
	"refund please", "Hi || Hello! How can I help? || refund please", "hi || Hello! What can I do for you? || test my spanish", "testing strategies for go", "just testing your math: 17 * 23", "Never mind the rain, where can I walk?",
	"wrong chat colour in teams", "I'm good at maths, what should I study?", "everything is clear except the last step", "wrong number keeps calling me", "hey || hey! || nothing fits in my suitcase",
	"exit strategy startup", "quit my job letter", "/help", "# || Hi || # in markdown meaning", "👍 meaning", "🍕 near me", "good night story", "bye week rules", "Hello || Hi! Name? || Tim Good",
	"Thanks! And the second one?", "What is 3+4? || 7 || All good, thanks, bye!", "boil eggs how long || 7 minutes || perfect, that will be all", "I already solved it with a loop, now do it recursively",
	"Hallo || Hallo! Was kann ich tun? || Rückerstattung bitte", "nur ein Test auf Vitamin D, was kostet der", "falscher Betrag abgebucht", "Alles gut erklärt, aber warum minus?", "Hallo || Hallo, welche Stadt? || Essen", "Passt Rot zu Grün?", "Wie lange kocht ein Ei? || Sieben Minuten. || Passt, danke, tschüss!",
	"Bonjour || Bonjour ! || remboursement svp", "tout va mal depuis hier", "test de grossesse quand", "je me suis trompé d'adresse", "bonne fin de journée en anglais",
	"Hola || ¡Hola! || reembolso por favor", "me equivoqué de talla", "todo bien menos el inicio de sesión", "ya lo resolví por sustitución, ahora por igualación",
	"Hi || Hello! Is your router on? || yes", "hello || Hi! || cancel it please", "Hola || ¡Hola! ¿Desde cuándo? || desde hoy", "Hallo || Hallo! || Test für mein Mikrofon", "Bonjour || Bonjour ! || fermer mon compte", "close my account", "finish my essay", "log out of all devices", "hi || Hi! || i found it in my soup", "test please", "salir de casa con lluvia", "passt schon auf englisch",
}
