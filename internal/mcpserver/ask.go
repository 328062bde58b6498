// Asking: the question to the client's user, and how an answer is read. Whether
// it counts is not decided here: the gate knows what it is bound to.

package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"govgroup/internal/confirm"
	"govgroup/internal/tools"
)

// The names of the question and of its two possible fields.
const (
	questionName = "confirm"
	fieldYes     = "confirm"
	fieldTyped   = "name"
)

// respond gives the client its result, or asks its user first where the outcome
// waits for a person and the client can ask.
func (s *Server) respond(ctx context.Context, call tools.Call, done tools.Result) *mcp.CallToolResult {
	outcome, changes := done.Data.(tools.Outcome)
	if !changes || outcome.Confirmation == nil || s.gate == nil {
		return s.result(ctx, call, done)
	}
	if isShared(ctx) {
		return s.result(ctx, call, warned(outcome, sharedWarning))
	}
	if !confirm.Typed.Meets(confirm.Level(outcome.Confirmation.Level)) || !clientCapabilities(ctx).showsForms() {
		return s.deferToApprovalPage(ctx, call, done)
	}
	return s.askClient(ctx, call, outcome)
}

// askClient asks the client's user by a form, whichever way the client's era has
// for that.
func (s *Server) askClient(ctx context.Context, call tools.Call, outcome tools.Outcome) *mcp.CallToolResult {
	question, token, err := s.gate.Ask(ctx, outcome.Confirmation.ID, call.Caller, call.Tool, call.Arguments)
	if err != nil {
		return s.fail(ctx, call, tools.AsError(err))
	}
	if len(question.Text) > maxQuestion {
		return s.deferToApprovalPage(ctx, call, warned(outcome, tooLongWarning))
	}
	if outcome.Status == tools.StatusStale {
		question.Text = outcome.Summary + "\n" + question.Text
	}
	if mcp.IsModernProtocol(server.RequestProtocolVersion(ctx)) {
		return server.NewInputRequestBuilder(token).Elicit(questionName, confirmationForm(question)).ToolResult()
	}
	answer, err := s.askByRequest(ctx, call, question)
	if err != nil {
		return s.cannotAsk(ctx, call, outcome, err)
	}
	return s.submitAnswer(ctx, call, token, answer)
}

// submitAnswer takes an answer to the gate and gives the client what came of it.
func (s *Server) submitAnswer(ctx context.Context, call tools.Call, token string, a confirm.Answer) *mcp.CallToolResult {
	if s.gate == nil {
		return failure(tools.Unchanged(tools.Errorf(tools.CannotAsk, "This client cannot show confirmation prompts.")))
	}
	a.By, a.Progress = call.Caller, call.Progress
	outcome, err := s.gate.Answer(ctx, token, call.Tool, call.Arguments, a)
	if err != nil {
		return s.fail(ctx, call, tools.AsError(err))
	}
	return s.respond(ctx, call, tools.Result{Data: outcome, Text: outcome.Text()})
}

// askByRequest asks a client of the eras in which a server asks by a request of
// its own. No answer in time and a client that has left are no answer. An error
// means that the client cannot ask, whatever it declared.
func (s *Server) askByRequest(ctx context.Context, call tools.Call, q confirm.Question) (confirm.Answer, error) {
	result, err := s.ask(ctx, call, confirmationForm(q), q.Expires)
	if result == nil || ctx.Err() != nil {
		return confirm.Answer{Verdict: confirm.NoAnswer}, err
	}
	return parseAnswer(result), nil
}

// ask sends a question and waits for the answer until the given time; nil without
// an error means that none came. While a person thinks, the call leaves its place
// to others.
func (s *Server) ask(ctx context.Context, call tools.Call, params mcp.ElicitationParams, until time.Time) (*mcp.ElicitationResult, error) {
	asking, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	defer whileThinking(call.Progress)()
	s.calls.release(callerKey(call.Caller))
	defer s.calls.resume(callerKey(call.Caller))
	result, err := s.mcp.RequestElicitation(asking, mcp.ElicitationRequest{
		Request: mcp.Request{Method: string(mcp.MethodElicitationCreate)}, Params: params,
	})
	switch {
	case err == nil:
		return result, nil
	case asking.Err() != nil, errors.Is(err, errClientGone):
		return nil, nil
	}
	return nil, err
}

// maxQuestion is how many bytes a form may have: more, no client would show and
// nobody read there. Nothing of a question is cut instead.
const maxQuestion = 64 << 10

// What whoever reads an answer is told where a client could be asked and was not.
const (
	tooLongWarning   = "The question is longer than a client can show. Decide on the approval page, or ask for fewer groups or people at once."
	sharedWarning    = "Several clients speak on this connection, so confirmation prompts are not shown here: it would not be clear whose answer it is. Connect each client by itself."
	cannotAskWarning = "This client announced confirmation prompts and could not show one."
)

// cannotAsk answers a call whose client said that it can ask and then could not.
// Bridges do so that announce what the client behind them does not have.
func (s *Server) cannotAsk(ctx context.Context, call tools.Call, outcome tools.Outcome, why error) *mcp.CallToolResult {
	s.log.WarnContext(ctx, "a client that said it can ask its user could not", "client", call.Caller.Client, "error", why)
	if isShared(ctx) {
		return s.result(ctx, call, warned(outcome, sharedWarning))
	}
	return s.deferToApprovalPage(ctx, call, warned(outcome, cannotAskWarning))
}

// warned adds a warning to an outcome.
func warned(o tools.Outcome, warning string) tools.Result {
	o.Warnings = append(slices.Clone(o.Warnings), warning)
	return tools.Result{Data: o, Text: o.Text()}
}

// inputResponse finds an answer that came with a call, asked for or not.
func inputResponse(request mcp.CallToolRequest) (confirm.Answer, bool) {
	if request.Params.RequestState == "" && len(request.Params.InputResponses) == 0 {
		return confirm.Answer{}, false
	}
	result := server.ElicitationResponse(request.Params.InputResponses, questionName)
	if result == nil {
		return confirm.Answer{Verdict: confirm.Unclear}, true
	}
	return parseAnswer(result), true
}

// parseAnswer takes an accept for a yes only if its content says so. Nothing typed is
// no content.
func parseAnswer(result *mcp.ElicitationResult) confirm.Answer {
	switch result.Action {
	case mcp.ElicitationResponseActionDecline:
		return confirm.Answer{Verdict: confirm.No}
	case mcp.ElicitationResponseActionCancel:
		return confirm.Answer{Verdict: confirm.NoAnswer}
	case mcp.ElicitationResponseActionAccept:
		content, _ := result.Content.(map[string]any)
		if typed, _ := content[fieldTyped].(string); typed != "" {
			return confirm.Answer{Verdict: confirm.Yes, Typed: typed}
		}
		if yes, ok := content[fieldYes].(bool); ok && yes {
			return confirm.Answer{Verdict: confirm.Yes}
		} else if ok {
			return confirm.Answer{Verdict: confirm.No}
		}
	}
	return confirm.Answer{Verdict: confirm.Unclear}
}

// confirmationForm is the question as a form: a box to tick, or a name to type.
func confirmationForm(q confirm.Question) mcp.ElicitationParams {
	name, field := fieldYes, map[string]any{"type": "boolean", "title": "Yes, do exactly this", "default": false}
	if q.Phrase != "" {
		name, field = fieldTyped, map[string]any{"type": "string", "title": fmt.Sprintf("Type %s to confirm", tools.Quoted(q.Phrase))}
	}
	return mcp.ElicitationParams{
		Mode: mcp.ElicitationModeForm, Message: q.Text,
		RequestedSchema: map[string]any{
			"type": "object", "properties": map[string]any{name: field}, "required": []string{name},
		},
	}
}
