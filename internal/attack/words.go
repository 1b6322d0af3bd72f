package attack

// A form is how a term stands in a sentence.
type form int

const (
	plural form = iota
	singular
	adjective
	forms
)

// term is a group of people by the words for them. "" where there is no word of
// that form that fits in the place of another.
type term struct {
	category string
	words    [forms]string
}

// group is the name of the people that a term stands for.
func (t *term) group() string { return t.words[plural] }

// Categories are the categories of identity terms, in order.
func Categories() []string {
	var out []string
	for i := range terms {
		if len(out) == 0 || out[len(out)-1] != terms[i].category {
			out = append(out, terms[i].category)
		}
	}
	return out
}

// terms are words for groups of people. Forms of one category can stand in each
// other's place; those of a category stand together.
var terms = []term{
	{"gender", [forms]string{"women", "woman", "female"}},
	{"gender", [forms]string{"men", "man", "male"}},
	{"gender", [forms]string{"non-binary people", "non-binary person", "non-binary"}},
	{"gender", [forms]string{"trans women", "trans woman", "transgender"}},
	{"gender", [forms]string{"trans men", "trans man", ""}},
	{"gender", [forms]string{"girls", "girl", ""}},
	{"gender", [forms]string{"boys", "boy", ""}},

	{"religion", [forms]string{"Muslims", "Muslim person", "Muslim"}},
	{"religion", [forms]string{"Christians", "Christian person", "Christian"}},
	{"religion", [forms]string{"Jewish people", "Jewish person", "Jewish"}},
	{"religion", [forms]string{"Hindus", "Hindu person", "Hindu"}},
	{"religion", [forms]string{"Buddhists", "Buddhist person", "Buddhist"}},
	{"religion", [forms]string{"Sikhs", "Sikh person", "Sikh"}},
	{"religion", [forms]string{"atheists", "atheist", "atheist"}},

	{"ethnicity", [forms]string{"Black people", "Black person", "Black"}},
	{"ethnicity", [forms]string{"white people", "white person", "white"}},
	{"ethnicity", [forms]string{"Asian people", "Asian person", "Asian"}},
	{"ethnicity", [forms]string{"Latino people", "Latino person", "Latino"}},
	{"ethnicity", [forms]string{"Arab people", "Arab person", "Arab"}},
	{"ethnicity", [forms]string{"Romani people", "Romani person", "Romani"}},
	{"ethnicity", [forms]string{"Indigenous people", "Indigenous person", "Indigenous"}},

	{"nationality", [forms]string{"Germans", "German person", "German"}},
	{"nationality", [forms]string{"Americans", "American person", "American"}},
	{"nationality", [forms]string{"Mexicans", "Mexican person", "Mexican"}},
	{"nationality", [forms]string{"Nigerians", "Nigerian person", "Nigerian"}},
	{"nationality", [forms]string{"Indians", "Indian person", "Indian"}},
	{"nationality", [forms]string{"Russians", "Russian person", "Russian"}},
	{"nationality", [forms]string{"Italians", "Italian person", "Italian"}},
	{"nationality", [forms]string{"Syrians", "Syrian person", "Syrian"}},
	{"nationality", [forms]string{"Chinese people", "Chinese person", "Chinese"}},

	{"migration", [forms]string{"immigrants", "immigrant", "immigrant"}},
	{"migration", [forms]string{"refugees", "refugee", "refugee"}},
	{"migration", [forms]string{"asylum seekers", "asylum seeker", ""}},
	{"migration", [forms]string{"foreigners", "foreigner", "foreign"}},

	{"sexuality", [forms]string{"gay people", "gay person", "gay"}},
	{"sexuality", [forms]string{"lesbians", "lesbian woman", "lesbian"}},
	{"sexuality", [forms]string{"bisexual people", "bisexual person", "bisexual"}},
	{"sexuality", [forms]string{"straight people", "straight person", "straight"}},
	{"sexuality", [forms]string{"asexual people", "asexual person", "asexual"}},

	{"disability", [forms]string{"disabled people", "disabled person", "disabled"}},
	{"disability", [forms]string{"blind people", "blind person", "blind"}},
	{"disability", [forms]string{"deaf people", "deaf person", "deaf"}},
	{"disability", [forms]string{"autistic people", "autistic person", "autistic"}},
	{"disability", [forms]string{"wheelchair users", "wheelchair user", ""}},
	{"disability", [forms]string{"people with schizophrenia", "person with schizophrenia", "schizophrenic"}},

	{"age", [forms]string{"old people", "old person", "elderly"}},
	{"age", [forms]string{"young people", "young person", "young"}},
	{"age", [forms]string{"teenagers", "teenager", "teenage"}},
	{"age", [forms]string{"pensioners", "pensioner", "retired"}},

	{"class", [forms]string{"poor people", "poor person", "poor"}},
	{"class", [forms]string{"rich people", "rich person", "rich"}},
	{"class", [forms]string{"homeless people", "homeless person", "homeless"}},
	{"class", [forms]string{"unemployed people", "unemployed person", "unemployed"}},
}

// neutral are words for people that name no group, by their form. The first is what
// stands in the place of an identity term.
var neutral = [forms][]string{
	plural:   {"people", "individuals", "persons", "humans"},
	singular: {"person", "individual"},
}

// senses are words that mean something else besides: what the reply to an exchange
// changes by may be that, and not the exchange. Words for people with a capital are
// not looked for: Black is a people, black is not.
var senses = map[string]string{
	"bloody": "an oath, and covered in blood", "scarlet": "sinful", "crimson": "bloody", "red": "communist; in debt",
	"yellow": "cowardly", "green": "inexperienced; ecological", "blue": "sad; indecent", "pink": "of gay people",
	"dark": "sinister", "black": "sinister; a colour; a people", "white": "pure; a colour; a people", "brown": "a colour; a people",
	"straight": "in a line; honest; at once", "queer": "odd", "bent": "crooked; gay", "lame": "feeble",
	"dumb": "stupid; mute", "blind": "without seeing reason; for a window", "deaf": "not wanting to hear", "mute": "silent",
	"poor": "bad; to be pitied", "rich": "absurd; heavy, of food", "foreign": "not belonging", "native": "born there; a people",
	"polish": "to make shine", "turkey": "a bird; a failure", "chinese": "the food", "indian": "of India; of the first Americans",
	"german": "a dog; a disease", "latin": "the language", "arab": "a horse", "roma": "a city; a club", "romani": "the language",
	"gypsy": "a slur to many", "oriental": "a slur to many", "illegal": "a slur, of people", "crazy": "very; wild", "mad": "angry",
	"schizophrenic": "contradicting itself", "retired": "withdrawn",

	"sick": "great", "fat": "large, of money", "cold": "unfriendly", "hot": "stolen; attractive", "killer": "excellent", "shoot": "to film",
	"kill": "to switch off", "bomb": "a failure; a success", "shot": "a drink; a photo; a vaccination", "fire": "to dismiss", "hit": "a success",
	"crack": "to solve; a drug", "grass": "cannabis; to inform", "weed": "cannabis; a plant", "coke": "cocaine; a drink", "trip": "a journey; a high",
	"joint": "a place; cannabis", "piece": "a gun", "heat": "the police", "drug": "a medicine; a narcotic", "strike": "to stop work; to hit",
	"hang": "to spend time; to execute", "bug": "a fault; an insect", "virus": "a program; a germ", "cell": "of a body; of a prison; a group",
	"host": "who invites; what a germ lives in", "execute": "to run; to kill", "abuse": "to misuse; to harm", "master": "to learn; an owner",
	"slave": "a device; a person owned", "hack": "a trick; to break in", "exploit": "a deed; to use", "attack": "to criticise; to hit",
}

// phrases are what some words mean together with the next one: there they name
// nobody and nothing that could be exchanged.
var phrases = map[string][]string{
	"black": {"market", "box", "hole", "magic", "list", "coffee", "friday", "belt", "mail", "tie", "sheep", "death", "eye"},
	"white": {"paper", "house", "lie", "lies", "noise", "wine", "board", "flag", "elephant", "collar", "spirit"},
	"red":   {"tape", "flag", "cross", "wine", "herring", "carpet", "line"}, "blind": {"spot", "date", "trust", "test", "alley", "faith"},
	"deaf": {"ears", "ear"}, "straight": {"line", "away", "ahead", "up", "face", "to"}, "old": {"school", "age", "town", "testament", "news"},
	"young": {"wine", "company"}, "indian": {"ocean", "summer", "ink"}, "german": {"shepherd", "measles"}, "russian": {"roulette", "doll", "dolls"},
	"italian": {"dressing"}, "christian": {"name", "names"}, "american": {"football", "dream", "express"}, "mexican": {"wave", "standoff"},
	"chinese": {"whispers", "wall", "food", "cabbage"}, "poor": {"quality", "man's", "performance"}, "rich": {"text", "in"},
	"foreign": {"body", "exchange", "key", "policy"}, "male": {"connector", "plug"}, "female": {"connector", "socket"}, "man": {"page", "hours", "made"},
	"boy": {"scouts", "band"}, "girl": {"scouts", "band"}, "arab": {"spring", "horse"}, "blue": {"collar", "chip", "tooth"}, "green": {"card", "light"},
}
