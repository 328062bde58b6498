// Places: where people decide about requests, and what an answer says of it. One
// sentence never fits all requests, so it is built from the request.

package confirm

import (
	"fmt"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Places are where people can decide. The zero value is a program that can only
// ask through its clients.
type Places struct {
	Page    string // the address of the approval pages, to which a request's id is added; empty: none
	Desktop bool   // a page opens in the browser of the machine that the requester sits at
	Printed bool   // where no browser can be opened there, the page's address is printed
	Slack   bool   // the requester has Slack's buttons
	Channel string // the Slack channel in which those who may decide are told; empty: none
}

// howToDecide says who may decide about a request, where, and until when.
func (g *Gate) howToDecide(r Request) string {
	places := g.Places
	if r.Level == Person && !g.vouches(r.Requester) {
		places.Slack = false // a console shows the buttons, and nobody there is known
	}
	return fmt.Sprintf("%s may decide: %s. It is open until %s.", r.deciders(), places.of(r), r.Expires.UTC().Format(time.RFC3339))
}

// deciders names who may decide.
func (r Request) deciders() string {
	var roles string
	if len(r.Approvers) > 0 {
		roles = "someone else with the role " + strings.Join(r.Approvers, " or ")
	}
	switch {
	case r.Level == Second:
		return "Only " + roles
	case roles != "":
		return "Whoever asked (" + r.requester() + "), or " + roles + ","
	}
	return "Only whoever asked (" + r.requester() + ")"
}

// of lists the places at which the request can be decided.
func (p Places) of(r Request) string {
	var places []string
	if p.Page != "" {
		places = append(places, "at "+p.Page+string(r.ID))
	}
	if r.Level != Second {
		places = append(places, p.own()...)
	}
	if p.Channel != "" && (len(r.Approvers) > 0 || r.Level == Second) {
		places = append(places, "in Slack's channel "+p.Channel)
	}
	switch {
	case len(places) > 0:
		return strings.Join(places, ", or ")
	case r.Level == Second || r.Level == Person:
		return "in Slack, where a bot shares these records; this program has no approval page"
	}
	return "by asking again from an MCP client that can show confirmation prompts (elicitation)"
}

// own lists the places of the requester alone.
func (p Places) own() []string {
	var places []string
	if p.Desktop {
		page := "on the page that opens in the browser of the machine that govgroup runs on"
		if p.Printed {
			page += ", or whose address it prints there"
		}
		places = append(places, page)
	}
	if p.Slack {
		places = append(places, "with the buttons in Slack, or with “pending”")
	}
	return places
}

// requester names who asked, as well as is known.
func (r Request) requester() string {
	if who := r.Requester.Who(); who != "" {
		return who
	}
	return "someone on " + tools.Clean(r.Requester.Surface)
}

// undecidable is an error where nobody could ever decide: asking would only make
// people wait.
func (r Request) undecidable() error {
	const nobody = "This change needs the approval of a second person, and nobody can give it: "
	switch {
	case r.Level != Second:
		return nil
	case r.Requester.Identity == "":
		return tools.Errorf(tools.CannotAsk, nobody+"the tenant does not know you by the e-mail that you signed in with, so it is not clear that an approver is someone else.")
	case len(r.Approvers) == 0:
		return tools.Errorf(tools.CannotAsk, nobody+"the policy names no approvers for it. Whoever looks after the policy can add some.")
	}
	return nil
}

// needs says what a request would need, for whoever only wants to know.
func (r Request) needs() string {
	if r.Level == None {
		return "It would be carried out at once; nobody has to be asked."
	}
	if err := r.undecidable(); err != nil {
		return tools.AsError(err).Message
	}
	text := fmt.Sprintf("It would need an approval of the level %q. %s may decide.", r.Level, r.deciders())
	if r.Typed {
		text += " The name has to be typed."
	}
	return text
}
