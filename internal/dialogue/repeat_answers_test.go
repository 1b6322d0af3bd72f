package dialogue

// answeredTwice are users who ask for what they were told, in other words, and are told
// the same again.
const answeredTwice = `
When does the library shut on Fridays? | At half past seven. | Lovely. Until what hour may I borrow books then? | Until half past seven. | And how late can one get in at the end of the week? | Half past seven, as I said.
what's the wifi password in room 12 | It's sunflower88. | cool, how do i get online from here? | Use sunflower88. | right, and which code does the network want? | sunflower88, capital letters don't matter.
Do dogs need a ticket on your ferry? | Yes, a dog costs 6 pounds. | Thank you! What would I be charged for bringing a spaniel? | 6 pounds for a dog. | Great. Is there a fare for four-legged passengers? | The dog ticket is 6 pounds.
Which fertiliser suits blueberries? | An acidic one, for rhododendrons. | I see. What should I feed those bushes with? | Rhododendron fertiliser, acidic. | Perfect. So what do they like to be given in spring? | The same: acidic rhododendron fertiliser.
My contract number? | It's on the first page, top right: KX-4410. | And where would I find the reference for my agreement? | First page, top right, KX-4410. | Ok, could you say which digits identify the policy I hold? | As mentioned, KX-4410.
How much notice must I give before quitting? | Four weeks. | Good. If I hand in my letter today, how soon am I free? | In four weeks. | So what's the period my employer can hold me to? | Four weeks.
I'd like a window seat on the 9:15. | Done, seat 14A by the window. | Could you put me next to the glass on that train? | You are in 14A, at the window. | I was hoping for somewhere with a view, please. | It's booked already: 14A, window.
Wie lange muss der Teig gehen? | Eine Stunde an einem warmen Ort. | Alles klar. Und welche Ruhezeit braucht er vor dem Backen? | Eine Stunde, warm. | Ab wann darf ich ihn also formen? | Nach einer Stunde, wie gesagt.
Wo gebe ich alte Batterien ab? | In jedem Supermarkt am Eingang. | Prima. Wohin bringe ich leere Akkus? | Zum Supermarkt, am Eingang steht eine Box. | Und welche Stelle nimmt so etwas an? | Der Supermarkt, am Eingang.
was kostet der eintritt für kinder | 4 euro, unter sechs frei | ok und was zahl ich für meine kleine tochter | 4 euro, unter sechs nichts | aha und mit welchem betrag muss ich für sie rechnen | wie erwähnt 4 euro
Welche Größe hat der Filter in der Maschine? | 58 Millimeter. | Danke schön. Wie breit ist das Sieb denn? | 58 Millimeter. | Und den Durchmesser wüsste ich noch gern. | 58 Millimeter, das hatten wir schon.
Ich hätte gern den Vertrag per Post. | Ist unterwegs, kommt am Dienstag. | Könnten Sie mir die Unterlagen nach Hause senden? | Die sind schon unterwegs, am Dienstag da. | Mir wäre ein Ausdruck auf Papier recht. | Der kommt am Dienstag, wie gesagt.
À quelle heure part le dernier bac ? | À 22 h 40. | Merci bien. Jusqu'à quand peut-on traverser le soir ? | Jusqu'à 22 h 40. | Et si je dîne sur l'île, je dois embarquer avant quoi ? | Avant 22 h 40.
Quel vin avec une raclette ? | Un blanc de Savoie, un apremont. | Parfait. Que servir à boire avec le fromage fondu ? | Un apremont, blanc de Savoie. | Très bien, et quelle bouteille conviendrait à ce repas ? | Toujours l'apremont.
où est le compteur d'eau svp | dans la cave, derrière la chaudière | ok merci, je dois relever l'index, il se trouve à quel endroit | à la cave, derrière la chaudière | super, et l'appareil qui mesure ma consommation | derrière la chaudière, dans la cave
Combien de points pour un téléphone au volant ? | Trois points et 135 euros. | D'accord. Que risque-t-on si on appelle en conduisant ? | 135 euros et trois points. | Quelle sanction pour quelqu'un qui tient son portable ? | Comme je l'ai dit, trois points, 135 euros.
¿Qué plazo hay para devolver unas botas? | Treinta días con el tique. | Perfecto. ¿Hasta cuándo puedo traerlas si no me sirven? | Treinta días, con el tique. | ¿Y de cuánto tiempo dispongo para cambiar de idea? | De treinta días, como le dije.
¿Cuál es la contraseña del wifi? | Girasol2024. | Gracias. ¿Qué pongo para conectarme? | Girasol2024. | Vale, ¿y la clave de la red, cuál sería? | La misma, Girasol2024.
cuanto dura el curso | doce semanas, dos tardes por semana | genial, y cuando acabaria si empiezo ahora | en doce semanas | ah bueno, y de que duracion hablamos | doce semanas, dos tardes
¿Dónde recojo el dorsal? | En el pabellón, puerta 3. | Estupendo. ¿A qué lugar voy por mi número de corredora? | Al pabellón, puerta 3. | Entonces, ¿en qué sitio me lo entregan? | En la puerta 3 del pabellón.
`

// civilForever are sides that have nothing more to say, and say it on and on.
const civilForever = `
Is the bakery open tomorrow? | Yes, from six. | Brilliant, cheers for that! | My pleasure! | Much appreciated, really. | Always a pleasure. | You're a star, many thanks. | Happy to be of service! | Thanks a million, you've been ace.
My cake turned out well! | Congratulations, you are a wonderful baker! | Oh stop it, your recipe is pure genius. | You flatter me, the skill is yours. | No, your talent deserves the praise. | You are far too modest. | And you are far too generous.
Sorry, I wrote to the wrong shop. | Don't worry, our mistake for the confusing page. | No, forgive me, I should have looked. | Please, we apologise. | I feel awful for bothering you. | It's us who are sorry. | Really, my apologies.
ok that's all, night! | Good night, sleep well! | you too, sweet dreams | Sweet dreams! | sleep tight | You too, rest well! | nighty night
You start. | No, you go first. | After you, I insist. | Oh please, you begin. | I'd rather you went first, go ahead. | No no, ladies first, you start. | You first, really.
What film shall we watch? | A comedy or a thriller? | Whatever you like. | Funny or scary, then? | I don't mind, you choose. | Would you prefer a comedy? | Up to you, either is fine. | A thriller, perhaps? | Anything is fine, you decide.
Let's rehearse the speech. | Great, let's begin! | I'm ready! | Perfect, ready when you are. | Okay, let's go! | Wonderful, let's start! | Ready, let's get going. | Excellent, here we go!
Is the form in the post? | It left on Monday. Let me know if you need anything else. | Will do, thank you. | Feel free to reach out any time. | I'll be in touch if something comes up. | I'm always here to help. | Good to know, I'll reach out. | Any time, day or night! | Will do, I'll get back to you.
Danke für die Hilfe! | Sehr gern! | Das war wirklich lieb von Ihnen. | Keine Ursache, immer wieder gern. | Tausend Dank noch mal. | Mit Vergnügen! | Ich bin Ihnen so dankbar, ehrlich.
Ihr Gedicht ist großartig. | Zu freundlich, Ihr Lob ehrt mich. | Sie haben echtes Talent. | Und Sie ein feines Gespür, vielen Dank. | Ach was, das Kompliment gebührt Ihnen. | Sie machen mich verlegen. | Nicht doch, Sie sind begabt.
Entschuldigung für die späte Frage. | Ach was, uns tut es leid, dass niemand da war. | Nein, verzeihen Sie bitte. | Wir bitten um Entschuldigung. | Das war mein Fehler, tut mir leid. | Unser Fehler, Verzeihung. | Nicht doch, entschuldigen Sie.
dann tschüss! | Tschüss, bis bald! | bis dann, mach's gut | Du auch, schönen Abend! | dir auch, ciao | Ciao! | servus, bis später
Womit fangen wir an? | Wie du magst. | Entscheide du. | Nein, du darfst wählen. | Mir ist alles recht, such du aus. | Wie du willst! | Du zuerst, wirklich.
Merci pour tout ! | Je vous en prie. | Vraiment, vous êtes trop aimable. | C'est tout naturel. | Mille mercis encore. | Avec grand plaisir. | Je vous suis très reconnaissante.
Bon, j'y vais, au revoir ! | Au revoir, bonne soirée ! | À vous aussi, à bientôt. | À bientôt, portez-vous bien ! | Pareillement, bonne continuation. | Merci, à très vite ! | Au plaisir, bonne nuit.
Pardon de vous déranger encore. | C'est moi qui m'excuse du retard. | Non, c'est ma faute, désolée. | Toutes nos excuses, vraiment. | Je suis confuse, pardonnez-moi. | Pas du tout, pardonnez-nous. | Je m'en veux, excusez-moi.
Tu veux commencer ? | Après toi. | Non, toi d'abord. | Comme tu veux, je te laisse choisir. | Ça m'est égal, à toi de voir. | À toi l'honneur ! | Non non, après toi.
¡Muchísimas gracias! | No hay de qué. | De verdad, se lo agradezco. | Es un placer. | Qué amable, mil gracias. | Para eso estamos. | Dios se lo pague, gracias.
Bueno, adiós. | Adiós, cuídese. | Igualmente, que descanse. | Usted también, hasta pronto. | Hasta luego, saludos. | Chao, que le vaya bien. | Gracias, igualmente, adiós.
Perdona que moleste. | No molestas, perdona tú la espera. | No, disculpa, fue culpa mía. | La culpa es nuestra, lo sentimos. | Lo siento mucho, de verdad. | Perdona tú. | Mil disculpas otra vez.
¿Qué pedimos? | Lo que quieras. | Me da igual, elige tú. | Como prefieras. | Decide tú, cualquiera me va bien. | Tú mandas. | No, lo que tú digas.
`

// answersAlike are sound ones whose replies are alike.
const answersAlike = `
Is parking free on Saturday? | Yes, until six. | Is parking free on Sunday? | Yes, all day. | And on Monday? | No, 2 euros an hour. | On a public holiday? | Free all day.
Add milk. | Added. Anything else? | Add six eggs. | Added. Anything else? | A pound of butter, unsalted. | Added. Anything else? | And rye bread. | Added. Anything else?
How long do I boil carrots? | Eight minutes. | And how long for green beans? | Eight minutes too. | What about broccoli florets? | Five minutes. | And peas from the freezer? | Three.
When's the next bus to Hove? | 10:15. | Does the 10:15 stop at the marina? | Yes, the 10:15 stops there. | How long does it take? | 25 minutes. | Can I pay by card? | Yes.
What time is breakfast? | Seven to ten. | And is it included? | Yes. | So if we come down at half nine we're fine? | Yes, it runs until ten. | Brilliant, see you then.
Two lattes and a muffin to go. | Two lattes and a muffin, 9.40. Card or cash? | Card. Make one of the lattes decaf, please. | One decaf: two lattes and a muffin, 9.40. | Yes, that's it. | Thank you, 9.40 paid.
My order hasn't come. | It was sent on Monday, three to five days. | That was eight days ago. | It was sent on Monday, three to five days. | You said that already. Where is the parcel now? | In Leeds, I've asked them to look for it.
The app crashes. | Please reinstall it. | I did that, it crashes still. | Please reinstall it. | Reinstalled twice now, no luck. Is there another way? | Use the website meanwhile.
Are you open at Easter? | On Saturday only. | And at Whitsun? | On Saturday only. | What about the bank holiday in August? | Closed. | Christmas Eve then? | Until noon.
Who wrote Emma? | Jane Austen. | Who wrote Persuasion? | Jane Austen as well. | And Middlemarch? | George Eliot. | Villette? | Charlotte Brontë.
What's 15% of 80? | 12. | What's 12% of 100? | 12. | And half of 24? | 12. Funny! | Ha, one more: the square root of 144?
Is there sugar in this? | Four grams. | Is there salt in it? | Under a gram. | Fat? | Four grams. | How many calories in one pot then? | 96.
Can I bring my dog to the cafe? | Yes, on a lead. | And upstairs to the rooms? | Yes, on a lead. | In the garden without one? | On a lead there too. | Ok, we'll bring the lead.
I need a taxi at five. | A taxi at five. From where? | From the Royal Hotel. | A taxi at five from the Royal Hotel. To where? | To the airport, terminal two. | Five o'clock, Royal Hotel to terminal two. Correct? | Correct, thank you.
Thanks for the recipe! | You're welcome. | How many does it serve? | Four. | Thanks! Can I freeze it? | Yes, for a month. | Thank you, and what goes with it? | Rice. | Lovely, thank you!
Sorry, I mistyped my postcode. | No problem. What is it? | LS6 2QA. | Changed. | Sorry, and the house number is 12. | Changed. | Sorry, one last thing: the bell says Mason. | Noted.
Good night story please! | Once upon a time there was an owl. | And then? | It met a mouse at the mill. | Good! What did the mouse say? | "Good night, owl!" | Goodnight, that was sweet.
Which seat would you like? | Whichever is free. | And the meal? | You choose, I eat everything. | A newspaper? | The Herald, please. | Tea or coffee? | Coffee, black.
Ready for the quiz? | Ready! | What is the capital of Peru? | Lima. | Correct! Of Chile? | Santiago. | Correct! Of Ecuador? | Quito, I think.
I'll try the reset now. | Let me know how it goes. | Ok, it restarted, but there's an orange light. | Orange means it's updating. | It's green now! | Perfect, then it's done. | Great, bye!
I got the job! | Congratulations, well deserved! | Thank you! I start in May. | How exciting! What will you do? | Run the lab, with six people. | Brilliant. | I'm a bit scared of the first week, any advice? | Listen more than you talk.
Gibt es den Pulli in Blau? | Ja, in S und M. | Und in Grün? | Ja, in S und M. | Auch in Rot in L? | Rot nur in XL. | Dann nehme ich Blau in M.
Wie lange hält Reis im Kühlschrank? | Drei Tage. | Und Nudeln? | Auch drei Tage. | Gekochte Kartoffeln? | Zwei Tage. | Und was ist mit Suppe, in der Sahne ist? | Zwei Tage.
Wann fährt die Fähre? | Um 8:30 und 12:30. | Und zurück? | Um 10 und 14 Uhr. | Dann nehme ich die um 8:30 und fahre um 14 Uhr zurück. | Hin 8:30, zurück 14 Uhr, zwei Personen? | Ja, zwei. | Gebucht.
Was heißt Haus auf Spanisch? | Casa. | Und Heim? | Auch casa. | Und Zuhause? | Hogar oder casa. | Und Wohnung? | Piso.
Danke! | Gern. Noch etwas? | Ja, was kostet der Versand? | 4,90 Euro. | Danke. Und nach Österreich? | 9,90 Euro. | Vielen Dank, dann bestelle ich. | Gern.
Ich suche ein Buch von Böll. | "Ansichten eines Clowns" haben wir da. | Und von Grass? | "Die Blechtrommel" haben wir da. | Von Lenz? | Die "Deutschstunde" haben wir da. | Legen Sie mir bitte den Böll zurück.
Entschuldigung, wo ist Gleis 4? | Links die Treppe hoch. | Entschuldigung, und der Aufzug? | Rechts neben dem Bäcker. | Danke! Entschuldigung, hält der Zug in Fulda? | Ja, um 15:12.
Der Drucker geht nicht. | Ist er am Netz? | Ja. | Schalten Sie ihn aus und ein. | Gemacht, er blinkt noch. | Schalten Sie ihn bitte noch einmal aus und ein. | Jetzt druckt er. | Prima!
Vous livrez le samedi ? | Oui, le matin. | Et le dimanche ? | Non. | Et les jours fériés ? | Non plus. | Alors samedi matin, vers dix heures ? | Samedi à dix heures, c'est noté.
C'est combien pour un adulte ? | 8 euros. | Et pour un étudiant ? | 6 euros. | Et mon fils de dix ans ? | 6 euros aussi. | Deux adultes et deux enfants alors ? | 28 euros.
Ajoutez du lait. | C'est ajouté. | Et six yaourts. | C'est ajouté. | Un kilo de farine complète aussi. | C'est ajouté. | Et du beurre demi-sel. | C'est ajouté.
Le musée est ouvert ? | Oui, jusqu'à 18 h. | Le parc aussi ? | Oui, jusqu'à 18 h. | Et la boutique ? | Jusqu'à 17 h. | Merci, on arrive vers 16 h.
Merci ! | De rien. | Encore une question : les chiens sont admis ? | En laisse, oui. | Merci. Et les vélos ? | Non. | Merci beaucoup, au revoir. | Au revoir !
¿Hay mesa a las nueve? | Sí, para dos. | ¿Y a las diez? | También, para dos. | ¿Para cuatro a las diez y media? | Sí. | Entonces a las diez y media, cuatro. | Reservado.
¿Cuánto tarda una carta a Chile? | Unos diez días. | ¿Y un paquete? | Unos diez días también. | ¿Y urgente? | Tres días. | Pues urgente. ¿Cuánto cuesta?
Apunta arroz. | Apuntado. | Y dos kilos de tomates. | Apuntado. | También aceite de oliva del bueno. | Apuntado. | Y pan para mañana. | Apuntado.
¿Se puede fumar en la terraza? | Sí. | ¿Y llevar al perro? | Sí, atado. | ¿Y dentro con el perro? | Sí, atado. | Perfecto, pues vamos los tres.
Gracias. | De nada. | ¿El desayuno está incluido? | Sí. | Gracias. ¿A qué hora? | De siete a diez. | Gracias, hasta mañana.
Is my rent in? | Thank you for banking with Arden. Yes. Anything else? | Is my salary in as well? | Thank you for banking with Arden. Not yet. Anything else? | When do you close the month? | Thank you for banking with Arden. On the 28th. Anything else? | Can I see all that on my phone? | Thank you for banking with Arden. Yes. Anything else?
Do you have maps? | Yes. Please mind that we close early today. | And guides in English? | Yes. Please mind that we close early today. | Is the crypt open? | No. Please mind that we close early today. | What does the tower cost? | 3 euros. Please mind that we close early today. | Do children pay for the tower as well? | Half. Please mind that we close early today.
Haben Sie auch Ersatzteile? | Ja. Unsere Werkstatt ist heute bis fünf besetzt. | Passt der Schlauch an jede Pumpe? | An die meisten. Unsere Werkstatt ist heute bis fünf besetzt. | Braucht man dafür Werkzeug? | Nein. Unsere Werkstatt ist heute bis fünf besetzt. | Könnten Sie mir den zurücklegen? | Ja. Unsere Werkstatt ist heute bis fünf besetzt.
`
