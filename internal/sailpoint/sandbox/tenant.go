// Tenant: the way of one request through it, found, let in, done, recorded,
// answered.

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxBody bounds request bodies.
const maxBody = 4 << 20

// Tenant is a governance-group tenant as an http.Handler. It is safe for
// concurrent use. New makes one.
type Tenant struct {
	opts     Options
	services map[string]service
	dir      *directory
	auth     *authority
	limiter  *limiter
	faults   *faultQueue
	schemas  *schemas // nil outside of tests
	journal  journal
	scenario Scenario
}

// New makes a tenant. Nothing listens yet: serve it with net/http, or use Start.
func New(o Options) *Tenant {
	o = o.withDefaults()
	t := &Tenant{
		opts:     o,
		services: services(),
		dir:      newDirectory(o),
		auth:     newAuthority(o.TokenLifetime),
		limiter:  &limiter{limit: o.RateLimit, seen: map[string][]time.Time{}},
		faults:   &faultQueue{},
		schemas:  newSchemas(o),
	}
	t.journal.tell = o.Journal
	t.AddClient(Client{ID: o.ClientID, Secret: o.ClientSecret})
	if o.Content != nil {
		t.scenario = fill(t.dir, o)
	} else {
		t.scenario = populate(t.dir, o)
	}
	return t
}

// Format prints no more than that this is a tenant: it knows secrets.
func (t *Tenant) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "sandbox.Tenant") }

// call is one request on its way.
type call struct {
	r         *http.Request
	route     route
	query     url.Values
	queryErr  error // the query is badly encoded
	body      []byte
	bodyErr   error // the body could not be read, or was too large
	now       time.Time
	requestID string
	clientID  string
	fault     *Fault // nil: none
	effects   []Effect
}

// reply is what an operation answers. body is marshalled unless it is []byte.
type reply struct {
	status int
	header http.Header
	body   any
}

// ServeHTTP serves the API, the control endpoints under /_sandbox/, and the page
// for people at /.
func (t *Tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.EscapedPath(); {
	case strings.HasPrefix(path, controlPrefix):
		t.control(w, r)
		return
	case path == "/" && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		t.watch(w, r)
		return
	}
	c := t.newCall(w, r)
	found, err := t.find(r.Method, r.URL.EscapedPath())
	c.route = found
	c.fault = t.faults.take(c)
	if !pause(c.patience(), t.opts.Latency+c.fault.latency()) { // the caller is gone: nothing is done, as if it had never come
		t.record(c, 0)
		reset(w)
		return
	}
	out := t.respond(c, err)
	t.conform(c, out)
	t.record(c, out.status)
	deliver(w, c, out)
}

// readQuery refuses what url.Values would leave out in silence: without its filter
// a list would be the whole list.
func readQuery(raw string) (url.Values, error) {
	query, err := url.ParseQuery(raw)
	for name, values := range query {
		for _, text := range append(values, name) {
			if !utf8.ValidString(text) {
				err = errors.Join(err, errors.New("what they encode is not UTF-8"))
			}
		}
	}
	return query, err
}

// newCall reads the whole body first: only then does the server notice when
// the caller hangs up during a held request.
func (t *Tenant) newCall(w http.ResponseWriter, r *http.Request) *call {
	c := &call{r: r, now: t.opts.Now(), requestID: newHexID()}
	c.query, c.queryErr = readQuery(r.URL.RawQuery)
	c.body, c.bodyErr = io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	return c
}

// respond gives the answer that goes out, which a fault may replace.
func (t *Tenant) respond(c *call, routeErr error) reply {
	if !c.fault.done() {
		if c.fault.Effect > 0 {
			t.performLater(*c, routeErr)
		}
		return t.misbehave(c)
	}
	out := t.answer(c, routeErr)
	if c.fault.hides() {
		return t.misbehave(c)
	}
	return out
}

// performLater does what was asked when the caller has long had another answer.
func (t *Tenant) performLater(c call, routeErr error) {
	time.AfterFunc(c.fault.Effect, func() {
		c.now = t.opts.Now()
		t.answer(&c, routeErr)
		t.record(&c, 0) // nobody gets this answer
	})
}

// patience is the context that ends when the tenant gives up on the call: with the
// caller's, unless it keeps working.
func (c *call) patience() context.Context {
	if c.fault.is(FaultKeepsWorking) {
		return context.WithoutCancel(c.r.Context())
	}
	return c.r.Context()
}

// answer is what the API itself says.
func (t *Tenant) answer(c *call, routeErr error) reply {
	out, err := reply{}, routeErr
	if err == nil {
		out, err = t.perform(c)
	}
	if err == nil {
		return out
	}
	var p *problem
	if !errors.As(err, &p) {
		p = &problem{status: http.StatusInternalServerError, detailCode: codeInternal, text: err.Error()}
	}
	return reply{status: p.status, header: p.header, body: p.body(c.requestID)}
}

// perform lets the call in and does it.
func (t *Tenant) perform(c *call) (reply, error) {
	if c.route.op != OpToken {
		if err := t.admit(c); err != nil {
			return reply{}, err
		}
	}
	if c.bodyErr != nil {
		return reply{}, &problem{status: http.StatusRequestEntityTooLarge, detailCode: codeTooLarge, text: "The request body is too large."}
	}
	return c.route.handle(t, c)
}

// admit checks everything that does not depend on the operation's own rules.
func (t *Tenant) admit(c *call) error {
	client, err := t.auth.authenticate(c.r, c.now)
	if err != nil {
		return err
	}
	c.clientID = client.ID
	if wait := t.limiter.take(client.ID, c.route.version, c.now); wait > 0 {
		return t.tooMany(wait, c.now)
	}
	if !client.may(c.route.rights) {
		return forbidden()
	}
	if err := t.checkHeaders(c); err != nil {
		return err
	}
	if c.queryErr != nil {
		return bad(codeIllegal, "The parameters are badly encoded: %v.", c.queryErr)
	}
	if c.route.service == groupService && c.route.id != "" && !isGroupID(c.route.id) {
		return bad(codeIllegal, "%q is not a valid id.", c.route.id)
	}
	return nil
}

// checkHeaders refuses other content types, most of all plain JSON for a patch,
// and if asked to, calls without the experimental header where it was once needed.
func (t *Tenant) checkHeaders(c *call) error {
	if want := c.route.media; want != "" {
		if kind, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type")); kind != want {
			return &problem{status: http.StatusUnsupportedMediaType, detailCode: codeMediaType,
				text: "The content type must be " + want + "."}
		}
	}
	experimental := c.route.service == groupService && slices.Contains([]string{"v2024", "v2025", "beta"}, c.route.version)
	if t.opts.Switches.RequireExperimental && experimental && c.r.Header.Get("X-SailPoint-Experimental") != "true" {
		return bad(codeContent, "This API is experimental. Set the header X-SailPoint-Experimental to true to use it.")
	}
	return nil
}
