// Address: where a request comes from.

package signin

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// origin is the sender's address, as attempts are counted: IPv6 by its network,
// since one machine has a whole one. What proxies say is believed only of those
// that the operator trusts; anyone can send such a header.
func (g *Guard) origin(r *http.Request) netip.Prefix {
	address := peer(r.RemoteAddr)
	// Each proxy adds the address that it was called from at the end, so the list
	// is read from there, and only as far as it was written by proxies.
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !g.trusts(address) {
			break
		}
		before := peer(strings.TrimSpace(hop))
		if !before.IsValid() {
			break
		}
		address = before
	}
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	network, _ := address.Prefix(bits) // an invalid address gives the zero network
	return network
}

// trusts reports whether an address is a proxy of the operator's. None is unless it
// was named: without a proxy, the header says whatever its sender likes.
func (g *Guard) trusts(address netip.Addr) bool {
	return slices.ContainsFunc(g.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(address) })
}

// peer reads an address with or without a port. IPv4 written as IPv6 is IPv4, and
// an interface's name is left out: both would be a second name for one sender.
func peer(s string) netip.Addr {
	if both, err := netip.ParseAddrPort(s); err == nil {
		return both.Addr().Unmap().WithZone("")
	}
	address, _ := netip.ParseAddr(strings.Trim(s, "[]"))
	return address.Unmap().WithZone("")
}
