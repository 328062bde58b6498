// Address: the tenant's, checked before anything is sent there.

package sailpoint

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// uiHost is the address of a tenant's user interface, which people copy from
// their browser. The API's differs by one word.
var uiHost = regexp.MustCompile(`^([a-z0-9-]+)\.(identitynow(?:-demo)?\.com)$`)

// apiHost is where the API of a tenant lies; there is no path to it.
var apiHost = regexp.MustCompile(`^[a-z0-9-]+\.api\.identitynow(-demo)?\.com$`)

// callPath is the end of an address that the calls add by themselves.
var callPath = regexp.MustCompile(`/((v3|v20\d\d|beta)(/workgroups|/(public-)?identities)?|[a-z-]+/v1|oauth/token)$`)

// validateBaseURL never shows the address it refuses as a whole, since people
// put passwords into addresses.
func validateBaseURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		return errors.New("the tenant's address is not a URL such as https://acme.api.identitynow.com")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errors.New("the tenant's address must have no user, query or fragment in it")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return validatePlace(u)
	}
	return fmt.Errorf("the tenant's address begins with %q: only https is accepted, and http on loopback, because the client secret travels there", u.Scheme+"://")
}

// validatePlace refuses addresses that are known not to be an API's, and says
// which one is.
func validatePlace(u *url.URL) error {
	host, path := strings.ToLower(u.Host), strings.TrimRight(u.Path, "/")
	if ui := uiHost.FindStringSubmatch(host); ui != nil {
		return fmt.Errorf("the tenant's address %s is that of the user interface: give https://%s.api.%s", host, ui[1], ui[2])
	}
	base := callPath.ReplaceAllString(path, "")
	if apiHost.MatchString(host) {
		base = ""
	}
	if base != path {
		return fmt.Errorf("the tenant's address has the path %s in it, which the calls add themselves (--api-version chooses another): give %s",
			path, u.Scheme+"://"+u.Host+base)
	}
	return nil
}

// isLoopback takes addresses and the one name that means them everywhere; any
// other name could be made to point elsewhere.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
