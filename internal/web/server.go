package web

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/review"
)

// Options are what a Server is made of.
type Options struct {
	Desk   Desk
	Roster *review.Roster
	// Rows gives the rows that adjudicators see; nil: they see what people said alone.
	Rows review.Rows
	// Findings gives what was measured of the data, for whoever does not only rate; nil,
	// or a nil result: nothing is shown.
	Findings func(context.Context) (*measure.Result, error)
	// Addr is where it listens, such as "127.0.0.1:4317"; it stands in URL. Whether it
	// is this machine alone decides which names it answers to.
	Addr string
	// URL is where people reach the page when something that speaks TLS stands before it:
	// "https://rows.example.org"; "": at Addr. Proxies are from where that something
	// speaks to us, and its X-Forwarded-For counts; nil: from this machine.
	URL     string
	Proxies []netip.Prefix
	SignIn  *Provider  // who else signs people in; nil: links alone do
	Panel   Panel      // what people are told whom the project asks; nil: nothing but how claims stand
	Sample  []PanelRow // of which rows a panel sees some
	Browser Browser    // the rows of the data, to be looked through; nil: they are not
	// Gates says how what holds a release stands, as it was a little while ago; nil, or
	// nothing: it is not shown.
	Gates func(context.Context) ([]gate.Standing, error)
	// RubricText gives the file of an inspection's rubric, of the revision that is asked;
	// nil, or "": it is written anew from what was read of it.
	RubricText func(inspection string) string
	// Folder is the project's: files that rows name are looked for below it; nil: none is
	// shown. Whoever gives it closes it when the server has ended.
	Folder  *os.Root
	Written []string // sources and stages of which somebody can have written the rows
	// Dir is the folder of who is signed in, readable by its owner alone; "" forgets
	// it at the end.
	Dir   string
	Title string // the project's name
	Now   func() time.Time
	Log   *slog.Logger // nil: nothing is logged. No token, name or text of a row ever is
}

// Server serves the page. Any goroutine may use it.
type Server struct {
	desk      Desk
	roster    *review.Roster
	rows      review.Rows
	findings  func(context.Context) (*measure.Result, error)
	addr      string
	title     string
	loopback  bool
	owner     string // who the token of URL signs in
	token     string
	now       func() time.Time
	log       *slog.Logger
	sessions  *sessions
	tries     *tries
	pages     *pages
	handler   http.Handler
	public    public
	signIn    *Provider
	written   []string
	folder    *os.Root
	imageKey  []byte
	panelOf   Panel
	shownRows []PanelRow
	gates     func(context.Context) ([]gate.Standing, error)
	rubricAt  func(inspection string) string
	browsing  *browsing
	contests  *contests

	mu      sync.Mutex
	rubrics map[string]rubricWritten // by inspection: guidelines as they were changed here
}

// New makes a server. There has to be somebody with the role of owner.
func New(o Options) (*Server, error) {
	s := &Server{
		desk: o.Desk, roster: o.Roster, rows: o.Rows, findings: o.Findings, addr: o.Addr, title: o.Title,
		now: o.Now, log: o.Log, token: rand.Text() + rand.Text(), signIn: o.SignIn, written: o.Written,
		panelOf: o.Panel, shownRows: o.Sample, gates: o.Gates, rubricAt: o.RubricText, folder: o.Folder, rubrics: map[string]rubricWritten{}, imageKey: []byte(rand.Text() + rand.Text()),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%q is no address to listen at: %w; write one such as 127.0.0.1:4317", o.Addr, err)
	}
	s.loopback = localHost(host)
	if s.public, err = readPublic(o.URL, o.Proxies); err != nil {
		return nil, err
	}
	people := o.Desk.People()
	for i := range people {
		if people[i].Has(review.Owner) {
			s.owner = people[i].ID
			break
		}
	}
	if s.owner == "" {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "nobody owns this project's inspections; somebody has to join as their owner first")
	}
	s.browsing = newBrowsing(o.Browser, s.now)
	s.tries = &tries{now: s.now}
	if s.sessions, err = openSessions(o.Dir, s.now); err != nil {
		return nil, err
	}
	if err = s.readPast(); err != nil {
		return nil, err
	}
	if s.pages, err = readPages(); err != nil {
		return nil, err
	}
	s.handler = s.guard(s.mux())
	return s, nil
}

// URL is the address at which the owner comes in. Whoever has it is the owner as long
// as the server runs.
func (s *Server) URL() string { return s.Base() + "/r/" + s.token }

// Base is where people reach the page.
func (s *Server) Base() string {
	if s.public.base != "" {
		return s.public.base
	}
	addr := s.addr
	if host, port, err := net.SplitHostPort(addr); err == nil && (host == "" || net.ParseIP(host).IsUnspecified()) {
		addr = net.JoinHostPort("127.0.0.1", port) // it listens everywhere, and so here
	}
	return "http://" + addr
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Serve answers on l until ctx ends, and then lets requests that are under way finish,
// for at most five seconds.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	defer s.contests.working.Wait()
	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return seedbed.Errorf(seedbed.CodeInternal, "serving at %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := srv.Shutdown(last)
	if err != nil {
		err = errors.Join(err, srv.Close())
	}
	<-ended
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInterrupted, "ending the page: %w; what was saved is safe", err)
	}
	return nil
}
