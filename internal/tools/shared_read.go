// Shared reads: of several who ask the same at the same moment, one asks for all.

package tools

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// sharedReads are those under way. The zero value is ready to use.
type sharedReads struct {
	mu    sync.Mutex
	under map[string]*sharedRead
}

// sharedRead is one of them. It goes on while anybody waits for it.
type sharedRead struct {
	waiting int
	stop    context.CancelFunc
	done    chan struct{} // closed when the result is there
	result  Result
	err     error
}

// do reads, or waits for whoever reads the same already. Whoever leaves, the others get
// their answer; when all have left the reading ends.
func (s *sharedReads) do(ctx context.Context, key string, read func(context.Context) (Result, error)) (Result, error) {
	r := s.join(ctx, key, read)
	defer s.leave(key, r)
	select {
	case <-r.done:
		return r.result, r.err
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
}

func (s *sharedReads) join(ctx context.Context, key string, read func(context.Context) (Result, error)) *sharedRead {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.under[key]; r != nil {
		r.waiting++
		return r
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := &sharedRead{waiting: 1, stop: stop, done: make(chan struct{})}
	if s.under == nil {
		s.under = map[string]*sharedRead{}
	}
	s.under[key] = r
	go func() {
		defer s.end(key, r)
		defer r.recover()
		r.result, r.err = read(ctx)
	}()
	return r
}

// recover keeps a panic from ending the program; every waiter has it as an error.
func (r *sharedRead) recover() {
	if p := recover(); p != nil {
		r.err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}

// end lets everyone have the result; who asks from now on reads anew.
func (s *sharedReads) end(key string, r *sharedRead) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(key, r)
	close(r.done)
}

func (s *sharedReads) leave(key string, r *sharedRead) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.waiting--; r.waiting == 0 {
		r.stop()
		s.drop(key, r)
	}
}

// drop keeps anybody from joining; the caller holds the lock.
func (s *sharedReads) drop(key string, r *sharedRead) {
	if s.under[key] == r {
		delete(s.under, key)
	}
}
