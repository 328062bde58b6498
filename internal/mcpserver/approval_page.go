// Approval page: where a person is sent whom the client's forms cannot reach, and
// how the call learns what was decided there.

package mcpserver

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/tools"
)

// ApprovalPage is where a person can decide outside of the client.
type ApprovalPage struct {
	// URL is the address of a request's page; it holds no secret. Clients that
	// declare that they can open addresses are asked to.
	URL func(request tools.RequestID) string

	// Open shows the page in the browser of whoever runs this server. Nil: there
	// is no such person.
	Open func(ctx context.Context, request tools.RequestID) error
}

// pageState begins the state of a call whose user was sent to the page. What
// follows is the request's id: it gives nothing away and decides nothing.
const pageState = "page."

// How long a call waits for somebody to decide on the page before it answers
// that the request is still open, 45 seconds in all: clients give up on a call after
// a minute.
const (
	pageWait = 44 * time.Second
	pageLook = time.Second
)

// deferToApprovalPage answers a call that waits for a person whom this client's forms
// cannot reach.
func (s *Server) deferToApprovalPage(ctx context.Context, call tools.Call, done tools.Result) *mcp.CallToolResult {
	id := done.Data.(tools.Outcome).Confirmation.ID
	switch {
	case s.approvalPage.URL != nil && s.approvalPage.URL(id) != "" && clientCapabilities(ctx).opensPages():
		return s.sendToPage(ctx, call, done, id)
	case s.approvalPage.Open != nil && s.approvalPage.Open(ctx, id) == nil:
		return s.awaitDecision(ctx, call, id, time.Now().Add(pageWait))
	}
	return s.result(ctx, call, done)
}

// sendToPage asks the client to open the page. That it does is no answer: the
// person decides there.
func (s *Server) sendToPage(ctx context.Context, call tools.Call, done tools.Result, id tools.RequestID) *mcp.CallToolResult {
	params := mcp.ElicitationParams{
		Mode: mcp.ElicitationModeURL, ElicitationID: string(id), URL: s.approvalPage.URL(id),
		Message: "A person has to decide about this change on the approval page.",
	}
	if mcp.IsModernProtocol(server.RequestProtocolVersion(ctx)) {
		return server.NewInputRequestBuilder(pageState+string(id)).Elicit(questionName, params).ToolResult()
	}
	until := time.Now().Add(pageWait)
	opened, err := s.ask(ctx, call, params, until)
	if err != nil {
		return s.result(ctx, call, warned(done.Data.(tools.Outcome), cannotAskWarning))
	}
	if opened == nil || opened.Action != mcp.ElicitationResponseActionAccept {
		return s.result(ctx, call, done) // nobody is there who would decide now
	}
	return s.awaitDecision(ctx, call, id, until)
}

// awaitDecision tells what became of a request, after giving somebody a little
// time to decide. While it waits, the call leaves its place to others.
func (s *Server) awaitDecision(ctx context.Context, call tools.Call, id tools.RequestID, until time.Time) *mcp.CallToolResult {
	outcome, err := s.pollRequest(ctx, call, id, until)
	if err != nil {
		return s.fail(ctx, call, tools.AsError(err))
	}
	return s.result(ctx, call, tools.Result{Data: outcome, Text: outcome.Text()})
}

func (s *Server) pollRequest(ctx context.Context, call tools.Call, id tools.RequestID, until time.Time) (tools.Outcome, error) {
	defer whileThinking(call.Progress)()
	s.calls.release(callerKey(call.Caller))
	defer s.calls.resume(callerKey(call.Caller))
	late := time.After(time.Until(until))
	for {
		outcome, err := s.gate.Follow(ctx, id, call.Caller)
		if err != nil || (outcome.Status != tools.StatusAsk && outcome.Status != tools.StatusWorking) {
			return outcome, err
		}
		select {
		case <-late:
			return outcome, nil
		case <-ctx.Done():
			return outcome, nil
		case <-time.After(pageLook):
		}
	}
}

// requestOfPage gives the id of the request whose page a call's user was sent to.
func requestOfPage(request mcp.CallToolRequest) (string, bool) {
	return strings.CutPrefix(request.Params.RequestState, pageState)
}

// changes reports whether a tool answers with the outcome of a change.
func (s *Server) changes(tool string) bool {
	return slices.ContainsFunc(s.registry.Tools(), func(t tools.Tool) bool { return t.Name == tool && !t.ReadOnly() })
}

// capabilities are what a client declared of asking its user.
type capabilities struct{ *mcp.ElicitationCapability }

// showsForms reports whether the client can show a form. A bare declaration
// means forms and nothing else.
func (a capabilities) showsForms() bool {
	return a.ElicitationCapability != nil && (a.Form != nil || a.URL == nil)
}

// opensPages reports whether the client can ask its user to open an address.
func (a capabilities) opensPages() bool { return a.ElicitationCapability != nil && a.URL != nil }

// clientCapabilities gives what the client declared: with each request since 2026-07-28, at
// the start of the session before that.
func clientCapabilities(ctx context.Context) capabilities {
	if channelFrom(ctx).batch || isShared(ctx) {
		return capabilities{}
	}
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.Modern {
		if info.ClientCapabilities == nil {
			return capabilities{}
		}
		return capabilities{info.ClientCapabilities.Elicitation}
	}
	if session, ok := server.ClientSessionFromContext(ctx).(server.SessionWithClientInfo); ok {
		return capabilities{session.GetClientCapabilities().Elicitation}
	}
	return capabilities{}
}
