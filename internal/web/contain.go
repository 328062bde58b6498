// Panics: one ends its request, is logged, and tells the client nothing.

package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
)

// Contain answers 500 where a handler panics. The client is never told the value,
// which may hold anything. A handler that wants its connection cut has it cut.
func Contain(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				log.Error("panic", "path", r.URL.Path, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
				http.Error(w, "Something went wrong inside govgroup; the log has the cause.", http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
