// The site on a desktop: for the one person who started the program, on a
// loopback port of its own, in a browser that the program opens itself.

package approvals

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"govgroup/internal/tools"
	"govgroup/internal/web"
)

// How long things last on a desktop.
const (
	keyLifetime     = time.Minute      // of an address with its key, until the browser has come
	printedLifetime = 15 * time.Minute // of one that a person has to copy
	desktopLifetime = time.Hour        // of a session
)

// Browser shows a local file to the person at this machine. [OpenBrowser] is the
// one for programs.
type Browser func(ctx context.Context, file string) error

// DesktopOptions say whose desktop it is, and how its person is reached.
type DesktopOptions struct {
	Person  tools.Caller // who started the program, as whom they decide
	Browser Browser
	Folder  string // which the person's browser can read, such as the home directory

	// Address is where the pages are served by somebody else, who serves
	// [Site.Handler] there. Empty: at a loopback port of their own, which is opened
	// when it is needed.
	Address string

	// Print shows an address to the person where no browser can be opened: on a
	// terminal, which no client and no model reads. Nil: then nobody is asked.
	Print func(address string)
}

// desktop is what a site has on a desktop alone.
type desktop struct {
	DesktopOptions

	mu     sync.Mutex
	keys   map[[sha256.Size]byte]*admission
	server *http.Server // nil until the browser is opened for the first time
}

// admission is what one key opens, once.
type admission struct {
	request tools.RequestID
	until   time.Time
	file    string // empty: the address was printed
}

// NewDesktop makes the site of a program that one person runs for themselves.
// Nothing listens before [Site.Open] is called.
func NewDesktop(o Options, d DesktopOptions) (*Site, error) {
	s, err := newSite(o, desktopLifetime)
	if err != nil {
		return nil, err
	}
	if d.Address != "" {
		if s.base, err = baseOf(d.Address); err != nil {
			return nil, err
		}
	}
	s.desktop = &desktop{DesktopOptions: d, keys: map[[sha256.Size]byte]*admission{}}
	return s, nil
}

var cannotOpen = "No browser could be opened here, so nobody could be asked."

// Open shows a request to the person at this machine, in their browser. That the
// browser was started is all that it tells; it does not wait for a decision. An
// error is a fault CannotAsk. The address holds a key that works once; it
// appears in no result, no log and no list of processes.
func (s *Site) Open(ctx context.Context, request tools.RequestID) error {
	if s.desktop == nil {
		return tools.Unchanged(tools.Errorf(tools.CannotAsk, "%s", cannotOpen))
	}
	if err := s.open(ctx, request); err != nil {
		return tools.Unchanged(&tools.Error{Code: tools.CannotAsk, Message: cannotOpen, Cause: err})
	}
	return nil
}

func (s *Site) open(ctx context.Context, request tools.RequestID) error {
	base, err := s.listen()
	if err != nil {
		return err
	}
	key := rand.Text()
	address := base.ResolveReference(&url.URL{Path: Root + "enter", RawQuery: "key=" + key}).String()
	err = s.openBrowser(ctx, string(request), key, address)
	if err != nil && s.desktop.Print != nil {
		s.desktop.keep(key, &admission{request: request, until: s.Now().Add(printedLifetime)})
		s.desktop.Print(address)
		return nil
	}
	return err
}

func (s *Site) openBrowser(ctx context.Context, request, key, address string) error {
	file, err := writeRedirect(s.desktop.Folder, address)
	if err != nil {
		return err
	}
	s.desktop.keep(key, &admission{request: tools.RequestID(request), until: s.Now().Add(keyLifetime), file: file})
	time.AfterFunc(keyLifetime, func() { _ = os.Remove(file) })
	if err := s.desktop.Browser(ctx, file); err != nil {
		s.desktop.take(key)
		return err
	}
	return nil
}

// listen opens the port, the first time that it is needed.
func (s *Site) listen() (*url.URL, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.base != nil {
		return s.base, nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for the browser: %w", err)
	}
	s.base = &url.URL{Scheme: "http", Host: listener.Addr().String()}
	server := web.NewServer(web.OnlyFor(s.base.Host, s.Handler()), s.Log)
	server.ReadTimeout = 30 * time.Second // forms are short, and there are no streams
	s.desktop.server = server
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.Log.Error("the approval page stopped", "error", err)
		}
	}()
	return s.base, nil
}

var notOpened = tools.Unchanged(tools.Errorf(tools.NotAllowed, "This browser was not opened by the program, or too long ago. Ask for the change again; the page then opens by itself, or its address is printed where the program was started."))

// enter turns a key into a session. The key is worthless from then on.
func (s *Site) enter(w http.ResponseWriter, r *http.Request) {
	e := s.desktop.take(r.URL.Query().Get("key"))
	if e == nil || s.Now().After(e.until) {
		s.fail(w, viewer{}, notOpened)
		return
	}
	s.startSession(w, r, s.desktop.Person)
	http.Redirect(w, r, requestPath(e.request), http.StatusSeeOther)
}

func (d *desktop) keep(key string, e *admission) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keys[sha256.Sum256([]byte(key))] = e
}

// take uses a key up, and with it the file that held it. It gives nil for a key
// that is not one.
func (d *desktop) take(key string) *admission {
	d.mu.Lock()
	defer d.mu.Unlock()
	hash := sha256.Sum256([]byte(strings.TrimSpace(key)))
	e := d.keys[hash]
	delete(d.keys, hash)
	if e != nil && e.file != "" {
		_ = os.Remove(e.file)
	}
	return e
}

// close stops listening and removes the files that no browser came from.
func (d *desktop) close(ctx context.Context) error {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for hash, e := range d.keys {
		_ = os.Remove(e.file)
		delete(d.keys, hash)
	}
	if d.server == nil {
		return nil
	}
	return d.server.Shutdown(ctx)
}
