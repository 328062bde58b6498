// Listeners: what every listener does for its clients, over real HTTP.

package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/web"
)

var silent = slog.New(slog.DiscardHandler)

func TestAPanicEndsItsRequestAlone(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := httptest.NewServer(web.Contain(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/cut" {
			panic(http.ErrAbortHandler)
		}
		panic("hunter2")
	}), slog.New(slog.NewTextHandler(&log, nil))))
	defer server.Close()
	answer, err := http.Get(server.URL)
	require.NoError(t, err)
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	assert.Equal(t, http.StatusInternalServerError, answer.StatusCode)
	assert.NotContains(t, string(text), "hunter2")
	_, err = http.Get(server.URL + "/cut")
	require.Error(t, err, "a handler may still cut its connection")
	server.Close()
	assert.Contains(t, log.String(), "hunter2")
}

func TestServingEndsWithTheRequestsInProgress(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	begun, let := make(chan struct{}), make(chan struct{})
	server := web.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-let
		_, _ = io.WriteString(w, "whole")
	}), silent)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- web.Serve(ctx, listener, server, func() { close(let) })
	}()
	answered := make(chan string, 1)
	go func() {
		r, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			answered <- err.Error()
			return
		}
		defer r.Body.Close()
		text, _ := io.ReadAll(r.Body)
		answered <- string(text)
	}()
	<-begun
	stop()
	assert.Equal(t, "whole", <-answered)
	require.NoError(t, <-ended)
}

func TestProbesAskSeldomAndTellStrangersNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var checks atomic.Int32
		ready := web.NewReadiness([]web.Part{{"policy", func(context.Context) error { return nil }}, {"state", func(context.Context) error {
			if checks.Add(1) == 1 {
				return errors.New("hunter2")
			}
			return nil
		}}}, silent)
		status := func() int {
			w := httptest.NewRecorder()
			ready.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
			assert.NotContains(t, w.Body.String(), "hunter2")
			assert.NotContains(t, w.Body.String(), "policy")
			assert.Equal(t, w.Code != http.StatusOK, strings.Contains(w.Body.String(), `"failing":["state"]`), w.Body.String())
			return w.Code
		}
		assert.Equal(t, http.StatusServiceUnavailable, status())
		assert.Equal(t, http.StatusServiceUnavailable, status(), "the answer is good for a while")
		time.Sleep(6 * time.Second)
		assert.Equal(t, http.StatusOK, status())
		assert.EqualValues(t, 2, checks.Load())
	})
}

func TestNamesOfThisMachine(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost:8080": true, "LOCALHOST.": true, "127.0.0.1": true, "[::1]:80": true, "[::ffff:127.0.0.1]": true,
		"example.com": false, "localhost.example.com": false, "10.0.0.1:80": false, "": false,
	} {
		assert.Equal(t, want, web.Loopback(web.Hostname(host)), host)
	}
}

func TestAServerAnswersToItsOwnNameOnly(t *testing.T) {
	t.Parallel()
	handler := web.OnlyFor("127.0.0.1:9", http.HandlerFunc(web.Alive))
	for host, want := range map[string]int{"127.0.0.1:9": http.StatusOK, "evil.example:9": http.StatusMisdirectedRequest} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		handler.ServeHTTP(w, r)
		assert.Equal(t, want, w.Code, host)
	}
}
