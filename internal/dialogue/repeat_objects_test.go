package dialogue

// objectedTo are sound ones whose users say that the answer did not help.
const objectedTo = `
How do I get the lamp to dim? | Turn the wheel on the cable. | It didn't change anything when I tried the wheel. How can I make it less bright? | The wheel on the cable: turn it. | That doesn't do a thing. How might I lower the light then? | Turn the wheel on the cable.
my tap drips what do i do | tighten the nut under the handle | that didn’t stop the drip, which part should i tighten | the nut under the handle | doesn’t help, what else makes it drip | the nut under the handle
Wie bekomme ich den Fleck weg? | Mit Gallseife einreiben. | Das funktionierte nicht, womit sollte ich ihn behandeln? | Mit Gallseife einreiben. | Klappte auch nicht, wie entferne ich ihn sonst? | Mit Gallseife einreiben.
Comment débloquer le tiroir ? | Soulevez la poignée. | Ça n'a pas fonctionné, par quel moyen je peux l'ouvrir ? | Soulevez la poignée. | Ça ne marche pas, comment ouvrir ce meuble ? | Soulevez la poignée.
¿Cómo silencio la alarma? | Pulse la tecla roja. | No funcionó, ¿de qué manera la apago? | Pulse la tecla roja. | Tampoco sirvió, ¿qué hago para que calle? | Pulse la tecla roja.
`
