// Wire: a tenant without a network.

package testenv

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
)

// Wire carries requests to a tenant within the process, without a network, so that
// in a synctest bubble waiting costs no time. Whoever hangs up has no answer; the
// tenant hears of it and may go on.
func Wire(tenant http.Handler) *InProcess { return &InProcess{tenant: tenant} }

// InProcess is a transport that [Wire] makes.
type InProcess struct {
	tenant  http.Handler
	serving sync.WaitGroup
}

// errCut is what a caller sees of a connection that broke.
var errCut = errors.New("connection reset by peer")

// RoundTrip implements [http.RoundTripper].
func (p *InProcess) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readAll(req.Body)
	if err != nil {
		return nil, err
	}
	served, hangUp := context.WithCancel(req.Context())
	inner := req.Clone(served)
	inner.Body, inner.RequestURI = io.NopCloser(bytes.NewReader(body)), req.URL.RequestURI()
	answer := make(chan *http.Response, 1)
	p.serving.Go(func() {
		defer hangUp()
		answer <- serve(p.tenant, inner) //nolint:bodyclose // the caller closes it
	})
	select {
	case resp := <-answer:
		if resp == nil {
			return nil, errCut
		}
		resp.Request = req
		return resp, nil
	case <-req.Context().Done():
		hangUp()
		return nil, req.Context().Err()
	}
}

// Wait waits until the tenant has answered everything.
func (p *InProcess) Wait() { p.serving.Wait() }

// serve gives the tenant's answer; nil where it broke the connection.
func serve(tenant http.Handler, req *http.Request) (resp *http.Response) {
	recorder := httptest.NewRecorder()
	defer func() {
		if gone := recover(); gone != nil {
			if err, is := gone.(error); !is || !errors.Is(err, http.ErrAbortHandler) {
				panic(gone)
			}
			resp = nil
		}
	}()
	tenant.ServeHTTP(recorder, req)
	resp = recorder.Result()
	if promised, err := strconv.Atoi(resp.Header.Get("Content-Length")); err == nil && promised > recorder.Body.Len() {
		resp.Body = io.NopCloser(io.MultiReader(resp.Body, cut{}))
	}
	return resp
}

// cut is where an answer ends before its end.
type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func readAll(body io.ReadCloser) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	defer func() { _ = body.Close() }()
	return io.ReadAll(body)
}
