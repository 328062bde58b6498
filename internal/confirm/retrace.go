// Retracing: following requests through an audit, and whether each went only ways
// that there are.

package confirm

import (
	"fmt"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// Story is what an audit tells of requests so far: where each of them stands. The
// zero value is the beginning.
type Story struct{ at map[tools.RequestID]State }

// Follow takes the next entry, oldest first. An error says that its request cannot have
// come to that state.
//
// A program may have died between writing the audit and the record, so that whoever
// settled the request began from the record.
func (s *Story) Follow(e audit.Entry) error {
	if e.Request == "" || e.Kind == audit.Refused || e.State == "" {
		return nil
	}
	if s.at == nil {
		s.at = map[tools.RequestID]State{}
	}
	before, now := s.at[e.Request], State(e.State)
	s.at[e.Request] = now
	if before == now || before.MayBecome(now) || e.Kind == audit.Settling && Executing.MayBecome(now) {
		return nil
	}
	return fmt.Errorf("request %s cannot go from %q to %q", e.Request, before, now)
}

// At gives the state of a request as the audit has it; empty: it is not mentioned.
func (s *Story) At(id tools.RequestID) State { return s.at[id] }
