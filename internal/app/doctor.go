// The doctor: every setting tried, and each fault named with its cure.

package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/mcpserver"
	"govgroup/internal/sailpoint"
	"govgroup/internal/signin"
	"govgroup/internal/store"
	"govgroup/internal/tools"
)

// patience is how long one check may take.
const patience = 30 * time.Second

// check is one thing that must be so. What it finds is text for people: what is
// right if err is nil, and how to put it right otherwise.
type check struct {
	what string
	try  func(context.Context) (found string, err error)
	cure func(error) string
}

// Finding is what a check found: what is so, or what is wrong and how to mend it.
type Finding struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Found string `json:"found,omitempty"`
	Fault string `json:"fault,omitempty"`
	Cure  string `json:"cure,omitempty"`
}

// Doctor tries the settings and writes what it finds to standard output, in words or as
// JSON. Checks that build on a failed one are left out. The error says how many failed.
func Doctor(ctx context.Context, s Settings, h Host, asJSON bool) error {
	d := examination{ctx: ctx}
	d.settings(s, h)
	return d.report(h, asJSON)
}

// report writes what was found; the error says how much of it is wrong.
func (d *examination) report(h Host, asJSON bool) error {
	if err := d.write(h.Stdout, asJSON); err != nil {
		return err
	}
	if failed := d.failed(); failed > 0 {
		return fmt.Errorf("the doctor found %d fault(s)", failed)
	}
	return nil
}

// examination collects findings.
type examination struct {
	ctx      context.Context
	findings []Finding
}

// settings makes the checks, in an order in which each may use what was found before.
func (d *examination) settings(s Settings, h Host) {
	d.try(settingsCheck(s))
	if s.Transport != "stdio" {
		d.try(addressCheck(s))
		d.try(signInCheck(s))
	}
	d.works(s, h, func(g runtime) error {
		_, err := newMCPServer(s, h, g, mcpserver.ApprovalPage{})
		return err
	})
}

// works checks what both programs work with: the tenant, the policy, and the records and
// tools, on which front makes the program's front end.
func (d *examination) works(s Settings, h Host, front func(runtime) error) {
	var t tenant
	if !d.try(tenantCheck(s, h, &t)) {
		return
	}
	defer func() { _ = t.close() }()
	if d.try(readCheck(t)) && d.try(peopleCheck(t)) {
		d.try(namesCheck(t))
	}
	if d.try(policyCheck(s, h, t)) {
		d.try(toolsCheck(s, h, t, front))
	}
}

func (d *examination) try(c check) bool {
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	found, err := c.try(ctx)
	f := Finding{Check: c.what, OK: err == nil, Found: found}
	if err != nil {
		f.Found, f.Fault, f.Cure = "", err.Error(), c.cure(err)
	}
	d.findings = append(d.findings, f)
	return f.OK
}

func (d *examination) failed() (n int) {
	for _, f := range d.findings {
		if !f.OK {
			n++
		}
	}
	return n
}

func (d *examination) write(w io.Writer, asJSON bool) error {
	if asJSON {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(d.findings)
	}
	for _, f := range d.findings {
		if f.OK {
			fmt.Fprintf(w, "ok     %s: %s\n", f.Check, f.Found)
		} else {
			fmt.Fprintf(w, "FAULT  %s: %s\n       cure: %s\n", f.Check, f.Fault, f.Cure)
		}
	}
	return nil
}

// always gives the same cure for every fault.
func always(cure string) func(error) string { return func(error) string { return cure } }

// settingsCheck comes first: the others use what it found fit.
func settingsCheck(s Settings) check {
	return check{"settings", func(context.Context) (string, error) {
		return fmt.Sprintf("transport %s, authentication %s", s.Transport, s.Auth), s.check()
	}, always("Correct the flag, or its environment variable.")}
}

// addressCheck opens the address as the server would, and closes it.
func addressCheck(s Settings) check {
	return check{"address", func(context.Context) (string, error) {
		listener, err := mcpserver.Listen(s.Addr, s.authenticated())
		if err != nil {
			return "", err
		}
		return s.Addr + " is free", listener.Close()
	}, func(err error) string {
		if !s.authenticated() && !errors.As(err, new(*net.OpError)) {
			return "Give --auth token or --auth oidc, so that people sign in, or a loopback address such as 127.0.0.1:8080."
		}
		return "Choose another --addr, such as 127.0.0.1:8081, or stop the program that listens there."
	}}
}

// tenantCheck finds the configuration; nothing is sent to the tenant yet.
func signInCheck(s Settings) check {
	return check{"sign-in", func(ctx context.Context) (string, error) {
		if s.Auth != authOIDC {
			return "authentication " + s.Auth, nil
		}
		_, err := signin.NewProvider(ctx, s.OIDCIssuer, s.OIDCAudiences, nil)
		return "tokens of " + s.OIDCIssuer + " are taken", err
	}, always("Check --oidc-issuer: its address followed by /.well-known/openid-configuration must answer here.")}
}

func tenantCheck(s Settings, h Host, t *tenant) check {
	return check{"configuration", func(context.Context) (string, error) {
		opened, err := openTenant(s, h)
		if err != nil {
			return "", err
		}
		*t = opened
		return "the tenant is " + t.BaseURL(), nil
	}, always("Set SAIL_BASE_URL (https://TENANT.api.identitynow.com, nothing after it), SAIL_CLIENT_ID and SAIL_CLIENT_SECRET, or run SailPoint's own “sail environment”; to try things out, give --sandbox.")}
}

// readCheck signs in and reads the least there is to read.
func readCheck(t tenant) check {
	return check{"governance groups", func(ctx context.Context) (string, error) {
		page, err := t.GroupsPage(ctx, sailpoint.Query{Limit: 1})
		return fmt.Sprintf("signed in; the tenant has %d", page.Total), err
	}, cure}
}

// peopleCheck stands apart from reading groups, since API clients may do the one
// and not the other.
func peopleCheck(t tenant) check {
	return check{"people", func(ctx context.Context) (string, error) {
		_, err := t.PeoplePage(ctx, sailpoint.Query{Limit: 1})
		return "can be looked up", err
	}, func(err error) string {
		if statusOf(err) == http.StatusForbidden {
			return "Use a personal access token with the scope sp:scopes:default: an API client without a user may not look up people, so only identity ids would work."
		}
		return cure(err)
	}}
}

// namesCheck stands apart too: looking people up by display name needs a scope of
// its own, which older lists of scopes lack. That nobody has the name is no fault.
func namesCheck(t tenant) check {
	return check{"display names", func(ctx context.Context) (string, error) {
		_, err := t.Identities(ctx, sailpoint.Query{Filter: sailpoint.Eq("name", "govgroup doctor")})
		return "people can be looked up by them", err
	}, func(err error) string {
		if statusOf(err) == http.StatusForbidden {
			return "Give the token the scope idn:identity:read; without it people are found by e-mail, account name and identity id only."
		}
		return cure(err)
	}}
}

// toolsCheck looks at the records that there are, and makes none.
func toolsCheck(s Settings, h Host, t tenant, front func(runtime) error) check {
	return check{"records and tools", func(ctx context.Context) (string, error) {
		db, found, done, err := lookIntoState(ctx, s)
		if err != nil {
			return "", err
		}
		defer done()
		g, err := wire(s, h, t, db, confirm.Places{})
		if err == nil {
			err = front(g)
		}
		if err == nil && db.Rollback != nil {
			err = db.Rollback
		}
		if err == nil {
			err = served(ctx, g.registry)
		}
		return found + ", all tools can be listed", err
	}, func(err error) string {
		if errors.As(err, new(*store.Rollback)) {
			return "If you put a backup back, start the server: what waited in it expires and its bearer tokens are revoked, so make new ones. If you did not, find out who did."
		}
		if errors.As(err, new(unserved)) {
			return "Give the token the scopes named, or leave these tools out with --tool or --read-only."
		}
		return "Choose another --state, or mend what is named."
	}}
}

// unserved are tools that the token cannot serve, each with what is missing.
type unserved []string

func (u unserved) Error() string { return strings.Join(u, "; ") }

func served(ctx context.Context, registry *tools.Registry) error {
	if lacking := registry.Unserved(ctx); len(lacking) > 0 {
		return unserved(lacking)
	}
	return nil
}

// cure says what helps against an error of the tenant. A wrong secret is a 401 or,
// from some tenants, a 400 of the token endpoint.
func cure(err error) string {
	switch status := statusOf(err); {
	case status == http.StatusUnauthorized || status == http.StatusBadRequest:
		return "Check SAIL_CLIENT_ID and SAIL_CLIENT_SECRET; make a new personal access token if the old one has expired."
	case status == http.StatusForbidden:
		return "Give the token the scopes idn:workgroup:manage, idn:workgroup:write, idn:identity:read and sp:scopes:default (only to read: idn:workgroup:read, idn:identity:read and sp:scopes:default), and its owner the user level ORG_ADMIN."
	case status == http.StatusNotFound:
		return "Check SAIL_BASE_URL (https://TENANT.api.identitynow.com) and --api-version."
	case status == http.StatusTooManyRequests:
		return "Wait some seconds; other programs use the same client id."
	case status >= http.StatusInternalServerError:
		return "The tenant is in trouble; try again later, or look at SailPoint's status page."
	}
	return "Check SAIL_BASE_URL, the network and HTTPS_PROXY."
}

// statusOf is the HTTP status of an error of the tenant; 0 if there was no answer.
func statusOf(err error) int {
	var api *sailpoint.Error
	if errors.As(err, &api) {
		return api.Status
	}
	return 0
}
