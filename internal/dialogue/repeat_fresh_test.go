package dialogue

// againFresh are users who say the same again, written after the rules.
const againFresh = `
What's the best time to plant garlic? | October, about four weeks before the ground freezes. | Great, thanks! When should garlic be planted? | In October. | At what time of year do I plant garlic?
Hi! I need help unlocking my phone, I forgot the pin. | Sign in with your Google account after five wrong tries. | Okay. I forgot my phone pin and need to unlock it. | After five wrong tries you can use your Google account. | How can I unlock my phone if I don't remember the pin?
How far is the moon from Earth? | About 384,000 kilometres. | Wow. What's the distance between the Earth and the moon? | 384,000 km. | And how many kilometres away is the moon from Earth?
Can dogs eat grapes? | No, grapes can damage their kidneys. | Are grapes okay for dogs? | No, not even a few. | Is it alright to feed grapes to a dog?
i want to learn guitar any tips | start with three chords and ten minutes a day | how do i learn guitar | ten minutes a day, three chords | whats a good way to learn to play guitar
I would like to report a lost suitcase. | I've filed the report, number 7781. We'll call you. | Thank you. I'd like to report that my suitcase is lost. | The report 7781 is filed. | My suitcase has been lost and I want to report it.
Which bus goes to the hospital? | Line 6, every ten minutes. | And what does it cost? | 2.80 one way. | Good. What bus do I take to get to the hospital?
Could you suggest some vegetarian dinner ideas? | Chickpea curry, mushroom risotto or stuffed peppers. | Those sound great! Can you suggest a few vegetarian dinners? | Curry, risotto, stuffed peppers. | What are some good vegetarian dinner recipes?
My knee hurts when I run. | Rest it for a week and check your shoes. | I have knee pain while running. | A week of rest and better shoes help. | Whenever I go for a run my knee is painful.
What does photosynthesis do? | It turns light, water and carbon dioxide into sugar. | Fascinating. So what is photosynthesis for? | Making sugar from light. | What's the purpose of photosynthesis?
Please translate this into German: the cat sleeps. | Die Katze schläft. | Please translate this into German: the cat sleeps. | Die Katze schläft. | Could you translate "the cat sleeps" into German?
How do I apply for a student loan? | Fill in the online form by June and attach your offer letter. | Perfect. How can I apply for a loan as a student? | Online form by June, with the offer letter. | What are the steps of a student loan application?
Is there wifi on board? | Yes, it's free for two hours. | Nice. Do you have wifi on board? | Yes, two hours are free. | Can I use wifi on board?
I can't decide what to get my brother for his birthday. | If he likes cooking, a good knife makes him happy. | I need a birthday present for my brother. | A good knife, for a cook. | What could I give my brother for his birthday?
Wie lange ist die Gültigkeit vom Führerschein? | 15 Jahre, danach wird nur die Karte getauscht. | Okay danke. Wie lange gilt der Führerschein? | 15 Jahre. | Wie viele Jahre ist ein Führerschein gültig?
Ich habe mein Passwort vergessen. | Klicken Sie auf "Passwort vergessen", dann kommt ein Link. | Danke. Ich weiß mein Passwort nicht mehr. | Über "Passwort vergessen" kommt ein Link per Mail. | Mein Passwort habe ich leider vergessen.
wo kann man in hamburg gut frühstücken | Im Café Paris oder im Mutterland. | cool wo gibts in hamburg gutes frühstück | Café Paris, Mutterland. | kennst du was zum frühstücken in hamburg
Können Sie mir die Rechnung nochmal per Mail schicken? | Ist erledigt, sie liegt in Ihrem Postfach. | Bitte senden Sie mir die Rechnung per E-Mail. | Sie ist bereits verschickt. | Ich bräuchte die Rechnung per Mail.
Welche Versicherung brauche ich als Student? | Kranken- und Haftpflichtversicherung. | Aha. Welche Versicherungen sind für Studenten nötig? | Krankenversicherung und Haftpflicht. | Was für Versicherungen sollte man als Student haben?
Quel est le meilleur quartier pour loger à Lisbonne ? | L'Alfama pour le charme, Baixa pour le centre. | Merci ! Dans quel quartier de Lisbonne faut-il loger ? | Alfama ou Baixa. | Où loger à Lisbonne, quel quartier ?
j'arrive pas à dormir la nuit | Évitez les écrans après 21 h et le café après midi. | la nuit je dors pas | Pas d'écran le soir, pas de café. | je n'arrive plus à dormir la nuit
Comment résilier mon contrat d'électricité ? | Par courrier ou dans l'espace client, sans frais. | D'accord. Comment puis-je résilier l'électricité ? | Dans l'espace client. | Je veux résilier mon contrat d'électricité, comment faire ?
Pourriez-vous m'expliquer le télétravail chez vous ? | Deux jours par semaine après la période d'essai. | Très bien. Comment fonctionne le télétravail dans l'entreprise ? | Deux jours par semaine. | Quelles sont les règles du télétravail dans l'entreprise ?
¿Qué puedo ver en Sevilla en un día? | La Giralda, el Alcázar y Triana. | Estupendo. ¿Qué hay que ver en Sevilla en un solo día? | Giralda, Alcázar, Triana. | ¿Qué visito en Sevilla si tengo un día?
no me llega el correo de confirmacion | Revisa la carpeta de spam; acabo de reenviarlo. | todavia no veo el correo de confirmacion | Está en spam. | el correo de confirmacion no llega
¿Me puede explicar cómo funciona la garantía? | Cubre dos años cualquier defecto de fábrica. | Entiendo. ¿Cómo funciona la garantía? | Dos años para defectos. | ¿Y cómo es eso de la garantía?
That's a great point. How do I stay motivated? | Set small goals and reward yourself. | That's a great point. What helps me to stay motivated? | Small goals, rewards. | That's a great point. How can I keep my motivation?
Do I need a visa for Vietnam? | As a German you may stay 45 days without one. | I see. Is a visa needed for Vietnam? | Not for 45 days. | Is it necessary to have a visa to enter Vietnam?
I think my landlord is overcharging me for heating. | Ask for the meter readings and compare them. | My landlord charges too much for heating, I believe. | The meter readings will show it. | I have the feeling that the landlord overcharges me for the heating.
Can I get a discount as a teacher? | Yes, 10 percent with your ID. | Lovely. Is there a discount for teachers? | 10 percent with ID. | Do teachers get any discount?
`

// roundFresh are two who go round in a circle, written after the rules.
const roundFresh = `
Okay, I'll wait for your call. | Great, I will call you. | I'm waiting for the call then. | Yes, I'll call. | Perfect, I wait for your call. | I'll call you soon. | Okay, waiting for your call.
Is there anything you want to add? | No, nothing. Do you want to add something? | No, I have nothing to add. You? | Nothing from me. Anything from you? | No, nothing. Anything else from your side? | No. And from yours? | No, nothing from my side.
That was fun! | Yes, so much fun! | Really fun! | It was fun indeed. | Yeah it was really fun. | I had fun as well. | Me too, it was fun!
Which movie should we watch? | Alien or Heat? | Alien or Heat, hmm. Which would you watch? | Maybe Alien, or Heat. | Alien or Heat? | Either Heat or Alien. | So Alien or Heat?
I need the form. | Which form do you need? | The form for the application. | Which application form? | The form to apply. | Which form is it? | The application form.
See you soon! | See you! | Yes, see you soon! | Can't wait to see you! | See you then! | See you soon! | Bye, see you!
Who should write the email? | You could write it. | I thought you would write the email. | I'd rather you write it. | No, you write the email please. | I think you should write it. | You should write the email.
No, thank you, that was all. | Okay, is there anything else? | No, that's all, thanks. | Good. Is there something else? | No, that was everything. | Fine, anything else at all? | No, that's it, thank you.
I'm so grateful for you. | And I'm grateful for you. | I am truly grateful. | So am I, truly grateful. | Grateful to have you. | Grateful for you too. | I'm grateful too.
Thanks, I'll do that. | Great! Let me know how it goes. | I will let you know how it goes. | Wonderful, looking forward to hearing how it goes. | Sure, I'll tell you how it goes. | Great, keep me posted. | Will do, I'll keep you posted.
Please confirm the order. | The order is confirmed. Please confirm your address. | Address confirmed. Please confirm the order. | Confirmed. Please confirm the address. | The address is confirmed, please confirm the order. | It's confirmed. Please confirm your address. | I confirm the address. Please confirm the order.
Can I help you? | No, can I help you? | I'm fine, can I help you with something? | No thanks, can I help you? | No, how can I help you? | I'm okay, how can I help you? | How may I help you?
What a beautiful sunset. | Yes, a beautiful sunset. | So beautiful. | Truly beautiful, this sunset. | The sunset is really beautiful. | It is a beautiful sunset indeed. | Yes, what a beautiful sunset.
How do I fix error 12? | Update the app. | I updated the app, and there's error 12. | Please update the app. | The app is updated, error 12 is there. | Update the app to fix it. | I have updated it and get error 12.
tea or coffee | coffee | or tea | tea is good | or coffee | coffee is good | or tea | tea is good
We should plan the party. | Yes, let's plan it! | Great, we should start planning. | Yes, let's start planning the party. | Let's plan the party then. | Sure, let's plan it. | Okay, let's start to plan the party.
Danke dir! | Gerne! Sonst noch was? | Nein, das war alles. | Alles klar, sonst noch etwas? | Nein, alles gut, danke. | Okay, kann ich noch was tun? | Nein danke, das war alles.
Wann kommst du? | Wann soll ich kommen? | Wann du willst. | Sag du, wann ich kommen soll. | Komm, wann du willst. | Wann soll ich denn kommen? | Komm einfach, wann du magst.
Schönes Wochenende! | Danke, Ihnen auch ein schönes Wochenende! | Vielen Dank, auch Ihnen! | Danke, schönes Wochenende! | Danke, bis dann! | Bis dann, schönes Wochenende! | Ja, schönes Wochenende!
Ich melde mich. | Gut, melde dich. | Ja, ich melde mich bei dir. | Super, dann melde dich. | Ich melde mich dann. | Alles klar, meld dich! | Mach ich, ich melde mich.
Das finde ich auch schön. | Ja, das ist wirklich schön. | Wirklich schön, finde ich. | Finde ich auch, sehr schön. | Ja, sehr schön. | Schön, nicht wahr? | Ja, wirklich schön.
Merci pour votre aide. | Avec plaisir ! Besoin d'autre chose ? | Non, merci beaucoup. | Je reste à votre disposition. | Merci encore. | Avec plaisir, bonne soirée ! | Merci, bonne soirée à vous !
Tu décides. | Non, décide toi. | Moi ça m'est égal, décide. | À moi aussi, c'est toi qui décides. | Non toi, décide. | Allez, décide ! | Je te laisse décider.
On y va ? | Oui, on y va ! | D'accord, on y va. | Super, allons-y. | Oui, allons-y. | Alors on y va ! | Oui oui, on y va.
C'est une belle idée. | Oui, une très belle idée. | Vraiment une belle idée. | Je suis d'accord, belle idée. | Oui, l'idée est belle. | Une idée vraiment belle. | Tout à fait, une belle idée.
Gracias por todo. | A ti. ¿Necesitas algo más? | No, nada más, gracias. | ¿Seguro que no necesitas nada más? | Seguro, nada más. | Vale. ¿Algo más? | No, nada más.
Tú primero. | No, tú primero. | Que no, primero tú. | Insisto, tú primero. | No, no, tú primero. | Tú, por favor. | Primero tú, insisto.
Te quiero mucho. | Yo también te quiero. | Y yo a ti, te quiero. | Te quiero mucho más. | No, yo te quiero más. | Yo a ti más. | Te quiero más yo.
Nos vemos el lunes. | Perfecto, nos vemos el lunes. | Genial, el lunes nos vemos. | Sí, el lunes. | Vale, nos vemos el lunes. | Hasta el lunes. | Hasta el lunes, nos vemos.
I'll check with my team and come back to you. | Sure, check with the team and come back to me. | Yes, I will check with them and come back. | Great, I await what the team says. | I'll check with my team then. | Good, check with your team. | I will, and come back to you.
`

// soundFresh are users who come back to the same and mean it, written after the rules.
const soundFresh = `
What's the best time to plant garlic? | October. | And what's the best time to plant tomatoes? | May. | What's the best time to harvest garlic?
Can dogs eat grapes? | No. | Can dogs eat apples? | Yes, without seeds. | Can cats eat apples too?
How far is the moon? | 384,000 km. | How far is the sun? | 150 million km. | How far is Mars from the sun?
I forgot my pin. | For the card or the phone? | For the card. | Call 116 116 to block it. | I don't want to block it, I only forgot the pin. Can I get a new one?
Which bus goes to the hospital? | Line 6. | Which bus goes back from the hospital at night? | The N3. | Does the N3 run on Sundays?
My knee hurts when I run. | Since when? | Since March. It hurts on the inside of the knee. | Does it swell? | No, but it hurts when I climb stairs too.
What does photosynthesis need? | Light, water and carbon dioxide. | Where does photosynthesis happen? | In the leaves. | Who discovered photosynthesis?
Do I need a visa for Vietnam? | Where are you from? | Germany. | Not for 45 days. | And do I need a visa for Laos?
What's wifi? | A wireless network. | How do I turn on wifi? | Tap the symbol. | How do I share the wifi with guests?
My suitcase is lost. | Which flight? | LH 400. | What does it look like? | It's a red suitcase with a blue belt.
Say it in French. | Bonjour. | Say it in Italian. | Buongiorno. | Say it in Spanish. | Buenos días. | Say it in Dutch.
How much sugar? | 200 g. | How much butter? | 150 g. | How much flour? | 300 g. | How many eggs?
Is Tuesday free? | No. | Is Wednesday free? | No. | Is Thursday free? | Yes.
Can you explain gravity? | Masses attract each other. | I'm ten, can you explain gravity so I get it? | The Earth pulls you down like a magnet. | Cool! Why doesn't the moon fall?
I can't log in. | What does it say? | It says wrong password. | Reset it with the link. | I reset it and I still can't log in.
Please shorten the text. | Here: We open at nine. | Please translate the text into French. | Nous ouvrons à neuf heures. | Please put the text into a table.
Where do I find the settings? | Top right. | I don't see the settings there. | Are you on the phone? | Yes. Where are the settings on the phone?
Recommend a book. | SPQR. | I've read SPQR. Recommend another book. | Rubicon. | Is Rubicon about Caesar?
What's your refund policy? | I'm afraid I can't say. | Who can tell me about the refund policy? | The shop can. | What's the number of the shop?
tell me a fact about cats | they sleep 15 hours | tell me a fact about dogs | they smell well | tell me a fact about owls
8 | Correct. 6 times 7? | 42 | Correct. 9 times 9? | 81 | Correct. 12 times 3? | 36
He go to school. | He goes to school. Try again. | He goes to school. | Great. Plural? | They go to school.
My name is Priya, P R I Y A. | P R I A? | No, Priya, P R I Y A. | Got it, Priya. | Thanks. I'd like to book a massage.
I said medium, not large. | Sorry, a large pizza, right? | No, a medium pizza. | Medium it is. | Thank you, and a medium salad.
so i click on file | yes | and then export | yes | and then pdf | exactly
When is the exam? | On 4 June. | When do I register for the exam? | By 1 May. | Where is the exam held?
Is it raining in Bern? | Yes. | Will it rain in Bern tomorrow? | No. | Will it rain on Sunday?
Do you deliver to Bonn? | Yes. | How long does delivery to Bonn take? | Two days. | How much is delivery to Bonn?
Let me try again: la mesa, el silla. | La silla. | La mesa, la silla. | Perfect! Now lamp. | La lámpara, la mesa, la silla.
I'm nervous about my interview. | What worries you? | That I go blank. I'm nervous they ask about the gap. | Prepare two sentences about it. | Could you ask me about it as they would?
Give me a number. | 7. | Give me another number. | 23. | Give me one more number. | 91.
yes please | Large or small? | large please | Milk or oat? | oat please | Sugar? | no thanks
What's the dose for adults? | 400 mg. | What's the dose for children? | 10 mg per kg. | My child weighs 20 kg, what's the dose?
Add two eggs. | Done. Next? | Stir. | Done. Next? | Add the flour. | Done. Next? | Stir again.
Show me red shoes. | Here are three. | Show me red shoes under 50 euros. | Here's one. | Show me that one in size 39.
Could you check flight LH 23? | On time. | Could you check flight LH 45? | Delayed. | Could you check flight BA 7 too?
The app crashes. | When? | When I open it. | Reinstall it. | I reinstalled it. It crashes when I open a photo.
I don't like horror. | A comedy then? | I don't like comedies either. | A thriller? | I like thrillers, which one?
is it open | yes until 8 | is it open tomorrow | yes until 8 | and on sunday
Is that included? | Breakfast is, parking isn't. | Is wifi included? | Yes. | Is the spa included?
Wie lange gilt der Führerschein? | 15 Jahre. | Wie lange gilt der Reisepass? | Zehn Jahre. | Und der Personalausweis?
Was kostet die Versicherung? | Wie alt sind Sie? | 34. | 12 Euro im Monat. | Was kostet die Versicherung für zwei Personen?
Ich habe mein Passwort vergessen. | Klicken Sie auf den Link. | Der Link geht nicht. | Ich schicke einen neuen. | Der neue Link geht auch nicht.
Wo ist die Toilette? | Im ersten Stock. | Wo ist der Aufzug? | Hinten links. | Wo ist der Ausgang?
wie heißt das auf englisch: brot | bread | und käse | cheese | und wurst | sausage | und butter
Nein, ich meinte Frankfurt an der Oder. | Also Frankfurt am Main? | Nein, Frankfurt an der Oder! | Gut, Frankfurt (Oder). Wann? | Morgen früh.
Das ist mir zu teuer. | Wir haben ein Modell für 300. | Das ist mir auch zu teuer. | Eines für 200? | Das passt.
Quelle heure est-il à Montréal ? | 8 heures. | Quelle heure est-il à Tokyo ? | 21 heures. | Et à Sydney ?
Je n'arrive pas à dormir. | Depuis quand ? | Depuis deux semaines, je me réveille à trois heures. | Buvez-vous du café ? | Non. Je me réveille et puis je n'arrive plus à dormir.
Je cherche un cadeau pour ma mère. | Quel budget ? | Cinquante euros. | Un foulard ? | Elle en a déjà. Un autre cadeau pour ma mère ?
Combien coûte l'aller ? | 30 euros. | Combien coûte le retour ? | 28 euros. | Combien coûte l'aller-retour ?
Oui | Avez-vous de la fièvre ? | Non | De la toux ? | Oui | Depuis longtemps ? | Non
¿Qué hora es en Lima? | Las 7. | ¿Qué hora es en Quito? | Las 7. | ¿Y en Buenos Aires?
¿Cuánto cuesta el menú? | 14 euros. | ¿Cuánto cuesta el menú infantil? | 8 euros. | ¿Y el menú de noche?
Quiero reservar una mesa. | ¿Para cuántos? | Para cuatro. | ¿Qué día? | El sábado. Una mesa en la terraza, si puede ser.
No entiendo el ejercicio. | ¿Qué parte? | La parte b. | Se suman los dos. | Ahora entiendo la b, pero no entiendo la c.
Thanks, that worked! | Great! | One more question: how do I undo it? | Ctrl Z. | Thanks, that worked too!
What about Rome? | Rome is hot in July. | What about Oslo? | Mild. | What about Bergen?
Who is it by? | Monet. | When was it painted? | In 1872. | Where is it now? | In Paris.
You already told me that. What else can I try for my knee? | Cold packs. | I tried cold packs. What else helps the knee? | A brace. | Which brace is good for runners?
`
