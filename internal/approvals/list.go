// The lists: what waits for me, and what I decided.

package approvals

import (
	"net/http"

	"govgroup/internal/confirm"
)

// most is how many decided requests the list shows; it says how many there are.
const most = 50

// list is what a page with requests shows.
type list struct {
	layout
	Rows  []row
	Total int // of decided ones, those not shown included
}

// row is one request of a list.
type row struct {
	Path, Summary, From, State, Needs string
	Own                               bool // made by who is looking
	Mine                              bool // their approval would count
	Expires                           moment
}

func (s *Site) waiting(w http.ResponseWriter, r *http.Request, v viewer) {
	cases, err := s.Gate.ListPending(r.Context(), v.caller)
	if err != nil {
		s.fail(w, v, err)
		return
	}
	s.render(w, http.StatusOK, "waiting", list{layout: s.layout(v, "Requests that wait for you"), Rows: s.rows(cases)})
}

func (s *Site) decided(w http.ResponseWriter, r *http.Request, v viewer) {
	cases, total, err := s.Gate.ListDecided(r.Context(), v.caller, most)
	if err != nil {
		s.fail(w, v, err)
		return
	}
	s.render(w, http.StatusOK, "decided", list{layout: s.layout(v, "What you decided"), Rows: s.rows(cases), Total: total})
}

func (s *Site) rows(cases []confirm.RequestView) []row {
	rows := make([]row, len(cases))
	for i, c := range cases {
		rows[i] = row{
			Path: requestPath(c.ID), Summary: c.Plan.Summary, From: from(c.Requester), State: stateInWords(c.State),
			Needs: levelInWords(c.Level), Own: c.Own, Mine: c.Refusal == nil, Expires: s.moment(c.Expires),
		}
	}
	return rows
}
