// Package signin says who gets in over HTTP. A request shows a bearer token;
// whoever it belongs to is the caller of everything that the request asks for.
// Tokens are either made here and kept as hashes, or an OpenID provider's.
package signin

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"govgroup/internal/tools"
)

// Authenticator knows whose a bearer token is. A token that lets nobody in is a
// [*AuthError]; any other error means that nobody can be let in at the moment.
// The caller's Surface stays empty: it is the front end's to fill.
type Authenticator interface {
	Authenticate(ctx context.Context, bearer string) (tools.Caller, error)
}

// Options say how a guard lets people in. Authenticator is required.
type Options struct {
	Authenticator  Authenticator
	Issuer         string         // of tokens that clients can get by OAuth; empty: they cannot
	PublicURL      string         // where clients reach the server, without a path; empty: where they say
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	Log            *slog.Logger   // nil: nothing is logged
}

// Guard lets requests through that show a good token. A nil guard lets everyone
// through, as nobody: that is for loopback. It is safe for concurrent use.
type Guard struct {
	Options
	attempts *attempts
}

// NewGuard makes a guard.
func NewGuard(o Options) *Guard {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Guard{Options: o, attempts: newAttempts()}
}

// Wrap puts the guard in front of a handler, which finds the caller by
// [CallerFrom]. The token itself goes no further.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	if g == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, err := g.admit(r)
		if err != nil {
			g.refuse(w, r, err)
			return
		}
		r = r.WithContext(WithCaller(r.Context(), caller))
		r.Header.Del("Authorization")
		next.ServeHTTP(w, r)
	})
}

// admit finds out who sent the request.
func (g *Guard) admit(r *http.Request) (tools.Caller, error) {
	bearer, err := g.bearerOf(r)
	if err != nil {
		return tools.Caller{}, err
	}
	return g.Authenticate(r, bearer)
}

// Authenticate knows whose a bearer token is that a request brought, wherever in
// it the token was. A wrong one counts against the request's sender, and is an
// error of type [*AuthError].
func (g *Guard) Authenticate(r *http.Request, bearer string) (tools.Caller, error) {
	var denied *AuthError
	if denied = g.attempts.seen(bearer); denied == nil {
		caller, err := g.Authenticator.Authenticate(r.Context(), bearer)
		if !errors.As(err, &denied) {
			return caller, err
		}
	}
	return tools.Caller{}, g.attempts.failed(g.origin(r), bearer, denied)
}

// refuse tells the client why, and the log from where. What a stranger sent is
// never repeated to either.
func (g *Guard) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var denied *AuthError
	if !errors.As(err, &denied) {
		g.Log.Error("nobody can be signed in at the moment", "error", err)
		denied = &AuthError{Status: http.StatusServiceUnavailable, Wait: 5 * time.Second,
			Sentence: "Nobody can be signed in at the moment; the server's log has the cause. Nothing was done."}
	}
	if denied.Code != "" {
		g.Log.Info("refused", "address", g.origin(r).String(), "code", denied.Code, "reason", denied.Sentence)
	}
	denied.write(w, g.metadataFor(r))
}

// callerKey keeps the caller in a context where no other package can put one by
// accident.
type callerKey struct{}

// WithCaller notes who sent what is being handled.
func WithCaller(ctx context.Context, c tools.Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerFrom gives who was let in. It is false where nobody was asked.
func CallerFrom(ctx context.Context) (tools.Caller, bool) {
	c, ok := ctx.Value(callerKey{}).(tools.Caller)
	return c, ok
}
