// How a test uses a tenant.

package sandbox_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"govgroup/internal/sailpoint/sandbox"
)

// A tenant for the length of a test: point a client at its URL and credentials.
func ExampleStart() {
	tenant, err := sandbox.Start("", sandbox.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer tenant.Close()

	answer, err := http.PostForm(tenant.URL+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {tenant.ClientID}, "client_secret": {tenant.ClientSecret},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	fmt.Println(answer.Status)
	fmt.Println(tenant.Scenario().DBAccess.Name)
	// Output:
	// 200 OK
	// DB Access
}

// The second delete is carried out and then answered 502: the caller cannot
// know, but Effects does.
func ExampleTenant_Inject() {
	tenant := sandbox.New(sandbox.Options{ClientID: "me", ClientSecret: "secret"})
	server := httptest.NewServer(tenant)
	defer server.Close()

	if err := tenant.Inject(sandbox.Fault{Kind: sandbox.Fault502AfterWrite, Operation: sandbox.OpDeleteGroup, Skip: 1}); err != nil {
		fmt.Println(err)
		return
	}
	for _, group := range []sandbox.GroupRef{tenant.Scenario().Unused, tenant.Scenario().Sixty} {
		fmt.Println(deleteGroup(server.URL, group.ID))
	}
	for _, effect := range tenant.Effects() {
		fmt.Println(effect.Kind)
	}
	// Output:
	// 204 No Content
	// 502 Bad Gateway
	// group_deleted
	// group_deleted
}

// deleteGroup signs in and deletes a group, giving the status of the answer.
func deleteGroup(base, id string) string {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {"me"}, "client_secret": {"secret"}}
	granted, err := http.PostForm(base+"/oauth/token", form)
	if err != nil {
		return err.Error()
	}
	defer granted.Body.Close()
	var text strings.Builder
	_ = granted.Write(&text)
	_, token, _ := strings.Cut(text.String(), `"access_token":"`)
	token, _, _ = strings.Cut(token, `"`)

	req, err := http.NewRequest(http.MethodDelete, base+"/workgroups/v1/"+id, nil)
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	return res.Status
}
