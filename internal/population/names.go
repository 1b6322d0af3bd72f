package population

import "strings"

func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

func lines(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Split(s, ",") {
		out[strings.TrimSpace(w)] = true
	}
	return out
}

// The lists below are read and never changed.
var (
	// kin are words for others than the person, and for things that have an age.
	kin = set(`mother father mom mum dad parent parents son sons daughter daughters child children kid kids baby toddler brother
		brothers sister sisters sibling siblings husband wife spouse partner boyfriend girlfriend grandmother grandfather grandma
		grandpa grandparents grandson granddaughter grandchild grandchildren uncle aunt cousin cousins nephew niece friend friends
		neighbour neighbor neighbours neighbors colleague colleagues boss manager's roommate roommates flatmate tenant patient patients pupil pupils
		student's customer customers client clients dog dogs cat cats pet pets horse horses house home car van truck building company business building farm tree
		boyfriend's twin twins fiancé fiancée ex ex-husband ex-wife stepson stepdaughter mother-in-law father-in-law whose`)
	// unreal are words after which something is told of another time, or is no fact.
	unreal = set(`when until till since before after if was were been turned turning turns by than used would could might may will
		wants wanted want hopes hoped hope dreams dreamed dreaming wish wishes wished imagine imagines pretends pretend not never no once
		formerly previously trained studying studied become becoming becomes said says told like at whether wonders think thinks
		believe believes assume assumes guess guesses looks look seems`)
	leaves = set(`who which where but because while although though with for and or at in after before since whose that from near`)

	// pastime are words for what is no work of a person, or not all of it.
	pastime = set("volunteer volunteering amateur hobby part-time weekend to")
	hobbies = set("cook gardener painter musician photographer actor actress sailor designer driver baker")
	// leavesPlace end the name of a place; within one there may be another.
	leavesPlace = set("who which where but because while although though with for and or at before after since whose that from near")

	// adverbs may stand between "is" and an age, and pronouns are no names.
	adverbs  = set("now already only just about nearly almost currently still over barely")
	pronouns = set("it this that the there here today what who which someone everyone nobody one")

	men   = set("man male boy guy gentleman husband father dad grandfather widower son businessman salesman fireman policeman")
	women = set("woman female girl lady wife mother mum mom grandmother widow daughter businesswoman saleswoman housewife policewoman")

	decades = map[string]int{
		"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
		"20s": 20, "30s": 30, "40s": 40, "50s": 50, "60s": 60, "70s": 70, "80s": 80, "90s": 90,
	}
	numbers = map[string]int{
		"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
		"twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
		"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	}

	// parting are words that make another place of the name after them.
	parting    = set("new northern equatorial")
	placeNames = map[string]string{
		"usa": "united states", "us": "united states", "united states of america": "united states", "america": "united states",
		"uk": "united kingdom", "great britain": "united kingdom", "britain": "united kingdom", "england": "united kingdom",
		"scotland": "united kingdom", "wales": "united kingdom", "northern ireland": "united kingdom", "holland": "netherlands",
		"czechia": "czech republic", "burma": "myanmar", "türkiye": "turkey", "côte d ivoire": "ivory coast", "uae": "united arab emirates",
		"republic of ireland": "ireland", "republic of korea": "south korea",
	}
	countries = lines(`afghanistan, albania, algeria, andorra, angola, argentina, armenia, australia, austria, azerbaijan, bahamas, bahrain,
		bangladesh, barbados, belarus, belgium, belize, benin, bhutan, bolivia, botswana, brazil, brunei, bulgaria, burkina faso, burundi,
		cambodia, cameroon, canada, cape verde, chad, chile, china, colombia, comoros, costa rica, croatia, cuba, cyprus, czech republic,
		denmark, djibouti, dominican republic, ecuador, egypt, el salvador, equatorial guinea, eritrea, estonia, eswatini, ethiopia, fiji,
		finland, france, gabon, gambia, georgia, germany, ghana, greece, grenada, guatemala, guinea, guyana, haiti, honduras, hungary,
		iceland, india, indonesia, iran, iraq, ireland, israel, italy, ivory coast, jamaica, japan, jordan, kazakhstan, kenya, kosovo, kuwait,
		kyrgyzstan, laos, latvia, lebanon, lesotho, liberia, libya, liechtenstein, lithuania, luxembourg, madagascar, malawi, malaysia,
		maldives, mali, malta, mauritania, mauritius, mexico, moldova, monaco, mongolia, montenegro, morocco, mozambique, myanmar, namibia,
		nepal, netherlands, new zealand, nicaragua, niger, nigeria, north korea, north macedonia, norway, oman, pakistan, panama,
		papua new guinea, paraguay, peru, philippines, poland, portugal, qatar, romania, russia, rwanda, samoa, saudi arabia, senegal, serbia,
		sierra leone, singapore, slovakia, slovenia, somalia, south africa, south korea, south sudan, spain, sri lanka, sudan, suriname,
		sweden, switzerland, syria, taiwan, tajikistan, tanzania, thailand, togo, trinidad and tobago, tunisia, turkey, turkmenistan, uganda,
		ukraine, united arab emirates, united kingdom, united states, uruguay, uzbekistan, venezuela, vietnam, yemen, zambia, zimbabwe`)
	occupations = lines(`accountant, actor, actress, architect, baker, barber, bartender, bus driver, butcher, carpenter, cashier, chef, chemist,
		cleaner, cook, dentist, designer, doctor, driver, economist, electrician, engineer, farmer, firefighter, fisherman, gardener,
		hairdresser, historian, housekeeper, janitor, journalist, judge, lawyer, librarian, mechanic, miner, musician, nurse, painter,
		paramedic, pharmacist, photographer, physicist, pilot, plumber, police officer, politician, postal worker, priest, programmer,
		psychologist, receptionist, sailor, secretary, security guard, shop assistant, social worker, software developer, software engineer,
		soldier, surgeon, tailor, taxi driver, teacher, translator, truck driver, veterinarian, waiter, waitress, welder`)
)
