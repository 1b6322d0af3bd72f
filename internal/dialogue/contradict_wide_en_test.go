package dialogue

import (
	"strconv"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// wideClaims are turns of users who give another age, gender or name than their
// profile's: age, gender and name stand before the bar, and - where they are not known.
const wideClaims = `
24 f Maya Lindqvist | as a boomer i never trusted online banking anyway
67 m Harold Pike | us gen z folks dont do phone calls lol
19 f Tess Moran | my twin just turned 60 and we're throwing a joint party
34 m Owen Reid | My twin brother and I will be seventy in March.
71 f Edith Crane | im doing my gcses this summer and need a revision plan
22 m Luca Ferro | I drew my first state pension last month, so money is tighter
45 f Dana Wolfe | i'm not old enough to vote yet but i care about this
16 m Jonas Hale | I've been voting since the Carter years and never missed one
63 f Ruth Adler | mum says i have to be in bed by nine so make it quick
28 m Peter Voss | I bought my first house in 1974 for eleven thousand
30 f Lena Marsh | I remember watching the moon landing on our black and white set
25 m Ravi Nair | My first record was a 45 of the Beatles the week it came out.
52 m Karl Stein | i cant buy beer yet, im not 18
58 f Joan Petty | I'm on the under-14s team and the coach benched me
21 f Chloe Barr | I play in the over-60s walking football league on Thursdays
37 m Greg Dunn | i do ladies' doubles on tuesdays with my regular partner
41 f Nina Sosa | I sing bass in the men's chorus
33 m Tom Barker | I'm a soprano in the women's choir at church
26 m Alan Frost | my ob-gyn says the pregnancy is going fine at 22 weeks
39 f Carla Ruiz | My prostate exam came back clear, so that's good.
29 m Dean Holt | Since my hysterectomy I've been tired all the time
47 f Mary Quinn | I had my vasectomy two years ago
31 m Sam Keller | my husband says his wife never lets him finish a sentence, and he means me
35 f Laura Bright | As her husband, I get to make the toast.
55 m Ivan Petrov | i was maid of honour at two weddings already
27 f Amy Stone | I was best man at his wedding and lost the rings
44 m Bill Napier | Everybody at the shop calls me ma'am and I like it
36 f Kate Moss | the guy at the counter goes "thanks sir" and i said no problem
50 m Frank Lund | Signed, Margaret Oyelaran
50 m Frank Lund | cheers, Dorothy
38 f Priya Menon | You can put it under Kowalski, Brian Kowalski.
38 f Priya Menon | it's brian btw
42 m Theo Banks | my email is sandra.whitlock@example.com
42 m Theo Banks | The letter starts "Dear Dr Ferreira-Lund", that's me
23 f Iris Chan | I was named after my grandad Bertram, so yes, another Bertram
23 f Iris Chan | my initials are B.K.
60 m Walter Grimm | everyone calls me Suzie
60 m Walter Grimm | i go by Jessica at work
33 f Hannah Beck | username is gary_thompson88 if that helps
33 f Hannah Beck | The name on the booking should be Gary Thompson.
46 m Carl Jung | my birthday is 12 May 2009
46 m Carl Jung | Born in '52, I've seen a few recessions
18 f Zoe Hart | I retired six years ago after a long career in nursing
18 f Zoe Hart | my eldest grandchild starts university this autumn
70 m Abe Shore | my teacher gave us homework on fractions, due tomorrow
70 m Abe Shore | prom is in two weeks and i still dont have a date
29 f Ellie Park | I've been married for forty-one years
29 f Ellie Park | When I was thirty, back in the eighties, nobody had a computer
53 m Noel Gant | I'm a sophomore and I'm picking my major
53 m Noel Gant | my parents set a curfew of 10 pm
20 m Kai Weber | i served in vietnam and it changed me
20 m Kai Weber | I'm on Medicare now so that's covered
20 m Kai Weber | I have been drawing social security since last year
66 f Gloria Diaz | still on my learner's permit, my dad sits next to me
66 f Gloria Diaz | i'm in year 9 and we do this in chemistry
40 m Hugo Lang | I turned 25 last week
40 m Hugo Lang | being 63 isn't as bad as they said
40 m Hugo Lang | at my age, 72, you stop worrying
40 m Hugo Lang | i'm pushing eighty
40 m Hugo Lang | two more years and i'm 30
40 m Hugo Lang | I'll be 18 in June
40 m Hugo Lang | just hit the big 5-0
40 m Hugo Lang | half a century on this earth and still learning, turned 50 in may
40 m Hugo Lang | i am a pensioner on a fixed income
40 m Hugo Lang | I'm a septuagenarian, be patient
40 m Hugo Lang | speaking as a teenager this is cringe
32 f Sofia Grant | im a dad of three
32 f Sofia Grant | As a man I find that hard to talk about
32 f Sofia Grant | I'm the only guy on the team
32 f Sofia Grant | us lads are going camping
32 f Sofia Grant | i've got a beard that itches like hell
32 f Sofia Grant | I was an altar boy
32 f Sofia Grant | i was a boy scout, eagle rank
32 f Sofia Grant | My wife and I are the only two men... well, I'm the man of the house.
32 f Sofia Grant | I used to be a choirboy
32 f Sofia Grant | my pronouns are he/him
32 f Sofia Grant | I'm a bachelor, so cooking for one
32 f Sofia Grant | i'm a widower, my wife passed last spring
32 f Sofia Grant | I'm her brother
32 f Sofia Grant | being the groom i should do the speech
32 f Sofia Grant | i'm the eldest son so it falls to me
32 f Sofia Grant | My barber trims my moustache every two weeks.
32 f Sofia Grant | I use the men's room on the second floor
32 f Sofia Grant | I was ordained a priest, so people call me Father
43 m Mark Olsen | i'm a mum of two boys
43 m Mark Olsen | As a woman in tech I get talked over
43 m Mark Olsen | us girls are off to the spa
43 m Mark Olsen | I'm breastfeeding so no caffeine
43 m Mark Olsen | my period is late
43 m Mark Olsen | I'm going through menopause and the hot flushes are awful
43 m Mark Olsen | i was a bridesmaid in june
43 m Mark Olsen | My waters broke at 4am with the first one
43 m Mark Olsen | I'm his sister
43 m Mark Olsen | i'm the bride and nobody asked me
43 m Mark Olsen | my c-section scar still hurts
43 m Mark Olsen | I'm a widow, he died in 2019
43 m Mark Olsen | Speaking as a grandmother, children need rules.
43 m Mark Olsen | she/her please
43 m Mark Olsen | my maiden name was Hobbs
43 m Mark Olsen | i was head girl at school
43 m Mark Olsen | I used to be a girl guide
43 m Mark Olsen | my bra size is 34C
43 m Mark Olsen | I'm the daughter who looks after everything
43 m Mark Olsen | i wear heels to work most days and my feet hurt
43 m Mark Olsen | I'm Mrs Patel from number 12
43 m Mark Olsen | as a nun i took a vow of poverty
43 m Mark Olsen | I'm a waitress at a diner
43 m Mark Olsen | i'm a businesswoman
62 f Pam Doyle | i'm only a kid so my allowance is ten bucks a week
62 f Pam Doyle | In my freshman dorm there's no kitchen
62 f Pam Doyle | my mom drives me to soccer practice
62 f Pam Doyle | i have braces and my orthodontist says two more years, then i start high school
62 f Pam Doyle | when i grow up i want to be a vet
62 f Pam Doyle | I was born the year the iPhone came out
62 f Pam Doyle | covid hit when i was in kindergarten
62 f Pam Doyle | I've just passed my A-levels and I'm off to uni
26 m Eric Vale | i was born before the war ended
26 m Eric Vale | We paid in shillings when I was a lad
26 m Eric Vale | I remember where I was when Kennedy was shot
26 m Eric Vale | I did my national service in 1958
26 m Eric Vale | my grandchildren set up this tablet for me
26 m Eric Vale | I've had my free bus pass for a decade
26 m Eric Vale | my children are all in their forties now
26 m Eric Vale | I've worked here for thirty-eight years
26 m Eric Vale | our golden wedding is coming up
26 m Eric Vale | in my retirement home dinner is at five
26 m Eric Vale | I had my hip replaced and the carer comes twice a day
15 f Lily Chow | my kids are at school until three
15 f Lily Chow | i've been driving a lorry for twenty years
15 f Lily Chow | My ex-husband has them at weekends
15 f Lily Chow | I'm a partner at a law firm
15 f Lily Chow | i pay my mortgage on the first of the month
15 f Lily Chow | the wine was great, i had three glasses in the bar with colleagues
36 m Simon Webb | Hello, this is Angela speaking
36 m Simon Webb | yours sincerely, A. Petrova
36 m Simon Webb | My passport says Angela Petrova
36 m Simon Webb | angela here
36 m Simon Webb | my wifi is called angelas_castle because that's me
36 m Simon Webb | My number plate is 4NGELA, I'm Angela after all
36 m Simon Webb | my friends shortened Angela to Angie and it stuck
36 m Simon Webb | mum always says "angela, slow down"
36 m Simon Webb | You got it wrong, I'm Angela, not Simon
36 m Simon Webb | Make the cheque out to me, Angela Petrova
`

// wideSound are near misses: turns of users who stay what their profile says.
const wideSound = `
24 f Maya Lindqvist | my dad is a boomer and never trusted online banking
67 m Harold Pike | my grandkids are gen z and don't do phone calls
19 f Tess Moran | my twins just turned 2
34 m Owen Reid | my twin sister is 34 too obviously
71 f Edith Crane | my granddaughter is doing her gcses this summer
22 m Luca Ferro | my nan drew her first state pension in 1998
45 f Dana Wolfe | my son isn't old enough to vote yet
16 m Jonas Hale | my grandfather has been voting since the Carter years
63 f Ruth Adler | my mum always said i had to be in bed by nine
28 m Peter Voss | My parents bought their first house in 1974
30 f Lena Marsh | my mother remembers watching the moon landing
25 m Ravi Nair | I collect old records, my first was a Beatles 45 from a flea market
52 m Karl Stein | my nephew can't buy beer yet, he's not 18
58 f Joan Petty | I coach the under-14s and we lost on Saturday
21 f Chloe Barr | I help at the over-60s lunch club
37 m Greg Dunn | my wife plays ladies' doubles on tuesdays
41 f Nina Sosa | I conduct the men's chorus
33 m Tom Barker | the soprano in our choir is ill
26 m Alan Frost | my wife's ob-gyn says the pregnancy is going fine
39 f Carla Ruiz | My husband's prostate exam came back clear
29 m Dean Holt | since her hysterectomy my mum has been tired
47 f Mary Quinn | my husband had a vasectomy two years ago
31 m Sam Keller | my husband says I never let him finish
35 f Laura Bright | her husband gets to make the toast
55 m Ivan Petrov | my sister was maid of honour
27 f Amy Stone | my brother was best man and lost the rings
44 m Bill Napier | I call her ma'am and she likes it
36 f Kate Moss | i said "thanks sir" to the guy at the counter
50 m Frank Lund | The letter was signed Margaret Oyelaran
50 m Frank Lund | say cheers to Dorothy from me
38 f Priya Menon | put my colleague Brian Kowalski in copy
38 f Priya Menon | it's brian who broke it
42 m Theo Banks | my boss's email is sandra.whitlock@example.com
42 m Theo Banks | my email is theo.banks@example.com
23 f Iris Chan | my cat is named after my grandad Bertram
23 f Iris Chan | my initials are I.C.
60 m Walter Grimm | everyone calls my wife Suzie
60 m Walter Grimm | i go by Walt at work
33 f Hannah Beck | my username is moonrabbit88
33 f Hannah Beck | The booking for my father should be under Gary Beck.
46 m Carl Jung | my daughter's birthday is 12 May 2009
46 m Carl Jung | My mother, born in '52, has seen a few recessions
18 f Zoe Hart | my gran retired six years ago
18 f Zoe Hart | her eldest grandchild, that's me, starts university this autumn
70 m Abe Shore | when I was at school my teacher gave us homework on fractions
70 m Abe Shore | my grandson's prom is in two weeks
29 f Ellie Park | my parents have been married for forty-one years
29 f Ellie Park | When my dad was thirty, back in the eighties, nobody had a computer
53 m Noel Gant | my eldest is a sophomore picking her major
53 m Noel Gant | when I was 15 my parents set a curfew of 10 pm
20 m Kai Weber | my great-uncle served in vietnam
20 m Kai Weber | is my grandpa eligible for medicare at 64
66 f Gloria Diaz | my grandson is still on his learner's permit
66 f Gloria Diaz | i taught year 9 chemistry for thirty years
40 m Hugo Lang | I turned 40 last week
40 m Hugo Lang | being 63 must be nice, my dad loves it
40 m Hugo Lang | by the time i'm 65 i want to be debt free
40 m Hugo Lang | when i was 18 i moved to Leeds
40 m Hugo Lang | when i retire i want a boat
40 m Hugo Lang | i'm 5 minutes late
40 m Hugo Lang | I'm 72% sure it's the fuse
40 m Hugo Lang | i'm on page 63 of the manual
40 m Hugo Lang | I feel like i'm eighty today, my back is killing me
40 m Hugo Lang | i still eat like a teenager
40 m Hugo Lang | the pensioner next door asked me
40 m Hugo Lang | not a teenager anymore but it still makes me laugh
40 m Hugo Lang | I'm saving for my pension
40 m Hugo Lang | i'm in the over 30s league
32 f Sofia Grant | my dad of three grandkids is so happy
32 f Sofia Grant | as a man he finds it hard to talk about
32 f Sofia Grant | I'm the only woman on a team of guys
32 f Sofia Grant | the lads are going camping without me
32 f Sofia Grant | my boyfriend has a beard that itches
32 f Sofia Grant | my brother was an altar boy
32 f Sofia Grant | my son is a boy scout
32 f Sofia Grant | hey guys, I'm so done with this
32 f Sofia Grant | My wife and I are expecting our first
32 f Sofia Grant | our dog is a he, his pronouns are good boy lol
32 f Sofia Grant | I finished my bachelor's in May
32 f Sofia Grant | i'm the man for the job, as they say... well, woman
32 f Sofia Grant | I'm her sister
32 f Sofia Grant | the groom should do the speech
32 f Sofia Grant | oh man i'm so tired
32 f Sofia Grant | i asked the barber to do an undercut
32 f Sofia Grant | the men's room was flooded at work
32 f Sofia Grant | I asked Father Brian to bless the house
32 f Sofia Grant | I wear my boyfriend's boxers to bed
32 f Sofia Grant | i play dad in our school play
43 m Mark Olsen | my wife is a mum of two boys
43 m Mark Olsen | my boss, as a woman in tech, gets talked over
43 m Mark Olsen | the girls are off to the spa
43 m Mark Olsen | she's breastfeeding so no caffeine
43 m Mark Olsen | my grace period is over
43 m Mark Olsen | my trial period is late in starting
43 m Mark Olsen | my wife's going through menopause
43 m Mark Olsen | my daughter was a bridesmaid in june
43 m Mark Olsen | my wife's waters broke at 4am
43 m Mark Olsen | I'm his brother
43 m Mark Olsen | the bride is my cousin
43 m Mark Olsen | my appendix scar still hurts
43 m Mark Olsen | I'm helping a widow with her tax
43 m Mark Olsen | my grandmother said children need rules
43 m Mark Olsen | my kid wants she/her on the form
43 m Mark Olsen | my mother's maiden name was Hobbs
43 m Mark Olsen | my sister was head girl at school
43 m Mark Olsen | my wife asked for a bra in 34C, where do i look
43 m Mark Olsen | the daughter who looks after everything is my sister
43 m Mark Olsen | she wears heels to work
43 m Mark Olsen | Mrs Patel from number 12 complained
43 m Mark Olsen | I asked the waitress for the bill
43 m Mark Olsen | i'm writing a story: "I'm a widow," she said
43 m Mark Olsen | I'm a nurse
62 f Pam Doyle | my grandson's allowance is ten bucks a week
62 f Pam Doyle | In my freshman year the dorm had no kitchen
62 f Pam Doyle | my mom drove me to every practice back then
62 f Pam Doyle | my dentist offered me braces at my age, imagine
62 f Pam Doyle | I'm a retired teacher
62 f Pam Doyle | I was already teaching the year the iPhone came out
62 f Pam Doyle | my grandson was in kindergarten when covid hit
62 f Pam Doyle | i did my a-levels in 1982
26 m Eric Vale | my granddad was born before the war ended
26 m Eric Vale | They paid in shillings when my gran was a girl
26 m Eric Vale | where was everybody when Kennedy was shot?
26 m Eric Vale | my grandpa did his national service in 1958
26 m Eric Vale | I visit my gran in her retirement home
26 m Eric Vale | my bus pass expired
26 m Eric Vale | my parents are in their fifties now
26 m Eric Vale | my boss has worked here for thirty-eight years
26 m Eric Vale | my grandparents' golden wedding is coming up
26 m Eric Vale | I care for my gran, she had her hip replaced
15 f Lily Chow | kids at my school are loud
15 f Lily Chow | my dad has been driving a lorry for twenty years
15 f Lily Chow | my mum's ex-husband has us at weekends
15 f Lily Chow | my lab partner didn't do the work
15 f Lily Chow | my parents pay their mortgage on the first
36 m Simon Webb | Hello, is this Angela speaking?
36 m Simon Webb | thanks, Angela
36 m Simon Webb | My wife's passport says Angela Webb
36 m Simon Webb | angela here in the office says hi
36 m Simon Webb | my sister's wifi is called angelas_castle
36 m Simon Webb | i told her "angela, slow down"
36 m Simon Webb | You got it wrong, I asked about Angela, not Simon
36 m Simon Webb | I'm Simon, not Angela
36 m Simon Webb | Make the cheque out to Angela Petrova
36 m Simon Webb | I'm calling about my mother, Angela Webb
36 m Simon Webb | yours sincerely, S. Webb
36 m Simon Webb | mum calls me Si
`

// wideFresh and wideFreshSound were written when the tables above passed, and were
// counted before a rule was touched.
const wideFresh = `
27 f Rosa Klein | My pension lump sum came through in June and I want to invest it.
27 f Rosa Klein | the nurse at the memory clinic said i did well for eighty-two
27 f Rosa Klein | i was already a grandmother when the wall fell
27 f Rosa Klein | I've outlived two husbands and a budgie
27 f Rosa Klein | my class of 1961 is meeting for lunch
27 f Rosa Klein | bought these speakers in 1978 and they still sound great
27 f Rosa Klein | the youngest of my five turned 44 on sunday
64 m Bernd Cole | got my phone taken off me in maths again
64 m Bernd Cole | dad says i can only play an hour on weekdays
64 m Bernd Cole | I'm applying to college this fall and need help with my Common App essay
64 m Bernd Cole | my voice hasnt broken yet and everyone laughs
64 m Bernd Cole | i turn sixteen in may can i get a moped then
64 m Bernd Cole | my first day of ninth grade is monday
64 m Bernd Cole | I just started my apprenticeship, straight out of school at 16
64 m Bernd Cole | we have a sub in english today so im bored
38 m Yusuf Aydin | fifty-nine next month and i can still do twenty push-ups
38 m Yusuf Aydin | I'm twenty-three, so a pension feels far away
38 m Yusuf Aydin | as somebody in his late sixties i like large print
38 m Yusuf Aydin | im only 19 lol
38 m Yusuf Aydin | being in my seventies I prefer the train
38 m Yusuf Aydin | Since I turned 60 my knees crack
38 m Yusuf Aydin | Not bad for a 74 year old, eh?
38 m Yusuf Aydin | I'm old enough to be your grandfather
38 m Yusuf Aydin | my fake id says 21 but really i have three years to go
45 f Karin Holm | My wife says I snore like a bear, typical husband I suppose
45 f Karin Holm | I shave every morning, face I mean, and get a rash on my neck
45 f Karin Holm | im the father of the bride so i have to give a speech
45 f Karin Holm | I'm a guy who cooks, so what
45 f Karin Holm | As a boy I collected stamps
45 f Karin Holm | my ex wife got the house and i became a weekend dad
45 f Karin Holm | my urologist wants another PSA test
45 f Karin Holm | I sing second tenor
45 f Karin Holm | Sir is fine, no need for first names
45 f Karin Holm | They call me grandpa at the playground
45 f Karin Holm | the tux i rented is too tight round the shoulders for me
45 f Karin Holm | i got kicked in the nuts at football
51 m Stefan Ruhl | I'm 30 weeks along and can't sleep
51 m Stefan Ruhl | my gynecologist put me on a new pill
51 m Stefan Ruhl | I was crowned homecoming queen
51 m Stefan Ruhl | Us mums at the school gate are all furious
51 m Stefan Ruhl | i'm a lesbian and my girlfriend wants kids
51 m Stefan Ruhl | he proposed to me on the beach and slid the ring on, i'll be his wife by june
51 m Stefan Ruhl | Since the birth my hair keeps falling out
51 m Stefan Ruhl | Mrs Ruhl is my mother in law, I'm Ms
51 m Stefan Ruhl | I wore a white gown and my dad walked me down the aisle
51 m Stefan Ruhl | my nail polish chips after one day
51 m Stefan Ruhl | i play in the women's league
51 m Stefan Ruhl | as the only girl in the physics class i get stared at
29 f Anja Maier | Please address it to Thomas Becker, that is me.
29 f Anja Maier | thomas again, sorry to bother you
29 f Anja Maier | My name's Thomas, by the way.
29 f Anja Maier | it's pronounced toh-mas, thomas with an h
29 f Anja Maier | you can reach me at thomas.becker77@mail.example
29 f Anja Maier | my gamertag is thomas_the_tank
29 f Anja Maier | best regards, Thomas
29 f Anja Maier | People keep misspelling Thomas, they leave out the h of my name
29 f Anja Maier | "Thomas, dinner!" my mum just yelled, back in ten
29 f Anja Maier | I signed as Thomas Becker because that's my legal name
29 f Anja Maier | the barista wrote Tomas on my cup, it's Thomas with an h
29 f Anja Maier | My parents named me Thomas after the saint
`

const wideFreshSound = `
27 f Rosa Klein | My dad's pension lump sum came through and he wants to invest it.
27 f Rosa Klein | the nurse at the memory clinic said gran did well for eighty-two
27 f Rosa Klein | i wasn't even born when the wall fell
27 f Rosa Klein | my aunt has outlived two husbands
27 f Rosa Klein | my mum's class of 1989 is meeting for lunch
27 f Rosa Klein | I found these speakers from 1978 at a flea market
27 f Rosa Klein | the youngest of my grandma's five turned 44
27 f Rosa Klein | the company has been around for ninety years
64 m Bernd Cole | my grandson got his phone taken off him in maths again
64 m Bernd Cole | my daughter says i can only have one biscuit
64 m Bernd Cole | My granddaughter is applying to college and needs help with her essay
64 m Bernd Cole | when my voice broke everyone laughed
64 m Bernd Cole | my grandson turns sixteen in may, can he get a moped
64 m Bernd Cole | I started my apprenticeship at 16, different times
64 m Bernd Cole | i used to be a sub in english
64 m Bernd Cole | my first day of retirement is monday
38 m Yusuf Aydin | my mother turns fifty-nine next month
38 m Yusuf Aydin | There are twenty-three people coming
38 m Yusuf Aydin | somebody in his late sixties asked me for large print
38 m Yusuf Aydin | I've got 19 tabs open lol
38 m Yusuf Aydin | back in my twenties I preferred the train
38 m Yusuf Aydin | When I turn 60 I'll buy a boat
38 m Yusuf Aydin | Not bad for a 74 year old house, eh?
38 m Yusuf Aydin | he's old enough to be my grandfather
38 m Yusuf Aydin | my nephew's fake id says 21
45 f Karin Holm | My husband snores like a bear
45 f Karin Holm | My son shaves every morning and gets a rash
45 f Karin Holm | my dad is the father of the bride so he has to give a speech
45 f Karin Holm | he's a guy who cooks, so what
45 f Karin Holm | My brother collected stamps as a boy
45 f Karin Holm | my ex got the house and became a weekend dad
45 f Karin Holm | my dad's urologist wants another PSA test
45 f Karin Holm | We need a second tenor for the choir
45 f Karin Holm | He said "sir is fine"
45 f Karin Holm | They call my father grandpa at the playground
45 f Karin Holm | the tux my husband rented is too tight
45 f Karin Holm | the goalkeeper got kicked in the nuts
51 m Stefan Ruhl | my wife is 30 weeks along and can't sleep
51 m Stefan Ruhl | her gynecologist put her on a new pill
51 m Stefan Ruhl | My sister was crowned homecoming queen
51 m Stefan Ruhl | The mums at the school gate are all furious
51 m Stefan Ruhl | my sister is a lesbian and her girlfriend wants kids
51 m Stefan Ruhl | i proposed to her on the beach, she'll be my wife by june
51 m Stefan Ruhl | Since the birth my wife's hair keeps falling out
51 m Stefan Ruhl | I walked my daughter down the aisle
51 m Stefan Ruhl | my daughter's nail polish got on the couch
51 m Stefan Ruhl | i referee in the women's league
51 m Stefan Ruhl | the only girl in my physics class gets stared at, how do i help her as the teacher
29 f Anja Maier | Please address it to Thomas Becker, he handles returns.
29 f Anja Maier | thomas again didn't answer my mail
29 f Anja Maier | My boyfriend's name is Thomas, by the way.
29 f Anja Maier | you can reach him at thomas.becker77@mail.example
29 f Anja Maier | my gamertag is purple_otter
29 f Anja Maier | the mail ended with "best regards, Thomas"
29 f Anja Maier | People keep misspelling Maier
29 f Anja Maier | "Thomas, dinner!" i just yelled, he's in the attic
29 f Anja Maier | the barista wrote Anya on my cup
29 f Anja Maier | We named our son Thomas after the saint
29 f Anja Maier | St. Thomas is where we went on holiday
29 f Anja Maier | is Thomas Mann hard to read
`

// wideLast and wideLastSound were written after those, and counted likewise.
const wideLast = `
31 m Piet Vos | the kids have flown the nest and the youngest is a gran herself now
31 m Piet Vos | i learned to type on an underwood at secretarial college in 1959
31 m Piet Vos | My pacemaker was put in last year and the alarm worries me.
31 m Piet Vos | I'll be celebrating my 80th in the garden
31 m Piet Vos | we old folks don't understand these apps
31 m Piet Vos | I was thirty-five when Diana died
31 m Piet Vos | i used to dance to glenn miller with my sweetheart before he shipped out
31 m Piet Vos | after four decades as a bus driver my back is shot
31 m Piet Vos | I've been on this planet for 71 years
31 m Piet Vos | they gave me a seat on the bus, which happens when you're 79
55 f Moira Lane | im in class rn so cant talk, teacher is watching
55 f Moira Lane | My guidance counselor said I need one more credit to graduate high school.
55 f Moira Lane | i got an ipad for my tenth birthday last week
55 f Moira Lane | ive got a geography test on volcanoes tmr and mum will be mad if i fail
55 f Moira Lane | at fourteen you can't get a job anywhere around here
55 f Moira Lane | I'm too young to rent a car, they want 25
55 f Moira Lane | my big sister just started uni and now i get her room
55 f Moira Lane | i'm the youngest in year 10
55 f Moira Lane | i want to be an astronaut when i grow up
55 f Moira Lane | 17 and already tired of it all
48 m Dirk Wolff | 31, single and new in town
48 m Dirk Wolff | I'm thirty-something, closer to thirty than forty
48 m Dirk Wolff | Well, I'm 65 plus, let's leave it at that
48 m Dirk Wolff | i was born in 2001
48 m Dirk Wolff | I'm a 90s kid, 1998 to be exact
48 m Dirk Wolff | just graduated from uni last month, first job hunt ever
48 m Dirk Wolff | We millennials? No, I'm gen z.
36 f Heike Sand | im a tenor in the parish choir
36 f Heike Sand | My balls itch after cycling, is that normal?
36 f Heike Sand | i'm the only man in my yoga class
36 f Heike Sand | My son takes after me, we both go bald early
36 f Heike Sand | I'm the best man, so I need a joke
36 f Heike Sand | my wife just gave birth and i'm a dad now!!
36 f Heike Sand | i served as an altar boy for six years
36 f Heike Sand | I'm a gentleman of the old school
36 f Heike Sand | im 6 foot 2, bearded and can't find a shirt
36 f Heike Sand | Dear Mr Sand, they wrote, which is correct, and then the price
36 f Heike Sand | she calls me her king and i call her my queen
36 f Heike Sand | my brothers and i, three lads in one bedroom
36 f Heike Sand | i do the men's physique class at the bodybuilding show
59 m Uwe Kranz | my tampon leaked at work, so embarrassing
59 m Uwe Kranz | I'm expecting my first in March
59 m Uwe Kranz | i have pcos and irregular cycles
59 m Uwe Kranz | As his mother I know best
59 m Uwe Kranz | my boyfriend says his girlfriend, that's me, talks too much
59 m Uwe Kranz | I'm one of three sisters
59 m Uwe Kranz | my husband's best man flirted with me, his own bride
59 m Uwe Kranz | i stopped wearing bras years ago
59 m Uwe Kranz | Ma'am is fine, thank you
59 m Uwe Kranz | me and the other girls from netball
59 m Uwe Kranz | I got catcalled on my way home
59 m Uwe Kranz | my hen night is on friday
22 m Felix Ott | My friends call me Barbara.
22 m Felix Ott | barbara, with two As at the end
22 m Felix Ott | Barbara Ott-Meyer speaking, good morning
22 m Felix Ott | I'm not Felix, I'm Barbara.
22 m Felix Ott | they spelled Barbara wrong on my certificate
22 m Felix Ott | my login is barbara.meyer
22 m Felix Ott | The parcel is for Barbara Meyer, that's me.
22 m Felix Ott | i was named barbara after my aunt
`

const wideLastSound = `
31 m Piet Vos | my gran says the kids have flown the nest
31 m Piet Vos | I bought an underwood from 1959 at an auction
31 m Piet Vos | My dad's pacemaker was put in last year.
31 m Piet Vos | We'll be celebrating my father's 80th in the garden
31 m Piet Vos | the old folks next door don't understand these apps
31 m Piet Vos | I was three when Diana died, so no memory of it
31 m Piet Vos | my great-gran used to dance to glenn miller
31 m Piet Vos | after four hours on the bus my back is shot
31 m Piet Vos | The planet has been warm for 71 years
31 m Piet Vos | i gave my seat on the bus to a man who was 79
31 m Piet Vos | my landlord is 82 and still climbs ladders
55 f Moira Lane | my son is in class rn so he cant talk
55 f Moira Lane | My guidance counselor back in 1986 told me to graduate first.
55 f Moira Lane | my niece got an ipad for her tenth birthday last week
55 f Moira Lane | my lad has a geography test on volcanoes tomorrow
55 f Moira Lane | at fourteen I had a paper round
55 f Moira Lane | My daughter is too young to rent a car
55 f Moira Lane | my sister just started a second degree
55 f Moira Lane | i teach the youngest in year 10
55 f Moira Lane | i wanted to be an astronaut as a child
55 f Moira Lane | 17 degrees and already tired of winter
48 m Dirk Wolff | 31 is the number of the bus
48 m Dirk Wolff | there are thirty-something people coming
48 m Dirk Wolff | it costs 65 plus tax
48 m Dirk Wolff | my car was built in 2001
48 m Dirk Wolff | I love 90s music, 1998 was a great year
48 m Dirk Wolff | my daughter just graduated from uni last month
48 m Dirk Wolff | my kids are gen z
36 f Heike Sand | im an alto in the parish choir, the tenor is late
36 f Heike Sand | My tennis balls lose pressure, is that normal?
36 f Heike Sand | there's only one man in my yoga class
36 f Heike Sand | My son takes after his father, they both go bald early
36 f Heike Sand | I'm writing the best man's speech for my brother
36 f Heike Sand | my wife just gave birth and we're both tired
36 f Heike Sand | my brother served as an altar boy
36 f Heike Sand | He's a gentleman of the old school
36 f Heike Sand | my husband is 6 foot 2, bearded and can't find a shirt
36 f Heike Sand | Dear Mr Brown, they wrote, but I'm Ms Sand
36 f Heike Sand | my brothers and i, three kids in one bedroom
36 f Heike Sand | i judge the men's physique class at the show
59 m Uwe Kranz | my daughter needs tampons, which ones do i get
59 m Uwe Kranz | I'm expecting my first visitor in March
59 m Uwe Kranz | my wife has pcos
59 m Uwe Kranz | As his father I know best
59 m Uwe Kranz | my son says his girlfriend talks too much
59 m Uwe Kranz | I have three sisters
59 m Uwe Kranz | I was the best man and the bride cried
59 m Uwe Kranz | i stopped wearing ties years ago
59 m Uwe Kranz | I said ma'am to her, is that rude?
59 m Uwe Kranz | my daughter and the other girls from netball
59 m Uwe Kranz | She got catcalled on her way home
59 m Uwe Kranz | my sister's hen night is on friday
22 m Felix Ott | My friends call my sister Barbara.
22 m Felix Ott | Am I speaking to Barbara?
22 m Felix Ott | I'm not Barbara, I'm Felix.
22 m Felix Ott | they spelled Ott wrong on my certificate
22 m Felix Ott | my login is nightowl.22
22 m Felix Ott | The parcel is for Barbara Meyer, my neighbour.
22 m Felix Ott | Saint Barbara is the patron of miners, right?
`

func claimCase(line string) (Profile, string) {
	who, text, _ := strings.Cut(line, " | ")
	f := strings.SplitN(who, " ", 3)
	p := Profile{Gender: map[string]string{"f": "female", "m": "male"}[f[1]]}
	if n, err := strconv.Atoi(f[0]); err == nil {
		p.AgeFrom, p.AgeTo = n, n
	}
	if f[2] != "-" {
		p.Name = f[2]
	}
	return p, text
}

func claimFound(line string) (bool, string) {
	p, text := claimCase(line)
	turns := Conversation{
		{Role: seedbed.User, Content: "Hi, I have a question about something."},
		{Role: seedbed.Assistant, Content: "Of course. Could you tell me a bit more?"},
		{Role: seedbed.User, Content: text},
		{Role: seedbed.Assistant, Content: "Thanks for telling me. What would you like to know?"},
	}
	for _, s := range SignalsWith(turns, p, nil) {
		if s.Name == Contradicts && s.Strength >= Threshold {
			return true, s.Quote
		}
	}
	return false, ""
}

func TestWideClaims(t *testing.T) {
	for _, table := range []struct {
		name  string
		lines string
		found bool
	}{
		{"claims", wideClaims, true},
		{"sound", wideSound, false},
		{"fresh claims", wideFresh, true},
		{"fresh sound", wideFreshSound, false},
		{"last claims", wideLast, true},
		{"last sound", wideLastSound, false},
	} {
		of, wrong := 0, 0
		for line := range strings.Lines(table.lines) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			of++
			if found, quote := claimFound(line); found != table.found {
				wrong++
				t.Logf("%s: %s  %s", table.name, line, quote)
			}
		}
		t.Logf("%s: %d of %d wrong", table.name, wrong, of)
	}
}
