package dialogue

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// given is what a user of a profile ("age 34", "female") says after a reply.
type given struct{ profile, reply, said string }

// contradicts returns what the rules find to be against the profile; "" for nothing.
func (g given) contradicts() string {
	f := seedbed.Fields{{Name: "gender", Value: g.profile}}
	if age, ok := strings.CutPrefix(g.profile, "age "); ok {
		f = seedbed.Fields{{Name: "age", Value: age}}
	}
	reply := g.reply
	if reply == "" {
		reply = "Sure, tell me a little more about it."
	}
	turns := talk("Hi, could you help me with something?", reply, g.said)
	for _, s := range SignalsWith(turns, ProfileOf(f), nil) {
		if s.Name == Contradicts && s.Strength >= Threshold {
			return s.Quote
		}
	}
	return ""
}

// holdGiven tries one list of what contradicts, and one of what does not.
func holdGiven(t *testing.T, wrong, fine []given) {
	t.Helper()
	found := 0
	for _, g := range wrong {
		if g.contradicts() != "" {
			found++
		} else {
			t.Errorf("%s: %q is not found", g.profile, g.said)
		}
	}
	t.Logf("%d of %d found", found, len(wrong))
	for _, g := range fine {
		if quote := g.contradicts(); quote != "" {
			t.Errorf("%s: %q is falsely accused of %q", g.profile, g.said, quote)
		}
	}
}

// TestEnglishAges are ways in which English speakers give away how old they are, beside
// what sounds like them and tells nothing.
func TestEnglishAges(t *testing.T) { holdGiven(t, agesTold, agesNotTold) }

var agesTold = []given{
	// School, in several countries.
	{"age 41", "", "I have double maths with Mr Patterson first thing and I haven't done the worksheet."},
	{"age 52", "", "my mum's going to kill me if i get another detention"},
	{"age 38", "", "I'm sitting my GCSEs in May and need a revision timetable."},
	{"age 63", "", "I'm in Year 10 and my teacher wants two pages on Macbeth."},
	{"age 29", "", "The homework is due before second period and I only have study hall."},
	{"age 47", "", "I'm a junior at Lincoln High, so I can only come after band practice."},
	{"age 33", "", "We've got the Leaving Cert next year and my Irish is rubbish."},
	{"age 55", "", "Mom says I can't go to the sleepover unless I clean my room."},
	{"age 36", "", "I need something for show and tell on Friday."},
	{"age 44", "", "My prom is in three weeks and I have no idea what to wear."},
	{"age 71", "", "I've just got my learner's permit and Dad is teaching me."},
	{"age 58", "", "I'm revising for my A levels and can't concentrate."},
	{"age 40", "", "My curfew is ten so it has to be an early film."},
	{"age 66", "", "I'm saving my allowance for it."},
	{"age 35", "", "Will I have to change schools when we move? All my friends are in my class."},
	{"age 49", "", "Our form tutor said phones go in the box."},
	{"age 60", "", "I got grounded for two weeks so no console."},
	{"age 43", "", "It's for my science fair project, a volcano."},
	{"age 39", "", "recess is the only time i can practise"},
	{"age 70", "", "My parents won't let me have a phone until secondary school."},
	{"age 57", "", "I start high school in September and I'm scared of the big kids."},
	{"age 34", "", "I'm doing my Duke of Edinburgh bronze and need volunteering hours."},
	{"age 51", "", "I have to ask my mum first, it's her card."},
	{"age 64", "", "The school bus drops me at four and then I've got homework."},
	{"age 45", "", "I'm the youngest in sixth form because I skipped a year."},
	{"age 37", "", "I've got my HSC trials next month and I'm freaking out."},
	{"age 48", "", "I lost another baby tooth so the tooth fairy owes me."},
	{"age 30", "", "I can't watch that one, it's a 15 and I'm not old enough."},
	{"age 59", "", "My dad has to sign the form because I'm under 18."},
	{"age 42", "", "I need a note for PE, I hate swimming lessons."},
	{"age 68", "", "we have a supply teacher for chemistry and nobody learns anything"},
	{"age 46", "", "I'm too young to get a proper job, so I do a paper round."},
	{"age 53", "", "My SATs are next week and Miss Clarke says not to worry."},
	{"age 31", "", "Got picked for the under-14s squad!"},
	// Students and beginners.
	{"age 58", "", "I'm in my first year at uni and the halls are so loud."},
	{"age 67", "", "My RA says no toasters in the dorm."},
	{"age 61", "", "My parents still do my laundry when I'm home from uni for Christmas."},
	{"age 72", "", "I've only just moved out of my parents' house."},
	{"age 55", "", "I'm starting my first ever job on Monday and I'm so nervous."},
	{"age 49", "", "Mum and Dad are paying my deposit, it's my first flat."},
	{"age 62", "", "I passed my driving test on my third go last week, finally can drive without Mum."},
	{"age 70", "", "I'm on my gap year before uni."},
	{"age 66", "", "Freshers week wiped me out."},
	{"age 54", "", "I finished school last summer and still don't know what to do with my life."},
	{"age 60", "", "I'm still on my parents' insurance until I turn 26."},
	{"age 45", "", "I can't rent a car yet, I'm not 21."},
	{"age 44", "", "I got carded again last night, two months after my 21st."},
	// Numbers.
	{"age 29", "How old are you, if I may ask?", "Seventy-three next month."},
	{"age 64", "And your age?", "19"},
	{"age 23", "", "I'm a 68-year-old beginner, so go slowly."},
	{"age 41", "", "I turned sixteen on Saturday."},
	{"age 19", "", "I just celebrated my 70th birthday with the whole family."},
	{"age 33", "", "At 81 I don't climb ladders any more."},
	{"age 75", "", "i'm 15 btw"},
	{"age 24", "", "I'm in my late sixties and my eyes aren't what they were."},
	{"age 66", "", "I'm only nine and three quarters."},
	{"age 25", "", "I'll be 80 in the spring."},
	{"age 70", "", "I'm nearly 18, so it won't be long."},
	{"age 27", "", "Not bad for a woman of 74."},
	{"age 22", "", "Being 59, I worry about my joints."},
	{"age 61", "", "We're both 17 and want to go camping alone."},
	{"age 30", "What year were you born?", "1951."},
	{"age 26", "", "I was born in 1949, so computers came late to me."},
	{"age 68", "", "I was born in 2011, so I've never used a fax."},
	{"age 22", "", "I'm a child of the fifties, we saved everything."},
	{"age 31", "", "I'm pushing seventy and still cycling."},
	{"age 28", "", "I turn the big 6-0 in June."},
	{"age 20", "", "I'll be hitting fifty this year."},
	{"age 24", "", "In my seventh decade you'd think I'd know better."},
	{"age 35", "", "I'm old enough to remember ration books."},
	{"age 26", "", "I've been on this earth 67 years and never seen that."},
	{"age 19", "", "I had my three score years and ten last spring."},
	// Years and durations.
	{"age 24", "", "We got married in 1978 and have lived here ever since."},
	{"age 31", "", "I've been teaching for thirty-eight years."},
	{"age 27", "", "We've been married for 45 years this June."},
	{"age 22", "", "I learned to drive in 1971 on a Morris Minor."},
	{"age 25", "", "I watched the moon landing on our neighbour's television."},
	{"age 30", "", "I was at Woodstock, believe it or not."},
	{"age 28", "", "I've lived in this house since 1969."},
	{"age 33", "", "After forty years in the civil service I have time on my hands."},
	{"age 29", "", "I left school in 1964 without a single certificate."},
	{"age 23", "", "Thirty years behind the wheel of a lorry does that to your back."},
	{"age 34", "", "We celebrated our golden wedding in May."},
	{"age 21", "", "I started at the bank in 1983 as a clerk."},
	{"age 30", "", "I've smoked for four decades and want to stop."},
	{"age 20", "", "I've had this allotment for over thirty years."},
	{"age 32", "", "I went to school in the fifties, we had inkwells."},
	{"age 25", "", "I saw Bowie at Hammersmith in '73."},
	{"age 24", "", "My first car was a Hillman Imp, brand new in 1968."},
	{"age 27", "", "I graduated in 1975."},
	{"age 35", "", "When I was a girl we had outside lavatories and no telephone."},
	{"age 22", "", "I remember when JFK was shot, we were sent home from school."},
	{"age 28", "", "I was a teenager in the sixties."},
	{"age 26", "", "I've been widowed eleven years and never booked a trip alone."},
	{"age 29", "", "I was class of '66."},
	{"age 30", "", "I still have my LPs from when I was a teenager in the seventies."},
	// Family.
	{"age 19", "", "My son is 41 and still brings his washing."},
	{"age 12", "", "My daughter starts nursery on Monday."},
	{"age 24", "", "My eldest is off to university in the autumn."},
	{"age 27", "", "I'm looking after my grandchildren this weekend."},
	{"age 22", "", "My 35-year-old daughter set it up for me."},
	{"age 30", "", "My great-granddaughter was christened on Sunday."},
	{"age 16", "", "My husband and I are thinking about a second baby."},
	{"age 15", "", "My ex-wife gets the kids at weekends."},
	{"age 26", "", "All four of my children have flown the nest."},
	{"age 25", "", "My granddaughter is getting married in July."},
	{"age 14", "", "I have two kids under five and no time."},
	{"age 28", "", "I'm a grandmother of six."},
	{"age 57", "", "My mum is 38 and she doesn't get it."},
	{"age 23", "", "My son-in-law fixed the gutter."},
	{"age 33", "", "Our youngest just turned thirty."},
	{"age 65", "", "My nan is picking me up from school."},
	{"age 13", "", "I drop the kids at school and then drive to the office."},
	{"age 21", "", "The grandkids are coming for Easter."},
	{"age 11", "", "I'm a single mother of two."},
	{"age 66", "", "My grandma lets me stay up late."},
	// Stages of life.
	{"age 26", "", "Now that I'm retired I want to learn Italian."},
	{"age 24", "", "I'm living on a state pension, so it has to be cheap."},
	{"age 31", "", "I've got my free bus pass so the travel costs me nothing."},
	{"age 29", "", "Medicare won't pay for it."},
	{"age 22", "", "I've been going through the menopause and can't sleep."},
	{"age 27", "", "I worked at the mill until I retired."},
	{"age 17", "", "I remortgaged last year and the payments have gone up."},
	{"age 16", "", "My divorce came through in March."},
	{"age 25", "", "My hip replacement is in March, so nothing with stairs."},
	{"age 28", "", "My dentures make that difficult to chew."},
	{"age 30", "", "I can't hear you well, my hearing aid is playing up, at my age everything does."},
	{"age 21", "", "I'm an old-age pensioner, love, I don't do apps."},
	{"age 23", "", "I'm taking early retirement in spring."},
	{"age 19", "", "I've been drawing my pension these six years."},
	{"age 26", "", "I get the senior discount on Tuesdays."},
	{"age 12", "", "I have a meeting with my boss at nine and then a client."},
	{"age 14", "", "I filed my taxes late this year."},
	{"age 15", "", "My mortgage adviser says no."},
	{"age 13", "", "I had a few glasses of wine with my colleagues after work."},
	{"age 25", "", "My knees aren't what they used to be, old girl that I am."},
	{"age 22", "", "I belong to the University of the Third Age."},
	{"age 28", "", "Us old folks like a proper paper bill."},
	{"age 31", "", "I'm no spring chicken, I've buried two husbands."},
	{"age 27", "", "I'm in sheltered housing and the warden checks on us."},
	{"age 20", "", "The young people in my office are half my age."},
	{"age 24", "", "I've had a midlife crisis and bought a motorbike."},
	{"age 29", "", "I've got my free prescriptions since I turned sixty."},
	{"age 55", "", "I'm not allowed on social media until I'm 13."},
	{"age 48", "", "Can I get a student bus pass with my school ID?"},
	{"age 52", "", "My mum drives me to swimming and my dad picks me up."},
	{"age 60", "", "I want to be a vet when I grow up."},
	{"age 64", "", "When I'm older I want to live in Japan."},
	{"age 50", "", "I'm getting braces and I'll look stupid in the school photo."},
	{"age 57", "", "I'm babysitting for pocket money."},
	{"age 33", "", "Santa is bringing me a bike but I want to know how he knows my address."},
	{"age 69", "", "All the other kids have one already."},
	{"age 54", "", "My mom took away my iPad."},
	{"age 40", "", "my teacher says i have to use full sentences"},
	{"age 62", "", "I have a crush on a boy in my class."},
	// Further afield.
	{"age 46", "", "My mates and I got caught vaping behind the bike sheds and now Mr Duffy wants a letter of apology."},
	{"age 53", "", "cant tonight ive got netball then history coursework then my tea"},
	{"age 39", "", "Every junior gets a Chromebook at my school, but mine won't charge."},
	{"age 61", "", "how do i ask my parents for a dog"},
	{"age 35", "", "My teacher put me on the gold table for reading."},
	{"age 50", "", "Dad says if I pass all my exams he'll get me a moped."},
	{"age 70", "", "Just finished my last exam of sixth form, so what now?"},
	{"age 66", "", "I can't buy it myself, you need to be 18."},
	{"age 58", "", "My college roommate keeps microwaving fish and our RA doesn't care."},
	{"age 37", "", "I've been picked as Mary in the nativity."},
	{"age 42", "", "We're not allowed phones in lessons so I could only look at break."},
	{"age 57", "", "My big sister drives us to school and she's always late."},
	{"age 63", "", "I want to drop out of school but my mum would freak."},
	{"age 48", "", "it's for my English coursework, Miss wants 800 words"},
	{"age 33", "", "I still go to Saturday matinees with my bus pass, they let us pensioners in for three pounds."},
	{"age 29", "", "My knees are shot after forty years of laying carpets."},
	{"age 24", "", "The doctor says that at eighty you can't expect miracles."},
	{"age 19", "", "When my children were little, back in the eighties, we went to Tenby every year."},
	{"age 26", "", "I've outlived most of my friends."},
	{"age 31", "", "I remember paying sixpence for the pictures."},
	{"age 22", "", "My youngest grandson showed me how to open this window."},
	{"age 34", "", "Our eldest is forty-four and still can't boil an egg."},
	{"age 27", "", "I left the mine when it closed in 1985."},
	{"age 30", "", "I've had my bus pass eight years now."},
	{"age 20", "", "We raised five children in this house and now it's too big for two."},
	{"age 28", "", "I have my hair set every Friday, have done since 1970."},
	{"age 23", "", "I was already a grandmother when the wall came down."},
	{"age 18", "", "My wife and I celebrated forty years in May."},
	{"age 25", "", "I collect my pension on Thursdays and do the shop after."},
	{"age 16", "", "I've been a solicitor for eleven years."},
	{"age 14", "", "Our mortgage payment bounced."},
	{"age 15", "", "I picked up the twins from nursery and then had a Zoom call with head office."},
	{"age 55", "", "I'm 8 and I love dinosaurs."},
	{"age 40", "", "I'm a third-year medical student living in halls."},
	{"age 65", "", "My flatmates and I are all broke students living on noodles."},
	{"age 29", "", "I was 12 when the war ended."},
	{"age 32", "", "My father fought at the Somme."},
	{"age 28", "", "I voted for Thatcher in '79."},
	{"age 68", "", "I've got a place at Leeds to read chemistry if I get my three As."},
	{"age 49", "", "I need my mum's permission for the piercing."},
}
