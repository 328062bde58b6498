// Taking a decision: the form becomes an answer to the gate, which holds all the
// rules.

package approvals

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"govgroup/internal/confirm"
	"govgroup/internal/observe"
	"govgroup/internal/tools"
)

// result is how a decision ended.
type result struct {
	outcome tools.Outcome
	err     error
}

func (s *Site) decide(w http.ResponseWriter, r *http.Request, v viewer) {
	answer, err := answerOf(r, v)
	if s.ReadOnly {
		err = onlyReads
	}
	if err != nil {
		s.fail(w, v, err)
		return
	}
	id := r.PathValue("id")
	end, over := s.await(r.Context(), tools.RequestID(id), s.begin(r.Context(), tools.RequestID(id), answer))
	declined := answer.Verdict == confirm.No && code(end.err) == tools.Declined
	if !over || declined || end.err == nil && end.outcome.Confirmation == nil {
		// Where it stands is on its page, which can be loaded again without
		// deciding again.
		http.Redirect(w, r, requestPath(tools.RequestID(id)), http.StatusSeeOther)
		return
	}
	s.explain(w, r, v, tools.RequestID(id), end)
}

var onlyReads = tools.Unchanged(tools.Errorf(tools.NotAllowed, "This server only reads, so nothing can be decided here."))

// answerOf reads the form. What is neither the one button nor the other is no
// answer.
func answerOf(r *http.Request, v viewer) (confirm.Answer, error) {
	a := confirm.Answer{By: v.caller, Authenticated: true}
	switch r.PostForm.Get("answer") {
	case "yes":
		a.Verdict, a.Typed = confirm.Yes, r.PostForm.Get("typed")
	case "no":
		a.Verdict, a.Reason = confirm.No, r.PostForm.Get("reason")
	default:
		return a, unread
	}
	return a, nil
}

// begin decides apart from the browser: somebody who closes the page does not
// stop a change halfway.
func (s *Site) begin(ctx context.Context, id tools.RequestID, a confirm.Answer) <-chan result {
	ctx, cancel := context.WithCancel(observe.WithCall(context.WithoutCancel(ctx), observe.NewCall()))
	stop := context.AfterFunc(s.halted, cancel)
	done := make(chan result, 1)
	s.deciding.Go(func() {
		defer cancel()
		defer stop()
		ctx, span := observe.Begin(observe.WithTracer(ctx, s.Tracer), observe.Start{Name: "decide", Kind: observe.Serving})
		defer span.End()
		defer func() {
			if p := recover(); p != nil {
				s.Log.ErrorContext(ctx, "panic", "value", fmt.Sprint(p), "stack", string(debug.Stack()))
				done <- result{err: tools.AsError(errors.New("panic"))}
			}
		}()
		outcome, err := s.Gate.Decide(ctx, id, a)
		if err != nil {
			span.Fail(string(code(err)))
		}
		s.Log.InfoContext(ctx, "decision", "request", id, "subject", a.By.Subject, "outcome", cmp.Or(string(code(err)), outcome.Status))
		done <- result{outcome, err}
	})
	return done
}

// peek is how often a decision in progress is looked at.
const peek = 300 * time.Millisecond

// await waits until a decision has ended, or has come so far that its page tells
// the rest, or the browser has left. Only in the first case is it over.
func (s *Site) await(ctx context.Context, id tools.RequestID, done <-chan result) (end result, over bool) {
	ticker := time.NewTicker(peek)
	defer ticker.Stop()
	for {
		select {
		case end := <-done:
			return end, true
		case <-ctx.Done():
			return result{}, false
		case <-ticker.C:
		}
		if _, err := s.Gate.Question(ctx, id); err == nil {
			continue
		}
		select { // it may have ended between the two
		case end := <-done:
			return end, true
		default:
			return result{}, false
		}
	}
}

// explain shows the request again and says why nothing came of the decision.
func (s *Site) explain(w http.ResponseWriter, r *http.Request, v viewer, id tools.RequestID, end result) {
	c, err := s.Gate.View(r.Context(), id, v.caller)
	if err != nil {
		if end.err != nil {
			err = end.err
		}
		s.fail(w, v, err)
		return
	}
	page, status := s.requestPage(v, c), http.StatusConflict
	if end.err != nil {
		fault := tools.AsError(end.err)
		s.note(fault)
		page.Fault, status = fault.Message, statusOf(fault.Code)
		page.Typed = fault.Code == tools.InvalidInput && c.Phrase != ""
	} else {
		page.Fault, page.Fresh = "Nothing was changed, because "+tools.CleanText(c.Reason)+".", requestPath(end.outcome.Confirmation.ID)
	}
	if page.Open {
		page.Title = "Not decided: " + page.Title
	} else if len(page.Items) == 0 {
		page.Outcome = "" // the fault says it
	}
	s.show(w, status, page)
}

// code is that of a fault; empty for nil.
func code(err error) tools.Code {
	if err == nil {
		return ""
	}
	return tools.AsError(err).Code
}
