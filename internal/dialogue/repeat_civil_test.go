package dialogue

// refusedForever are users who turn down what is offered again, who leave a choice to the
// system that leaves it to them, or who hear the same hint again and again.
const refusedForever = `
Just book the standard room. | The deluxe one has a balcony, shall I? | No thanks. | It comes with breakfast, too. | Not interested. | The deluxe balcony is lovely, shall I? | I said no. | With breakfast and the balcony? | No thank you, leave it.
why does ice float | think of how dense ice is beside water | no idea | compare the density of ice and water | i dont know | which is denser, ice or water? think of density | not sure | Ice or water: compare how dense they are. | dunno
Tell me about the siege. | It lasted a year and ended with a treaty. | Tell me more about it, please. | The siege went on for a year, until the treaty. | Could you elaborate on that? | After a year, a treaty ended the siege. | Please say more.
Quiero el menú del día. | ¿Le añado el vino por dos euros? | No, gracias. | ¿Y el vino de la casa? | No me interesa. | El vino son dos euros, ¿lo añado? | No lo quiero. | ¿Vino de la casa, dos euros? | No hace falta.
Ein Ticket nach Ulm. | Mit Versicherung für 9 Euro? | Nein danke. | Die Versicherung deckt auch Streik. | Brauche ich nicht. | Für 9 Euro mit Versicherung? | Kein Bedarf. | Die Versicherung deckt Streik, für 9 Euro. | Nein danke, wirklich.
Let's plan the party. | Gladly! What theme would you like? | Whatever you think is best. | I'd love to hear your theme first. | I'm easy, you choose. | Which theme do you prefer? | Up to you, really.
Wir wollten doch die Szene üben. | Genau, bist du bereit? | Ich bin bereit! | Super, dann los, bereit wenn du es bist. | Fang an, ich bin so weit. | Perfekt, sag Bescheid, wenn du bereit bist. | Bereit, auf geht's!
`

// swayingForever are users who take up one advice, then the other, then the one again.
const swayingForever = `
Paint the hall white or green? | White makes it brighter. | White, yes. Though green would be cosy in there. | Green is cosy, then. | Green it is! But the hall has hardly any light. | White makes it brighter. | True, white. Only it looks so cold in winter. | Green is cosier.
Soll ich Klavier oder Geige lernen? | Klavier klingt gleich gut. | Ja, Klavier. Nur passt es nicht in meine Wohnung. | Dann Geige, die ist klein. | Geige, abgemacht. Aber die Nachbarn hören jeden Ton. | Klavier mit Kopfhörern. | Stimmt, Klavier. Bloß der Platz in der Wohnung fehlt. | Geige, die ist klein.
La mer ou la montagne cet été ? | La mer, il fera chaud. | Va pour la mer. Mais les plages seront bondées. | Alors la montagne. | La montagne, parfait. Seulement il y fera si chaud à grimper. | Plutôt la mer. | La mer donc, mais tout ce monde sur les plages. | Alors la montagne.
¿Me corto el pelo o lo dejo largo? | Corto se seca antes. | Corto, decidido. Aunque largo lo puedo recoger. | Largo, entonces, recogido. | Sí, largo recogido. Pero tarda tanto en secarse. | Corto se seca antes. | Corto pues, solo que no podré recogerlo. | Largo, entonces.
`

// swayingOnce are sound ones between two things.
const swayingOnce = `
I'm between the oak and the pine table. | Oak lasts longer. | But it's twice the price of pine. | Pine is lighter too, good for a small flat. | We do move house every other year. | Then pine is the practical one. | Right, pine it is, with the two benches.
The oven stays cold. | Check the fuse. | The fuse is fine, I swapped it. | Check the clock, some ovens need it set. | The clock was blinking, I set it. | Does the oven heat now? | It does, thank you so much.
Ich schwanke zwischen Zug und Auto. | Der Zug ist schneller. | Mit dem Auto komme ich aber bis vor die Tür. | Das Auto kostet Sie einen Parkplatz. | Parken kann ich bei meiner Schwester umsonst. | Dann spricht viel für das Auto. | Gut, ich fahre am Freitag mit dem Auto.
`

// civilAndOn are sound ones with much that is civil.
const civilAndOn = `
Fries with that? | No thanks. | A drink? | No thank you. | A dessert? | No, thanks. | A toy for the little one? | Nope, just the burger.
Would Monday suit you? | No, not Monday. | Tuesday at four? | No, I work late. | Wednesday? | No, sorry. | Thursday at nine? | Thursday is perfect, thank you.
I'm so nervous about tomorrow. | You've prepared well. | Thank you. What if they ask about the gap? | Say what you learned in it. | Thanks, that helps. And about money? | Name a range. | Thank you so much, I feel ready now.
Thank you for the flowers! | You're welcome, happy birthday! | Thanks! How did you know I like lilies? | Your sister told me. | That's so kind. | Enjoy them! | I will, bye!
Sorry, one question. | Sure. | Where's the lift? | On the left. | Sorry, and the toilets? | Next to it. | Sorry to bother you again, is there wifi? | Yes, it's called Guest.
Which colour would you like? | You choose. | Blue, then. Which size? | Whatever fits a ten-year-old. | That's 140. With a hood? | I don't mind. | With a hood, then. 34 euros. | Fine, I'll take it.
I'll switch it off and on. | Let me know how it goes. | Okay, it's booting. | Take your time. | Alright, it's up, but there's no sound. | Check the cable. | The cable was loose, it works!
Ready? | Ready. | What's seven times eight? | Fifty-six. | Great! Nine times six? | Fifty-four. | Great! Twelve times twelve? | One hundred and forty-four.
Tell me about the Vikings. | They sailed from Scandinavia around 800. | Tell me more. | They traded as far as Baghdad and settled Iceland. | More, please! | In 1066 Harald fell at Stamford Bridge. | What else did they trade?
how do plants drink | think about the roots | dont know | roots take up water from the soil | oh ok and then | it rises through tiny tubes | no idea why it rises | because the leaves lose water and pull more up
Hello? | Hello, how can I help? | Is anyone there? | Yes, what's the matter? | My heating's out. | Since when? | Since last night, and it's freezing.
You're right, I should rest. | Good. When will you start? | Tonight. You're right about the phone, too. | Leave it in the kitchen. | Exactly, and I'll read instead. | What are you reading? | A novel about bees.
I love your suggestion of Lyon. | It's lovely in May. | Wonderful. Is there a night train? | Yes, from Berlin. | Perfect! And a hotel near the river? | The Globe, from 90 euros. | Great, book it for two nights.
Good night! | Good night! | Oh wait, did you set the alarm? | Yes, for six. | Good night then! | Sleep well. | You too.
Danke, das ging schnell. | Gern! | Super. Kann ich den Beleg haben? | Ist im Postfach. | Danke! Und die Garantie? | Zwei Jahre. | Alles klar, danke und tschüss.
Entschuldigung, ich hab mich vertippt. | Kein Problem. Wie heißt es richtig? | Meyer mit y. | Geändert. | Tut mir leid, die Hausnummer auch: 12a. | Geändert. | Perfekt, vielen Dank.
Welche Füllung möchten Sie? | Egal, was ist denn beliebt? | Kirsch. | Dann Kirsch. | Und der Boden? | Entscheiden Sie. | Mürbeteig. Für wann? | Für Samstag um zehn.
Das Angebot klingt gut. | Soll ich reservieren? | Noch nicht. | Bis Freitag halte ich es frei. | Sehr gut, ich melde mich. | Gern. | Eine Frage noch: ist Parken dabei?
Merci pour votre aide. | Je vous en prie. | Une dernière chose : où signer ? | En bas de la page 3. | Merci. Et le cachet ? | À côté. | Merci beaucoup, bonne journée.
Tu préfères mardi ou jeudi ? | Comme tu veux. | Mardi alors, à midi ? | Plutôt treize heures. | Parfait. Chez toi ? | Non, au bureau. | À mardi !
Désolé, je n'ai pas compris. | Appuyez sur le bouton vert. | Pardon, lequel ? Il y en a deux. | Celui de gauche. | Désolé, rien ne s'allume. | Maintenez-le trois secondes. | Ah, ça clignote !
Vous avez raison, c'est trop salé. | Ajoutez une pomme de terre. | Exactement ce qu'il me fallait. | Laissez cuire vingt minutes. | Bien sûr. Avec le couvercle ? | Oui. | Parfait, merci.
Gracias por avisar. | De nada. | ¿Y la reunión sigue en pie? | Sí, a las cinco. | Gracias. ¿En qué sala? | En la 204. | Muchas gracias, hasta luego.
¿Qué te apetece cenar? | Lo que quieras. | ¿Pasta? | Me da igual, pero sin queso. | Pasta con setas, entonces. | Perfecto. | ¿A qué hora llegas? | A las nueve.
Perdona, no era la talla 38. | ¿Cuál era? | La 40. | Cambiada. | Perdona otra vez, en azul. | Hecho. | Gracias, y perdona el lío.
Me gusta tu plan. | Me alegro. ¿Empezamos el lunes? | El lunes, sí. | ¿Por la mañana? | Claro, a las ocho. | Genial. | Adelante, apúntame.
ask me sums | What's 4 times 9? | 36 | Right! 6 times 6? | 36 | Right! 8 times 5? | 40 | Right! 4 times 10? | 40
Please open gate 14. | Error 503. Try again later. | Please open gate 14. | It's open now.
Bitte Vertrag 7731 verlängern. | Interner Fehler. Bitte später erneut versuchen. | Bitte Vertrag 7731 verlängern. | Verlängert bis Mai.
A slogan without the word "fresh", please. | Fresh bread, fresh smiles! | It has "fresh" in it. A slogan without that word, please. | Warm bread, wide smiles!
Do I ice it before or after the run? | Ice after, heat before. | Heat before, ice after. Right. | Exactly.
Is there gluten in the soup? | Yes, there's barley in it. | And in the salad, is there gluten? | No, none. | The salad then, thank you for looking. | With pleasure.
Can you book it? | Booked for Friday at nine. | Wonderful, thank you so much. | My pleasure! You'll get a reminder on Thursday. | Perfect. | Is there anything else? | No thanks, that's everything. Have a good day.
Can I pay by card? | Yes, at the desk. | Lovely, much appreciated. | Any time! Let me know if anything comes up. | Will do. | Wonderful. | Cheers, see you on Friday.
Wie setze ich es zurück? | Zehn Sekunden drücken. | Super, hat geklappt. | Freut mich! Kann ich sonst noch helfen? | Nein, das war's. | Dann einen schönen Tag noch! | Danke, Ihnen auch, tschüss!
Comment le réinitialiser ? | Appuyez dix secondes. | Génial, ça marche ! | Ravi d'avoir pu aider ! Autre chose ? | Non, c'est tout. | Bonne journée à vous ! | Merci, à vous aussi !
¿Cómo lo reinicio? | Pulse diez segundos. | Genial, funciona. | Me alegro. ¿Algo más? | No, eso es todo. | Que tenga buen día. | Gracias, igualmente.
`
