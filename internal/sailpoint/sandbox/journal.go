// Journal: what really happened, the requests that came and the writes that took
// effect, whatever the caller was told.

package sandbox

import (
	"slices"
	"sync"
	"time"
)

// maxExchanges bounds the log of requests; the oldest go first.
const maxExchanges = 10000

// Exchange is one request as the tenant saw it.
type Exchange struct {
	RequestID string    `json:"requestId"` // also sent as SLPT-Request-ID
	Time      time.Time `json:"time"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`            // as sent
	Query     string    `json:"query,omitempty"` // the parameters that the API knows
	Operation Operation `json:"operation,omitempty"`
	Version   string    `json:"version,omitempty"`  // "v1", "v2024", "v2025", "v2026" or "beta"
	ClientID  string    `json:"clientId,omitempty"` // empty when the request was not authenticated
	Status    int       `json:"status"`             // 0: the connection was reset or held
	Changed   bool      `json:"changed"`            // the request changed the tenant
	Effects   []Effect  `json:"effects,omitempty"`  // what it changed
	Fault     FaultKind `json:"fault,omitempty"`    // the fault that was applied
}

// EffectKind names what a write did.
type EffectKind string

// The kinds of effective write.
const (
	GroupCreated  EffectKind = "group_created"
	GroupPatched  EffectKind = "group_patched"
	GroupDeleted  EffectKind = "group_deleted"
	MemberAdded   EffectKind = "member_added"
	MemberRemoved EffectKind = "member_removed"
)

// Effect is one write through the API that changed the tenant.
type Effect struct {
	Kind       EffectKind `json:"kind"`
	GroupID    string     `json:"groupId"`
	IdentityID string     `json:"identityId,omitempty"` // of a member who came or went
	RequestID  string     `json:"requestId"`
	Time       time.Time  `json:"time"`
}

type journal struct {
	mu        sync.Mutex
	tell      func(Exchange) // nil: nobody
	exchanges []Exchange
	effects   []Effect
}

// exchange drops a tenth of the log at a time, so that a full one is not moved
// for every request.
func (j *journal) exchange(e Exchange) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.exchanges) == maxExchanges {
		j.exchanges = slices.Clone(j.exchanges[maxExchanges/10:])
	}
	j.exchanges = append(j.exchanges, e)
	if j.tell != nil {
		j.tell(e)
	}
}

// effect is called under the directory's lock, so effects stand in the order in
// which the tenant changed.
func (j *journal) effect(e Effect) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.effects = append(j.effects, e)
}

// Log gives the latest requests, oldest first: at most 10,000. Requests to the
// control endpoints are not among them.
func (t *Tenant) Log() []Exchange {
	t.journal.mu.Lock()
	defer t.journal.mu.Unlock()
	return append([]Exchange{}, t.journal.exchanges...)
}

// Effects gives every write through the API that changed something, in order and
// without a bound. A bulk call has one for each item that was done. Changes made
// with the Go setters or the edit endpoint are not among them.
func (t *Tenant) Effects() []Effect {
	t.journal.mu.Lock()
	defer t.journal.mu.Unlock()
	return append([]Effect{}, t.journal.effects...)
}
