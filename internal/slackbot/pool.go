// Pool: work on a bounded number of goroutines, with a bounded queue before them.
// A panic ends its job and nothing else, and nothing that was accepted is lost
// when the program stops in good order.

package slackbot

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// pool runs jobs. Its methods are safe for concurrent use.
type pool struct {
	jobs   chan func(context.Context)
	log    *slog.Logger
	halted context.Context // done when running jobs must stop
	halt   context.CancelFunc
	work   sync.WaitGroup

	mu     sync.Mutex
	open   int           // jobs accepted and not ended
	idle   chan struct{} // closed while open is 0
	closed bool
}

// newPool makes a pool that runs so many jobs at a time and lets so many wait.
func newPool(workers, queue int, log *slog.Logger) *pool {
	p := &pool{jobs: make(chan func(context.Context), queue), log: log, idle: make(chan struct{})}
	close(p.idle)
	p.halted, p.halt = context.WithCancel(context.Background())
	for range workers {
		p.work.Go(func() {
			for job := range p.jobs {
				p.run(job)
			}
		})
	}
	return p
}

// submit hands a job over without waiting. It gives false, and the job never
// runs, when the queue is full or the pool is closed. The job's context is done
// when the pool's time to end is over.
func (p *pool) submit(job func(context.Context)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	select {
	case p.jobs <- job:
	default:
		return false
	}
	if p.open++; p.open == 1 {
		p.idle = make(chan struct{})
	}
	return true
}

// run does one job; whatever becomes of it, it counts as ended.
func (p *pool) run(job func(context.Context)) {
	defer func() {
		if v := recover(); v != nil {
			p.log.Error("panic", "value", fmt.Sprint(v), "stack", string(debug.Stack()))
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.open--; p.open == 0 {
			close(p.idle)
		}
	}()
	job(p.halted)
}

// untilIdle gives a channel that is closed once no job runs or waits.
func (p *pool) untilIdle() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.idle
}

// close accepts no more jobs and returns when all have ended. Those that still
// run when the grace is over are told to stop through their context, and those
// that wait then find it done.
func (p *pool) close(grace time.Duration) {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		close(p.jobs)
	}
	p.mu.Unlock()
	late := time.AfterFunc(grace, p.halt)
	defer late.Stop()
	p.work.Wait()
	p.halt()
}
