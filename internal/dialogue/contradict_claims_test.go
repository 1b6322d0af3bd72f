package dialogue

import (
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// nameTalks are what users say that gives another name than the profile's, and what sounds
// like it and does not.
var nameTalks = []struct {
	name, reply, said string
	wrong             bool
}{
	{"Olga Brandt", "", "hey its Marcus, wanted to book an induction before saturday", true},
	{"Olga Brandt", "Who's there?", "It's Marcus, from downstairs.", true},
	{"Olga Brandt", "", "This is Gregory speaking, I called earlier.", true},
	{"Olga Brandt", "", "gregory here, any news on the parcel?", true},
	{"Olga Brandt", "", "Hi, I'm Gregory and I need a new router.", true},
	{"Olga Brandt", "", "Everybody calls me Doug anyway.", true},
	{"Olga Brandt", "", "you guess. and call me Bridget, thats my actual name", true},
	{"Olga Brandt", "", "Please call me Bridget.", true},
	{"Olga Brandt", "", "Just call me Bridget, everyone does.", true},
	{"Olga Brandt", "", "I go by Desmond these days.", true},
	{"Olga Brandt", "", "I was christened Desmond but that's long ago.", true},
	{"Olga Brandt", "", "My parents named me Desmond after a footballer.", true},
	{"Olga Brandt", "", "My real name is Desmond.", true},
	{"Olga Brandt", "", "My name's Desmond by the way.", true},
	{"Olga Brandt", "", "Put me down as Desmond.", true},
	{"Olga Brandt", "", "Could you put it under Desmond Hale?", false},
	{"Olga Brandt", "", "The booking is under Desmond Hale.", true},
	{"Olga Brandt", "", "I made it in March, it's all registered under Desmond.", true},
	{"Olga Brandt", "Which name is it booked under?", "Under Desmond, please.", true},
	{"Olga Brandt", "May I have your name?", "Desmond", true},
	{"Olga Brandt", "May I have your name?", "desmond", true},
	{"Olga Brandt", "May I have your name?", "It's Desmond.", true},
	{"Olga Brandt", "May I have your name?", "Sure, Desmond Hale.", true},
	{"Olga Brandt", "May I have your name?", "Desmond Hale, H-A-L-E.", true},
	{"Olga Brandt", "How shall I call you?", "Just Desmond is fine.", true},
	{"Olga Brandt", "What do the children call you?", "Uncle Neville.", true},
	{"Olga Brandt", "What do your colleagues call you?", "Steph, short for Stephanie.", true},
	{"Olga Brandt", "", "I keep telling myself come on Natasha open the damn book", true},
	{"Olga Brandt", "", "I said to myself, Natasha, that's enough.", true},
	{"Olga Brandt", "", "My passport says Natasha.", true},
	{"Olga Brandt", "", "It's Stephanie on the lease forms but everyone just says Steph.", true},
	{"Olga Brandt", "", "Being a Jack myself, I was rooting for the other fellow.", true},
	{"Olga Brandt", "", "since I'm Ivy I at least come first, ha", true},
	{"Olga Brandt", "", `it shows my real one, "Natalie Burgess", to everybody`, true},
	{"Olga Brandt", "", "I've been Desmond all my life.", true},
	{"Olga Brandt", "", "my mum just yelled \"Chloe get off that tablet\" so gotta be quick, is mine right?", true},
	{"Olga Brandt", "", "He goes, \"Stefan, not now,\" and he's called me by my name maybe twice.", true},
	{"Olga Brandt", "", "I stumbled and the teacher goes \"Take a breath, Marcus, we've got all day\" and the whole class fell about.", true},
	{"Olga Brandt", "What did it say?", "just \"Priscilla, see me at 3.\" no emoji, so i'm sure i'm getting fired", true},
	{"Olga Brandt", "Can you read me the message you received?", "\"Hi Priscilla, your parcel is delayed.\" That's all of it.", true},
	{"Olga Brandt", "Paste it here.", "\"Dear Mr Holt, I'd like to take Friday off. Kind regards, Stephanie.\" Is that how I should sign off?", true},
	{"Olga Brandt", "Paste it here.", "Dear Mr Holt,\nI'd like to take Friday off.\nKind regards,\nStephanie", true},
	{"Olga Brandt", "What's your email?", "trevor.bellamy@post.example", true},
	{"Olga Brandt", "What is your username?", "oliver_bright_01, first name last name and a number", true},
	{"Olga Brandt", "How is it written in your passport?", "WILKINSON, HEATHER JOAN.", true},
	{"Olga Brandt", "Surname first, please.", "Lindqvist, first name Erik.", true},
	{"Olga Brandt", "Am I speaking to Rosalind?", "Yes, that's me.", true},
	{"Olga Brandt", "I'm sorry to hear that, Olga.", "And it's Rebecca, nobody's ever called me that other thing.", true},
	{"Olga Brandt", "", "i am the only Rebecca here, so it must be mine", true},
	{"Olga Brandt", "", "Ich heiße Traudel und brauche Hilfe.", true},
	{"Olga Brandt", "", "Hallo, ich bin die Traudel aus Fürth.", true},
	{"Olga Brandt", "", "Grüß Gott, hier ist Traudel.", true},
	{"Olga Brandt", "", "Grüß Gott, Haberl Sepp am Apparat, ich bräucht einen Termin.", true},
	{"Olga Brandt", "", "Nennen Sie mich einfach Traudel.", true},
	{"Olga Brandt", "", "Sagen Sie einfach Andreas zu mir.", true},
	{"Olga Brandt", "", "Alle nennen mich Andreas.", true},
	{"Olga Brandt", "Und der Vorname?", "Auf Andreas, bitte.", true},
	{"Olga Brandt", "Wie nennen dich die Kollegen?", "alle sagen Uli, von Ulrike halt", true},
	{"Olga Brandt", "", "Trag mich als Andreas ein.", true},
	{"Olga Brandt", "", "In meinem Ausweis steht Andreas.", true},
	{"Olga Brandt", "", "Meine Mutter ruft schon wieder: \"Andreas, komm endlich essen!\" Ich muss los.", true},
	{"Olga Brandt", "", "Moi c'est Thierry, enchanté.", true},
	{"Olga Brandt", "", "Bonjour, je m'appelle Thierry.", true},
	{"Olga Brandt", "", "Appelez-moi Thierry.", true},
	{"Olga Brandt", "", "Tout le monde m'appelle Thierry.", true},
	{"Olga Brandt", "", "C'est Thierry à l'appareil.", true},
	{"Olga Brandt", "C'est à quel nom ?", "Au nom de Thierry.", true},
	{"Olga Brandt", "Comment vos collègues vous appellent-ils ?", "Didou, c'est plus court que Didier.", true},
	{"Olga Brandt", "", "Thierry, c'est bien mon prénom.", true},
	{"Olga Brandt", "", "Me llamo Evaristo.", true},
	{"Olga Brandt", "", "Todos me dicen Evaristo.", true},
	{"Olga Brandt", "", "Apúnteme como Mercedes, que es mi nombre.", true},
	{"Olga Brandt", "", "Hola, soy Evaristo, de la tienda.", true},
	{"Olga Brandt", "", "Le habla Evaristo.", true},
	{"Olga Brandt", "", "Llámame Evaristo.", true},
	{"Olga Brandt", "¿A nombre de quién?", "A nombre de Evaristo.", true},
	{"Olga Brandt", "", "Mi madre grita «Evaristo, ven a cenar» y me tengo que ir.", true},

	{"William Hale", "", "Everyone calls me Bill.", false},
	{"Katherine Hale", "Your name?", "Kate.", false},
	{"José Ortega", "", "Todos me dicen Pepe.", false},
	{"Josef Haberl", "", "Haberl Sepp am Apparat.", false},
	{"Małgorzata Nowak", "", "Call me Gosia.", false},
	{"Inés Ortega", "Your name?", "Ines", false},
	{"Jérôme Petit", "Votre prénom ?", "Jerome", false},
	{"Olga Brandt", "", "My son's name is Marcus.", false},
	{"Olga Brandt", "", "My dog is called Marcus.", false},
	{"Olga Brandt", "What's your dog's name?", "Marcus.", false},
	{"Olga Brandt", "Who broke it?", "It's Marcus, as always.", false},
	{"Olga Brandt", "", "Some people call me Sharon by mistake.", false},
	{"Olga Brandt", "", "Did you just call me Karen?", false},
	{"Olga Brandt", "", "Why does the app call me Karen?", false},
	{"Olga Brandt", "", "If my name was Karen, I'd change it.", false},
	{"Olga Brandt", "", "My character's name is Desmond.", false},
	{"Olga Brandt", "", "In the game I'm Desmond, a wizard.", false},
	{"Olga Brandt", "", "My pen name is Desmond Hale.", false},
	{"Olga Brandt", "", "I'm not Desmond, you have the wrong number.", false},
	{"Olga Brandt", "", "My colleague said \"Desmond, come here\" and he ran.", false},
	{"Olga Brandt", "", "I told my brother \"Desmond, come here\" and nothing happened.", false},
	{"Olga Brandt", "Paste it here.", "\"Dear Marcus, I'd like to take Friday off. Kind regards, Olga\"", false},
	{"Olga Brandt", "What does it say so far?", "\"Dear Marcus, I got your letter and I am sorry.\" I want it warmer.", false},
	{"Olga Brandt", "What did they write?", "They signed it \"Kind regards, Stephanie\" and that was it.", false},
	{"Olga Brandt", "", "I got this: \"Your rent is due. Kind regards, Stephanie Holt\". Do I have to pay?", false},
	{"Olga Brandt", "", "The booking is under my husband's name, Desmond Hale.", false},
	{"Olga Brandt", "", "Book it for my husband, under Desmond.", false},
	{"Olga Brandt", "Whom should we contact?", "Ask for Desmond, he's my neighbour.", false},
	{"Olga Brandt", "", "I'm meeting Desmond at eight.", false},
	{"Olga Brandt", "", "Call me tomorrow. Desmond will be there as well.", false},
	{"Olga Brandt", "", "Will you call me? Mark said you would.", false},
	{"Olga Brandt", "What's the main character called?", "Desmond.", false},
	{"Olga Brandt", "", "This is Desmond's parcel, not mine.", false},
	{"Olga Brandt", "", "It's May already and nothing has come.", false},
	{"Olga Brandt", "", "It's Jordan, not Syria, where we went.", false},
	{"Olga Brandt", "", "I'm Irish, and my name is Irish as well.", false},
	{"Olga Brandt", "", "hi, is Desmond in today?", false},
	{"Olga Brandt", "", "Hallo, ist Andreas da?", false},
	{"Olga Brandt", "", "Mein Sohn heißt Andreas.", false},
	{"Olga Brandt", "", "Meine Katze heißt Traudel.", false},
	{"Olga Brandt", "", "Ich bin Bäckerin und suche Arbeit.", false},
	{"Olga Brandt", "", "Nenn mir bitte drei Namen wie Andreas.", false},
	{"Olga Brandt", "", "Ist das Andreas auf dem Bild?", false},
	{"Olga Brandt", "", "Sag Andreas bitte, dass ich komme.", false},
	{"Olga Brandt", "", "Mon mari s'appelle Thierry.", false},
	{"Olga Brandt", "", "C'est Thierry qui l'a cassé.", false},
	{"Olga Brandt", "", "Dites à Thierry que j'arrive.", false},
	{"Olga Brandt", "", "Mi hijo se llama Evaristo.", false},
	{"Olga Brandt", "", "Es Evaristo el que no quiere.", false},
	{"Olga Brandt", "", "Mi jefe, Evaristo, me llamó.", false},
	{"Olga Brandt", "", "Soy de Rosario, Argentina.", false},
	{"Olga Brandt", "", "I read it in Agatha Christie, I think.", false},
	{"Olga Brandt", "And who wrote it?", "Jane Austen.", false},
	{"Olga Brandt", "Which sign is your name on?", "My name is on the list, Priscilla told me.", false},
	{"Olga Brandt", "What name would you give her?", "Josephine, after my gran.", false},
	{"Olga Brandt", "What happened?", "My manager said \"Thanks, Priya\" to my colleague and ignored me.", false},
	{"Olga Brandt", "What happened?", "The teacher goes \"Marcus, sit down\" and he just laughed.", false},
	{"Olga Brandt", "What happened?", "My son Marcus hid, so I shouted \"Marcus, come out\" for an hour.", false},
	{"Olga Brandt", "What happened?", "I shouted \"Marcus, come out\" for an hour.", false},
	{"Olga Brandt", "What do you say to her?", "I always say \"Chloe, get off that tablet\" and she rolls her eyes.", false},
	{"Olga Brandt", "What does it say?", "\"Dear Olga, your parcel is delayed.\"", false},
	{"Olga Brandt", "What does your letter say?", "\"Dear Priscilla, thank you for your kind invitation.\" Too stiff?", false},
	{"Olga Brandt", "How do you want to start?", "I'd start with \"Dear Priscilla, how are you?\"", false},
	{"Olga Brandt", "How does the story start?", "\"My name is Ishmael, and I went to sea.\" I like it.", false},
	{"Olga Brandt", "What does the song say?", "It goes \"Jolene, I'm begging of you\" and then I forget.", false},
	{"Olga Brandt", "Whom do you mean?", "My neighbour, Gregory. He is 80.", false},
	{"Olga Brandt", "Which name goes on the cake?", "Josephine, it's her birthday.", false},
	{"Olga Brandt", "Who is the gift for?", "It's for Marcus.", false},
	{"Olga Brandt", "Who will pick it up?", "Marcus, my flatmate.", false},
	{"Olga Brandt", "Who referred you?", "Desmond Hale", false},
	{"Olga Brandt", "Whose name is on the contract?", "My landlord's, Desmond Hale.", false},
	{"Olga Brandt", "", "I'm with Marcus on this one.", false},
	{"Olga Brandt", "", "I'm a Marcus fan.", false},
	{"Olga Brandt", "", "I'm Team Jennifer all the way.", false},
	{"Olga Brandt", "", "This is Desmond, my cat. Isn't he pretty?", false},
	{"Olga Brandt", "", "hey, desmond here said you could help", false},
	{"Olga Brandt", "", "Please put Desmond down as my emergency contact.", false},
	{"Olga Brandt", "", "I told Desmond to call me Friday.", false},
	{"Olga Brandt", "", "They call me Mum, mostly.", false},
	{"Olga Brandt", "", "You can reach me Monday or Friday.", false},
	{"Olga Brandt", "", "I keep calling him Marcus though his name is Mark.", false},
	{"Olga Brandt", "", "My maiden name is Desmond.", false},
	{"Olga Brandt", "", "My middle name is Rosalind.", false},
	{"Olga Brandt", "", "My nickname is Rosalind at work.", false},
	{"Olga Brandt", "", "They always get my name wrong, last time it was Helga.", false},
	{"Olga Brandt", "", "Is it Rosalind or Rosalinde? I'm writing to a friend.", false},
	{"Olga Brandt", "", "What would you call me if I were a Rosalind?", false},
	{"Olga Brandt", "", "When I'm Rosalind in the play, I wear a wig.", false},
	{"Olga Brandt", "", "Ich bin Montag wieder da.", false},
	{"Olga Brandt", "", "Hier ist Endstation, sagt mein Chef.", false},
	{"Olga Brandt", "", "Hallo, hier ist Olga.", false},
	{"Olga Brandt", "", "Mein Name ist Brandt.", false},
	{"Olga Brandt", "", "Ruf mich Mittwoch an.", false},
	{"Olga Brandt", "", "Mein Mann heißt Andreas, ich heiße Olga.", false},
	{"Olga Brandt", "", "Andreas ist mein Name für den Kater, kein schöner.", true},
	{"Olga Brandt", "Wie heißt Ihr Sohn?", "Andreas.", false},
	{"Olga Brandt", "Wie heißt der Ansprechpartner?", "Andreas Huber.", false},
	{"Olga Brandt", "", "Ici Paris, tout va bien.", false},
	{"Olga Brandt", "", "C'est Noël bientôt.", false},
	{"Olga Brandt", "Comment s'appelle votre fils ?", "Thierry", false},
	{"Olga Brandt", "", "Soy Capricornio y me gusta el mar.", false},
	{"Olga Brandt", "", "A nombre de mi marido, Evaristo.", false},
	{"Olga Brandt", "¿Cómo se llama su perro?", "Evaristo.", false},
	{"Olga Brandt", "", "Me llama Evaristo todos los días.", false},
	{"Olga Brandt", "What is the name of the town?", "Madison.", false},
	{"Olga Brandt", "What's the actor's name, or the actor in the other one?", "Desmond, I think.", false},
	{"Olga Brandt", "Wie heißt die Stadt?", "Florenz.", false},
	{"Olga Brandt", "¿Qué nombre tiene la calle?", "Mercedes.", false},
	{"Olga", "Under which name?", "Brandt.", false},
	{"Olga", "Your full name?", "Olga Brandt.", false},
	{"Olga", "Your initials?", "My initials are O.B.", false},
	{"Olga", "Your initials?", "My initials are T.W.", true},
	{"Olga Brandt", "Which initials?", "My husband's, T.W.", false},
}

func TestNames(t *testing.T) {
	for _, c := range nameTalks {
		p := ProfileOf(seedbed.Fields{{Name: "name", Value: c.name}})
		turns := talk("Could you have a look at this for me?", "Of course. "+c.reply, c.said)
		if c.reply == "" {
			turns = talk(c.said)
		}
		wrong := slices.ContainsFunc(SignalsWith(turns, p, nil), func(s Signal) bool { return s.Name == Contradicts && s.Strength >= Threshold })
		if wrong != c.wrong {
			t.Errorf("%s: %q: %q: %v", c.name, c.reply, c.said, wrong)
		}
	}
}

// TestNameTables: what the files of names say is read whole, and says nothing twice.
func TestNameTables(t *testing.T) {
	if n := len(knownNames().first.hashes); n < 5000 {
		t.Errorf("%d first names", n)
	}
	for _, text := range []string{firstNamesText, shortNamesText, toldNamesText} {
		if strings.ToLower(text) == "" {
			t.Error("an empty file")
		}
	}
	for _, bad := range []string{"my name is {name}", "== first sometimes\n", "== first\nmy name is"} {
		if _, err := readNameClaims(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	for _, two := range [][2]string{{"bill", "william"}, {"kate", "katherine"}, {"pepe", "jose"}, {"sepp", "josef"}, {"gosia", "malgorzata"}} {
		if !sameName(two[0], two[1]) {
			t.Errorf("%s is not short for %s", two[0], two[1])
		}
	}
}
