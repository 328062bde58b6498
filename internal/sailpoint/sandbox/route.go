package sandbox

// This file is the API's map: which method and path is which operation, and what
// a caller needs for it.

import (
	"net/http"
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
	OpSearch           Operation = "search-post"
)

// The media types of request bodies.
const (
	mediaJSON  = "application/json"
	mediaPatch = "application/json-patch+json"
)

// endpoint is one operation.
type endpoint struct {
	op         Operation
	method     string
	path       []string // below the resource's version; "*" is a group id
	scopes     []string // any one is enough
	identities bool     // it looks up identities, which needs a user behind the client
	media      string   // of the request body; empty for none
	handle     func(*Tenant, *call) (reply, error)
}

// endpoints are all operations by resource.
func endpoints() map[string][]endpoint {
	read, manage, write := []string{ScopeRead, ScopeManage}, []string{ScopeManage}, []string{ScopeWrite}
	people := []string{ScopeDefault}
	return map[string][]endpoint{
		"workgroups": {
			{OpListGroups, http.MethodGet, nil, read, false, "", (*Tenant).listGroups},
			{OpCreateGroup, http.MethodPost, nil, manage, false, mediaJSON, (*Tenant).createGroup},
			{OpDeleteGroups, http.MethodPost, []string{"bulk-delete"}, manage, false, mediaJSON, (*Tenant).deleteGroups},
			{OpGetGroup, http.MethodGet, []string{"*"}, read, false, "", (*Tenant).getGroup},
			{OpPatchGroup, http.MethodPatch, []string{"*"}, manage, false, mediaPatch, (*Tenant).patchGroup},
			{OpDeleteGroup, http.MethodDelete, []string{"*"}, manage, false, "", (*Tenant).deleteGroup},
			{OpListConnections, http.MethodGet, []string{"*", "connections"}, read, false, "", (*Tenant).listConnections},
			{OpListMembers, http.MethodGet, []string{"*", "members"}, read, false, "", (*Tenant).listMembers},
			{OpAddMembers, http.MethodPost, []string{"*", "members", "bulk-add"}, write, false, mediaJSON, (*Tenant).addMembers},
			{OpRemoveMembers, http.MethodPost, []string{"*", "members", "bulk-delete"}, write, false, mediaJSON, (*Tenant).removeMembers},
		},
		"public-identities": {{OpPublicIdentities, http.MethodGet, nil, people, true, "", (*Tenant).listPublicIdentities}},
		"identities":        {{OpIdentities, http.MethodGet, nil, people, true, "", (*Tenant).listIdentities}},
		"search":            {{OpSearch, http.MethodPost, nil, people, true, mediaJSON, (*Tenant).search}},
	}
}

// route is where a request goes.
type route struct {
	endpoint
	version string
	groupID string // the path's group id, if the operation has one
}

// find maps a method and path to an operation. Both path styles lead to the
// same ones: /workgroups/v1/… and /v2025/workgroups/….
func (t *Tenant) find(method, path string) (route, error) {
	if path == "/oauth/token" {
		if method != http.MethodPost {
			return route{}, methodNotAllowed()
		}
		return route{endpoint: endpoint{op: OpToken, handle: (*Tenant).grant}}, nil
	}
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(parts) < 2 {
		return route{}, unknownRoute()
	}
	resource, version := parts[0], parts[1]
	if slices.Contains([]string{"v2024", "v2025", "v2026", "beta"}, resource) {
		resource, version = version, resource
	} else if version != "v1" {
		return route{}, unknownRoute()
	}
	return t.findBelow(t.endpoints[resource], method, version, parts[2:])
}

// findBelow tells a wrong method on a known path, 405, from an unknown path, 404.
func (t *Tenant) findBelow(among []endpoint, method, version string, path []string) (route, error) {
	var refusal error = unknownRoute()
	for _, e := range among {
		id, ok := e.matches(path)
		if ok && e.method == method {
			return route{e, version, id}, nil
		}
		if ok {
			refusal = methodNotAllowed()
		}
	}
	return route{}, refusal
}

// matches tells whether the path is the endpoint's, and the group id in it.
func (e endpoint) matches(path []string) (groupID string, ok bool) {
	if len(path) != len(e.path) {
		return "", false
	}
	for i, want := range e.path {
		if want == "*" && path[i] != "" {
			groupID = path[i]
		} else if want != path[i] {
			return "", false
		}
	}
	return groupID, true
}

func methodNotAllowed() *problem {
	return &problem{status: http.StatusMethodNotAllowed, detailCode: codeMethod,
		text: "The request method is not supported by the target resource."}
}
