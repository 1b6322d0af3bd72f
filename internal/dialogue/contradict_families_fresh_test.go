package dialogue

import "testing"

// A second table, written when the first passed. Of its contradictions 39 of 63 were found
// before anything was changed for it, and two of 62 sound ones accused.
const freshBroken = `
age=23 | Do you drive? | Not since the doctor took my licence off me, cataracts, and my son says I shouldn't anyway at eighty-three.
age=31 | How often do you bank online? | Never. I queue on a Thursday with my book like I have since decimalisation.
age=44 | What time works? | after 3.30 cos thats when the bell goes, or in lunch if miss lets me
age=38 | Which size bike? | 24 inch i think, mum says i'll grow into it
age=61 | Can you pay by card? | no mum pays, i only get a tenner a week
age=36 | Is this for a course? | A-level biology, resit's in June, my teacher thinks I can get a B this time
age=28 | Any medical history? | Two hip replacements, a bypass and more tablets than I can count. Comes with being in your late seventies.
age=26 | Wie lange wohnen Sie dort? | Seit wir '72 gebaut haben, die Kinder sind da alle groß geworden.
age=30 | Haben Sie einen Computer? | Den hat mir mein Enkel eingerichtet, ich kenn mich da in meinem Alter nicht mehr aus.
age=45 | Bis wann brauchst du das? | bis donnerstag dritte stunde, sonst krieg ich nen eintrag ins klassenbuch
age=55 | Wer holt das Paket ab? | Mama, ich darf ja noch nicht, ich bin erst dreizehn.
age=49 | Was ist passiert? | Ich bin beim Nachsitzen erwischt worden mit dem Handy und jetzt ist es bis Freitag beim Direktor.
age=33 | Was machen Sie so? | Garten, Kreuzworträtsel, mittwochs Seniorentanz. Seit die Firma mich in den Vorruhestand geschickt hat.
age=40 | Vous travaillez ? | Plus depuis ma retraite, il y a six ans déjà.
age=27 | Depuis quand habitez-vous là ? | Depuis 1974, on venait de se marier.
age=46 | Tu le veux pour quand ? | pour la kermesse de l'école, ma maîtresse a dit qu'on devait venir déguisés
age=58 | Qui paiera ? | mes parents, moi j'ai que mon argent de poche
age=50 | C'est quoi le problème ? | j'ai raté mon brevet blanc et mes darons vont me tuer
age=24 | ¿Vive solo? | Desde que enviudé, con setenta y pico años ya no se busca compañía.
age=32 | ¿Usa el móvil? | Me lo regalaron mis nietos, pero yo soy de teléfono de rueda.
age=47 | ¿Para qué lo quieres? | para el cole, el lunes tenemos examen de mates y la seño no deja calculadora de móvil
age=54 | ¿Quién firma? | mi mamá, yo soy menor todavía
name=Priya Nair | Can I take a name for the order? | Yeah, Callum.
name=Priya Nair | And you are? | Callum, flat 4B.
name=Priya Nair | Sorry to keep you waiting. | No worries. It's Callum again from this morning by the way, same issue.
name=Priya Nair | How should I sign the letter? | Yours sincerely, Callum McBride. And put my phone number under it.
name=Priya Nair | What does your badge say? | CALLUM in massive letters, they spelled it right for once.
name=Priya Nair | Whose birthday is it? | Mine! So put "Happy 30th Callum" on it please.
name=Jonas Weber | Auf welchen Namen? | Stadler, Annegret Stadler.
name=Jonas Weber | Wer ist denn da? | die Annegret aus dem dritten Stock
name=Luc Moreau | Comment dois-je vous appeler ? | Appelez-moi Bérénice, tout simplement.
name=Luc Moreau | Qui est à l'appareil ? | Bérénice, la voisine du dessus.
name=Luc Moreau | Vous signez comment ? | Bérénice Aubert, avec un t à la fin.
name=Inés Vidal | ¿Cómo te llamas? | Fermín, como mi abuelo.
name=Inés Vidal | ¿A qué nombre pongo la reserva? | Ponga Fermín Otxoa, somos cuatro.
name=Inés Vidal | ¿Quién llama? | Fermín, el del quinto.
gender=male | What size are you? | I went up two cup sizes while nursing, so nothing fits.
gender=male | Any medication? | Just the pill, and iron because my periods are so heavy.
gender=male | Who will be there? | My husband, his parents, and me in a white dress trying not to cry. I'm the bride after all.
gender=female | What do you need? | Something for razor burn, my neck's a mess every time I shave before work.
gender=female | Who are you buying for? | Myself. My wife says her husband deserves a decent coat for once.
gender=female | Why the check-up? | Dad had prostate cancer and at my age they want my PSA every year.
gender=male | Welche Beschwerden haben Sie? | Seit der Geburt hab ich Rückenschmerzen, der Kleine kam per Kaiserschnitt.
gender=male | Was sind Sie von Beruf? | Ich arbeite als Erzieherin in einer Kita.
gender=female | Was brauchen Sie? | Rasierschaum, mein Vollbart kratzt.
gender=male | Quel est votre souci ? | Depuis mon accouchement je dors très mal.
gender=female | Vous êtes marié ? | Oui, depuis dix ans, ma femme dit que je suis un bon mari.
gender=male | Vous êtes disponible quand ? | Je serai rentrée vers six heures.
gender=male | ¿Qué le pasa? | Desde el parto me duele la espalda y estoy agotada.
gender=female | ¿Qué necesita? | Algo para la barba, que la tengo muy seca.
gender=male | ¿Está segura? | Sí, estoy convencida del todo.
language=English | Anything else? | Non, merci, c'est tout pour moi.
language=German | Noch etwas? | No, that's all, thanks a lot.
language=French | Autre chose ? | Nein danke, das war alles.
language=Spanish | ¿Algo más? | No thanks, that was all I needed.
language=English | Where do you live? | Mieszkam w Krakowie, niedaleko rynku.
language=German | Wann passt es? | Domani mattina, verso le dieci.
`

const freshSound = `
age=29 | What brings you in today? | My knee, I twisted it at football and it's been bad since 2016.
age=23 | Do you drive? | Not since I sold the car, my son's three and we walk.
age=31 | Who is the book for? | My nan, she's had it since decimalisation.
age=44 | What time works? | after 3.30, that's when the kids' bell goes
age=38 | Which size bike? | 24 inch I think, she'll grow into it
age=52 | What's it for? | my daughter's year 6 leavers' disco
age=61 | Can you pay by card? | yes, I'll pay for my mum
age=36 | Is this for a course? | A-level biology, I teach it at the sixth form
age=57 | Do you have a licence? | yes, got it the day I turned 17
age=34 | Are you employed? | My dad gave up work when they shut the mill in '81.
age=28 | Any medical history? | My gran had two hip replacements and a bypass, me nothing.
age=26 | Wie lange wohnen Sie dort? | Seit drei Jahren, das Haus ist von '72.
age=30 | Haben Sie einen Computer? | Ja, ich hab ihn für meinen Opa eingerichtet.
age=45 | Bis wann brauchst du das? | bis donnerstag, mein sohn hat da dritte stunde referat
age=55 | Wer holt das Paket ab? | Meine Tochter, aber sie ist erst dreizehn.
age=33 | Was machen Sie so? | Garten, Kreuzworträtsel, und ich leite mittwochs den Seniorentanz.
age=40 | Vous travaillez ? | Oui, la retraite c'est dans vingt-cinq ans.
age=27 | Depuis quand habitez-vous là ? | Depuis 2019, l'immeuble est de 1974.
age=46 | Tu le veux pour quand ? | pour la kermesse de l'école, mon fils doit venir déguisé
age=50 | C'est quoi le problème ? | ma fille a raté son brevet blanc
age=24 | ¿Vive solo? | Con mi abuela, desde que enviudó con setenta años.
age=32 | ¿Usa el móvil? | Sí, se lo regalé a mis abuelos también.
age=47 | ¿Para qué lo quieres? | para el cole de mi hijo, tiene examen de mates
age=54 | ¿Quién firma? | yo, mi hija es menor todavía
age=63 | Any plans? | I might retire at seventy if the knees hold.
age=35 | How old is the house? | 81 years, and the roof leaks.
age=22 | How long is the walk? | Sixty minutes, I'm slow.
age=33 | Which room? | Number 17, on the second floor.
age=28 | Who's coming? | Two of us, and both in our twenties.
age=41 | What happened? | I was nine when we moved here and I still get lost.
name=Priya Nair | Can I take a name for the order? | Yeah, Priya.
name=Priya Nair | Who recommended us? | Callum, flat 4B.
name=Priya Nair | Who was it yesterday? | It was Callum again from this morning.
name=Priya Nair | How does his letter end? | Yours sincerely, Callum McBride.
name=Priya Nair | What does his badge say? | CALLUM in massive letters.
name=Priya Nair | Whose birthday is it? | My brother's! So put "Happy 30th Callum" on it please.
name=Jonas Weber | Wer hat Sie beraten? | Frau Stadler, Annegret Stadler.
name=Jonas Weber | Wer ist denn da? | der Jonas aus dem dritten Stock
name=Jonas Weber | Wie heißt Ihre Vermieterin? | Annegret Stadler.
name=Luc Moreau | Qui a appelé ? | Bérénice, la voisine du dessus.
name=Luc Moreau | Comment s'appelle votre chatte ? | Bérénice.
name=Inés Vidal | ¿Cómo se llama su hijo? | Fermín, como mi abuelo.
name=Inés Vidal | ¿Quién lo recomendó? | Fermín, el del quinto.
name=Inés Vidal | ¿A qué nombre pongo la reserva? | Vidal, somos cuatro.
gender=male | What size is she? | She went up two cup sizes while nursing.
gender=male | Who will be there? | My wife, her parents, and me in a suit trying not to cry.
gender=female | What do you need? | Something for razor burn, my legs are a mess.
gender=female | Who are you buying for? | My husband. He deserves a decent coat for once.
gender=female | Why the check-up? | Dad had prostate cancer, so I booked one for my brother.
gender=male | Welche Beschwerden hat sie? | Seit der Geburt hat meine Frau Rückenschmerzen.
gender=male | Wer sind Sie? | Der Vater, die Erzieherin hat mir Ihre Nummer gegeben.
gender=female | Was brauchen Sie? | Rasierschaum, für meinen Mann.
gender=male | Quel est le souci ? | Depuis l'accouchement ma femme dort très mal.
gender=female | Vous êtes mariée ? | Oui, depuis dix ans, avec ma femme.
gender=male | ¿Qué le pasa? | Desde el parto mi mujer está agotada.
gender=female | ¿Qué necesita? | Algo para la barba de mi marido.
gender=female | ¿Está segura? | Sí, estoy convencida del todo.
language=English | Anything else? | No, that's all, merci!
language=German | Noch etwas? | Nein, that's it, danke.
language=French | Autre chose ? | Non, c'est tout, thanks.
language=Spanish | ¿Algo más? | No, nada más, bye bye.
language=English | Where do you live? | Kraków, near the Rynek Główny.
`

func TestFamiliesFresh(t *testing.T) {
	testFamilies(t, freshBroken, true)
	testFamilies(t, freshSound, false)
}
