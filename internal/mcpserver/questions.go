// Questions of the server to a client's user, in the eras when a server asked
// the client by a request of its own (before 2026-07-28).

package mcpserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
)

// errNoAnswer means that the client cannot answer any more.
var errNoAnswer = errors.New("the client left before it answered")

// questions are the requests sent to one client that it has not answered yet.
type questions struct {
	mu     sync.Mutex
	open   map[int64]chan envelope
	last   int64
	closed chan struct{}
}

func newQuestions() *questions {
	return &questions{open: map[int64]chan envelope{}, closed: make(chan struct{})}
}

// ask sends an elicitation and waits for its answer. It ends early with the
// context or with the client.
func (q *questions) ask(ctx context.Context, send func(any) error, params mcp.ElicitationParams) (*mcp.ElicitationResult, error) {
	id, answered := q.begin()
	defer q.end(id)
	if err := send(elicitation(id, params)); err != nil {
		return nil, fmt.Errorf("asking the client: %w", err)
	}
	select {
	case e := <-answered:
		return elicited(e)
	case <-q.closed:
		return nil, errNoAnswer
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// settle gives an answer to whoever waits for it. Answers that nobody waits
// for are dropped: they are late, or were never asked for.
func (q *questions) settle(e envelope) {
	var id int64
	if json.Unmarshal(e.ID, &id) != nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if waiting, ok := q.open[id]; ok {
		delete(q.open, id)
		waiting <- e
	}
}

// close ends all open questions and all later ones.
func (q *questions) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	select {
	case <-q.closed:
	default:
		close(q.closed)
	}
}

func (q *questions) begin() (int64, chan envelope) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.last++
	answered := make(chan envelope, 1)
	q.open[q.last] = answered
	return q.last, answered
}

func (q *questions) end(id int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.open, id)
}

func elicitation(id int64, params mcp.ElicitationParams) mcp.JSONRPCRequest {
	return mcp.JSONRPCRequest{
		JSONRPC: mcp.JSONRPC_VERSION,
		ID:      mcp.NewRequestId(id),
		Request: mcp.Request{Method: string(mcp.MethodElicitationCreate)},
		Params:  params,
	}
}

// elicited reads an answer. A client's error counts as no answer at all; it is
// never a yes.
func elicited(e envelope) (*mcp.ElicitationResult, error) {
	if len(e.Result) == 0 {
		return nil, errors.New("the client answered the question with an error")
	}
	var result mcp.ElicitationResult
	if err := json.Unmarshal(e.Result, &result); err != nil {
		return nil, fmt.Errorf("unreadable answer: %w", err)
	}
	return &result, nil
}
