package model

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	errEnded    = errors.New("the program ended")
	errLongLine = errors.New("the line is too long")
)

const (
	programGrace = 5 * time.Second // from closing its input to killing it
	keptLines    = 5               // of what it said, for a message
	keptLine     = 200             // bytes of one of them
)

// program is one process that answers lines.
type program struct {
	cmd   *exec.Cmd
	lines chan []byte   // to its standard input
	ended chan struct{} // closed once it has ended and every call was told
	quit  chan struct{} // closed to have its input closed
	once  sync.Once

	mu      sync.Mutex
	waiting map[uint64]chan answer
	over    bool
	err     error // how it ended
	last    []string
}

type answer struct {
	line []byte
	err  error
}

func startProgram(argv []string, dir string) (*program, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = dir
	cmd.WaitDelay = programGrace
	p := &program{
		cmd: cmd, lines: make(chan []byte, 64), ended: make(chan struct{}), quit: make(chan struct{}),
		waiting: map[uint64]chan answer{},
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("opening its input: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("opening its output: %w", err)
	}
	cmd.Stderr = &lineKeeper{keep: p.keep}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go p.write(in)
	go p.read(out)
	return p, nil
}

func (p *program) dead() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.over
}

// ask sends a line and waits for the one that answers it.
func (p *program) ask(ctx context.Context, id uint64, line []byte) ([]byte, error) {
	ch := make(chan answer, 1)
	p.mu.Lock()
	if p.over {
		p.mu.Unlock()
		return nil, errEnded
	}
	p.waiting[id] = ch
	p.mu.Unlock()
	select {
	case p.lines <- line:
	case a := <-ch: // it ended
		return a.line, a.err
	case <-ctx.Done():
		p.forget(id)
		return nil, ctx.Err()
	}
	select {
	case a := <-ch:
		return a.line, a.err
	case <-ctx.Done():
		p.forget(id)
		return nil, ctx.Err()
	}
}

func (p *program) forget(id uint64) {
	p.mu.Lock()
	delete(p.waiting, id)
	p.mu.Unlock()
}

// write passes lines on until the program is to end or has ended.
func (p *program) write(in io.WriteCloser) {
	defer in.Close()
	w := bufio.NewWriterSize(in, 64<<10)
	for {
		select {
		case line := <-p.lines:
			if _, err := w.Write(line); err != nil {
				p.drain()
				return
			}
			if len(p.lines) > 0 {
				continue
			}
			if w.Flush() != nil {
				p.drain()
				return
			}
		case <-p.quit:
			return
		case <-p.ended:
			return
		}
	}
}

// drain takes lines that nobody reads any more, until the end is known.
func (p *program) drain() {
	for {
		select {
		case <-p.lines:
		case <-p.quit:
			return
		case <-p.ended:
			return
		}
	}
}

// read hands out answers until the program closes its output, then tells all
// who wait that it has ended.
func (p *program) read(out io.Reader) {
	r := bufio.NewReaderSize(out, 64<<10)
	var long error
	for {
		line, err := readLine(r, maxReply)
		if len(line) > 0 {
			p.deliver(line)
		}
		if err != nil {
			if errors.Is(err, errLongLine) {
				long = err
				_ = p.cmd.Process.Kill()
			}
			break
		}
	}
	// A program that closes its output and lives on answers nothing any more.
	timer := time.AfterFunc(programGrace, func() { _ = p.cmd.Process.Kill() })
	p.close0()
	err := p.cmd.Wait()
	timer.Stop()
	p.mu.Lock()
	p.over, p.err = true, err
	waiting := p.waiting
	p.waiting = nil
	p.mu.Unlock()
	for _, ch := range waiting {
		if long != nil {
			ch <- answer{err: long}
		} else {
			ch <- answer{err: errEnded}
		}
	}
	close(p.ended)
}

func (p *program) deliver(line []byte) {
	id, ok := lineID(line)
	if !ok {
		p.keep(string(line[:min(len(line), keptLine)])) // something printed by mistake
		return
	}
	p.mu.Lock()
	ch := p.waiting[id]
	delete(p.waiting, id)
	p.mu.Unlock()
	if ch != nil {
		ch <- answer{line: line}
	}
}

// close0 has the program's input closed.
func (p *program) close0() { p.once.Do(func() { close(p.quit) }) }

// close ends the program and waits for its end.
func (p *program) close() {
	p.close0()
	t := time.NewTimer(programGrace)
	defer t.Stop()
	select {
	case <-p.ended:
	case <-t.C:
		_ = p.cmd.Process.Kill()
		<-p.ended
	}
}

// keep remembers one of the last lines that the program said.
func (p *program) keep(line string) {
	if line = strings.TrimSpace(line); line == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.last) == keptLines {
		p.last = append(p.last[:0], p.last[1:]...)
	}
	p.last = append(p.last, line)
}

func (p *program) lastLines() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.last, " / ")
}

// how says how the program ended: " (exit status 1)".
func (p *program) how() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		return ""
	}
	return fmt.Sprintf(" (%v)", p.err)
}

// lineID returns the id of a line: a whole number, or one in quotes.
func lineID(line []byte) (uint64, bool) {
	r := reader{b: line}
	if r.peek() != '{' {
		return 0, false
	}
	r.open('{')
	var id []byte
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			break
		}
		if value := r.value(); string(key) == "id" {
			id = value
		}
	}
	if r.end() != nil || len(id) == 0 {
		return 0, false
	}
	if id[0] == '"' {
		id = id[1 : len(id)-1]
	}
	n, err := strconv.ParseUint(string(id), 10, 64)
	return n, err == nil
}

// readLine reads a line without its end, of at most limit bytes. With io.EOF it
// returns what was left.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var out []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(out)+len(part) > limit {
			return nil, errLongLine
		}
		out = append(out, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			return out, err
		default:
			return out[:len(out)-1], nil
		}
	}
}

// lineKeeper passes on what is written to it line by line, each cut to
// keptLine bytes.
type lineKeeper struct {
	keep func(string)
	buf  []byte
}

func (k *lineKeeper) Write(b []byte) (int, error) {
	for _, c := range b {
		switch {
		case c == '\n':
			k.keep(string(k.buf))
			k.buf = k.buf[:0]
		case len(k.buf) < keptLine:
			k.buf = append(k.buf, c)
		}
	}
	return len(b), nil
}
