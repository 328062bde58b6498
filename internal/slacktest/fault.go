// Misbehaviour on demand: what the real Slack does on its bad days.

package slacktest

import (
	"net/http"
	"time"
)

// faults are the ones still to come. The Slack's lock guards them.
type faults struct {
	limits   []fault
	failures []fault
	breaks   []fault
	repeated int           // deliveries to send twice
	refused  int           // sockets to refuse
	skew     time.Duration // of signatures
}

// fault waits for calls of a method.
type fault struct {
	method string // empty: any
	times  int
	after  int    // seconds, of a limit
	code   string // of a failure
	status int    // of HTTP, of a break; 0: the connection ends
}

// take uses up one fault that fits the method.
func take(list []fault, method string) (fault, bool) {
	for i := range list {
		f := &list[i]
		if f.times > 0 && (f.method == "" || f.method == method) {
			f.times--
			return *f, true
		}
	}
	return fault{}, false
}

// spend uses up one of a count.
func spend(count *int) bool {
	if *count <= 0 {
		return false
	}
	*count--
	return true
}

// limited tells whether a call hits a rate limit, and for how long.
func (f *faults) limited(method string) (seconds int, yes bool) {
	hit, yes := take(f.limits, method)
	return hit.after, yes
}

// failing tells whether a call is to fail, and with what.
func (f *faults) failing(method string) (code string, yes bool) {
	hit, yes := take(f.failures, method)
	return hit.code, yes
}

// broken answers a call in the way of a server in trouble, if it is to: with a status
// and no JSON, or by hanging up. The caller records the call.
func (f *faults) broken(w http.ResponseWriter, method string) (status int, yes bool) {
	hit, yes := take(f.breaks, method)
	if !yes {
		return 0, false
	}
	if hit.status == 0 {
		panic(http.ErrAbortHandler)
	}
	http.Error(w, "<html>trouble</html>", hit.status)
	return hit.status, true
}

// Break answers the next calls of a method (empty: of any) with that status of HTTP and no
// JSON; status 0 hangs up. The method response_url stands for response URLs.
func (s *Slack) Break(method string, times, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.breaks = append(s.faults.breaks, fault{method: method, times: times, status: status})
}

// Mend ends all misbehaviour of calls that was asked for.
func (s *Slack) Mend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.limits, s.faults.failures, s.faults.breaks = nil, nil, nil
}

// RateLimit answers the next calls of a method (empty: of any) with 429 and
// that Retry-After, rounded up to seconds. The method response_url stands for
// response URLs.
func (s *Slack) RateLimit(method string, times int, after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seconds := int((after + time.Second - 1) / time.Second)
	s.faults.limits = append(s.faults.limits, fault{method: method, times: times, after: seconds})
}

// FailCalls answers the next calls of a method (empty: of any) with that error.
func (s *Slack) FailCalls(method string, times int, slackError string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.failures = append(s.faults.failures, fault{method: method, times: times, code: slackError})
}

// Redeliver sends the next deliveries twice: the same envelope with the next
// retry_attempt, or over HTTP the same body, signed anew, with
// X-Slack-Retry-Num. The first acknowledgement counts.
func (s *Slack) Redeliver(times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.repeated = times
}

// SkewSignatures dates HTTP deliveries that much off, from now on.
func (s *Slack) SkewSignatures(by time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.skew = by
}

// RefuseSockets refuses the next attempts to connect.
func (s *Slack) RefuseSockets(times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.refused = times
}
