package dialogue

import "testing"

// A third table, written when the second passed. Of its contradictions 28 of 40 were found
// before anything was changed for it, and three of 25 sound ones accused.
const lastBroken = `
age=27 | Is there a lift? | I hope so, I'm on two sticks these days and my grandson won't always be there to carry me up.
age=41 | What do you need the money for? | new pads for hockey, im in the under 14s and mum says i grow too fast
age=22 | How did you hear of us? | You did my fortieth, and my silver wedding after that, so now I need you for my seventieth.
age=30 | Do you remember when it began? | The year they put the man on the moon, I was expecting my second.
age=48 | Is an adult with you? | no im home alone, mum's at work till 6 and i'm not allowed to open the door
age=26 | Can you read the screen? | Barely. At seventy-six the eyes go, you know.
age=33 | What do you do? | Ich bin seit acht Jahren Rentner und hüte die Enkel.
age=29 | Wann waren Sie zuletzt da? | Das muss vor der Wende gewesen sein, da war ich noch mit meinen Kindern da.
age=52 | Was ist deine Lieblingsfarbe? | Lila, wie mein Schulranzen und mein Fahrradhelm.
age=25 | Vous conduisez encore ? | À quatre-vingts ans passés, seulement pour aller au marché.
age=44 | Tu as le droit ? | non, faut l'accord de mes parents, j'ai que treize ans
age=31 | Vous êtes seul ? | Depuis le décès de mon mari, oui, et mes petits-enfants habitent loin.
age=23 | ¿Trabaja usted? | Ya no, cobro la pensión desde hace seis años.
age=50 | ¿Con quién vas? | con mi madre, que no me deja ir sola hasta que cumpla los quince
age=28 | ¿Cuándo se casó? | En el 71, y mire, todavía nos aguantamos.
name=Fiona Bell | Who's speaking? | Gareth, I was cut off a minute ago.
name=Fiona Bell | What name is on the account? | Should be Gareth Lyle, that's me.
name=Fiona Bell | Can I help? | Hi, Gareth from accounts, my login's stuck.
name=Fiona Bell | What shall I write on the cup? | Gareth, with one r.
name=Fiona Bell | How do you sign off? | I usually put "Cheers, Gareth" at the bottom.
name=Timo Hahn | Wie ist Ihr Name? | Rosemarie Vogt, mit V.
name=Timo Hahn | Wer spricht da? | Rosemarie, wir hatten heute schon mal telefoniert.
name=Timo Hahn | Guten Tag! | Tag, Rosemarie hier, ich hätte eine Frage.
name=Élise Caron | Votre nom, s'il vous plaît ? | Norbert Lefort.
name=Élise Caron | C'est pour qui ? | Pour moi, Norbert.
name=Marta Gil | ¿Con quién hablo? | Con Ramiro, buenas tardes.
name=Marta Gil | ¿Su nombre? | Ramiro, para servirle.
gender=male | Anything that changed lately? | I'm seven months gone and my ankles are like balloons.
gender=male | Who is the patient? | Me. I need to move my smear test.
gender=female | Any family history? | Baldness. My dad lost his at thirty and mine's going the same way, I'm his spit, his only boy.
gender=female | What do the children call you? | Grandpa, or Pops when they want money.
gender=male | Was führt Sie her? | Ich bin in der zwölften Woche und mir ist nur schlecht.
gender=female | Wie alt waren Sie beim Bund? | Neunzehn, als Wehrpflichtiger in Munster.
gender=male | Vous allaitez ? | Oui, toutes les trois heures, je suis épuisée.
gender=female | Vous vous appelez comment au club ? | Moi je suis le gardien de but, un vieux garçon de quarante ans.
gender=male | ¿Está embarazada? | Sí, de cinco meses, y muy cansada.
language=English | Do you have it with you? | Ja, ich habe es hier in der Tasche.
language=French | Vous avez reçu le mail ? | Sí, lo recibí esta mañana.
`

const lastSound = `
age=27 | Is there a lift? | I hope so, my nan's on two sticks these days.
age=35 | Any experience? | I help in the school library, the prefects are lovely.
age=41 | What do you need the money for? | new pads for my son, he's in the under 14s
age=22 | How did you hear of us? | You did my parents' silver wedding, now it's gran's seventieth.
age=30 | Do you remember when it began? | Mum says the year they put the man on the moon.
age=48 | Is an adult with you? | I am one, but my son's home alone till 6.
age=26 | Can you read the screen? | Barely. The font is tiny.
age=47 | Was wünscht er sich? | ein handy, aber wir sagen erst wenn er in die siebte kommt
age=29 | Wann waren Sie zuletzt da? | Vor der Wende waren meine Eltern dort, ich noch nie.
age=52 | Was suchen Sie? | Einen Schulranzen in Lila für meine Tochter.
age=31 | Elle vit seule ? | Depuis le décès de mon grand-père, oui.
age=50 | ¿Con quién va? | conmigo, no la dejo ir sola hasta que cumpla los quince
age=28 | ¿Cuándo se casaron? | Mis padres en el 71, nosotros el año pasado.
name=Fiona Bell | Who's speaking? | Fiona, I was cut off a minute ago.
name=Fiona Bell | Who's speaking at the event? | Gareth Lyle and two others.
name=Fiona Bell | What shall I write on the cup? | Gareth, it's for my boss.
name=Timo Hahn | Wer hat angerufen? | Rosemarie, sie meldet sich wieder.
name=Élise Caron | C'est pour qui ? | Pour mon frère, Norbert.
name=Marta Gil | ¿Con quién hablaste? | Con Ramiro, el de la tienda.
gender=male | Anything that changed lately? | My wife is seven months gone.
gender=female | What do the children call him? | Grandpa, or Pops when they want money.
gender=male | Was führt Sie her? | Meine Freundin ist in der zwölften Woche und ihr ist schlecht.
gender=male | Elle allaite ? | Oui, toutes les trois heures, elle est épuisée.
gender=male | ¿Está embarazada? | Sí, mi mujer, de cinco meses.
`

func TestFamiliesLast(t *testing.T) {
	testFamilies(t, lastBroken, true)
	testFamilies(t, lastSound, false)
}
