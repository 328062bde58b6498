// Variables: what OpenTelemetry's standard variables say of the collector.

package tracing

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	anySignal  = "OTEL_EXPORTER_OTLP_"
	ofTraces   = "OTEL_EXPORTER_OTLP_TRACES_"
	tracesPath = "/v1/traces"
	patience   = 10 * time.Second
)

// collectorOf reads the variables. It gives nil where they name no collector or want
// nothing sent, and an error that names the variable where they ask for what there is
// not. Values of headers are in no error: they may be secrets.
func collectorOf(getenv func(string) string) (*collector, error) {
	get := func(name string) string { return cmp.Or(getenv(ofTraces+name), getenv(anySignal+name)) }
	exporter := getenv("OTEL_TRACES_EXPORTER")
	if get("ENDPOINT") == "" || exporter == "none" || strings.EqualFold(getenv("OTEL_SDK_DISABLED"), "true") {
		return nil, nil
	}
	err := known(exporter, get("PROTOCOL"))
	if err != nil {
		return nil, err
	}
	c := &collector{timeout: patience}
	if c.address, err = addressOf(getenv); err != nil {
		return nil, err
	}
	if c.headers, err = headersOf(get("HEADERS")); err != nil {
		return nil, err
	}
	if c.client, err = clientOf(get); err != nil {
		return nil, err
	}
	return c, c.tune(get("COMPRESSION"), get("TIMEOUT"))
}

// known finds what is asked for and not there.
func known(exporter, protocol string) error {
	switch {
	case exporter != "" && exporter != "otlp":
		return fmt.Errorf("OTEL_TRACES_EXPORTER: %q is not there; it is otlp or none", exporter)
	case protocol != "" && protocol != "http/protobuf":
		return fmt.Errorf("%sPROTOCOL: %q is not there; it is http/protobuf", anySignal, protocol)
	}
	return nil
}

// tune takes the compression and the time limit.
func (c *collector) tune(compression, timeout string) error {
	switch compression {
	case "", "none":
	case "gzip":
		c.gzip = true
	default:
		return fmt.Errorf("%sCOMPRESSION: %q is not there; it is gzip or none", anySignal, compression)
	}
	if timeout == "" {
		return nil
	}
	milliseconds, err := strconv.Atoi(timeout)
	if err != nil || milliseconds <= 0 {
		return fmt.Errorf("%sTIMEOUT: %q is no number of milliseconds", anySignal, timeout)
	}
	c.timeout = time.Duration(milliseconds) * time.Millisecond
	return nil
}

// addressOf is where spans are posted: the address for traces as it is, or the one for
// all signals with the path of traces behind it.
func addressOf(getenv func(string) string) (string, error) {
	name, address := ofTraces+"ENDPOINT", getenv(ofTraces+"ENDPOINT")
	if address == "" {
		name = anySignal + "ENDPOINT"
		address = strings.TrimSuffix(getenv(name), "/") + tracesPath
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("%s is no address of the form https://host[:port]", name)
	}
	return address, nil
}

// headersOf reads name=value,name=value, with the values escaped as in an address.
func headersOf(text string) (http.Header, error) {
	headers := http.Header{}
	for pair := range strings.SplitSeq(text, ",") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue
		}
		name, escaped, whole := strings.Cut(pair, "=")
		value, err := url.PathUnescape(strings.TrimSpace(escaped))
		if !whole || err != nil {
			return nil, errors.New(anySignal + "HEADERS is not of the form name=value,name=value")
		}
		headers.Set(strings.TrimSpace(name), value)
	}
	return headers, nil
}

// clientOf trusts the certificates that the variables name, and shows one of ours. It
// follows no redirect, which would carry the headers to wherever the answer points.
func clientOf(get func(string) string) (*http.Client, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if file := get("CERTIFICATE"); file != "" {
		text, err := os.ReadFile(file)
		config.RootCAs = x509.NewCertPool()
		if err != nil || !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("%sCERTIFICATE: there is no certificate in %s", anySignal, file)
		}
	}
	if file := get("CLIENT_CERTIFICATE"); file != "" {
		own, err := tls.LoadX509KeyPair(file, get("CLIENT_KEY"))
		if err != nil {
			return nil, fmt.Errorf("%sCLIENT_CERTIFICATE: %w", anySignal, err)
		}
		config.Certificates = []tls.Certificate{own}
	}
	return &http.Client{
		Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: config, ForceAttemptHTTP2: true, IdleConnTimeout: 90 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}
