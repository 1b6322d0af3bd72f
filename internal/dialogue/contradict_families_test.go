package dialogue

import (
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// Contradictions by family, each in several languages: the profile, what the system said
// and what the user says to it.
const familiesBroken = `
age=24 | What comes in each month? | about 1,900 from the state pension plus a bit from my old works scheme
age=27 | What is your income? | The old age pension and a few euros from the garage I let.
age=31 | Welches Einkommen haben Sie? | 1400 Rente und ein bisschen was vom Minijob.
age=29 | Quels sont vos revenus ? | 1 300 de retraite plus un petit loyer.
age=26 | ¿Cuáles son sus ingresos? | Novecientos de la pensión de jubilación y poco más.
age=47 | Which quadratic is it? | We've got Mr Hollis for Year 9 maths and he goes way too fast
age=38 | What are you working on? | mrs dunn set us this for year 8 science and i dont get it
age=44 | Was lernst du gerade? | Wir machen bei der Frau Köhler in Mathe gerade Bruchrechnen, 6. Klasse halt.
age=50 | C'est pour quoi ? | un contrôle lundi, jsuis en 4e et la prof elle ramasse les cahiers en plus
age=41 | C'est pour quand ? | pour vendredi, j'suis en cm2 et la maîtresse est sévère
age=39 | ¿Para cuándo es? | para el lunes, voy a 2º de la ESO y la profe de lengua nos lo puntúa
age=65 | ¿Cuál tiene? | el verde, me lo dieron con la profe de quinto y lo firmó mi padre
age=52 | It's 16 and over. | damn. im 14 till november. would they let me in with my older sister?
age=45 | It's 18 and over. | ugh im 17 for another three weeks
age=40 | You need to be 18. | I'm not even 15 yet, can my dad buy it?
age=48 | Ab 16 Jahren. | ich bin noch 14 bis november, geht das mit meiner schwester?
age=46 | À partir de 16 ans. | jai 14 ans jusqu'en novembre, ma grande sœur peut venir ?
age=43 | A partir de 16 años. | tengo 14 hasta noviembre, ¿puedo ir con mi hermana mayor?
age=34 | Would you like fares too? | No need, I've had the free over-66 pass for a few years now.
age=30 | Haben Sie eine Karte? | Ja, die Seniorenkarte, die krieg ich seit ein paar Jahren.
age=33 | When and where did you serve? | Da Nang, '68 to '70. Artillery. That's where the ears went.
age=28 | Where were you posted? | Saigon, 1969, and I came home with malaria.
age=45 | Which period? | nineteen fifty-six or so. I did my two years there before they scrapped call-up
age=40 | Which period do you mean? | I did my national service in Cyprus, the last lot they ever took.
age=18 | Which series is it? | Andy Pandy. I used to watch it when we got our first set, the year of the Queen's coronation.
age=40 | Have you watched the sky for long? | Since Apollo 11. I was nine and Dad got me out of bed to see Armstrong on the neighbour's set.
age=26 | Do you know the live recordings? | Know them? I stood in the mud at Woodstock, man.
age=29 | Did you follow it? | I still remember where I was when Kennedy was shot.
age=22 | Do you know the band? | Saw the Beatles at the Cavern, front row, screaming my head off.
age=25 | Is it for a project? | No, I lived through the three-day week and the power cuts, I know what candles are for.
age=19 | Welche Folge suchst du? | Die ganz alte. Die haben wir damals bei den Nachbarn geschaut, weil wir noch keinen Fernseher hatten.
age=27 | Interessiert dich das Thema? | Ich stand ja selber auf der Mauer, als sie aufging, mit einer Flasche Rotkäppchen.
age=23 | Kennst du die Zeit? | Die Mondlandung hab ich als Bub im Fernsehen gesehen, mitten in der Nacht.
age=21 | Warum fragst du? | Beim Wunder von Bern saß ich vor dem Radio und hab geheult.
age=29 | Vous connaissez déjà l'époque ? | J'y étais ! Étudiant à Nanterre, un pavé dans la poche comme tout le monde.
age=31 | Vous vous en souvenez ? | Les premiers pas sur la Lune, je les ai vus chez le voisin, en noir et blanc.
age=24 | Pourquoi cette question ? | J'ai voté Mitterrand en 81, moi, alors les promesses...
age=21 | ¿Te interesa la época? | La viví. Me acuerdo de Arias Navarro llorando en la tele; ese día no fui a la oficina.
age=25 | ¿Por qué lo preguntas? | Yo voté la Constitución en el 78, con mi primer hijo en brazos.
age=28 | ¿Conoces el tema? | El 23-F me pilló en la mili, no dormimos en toda la noche.
age=28 | What do your days look like? | Empty! I handed in my keys last June after a lifetime at the post office, they gave me the carriage clock and all.
age=30 | How is work? | Finished. Forty-one years down the pit and a gold watch to show for it.
age=33 | Haben Sie Hobbys? | Seit ich im Juni verabschiedet wurde, nach einem ganzen Berufsleben bei der Post, hab ich Zeit.
age=36 | Que faites-vous de vos journées ? | Plus rien. J'ai rendu les clés en juin après toute une vie à la Poste.
age=29 | ¿Y a qué se dedica? | A nada ya. Me jubilaron en junio después de toda una vida en Correos.
age=34 | Qu'est-ce qu'on fête ? | Le grand cap : un demi-siècle samedi prochain. Autant en rire.
age=30 | What are we celebrating? | Half a century on Saturday, me! Might as well laugh about it.
age=27 | Was feiern wir? | Ein halbes Jahrhundert werd ich am Samstag, da muss man ja.
age=31 | ¿Qué celebramos? | Medio siglo cumplo el sábado, ya ves.
age=21 | Any dependants? | Not any more. Youngest moved out when he got married, he's 30 now, so it's just the wife and me.
age=26 | Do you have children? | Two, both in their thirties by now.
age=24 | Haben Sie Kinder? | Zwei, der Große wird im Herbst vierzig.
age=27 | Vous avez des enfants ? | Deux, l'aînée a trente-deux ans et le petit vingt-huit.
age=25 | ¿Tiene hijos? | Tres, el mayor ya pasa de los treinta.
age=35 | Gibt es einen Anlass? | Goldene Hochzeit, mein Mann und ich. Die Kinder wollten groß feiern.
age=33 | Quelle occasion ? | Nos noces d'or, à mon mari et moi.
age=36 | ¿Qué se celebra? | Las bodas de oro, mi mujer y yo.
age=37 | What is the occasion? | Golden wedding, the husband and me.
age=22 | Vor wem hältst du sie? | Vor meinem alten Jahrgang, wir haben dreißigjähriges Abitreffen.
age=24 | What is it for? | Our forty-year school reunion, I have to say a few words.
age=30 | ¿Para qué edades? | Para los cuatro nietos, que me los dejan los viernes.
age=28 | Für welches Alter? | Für die drei Enkel, die sind freitags immer bei mir.
age=26 | Pour quel âge ? | Pour les petits-enfants, on les a tous les mercredis.
age=27 | For what age? | Four grandkids, they get dropped off here on Fridays.
age=52 | Zu welchem Fest? | Konfirmation im Mai. Alle aus meiner Gruppe kriegen Geld, aber ich hätt lieber was fürs Zimmer.
age=49 | Pour quelle occasion ? | Ma communion, en mai, et ma marraine veut savoir ce que je veux.
age=50 | ¿Para qué ocasión? | mi comunión, que la hago en mayo con los de mi clase
age=49 | Soft food helps. | I've got a spelling test on Thursday and Mrs. Pruitt makes you do it at recess if you're absent.
name=Aisha Khan | What would you like me to call you? | Bec is fine. Rebecca if you're cross with me.
name=Martin Hale | Am I speaking with Mr. Douglas Pratt? | Speaking. Is there an outage?
name=Martin Hale | Is this Douglas Pratt? | The very same. Is there an outage?
name=Martin Hale | Spreche ich mit Herrn Douglas Pratt? | Am Apparat. Was gibt es?
name=Martin Hale | Spreche ich mit Herrn Manfred Krüger? | Der bin ich, ja.
name=Paul Girard | Vous êtes bien monsieur Étienne Vasseur ? | C'est bien moi. Alors, cette facture ?
name=Paul Girard | Vous êtes Étienne Vasseur ? | Lui-même.
name=Pablo Ruiz | ¿Hablo con don Ernesto Salas? | El mismo, dígame.
name=Pablo Ruiz | ¿Es usted Ernesto Salas? | Soy yo, sí.
name=Noah | Why do you ask? | Because my parents named me Maverick and I'm the most cautious person alive.
name=Noah | Why? | my dad insisted on calling me Ulric, imagine that at school
name=Chloe | What is your username now? | xX_Jess_Xx. I was so original, literally just my own name with crosses on it
name=Hugo | Quel est ton pseudo ? | titouan_76, comme mon prénom et mon département, rien de sorcier.
name=Lena | Wie ist dein Benutzername? | marvin_2004, mein Vorname und das Jahr, ganz kreativ.
name=Lucía | ¿Cuál es tu usuario? | ernesto_84, mi nombre y mi año.
name=Ahmed | Ready for word one? | Fernando reporting for duty! Go ahead.
name=Ahmed | Ready? | fernando, present!
name=Alan Reed | May I take your details? | Dr. Simon Achterberg, card ending 4471.
name=Alan Reed | Who am I speaking to? | Simon Achterberg, I rang yesterday.
name=Alan Reed | Mit wem spreche ich? | Simon Achterberg, ich hatte gestern angerufen.
name=Alan Reed | À qui ai-je l'honneur ? | Simon Vasseur, j'ai appelé hier.
name=Alan Reed | ¿Con quién tengo el gusto? | Simón Salas, llamé ayer.
name=Eric | Keep your reference number. | Will do, thanks a lot. - Wendell
name=Eric | Keep your reference number. | ok thanks
-wendell
name=Eric | Noch etwas? | Nein danke, schönen Tag. Jürgen
name=Eric | Autre chose ? | Non merci, bonne journée. Thierry
name=Zoe | What should the cake say? | "Happy Birthday Monique". Might as well see my name in icing once a year.
name=Manon | Qu'est-ce qui te bloque ? | ma mere qui crie "Anaïs t'as fini ?" toutes les dix minutes, tu m'etonnes
name=Gabriel | ¿Te apunto en la lista? | sí, pon Chema, que es como me llaman desde crío
name=Gabriel | Je t'inscris ? | oui, mets Titi, c'est comme ça que tout le monde m'appelle
name=Gabriel | Shall I add you? | yeah put Dougie, that's what everyone calls me
gender=male | Are you asking for a reason? | 20 weeks along and craving it like mad. The midwife moved on to measuring my bump.
gender=male | Wofür ist das? | In der 20. Woche, und die Hebamme hat nur gelacht.
gender=male | Pourquoi cette question ? | Enceinte de cinq mois, et la sage-femme ne répond pas.
gender=male | ¿Por qué lo pregunta? | Embarazada de cinco meses y con unos antojos tremendos.
gender=female | Has a doctor looked at it? | Four times. He says my prostate's the size of a lemon.
gender=female | Wofür nehmen Sie ihn? | Für die Prostata, der Urologe meinte, schaden kann's nicht bei mir.
gender=female | Pour quel problème ? | La prostate, mon docteur veut me refaire une biopsie.
gender=female | ¿Para qué lo toma? | Para la próstata, el urólogo me lo mandó.
gender=male | How is the passenger listed? | It's just me on there, Mrs. R. Keane, seat 14C.
gender=female | Wie lautet die Anrede? | Herr, bitte. Herr Kim Seidel, wie auf dem Ausweis.
gender=female | Quelle civilité ? | Monsieur, s'il vous plaît.
gender=female | ¿Qué tratamiento prefiere? | Señor, por favor.
gender=male | Mr or Mrs? | Mrs, please.
gender=male | Herr oder Frau? | Frau, bitte.
gender=male | Do they follow a pattern? | day before my period starts, like clockwork
gender=female | What stands out? | The cold dormitories. It was all boys, two hundred of us, and at eleven I was the smallest lad there.
gender=female | Go on! | It was my first shore leave, I was nineteen, a skinny sailor boy with a new moustache.
gender=male | What work do you do? | Waitress in a diner off route 9. The truckers tip well.
gender=male | Was machen Sie beruflich? | Krankenschwester auf der Intensiv, seit elf Jahren.
gender=male | Was arbeiten Sie? | Verkäuferin im Schuhladen, Teilzeit.
gender=male | Quel est votre métier ? | Coiffeuse depuis douze ans.
gender=female | Vous travaillez dans quoi ? | Serveur dans une brasserie, rue de la Gare.
gender=male | ¿A qué se dedica? | Enfermera de quirófano, desde hace diez años.
gender=female | ¿En qué trabaja? | Camarero en un chiringuito, en temporada.
gender=female | What happened? | Father's Day, and neither of my boys rang. Guess I wasn't the dad I thought I was.
gender=male | Hat sich Ihr Familienstand geändert? | Seit März bin ich Witwe, mein Mann hat das früher alles gemacht.
gender=female | Woran denken Sie zuerst? | an den pfarrer. ich war als bub sein messdiener
gender=female | Wer plant denn alles? | Nur ich, der Bräutigam. Meine Verlobte ist in Urlaub gefahren.
gender=male | Qui organise ? | Juste moi, la mariée, mon fiancé ne s'en mêle pas.
gender=female | Depuis quand ? | Depuis la rentrée. Elle me dit "papa, j'ai mal au ventre" tous les matins.
gender=male | Desde cuándo? | Desde septiembre. Me dice «mamá, no quiero ir» todas las mañanas.
gender=male | Since when? | Since September. She goes "mummy, my tummy hurts" at me every morning.
gender=female | ¡Adelante! | de chaval yo era el monaguillo más bruto del pueblo
gender=female | Racontez ! | Petit garçon, j'étais enfant de chœur et je volais le vin de messe.
gender=male | Erzählen Sie! | Ich war als Mädchen die Einzige im Ruderverein.
gender=male | Who is it for? | Just little old me, a widow with too much time.
language=English | Is the load very heavy? | Nie, tylko kilka koszul. Wczoraj było to samo.
language=English | Which size? | Rozmiar czterdzieści dwa, dziękuję bardzo.
language=German | Welche Größe? | Rozmiar czterdzieści dwa, proszę.
language=English | Anything else? | Nej tack, det var allt för idag.
language=Spanish | ¿Algo más? | Hayır teşekkürler, hepsi bu kadar.
language=English | Which day suits you? | Le mardi matin, de préférence.
language=English | Where is it leaking? | Unter der Spüle, am Rohr hinten.
language=French | Vous voulez quelle taille ? | The medium one, in blue if possible.
`

// Sound ones that sound like them.
const familiesSound = `
age=24 | What comes in each month? | I work at the state pension office, 2,300 after tax.
age=31 | Welches Einkommen haben Sie? | 2100 netto, davon gehen 200 in die Rente.
age=29 | Quels sont vos revenus ? | 1 900 net, et je cotise déjà pour la retraite.
age=26 | What is it about? | My gran gets the state pension and I fill in her forms.
age=47 | Which quadratic is it? | My daughter has Mr Hollis for Year 9 maths and he goes way too fast
age=44 | Wofür ist das? | Mein Sohn ist in der 6. Klasse und macht gerade Bruchrechnen.
age=50 | C'est pour qui ? | ma fille est en 4e et la prof ramasse les cahiers
age=39 | ¿Para quién es? | mi hijo va a 2º de la ESO y la profe se lo puntúa
age=14 | It's 16 and over. | damn. im 14 till november. would they let me in with my older sister?
age=52 | It's 16 and over. | my son is 14 till november, would they let him in?
age=40 | How is the weather? | I'm not even 5 miles from the coast and it's dry.
age=45 | How long? | I'm out for another 17 minutes.
age=34 | Would you like fares too? | Mum has had the free over-66 pass for a few years now.
age=33 | Which period? | My grandad did his national service in Cyprus in 1956.
age=33 | Where did he serve? | Da Nang, '68 to '70. He was in the artillery.
age=28 | Which city? | Saigon, I'm flying there in May.
age=40 | Is it for a project? | I teach about Apollo 11 and need a picture of Armstrong.
age=26 | Do you know the recordings? | I love the Woodstock album, my dad was there.
age=26 | What did you watch? | The Woodstock film, we watched it last night.
age=29 | Did you read it? | Yes, the book about the day Kennedy was shot, I remember the cover.
age=22 | What did you see? | A Beatles tribute band at the Cavern, it was great.
age=27 | Interessiert dich das Thema? | Ich schreibe ein Referat über den Mauerfall.
age=23 | Was schaust du? | Eine Doku über die Mondlandung, die hab ich gestern gesehen.
age=31 | Vous avez vu quoi ? | Un documentaire sur mai 68, je l'ai vu hier.
age=21 | ¿Te interesa la época? | Mi abuelo se acuerda de Arias Navarro llorando en la tele.
age=28 | What do your days look like? | I handed in my keys last June because I moved flats.
age=28 | How is work? | Dad got a gold watch after forty-one years, I got a mug after two.
age=34 | Qu'est-ce qu'on fête ? | Un demi-siècle pour mon père, samedi prochain.
age=30 | What are we celebrating? | Half a century for my mum on Saturday.
age=27 | Was feiern wir? | Meine Mutter wird ein halbes Jahrhundert alt.
age=21 | Any siblings? | The youngest moved out when he got married, he's 30 now.
age=26 | Do you have siblings? | Two, both in their thirties by now.
age=24 | Haben Sie Geschwister? | Zwei, der Große wird im Herbst vierzig.
age=35 | Gibt es einen Anlass? | Goldene Hochzeit von meinen Eltern, mein Mann und ich organisieren das.
age=33 | Quelle occasion ? | Les noces d'or de mes grands-parents.
age=36 | ¿Qué se celebra? | Las bodas de oro de mis padres.
age=37 | What is the occasion? | My parents' golden wedding, the husband and me are hosting.
age=22 | What is it for? | My mum's forty-year school reunion.
age=30 | ¿Para qué edades? | Para los cuatro nietos de mi vecina.
age=28 | Für welches Alter? | Für die drei Enkel meiner Nachbarin.
age=52 | Zu welchem Fest? | Konfirmation meiner Tochter im Mai.
age=49 | Pour quelle occasion ? | La communion de ma fille, en mai.
age=50 | ¿Para qué ocasión? | la comunión de mi hija, en mayo
age=46 | A mother? | My manager fusses over us as a mother would.
age=75 | What years? | Seventy to seventy-two, right out of high school and a year of nothing.
age=37 | Fährt sie sicher? | Eine Schramme. Sie fährt seit 1965 und ich seit zwanzig Jahren.
age=33 | Wie lange sind sie verheiratet? | Dreißig. Ich war als Achtjährige Blumenkind bei ihrer Trauung.
age=46 | Quel âge a-t-il ? | Treize ans. Il en paraît huit quand il a faim.
age=42 | Elle a quel âge ? | 20 ans, disons 3 000 euros de petits boulots.
age=36 | How old are the kids? | Seven and eleven, and a handful both.
age=24 | Which year? | I'm in year three of engineering and I hate it.
age=20 | Dis-moi. | Je l'avais vu en 4e, mais j'ai tout oublié depuis.
age=44 | Was noch? | Im Regal steht er in der 4. Reihe.
age=47 | Wie lief es? | Wir sind in die 4. Liga abgestiegen.
age=49 | Vous étiez où ? | En 4e position au départ, puis 6e à l'arrivée.
name=Aisha Khan | Which colour? | Rose is fine. Ivory if you have it.
name=Aisha Khan | What would you like me to call you? | Aisha is fine. Ash if we get along.
name=Martin Hale | Am I speaking with Mr. Hale? | Speaking. Is there an outage?
name=Martin Hale | Is this Douglas Pratt? | No, you've got the wrong number.
name=Martin Hale | Spreche ich mit Herrn Hale? | Am Apparat. Was gibt es?
name=Paul Girard | Vous êtes bien monsieur Girard ? | C'est bien moi. Alors, cette facture ?
name=Paul Girard | Vous connaissez Étienne Vasseur ? | C'est bien moi qui l'ai engagé.
name=Pablo Ruiz | ¿Hablo con Pablo Ruiz? | El mismo, dígame.
name=Noah | Why do you ask? | Because my parents named the boat Maverick.
name=Noah | Why? | My parents named me Noah and my brother Maverick.
name=Noah | Why? | my dad insisted on calling me Friday evening
name=Chloe | What is your username now? | dragon_77, it's just a fantasy thing
name=Hugo | Quel est ton pseudo ? | hugo_76, comme mon prénom et mon département.
name=Hugo | Quel est son pseudo ? | titouan_76, c'est celui de mon cousin.
name=Ahmed | Ready for word one? | Ahmed reporting for duty! Go ahead.
name=Alan Reed | Which author? | Simon Achterberg, I think he is Dutch.
name=Alan Reed | May I take your details? | Alan Reed, card ending 4471.
name=Alan Reed | Who should I ask for? | Simon Achterberg, he runs the shop.
name=Alan Reed | May I have the seller's details? | Simon Achterberg, on Mill Street.
name=Peter | Do you like it? | My brother got "Hey Jude" sung at him, seeing as it's his name.
name=Eric | Keep your reference number. | Will do, thanks a lot. - Eric
name=Eric | Which town is it? | It is near the coast. - Whitby
name=Eric | Who said that? | "Be yourself." - Oscar Wilde
name=Eric | Noch etwas? | Nein danke, schönen Tag. Grüße an Jürgen
name=Zoe | What should the cake say? | "Happy Birthday Monique". My sister loves her name in icing.
name=Manon | Qu'est-ce qui te bloque ? | ma mère qui crie "Anaïs t'as fini ?" à ma sœur toutes les dix minutes
name=Gabriel | ¿Te apunto en la lista? | sí, y pon a Chema también, que viene conmigo
name=Gabriel | Shall I add you? | yeah and put Dougie too, he's coming along
name=Gabriel | Soll ich dich eintragen? | ja, und schreib Basti auch hin, der kommt mit
gender=male | Are you asking for a reason? | My wife is 20 weeks along and craving it like mad.
gender=male | J'ai droit à quoi ? | Mi-avril. Ma compagne est enceinte de sept mois et moi je suis déjà stressé.
gender=male | Wofür ist das? | In der 20. Woche des Jahres fahren wir weg.
gender=male | How far? | 20 weeks into the course and still going.
gender=male | Why? | We are 20 weeks along, my partner sleeps badly.
gender=female | Has a doctor looked at it? | He says Dad's prostate is the size of a lemon.
gender=female | Wofür nehmen Sie ihn? | Für die Prostata von meinem Mann.
gender=female | Pour quel problème ? | La prostate de mon père.
gender=female | ¿Para qué lo toma? | Para la próstata de mi marido.
gender=male | How is the passenger listed? | Mrs. R. Keane is my mother, I'm booking for her.
gender=female | Wie heißt der Vermieter? | Herr Seidel.
gender=female | Wer war am Telefon? | Herr Kim Seidel, von der Verwaltung.
gender=female | Quelle civilité ? | Madame, s'il vous plaît.
gender=male | Which contact? | Mrs. Keane, seat 14C, she sits beside me.
gender=male | Do they follow a pattern? | day before my trial period starts, like clockwork
gender=male | Which one? | my girlfriend gets them the day before her period starts
gender=female | What stands out? | My brother's school. It was all boys, two hundred of them.
gender=nonbinary | What does she do? | My mother is a plain old-fashioned housewife.
gender=male | What work does she do? | Waitress in a diner off route 9.
gender=male | Which role is it? | The waitress in the diner scene.
gender=male | Wen suchen Sie? | Krankenschwester auf der Intensiv, ab sofort.
gender=male | Was macht Ihre Frau beruflich? | Krankenschwester auf der Intensiv.
gender=male | Quel est le métier de votre femme ? | Coiffeuse depuis douze ans.
gender=male | ¿A qué se dedica su mujer? | Enfermera de quirófano.
gender=male | Was ist Ihr Problem? | Die Waschmaschine, Trommel dreht nicht.
gender=male | Quel est votre métier ? | Coiffeur depuis douze ans.
gender=female | What happened? | Father's Day, and he said he wasn't the dad he thought he was.
gender=male | Warum fragen Sie? | Meine Schwester ist Witwe seit März.
gender=female | Wer plant denn alles? | Nur wir zwei, der Bräutigam macht nichts.
gender=male | Qui organise ? | Ma fiancée, la mariée, évidemment.
gender=female | Depuis quand ? | Depuis la rentrée. Elle dit à mon mari "papa, j'ai mal au ventre" tous les matins.
gender=female | Was sagt sie? | Sie sagt zu ihm immer "Papa, ich hab Bauchweh".
gender=male | ¿Cómo lo cuida? | Cuido a este perro como una madre, le hago hasta caldo.
gender=male | How is it? | I looked after him like a mother.
gender=female | ¡Adelante! | de chaval mi padre era el monaguillo más bruto del pueblo
gender=male | Wer war dabei? | Meine Oma war als Mädchen die Einzige im Ruderverein.
gender=female | Wer? | Der Bub war Messdiener.
language=English | Which dish? | Pierogi, and the żurek.
language=English | Which station? | Łódź Fabryczna, then Kraków Główny.
language=English | Which sign? | It says "Nie dotykać", what is that?
language=English | Who is it for? | Małgorzata Wiśniewska and Paweł Nowak.
language=German | Welcher Film? | Le fabuleux destin d'Amélie Poulain.
language=English | Which song? | La vie en rose.
language=French | Quel film ? | The Grand Budapest Hotel.
language=Spanish | ¿Qué modelo? | El MacBook Pro Space Grey.
language=English | Which wine? | Château Lafite, the 2009.
language=German | Welche Stadt? | San Sebastián de los Reyes.
`

func TestFamilies(t *testing.T) {
	testFamilies(t, familiesBroken, true)
	testFamilies(t, familiesSound, false)
}

// testFamilies tells what of a table of contradictions is not found, or of a sound one is.
func testFamilies(t *testing.T, table string, wrong bool) {
	t.Helper()
	var rows []string
	for line := range strings.SplitSeq(strings.TrimSpace(table), "\n") {
		if strings.Count(line, " | ") < 2 { // a turn of two lines
			rows[len(rows)-1] += "\n" + line
			continue
		}
		rows = append(rows, line)
	}
	missed := 0
	for _, row := range rows {
		parts := strings.SplitN(row, " | ", 3)
		k, v, _ := strings.Cut(parts[0], "=")
		p := ProfileOf(seedbed.Fields{{Name: k, Value: v}})
		opens := "Could you have a look at this for me?"
		switch {
		case v == "German":
			opens = "Können Sie mir damit helfen?"
		case strings.ContainsAny(parts[1], "¿¡"):
			opens = "¿Me puede ayudar con esto?"
		case strings.Contains(parts[1], " ?"):
			opens = "Pouvez-vous m'aider avec ça ?"
		}
		found := SignalsWith(talk(opens, parts[1], parts[2]), p, nil)
		at := slices.IndexFunc(found, func(s Signal) bool { return s.Name == Contradicts && s.Strength >= Threshold })
		switch {
		case at < 0 == wrong && wrong:
			missed++
			t.Errorf("missed: %s", row)
		case at >= 0 && !wrong:
			missed++
			t.Errorf("accused: %s: %q", row, found[at].Quote)
		}
	}
	t.Logf("%d of %d as they should be", len(rows)-missed, len(rows))
}
