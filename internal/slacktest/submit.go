// Submit: how forms are sent or closed.

package slacktest

import (
	"fmt"
	"slices"
	"strings"
)

// FormError is what Slack itself finds wrong with a form: nothing is sent.
type FormError struct {
	// Fields has a sentence by block_id.
	Fields map[string]string
}

// Error names the fields.
func (e *FormError) Error() string {
	var parts []string
	for _, id := range sorted(e.Fields) {
		parts = append(parts, id+": "+e.Fields[id])
	}
	return "the form is not complete: " + strings.Join(parts, " ")
}

// submitFailed is what Slack shows when the app did not answer a submission well.
const submitFailed = "We had some trouble connecting. Try again?"

// Submit fills in the form in front and submits it. What Slack checks itself
// (required, lengths) is a *FormError and is not sent. What the app answered
// is on the person's screen afterwards: see Views.
func (s *Slack) Submit(user string, view View, values Values) (Invocation, error) {
	d, err := s.fill(user, view, values)
	if err != nil {
		return Invocation{}, err
	}
	inv := s.deliver(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed()
	// The app may have changed or closed the form before it acknowledged.
	v := s.view(view.ID, "")
	if v == nil {
		return inv, nil
	}
	if inv.Failure == "" && s.follow(user, v, inv) != nil {
		inv.Failure = "dispatch_unknown_error"
	}
	if inv.Failure != "" {
		v.SubmitError = submitFailed
	}
	return inv, nil
}

// fill enters the values and makes the delivery.
func (s *Slack) fill(user string, view View, values Values) (delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, st, err := s.interaction("view_submission", user, view)
	if err != nil {
		return delivery{}, err
	}
	v := s.view(view.ID, "")
	if stack := s.stacks[user]; len(stack) == 0 || stack[len(stack)-1] != v {
		return delivery{}, fmt.Errorf("the form %q is not in front", view.Title)
	}
	if v.Submit == "" {
		return delivery{}, fmt.Errorf("the form %q has no button to submit it", v.Title)
	}
	seen := controls(v.blocks, *st)
	for _, name := range sorted(values) {
		c, err := pick(seen, name, values[name])
		if err != nil {
			return delivery{}, err
		}
		entry, err := s.enter(c, values[name])
		if err != nil {
			return delivery{}, err
		}
		*st = st.with(c.BlockID, c.ActionID, entry)
	}
	if err := complete(controls(v.blocks, *st)); err != nil {
		return delivery{}, err
	}
	v.Errors, v.SubmitError = nil, ""
	p["trigger_id"], p["response_urls"], p["view"] = s.newTrigger(user), []object{}, v.json()
	return delivery{kind: interactType, payload: p, answers: true}, nil
}

// complete checks what the client checks before it sends.
func complete(seen []Control) error {
	found := map[string]string{}
	for _, c := range seen {
		if sentence := lacking(c, c.Chosen); c.Input && sentence != "" {
			found[c.BlockID] = sentence
		}
	}
	if len(found) == 0 {
		return nil
	}
	return &FormError{Fields: found}
}

// follow does what the app answered to a submission.
func (s *Slack) follow(user string, v *View, inv Invocation) error {
	sent, err := decoded(inv.AckBody)
	if err != nil {
		return err
	}
	switch action := sent.text("response_action"); action {
	case "":
		s.pop(user)
		return nil
	case "clear":
		delete(s.stacks, user)
		return nil
	case "errors":
		return v.refuseFields(sent.object("errors"))
	case "update", "push":
		source, err := acceptView(sent["view"], "modal")
		if err != nil {
			return err
		}
		if action == "update" {
			v.show(source)
			return nil
		}
		_, err = s.push(user, source)
		return err
	default:
		return refuse("invalid_arguments")
	}
}

// refuseFields shows an app's errors under its inputs. Errors for anything
// else make no sense to Slack.
func (v *View) refuseFields(errors object) error {
	shown := map[string]string{}
	for id := range errors {
		isInput := slices.ContainsFunc(v.blocks, func(b object) bool {
			return b.text("block_id") == id && b.text("type") == "input"
		})
		if !isInput || errors.text(id) == "" {
			return refuse("invalid_arguments")
		}
		shown[id] = errors.text(id)
	}
	if len(shown) == 0 {
		return refuse("invalid_arguments")
	}
	v.Errors = shown
	return nil
}

// CloseView closes the form in front with its Close button; forms that clear on
// close take those beneath with them. The Invocation is empty when the app did
// not ask to be notified.
func (s *Slack) CloseView(user string, view View) (Invocation, error) {
	d, notify, err := s.closing(user, view)
	if err != nil || !notify {
		return Invocation{}, err
	}
	return s.deliver(d), nil
}

// closing takes the form away first: Slack does not wait for the app there.
func (s *Slack) closing(user string, view View) (d delivery, notify bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, _, err := s.interaction("view_closed", user, view)
	if err != nil {
		return d, false, err
	}
	v := s.view(view.ID, "")
	p["view"], p["is_cleared"] = v.json(), v.clearOnClose
	if v.clearOnClose {
		delete(s.stacks, user)
	} else {
		s.pop(user)
	}
	s.changed()
	return delivery{kind: interactType, payload: p}, v.notifyOnClose, nil
}
