// Cookies: what a site keeps in a browser.

package web

import (
	"net/http"
	"net/url"
	"time"
)

// Cookies are those of one site. Scripts cannot read them, and requests that other
// sites make do not carry them, except for following a link to us, as a sign-in ends
// with one. Where a site keeps several, a suffix to their name tells them apart.
type Cookies struct {
	name   string
	secure bool
}

// CookiesOf are the cookies of the site at that address; nil: of one that nobody can
// reach yet. Their names keep other hosts of the domain from setting ours (by the
// prefix) and other servers on this machine from overwriting them (by the port, since
// browsers do not keep cookies apart by port).
func CookiesOf(site *url.URL) Cookies {
	switch {
	case site == nil:
		return Cookies{name: "govgroup"}
	case site.Scheme == "https":
		return Cookies{name: "__Host-govgroup", secure: true}
	}
	return Cookies{name: "govgroup-" + site.Port()}
}

// Values are all that the browser sent under the name. More than one means that
// somebody else has planted one.
func (c Cookies) Values(r *http.Request, suffix string) []string {
	var values []string
	for _, cookie := range r.CookiesNamed(c.name + suffix) {
		values = append(values, cookie.Value)
	}
	return values
}

// Set has the browser keep the value for a lifetime.
func (c Cookies) Set(w http.ResponseWriter, suffix, value string, lifetime time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name + suffix, Value: value, Path: "/", MaxAge: int(lifetime / time.Second),
		HttpOnly: true, Secure: c.secure, SameSite: http.SameSiteLaxMode,
	})
}

// Drop has the browser forget what it keeps under the name.
func (c Cookies) Drop(w http.ResponseWriter, suffix string) { c.Set(w, suffix, "", -time.Second) }
