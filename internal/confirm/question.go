// The question as a person sees it.

package confirm

import (
	"fmt"
	"strings"
	"time"

	"govgroup/internal/tools"
)

// Question is what a front end has to ask. Text has several lines; all text from the
// tenant in it has been cleaned.
type Question struct {
	Request string
	Text    string
	Phrase  string // what has to be typed; empty: a plain yes is enough
	Expires time.Time
}

func (g *Gate) question(r Request) Question {
	tenant := "Tenant: " + tools.Clean(r.Tenant)
	if g.Catalogue.Settings().Sandbox {
		tenant += " (the sandbox)"
	}
	text := append(r.preview(), tenant+". Asked by "+r.requester()+" over "+r.Requester.Surface+".", fmt.Sprintf("Open until %s. Request %s.", r.Expires.UTC().Format("15:04:05 MST"), r.ID))
	return Question{Request: r.ID, Text: strings.Join(text, "\n"), Phrase: r.phrase(), Expires: r.Expires}
}

// preview is what the request asks for in lines: what would be written first, and
// nothing of it cut; the requester's purpose last, because a model may have
// written it.
func (r Request) preview() []string {
	text := r.Plan.Preview().Lines()
	if r.Purpose != "" {
		text = append(text, "Reason, in the words of "+r.requester()+": "+tools.QuotedText(r.Purpose))
	}
	return text
}
