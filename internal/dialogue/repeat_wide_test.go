package dialogue

// againWide are users who say the same again, as several writers would.
const againWide = `
Hi, quick one: my landlord wants to keep the deposit. Is that allowed? | Only for damage beyond wear and tear. | Good to know, thank you. | You're welcome. | So can a landlord hold back the deposit?
my laptop gets super hot | Clean the fan and put it on a hard surface. | will do | Great. | the notebook is overheating all the time | As I said, clean the fan. | my laptop runs really hot
Where do I park near the stadium? | Car park B, five minutes on foot. | Brilliant. | Enjoy the match! | Where can I leave the car near the stadium?
I'd be interested in your opening hours on public holidays. | We are open 10 to 4. | Lovely. And are you open on public holidays? | From 10 to 4. | What are your hours on a public holiday?
my son wont eat vegetables | Try letting him cook with you. | hmm ok | It takes patience. | my boy refuses to eat any vegetables | Cooking together helps. | how do i get my kid to eat vegetables
The heating in flat 4 has failed again. | A technician comes at two. | Perfect. | See you then. | The heating is out of order in flat 4.
I am feeling very lonely since my husband died. | I'm so sorry. Is there someone you can call? | My daughter, yes. | Call her tonight perhaps. | Since my husband passed away I have felt terribly lonely.
Can you please remove the sticker residue tip again? | Warm oil and a cloth. | How can I remove sticker residue? | Warm oil. | What gets rid of sticker residue?
Please cancel my gym membership. | Done, it ends on the 30th. | Okay. I want to quit my gym membership. | It is cancelled already. | I would like to terminate the gym membership.
What's the weather in Oslo tomorrow? | Sunny, 18 degrees. | Nice. | Anything else? | Tomorrow in Oslo, how's the weather?
Was ziehe ich zu einer Beerdigung an? | Dunkle, schlichte Kleidung. | Gut, danke. | Gern. | Welche Kleidung trägt man bei einer Beerdigung?
Mein Kater frisst seit gestern nicht. | Lassen Sie ihn vom Tierarzt ansehen. | Mach ich. | Alles Gute! | Seit gestern will mein Kater nichts fressen.
wie krieg ich rotwein aus dem teppich | Salz drauf, dann Mineralwasser. | ok | Viel Erfolg! | wie geht rotwein aus teppichen raus
Ich hätte gern einen Termin zum Haareschneiden. | Freitag um drei ist eingetragen. | Super. | Bis Freitag! | Könnte ich einen Termin fürs Haareschneiden haben? | Sie haben Freitag um drei. | Ich möchte einen Haarschnitt, wann haben Sie einen Termin?
Comment enlever du calcaire dans la douche ? | Du vinaigre blanc, vingt minutes. | D'accord, merci. | Je vous en prie. | Que faire contre le calcaire dans la douche ?
mon voisin fait du bruit tous les soirs | Parlez-lui, sinon le syndic. | ok | Bon courage. | tous les soirs mon voisin fait un bruit pas possible
Je souhaite modifier la date de ma livraison. | C'est noté : jeudi. | Parfait. | À jeudi. | Je voudrais changer la date de livraison.
¿A qué hora sale el último tren a Toledo? | A las 21:50. | Vale, gracias. | De nada. | ¿Cuándo sale el último tren para Toledo?
me duele la muela desde ayer | Ve al dentista; mientras, ibuprofeno. | ok | Cuídate. | desde ayer me duele mucho una muela
Quisiera dar de baja la línea de mi madre. | Ya está tramitado. | Perfecto. | ¿Algo más? | Necesito cancelar la línea de mi madre.
`

// roundWide are two who go round in a circle, as several writers would let them.
const roundWide = `
Perfect, that's all I needed. | Glad to help! | Have a nice day! | You too! | Thanks, you as well! | Take care! | You take care too!
Thanks a million. | My pleasure! | Really, thank you so much. | Anytime! | I appreciate it a lot. | Happy to help! | Thank you again, truly.
bye! | bye, have a good one | you too, bye | bye bye | see ya | see you | bye then
I'm so sorry for the confusion. | No, I apologise. | No no, my fault, sorry. | I should have been clearer, sorry. | Really, I apologise, it was my mistake. | Not at all, my mistake. | Sorry again, it was me.
Is there anything else? | No, do you need anything else? | I'm fine, and you, anything else? | Nothing, thank you. Anything else for you? | No, nothing else. You? | Nothing else here. | Okay, nothing else then?
Shall we say Tuesday? | Tuesday is confirmed. | Great, Tuesday confirmed. | Yes, confirmed. | Confirmed on my side too. | Wonderful, it's confirmed. | Perfect, confirmed then.
Would you like a cup of tea? | No, thank you. | Are you sure? Some tea perhaps? | I'm sure, thank you. | A small cup of tea? | Really, no thanks. | Just a little tea?
I bought a lamp and it flickers. | Have you tried another bulb? | Yes, it still flickers. | Please try another bulb. | I tried that, it flickers. | Try a different bulb. | Did that, still flickering.
ok great | Great! | great | Awesome! | awesome | Great! | great!
I can't decide whether to take the job. | What speaks against it? | I'm just unsure whether to accept. | What would you lose? | I don't know if I should take it. | What would you gain? | I really can't make up my mind about the job.
Danke für alles! | Sehr gern! | Nochmals vielen Dank. | Jederzeit wieder! | Wirklich, herzlichen Dank. | Keine Ursache! | Danke, danke!
Schönen Abend noch! | Ihnen auch einen schönen Abend! | Danke, ebenso! | Danke, bis bald! | Bis bald, machen Sie's gut! | Sie auch, tschüss! | Tschüss!
entschuldigung, mein fehler | nein, mein fehler, tut mir leid | ach was, ich muss mich entschuldigen | nein, mir tut es leid | mir tut es mehr leid, entschuldigung | ich bitte um entschuldigung | nein ich, sorry
Mein Internet ist weg. | Starten Sie den Router neu. | Hab ich, kein Internet. | Bitte den Router neu starten. | Schon gemacht, Internet geht nicht. | Haben Sie den Router neu gestartet? | Ja, trotzdem kein Internet.
Merci infiniment. | Avec plaisir ! | Encore merci pour tout. | Tout le plaisir est pour moi. | Vous êtes adorable, merci. | Merci à vous ! | Non, merci à vous !
bonne soirée | bonne soirée à toi aussi | merci à demain | à demain | oui à demain, bisous | bisous | bisous, à demain
C'est confirmé pour samedi ? | Oui, c'est confirmé. | Parfait, confirmé. | Oui, samedi. | Très bien, samedi, c'est noté. | C'est noté. | Noté, à samedi.
Muchísimas gracias. | De nada. | Gracias de verdad. | Un placer. | Te lo agradezco mucho. | Para eso estamos. | Mil gracias otra vez.
perdona, culpa mía | no, perdona tú | no no, perdóname tú a mí | la culpa es mía | que no, lo siento yo | no, lo siento yo | perdón de nuevo
hasta luego | hasta luego, que vaya bien | igualmente, adiós | adiós, cuídate | tú también, chao | chao | chao chao
`

// soundWide are near to both, and sound.
const soundWide = `
Is a landlord allowed to keep the deposit? | Only for damage. | Is he allowed to come in without asking? | No, except in an emergency. | Can he keep the deposit for a scratch on the floor?
my laptop gets hot | clean the fan | how do i clean the fan | with compressed air | and my phone gets hot too, same thing?
Where do I park near the stadium? | Car park B. | Where do I park near the airport? | P4 is cheapest. | Is P4 open at night?
Thanks! | You're welcome. | Actually, can I bring a guest? | Yes, one. | Thanks! | Enjoy! | Oh, and is there a dress code?
Are you open on Sundays? | No. | Are you open on public holidays? | From ten to four. | On Christmas Eve as well?
my son wont eat vegetables | how old is he | four. he eats carrots but no other vegetables | try soup | he likes soup, which vegetables are mild
The heating in flat 4 has failed. | Since when? | Since last night. | Someone comes at two. | It's three now and the heating is still off.
I feel lonely. | Since when? | Since my husband died in May. | I'm sorry. Who is near you? | My daughter, but she lives in Leeds and I feel lonely in the evenings.
Please cancel my membership. | Your number? | 88312. | Cancelled, it ends in June. | Could I cancel it for May instead?
Weather in Oslo tomorrow? | Sunny. | Weather in Bergen tomorrow? | Rain. | Weather in Oslo on Friday?
I'd like a table for two. | When? | Friday at eight. | Confirmed. | Great, could it be by the window? | Confirmed. | And a high chair, please.
I'm sorry, I gave you the wrong date. | No problem. Which is it? | The 4th. | Changed. | Sorry, one more change: the 5th. | Changed. | Perfect, thanks.
yes | Next: do you smoke? | no | Do you drink? | no | Any allergies? | no | Do you take medicine?
Would you like tea? | No, thanks. | A coffee? | No, I don't drink coffee. | Water, then? | Yes please.
It still flickers. | Try another bulb. | Same with the new bulb. | Is the plug loose? | Yes! It wobbles. | Tighten it. | Now it doesn't flicker.
I can't decide about the job. | What's against it? | The commute is ninety minutes. | Could you work from home? | Twice a week. | And the pay? | A fifth more. I'm inclined to take the job.
bye! | Bye! | wait, forgot something: what's the address? | 5 Mill Lane. | thanks, bye!
Thank you, doctor. | You're welcome. | Should I take it with food? | Yes. | Thank you. And for how long? | Ten days. | Thank you very much.
one two three | Good. Again, louder. | one two three | Better. Once more. | one two three | Great!
I'd like to change my delivery date. | To when? | Thursday. | It's changed. | I'd like to change the delivery address too.
Translate "good night". | Gute Nacht. | Translate "good evening". | Guten Abend. | Translate "good morning". | Guten Morgen. | Translate "goodbye".
Was ziehe ich zur Hochzeit an? | Etwas Festliches. | Was ziehe ich zum Standesamt an? | Etwas Schlichtes. | Und was zieht mein Mann an?
Mein Kater frisst nicht. | Seit wann? | Seit gestern frisst er nicht. | Trinkt er? | Ja, trinken tut er, und er schläft viel.
wie krieg ich rotwein aus dem teppich | salz | und kaffee aus dem teppich | kaltes wasser | und wachs aus dem teppich
Termin zum Haareschneiden bitte. | Freitag um drei? | Freitag geht nicht. | Samstag um zehn? | Samstag um zehn passt.
Danke! | Gern. | Noch etwas: gilt das auch im Ausland? | Ja, in der EU. | Danke! Und in der Schweiz? | Nein. | Schade, danke trotzdem.
Mein Internet ist weg. | Router neu starten. | Hab ich, kein Internet. | Leuchtet die DSL-Lampe? | Nein, die ist aus. | Dann ist es eine Störung. | Wie lange dauert die Störung?
Ist Dienstag frei? | Ja. | Dann Dienstag um neun. | Bestätigt. | Und meine Frau am Dienstag um zehn? | Bestätigt. | Super, bis Dienstag.
Entschuldigung, ich bin zu spät. | Kein Problem. | Entschuldigung, wo kann ich die Jacke aufhängen? | Links. | Entschuldigung, und die Toilette?
Comment enlever le calcaire de la douche ? | Du vinaigre. | Comment enlever le calcaire de la bouilloire ? | De l'acide citrique. | Et de la machine à café ?
mon voisin fait du bruit | le soir ? | oui, tous les soirs après minuit | parlez-lui | je lui ai parlé, il fait encore plus de bruit
Je voudrais changer la date. | Pour quel jour ? | Jeudi. | C'est complet. | Vendredi alors ? | C'est noté. | Merci, à vendredi.
Merci ! | Je vous en prie. | Et pour le parking ? | Il est gratuit. | Merci. Et le wifi ? | Gratuit aussi. | Merci beaucoup, bonne journée.
oui | Un dessert ? | non merci | Un café ? | oui, un café | Du sucre ? | non merci
C'est confirmé ? | Oui. | Vous pouvez confirmer par mail ? | C'est envoyé. | Confirmé aussi pour ma collègue Anne Morel ? | Oui.
¿A qué hora sale el último tren a Toledo? | A las 21:50. | ¿Y el último tren de vuelta? | A las 22:10. | ¿Cuánto cuesta el tren a Toledo?
me duele la muela | ¿desde cuándo? | desde ayer, la muela de abajo | ¿tienes fiebre? | no, pero la encía está hinchada
Gracias. | De nada. | ¿Y abren los domingos? | No. | Gracias. ¿Y el lunes? | Sí. | Vale, gracias, hasta el lunes.
perdona, me equivoqué de talla | ¿cuál quieres? | la 40 | cambiada | perdona, ¿y el color? | azul | quiero el rojo mejor
Quisiera dar de baja una línea. | ¿Cuál? | La de mi madre. | Hecho. | Quisiera dar de alta otra línea para mi hija.
How do I get to the airport? | Take the S1. | Thanks! | You're welcome. | How do I get back from the airport?
What's the fee for a will? | 300 euros. | ok | Anything else? | And the fee for changing a will?
How do I clean the oven? | Baking soda. | great | Enjoy! | How do I clean the oven door?
Is the pool open? | Until eight. | Thank you. | Gladly. | Is the pool heated?
Book a table for two on Friday. | Booked. | Perfect. | See you then. | Book a table for six on Sunday.
Wie reinige ich den Backofen? | Mit Natron. | Danke! | Gern. | Wie reinige ich die Scheibe vom Backofen?
Was kostet ein Brief nach Spanien? | 1,25 Euro. | ok | Noch etwas? | Wie lange braucht ein Brief nach Spanien?
Comment aller à la gare ? | Le tram 2. | Merci ! | De rien. | Comment aller de la gare au port ?
¿Dónde aparco cerca del museo? | En la plaza. | Gracias. | De nada. | ¿Cuánto cuesta aparcar cerca del museo?
My knee hurts. | Rest it. | ok | Get well! | My other knee hurts too now.
`
