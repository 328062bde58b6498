// Cross-checking: whether requests are what the audit tells of them.

package confirm

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"govgroup/internal/audit"
	"govgroup/internal/tools"
)

// CrossCheck reads the audit, which must be sound, and all requests. An error names the
// first request, in the order of the audit, that is missing, that the audit does not
// know, or that stands elsewhere than it tells.
//
// A program may be between the record and the audit, or have died there: one step of
// difference is no fault.
func CrossCheck(ctx context.Context, entries audit.Store, requests Store) error {
	var told Story
	var asked []audit.Entry // of each request the first entry
	err := entries.Each(ctx, math.MinInt64, func(r audit.Record) error {
		var e audit.Entry
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return fmt.Errorf("entry %d cannot be read: %w", r.Seq, err)
		}
		if told.At(e.Request) == "" && e.Request != "" && e.State != "" && e.Kind != audit.Refused {
			asked = append(asked, e)
		}
		if err := told.Follow(e); err != nil {
			return fmt.Errorf("entry %d: %w", r.Seq, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	all, err := requests.List(ctx, Query{EveryTenant: true, Limit: -1})
	if err != nil {
		return err
	}
	if err := allThere(asked, all); err != nil {
		return err
	}
	return told.agrees(all)
}

// allThere looks for every request that the audit knows.
func allThere(asked []audit.Entry, all []Request) error {
	there := map[tools.RequestID]bool{}
	for _, r := range all {
		there[r.ID] = true
	}
	for _, e := range asked {
		if !there[e.Request] {
			return fmt.Errorf("entry %d is about request %s, which is missing: it was removed", e.Seq, e.Request)
		}
	}
	return nil
}

// agrees compares requests with where the audit left them.
func (s *Story) agrees(all []Request) error {
	for _, r := range all {
		told := s.At(r.ID)
		switch {
		case told == r.State, told.MayBecome(r.State), r.State.MayBecome(told):
		case told == "" && !r.State.Final(): // asked for a moment ago
		case told == "":
			return fmt.Errorf("request %s is %s, and the audit has no entry about it", r.ID, r.State)
		default:
			return fmt.Errorf("request %s is %s, and the audit has %s", r.ID, r.State, told)
		}
	}
	return nil
}
