package stage

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/text"
)

// mostExecLine is the longest line that a program may answer with, in bytes.
const mostExecLine = 64 << 20

// execDied says that the program ended, or had to be ended, without an answer.
type execDied struct{ reason, detail string }

// Error returns the reason and the particulars.
func (e *execDied) Error() string { return e.reason + ": " + e.detail }

// execProc is one running program. Many may ask at once.
type execProc struct {
	cmd    *exec.Cmd
	stdout io.ReadCloser
	stderr *tail

	writing sync.Mutex
	stdin   io.WriteCloser

	mu      sync.Mutex
	pending map[seedbed.ID]chan execAnswer
	late    bool  // it was killed since an answer took too long
	fault   error // it answered with something that is no answer
	ending  bool
	done    chan struct{} // closed when it has ended
	status  string        // how it ended
}

func startExec(command []string, dir string, env []string) (*execProc, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = dir, env, time.Second
	p := &execProc{cmd: cmd, stderr: &tail{}, pending: map[seedbed.ID]chan execAnswer{}, done: make(chan struct{})}
	cmd.Stderr = p.stderr
	var err error
	if p.stdin, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("starting it: %w", err)
	}
	if p.stdout, err = cmd.StdoutPipe(); err != nil {
		return nil, fmt.Errorf("starting it: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting it: %w", err)
	}
	go p.read()
	return p, nil
}

func (p *execProc) ended() bool {
	select {
	case <-p.done:
		return true
	default:
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ending
}

// kill ends the program at once. Its children may live on; its pipes do not.
func (p *execProc) kill() {
	p.mu.Lock()
	p.ending = true
	p.mu.Unlock()
	_ = p.cmd.Process.Kill() // it may have ended by itself
	_ = p.stdout.Close()
}

// close ends the program's input, and kills it if it does not end within grace.
func (p *execProc) close(grace time.Duration) {
	p.mu.Lock()
	p.ending = true
	p.mu.Unlock()
	killer := time.AfterFunc(grace, p.kill)
	p.writing.Lock()
	_ = p.stdin.Close() // a second close says so, and is harmless
	p.writing.Unlock()
	<-p.done
	killer.Stop()
}

// ask sends one line and waits for its answer. The error is an *execDied where
// the program ended first or took longer than timeout. With last, its input ends
// after the line.
func (p *execProc) ask(ctx context.Context, id seedbed.ID, line []byte, timeout time.Duration, last bool) (execAnswer, error) {
	ch := make(chan execAnswer, 1)
	p.mu.Lock()
	if _, twice := p.pending[id]; twice {
		p.mu.Unlock()
		return execAnswer{}, fmt.Errorf("row %s is under way twice", id.Short())
	}
	p.pending[id] = ch
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.pending, id)
		p.mu.Unlock()
	}()
	stop := context.AfterFunc(ctx, p.kill)
	defer stop()
	timer := time.AfterFunc(timeout, func() {
		p.mu.Lock()
		p.late = true
		p.mu.Unlock()
		p.kill()
	})
	defer timer.Stop()

	p.writing.Lock()
	_, err := p.stdin.Write(line)
	if last && err == nil {
		err = p.stdin.Close()
	}
	p.writing.Unlock()
	if err != nil { // it is ending, and may have answered before
		p.kill()
	}
	select {
	case a := <-ch:
		return a, nil
	case <-p.done:
	}
	select {
	case a := <-ch:
		return a, nil
	default:
	}
	if ctx.Err() != nil {
		return execAnswer{}, ctx.Err()
	}
	return execAnswer{}, p.death(timeout)
}

// death says how the program ended.
func (p *execProc) death(timeout time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fault != nil {
		return p.fault
	}
	said := p.stderr.String()
	if said != "" {
		said = "; it said last: " + said
	}
	if p.late {
		return &execDied{"program took too long", fmt.Sprintf("no answer within %s%s", timeout, said)}
	}
	return &execDied{"program died on it", p.status + said}
}

// read hands answers to those who asked, until the program ends.
func (p *execProc) read() {
	fault := p.answers(bufio.NewReaderSize(p.stdout, 64<<10))
	p.mu.Lock()
	p.fault = fault
	p.mu.Unlock()
	if fault != nil {
		p.kill()
	}
	err := p.cmd.Wait()
	p.mu.Lock()
	if p.status = "it ended without an answer"; err != nil {
		p.status = err.Error()
	}
	p.mu.Unlock()
	close(p.done)
}

func (p *execProc) answers(r *bufio.Reader) error {
	for n := 1; ; n++ {
		line, err := readLine(r)
		if len(bytes.TrimSpace(line)) > 0 {
			if fault := p.answer(line, n); fault != nil {
				return fault
			}
		}
		if errors.Is(err, errLongLine) {
			return fmt.Errorf("line %d of its output is longer than %d MiB", n, mostExecLine>>20)
		}
		if err != nil {
			return nil
		}
	}
}

func (p *execProc) answer(line []byte, n int) error {
	a, err := parseExecLine(line)
	if err == nil {
		p.mu.Lock()
		ch, asked := p.pending[a.id]
		delete(p.pending, a.id)
		p.mu.Unlock()
		if asked {
			ch <- a
			return nil
		}
		err = fmt.Errorf("it has not been asked about row %s, or has answered already", a.id.Short())
	}
	return &seedbed.Error{
		Code:    seedbed.CodeInvalid,
		Message: fmt.Sprintf("line %d of its output is no answer: %v: %s", n, err, text.Harmless(strings.TrimSpace(string(line[:min(len(line), 400)])), 160)),
		Fix:     `answer each line with one line {"id": the same, "records": [{...}]}, and write anything else to standard error`,
	}
}

var errLongLine = errors.New("line too long")

// readLine reads a line of at most mostExecLine bytes.
func readLine(r *bufio.Reader) ([]byte, error) {
	var long []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(long)+len(part) > mostExecLine {
			return nil, errLongLine
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			if long == nil {
				return part, err
			}
			return append(long, part...), err
		}
		long = append(long, part...)
	}
}

// tail keeps the last of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

const tailSize = 2048

// Write implements io.Writer.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, b[max(0, len(b)-tailSize):]...)
	t.buf = append(t.buf[:0], t.buf[max(0, len(t.buf)-tailSize):]...)
	return len(b), nil
}

// String returns the last three lines, fit to be shown.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(string(t.buf)), "\n")
	return text.Harmless(strings.Join(lines[max(0, len(lines)-3):], " / "), 400)
}
