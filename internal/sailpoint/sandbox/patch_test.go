// The patch of a group.

package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/sailpoint/sandbox"
)

func TestPatchChangesNameDescriptionAndOwner(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	before, _ := c.server.Group(sc.DBAccess.ID)
	a := c.patch("/workgroups/v1/"+sc.DBAccess.ID, `[
		{"op":"replace","path":"/name","value":"DB \"Access\""},
		{"op":"add","path":"/description","value":"Why"},
		{"op":"replace","path":"/owner","value":{"type":"IDENTITY","id":"`+strings.ToUpper(sc.Admin.ID)+`"}}]`)
	require.Equal(t, 200, a.status, a.text)
	after, _ := c.server.Group(sc.DBAccess.ID)
	assert.Equal(t, `DB "Access"`, after.Name)
	assert.Equal(t, "Why", after.Description)
	assert.Equal(t, sc.Admin.ID, after.OwnerID)
	assert.Equal(t, before.Members, after.Members)
	assert.Equal(t, before.Created, after.Created)
	assert.WithinDuration(t, time.Now(), after.Modified, time.Minute)
	assert.JSONEq(t, a.text, c.get("/workgroups/v1/"+sc.DBAccess.ID).text)
	require.Len(t, c.server.Effects(), 1, "one call is one effect")
	assert.Equal(t, sandbox.GroupPatched, c.server.Effects()[0].Kind)

	for _, step := range []string{`{"op":"remove","path":"/description"}`, `{"op":"replace","path":"/description","value":null}`} {
		a = c.patch("/workgroups/v1/"+sc.DBAccess.ID, "["+step+"]")
		assert.Nil(t, a.object()["description"], step)
		require.Equal(t, 200, c.patch("/workgroups/v1/"+sc.DBAccess.ID, `[{"op":"add","path":"/description","value":"Why"}]`).status)
	}
}

func TestPatchRefusalsChangeNothing(t *testing.T) {
	c := start(t, quiet())
	sc := c.server.Scenario()
	path := "/workgroups/v1/" + sc.DBAccess.ID
	before := c.get(path).text
	for name, tc := range map[string]struct{ body, code string }{
		"object":          {`{"op":"replace","path":"/name","value":"x"}`, "400.0 Bad request syntax"},
		"empty":           {`[]`, "400.1.0 Required Data Missing Or Empty"},
		"other path":      {`[{"op":"replace","path":"/id","value":"x"}]`, "400.1.3 Illegal value"},
		"members":         {`[{"op":"add","path":"/members/-","value":{}}]`, "400.1.3 Illegal value"},
		"no slash":        {`[{"op":"replace","path":"name","value":"x"}]`, "400.1.3 Illegal value"},
		"inside owner":    {`[{"op":"replace","path":"/owner/id","value":"` + sc.Admin.ID + `"}]`, "400.1.3 Illegal value"},
		"other op":        {`[{"op":"move","path":"/name","from":"/description"}]`, "400.1.3 Illegal value"},
		"remove name":     {`[{"op":"remove","path":"/name"}]`, "400.1.3 Illegal value"},
		"no value":        {`[{"op":"replace","path":"/name"}]`, "400.1.0 Required Data Missing Or Empty"},
		"empty name":      {`[{"op":"replace","path":"/name","value":""}]`, "400.1.0 Required Data Missing Or Empty"},
		"null name":       {`[{"op":"replace","path":"/name","value":null}]`, "400.1.0 Required Data Missing Or Empty"},
		"name a number":   {`[{"op":"replace","path":"/name","value":5}]`, "400.1.3 Illegal value"},
		"owner a text":    {`[{"op":"replace","path":"/owner","value":"` + sc.Admin.ID + `"}]`, "400.1.3 Illegal value"},
		"owner null":      {`[{"op":"replace","path":"/owner","value":null}]`, "400.1.0 Required Data Missing Or Empty"},
		"owner unknown":   {`[{"op":"replace","path":"/owner","value":{"type":"IDENTITY","id":"` + sc.DBAccess.ID + `"}}]`, "400.1.404 Referenced object not found"},
		"second is wrong": {`[{"op":"replace","path":"/name","value":"x"},{"op":"replace","path":"/memberCount","value":1}]`, "400.1.3 Illegal value"},
	} {
		t.Run(name, func(t *testing.T) {
			c.patch(path, tc.body).requireRefused(400, tc.code)
		})
	}
	c.send("PATCH", path, `[]`, "application/json").requireRefused(415, "415 Unsupported media type")
	assert.Equal(t, before, c.get(path).text)
	assert.Empty(t, c.server.Effects())
}
