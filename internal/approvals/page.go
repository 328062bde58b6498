// Rendering: the templates, what every page has, and what goes wrong.

package approvals

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"govgroup/internal/tools"
)

//go:embed pages/*.html
var sources embed.FS

// parse reads every page together with the frame around it.
func parse() (map[string]*template.Template, error) {
	pages := map[string]*template.Template{}
	for _, name := range []string{"waiting", "decided", "request", "left", "fault", "token"} {
		t, err := template.ParseFS(sources, "pages/frame.html", "pages/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", name, err)
		}
		pages[name] = t
	}
	return pages, nil
}

// layout is what the frame of a page shows.
type layout struct {
	Title string
	Who   string // who is looking; empty for someone unknown
	Token string // for the forms of this session
	Leave bool   // whether one can sign out
}

func (s *Site) layout(v viewer, title string) layout {
	f := layout{Title: title}
	if v.session != nil {
		f.Who, f.Token, f.Leave = who(v.caller), v.session.token, s.desktop == nil
	}
	return f
}

// render writes a page, whole or not at all.
func (s *Site) render(w http.ResponseWriter, status int, name string, data any) {
	var out bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&out, "frame.html", data); err != nil {
		s.Log.Error("a page could not be rendered", "page", name, "error", err)
		http.Error(w, "Something went wrong inside govgroup; the log has the cause.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

// failure is the page that says why there is no other.
type failure struct {
	layout
	Message string
}

func (s *Site) fail(w http.ResponseWriter, v viewer, err error) {
	fault := tools.AsError(err)
	s.note(fault)
	title := "This cannot be shown"
	switch fault.Code {
	case tools.NotFound:
		title = "Not found"
	case tools.NotAllowed:
		title = "Not allowed"
	case tools.Unavailable, tools.RateLimited:
		title = "Not possible at the moment"
	}
	s.render(w, statusOf(fault.Code), "fault", failure{s.layout(v, title), fault.Message})
}

// note logs the cause of a fault, which the browser is not told.
func (s *Site) note(fault *tools.Error) {
	if fault.Cause != nil {
		s.Log.Warn("the approval page met a fault", "code", string(fault.Code), "cause", fault.Cause)
	}
}

func statusOf(c tools.Code) int {
	switch c {
	case tools.InvalidInput:
		return http.StatusUnprocessableEntity
	case tools.NotFound:
		return http.StatusNotFound
	case tools.NotAllowed:
		return http.StatusForbidden
	case tools.Unavailable, tools.RateLimited:
		return http.StatusServiceUnavailable
	case tools.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusConflict // the request is not as it was
}
