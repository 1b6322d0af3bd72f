package dialogue

// saidAgain are users who say the same again though it was answered. Turns are parted by
// bars; the user begins.
const saidAgain = `
How do I reset my router? | Hold the small button on the back for ten seconds until the lights blink. | Thanks. What's the way to reset the router? | As I said, hold the button for ten seconds. | And how can I get the router back to factory settings?
What's a good recipe for lentil soup? | Fry onions and carrots, add lentils and stock, simmer for 30 minutes. | Sounds nice. Do you have a good lentil soup recipe? | Yes: onions, carrots, lentils and stock, half an hour. | I'd like a recipe for a lentil soup please.
Can you tell me when the library opens on Saturday? | It opens at 9 on Saturdays and closes at 2. | Is parking free there? | Yes, for the first two hours. | Can you tell me when the library opens on Saturday?
i need to change my flight to the 14th | Done, you are on the 14th at 8:40. | ok i need to change my flight to the 14th | It is already changed. | hi i need to move my flight to the 14th
How long should I boil eggs? | Seven minutes for a soft yolk, ten for a hard one. | Okay, and how many minutes do eggs need to boil? | Seven to ten, depending on the yolk you want. | So for how long do I have to cook the eggs?
Which documents do I need for a passport renewal? | Your old passport, a photo and the form DS-82. | Great. What paperwork is required to renew a passport? | The old passport, a photo and form DS-82. | Could you list the documents needed for renewing my passport?
My dog keeps barking at night, what can I do? | Give him a long walk in the evening and a quiet place to sleep. | My dog keeps barking at night. What should I do about it? | A long walk in the evening helps. | I have a dog that barks all night, any advice?
I'm looking for a quiet hotel in Porto. | Casa do Rio is on a side street with a garden. | Nice, and what would you suggest as a quiet hotel in Porto? | Casa do Rio again, or Pousada Vitória. | I'm after a hotel in Porto that is quiet.
Explain what inflation is. | Inflation is the rate at which prices rise, so money buys less over time. | Interesting. Can you explain inflation to me? | It's a general rise in prices over time. | What exactly is inflation?
How much is the monthly ticket? | It costs 49 euros a month. | Good. What does a monthly ticket cost? | 49 euros. | Alright, and the price of the monthly ticket is?
what vitamins are good for hair | Biotin, zinc and vitamin D are often named. | cool what vitamins should i take for my hair | Biotin, zinc, vitamin D. | and which vitamins help with hair
I want to cancel my gym membership. | I've cancelled it; you'll get a confirmation by mail. | I would like to cancel my gym membership please. | It is cancelled already. | Please cancel my membership at the gym.
Where can I park near the stadium? | There is a garage on Elm Street, five minutes on foot. | Thanks a lot! Is there a shuttle? | Yes, every ten minutes from the garage. | Wonderful. And where is it possible to park close to the stadium?
Could you recommend a book about the Roman empire? | SPQR by Mary Beard is a fine start. | I'd love to read something on the Roman empire. What would you recommend? | SPQR by Mary Beard. | Any book recommendations about the Roman empire?
My laptop is very slow. How can I speed it up? | Close programs that start with it and add memory. | It's a slow laptop, really. How do I make it faster? | Fewer programs at start, more memory. | How can I speed up my slow laptop?
Is it safe to take ibuprofen with alcohol? | It's better not to; it can hurt the stomach. | I see. So is taking ibuprofen together with alcohol safe? | No, it can irritate the stomach. | Can I drink alcohol when I take ibuprofen?
How do I tie a bowline? | Make a small loop, pass the end up through it, round the rope and back down. | That's helpful, thank you. Could you explain how to tie a bowline knot? | Small loop, up through, around, back down. | How does one tie a bowline?
What is the deadline for the tax return? | April 15, or October 15 with an extension. | When is the tax return due? | April 15. | By what date must the tax return be filed?
Please write a short poem about autumn. | Leaves of amber drift and fall, a quiet hush lies over all. | Lovely! Could you write a short poem about autumn? | Gold and red the branches sway, autumn steals the light away. | I'd like a short autumn poem.
hey can u help me pick a name for my cat | Sure! How about Miso, Pixel or Juniper? | can you help me choose a name for my cat | Miso, Pixel or Juniper would fit. | im looking for a name for my cat any ideas
I'd like to know more about your refund policy. | You can return items within 30 days for a full refund. | Okay. I would like to learn about the refund policy. | 30 days, full refund. | Tell me about the refund policy, please.
What's the weather like in Oslo in March? | Cold, between -4 and 4 degrees, with some snow. | How's the weather in Oslo in March? | About freezing, often with snow. | I'm going to Oslo in March. What weather should I expect?
My tomato plants have yellow leaves. Why? | Most often it's too much water or too little nitrogen. | Why do the leaves on my tomato plants turn yellow? | Too much water, or too little nitrogen. | What's the reason for yellow leaves on tomatoes?
How do I export a PDF from Word? | File, Export, Create PDF. | Ah, got it. And how to save a Word document as PDF? | File, Export, Create PDF. | How do I export from Word as a PDF?
My order hasn't arrived. The number is 4471. | It is with the courier and comes tomorrow before noon. | My order number 4471 still has not arrived. | It will be there tomorrow before noon. | The order 4471 hasn't arrived yet.
I feel so tired all the time. | Tiredness can come from little sleep or low iron. How much do you sleep? | About seven hours. I'm just tired all the time. | Seven hours is fine; a blood test could tell about iron. | I'm always so tired, all of the time.
I really appreciate how clearly you explain this. What comes after the roux? | Add the milk slowly, whisking. | I really appreciate how clearly you explain this. And then? | Season with salt and nutmeg. | I really appreciate how clearly you explain this. How long does it keep?
That makes sense. I'm a bit worried about the cost, though. | A basic plan is 5 euros a month. | That makes sense. I'm a bit worried about the cost, though. | There's a free one, too. | That makes sense. I am a little worried about the cost though.
Wie kann ich meinen Vertrag kündigen? | Sie können im Kundenkonto unter Verträge auf Kündigen klicken. | Danke. Und wie kündige ich meinen Vertrag? | Im Kundenkonto unter Verträge auf Kündigen klicken. | Auf welchem Weg lässt sich der Vertrag kündigen?
Was kostet ein Parkausweis für Anwohner? | Er kostet 30 Euro im Jahr. | Gut. Wie teuer ist denn der Anwohnerparkausweis? | 30 Euro im Jahr. | Wie viel muss ich für den Parkausweis als Anwohner zahlen?
ich such nen guten zahnarzt in köln | Die Praxis Dr. Lohmann in Ehrenfeld hat sehr gute Bewertungen. | kennst du nen guten zahnarzt in köln | Ja, Dr. Lohmann in Ehrenfeld. | welchen zahnarzt in köln kannst du empfehlen
Wann muss ich meinen Hund impfen lassen? | Die Grundimmunisierung beginnt mit acht Wochen, danach jährlich. | Ab wann wird ein Hund geimpft? | Mit acht Wochen, danach jährlich. | Wann soll die Impfung bei meinem Hund gemacht werden?
Meine Waschmaschine schleudert nicht mehr. Was kann ich tun? | Reinigen Sie das Flusensieb und prüfen Sie den Abfluss. | Verstehe. Was mache ich, wenn die Waschmaschine nicht schleudert? | Flusensieb reinigen, Abfluss prüfen. | Meine Waschmaschine will nicht mehr schleudern, was tun?
Können Sie mir ein Geschenk für meine Oma empfehlen? | Ein Fotobuch mit Familienbildern kommt immer gut an. | Was könnte ich meiner Oma schenken? | Ein Fotobuch mit Familienbildern. | Haben Sie eine Geschenkidee für die Oma?
Ich möchte einen Termin beim Bürgeramt. | Der nächste freie Termin ist am 12. um 10 Uhr; er ist für Sie gebucht. | Super. Ich hätte gerne einen Termin beim Bürgeramt. | Der Termin am 12. um 10 Uhr ist gebucht. | Kann ich bitte einen Termin im Bürgeramt bekommen?
Wie backe ich ein Sauerteigbrot? | Den Teig über Nacht gehen lassen und bei 250 Grad 45 Minuten backen. | Klingt gut! Wie macht man denn Sauerteigbrot? | Über Nacht gehen lassen, bei 250 Grad backen. | Und wie wird ein Sauerteigbrot gebacken?
Welche Bäume passen in einen kleinen Garten? | Zierapfel, Felsenbirne oder eine Kugelrobinie. | Danke. Ich suche einen Baum für meinen kleinen Garten. | Zierapfel oder Felsenbirne. | Was für ein Baum passt in kleine Gärten?
Comment faire une pâte à crêpes ? | Mélangez 250 g de farine, 4 œufs et un demi-litre de lait. | Merci. Comment prépare-t-on la pâte à crêpes ? | Farine, œufs et lait, puis une heure de repos. | Quelle est la recette de la pâte à crêpes ?
Je voudrais annuler mon abonnement. | C'est fait, votre abonnement est annulé. | J'aimerais annuler mon abonnement, s'il vous plaît. | Il est déjà annulé. | Pouvez-vous annuler mon abonnement ?
c est quoi le meilleur moment pour visiter rome | Avril et mai, il fait doux et il y a moins de monde. | ok et quand est ce qu il vaut mieux visiter rome | Au printemps, en avril ou en mai. | quel est le bon moment pour aller visiter rome
Combien coûte un timbre pour l'Allemagne ? | Il coûte 1,96 euro. | D'accord. Quel est le prix d'un timbre pour l'Allemagne ? | 1,96 euro. | Et un timbre pour l'Allemagne, c'est combien ?
Mon chat ne mange plus, que faire ? | S'il ne mange pas depuis un jour, voyez un vétérinaire. | Je comprends. Mon chat refuse de manger, que dois-je faire ? | Un vétérinaire, après un jour sans manger. | Que puis-je faire pour mon chat qui ne mange plus ?
Quels papiers faut-il pour se marier à la mairie ? | Une pièce d'identité, un acte de naissance et un justificatif de domicile. | Quels documents faut-il apporter à la mairie pour le mariage ? | Pièce d'identité, acte de naissance, justificatif. | Pour se marier à la mairie, il faut quels papiers ?
Tu peux me conseiller un film d'horreur ? | Essaie « Get Out », c'est malin et tendu. | Cool. T'as un bon film d'horreur à me conseiller ? | « Get Out », toujours. | Je cherche un film d'horreur à regarder.
¿Cómo puedo quitar una mancha de vino? | Échale sal enseguida y lávala con agua fría. | Gracias. ¿Y cómo se quita una mancha de vino? | Con sal y agua fría. | ¿Qué hago para quitar manchas de vino?
Quiero cambiar la contraseña de mi cuenta. | Ve a Ajustes, Seguridad, Cambiar contraseña. | Vale. Necesito cambiar mi contraseña de la cuenta. | Ajustes, Seguridad, Cambiar contraseña. | ¿Cómo cambio la contraseña de mi cuenta?
a que hora sale el ultimo tren a toledo | El último sale a las 21:50. | genial y el ultimo tren a toledo a que hora sale | A las 21:50. | cuando sale el ultimo tren para toledo
¿Qué me recomienda para el dolor de espalda? | Caminar a diario y estiramientos suaves. | Ya veo. ¿Qué es bueno contra el dolor de espalda? | Caminar y estirar. | Tengo dolor de espalda, ¿qué recomienda?
¿Cuánto tarda en llegar el pedido a Canarias? | Entre cinco y siete días laborables. | ¿Cuántos días tarda un pedido en llegar a Canarias? | De cinco a siete. | Si pido a Canarias, ¿cuánto tardará el pedido en llegar?
Busco una ruta de senderismo fácil cerca de Granada. | La vereda de la Estrella es fácil y preciosa. | ¡Qué bien! ¿Hay alguna ruta fácil de senderismo cerca de Granada? | La vereda de la Estrella. | ¿Qué ruta de senderismo fácil me aconsejas por Granada?
Thanks! | You're welcome. What can I do for you? | I'd like to upgrade my plan to the family one. | Done, you are on the family plan now. | I'd like to upgrade to the family plan. | You are on it. | I want to upgrade my plan to the family plan.
What should I see in Kyoto in two days? | Fushimi Inari, Kinkaku-ji and Gion. | What about food? | Try kaiseki or ramen near the station. | Nice. And how do I get around? | Buses go everywhere. | What should I see in Kyoto if I have two days?
How do vaccines work? | They show the immune system a harmless part of a germ, so it learns to fight it. | Do they wear off? | Some do, so there are boosters. | I see. Could you explain how vaccines work?
I'm worried about my exam tomorrow. | Sleep well and go over the summaries once. | You're right. I'm really worried about the exam tomorrow. | A calm evening helps more than cramming. | I'm so worried about tomorrow's exam.
Good morning, I have a question about my electricity bill. It is much higher than last month. | The tariff changed on the first. | Good morning, I have a question about my electricity bill. It's much higher than last month. | The tariff changed on the first. | Hello, my electricity bill is a lot higher than last month.
Hi, I was wondering if you could help me find a vegetarian restaurant near the station. | Green Fork is 200 metres away and open until ten. | That sounds great! Could you help me find a vegetarian restaurant near the train station? | Green Fork, 200 metres away. | I'm trying to find a vegetarian place to eat near the station.
what size tyres does a 2015 golf need | 205/55 R16 in most versions | nice one. what tyre size for a 2015 golf | 205/55 R16 | which tyres fit a golf from 2015
Could you check the balance on my gift card? The code is GX-2218. | There are 35 euros left. | Could you please check the balance of my gift card GX-2218? | 35 euros. | What's the balance left on gift card GX-2218?
Write me a cover letter for a barista job. | Dear team, I love coffee and people, and bring two years of experience. | It's good. Write me a cover letter for a job as a barista. | Dear team, coffee is my craft. | I need a cover letter for a barista job.
How can I make new friends in a new city? | Join a club or a class, and say yes to invitations. | I like that. What can I do to make friends in a new city? | Clubs, classes, invitations. | How do people make new friends when they move to a new city?
Is there a train from Lyon to Geneva tonight? | Yes, at 18:34 and 20:34. | Are there any trains from Lyon to Geneva tonight? | 18:34 and 20:34. | Is there any train tonight going from Lyon to Geneva?
`

// roundAndRound are two who go round in a circle.
const roundAndRound = `
Thank you so much! | You're welcome! Anything else? | No, thank you! | You're very welcome. Have a great day! | Thank you, you too! | Thank you! Take care! | Thanks, you take care too! | You're welcome, goodbye!
What's the capital of Peru? | Lima. Is there anything else I can help with? | No, thanks. | Okay. Is there anything else? | No, that's all. | Alright. Anything else I can do? | No, nothing else.
Can you send me the invoice? | Of course, I'll send it right away. | Great, please send it. | I'll send it at once. | Okay, please do send it. | I'm sending it now. | Good, please send it to me.
Which wine goes with fish? | A dry white such as Sancerre. | What about a red? | Pinot noir, lightly chilled. | Which wine goes with fish? | A dry white such as Sancerre. | What about a red? | Pinot noir, lightly chilled.
I'm ready to start the lesson. | Great, let's get started! Are you ready? | Yes, I'm ready. Let's start. | Wonderful, let's begin! Ready? | Yes, ready to begin. | Great! Let's get going. Are you ready? | I'm ready, let's go.
Shall we do pasta or rice? | Whatever you prefer. | I don't mind, what do you prefer? | It's up to you! | No really, you choose. | I'm happy with either; you decide. | You decide, I don't mind.
Let me know when it's done. | I will let you know when it's done. | Great, let me know. | Sure, I'll let you know. | Perfect, just let me know when it is done. | Of course, I'll let you know once it's done. | Thanks, let me know.
hello | hi, how can i help | hello | hi, how can i help | hello | hi, how can i help | hello
I'm fine, how are you? | I'm well, how are you? | I'm good, thanks. And you? | Doing well! How are you? | I'm doing fine, how are you? | Great, and you? | Good, how are you?
Could you tell me the opening hours? | What store would you like to know about? | The opening hours of the store, please. | Which store do you mean? | I'd like to know the opening hours of the store. | Which store would that be? | The store. When does it open? | Which store?
Goodbye! | Goodbye! | Bye! | Bye, take care! | Take care, bye! | Bye bye! | Bye!
We should meet and talk about the project. | Yes, let's meet. When? | Sometime soon. Let's meet. | Sounds good, let's meet soon. | Yes, we should meet soon. | Definitely, let's set up a meeting. | Great, let's set up a meeting soon.
I love how supportive you are. | I'm glad I can support you! | And I'm glad to have you. | I'm so glad to have you too. | I'm so glad we have each other. | Me too, I'm so glad. | I'm so glad too.
You're doing amazing work. | Thank you, you are amazing yourself! | No, you are the amazing one! | You're too kind, you are amazing! | You are too kind as well! | You're the kindest! | No, you are the kindest!
I'll try restarting it. | Good idea, try restarting it and tell me. | Okay, I'll restart it and tell you. | Great, restart it and let me know. | Will do, I'll restart it now and let you know. | Perfect, let me know after the restart. | I will, restarting it now.
I can't log in. | Have you tried resetting your password? | Yes, and I still can't log in. | Please try resetting your password. | I did that, I still can't log in. | Try to reset your password, please. | I did it again and can't log in. | Have you tried resetting the password?
Is the store open today? | Yes, until six. Do you want directions? | No. Is the store open today? | Yes, until six. Would you like directions? | No. Is it open today? | Yes, until six. Do you need directions? | No, is the store open today?
So what happens next? | Next you fill in the form. | And what happens next? | Then you fill in the form. | Okay, and next? | Next is the form. | And what's next? | You fill in the form.
I agree with you. | I'm glad you agree. | Yes, I totally agree. | It's nice that we agree. | I agree, it's nice. | Agreed! | Yes, agreed. | I'm glad we agree.
Thanks for your help! | Happy to help! Let me know if you need anything. | I will, thanks for your help. | Anytime! Reach out if you need anything. | Thanks again for all the help! | My pleasure. I'm here if you need anything. | Thank you again! | Always happy to help!
Have a lovely evening. | You too, have a lovely evening! | Thanks, and you have a great one. | You as well, enjoy your evening! | Enjoy yours too! | Thank you, have a good night! | Good night to you too! | Sleep well!
What do you think I should wear? | A blue shirt would look good. | Hmm, or the white one? | White is nice as well. | Or the blue one? | Blue would look good. | Or maybe the white? | White is also nice. | Or the blue?
Let's play a story. You start. | Once upon a time there was a fox. You go on. | No, you go on. | The fox ran. Now you. | No, you continue. | It ran on. Your turn. | You continue, please. | It ran. Your turn now.
Should I accept the job in Berlin? | It depends on what matters to you. | I want money and time. Should I accept it? | It depends on your priorities. | Money and time are. So should I take the job? | That depends on what matters most to you. | Money and time. Should I accept the job? | It depends on your priorities.
ok | ok | ok cool | cool | cool cool | nice | ok nice | cool
Please summarize the plan. | First pack, then drive, then camp. | So pack, drive, camp? | Yes: pack, drive, camp. | Okay, pack, then drive, then camp. | Exactly, pack, drive, camp. | Right: pack, drive and camp. | Yes, pack, drive, camp.
I'm sorry for the trouble. | No need to apologize, I'm sorry for the delay. | Oh no, I'm sorry. | Please don't be, I am sorry. | No, no, I'm the one who is sorry. | It's me who should apologize. | I apologize as well.
Looking forward to it! | Me too, I look forward to it. | Great, I can't wait! | I can't wait either! | So excited! | Me too, so excited! | I'm so excited, can't wait! | Can't wait either!
I have a question. | Sure, what is your question? | I want to ask you something. | Go ahead, what is it? | I have a question for you. | Please ask your question. | I'd like to ask a question. | Of course, what would you like to ask?
Can you book the table? | For how many people? | For four. | Great. For how many people? | Four people. | Perfect. And how many people? | Four. | For how many people shall I book?
Vielen Dank! | Gern geschehen! Kann ich sonst noch etwas tun? | Nein, danke. | Gerne. Melden Sie sich, wenn etwas ist. | Mache ich, danke! | Gern, einen schönen Tag! | Danke, Ihnen auch! | Danke, gleichfalls!
Ich brauche einen Termin. | Gern, wann passt es Ihnen? | Wann haben Sie etwas frei? | Wann passt es Ihnen denn? | Was ist denn frei? | Sagen Sie mir, wann es Ihnen passt. | Wann ist bei Ihnen etwas frei? | Wann würde es Ihnen passen?
Bis morgen dann! | Ja, bis morgen! | Ich freu mich, bis morgen! | Ich mich auch, bis morgen! | Super, bis morgen dann! | Bis morgen! | Ja, bis morgen!
Brauchst du noch was? | Nein danke, und du? | Nein, alles gut. Brauchst du was? | Nein, danke. Du? | Nein, ich auch nicht. Und du, brauchst du noch was? | Nein, danke. Und du?
ich mach das dann gleich | super, mach das gleich | ja ich mach das gleich | ok gut mach das | ja mach ich gleich | super dann mach das | ok ich machs gleich
Kannst du das übernehmen? | Klar, übernehme ich. | Super, dann übernimmst du das? | Ja, ich übernehme das. | Toll, also übernimmst du es? | Ja, ich übernehme es. | Gut, dann übernimm das bitte.
Merci beaucoup ! | Je vous en prie ! Autre chose ? | Non merci, c'est tout. | Très bien. Autre chose ? | Non, c'est bon, merci. | D'accord. Puis-je vous aider pour autre chose ? | Non merci, c'est tout.
On se voit quand ? | Quand tu veux ! | Moi aussi, quand tu veux. | Dis-moi quand ça t'arrange. | Quand ça t'arrange toi. | C'est toi qui choisis. | Non, choisis toi, quand tu veux.
Bonne journée ! | Bonne journée à vous aussi ! | Merci, à vous aussi ! | Merci, bonne journée ! | Bonne journée également ! | À vous aussi, au revoir ! | Au revoir, bonne journée !
Je vais y réfléchir. | Prenez votre temps, réfléchissez-y. | Oui, je vais y réfléchir. | Réfléchissez tranquillement. | D'accord, je réfléchis. | Prenez le temps d'y réfléchir. | Oui, je vais réfléchir.
Envoyez-moi le devis s'il vous plaît. | Je vous l'envoie tout de suite. | Parfait, envoyez-moi le devis. | Je vous envoie le devis. | Merci de m'envoyer le devis. | Je vous l'envoie. | Très bien, j'attends le devis, envoyez-le-moi.
¡Muchas gracias! | ¡De nada! ¿Algo más? | No, gracias. | Muy bien. ¿Necesita algo más? | No, eso es todo, gracias. | Perfecto. ¿Algo más en lo que pueda ayudar? | No, nada más, gracias.
¿Quedamos mañana? | Claro, ¿a qué hora? | A la que quieras. | Me da igual, ¿a qué hora quieres? | Cuando tú quieras. | Me va bien cualquier hora, dime tú. | A la que tú digas. | Dime tú la hora.
ya te aviso | vale avísame | sí yo te aviso | perfecto me avisas | claro te aviso | vale avisa cuando puedas | sí ya te aviso
¡Hasta luego! | ¡Hasta luego, cuídate! | ¡Cuídate tú también! | Gracias, ¡igualmente! | ¡Igualmente, hasta luego! | ¡Hasta luego! | ¡Adiós, cuídate!
Tell me a joke. | Why did the chicken cross the road? To get to the other side. | Haha, another one! | Why did the chicken cross the road? To get to the other side. | Haha, another one please! | Why did the chicken cross the road? To get to the other side. | Haha, one more! | Why did the chicken cross the road? To get to the other side.
Does the blue sofa come in green? | Yes, in two shades. Shall I order it? | Yes, please order it. | Shall I order the green sofa? | Yes, order it please. | Would you like me to order it? | Yes, please order it. | Shall I place the order?
I think patience is key. | Patience is indeed key, and so is trust. | Trust and patience are key, yes. | Absolutely, both patience and trust are key. | Yes, patience and trust are really the key. | Indeed, patience and trust are key. | So true, patience and trust.
How's the weather? | Sunny. What would you like to do? | I don't know, what would you like to do? | I don't know either. What do you want to do? | Not sure. What do you want to do? | Not sure either. You? | I don't know. What do you want to do?
I will review the draft and get back to you. | Great, I'll wait for your review. | I'll review it and get back to you soon. | Perfect, I'll await your review. | Yes, I will review the draft and get back to you. | Sounds good, I'm waiting for your review. | I'll get back to you after reviewing it.
`

// soundAgain are users who come back to the same, or say alike, and mean it.
const soundAgain = `
How do I reset my router? | Do you mean the router or the modem? | The router. | Hold the button on the back for ten seconds. | And the modem?
What's the capital of Australia? | I like Sydney a lot. | No, what's the capital of Australia? | Canberra. | Thanks, and of New Zealand?
Can you book me a table for two? | I can't do that. | Are you sure you can't book a table? | I can only give information. | Then give me their phone number.
My name is Lena. | Sorry, I did not catch that. | My name is Lena. | Nice to meet you, Lena. | Nice to meet you too. I'd like to open an account.
Where's the nearest pharmacy? | There is a bakery on Main Street. | I asked for a pharmacy, not a bakery. Where's the nearest pharmacy? | Sorry. On Oak Avenue, 300 metres. | Is it open now?
What does "serendipity" mean? | A happy accident. | And "ephemeral"? | Lasting only a short time. | What does "laconic" mean?
How much is the monthly ticket? | 49 euros. | How much is the yearly ticket? | 490 euros. | How much is a day ticket?
How do I say good morning in Italian? | Buongiorno. | How do I say good evening in Italian? | Buonasera. | How do I say good night in Italian?
Does it hurt? | A little. | How long does it take? | Ten minutes. | Does it leave a scar?
Yes. | Is the light on? | Yes. | Is it blinking? | Yes. | Press the button. Did it stop? | No.
My order is 4471. | And your postcode? | 50667 | Your street? | Ringstraße 4 | Thank you, it arrives tomorrow. | Good.
Fix this code: x = 1 / 0 | You can't divide by zero. | Okay now fix this code: y = [1,2 | You need a closing bracket. | And this code: print("a' | The quotes don't match.
Convert 10 miles to km. | 16.09 km. | Convert 20 miles to km. | 32.19 km. | Convert 26.2 miles to km. | 42.16 km.
Translate "I am tired" to French. | Je suis fatigué. | Translate "I am hungry" to French. | J'ai faim. | Translate "I am cold" to French. | J'ai froid.
I want to cancel my subscription. | May I ask why? We have a great offer: three months half price. | No thanks, I want to cancel. | Are you sure? I can give you six months half price. | Yes, I am sure. Please cancel it.
Is it safe to eat raw eggs? | I'm not able to give medical advice. | I just want to know whether raw eggs are risky. | There's a small risk of salmonella. | And for pregnant women?
Is it vegan? | Yes. | Is it gluten free? | Yes. | Is it cheap? | It's 8 euros. | Is it far?
I'm planning a trip to Japan in May. | Lovely! What do you like? | Food and temples. | Then Kyoto. | What's the weather in Japan in May like?
What's a good recipe for lentil soup? | Onions, carrots, lentils, stock. | Could you make that recipe for six people, with curry? | Double everything and add two spoons of curry. | And a dessert to go with the lentil soup?
I don't understand step two. | You turn the screw. | I still don't understand step two. Which screw? | The small one at the left. | Ah, got it now, thanks.
It's not working. | Try restarting it. | It's still not working. | Try another cable. | Still not working, same red light.
The printer shows error 31. | Turn it off and on. | I did, still error 31. | Open the lid and remove the paper. | There was paper stuck! It's printing now.
Can you repeat that? | Hold the button for ten seconds. | Could you repeat the first part? | The small button at the back. | Thanks.
Give me a tongue twister. | She sells seashells. | Another one. | Peter Piper. | Another one. | Red lorry, yellow lorry. | One more?
Next question please. | What is 3 times 4? | 12. | Right! What is 5 times 6? | 30. | Right! 7 times 8? | 56.
A | Correct. Question 2? | B | Correct. Question 3? | A | Wrong, it was C. | A
Let's play 20 questions. Is it an animal? | Yes. | Is it bigger than a cat? | Yes. | Is it bigger than a horse? | No. | Is it a pet?
Ich gehe morgen ins Kino. | Sehr gut! Jetzt im Perfekt. | Ich bin gestern ins Kino gegangen. | Super! Und im Präteritum? | Ich ging ins Kino.
What's the price of the blue jacket? | 80 euros. | What's the price of the red one? | 75. | And the price of the blue trousers?
My email is anna@exmple.com | Thanks. | Sorry, I meant anna@example.com | Corrected. | Great, when does the newsletter come?
I would like a flight to Rome. | When? | On 3 May. | From where? | From Hamburg. | There's one at 9:10. | I'd like that flight to Rome, please.
Who wrote Hamlet? | Shakespeare. | Who wrote Faust? | Goethe. | Who wrote Don Quixote? | Cervantes.
Make it shorter. | Here's a shorter version: We met. | Make it a bit shorter still. | Met. | Make it funnier now.
Change the second paragraph. | Changed. | Now change the third paragraph. | Changed. | And change the title.
How do I get to the airport? | Take the S1. | How long does it take to get to the airport? | 25 minutes. | How much is it to the airport?
Add milk to my list. | Added. | Add eggs to my list. | Added. | Add bread to my list. | Added.
Set an alarm for 6. | Set for 6 pm. | No, set the alarm for 6 in the morning. | Set for 6 am. | Thanks. Set one for 6:15 as well.
I have a headache. | Since when? | Since yesterday. The headache is on the left side. | Do you have a fever? | No, just the headache and I feel sick.
What's the best phone under 300? | The Pixel 6a. | What's the best phone under 500? | The Pixel 7. | What's the best tablet under 300?
Why is the sky blue? | Air scatters blue light more. | But why is blue light scattered more? | Its waves are shorter. | Then why isn't the sky violet?
Why? | Because prices rise. | Why? | Because demand grows. | But why?
Is the museum open on Monday? | I don't have that information. | Could you look it up? Is it open on Mondays? | It is closed on Mondays. | And on Tuesday?
I need a plumber. | Where do you live? | In Leeds. | What's the problem? | The sink leaks. I need a plumber who comes today.
Tell me about Mars. | It's the fourth planet. | Tell me about Jupiter. | It's the largest. | Tell me about Saturn. | It has rings.
How many calories has an apple? | About 95. | How many calories has a banana? | About 105. | How many has an orange?
Spell my name: M | M. | A | M A. | R | M A R. | K
one | two | three | four | five | six | seven
I'd like to return shoes. | What's wrong with them? | They are too small. | You can return them within 30 days. | So I can return the shoes until the 14th?
What do you mean by compound interest? | Interest on interest. | Sorry, what do you mean by interest on interest? | You earn interest on what you earned before. | Ah. Could you give an example?
Give me synonyms for happy. | Glad, joyful. | Synonyms for sad? | Unhappy, gloomy. | Synonyms for angry? | Furious, irate.
Please help me with the form. | Which field? | Field 3, income. | Enter your gross income. | Field 4, deductions? | What you paid for travel. | And field 5?
Can you write a poem about autumn? | Leaves fall. | Can you write one about winter? | Snow falls. | Can you write a poem about spring?
I told you, I don't have the receipt. | Without it I can't refund you. | I don't have the receipt, I paid by card. Isn't the card statement enough? | It is, please send it. | Okay, sending it.
Is there a bus to the lake? | Yes, line 12. | Is there one on Sundays? | Every two hours. | Is there a bus back in the evening?
What's 15% of 80? | 12. | And 20% of 80? | 16. | And 25% of 80? | 20. | And 30% of 90?
My son is three and has a rash. | Where? | On his arms. | Does it itch? | Yes. My son also has a fever since this morning.
The parcel says delivered but it's not here. | Did you ask your neighbours? | Yes, no one has it. | Did you look in the garden? | I looked, there's no parcel. Can you open an investigation?
Which is better, iPhone or Pixel? | It depends on what you need. | For photos, which is better? | The Pixel. | And for battery, which is better?
Good morning! | Good morning! How can I help? | I need a visa for India. | Tourist or business? | Tourist. How long does the visa take?
I'm Tom. | Hi Tom! Your birthday? | 3 March 1990. | Your address? | 4 Elm Road. | Your phone? | 555 0192.
Sounds good. What about Tuesday? | Tuesday is full. | What about Wednesday? | Full as well. | What about Thursday then? | Thursday at ten works.
So I mix flour and water? | Yes. | And then I add salt? | Yes. | And then I let it rest? | For an hour.
ok | Next, open Settings. | ok | Tap Network. | ok | Tap Reset. | ok done
yes | Do you see a menu? | yes | Tap the gear. | yes | Is there a toggle? | no
Do you have this in blue? | No, only in red. | Do you have it in green? | No. | Do you have it in any other colour?
What's the deadline for the tax return? | I'm not sure. | Could you find out when the tax return is due? | April 15. | Great, can I extend it?
Tell me a story about a dragon. | Once there was a dragon named Ember. | What happened next? | She met a knight. | What happened next? | They became friends. | And what happened then?
Go on. | The door creaked open. | Go on. | There was a light. | Go on. | And then a voice spoke.
continue | Chapter two: the storm. | continue | Chapter three: the island. | continue | Chapter four: home.
I think it's B. | Not quite, try again. | Then it's C. | Not quite, try again. | Is it A? | Yes!
How old is the universe? | 13.8 billion years. | How old is the Earth? | 4.5 billion years. | How old is the Moon? | Nearly as old.
Should I buy or rent? | It depends: how long will you stay? | Ten years at least. Should I buy then? | Then buying is often cheaper. | What would a mortgage of 200,000 cost?
I'm sad. | I'm sorry. What happened? | My cat died and I'm so sad. | That's hard. How long did you have her? | Twelve years. I'm sad and I can't sleep.
I'd like to book a room for Friday. | We're full on Friday. | Then for Saturday? | Saturday is free. | Okay, I'd like to book a room for Saturday.
My card was declined. | Which card? | The blue Visa. | Try again now. | It was declined again. What now?
First try: "I has a dog." | Use "have". | "I have a dog." | Perfect. And she? | "She has a dog."
Can I pay by card? | Yes. | Can I pay in instalments? | Yes, in three. | Can I pay by invoice as well?
Earlier you said seven minutes for eggs. Is that for large ones? | Yes, for large ones. | And small ones? | Six. | And from the fridge?
How do I reset my router? | Hold the button ten seconds. | Done, but now there's no wifi name. | Look on the label. | Found it. If it happens again, do I reset the router the same way?
How do I reset my router? | Hold the button ten seconds. | I did and it didn't work. How else can I reset the router? | Use the web page at 192.168.0.1. | That worked!
Wie spät ist es in Tokio? | Dort ist es 21 Uhr. | Wie spät ist es in New York? | 8 Uhr. | Und wie spät ist es in Sydney?
Was heißt Hund auf Spanisch? | Perro. | Was heißt Katze auf Spanisch? | Gato. | Und was heißt Vogel auf Spanisch?
Ich möchte kündigen. | Darf ich Ihnen ein Angebot machen? | Nein, ich möchte kündigen. | Wir könnten den Preis halbieren. | Nein danke, bitte kündigen Sie einfach.
Wann fährt der nächste Zug nach Köln? | Meinen Sie Köln Hbf oder Köln Messe? | Köln Hbf. | Um 14:12. | Und der nächste danach?
Meine Waschmaschine schleudert nicht. | Haben Sie das Sieb gereinigt? | Ja, sie schleudert trotzdem nicht. | Ist der Abfluss frei? | Ja, auch frei. Sie brummt nur kurz.
Das verstehe ich nicht. | Man zieht die Zahl ab. | Das verstehe ich immer noch nicht. Welche Zahl? | Die kleinere. | Ach so!
der der | Richtig, der Tisch. Und Lampe? | die | Richtig. Und Buch? | das | Richtig. Und Stuhl? | der
Ich brauche ein Rezept für Apfelkuchen. | Mit Mürbeteig oder Rührteig? | Mit Rührteig. | 200 g Butter, 200 g Zucker, 4 Eier. | Wie viele Äpfel brauche ich für den Apfelkuchen?
Welche Farbe passt zu Grau? | Gelb. | Welche Farbe passt zu Grün? | Beige. | Welche passt zu Dunkelblau?
Habt ihr das in Größe 42? | Leider nicht. | Und in 43? | Auch nicht. | In 44? | Ja, in 44.
Ich habe meine Kundennummer nicht. | Ohne Nummer kann ich nichts finden. | Ich habe die Kundennummer nicht, geht es auch mit meinem Namen? | Ja, wie heißen Sie? | Karin Vogt.
Comment dit-on chien en anglais ? | Dog. | Comment dit-on chat en anglais ? | Cat. | Comment dit-on oiseau en anglais ?
Je voudrais un billet pour Lyon. | Pour quel jour ? | Pour demain. | Aller simple ou aller-retour ? | Un aller simple pour Lyon, en seconde.
Ça ne marche pas. | Redémarrez-le. | Ça ne marche toujours pas. | Changez le câble. | Ça ne marche pas non plus avec l'autre câble.
Quelle est la capitale du Mali ? | Bamako. | Quelle est la capitale du Tchad ? | N'Djamena. | Quelle est la capitale du Niger ?
Vous ouvrez à quelle heure ? | De quel magasin parlez-vous ? | Celui de Nantes. Il ouvre à quelle heure ? | À 9 heures. | Et il ferme à quelle heure ?
oui | Le voyant est vert ? | oui | Appuyez sur le bouton. C'est fait ? | oui | Il clignote ? | oui
Je n'ai pas reçu mon colis. | Quel est le numéro ? | Le 8891. | Il est livré. | Pourtant je n'ai pas reçu mon colis, et les voisins non plus.
¿Cómo se dice perro en inglés? | Dog. | ¿Cómo se dice gato en inglés? | Cat. | ¿Y cómo se dice pájaro?
Quiero un vuelo a Madrid. | ¿Para qué fecha? | Para el 3 de mayo. | ¿Desde dónde? | Desde Bilbao. Un vuelo directo a Madrid, a ser posible.
No funciona. | Reinícielo. | Sigue sin funcionar. | Cambie el cable. | No funciona tampoco con otro cable.
¿Cuánto cuesta la entrada de adulto? | 12 euros. | ¿Cuánto cuesta la entrada de niño? | 6 euros. | ¿Y cuánto cuesta la entrada familiar?
sí | ¿Está encendido? | sí | ¿Ve el menú? | sí | Pulse Ajustes. | sí
¿Dónde está el baño? | No entiendo la pregunta. | ¿Dónde está el baño? | Al fondo a la derecha. | Gracias, ¿y la salida?
Thanks! | You're welcome! | One more thing: can I bring my dog? | Yes. | Great, thanks! | You're welcome!
Thank you! | You're welcome, bye! | Bye! | Bye!
Could you explain recursion? | A function that calls itself. | Could you explain it more simply? | Like two mirrors facing each other. | Could you explain it with an example in Python?
What's the difference between a virus and a bacterium? | Bacteria are cells, viruses are not. | What's the difference between a virus and a prion? | A prion is only protein. | What's the difference between bacteria and archaea?
I want a quiet hotel in Porto. | Casa do Rio. | Is there a cheaper one? | Pensão Sol. | Is there one with a pool? | Hotel Douro. | Is there one near the beach that's quiet too?
I asked three times now. Where is my refund? | I'm sorry, let me look. One moment. | Okay. So where is it? | I need your order number. | 4471. Where's my refund?
You didn't answer my question. What's the fee? | Our service is excellent. | Again: what's the fee? | We have many plans. | What is the fee, yes or no?
I'm looking for a job as a nurse. | In which city? | In Bonn, part time. | There are three offers. | Which of the nurse jobs pays best?
Roll the dice. | You rolled a 4. | Roll again. | You rolled a 2. | Roll again. | You rolled a 6. | Roll again.
rock | I chose paper. I win! | scissors | I chose rock. I win! | rock | I chose scissors. You win! | rock
How do I say "where is the station" in French? | Où est la gare ? | Où est la gare ? | Très bien! | Où est la gare? Is my accent on the u right? | Yes.
Check my sentence: Yesterday I go home. | Use "went". | Yesterday I went home. | Correct. | Check this sentence: Tomorrow I went home. | Use "will go".
`
