// The walker: makes requests that are right or slightly wrong, from a seed.

package sandbox_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

// walker makes the requests of one walk.
type walker struct {
	*rand.Rand
	tenant *sandbox.Tenant
	tokens []string
	groups []string // ids that were there once
	people []string
}

func newWalker(t *testing.T, seed uint64) *walker {
	t.Helper()
	tenant := sandbox.New(quiet())
	w := &walker{Rand: rand.New(rand.NewPCG(seed, 5000)), tenant: tenant}
	id, secret := tenant.Credentials()
	tenant.AddClient(sandbox.Client{ID: "reader", Secret: "s", Scopes: []string{sandbox.ScopeRead, sandbox.ScopeDefault}})
	tenant.AddClient(sandbox.Client{ID: "machine", Secret: "s", NoUser: true})
	for _, client := range []string{id, "reader", "machine"} {
		if client != id {
			secret = "s"
		}
		form := url.Values{"grant_type": {"client_credentials"}, "client_id": {client}, "client_secret": {secret}}
		got := w.do("POST", "/oauth/token?"+form.Encode(), "", nil)
		var out struct {
			Token string `json:"access_token"`
		}
		require.NoError(t, json.Unmarshal(got.Body.Bytes(), &out))
		token := "Bearer " + out.Token
		if client == id { // most requests should get as far as the operation
			w.tokens = slices.Repeat([]string{token}, 20)
		}
		w.tokens = append(w.tokens, token)
	}
	w.tokens = append(w.tokens, "", "Bearer x", "Basic eDp5")
	for _, g := range tenant.Groups() {
		w.groups = append(w.groups, g.ID)
	}
	for _, p := range tenant.People()[:40] {
		w.people = append(w.people, p.ID)
	}
	return w
}

func (w *walker) do(method, target, body string, header http.Header) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, "http://127.0.0.1"+target, strings.NewReader(body))
	for name, values := range header {
		request.Header[name] = values
	}
	answer := httptest.NewRecorder()
	w.tenant.ServeHTTP(answer, request)
	return answer
}

// pick gives one of some texts.
func (w *walker) pick(from ...string) string { return from[w.IntN(len(from))] }

// seldom is true once in n times.
func (w *walker) seldom(n int) bool { return w.IntN(n) == 0 }

func (w *walker) groupID() string {
	if w.seldom(12) {
		return w.pick("x", "00000000-0000-4000-8000-000000000000", strings.ToUpper(w.pick(w.groups...)), "%20", "a%2Fb", w.pick(w.people...), "..", "🚀", "%00")
	}
	return w.pick(w.groups...)
}

func (w *walker) personID() string {
	if w.seldom(12) {
		return w.pick("", "nobody", strings.Repeat("0", 32), strings.ToUpper(w.pick(w.people...)), "\x00", `"`, w.pick(w.groups...))
	}
	return w.pick(w.people...)
}

// prefix is where a service lies in one of the forms of path, or nearly.
func (w *walker) prefix(service string) string {
	if w.seldom(3) {
		return "/" + w.pick("v2024", "v2025", "v2026", "beta", "v3", "v2", "V2025") + "/" + service
	}
	return "/" + service + "/" + w.pick("v1", "v1", "v1", "v1", "v1", "v1", "v2")
}

// query makes the parameters of a list, some of them wrong in a small way.
func (w *walker) query() string {
	names := map[string][]string{
		"limit":            {"1", "3", "50", "250", "0", "51", "251", "-1", "", "1.5", "x", "9999999999"},
		"offset":           {"0", "1", "40", "100000", "-1", "", "x"},
		"count":            {"true", "false", "", "TRUE", "1"},
		"sorters":          {"name", "-name", "name,id", "id", "created", "-modified", "description", "", "name,", "--name", "owner", "alias", "cloudStatus"},
		"filters":          {w.filter(), w.filter(), w.filter()},
		"defaultFilter":    {"NONE", "CORRELATED_ONLY", "", "all"},
		"add-core-filters": {"true", "false", "maybe"},
		"unheard-of":       {"x"},
	}
	var parts []string
	for _, name := range []string{"limit", "offset", "count", "sorters", "filters", "defaultFilter", "add-core-filters", "unheard-of"} {
		if w.seldom(3) {
			parts = append(parts, name+"="+url.QueryEscape(w.pick(names[name]...)))
		}
	}
	if w.seldom(25) {
		parts = append(parts, w.pick("%zz=1", "a;b", "limit", "=", "filters=%ff", "%", "limit=1&limit=2"))
	}
	return "?" + strings.Join(parts, "&")
}

// filter makes an expression that is right, or nearly.
func (w *walker) filter() string {
	one := func() string {
		field := w.pick("name", "name", "id", "memberships.identityId", "alias", "email", "correlated", "Name", "owner.id")
		value := w.pick(`"DB Access"`, `"a"`, `""`, `"\""`, `"\\"`, `"`+w.pick(w.groups...)+`"`, `"`+w.pick(w.people...)+`"`, "true", "false", "x", `"open`)
		switch w.pick("eq", "sw", "in", "EQ", "co") {
		case "in":
			return field + " in (" + value + "," + value + ")"
		case "co":
			return field + w.pick(" co ", " eq", " ") + value
		case "EQ":
			return field + w.pick(" EQ ", " eq ") + value
		case "sw":
			return field + " sw " + value
		}
		return field + " eq " + value
	}
	text := one()
	for range w.IntN(3) {
		text = w.pick("", "not ", "(") + text + w.pick(" and ", " or ", " xor ", ") or (") + one() + w.pick("", ")")
	}
	return text
}

// nearly spoils a body now and then.
func (w *walker) nearly(body string) string {
	if !w.seldom(8) {
		return body
	}
	switch w.IntN(6) {
	case 0:
		return body[:w.IntN(len(body)+1)]
	case 1:
		return strings.Replace(body, `"`+w.pick("name", "owner", "id", "type", "op", "path", "value", "ids", "query"), `"`+w.pick("Name", "OWNER", "iD", ""), 1)
	case 2:
		return "[" + body + "]"
	case 3:
		return body + w.pick(" {}", "x", ",", "\x00", "\xff")
	case 4:
		return strings.ReplaceAll(body, `"IDENTITY"`, w.pick(`"identity"`, "null", "7", `{}`))
	}
	return w.pick("", "null", "{}", "[]", "true", "7", `""`, strings.Repeat("[", 2000))
}

func (w *walker) identities() string {
	var ids []string
	for range w.IntN(6) {
		ids = append(ids, w.personID())
	}
	return identities(ids...)
}

func (w *walker) text() string {
	text, _ := json.Marshal(w.pick("Fresh", "DB Access", " ", "", "Ünïcödé", "<b>", strings.Repeat("long ", 500), "\u202e", "100%s"))
	return string(text)
}

func (w *walker) step() string {
	path := w.pick("/name", "/name", "/description", "/description", "/owner", "/owner/id", "/id", "", "/memberCount", "name")
	value := w.text()
	if path == "/owner" {
		value = identities(w.personID())
		value = value[1 : len(value)-1]
	}
	if w.seldom(8) {
		value = w.pick("null", "7", "[]", "{}", "true")
	}
	return fmt.Sprintf(`{"op":%q,"path":%q,"value":%s}`, w.pick("replace", "replace", "replace", "add", "remove", "move", "Replace"), path, value)
}

// request gives method, target and body of something to ask for.
func (w *walker) request() (method, target, body string) {
	groups := w.prefix("workgroups")
	one := groups + "/" + w.groupID()
	switch w.IntN(7) {
	case 0:
		return "GET", groups + w.query(), ""
	case 1:
		return "GET", one + w.pick("", "/members", "/connections") + w.query(), ""
	case 2:
		return "POST", one + "/members/" + w.pick("bulk-add", "bulk-delete"), w.nearly(w.identities())
	case 3:
		return "PATCH", one, w.nearly("[" + strings.Join([]string{w.step(), w.step()}[:1+w.IntN(2)], ",") + "]")
	case 4:
		owner, _ := json.Marshal(w.personID())
		return "POST", groups, w.nearly(`{"name":` + w.text() + `,"description":` + w.text() + `,"owner":{"type":"IDENTITY","id":` + string(owner) + `}}`)
	case 5:
		return w.deletion(groups, one)
	}
	return w.lookUp()
}

func (w *walker) deletion(groups, one string) (method, target, body string) {
	if w.seldom(2) {
		return "DELETE", one, ""
	}
	ids, _ := json.Marshal([]string{w.groupID(), w.groupID()}[:w.IntN(3)])
	return "POST", groups + "/bulk-delete", w.nearly(`{"ids":` + string(ids) + `}`)
}

// lookUp asks for people, or for a token.
func (w *walker) lookUp() (method, target, body string) {
	switch w.IntN(3) {
	case 0:
		return "GET", w.prefix(w.pick("public-identities", "identities")) + w.pick("", "", "/"+w.pick(w.people...), "/x") + w.query(), ""
	case 1:
		query, _ := json.Marshal(w.pick("name:jdoe", "*", "jane", `"jane doe"`, "NOT x", "(", "email:a* AND id:b", `\`))
		return "POST", w.prefix("search") + w.query(), w.nearly(`{"indices":["identities"],"query":{"query":` + string(query) + `},"sort":["` + w.pick("id", "-name", "x") + `"]}`)
	}
	return "POST", "/oauth/token" + w.pick("", "?grant_type=client_credentials", "?grant_type=x", "?%zz"), "client_id=reader&client_secret=" + w.pick("s", "t", "%zz")
}

// header has a token and a media type, of which either may be wrong.
func (w *walker) header(method, target string) http.Header {
	h := http.Header{}
	if token := w.pick(w.tokens...); token != "" {
		h.Set("Authorization", token)
	}
	media := "application/json"
	switch {
	case method == "PATCH":
		media = "application/json-patch+json"
	case strings.HasPrefix(target, "/oauth/token"):
		media = "application/x-www-form-urlencoded"
	}
	if w.seldom(25) {
		media = w.pick("", "text/plain", "application/json; charset=utf-8", "multipart/form-data; boundary=x", ";;")
	}
	h.Set("Content-Type", media)
	return h
}

// remember follows what a change did. Most is asked of groups that are there.
func (w *walker) remember(effects []sandbox.Effect) {
	for _, e := range effects {
		switch {
		case e.Kind == sandbox.GroupCreated:
			w.groups = append(w.groups, e.GroupID)
		case e.Kind == sandbox.GroupDeleted && !w.seldom(10):
			w.groups = slices.DeleteFunc(w.groups, func(id string) bool { return id == e.GroupID })
		}
	}
}
