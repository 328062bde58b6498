// Transport: tenants that the embedded one cannot be made to be: answers changed on
// the way.

package groups_test

import (
	"io"
	"net/http"
	"strings"
)

// refusing answers 403 to every request whose path begins so.
type refusing struct{ prefix string }

func (r refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(req.URL.Path, r.prefix) {
		return http.DefaultTransport.RoundTrip(req)
	}
	return &http.Response{
		StatusCode: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		Body: io.NopCloser(strings.NewReader(`{"detailCode":"403 Forbidden","messages":[{"text":"The server understood the request but refuses to authorize it."}]}`)),
	}, nil
}

// uncounted takes the total from every list.
type uncounted struct{}

func (uncounted) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err == nil {
		resp.Header.Del("X-Total-Count")
	}
	return resp, err
}

// unlisted is a transport to a tenant whose directory knows nobody any more.
type unlisted struct{}

func (unlisted) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.Contains(r.URL.Path, "identities") {
		return http.DefaultTransport.RoundTrip(r)
	}
	nobody := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"X-Total-Count": {"0"}}, Body: io.NopCloser(strings.NewReader("[]")), Request: r}
	return nobody, nil
}
