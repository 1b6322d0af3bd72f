package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/web"
)

// reviewFlags are the flags of review.
type reviewFlags struct {
	addr   string
	invite []string
	until  time.Duration
	public string   // where people reach the page
	proxy  []string // from where what stands before it speaks to us
	oidc   web.ProviderOptions
	role   string
}

func (a *app) reviewCommand() *cobra.Command {
	var f reviewFlags
	cmd := &cobra.Command{
		Use:   "review",
		Short: "Serve the page on which people look at rows",
		Long: `Review serves the page of the recipe's inspections: rating, disagreements, and how
the claims stand. It listens on this machine alone, and prints an address with a
token: whoever has it is the owner while the server runs.

Others come in by an invitation, which works once: --invite rater prints one.

Where something that speaks TLS stands before the page, --url says how people reach it: links
lead there, cookies are for TLS alone, and what it says of who asks counts. A team signs
in where it does elsewhere with --oidc-issuer and --oidc-client; the client's secret is
read from SEEDBED_OIDC_SECRET, and the provider leads back to /sign-in/oidc/back. It lets in
whom seedbed people knows by their address, whom an invitation was made for, and with
--oidc-domain whoever has an address of that domain.`,
		Example: "  seedbed review\n  seedbed review --invite rater --invite rater,reader\n  seedbed review --url https://rows.example.org --oidc-issuer https://login.example.org --oidc-client seedbed",
		Args:    exactArgs(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.open(cmd.Context(), 0)
			if err != nil {
				return err
			}
			return a.review(cmd.Context(), p, &f)
		},
	}
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:4317", "where to listen; port 0: any that is free")
	cmd.Flags().StringArrayVar(&f.invite, "invite", nil, "print an invitation with these roles: owner, adjudicator, rater, reader")
	cmd.Flags().DurationVar(&f.until, "invitations-last", 7*24*time.Hour, "how long invitations can be used")
	cmd.Flags().StringVar(&f.public, "url", "", "where people reach the page, when something that speaks TLS stands before it: https://rows.example.org")
	cmd.Flags().StringSliceVar(&f.proxy, "proxy", nil, "addresses or networks from which that something speaks to the page; left out: this machine")
	cmd.Flags().StringVar(&f.oidc.Issuer, "oidc-issuer", "", "the address of the identity provider that signs people in")
	cmd.Flags().StringVar(&f.oidc.ClientID, "oidc-client", "", "how the provider knows the page")
	cmd.Flags().StringVar(&f.oidc.Domain, "oidc-domain", "", "let in whoever has a verified address of this domain")
	cmd.Flags().StringVar(&f.role, "oidc-role", "", "in which role: rater, reader or adjudicator")
	return cmd
}

func (a *app) review(ctx context.Context, p *project, f *reviewFlags) (err error) {
	tunePage()
	list, err := p.inspections("")
	if err != nil {
		return err
	}
	w, err := p.people(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if err := w.beginAll(ctx, list); err != nil {
		return err
	}
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "listening: %w; --addr names another place", err)
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	server, done, err := w.server(ctx, l.Addr().String(), f)
	if err != nil {
		l.Close()
		return err
	}
	defer done()
	defer end() // before it is waited for what goes on behind the page
	a.acts = true
	if host, _, err := net.SplitHostPort(l.Addr().String()); err == nil && !net.ParseIP(host).IsLoopback() && f.public == "" {
		fmt.Fprintln(a.stderr, "warning: the page is open to other machines, and nothing between them and this one is encrypted: put a server that speaks TLS before it")
	}
	a.printf("the page is at %s\n", server.URL())
	if err := w.invitations(a, server.Base(), f); err != nil {
		l.Close()
		return err
	}
	a.printf("Ctrl-C ends it; what was saved stays\n")
	defer onInterrupt(nil, end, func() { l.Close(); os.Exit(exitInterrupted) })()
	return server.Serve(ctx, l)
}

// server makes the page. Who came by a link of their own stays signed in when it is
// started again. done waits for what goes on behind the page, once ctx has ended.
func (w *people) server(ctx context.Context, addr string, f *reviewFlags) (server *web.Server, done func(), err error) {
	sessions := filepath.Join(w.dir, "sessions")
	if err := os.MkdirAll(sessions, 0o700); err != nil {
		return nil, nil, seedbed.Errorf(seedbed.CodeStorage, "making a folder for who is signed in: %w", err)
	}
	proxies, err := f.proxies()
	if err != nil {
		return nil, nil, err
	}
	provider, err := w.app.provider(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.OpenRoot(w.app.path("."))
	if err != nil {
		return nil, nil, seedbed.Errorf(seedbed.CodeStorage, "opening the project's folder: %w", err)
	}
	browser, err := w.browser(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, folder.Close())
	}
	log := slog.New(slog.NewTextHandler(w.app.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	behind := &lately{w: w, ctx: ctx, log: log}
	behind.get() // so that it is known when somebody looks
	done = func() {
		behind.working.Wait()
		folder.Close()
	}
	server, err = web.New(web.Options{
		Desk: w.desk, Roster: w.roster, Rows: w.rows, Addr: addr, Dir: sessions, Title: w.plan.Name,
		URL: f.public, Proxies: proxies, SignIn: provider, Written: w.written(), Folder: folder, Log: log,
		Findings: behind.Findings, Gates: behind.Gates, RubricText: w.rubricFile,
		Panel: &panel{project: w.project}, Sample: w.panelSample(), Browser: browser,
	})
	if err != nil {
		done()
	}
	return server, done, err
}

// invitations prints those that were asked for.
func (w *people) invitations(a *app, base string, f *reviewFlags) error {
	for _, roles := range f.invite {
		in := review.Invitation{Note: roles}
		for name := range strings.SplitSeq(roles, ",") {
			role := review.Role(strings.TrimSpace(name))
			switch role {
			case review.Owner, review.Adjudicator, review.Rater, review.Reader:
				in.Roles = append(in.Roles, role)
			default:
				return usagef("--invite %q: the roles are owner, adjudicator, rater and reader", roles)
			}
		}
		code, err := w.roster.Invite(in, time.Now().Add(f.until))
		if err != nil {
			return err
		}
		a.printf("for one %s, until %s: %s/r/%s\n", strings.ReplaceAll(roles, ",", " and "), time.Now().Add(f.until).Format("2 January 15:04"), base, code)
	}
	return nil
}
