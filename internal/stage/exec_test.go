package stage

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// TestExecProgram is no test: it is the program that the tests below run, when
// the variable says so. What it does with a record stands in the record.
func TestExecProgram(t *testing.T) {
	mode := os.Getenv("SEEDBED_TEST_EXEC")
	if mode == "" {
		return
	}
	if mode == "broken" {
		fmt.Fprintln(os.Stderr, "SyntaxError: no such thing")
		os.Exit(3)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	var held []string
	for in.Scan() {
		if answer := execAnswerFor(in.Text()); answer != "" {
			held = append(held, answer)
		}
		if mode != "backwards" || len(held) == 4 {
			flushBackwards(&held)
		}
	}
	flushBackwards(&held)
	os.Exit(0)
}

func flushBackwards(held *[]string) {
	for _, s := range slices.Backward(*held) {
		fmt.Println(s)
	}
	*held = nil
}

func execAnswerFor(line string) string {
	var q struct {
		ID     string
		Fields struct{ Text string }
		Scores map[string]any
	}
	if err := json.Unmarshal([]byte(line), &q); err != nil {
		panic(err)
	}
	switch word, rest, _ := strings.Cut(q.Fields.Text, " "); word {
	case "die":
		fmt.Fprintln(os.Stderr, "Traceback\n\x1b[31mit was too much")
		os.Exit(7)
	case "sleep":
		time.Sleep(time.Hour)
	case "silent":
		return ""
	case "garbage":
		return "hello \x1b[31m"
	case "wrong":
		return `{"id":"00000000000000000000000000000000","keep":true}`
	case "keep":
		return fmt.Sprintf(`{"id":%q,"keep":true}`, q.ID)
	case "reject":
		return fmt.Sprintf(`{"id":%q,"reject":"not clean","detail":%q}`, q.ID, rest)
	case "score":
		return fmt.Sprintf(`{"id":%q,"reject":%q}`, q.ID, fmt.Sprint(q.Scores))
	case "env":
		_, there := os.LookupEnv(rest)
		return fmt.Sprintf(`{"id":%q,"reject":"%v"}`, q.ID, there)
	case "long":
		return fmt.Sprintf(`{"id":%q,"records":[{"text":%q}]}`, q.ID, strings.Repeat("x", 1<<20))
	}
	return fmt.Sprintf(`{"id":%q,"records":[{"text":%q},{"text":"second"}]}`, q.ID, strings.ToUpper(q.Fields.Text))
}

func execWith(t testing.TB, mode string, cfg execConfig) *execStage {
	t.Helper()
	t.Setenv("SEEDBED_TEST_EXEC", mode)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Command = []string{exe, "-test.run=^TestExecProgram$"}
	scope, problems := keepScope(textSchema)
	needs := cfg.Check(scope)
	if len(*problems) > 0 || !needs.Output.Open {
		t.Fatal(*problems)
	}
	st, err := Exec().New(&cfg, plan.Env{Stage: &plan.Stage{Name: "cleaned", Fingerprint: seedbed.Fingerprint{5}}, Plan: &plan.Plan{Dir: t.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	return st.(*execStage)
}

// noLeaks fails the test when goroutines outlive it; it is called first.
func noLeaks(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, ignore) })
}

func TestExecAnswers(t *testing.T) {
	noLeaks(t)
	t.Setenv("MY_API_KEY", "x")
	t.Setenv("SECRET_THING", "x")
	t.Setenv("HARMLESS_VARIABLE", "x")
	e := execWith(t, "plain", execConfig{})
	defer e.Close()
	for i, tc := range []struct{ text, want string }{
		{"shout", `[{"text":"SHOUT"} {"text":"second"}]`},
		{"keep it", `[{"text":"keep it"}]`},
		{"reject bäd", `rejected "not clean" "bäd"`},
		{"score", `rejected "map[helpful:6]" ""`},
		{"env MY_API_KEY", `rejected "false" ""`},
		{"env SECRET_THING", `rejected "false" ""`},
		{"env HARMLESS_VARIABLE", `rejected "true" ""`},
		{"die now", `rejected "program died on it" "exit status 7; it said last: Traceback / ␛[31mit was too much"`},
		{"after", `[{"text":"AFTER"} {"text":"second"}]`},
	} {
		r := textRow(i, tc.text)
		r.Origin = seedbed.OriginHuman
		r.Scores = []seedbed.Score{
			{Criterion: "helpful", Status: seedbed.Scored, Value: int64(6), Stage: "s"},
			{Criterion: "tone", Status: seedbed.Unscored, Stage: "s"},
		}
		out, err := e.Process(context.Background(), r)
		if err != nil {
			t.Fatalf("%s: %v", tc.text, err)
		}
		got := ""
		var fields []string
		for _, o := range out {
			fields = append(fields, string(o.Fields.AppendJSON(nil)))
		}
		if d := out[0].Decision; d.State == seedbed.Rejected {
			got = fmt.Sprintf("rejected %q %q", d.Reason, d.Detail)
		} else if got = fmt.Sprint(fields); out[0].ID != r.ID && (out[1].ID != seedbed.ChildID(seedbed.Fingerprint{5}, []seedbed.ID{r.ID}, 1) || out[1].Origin != seedbed.OriginPerturbed) {
			t.Errorf("%s: %+v", tc.text, out[1])
		}
		if got != tc.want {
			t.Errorf("%s: %s, want %s", tc.text, got, tc.want)
		}
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if _, err := e.Process(context.Background(), textRow(1, "x")); err == nil {
		t.Error("a closed stage answers")
	}
}

func TestExecLongLine(t *testing.T) {
	noLeaks(t)
	e := execWith(t, "plain", execConfig{})
	defer e.Close()
	out, err := e.Process(context.Background(), textRow(1, "long"))
	if err != nil || len(out[0].Fields.Text("text")) != 1<<20 {
		t.Fatalf("%d records, %v", len(out), err)
	}
}

func TestExecTooSlow(t *testing.T) {
	noLeaks(t)
	e := execWith(t, "plain", execConfig{Timeout: 300 * time.Millisecond})
	defer e.Close()
	out, err := e.Process(context.Background(), textRow(1, "sleep"))
	if err != nil || out[0].Decision.Reason != "program took too long" {
		t.Errorf("%+v, %v", out, err)
	}
	// Alone it is told that its input has ended, and ends too: which of the two is
	// sooner depends on the machine.
	out, err = e.Process(context.Background(), textRow(1, "silent"))
	if err != nil || !strings.HasPrefix(out[0].Decision.Reason, "program ") {
		t.Errorf("%+v, %v", out, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Process(ctx, textRow(2, "sleep")); err == nil {
		t.Error("an ended context is no error")
	}
}

func TestExecFaults(t *testing.T) {
	noLeaks(t)
	for text, want := range map[string]string{
		"garbage": `line 1 of its output is no answer: invalid character 'h' looking for beginning of value: hello ␛[31m; answer each line with one line`,
		"wrong":   "it has not been asked about row 00000000",
	} {
		e := execWith(t, "plain", execConfig{})
		if _, err := e.Process(context.Background(), textRow(1, text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
		e.Close()
	}
	e := execWith(t, "broken", execConfig{})
	defer e.Close()
	var err error
	for i := 0; i < 10 && err == nil; i++ {
		_, err = e.Process(context.Background(), textRow(i, "x"))
	}
	if err == nil || !strings.Contains(err.Error(), "it has died 5 times in a row: exit status 3; it said last: SyntaxError: no such thing") {
		t.Error(err)
	}
	e2 := execWith(t, "plain", execConfig{})
	e2.start = func() (*execProc, error) { return startExec([]string{"./not-there"}, t.TempDir(), nil) }
	defer e2.Close()
	if _, err := e2.Process(context.Background(), textRow(1, "x")); err == nil || !strings.Contains(err.Error(), "not-there") {
		t.Error(err)
	}
}

// Many rows at once, answered in another order, some of them deadly: every row
// has its own answer.
func TestExecManyAtOnce(t *testing.T) {
	noLeaks(t)
	e := execWith(t, "backwards", execConfig{Workers: 2, Batch: 4, Timeout: 20 * time.Second})
	defer e.Close()
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			text, want := fmt.Sprintf("row %d", i), fmt.Sprintf("ROW %d", i)
			if i == 20 {
				text, want = "die", "die"
			}
			out, err := e.Process(context.Background(), textRow(i, text))
			if err != nil || out[0].Fields.Text("text") != want || (i == 20) != (out[0].Decision.Reason == "program died on it") {
				t.Errorf("row %d: %+v, %v", i, out, err)
			}
		})
	}
	wg.Wait()
}

func TestExecProblems(t *testing.T) {
	for _, tc := range []struct {
		command []string
		want    string
	}{
		{nil, "command: no program is named; write command: [python3, clean.py]"},
		{[]string{"no-such-program-here"}, `command.0: program no-such-program-here is not there: exec: "no-such-program-here": executable file not found in $PATH; install it, or write the path of a program in the project folder as ./name`},
		{[]string{"./clean"}, "command.0: ./clean is not there; "},
		{[]string{"sh", "-x", "clean.sh"}, "command.2: clean.sh is not there; "},
	} {
		scope, problems := keepScope(textSchema)
		scope.ReadFile = func(key, path, _ string) ([]byte, bool) {
			scope.Problem(key, path+" is not there", "")
			return nil, false
		}
		(&execConfig{Command: tc.command}).Check(scope)
		if got := strings.Join(*problems, "\n"); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
}

func FuzzExecLine(f *testing.F) {
	for _, s := range []string{
		`{"id":"7f000000000000000000000000000000","keep":true}`, `{"id":"7f000000000000000000000000000000","records":[{"a":1},{"b":null}]}`,
		`{"id":"7f000000000000000000000000000000","reject":"x","detail":"y"}`, `{"id":1}`, `{}`, `null`, `[`, `{"id":"7f000000000000000000000000000000","records":[null]}`,
		`{"id":"7f000000000000000000000000000000","records":null}`, `{"id":"7f000000000000000000000000000000","keep":true} x`, strings.Repeat(`{"records":[`, 2000),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		a, err := parseExecLine(line)
		if err != nil {
			return
		}
		said := 0
		for _, b := range []bool{a.keep, a.reject != "", a.records != nil} {
			if b {
				said++
			}
		}
		if said != 1 {
			t.Fatalf("%q: %+v", line, a)
		}
	})
}

func BenchmarkExec(b *testing.B) {
	e := execWith(b, "plain", execConfig{})
	defer e.Close()
	i := 0
	for b.Loop() {
		if _, err := e.Process(context.Background(), textRow(i, "shout")); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
