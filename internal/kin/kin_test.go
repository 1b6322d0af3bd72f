package kin

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestShippedTable(t *testing.T) {
	table, problems := (&Table{}).With(File, shipped)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if n := len(table.Families()); n < 40 {
		t.Errorf("only %d families", n)
	}
	seen := map[string]string{}
	for _, f := range table.Families() {
		if !strings.HasPrefix(f.Source, "https://") || len(f.Date) != 7 || f.Maker == "" || len(f.Names) == 0 {
			t.Errorf("%s does not say who made it, where they say so and when: %+v", f.Name, f)
		}
		for _, n := range f.Names {
			if seen[n] != "" {
				t.Errorf("%s is a name of %s and of %s", n, seen[n], f.Name)
			}
			seen[n] = f.Name
		}
	}
}

func TestPlace(t *testing.T) {
	for id, want := range map[string]string{
		"gpt-5-mini":                                       "gpt",
		"gpt-4o-2024-08-06":                                "gpt",
		"o3-mini":                                          "gpt",
		"o4-mini-deep-research":                            "gpt",
		"openai/gpt-oss-120b":                              "gpt-oss, from gpt (research)",
		"ft:gpt-4o-mini-2024-07-18:org::abc":               "a fine-tune, from gpt (weights), more that nobody tells",
		"claude-3-5-sonnet-20241022":                       "claude",
		"us.anthropic.claude-3-5-sonnet-20241022-v2:0":     "claude",
		"claude-3-5-sonnet@20240620":                       "claude",
		"models/gemini-2.0-flash-exp":                      "gemini",
		"google/gemma-2-9b-it":                             "gemma, from gemini (research)",
		"gemma3:4b-it-qat":                                 "gemma, from gemini (research)",
		"meta-llama/Llama-3.1-8B-Instruct":                 "llama",
		"unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit":      "llama",
		"llama3.2:1b-instruct-q4_K_M":                      "llama",
		"accounts/fireworks/models/llama-v3p1-8b-instruct": "llama",
		"meta.llama3-1-70b-instruct-v1:0":                  "llama",
		"codellama-34b-python-hf":                          "llama",
		"bartowski/Llama-3.2-3B-Instruct-Q5_K_S.gguf":      "llama",
		"mistralai/Mixtral-8x22B-Instruct-v0.1":            "mistral",
		"mistral-large-latest":                             "mistral",
		"mistral.mistral-7b-instruct-v0:2":                 "mistral",
		"Qwen/Qwen2.5-0.5B-Instruct-GGUF":                  "qwen",
		"qwen3-30b-a3b-thinking-2507":                      "qwen",
		"QwQ-32B":                                          "qwen",
		"deepseek/deepseek-r1:free":                        "deepseek",
		"deepseek-chat":                                    "deepseek",
		"deepseek-v3.1":                                    "deepseek",
		"deepseek-ai/DeepSeek-R1-Distill-Qwen-7B":          "deepseek-distill-qwen, from qwen (weights), deepseek (taught)",
		"deepseek-r1:70b":                                  "deepseek-distill-llama, from llama (weights), deepseek (taught)",
		"deepseek-r1:8b":                                   "deepseek-distill, from deepseek (taught), more that nobody tells",
		"deepseek-r1:671b":                                 "deepseek",
		"microsoft/Phi-3-mini-4k-instruct":                 "phi, from gpt (taught)",
		"phi4":                                             "phi, from gpt (taught)",
		"command-r-plus-08-2024":                           "command",
		"grok-4-fast":                                      "grok",
		"allenai/OLMo-2-1124-7B":                           "olmo",
		"allenai/OLMo-2-1124-7B-Instruct":                  "olmo-instruct, from olmo (weights), gpt (taught), claude (taught)",
		"allenai/Llama-3.1-Tulu-3-8B":                      "tulu, from llama (weights), gpt (taught), claude (taught)",
		"HuggingFaceTB/SmolLM2-135M-Instruct":              "smollm, from mistral (taught), llama (taught)",
		"ibm-granite/granite-3.1-8b-instruct":              "granite",
		"nvidia/Llama-3.1-Nemotron-70B-Instruct-HF":        "llama-nemotron, from llama (weights), nemotron-4 (taught), more that nobody tells",
		"nvidia/Llama-3_3-Nemotron-Super-49B-v1":           "llama-nemotron, from llama (weights), nemotron-4 (taught), more that nobody tells",
		"01-ai/Yi-1.5-34B-Chat":                            "yi",
		"zai-org/GLM-4.5-Air":                              "glm",
		"moonshotai/Kimi-K2-Instruct":                      "kimi",
		"tiiuae/falcon-7b-instruct":                        "falcon",
		"lmsys/vicuna-13b-v1.5":                            "vicuna, from llama (weights), gpt (taught)",
		"TinyLlama/TinyLlama-1.1B-Chat-v1.0":               "tinyllama-chat, from tinyllama (weights), gpt (taught)",
		"cognitivecomputations/dolphin-2.9-llama3-8b":      "a fine-tune, from llama (weights), more that nobody tells",
		"NousResearch/Hermes-3-Llama-3.1-8B":               "a fine-tune, from llama (weights), more that nobody tells",
		"someone/qwen2.5-7b-legal":                         "a fine-tune, from qwen (weights), more that nobody tells",
		"merge-mistral-7b-qwen2":                           "a fine-tune, from mistral (weights), qwen (weights), more that nobody tells",
		"EleutherAI/gpt-neo-1.3B":                          "unknown",
		"EleutherAI/gpt-j-6b":                              "unknown",
		"local":                                            "unknown",
		"mock-writer":                                      "unknown",
		"llamafile-x":                                      "unknown",
		"phixtral":                                         "unknown",
		"python3 model.py":                                 "unknown",
		"":                                                 "unknown",
		"\x00\xff/":                                        "unknown",
		strings.Repeat("llama-", 10_000) + "x":             "a fine-tune, from llama (weights), more that nobody tells",
		"o1x":                                              "unknown",
		"yi":                                               "unknown",
		"openlm-research/open_llama_3b_v2":                 "open-llama",
	} {
		if got := Shipped().Place(Model{ID: id}).String(); got != want {
			t.Errorf("%.80q is %s; want %s", id, got, want)
		}
	}
}

func TestRelate(t *testing.T) {
	for _, c := range []struct {
		a, b Model
		want Relation
	}{
		{Model{ID: "gpt-5-mini"}, Model{ID: "gpt-5-mini"}, Same},
		{Model{ID: "local"}, Model{ID: "local"}, Same},
		{Model{ID: "local", Revision: "a"}, Model{ID: "local", Revision: "b"}, Unknown},
		{Model{ID: "meta-llama/Llama-3.1-8B-Instruct"}, Model{ID: "x/Llama-3.1-8B-Instruct-Q4_K_M-GGUF"}, Same},
		{Model{ID: "gpt-4o"}, Model{ID: "o3-mini"}, Kindred},
		{Model{ID: "llama3:8b"}, Model{ID: "llama3:70b"}, Kindred},
		{Model{ID: "vicuna-7b"}, Model{ID: "llama-2-7b"}, Inheritance},
		{Model{ID: "vicuna-7b"}, Model{ID: "gpt-4"}, Inheritance},
		{Model{ID: "vicuna-7b"}, Model{ID: "phi-3"}, Kindred},
		{Model{ID: "deepseek-r1-distill-qwen-7b"}, Model{ID: "qwen2.5-7b"}, Inheritance},
		{Model{ID: "deepseek-r1-distill-qwen-7b"}, Model{ID: "deepseek-v3"}, Inheritance},
		{Model{ID: "deepseek-r1-distill-qwen-7b"}, Model{ID: "mistral-7b"}, Independent},
		{Model{ID: "gemma-2-9b-it"}, Model{ID: "gemini-2.5-pro"}, Inheritance},
		{Model{ID: "shieldgemma-2b"}, Model{ID: "gemini-2.5-pro"}, Inheritance},
		{Model{ID: "gpt-5-mini"}, Model{ID: "claude-haiku-4-5"}, Independent},
		{Model{ID: "dolphin-llama3"}, Model{ID: "llama3.1"}, Inheritance},
		{Model{ID: "dolphin-llama3"}, Model{ID: "claude-haiku-4-5"}, Unknown},
		{Model{ID: "dolphin-llama3"}, Model{ID: "hermes-3-llama-3.1-8b"}, Kindred},
		{Model{ID: "local"}, Model{ID: "gpt-5-mini"}, Unknown},
		{Model{ID: "local", Family: "mine"}, Model{ID: "gpt-5-mini"}, Independent},
		{Model{ID: "local", Family: "mine < gpt"}, Model{ID: "gpt-5-mini"}, Inheritance},
		{Model{ID: "local", Family: "mine<llama:weights, ?"}, Model{ID: "gpt-5-mini"}, Unknown},
		{Model{ID: "a", Family: "mine"}, Model{ID: "b", Family: "Mine"}, Kindred},
		{Model{ID: "a", Family: "mine"}, Model{ID: "b", Family: "theirs < mine"}, Inheritance},
		{Model{ID: "a", Family: "mine"}, Model{ID: "b"}, Unknown},
		{Model{ID: "gpt-5-mini", Family: "claude"}, Model{ID: "claude-haiku-4-5"}, Kindred},
	} {
		got, why := Shipped().Relate(c.a, c.b)
		back, _ := Shipped().Relate(c.b, c.a)
		if got != c.want || back != got || why == "" {
			t.Errorf("%v and %v: %s (%s), and %s the other way round; want %s", c.a, c.b, got, why, back, c.want)
		}
	}
}

func TestWith(t *testing.T) {
	own := "# ours\n\nhouse\thouse-,casa\t\tllama:weights,?\tus\nllama\tllama,lama\t*\n"
	table, problems := Shipped().With("families.tsv", []byte(own))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := table.Place(Model{ID: "casa-7b"}).String(); got != "house, from llama (weights), more that nobody tells" {
		t.Error(got)
	}
	if got := table.Place(Model{ID: "lama-9-odd"}).String(); got != "llama" {
		t.Error(got)
	}
	if got := Shipped().Place(Model{ID: "casa-7b"}); got.Known {
		t.Error("the shipped table changed")
	}
	bad := "one\nA B\tx\nx\t*\ny\tabc\t\tnowhere:weights\nz\tabc\t\tllama:cousin\nok\tabc\t\n" + strings.Repeat("\t", 9) + "\nq\ta\x00b\n"
	_, problems = Shipped().With("families.tsv", []byte(bad))
	if len(problems) != 6 {
		t.Errorf("got %d problems:\n%v", len(problems), problems)
	}
	for _, p := range problems {
		if p.Pos.Line == 0 {
			t.Errorf("no place: %v", p)
		}
	}
	if _, problems = Shipped().With("families.tsv", []byte("\xff")); len(problems) != 1 {
		t.Error(problems)
	}
}

func TestCheckFamily(t *testing.T) {
	for s, want := range map[string]string{
		"mine": "", "llama": "", "mine < llama": "", "mine < llama:taught, ?": "", "mine < theirs": "",
		"": "does not say", "mine <": "does not say", "<": "does not say", "a b": "does not say", "mine < lama": `did you mean "llama"?`,
		"mine < llama:cousin": "no way of descending", strings.Repeat("x", 5000): "does not say", "mine < zzzzz": "families.tsv",
	} {
		message, fix := Shipped().CheckFamily(s, []string{"theirs"})
		if got := message + fix; (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%.40q: %q", s, got)
		}
	}
}

// A relation is the same either way round, and a model is the same as itself.
func TestRelateProperties(t *testing.T) {
	word := rapid.SampledFrom([]string{"llama", "qwen", "gpt-4", "-", "7b", "instruct", "q4_k_m", "deepseek-r1", "distill", "mine", "/", ":", "é", "3.1"})
	id := rapid.Custom(func(t *rapid.T) Model {
		return Model{
			ID:     strings.Join(rapid.SliceOfN(word, 0, 6).Draw(t, "words"), ""),
			Family: rapid.SampledFrom([]string{"", "", "mine", "mine < llama", "qwen < mine"}).Draw(t, "family"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := id.Draw(t, "a"), id.Draw(t, "b")
		if r, _ := Shipped().Relate(a, a); r != Same {
			t.Fatalf("%v is not the same as itself: %s", a, r)
		}
		x, _ := Shipped().Relate(a, b)
		y, _ := Shipped().Relate(b, a)
		if x != y {
			t.Fatalf("%v and %v: %s and %s", a, b, x, y)
		}
	})
}

func FuzzWith(f *testing.F) {
	f.Add(shipped)
	f.Add([]byte("house\thouse-*7b\t\tllama:weights,?\tus\nllama\tllama\n"))
	f.Add([]byte("a\t**x\n\ta\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, _ := Shipped().With("f", data)
		table.Place(Model{ID: string(data[:min(len(data), 200)])})
		table.Relate(Model{ID: "house-x-7b", Family: string(data[:min(len(data), 50)])}, Model{ID: "llama"})
	})
}
