// The question as a person sees it.

package confirm

import (
	"fmt"
	"time"

	"govgroup/internal/tools"
)

// Question is what a front end has to ask. All text from the tenant in it has been
// cleaned.
type Question struct {
	Request tools.RequestID
	Preview tools.Preview
	Text    string // the preview in lines, for which tenant and until when
	Phrase  string // what has to be typed; empty: approving is enough
	Expires time.Time
}

func (g *Gate) question(r Request) Question {
	p := g.previewOf(r)
	text := append(p.Lines(), tools.Line{Value: fmt.Sprintf("Asked by %s for %s. Open until %s. Request %s.",
		p.Requester, tenantInWords(p), r.Expires.UTC().Format("15:04:05 MST"), r.ID)})
	return Question{Request: r.ID, Preview: p, Text: text.String(), Phrase: r.phrase(), Expires: r.Expires}
}

func tenantInWords(p tools.Preview) string {
	if p.Sandbox {
		return "the sandbox"
	}
	return "the tenant " + p.Tenant
}

// previewOf lays out what the request asks for, and says what only the gate knows.
func (g *Gate) previewOf(r Request) tools.Preview {
	p := r.Plan.Preview()
	p.Tenant, p.Sandbox = r.Tenant, g.Catalogue.Settings().Sandbox
	p.Requester, p.Surface, p.Reason = r.requester(), r.Requester.Surface, r.Purpose
	return p
}
