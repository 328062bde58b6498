// Elicitation: the server's own requests to a client, in the eras when a server
// asked by a request (before 2026-07-28).

package mcpserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
)

// Why a question got no answer, other than that its time was over.
var (
	errClientGone = errors.New("the client left before it answered")
	errShared     = errors.New("several clients speak on the connection")
)

// elicitations are the requests sent to one client that it has not answered yet.
type elicitations struct {
	mu     sync.Mutex
	open   map[int64]chan envelope
	last   int64
	closed chan struct{}
	why    error // they are closed
}

func newElicitations() *elicitations {
	return &elicitations{open: map[int64]chan envelope{}, closed: make(chan struct{})}
}

// ask sends an elicitation and waits for its answer. It ends early with the
// context or with the client.
func (q *elicitations) ask(ctx context.Context, send func(any) error, params mcp.ElicitationParams) (*mcp.ElicitationResult, error) {
	id, answered := q.begin()
	defer q.end(id)
	if err := send(elicitationRequest(id, params)); err != nil {
		return nil, fmt.Errorf("asking the client: %w", err)
	}
	select {
	case e := <-answered:
		return parseElicitation(e)
	case <-q.closed:
		return nil, q.why
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// resolve gives an answer to whoever waits for it. Answers that nobody waits
// for are dropped: they are late, or were never asked for.
func (q *elicitations) resolve(e envelope) {
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

// close ends all open elicitations and all later ones, each with the error.
func (q *elicitations) close(why error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	select {
	case <-q.closed:
	default:
		q.why = why
		close(q.closed)
	}
}

func (q *elicitations) begin() (int64, chan envelope) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.last++
	answered := make(chan envelope, 1)
	q.open[q.last] = answered
	return q.last, answered
}

func (q *elicitations) end(id int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.open, id)
}

func elicitationRequest(id int64, params mcp.ElicitationParams) mcp.JSONRPCRequest {
	return mcp.JSONRPCRequest{
		JSONRPC: mcp.JSONRPC_VERSION,
		ID:      mcp.NewRequestId(id),
		Request: mcp.Request{Method: string(mcp.MethodElicitationCreate)},
		Params:  params,
	}
}

// parseElicitation reads an answer. A client's error counts as no answer at all; it is
// never a yes.
func parseElicitation(e envelope) (*mcp.ElicitationResult, error) {
	if len(e.Result) == 0 {
		return nil, errors.New("the client answered the question with an error")
	}
	var result mcp.ElicitationResult
	if err := json.Unmarshal(e.Result, &result); err != nil {
		return nil, fmt.Errorf("unreadable answer: %w", err)
	}
	return &result, nil
}
