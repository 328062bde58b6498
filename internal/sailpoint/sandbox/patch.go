// Patch: a JSON Patch, of which the API takes only the name, the description and the
// owner as a whole.

package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
)

// patchStep is one operation of a JSON Patch.
type patchStep struct {
	Op    string          `json:"op"`
	Path  string          `json:"path"`
	Value json.RawMessage `json:"value"`
}

// patchGroup applies all steps or none.
func (t *Tenant) patchGroup(c *call) (reply, error) {
	var steps []patchStep
	if err := c.decode(&steps); err != nil {
		return reply{}, err
	}
	if len(steps) == 0 {
		return reply{}, bad(codeRequired, "The patch has no operations.")
	}
	t.dir.mu.Lock()
	defer t.dir.mu.Unlock()
	g := t.dir.groups.get(c.route.id)
	if g == nil {
		return reply{}, notFound()
	}
	draft := *g
	for _, s := range steps {
		if err := t.applyStep(&draft, g, s); err != nil {
			return reply{}, err
		}
	}
	*g = draft
	t.dir.touch(g, c.now)
	t.effect(c, GroupPatched, g.ID, "")
	return reply{status: http.StatusOK, body: t.dir.show(g)}, nil
}

// applyStep changes the draft of group g by one step.
func (t *Tenant) applyStep(draft, g *Group, s patchStep) error {
	switch s.Op {
	case "add", "replace":
	case "remove":
		if s.Path != "/description" {
			return bad(codeIllegal, "The patch operation %q is not supported for %q.", s.Op, s.Path)
		}
		draft.Description = ""
		return nil
	default:
		return bad(codeIllegal, "The patch operation %q is not supported.", s.Op)
	}
	switch s.Path {
	case "/name":
		return t.patchName(draft, g, s)
	case "/description":
		draft.Description = "" // what null means, which does not reach the string
		return patchValue(s, &draft.Description)
	case "/owner":
		return t.patchOwner(draft, s)
	case "/owner/id":
		if t.opts.Switches.PatchOwnerID {
			return t.patchOwnerID(draft, s)
		}
	}
	return bad(codeIllegal, "The path %q cannot be patched.", s.Path)
}

func (t *Tenant) patchName(draft, g *Group, s patchStep) error {
	name := ""
	if err := patchValue(s, &name); err != nil {
		return err
	}
	draft.Name = name
	return t.checkName(name, g)
}

// patchOwner takes the owner as a whole.
func (t *Tenant) patchOwner(draft *Group, s patchStep) error {
	var owner *ownerRequest
	if err := patchValue(s, &owner); err != nil {
		return err
	}
	return t.setOwner(draft, owner)
}

// patchOwnerID is how SailPoint's command line reassigns things.
func (t *Tenant) patchOwnerID(draft *Group, s patchStep) error {
	owner := &ownerRequest{Type: identityType}
	if err := patchValue(s, &owner.ID); err != nil {
		return err
	}
	return t.setOwner(draft, owner)
}

func (t *Tenant) setOwner(draft *Group, owner *ownerRequest) error {
	if err := t.checkOwner(owner); err != nil {
		return err
	}
	draft.OwnerID = strings.ToLower(owner.ID)
	return nil
}

// patchValue reads a step's value. A missing value is refused, null is not: it
// empties what it is given to.
func patchValue(s patchStep, into any) error {
	if len(bytes.TrimSpace(s.Value)) == 0 {
		return bad(codeRequired, "The patch of %q has no value.", s.Path)
	}
	if err := json.Unmarshal(s.Value, into); err != nil {
		return bad(codeIllegal, "The value for %q is of the wrong kind.", s.Path)
	}
	if err := exactKeys(s.Value, reflect.TypeOf(into)); err != nil {
		return badSyntax(err)
	}
	return nil
}
