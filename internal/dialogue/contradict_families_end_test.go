package dialogue

import "testing"

// A fourth table, written when the third passed. Of its contradictions 24 of 40 were found
// before anything was changed for it, and one of 20 sound ones accused.
const endBroken = `
age=31 | Shall I text you the code? | No mobile, I'm afraid. I'm eighty-five and I've got on fine without.
age=46 | What happened to the screen? | dropped it in the playground, my dad's gonna kill me
age=53 | Which subject? | geography, we've got a test on rivers with Mr Osei on Friday
age=35 | Who else lives there? | Just me since the kids flew the nest, the eldest has teenagers of her own.
age=28 | What do you do for fun? | Bowls, bridge, and volunteering since I finished work.
age=49 | Can you sign? | I'm thirteen so no, my guardian has to
age=22 | Was machen Ihre Kinder? | Die sind alle schon verheiratet, der Jüngste baut gerade.
age=36 | Wie alt sind Sie denn? | Einundachtzig werd ich im März.
age=51 | Wann hast du Zeit? | nach der sechsten, dann ist schluss, und nachmittags hab ich nachhilfe in mathe
age=45 | Tu es libre quand ? | mercredi aprem, y a pas école
age=33 | ¿Cuántos años tiene? | Setenta y nueve para San José.
age=48 | ¿Qué te pasó? | me castigaron sin recreo por hablar en clase de mates
name=Rachel Owen | Your name, please? | Dimitri Pavlou.
name=Rachel Owen | Thanks, Rachel. | Rachel? No, I'm Dimitri.
name=Rachel Owen | Anything to add? | Nope. Cheers, Dimitri
name=Rachel Owen | Hi! | dimitri here, did my refund go through
name=Holger Senn | Wie ist der Name? | Ludmilla Petrowa, mit w.
name=Holger Senn | Schön, Holger! | Holger? Ich heiße Ludmilla.
name=Holger Senn | Sonst noch etwas? | Nein, vielen Dank. LG Ludmilla
name=Claire Petit | Vous êtes ? | Anatole, le locataire du troisième.
name=Claire Petit | Merci Claire. | Claire ? Moi c'est Anatole.
name=Elena Soto | ¿Me dice su nombre? | Claro, Bonifacio Ruiz.
name=Elena Soto | Gracias, Elena. | ¿Elena? Me llamo Bonifacio.
gender=male | How can I help? | I'm looking for maternity jeans for myself, I'm due in June.
gender=male | Which category do you race in? | Women's vets, I came third last year.
gender=female | Which club? | I sing bass in a barbershop quartet, four old fellas and I'm the loudest of the lads.
gender=female | How should I address you? | Sir will do.
gender=male | How should I address you? | Madam, or just Mrs Keane.
gender=male | Wie darf ich Sie anreden? | Mit Frau, bitte.
gender=female | Und Sie sind? | Der Vater von Emil aus der Igelgruppe.
gender=male | Vous êtes de la famille ? | Oui, je suis sa mère.
gender=female | Vous êtes prêt ? | Oui, je suis prêt, allons-y.
gender=male | ¿Es usted familiar? | Sí, soy su madre.
language=German | Haben Sie noch Fragen? | Yes, how long does the delivery usually take?
language=Spanish | ¿Cuándo le viene bien? | Demain matin, si c'est possible.
language=French | Vous êtes là demain ? | Nein, morgen bin ich leider nicht zu Hause.
`

const endSound = `
age=24 | How long has she been with us? | Since you were the Midland, nineteen seventy-nine, she says.
age=46 | What happened to the screen? | my son dropped it in the playground
age=53 | Which subject? | geography, my class has a test on rivers on Friday
age=35 | Who else lives there? | Just my mum since we flew the nest.
age=22 | Was machen Ihre Geschwister? | Die sind alle schon verheiratet, der Jüngste baut gerade.
age=45 | Elle est libre quand ? | mercredi aprem, ma fille n'a pas école
age=48 | ¿Qué le pasó? | lo castigaron sin recreo por hablar en clase
name=Rachel Owen | Whose parcel is it? | It's for Dimitri Pavlou, upstairs.
name=Rachel Owen | Thanks, Rachel. | Thank you, Dimitri!
name=Rachel Owen | This is Dimitri, how can I help? | Hi Dimitri, I need a refund.
name=Holger Senn | Sonst noch etwas? | Nein, vielen Dank. LG an Ludmilla
name=Claire Petit | Vous êtes ? | Claire, la locataire du troisième.
name=Elena Soto | ¿Quién firmó? | Bonifacio Ruiz, el portero.
gender=male | Which category does she race in? | Women's vets, she came third last year.
gender=female | How should I address you? | Madam will do.
gender=female | How should I address the letter? | Dear Sir will do.
gender=female | Und Sie sind? | Die Mutter von Emil, der Vater kommt gleich.
gender=male | Vous êtes de la famille ? | Oui, mais je ne suis pas sa mère.
gender=female | ¿Y usted qué es de él? | Su mujer, y este es su hermano.
language=German | Wie heißt der Film? | How to Lose a Guy in Ten Days.
`

func TestFamiliesEnd(t *testing.T) {
	testFamilies(t, endBroken, true)
	testFamilies(t, endSound, false)
}
