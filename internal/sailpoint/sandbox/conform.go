// Conform: every answer held to its JSON Schema while tests run, whoever's tests
// they are. A program that is not a test checks nothing.

package sandbox

import (
	"bytes"
	_ "embed"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed schemas/answers.json
var answersJSON []byte

// schemas are the compiled definitions of answers.json by name.
type schemas struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	known    map[string]*jsonschema.Schema
}

// newSchemas gives nil, which checks nothing, outside of tests and where they do
// without.
func newSchemas(o Options) *schemas {
	if !testing.Testing() || o.Unchecked {
		return nil
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(answersJSON))
	if err != nil {
		panic(err)
	}
	s := &schemas{compiler: jsonschema.NewCompiler(), known: map[string]*jsonschema.Schema{}}
	s.compiler.AssertFormat()
	if err := s.compiler.AddResource("answers.json", document); err != nil {
		panic(err)
	}
	return s
}

// check says what is wrong with an answer.
func (s *schemas) check(op Operation, out reply) error {
	name := answerOf(op, out.status)
	body := encode(out.body)
	switch {
	case name == "":
		return fmt.Errorf("status %d is none that %q has", out.status, op)
	case name == "nothing" && len(body) == 0:
		return nil
	}
	schema, err := s.compiled(name)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

func (s *schemas) compiled(name string) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if schema := s.known[name]; schema != nil {
		return schema, nil
	}
	schema, err := s.compiler.Compile("answers.json#/$defs/" + name)
	s.known[name] = schema
	return schema, err
}

// answerOf names the definition of what an operation answers with a status, or
// nothing for a status that it does not have.
func answerOf(op Operation, status int) string {
	if success := successes()[op]; success.status == status {
		return success.name
	}
	switch status {
	case http.StatusUnauthorized, http.StatusBadRequest:
		switch {
		case op == OpToken:
			return "oauthError"
		case status == http.StatusUnauthorized:
			return "unauthorized"
		}
		return "refusal"
	case http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusConflict, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusInternalServerError:
		return "refusal"
	case http.StatusNotFound:
		return "notFound"
	case http.StatusTooManyRequests:
		return "tooMany"
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return "gateway"
	}
	return ""
}

// success is the one status of an operation that was done, and its definition.
type success struct {
	status int
	name   string
}

func successes() map[Operation]success {
	return map[Operation]success{
		OpToken:            {http.StatusOK, "token"},
		OpListGroups:       {http.StatusOK, "groups"},
		OpCreateGroup:      {http.StatusOK, "group"},
		OpGetGroup:         {http.StatusOK, "group"},
		OpPatchGroup:       {http.StatusOK, "group"},
		OpDeleteGroup:      {http.StatusNoContent, "nothing"},
		OpDeleteGroups:     {http.StatusMultiStatus, "deleted"},
		OpListConnections:  {http.StatusOK, "connections"},
		OpListMembers:      {http.StatusOK, "members"},
		OpAddMembers:       {http.StatusMultiStatus, "added"},
		OpRemoveMembers:    {http.StatusMultiStatus, "removed"},
		OpPublicIdentities: {http.StatusOK, "publicIdentities"},
		OpIdentities:       {http.StatusOK, "identities"},
		OpIdentity:         {http.StatusOK, "identity"},
		OpSearch:           {http.StatusOK, "documents"},
	}
}

// conform ends the test program where an answer is not what its schema says. A
// panic of the handler itself would be caught by net/http and look like a broken
// connection, which many a test expects.
func (t *Tenant) conform(c *call, out reply) {
	if t.schemas == nil || out.status == 0 || c.fault.is(FaultHTML) || c.fault.is(FaultHTMLAfterWrite) {
		return
	}
	if err := t.schemas.check(c.route.op, out); err != nil {
		go panic(fmt.Sprintf("sandbox: the answer %d to %s %s is outside its schema: %v\n%.2000s",
			out.status, c.r.Method, c.r.URL.EscapedPath(), err, encode(out.body)))
	}
}
