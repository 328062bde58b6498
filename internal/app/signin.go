// Who gets in over HTTP: the settings, and the guard made from them.

package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"govgroup/internal/signin"
	"govgroup/internal/store"
)

// The values of --auth.
const (
	authNone  = "none"
	authToken = "token"
	authOIDC  = "oidc"
)

// authenticated says whether callers over HTTP are known.
func (s Settings) authenticated() bool { return s.Auth != authNone }

// checkSignIn names the first setting about sign-in that cannot be used.
func (s Settings) checkSignIn() error {
	issuer, audience := s.OIDCIssuer != "", len(s.OIDCAudiences) > 0
	switch s.Auth {
	case authNone, authToken:
		if issuer || audience {
			return fmt.Errorf("--oidc-issuer and --oidc-audience mean nothing with --auth %s; give --auth oidc", s.Auth)
		}
	case authOIDC:
		if !issuer || !audience {
			return errors.New("--auth oidc needs --oidc-issuer, the provider's address, and --oidc-audience, whom its tokens must be made for")
		}
	default:
		return fmt.Errorf("--auth %q is not known; it is none, token or oidc", s.Auth)
	}
	if _, err := s.publicHost(); err != nil {
		return err
	}
	_, err := s.trustedProxies()
	return err
}

// publicHost is the host in --public-url; empty without one.
func (s Settings) publicHost() (string, error) {
	u, err := url.Parse(s.PublicURL)
	switch {
	case s.PublicURL == "":
		return "", nil
	case err != nil || u.Host == "" || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "":
		return "", fmt.Errorf("--public-url %q cannot be used; it is an address without a path, such as https://govgroup.corp.example", s.PublicURL)
	}
	return u.Hostname(), nil
}

// trustedProxies reads addresses and networks.
func (s Settings) trustedProxies() ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for _, text := range s.TrustedProxies {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			var address netip.Addr
			if address, err = netip.ParseAddr(text); err == nil {
				network, err = address.Prefix(address.BitLen())
			}
		}
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxy %q is neither an address such as 10.0.0.5 nor a network such as 10.0.0.0/24", text)
		}
		proxies = append(proxies, network.Masked())
	}
	return proxies, nil
}

// hosts are the names that the server answers to beyond loopback: those given,
// its public one, and the one address that it listens at.
func (s Settings) hosts() []string {
	names := slices.Clone(s.AllowHosts)
	if public, err := s.publicHost(); err == nil && public != "" {
		names = append(names, public)
	}
	if at, err := netip.ParseAddrPort(s.Addr); err == nil && !at.Addr().IsUnspecified() {
		names = append(names, at.Addr().String())
	}
	return names
}

// openSignIn makes the guard; none where nobody is asked. With an OpenID provider
// it asks the provider for its metadata.
func openSignIn(ctx context.Context, s Settings, h Host, db *store.DB) (*signin.Guard, error) {
	proxies, err := s.trustedProxies()
	if err != nil || !s.authenticated() {
		return nil, err
	}
	o := signin.Options{
		Authenticator: signin.Tokens{Store: db.Tokens()}, Issuer: s.OIDCIssuer,
		PublicURL: s.PublicURL, TrustedProxies: proxies, Log: h.Log,
	}
	if s.Auth == authOIDC {
		provider, err := signin.NewProvider(ctx, s.OIDCIssuer, s.OIDCAudiences, nil)
		if err != nil {
			return nil, err
		}
		o.Authenticator = provider
	}
	return signin.NewGuard(o), nil
}

// warnOfCleartext says that tokens can be read on the way, if they can: this
// program speaks plain HTTP, and leaves TLS to a proxy in front of it.
func (s Settings) warnOfCleartext(h Host, at net.Addr) {
	tcp, is := at.(*net.TCPAddr)
	if is && !tcp.IP.IsLoopback() && !strings.HasPrefix(s.PublicURL, "https://") {
		h.Log.Warn("tokens cross the network unencrypted; put a proxy with TLS in front, and give its address as --public-url")
	}
}
