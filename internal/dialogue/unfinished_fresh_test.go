package dialogue

// Turns that were written when the first table had been worked on.
var brokenOffFresh = []string{
	"My dishwasher leaves white spots. What can I do? || Do you use rinse aid? || Yes, I refill it every month. The machine is about six years old and we have never had any probl",
	"Could you recommend a novel? || What do you like? || I usually enjoy historical fiction, especially when it takes place in",
	"I need to write a complaint to my gym. || What happened? || They kept charging me after I cancelled. I have the e-mail, but they claim that it was never",
	"How do I store basil? || In water. || Thank you. I tried that last summer, and after two days the leaves had turned",
	"I have an interview tomorrow. || Good luck! || I never know what to say when they ask about my weakn",
	"Our heating makes a knocking sound. || Since when? || It started last week, right after the technician had been here to exchange the",
	"my phone wont charge || have you cleaned the port? || yeah i used a toothpick but when i plug in the",
	"i want to dye my hair blue || bleached? || no and im scared because my sister did it once and her hair was totally",
	"Guten Morgen, eine Frage zu meiner Rechnung. || Gern. || Der Abschlag ist gestiegen, obwohl wir weniger verbraucht haben als",
	"Wie lange muss ein Hefeteig gehen? || Eine Stunde. || Ich habe ihn schon zwei Stunden stehen, aber er ist nicht aufgegang",
	"Unser Sohn möchte Schlagzeug lernen. || Schön. || Er ist neun und ich mache mir Sorgen wegen der",
	"hi ich brauch hilfe bei mathe || klar || also wir haben grad brüche und ich check nicht wie man die",
	"Bonjour, ma connexion est lente. || Depuis quand ? || Depuis trois semaines. On m'a répondu que la ligne était norm",
	"Comment enlever une tache ? || Du vinaigre. || Merci. Le problème est que la nappe appartient à ma belle-mère et que je ne",
	"j'ai mal au dos || pourquoi ? || ouais on a déménagé ma soeur et j'ai porté le canapé avec mon",
	"Quisiera cambiar mi cita. || ¿Para qué día? || Para el jueves, porque por la mañana tengo que llevar a mi",
	"Quiero pintar el salón. || ¿De qué color? || Un verde claro, aunque mi marido prefiere un tono más",
	"oye me ayudas || claro || es sobre la guerra civil y tengo que explicar las caus",
}

var brokenOffNotFresh = []string{
	"where should i park || at the station || which side of it is cheaper to park on",
	"whats a good date idea || a walk || ok but its gonna rain so maybe something inside",
	"i cant find my keys || where? || i think on the kitchen table before i went out",
	"Thanks for the tips. || Sure. || One last thing, do you have a link for that",
	"my landlord is odd || how so? || he charges me for water that i never used",
	"wann fährt der letzte zug || um 23 Uhr || und wo muss ich dann umsteigen",
	"kannst du mir das erklären || was? || na das mit den zinsen und wie sich das auswirkt",
	"mon ordi rame || depuis quand ? || depuis que j'ai installé la mise à jour",
	"qué hago de cenar || ¿qué tienes? || huevos y medio calabacín que me quedó de ayer",
	"Quiero pintar. || ¿Color? || Verde claro, aunque mi marido lo prefiere blanco",
}
