// Package approvals is the browser's front end: the page on which a person reads
// what would be changed and decides. It is plain HTML that needs no script. It
// knows who is looking, by an OpenID provider or because it opened the browser
// itself; whether their yes counts is the gate's to say.
package approvals

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/observe"
	"govgroup/internal/tools"
	"govgroup/internal/web"
)

// Root is the path beneath which all pages are.
const Root = "/approvals/"

// Options are what a site needs. Gate and Identify are required.
type Options struct {
	Gate *confirm.Gate

	// Identify adds the ISC identity to whoever looks, each time: it may have been
	// taken from them meanwhile. See [directory.Directory.Identify].
	Identify func(context.Context, tools.Caller) (tools.Caller, error)

	Sandbox  bool // the tenant is the embedded one, and the pages say so
	ReadOnly bool // nothing is decided here; the pages only show

	Log    *slog.Logger     // nil: nothing is logged
	Tracer observe.Tracer   // nil: no spans are kept
	Now    func() time.Time // nil: time.Now
}

// Site serves the pages. Make one with [NewTeam] or [NewDesktop]; it is safe for
// concurrent use.
type Site struct {
	Options
	sessions *sessions
	provider *Provider // nil unless people sign in with it
	tokens   Tokens    // nil unless people sign in with bearer tokens
	desktop  *desktop  // nil for a team
	pages    map[string]*template.Template
	flows    sealer

	mu   sync.Mutex
	base *url.URL // scheme and host; nil on a desktop that was not opened yet

	deciding sync.WaitGroup  // decisions in progress
	halted   context.Context // done when they must stop
	halt     context.CancelFunc
}

// NewTeam makes the site of a server for many people, who sign in with the
// provider. Address is where browsers reach the server: https://host[:port], or
// http on loopback.
func NewTeam(o Options, address string, p *Provider) (*Site, error) {
	s, err := newTeam(o, address, 8*time.Hour)
	if err != nil {
		return nil, err
	}
	s.provider = p
	return s, nil
}

// Tokens know whose a bearer token is that somebody types into the page. An error
// of type [*signin.AuthError] is shown to them.
type Tokens interface {
	Authenticate(r *http.Request, bearer string) (tools.Caller, error)
}

// NewTokenTeam is [NewTeam] for a server whose people have bearer tokens: they
// sign in with theirs, in a form. Their sessions are short, since a token that is
// revoked does not end them.
func NewTokenTeam(o Options, address string, t Tokens) (*Site, error) {
	s, err := newTeam(o, address, time.Hour)
	if err != nil {
		return nil, err
	}
	s.tokens = t
	return s, nil
}

func newTeam(o Options, address string, session time.Duration) (*Site, error) {
	base, err := baseOf(address)
	if err != nil {
		return nil, err
	}
	s, err := newSite(o, session)
	if err != nil {
		return nil, err
	}
	s.base = base
	return s, nil
}

// baseOf reads the address of a site.
func baseOf(address string) (*url.URL, error) {
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || strings.Trim(base.Path, "/") != "" || base.RawQuery != "" || base.User != nil {
		return nil, fmt.Errorf("the address %q of the approval page is not of the form https://host[:port]", address)
	}
	if base.Scheme != "https" && (base.Scheme != "http" || !web.Loopback(base.Hostname())) {
		return nil, fmt.Errorf("the address %q of the approval page must begin with https://: who signs in there decides", address)
	}
	return &url.URL{Scheme: base.Scheme, Host: strings.ToLower(base.Host)}, nil
}

func newSite(o Options, session time.Duration) (*Site, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	pages, err := parse()
	if err != nil {
		return nil, err
	}
	s := &Site{Options: o, sessions: newSessions(session, o.Now), pages: pages, flows: newSealer()}
	s.halted, s.halt = context.WithCancel(context.Background())
	return s, nil
}

// URL is the address of a request's page. It holds no secret: whoever follows it
// has to sign in. It is empty on a desktop, where following it leads nowhere; see
// [Site.Open].
func (s *Site) URL(request tools.RequestID) string {
	if s.desktop != nil {
		return ""
	}
	return s.address().String() + requestPath(request)
}

// address is where browsers reach the site.
func (s *Site) address() *url.URL {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.base
}

// Close lets decisions in progress end until ctx is done and then cancels them.
// On a desktop it stops listening. Give it no more requests before.
func (s *Site) Close(ctx context.Context) error {
	defer context.AfterFunc(ctx, s.halt)()
	err := s.desktop.close(ctx)
	s.deciding.Wait()
	s.halt()
	return err
}

func requestPath(id tools.RequestID) string { return Root + "requests/" + url.PathEscape(string(id)) }

// who is the best name that is known of a caller.
func who(c tools.Caller) string {
	return tools.Clean(cmp.Or(c.Email, c.Subject, c.Identity, "someone unknown"))
}
