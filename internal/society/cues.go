package society

import "strings"

// cue says what a word does in a sentence.
type cue uint64

const (
	cueLink       cue = 1 << iota // may stand between a person and what they are
	cuePast                       // was, formerly, until
	cueEvent                      // joined, became: true of any day before
	cueFuture                     // will, soon
	cueNot                        // not, never, rumour: nothing is claimed
	cueIf                         // if, would
	cueReport                     // reports, answers: the other is the manager
	cueManager                    // manager, boss
	cueManage                     // manages, supervises
	cueBy                         // by, under
	cueLead                       // leads, runs
	cueBudget                     // budget
	cueSpent                      // spent, invoice: the amount is not the budget
	cuePay                        // salary, earns
	cueBased                      // based, office
	cueJoin                       // joined, started
	cueLeave                      // left, last day
	cueDue                        // due, planned: links a milestone and a date
	cueActs                       // says that somebody is there now
	cueGreet                      // hi, dear
	cueAbout                      // around, roughly
	cueCurrency                   // EUR, euros
	cueThousand                   // k, thousand
	cueMillion                    // m, million
	cueMove                       // moved, transferred
	cueLeaveOf                    // leave, holiday: leaving is not meant
	cueMonth                      // a month's name
	cueGiven                      // a given name
	cueFamily                     // a family name of the lists
	cueOrigin                     // from: what was, not what is
	cueAsk                        // ask, contact: whom to turn to
	cueProject                    // project
	cueHolds                      // may stand between a role and who has it
	cueFirm                       // the company
	cueHappens                    // may stand between an event and its date
	cueHypothesis                 // nothing in the sentence is claimed
	cuePronoun                    // I, she
)

// cueWords are the words of each cue, folded.
var cueWords = []struct {
	cue   cue
	words string
}{
	{cueLink, "is was are were be been being has have had as our the a an in of at within acts acting act serves serving serve works working work worked " +
		"currently now presently today still already since became become becomes who whose whom which that role roles job position post title capacity duties function " +
		"appointed promoted named made took taken takes over on holds held hold holding fills filled filling continues continued remains remained remain officially " +
		"formally recently just new newly interim permanent started starts start begins began begin doing does into up to member part belongs belong team department unit first " +
		"group sits sit side division crew joined joins join will shall soon from this last next month week year colleague our my your their his her its am m re s ve " +
		"former formerly previously until once ex also both long longstanding responsible there here employed hired based out full time day days mr ms mrs dr " +
		"stepped steps step moved moves transferred it always only by belonging assigned attached currently ago years months weeks sitting " +
		"staff directly straight person people colleagues us went goes passed passes given handed fell falls"},
	{cuePast, "was were had former formerly previously until ex earlier then used old outgoing predecessor prior originally initially once back ago"},
	{cueEvent, "became joined took promoted appointed moved started named transferred made hired switched stepped succeeded"},
	{cueFuture, "will shall soon becomes upcoming incoming designate next going ll future"},
	{cueNot, "not never no neither nor rumour rumours rumor rumors wrongly mistaken mistakenly wrong instead rather than unlike fictional example allegedly supposedly without cannot hypothetical advertised average statutory"},
	{cueIf, "if would could might should whether unless suppose imagine wish hopes hoped"},
	{cueReport, "reports report reporting answers answerable"},
	{cueManager, "manager boss supervisor superior chief"},
	{cueManage, "manages managing managed supervises supervised supervising oversees overseen overseeing line"},
	{cueBy, "by under"},
	{cueLead, "leads lead leading led heads heading headed runs running run charge owner owns coordinates coordinated steers helm directs responsible leader"},
	{cueBudget, "budget budgeted budgets funding funded allocation allocated envelope funds financed"},
	{cueSpent, "spent spend spending remaining left cost costs invoice invoices invoiced paid overspend overspent underspend saved quote quoted offer each extra additional more less cut "},
	{cuePay, "salary pay earns earn earning earned wage wages paid remuneration compensation income gross"},
	{cueBased, "based office offices located works sits desk site located working location home"},
	{cueJoin, "first joined joins join joining started starts starting start hired onboard came arrived began begins employed"},
	{cueLeave, "left leaves leaving departs departed last resigned resigns retires retired quits quit goes farewell gone"},
	{cueDue, "due planned scheduled set on by for is was will be the of takes place take took at happen happens happening expected date deadline target begins begin starts start " +
		"held fixed slated moved postponed brought forward to from now been has have project s and end ends until latest complete completed done finished ready pencilled " +
		"in our this new falls fall down still confirmed aim aiming aims day planning agreed remains should with before no later than originally initially we re are a an it its up comes coming lands land landing calendar friday monday tuesday wednesday thursday marked booked put as"},
	{cueActs, "will is has can should needs please manages leads works reports sends agrees wants plans prepares handles today tomorrow currently now takes presents hosts writes joins runs chairs meets calls visits organises organizes"},
	{cueGreet, "hi hello dear hey thanks regards cheers morning afternoon"},
	{cueAbout, "around about roughly approximately nearly almost some circa"},
	{cueCurrency, "eur euro euros usd dollar dollars gbp pound pounds nok sek dkk chf kr kroner"},
	{cueThousand, "k thousand"},
	{cueMillion, "m mn mio million"},
	{cueMove, "moved moves moving transferred transfers transfer switched switches switching"},
	{cueLeaveOf, "leave holiday vacation sick parental maternity paternity annual lunch meeting office early home building room call trip"},
	{cueMonth, "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"},
	{cueOrigin, "from"},
	{cueAsk, "ask contact tell call email cc inform remind invite to send"},
	{cueProject, "project projects"},
	{cueHolds, "is was remains goes went passes passed to by held filled given handed falls fell now will be become becomes has been our new the currently named mr ms dr still"},
	{cueFirm, "us company organisation organization firm board day business here"},
	{cueHappens, "on of from was is happened occurred decided dated taken made the"},
	{cuePronoun, "i my she he her his"},
	{cueHypothesis, "if unless suppose imagine whether hypothetical fictional rumour rumours rumor rumors allegedly supposedly"},
}

var monthNumbers = map[string]int{
	"jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5, "jun": 6, "june": 6, "jul": 7, "july": 7,
	"aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "oct": 10, "october": 10, "nov": 11, "november": 11, "dec": 12, "december": 12,
}

// commonGiven are given names that models like to give to people who do not exist,
// beside those of the lists.
const commonGiven = "john sarah emily michael david james jane robert mary jennifer lisa tom thomas anna emma peter laura kate daniel rachel alex maria paul " +
	"linda susan karen jessica ashley amanda kevin brian george andrew steven eric sophia olivia ethan noah liam chloe lucas samuel alice bob charlie elena"

// vocabulary numbers the words that anything is known of.
type vocabulary struct {
	ids    map[string]int32
	cues   []cue
	months []int8
}

func newVocabulary() *vocabulary {
	v := &vocabulary{ids: map[string]int32{}}
	for _, c := range cueWords {
		for _, w := range strings.Fields(c.words) {
			v.mark(w, c.cue)
		}
	}
	for name, n := range monthNumbers {
		v.months[v.id(name)] = int8(n)
	}
	for _, g := range nameGroups() {
		for _, name := range g.given {
			for _, w := range foldWords(name) {
				v.mark(w, cueGiven)
			}
		}
		for _, name := range g.family {
			for _, w := range foldWords(name) {
				v.mark(w, cueFamily)
			}
		}
	}
	for _, w := range strings.Fields(commonGiven) {
		v.mark(w, cueGiven)
	}
	return v
}

func (v *vocabulary) id(word string) int32 {
	n, ok := v.ids[word]
	if !ok {
		n = int32(len(v.cues))
		v.ids[word] = n
		v.cues = append(v.cues, 0)
		v.months = append(v.months, 0)
	}
	return n
}

func (v *vocabulary) mark(word string, c cue) { v.cues[v.id(word)] |= c }
