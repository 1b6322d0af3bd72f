package release

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sizesAndDigests are what the bytes of Parquet files decide, and not the card.
var sizesAndDigests = regexp.MustCompile("[0-9,]+ \\| `[0-9a-f]{64}`|sha256:[0-9a-f]{64}")

func TestCardSaysWhatTheJournalKnows(t *testing.T) {
	in := hintStory(t)
	writeStory(t, in)
	data, err := os.ReadFile(filepath.Join(in.Out, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	got := sizesAndDigests.ReplaceAllString(string(data), "…")
	golden := filepath.Join("testdata", "card.golden.md")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the card differs from %s (go test -update writes it anew):\n%s", golden, got)
	}
}

// TestCardOfLittle makes a card from a plan alone: what is not known is said.
func TestCardOfLittle(t *testing.T) {
	p := &plan.Plan{
		Models: []plan.Model{{Name: "writer", ID: "x"}},
		Stages: []plan.Stage{{Name: "s", Needs: plan.Needs{Prompt: "p.md", Rubric: hintRubric()}}},
		Files:  []plan.File{{Path: "p.md", Kind: "prompt", Digest: "abc", Text: []byte("Say hello.")}},
	}
	in := Input{Plan: p, Out: filepath.Join(t.TempDir(), "out"), Accepted: rowsOf()}
	writeStory(t, in)
	data, err := os.ReadFile(filepath.Join(in.Out, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"license: unknown", "# A dataset without a name", "**Purpose:** not stated", "**Made for:** not stated", "**Risk:** not stated",
		"Nobody has inspected these rows yet", "The run had not come to its end", "no reason was given", "Say hello.", "licence not known",
		"No licence is stated", "Not known: no calls", "Nothing was.", "| s |  |  | not known | not known | 0 |", "Does it tell the answer?",
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the card does not say %q:\n%s", want, data)
		}
	}
}

// TestCardOfPeople makes a card of rows that people looked at.
func TestCardOfPeople(t *testing.T) {
	in := Input{Plan: &plan.Plan{}, Out: filepath.Join(t.TempDir(), "out"), Accepted: rowsOf()}
	in.Facts.Inspections = []Inspected{{
		Stage: "inspected", Sentence: "Of 12,400 accepted rows, fewer than 4.1 % are defective.", Claims: []string{"defects <= 5%: met"},
		Raters: []string{"A. Becker", "<img src=x>"}, Unnamed: 2, Notes: []string{"People saw what the judge had answered."},
	}}
	writeStory(t, in)
	data, err := os.ReadFile(filepath.Join(in.Out, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	card := string(data)
	for _, want := range []string{"## What people found who looked", "**inspected:** Of 12,400 accepted rows", "- People saw what", "Rated by A. Becker, ", " and others who are not named."} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q:\n%s", want, card)
		}
	}
	for _, never := range []string{"Nobody has inspected", "<img"} {
		if strings.Contains(card, never) {
			t.Errorf("the card says %q:\n%s", never, card)
		}
	}
}

func TestInlineShowsAndDoesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`(<[a-z]+>|\[a\]\(b\)|https://x|www\.x|\*\*|\x60|\||&lt;|\n# |a@b|[\x00-\x1f]){0,9}`)).Draw(t, "s")
		checkInline(t, s, rapid.IntRange(0, 40).Draw(t, "limit"))
	})
}

type failer interface {
	Errorf(format string, args ...any)
}

var escaped = regexp.MustCompile("\\\\[\\\\`*_{}\\[\\]()#!|~$:@^=.]|&(lt|gt|amp);")

func checkInline(t failer, s string, limit int) {
	got := inline(s, limit)
	if !utf8.ValidString(got) {
		t.Errorf("inline(%q) is not UTF-8: %q", s, got)
	}
	rest := escaped.ReplaceAllString(got, "")
	if i := strings.IndexAny(rest, "\\`*_{}[]()#!|~$:@^=<>&"); i >= 0 {
		t.Errorf("inline(%q) lets %q through: %q", s, rest[i], got)
	}
	if strings.Contains(strings.ToLower(rest), "www.") {
		t.Errorf("inline(%q) makes a link: %q", s, got)
	}
	for _, r := range got {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			t.Errorf("inline(%q) lets %U through: %q", s, r, got)
		}
	}
}

func checkBlock(t failer, s string, limit int) {
	got := block(s, limit)
	fence, rest, _ := strings.Cut(got, "text\n")
	if strings.Trim(fence, "`") != "" || len(fence) < 3 {
		t.Errorf("block(%q) starts with %q", s, fence)
		return
	}
	if strings.Index(rest, fence) != len(rest)-len(fence)-1 {
		t.Errorf("block(%q) can be ended by its text: %q", s, got)
	}
	for _, r := range got {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("block(%q) lets %U through: %q", s, r, got)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"", "```\n# x\n```", "<b>", "www.x.y", "WWW.x", "\xff\x00\u202e", "a|b\nc", strings.Repeat("`", 50), "\\"} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = max(0, limit%1000)
		checkInline(t, s, limit)
		checkBlock(t, s, limit)
	})
}

func TestLicences(t *testing.T) {
	for _, c := range []struct{ release, source, model, want string }{
		{"MIT", "", "", "license: mit\n"},
		{"", "MIT", "mit", "license: mit\n"},
		{"", "MIT", "Apache-2.0", "license: unknown\n"},
		{"", "MIT", "", "license: unknown\n"},
		{"CC BY 4.0", "", "", "license: cc-by-4.0\n"},
		{"House rules: v2", "", "", "license: other\nlicense_name: \"house-rules-v2\"\n"},
		{"\"\n- evil: 1", "", "", "license: other\nlicense_name: \"evil-1\"\n"},
	} {
		in := &Input{Plan: &plan.Plan{
			Release: plan.Release{License: c.release},
			Sources: []plan.Source{{License: c.source}}, Models: []plan.Model{{License: c.model}},
		}}
		if got := licenseKeys(in); got != c.want {
			t.Errorf("%q, source %q, model %q: got %q, want %q", c.release, c.source, c.model, got, c.want)
		}
	}
}

func TestSizeCategory(t *testing.T) {
	for rows, want := range map[int]string{
		0: "n<1K", 999: "n<1K", 1000: "1K<n<10K", 9999: "1K<n<10K", 10_000: "10K<n<100K", 1_000_000: "1M<n<10M",
		999_999_999_999: "100B<n<1T", 1_000_000_000_000: "n>1T",
	} {
		if got := sizeCategory(rows); got != want {
			t.Errorf("%d rows: got %s, want %s", rows, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := prose.Count(n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestOriginsAndCreators(t *testing.T) {
	for _, c := range []struct {
		origin seedbed.Origin
		want   string
	}{
		{seedbed.OriginHuman, "found"},
		{seedbed.OriginPerturbed, "found machine-generated"},
		{seedbed.OriginGenerated, "machine-generated"},
		{seedbed.OriginSimulated, "machine-generated"},
		{"", "other"},
	} {
		tb := &table{stats: newStats(0)}
		tb.stats.add(&seedbed.Record{Origin: c.origin})
		if got := strings.Join(writers(tb), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.origin, got, c.want)
		}
	}
}
