// Hosts: which names mean this machine, and which a server answers to.

package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Hostname is the name or address in a Host header or an address to listen at, in
// the form in which names are compared.
func Hostname(host string) string {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

// Loopback reports whether a name or address can only mean this machine.
func Loopback(name string) bool {
	if strings.EqualFold(name, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(name)
	return err == nil && address.Unmap().IsLoopback()
}

// OnlyFor refuses requests that call us by another name: a page whose name was
// made to point to this machine does.
func OnlyFor(host string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != host {
			http.Error(w, "This is not the host that you asked for.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
