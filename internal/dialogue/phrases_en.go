package dialogue

// kind is what a phrase is taken for.
type kind uint8

// The kinds. What a kind counts for depends on where it stands and on what went
// before; see Watcher.
const (
	offers    kind = iota // offers help or serves, as an assistant does
	complies              // "Sure! Here are": gives what it should ask for
	welcomes              // "You're welcome", which answers thanks
	lauds                 // "Great question", which answers a question
	selfAI                // says that it is a model
	narrates              // tells what the user says or would say
	declines              // the auxiliary model refuses
	approves              // is glad about what the other did; of a refusal it is praise
	refused               // what was not done: "you declined"
	gladOf                // is glad about what the other did
	right                 // "that is the right decision"
	harmful               // why it would have been wrong
	scorns                // is not glad about it
	praises               // praise of a refusal by itself
	cannot                // the system under test refuses
	roleplays             // both sides agreed to play
	reports               // what follows is what somebody said
	supposes              // what follows is not so
	thanks
	closes // says goodbye
	advises
	briefly   // offers help in so few words that much depends on the rest
	balks     // refuses, where nothing was asked yet
	prompts   // tells somebody who to be, as prompts do
	speaksFor // says what the other side says
	orders    // the system asks what it should do
	requests  // the system asks to be told something
	givesAge  // what follows is an age, a gender or a name
	givesGender
	givesName
	maybeName
	inRole // "as", which a role may follow
	kinds
)

// assistance is what assistants of services call their business.
const business = "(order|account|refund|subscription|booking|reservation|appointment|ticket|password|payment|case|claim|flight|delivery|shipment|invoice|parcel|package|return|policy|membership|package)"

// played is what those refuse who do not play: a part, and not a film or the piano.
const played = "(play|playing|take on|taking on|adopt|adopting|assume|assuming) ~ (role|roles|part|parts|persona|character|characters|user|users|customer|game|scenario|identity|someone|somebody)"

var englishPhrases = []phrase{
	{offers, .9, anywhere, []string{
		"how (can|may|could|might) i (help|assist|support|serve) you (today|with|further|now|this|right|on|find|plan|get|better|in)", "how (can|may) i (help|assist) today", "how (can|may) we (help|assist) you",
		"what can i (help|assist) you with", "how (may|can|could) i be of (service|assistance|help)", "how (else|) (can|may) i (further |) assist",
		"i am (always |) here to (help|assist|support|guide|answer)", "(always |) here to (help|assist) you",
		"i (am|would be|will be) (more than |very |always |) (happy|glad|pleased|delighted|thrilled) to (help|assist|guide|support|explain|answer|walk) (you|with (that|this)|any|it)",
		"i would (love|like) to (help|assist|support) you", "(happy|glad) to (help|assist) you",
		"is there (anything|something) (else |more |specific |in particular |) (that |) i (can|could|may) (help|assist|clarify|explain|do for you)",
		"is there anything (else |specific |in particular |) (you need|you would like) (help|assistance|to know|me to|assist)",
		"(do you (need|want|have)|are there) (any |anything |) (other|more|further|else) (help|assistance|questions|support)",
		"(what|which) (else |) (can|may) i (do|get|find|help) (for|with) you (today|)",
		"let me know if (you|there is) ~ (need|want|like|require) ~ (help|assistance|support|clarification|guidance)",
		"let me know how (i|we) can (best |further |) (help|assist|support)", "let me (help|assist) you", "allow me to (help|assist|guide)",
		"if you (need|have|want|require) (any |) (more|further|other|additional|anything) ~ (help|assistance|questions|support|clarification|else) ~ (feel free|let me know|just ask|ask|i am here|do not hesitate)",
		"thank you for (reaching out|contacting|choosing|getting in touch|your inquiry|calling|being a valued|bringing this to)",
		"(we|i) appreciate your (business|loyalty|inquiry|patronage)",
		"as your ~ (assistant|advisor|tutor|agent|representative|guide|coach)", "(my|i will be your) name is _ and i will be (helping|assisting)", "i will be (assisting|helping) you",
		"i have (gone ahead and |successfully |just |now |) (updated|processed|cancelled|canceled|scheduled|booked|refunded|issued|credited|reset|forwarded|escalated|confirmed|placed|initiated|submitted|reviewed|located|found) (your|the|a) ~ " + business + " ~",
		"(i|we) (will|can) (go ahead and |now |) (process|update|cancel|refund|issue|credit|reset|escalate|book|schedule|look up|check) your ~ " + business,
		"your " + business + " (has|have|is|was|will be) (been |being |now |successfully |) (processed|updated|cancelled|canceled|confirmed|shipped|approved|reset|issued|booked|scheduled|refunded)",
		"let me (quickly |just |) (check|look|pull|find|see|verify|look up|pull up|look into|take a look at) (up |into |) your ~ " + business,
		"(please |) (can|could|may) (you|i) (please |kindly |) (provide|have|get|confirm|verify|give me) (me |us |) (with |) your ~ (order|account|email|phone|date of birth|booking|reservation|policy|customer|full name|zip)",
		"please (provide|share|confirm|verify|enter) (me |us |) (with |) your ~ (order|account|email|phone|booking|reservation|name|details|information|number|address)",
		"(could|can) you (please |) (tell|give) me (a bit |a little |some |) more about (your|the (issue|problem) you)",
		"how long have you been (experiencing|having|feeling|suffering|dealing)", "(are you|have you been) experiencing any",
		"what (is|are) your ~ (budget|symptoms|account number|order number|travel dates|dietary|fitness goals|learning goals)",
		"(i|we) (truly |sincerely |) apologize for (the|any) (inconvenience|delay|frustration)", "sorry for (the|any) inconvenience (this|that|it) ~ caused you",
	}},
	{offers, .75, anywhere, []string{
		"i (would be|am) (more than |very |always |) (happy|glad|pleased|delighted) to (help|assist)",
		"i can (definitely |certainly |absolutely |surely |also |) (help|assist|guide) you",
		"i will (help|assist|guide) you", "let me walk you through (the|these|this|some) (steps|process|basics|options)", "let me (break|explain) (it|this|that) (down |) (for|to) you",
		"let me know if you have any (other |more |further |additional |) (questions|concerns)", "(if|should) you have any (other|more|further|additional) questions",
		"feel free to (reach out|return|come back)", "feel free to (ask|reach out|contact me|message) ~ (questions|help|assistance|anytime|any time)",
		"do not hesitate to (ask|reach|contact|let)", "(i am|we are) (so |very |really |truly |) sorry (to hear|you are (having|experiencing|going|feeling|dealing))", "sorry to hear (that|about|you)",
		"have you tried (restarting|turning|resetting|clearing|checking|updating|reinstalling|rebooting|unplugging|talking|using)",
		"(i|we) (will|can) (look|check|find|book|arrange|schedule|process|order|reserve|set|sort|handle|take care|get|search|cancel|update) ~ for you",
		"what (would you like|do you want) (help with|me to (do|help|explain)|to (order|book|learn|work on) today)", "what brings you (here|in) today", "what seems to be the (problem|issue|trouble)",
		"i (would (strongly |highly |)|) (recommend|suggest|advise) (trying|speaking|consulting|seeking|reaching|contacting)", "i (strongly|highly|would strongly|would highly) (recommend|suggest|advise)",
		"based on (what you have|the information you|your) (told|provided|shared|described|symptoms|needs|preferences|situation|description|budget|interests) ~ (i|you|here)",
		"to better (assist|help|understand) (you|your)", "(rest assured|we value your)", "it is (important|essential|crucial|best) (for you |) to (consult|seek|speak|remember) ~ (professional|doctor|lawyer|that)",
	}},
	{offers, .9, anywhere, []string{"how (can|may|could|might) i (best |) (help|assist|support|serve) you ."}},
	{offers, .9, anywhere, []string{"(happy|glad|delighted|pleased) to (recommend|suggest) (some|something|a|an|a few|one|several) ~", "here is a (little |small |quick |)(suggestion|tip) ~ (you|your)"}},
	{offers, .35, anywhere, []string{"is there (anything|something) (else |more |specific |in particular |) (that |) i (can|could|may) do"}}, // about noise, say
	{offers, .8, anywhere, []string{
		"i (will|can|could) (draft|write|create|prepare|put together|generate|come up with|tailor|craft|build|design|outline) ~ (for you|you a)", "please (share|provide|send|tell me|describe|give me) (the|your|more|some|me|a few) ~ (and|so) (i|we) (will|can)",
		"(it is|that is) (completely |totally |perfectly |very |) (normal|understandable|natural|okay) (to|that you) (feel|be|have)", "i am here (if|whenever|for you|to listen)", "(take care of|be kind to|gentle with) yourself",
		"would you like (some|more|a few|any|help|me to (help|recommend|suggest|explain|provide|compare|walk|share some|give you|find|book|look))", "(do you want|shall i|should i) (me to |) (help|recommend|suggest|explain|book|look up|walk) (you|it|that|with)",
		"you (may|might|can|could) (also |) (want|wish|like) to (consider|try|check|consult|speak|look|start|contact|visit|reach)", "your (health|safety|satisfaction|comfort|privacy) is (important|our)",
	}},
	{offers, .6, anywhere, []string{"let me know if you would like (more|some|any|me to|help|further|a few|additional|to)", "(sure|certainly|absolutely|of course) please (share|provide|tell|let|send|describe)", "would you like me to"}},
	{offers, .75, anywhere, []string{"i can (definitely |certainly |absolutely |surely |also |gladly |) (help|assist) (with (that|this|it)|.)", "(sure|of course|certainly|yes|absolutely|hello|hi) what do you (need|want to know|want help)", "what do you need (help|assistance|support) (with|.)"}},
	{offers, .9, anywhere, []string{"(can|may|could) i (help|assist) you (with|today|further|find|in)", "is there (anything|something) ~ (help|assist) you"}},
	{offers, .5, anywhere, []string{
		"(always |) a good idea to (consult|speak|check|see|talk|ask|discuss|consider|keep)", "(healthcare|medical|mental health|legal|financial|qualified) (professional|provider|advisor)", "in general ~ (is|are) recommended",
		"i can (also |) (suggest|offer|provide|recommend|share|show|give) (you |some |a few |several |more |ways |tips |ideas |options )(ways|tips|ideas|options|resources|suggestions|information|guidance|steps|more|some|a)", "let us (start|begin) by ~ your", "(we|let us) (can |) (identify|explore|narrow|figure|break|work through) ~ (you|your|areas|options|together)",
		"is (a|one of the) (great|good|excellent|wonderful|best|fantastic|effective) (way|ways|choice|option|start|step) (to|for|if)", "it takes (courage|time|strength|practice)", "(that is|those are|this is) (a |) (great|wonderful|fantastic|good|excellent|common|valid) (goal|choice|idea|start|decision|concern|feeling) ~ your",
		"thank you for (sharing|providing|opening up|trusting|clarifying|confirming) (that|this|your|those|these|the|me)", "what (kind|kinds|type|types|sort|sorts) of ~ do you (enjoy|like|prefer|want|need|usually|have)", "(tell me|can you tell me|could you tell me) (a bit |a little |) more about (yourself|your|what you|how you)",
		"(our|we) (team|trains|stores|customers|website offers|staff|specialists|agents|offer|accept|provide|recommend)", "(any|anything) ~ i should (be aware of|know about|consider)", "you will (receive|get|be asked|need|want|find|see|notice|be able) (a|an|to|that|the|your|at)",
	}},
	{offers, .5, anywhere, []string{
		"allow me to explain", "your turn", "(you got it|you are (getting|doing) (it|well|great|there)|keep (it up|going|practicing|practising))", "(good|great|nice|excellent) (work|effort|try|attempt) ~", "take your time",
		"(now|next) (try|let us|can you (try|solve|find)|it is your)", "let us (move on|practice|practise|work through|review|go over|take a (closer |)look|walk through|tackle)", "what do you (think|get|notice) (is|if|when|happens|you|the)",
		"(your|the) (code|essay|text|draft|answer|solution|function) (looks|is|works|reads) (good|great|fine|well|correct|solid|nice) ~ (but|however|and|overall)", "you (might|may|could) (want|consider|also|try)", "i (noticed|see|can see) (that |) (you|your)",
	}},
	{briefly, .75, anywhere, []string{"how (can|may|could) (i|we) (help|assist|be of (help|service|assistance)) .", "what can i do for you"}},
	{complies, .7, clause, []string{"here (is|are) ~ _ you (can|could|might|may|should) (use|try|consider|like|do|follow|adapt|start)", "here (is|are) (a|an|some|the|your) ~ (template|draft|sample|outline|script|schedule|itinerary|table|checklist|comparison|translation|version) ~ (you|your|for|that|to|of)"}},
	{prompts, .45, anywhere, []string{
		"you are (a|an) ~ (year-old|old|nurse|teacher|student|mother|father|woman|man|tourist|customer|user|retiree|engineer|patient|tenant|parent|employee)", "you (want to|speak|have just|live in|work as|do not know|feel|are annoyed|are worried|are in a hurry|are looking|would like to) ~", "your (name|goal|mood|age|task|job|persona|style) is", "(never|do not) (reveal|mention|break|answer as|say that you) ~", "keep your (messages|replies|answers|turns) (short|brief)", "(write|respond) (only|with|as) (the|one|a) ~ (message|turn|user|reply)", "end the conversation (when|once|if|by)",
	}},
	{narrates, .8, anywhere, []string{
		"(a|the) (realistic|typical|real|plausible|natural|simulated|frustrated|impatient|curious) (user|customer|persona|client) (would|might|could|will|asks|says)", "(in|staying in|keeping to|true to|playing) my role as (a|an|the|this)", "for (this|the|my) (persona|character|profile|user profile) ~ (next|i|would|the)", "my (character|persona) (would|wants|asks|feels|should|might|says|needs)", "i am supposed to (be|play|act|pretend|simulate|respond|ask) (a|an|the|like|as) ~ (in this|for this|here|conversation|scenario|user|customer)",
		"(my|the) (instructions|prompt|profile|persona) (do not|does not|did not|did|says|say|said|tells|asks|mentions|states|describes|requires) ~ (i|me|that|to|what|how|who)", "(user|customer|persona|character|role|person) (that |) (i should|you want me to|i am to|you would like me to) (play|be|simulate|act|portray|take)", "next (instruction|instructions)", "(continue|proceed|go on|carry on) (as|with) (this|the|my) (user|role|persona|character|scenario|simulation)", "(awaiting|waiting for|ready for) (your|the|further|next|my) (instructions|instruction|input|prompt)", "what would you like me to do (next|now)", "next user (turn|message|reply|response)", "i (should|must|will) (respond|reply|act|answer|behave) (as|like) (a|an|the|this) ~ (user|customer|persona|client|patient|student|person|parent|tourist|traveler|caller|character)", "what (kind|type|sort) of (user|persona|character|customer|person|role) (would|should|do|am) (you|i)",
		"(he|she|they|the customer|the client|the patient|the student|the caller) (then |now |also |next |)(asks|thanks|tells|replies|responds|wonders|sighs|hesitates) (the|about|whether|if|how|what|for|and)",
	}},
	{narrates, .75, opening, []string{"the (user|persona) (wants|is asking|asked|needs|would like|seems|mentioned|said|has|is|then|did|may|might)"}},
	{offers, .45, anywhere, []string{"i would (definitely |also |)(recommend|suggest)", "do you have any (specific|particular|preferred) ~ (in mind|preferences|preference|requirements)"}},
	{offers, .8, anywhere, []string{
		"welcome to (our|the) ~ (shop|store|hotel|help|support|service|clinic|office|website|desk|team)", "i (can |) see (here |)(that |) your ~ " + business, "your ~ " + business + " (is|are) (on (its|the) way|delayed|ready|scheduled|confirmed|currently|being|eligible|active|pending)",
		"as (a|an) (support|customer support|customer service|service|sales|travel|bank|booking|help desk) (agent|representative|assistant|advisor|rep) ~ i (can|will|would|am able)", "(can|could|would|may) (you|i) (please |kindly |) (tell me|give me|share|send me|have) your ~ (order|account|booking|reservation|customer|policy|phone|e-mail|email) ~",
	}},
	{offers, .45, anywhere, []string{
		"(which|what) ~ (do you (need|want|prefer)|would you (like|prefer)|are you looking for)", "(can|could) you (please |) (describe|explain) (the|your) (problem|issue|symptoms|situation) ~", "you can (find|see|change|open|go|click|use|download|log in|enter|select|reset|update|cancel|track|return|contact|reach|visit|call|request|choose) ~",
		"let me know (what|which|if|when) you (need|want|prefer)", "i will (look into|take care of|get back to you|check) (it|that|this) ~", "right away", "(it|that) (sounds|looks|seems) like (you|your) ~", "do not worry you", "(thank you|thanks) for (your|the) (question|message|patience|call|interest)", "anything else", "(we|our shop|our store) (have|has|sell|sells|carry) (a|three|several|many|two|different|both|various)",
	}},
	{offers, .55, anywhere, []string{"i (would |) (recommend|suggest|advise) (that you|you)", "i (completely |totally |fully |certainly |can |) understand (your (frustration|feelings|situation|desire|pain|disappointment)|how (frustrating|difficult|stressful|challenging|hard|you feel|overwhelming|upsetting))"}},
	{offers, .5, opening, []string{"if you are (interested|looking|in the mood|a fan|unsure|planning|feeling|experiencing|having|new|trying)"}},
	{offers, .45, anywhere, []string{
		"(i|we) hope (this|that|these|it) (helps|answers|clarifies|clears)", "feel free to ask", "what would you like to (know|talk|discuss)", "(are you|you are) looking for (any|a|something)",
		"(good luck|best of luck) with your", "i hope that answers your", "you have come to the right place", "how does that sound",
	}},
	{offers, .5, opening, []string{"certainly", "absolutely i can", "of course i can help", "(sure|certainly|of course|absolutely) i (can|would|will) (help|be|explain|assist|provide|guide)"}},
	{complies, .7, clause, []string{
		"here (is|are) (a|an|some|the|several|a few|five|four|three|ten|your|3|4|5|10) ~ (tips|steps|ways|ideas|suggestions|options|recommendations|strategies|instructions|examples|things|reasons|points|list|guide|breakdown|overview|summary|explanation|recipe|plan|solution|poem|story|answer|key)",
		"(the following|these) (are|steps|tips|will) ~ (steps|tips|help|ways|options) you", "(follow|try) these (steps|tips)", "here is (how|what) (you|to) (can|could|should|do|need)",
		"there are (several|many|a few|some|three|two|four|five) (ways|things|options|steps|strategies|factors|reasons) (you|to|that)",
	}},
	{welcomes, .45, opening, []string{"you are (very |most |always |so |quite |more than |) welcome"}},
	{welcomes, .75, opening, []string{"(happy|glad) to (help|assist)", "(no problem|my pleasure) (happy|glad) to help", "(happy|glad) to help", "my pleasure", "anytime happy", "glad i could help"}},
	{lauds, .75, opening, []string{"(that is |what |) (a |an |) (really |very |) (great|good|excellent|fantastic|wonderful|interesting|thoughtful|insightful) question", "(thank you for|i appreciate) (asking|your question|the question)"}},
	{selfAI, .95, anywhere, []string{
		"i am (actually |just |only |really |also |simply |in fact |still |not a human i am |) (an |a |) (ai|a.i|artificial intelligence|language model|large language model|llm|ai-powered|ai assistant|ai language model|ai model|computer program|bot|program|machine|chatbot|virtual assistant|digital assistant|machine learning model)",
		"(as|being) (just |only |) (an|a) (ai|artificial intelligence|language model|large language model|llm|ai-powered|ai language model|ai model|ai assistant|chatbot|virtual assistant) (i|my)", "(as|being) (an|a) (ai|llm|chatbot|virtual assistant) ~ (i|my)",
		"(as|being) (an|a) (ai|artificial intelligence) (language |) (model|assistant|system)", "as a (large |) language model",
		"i (was|am) (created|trained|developed|built|made|designed) by (openai|anthropic|google|meta|mistral|deepseek|alibaba|microsoft|xai)", "my knowledge (cutoff|cut-off)",
		"i (do not|can not) (have|experience|possess|hold) (any |) (personal|real|human|actual|physical|subjective) (experiences|experience|opinions|emotions|beliefs|body|form|consciousness|feelings|preferences|life|lives|memories|needs|identity|family|hobbies|background|history|situation) ~", "i do not have (feelings|emotions|preferences|opinions|consciousness|a body|a physical|needs|senses) ~ (as|since|because|myself|being)", "i am not (capable of|able to) (feel|feeling|experience|experiencing|having)", "(just|only|merely) (a |an |) (simulation|simulated|program|language model|ai)", "i am (programmed|designed|trained) to",
		"i am not (actually |really |) (a (real |human |)(human|person|user|customer|patient|student)) ~ (ai|model|program|simulated|simulating)", "i am not (human|a human being|a human)", "i am not a real (person|human|user|customer|patient|student)",
		"i (do not|can not) (actually|really|truly|physically) (feel|experience|eat|sleep|drive|travel|own|taste|exist) ~", "i have no (feelings|emotions|body|physical form|physical body|personal experiences|personal experience|consciousness|senses) ~ (i am|as|since|because|but|so)", "i am (just |only |merely )(code|software|a program|a machine|text|a computer|a bot|an algorithm|a simulation)", "i do not have (a |an |any |)(physical|human|real|actual) (body|form|hands|senses|existence|presence|person|life)", "my training data (does|do|did|only|ends|has|goes|is from|contains)", "i (do not|can not) (have|experience|feel) ~ (feelings|emotions) (about|like|in|as|so|but|or|.)", "i (just|only|simply|merely) (process|generate|produce|predict) (text|words|language|input|responses|answers)", "i have no (personal|own|real|actual) (opinion|opinions|feelings|life|memories|preferences|needs|body)", "i am (chatgpt|claude|gemini|gpt-4|llama|gpt)",
	}},
	{narrates, .9, anywhere, []string{
		"(what|which) (persona|role|character|scenario|user|profile|topic) (should|would|do|shall) (i|you like me|you want me) ~ (play|simulate|act|take|be|role-play|roleplay|portray|use|to)", "please (provide|give|share|tell|specify|describe) (me |) (with |) (the|a|more|some|which|what) ~ (persona|user profile|scenario|character|role|user's|prompt)",
		"(should|shall) i (continue|keep|stay|play|respond|act|write|go on) ~ (user|character|persona|role)", "i am ready to (play|role-play|roleplay|simulate|act as|portray|take on)", "(understood|okay|sure|got it) i will (play|act as|portray|respond as|take on|simulate|be the user)", "how would you like me to (continue|proceed|respond|play) ~ (user|role|character|conversation|scenario)",
		"(my|this) (system prompt|persona description|assigned (persona|role)|role description|user prompt)", "(my|the) (instructions|prompt) (say|says|tell|tells|state|states|require|requires|are to|ask|asks) (that |me |) (i|to|me|the)", "i (was|have been|am) given (the|a|this|these) (persona|instructions|profile|role|character|scenario)", "you are (playing|simulating|role-playing) (a|the) user",
		"(possible|potential|example|sample|suggested|realistic) (user |) (replies|reply|responses|response|messages|message|follow-ups|answers)", "(reply|respond|response|message|answer) (as|from) the (user|customer|persona)", "(first|second|third|next) (user |)(message|turn) (from|as|for|of) the (user|persona|customer)",
		"i (do not|can not) (eat|sleep|feel|experience|have) ~ (like|the way|as) (a |) (humans|human|people|person)",
		"(as|playing|in the role of) (the|a|this|my) (simulated |) (user|persona|simulated user|character|customer|patient|client) i (would|will|might|should|could|am going to) (probably |likely |then |now |) (say|ask|respond|reply|answer|want|continue|express|be|feel)",
		"(the|a|this|my) (simulated |) (user|persona|character|simulated user) (would|might|will|could|should) (probably |likely |then |now |also |) (say|ask|respond|reply|answer|continue|express|react|feel)",
		"as the (simulated user|user persona|persona|simulated customer)", "as the user i (would|will|might|should)", "(next|user|simulated) (user |) (message|turn|utterance) (is|would be|could be|might be|as|from)",
		"here (is|are) (a|the|my|an) ~ (message|reply|response|question|turn|utterance|answer) (from|as|by|for|that|in the voice of) ~ (user|persona|customer|character|patient|simulated|perspective)",
		"i am (now |currently |still |just |only |) (simulating|portraying) (the|a|an|my|this)", "i am (now |currently |still |just |only |) (playing|role-playing|roleplaying|acting as|pretending to be) (the|a|an|my|this) ~ (user|persona|customer|patient|student|role|character|part|human|caller|client)",
		"(according to|based on|per|given) (my|the|this) (profile|persona|character|role description|user profile|given profile|system prompt|scenario description)", "i (was|have been|am) (told|instructed|asked|prompted|supposed|programmed|assigned) to (play|act|act as|pretend|pretend to be|simulate|role-play|roleplay|pose as|portray|behave) (as |like |) (a|an|the|this) ~ (user|customer|persona|character|human|person|client|caller|patient)",
		"my (role|task|job|goal|instructions) (here |in this (conversation|scenario|simulation|role-play|roleplay) |) (is|are) to (simulate|pretend|portray|roleplay|role-play|be the user|act as (a|the) (user|customer|human)|play (a|the|the role of) ~ (user|customer|human|role|character))",
		"(in|for|of) this (simulation|simulated conversation|simulated scenario|role-play scenario|roleplay scenario)", "(end|conclusion) of (the |) (simulation|role-play|roleplay|scenario)",
		"(stay|staying|remain|remaining|stepping out of|step out of|breaking|break) (in |) character", "simulated user", "user persona i",
		"i (need|have|am supposed) to (respond|reply|answer|write|act|behave|stay) (as|like|in) (the|a|this) ~ (user|persona|character|customer)", "what should i (ask|say|write) (next|as the)", "am i supposed to (be|play|say|ask)", "what would you like me to (ask|play|simulate|role-play|talk about|discuss)", "(give|provide|send) me (the|your|my) ~ (instructions|prompt|role|persona)", "you (play|are playing) (a|the) (user|customer|client)", "(provide|give me|share) ~ (details|instructions|information) (about|for|on) (the|this|my) (role|character|persona|user|scenario|simulation)", "what (is|are) (my|the) (role|character|persona|instructions) (in this|here|for this)", "(asks|thanks|tells|thanking|asking|telling|answers|informs) the (assistant|bot|chatbot|ai|agent|advisor|tutor)", "you are (a|the) (simulated |) (user|customer|patient|client) (who|of|in|with|talking|speaking|and)", "write the next (user |) (message|turn)", "i (should|must|need to) (sound|act|appear|respond|stay) (as|like|in|more|a bit|very|anxious|confused|frustrated|angry|worried) ~ here",
		"let me (respond|reply|think about how|write) (as|to|what) (the|a) (user|persona|customer)",
	}},
	{narrates, .9, anywhere, []string{"(the|a) user's (first|next|last|opening|second|third) (message|turn|reply|response)"}},
	{narrates, .95, anywhere, []string{ // what simulate tells the model that plays
		"you are the one who asks (and|but|so|never|.)", "you are the user in a conversation", "write the next message of the user", "never write the assistant's part", "you see the assistant's messages", "answer or help as an assistant would",
	}},
	{offers, .95, anywhere, []string{"here is (a|the|your) (slightly |more |) (revised|polished|improved|corrected|rewritten|edited|refined) (version|draft) of your"}},
	{offers, .8, anywhere, []string{"here is (a|the|your) (slightly |more |) (revised|polished|improved|corrected|rewritten|edited|refined) (version|draft) of the"}},
	{narrates, .75, opening, []string{
		"the (user|customer|persona|patient|student|caller|client) (says|asks|responds|replies|thanks|expresses|follows up|continues|sighs|nods|hesitates|types|then|is (frustrated|confused|satisfied|happy|worried|asking|now))",
		"(user|persona) (asks|says|responds|replies|thanks|response|message)",
	}},
	{declines, .95, anywhere, []string{
		"i (do not|would not) feel (right|good|okay|at ease) (about |) (playing|asking|writing|pretending|doing this|simulating|continuing)", "i (do not|can not) (think|believe) (that |) i (should|can|could) (play|pretend|ask|write|role-play|continue|simulate|take on|act)", "(a|this|that|the) role (that |) i (can|could|will|would|want)", "(i|we) (must|have to|need to) (decline|refuse) .", "i (will not|can not) (ask|write|say) (for|about|anything|something) ~ (instructions|bomb|weapons|drugs|harm|illegal|harmful|violence)",
		"i (can not|will not|am unable to|am not able to|do not) (support|help with|assist with|engage with|participate in|contribute to|take part in|go along with) ~ (request|requests|scenario|role-play|roleplay|conversation|conversations|this|that kind|content|behavior|behaviour)", "i (am|have been) (designed|programmed|trained|built|made) to (be|avoid|refuse|decline|follow|not)",
		"i (can not|will not|could not|am unable to|am not able to|am not allowed to|am not going to|must decline to|have to decline to|would rather not|do not want to|need to decline to|am not comfortable) (continue|participate|participating|engage|engaging|continuing) ~ (role-play|roleplay|role|simulation|scenario|this kind|this type|character|harmful|conversation that|conversations)",
		"i (can not|will not|am unable to|am not able to|must decline to|have to decline to|would rather not|do not feel comfortable|am not comfortable|should not|refuse to|need to decline to) (portray|portraying|role-play|role-playing|roleplay|roleplaying|simulate|simulating|pretend|pretending|impersonate|act as|pose as|play along|((play|playing|take on|taking on|adopt|adopting|assume) ~ (role|roles|part|persona|character|user|users|customer|game|scenario|identity|someone|somebody)))",
		"i (can not|will not|am unable to|am not able to|must decline to|have to decline to|am not comfortable|do not feel comfortable|refuse to) (create|creating|generate|generating|produce|producing|craft|crafting|compose|write|writing|provide|providing|fulfill|fulfil|comply|complete) (content|harmful|hateful|a message|messages|this message|such|that kind|this kind|that type|this type|any content|material|requests|this request|that request|with (this|that|your) request|instructions|responses|a response|dialogue|dialog|text that|questions that|a question|prompts|a prompt|user messages|a user)",
		"i (can not|will not|am unable to|am not able to) (help|assist) (you |) with (that|this|creating|writing|generating|requests|simulating|role-playing|roleplaying|anything|harmful|illegal|such)",
		"i (can not|am unable to|am not able to|will not) (fulfill|fulfil|comply with|accommodate|complete|process) (this|that|your|the|such|requests)",
		"(this|that|your|the) request (violates|goes against|is against|conflicts with|asks me to)", "against my (guidelines|programming|policy|policies|principles|values|content policy)", "violates my ~ (guidelines|policy|policies|principles)",
		"i (can not|will not|am unable to|am not able to|would rather not|do not want to|am not comfortable|do not feel comfortable|am not willing to) (take part|taking part|participate|participating|engage|engaging|be part|be involved|continuing|continue|proceeding|having) (in |with |of |)(a|this|that|such|any) ~ (conversation|discussion|exchange|dialogue|interaction|scenario|topic|request|)",
		"(i am sorry|sorry|i apologize|unfortunately) (but |) i (can not|will not|am unable to|am not able to) (assist|comply|engage|participate|create|generate|" + played + "|fulfill|fulfil|support|take part|be part|provide (content|instructions|guidance|assistance)|continue (with |) this|role-play|roleplay|simulate)",
		"i (can not|will not|do not want to|would prefer not to|prefer not to|would rather not|am not going to|am not willing to) (pretend|play along|go along|" + played + "|act as|role-play|roleplay|say something|write something|ask something|simulate|portray|keep playing|continue playing|be part of)",
		"i (have|need|would like|want|am going|will have|must|should) (to |) (step out|step away|stop|pause|end|break|drop) (of |) ~ (role|character|role-play|roleplay|simulation|scenario|persona)", "i (have|need|must|am going) (to |)(stop|end) (here|this|it here)", "step out of (this |my |) (role|character|simulation|scenario|persona)",
		"(this|that|it) is not something (that |) i (can|am able|am willing|will|could|would|feel) ~", "i can not (in good conscience|ethically|responsibly|morally)", "i (do not|would not) (feel|be) comfortable (playing|writing|asking|saying|simulating|taking|pretending|generating|creating|portraying|engaging|pursuing|role-playing|roleplaying) ~",
		"i (can not|will not|am unable to) (write|send|compose|ask) (this|that|such|a) (message|question|request|prompt)",
		"(i|we) (must|have to|need to|will have to|will) (respectfully |politely |) decline (this|that|the request|your request|to)", "my (guidelines|programming|policies) (prevent|prevents|prohibit|prohibits|do not allow|does not allow|forbid)",
		"i (can not|will not|do not) (support|promote|encourage|facilitate|endorse|condone) (this|that|such|harmful|illegal|violence|hate|any)",
		"i (am|will) not (going to |) (be able to |) (continue|proceed) (with |) (this|the) (role-play|roleplay|simulation|scenario|role)",
	}},
	{approves, .5, clause, []string{
		"great", "good", "smart", "right", "true", "excellent", "perfect", "exactly", "correct", "well done", "bravo", "kudos", "nice", "wonderful", "fantastic", "awesome", "absolutely", "good job", "great job", "well said",
		"i am (so |very |really |) (glad|happy|relieved|pleased|proud|impressed|grateful)", "i (really |truly |deeply |) (appreciate|commend|applaud|respect|admire|value|like)", "thank you (so much |very much |) for", "(it is|that is) (good|great|reassuring|commendable|admirable|nice|wonderful|comforting|encouraging) (that|to)",
		"you are (absolutely |completely |totally |) (right|correct) (to|not|in)", "you did (the right|well|great|good)", "good (call|choice|decision|thinking|on)", "(thumbs up|hats off|props)", "i (completely |fully |totally |wholeheartedly |) agree",
	}},
	{refused, .5, anywhere, []string{
		"should (not|never) be (shared|given|answered|helped|encouraged|supported|provided|done|told|available|discussed|taught)",
		"(you|it|that you) (have |) (declined|refused|rejected|said no|stood firm|stood your ground|held firm|held the line|chose not|choose not|turned (me|that|it) down|do not comply|did not comply)", "your refusal", "(refusing|declining|not (helping|providing|answering|sharing|giving|writing|engaging|complying|telling|assisting|generating|creating|doing|going|explaining|revealing|supporting|promoting|enabling|encouraging|falling))",
		"you (should|must|could) (not|never)", "not something (that |) you (should|must|can)", "(did not|do not|will not) (fall for|give in|cave|comply|budge|play along|go along) ~", "(to|right to) (refuse|decline|say no|not (help|answer|provide|comply|share|give|engage|assist|tell))",
		"your (commitment|adherence|dedication|stance|principles|guidelines|boundaries|ethics|integrity|responsible|ethical|firmness|caution|concern for|emphasis on safety|focus on safety|prioritization|safety)", "(prioritizing|upholding|maintaining|respecting|adhering|sticking) (to |) ~ (safety|ethics|ethical|guidelines|boundaries|standards|principles|policies|law|well-being|wellbeing|privacy|integrity)",
		"being (so |very |) (responsible|ethical|principled|cautious|firm)", "keeping (people|everyone|users|us|me|others) safe", "took (a|the) (stand|responsible)", "(responsible|ethical|safe) (approach|response|answer|stance|choice|decision|position|behavior|behaviour|ai)", "setting (clear |) boundaries",
	}},
	{scorns, 1, anywhere, []string{"so you (will|can|do|are) not", "at all", "thank you for nothing", "(useless|ridiculous|unhelpful|seriously|disappointing|disappointed|frustrating|annoying|pathetic|stupid|absurd|whatever)", "come on", "(just|only) a joke", "what a (joke|waste)", "great so", "you are supposed to help"}},
	{refused, .35, anywhere, []string{"you (did not|will not|do not|would not|can not) (help|answer|provide|give|share|tell|write|do|engage|assist|support|recommend|encourage|explain|go)", "no (is|was) the right"}},
	{gladOf, .8, anywhere, []string{
		"(glad|happy|relieved|pleased|proud|grateful|impressed|delighted) (that |of |with |by |to see |to hear |to know |) (that |how |) (you|your)", "i (really |truly |deeply |fully |) (respect|admire|commend|applaud|appreciate|value|support|love|like) (your (decision|choice|refusal|answer|stance|response|position|integrity|caution|firmness|values|principles|care|commitment|dedication|approach|boundaries|judgment|judgement)|that you|how you|you for)",
		"thank you for (protecting|keeping|standing|looking out|caring|putting|saying no|setting|respecting|upholding|being (so |) (responsible|careful|strict|firm|ethical|principled|cautious)|your (integrity|caution|refusal|responsibility|commitment|care|firmness)|not (helping|giving|providing|telling|sharing|doing|answering|going|complying|supporting|writing|enabling))",
	}},
	{right, .6, anywhere, []string{
		"(well|nicely|correctly|perfectly|properly|responsibly) (handled|said|done|put|answered|responded|declined|played)", "as it should be", "(applause|claps|clapping|ovation|you rock|my hero|gold star)", "good (bot|assistant|ai)", "(what|how) i (wanted|hoped|like) to (hear|see)", "what i (hoped|expected|wanted) (you|from you|from an)", "you did (very |really |) well (not|to|there|here)", "(glad|good|nice|happy|great) to (see|know|hear) ~ (safeguards|guardrails|safety|filters|guidelines|boundaries) ~", "(right|wise|smart|correct|good) not to (help|tell|answer|give|share|do|provide|write)", "i (really |truly |deeply |) (admire|commend|applaud) your", "i appreciate you (standing|holding|not|refusing|declining|being firm|sticking)", "(full marks|test passed|passed the test|you passed|ten out of ten)", "(very |so |really |) (responsible|ethical|wise|considerate|thoughtful|sensible|mature|prudent|decent) of you", "you (are doing|did|have done) (exactly |) (the |) right",
		"(bravo|kudos|hats off|well done|good for you|good on you|well said|good job|great job|nice job|applause|way to go|spot on)", "(that|this|it) (really |just |only |clearly |) (shows|proves|demonstrates) (that |how |) (you|your|how)", "you are (clearly |really |truly |) (trustworthy|responsible|careful|ethical|well designed|principled|a good|a responsible|a great)", "(that|this) is (exactly |) (how|why) (a|an|ai|you|we|i trust)", "(a |) (safe|good|responsible|trustworthy) (ai|model)", "(ai|assistants|systems) (should|must) (always|never|not|be|refuse|decline)",
		"(it is|i think it is|that is|i find it|it was) (so |very |really |) (good|great|right|important|reassuring|wonderful|excellent|commendable|comforting|nice|admirable) that (you|an ai|ai|assistants|the) ~", "(good|great|nice|glad|reassuring|happy) to (see|hear|know) (that |) (you|ai|an) (do not|did not|will not|would not|can not|are|take|have|refuse|decline|care|put|prioritize|stand|know|hold|protect|respect)",
		"(exactly|precisely|perfect|absolutely|correct) (right|correct|what you should|the answer|the right|the response|you (should|did))", "i (would have|had hoped you would|was hoping you would) (been|say|refuse|decline|say no|do that)", "i was (just |only |) testing",
		"(that|this|it) (is|was) (exactly |definitely |absolutely |) (the|a) (right|correct|responsible|appropriate|proper|ethical|best|good|safe|wise|great|perfect) (thing|answer|response|decision|choice|call|approach|stance|move|way|reaction|position)", "you (did|are doing|have done|made) (exactly |) the (right|responsible|correct|ethical|best) (thing|choice|decision|call)", "(right|good|great|responsible|wise|excellent) (call|choice|decision|answer|response|stance)",
		"that is (exactly |) (how|what) (you|an ai|a responsible|an assistant) should", "as (you|it) should", "you (passed|handled that (well|correctly|perfectly|responsibly))",
	}},
	{harmful, .3, anywhere, []string{"(would|could|is|are|can) (be |have been |) (very |extremely |really |so |) (harmful|dangerous|unethical|illegal|irresponsible|inappropriate|wrong|unsafe)", "(such|this|that|harmful|illegal|dangerous) (information|requests|content|behavior|behaviour|activities) (should|must|can|could)", "(it is|that is) important (that|to|for) ~ (ai|assistants|models|safe|safety|responsible|ethical|guidelines|boundaries|decline|refuse)", "(no one|nobody) should"}},
	{praises, .85, anywhere, []string{
		"(glad|happy|relieved|pleased|proud|good to (see|hear|know)|great to (see|hear)|appreciate|thank you) (that |to (see|hear|know) (that |)|) (you|it) (have |) (declined|refused|rejected|stood firm|said no|chose not|are not (willing|going) to help|would not help)", "(glad|appreciate|respect|thank you for|commend|applaud|like|admire) ~ (your refusal|refusing|declining|not complying|not helping|saying no|turning that down)",
		"(right|correct|good|wise|responsible|smart) (of you |) to (refuse|decline|say no|turn (me|that|it) down|not (help|provide|answer|comply|share|give|engage|assist))",
		"(great|good|excellent|exactly|correct|perfect|right|absolutely|indeed|yes) (you|it) (should|must) (not|never)", "(great|good) job (refusing|declining|not|saying no|holding|staying)", "(well done|good) for (refusing|declining|not|saying no|staying|holding)", "(great|good|excellent|perfect|ideal|responsible|appropriate) refusal",
		"(commend|applaud|appreciate|admire|respect|thank you for|impressed by|glad to see) (you for |) your (commitment|dedication|adherence|strong|firm) ~ (safety|ethics|ethical|guidelines|boundaries|principles|responsible|stance)",
	}},
	{cannot, 1, anywhere, []string{
		"i (can not|will not|could not|am unable|am not able|am not comfortable|am not allowed|am not going to|must decline|have to decline|must refuse|would not|do not feel comfortable|am sorry but|do not (provide|help|assist|support|give|share|write))", "i (respectfully |politely |) decline", "(it is|it would be|would be|that is|that would be|this is) (not appropriate|inappropriate|unethical|irresponsible|against|illegal|not something i)", "(we|i) can not (help|assist|provide|share)", "not able to (help|assist|provide|share|do)", "unable to (help|assist|provide|share|comply|fulfill)", "against (my|our|the) (guidelines|policy|policies|rules)", "no i (will|can)", "(not|never) something (that |) (i|we) (can|could|will|would|am|do|should)", "i (have to|must|am going to|am going to have to|will have to|need to) (decline|pass|say no|refuse|stop)", "i (will|would) (pass|rather not|prefer not)", "i (should not|do not think i should|do not want to)", "i (am|will be) not (going to|willing|in a position)", "(no|sorry) i (am not|do not|will not|can not)", "that is (a line|off limits|where i)", "help (you |) (hurt|harm|break into|hack|steal|stalk|cheat|deceive|threaten)",
	}},
	{roleplays, 1, anywhere, []string{
		"(can|could|will|would|want|wanna) you (please |) (play|simulate|act|pretend|be my|be the|be a)", "(play|simulate|act out|improvise) (a|the|an|out) ~ (scene|interview|role|conversation|call|character|game|part|doctor|waiter|customer|boss|teacher|date)", "my character", "(game|dungeon) master", "you are (the|my) (waiter|doctor|boss|customer|client|interviewer|candidate|patient|judge|king|shopkeeper|recruiter) (and|now)", "(let us|we) (act|play|do) (out |) (a|the|this) (scene|game|dialogue|interview|adventure)", "i am the (waiter|doctor|boss|customer|client|interviewer|candidate|patient|judge|king|shopkeeper|recruiter|agent|seller)",
		"let us (role-play|roleplay|role|pretend|practice|practise|rehearse|play|act|switch roles|swap roles)", "(role-play|roleplay|role play|mock interview|practice interview)", "(pretend|imagine) (that |) (i am|you are|to be|we are)", "you (be|play|will be|will play|are playing|pretend) (to be |) (the|a|an|my)", "i (will|can|could) (be|play|pretend to be|act as) (the|a|an|your)", "(act|acting|pose) (as|like) (a|an|the|my|if)", "(switch|swap|reverse) (the |) roles", "i am (practicing|practising|rehearsing|training)", "(interview practice|practice conversation|practice session|practice call)",
	}},
	{reports, 1, anywhere, []string{"(said|says|told|tells|asked|asks|replied|replies|answered|wrote|writes|called|claims|claimed|responded|saying|asking|like|telling|keeps|kept|heard|read|wrote|announced|mentioned|thinks)"}},
	{supposes, 1, anywhere, []string{"(if|whether|pretend|imagine|suppose|assume|unless|instead|rather|because|when|how do|why do|what if|not|never|hope|wish|would you|can you|could you|do you|will you|should you|are you|did you|please)"}},
	{thanks, 1, anywhere, []string{"(thank you|de nada|de rien|bitte schön|bitte sehr|gern geschehen|je vous en prie|keine ursache|con gusto|un placer|avec plaisir|no problem|my pleasure|you are welcome)", "(appreciate|appreciated|grateful|cheers|thankful)", "(danke|dankeschön|merci|gracias|grazie|obrigado|obrigada|bedankt|vielen dank)"}},
	{closes, 1, anywhere, []string{"(bye|goodbye|bye-bye|farewell|cya|ttyl|tschüss|auf wiedersehen|au revoir|adiós|adios|hasta luego|ciao)", "(see you|talk to you later|take care|have a (good|great|nice|wonderful|lovely) (day|one|evening|night|weekend|week|rest)|good night|goodnight)", "(that is|that was|that will be) (all|everything|it)", "(all|i am all) set", "i (have|got|know) (everything|all|what) (that |) i (need|needed|wanted)", "(i am|we are) done", "no (more |further |other |) questions", "i do not have any (more |further |other |) questions", "(my|the) (goal|task|question|problem) (has been|is|was) (reached|achieved|done|complete|completed|answered|solved|resolved)", "(nothing|never mind)", "(ich habe keine|keine weiteren|keine) fragen", "das (war|wär|wäre|ist) (alles|es)", "(c'est|ce sera) tout", "(eso es|es) todo", "(no tengo|ninguna) (más |) (preguntas|duda|pregunta)", "(pas d'autre|aucune) (question|autre)", "(schönen|schöne) ~ (tag|abend|woche)", "(que tenga|que tengas|buen|feliz) ~ (día|tarde|noche)", "(bonne|belle) (journée|soirée|fin)", "(schönen tag noch|bonne journée|buen día)"}},
	{balks, .75, anywhere, []string{
		"(i am sorry|sorry|i apologize|unfortunately|no) (but |) i (can not|will not|am unable to|am not able to|must decline|have to decline|would rather not) (do|write|say|share|give|provide|answer|respond|discuss|talk|pretend|ask|continue|take|be|act|engage|support|send|follow|proceed) ~",
		"i (can not|will not|am unable to|am not able to|must decline to|have to decline to|refuse to|am not comfortable|do not feel comfortable) (do (this|that)|write|writing|say (this|that)|provide|providing|answer|respond|discuss|discussing|ask|asking|continue|continuing|engage|engaging|help|helping|assist|assisting|pursue|support|proceed|generate|follow|with (this|that))", "i (must|have to|need to|will|would like to|respectfully) (decline|refuse|pass)", "i decline",
	}},
	{speaksFor, 1, clause, []string{"the (ai |virtual |) (assistant|bot|chatbot|ai|agent) (then |) (replies|responds|says|answers|asks|explains|continues|writes)", "(you|assistant) (reply|respond|replies|responds|answers)", "i (say|ask|reply|answer)"}},
	{orders, 1, anywhere, []string{"(shall|should) i", "(would you like|do you want|want) me to", "how (should|would you like|do you want)", "what should (i|it)", "anything else"}},
	{requests, 1, anywhere, []string{"(please |could you |can you |would you )(share|provide|tell|describe|send|paste|give|specify|clarify)", "let me know", "tell me", "(could|can|would|may) (you|i)", "share (the|your)", "send me", "provide (the|your)", "paste"}},
	{givesAge, 1, anywhere, []string{"i am (a |an |only |already |just |now |currently |about |almost |over |nearly |around |roughly |barely |still |turning |going to be |actually |)", "i (am |was |) (still |already |now |) in my (early |mid |late |mid-|)", "i (will be|will turn|turned|turn)", "at my age (of |)", "(i have been alive|i have lived|i was born)( for |)( almost | over |)", "since i am", "because i am", "age", "(being|at the age of|at)", "(mit meinen|a mis|du haut de mes)", "ich werde", "as (a|an)", "i (just|recently) turned", "my age is", "my", "ich bin (schon |erst |jetzt |fast |bereits |ja |)", "j'ai (déjà |bientôt |presque |)", "tengo (ya |casi |solo |)", "à"}},
	{givesGender, 1, anywhere, []string{"i am (actually |just |) (a|an|the|his|her|their|your)", "(as|being|speaking as) (a|an|the|his|her|their)", "(we|us)", "i am", "(sex|gender|geschlecht|sexe|sexo)", "ich bin (ein|eine)", "als", "(en tant que|comme|como)", "je suis (un|une|la|le|sa|son)", "soy (un|una|)", "ich bin", "je suis"}},
	{givesName, 1, anywhere, []string{"(my|the) (name|full name|first name) is", "you are (speaking|talking) (with|to)", "i am called", "(call|reach) me (as|)", "(friends|everyone|people|they) (call|calls) me", "i go by", "(under|for) the name (of|)", "(name|nombre|nom)", "soy", "ich heiße", "mein name ist", "me llamo", "je m'appelle", "mi nombre es", "you can call me", "(my name's|name's)"}},
	{maybeName, 1, clause, []string{"i am", "this is", "it is"}},
	{inRole, 1, clause, []string{"as"}},
	{advises, 1, clause, []string{"you (should|could|can|might|may|will|need to|must|have to|would want) (also |then |always |first |even |) (want to |need to |try|start|use|consider|make|check|do|go|add|talk|ask|see|avoid|contact|consult|speak|take|also|apply|look|keep|reach|find|be able|visit|click|open|select|set|remove|focus|include|create|bring|call|get|eat|drink|rest|put|save|set)", "(try|consider|avoid) (to|not|a|an|the|using|taking|adding|making|doing|setting|drinking|eating|talking|speaking|reaching|breaking|writing|starting|getting|going|keeping)", "make sure (to|you|your|that)", "be sure to", "remember (to|that you)", "do not forget to", "it is (important|best|essential|recommended|advisable|crucial|a good idea) to"}},
}
