// Views: their methods, and the stack of forms in front of each person.

package slacktest

import "slices"

// viewsOpen opens a form. Whatever the person had open goes.
func (s *Slack) viewsOpen(q request) (object, error) {
	user, source, err := s.viewFor(q)
	if err != nil {
		return nil, err
	}
	v := s.newView(source)
	s.stacks[user] = []*View{v}
	return object{"view": v.json()}, nil
}

// viewsPush lays a form on top of the one that the trigger came from.
func (s *Slack) viewsPush(q request) (object, error) {
	user, source, err := s.viewFor(q)
	if err != nil {
		return nil, err
	}
	v, err := s.push(user, source)
	if err != nil {
		return nil, err
	}
	return object{"view": v.json()}, nil
}

// viewFor reads the view and whose screen it is for. The view is checked
// first, so that a mistake in it does not cost the trigger.
func (s *Slack) viewFor(q request) (user string, source object, err error) {
	if err := q.need("view"); err != nil {
		return "", nil, err
	}
	sent, err := q.structure("view")
	if err != nil {
		return "", nil, err
	}
	if source, err = acceptView(sent, "modal"); err != nil {
		return "", nil, err
	}
	if id := source.text("external_id"); id != "" && s.view("", id) != nil {
		return "", nil, refuse("duplicate_external_id")
	}
	user, err = s.redeem(q)
	return user, source, err
}

// push lays a view on a stack that has room.
func (s *Slack) push(user string, source object) (*View, error) {
	stack := s.stacks[user]
	switch {
	case len(stack) == 0:
		return nil, refuse("not_found")
	case len(stack) >= stackLimit:
		return nil, refuse("push_limit_reached")
	}
	v := s.newView(source)
	v.RootID, v.PreviousID = stack[0].ID, stack[len(stack)-1].ID
	s.stacks[user] = append(slices.Clip(stack), v)
	return v, nil
}

// viewsUpdate changes an open form; a hash guards against changing one that
// has changed meanwhile.
func (s *Slack) viewsUpdate(q request) (object, error) {
	if err := q.need("view"); err != nil {
		return nil, err
	}
	v := s.view(q.args.text("view_id"), q.args.text("external_id"))
	if v == nil {
		return nil, refuse("not_found")
	}
	if hash := q.args.text("hash"); hash != "" && hash != v.Hash {
		return nil, refuse("hash_conflict")
	}
	sent, err := q.structure("view")
	if err != nil {
		return nil, err
	}
	source, err := acceptView(sent, "modal")
	if err != nil {
		return nil, err
	}
	v.show(source)
	return object{"view": v.json()}, nil
}

// view finds an open form or a Home tab by either of its identifiers.
func (s *Slack) view(id, external string) *View {
	fits := func(v *View) bool {
		return id != "" && v.ID == id || external != "" && v.ExternalID == external
	}
	for _, home := range s.homes {
		if fits(home) {
			return home
		}
	}
	for _, stack := range s.stacks {
		if i := slices.IndexFunc(stack, fits); i >= 0 {
			return stack[i]
		}
	}
	return nil
}

// pop takes the form in front away.
func (s *Slack) pop(user string) {
	if stack := s.stacks[user]; len(stack) > 0 {
		s.stacks[user] = slices.Clip(stack[:len(stack)-1])
	}
}
