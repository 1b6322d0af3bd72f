package model_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/model"
	"seedbed.dev/seedbed/internal/plan"
)

func shell(t *testing.T, script string, args ...string) seedbed.Model {
	t.Helper()
	return newModel(t, plan.Model{Provider: "exec", Command: append([]string{"sh", "-c", script, "sh"}, args...)}, model.Options{})
}

func TestExecRestarts(t *testing.T) {
	// It answers one call, then dies with the next in hand.
	m := shell(t, `read -r l; id=${l#*:}; id=${id%%,*}; echo "{\"id\":$id,\"text\":\"ok\"}"; read -r l; echo "last words" >&2; exit 3`)
	for range 2 {
		reply, err := m.Generate(t.Context(), question("x"))
		if err != nil || reply.Text != "ok" || reply.Usage.Known {
			t.Fatalf("got %+v, %v", reply, err)
		}
		call := callError(t, m)
		if call.Class != seedbed.Transient || !call.MaybeBilled || call.Message != "sh ended (exit status 3): last words" {
			t.Errorf("got %+v", call)
		}
	}
}

func TestExecManyDieAtOnce(t *testing.T) {
	m := shell(t, `read -r l; read -r l; read -r l; exit 1`)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := m.Generate(t.Context(), question("x"))
			if err == nil || !strings.Contains(err.Error(), "sh ended") {
				t.Errorf("got %v", err)
			}
		})
		time.Sleep(time.Millisecond) // so that each start meets some of them
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	// The last start may be left with fewer than three lines: ending it ends them.
	select {
	case <-done:
	case <-time.After(2 * time.Second):
		m.(interface{ Close() error }).Close()
		<-done
	}
}

func TestExecCannotStart(t *testing.T) {
	m := newModel(t, plan.Model{Provider: "exec", Command: []string{filepath.Join(t.TempDir(), "nothing")}}, model.Options{})
	if call := callError(t, m); call.Class != seedbed.Permanent || !strings.Contains(call.Message, "cannot be started") {
		t.Errorf("got %+v", call)
	}
}

func TestExecNoise(t *testing.T) {
	m := shell(t, `read -r l; echo "Loading model"; echo "[1]"; echo '{"id":999,"text":"nobody asked"}'; id=${l#*:}; id=${id%%,*}; echo "{\"id\":\"$id\",\"text\":{\"a\":[1,2]},\"finish\":\"length\",\"usage\":{\"in\":3,\"out\":-4}}"; cat >/dev/null`)
	reply, err := m.Generate(t.Context(), question("x"))
	if err != nil || reply.Text != `{"a":[1,2]}` || reply.Finish != seedbed.FinishLength || reply.Usage != (seedbed.Usage{In: 3, Known: true}) {
		t.Errorf("got %+v, %v", reply, err)
	}
}

func TestExecRequestLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "line")
	m := shell(t, `read -r l; printf '%s' "$l" > "$1"; echo '{"id":1,"text":"x"}'; cat >/dev/null`, file)
	seed := int64(5)
	r := question("a\nb")
	r.Copy, r.Attempt = 1, 0
	r.Params.Seed, r.Params.MaxTokens, r.Schema = &seed, 9, []byte("{\n \"type\": \"string\"}")
	reply, err := m.Generate(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	const want = `{"id":1,"model":"mock","messages":[{"role":"system","content":"Write a hint."},{"role":"user","content":"a\nb"}],"params":{"max_tokens":9,"seed":6},"schema":{"type":"string"},"copy":1,"attempt":0}`
	if err != nil || string(got) != want || string(reply.Request) != want {
		t.Errorf("got %s\nrequest %s\nwant %s", got, reply.Request, want)
	}
}
