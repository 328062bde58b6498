// Turns: a queue in which callers take turns, however many calls each has in it.

package sailpoint

import "slices"

// turns is a queue of calls. The zero value is empty.
type turns struct {
	order   []string // the callers who wait, the next one first
	waiting map[string][]*waiter
}

// waiter is a call in the queue.
type waiter struct {
	caller  string
	granted chan struct{} // closed when its turn has come
}

// add puts a call at the end of its caller's calls.
func (t *turns) add(caller string) *waiter {
	if t.waiting == nil {
		t.waiting = map[string][]*waiter{}
	}
	w := &waiter{caller: caller, granted: make(chan struct{})}
	if len(t.waiting[caller]) == 0 {
		t.order = append(t.order, caller)
	}
	t.waiting[caller] = append(t.waiting[caller], w)
	return w
}

// next takes out the first call of the first caller who may go, and puts the
// caller behind the others. It gives nil if nobody may.
func (t *turns) next(may func(caller string) bool) *waiter {
	i := slices.IndexFunc(t.order, may)
	if i < 0 {
		return nil
	}
	caller := t.order[i]
	w := t.waiting[caller][0]
	t.remove(w)
	if len(t.waiting[caller]) > 0 {
		t.order = append(slices.Delete(t.order, i, i+1), caller)
	}
	return w
}

// remove takes out a call, and reports whether it was there.
func (t *turns) remove(w *waiter) bool {
	own := t.waiting[w.caller]
	i := slices.Index(own, w)
	if i < 0 {
		return false
	}
	if own = slices.Delete(own, i, i+1); len(own) > 0 {
		t.waiting[w.caller] = own
		return true
	}
	delete(t.waiting, w.caller)
	t.order = slices.DeleteFunc(t.order, func(caller string) bool { return caller == w.caller })
	return true
}

func (t *turns) empty() bool { return len(t.order) == 0 }

// length is how many calls wait.
func (t *turns) length() int {
	n := 0
	for _, own := range t.waiting {
		n += len(own)
	}
	return n
}
