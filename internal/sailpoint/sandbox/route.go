// Route: which method and path is which operation, and what a caller needs for it.

package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Operation is a name from the API's specification.
type Operation string

// The operations that the tenant serves.
const (
	OpToken            Operation = "token"
	OpListGroups       Operation = "list-workgroups"
	OpCreateGroup      Operation = "create-workgroup"
	OpGetGroup         Operation = "get-workgroup"
	OpPatchGroup       Operation = "patch-workgroup"
	OpDeleteGroup      Operation = "delete-workgroup"
	OpDeleteGroups     Operation = "delete-workgroups-in-bulk"
	OpListConnections  Operation = "list-connections"
	OpListMembers      Operation = "list-workgroup-members"
	OpAddMembers       Operation = "update-workgroup-members"
	OpRemoveMembers    Operation = "delete-workgroup-members"
	OpPublicIdentities Operation = "get-public-identities"
	OpIdentities       Operation = "list-identities"
	OpIdentity         Operation = "get-identity"
	OpSearch           Operation = "search-post"
)

// known tells whether there is such an operation; "" stands for all.
func (o Operation) known() bool {
	for _, s := range services() {
		if slices.ContainsFunc(s.endpoints, func(e endpoint) bool { return e.op == o }) {
			return true
		}
	}
	return o == OpToken || o == ""
}

// The media types of request bodies.
const (
	mediaJSON  = "application/json"
	mediaPatch = "application/json-patch+json"
)

// groupService is the name under which the groups lie.
const groupService = "workgroups"

// service is what lies under one name, in the forms of path that have it: the
// per-service one, called v1, and the older prefixes.
type service struct {
	versions  []string
	endpoints []endpoint
}

// endpoint is one operation.
type endpoint struct {
	op     Operation
	method string
	path   []string // below the service's version; "*" is an id
	rights rights
	media  string // of the request body; empty for none
	handle func(*Tenant, *call) (reply, error)
}

// services are all operations. Where each lies is as SailPoint's documents list
// it: beta never had the public identities nor the search, and v3 not the groups.
func services() map[string]service {
	read, manage, write := administrator(ScopeRead, ScopeManage), administrator(ScopeManage), administrator(ScopeWrite)
	years := []string{"v1", "v2024", "v2025", "v2026"}
	people := rights{scopes: []string{ScopeIdentityRead, ScopeIdentityManage}, user: true}
	return map[string]service{
		groupService: {append([]string{"beta"}, years...), []endpoint{
			{OpListGroups, http.MethodGet, nil, read, "", (*Tenant).listGroups},
			{OpCreateGroup, http.MethodPost, nil, manage, mediaJSON, (*Tenant).createGroup},
			{OpDeleteGroups, http.MethodPost, []string{"bulk-delete"}, manage, mediaJSON, (*Tenant).deleteGroups},
			{OpGetGroup, http.MethodGet, []string{"*"}, read, "", (*Tenant).getGroup},
			{OpPatchGroup, http.MethodPatch, []string{"*"}, manage, mediaPatch, (*Tenant).patchGroup},
			{OpDeleteGroup, http.MethodDelete, []string{"*"}, manage, "", (*Tenant).deleteGroup},
			{OpListConnections, http.MethodGet, []string{"*", "connections"}, read, "", (*Tenant).listConnections},
			{OpListMembers, http.MethodGet, []string{"*", "members"}, read, "", (*Tenant).listMembers},
			{OpAddMembers, http.MethodPost, []string{"*", "members", "bulk-add"}, write, mediaJSON, (*Tenant).addMembers},
			{OpRemoveMembers, http.MethodPost, []string{"*", "members", "bulk-delete"}, write, mediaJSON, (*Tenant).removeMembers},
		}},
		"identities": {append([]string{"beta"}, years...), []endpoint{
			{OpIdentities, http.MethodGet, nil, people, "", (*Tenant).listIdentities},
			{OpIdentity, http.MethodGet, []string{"*"}, people, "", (*Tenant).getIdentity},
		}},
		"public-identities": {append([]string{"v3"}, years...), []endpoint{
			{OpPublicIdentities, http.MethodGet, nil, rights{scopes: []string{ScopeDefault}, user: true}, "", (*Tenant).listPublicIdentities},
		}},
		"search": {append([]string{"v3"}, years...), []endpoint{
			{OpSearch, http.MethodPost, nil, rights{scopes: []string{ScopeSearch}, levels: searchLevels()}, mediaJSON, (*Tenant).search},
		}},
	}
}

// route is where a request goes.
type route struct {
	endpoint
	service, version string
	id               string // the one in the path, if the operation has one
}

// find maps a method and an escaped path to an operation. Both path styles lead
// to the same ones: /workgroups/v1/… and /v2025/workgroups/….
func (t *Tenant) find(method, escaped string) (route, error) {
	if escaped == "/oauth/token" {
		if method != http.MethodPost {
			return route{}, methodNotAllowed()
		}
		return route{endpoint: endpoint{op: OpToken, handle: (*Tenant).grant}}, nil
	}
	parts, ok := splitPath(escaped)
	if !ok || len(parts) < 2 {
		return route{}, unknownRoute()
	}
	name, version := parts[1], parts[0]
	if parts[1] == "v1" {
		name, version = parts[0], parts[1]
	} else if version == "v1" {
		return route{}, unknownRoute() // /v1/workgroups is neither form
	}
	if !slices.Contains(t.services[name].versions, version) {
		return route{}, unknownRoute()
	}
	found, err := findBelow(t.services[name].endpoints, method, parts[2:])
	found.service, found.version = name, version
	return found, err
}

// splitPath cuts a path at its slashes and only then takes the escapes out: an
// escaped slash is part of a name. No name here has one, so there is no such path.
func splitPath(escaped string) (parts []string, ok bool) {
	parts = strings.Split(strings.TrimPrefix(escaped, "/"), "/")
	for i, part := range parts {
		plain, err := url.PathUnescape(part)
		if err != nil || strings.Contains(plain, "/") {
			return nil, false
		}
		parts[i] = plain
	}
	return parts, true
}

// findBelow tells a wrong method on a known path, 405, from an unknown path, 404.
func findBelow(among []endpoint, method string, path []string) (route, error) {
	var refusal error = unknownRoute()
	for _, e := range among {
		id, ok := e.matches(path)
		if ok && e.method == method {
			return route{endpoint: e, id: id}, nil
		}
		if ok {
			refusal = methodNotAllowed()
		}
	}
	return route{}, refusal
}

// matches tells whether the path is the endpoint's, and the id in it.
func (e endpoint) matches(path []string) (id string, ok bool) {
	if len(path) != len(e.path) {
		return "", false
	}
	for i, want := range e.path {
		if want == "*" && path[i] != "" {
			id = path[i]
		} else if want != path[i] {
			return "", false
		}
	}
	return id, true
}

func methodNotAllowed() *problem {
	return &problem{status: http.StatusMethodNotAllowed, detailCode: codeMethod,
		text: "The request method is not supported by the target resource."}
}
