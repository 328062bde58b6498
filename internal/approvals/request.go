// One request: what would be changed, who asked, and the buttons; after the
// decision, what became of it.

package approvals

import (
	"net/http"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// lookAgain is after how many seconds a browser asks again how far the work has
// come.
const lookAgain = "3"

// requestPage is what the page of one request shows.
type requestPage struct {
	layout
	preview
	Path     string
	State    string
	Outcome  string       // what became of it, in a sentence
	Severity string       // how the sentence looks: good, mind, wrong or neither
	Ended    string       // who ended it without an approval, and why
	Items    []tools.Item // what did not come to what was asked, with outcomes in words
	Count    int          // items whose outcome is known
	Total    int          // of items
	Asker    string       // who asked
	From     string       // and how they reached us
	Purpose  string       // why, in the words of whoever asked
	Needs    string
	Tenant   string
	Sandbox  bool
	Created  moment
	Expires  moment
	Agreed   []agreement
	ID       tools.RequestID

	Open     bool // it waits for a decision
	Working  bool // it is being carried out
	ReadOnly bool // nothing is decided here
	Own      bool
	Phrase   string // what has to be typed
	Refusal  string // why an approval of who is looking would not count, and whose would

	Fault string // what was wrong with the form just sent
	Typed bool   // what was typed was wrong
	Fresh string // path of the request that takes the place of a stale one
}

// agreement is an approval.
type agreement struct {
	Who   string
	Level string
	At    moment
}

func (s *Site) request(w http.ResponseWriter, r *http.Request, v viewer) {
	c, err := s.Gate.View(r.Context(), tools.RequestID(r.PathValue("id")), v.caller)
	if err != nil {
		s.fail(w, v, err)
		return
	}
	s.show(w, http.StatusOK, s.requestPage(v, c))
}

// show renders the page. While the work is done, the browser asks again by
// itself.
func (s *Site) show(w http.ResponseWriter, status int, page requestPage) {
	if page.Working {
		w.Header().Set("Refresh", lookAgain)
	}
	s.render(w, status, "request", page)
}

func (s *Site) requestPage(v viewer, c confirm.RequestView) requestPage {
	p := requestPage{
		layout: s.layout(v, titleOf(c.State)), preview: previewOf(c.Plan), Path: requestPath(c.ID), ID: c.ID,
		State: stateInWords(c.State), Purpose: tools.CleanText(c.Purpose), Asker: who(c.Requester), From: whereFrom(c.Requester), Needs: levelInWords(c.Level),
		Tenant: hostOf(c.Tenant), Sandbox: s.Sandbox, ReadOnly: s.ReadOnly, Created: s.moment(c.Created), Expires: s.moment(c.Expires),
		Total: len(c.Plan.Items), Open: c.State == confirm.Pending, Working: c.State == confirm.Executing, Own: c.Own,
	}
	if p.Open {
		p.Phrase = c.Phrase
		if c.Refusal != nil {
			p.Title, p.Refusal = "This change waits for someone else", c.Refusal.Message
		}
		return p
	}
	p.Count = len(c.Plan.Items) - c.Plan.Pending()
	p.Agreed = s.agreements(c.Approvals)
	if c.State.Final() {
		p.Outcome, p.Severity = c.Outcome.Summary, severityOf(c.State)
		p.Items = notDone(c.Plan.Items)
	}
	if len(p.Agreed) == 0 && c.Reason != "" {
		p.Ended = sentence(tools.CleanText(c.Reason))
	}
	return p
}

func (s *Site) agreements(all []confirm.Approval) []agreement {
	list := make([]agreement, len(all))
	for i, a := range all {
		list[i] = agreement{Who: from(a.By), Level: levelReached(a.Level), At: s.moment(a.At)}
	}
	return list
}
