// Suggest: type-ahead in external selects.

package slacktest

import (
	"fmt"
	"unicode/utf8"
)

// Suggest types into an external select and gives what it offered; what is
// offered can be chosen from then on. An answer that breaks Slack's limits, or
// comes too late, offers nothing and has a Failure.
func (s *Slack) Suggest(user string, on Surface, actionID, query string) (Suggestion, error) {
	c, err := pick(on.Controls(), actionID, nil)
	if err != nil {
		return Suggestion{}, err
	}
	if c.Type != "external_select" && c.Type != "multi_external_select" {
		return Suggestion{}, fmt.Errorf("%q is a %s, which asks nobody", actionID, c.Type)
	}
	if utf8.RuneCountInString(query) < c.MinQuery {
		return Suggestion{}, fmt.Errorf("%q asks from %d characters on", actionID, c.MinQuery)
	}
	d, err := s.query(user, on, c, query)
	if err != nil {
		return Suggestion{}, err
	}
	g := Suggestion{Invocation: s.deliver(d)}
	if g.Failure != "" {
		return g, nil
	}
	if g.Options, err = offered(g.Invocation); err != nil {
		g.Failure = "dispatch_unknown_error"
		return g, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// Earlier offers stay choosable: a person may type on and still pick one.
	key := c.BlockID + "/" + c.ActionID
	s.suggested[key] = append(s.suggested[key], g.Options...)
	return g, nil
}

// query makes the delivery of what was typed so far.
func (s *Slack) query(user string, on Surface, c Control, query string) (delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, _, err := s.interaction("block_suggestion", user, on)
	if err != nil {
		return delivery{}, err
	}
	p["action_id"], p["block_id"], p["value"] = c.ActionID, c.BlockID, query
	s.reread(p, on)
	delete(p, "state")
	return delivery{kind: interactType, payload: p, answers: true, options: true}, nil
}

// offered reads an answer, by the same rules as options in blocks.
func offered(inv Invocation) ([]Option, error) {
	sent, err := decoded(inv.AckBody)
	if err != nil {
		return nil, err
	}
	var c violations
	selection()(&c, "", map[string]any(sent))
	if c.messages != nil {
		return nil, &refusal{code: "invalid_arguments", messages: c.messages}
	}
	return options(sent), nil
}
