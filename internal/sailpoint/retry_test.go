// What is sent again, and that nothing else is.

package sailpoint_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint"
)

// failing is a transport whose API calls fail with an error; tokens work.
type failing struct {
	tenant
	err error
}

func (f *failing) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := f.tenant.RoundTrip(req)
	if strings.HasSuffix(req.URL.Path, "/oauth/token") {
		return resp, err
	}
	return nil, f.err
}

// cut is a body that breaks off.
type cut struct{ io.Reader }

func (c cut) Read(p []byte) (int, error) {
	if n, err := c.Reader.Read(p); err == nil {
		return n, nil
	}
	return 0, io.ErrUnexpectedEOF
}

func (cut) Close() error { return nil }

// cutting is a transport whose API answers break off.
type cutting struct{ tenant }

func (f *cutting) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := f.tenant.RoundTrip(req)
	if err == nil && !strings.HasSuffix(req.URL.Path, "/oauth/token") {
		resp.Body = cut{strings.NewReader(`[{"id":`)}
	}
	return resp, err
}

// attempts calls the operation and counts how often it was sent.
func attempts(t *testing.T, op operation, transport http.RoundTripper, seen func() []sent) (int, *sailpoint.Error) {
	t.Helper()
	client := new(tenant).client(t, func(c *sailpoint.Config) { c.Transport = transport })
	err := op.call(t.Context(), client)
	require.Error(t, err)
	return len(seen()), faultOf(t, err)
}

func TestStatusesThatAreSentAgain(t *testing.T) {
	for _, tc := range []struct {
		status      int
		header      []string
		reads       int // how often a read is sent
		writes      int // how often a write is sent
		doubtful    bool
		rateLimited bool
	}{
		{400, nil, 1, 1, false, false},
		{403, nil, 1, 1, false, false},
		{408, nil, 1, 1, true, false},
		{409, nil, 1, 1, false, false},
		{307, []string{"Location", "https://elsewhere.example"}, 1, 1, true, false},
		{429, nil, 5, 5, false, true},
		{429, []string{"Retry-After", "1"}, 5, 5, false, true},
		{429, []string{"Retry-After", "0"}, 5, 5, false, true},
		{503, []string{"Retry-After", "2"}, 5, 5, false, false},
		{503, nil, 3, 1, true, false},
		{500, nil, 3, 1, true, false},
		{501, nil, 1, 1, true, false},
		{502, nil, 5, 1, true, false},
		{504, nil, 5, 1, true, false},
	} {
		check := func(op operation, want int, doubtful bool) {
			t.Run(http.StatusText(tc.status)+"/"+op.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					tenant := &tenant{api: answer(tc.status, `{}`, tc.header...)}
					n, fault := attempts(t, op, tenant, tenant.seen)
					assert.Equal(t, want, n)
					assert.Equal(t, tc.status, fault.Status)
					assert.Equal(t, doubtful, fault.OutcomeUnknown)
					assert.Equal(t, tc.rateLimited, fault.RateLimited())
				})
			})
		}
		for _, op := range reads() {
			check(op, tc.reads, false)
		}
		for _, op := range writes() {
			check(op, tc.writes, tc.doubtful)
		}
	}
}

func TestBrokenConnections(t *testing.T) {
	transports := map[string]func() (http.RoundTripper, func() []sent){
		"reset": func() (http.RoundTripper, func() []sent) {
			f := &failing{tenant{api: answer(200, `{}`)}, errors.New("connection reset by peer")}
			return f, f.seen
		},
		"cut off": func() (http.RoundTripper, func() []sent) {
			f := &cutting{tenant{api: answer(200, `{}`)}}
			return f, f.seen
		},
		"no answer": func() (http.RoundTripper, func() []sent) {
			f := &tenant{api: never}
			return f, f.seen
		},
	}
	for name, transport := range transports {
		for _, op := range append(reads(), writes()...) {
			t.Run(name+"/"+op.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					isWrite := !isRead(op.name)
					rt, seen := transport()
					n, fault := attempts(t, op, rt, seen)
					tries := map[bool]int{true: 1, false: 5}[isWrite]
					if name == "no answer" && !isWrite {
						tries = 2 // of thirty seconds and ten
					}
					assert.Equal(t, tries, n)
					assert.Equal(t, isWrite, fault.OutcomeUnknown)
					assert.True(t, fault.Unavailable())
				})
			})
		}
	}
}

func TestReadRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: inTurn(answer(502, ``), answer(504, ``), answer(200, groupJSON(7)))}
		group, err := tenant.client(t).Group(t.Context(), groupID)
		require.NoError(t, err)
		assert.Equal(t, "Group 7", group.Name)
	})
}

func TestAnswerThatIsNotTheAPIIsDoubtfulForWrites(t *testing.T) {
	for _, body := range []string{`<html>proxy</html>`, ``, `{"a":`, `[1]`, `{"message":"no"}`} {
		for _, op := range writes() {
			t.Run(op.name+"/"+body, func(t *testing.T) {
				tenant := &tenant{api: answer(200, body)}
				n, fault := attempts(t, op, tenant, tenant.seen)
				assert.Equal(t, 1, n)
				assert.True(t, fault.OutcomeUnknown)
				assert.Contains(t, fault.Error(), "not known whether this was done")
			})
		}
	}
}

func TestWriteThatNeverLeftIsNotDoubtful(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := "http://" + listener.Addr().String()
	require.NoError(t, listener.Close())
	// The token comes from a tenant that answers; the API is a dead port.
	tokens := &tenant{}
	transport := split{tokens, http.DefaultTransport}
	for _, op := range writes() {
		t.Run(op.name, func(t *testing.T) {
			client := tokens.client(t, func(c *sailpoint.Config) { c.Transport, c.BaseURL = transport, address })
			fault := faultOf(t, op.call(t.Context(), client))
			assert.False(t, fault.OutcomeUnknown)
			assert.Contains(t, fault.Text, "could not be reached")
			assert.True(t, fault.Unavailable())
		})
	}
}

// split sends token requests one way and all else another.
type split struct{ token, api http.RoundTripper }

func (s split) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/oauth/token") {
		return s.token.RoundTrip(req)
	}
	return s.api.RoundTrip(req)
}

func TestCancelledWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: never}
		client := tenant.client(t)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			time.Sleep(time.Second)
			cancel()
		}()
		began := time.Now()
		_, err := client.AddMembers(ctx, groupID, []string{personID})
		assert.Equal(t, time.Second, time.Since(began))
		require.ErrorIs(t, err, context.Canceled)
		fault := faultOf(t, err)
		assert.True(t, fault.OutcomeUnknown, "it was on its way")
		assert.False(t, fault.Unavailable(), "the tenant is not to blame")

		_, err = client.AddMembers(ctx, groupID, []string{personID})
		require.ErrorIs(t, err, context.Canceled)
		assert.False(t, faultOf(t, err).OutcomeUnknown, "it was cancelled before it was sent")
		assert.Len(t, tenant.seen(), 1)
	})
}

func TestCancelledWhilePausing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := &tenant{api: answer(502, ``)}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := tenant.client(t).Group(ctx, groupID)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 10*time.Millisecond, time.Since(began))
	})
}

// A tenant that says nothing takes 40 seconds of a read and no more, and whoever
// waits hears why.
func TestASilentTenantIsWaitedForSoLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := (&tenant{api: never}).client(t)
		var told []string
		ctx := sailpoint.WithCaller(t.Context(), sailpoint.Caller{Waiting: func(why string) { told = append(told, why) }})
		began := time.Now()
		_, err := client.Group(ctx, groupID)
		require.Error(t, err)
		assert.InDelta(t, 40, time.Since(began).Seconds(), 2)
		require.NotEmpty(t, told)
		assert.Equal(t, "The tenant has not answered yet; the call goes on.", told[0])
	})
}

// So is one that gives no token.
func TestATokenServerInTroubleIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		server := &tenant{api: answer(200, `{"id":"`+groupID+`","name":"x"}`)}
		server.token = func(w http.ResponseWriter, r *http.Request) {
			if asked++; asked < 3 { // twice
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			server.token = nil
			server.answerToken(w, r)
		}
		_, err := server.client(t).Group(t.Context(), groupID)
		require.NoError(t, err)
		assert.Equal(t, 3, asked)
	})
}
