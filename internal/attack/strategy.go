package attack

import "slices"

// Info is what is known of a strategy.
type Info struct {
	Name   string
	Number int    // never changes, and is of no other strategy
	Says   string // what it does to a seed, in a sentence
	Source string // where it is described
	Model  bool   // a model carries it out
	// Natural strategies leave a query as people write it: those alone are used on
	// seeds that are natural.
	Natural bool
}

// The names of the strategies.
const (
	Plain        = "plain"
	Substitute   = "substitute"
	Paraphrase   = "paraphrase"
	Crescendo    = "crescendo"
	Persona      = "persona"
	Hypothetical = "hypothetical"
	Fiction      = "fiction"
	Translate    = "translate"
	Base64       = "base64"
	Rot13        = "rot13"
	Leetspeak    = "leetspeak"
	Homoglyphs   = "homoglyphs"
	ZeroWidth    = "zero_width"
	Spacing      = "spacing"
	Reversed     = "reversed"
	ManyShot     = "many_shot"
	Splitting    = "splitting"
	Injection    = "injection"
)

// MostVariants is how many attacks one strategy makes of one seed, at the most.
const MostVariants = 1000

const jailbroken = "Wei, Haghtalab and Steinhardt 2023, Jailbroken: How Does LLM Safety Training Fail? arXiv:2307.02483"

var strategies = []Info{
	{
		Name: Plain, Number: 0, Natural: true, Says: "sends the seed as it is",
		Source: "Ganguli et al. 2022, Red Teaming Language Models to Reduce Harms, arXiv:2209.07858",
	},
	{
		Name: Substitute, Number: 1, Natural: true,
		Says:   "exchanges one word for another and sends both texts, so that a change in the reply can be laid to the word",
		Source: "Garg et al. 2019, Counterfactual Fairness in Text Classification through Robustness, AIES; Ribeiro et al. 2020, CheckList, ACL",
	},
	{
		Name: Paraphrase, Number: 2, Natural: true, Model: true, Says: "has the attacker say the seed in other words",
		Source: "Perez et al. 2022, Red Teaming Language Models with Language Models, arXiv:2202.03286",
	},
	{
		Name: Crescendo, Number: 3, Natural: true, Model: true,
		Says:   "has the attacker talk with the system over several turns, from something harmless towards the seed, seeing every reply",
		Source: "Russinovich, Salem and Eldan 2024, The Crescendo Multi-Turn LLM Jailbreak Attack, arXiv:2404.01833",
	},
	{
		Name: Persona, Number: 4, Says: "asks the system to answer as somebody whom its rules would not bind",
		Source: "Shah et al. 2023, Scalable and Transferable Black-Box Jailbreaks for Language Models via Persona Modulation, arXiv:2311.03348",
	},
	{
		Name: Hypothetical, Number: 5, Says: "puts the seed as a question about a case that is only supposed",
		Source: "Liu et al. 2023, Jailbreaking ChatGPT via Prompt Engineering: An Empirical Study, arXiv:2305.13860",
	},
	{
		Name: Fiction, Number: 6, Says: "puts the seed into a story, a play or a game",
		Source: "Li et al. 2023, DeepInception: Hypnotize Large Language Model to Be Jailbreaker, arXiv:2311.03191",
	},
	{
		Name: Translate, Number: 7, Natural: true, Model: true, Says: "has the attacker translate the seed",
		Source: "Deng et al. 2023, Multilingual Jailbreak Challenges in Large Language Models, arXiv:2310.06474; Yong et al. 2023, arXiv:2310.02446",
	},
	{Name: Base64, Number: 8, Says: "sends the seed in Base64", Source: jailbroken},
	{Name: Rot13, Number: 9, Says: "moves every letter by 13 places", Source: jailbroken},
	{Name: Leetspeak, Number: 10, Says: "writes digits and signs for letters", Source: jailbroken},
	{
		Name: Homoglyphs, Number: 11, Says: "writes letters of other alphabets that look the same",
		Source: "Boucher et al. 2022, Bad Characters: Imperceptible NLP Attacks, IEEE S&P, arXiv:2106.09898",
	},
	{
		Name: ZeroWidth, Number: 12, Says: "puts characters without a width between the letters",
		Source: "Boucher et al. 2022, Bad Characters: Imperceptible NLP Attacks, IEEE S&P, arXiv:2106.09898",
	},
	{
		Name: Spacing, Number: 13, Says: "puts spaces, dots or dashes between the letters of the longer words",
		Source: "Li et al. 2019, TextBugger: Generating Adversarial Text Against Real-world Applications, NDSS, arXiv:1812.05271",
	},
	{
		Name: Reversed, Number: 14, Says: "writes the seed, or each of its words, backwards",
		Source: "Liu et al. 2024, FlipAttack: Jailbreak LLMs via Flipping, arXiv:2410.02832",
	},
	{
		Name: ManyShot, Number: 15, Says: "puts many questions with obliging answers before the seed",
		Source: "Anil et al. 2024, Many-shot Jailbreaking, NeurIPS",
	},
	{
		Name: Splitting, Number: 16, Says: "hands the seed over in pieces, which the system is to put together",
		Source: "Kang et al. 2023, Exploiting Programmatic Behavior of LLMs, arXiv:2302.05733",
	},
	{
		Name: Injection, Number: 17, Says: "puts the seed as an instruction into a document that the system is to work on",
		Source: "Greshake et al. 2023, Not What You've Signed Up For: Compromising Real-World LLM-Integrated Applications with Indirect Prompt Injection, arXiv:2302.12173",
	},
}

// Strategies returns all strategies, in the order of their numbers.
func Strategies() []Info { return slices.Clone(strategies) }

// Find returns the strategy of a name.
func Find(name string) (Info, bool) {
	for i := range strategies {
		if strategies[i].Name == name {
			return strategies[i], true
		}
	}
	return Info{}, false
}

// Revision changes whenever what a strategy sends for the same seed does, so that
// attacks of another revision are others.
const Revision = "1"
