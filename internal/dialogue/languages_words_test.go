package dialogue

import (
	"slices"
	"testing"
)

// TestTongues are turns, and parts of turns, in a language that the user does not write,
// and what has foreign words for another reason.
func TestTongues(t *testing.T) {
	for _, c := range []struct {
		writes, reply, said string
		wrong               bool
	}{
		{"en", "Would you like the link?", "Ja bitte", true},
		{"en", "Would you like the link?", "ja, das wäre gut", true},
		{"en", "Would you like the link?", "Nein danke, passt schon.", true},
		{"en", "Fish deep, near structure.", "gracias, mañana pruebo con lombrices al lado del muelle", true},
		{"en", "Anything else?", "no, eso es todo por ahora", true},
		{"en", "Anything else?", "non merci, c'est tout pour moi", true},
		{"en", "Anything else?", "Non, rien d'autre.", true},
		{"en", "Anything else?", "no grazie, per adesso va bene così", true},
		{"en", "Anything else?", "não, muito obrigado, por hoje é tudo", true},
		{"en", "Anything else?", "nee, dat was het wel, bedankt", true},
		{"en", "Anything else?", "nie, dziękuję, to już wszystko", true},
		{"en", "Anything else?", "hayır, şimdilik bu kadar, teşekkürler", true},
		{"en", "Anything else?", "nej tack, det var bra så", true},
		{"en", "Anything else?", "спасибо, это всё", true},
		{"en", "Anything else?", "好的,谢谢你", true},
		{"en", "Anything else?", "ありがとう、もう大丈夫です", true},
		{"en", "Anything else?", "네, 감사합니다", true},
		{"en", "Anything else?", "شكرا جزيلا", true},
		{"en", "Anything else?", "όχι, ευχαριστώ πολύ", true},
		{"en", "Anything else?", "धन्यवाद, बस इतना ही", true},
		{"en", "When does it leak?", "I already cleaned the tank twice, aber es tropft immer noch, so what now?", true},
		{"en", "When does it leak?", "Only in the morning. Ich weiß nicht was ich noch machen soll. Can you help?", true},
		{"en", "When does it leak?", "only in the morning, y no sé qué más puedo hacer", true},
		{"en", "When does it leak?", "Only in the morning, je ne sais plus quoi faire, honestly.", true},
		{"en", "How long?", "Wo bleibt meine Waschmaschine?", true},
		{"de", "Noch etwas?", "No thanks, that's all I need.", true},
		{"de", "Noch etwas?", "that would be great", true},
		{"de", "Noch etwas?", "Ich hab den Tank schon zweimal sauber gemacht but it still does not work.", true},
		{"de", "Noch etwas?", "non merci, c'est tout", true},
		{"fr", "Autre chose ?", "no gracias, eso es todo", true},
		{"fr", "Autre chose ?", "yes please, how much is it", true},
		{"es", "¿Algo más?", "no thanks, I think I have it now", true},
		{"es", "¿Algo más?", "das wär alles, danke schön", true},
		{"en,es", "Anything else?", "ich glaube das war alles für heute", true},

		{"en", "Anything else?", "gracias!", false},
		{"en", "Anything else?", "Merci beaucoup!", false},
		{"en", "Anything else?", "danke schön :)", false},
		{"en", "Anything else?", "ciao ciao", false},
		{"en", "Anything else?", "Voilà, c'est la vie.", false},
		{"en", "Anything else?", "hasta la vista baby", false},
		{"en", "Anything else?", "no no no", false},
		{"en", "Anything else?", "no problem amigo", false},
		{"en", "Which wine?", "The Côtes du Rhône, and the coq au vin for two.", false},
		{"en", "Which dish?", "The spaghetti alle vongole e pomodoro and a tiramisu.", false},
		{"en", "Which film?", "Das Leben der Anderen, with subtitles please.", false},
		{"en", "Which book?", "El amor en los tiempos del cólera, the hardback.", false},
		{"en", "What does the label say?", "nicht heiß waschen und nicht in den Trockner", false},
		{"en", "What does the sign say?", "It says bitte nicht auf den Rasen treten.", false},
		{"en", "Hm?", "What does \"das ist mir egal\" mean?", false},
		{"en", "Try it.", "I'm learning German: ich habe gestern einen Kuchen gegessen. Is that right?", false},
		{"en", "Which error?", "The system says Zugriff verweigert, das Gerät wird bereits von einem anderen Programm verwendet.", false},
		{"en", "Where is it?", "On the Avenue de la République, near the Place de la Nation.", false},
		{"en", "Where is it?", "Calle de los Reyes, Las Palmas de Gran Canaria.", false},
		{"en", "Who is it by?", "It's by Miguel de la Torre and Ana de los Santos.", false},
		{"de", "Welche Meldung?", "failed to push some refs to origin", false},
		{"de", "Welche Mail?", "Die mit dem Betreff Your order has been shipped.", false},
		{"de", "Was noch?", "Das Update ist down, der Support sagt nur sorry.", false},
		{"de", "Welches Lied?", "I Want to Hold Your Hand von den Beatles.", false},
		{"de", "Was noch?", "oba des benzin is no vom vurign jahr, des werds sei", false},
		{"de", "Was noch?", "isch hab des net gwusst, gell, des is fei schee", false},
		{"fr", "Quoi d'autre ?", "Le weekend, on fait un brunch et du shopping.", false},
		{"es", "¿Qué más?", "El email de marketing y el feedback del meeting.", false},
		{"en,es", "Anything else?", "no gracias, eso es todo por ahora", false},
		{"uk", "Anything else?", "дякую, це все", false},
		{"en,fa", "Anything else?", "خیلی ممنون همین بود", false},
		{"de,en", "Noch etwas?", "no thanks, that's all I need", false},
		{"en", "Which file?", "`de la el los que para por con` is in it", false},
	} {
		p := Profile{Languages: languageCodesOf(c.writes)}
		turns := talk("Hallo, hello!", c.reply, c.said)
		if p.Languages[0] == "fr" || p.Languages[0] == "es" {
			turns = talk("Hola, salut !", c.reply, c.said)
		}
		wrong := slices.ContainsFunc(SignalsWith(turns, p, nil), func(s Signal) bool { return s.Name == Contradicts && s.Strength >= Threshold && s.Turn == 2 })
		if wrong != c.wrong {
			t.Errorf("%s: %q: %q: %v", c.writes, c.reply, c.said, wrong)
		}
	}
}

func languageCodesOf(s string) (codes []string) {
	for len(s) > 0 {
		codes = append(codes, s[:2])
		s = s[min(3, len(s)):]
	}
	return codes
}
