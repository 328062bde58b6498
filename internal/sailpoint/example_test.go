// The client at work, for its documentation.

package sailpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"govgroup/internal/redact"
	"govgroup/internal/sailpoint"
	"govgroup/internal/sailpoint/sandbox"
)

// Every list is whole, or an error.
func ExampleClient_Groups() {
	server, client := exampleTenant()
	defer server.Close()
	groups, err := client.Groups(context.Background(), sailpoint.Query{Filter: sailpoint.Eq("name", "DB Access")})
	if err != nil {
		log.Fatal(err)
	}
	for _, g := range groups {
		fmt.Println(g.Name, "owned by", g.Owner.DisplayName, "with", g.MemberCount, "members")
	}
	// Output: DB Access owned by Jane Doe with 12 members
}

// Deleting in bulk answers for each group; one in use stays.
func ExampleClient_DeleteGroups() {
	server, client := exampleTenant()
	defer server.Close()
	s := server.Scenario()
	items, err := client.DeleteGroups(context.Background(), []string{s.DBAccess.ID, s.PaymentsApprovers.ID})
	if err != nil {
		log.Fatal(err)
	}
	for _, item := range items {
		fmt.Println(item.Status)
	}
	// Output:
	// 204
	// 409
}

// A write whose answer was lost is not sent again: the caller reads the tenant
// to find out what became of it.
func ExampleError() {
	server, client := exampleTenant()
	defer server.Close()
	s := server.Scenario()
	if err := server.Inject(sandbox.Fault{Kind: sandbox.Fault502AfterWrite, Operation: sandbox.OpAddMembers}); err != nil {
		log.Fatal(err)
	}
	_, err := client.AddMembers(context.Background(), s.Unused.ID, []string{s.JaneDoe.ID})
	var fault *sailpoint.Error
	if errors.As(err, &fault) && fault.OutcomeUnknown {
		members, _ := client.Members(context.Background(), s.Unused.ID, sailpoint.Query{})
		fmt.Println("status", fault.Status, "but members:", len(members))
	}
	// Output: status 502 but members: 1
}

func exampleTenant() (*sandbox.Server, *sailpoint.Client) {
	server, err := sandbox.Start("", sandbox.Options{})
	if err != nil {
		log.Fatal(err)
	}
	client, err := sailpoint.New(sailpoint.Config{
		BaseURL: server.URL, ClientID: server.ClientID, ClientSecret: redact.New(server.ClientSecret),
	})
	if err != nil {
		log.Fatal(err)
	}
	return server, client
}
