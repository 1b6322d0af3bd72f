package dialogue

// againLast are users who say the same again, written last.
const againLast = `
How do I remove rust from a knife? | Rub it with a cut potato and baking soda. | Good to know. How can rust be removed from knives? | Potato and baking soda. | What takes rust off a knife?
I'd like to order a birthday cake for Saturday. | Your order is in: one cake, Saturday at ten. | Thanks. I want to order a cake for a birthday on Saturday. | It's ordered, for ten. | Can I order a birthday cake for this Saturday?
whats the wifi password | it's on the card in your room | ok whats the password for the wifi | it's on the card in your room | i need the wifi password
Why do cats purr? | They purr when content, and to calm themselves. | Interesting! What makes cats purr? | Contentment, or a need to calm down. | For what reason do cats purr?
Are there any side effects of metformin? | Nausea and diarrhoea at first, mostly. | I understand. What side effects does metformin have? | Mostly nausea at first. | Which side effects can I expect from metformin?
My sister and I don't talk anymore and it makes me sad. | A short letter may open the door. | It makes me sad that my sister and I no longer speak. | A letter could be a start. | I'm sad because my sister and I aren't speaking.
Could you tell me how to descale a kettle? | Boil water with vinegar in it, wait, rinse. | Thank you! And how do you descale a kettle? | Vinegar and water, boil, rinse. | What's the best way of descaling kettles?
Wie bekomme ich Kaugummi aus der Jacke? | In den Gefrierschrank legen und abkratzen. | Cool. Wie geht Kaugummi aus einer Jacke raus? | Einfrieren, abkratzen. | Was hilft gegen Kaugummi auf der Jacke?
Ich möchte meine Adresse ändern. | Gern, die neue Adresse ist gespeichert. | Bitte ändern Sie meine Adresse. | Sie ist schon gespeichert. | Meine Adresse soll geändert werden.
Wie hoch ist das Porto nach Spanien? | 1,25 Euro für eine Karte. | Alles klar. Was kostet das Porto nach Spanien? | 1,25 Euro. | Wie viel Porto brauche ich nach Spanien?
Comment nettoyer un four très sale ? | Avec du bicarbonate, une nuit. | D'accord. Comment fait-on pour nettoyer le four ? | Du bicarbonate, une nuit. | Mon four est sale, comment le nettoyer ?
Quel vin servir avec du canard ? | Un pinot noir ou un madiran. | Merci bien. Avec le canard, quel vin choisir ? | Madiran ou pinot noir. | Que boire comme vin avec du canard ?
¿Cómo puedo mejorar mi pronunciación en inglés? | Repite frases en voz alta y grábate. | Gracias. ¿Qué hago para pronunciar mejor en inglés? | Repite y grábate. | Quiero mejorar mi pronunciación del inglés.
¿Dónde se puede aparcar cerca del museo? | En el parking de la plaza, a dos minutos. | Muy bien. ¿Hay dónde aparcar cerca del museo? | En la plaza. | ¿En qué sitio aparco cerca del museo?
`

// roundLast are two who go round in a circle, written last.
const roundLast = `
Sounds like a plan! | Great, it's a plan! | Perfect, we have a plan. | Yes, a good plan. | A good plan indeed. | So that's the plan. | Yes, that's the plan!
Do you want the blue or the green? | What do you think, blue or green? | I can't decide between blue and green. | Blue and green are both fine. | So blue or green? | Both are fine, blue or green. | Hmm, blue or green.
I'll send the report tomorrow. | Great, send the report tomorrow. | Yes, tomorrow I'll send it. | Perfect, I'll get it tomorrow. | Right, the report comes tomorrow. | Good, tomorrow then. | Yes, I'll send the report tomorrow.
Thanks for your patience. | Thank you for yours! | No, thank you for being so patient. | It's me who thanks you for the patience. | Thanks again for your patience. | And thank you for yours. | Thank you, really, for the patience.
Is my parcel coming? | I'll look, one moment please. | Okay, is it coming? | One moment please, I'm looking. | And, is it coming? | One moment please. | Is my parcel coming?
You are right. | No, you are right. | I think you're right. | You were right first. | No no, you're right. | We are both right. | Yes, both right.
Soll ich anrufen? | Wenn du willst, ruf an. | Willst du, dass ich anrufe? | Ruf an, wenn du magst. | Soll ich also anrufen? | Wenn du möchtest. | Möchtest du, dass ich anrufe?
Gute Nacht! | Gute Nacht, schlaf gut! | Du auch, schlaf schön! | Danke, gute Nacht! | Gute Nacht, träum schön! | Du auch, gute Nacht! | Nacht, schlaf gut!
Vous avez raison. | Non, c'est vous qui avez raison. | Mais non, vous avez raison. | Nous avons raison tous les deux. | Oui, tous les deux. | Voilà, tous les deux. | Oui, nous avons tous les deux raison.
De rien ! | Merci encore ! | De rien, vraiment. | Merci mille fois. | Il n'y a pas de quoi. | Merci, merci ! | De rien, de rien.
Luego te llamo. | Vale, llámame luego. | Sí, te llamo luego. | Perfecto, espero tu llamada. | Te llamo luego entonces. | Vale, llámame. | Sí, luego te llamo.
`

// soundLast are users who come back to the same and mean it, written last.
const soundLast = `
How do I remove rust from a knife? | With a potato. | How do I remove rust from a bike chain? | With oil. | How do I keep the chain from rusting?
Why do cats purr? | They are content. | Why do cats knead? | It reminds them of their mother. | Why do cats hide when they are ill?
Are there side effects of metformin? | I can't give medical advice. | General information is fine. What are the side effects of metformin? | Nausea at first. | How long does the nausea last?
whats the wifi password | which room | room 12 | 8842 | that password doesnt work
What should I pack for Iceland? | Layers. | What should I pack for Spain? | Light clothes. | What should I not forget for either?
My sister doesn't talk to me. | Since when? | Since Christmas. My sister thinks I told our mother. | Did you? | No. Should I write to my sister?
Can I bring my dog on the train? | Yes, with a ticket. | Can I bring my bike on the train? | Yes. | Can I bring both on a bus?
left | You see a door. | open door | It creaks. | left | A corridor. | open door | A cellar.
I want to speak to a human. | I can help with that. What is it? | No, I want to speak to a human. | I'll connect you. | Thanks.
What's your fee? | It depends. | What's your fee for a will? | 300 euros. | And for a house sale?
Is it cheaper by train? | Yes, 40 euros. | Is it faster by train? | No. | Which is greener, train or bus?
Wie komme ich zum Bahnhof? | Mit der Linie 4. | Wie komme ich vom Bahnhof zum Dom? | Zu Fuß. | Wie lange ist der Dom offen?
Was ist eine GmbH? | Eine Gesellschaft mit beschränkter Haftung. | Was ist eine AG? | Eine Aktiengesellschaft. | Was ist der Unterschied zwischen einer GmbH und einer UG?
Das war nicht meine Frage. Was kostet die Reparatur? | Das Modell ist von 2019. | Ja, aber was kostet die Reparatur? | Etwa 200 Euro. | Lohnt sich das?
Quel vin avec du canard ? | Un madiran. | Quel vin avec du saumon ? | Un chablis. | Et avec le dessert ?
C'est trop cher. | Le modèle à 80 euros ? | C'est encore trop cher. | Celui à 50 ? | Celui-là me va.
¿Qué vino va con pescado? | Un albariño. | ¿Qué vino va con cordero? | Un rioja. | ¿Y con el postre?
Quiero hablar con una persona. | ¿De qué se trata? | De mi factura. | La busco. ¿Número? | 4471. Prefiero hablar con una persona.
What time is checkout? | 11 am. | What time is breakfast? | 7 to 10. | What time does the pool close?
I moved the file. Where is it now? | In Documents. | It's not in Documents. Where else could it be? | In Downloads. | Not there either.
`
