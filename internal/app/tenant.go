// The tenant that a program works on: a real one, or the embedded one.

package app

import (
	"fmt"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/credentials"
	"govgroup/internal/sailpoint/sandbox"
)

// tenant is a client of the tenant and what must be closed with it.
type tenant struct {
	*sailpoint.Client
	close func() error
}

// openTenant makes the client. With Settings.Sandbox it starts the embedded
// tenant first, on a free port of loopback, and looks at no configuration.
func openTenant(s Settings, h Host) (tenant, error) {
	t := tenant{close: func() error { return nil }}
	cfg, err := tenantConfig(s, h, &t)
	if err != nil {
		return tenant{}, err
	}
	cfg.UserAgent = "govgroup/" + h.Version
	cfg.Logger = h.Log
	if s.APIVersion != "" {
		cfg.APIVersion = s.APIVersion
	}
	cfg.Observe = h.seeExchange(cfg.BaseURL)
	if t.Client, err = sailpoint.New(cfg); err != nil {
		_ = t.close()
		return tenant{}, fmt.Errorf("tenant: %w", err)
	}
	if h.metrics != nil {
		h.metrics.WatchPace(paceOf(t.Client))
	}
	return t, nil
}

// tenantConfig says where the tenant is and how to sign in. If it started the
// embedded one, t.close ends that.
func tenantConfig(s Settings, h Host, t *tenant) (sailpoint.Config, error) {
	if !s.Sandbox {
		return credentials.Load(h.Getenv, h.Home)
	}
	embedded, err := sandbox.Start("", sandbox.Options{})
	if err != nil {
		return sailpoint.Config{}, err
	}
	t.close = embedded.Close
	h.Log.Info("the embedded tenant can be watched in a browser", "page", embedded.URL+"/")
	return sailpoint.Config{
		BaseURL: embedded.URL, ClientID: embedded.ClientID,
		ClientSecret: redact.New(embedded.ClientSecret),
	}, nil
}
